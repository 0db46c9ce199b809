"""A design with everything in it: parts that are designs here are taken apart as well, in the version that will do."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from django.db.models.functions import Lower

from coproduce.arenas.making import rules
from coproduce.arenas.making.models import Design
from coproduce.core.quantity import unit_of_money
from coproduce.core.refusal import Refusal


@dataclass(frozen=True, slots=True)
class Tree:
    """What the rules take apart, and the designs in it by name; `whose` says of a part which design it is a line of."""

    design: rules.Design
    rows: Mapping[str, tuple[Design, ...]]

    def row(self, name: str, version: str) -> Design | None:
        """The design of that name and version; None for a part that is none."""
        return next((one for one in self.rows.get(name, ()) if one.version == version), None)


def tree(top: Design, parts: str | None = None) -> Tree:
    """Everything a design is made of; with other `parts`, what it would be made of.

    A part that does not say how it is made, and is called as a design here, is that design: of whoever keeps this one
    where they have one of that name, else of whoever had it first.
    """
    lines = {top.pk: _lines(top.parts if parts is None else parts)}
    rows: dict[str, list[Design]] = {top.name.lower(): [top]}
    asked, level = {top.name.lower()}, [top]
    while level:
        wanted = {one.name.lower() for row in level for one in lines[row.pk] if not one.process} - asked
        asked |= wanted
        level = _of_one_keeper(top, wanted)
        for row in level:
            lines[row.pk] = _lines(row.parts)
            rows.setdefault(row.name.lower(), []).append(row)
    called = {low: found[0].name for low, found in rows.items()}
    own = _own_names(lines, {row.pk: row for found in rows.values() for row in found}, called)
    modules = [
        rules.Module(
            called[low],
            [rules.Use(own[row.pk, part.name], part.quantity, part.versions) for part in lines[row.pk]],
            row.version, licence=row.licence,
        )
        for low, found in rows.items() for row in found
    ]  # fmt: skip
    made = {own[pk, part.name]: part for pk, those in lines.items() for part in those}
    money = unit_of_money(top.community.currency)
    modules += [
        _module(name, part, money.code, money.minor_per_major)
        for name, part in made.items() if name not in called.values()
    ]  # fmt: skip
    return Tree(
        rules.Design(called[top.name.lower()], modules), {called[low]: tuple(found) for low, found in rows.items()}
    )


def _lines(text: str) -> tuple[rules.Part, ...]:
    found = rules.read_parts(text)
    return () if isinstance(found, Refusal) else found


def _of_one_keeper(top: Design, names: Iterable[str]) -> list[Design]:
    """Every version of the designs of these names, each of one keeper."""
    low = Lower("name")
    here = Design.objects.filter(community_id=top.community_id).annotate(low=low).filter(low__in=list(names))
    found = list(here.order_by("said_at", "pk"))
    keeper = {row.low: row.keeper_id for row in reversed(found)}
    keeper |= {row.low: row.keeper_id for row in found if row.keeper_id == top.keeper_id}
    return [row for row in found if row.keeper_id == keeper[row.low]]


def _own_names(
    lines: Mapping[int, Iterable[rules.Part]], rows: Mapping[int, Design], called: Mapping[str, str]
) -> dict[tuple[int, str], str]:
    """What each line is called in the whole: things alike by one name, and two that only share a name by two."""
    alike: dict[str, set[rules.Part]] = {}
    for those in lines.values():
        for part in those:
            alike.setdefault(part.name.lower(), set()).add(replace(part, name="", quantity=1, versions=""))
    found, first = {}, dict[str, str]()
    for pk, those in lines.items():
        for part in those:
            low = part.name.lower()
            if low in called and not part.process:
                found[pk, part.name] = called[low]
            elif low in called or len(alike[low]) > 1:
                found[pk, part.name] = f"{part.name} ({rows[pk].name} {rows[pk].version})"
            else:
                found[pk, part.name] = first.setdefault(low, part.name)
    return found


def _module(name: str, part: rules.Part, currency: str, minor_per_major: int) -> rules.Module:
    cost = None if part.cost is None else rules.exact(part.cost, "cost") * minor_per_major
    return rules.Module(
        name, (), cost_minor=cost, currency=currency if cost is not None else "", mass_g=part.mass_g,
        minutes=part.minutes or None, process=part.process, material=part.material, box_mm=part.box_mm,
        tolerance_mm=part.tolerance_mm,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """So many of one part: which version, of which design, how it is made, and what it is in, with how many in each."""

    name: str
    quantity: Fraction
    version: str
    row: Design | None
    module: rules.Module
    used_in: tuple[tuple[str, Fraction | int], ...]


@dataclass(frozen=True, slots=True)
class Parts:
    """Everything so many of a design take, what it comes to, and under which licence the whole may be shared."""

    lines: tuple[Line, ...]
    totals: rules.Totals
    licence: str | Refusal
    reasons: tuple[rules.Reason, ...]


def parts_of(top: Design, quantity: int = 1) -> Parts | Refusal:
    """All of it, taken apart; or what stops that: a circle, a version that is not there."""
    found = tree(top)
    try:
        chosen = rules.chosen(found.design)
        needed = rules.explode(found.design, quantity)
        totals = rules.roll_up(found.design, quantity)
    except rules.MakingError as wrong:
        return Refusal(wrong.code, str(wrong).replace("%", "%%"), "parts")
    used: dict[str, list[tuple[str, Fraction | int]]] = {}
    for name, one in chosen.items():
        for part, number in one.uses:
            used.setdefault(part, []).append((name, number))
    lines = tuple(
        Line(name, number, chosen[name].module.version if name in found.rows else "",
             found.row(name, chosen[name].module.version), chosen[name].module, tuple(used[name]))
        for name, number in needed.items()
    )  # fmt: skip
    of = {name: one.module.licence for name, one in chosen.items() if name in found.rows}
    return Parts(lines, totals, rules.compatible(of), rules.reasons(of))


def is_no_circle(top: Design, parts: str) -> Refusal | None:
    """None when a design may be made of these parts; a part of it that is made of the design itself is refused."""
    try:
        rules.chosen(tree(top, parts).design)
    except rules.MakingError as wrong:
        return Refusal(wrong.code, str(wrong).replace("%", "%%"), "parts") if wrong.code == "CIRCLE" else None
    return None


def used_in(row: Design) -> list[Design]:
    """Designs here that name this one as a part."""
    here = Design.objects.filter(community_id=row.community_id, parts__icontains=row.name).exclude(pk=row.pk)
    low = row.name.lower()
    return [
        one for one in here.select_related("keeper").order_by("name", "-said_at", "pk")[:100]
        if any(part.name.lower() == low and not part.process for part in _lines(one.parts))
    ]  # fmt: skip
