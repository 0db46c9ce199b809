"""The verbs of going there: planned, at the door, left, and what was seen and said; and calls, which need no door."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from coproduce.arenas.care.actions.opening import ring_next
from coproduce.arenas.care.actions.path import NO_CASE
from coproduce.arenas.care.consents import CONTACT
from coproduce.arenas.care.models import Case, Flag, Visit
from coproduce.arenas.care.queries.going import NO_CONTACT, NO_VISITOR, may_go
from coproduce.arenas.care.queries.held import case_for, visit_for, visits_of
from coproduce.arenas.care.queries.here import Here, here, rota
from coproduce.arenas.care.queries.links import to_case, to_own_page
from coproduce.arenas.care.rules import answer_by, flag_of
from coproduce.arenas.care.rules.checklist import BY_CODE, Answer
from coproduce.arenas.care.rules.states import ACCEPTED, COMPLETED, IN_PROGRESS
from coproduce.community.base import policy
from coproduce.community.base.action import action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done, Notice
from coproduce.community.base.one import the_one
from coproduce.community.exchange.models import Category
from coproduce.community.exchange.recognition import Deed, recognise, told
from coproduce.community.people.concerns.actions import raise_concern
from coproduce.community.people.consent.queries import consents_to
from coproduce.community.people.models import Agent
from coproduce.core.refusal import Refusal
from coproduce.core.words import may_say

NO_VISIT = Refusal("NOT_FOUND", "There is no such visit here.", "visit")
FACE_TO_FACE = (Visit.DOORSTEP, Visit.HOME)
LONGEST_PLAN, FARTHEST_AHEAD = timedelta(hours=8), timedelta(days=500)


@dataclass(frozen=True, slots=True)
class Planned:
    """Which visit, and how many stood at the door before it."""

    visit: UUID
    before: int


@dataclass(frozen=True, slots=True)
class Gone:
    """Which visit, and how many minutes it was so far as it is known."""

    visit: UUID
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """Which visit, how many questions were answered, and how many things wait for somebody now."""

    visit: UUID
    asked: int
    flags: int


@action("care.plan_visit", receipt=Planned)
def plan_visit(
    actor: Actor,
    *,
    case: UUID,
    starts_at: datetime,
    minutes: int = 60,
    kind: str = Visit.HOME,
    companion: UUID | None = None,
    request_id: UUID,
) -> Done[Planned] | Refusal:
    """Plan when somebody is visited, and who goes along: a first visit is made by two, checked on that day."""
    row = case_for(actor, "care.plan_visit", case, as_visitor=True)
    if row is None:
        return NO_CASE
    if row.visitor_id is None:
        return Refusal("NOT_NOW", "Nobody has said yes to visiting them yet.", "case")
    place = here(row.community)
    if kind not in FACE_TO_FACE:
        return Refusal("UNKNOWN_KIND", "Choose one of: %(kinds)s.", "kind", {"kinds": ", ".join(FACE_TO_FACE)})
    if not 5 <= minutes <= LONGEST_PLAN.total_seconds() / 60:
        return Refusal("WRONG_LENGTH", "From five minutes to eight hours.", "minutes")
    starts = place.moment(starts_at)
    if starts is None or starts > place.now + FARTHEST_AHEAD:
        return Refusal("TOO_FAR", "Plan for the next months, not for years.", "starts_at")
    if starts < place.now - timedelta(days=place.rules.oldest_days):
        return Refusal("TOO_OLD", "That is too long ago to be written down. Ask the desk.", "starts_at")
    along = _agent(actor, companion)
    if companion is not None and along is None:
        return NO_VISITOR
    on = starts.astimezone(place.zone).date()
    if fault := may_go(row, kind, row.visitor_id, along, on):
        return fault
    made = Visit.objects.create(
        case=row, kind=kind, visitor_id=row.visitor_id, companion_id=along, made_at=place.now, planned_at=starts,
        expected_end=starts + timedelta(minutes=minutes),
    )  # fmt: skip
    link = to_own_page(row.community.slug)
    going = {row.visitor_id, along or row.visitor_id} - {actor.agent_id}
    notices = [Notice(one, "A visit is planned. See when, and with whom.", link=link) for one in sorted(going)]
    return Done(
        Planned(made.public_id, _before(row)), (*notices, Notice(row.agent_id, "A visit is planned.", link=link))
    )


@action("care.check_in", receipt=Gone)
def check_in(actor: Actor, *, visit: UUID, at: datetime | None = None, request_id: UUID) -> Done[Gone] | Refusal:
    """Say that one is at the door. It is asked again whether one may be there: nobody unchecked, nobody alone first."""
    row = visit_for(actor, "care.check_in", visit)
    if row is None or row.cancelled_at:
        return NO_VISIT
    if row.checked_in_at:
        return Refusal("NOT_NOW", "That they are there is written down already.", "visit")
    case = Case.objects.select_for_update(of=("self",)).select_related("agent", "community").get(pk=row.case_id)
    place = here(case.community)
    moment = _moment(actor, "care.triage", at, place)
    if isinstance(moment, Refusal):
        return moment
    on = moment.astimezone(place.zone).date()
    if fault := may_go(case, row.kind, row.visitor_id, row.companion_id, on):
        return fault
    row.checked_in_at = moment
    row.expected_end = moment + (row.expected_end - row.planned_at)
    row.save(update_fields=["checked_in_at", "expected_end"])
    if case.first_visit_at is None:
        _first_visit(case, row.visitor_id, moment)
    if case.state == ACCEPTED:
        case.state, case.moved_at = IN_PROGRESS, moment
    case.save(update_fields=["state", "moved_at", "first_visit_at", "parent", "generation"])
    return Done(Gone(visit))


@action("care.check_out", receipt=Gone)
def check_out(actor: Actor, *, visit: UUID, at: datetime | None = None, request_id: UUID) -> Done[Gone] | Refusal:
    """Say that one has left, safely. Nothing stands in the way of it; the hours of all who went are recognised."""
    row = visit_for(actor, "care.check_out", visit)
    if row is None or row.checked_in_at is None:
        return NO_VISIT
    if row.checked_out_at:
        return Refusal("NOT_NOW", "That they left is written down already.", "visit")
    place = here(row.case.community)
    moment = _moment(actor, "care.triage", at, place)
    if isinstance(moment, Refusal):
        return moment
    if moment < row.checked_in_at:
        return Refusal("BEFORE_IT_BEGAN", "They came later than that. Look at the time.", "at")
    row.checked_out_at = moment
    minutes = max(1, round((moment - row.checked_in_at).total_seconds() / 60))
    notices = _thank(actor, row, min(minutes, place.rules.longest_minutes), place, request_id)
    row.save(update_fields=["checked_out_at", "entry"])
    return Done(Gone(visit, minutes), notices)


@action("care.write_answers", receipt=Written)
def write_answers(
    actor: Actor,
    *,
    visit: UUID,
    answers: tuple[Answer, ...],
    observed_at: datetime | None = None,
    mode: str = Visit.PHONE,
    told_person: bool = False,
    request_id: UUID,
) -> Done[Written] | Refusal:
    """Write down what was seen and said, on the phone or later from paper. What was not asked is never taken for fine.

    Something urgent rings whoever is on the rota at once; what somebody says of being unsafe goes to the safeguarding
    lead alone, and stands in no list. `observed_at` is when it was seen: when they came, unless said.
    """
    row = visit_for(actor, "care.write_answers", visit)
    if row is None or row.checked_in_at is None:
        return NO_VISIT
    place = here(row.case.community)
    if row.recorded_at is not None:
        return Refusal("NOT_NOW", "It is written down already. Ring the desk with what is more to say.", "visit")
    if mode not in {one for one, _ in Visit.MODES}:
        return Refusal("UNKNOWN_MODE", "Say how it was written down: phone, paper, spoken.", "mode")
    seen = place.moment(observed_at) if observed_at else row.checked_in_at
    if seen is None or not row.checked_in_at - timedelta(hours=1) <= seen <= place.now:
        return Refusal("WRONG_MOMENT", "It was seen while they were there, and not after now.", "observed_at")
    flags = _keep_answers(actor, row, answers, seen, mode, told_person, place, request_id)
    if isinstance(flags, Refusal):
        return flags
    return Done(Written(visit, len(row.answers), len(flags)), _ring_for(row, flags))


@action("care.record_call", receipt=Written)
def record_call(
    actor: Actor,
    *,
    case: UUID,
    minutes: int,
    answers: tuple[Answer, ...] = (),
    at: datetime | None = None,
    told_person: bool = False,
    by_desk: bool = False,
    request_id: UUID,
) -> Done[Written] | Refusal:
    """Write down a call: how long, and what was said. The visitor rang, or, while there is none, the desk (`by_desk`).

    Only a visitor's call is recognised: whoever rings at the desk does so anyway.
    """
    row = case_for(actor, "care.record_call", case, as_visitor=True)
    if row is None:
        return NO_CASE
    place = here(row.community)
    moment = _moment(actor, "care.record_call", at, place)
    if isinstance(moment, Refusal):
        return moment
    if not 1 <= minutes <= place.rules.longest_minutes:
        return Refusal("NOT_POSITIVE", "Say how long it took: one minute or more.", "minutes")
    if by_desk and not policy.may(actor, "care.record_call"):
        return Refusal("NOT_ALLOWED", "Only the desk rings in the desk’s name.", "by_desk")
    if not by_desk:
        if row.visitor_id is None:
            return Refusal("NOT_NOW", "Nobody has said yes to visiting them yet: the desk rings.", "case")
        if fault := may_go(row, Visit.CALL, row.visitor_id, None, moment.astimezone(place.zone).date()):
            return fault
    if row.state not in (ACCEPTED, IN_PROGRESS):
        return Refusal("NOT_NOW", "Nobody is to be rung just now.", "case")
    if by_desk and not consents_to(row.agent_id, CONTACT):
        return NO_CONTACT
    caller = actor.agent_id if by_desk else row.visitor_id
    made = Visit.objects.create(
        case=row, kind=Visit.CALL, visitor_id=caller or 0, made_at=place.now, planned_at=moment,
        expected_end=moment + timedelta(minutes=minutes), checked_in_at=moment,
        checked_out_at=min(place.now, moment + timedelta(minutes=minutes)),
    )  # fmt: skip
    made.case = row
    flags = _keep_answers(actor, made, answers, moment, Visit.PHONE, told_person, place, request_id)
    if isinstance(flags, Refusal):
        return flags
    called = Visit.objects.filter(case=row, kind=Visit.CALL).values_list("planned_at", flat=True)
    ring_next(row, place, tuple(one.astimezone(place.zone).date() for one in called))
    row.save(update_fields=["next_call_on", "next_by"])
    notices = () if by_desk else _thank(actor, made, minutes, place, request_id)
    made.save(update_fields=["entry"])
    return Done(Written(made.public_id, len(made.answers), len(flags)), (*notices, *_ring_for(made, flags)))


def _before(row: Case) -> int:
    return visits_of(row).exclude(kind=Visit.CALL).exclude(checked_in_at=None).count()


def _agent(actor: Actor, public_id: UUID | None) -> int | None:
    if public_id is None:
        return None
    found = Agent.objects.filter(community_id=actor.community_id, public_id=public_id)
    return the_one(found.values_list("pk", flat=True))


def _moment(actor: Actor, verb: str, at: datetime | None, place: Here) -> datetime | Refusal:
    """Now; or, for the desk that types in a paper, the moment that stands on it. Never one that is still to come."""
    if at is None:
        return place.now
    said = place.moment(at)
    if said is None or not policy.may(actor, verb) or not place.now - FARTHEST_AHEAD <= said <= place.now:
        return Refusal("WRONG_MOMENT", "The desk writes down an earlier moment, and nobody a later one.", "at")
    return said


def _first_visit(case: Case, visitor: int, moment: datetime) -> None:
    """The first visit is made: the chain has one link more where the visitor was visited themselves."""
    own = Case.objects.filter(agent=visitor, state=COMPLETED, first_visit_at__isnull=False).order_by(
        "-closed_at", "-pk"
    )
    case.first_visit_at, case.parent = moment, own.first()
    case.generation = case.parent.generation + 1 if case.parent else 0


def _thank(actor: Actor, row: Visit, minutes: int, place: Here, request_id: UUID) -> tuple[Notice, ...]:
    """The minutes of all who went, out of the care pot. Where the books cannot take them, the desk is told instead."""
    kind = Category.objects.filter(community=place.community, code="company").first()
    kind = (
        kind or Category.objects.filter(community=place.community, is_retired=False).order_by("position", "pk").first()
    )
    went = {one: minutes for one in (row.visitor, row.companion) if one is not None}
    told_desk = [
        Notice(one, "The hours of a visit could not be written down. Look at the rules.")
        for one in rota(place.community.pk)
    ]
    if kind is None:
        return tuple(told_desk)
    done_on = (row.checked_in_at or row.planned_at).astimezone(place.zone).date()
    is_by_desk = actor.agent_id not in (row.visitor_id, row.companion_id)
    deed = Deed("care", went, {row.case.agent: 1}, kind, done_on, is_by_desk=is_by_desk)
    outcome = recognise(actor, deed, uuid5(request_id, "care.thank"))
    if isinstance(outcome, Refusal):
        return tuple(told_desk)
    row.entry = outcome.entry
    return (*told(deed), *outcome.notices)


def _keep_answers(
    actor: Actor,
    row: Visit,
    answers: tuple[Answer, ...],
    seen: datetime,
    mode: str,
    told_person: bool,
    place: Here,
    request_id: UUID,
) -> list[Flag] | Refusal:
    """What was said, as it was said, and a flag for each thing somebody must see to."""
    if len({one.code for one in answers}) < len(answers):
        return Refusal("TWICE", "Each question is answered once.", "answers")
    kept: dict[str, list[str]] = {}
    flags = []
    for one in answers:
        level = flag_of(one.code, one.answer)
        if isinstance(level, Refusal):
            return level
        if fault := may_say(one.words, "answers", 300):
            return fault
        if one.answer in BY_CODE[one.code].lead_reads:
            if fault := _tell_lead(actor, row, one, request_id):
                return fault
            continue
        kept[one.code] = [one.answer, one.words.strip()]
        if level:
            flags.append(
                Flag(community=place.community, visit=row, code=one.code, level=level, words=one.words.strip(),
                     told_person=told_person, made_at=place.now,
                     due_at=answer_by(level, place.now, place.rules, place.zone), rung=int(level == "red"))
            )  # fmt: skip
    row.answers, row.observed_at, row.recorded_at = kept, seen, place.now
    row.recorded_by_id, row.mode = actor.agent_id, mode
    row.save(update_fields=["answers", "observed_at", "recorded_at", "recorded_by", "mode"])
    Flag.objects.bulk_create(flags)
    return flags


def _ring_for(row: Visit, flags: list[Flag]) -> tuple[Notice, ...]:
    """The first of the rota for what is urgent, the whole desk tomorrow morning for the rest."""
    urgent = [one for one in flags if one.level == "red"]
    link = to_case(row.case)
    people = rota(row.case.community_id)
    if urgent:
        words = "Urgent, from a visit: look at it now, and say that you have."
        return tuple(Notice(one, words, urgent=True, link=link) for one in people[:1])
    return tuple(Notice(one, "A visit turned something up. See to it today.", link=link) for one in people if flags)


def _tell_lead(actor: Actor, row: Visit, one: Answer, request_id: UUID) -> Refusal | None:
    """A worry like any other (`people.raise_concern`), in the words it was said in; the desk types it in for who came.

    Where no lead may read it, the desk is told to name two.
    """
    words = f"{BY_CODE[one.code].ask}\n{one.words.strip() or BY_CODE[one.code].red}"
    who = {} if actor.agent_id in (row.visitor_id, row.companion_id) else {"for_": row.visitor.public_id}
    outcome = raise_concern(
        actor, words=words, about=row.case.agent.public_id, request_id=uuid5(request_id, one.code), **who
    )
    return outcome if isinstance(outcome, Refusal) else None
