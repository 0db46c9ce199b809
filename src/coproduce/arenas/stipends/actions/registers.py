"""The verbs of registers: from a school's own file, from a printed sheet that two people type in, or lesson by lesson.

A register that comes late, or comes again with other numbers, is a new version beside the old one; nothing that was
told or paid is written anew.
"""

from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from coproduce.arenas.stipends.models import Attendance, Child
from coproduce.arenas.stipends.queries.records import Here, here
from coproduce.arenas.stipends.queries.sheets import said_of
from coproduce.arenas.stipends.rules import AttendanceError, Register, Went, outcome, register_of, two_months
from coproduce.arenas.stipends.rules.attendance import years_on
from coproduce.community.base import policy
from coproduce.community.base.action import NOT_ALLOWED, action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done, Notice
from coproduce.community.base.one import the_one
from coproduce.community.base.two_hands import differing, hand_of
from coproduce.core.refusal import Refusal
from coproduce.core.words import may_say

LONGEST_DAYS = 100
MOST_LESSONS = 2000
MOST_LESSONS_A_DAY = 12
NO_REASON = "Write why these lessons are excused: illness, mourning, a road under water."
OVERLAPS = Refusal("OVERLAPS", "There is another period of this child with some of these days.", "from_on")

#: What followed of a period stays with it where better numbers say the same.
FOLLOWED = (
    "told_on", "told_by_id", "supporter_id", "appealed_on", "appeal_words", "answered_on", "answered_by_id",
    "answer_words", "is_upheld", "ends", "ended_on", "ended_by_id", "ended_why", "again_on", "again_by_id", "again_why",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Registered:
    """Which register, which version of it, whether it counts yet, and whether it was known already."""

    attendance: UUID
    version: int
    counts: bool
    is_known: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """How a lesson went for the child of this number; excused with its reason."""

    number: str
    went: Went
    why: str = ""


@dataclass(frozen=True, slots=True)
class LessonTaken:
    """Which two months a lesson belongs to, of how many children it is known, and of how many not."""

    from_on: date
    until_on: date
    known: int
    unknown: int


@dataclass(frozen=True, slots=True)
class Closed:
    """Of how many children a class's months count from now on."""

    children: int


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
    return Done(settle(row, place), read_first(row))


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
    is_typed_once = last is not None and last.known_on is None and last.source == Attendance.PAPER
    if last and is_typed_once and hand_of(actor.agent_id, last.typed_by_id, None) == "second":
        said = asdict(register)
        if others := differing({name: getattr(last, name) for name in said}, said):
            return Refusal("NOT_ALIKE", "The other typing says another number. Look at the sheet.", others[0])
        if last.from_on != from_on:
            return Refusal("NOT_ALIKE", "The other typing says another first day. Look at the sheet.", "from_on")
        last.typed_again_by_id = actor.agent_id
        return Done(settle(last, place), read_first(last))
    if last and is_typed_once:
        last.from_on, last.why_excused = from_on, why_excused.strip()
        for name, said in asdict(register).items():
            setattr(last, name, said)
        last.save()
        return Done(Registered(last.public_id, last.version, False))
    if last and last.known_on and _counts(last) == register:
        return Done(Registered(last.public_id, last.version, True, True))
    row = _new(actor, child, register, from_on, until_on, why_excused, last)
    row.source = Attendance.PAPER
    row.save()
    return Done(Registered(row.public_id, row.version, False))


@action("stipends.take_lesson", receipt=LessonTaken)
def take_lesson(
    actor: Actor, *, school: str, class_name: str, on: date, marks: tuple[Mark, ...], lesson: int = 1, request_id: UUID
) -> Done[LessonTaken] | Refusal:
    """Write down one lesson of a class: who was there, and who was not. Of whom nothing is said it is not known.

    Said again it is put right. It counts once the two months are whole; a lesson put right later counts at once.
    """
    if not policy.may(actor, "stipends.take_lesson"):
        return NOT_ALLOWED
    place = here(actor.community_id)
    months = two_months(on, place.rules.begins_after_months)
    pupils = _class(place, school, class_name)
    said = {mark.number.strip(): mark for mark in marks}
    if fault := _lesson_fault(place, on, lesson, marks, {child.number for child in pupils}):
        return fault
    last = _last_of(pupils, months[1])
    for child in pupils:
        row = last.get(child.pk)
        if row and row.source != Attendance.CLASS:
            return Refusal("OTHER_WAY", "These months came from a list or a sheet: put them right there.", "on")
        if (row is None or row.from_on != months[0]) and _overlaps(child, *months):
            return OVERLAPS
    notices: list[Notice] = []
    for child in pupils:
        row = _with_lesson(actor, child, last.get(child.pk), months, f"{on} {lesson}", said.get(child.number))
        if row and last.get(child.pk) and last[child.pk].known_on:
            settle(row, place)
            notices += read_first(row)
        elif row:
            row.save()
    return Done(LessonTaken(*months, len(said), len(pupils) - len(said)), tuple(notices))


@action("stipends.close_lessons", receipt=Closed)
def close_lessons(
    actor: Actor, *, school: str, class_name: str, until_on: date, request_id: UUID
) -> Done[Closed] | Refusal:
    """Say that a class's lessons of two months are all written down: from now on they count."""
    if not policy.may(actor, "stipends.close_lessons"):
        return NOT_ALLOWED
    place = here(actor.community_id)
    if until_on >= place.today:
        return Refusal("IN_THE_FUTURE", "These months are not over yet. Say so when they are.", "until_on")
    last = _last_of(_class(place, school, class_name), until_on)
    rows = [row for row in last.values() if row.source == Attendance.CLASS and row.known_on is None]
    if not rows:
        return Refusal("NOT_FOUND", "No lesson of this class waits to be counted in these months.", "class_name")
    for row in rows:
        settle(row, place)
    return Done(Closed(len(rows)), tuple(notice for row in rows for notice in read_first(row)))


def _class(place: Here, school: str, class_name: str) -> list[Child]:
    """The children of a class, locked, by name."""
    rows = Child.objects.select_for_update(of=("self",)).select_related("family").exclude(name="")
    return list(rows.filter(community=place.community, school=school, class_name=class_name).order_by("name", "pk"))


def _last_of(pupils: list[Child], until_on: date) -> dict[int, Attendance]:
    last: dict[int, Attendance] = {}
    for row in Attendance.objects.filter(child__in=pupils, until_on=until_on).order_by("version"):
        last[row.child_id] = row
    for child in pupils:
        if child.pk in last:
            last[child.pk].child = child
    return last


def _lesson_fault(place: Here, on: date, lesson: int, marks: tuple[Mark, ...], pupils: set[str]) -> Refusal | None:
    if not pupils:
        return Refusal("NOT_FOUND", "There is no such class here. Look at its school and its name.", "class_name")
    if on > place.today:
        return Refusal("IN_THE_FUTURE", "This day has not come yet.", "on")
    if not 1 <= lesson <= MOST_LESSONS_A_DAY:
        return Refusal("WRONG_NUMBER", "A day has lessons 1 to %(most)s.", "lesson", {"most": str(MOST_LESSONS_A_DAY)})
    said = [mark.number.strip() for mark in marks]
    for mark, number in zip(marks, said, strict=True):
        if number not in pupils:
            return Refusal("NO_CHILD", "No child of this class has the number %(number)s.", "marks", {"number": number})
        if said.count(number) > 1:
            return Refusal("TWICE", "The number %(number)s is there twice.", "marks", {"number": number})
        if fault := may_say(mark.why, "marks", 100, NO_REASON if mark.went == "excused" else ""):
            return fault
    return None


def _with_lesson(
    actor: Actor, child: Child, last: Attendance | None, months: tuple[date, date], place: str, mark: Mark | None
) -> Attendance | None:
    """A child's row with one lesson more: the one that runs, or a version beside the one that counts. None where
    nothing changes.
    """
    lessons = dict(last.lessons) if last else {}
    if mark is None and place in lessons:
        return None
    went, why = (mark.went, mark.why.strip()) if mark else ("unknown", "")
    if lessons.get(place) == [went, why]:
        return None
    lessons[place] = [went, why]
    register = register_of(said_of(lessons))
    why_excused = "; ".join(dict.fromkeys(why for went, why in lessons.values() if went == "excused"))[:200]
    if last is None or last.known_on:
        last = _new(actor, child, register, *months, why_excused, last)
        last.source = Attendance.CLASS
    for name, count in asdict(register).items():
        setattr(last, name, count)
    last.lessons, last.why_excused = lessons, why_excused
    return last


def _child(place: Here, number: str) -> Child | Refusal:
    """The child of that number, locked: registers of one child come one after another."""
    rows = Child.objects.select_for_update(of=("self",)).select_related("family")
    return the_one(rows.filter(community=place.community, number=number.strip())) or Refusal(
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
    if _overlaps(child, from_on, until_on):
        return OVERLAPS
    try:
        outcome(register, years_on(child.born_on, from_on), place.rules_on(from_on).bands)
    except AttendanceError as wrong:
        return Refusal(wrong.code, str(wrong), wrong.field)
    return may_say(why_excused, "why_excused", 200, NO_REASON if register.excused else "")


def _overlaps(child: Child, from_on: date, until_on: date) -> bool:
    others = Attendance.objects.filter(child=child).exclude(until_on=until_on)
    return others.filter(from_on__lte=until_on, until_on__gte=from_on).exists()


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


def settle(row: Attendance, place: Here) -> Registered:
    """It counts from now on, by the rules and the child's age on its first day: nothing changes midway."""
    row.known_on = place.today
    row.outcome = outcome(_counts(row), years_on(row.child.born_on, row.from_on), place.rules_on(row.from_on).bands)
    before = _last(row.child, row.until_on, row.version)
    if before and before.outcome == row.outcome:
        for name in FOLLOWED:
            setattr(row, name, getattr(before, name))
    row.save()
    return Registered(row.public_id, row.version, True)


def read_first(row: Attendance) -> tuple[Notice, ...]:
    """Where school was missed the family is the first to read it, before anybody tells them of a step."""
    if row.outcome != "breach" or row.told_on:
        return ()
    return (Notice(row.child.family.agent_id, "The school has written down two months of %(name)s. You read it first.",
                   {"name": row.child.name}),)  # fmt: skip
