"""The lab's pages on the community itself: how it lives and what may come of it, and whom to invite first."""

from typing import Any
from uuid import uuid4

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy

from coproduce.community.base import clock, policy
from coproduce.community.base.page import MemberRequest, SeeOther, as_csv, looks_again, refused
from coproduce.community.exchange.weekly.queries import READ, Foretold, TownFigures, foretold, own_deeds, town_figures
from coproduce.core.refusal import Refusal
from coproduce.web.lab import charts
from coproduce.web.lab.actions import want_forecast
from coproduce.web.lab.forms import InviteForm
from coproduce.web.lab.models import Wanted
from coproduce.web.lab.pages import reads_weeks
from coproduce.web.lab.rules import DIALS

#: What each figure is, in words.
SAYS = {
    "active": gettext_lazy("Members who took part in the last thirteen weeks"),
    "stopping": gettext_lazy("Stop taking part in a week"),
    "by_word_of_mouth": gettext_lazy("Begin in a week, brought by a member"),
    "by_the_desk": gettext_lazy("Begin in a week, brought by the desk or by others who are new"),
    "asked": gettext_lazy("Were ready and were asked back, or answered before"),
    "came_round": gettext_lazy("Were helped first and helped in turn (R)"),
}


#: And the ways of choosing, short enough to stand in a drawing.
WAYS = {
    "random": gettext_lazy("Whoever chance names"),
    "cluster": gettext_lazy("One neighbourhood"),
    "central": gettext_lazy("Who has most ties"),
    "friends": gettext_lazy("Your friends, and theirs"),
    "greedy": gettext_lazy("Whoever adds most, one by one"),
}


def weeks(request: MemberRequest) -> HttpResponse:
    """How the community lives, what may come of it, and how earlier forecasts did; a new one is asked for here."""
    if not reads_weeks(request):
        raise Http404
    today = clock.today(request.community.time_zone)
    sees_whole = policy.rule_on(request.actor, READ) == "allow"
    why = ""
    if request.method == "POST":
        if not sees_whole:
            raise Http404
        outcome = want_forecast(request.actor, request_id=uuid4())
        if not isinstance(outcome, Refusal):
            return SeeOther(f"{request.path}?wanted=1")
        why = refused(outcome)
    deeds = own_deeds(request.actor)
    figures = town_figures(request.actor, today, deeds)
    assert figures is not None
    rows = [(str(says), getattr(figures, name)) for name, says in SAYS.items()]
    if request.GET.get("as") == "csv":
        heads = [_("What"), _("Share"), _("From"), _("To"), _("Of"), _("note")]
        return as_csv("our-weeks", heads, [[says, *_figure(one), _note(request)] for says, one in rows])
    kept = foretold(request.actor, today, deeds) or []
    looks = sees_whole and bool({"wanted", "still"} & request.GET.keys())
    wanted = Wanted.objects.filter(community=request.community).first() if looks else None
    said: dict[str, Any] = {
        "rows": [(says, *map(_per_cent, _figure(one)[:3]), _figure(one)[3]) for says, one in rows],
        "members": figures.members,
        "sees_whole": sees_whole,
        "why": why or (wanted.why if wanted else ""),
        "is_coming": wanted is not None and not wanted.why,
        "ask": f"{reverse('lab', kwargs={'community': request.community.slug})}?{_begin(figures)}",
        "kept": [(one, f"{one.scored.k} / {one.scored.n}" if one.scored.n else "") for one in kept],
        **(_beside(figures, kept[0]) if kept and figures.weeks else {}),
    }
    answer = render(request, "lab/weeks.html", said, status=422 if why else 200)
    return looks_again(answer, request) if said["is_coming"] else answer


def _note(request: MemberRequest) -> str:
    """Where everybody is made up, every line of a table says so."""
    return _("demo") if request.community.is_demo else ""


def _figure(one: Any) -> tuple[float | str, float | str, float | str, int | str]:
    """Share, ends and of how many; empty where nothing may be said."""
    if one is None or one.share is None:
        return "", "", "", ""
    return one.share, one.low, one.high, one.n


def _per_cent(share: float | str) -> str:
    return "–" if isinstance(share, str) else f"{100 * share:.1f} %"


def _begin(figures: TownFigures) -> str:
    """The community's own figures as the numbers a study begins with, each held within its range.

    Of those asked back, who helps in turn is R over the asked-rate; asked within half a year as it is, so much a week.
    """
    from coproduce.economy import SOURCES

    said: dict[str, float] = {}
    for name, one in (("drops_out", figures.stopping), ("outreach", figures.by_the_desk)):
        if one is not None and one.share is not None:
            said[name] = one.share
    asked, round_ = figures.asked, figures.came_round
    if asked is not None and asked.share:
        said["asked_back"] = 1 - (1 - min(asked.share, 0.999)) ** (1 / 26)
        if round_ is not None and round_.share is not None:
            said["says_yes"] = round_.share / asked.share
    held = {
        name: min(max(value, SOURCES[name].low), SOURCES[name].high) for name, value in said.items() if name in DIALS
    }
    return "&".join(["place=own", *(f"{name}={value:.4g}" for name, value in held.items())])


def _beside(figures: TownFigures, newest: Foretold) -> dict[str, Any]:
    """The newest forecast beside the curve that was and the one that came."""
    seen = figures.weeks
    assert seen is not None
    before = [many for end, many in zip(seen.ends, seen.taking_part, strict=True) if end <= newest.made_on]
    title = _("Members who take part: what was, what was foretold, and what came")
    fan = tuple(zip(newest.low, newest.middle, newest.high, strict=True))
    table = [
        (week, *three, newest.real[week - 1] if week <= len(newest.real) else "–")
        for week, three in enumerate(fan, 1)
        if week % 4 == 0 or week == len(fan)
    ]
    return {"chart": charts.fan(title, before[-26:], fan, newest.real), "newest": newest, "fan": table}


def invite(request: MemberRequest) -> HttpResponse:
    """Five ways of choosing whom to invite first, on the community's own ties, and how many each reaches."""
    if not reads_weeks(request):
        raise Http404
    form = InviteForm(request.GET if "count" in request.GET else None)
    said: dict[str, Any] = {"form": form}
    if form.is_valid():
        from coproduce.web.lab.inviting import whom_to_invite

        today = clock.today(request.community.time_zone)
        try:
            found = whom_to_invite(
                request.actor, today, form.cleaned_data["count"], chance=form.cleaned_data["chance"], seed=1
            )
        except ValueError as fault:
            form.add_error("count", str(fault))
        else:
            if found is None:
                said["too_few"] = True
            else:
                rows = [(way.says, way.reached, way.low, way.high) for way in found.ways]
                if request.GET.get("as") == "csv":
                    heads = [_("How"), _("Reached"), _("From"), _("To"), _("note")]
                    return as_csv("whom-to-invite", heads, [[*row, _note(request)] for row in rows])
                shown = [(str(WAYS[way.how]), way.reached, way.low, way.high) for way in found.ways if way.reached]
                title = _("People reached in the end")
                said |= {
                    "found": found,
                    "rows": [(says, *("–" if one is None else f"{one:.1f}" for one in three)) for says, *three in rows],
                    "chart": charts.intervals(title, shown) if shown else "",  # type: ignore[arg-type]
                    "query": request.GET.urlencode(),
                }  # fmt: skip
    return render(request, "lab/invite.html", said, status=422 if form.errors else 200)
