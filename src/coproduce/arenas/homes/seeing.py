"""What made-up people know of homes on an evening: families, build days, and what waits to be signed."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q

from coproduce.arenas.homes import ARENA, CREW_LEAD
from coproduce.arenas.homes.behaviour import BuildDay, Builders, Building
from coproduce.arenas.homes.behaviour.words import DECISION
from coproduce.arenas.homes.models import Family, HomeHour
from coproduce.arenas.homes.queries.gates import Stand, on_their_way, stands
from coproduce.arenas.homes.queries.money import FUND, HomeBooks, books, loan_stand, next_home, share_stand
from coproduce.arenas.homes.queries.things import LENT, Sides, held, in_store, moves
from coproduce.arenas.homes.rules import SAFETY_TALK
from coproduce.arenas.homes.rules.hours import months_after
from coproduce.community.base import clock
from coproduce.community.decisions.models import Decision
from coproduce.community.exchange.models import Occasion, SignUp
from coproduce.community.exchange.occasions.queries import people, with_slots
from coproduce.community.people.models import Agent, Community, Membership
from coproduce.community.people.rule_sets.queries import book_of

#: Days that are over are looked at so long.
BACK = timedelta(days=14)


def seen(place: Community) -> Building:
    """All of it, in the order it came about."""
    today, zone = clock.today(place.time_zone), ZoneInfo(place.time_zone)
    rows = list(on_their_way(Family.objects.filter(community=place, left_on=None)).order_by("pk"))
    waiting = HomeHour.objects.filter(family__community=place, signed_by=None).exclude(agent=None).order_by("pk")
    came = SignUp.objects.filter(slot__occasion__community=place, slot__occasion__arena=ARENA.slug, minutes__gt=0)
    kept, things = books(place, today), moves(place.pk)
    on_the_way = [row for row in rows if not row.closed_on]
    hours, book = _hours(on_the_way), book_of(place.pk)
    gates = {row.pk: stands(row, today, hours[row.pk], book) for row in on_the_way}
    here = Membership.objects.filter(community=place, state=Membership.ACTIVE).order_by("pk")
    roles = dict(here.exclude(roles=["member"]).values_list("agent__public_id", "roles"))
    asked = Decision.objects.filter(community=place, question=DECISION["question"])
    return Building(
        tuple(_family(row, today, kept, gates.get(row.pk, ())) for row in rows),
        tuple(_days(place, clock.now(), zone)),
        tuple(waiting.values_list("public_id", "agent__public_id")),
        frozenset(came.filter(slot__needs__iexact=SAFETY_TALK).values_list("agent__public_id", flat=True)),
        frozenset(HomeHour.objects.filter(family__community=place).values_list("site", flat=True)),
        in_store(things),
        tuple(_lent(things, kept)),
        tuple(who for who, named in roles.items() if CREW_LEAD in named),
        tuple(who for who, named in roles.items() if "treasurer" in named),
        kept.holds.get(FUND, 0) - sum(held for held in kept.shares.values() if held > 0) * kept.rules.par_minor,
        next_home(kept),
        asked.values_list("public_id", flat=True).first(),
        max(kept.rules.index_by_day, default=None),
        len(kept.families) - len(rows),
        place.currency,
    )


def _hours(rows: list[Family]) -> Mapping[int, list[HomeHour]]:
    """The hours of each of these families, read at once."""
    found: dict[int, list[HomeHour]] = {row.pk: [] for row in rows}
    for hour in HomeHour.objects.filter(family__in=rows).select_related("agent").order_by("on", "begins", "pk"):
        found[hour.family_id].append(hour)
    return found


def _family(row: Family, today: date, kept: HomeBooks, gates: tuple[Stand, ...]) -> Builders:
    gate = next((one for one in gates if not one.passed_on), None)
    who = row.agent.public_id
    if gate:
        return Builders(who, row.home, gate.name, gate.is_open)
    if loan := loan_stand(row, today, kept):
        waits = [one for one in loan.missed.values() if not one.decided_on]
        answered = [one.month for one in waits if one.answered_on]
        open_until = today - timedelta(days=kept.rules.answer_days)
        return Builders(
            who, row.home, "", False, "loan", loan.next_on, loan.next_minor, loan.to_tell,
            next((one.month for one in waits if not one.answered_on and one.told_on >= open_until), 0),
            answered[0] if answered else 0,
        )  # fmt: skip
    if shares := share_stand(row, today, kept):
        agreed = kept.agreed(row)
        paid = len(kept.paid.get(row.agent_id, ()))
        return Builders(
            who, row.home, "", False, "shares", months_after(agreed[0].from_on, paid), shares.charge.whole,
            since_on=agreed[0].from_on, agreed_times=len(agreed), shares=shares.held,
        )  # fmt: skip
    return Builders(who, row.home, "", False)


def _lent(things: Sides, kept: HomeBooks) -> Iterator[tuple[UUID, str, date]]:
    """Who has what, and until when."""
    since = {(side.agent, side.category): side.effective_on for side in things if side.kind == LENT}
    lent = held(things)
    ids = dict(Agent.objects.filter(pk__in={agent for agent, _ in lent}).values_list("pk", "public_id"))
    for agent, thing in sorted(lent):
        yield ids[agent], thing, since[agent, thing] + timedelta(days=kept.rules.lend_days)


def _days(place: Community, now: datetime, zone: ZoneInfo) -> list[BuildDay]:
    near = Q(community=place, arena=ARENA.slug, cancelled_at=None, starts_at__gt=now - BACK)
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
