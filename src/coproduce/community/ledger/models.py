"""Accounts, entries and postings. Written by `post` alone; entries and postings never change.

Beside them what the books are kept by: holds, periods that are closed, marks of units, and the seals over it all.

Hands off: read through `coproduce.community.ledger`. The database refuses by
itself an entry that does not sum to zero, and every edit.
"""

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

    personal: ClassVar = {
        "actor": "who wrote it down",
        "on_behalf_of": "whose help it was",
        "category": "the kind of help",
        "source_ref": "which row of a list it came from",
        "owner": ("actor", "on_behalf_of", "postings__account__agent"),
        "shown_to": "postings__account__agent",
        "keep": "books",
        "stays": ("category", "source_ref"),
    }

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

    personal: ClassVar = {
        "amount": "what was given or received",
        "balance_after": "what it came to",
        "owner": "account__agent",
        "keep": "books",
    }

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

    personal: ClassVar = {
        "words": "what was done, in their words",
        "salt": "so that what commits to the words tells nothing of them",
        "owner": "entry__postings__account__agent",
        "keep": "member",
        "is_sealed": True,
    }


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


class Witness(models.Model):
    """What is sealed beside the entries: a change of a limit, a decision, the plan of a study; its digest alone."""

    community = models.ForeignKey(Community, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    digest = models.BinaryField(max_length=32)
    witnessed_at = models.DateTimeField()

    personal: ClassVar = {"owner": (), "keep": "books"}

    class Meta:
        verbose_name_plural = "witnesses"


class Block(models.Model):
    """A sealed run of entries and witnesses: the root of their tree, and the head that chains it to those before."""

    community = models.ForeignKey(Community, models.PROTECT, related_name="+", db_index=False)
    height = models.PositiveIntegerField()
    size = models.PositiveIntegerField()
    root = models.BinaryField(max_length=32)
    previous = models.BinaryField(max_length=32)
    head = models.BinaryField(max_length=32)
    sealed_at = models.DateTimeField()

    personal: ClassVar = {"owner": (), "keep": "books"}

    class Meta:
        constraints = (models.UniqueConstraint(fields=["community", "height"], name="ledger_block_height"),)


class Leaf(models.Model):
    """The place of an entry, or of a witness, in its block: entries cannot be updated, so it stands here."""

    block = models.ForeignKey(Block, models.PROTECT, related_name="leaves", db_index=False)
    position = models.PositiveIntegerField()
    entry = models.OneToOneField(Entry, models.PROTECT, null=True, related_name="leaf")
    witness = models.OneToOneField(Witness, models.PROTECT, null=True, related_name="leaf")

    personal: ClassVar = {"owner": (), "keep": "books"}

    class Meta:
        verbose_name_plural = "leaves"
        constraints = (
            models.UniqueConstraint(fields=["block", "position"], name="ledger_leaf_place"),
            models.CheckConstraint(
                condition=models.Q(entry__isnull=True, witness__isnull=False)
                | models.Q(entry__isnull=False, witness__isnull=True),
                name="ledger_leaf_is_one_thing",
            ),
        )


class Anchor(models.Model):
    """A head that went out of this house: to whom, or in what, and when."""

    block = models.ForeignKey(Block, models.PROTECT, related_name="anchors")
    place = models.CharField(max_length=120)
    anchored_at = models.DateTimeField()

    personal: ClassVar = {"place": "in what it went out: a statement, a letter, a file", "owner": (), "keep": "books"}


class Proof(models.Model):
    """What adding everything up again found: the line the desk sees. Of one community, as of one moment."""

    community = models.ForeignKey(Community, models.PROTECT, related_name="+")
    proved_at = models.DateTimeField()
    entries = models.PositiveBigIntegerField()
    postings = models.PositiveBigIntegerField()
    accounts = models.PositiveIntegerField()
    head = models.BinaryField(max_length=32)
    faults = models.JSONField(default=list)

    personal: ClassVar = {"faults": "what did not add up", "owner": (), "keep": "books"}

    class Meta:
        indexes = (models.Index(fields=["community", "-proved_at"], name="ledger_proof_when"),)


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
