"""Everything a design takes: parts of parts, where each is used, what all comes to, and the licence of the whole."""

from fractions import Fraction
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from coproduce.arenas.making.pages.designs import design_of
from coproduce.arenas.making.queries.tree import Line, Parts, parts_of, used_in
from coproduce.community.base.page import MemberRequest, as_csv, refused
from coproduce.core.quantity import HOURS, Unit, unit_of_money
from coproduce.core.refusal import Refusal

MOST = 10_000


def page(request: MemberRequest, design: UUID) -> HttpResponse:
    """The parts of so many, `?n=`, each after whatever it is part of."""
    row, number = design_of(request, design), how_many(request)
    found = parts_of(row, number)
    money = unit_of_money(request.community.currency)
    if isinstance(found, Parts) and request.GET.get("as") == "csv":
        return _file(request, found, row.name)
    said: dict[str, Any] = {"row": row, "number": number, "used_in": used_in(row)}
    if isinstance(found, Refusal):
        said["refused"] = refused(found)
    else:
        totals = found.totals
        said |= {
            "lines": [_shown(line, money) for line in found.lines],
            "cost": money(round(totals.cost_minor)),
            "mass": grams(totals.mass_g),
            "time": HOURS(round(totals.minutes)),
            "unknown_cost": ", ".join(totals.unknown.get("cost_minor", ())),
            "unknown_mass": ", ".join(totals.unknown.get("mass_g", ())),
            "licence": "" if isinstance(found.licence, Refusal) else found.licence,
            "no_licence": refused(found.licence) if isinstance(found.licence, Refusal) else "",
            "reasons": found.reasons,
        }
    return render(request, "making/parts.html", said)


def how_many(request: MemberRequest) -> int:
    """How many are asked for: one, unless a whole number stands in the address."""
    said = request.GET.get("n", "")
    return min(int(said), MOST) if said.isascii() and said.isdigit() and len(said) < 9 and int(said) else 1


def number(said: Fraction | int) -> str:
    """A quantity as somebody writes it: whole, with a point where that says all of it, else as a fraction."""
    said = Fraction(said)
    as_point = f"{float(said):g}"
    return as_point if Fraction(as_point) == said else f"{said.numerator}/{said.denominator}"


def grams(said: Fraction) -> str:
    """A mass in kilograms from one on, else in grams."""
    return f"{float(said / 1000):g} kg" if said >= 1000 else f"{float(said):g} g"


def _shown(line: Line, money: Unit) -> dict[str, Any]:
    module = line.module
    return {
        "line": line,
        "quantity": number(line.quantity),
        "in": ", ".join(f"{name} ({number(many)})" for name, many in line.used_in),
        "how": ", ".join(word for word in (module.process, module.material) if word),
        "size": " × ".join(map(str, module.box_mm)) if module.box_mm else "",
        "cost": "" if module.cost_minor is None else money(round(Fraction(module.cost_minor) * line.quantity)),
        "mass": "" if module.mass_g is None else grams(Fraction(module.mass_g) * line.quantity),
    }


def _file(request: MemberRequest, found: Parts, name: str) -> HttpResponse:
    made_up = _("demo") if request.community.is_demo else ""
    heads = [_("part"), _("how many"), _("version"), _("how it is made"), _("of what"), _("size in mm"),
             _("minutes each"), _("grams each"), _("cost each, in the smallest coins"), _("in"), _("licence"),
             _("note")]  # fmt: skip
    table = []
    for line in found.lines:
        one = line.module
        size = " x ".join(map(str, one.box_mm)) if one.box_mm else ""
        used = ", ".join(f"{where} ({number(many)})" for where, many in line.used_in)
        known = ["" if value is None else str(value) for value in (one.minutes, one.mass_g, one.cost_minor)]
        table.append([line.name, number(line.quantity), line.version, one.process, one.material, size, *known, used,
                      one.licence, made_up])  # fmt: skip
    return as_csv(f"{request.community.slug}-parts", heads, table)
