"""What the books are kept by: hours kept back, days that are closed, and what takes two."""

from typing import ClassVar

from django.db import models

from coproduce.community.ledger.models.accounts import LedgerAccount
from coproduce.community.people.models import Community


class Hold(models.Model):
    """Kept back for what was agreed on: it counts against the limit at once, and posts nothing until it is settled.

    It ends once: settled by an entry of at most as much, released, or expired when its time is over.
    """

    HELD, SETTLED, RELEASED, EXPIRED = "held", "settled", "released", "expired"
    STATES: ClassVar = [(state, state) for state in (HELD, SETTLED, RELEASED, EXPIRED)]

    community = models.ForeignKey(Community, models.PROTECT, related_name="+", db_index=False)
    client_id = models.UUIDField()
    account = models.ForeignKey(LedgerAccount, models.PROTECT, related_name="holds")
    to = models.ForeignKey(LedgerAccount, models.PROTECT, related_name="+", db_index=False)
    amount = models.BigIntegerField()
    category = models.CharField(max_length=60, blank=True)
    arena = models.CharField(max_length=20, blank=True)
    source_ref = models.CharField(max_length=120, blank=True)
    actor = models.BigIntegerField(null=True)
    held_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=STATES, default=HELD)
    entry = models.UUIDField(null=True)
    ended_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=200, blank=True)

    personal: ClassVar = {
        "account": "who agreed to give it",
        "to": "for whom it is kept",
        "actor": "who wrote it down",
        "category": "what it is kept for",
        "why": "why it was let go",
        "source_ref": "what it was agreed in",
        "owner": ("account__agent", "to__agent"),
        "keep": "books",
        "stays": ("category", "source_ref"),
        "is_sealed": True,
    }

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["community", "client_id"], name="ledger_hold_once"),
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="ledger_hold_something"),
            models.CheckConstraint(
                condition=models.Q(state="settled", entry__isnull=False)
                | (~models.Q(state="settled") & models.Q(entry__isnull=True)),
                name="ledger_hold_settled_by_entry",
            ),
        )
        indexes = (
            models.Index(fields=["expires_at"], condition=models.Q(state="held"), name="ledger_hold_that_stands"),
        )


class Closing(models.Model):
    """The books are closed up to and with a day, from now on: no entry takes effect on it. The last one counts.

    Opened again, it is another row with an earlier day, or none, and says why.
    """

    community = models.ForeignKey(Community, models.PROTECT, related_name="+")
    through = models.DateField(null=True)
    actor = models.BigIntegerField(null=True)
    closed_at = models.DateTimeField(auto_now_add=True)
    why = models.CharField(max_length=200)

    personal: ClassVar = {
        "actor": "who closed it",
        "why": "what they said about it",
        "owner": (),
        "keep": "books",
        "is_sealed": True,
    }


class TakesTwo(models.Model):
    """What one person asked for and a second decides: it waits until then, and the two are never the same."""

    ASKED, AGREED, DECLINED = "asked", "agreed", "declined"
    STATES: ClassVar = [(state, state) for state in (ASKED, AGREED, DECLINED)]

    community = models.ForeignKey(Community, models.PROTECT, related_name="+", db_index=False)
    public_id = models.UUIDField(unique=True)
    reason = models.CharField(max_length=200)
    asked_by = models.BigIntegerField()
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=STATES, default=ASKED)
    decided_by = models.BigIntegerField(null=True)
    decided_at = models.DateTimeField(null=True)

    personal: ClassVar = {
        "asked_by": "who asked",
        "decided_by": "the second person",
        "reason": "why",
        "owner": ("asked_by", "decided_by"),
        "shown_to": "asked_by",
        "keep": "books",
    }

    class Meta:
        abstract = True
        constraints = (
            models.CheckConstraint(
                condition=models.Q(decided_by__isnull=True) | ~models.Q(decided_by=models.F("asked_by")),
                name="%(app_label)s_%(class)s_takes_two",
            ),
        )


class Undoing(TakesTwo):
    """A large entry that one person asked to take back: it stands until a second agrees, or says no."""

    of = models.UUIDField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["community", "of"], condition=models.Q(state="asked"), name="ledger_undoing_asked_once"
            ),
            *TakesTwo.Meta.constraints,
        )


class BoundAsked(TakesTwo):
    """Another bound that one person asked for, above which it takes two: higher than the one that counts, or none."""

    two_from = models.BigIntegerField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["community"], condition=models.Q(state="asked"), name="ledger_bound_asked_once"
            ),
            *TakesTwo.Meta.constraints,
        )


class BookRules(models.Model):
    """How a community puts right: for how many days, and from how much on it takes two. Nothing said is no bound."""

    community = models.OneToOneField(Community, models.PROTECT, primary_key=True, related_name="book_rules")
    undo_days = models.PositiveIntegerField(null=True)
    #: By the code of a unit, in its smallest parts.
    two_from = models.JSONField(default=dict)

    personal: ClassVar = {"two_from": "from how much on it takes two", "owner": (), "keep": "books"}
