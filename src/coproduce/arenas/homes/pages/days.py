"""Build days, who came to one, and the tools that are lent on them."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils import timezone

from coproduce.arenas.homes import ARENA
from coproduce.arenas.homes.actions.days import call_off_for_weather, plan_day, record_day
from coproduce.arenas.homes.actions.things import bring_back_things, lend_things, stock_things
from coproduce.arenas.homes.forms import BackForm, CameForm, LendForm, PlanForm, ThingForm, WeatherForm
from coproduce.arenas.homes.queries import families, money, things
from coproduce.community.base import clock, policy
from coproduce.community.base.page import MemberRequest
from coproduce.community.exchange.occasions.queries import occasion as one_occasion, people as comers, read_people
from coproduce.community.people.doing import Button, people, shown
from coproduce.community.people.models import Agent

#: Days that are over stand here so long, to be written down.
LOOKS_BACK = timedelta(days=30)

#: So many of those who showed somebody are named.
FEW = 10


def page(request: MemberRequest) -> HttpResponse:
    """Build days to come and over, and the store of tools."""
    actor = request.actor
    if not policy.may(actor, "homes.read_page"):
        raise Http404
    today = clock.today(request.community.time_zone)
    leads = policy.may(actor, "homes.plan_day")
    buttons: dict[str, Button] = {}
    rules, kept = money.here(request.community, today), things.moves(actor.community_id)
    lent = things.lent(actor, rules.lend_days, kept)
    tasks = [(task, f"{task} · {years}+") for task, years in sorted(rules.task_years.items())]
    choices: dict[str, Any] = {"task": tasks, "to": people(request), "from_": _borrowers(lent)}
    if leads:
        buttons = {
            "plan": Button(PlanForm, plan_day, {}, {"on": today + timedelta(days=7)}),
            "stock": Button(ThingForm, stock_things, {}, {}),
            "lend": Button(LendForm, lend_things, {}, {}),
            "back": Button(BackForm, bring_back_things, {}, {}),
        }
    now = clock.now()
    days = list(families.days(actor, now - LOOKS_BACK if leads else now).prefetch_related("slots"))
    here = {
        "days": [row for row in days if row.ends_at > now],
        "over": [row for row in reversed(days) if row.ends_at <= now],
        "taught": families.taught(actor)[:FEW],
        "store": things.in_store(kept).items(),
        "lent": lent,
        "leads": leads,
    }
    return shown(request, "homes/days.html", buttons, here, choices)


def day(request: MemberRequest, occasion: UUID) -> HttpResponse:
    """One build day for whoever leads it: the weather before it, and afterwards who came."""
    actor = request.actor
    row = one_occasion(actor, occasion)
    if row is None or row.arena != ARENA.slug or row.cancelled_at or not policy.may(actor, "homes.record_day"):
        raise Http404
    read_people(actor, row, "occasion")
    there = comers(row)
    written = [place for place in there if place.minutes]
    known = [(place.agent.public_id, place.agent.name) for place in there if place not in written]
    begins, ends = timezone.localtime(row.starts_at), timezone.localtime(row.ends_at)
    said = {"begins": begins.time(), "ends": ends.time(), "who": [public_id for public_id, _ in known]}
    buttons = {"weather": Button(WeatherForm, call_off_for_weather, {"occasion": occasion}, {})}
    if row.starts_at <= clock.now():
        buttons = {"came": Button(CameForm, record_day, {"occasion": occasion}, said)}
    sites = [(home, home) for home in families.homes(actor.community_id)]
    here = {"row": row, "there": there, "written": written, "is_whole": bool(written) and not known}
    return shown(request, "homes/day.html", buttons, here, {"site": sites, "who": people(request, known)})


def _borrowers(lent: list[things.Lent]) -> list[tuple[UUID, str]]:
    if not lent:
        return []
    ids = dict(Agent.objects.filter(pk__in={one.agent_id for one in lent}).values_list("pk", "public_id"))
    return list({ids[one.agent_id]: one.name for one in lent}.items())
