"""Being asked to help the next lane, and the work that was given to one."""

from django.db.models import QuerySet

from coproduce.arenas.works import ARENA
from coproduce.arenas.works.models import House, Lane
from coproduce.community.base.actor import Actor
from coproduce.community.exchange.models import Contribution


def own_houses(actor: Actor) -> QuerySet[House]:
    """The houses somebody speaks for."""
    mine = House.objects.filter(community_id=actor.community_id, agent_id=actor.agent_id or 0)
    return mine.select_related("lane").order_by("lane__name", "plot")


def given_to(row: Lane) -> int:
    """Minutes that were given to the people of a lane since it was written down: hours, and no money."""
    people = row.houses.exclude(agent=None).values("agent")
    rows = Contribution.objects.filter(
        community_id=row.community_id, arena=ARENA.slug, receiver__in=people, corrected_by=None, unit="hour"
    )
    return sum(rows.values_list("amount", flat=True))
