"""The verbs of registers: from a school's own file, or from a printed sheet that two people type in.

A register that comes late, or comes again with other numbers, is a new version beside the old one; nothing that was
told or paid is written anew.
"""

from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from coproduce.arenas.stipends.models import Attendance, Child
from coproduce.arenas.stipends.queries.records import Here, here
from coproduce.arenas.stipends.rules import AttendanceError, Register, outcome
from coproduce.arenas.stipends.rules.attendance import years_on
from coproduce.community.base import policy
from coproduce.community.base.action import NOT_ALLOWED, action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done
from coproduce.community.base.one import the_one
from coproduce.core.refusal import Refusal
from coproduce.core.words import may_say

LONGEST_DAYS = 100
MOST_LESSONS = 2000

#: What followed of a period stays with it where better numbers say the same.
FOLLOWED = (
    "told_on", "told_by_id", "supporter_id", "appealed_on", "appeal_words", "answered_on", "answered_by_id",
    "answer_words", "is_upheld", "ends", "ended_on", "ended_by_id", "ended_why",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Registered:
    """Which register, which version of it, whether it counts yet, and whether it was known already."""

    attendance: UUID
    version: int
    counts: bool
    is_known: bool = False


@action("stipends.take_register", receipt=Registered)
def take_register(
    actor: Actor,
    *,
    number: str,
    from_on: date,
    until_on: date,
    held: int,
    present: int,
    absent: int = 0,
    excused: int = 0,
    no_school: int = 0,
    unknown: int = 0,
    why_excused: str = "",
    request_id: UUID,
) -> Done[Registered] | Refusal:
    """Take what a school's file says of one child in one period. What it does not know costs nothing.

    The same numbers again change nothing; other numbers are a new version.
    """
    if not policy.may(actor, "stipends.take_register"):
        return NOT_ALLOWED
    place = here(actor.community_id)
    register = Register(held, present, absent, excused, no_school, unknown)
    child = _child(place, number)
    fault = child if isinstance(child, Refusal) else _fault(place, child, register, from_on, until_on, why_excused)
    if isinstance(child, Refusal) or fault:
        return fault or child  # type: ignore[return-value]
    last = _last(child, until_on)
    if last and _counts(last) == register and last.known_on:
        return Done(Registered(last.public_id, last.version, True, True))
    row = _new(actor, child, register, from_on, until_on, why_excused, last)
    row.source = Attendance.FILE
    return Done(_settle(row, place))


@action("stipends.key_sheet", receipt=Registered)
def key_sheet(
    actor: Actor,
    *,
    number: str,
    from_on: date,
    until_on: date,
    held: int,
    present: int,
    absent: int = 0,
    excused: int = 0,
    no_school: int = 0,
    unknown: int = 0,
    why_excused: str = "",
    request_id: UUID,
) -> Done[Registered] | Refusal:
    """Type in a child's line of a printed sheet. It counts once a second person has typed the very same.

    Whoever typed it in first may type it again, to mend it.
    """
    if not policy.may(actor, "stipends.key_sheet"):
        return NOT_ALLOWED
    place = here(actor.community_id)
    register = Register(held, present, absent, excused, no_school, unknown)
    child = _child(place, number)
    fault = child if isinstance(child, Refusal) else _fault(place, child, register, from_on, until_on, why_excused)
    if isinstance(child, Refusal) or fault:
        return fault or child  # type: ignore[return-value]
    last = _last(child, until_on)
    if last and last.known_on is None and last.typed_by_id != actor.agent_id:
        if differing := [name for name, said in asdict(register).items() if said != getattr(last, name)]:
            return Refusal("NOT_ALIKE", "The other typing says another number. Look at the sheet.", differing[0])
        if last.from_on != from_on:
            return Refusal("NOT_ALIKE", "The other typing says another first day. Look at the sheet.", "from_on")
        last.typed_again_by_id = actor.agent_id
        return Done(_settle(last, place))
    if last and last.known_on is None:
        last.from_on, last.why_excused = from_on, why_excused.strip()
        for name, said in asdict(register).items():
            setattr(last, name, said)
        last.save()
        return Done(Registered(last.public_id, last.version, False))
    if last and _counts(last) == register:
        return Done(Registered(last.public_id, last.version, True, True))
    row = _new(actor, child, register, from_on, until_on, why_excused, last)
    row.source = Attendance.PAPER
    row.save()
    return Done(Registered(row.public_id, row.version, False))


def _child(place: Here, number: str) -> Child | Refusal:
    """The child of that number, locked: registers of one child come one after another."""
    rows = Child.objects.select_for_update(of=("self",)).filter(community=place.community, number=number.strip())
    return the_one(rows) or Refusal(
        "NO_CHILD", "No child here has this number. Enrol the child first, or look at the number.", "number"
    )


def _fault(
    place: Here, child: Child, register: Register, from_on: date, until_on: date, why_excused: str
) -> Refusal | None:
    if from_on > until_on or (until_on - from_on).days > LONGEST_DAYS:
        return Refusal("WRONG_DAY", "A period is from its first to its last day, and no longer than %(days)s days.",
                       "from_on", {"days": str(LONGEST_DAYS)})  # fmt: skip
    if until_on > place.today:
        return Refusal("IN_THE_FUTURE", "This period is not over yet. Send it when it is.", "until_on")
    if register.held > MOST_LESSONS:
        return Refusal("TOO_MANY", "So many lessons are not held in one period. Look at the number.", "held")
    others = Attendance.objects.filter(child=child).exclude(until_on=until_on)
    if others.filter(from_on__lte=until_on, until_on__gte=from_on).exists():
        return Refusal("OVERLAPS", "There is another period of this child with some of these days.", "from_on")
    try:
        outcome(register, years_on(child.born_on, from_on), place.rules.bands)
    except AttendanceError as wrong:
        return Refusal(wrong.code, str(wrong), wrong.field)
    missing = "Write why these lessons are excused: illness, mourning, a road under water." if register.excused else ""
    return may_say(why_excused, "why_excused", 200, missing)


def _last(child: Child, until_on: date, before: int = MOST_LESSONS) -> Attendance | None:
    rows = Attendance.objects.filter(child=child, until_on=until_on, version__lt=before)
    return rows.order_by("-version").first()


def _counts(row: Attendance) -> Register:
    return Register(row.held, row.present, row.absent, row.excused, row.no_school, row.unknown)


def _new(
    actor: Actor,
    child: Child,
    register: Register,
    from_on: date,
    until_on: date,
    why_excused: str,
    last: Attendance | None,
) -> Attendance:
    return Attendance(
        child=child, from_on=from_on, until_on=until_on, version=last.version + 1 if last else 1,
        why_excused=why_excused.strip(), typed_by_id=actor.agent_id or 0, **asdict(register),
    )  # fmt: skip


def _settle(row: Attendance, place: Here) -> Registered:
    """It counts from now on. A child's age is that of the period's first day: no birthday changes the rule midway."""
    row.known_on = place.today
    row.outcome = outcome(_counts(row), years_on(row.child.born_on, row.from_on), place.rules.bands)
    before = _last(row.child, row.until_on, row.version)
    if before and before.outcome == row.outcome:
        for name in FOLLOWED:
            setattr(row, name, getattr(before, name))
    row.save()
    return Registered(row.public_id, row.version, True)
