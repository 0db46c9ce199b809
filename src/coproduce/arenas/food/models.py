"""What is grown and sold, who orders how much of it, the week it is ordered in, how somebody eats, and what is over."""

from typing import ClassVar
from uuid import uuid4

from django.db import models

from coproduce.community.people.models import Agent, Community


class Product(models.Model):
    """Something a producer sells in whole pieces, grams or millilitres, by the pack; prices are for `per` of its unit.

    `contains` and `traces` are allergens; None as long as nobody has said, which is not the same as none.
    """

    UNITS: ClassVar = [(one, one) for one in ("piece", "g", "ml")]
    STORED: ClassVar = [(one, one) for one in ("ambient", "chilled")]
    DATED: ClassVar = [(one, one) for one in ("use by", "best before", "")]

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    community = models.ForeignKey(Community, models.PROTECT, related_name="+")
    producer = models.ForeignKey(Agent, models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    unit = models.CharField(max_length=5, choices=UNITS)
    pack = models.PositiveIntegerField()
    least_packs = models.PositiveIntegerField(default=0)
    price_minor = models.PositiveIntegerField()
    per = models.PositiveIntegerField(default=1)
    #: What one of its unit weighs, for whoever carries it.
    grams = models.PositiveIntegerField(default=1)
    contains = models.JSONField(null=True)
    traces = models.JSONField(null=True)
    storage = models.CharField(max_length=8, choices=STORED)
    dated = models.CharField(max_length=11, choices=DATED, blank=True)
    keeps_days = models.PositiveSmallIntegerField(null=True)
    is_sold = models.BooleanField(default=True)

    personal: ClassVar = {
        "producer": "whose it is",
        "name": "what they sell",
        "contains": "so that nobody eats what they avoid",
        "traces": "so that nobody eats what they avoid",
        "owner": "producer",
        "keep": "books",
    }

    class Meta:
        verbose_name_plural = "what you grow and sell"
        constraints = (
            models.UniqueConstraint(fields=["community", "producer", "name"], name="food_product_once"),
            models.CheckConstraint(condition=models.Q(pack__gt=0, per__gt=0), name="food_product_pack"),
        )


class OrderCycle(models.Model):
    """One order of many together: open, closed with its prices frozen, settled. `said` is what settled it, and put it
    right, in that order: amounts by account. Who takes what round is in `round`, by the numbers of agents.
    """

    PLANNED, OPEN, CLOSED, SETTLED, CANCELLED = "planned", "open", "closed", "settled", "cancelled"
    STATES: ClassVar = [(one, one) for one in (PLANNED, OPEN, CLOSED, SETTLED, CANCELLED)]

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    community = models.ForeignKey(Community, models.PROTECT, related_name="+")
    words = models.CharField(max_length=120)
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    comes_on = models.DateField()
    state = models.CharField(max_length=9, choices=STATES, default=PLANNED)
    rule_set = models.CharField(max_length=80, blank=True)
    #: Packs ordered, and pieces that came, by product.
    packs = models.JSONField(default=dict)
    came = models.JSONField(default=dict)
    said = models.JSONField(default=list)
    round = models.JSONField(default=dict)

    personal: ClassVar = {
        "words": "what was ordered together",
        "packs": "what was ordered, and nobody's name",
        "came": "what came, and nobody's name",
        "said": "what it came to, by the numbers of accounts",
        "round": "who brings what to whom, by numbers",
        "owner": (),
        "keep": "books",
    }

    class Meta:
        indexes = (models.Index(fields=["community", "state", "closes_at"], name="food_cycle_state"),)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(closes_at__gt=models.F("opens_at")), name="food_cycle_closes_later"
            ),
        )


class OrderLine(models.Model):
    """What a member wants of a product: so much, and so much more to fill a pack. Without a cycle it comes every time.

    More of the same later is a later line. At the close it is allotted and its price frozen; then it is received.
    """

    cycle = models.ForeignKey(OrderCycle, models.PROTECT, null=True, related_name="lines")
    agent = models.ForeignKey(Agent, models.PROTECT, related_name="+")
    product = models.ForeignKey(Product, models.PROTECT, related_name="+")
    quantity = models.PositiveIntegerField()
    tolerance = models.PositiveIntegerField(default=0)
    said_at = models.DateTimeField()
    allotted = models.PositiveIntegerField(null=True)
    received = models.PositiveIntegerField(null=True)
    price_minor = models.PositiveIntegerField(null=True)
    per = models.PositiveIntegerField(null=True)
    band_percent = models.PositiveSmallIntegerField(null=True)
    #: The line this stands in for, of which too little came.
    instead_of = models.ForeignKey("self", models.PROTECT, null=True, related_name="substitutes")

    personal: ClassVar = {
        "agent": "who ordered it",
        "quantity": "how much they wanted",
        "received": "how much they got",
        "band_percent": "the price they chose",
        "owner": "agent",
        "keep": "books",
    }

    class Meta:
        verbose_name_plural = "food you ordered"
        indexes = (models.Index(fields=["cycle", "product", "said_at", "id"], name="food_line_in_order"),)
        constraints = (
            models.UniqueConstraint(
                fields=["agent", "product"], condition=models.Q(cycle=None), name="food_line_standing_once"
            ),
        )


class Eater(models.Model):
    """How somebody eats with the others: the price they chose, what they avoid, whether food is brought to them.

    `parts` are their parts of a harvest, `excused` jobs they did not have to do; each with its days.
    """

    agent = models.OneToOneField(Agent, models.PROTECT, related_name="+")
    community = models.ForeignKey(Community, models.PROTECT, related_name="+")
    band = models.CharField(max_length=40, blank=True)
    avoids = models.JSONField(default=list)
    is_brought = models.BooleanField(default=False)
    #: Minutes of the day between which somebody is at home.
    from_minute = models.PositiveSmallIntegerField(default=0)
    until_minute = models.PositiveSmallIntegerField(default=24 * 60)
    parts = models.JSONField(default=list)
    excused = models.JSONField(default=list)

    personal: ClassVar = {
        "band": "the price they chose; nobody is asked why",
        "avoids": "so that nothing of it stands in for what they ordered; read by nobody else",
        "is_brought": "whether food is brought to them",
        "from_minute": "from when on they are at home",
        "until_minute": "until when they are at home",
        "parts": "their parts of a harvest",
        "excused": "work they were excused from",
        "owner": "agent",
        "keep": "books",
        "afterwards": {"avoids": [], "excused": [], "is_brought": False, "band": ""},
    }

    class Meta:
        verbose_name_plural = "how you eat with the others"


class Surplus(models.Model):
    """Food that is over: offered by one, claimed by one, fetched within its time, weighed and thanked for."""

    STORED: ClassVar = [(one, one) for one in ("ambient", "chilled", "hot")]

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    community = models.ForeignKey(Community, models.PROTECT, related_name="+")
    agent = models.ForeignKey(Agent, models.PROTECT, related_name="+")
    words = models.CharField(max_length=200)
    #: Read by whoever fetches it.
    place = models.CharField(max_length=200, blank=True)
    storage = models.CharField(max_length=8, choices=STORED)
    contains = models.JSONField(null=True)
    offered_at = models.DateTimeField()
    fetch_by = models.DateTimeField()
    claimed_by = models.ForeignKey(Agent, models.PROTECT, null=True, related_name="+")
    fetched_at = models.DateTimeField(null=True)
    grams = models.PositiveIntegerField(null=True)
    thanks = models.CharField(max_length=300, blank=True)
    entry = models.UUIDField(null=True)

    personal: ClassVar = {
        "agent": "who passed it on",
        "claimed_by": "who fetched it",
        "words": "what was over",
        "place": "where it was fetched",
        "contains": "so that nobody eats what they avoid",
        "thanks": "said to whoever passed it on",
        "owner": ("agent", "claimed_by"),
        "keep": "books",
        "afterwards": {"place": "", "thanks": ""},
    }

    class Meta:
        verbose_name_plural = "food you passed on and fetched"
        indexes = (models.Index(fields=["community", "fetch_by"], name="food_surplus_until"),)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(fetched_at=None) | models.Q(claimed_by__isnull=False, grams__gt=0),
                name="food_surplus_fetched_by_one",
            ),
        )
