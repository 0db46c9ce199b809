"""What keeps back, and what ends it: hold, settle, release. Each ends once; at the end of its time too (expiring).

Accounts are locked first, in the order of their numbers, as a posting locks them; whoever finds a hold ended comes
second.
"""

from collections import Counter
from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F, Q

from coproduce.community.base import clock
from coproduce.community.base.wire import unit
from coproduce.community.ledger.models import Hold as HoldRow, LedgerAccount
from coproduce.community.ledger.posting import post
from coproduce.community.ledger.receipt import Freed, Held, Posted, Settled
from coproduce.community.ledger.repeats import conflict
from coproduce.community.ledger.seals.witnessing import HOLD, HOLD_ENDED, witness_rows
from coproduce.core.journal import Entry, Hold, keep, settles
from coproduce.core.refusal import Refusal

HOLD_GONE = Refusal(
    "HOLD_GONE",
    "This is not kept back any more: it went over, was let go, or its last day is past. Look at the hours of the two; "
    "if help is still to come, keep some back anew.",
    "hold",
)
NOT_FOUND = Refusal("NOT_FOUND", "Nothing is kept back under this here. Look for it in what is kept back.", "hold")
RECORDED_BEFORE = Refusal(
    "CONFLICTS_WITH_EARLIER", "This was recorded before by itself. Let go what was kept back.", "client_id"
)


def hold(wanted: Hold) -> Held | Refusal:
    """Keep an amount of one account back for another: it counts against the limit at once, and nothing is posted.

    The same client id with the same body answers the first receipt; with another body it is refused as
    CONFLICTS_WITH_EARLIER. Refuses what `core.journal.keep` refuses.
    """
    try:
        with transaction.atomic():
            return _kept(wanted)
    except IntegrityError:
        # Another session was first with the same id, on other accounts; anything else is a fault of ours.
        earlier = _earlier(wanted)
        if earlier is None:
            raise
        return earlier


def settle(of: UUID, entry: Entry) -> Settled | Refusal:
    """Post what was kept back, or less, and free the rest: both, or neither.

    The entry moves between the two accounts of the hold. It is judged as if nothing had been kept back for it. The same
    entry once more answers the first receipt; any other finds the hold gone.
    """
    with transaction.atomic():
        outcome = _settled(of, entry)
        if isinstance(outcome, Refusal):
            transaction.set_rollback(True)
    return outcome


def release(of: UUID, *, community: int, why: str = "") -> Freed | Refusal:
    """Free what was kept back; nothing is posted."""
    row = _row(community, of)
    if row is None:
        return NOT_FOUND
    with transaction.atomic():
        freed = end([row.pk], HoldRow.RELEASED, why)
    return Freed(of, unit(row.account.unit)(row.amount)) if freed else HOLD_GONE


def post_agreed(entry: Entry, *, under: str = "") -> Posted | Refusal:
    """Post help between two; what whoever was helped had kept back for the other is used for it, and the rest is freed.

    What was kept back for just this, `under` its name, goes first; what was kept for something else stays. Of several
    holds the one that comes free first. Where more was given than it kept, it is let go and all is judged by itself.
    """
    of = _kept_for(entry, under)
    if of is None:
        return post(entry)
    with transaction.atomic():
        settled = settle(of, entry)
        if not isinstance(settled, Refusal):
            return settled.posted
        if settled.code not in ("HOLD_TOO_SMALL", "HOLD_GONE"):
            return settled
        release(of, community=entry.community)
        posted = post(entry)
        if isinstance(posted, Refusal):
            transaction.set_rollback(True)
    return posted


def release_all(agent: int, why: str = "") -> list[HoldRow]:
    """Free all that is kept back of an agent's accounts, and all that is kept back for them."""
    theirs = HoldRow.objects.filter(Q(account__agent=agent) | Q(to__agent=agent), state=HoldRow.HELD)
    with transaction.atomic():
        return end(list(theirs.values_list("pk", flat=True)), HoldRow.RELEASED, why)


def end(holds: Collection[int], state: str, why: str = "") -> list[HoldRow]:
    """End those of these holds that still stand, in the caller's transaction: those that this ended."""
    asked = HoldRow.objects.filter(pk__among=set(holds))
    _locked(asked.values_list("account", flat=True))
    standing = list(asked.filter(state=HoldRow.HELD).select_related("account").order_by("pk"))
    free: Counter[int] = Counter()
    for row in standing:
        free[row.account_id] += row.amount
    _write_end(standing, state=state, ended_at=clock.now(), why=why)
    for account, amount in sorted(free.items()):
        _free(account, amount)
    return standing


def as_hold(row: HoldRow) -> Hold:
    """A row with its account loaded, as the value it was kept from."""
    return Hold(
        client_id=row.client_id,
        community=row.community_id,
        account=row.account_id,
        to=row.to_id,
        amount=unit(row.account.unit)(row.amount),
        expires_at=row.expires_at,
        category=row.category,
        actor=row.actor,
        arena=row.arena,
        source_ref=row.source_ref,
    )


def _kept(wanted: Hold) -> Held | Refusal:
    accounts = _locked({wanted.account, wanted.to}, community=wanted.community)
    if earlier := _earlier(wanted):
        return earlier
    applied = keep(wanted, {row.pk: row.standing for row in accounts}, clock.now())
    if isinstance(applied, Refusal):
        return applied
    row = HoldRow.objects.create(
        community_id=wanted.community,
        client_id=wanted.client_id,
        account_id=wanted.account,
        to_id=wanted.to,
        amount=wanted.amount.minor,
        category=wanted.category,
        arena=wanted.arena,
        source_ref=wanted.source_ref,
        actor=wanted.actor,
        held_at=clock.now(),
        expires_at=wanted.expires_at,
    )
    witness_rows(HOLD, [row])
    _free(wanted.account, -wanted.amount.minor)
    return Held(wanted.client_id, wanted.amount, is_outside=bool(applied.outside))


def _earlier(wanted: Hold) -> Held | Refusal | None:
    row = _row(wanted.community, wanted.client_id)
    if row is None:
        return None
    first = as_hold(row)
    return Held(wanted.client_id, wanted.amount, is_repeat=True) if first == wanted else conflict(first, wanted)


def _settled(of: UUID, entry: Entry) -> Settled | Refusal:
    row = _row(entry.community, of)
    if row is None:
        return NOT_FOUND
    freed = settles(as_hold(row), entry)
    if isinstance(freed, Refusal):
        return freed
    _locked({row.account_id, row.to_id})
    now = clock.now()
    is_first = HoldRow.objects.filter(pk=row.pk, state=HoldRow.HELD, expires_at__gt=now).exists()
    if is_first:
        _write_end([row], state=HoldRow.SETTLED, entry=entry.client_id, ended_at=now)
        _free(row.account_id, row.amount)
    elif not HoldRow.objects.filter(pk=row.pk, state=HoldRow.SETTLED, entry=entry.client_id).exists():
        return HOLD_GONE
    posted = post(entry)
    if isinstance(posted, Refusal):
        return posted
    if is_first and posted.is_repeat:
        return RECORDED_BEFORE
    return Settled(of, posted, freed)


def _write_end(rows: Collection[HoldRow], **how: Any) -> None:
    """How these holds ended, whose accounts are locked; witnessed, for nothing of it changes any more."""
    HoldRow.objects.filter(pk__among={row.pk for row in rows}).update(**how)
    for row in rows:
        for name, value in how.items():
            setattr(row, name, value)
    witness_rows(HOLD_ENDED, rows)


def _kept_for(entry: Entry, under: str) -> UUID | None:
    """The hold this entry is what was kept back for, when it is between two."""
    giving = [posting.account for posting in entry.postings if posting.amount.minor > 0]
    helped = [posting.account for posting in entry.postings if posting.amount.minor < 0]
    if len(giving) != 1 or len(helped) != 1:
        return None
    stands = HoldRow.objects.filter(
        community=entry.community, account=helped[0], to=giving[0], state=HoldRow.HELD, expires_at__gt=clock.now(),
        source_ref__in={"", under},
    )  # fmt: skip
    return stands.order_by("-source_ref", "expires_at", "pk").values_list("client_id", flat=True).first()


def _row(community: int, of: UUID) -> HoldRow | None:
    return HoldRow.objects.select_related("account").filter(community=community, client_id=of).first()


def _locked(accounts: Collection[int], **scope: int) -> list[LedgerAccount]:
    """These accounts, held until the transaction ends, in the order of their numbers."""
    rows = LedgerAccount.objects.select_for_update().filter(pk__among=set(accounts), **scope)
    return list(rows.order_by("pk"))


def _free(account: int, amount: int) -> None:
    LedgerAccount.objects.filter(pk=account).update(held=F("held") - amount)
