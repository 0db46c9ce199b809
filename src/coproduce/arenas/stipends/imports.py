"""Registers from a school's own list, by child or lesson by lesson, and what became of payments from whoever pays: good
lines are taken.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from coproduce.arenas.stipends.actions.payrolls import reconcile_payment
from coproduce.arenas.stipends.actions.registers import MOST_LESSONS_A_DAY, Mark, take_lesson, take_register
from coproduce.arenas.stipends.models import Attendance, Child, Payment, Payroll
from coproduce.arenas.stipends.queries.records import here
from coproduce.arenas.stipends.rules import AttendanceError, Register, Went, outcome
from coproduce.arenas.stipends.rules.attendance import years_on
from coproduce.community.base.actor import Actor
from coproduce.community.base.cells import Setting, UnreadableError, day, whole_number
from coproduce.community.base.done import Done
from coproduce.community.base.sheets import Column, Listing
from coproduce.core.refusal import Refusal

#: Payrolls of which results may come.
SENT = (Payroll.EXPORTED, Payroll.RECONCILED)

COUNTS = ("held", "present", "absent", "excused", "no_school", "unknown")


@dataclass(frozen=True, slots=True)
class Row:
    """A line: which child, which period, and how its lessons went."""

    number: str
    from_on: date
    until_on: date
    register: Register
    why_excused: str = ""


@dataclass(frozen=True, slots=True)
class Brought:
    """How many registers are new, and how many were known already."""

    added: int
    known: int


def _setting(setting: Setting) -> Setting:
    children = dict(Child.objects.filter(community=setting.community_id).values_list("number", "born_on"))
    spans: dict[str, set[tuple[date, date]]] = {}
    rows = Attendance.objects.filter(child__community=setting.community_id)
    for number, from_on, until_on in rows.values_list("child__number", "from_on", "until_on"):
        spans.setdefault(number, set()).add((from_on, until_on))
    place = here(setting.community_id)
    return replace(setting, known={"children": children, "spans": spans, "place": place, "said": {}})


def _read(cells: Mapping[str, str], key: str, setting: Setting) -> Row:
    for name in ("from_on", "until_on"):
        if not cells.get(name):
            raise UnreadableError(name, "The day is missing.")
    counts = {name: whole_number(name, cells.get(name, "")) for name in COUNTS}
    if counts["held"] is None or counts["present"] is None:
        raise UnreadableError("held", "How many lessons were held, and at how many the child was, is missing.")
    return Row(
        cells["number"].strip(),
        day("from_on", cells["from_on"], setting),
        day("until_on", cells["until_on"], setting),
        Register(**{name: number or 0 for name, number in counts.items()}),
        cells.get("why_excused", ""),
    )


def _check(row: Row, setting: Setting) -> Refusal | None:
    born_on = setting.known["children"].get(row.number)
    if born_on is None:
        return Refusal("NO_CHILD", "No child here has this number.", "number")
    if row.until_on > setting.today or row.from_on > row.until_on:
        return Refusal("WRONG_DAY", "The period is turned round, or is not over yet.", "until_on")
    if row.register.excused and not row.why_excused.strip():
        return Refusal("MISSING", "Why the lessons are excused is missing.", "why_excused")
    spans = setting.known["spans"].setdefault(row.number, set())
    if any(ends != row.until_on and begins <= row.until_on and ends >= row.from_on for begins, ends in spans):
        return Refusal("OVERLAPS", "There is another period of this child with some of these days.", "from_on")
    if setting.known["said"].setdefault((row.number, row.until_on), row) != row:
        return Refusal("TWICE", "This child’s period stands in the file with other numbers too.", "number")
    spans.add((row.from_on, row.until_on))
    try:
        bands = setting.known["place"].rules_on(row.from_on).bands
        outcome(row.register, years_on(born_on, row.from_on), bands)
    except AttendanceError as wrong:
        return Refusal(wrong.code, str(wrong), wrong.field)
    return None


def _send(actor: Actor, rows: tuple[Row, ...], request_id: UUID) -> Done[Brought] | Refusal:
    known = 0
    with transaction.atomic():
        for place, row in enumerate(rows):
            counts = {name: getattr(row.register, name) for name in COUNTS}
            taken = take_register(
                actor, number=row.number, from_on=row.from_on, until_on=row.until_on, **counts,
                why_excused=row.why_excused, request_id=uuid5(request_id, str(place)),
            )  # fmt: skip
            if isinstance(taken, Refusal):
                transaction.set_rollback(True)
                return taken
            known += taken.value.is_known
    return Done(Brought(len(rows) - known, known))


@dataclass(frozen=True, slots=True)
class LessonRow:
    """A line: how one lesson went for one child, and which class that is."""

    child: tuple[str, str]
    on: date
    lesson: int
    mark: Mark


@dataclass(frozen=True, slots=True)
class LessonsBrought:
    """How many lessons of a class were written down."""

    lessons: int


#: How schools say it.
WENT: Mapping[str, Went] = {
    "p": "present", "present": "present", "there": "present",
    "a": "absent", "absent": "absent", "not there": "absent",
    "e": "excused", "excused": "excused",
    "n": "no_school", "no school": "no_school", "no_school": "no_school",
    "u": "unknown", "unknown": "unknown", "not known": "unknown",
}  # fmt: skip


def _lessons_setting(setting: Setting) -> Setting:
    rows = Child.objects.filter(community=setting.community_id).values_list("number", "school", "class_name")
    return replace(setting, known={"classes": {number: where for number, *where in rows}, "said": set()})


def _read_lesson(cells: Mapping[str, str], key: str, setting: Setting) -> LessonRow:
    went = WENT.get(cells.get("went", "").strip().lower())
    if went is None:
        raise UnreadableError("went", "This word does not say how the lesson went.")
    if not cells.get("on"):
        raise UnreadableError("on", "The day is missing.")
    number, lesson = cells["number"].strip(), whole_number("lesson", cells.get("lesson", ""))
    where = setting.known["classes"].get(number, ("", ""))
    mark = Mark(number, went, cells.get("why", "").strip()[:100])
    return LessonRow(tuple(where), day("on", cells["on"], setting), 1 if lesson is None else lesson, mark)


def _check_lesson(row: LessonRow, setting: Setting) -> Refusal | None:
    if row.mark.number not in setting.known["classes"]:
        return Refusal("NO_CHILD", "No child here has this number.", "number")
    if row.on > setting.today:
        return Refusal("IN_THE_FUTURE", "This day has not come yet.", "on")
    if not 1 <= row.lesson <= MOST_LESSONS_A_DAY:
        return Refusal("WRONG_NUMBER", "No day has so many lessons.", "lesson")
    if row.mark.went == "excused" and not row.mark.why:
        return Refusal("MISSING", "Why the lesson is excused is missing.", "why")
    one = row.mark.number, row.on, row.lesson
    if one in setting.known["said"]:
        return Refusal("TWICE", "This lesson of this child is there twice.", "number")
    setting.known["said"].add(one)
    return None


def _send_lessons(actor: Actor, rows: tuple[LessonRow, ...], request_id: UUID) -> Done[LessonsBrought] | Refusal:
    by_lesson: dict[tuple[tuple[str, str], date, int], list[Mark]] = {}
    for row in rows:
        by_lesson.setdefault((row.child, row.on, row.lesson), []).append(row.mark)
    with transaction.atomic():
        for place, (((school, class_name), on, lesson), marks) in enumerate(
            sorted(by_lesson.items(), key=lambda one: one[0])
        ):
            taken = take_lesson(
                actor, school=school, class_name=class_name, on=on, lesson=lesson, marks=tuple(marks),
                request_id=uuid5(request_id, str(place)),
            )  # fmt: skip
            if isinstance(taken, Refusal):
                transaction.set_rollback(True)
                return taken
    return Done(LessonsBrought(len(by_lesson)))


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one payment, by our reference."""

    payment: UUID
    is_paid: bool
    why: str = ""


@dataclass(frozen=True, slots=True)
class Answered:
    """How many payments arrived, how many did not, and of how many it was known already."""

    paid: int
    failed: int
    known: int


#: How companies and banks say it: in words, and by the codes of ISO 20022 (pain.002).
PAID = frozenset({"paid", "success", "successful", "completed", "ok", "accsp", "acsc", "accc", "acsp"})
FAILED = frozenset({"failed", "failure", "rejected", "returned", "error", "rjct"})


def _results_setting(setting: Setting) -> Setting:
    rows = Payment.objects.filter(payroll__community=setting.community_id, payroll__state__in=SENT)
    return replace(setting, known={"states": dict(rows.values_list("public_id", "state"))})


def _read_result(cells: Mapping[str, str], key: str, setting: Setting) -> Result:
    said = cells.get("status", "").strip().lower()
    if said not in PAID | FAILED:
        raise UnreadableError("status", "This word does not say whether it arrived.")
    try:
        which = UUID(cells["reference"].strip())
    except ValueError as fault:
        raise UnreadableError("reference", "This is no reference of ours.") from fault
    return Result(which, said in PAID, cells.get("reason", "").strip()[:200])


def _check_result(row: Result, setting: Setting) -> Refusal | None:
    states = setting.known["states"]
    state = states.get(row.payment)
    if state is None:
        return Refusal("NOT_FOUND", "No payment that was sent off has this reference.", "reference")
    if state not in (Payment.PENDING, Payment.PAID if row.is_paid else Payment.FAILED):
        return Refusal("ALREADY_SAID", "Something else was written down of this payment.", "status")
    if not row.is_paid and not row.why:
        return Refusal("MISSING", "Why it did not arrive is missing.", "reason")
    states[row.payment] = Payment.PAID if row.is_paid else Payment.FAILED
    return None


def _send_results(actor: Actor, rows: tuple[Result, ...], request_id: UUID) -> Done[Answered] | Refusal:
    before = set(
        Payment.objects.filter(public_id__in=[row.payment for row in rows], state=Payment.PENDING).values_list(
            "public_id", flat=True
        )
    )
    with transaction.atomic():
        for place, row in enumerate(rows):
            said = reconcile_payment(
                actor, payment=row.payment, is_paid=row.is_paid, why=row.why, request_id=uuid5(request_id, str(place))
            )
            if isinstance(said, Refusal):
                transaction.set_rollback(True)
                return said
    new = {row.payment: row.is_paid for row in rows if row.payment in before}
    paid = sum(new.values())
    return Done(Answered(paid, len(new) - paid, len(rows) - len(new)))


_NUMBER = "Write a whole number, or leave it out."

LISTINGS = (
    Listing(
        name="registers",
        called=_("Who came to school, by two months"),
        columns=(
            Column("number", ("number", "child", "pupil", "pupil_number", "nis"), "Write the school’s number.", True),
            Column("from_on", ("from", "from_on", "begins", "period_from"), "Write the first day, 2026-02-01.", True),
            Column("until_on", ("until", "until_on", "ends", "period_until"), "Write the last day, 2026-03-31.", True),
            Column("held", ("held", "lessons", "lessons_held"), "Write how many lessons were held.", True),
            Column("present", ("present", "attended"), "Write at how many lessons the child was.", True),
            *(Column(name, (name,), _NUMBER) for name in COUNTS[2:]),
            Column("why_excused", ("why_excused", "excuse"), "Write why lessons are excused."),
        ),
        signs=("held", "lessons_held", "attended"),
        setting=_setting,
        read=_read,
        check=_check,
        is_unusual=lambda row: False,
        send=_send,
    ),
    Listing(
        name="lessons",
        called=_("Who came to a lesson"),
        columns=(
            Column("number", ("number", "child", "pupil", "pupil_number", "nis"), "Write the school’s number.", True),
            Column("on", ("day", "date", "on"), "Write the day, like 2026-02-01.", True),
            Column("went", ("went", "mark", "code"), "Write present, absent, excused, no school, or unknown.", True),
            Column("lesson", ("lesson", "hour"), _NUMBER),
            Column("why", ("why", "excuse", "why_excused"), "Write why the lesson is excused."),
        ),
        signs=("went", "mark", "lesson"),
        setting=_lessons_setting,
        read=_read_lesson,
        check=_check_lesson,
        is_unusual=lambda row: False,
        send=_send_lessons,
    ),
    Listing(
        name="payments",
        called=_("Which payments arrived"),
        columns=(
            Column("reference", ("reference", "endtoendid", "end_to_end_id"), "Write the reference of our file.", True),
            Column("status", ("status", "result", "txsts"), "Write paid, or failed.", True),
            Column("reason", ("reason", "why", "stsrsninf"), "Write why it did not arrive."),
        ),
        signs=("reference", "endtoendid", "txsts"),
        setting=_results_setting,
        read=_read_result,
        check=_check_result,
        is_unusual=lambda row: False,
        send=_send_results,
    ),
)
