"""What was brought to be mended, as members see it, and in the fields of the Open Repair Data Standard."""

from collections.abc import Iterator

from django.db.models import QuerySet

from coproduce.arenas.play.models import Repair
from coproduce.arenas.play.queries.here import rules_of
from coproduce.arenas.play.rules import Repair as Told, Source, as_ords
from coproduce.community.base import policy
from coproduce.community.base.actor import Actor
from coproduce.community.people.models import Community


def repairs(actor: Actor) -> QuerySet[Repair]:
    """The last first; who mended it and whose it was stands in none of what is shown."""
    if not policy.may(actor, "play.read_page"):
        return Repair.objects.none()
    return Repair.objects.filter(community_id=actor.community_id).order_by("-on", "-pk")


def records(actor: Actor) -> Iterator[dict[str, str]]:
    """Each as the standard has it, the oldest first; made-up ones name a demo as who hands them on."""
    place = Community.objects.get(pk=actor.community_id)
    country = rules_of(place).country
    provider = "demo" if place.is_demo else place.name
    for row in repairs(actor).reverse():
        told = Told(
            row.item, row.problem, row.status, row.on, row.category, row.brand, row.year, row.barrier, row.grams
        )
        yield as_ords(told, Source(str(row.public_id), provider, country, place.slug))
