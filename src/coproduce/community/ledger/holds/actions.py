"""The verbs with which the desk and the treasurer keep hours back for what was agreed on, and let them go."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid5

from coproduce.community.base import clock
from coproduce.community.base.action import action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done, Notice
from coproduce.community.base.wire import unit
from coproduce.community.ledger.accounts import member_accounts
from coproduce.community.ledger.holds.keeping import NOT_FOUND, hold, release
from coproduce.community.ledger.holds.rules import LONGEST_REASON, LONGEST_WHAT, end_of
from coproduce.community.ledger.models import Hold as HoldRow
from coproduce.community.people.meet import may_meet
from coproduce.community.people.models import Community
from coproduce.community.people.queries import agent
from coproduce.core.journal import Hold
from coproduce.core.quantity import HOURS, Quantity
from coproduce.core.refusal import Refusal
from coproduce.core.words import may_say


@dataclass(frozen=True, slots=True)
class KeptBack:
    """Which hold it is, and how many minutes; `is_past` when they are past a limit that reminds."""

    hold: UUID
    minutes: int
    is_past: bool


@dataclass(frozen=True, slots=True)
class LetGo:
    """Which hold came free, and how much of which unit, in its smallest parts."""

    hold: UUID
    amount: int
    unit: str


@action("ledger.keep_back", receipt=KeptBack)
def keep_back(
    actor: Actor, *, receiver: UUID, giver: UUID, time: Quantity, until: date, what: str, request_id: UUID
) -> Done[KeptBack] | Refusal:
    """Keep hours of whoever will be helped back for whoever will help them, until and with a day.

    They count against a limit at once. They go over when that help is written down; what is over comes free, and so
    does all of it after that day.
    """
    if fault := may_say(what, "what", LONGEST_WHAT, "Say in a few words what it is for: both of them read it."):
        return fault
    sides = {name: agent(actor, public_id) for name, public_id in (("receiver", receiver), ("giver", giver))}
    if (theirs := sides["receiver"]) is None or (other := sides["giver"]) is None:
        missing = next(name for name, found in sides.items() if found is None)
        return Refusal("NOT_FOUND", "There is nobody of that name here. Look for them in the list.", missing)
    if fault := may_meet(other.pk, theirs.pk, "agree", introduced=True):
        return fault
    community = Community.objects.get(pk=actor.community_id)
    ends = end_of(until, clock.today(community.time_zone), community.time_zone)
    if isinstance(ends, Refusal):
        return ends
    accounts = member_accounts(community.pk, (theirs.pk, other.pk), HOURS)
    held = hold(
        Hold(
            client_id=uuid5(request_id, "ledger.keep_back"),
            community=community.pk,
            account=accounts[theirs.pk],
            to=accounts[other.pk],
            amount=time,
            expires_at=ends,
            category=what.strip(),
            actor=actor.agent_id,
        )
    )
    if isinstance(held, Refusal):
        return Refusal(held.code, held.template, "time" if held.field == "amount" else held.field, held.values)
    said = {"time": str(time), "what": what.strip(), "day": until.isoformat()}
    link = f"/{community.slug}/ledger/"
    mine = "%(time)s of your hours is kept back for %(name)s until %(day)s: %(what)s."
    yours = "%(time)s of the hours of %(name)s is kept back for you until %(day)s: %(what)s."
    return Done(
        KeptBack(held.hold, time.minor, held.is_outside),
        (
            Notice(theirs.pk, mine, {**said, "name": other.name}, link=link),
            Notice(other.pk, yours, {**said, "name": theirs.name}, link=link),
        ),
    )


@action("ledger.release_hold", receipt=LetGo)
def release_hold(actor: Actor, *, hold: UUID, reason: str, request_id: UUID) -> Done[LetGo] | Refusal:
    """Let go what is kept back, with the reason both sides will read: nothing goes over."""
    if fault := may_say(reason, "reason", LONGEST_REASON, "Say why it is let go: both sides will read it."):
        return fault
    row = (
        HoldRow.objects.filter(community_id=actor.community_id, client_id=hold)
        .select_related("community", "account", "to")
        .first()
    )
    if row is None:
        return NOT_FOUND
    freed = release(hold, community=actor.community_id, why=reason.strip())
    if isinstance(freed, Refusal):
        return freed
    said = {"time": str(unit(row.account.unit)(row.amount)), "reason": reason.strip()}
    words, link = "%(time)s is not kept back any more. Why: %(reason)s", f"/{row.community.slug}/ledger/"
    agents = (row.account.agent_id, row.to.agent_id)
    return Done(
        LetGo(hold, freed.amount.minor, freed.amount.unit.code),
        tuple(Notice(one, words, said, link=link) for one in agents if one),
    )
