"""The model lab: asking, what a study answered, and a town's own unpaid hours."""

from math import ceil
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _, gettext_lazy, ngettext

from coproduce.community.base import clock, policy
from coproduce.community.base.page import Door, MemberRequest, SeeOther, as_csv, looks_again, page_of, public, refused
from coproduce.community.evidence.queries.account import weekly_minutes
from coproduce.community.exchange.weekly.queries import READ
from coproduce.core.refusal import Refusal
from coproduce.web.lab import charts
from coproduce.web.lab.actions import ask, remove
from coproduce.web.lab.forms import OWN, AskForm, TownForm
from coproduce.web.lab.models import Study
from coproduce.web.lab.queries import left, shared, studies
from coproduce.web.lab.rules import DIALS, DRAWS, KINDS, PEOPLE, YEARS, parts, seconds_in_all

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


def reads_weeks(request: MemberRequest) -> bool:
    """Whether the reader may read the community's own weeks and ties, whole or in sums."""
    return policy.rule_on(request.actor, READ) != "deny"


def lab(request: MemberRequest) -> HttpResponse:
    """What may be asked, and what was; `?place=own&drops_out=0.004` and the like stand in the form to begin with."""
    if not policy.may(request.actor, "lab.ask"):
        raise Http404
    begun = {name: request.GET[name] for name in ("place", *DIALS) if name in request.GET}
    form = AskForm(
        request.POST or None, has_ties=reads_weeks(request), initial={"request_id": uuid4(), "table": SAMPLE, **begun}
    )
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        outcome = ask(
            request.actor, people=said["people"], years=said["years"], draws=said["draws"], seed=said["seed"],
            moved=form.moved(), age_sex=said.get("age_sex", ()), own_ties=said["place"] == OWN,
            request_id=said["request_id"],
        )  # fmt: skip
        if not isinstance(outcome, Refusal):
            return SeeOther(f"{request.path}{outcome.value.id}/")
        fields = {"own_ties": "place", "age_sex": "table"}
        field = fields.get(outcome.field or "", outcome.field)
        form.add_error(field if field in form.fields else None, refused(outcome))
    said = {
        "form": form,
        "page": page_of(studies(request.actor), request),
        "reads_weeks": reads_weeks(request),
        "usual": _lasts(seconds_in_all(1_000, 5, 30)),
        "largest": _lasts(seconds_in_all(PEOPLE[1], YEARS[1], DRAWS[1])),
    }
    return render(request, "lab/lab.html", said, status=422 if form.errors else 200)


def _study(request: MemberRequest, public_id: UUID) -> Study:
    row = shared(request.actor, public_id)
    if row is None:
        raise Http404
    return row


@public
def study(request: MemberRequest, study: UUID) -> HttpResponse:
    """What one study answered so far, for whoever has its address: the answer and its parts; or all data."""
    from coproduce.web.lab import findings, showing

    row = _study(request, study)
    draws = findings.results(row, "draw")
    if request.GET.get("as") == "json":
        return _data(row)
    if request.GET.get("as") == "csv" and draws:
        rows = findings.comparison(row, draws).rows()
        return as_csv(f"simulated-{row.public_id}", [*rows[0], "note"], [[*one.values(), "simulated"] for one in rows])
    said = {
        **_asked(row),
        "left": _lasts(left(row)),
        "may_remove": policy.may(request.actor, "lab.remove"),
        "may_ask": policy.may(request.actor, "lab.ask"),
        "link": request.build_absolute_uri(request.path),
    }
    if draws:
        said |= {
            "sections": showing.sections(row),
            "headline": showing.headline(row, draws),
            "sentences": findings.sentences(findings.comparison(row, draws)),
        }
    answer = render(request, "lab/study.html", said)
    return looks_again(answer, request) if row.finished_at is None else answer


@public
def part(request: MemberRequest, study: UUID, part: str) -> HttpResponse:
    """One section of a study on a page of its own; `?as=csv&table=1` is its first table as a file."""
    from coproduce.web.lab import showing

    row = _study(request, study)
    if part not in showing.TITLES:
        raise Http404
    found = {one.name: one for one in showing.sections(row)}
    one = found.get(part)
    if request.GET.get("as") == "csv" and one is not None:
        asked = request.GET.get("table", "1")
        place = int(asked) if asked.isdecimal() else 0
        if not 1 <= place <= len(one.tables):
            raise Http404
        heads, lines = one.tables[place - 1].lines()
        named = f"simulated-{row.public_id}-{part}-{place}"
        return as_csv(named, [*heads, "note"], [[*line, "simulated"] for line in lines])
    said = {**_asked(row), "one": one, "title": showing.TITLES[part], "sections": list(found.values()), "part": part}
    return render(request, "lab/part.html", said)


@public
def report(request: MemberRequest, study: UUID) -> HttpResponse:
    """A study on one page, to be printed or cited: what was asked, what came, how it was reckoned.

    On paper it is short; `?whole=1` prints every table.
    """
    from coproduce.economy import PRESETS, SOURCES
    from coproduce.web.lab import showing

    row = _study(request, study)
    numbers = [
        (about.says, name, [getattr(one.moved(row.numbers), name) for one in PRESETS], about)
        for name, about in SOURCES.items()
        if name in DIALS
    ]
    said = {
        **_asked(row),
        "sections": showing.sections(row),
        "whole": "whole" in request.GET,
        "numbers": numbers,
        "command": _command(row),
        "link": request.build_absolute_uri(request.path.removesuffix("report/")),
    }
    return render(request, "lab/report.html", said)


def _command(row: Study) -> str:
    """How the same is asked on the command line; nothing where it went by ties that are kept nowhere."""
    if row.own_ties:
        return ""
    moved = "".join(f" --set {name}={value:g}" for name, value in row.numbers.items())
    table = " --table town.csv" if row.age_sex else ""
    sizes = f"--people {row.people} --years {row.years} --draws {row.draws} --seed {row.seed}"
    return f"coproduce economy compare {sizes}{table}{moved}"


def _asked(row: Study) -> dict[str, Any]:
    """What stands above everything a study says."""
    return {
        "row": row,
        "done": row.done,  # type: ignore[attr-defined]
        "of": sum(parts(kind, row.draws) for kind in KINDS),
        "adults": f"{sum(row.age_sex):,}",
    }


def _lasts(seconds: float) -> str:
    """A time to wait, as it is said.

    >>> _lasts(61)
    'about 2 minutes'
    """
    minutes = ceil(seconds / 60)
    return ngettext("about a minute", "about %(minutes)s minutes", minutes) % {"minutes": minutes}


def _data(row: Study) -> HttpResponse:
    from coproduce.web.lab import findings

    asked = {"people": row.people, "years": row.years, "draws": row.draws, "seed": row.seed, "numbers": row.numbers,
             "age_sex": row.age_sex, "own_ties": row.own_ties, "version": row.version}  # fmt: skip
    answer = JsonResponse({
        "note": "Simulated. It compares contracts; it does not foretell.",
        "asked": asked,
        "draws": findings.results(row, "draw"),
        "depends": findings.results(row, "depends"),
        "even": findings.results(row, "even"),
    })  # fmt: skip
    answer["Content-Disposition"] = f'attachment; filename="simulated-{row.public_id}.json"'
    return answer


def take_away(request: MemberRequest, study: UUID) -> HttpResponse:
    """Whether to take one study away; and that it is gone."""
    if not policy.may(request.actor, "lab.remove"):
        raise Http404
    row = _study(request, study)
    if request.method != "POST":
        return render(request, "lab/remove.html", _asked(row))
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
            found = _town(form.lines(), request)
        except ValueError as fault:
            form.add_error("table", str(fault))
        else:
            if "csv" in request.POST:
                heads = [_("What"), _("Hours"), _("From"), _("To")]
                return as_csv("unpaid-hours", heads, found["exact"])
            said |= found
    return render(request, "lab/town.html", said, status=422 if form.errors else 200)


def _town(lines: list[str], request: MemberRequest) -> dict[str, Any]:
    from coproduce.economy.account import core_economy, read_lines
    from coproduce.economy.rates import SAYS

    found = core_economy(read_lines(lines))
    rows = [(says[:1].upper() + says[1:], *found.hours(name)) for name, says in SAYS.items()]
    seen = _ledger(request)
    return {
        **_sliver(seen, found.hours().mean),
        "chart": charts.intervals(_("Unpaid hours a week"), rows, start=0),
        "exact": rows,
        "rows": [(name, *(f"{value:,.0f}" for value in three)) for name, *three in rows],
        "whole": [f"{value:,.0f}" for value in found.hours()],
        "adults": f"{found.adults():,.0f}",
        "each": f"{found.an_adult().mean:.1f}",
        "source": found.rates.source,
        "is_sample": [line.strip() for line in lines if line.strip()] == SAMPLE.split(),
    }


def _ledger(request: MemberRequest) -> float | None:
    """Hours of a week that the community's own books saw; None where too few gave for it to be shown."""
    minutes = weekly_minutes(request.community.pk, clock.today(request.community.time_zone))
    return None if minutes is None else minutes / 60


def _sliver(seen: float | None, town: float) -> dict[str, Any]:
    """The books beside the town, as the sliver they are."""
    if seen is None:
        return {}
    share = seen / town
    return {
        "sliver": charts.sliver(_("The books beside all that the town does unpaid"), share),
        "seen": f"{seen:,.0f}",
        "seen_share": f"{100 * share:.3g}",
    }
