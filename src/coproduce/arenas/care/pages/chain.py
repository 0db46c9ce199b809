"""How it goes round, step by step and without a name: k with its interval, what became of each step, and the stop."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from coproduce.arenas.care import ARENA
from coproduce.arenas.care.queries.chain import Steps, steps
from coproduce.arenas.care.queries.here import here
from coproduce.community.base.page import MemberRequest, as_csv, for_another
from coproduce.community.exchange.figures import asked, came_round, in_per_cent, unaided
from coproduce.community.exchange.work_moved import page as work_moved
from coproduce.core.stats import Suppression

#: The drawing: so wide each step, so tall at most, so far from dot to dot, and so many people one dot stands for.
WIDE, TALL, APART, EACH = 150, 260, 24, 5


@for_another
@require_safe
def page(request: MemberRequest) -> HttpResponse:
    """The chain as a drawing and as a table."""
    place = here(request.community)
    found = steps(request.actor, place.rules)
    if found is None:
        raise Http404
    if request.GET.get("as") == "csv":
        return _file(request, found)
    rule = Suppression(0 if found.is_whole else 7)
    drawn = _drawn(found)
    said = {
        "found": found,
        "rows": [(row, _could_be(row.met_between), _could_be(row.harmed_between)) for row in found.rows],
        "drawn": drawn,
        "width": max(4, len(found.rows)) * WIDE,
        "height": max((dot["y"] + dot["gap"] for dot in drawn), default=0),
        "rules": place.rules,
        "k": _k(found),
        "ring": in_per_cent(came_round(request.actor, ARENA.slug, place.today, rule)),
        "asked": in_per_cent(asked(request.actor, ARENA.slug, rule)),
        "unaided": in_per_cent(unaided(request.actor, ARENA.slug, rule)),
    }  # fmt: skip
    return render(request, "care/chain.html", said)


@require_safe
def work(request: MemberRequest) -> HttpResponse:
    """Hours that were given beside hours somebody is paid for, by sex."""
    return work_moved.page(request, ARENA.slug, "care_chain")


def _k(found: Steps) -> dict[str, str] | None:
    if found.k is None:
        return None
    low, high = found.interval
    return {"k": f"{found.k:.2f}", "low": f"{low:.2f}", "high": f"{high:.2f}" if high != float("inf") else "…"}


def _could_be(between: tuple[float, float] | None) -> tuple[str, ...] | None:
    return tuple(f"{one:.0%}" for one in between) if between else None


def _drawn(found: Steps) -> list[dict[str, Any]]:
    """Where each dot stands: one for five people, in the middle of its step. Nobody is drawn from 1 to 7."""
    dots = []
    for place, row in enumerate(found.rows):
        many = round((Suppression().hide(row.people or 0) or 0) / EACH)
        gap = min(APART, TALL / (many + 1))
        for number in range(1, many + 1):
            dots.append({"x": place * WIDE + WIDE // 2, "y": round(gap * number, 1), "gap": round(gap, 1),
                         "last": place == len(found.rows) - 1})  # fmt: skip
    return dots


def _file(request: MemberRequest, found: Steps) -> HttpResponse:
    made_up = _("demo") if request.community.is_demo else ""
    hidden = _("1 to 7")
    heads = [
        _("step"), _("people visited"), _("ended"), _("needs met"), _("came to harm"), _("needs met, at least"),
        _("needs met, at most"), _("harm, at least"), _("harm, at most"), _("note"),
    ]  # fmt: skip
    return as_csv(
        f"{request.community.slug}-visits-by-step",
        heads,
        (
            [
                row.generation,
                *(hidden if one is None else one for one in (row.people, row.ended, row.met, row.harmed)),
                *_ends(row.met_between),
                *_ends(row.harmed_between),
                made_up,
            ]
            for row in found.rows
        ),
    )


def _ends(between: tuple[float, float] | None) -> tuple[object, object]:
    return (round(between[0], 4), round(between[1], 4)) if between else (_("cannot tell"), _("cannot tell"))
