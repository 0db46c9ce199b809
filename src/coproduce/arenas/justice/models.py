"""What went wrong and how it is answered, until it is sealed: then these rows are gone, and only counts remain."""

from typing import ClassVar
from uuid import uuid4

from django.db import models

from coproduce.arenas.justice.rules import KINDS, OUTCOMES, WAYS
from coproduce.arenas.justice.rules.agreements import STATES
from coproduce.arenas.justice.rules.matters import STOPPED
from coproduce.community.people.models import Agent, Community

#: Who refers, and what would have happened otherwise: what it is compared with decides what can be learned.
REFERRERS = ("member", "school", "police", "council", "other")
ALTERNATIVES = ("nothing", "a warning", "a fine", "leaving school for a while", "a court", "not known")

HEARD = ("yes", "partly", "no")


def one_of(words: tuple[str, ...] | list[str]) -> list[tuple[str, str]]:
    return [(word, word) for word in words]


class Matter(models.Model):
    """Something that went wrong: between whom, what each has said, when it is heard, and how it ended.

    `seed` draws the circle; it goes with the row, so that nobody draws it again.
    """

    OPEN, AGREED, CLOSED = "open", "agreed", "closed"
    STATES: ClassVar = one_of([OPEN, AGREED, CLOSED])

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    community = models.ForeignKey(Community, models.PROTECT, related_name="+")
    state = models.CharField(max_length=6, choices=STATES, default=OPEN)
    kind = models.CharField(max_length=10, choices=one_of(list(KINDS)))
    words = models.TextField(max_length=2000)
    happened_on = models.DateField()
    referred_by = models.CharField(max_length=8, choices=one_of(REFERRERS))
    reference = models.CharField(max_length=60, blank=True)
    alternative = models.CharField(max_length=30, choices=one_of(ALTERNATIVES))
    reported_on = models.DateField()
    reported_by = models.ForeignKey(Agent, models.PROTECT, related_name="+")
    facilitator = models.ForeignKey(Agent, models.PROTECT, null=True, related_name="+")
    harmed = models.ForeignKey(Agent, models.PROTECT, null=True, related_name="+")
    respondent = models.ForeignKey(Agent, models.PROTECT, related_name="+")
    harmed_way = models.CharField(max_length=16, blank=True, choices=one_of([*WAYS, STOPPED]))
    harmed_guardian_yes = models.BooleanField(null=True)
    accepted = models.BooleanField(null=True)
    respondent_guardian_yes = models.BooleanField(null=True)
    seed = models.CharField(max_length=36, blank=True)
    size = models.PositiveSmallIntegerField(default=0)
    neighbours_may_hear = models.BooleanField(default=False)
    meets_at = models.DateTimeField(null=True)
    place = models.CharField(max_length=200, blank=True)
    heard_on = models.DateField(null=True)
    harmed_agreed_on = models.DateField(null=True)
    respondent_agreed_on = models.DateField(null=True)
    is_extended = models.BooleanField(default=False)
    told_on = models.DateField(null=True)
    told_words = models.CharField(max_length=600, blank=True)
    closed_on = models.DateField(null=True)
    outcome = models.CharField(max_length=16, blank=True, choices=one_of(list(OUTCOMES)))
    seal_on = models.DateField(null=True)
    was_heard = models.CharField(max_length=6, blank=True, choices=one_of(HEARD))
    heard_words = models.CharField(max_length=600, blank=True)

    personal: ClassVar = {
        "words": "what went wrong",
        "reference": "the number whoever referred it knows it by",
        "reported_by": "who reported it",
        "facilitator": "who leads the circle",
        "harmed": "who was harmed",
        "respondent": "who says that they did it",
        "seed": "to draw the next peer",
        "place": "where they meet",
        "told_words": "what they were told was not kept",
        "heard_words": "whether they were heard, in their own words",
        "log_reads": ("words", "harmed", "respondent"),
        "owner": ("respondent", "harmed"),
        "keep": "books",
    }

    class Meta:
        verbose_name_plural = "what went wrong, until it is sealed"
        indexes = (models.Index(fields=["community", "state"], name="justice_matter_open"),)


class AgreedPart(models.Model):
    """One thing that was agreed, and how it went. Its minutes stand in no account."""

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="parts")
    place = models.PositiveSmallIntegerField()
    words = models.CharField(max_length=300)
    until_on = models.DateField()
    minutes = models.PositiveIntegerField(default=0)
    helper = models.CharField(max_length=120, blank=True)
    paid_to = models.CharField(max_length=6, blank=True)
    state = models.CharField(max_length=7, blank=True, choices=one_of(STATES))
    reason = models.CharField(max_length=300, blank=True)

    personal: ClassVar = {
        "words": "what is to be done",
        "helper": "who helps with it",
        "paid_to": "whether what was broken is paid for",
        "reason": "why it is not kept yet",
        "owner": ("matter__respondent", "matter__harmed"),
        "keep": "books",
    }

    class Meta:
        verbose_name_plural = "what you agreed on"
        ordering = ("place",)
        constraints = (models.UniqueConstraint(fields=["matter", "place"], name="justice_part_once"),)


class Seat(models.Model):
    """Somebody and one circle: drawn for it, asked out of it, too near to either side, or there when it met."""

    DRAWN, OUT, NEAR, SAT = "drawn", "out", "near", "sat"
    STATES: ClassVar = one_of([DRAWN, OUT, NEAR, SAT])

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="seats")
    agent = models.ForeignKey(Agent, models.PROTECT, related_name="+")
    state = models.CharField(max_length=5, choices=STATES)

    personal: ClassVar = {"agent": "who hears, or does not", "owner": "agent", "keep": "books"}

    class Meta:
        verbose_name_plural = "circles you were drawn for"
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=["matter", "agent"], name="justice_seat_once"),)


class Tally(models.Model):
    """How often something came about in what is sealed. It is all that remains, and it names nobody and no day."""

    community = models.ForeignKey(Community, models.PROTECT, related_name="+")
    what = models.CharField(max_length=40)
    number = models.PositiveIntegerField(default=0)

    personal: ClassVar = {"what": "what is counted", "owner": (), "keep": "books"}

    class Meta:
        constraints = (models.UniqueConstraint(fields=["community", "what"], name="justice_tally_once"),)


class Again(models.Model):
    """How many were referred again, as whoever refers counts them: numbers alone, beside others who had something else.

    `months` after; `alternative` is what those compared had, and `source` who counted.
    """

    community = models.ForeignKey(Community, models.PROTECT, related_name="+")
    months = models.PositiveSmallIntegerField()
    n = models.PositiveIntegerField()
    k = models.PositiveIntegerField()
    alternative = models.CharField(max_length=30, choices=one_of(ALTERNATIVES))
    n_compared = models.PositiveIntegerField()
    k_compared = models.PositiveIntegerField()
    source = models.CharField(max_length=120)
    counted_on = models.DateField()

    personal: ClassVar = {"source": "who counted", "owner": (), "keep": "books"}

    class Meta:
        ordering = ("-counted_on", "-pk")
