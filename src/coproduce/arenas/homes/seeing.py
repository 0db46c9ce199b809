"""What made-up people know of homes on an evening: families, build days, and what waits to be signed."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q

from coproduce.arenas.homes import ARENA, CREW_LEAD
from coproduce.arenas.homes.behaviour import BuildDay, Builders, Building
from coproduce.arenas.homes.models import Family, HomeHour
from coproduce.arenas.homes.queries.gates import on_their_way, stands
from coproduce.arenas.homes.queries.money import HomeBooks, books, loan_stand
from coproduce.arenas.homes.queries.things import LENT, Sides, held, in_store, moves
from coproduce.arenas.homes.rules import SAFETY_TALK
from coproduce.community.base import clock
from coproduce.community.exchange.models import Occasion, SignUp
from coproduce.community.exchange.occasions.queries import people, with_slots
from coproduce.community.people.models import Agent, Community, Membership

#: Days that are over are looked at so long.
BACK = timedelta(days=35)


def seen(place: Community) -> Building:
    """All of it, in the order it came about."""
    today, zone = clock.today(place.time_zone), ZoneInfo(place.time_zone)
    rows = on_their_way(Family.objects.filter(community=place, left_on=None)).order_by("pk")
    waiting = HomeHour.objects.filter(family__community=place, signed_by=None).exclude(agent=None).order_by("pk")
    came = SignUp.objects.filter(slot__occasion__community=place, slot__occasion__arena=ARENA.slug, minutes__gt=0)
    kept, things = books(place, today), moves(place.pk)
    leads = Membership.objects.filter(community=place, state=Membership.ACTIVE, roles__icontains=CREW_LEAD)
    return Building(
        tuple(_family(row, today, kept) for row in rows),
        tuple(_days(place, clock.now(), zone)),
        tuple(waiting.values_list("public_id", "agent__public_id")),
        frozenset(came.filter(slot__needs__iexact=SAFETY_TALK).values_list("agent__public_id", flat=True)),
        in_store(things),
        tuple(_lent(things, kept)),
        tuple(leads.values_list("agent__public_id", flat=True)),
        place.currency,
    )


def _family(row: Family, today: date, kept: HomeBooks) -> Builders:
    found = stands(row, today)
    gate = next((one for one in found if not one.passed_on), None)
    loan = None if gate else loan_stand(row, today, kept)
    return Builders(
        row.agent.public_id, row.home, gate.name if gate else "", gate is not None and gate.is_open, loan is not None,
        loan.next_on if loan else None, loan.next_minor if loan else 0, loan.to_tell if loan else 0,
    )  # fmt: skip


def _lent(things: Sides, kept: HomeBooks) -> Iterator[tuple[UUID, str, date]]:
    """Who has what, and until when."""
    since = {(side.agent, side.category): side.effective_on for side in things if side.kind == LENT}
    lent = held(things)
    ids = dict(Agent.objects.filter(pk__in={agent for agent, _ in lent}).values_list("pk", "public_id"))
    for agent, thing in sorted(lent):
        yield ids[agent], thing, since[agent, thing] + timedelta(days=kept.rules.lend_days)


def _days(place: Community, now: datetime, zone: ZoneInfo) -> list[BuildDay]:
    near = Q(community=place, arena=ARENA.slug, cancelled_at=None, ends_at__gt=now - BACK)
    found = []
    for row in with_slots(Occasion.objects.filter(near)).order_by("starts_at", "pk"):
        there = people(row)
        found.append(
            BuildDay(
                row.public_id, row.starts_at.astimezone(zone).date(), any(one.minutes for one in there),
                {slot.needs.lower(): slot.public_id for slot in row.slots.all()},
                tuple(one.agent.public_id for one in there),
            )
        )  # fmt: skip
    return found
