"""What somebody is to do, what of it counts, what is still missing: hours on a home, shifts, labour instead of dues.

Amounts are whole units: minutes, shifts, lessons. A cap never hides what was done: what does not count is listed, each
part with its reason. Of what stands under one cap a party's own counts first and what others gave for it fills what is
left, both in the order of their days (then of their ids); so nothing somebody does lowers what counts for them.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from math import floor
from typing import Any, Literal, NamedTuple

from coproduce.core.arena import told_as

#: A year, where what is required is required of a year.
YEAR = 365


class ObligationError(ValueError):
    """Something that cannot be counted. `code` is stable; `field` names what to mend, and in which contribution."""

    def __init__(self, code: str, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.field = field


@dataclass(frozen=True, slots=True)
class Contribution:
    """What was done for one party on a day. `donor` is who gave it for them, empty for the party's own.

    `labels` are what else it was beside its category: what a minimum may ask for, such as on whose home it was done.
    An excused one was not done and needs no doing.
    """

    id: str
    on: date
    units: int
    category: str
    donor: str = ""
    signed_by: frozenset[str] = frozenset()
    labels: frozenset[str] = frozenset()
    is_excused: bool = False


@dataclass(frozen=True, slots=True)
class Terms:
    """What is asked of a party: units in all, the least by category or label, the most by category and by others.

    `sign_offs` is how many different people have to have signed, one of them at least not the donor. What is excused
    `counts` as done, or it `reduces` what is required.
    """

    required: int
    least: Mapping[str, int] = field(default_factory=dict)
    most: Mapping[str, int] = field(default_factory=dict)
    most_donated: int | None = None
    sign_offs: int = 0
    from_on: date | None = None
    until_on: date | None = None
    excused: Literal["counts", "reduces"] = "reduces"


class Part(NamedTuple):
    """So many units of a contribution, and why they do not count.

    | code | which |
    |---|---|
    | TOO_EARLY, TOO_LATE | before the first day that counts, after the last one |
    | STILL_TO_COME | after the day on which is counted |
    | NOT_SIGNED | fewer have signed than have to |
    | OVER_CATEGORY | more than counts in its category |
    | OVER_DONATED | more than counts of what others give |
    """

    code: str
    id: str
    units: int


@dataclass(frozen=True, slots=True)
class Counted:
    """What is required, what was logged and what counts by category, what counts by label, what not, what is missing.

    `of_each` is what counts of each contribution, by its id. `missing` has every minimum that is not reached, by
    category or label; `short` is what is missing in all.
    """

    required: int
    logged: int
    counted: Mapping[str, int]
    labelled: Mapping[str, int]
    donated: int
    excused: int
    not_counted: tuple[Part, ...]
    missing: Mapping[str, int]
    of_each: Mapping[str, int]

    @property
    def total(self) -> int:
        return sum(self.counted.values())

    @property
    def short(self) -> int:
        return max(0, self.required - self.total)


class Reason(NamedTuple):
    """Why a gate is shut, or what somebody wants to know beside: a code, what it is about, and units.

    | code | about | units |
    |---|---|---|
    | SHORT | empty: in all; else a category or label | what is missing |
    | a code of Part | its category | what of it does not count |
    | PASSED | empty | none: it was open once, and what opened it was decided by the rules of that day |
    """

    code: str
    about: str
    units: int


@dataclass(frozen=True, slots=True)
class Gate:
    """Whether somebody may go on, and why not yet: never a number alone."""

    is_open: bool
    reasons: tuple[Reason, ...]


def count(terms: Terms | Mapping[str, Any], log: Iterable[Contribution | Mapping[str, Any]], on: date) -> Counted:
    """What counts on that day of all that was logged for one party. ObligationError names what cannot be read.

    Σ of `counted` is `total`, which is at most `logged`; the order of the log does not matter.

    >>> terms = Terms(required=100, most={"office": 20}, most_donated=10)
    >>> log = [Contribution("1", date(2026, 5, 2), 30, "office"),
    ...        Contribution("2", date(2026, 5, 3), 15, "building", donor="Uncle Joe")]
    >>> told = count(terms, log, date(2026, 6, 1))
    >>> dict(told.counted), told.short
    ({'office': 20, 'building': 10}, 70)
    >>> [tuple(part) for part in told.not_counted]
    [('OVER_CATEGORY', '1', 10), ('OVER_DONATED', '2', 5)]
    """
    terms = told_as(Terms, terms)
    read = _read(terms, log)
    room, donated_room = dict(terms.most), terms.most_donated
    counted: Counter[str] = Counter()
    labelled: Counter[str] = Counter()
    of_each: dict[str, int] = {}
    donated = excused = 0
    left_out: list[Part] = []
    for one in sorted(read, key=lambda one: (bool(one.donor), one.on, one.id)):
        if code := _why_not(terms, one, on):
            left_out.append(Part(code, one.id, one.units))
            continue
        if one.is_excused and terms.excused == "reduces":
            excused += one.units
            continue
        units = min(one.units, room.get(one.category, one.units))
        if units < one.units:
            left_out.append(Part("OVER_CATEGORY", one.id, one.units - units))
        if one.donor and donated_room is not None and units > donated_room:
            left_out.append(Part("OVER_DONATED", one.id, units - donated_room))
            units = donated_room
        if one.category in room:
            room[one.category] -= units
        if one.donor:
            donated += units
            donated_room = None if donated_room is None else donated_room - units
        excused += units if one.is_excused else 0
        of_each[one.id] = units
        counted[one.category] += units
        for label in one.labels:
            labelled[label] += units
    required = max(0, terms.required - excused) if terms.excused == "reduces" else terms.required
    reached = counted + labelled
    return Counted(
        required=required,
        logged=sum(one.units for one in read),
        counted=dict(counted),
        labelled=dict(labelled),
        donated=donated,
        excused=excused,
        not_counted=tuple(sorted(left_out, key=lambda part: part.id)),
        missing={about: least - reached[about] for about, least in terms.least.items() if reached[about] < least},
        of_each=of_each,
    )


def gate(counted: Counted, log: Iterable[Contribution] = (), *, was_passed: bool = False) -> Gate:
    """Open where nothing is missing: each minimum, and the whole. What does not count is told beside, by category.

    What was passed stays open, whatever the rules are by now.

    >>> terms = Terms(required=10, least={"building": 8})
    >>> told = count(terms, [Contribution("1", date(2026, 5, 2), 6, "building")], date(2026, 6, 1))
    >>> [tuple(reason) for reason in gate(told).reasons]
    [('SHORT', 'building', 2), ('SHORT', '', 4)]
    """
    if was_passed:
        return Gate(True, (Reason("PASSED", "", 0),))
    short = [Reason("SHORT", about, units) for about, units in counted.missing.items()]
    if counted.short:
        short.append(Reason("SHORT", "", counted.short))
    category = {one.id: one.category for one in log}
    beside: Counter[tuple[str, str]] = Counter()
    for part in counted.not_counted:
        beside[part.code, category.get(part.id, "")] += part.units
    return Gate(not short, (*short, *(Reason(code, about, units) for (code, about), units in sorted(beside.items()))))


@dataclass(frozen=True, slots=True)
class Share:
    """A part of what a party takes: what a whole year of it requires, the core of that, and its days, both included.

    `days` is what the requirement is of, if not a year (a trial). A share that was ordered but never began has no days.
    """

    required: int
    core: int = 0
    from_on: date | None = None
    until_on: date | None = None
    days: int = YEAR


def prorated(shares: Sequence[Share | Mapping[str, Any]], first: date, last: date) -> tuple[int, int]:
    """What is required from first to last day, and the core of it: shares by their days, summed, rounded half up once.

    The core is rounded by itself, and the whole is never below it. A share that ends on the day it began counts none.
    Source: juntagrico, test_assignments.

    >>> year = date(2022, 1, 1), date(2022, 12, 31)
    >>> prorated([Share(10, 3, date(2022, 7, 1), date(2022, 12, 31))], *year)
    (5, 2)
    >>> prorated([Share(10, 3, date(2022, 1, 1), date(2022, 6, 30))], *year), prorated([Share(10, 3)], *year)
    ((5, 1), (0, 0))
    """
    if first > last:
        raise ObligationError("DAYS_TURNED", "last", f"{last} is before {first}: give the first day first.")
    whole = core = Fraction(0)
    for number, share in enumerate((told_as(Share, share) for share in shares), start=1):
        if share.days < 1 or share.core < 0 or share.required < share.core:
            raise ObligationError(
                "SHARE", f"share {number}", f"Share {number} requires less than its core, or no days."
            )
        part = Fraction(_active_days(share, first, last), share.days)
        whole, core = whole + share.required * part, core + share.core * part
    least = half_up(core)
    return max(half_up(whole), least), least


def half_up(exact: Fraction) -> int:
    """The nearest whole number, a half upwards.

    >>> half_up(Fraction(5, 2)), half_up(Fraction(7, 3))
    (3, 2)
    """
    return floor(exact + Fraction(1, 2))


def signers(said: str | Iterable[str]) -> frozenset[str]:
    """Who signed, each once: one name alone is one of them and not its letters, and what is empty is nobody.

    >>> signers("Ana") == signers(["Ana", "", "Ana"]) == {"Ana"}
    True
    """
    return frozenset(one for one in ((said,) if isinstance(said, str) else said) if one)


def _active_days(share: Share, first: date, last: date) -> int:
    if share.from_on is None or share.from_on == share.until_on:
        return 0
    begun, ended = max(share.from_on, first), min(share.until_on or last, last)
    return max(0, (ended - begun).days + 1)


def _why_not(terms: Terms, one: Contribution, on: date) -> str:
    if one.on > on:
        return "STILL_TO_COME"
    if terms.from_on and one.on < terms.from_on:
        return "TOO_EARLY"
    if terms.until_on and one.on > terms.until_on:
        return "TOO_LATE"
    has_signed = len(one.signed_by) >= terms.sign_offs and one.signed_by - {one.donor}
    if terms.sign_offs and not one.is_excused and not has_signed:
        return "NOT_SIGNED"
    return ""


def _read(terms: Terms, log: Iterable[Contribution | Mapping[str, Any]]) -> list[Contribution]:
    for name, units in (
        ("required", terms.required),
        ("most_donated", terms.most_donated or 0),
        *terms.most.items(),
        *terms.least.items(),
    ):
        if units < 0:
            raise ObligationError("NEGATIVE", name, f"{name} is {units}: write nothing less than 0.")
    for about in terms.least.keys() & terms.most.keys():
        if terms.least[about] > terms.most[about]:
            raise ObligationError(
                "NEVER_REACHED",
                about,
                f"{about}: at least {terms.least[about]}, yet at most {terms.most[about]} count.",
            )
    seen: dict[str, Contribution] = {}
    for one in (told_as(Contribution, one) for one in log):
        one = replace(one, signed_by=signers(one.signed_by), labels=frozenset(one.labels))
        if one.id in seen:
            raise ObligationError(
                "TWICE", f"{one.id}.id", f"Contribution {one.id} is there twice: nothing counts twice."
            )
        if type(one.units) is not int:
            raise ObligationError(
                "NOT_WHOLE", f"{one.id}.units", f"Contribution {one.id} has {one.units} units: write a whole number."
            )
        if one.units <= 0:
            raise ObligationError(
                "NOT_POSITIVE", f"{one.id}.units", f"Contribution {one.id} has {one.units} units: write 1 or more."
            )
        if one.category in one.labels:
            raise ObligationError(
                "TWICE",
                f"{one.id}.labels",
                f"Contribution {one.id} has {one.category!r} as its category and its label.",
            )
        seen[one.id] = one
    return list(seen.values())
