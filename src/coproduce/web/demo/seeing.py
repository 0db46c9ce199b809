"""What the people of the made-up town see of one arena on an evening: read once, frozen, in the order it came about."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q

from coproduce.community.base import clock
from coproduce.community.exchange.behaviour import (
    FORGOTTEN,
    Asking,
    Comer,
    Fresh,
    Gathering,
    Room,
    Running,
    Standing,
    Town,
)
from coproduce.community.exchange.models import (
    Agreement,
    Ask,
    Commitment,
    Contribution,
    Need,
    Occasion,
    Offer,
    SignUp,
    Slot,
)
from coproduce.community.exchange.occasions.rules import free_places
from coproduce.community.people.models import Agent, Community
from coproduce.core.intent import Someone
from coproduce.web.demo.doing import evening_of

#: Threads that go on.
LIVE = (Agreement.PROPOSED, Agreement.AGREED, Agreement.DONE, Agreement.DISPUTED)

#: Asks that still wait for somebody.
OPEN_ASKS = (Ask.WAITING, Ask.READY, Ask.ASKED, Ask.LATER)


def town_on(place: Community, arena: str, people: tuple[Someone, ...], day: date) -> Town:
    """What these people see of one arena."""
    here = {"community": place}
    stands = Q(state=Need.OPEN) & (Q(until_on=None) | Q(until_on__gte=day))
    taken = Agreement.objects.filter(**here, state__in=LIVE).exclude(need=None).values("need_id")
    said = ("public_id", "agent__public_id", "said_on", "category__name")
    needs = Need.objects.filter(stands, **here).exclude(pk__in=taken).order_by("pk").values_list(*said)
    offers = Offer.objects.filter(stands, **here).order_by("pk").values_list(*said)
    yesterday = evening_of(day - timedelta(days=1))
    fresh = Contribution.objects.filter(**here, arena=arena, thanks="", agreement__ended_at=yesterday).order_by("pk")
    known = {someone.id for someone in people}
    asks = Ask.objects.filter(**here, arena=arena, state__in=(*OPEN_ASKS, Ask.YES)).order_by("pk")
    asking = list(asks.values_list("public_id", "agent__public_id", "state", "due_on"))
    return Town(
        arena=arena,
        people=people,
        groups=tuple(
            Agent.objects.filter(**here, kind=Agent.ORGANISATION).order_by("pk").values_list("public_id", flat=True)
        ),
        needs=tuple(Standing(*row) for row in needs),
        offers=tuple(Standing(*row) for row in offers),
        threads=tuple(_threads(place, arena)),
        asks=tuple(Asking(*row) for row in asking if row[2] != Ask.YES),
        fresh=tuple(Fresh(*row) for row in fresh.values_list("public_id", "receiver__public_id") if row[1] in known),
        willing=frozenset(row[1] for row in asking if row[2] == Ask.YES),
        gatherings=tuple(_gatherings(place, arena)),
        places=frozenset(_places(place)),
    )


def _threads(place: Community, arena: str) -> Iterator[Running]:
    rows = Commitment.objects.filter(
        agreement__community=place, agreement__arena=arena, agreement__state__in=LIVE
    ).order_by("agreement", "pk")
    said = rows.values_list(
        "agreement__public_id", "agreement__state", "agreement__done_on", "agreement__agreed_at",
        "agreement__proposed_at", "agent__public_id", "side", "minutes", "agreed_at", "confirmed_at",
    )  # fmt: skip
    for (thread, state, done_on, agreed_at, proposed_at), parts in groupby(said, key=lambda row: row[:5]):
        taking_part = [row[5:] for row in parts]
        giver = next(part for part in taking_part if part[1] == Commitment.GIVES)
        receiver = next(part for part in taking_part if part[1] == Commitment.RECEIVES)
        answered = 3 if state == Agreement.PROPOSED else 4
        yield Running(
            thread,
            state,
            giver[0],
            receiver[0],
            done_on or (agreed_at or proposed_at).date(),
            tuple(part[0] for part in taking_part if part[answered] is None),
            giver[2] or 0,
        )


def _places(place: Community) -> Iterator[tuple[UUID, date]]:
    """Who comes to something that is not over, in whatever arena, and on which day."""
    zone = ZoneInfo(place.time_zone)
    rows = SignUp.objects.filter(
        slot__occasion__community=place,
        slot__occasion__cancelled_at=None,
        slot__occasion__ends_at__gt=clock.now(),
        withdrawn_at=None,
    )
    for who, starts_at in rows.values_list("agent__public_id", "slot__occasion__starts_at"):
        yield who, starts_at.astimezone(zone).date()


def _gatherings(place: Community, arena: str) -> Iterator[Gathering]:
    """Occasions that are to come, and those just over of which nobody has written down who came."""
    now, zone = clock.now(), ZoneInfo(place.time_zone)
    rows = Occasion.objects.filter(
        community=place, arena=arena, cancelled_at=None, entry=None, ends_at__gt=now - FORGOTTEN
    ).order_by("starts_at", "pk")
    here = {row.pk: row for row in rows}
    slots = Slot.objects.filter(occasion__in=here).order_by("pk")
    comers: dict[int, list[Comer]] = defaultdict(list)
    taken: Counter[UUID] = Counter()
    places = SignUp.objects.filter(slot__occasion__in=here, withdrawn_at=None).order_by("pk")
    for occasion, place_of, room, who, offered_at in places.values_list(
        "slot__occasion", "public_id", "slot__public_id", "agent__public_id", "offered_at"
    ):
        comers[occasion].append(Comer(place_of, room, who, offered_at is not None))
        taken[room] += 1
    rooms: dict[int, list[Room]] = defaultdict(list)
    for occasion, room, needs, capacity in slots.values_list("occasion", "public_id", "needs", "capacity"):
        rooms[occasion].append(Room(room, needs, free_places(capacity, taken[room])))
    for pk, row in here.items():
        day = row.starts_at.astimezone(zone).date()
        yield Gathering(row.public_id, row.words, day, row.ends_at <= now, tuple(rooms[pk]), tuple(comers[pk]))
