"""What made-up people know on a Sunday evening: the festival that comes, the goal that is open, and the shelf."""

from zoneinfo import ZoneInfo

from coproduce.arenas.play.behaviour import Fair, Merry, Part, Shelved
from coproduce.arenas.play.models import Festival, Goal, Thing
from coproduce.arenas.play.queries.festivals import parts_of
from coproduce.arenas.play.queries.here import rules_of
from coproduce.arenas.play.rules import AGREED, ANNOUNCED, IDEA
from coproduce.community.exchange.models import Occasion
from coproduce.community.exchange.occasions.queries import people, places_in
from coproduce.community.exchange.occasions.rules import free_places
from coproduce.community.people.models import Community


def seen(place: Community) -> Merry:
    """All of it that still moves."""
    zone = ZoneInfo(place.time_zone)
    fairs = Festival.objects.filter(community=place)
    row = fairs.filter(state__in=(IDEA, AGREED, ANNOUNCED)).select_related("organiser").order_by("pk").first()
    ended = fairs.exclude(ended_at=None).order_by("-ended_at").values_list("ended_at", flat=True).first()
    goals = Goal.objects.filter(community=place).order_by("-pk")
    newest = goals.first()
    is_open = newest is not None and all(mark < 100 for mark, _on in newest.celebrated)
    shelf = Thing.objects.filter(community=place).select_related("keeper", "borrower").order_by("pk")
    return Merry(
        _fair(row, zone) if row else None,
        fairs.count(),
        ended.astimezone(zone).date() if ended else None,
        goals.count(),
        newest.public_id if newest and is_open else None,
        tuple(
            Shelved(
                one.public_id,
                one.name,
                one.keeper.public_id,
                one.borrower.public_id if one.borrower else None,
                one.due_on,
            )
            for one in shelf
        ),
        rules_of(place).backers_needed_people,
    )


def _fair(row: Festival, zone: ZoneInfo) -> Fair:
    parts = tuple(_part(one, zone) for one in parts_of(row) if one.cancelled_at is None)
    return Fair(row.public_id, row.organiser.public_id, row.state, len(row.backed_by), parts)


def _part(row: Occasion, zone: ZoneInfo) -> Part:
    return Part(
        row.public_id,
        row.starts_at.astimezone(zone).date(),
        tuple(
            (slot.needs, slot.public_id)
            for slot in row.slots.all()
            if free_places(slot.capacity, len(places_in(slot))) != 0
        ),
        tuple((one.agent.public_id, one.slot.needs) for one in people(row)),
        row.entry is not None,
    )
