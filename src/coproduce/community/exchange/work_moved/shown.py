"""Work moved as a page shows it and as a table: the same numbers in every arena, in words."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from coproduce.community.base.page import MemberRequest, as_csv
from coproduce.community.exchange.work_moved.reckoned import GROUP, WHO, Line, Part, WorkMoved
from coproduce.community.people.counting.rules import MAN, NOT_SAID, OTHER, WOMAN
from coproduce.core.quantity import HOURS, Quantity


def shown(found: WorkMoved) -> dict[str, Any]:
    """What `work_moved.html` says; None is not shown."""
    total = _line(found.total)
    has_something = bool(found.total.everybody.people or found.total.everybody.paid_minutes or total["elsewhere"].minor)
    gave = [place for place, part in enumerate(found.total.parts) if part.given_minutes]
    gave = gave if any(line.parts for line in found.months) else []
    return {
        "months": [_of_those(_line(line), gave) for line in found.months],
        "total": total,
        "rows": [total["parts"][place] for place, part in enumerate(found.total.parts) if _says_something(part)],
        "is_whole": found.is_whole,
        "is_hidden": found.total.everybody.given_minutes is None,
        "heads": [total["parts"][place]["who"] for place in gave],
        "has_elsewhere": bool(found.total.elsewhere_minutes),
        "is_there": has_something or found.total.everybody.given_minutes is None,
    }


def _says_something(part: Part) -> bool:
    """Women, men and who did not say stand there always; the others where there are any."""
    return bool(part.given_minutes or part.paid_minutes or set(part.who) & {WOMAN, MAN, NOT_SAID})


def _of_those(line: dict[str, Any], places: Sequence[int]) -> dict[str, Any]:
    """A month without the columns that are empty all year."""
    return {**line, "parts": [line["parts"][place] for place in places]}


def as_table(request: MemberRequest, found: WorkMoved) -> HttpResponse:
    """A row for each month and who, with whole minutes; “everybody” is the sum of those above it."""
    heads = [
        _("month"),
        _("who"),
        _("people who gave"),
        _("given, minutes"),
        _("paid, minutes"),
        _("paid for the whole community, minutes"),
        _("note"),
    ]
    made_up = _("demo") if request.community.is_demo else ""
    rows = [[*row, made_up] for line in found.months for row in _rows(line)]
    rows += [[*row, made_up] for row in _rows(found.total, str(found.year))]
    return as_csv(f"{request.community.slug}-paid-and-unpaid-{found.year}", heads, rows)


def _rows(line: Line, label: str = "") -> Iterator[list[object]]:
    months = label or " · ".join(line.months)
    for part in line.parts:
        yield [months, _who(part.who), *_told(part), ""]
    yield [months, _("everybody"), *_told(line.everybody), line.elsewhere_minutes]


def _told(part: Part) -> list[object]:
    return [
        _("not shown") if number is None else number for number in (part.people, part.given_minutes, part.paid_minutes)
    ]


def _line(line: Line) -> dict[str, Any]:
    return {
        "label": _months(line.months),
        "parts": [_part(part) for part in line.parts],
        "everybody": _part(line.everybody),
        "elsewhere": HOURS(line.elsewhere_minutes),
    }


def _months(months: Sequence[str]) -> str:
    """Neighbouring months by the first and the last of them."""
    said = [date_format(date.fromisoformat(f"{month}-01"), "YEAR_MONTH_FORMAT") for month in months]
    if len(said) < 2:
        return "".join(said)
    return _("%(first)s to %(last)s") % {"first": said[0], "last": said[-1]}


def _part(part: Part) -> dict[str, Any]:
    return {
        "who": _who(part.who),
        "people": part.people,
        "given": _time(part.given_minutes),
        "paid": _time(part.paid_minutes),
    }


def _time(minutes: int | None) -> Quantity | None:
    return None if minutes is None else HOURS(minutes)


def _who(labels: tuple[str, ...]) -> str:
    words = {
        WOMAN: _("Women"),
        MAN: _("Men"),
        OTHER: _("Another word"),
        NOT_SAID: _("Not said"),
        GROUP: _("Families and groups"),
    }
    return " · ".join(words[who] for who in WHO if who in labels)
