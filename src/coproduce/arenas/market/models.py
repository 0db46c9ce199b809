"""Who trades and how, what is sold, each sale, the years of the co-operative, and each member's lines in its book."""

from typing import ClassVar
from uuid import uuid4

from django.db import models

from coproduce.community.people.models import Agent, Community


class Trader(models.Model):
    """How somebody trades: their stall, if they have one, and what they chose of their dividend.

    Without an agent it is the community's own stall, of which there is one. `near_of_100` is what they say they spend
    nearby of a hundred they spend outside the market.
    """

    CHOICES: ClassVar = [(one, one) for one in ("", "cash", "retained", "given")]

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    community = models.ForeignKey(Community, models.PROTECT, related_name="+")
    agent = models.OneToOneField(Agent, models.PROTECT, null=True, related_name="+")
    stall = models.CharField(max_length=80, blank=True)
    words = models.CharField(max_length=300, blank=True)
    place = models.CharField(max_length=200, blank=True)
    is_open = models.BooleanField(default=False)
    choice = models.CharField(max_length=8, choices=CHOICES, blank=True)
    #: The account dividends are paid to.
    pay_to = models.CharField(max_length=60, blank=True)
    near_of_100 = models.PositiveSmallIntegerField(null=True)

    personal: ClassVar = {
        "agent": "who trades",
        "stall": "what their stall is called",
        "words": "what they say of their stall",
        "place": "where their stall is",
        "is_open": "whether it sells now",
        "choice": "what becomes of their dividend",
        "pay_to": "where their dividend is paid to; read by whoever pays it",
        "near_of_100": "how much they say they spend nearby: counted, and shown of nobody alone",
        "owner": "agent",
        "keep": "books",
        "afterwards": {"words": "", "place": "", "pay_to": "", "near_of_100": None, "is_open": False},
    }

    class Meta:
        verbose_name_plural = "how you trade"
        constraints = (
            models.UniqueConstraint(
                fields=["community"], condition=models.Q(agent=None), name="market_one_stall_of_its_own"
            ),
        )


class Ware(models.Model):
    """Something a stall sells, a thing or a service, for money. `left` is how many there are; None where they are many.

    What somebody has kept for them is not left any more.
    """

    KINDS: ClassVar = [(one, one) for one in ("thing", "service")]

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    stall = models.ForeignKey(Trader, models.PROTECT, related_name="wares")
    name = models.CharField(max_length=80)
    words = models.CharField(max_length=300, blank=True)
    kind = models.CharField(max_length=7, choices=KINDS)
    price_minor = models.PositiveIntegerField()
    left = models.PositiveIntegerField(null=True)
    is_sold = models.BooleanField(default=True)

    personal: ClassVar = {
        "name": "what they sell",
        "words": "what they say of it",
        "is_sold": "whether it is sold now",
        "owner": "stall__agent",
        "keep": "books",
        "afterwards": {"words": "", "is_sold": False},
    }

    class Meta:
        verbose_name_plural = "what you sell"
        constraints = (models.UniqueConstraint(fields=["stall", "name"], name="market_ware_once"),)


class Sale(models.Model):
    """One purchase: kept back for the buyer, handed over, paid, and what came of it if they do not agree.

    Of a row of a till there is no ware, and no buyer where it is nobody known. What was refunded is taken from
    `minor`; a refund a till brought is a row below nothing. `source` says which row of which till it is.
    """

    RESERVED, LET_GO, SOLD, DISPUTED, UNDONE = "reserved", "let go", "sold", "disputed", "taken back"
    STATES: ClassVar = [(one, one) for one in (RESERVED, LET_GO, SOLD, DISPUTED, UNDONE)]
    #: What counts as traded.
    STANDING = (SOLD, DISPUTED)

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    community = models.ForeignKey(Community, models.PROTECT, related_name="+")
    stall = models.ForeignKey(Trader, models.PROTECT, related_name="sales")
    ware = models.ForeignKey(Ware, models.PROTECT, null=True, related_name="sales")
    buyer = models.ForeignKey(Agent, models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=STATES)
    quantity = models.PositiveIntegerField(default=1)
    #: What it comes to; after a refund, what was left of that.
    minor = models.BigIntegerField()
    refunded_minor = models.PositiveIntegerField(default=0)
    unit = models.CharField(max_length=3)
    said_on = models.DateField()
    #: The last day on which it is kept for them.
    until_on = models.DateField(null=True)
    sold_on = models.DateField(null=True)
    #: How much of it has been paid, one way or the other.
    paid_minor = models.BigIntegerField(default=0)
    hold = models.UUIDField(null=True)
    entry = models.UUIDField(null=True)
    source = models.CharField(max_length=120, blank=True)
    is_by_desk = models.BooleanField(default=False)
    #: Who does not agree, why, what the other says, who heard both, and what came of it.
    opened_by = models.ForeignKey(Agent, models.PROTECT, null=True, related_name="+")
    why = models.CharField(max_length=300, blank=True)
    answer = models.CharField(max_length=300, blank=True)
    heard_by = models.ForeignKey(Agent, models.PROTECT, null=True, related_name="+")
    outcome = models.CharField(max_length=300, blank=True)

    personal: ClassVar = {
        "buyer": "who bought it",
        "source": "which row of a till it is",
        "opened_by": "who did not agree",
        "why": "what was wrong with it",
        "answer": "what the other said",
        "heard_by": "who heard both",
        "outcome": "what came of it",
        "owner": ("buyer", "stall__agent"),
        "keep": "books",
        "afterwards": {"why": "", "answer": "", "outcome": ""},
    }

    class Meta:
        verbose_name_plural = "what you bought and sold"
        indexes = (
            models.Index(fields=["community", "sold_on"], name="market_sale_on"),
            models.Index(fields=["buyer", "-id"], name="market_sale_bought"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["community", "source"], condition=~models.Q(source=""), name="market_till_row_once"
            ),
        )


class Year(models.Model):
    """A year of the co-operative: open, closed with trade and shares as they stood, shared out by a decision.

    `frozen` is what it is reckoned from, by agents' numbers; each later one stands in `rounds`, with what the funds got
    in it: the first is the allocation, each more a difference. Members' parts are lines of the book.
    """

    OPEN, CLOSED, ALLOCATED = "open", "closed", "allocated"
    STATES: ClassVar = [(one, one) for one in (OPEN, CLOSED, ALLOCATED)]

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    community = models.ForeignKey(Community, models.PROTECT, related_name="+")
    from_on = models.DateField()
    until_on = models.DateField()
    state = models.CharField(max_length=9, choices=STATES)
    unit = models.CharField(max_length=3)
    surplus_minor = models.BigIntegerField(null=True)
    rule_set = models.CharField(max_length=80, blank=True)
    frozen = models.JSONField(default=dict)
    rounds = models.JSONField(default=list)
    #: The decision it was shared by, as it is quoted, and its number.
    decision = models.CharField(max_length=700, blank=True)
    decision_id = models.UUIDField(null=True)
    closed_by = models.ForeignKey(Agent, models.PROTECT, null=True, related_name="+")

    personal: ClassVar = {
        "frozen": "what a year is reckoned from, by the numbers of members",
        "rounds": "what the funds got",
        "decision": "what members decided",
        "closed_by": "who closed it",
        "owner": (),
        "keep": "books",
    }

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(until_on__gte=models.F("from_on")), name="market_year_ends_later"
            ),
            models.UniqueConstraint(fields=["community", "from_on"], name="market_year_once"),
        )


class BookLine(models.Model):
    """One line of a member's book: shares paid in or back, what a year brought, what was paid out. Only added to.

    What is owed to a member is the sum of their `interest`, `cash` and `paid`; what is kept for them that of
    `retained`; `given` is what they gave away.
    """

    KINDS: ClassVar = [(one, one) for one in ("shares", "interest", "cash", "retained", "given", "paid")]

    community = models.ForeignKey(Community, models.PROTECT, related_name="+")
    agent = models.ForeignKey(Agent, models.PROTECT, related_name="+")
    year = models.ForeignKey(Year, models.PROTECT, null=True, related_name="lines")
    #: 0 where the year was shared, then one more for each difference.
    round = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(max_length=8, choices=KINDS)
    minor = models.BigIntegerField()
    on = models.DateField()
    entry = models.UUIDField()
    #: Payments that went out together, to these accounts.
    batch = models.UUIDField(null=True)
    pay_to = models.CharField(max_length=60, blank=True)

    personal: ClassVar = {
        "agent": "whose line it is",
        "minor": "how much",
        "pay_to": "where it was paid to",
        "owner": "agent",
        "keep": "books",
        "afterwards": {"pay_to": ""},
    }

    class Meta:
        verbose_name_plural = "your shares and dividends"
        indexes = (
            models.Index(fields=["agent", "id"], name="market_line_of"),
            models.Index(fields=["community", "kind"], name="market_line_kind"),
        )
