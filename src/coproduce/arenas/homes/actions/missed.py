"""The verbs of a month that was missed: told kindly, answered before anything follows, at the last a person decides.

Nothing here moves money, and nothing is added for being late.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from coproduce.arenas.homes.actions.families import NO_FAMILY, family_of, is_of, member
from coproduce.arenas.homes.actions.loans import may_handle
from coproduce.arenas.homes.models import Family, MissedMonth
from coproduce.arenas.homes.queries.money import LoanStand, books, in_a_row, loan_stand
from coproduce.community.base import clock, policy
from coproduce.community.base.action import NOT_ALLOWED, action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done, Notice
from coproduce.community.base.one import the_one
from coproduce.community.people.meet import may_meet
from coproduce.community.people.queries import brokers
from coproduce.core.refusal import Refusal
from coproduce.core.words import may_say

NOT_BEHIND = Refusal("NOT_BEHIND", "Nothing is missing for that month.", "month")
NOT_TOLD = Refusal("NOT_FOUND", "Nobody was told of that month, and nothing follows from it.", "month")
FOUR_EYES = Refusal("FOUR_EYES", "Somebody else decides than whoever told them, and whom it is about.", "month")
READ_IT = "Somebody decided about your home. Read what, why, and who it was."


@dataclass(frozen=True, slots=True)
class ToldBehind:
    """Which family was told of which month, and until when it can answer."""

    family: UUID
    month: int
    answer_by: date


@dataclass(frozen=True, slots=True)
class AnsweredBehind:
    """Which family answered about which month, and whether that month counts for no step."""

    family: UUID
    month: int
    is_upheld: bool = False


@dataclass(frozen=True, slots=True)
class DecidedEnd:
    """What a person decided at the last step of a family's ladder."""

    family: UUID
    month: int
    ends: bool


@action("homes.tell_behind", receipt=ToldBehind)
def tell_behind(
    actor: Actor, *, family: UUID, month: int, supporter: UUID, request_id: UUID
) -> Done[ToldBehind] | Refusal:
    """Write to a family that the payment of a month is missing, with somebody beside it who talks with them.

    The first step is a letter and nothing else. No step is left out: the next is told once the days to answer to the
    one before are over. Once what is missing is made up, all is clear again.
    """
    whose = may_handle(actor, "homes.tell_behind", family)
    if isinstance(whose, Refusal):
        return whose
    beside = member(actor, supporter)
    if beside is None or beside.agent_id == whose.agent_id:
        return Refusal("NOT_FOUND", "Name a member who talks with them.", "supporter")
    today, days, stand = _stand(whose)
    if stand is None or not 1 <= month <= len(stand.months) or stand.months[month - 1].outcome != "breach":
        return NOT_BEHIND
    if month in stand.missed:
        return Refusal("TOLD_BEFORE", "They were written to about that month.", "month")
    for earlier in (one for one in in_a_row(stand.months, stand.missed) if one < month):
        told = stand.missed.get(earlier)
        if told is None:
            return Refusal("TELL_FIRST", "Write to them about the month before first: no step is left out.", "month")
        if told.told_on + days >= today:
            return Refusal("TOO_SOON", "They still have days to answer about the month before.", "month")
        if told.answered_on and told.decided_on is None:
            return Refusal("ANSWER_FIRST", "They answered about the month before: decide on that first.", "month")
    if fault := may_meet(beside.agent_id, whose.agent_id, "contact", introduced=True):
        return fault
    MissedMonth.objects.create(
        family=whose, month=month, told_on=today, told_by_id=actor.agent_id or 0, supporter=beside.agent
    )
    until = today + days
    words = (
        "The payment of %(day)s is not here yet. Nothing is added for that. %(name)s talks with you about it, if you "
        "like. You can answer until %(until)s."
    )
    said = {"day": stand.loan.due_on(month).isoformat(), "name": beside.agent.name, "until": until.isoformat()}
    told_both = (
        Notice(whose.agent_id, words, said),
        Notice(beside.agent_id, "You are named to talk with %(name)s about their home, if they like.",
               {"name": whose.agent.name}),
    )  # fmt: skip
    return Done(ToldBehind(family, month, until), told_both)


@action("homes.answer_behind", receipt=AnsweredBehind)
def answer_behind(
    actor: Actor, *, family: UUID, month: int, answer: str, request_id: UUID
) -> Done[AnsweredBehind] | Refusal:
    """Answer about a month that was missed, in one's own words. Until somebody has decided on it, no step follows."""
    whose = family_of(actor, family)
    if whose is None:
        return NO_FAMILY
    today, days, _ = _stand(whose)
    ours = (actor.agent_id or 0) if is_of(whose, actor.agent_id, today) else whose.agent_id
    if not policy.may(actor, "homes.answer_behind", policy.towards(actor, ours)):
        return NOT_ALLOWED
    row = _told(whose, month)
    if row is None:
        return NOT_TOLD
    if fault := may_say(answer, "answer", 600, "Say in your own words how it was."):
        return fault
    if row.answered_on:
        return Refusal("ALREADY_SAID", "This was answered already, and somebody looks at it.", "month")
    if today > row.told_on + days:
        return Refusal("TOO_LATE", "The days to answer are over. Ring the desk: they can still help.", "month")
    row.answered_on, row.answer = today, answer.strip()
    row.save(update_fields=["answered_on", "answer"])
    words = "A family answered about its home. Somebody else than whoever told them decides."
    told = tuple(Notice(one, words) for one in brokers(whose.community_id))
    return Done(AnsweredBehind(family, month), told)


@action("homes.decide_answer", receipt=AnsweredBehind)
def decide_answer(
    actor: Actor, *, family: UUID, month: int, is_upheld: bool, why: str, request_id: UUID
) -> Done[AnsweredBehind] | Refusal:
    """Decide on what a family answered, and say why. Upheld, that month counts for no step; what is owed stays owed."""
    row = _to_decide(actor, "homes.decide_answer", family, month, why)
    if isinstance(row, Refusal):
        return row
    if row.answered_on is None or row.decided_on:
        return Refusal("NOT_NOW", "There is no answer to decide on.", "month")
    row.decided_on, row.decided_by_id = clock.today(row.family.community.time_zone), actor.agent_id
    row.decided_why, row.is_upheld = why.strip(), is_upheld
    row.save(update_fields=["decided_on", "decided_by", "decided_why", "is_upheld"])
    return Done(AnsweredBehind(family, month, is_upheld), (Notice(row.family.agent_id, READ_IT),))


@action("homes.decide_end", receipt=DecidedEnd)
def decide_end(
    actor: Actor, *, family: UUID, month: int, ends: bool, why: str, request_id: UUID
) -> Done[DecidedEnd] | Refusal:
    """Decide at the last step whether the agreement ends, with one's name and the reason. No rule does this.

    Kept, the family stands one step lower.
    """
    row = _to_decide(actor, "homes.decide_end", family, month, why)
    if isinstance(row, Refusal):
        return row
    if row.ended_on:
        return Refusal("ALREADY_DECIDED", "Somebody decided on this already.", "month")
    today, days, stand = _stand(row.family)
    if stand is None or not stand.step.is_proposed or in_a_row(stand.months, stand.missed)[-1:] != [month]:
        return Refusal("NOT_NOW", "It has not come to that: there are steps before.", "month")
    if row.answered_on and row.decided_on is None:
        return Refusal("ANSWER_FIRST", "They answered about this month: decide on that first.", "month")
    if today <= max(row.told_on + days, row.decided_on or row.told_on):
        return Refusal("TOO_EARLY", "The days to answer have to be over first.", "month")
    row.ends, row.ended_on, row.ended_by_id, row.ended_why = ends, today, actor.agent_id, why.strip()
    row.save(update_fields=["ends", "ended_on", "ended_by", "ended_why"])
    return Done(DecidedEnd(family, month, ends), (Notice(row.family.agent_id, READ_IT),))


def _to_decide(actor: Actor, verb: str, family: UUID, month: int, why: str) -> MissedMonth | Refusal:
    """The month somebody would decide on, who is not who told them and none of the family."""
    whose = may_handle(actor, verb, family)
    if isinstance(whose, Refusal):
        return whose
    row = _told(whose, month)
    if row is None:
        return NOT_TOLD
    today = clock.today(whose.community.time_zone)
    if actor.agent_id is None or actor.agent_id == row.told_by_id or is_of(whose, actor.agent_id, today):
        return FOUR_EYES
    return may_say(why, "why", 600, "Say why: the family reads it, with your name.") or row


def _told(whose: Family, month: int) -> MissedMonth | None:
    rows = MissedMonth.objects.select_for_update(of=("self",)).select_related("family__community", "family__agent")
    return the_one(rows.filter(family=whose, month=month))


def _stand(whose: Family) -> tuple[date, timedelta, LoanStand | None]:
    """Today, how long one can answer, and where the family stands."""
    today = clock.today(whose.community.time_zone)
    kept = books(whose.community, today)
    return today, timedelta(days=kept.rules.answer_days), loan_stand(whose, today, kept)
