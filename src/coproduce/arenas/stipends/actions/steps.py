"""The verbs of steps: told first, answered before anything happens, ended by a person alone."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from coproduce.arenas.stipends.models import Attendance
from coproduce.arenas.stipends.queries.records import Here, here, open_rows, record_of, standing, standing_rows
from coproduce.arenas.stipends.rules import Step
from coproduce.arenas.stipends.rules.attendance import years_on
from coproduce.arenas.stipends.rules.steps import begins_at
from coproduce.community.base import policy
from coproduce.community.base.action import NOT_ALLOWED, action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done, Notice
from coproduce.community.base.one import the_one
from coproduce.community.people.meet import may_meet
from coproduce.community.people.models import Membership
from coproduce.community.people.queries import brokers
from coproduce.core.ladder import LadderError
from coproduce.core.refusal import Refusal
from coproduce.core.words import may_say

NOT_HERE = Refusal("NOT_FOUND", "There is no such period here, or nothing follows from it.", "attendance")


@dataclass(frozen=True, slots=True)
class Told:
    """What was told: of which period, which step of the ladder it is, and the last day to answer."""

    attendance: UUID
    rung: int
    answer_by: date


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer to a step: on which day it was said, and whether the step is taken away."""

    attendance: UUID
    on: date
    is_upheld: bool = False


@dataclass(frozen=True, slots=True)
class Decided:
    """What a person decided on the last step."""

    attendance: UUID
    ends: bool


@action("stipends.tell_step", receipt=Told)
def tell_step(actor: Actor, *, attendance: UUID, supporter: UUID, request_id: UUID) -> Done[Told] | Refusal:
    """Tell a family that a child was not at school as agreed, and who stands beside them. Nothing happens before.

    Steps are told one after another: the next once the days to answer to the one before are over.
    """
    if not policy.may(actor, "stipends.tell_step"):
        return NOT_ALLOWED
    place = here(actor.community_id)
    row = _breach(place, attendance)
    if row is None:
        return NOT_HERE
    if row.told_on:
        return Refusal("ALREADY_TOLD", "They were told of this already.", "attendance")
    rows = open_rows(standing_rows([row.child_id])[row.child_id])
    if row.pk not in [one.pk for one in rows]:
        words = "Nothing follows from it: this child’s part had ended then, or they were told of a later period before."
        return Refusal("NOT_NOW", words, "attendance")
    for earlier in _in_a_row_before(row, rows, place):
        if earlier.told_on is None:
            return Refusal("TELL_FIRST", "Tell them of the period before first: no step is left out.", "attendance")
        if earlier.told_on + timedelta(days=place.rules.appeal_days) >= place.today:
            return Refusal("TOO_SOON", "They still have days to answer to the period before.", "attendance")
        if earlier.appealed_on and earlier.answered_on is None:
            return Refusal("ANSWER_FIRST", "They answered to the period before: decide on that first.", "attendance")
    beside = the_one(
        Membership.objects.filter(community=place.community, agent__public_id=supporter, state=Membership.ACTIVE)
    )
    payee = row.child.family.agent_id
    if beside is None or beside.agent_id == payee:
        return Refusal("NO_SUPPORTER", "Name a member who stands beside them, and not themselves.", "supporter")
    if fault := may_meet(beside.agent_id, payee, "contact", introduced=True):
        return fault
    row.told_on, row.told_by_id, row.supporter_id = place.today, actor.agent_id, beside.agent_id
    row.save(update_fields=["told_on", "told_by", "supporter"])
    answer_by = place.today + timedelta(days=place.rules.appeal_days)
    notices = (
        Notice(payee, "School was missed too often. Read what it is about; you can answer until %(day)s.",
               {"day": str(answer_by)}),
        Notice(beside.agent_id, "A family you stand beside was told of a step. Ask how you can help."),
    )  # fmt: skip
    return Done(Told(attendance, _standing(row, place).rung, answer_by), notices)


@action("stipends.appeal", receipt=Answered)
def appeal(actor: Actor, *, attendance: UUID, words: str, request_id: UUID) -> Done[Answered] | Refusal:
    """Answer to a step before it happens, in one's own words. Until somebody has decided on it, nothing happens."""
    place = here(actor.community_id)
    row = _breach(place, attendance)
    if row is None or not policy.may(actor, "stipends.appeal", policy.towards(actor, row.child.family.agent_id)):
        return NOT_HERE
    if fault := may_say(words, "words", 600, "Say in your own words how it was."):
        return fault
    if row.told_on is None:
        return Refusal("NOT_NOW", "Nobody was told of this yet, and nothing follows from it.", "attendance")
    if row.appealed_on:
        return Refusal("ALREADY_SAID", "This was answered already, and somebody looks at it.", "attendance")
    if place.today > row.told_on + timedelta(days=place.rules.appeal_days):
        return Refusal("TOO_LATE", "The days to answer are over. Ring the desk: they can still help.", "attendance")
    row.appealed_on, row.appeal_words = place.today, words.strip()
    row.save(update_fields=["appealed_on", "appeal_words"])
    told_desk = tuple(
        Notice(one, "A family answered to a step. Somebody else than whoever told them decides.")
        for one in brokers(place.community.pk)
    )
    return Done(Answered(attendance, place.today), told_desk)


@action("stipends.decide_appeal", receipt=Answered)
def decide_appeal(
    actor: Actor, *, attendance: UUID, is_upheld: bool, words: str, request_id: UUID
) -> Done[Answered] | Refusal:
    """Decide on what a family answered, with the reason. Upheld, it is as if that period had not been counted."""
    if not policy.may(actor, "stipends.decide_appeal"):
        return NOT_ALLOWED
    place = here(actor.community_id)
    row = _breach(place, attendance)
    if row is None:
        return NOT_HERE
    if row.appealed_on is None or row.answered_on:
        return Refusal("NOT_NOW", "There is no answer to decide on.", "attendance")
    if actor.agent_id is None or actor.agent_id in (row.told_by_id, row.child.family.agent_id):
        return Refusal("FOUR_EYES", "Somebody else decides than whoever told them, and whom it is about.", "attendance")
    if fault := may_say(words, "words", 600, "Say why: the family reads it."):
        return fault
    row.answered_on, row.answered_by_id = place.today, actor.agent_id
    row.answer_words, row.is_upheld = words.strip(), is_upheld
    row.save(update_fields=["answered_on", "answered_by", "answer_words", "is_upheld"])
    return Done(Answered(attendance, place.today, is_upheld), (_read_it(row),))


@action("stipends.decide_end", receipt=Decided)
def decide_end(actor: Actor, *, attendance: UUID, ends: bool, why: str, request_id: UUID) -> Done[Decided] | Refusal:
    """Decide whether one child's part ends, with one's name and the reason. No rule does this, and no one else's part
    is touched. What ended can be decided once more: then it begins anew.
    """
    if not policy.may(actor, "stipends.decide_end"):
        return NOT_ALLOWED
    place = here(actor.community_id)
    row = _breach(place, attendance)
    if row is None:
        return NOT_HERE
    if actor.agent_id is None or actor.agent_id in (row.told_by_id, row.child.family.agent_id):
        return Refusal("FOUR_EYES", "Somebody else decides than whoever told them, and whom it is about.", "attendance")
    if fault := may_say(why, "why", 600, "Say why: the family reads it, with your name."):
        return fault
    if row.ended_on and (ends or not row.ends or row.again_on):
        return Refusal("ALREADY_DECIDED", "Somebody decided on this already.", "attendance")
    if row.ended_on:
        row.again_on, row.again_by_id, row.again_why = place.today, actor.agent_id, why.strip()
        row.save(update_fields=["again_on", "again_by", "again_why"])
        return Done(Decided(attendance, ends), (_read_it(row),))
    step = _standing(row, place)
    if not step.is_proposed or row.pk != standing_rows([row.child_id])[row.child_id][-1].pk:
        return Refusal("NOT_NOW", "It has not come to that: there are steps before.", "attendance")
    if row.appealed_on and row.answered_on is None:
        return Refusal("ANSWER_FIRST", "They answered to this: decide on that first.", "attendance")
    row.ends, row.ended_on, row.ended_by_id, row.ended_why = ends, place.today, actor.agent_id, why.strip()
    try:
        row.save(update_fields=["ends", "ended_on", "ended_by", "ended_why"])
        _standing(row, place)
    except LadderError:
        return Refusal("TOO_EARLY", "The days to answer have to be over first.", "attendance")
    return Done(Decided(attendance, ends), (_read_it(row),))


def _breach(place: Here, attendance: UUID) -> Attendance | None:
    """The row that counts of a period with a breach, locked; an earlier version of it leads to nothing."""
    rows = Attendance.objects.select_for_update(of=("self",)).select_related("child__family__agent")
    row = the_one(rows.filter(child__community=place.community, public_id=attendance, outcome="breach"))
    if row is None:
        return None
    later = Attendance.objects.filter(child=row.child, until_on=row.until_on, version__gt=row.version)
    return None if later.exclude(known_on=None).exists() else row


def _in_a_row_before(row: Attendance, rows: list[Attendance], place: Here) -> list[Attendance]:
    """The breaches before this one on its steps since the last period that was met, the first first; none that was
    taken away.
    """
    begins = begins_at(place.rules, years_on(row.child.born_on, row.from_on))
    before: list[Attendance] = []
    for one in rows:
        if one.until_on >= row.until_on:
            break
        if begins_at(place.rules, years_on(row.child.born_on, one.from_on)) != begins:
            continue
        if one.outcome == "met" or one.ends:
            before = []
        elif one.outcome == "breach" and not one.is_upheld:
            before.append(one)
    return before


def _standing(row: Attendance, place: Here) -> Step:
    """Where the child stands by this period and those before it."""
    rows = standing_rows([row.child_id])[row.child_id]
    return standing(record_of(row.child, [one for one in rows if one.until_on <= row.until_on]), place, row.from_on)


def _read_it(row: Attendance) -> Notice:
    return Notice(row.child.family.agent_id, "Somebody decided on a step. Read what, why, and who it was.")
