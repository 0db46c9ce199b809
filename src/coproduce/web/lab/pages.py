"""The model lab: asking, what a study answered, and a town's own unpaid hours."""

from math import ceil
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _, gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from coproduce.community.base import clock, policy
from coproduce.community.base.page import Door, MemberRequest, SeeOther, as_csv, looks_again, page_of, public, refused
from coproduce.core.refusal import Refusal
from coproduce.web.lab import charts
from coproduce.web.lab.actions import ask, remove
from coproduce.web.lab.forms import AskForm, TownForm
from coproduce.web.lab.models import Study
from coproduce.web.lab.queries import shared, studies
from coproduce.web.lab.rules import DRAWS, PEOPLE, YEARS, seconds_a_draw

DOORS = (Door(gettext_lazy("The model lab"), "lab", "lab.read_studies", "home"),)

#: A made-up town, to begin with.
SAMPLE = """age_band,sex,people
0-14,female,850
0-14,male,890
15-24,female,540
15-24,male,560
25-34,female,690
25-34,male,670
35-44,female,660
35-44,male,640
45-54,female,670
45-54,male,650
55-64,female,640
55-64,male,620
65+,female,1010
65+,male,840
"""


def lab(request: MemberRequest) -> HttpResponse:
    """What may be asked, and what was."""
    if not policy.may(request.actor, "lab.ask"):
        raise Http404
    form = AskForm(request.POST or None, initial={"request_id": uuid4()})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        outcome = ask(
            request.actor, people=said["people"], years=said["years"], draws=said["draws"], seed=said["seed"],
            moved=form.moved(), request_id=said["request_id"],
        )  # fmt: skip
        if not isinstance(outcome, Refusal):
            return SeeOther(f"{request.path}{outcome.value.id}/")
        form.add_error(outcome.field if outcome.field in form.fields else None, refused(outcome))
    usual, largest = ((1_000, 5, 30), (PEOPLE[1], YEARS[1], DRAWS[1]))
    said = {
        "form": form,
        "page": page_of(studies(request.actor), request),
        "usual": _lasts(usual[2] * seconds_a_draw(*usual[:2])),
        "largest": _lasts(largest[2] * seconds_a_draw(*largest[:2])),
    }
    return render(request, "lab/lab.html", said, status=422 if form.errors else 200)


@public
def study(request: MemberRequest, study: UUID) -> HttpResponse:
    """What one study answered so far, for whoever has its address; as a table or as data."""
    row = shared(request.actor, study)
    if row is None:
        raise Http404
    draws = list(row.finished.order_by("number").values_list("result", flat=True))
    if request.GET.get("as") == "json":
        return _data(row, draws)
    said: dict[str, Any] = {
        "row": row,
        "done": len(draws),
        "left": _lasts(_left(row, len(draws))),
        "may_remove": policy.may(request.actor, "lab.remove"),
        "link": request.build_absolute_uri(request.path),
    }
    if draws:
        from coproduce.web.lab import findings

        if request.GET.get("as") == "csv":
            rows = findings.comparison(row, draws).rows()
            return as_csv(
                f"simulated-{row.public_id}", [*rows[0], "note"], [[*one.values(), "simulated"] for one in rows]
            )
        from coproduce.web.lab.showing import answered

        said |= answered(row, draws)
    answer = render(request, "lab/study.html", said)
    return looks_again(answer, request) if row.finished_at is None else answer


def _left(row: Study, done: int) -> float:
    """Seconds until the last draw: as each took so far, and before the first as it was measured for this size."""
    each = (clock.now() - row.asked_at).total_seconds() / done if done else seconds_a_draw(row.people, row.years)
    return each * (row.draws - done)


def _lasts(seconds: float) -> str:
    """A time to wait, as it is said.

    >>> _lasts(61)
    'about 2 minutes'
    """
    minutes = ceil(seconds / 60)
    return ngettext("about a minute", "about %(minutes)s minutes", minutes) % {"minutes": minutes}


def _data(row: Study, draws: list[dict[str, Any]]) -> HttpResponse:
    asked = {"people": row.people, "years": row.years, "draws": row.draws, "seed": row.seed, "numbers": row.numbers,
             "version": row.version}  # fmt: skip
    answer = JsonResponse(
        {"note": "Simulated. It compares contracts; it does not foretell.", "asked": asked, "draws": draws}
    )
    answer["Content-Disposition"] = f'attachment; filename="simulated-{row.public_id}.json"'
    return answer


@require_POST
def take_away(request: MemberRequest, study: UUID) -> HttpResponse:
    """Take one study away."""
    outcome = remove(request.actor, study=study, request_id=uuid4())
    if isinstance(outcome, Refusal):
        raise Http404
    messages.success(request, _("The study is gone, and its address leads nowhere."))
    return redirect("lab", community=request.community.slug)


def town(request: MemberRequest) -> HttpResponse:
    """A town's unpaid hours by what is done, from its ages and sexes: nobody needs to be a member of anything."""
    if not policy.may(request.actor, "lab.ask"):
        raise Http404
    form = TownForm(request.POST or None, request.FILES or None, initial={"table": SAMPLE})
    said: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        try:
            said |= _town(form.lines())
        except ValueError as fault:
            form.add_error("table", str(fault))
    return render(request, "lab/town.html", said, status=422 if form.errors else 200)


def _town(lines: list[str]) -> dict[str, Any]:
    from coproduce.economy.account import core_economy, read_lines
    from coproduce.economy.rates import SAYS

    found = core_economy(read_lines(lines))
    rows = [(says[:1].upper() + says[1:], *found.hours(name)) for name, says in SAYS.items()]
    return {
        "chart": charts.intervals(_("Unpaid hours a week"), rows, start=0),
        "rows": [(name, *(f"{value:,.0f}" for value in three)) for name, *three in rows],
        "whole": [f"{value:,.0f}" for value in found.hours()],
        "adults": f"{found.adults():,.0f}",
        "each": f"{found.an_adult().mean:.1f}",
        "source": found.rates.source,
        "is_sample": [line.strip() for line in lines if line.strip()] == SAMPLE.split(),
    }
