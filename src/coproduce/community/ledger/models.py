"""Accounts, entries and postings. Written by `post` alone; entries and postings never change.

Hands off: read through `coproduce.community.ledger`. The database refuses by
itself an entry that does not sum to zero, and every edit.
"""

from typing import ClassVar, cast

from django.db import models

from coproduce.community.people.models import Agent, Community
from coproduce.core.journal import Limit, Mode


class LedgerAccount(models.Model):
    """One holder in one unit. `balance` is kept with every posting and can be re-added from them."""

    MEMBER, POT, ISSUING = "member", "pot", "issuing"
    KINDS: ClassVar = [(kind, kind) for kind in (MEMBER, POT, ISSUING)]
    MODES: ClassVar = [(mode, mode) for mode in ("enforce", "warn", "off")]

    community = models.ForeignKey(Community, models.PROTECT, related_name="+")
    unit = models.CharField(max_length=12)
    kind = models.CharField(max_length=8, choices=KINDS, default=MEMBER)
    agent = models.ForeignKey(Agent, models.PROTECT, null=True, related_name="accounts")
    name = models.CharField(max_length=80, blank=True)
    balance = models.BigIntegerField(default=0)
    floor = models.BigIntegerField(null=True)
    ceiling = models.BigIntegerField(null=True)
    limit_mode = models.CharField(max_length=8, choices=MODES, default="off")
    closed_on = models.DateField(null=True)

    personal: ClassVar = {"balance": "what someone gave and received", "log_reads": ("balance",)}

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
        )

    @property
    def limit(self) -> Limit:
        """How far this account may go."""
        return Limit(self.floor, self.ceiling, cast(Mode, self.limit_mode))

    @limit.setter
    def limit(self, limit: Limit) -> None:
        self.floor, self.ceiling, self.limit_mode = limit.floor, limit.ceiling, limit.mode


class Entry(models.Model):
    """One thing recognised. Every column is filled when it is written, for it cannot be completed later."""

    community = models.ForeignKey(Community, models.PROTECT, related_name="+", db_index=False)
    client_id = models.UUIDField()
    body_hash = models.BinaryField(max_length=32)
    kind = models.CharField(max_length=20)
    category = models.CharField(max_length=60)
    actor = models.BigIntegerField(null=True)
    on_behalf_of = models.BigIntegerField(null=True)
    effective_on = models.DateField()
    recorded_at = models.DateTimeField()
    reverses = models.UUIDField(null=True)
    arena = models.CharField(max_length=20, blank=True)
    source_ref = models.CharField(max_length=120, blank=True)
    note_commitment = models.BinaryField(max_length=32)
    digest = models.BinaryField(max_length=32)

    personal: ClassVar = {"actor": "who wrote it down", "on_behalf_of": "whose help it was"}

    class Meta:
        verbose_name_plural = "entries"
        constraints = (
            models.UniqueConstraint(fields=["community", "client_id"], name="ledger_entry_once"),
            # Few take another back: those that do not are nowhere looked for.
            models.UniqueConstraint(
                fields=["community", "reverses"],
                condition=models.Q(reverses__isnull=False),
                name="ledger_reversed_once",
            ),
        )
        indexes = (models.Index(fields=["community", "effective_on"], name="ledger_entry_when"),)


class Posting(models.Model):
    """A signed amount on one account, and what the account held after it."""

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="postings", db_index=False)
    account = models.ForeignKey(LedgerAccount, models.PROTECT, related_name="postings", db_index=False)
    unit = models.CharField(max_length=12)
    amount = models.BigIntegerField()
    balance_after = models.BigIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["entry", "account"], name="ledger_posting_once"),
            models.CheckConstraint(condition=~models.Q(amount=0), name="ledger_posting_not_zero"),
        )
        indexes = (models.Index(fields=["account", "entry"], name="ledger_posting_account"),)


class EntryNote(models.Model):
    """Personal words about an entry, beside the journal. Erased, they leave a commitment that tells nothing."""

    entry = models.OneToOneField(Entry, models.CASCADE, primary_key=True, related_name="note")
    salt = models.BinaryField(max_length=16)
    words = models.TextField()

    personal: ClassVar = {"words": "what was done, in their words"}


class LimitChange(models.Model):
    """Who changed how far an account may go, when, from what to what, and why. Never edited."""

    account = models.ForeignKey(LedgerAccount, models.PROTECT, related_name="limit_changes")
    actor = models.BigIntegerField(null=True)
    changed_at = models.DateTimeField(auto_now_add=True)
    old = models.JSONField()
    new = models.JSONField()
    why = models.CharField(max_length=200)

    personal: ClassVar = {"actor": "who changed it", "why": "what they said about it"}


class Block(models.Model):
    """A sealed run of entries. Filled from the day sealing is switched on; see docs/explanation/ledger.md."""

    community = models.ForeignKey(Community, models.PROTECT, related_name="+")
    height = models.PositiveIntegerField()
    entries = models.PositiveIntegerField()
    root = models.BinaryField(max_length=32)
    previous_root = models.BinaryField(max_length=32)
    sealed_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["community", "height"], name="ledger_block_height"),)
