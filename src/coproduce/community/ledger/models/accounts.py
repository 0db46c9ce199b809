"""One holder in one unit, how far they may go, and who changed that."""

from dataclasses import astuple
from functools import lru_cache
from typing import ClassVar, cast

from django.db import models

from coproduce.community.people.models import Agent, Community
from coproduce.core.journal import Limit, Mode, Standing


class LedgerAccount(models.Model):
    """One holder in one unit. `balance`, and what its holder has `given`, are kept with every posting and re-added.

    `held` is the sum of its holds that stand. The marks of its unit are kept here, where every entry looks.
    """

    MEMBER, POT, ISSUING = "member", "pot", "issuing"
    KINDS: ClassVar = [(kind, kind) for kind in (MEMBER, POT, ISSUING)]
    MODES: ClassVar = [(mode, mode) for mode in ("enforce", "warn", "off")]

    community = models.ForeignKey(Community, models.PROTECT, related_name="+")
    unit = models.CharField(max_length=12)
    kind = models.CharField(max_length=8, choices=KINDS, default=MEMBER)
    agent = models.ForeignKey(Agent, models.PROTECT, null=True, related_name="accounts")
    name = models.CharField(max_length=80, blank=True)
    balance = models.BigIntegerField(default=0)
    held = models.BigIntegerField(default=0)
    given = models.BigIntegerField(default=0)
    floor = models.BigIntegerField(null=True)
    ceiling = models.BigIntegerField(null=True)
    limit_mode = models.CharField(max_length=8, choices=MODES, default="off")
    grows_by = models.BigIntegerField(default=0)
    is_convertible = models.BooleanField(default=False)
    is_transferable = models.BooleanField(default=True)
    closed_on = models.DateField(null=True)

    personal: ClassVar = {
        "balance": "what someone gave and received",
        "agent": "whose hours they are",
        "name": "what a pot is called",
        "log_reads": ("balance",),
        "owner": "agent",
        "keep": "books",
    }

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["community", "unit", "agent"],
                condition=models.Q(agent__isnull=False),
                name="ledger_one_per_unit",
            ),
            models.UniqueConstraint(
                fields=["community", "unit", "name"], condition=models.Q(agent__isnull=True), name="ledger_named_once"
            ),
            models.CheckConstraint(
                condition=models.Q(kind="member", agent__isnull=False) | ~models.Q(kind="member"),
                name="ledger_member_is_someone",
            ),
            models.CheckConstraint(
                condition=models.Q(floor__isnull=True)
                | models.Q(ceiling__isnull=True)
                | models.Q(floor__lte=models.F("ceiling")),
                name="ledger_floor_below_ceiling",
            ),
            models.CheckConstraint(
                condition=models.Q(held__gte=0, grows_by__gte=0), name="ledger_held_and_growth_not_below_zero"
            ),
        )

    @property
    def limit(self) -> Limit:
        """How far this account may go."""
        return Limit(self.floor, self.ceiling, cast(Mode, self.limit_mode), self.grows_by)

    @limit.setter
    def limit(self, limit: Limit) -> None:
        self.floor, self.ceiling, self.limit_mode, self.grows_by = astuple(limit)

    @property
    def standing(self) -> Standing:
        """What an entry is judged by."""
        return standing_of(*(getattr(self, name) for name in STANDING))


#: The columns an account's standing is made of, in the order `standing_of` takes them.
STANDING = ("unit", "balance", "floor", "ceiling", "limit_mode", "grows_by", "closed_on", "held", "given",
            "is_convertible", "is_transferable", "kind")  # fmt: skip

#: Accounts of a community have few limits between them.
limit_of = lru_cache(maxsize=256)(Limit)


def standing_of(
    unit: str, balance: int, floor: int | None, ceiling: int | None, mode: Mode, grows_by: int, closed_on: object,
    held: int, given: int, is_convertible: bool, is_transferable: bool, kind: str,
) -> Standing:  # fmt: skip
    """What an entry is judged by, from columns as they are read: a history reads thousands, and no object for each."""
    limit = limit_of(floor, ceiling, mode, grows_by)
    is_issuing = kind == LedgerAccount.ISSUING
    is_closed, converts, passes_on = closed_on is not None, bool(is_convertible), bool(is_transferable)
    return Standing(unit, balance, limit, is_closed, held, given, converts, passes_on, is_issuing)


class LimitChange(models.Model):
    """Who changed how far an account may go, when, from what to what, and why. Never edited.

    `why` may be taken away once whose account it is asks to be forgotten; what commits to it stays.
    """

    account = models.ForeignKey(LedgerAccount, models.PROTECT, related_name="limit_changes")
    actor = models.BigIntegerField(null=True)
    changed_at = models.DateTimeField(auto_now_add=True)
    old = models.JSONField()
    new = models.JSONField()
    why = models.CharField(max_length=200)
    salt = models.BinaryField(max_length=16)
    why_commitment = models.BinaryField(max_length=32)

    personal: ClassVar = {
        "actor": "who changed it",
        "why": "what they said about it",
        "old": "the limit before",
        "new": "the limit since",
        "salt": "so that what commits to the words tells nothing of them",
        "owner": "account__agent",
        "keep": "books",
        "stays": ("old", "new"),
        "is_sealed": True,
    }
