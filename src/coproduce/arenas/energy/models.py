"""Supply points, what they used and made month by month, what members agreed, and the months that were settled.

Nothing of this is written anew: readings that come late are a version of their own, and what they change in a month
that was settled is the difference.
"""

import zlib
from collections.abc import Iterator
from typing import ClassVar
from uuid import uuid4
from zoneinfo import ZoneInfo

import numpy as np
from django.db import models

from coproduce.arenas.energy.rules import Curve, month_of
from coproduce.arenas.energy.rules.readings import ESTIMATED, MEASURED, MISSING
from coproduce.community.decisions.models import Decision
from coproduce.community.people.models import Agent, Community

#: What a home used, hour by hour, tells when somebody sleeps: it is kept so long after its month.
DAYS_KEPT = 3 * 365

#: How a reading is known, by its letter.
KNOWN = {MEASURED: "measured", ESTIMATED: "guessed", MISSING: "nothing is known"}


class Point(models.Model):
    """A supply point, by the number its meter has: whose it is, and since when how much of it is the community's."""

    USES, MAKES, BOTH = "uses", "makes", "both"
    KINDS: ClassVar = [(one, one) for one in (USES, MAKES, BOTH)]

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    community = models.ForeignKey(Community, models.PROTECT, related_name="+")
    agent = models.ForeignKey(Agent, models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    number = models.CharField(max_length=40)
    kind = models.CharField(max_length=5, choices=KINDS)
    #: What its fuse lets through, and what its plant makes at most, in watts; 0 where nobody said.
    fuse_w = models.PositiveIntegerField(default=0)
    plant_w = models.PositiveIntegerField(default=0)
    has_low_income = models.BooleanField(default=False)
    #: Whether its name may stand on neighbours' statements.
    is_named = models.BooleanField(default=False)
    #: Since when and until when it belongs, and with how much: of, parts, from_on, until_on; `of` is empty for here.
    belongings = models.JSONField(default=list)

    personal: ClassVar = {
        "agent": "whose meter it is",
        "name": "which place it is",
        "number": "which meter it is, in the files of whoever reads it",
        "has_low_income": "to see whether a key is fair to homes of little income",
        "is_named": "whether neighbours read its name",
        "belongings": "since when it shares, and with whom else",
        "log_reads": ("has_low_income",),
        "owner": "agent",
        "keep": "books",
        "stays": ("belongings",),
        "afterwards": {"name": "", "number": ""},
    }

    class Meta:
        verbose_name_plural = "your supply points"
        constraints = (
            models.UniqueConstraint(
                fields=["community", "number"], name="energy_point_once", condition=~models.Q(number="")
            ),
        )


class Readings(models.Model):
    """What one supply point used, or made, in one month. `version` counts: the last one holds.

    `wh` holds whole numbers and `quality` a letter for each of them, both packed (`queries/readings.py`).
    """

    USED, MADE = "used", "made"
    WHAT: ClassVar = [(one, one) for one in (USED, MADE)]

    point = models.ForeignKey(Point, models.PROTECT, related_name="readings")
    what = models.CharField(max_length=4, choices=WHAT)
    month_on = models.DateField()
    until_on = models.DateField()
    version = models.PositiveSmallIntegerField(default=1)
    step_minutes = models.PositiveSmallIntegerField()
    wh = models.BinaryField()
    quality = models.BinaryField()
    brought_on = models.DateField()
    brought_by = models.ForeignKey(Agent, models.PROTECT, null=True, related_name="+")

    personal: ClassVar = {
        "wh": "to share what was made, and to reckon what was shared",
        "quality": "which of it was measured",
        "brought_by": "who brought it",
        "log_reads": ("wh",),
        "owner": "point__agent",
        "keep": ("until_on", DAYS_KEPT),
        "unfolded": ("which place", "used or made", "brought on", "begins", "watt-hours", "how it is known"),
    }

    class Meta:
        verbose_name_plural = "what your supply points used and made"
        constraints = (
            models.UniqueConstraint(fields=["point", "what", "month_on", "version"], name="energy_readings_once"),
        )

    def curve(self) -> Curve:
        """The month, as it was packed."""
        quality = zlib.decompress(bytes(self.quality)).decode()
        wh = np.frombuffer(zlib.decompress(bytes(self.wh)), "<i8").tolist()
        told = tuple(None if letter == MISSING else one for one, letter in zip(wh, quality, strict=True))
        return Curve(self.point.number, self.step_minutes, told, quality)

    def unfolded(self, time_zone: str) -> Iterator[tuple[object, ...]]:
        """Each interval of the month on a line of its own, by the clock of the place."""
        days, curve, zone = month_of(self.month_on, time_zone, self.step_minutes), self.curve(), ZoneInfo(time_zone)
        begins = days.midnight(days.first_on)
        for number, (wh, letter) in enumerate(zip(curve.wh, curve.quality, strict=True)):
            at = (begins + number * days.step).astimezone(zone)
            known = "" if wh is None else wh
            yield self.point.name, self.what, self.brought_on, at.isoformat(" ", "minutes"), known, KNOWN[letter]


class SharingTerms(models.Model):
    """By which key, and at which prices, a community shares from a month on: what members decided."""

    community = models.ForeignKey(Community, models.PROTECT, related_name="+")
    from_on = models.DateField()
    key = models.CharField(max_length=12)
    #: Prices of a kWh in smallest coins: among neighbours, what suppliers take, and what they give.
    neighbours = models.DecimalField(max_digits=9, decimal_places=4)
    retail = models.DecimalField(max_digits=9, decimal_places=4)
    feed_in = models.DecimalField(max_digits=9, decimal_places=4)
    #: What the key goes by: parts, pairs and classes by supply point.
    goes_by = models.JSONField(default=dict)
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="+")
    written_by = models.ForeignKey(Agent, models.PROTECT, related_name="+")

    personal: ClassVar = {
        "key": "by which key it is shared",
        "goes_by": "which part each supply point has",
        "written_by": "who wrote it down",
        "owner": (),
        "keep": "books",
        "stays": ("key", "goes_by"),
    }

    class Meta:
        verbose_name_plural = "keys that members chose"


class SharedMonth(models.Model):
    """A month as it was closed, and settled or not yet. `round` counts: later ones say what late readings changed."""

    CLOSED, SETTLED = "closed", "settled"
    STATES: ClassVar = [(one, one) for one in (CLOSED, SETTLED)]

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    community = models.ForeignKey(Community, models.PROTECT, related_name="+")
    month_on = models.DateField()
    round = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=7, choices=STATES, default=CLOSED)
    unit = models.CharField(max_length=12)
    #: What it was reckoned from: key and prices, steps, how gaps are filled, and which readings.
    frozen = models.JSONField()
    #: What was posted of it in this round, by supply point and unit.
    said = models.JSONField(default=list)
    #: What the state added to it, and what of that is for whom.
    premium = models.JSONField(null=True)
    closed_on = models.DateField()
    closed_by = models.ForeignKey(Agent, models.PROTECT, related_name="+")
    settled_on = models.DateField(null=True)
    settled_by = models.ForeignKey(Agent, models.PROTECT, null=True, related_name="+")

    personal: ClassVar = {
        "frozen": "what it was reckoned from",
        "said": "what was posted",
        "premium": "what the state added",
        "closed_by": "who closed it",
        "settled_by": "who settled it",
        "owner": (),
        "keep": "books",
        "stays": ("frozen", "said", "premium"),
    }

    class Meta:
        verbose_name_plural = "months of shared energy"
        constraints = (models.UniqueConstraint(fields=["community", "month_on", "round"], name="energy_month_once"),)


class Statement(models.Model):
    """What a month came to for one supply point: where every watt-hour went, and what was known."""

    month = models.ForeignKey(SharedMonth, models.CASCADE, related_name="statements")
    point = models.ForeignKey(Point, models.PROTECT, related_name="statements")
    own_wh = models.PositiveBigIntegerField()
    bought_wh = models.PositiveBigIntegerField()
    grid_wh = models.PositiveBigIntegerField()
    sold_wh = models.PositiveBigIntegerField()
    surplus_wh = models.PositiveBigIntegerField()
    #: Of so many intervals nothing is known, and so many were guessed as members agreed.
    missing = models.PositiveSmallIntegerField()
    estimated = models.PositiveSmallIntegerField()
    #: The hours of the day in which most was got and given.
    got_at = models.PositiveSmallIntegerField(null=True)
    gave_at = models.PositiveSmallIntegerField(null=True)
    entry = models.UUIDField(null=True)

    personal: ClassVar = {
        "bought_wh": "what it got from neighbours",
        "sold_wh": "what it gave neighbours",
        "grid_wh": "what it drew besides",
        "log_reads": ("bought_wh", "sold_wh", "grid_wh"),
        "owner": "point__agent",
        "keep": "books",
    }

    class Meta:
        verbose_name_plural = "what each month came to for you"
        constraints = (models.UniqueConstraint(fields=["month", "point"], name="energy_statement_once"),)
