"""A family's page: why a gate is not open yet and what opens it; for the desk, whatever it does for that family."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse

from coproduce.arenas.homes import ARENA
from coproduce.arenas.homes.actions.families import accept_family, change_adult, member, withdraw_family
from coproduce.arenas.homes.actions.gates import pass_gate
from coproduce.arenas.homes.actions.teaching import show_how
from coproduce.arenas.homes.forms import AcceptForm, AdultForm, GateForm, ShowForm, WithdrawForm
from coproduce.arenas.homes.models import Family
from coproduce.arenas.homes.pages.words import kind_in_words, shown_gate
from coproduce.arenas.homes.queries import families
from coproduce.arenas.homes.queries.gates import stands
from coproduce.community.base import clock, policy
from coproduce.community.base.page import MemberRequest, for_another
from coproduce.community.exchange.asks.pages import asked_here
from coproduce.community.people.doing import Button, people, shown
from coproduce.community.people.models import Membership
from coproduce.core.quantity import HOURS

FEW = 4


@for_another
def page(request: MemberRequest) -> HttpResponse:
    """One's own family, the build days to come, and which home is built next."""
    actor = request.actor
    if not policy.may(actor, "homes.read_page"):
        raise Http404
    row = families.family_to_read(actor, None, "homes.read_gates", "page")
    today = clock.today(request.community.time_zone)
    buttons = {}
    if actor.agent_id and not actor.helped_by:
        buttons["show"] = Button(ShowForm, show_how, {}, {"done_on": today})
    here = {
        "family": row and _shown(row, today),
        "days": families.days(actor, clock.now())[:FEW],
        **asked_here(actor, ARENA.slug),
        "is_desk": policy.may(actor, "homes.read_families"),
    }
    return shown(request, "homes/mine.html", buttons, here, {"taught": people(request, _near(row))})


def one(request: MemberRequest, member: UUID) -> HttpResponse:
    """The family of a member, as the desk reads it; where there is none, it can be accepted."""
    actor = request.actor
    if not policy.may(actor, "homes.read_gates") or not policy.may(actor, "homes.accept_family"):
        raise Http404
    row = families.family_to_read(actor, member, "homes.read_gates", "page")
    whose = row.agent if row else _member(request, member).agent
    today = clock.today(request.community.time_zone)
    said = {"accepted_on": row.accepted_on if row else today, "home": row.home if row else ""}
    buttons = {"accept": Button(AcceptForm, accept_family, {"family": member}, said)}
    if row and not row.left_on:
        buttons["adult"] = Button(AdultForm, change_adult, {"family": member}, {"from_on": today})
        buttons["gate"] = Button(GateForm, pass_gate, {"family": member}, {})
        buttons["withdraw"] = Button(WithdrawForm, withdraw_family, {"family": member}, {"left_on": today})
    here = {"family": row and _shown(row, today), "whose": whose}
    return shown(request, "homes/family.html", buttons, here, {"adult": people(request, _near(row))})


def _member(request: MemberRequest, public_id: UUID) -> Membership:
    found = member(request.actor, public_id)
    if found is None:
        raise Http404
    return found


def _near(row: Family | None) -> list[tuple[UUID, str]]:
    return [(one.agent.public_id, one.agent.name) for one in row.adults.all()] if row else []


def _shown(row: Family, today: Any) -> dict[str, Any]:
    """A family with its gates; others' homes stand beside its own always."""
    found = stands(row, today)
    first = found[0]
    gates = [shown_gate(stand) for stand in found]
    coming = next((gate for gate in gates if not gate["passed_on"]), None)
    return {
        "row": row,
        "name": row.agent.name,
        "adults": [
            one.agent.name
            for one in row.adults.all()
            if one.from_on <= today and (one.until_on is None or today <= one.until_on)
        ],
        "stays": [one for one in row.adults.all() if one.until_on or one.from_on > today],
        "gates": gates,
        "next_gate": coming["name"] if coming else "",
        "next_is_open": coming is not None and coming["is_open"],
        "required": HOURS(first.required),
        "counted": HOURS(first.counted),
        "own": HOURS(first.by_home["own home"]),
        "others": HOURS(first.by_home["others' homes"]),
        "kinds": [(kind_in_words(kind), HOURS(minutes)) for kind, minutes in first.by_kind.items()],
        "friends": [(who, HOURS(minutes)) for who, minutes in first.by_friend.items()],
        "rule_set": first.rule_set,
        "has_key": found[-1].passed_on is not None,
    }
