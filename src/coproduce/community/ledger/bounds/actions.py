"""The verbs with which a community says by what it puts right; what lets one person do more, two agree on."""

from dataclasses import dataclass
from uuid import UUID, uuid5

from coproduce.community.base import clock
from coproduce.community.base.action import action
from coproduce.community.base.actor import Actor
from coproduce.community.base.citing import may_change
from coproduce.community.base.done import Done, Notice
from coproduce.community.ledger.bounds.rules import LONGEST_REASON, loosens, may_set_undoing
from coproduce.community.ledger.models import BookRules, BoundAsked
from coproduce.community.ledger.undoing.queries import who_takes_back
from coproduce.community.ledger.undoing.second import decided
from coproduce.community.people.models import Community
from coproduce.core.quantity import HOURS, Quantity
from coproduce.core.refusal import Refusal
from coproduce.core.words import may_say


@dataclass(frozen=True, slots=True)
class UndoingSet:
    """What counts now: for how many days something may be put right, and from how many minutes on it takes two.

    None is no bound; `asked` names a bound that waits for a second person, `decision` by what it was changed.
    """

    days: int | None
    two_from_minutes: int | None
    asked: UUID | None
    decision: UUID | None = None


@action("ledger.set_undoing", receipt=UndoingSet, asks_again=True)
def set_undoing(
    actor: Actor,
    *,
    days: int | None = None,
    two_from: Quantity | None = None,
    why: str = "",
    decision: UUID | None = None,
    request_id: UUID,
) -> Done[UndoingSet] | Refusal:
    """Set for how many days something may be put right, and from how many hours on it takes two.

    Left out, it may be put right at any time, and one person is enough. More hours than are set now, or no bound, wait
    for a second person, who reads why; fewer count at once, and so do the days. `decision` is by which members said so,
    where what is set here changes by decision alone.
    """
    if fault := may_change(actor, decision) or may_set_undoing(days, two_from):
        return fault
    rules = _held(actor)
    bound, wanted = rules.two_from.get(HOURS.code), two_from.minor if two_from else None
    rules.undo_days = days
    if not loosens(bound, wanted):
        return Done(_counts(rules, wanted, decision=decision))
    asks = "Say why: it lets one person take back more, and a second person decides."
    if fault := may_say(why, "why", LONGEST_REASON, asks):
        return fault
    if BoundAsked.objects.filter(community_id=actor.community_id, state=BoundAsked.ASKED).exists():
        return Refusal(
            "ALREADY_ASKED",
            "Other hours were asked for already, and wait for a second person. Decide about those first.",
            "two_from",
        )
    row = BoundAsked.objects.create(
        community_id=actor.community_id,
        public_id=uuid5(request_id, "ledger.set_undoing"),
        two_from=wanted,
        reason=why.strip(),
        asked_by=actor.agent_id or 0,
        asked_at=clock.now(),
    )
    return Done(
        _counts(rules, bound, asked=row.public_id, decision=decision), _told(actor, row, *_others(actor), words=_ASKED)
    )


@action("ledger.agree_to_set_undoing", receipt=UndoingSet, asks_again=True)
def agree_to_set_undoing(
    actor: Actor, *, asked: UUID, decision: UUID | None = None, request_id: UUID
) -> Done[UndoingSet] | Refusal:
    """As the second person, agree that it takes two only from more hours on, or never: it counts from now on.

    Where what is set here changes by a `decision` alone, the second person cites it too.
    """
    if fault := may_change(actor, decision):
        return fault
    rules = _held(actor)
    row = decided(BoundAsked, actor, asked, BoundAsked.AGREED, "asked")
    if isinstance(row, Refusal):
        return row
    return Done(_counts(rules, row.two_from, decision=decision), _told(actor, row, row.asked_by, words=_AGREED))


@action("ledger.decline_to_set_undoing", receipt=UndoingSet)
def decline_to_set_undoing(actor: Actor, *, asked: UUID, request_id: UUID) -> Done[UndoingSet] | Refusal:
    """As the second person, say no: it takes two from as many hours on as before."""
    rules = _held(actor)
    row = decided(BoundAsked, actor, asked, BoundAsked.DECLINED, "asked")
    if isinstance(row, Refusal):
        return row
    return Done(_counts(rules, rules.two_from.get(HOURS.code)), _told(actor, row, row.asked_by, words=_DECLINED))


_ASKED = "A second person is needed: it should take two only from %(hours)s on. Why: %(why)s"
_ASKED_NONE = "A second person is needed: one person should be enough for everything. Why: %(why)s"
_AGREED = "What you asked for is agreed: it takes two only from %(hours)s on."
_AGREED_NONE = "What you asked for is agreed: one person is enough for everything."
_DECLINED = "What you asked for stays as it was: it does not take two only from %(hours)s on."
_DECLINED_NONE = "What you asked for stays as it was: one person is not enough for everything."

_WITHOUT = {_ASKED: _ASKED_NONE, _AGREED: _AGREED_NONE, _DECLINED: _DECLINED_NONE}


def _told(actor: Actor, row: BoundAsked, *agents: int, words: str) -> tuple[Notice, ...]:
    slug = Community.objects.values_list("slug", flat=True).get(pk=actor.community_id)
    template = words if row.two_from else _WITHOUT[words]
    said = {"hours": str(HOURS(row.two_from)) if row.two_from else "", "why": row.reason}
    return tuple(Notice(agent, template, said, link=f"/{slug}/ledger/putting-right/") for agent in agents)


def _others(actor: Actor) -> list[int]:
    return [agent for agent in who_takes_back(actor.community_id) if agent != actor.agent_id]


def _held(actor: Actor) -> BookRules:
    """By what this community puts right, held until it is changed: first, so that two never wait for each other."""
    Community.objects.select_for_update().get(pk=actor.community_id)
    return BookRules.objects.get_or_create(community_id=actor.community_id)[0]


def _counts(rules: BookRules, bound: int | None, asked: UUID | None = None, decision: UUID | None = None) -> UndoingSet:
    """Written down: this bound counts from now on, beside those of other units."""
    others = {code: much for code, much in rules.two_from.items() if code != HOURS.code}
    rules.two_from = others if bound is None else {**others, HOURS.code: bound}
    rules.save()
    return UndoingSet(rules.undo_days, bound, asked, decision)
