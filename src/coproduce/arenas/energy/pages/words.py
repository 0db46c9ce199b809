"""What a statement says, in sentences anybody can count again, and words for keys, states and doubts."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy, ngettext

from coproduce.arenas.energy.models import SharedMonth, Statement
from coproduce.arenas.energy.queries.statements import Given, Told
from coproduce.community.base.page import headed
from coproduce.core.quantity import KWH, Quantity, unit_of_money

KEYS: Mapping[str, str | Promise] = {
    "static": gettext_lazy("Fixed parts"),
    "dynamic": gettext_lazy("In proportion to use"),
    "hybrid": gettext_lazy("Fixed parts, then by what is lacking"),
    "cascade": gettext_lazy("Class after class"),
    "equal_refill": gettext_lazy("Equal slices, filled up"),
    "pair": gettext_lazy("From whom to whom"),
}

HOW: Mapping[str, str | Promise] = {
    "static": gettext_lazy("Each has its part of what is over, at most what it uses; the rest goes to the grid."),
    "dynamic": gettext_lazy("Who uses much in a quarter of an hour gets much of what is over then."),
    "hybrid": gettext_lazy("Each has its part first; what is left goes to whoever still lacks some."),
    "cascade": gettext_lazy("The first class is served before the second, and so on."),
    "equal_refill": gettext_lazy("Everybody gets the same, at most what they use; what that leaves is sliced again."),
    "pair": gettext_lazy("Each roof says which part of what it has over goes to whom."),
}

STATES: Mapping[str, str | Promise] = {
    SharedMonth.CLOSED: gettext_lazy("closed; to be looked at and settled"),
    SharedMonth.SETTLED: gettext_lazy("settled"),
}

DOUBTS: Mapping[str, str | Promise] = {
    "NOT_A_NUMBER": gettext_lazy("This is no number. Write it like 0.25."),
    "NOT_A_TIME": gettext_lazy("This is no time. Write it like 2026-05-01 12:00."),
    "NO_SUCH_TIME": gettext_lazy("The clocks go forward then: there is no such time."),
    "OFF_STEP": gettext_lazy("This time lies between two intervals. Is an interval longer, or shorter?"),
    "OUTSIDE": gettext_lazy("This is before the first day or after the last. Is the date right?"),
    "WRONG_DAY": gettext_lazy("This day has another number of intervals: 92 or 100 quarters when clocks change."),
    "UNKNOWN_METER": gettext_lazy("Nobody here has this meter. Write down the supply point first."),
    "NEGATIVE": gettext_lazy("Less than nothing. Is it what was fed in? Bring that as what was made."),
    "ABOVE_FUSE": gettext_lazy("More than the fuse lets through. Look at the unit, and at the meter."),
    "TWICE": gettext_lazy("The same once more: it counts once."),
    "TWO_VALUES": gettext_lazy("Another number for the same time: the first counts. Which is right?"),
    "WENT_BACK": gettext_lazy("A register that fell: was the meter exchanged?"),
    "LOOKS_CUMULATIVE": gettext_lazy("It never falls. Is it a register that runs on?"),
    "WRONG_UNIT": gettext_lazy("It does not look like this unit. Watts, watt-hours or kilowatt-hours?"),
}


def energy(wh: int) -> Quantity:
    return KWH(wh)


def money(minor: int, currency: str) -> Quantity:
    return unit_of_money(currency)(minor)


def energy_heads() -> list[str]:
    """Of the five ways a month's energy goes, in the order of `of_energy`."""
    ways = (_("of its own"), _("from neighbours"), _("from the grid"), _("to neighbours"), _("to the grid"))
    return [headed(way, KWH) for way in ways]


def of_energy(row: Statement) -> list[Decimal]:
    """Where it came from and went, as numbers to save."""
    return [energy(wh).number for wh in (row.own_wh, row.bought_wh, row.grid_wh, row.sold_wh, row.surplus_wh)]


def in_hundred(part: Fraction | None) -> str:
    """A part as people read it."""
    return _("cannot tell") if part is None else f"{float(part):.0%}"


def sentences(told: Told) -> list[str]:
    """A month of one supply point, in words."""
    return list(_sentences(told))


def _sentences(told: Told) -> Iterator[str]:
    row, currency = told.row, told.month.unit
    name, cost = row.point.name, str(money(abs(told.pays_minor), currency))
    if row.own_wh:
        yield _("%(name)s used %(energy)s of its own.") % {"name": name, "energy": energy(row.own_wh)}
    if row.sold_wh:
        yield _("%(name)s gave neighbours %(energy)s%(when)s. For that they pay it %(cost)s.") % {
            "name": name, "energy": energy(row.sold_wh), "when": _most_at(row.gave_at), "cost": cost
        }  # fmt: skip
        yield from _to_whom(told.given)
    if row.bought_wh:
        yield _("Neighbours gave %(name)s %(energy)s%(when)s. For that it pays them %(cost)s.") % {
            "name": name, "energy": energy(row.bought_wh), "when": _most_at(row.got_at), "cost": cost
        }  # fmt: skip
    if row.grid_wh:
        yield _("It drew %(energy)s from the grid besides.") % {"energy": energy(row.grid_wh)}
    if row.surplus_wh:
        yield _("%(energy)s went to the grid.") % {"energy": energy(row.surplus_wh)}
    if not any((row.own_wh, row.sold_wh, row.bought_wh, row.grid_wh, row.surplus_wh)):
        yield _("Nothing is known of this month, and so nothing is paid.")
    saved = told.alone_minor - told.bill_minor
    if saved > 0 and told.alone_minor < 0:
        yield _("Without neighbours it would have earned %(saved)s less.") % {"saved": money(saved, currency)}
    elif saved > 0:
        yield _("Without neighbours it would have cost %(saved)s more.") % {"saved": money(saved, currency)}
    yield from _known(row.missing, row.estimated)


def _known(missing: int, estimated: int) -> Iterator[str]:
    if missing:
        yield ngettext(
            "Of one interval nothing is known: it counts as nothing. Once a reading comes, it is put right.",
            "Of %(number)s intervals nothing is known: they count as nothing. Once readings come, it is put right.",
            missing,
        ) % {"number": missing}  # fmt: skip
    if estimated:
        yield ngettext(
            "One interval was not measured by itself: it follows from its neighbours, as members agreed.",
            "%(number)s intervals were not measured by themselves: they follow from longer ones, or as members agreed.",
            estimated,
        ) % {"number": estimated}  # fmt: skip


def _most_at(hour: int | None) -> str:
    """, most of it between 12 and 13 o'clock."""
    if hour is None:
        return ""
    return _(", most of it between %(hour)s and %(after)s o’clock") % {"hour": hour, "after": hour + 1}


def _to_whom(given: Given | None) -> Iterator[str]:
    """To whom it went: by name where they like to be named, the others as a number."""
    if given is None:
        return
    for name, wh in given.named:
        yield _("Of it %(name)s got %(energy)s.") % {"name": name, "energy": energy(wh)}
    if given.others:
        said: dict[str, Any] = {"energy": energy(given.others_wh), "number": given.others}
        yield ngettext(
            "One neighbour got %(energy)s of it.", "%(number)s neighbours got %(energy)s of it.", given.others
        ) % said  # fmt: skip
