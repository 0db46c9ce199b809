"""What made-up people know of visits on an evening: who came home, who visits, and which cards are left."""

from collections import defaultdict
from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

from coproduce.arenas.care import COORDINATOR, VISITOR
from coproduce.arenas.care.behaviour import Seen, Visiting
from coproduce.arenas.care.models import CardBatch, Case, Flag, Visit
from coproduce.arenas.care.queries.numbers import number_on
from coproduce.arenas.care.rules.states import OPEN
from coproduce.community.base import clock
from coproduce.community.exchange.models import Ask
from coproduce.community.people.models import Community, Membership
from coproduce.community.people.rules import NewMember

#: Who sees to visits, where nobody does yet.
NEWCOMER = NewMember("Dilys", roles=("member", COORDINATOR))


def seen(place: Community) -> Visiting:
    """All of it, in the order it came about; of whose visits are over, only that they were visited.

    What a reader does in a town that still grows is to come: no evening before it knows of it.
    """
    zone = ZoneInfo(place.time_zone)
    visits: dict[int, list[Visit]] = defaultdict(list)
    made = Visit.objects.filter(case__community=place, case__state__in=OPEN, cancelled_at=None)
    for visit in made.order_by("planned_at", "pk"):
        visits[visit.case_id].append(visit)
    flags: dict[int, list[UUID]] = defaultdict(list)
    for case, flag in Flag.objects.filter(community=place, closed_at=None).values_list("visit__case", "public_id"):
        flags[case].append(flag)
    rows = Case.objects.filter(community=place, opened_at__lte=clock.now()).order_by("pk")
    rows = rows.select_related("agent", "asked", "visitor")
    people = tuple(_seen(row, visits[row.pk], tuple(flags[row.pk]), zone) for row in rows)
    here = Membership.objects.filter(community=place, state=Membership.ACTIVE).order_by("pk")
    roles = list(here.values_list("agent__public_id", "roles"))
    to_welcome = () if any(COORDINATOR in has for _, has in roles) else (NEWCOMER,)
    asks = Ask.objects.filter(community=place, arena="care").order_by("pk")
    said = asks.values_list("agent__public_id", "public_id", "state")
    return Visiting(
        people, tuple(who for who, has in roles if VISITOR in has), _cards(place),
        {who: (ask, state) for who, ask, state in said}, to_welcome,
    )  # fmt: skip


def _seen(row: Case, visits: list[Visit], flags: tuple[UUID, ...], zone: ZoneInfo) -> Seen:
    planned = next((one for one in visits if one.checked_out_at is None), None)
    last: date | None = max((one.planned_at.astimezone(zone).date() for one in visits), default=None)
    return Seen(
        row.public_id, row.agent.public_id, row.state, row.opened_at.astimezone(zone).date(),
        any(not one["said"] for one in row.proposed), row.asked.public_id if row.asked else None,
        row.visitor.public_id if row.visitor else None, planned.public_id if planned else None,
        planned.planned_at.astimezone(zone).date() if planned else None, last,
        sum(1 for one in visits if one.checked_out_at), flags,
    )  # fmt: skip


def _cards(place: Community) -> tuple[str, ...]:
    """Numbers that nobody has opened, of the last batch that was printed before today."""
    before = CardBatch.objects.filter(community=place, printed_on__lt=clock.today(place.time_zone))
    batch = before.order_by("-printed_on", "-pk").first()
    if batch is None:
        return ()
    opened = set(Case.objects.filter(batch=batch).values_list("place", flat=True))
    return tuple(number_on(batch, one) for one in range(1, batch.size + 1) if one not in opened)
