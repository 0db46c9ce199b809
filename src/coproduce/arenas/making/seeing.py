"""What made-up people know of the shed on an evening."""

from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef

from coproduce.arenas.making.behaviour import BREAKS_WITHIN, Building, Seen, Shed, ToMend, Waiting
from coproduce.arenas.making.models import Build, Change, Defect, Design, Machine
from coproduce.community.base import clock
from coproduce.community.people.models import Community


def seen(place: Community) -> Shed:
    """All of it that still moves, in the order it came about."""
    designs = Design.objects.filter(community=place).order_by("pk")
    here = {"design__community": place}
    open_ = Defect.objects.filter(build__design__community=place, mended_by=None).order_by("pk")
    waiting = Change.objects.filter(**here, stands_at=None, agent__isnull=False).exclude(words="").order_by("pk")
    return Shed(
        tuple(Seen(*row) for row in designs.values_list("public_id", "name", "keeper__public_id", "words")),
        designs.exclude(made_from=None).count(),
        dict(Machine.objects.filter(agent__community=place).order_by("pk").values_list("name", "agent__public_id")),
        _builds(place),
        tuple(ToMend(*row) for row in open_.values_list("public_id", "build__design__public_id", "words")),
        tuple(Waiting(*row) for row in waiting.values_list("public_id", "agent__public_id")),
    )


def _builds(place: Community) -> tuple[Building, ...]:
    """What is begun, and what was built lately."""
    zone, since = ZoneInfo(place.time_zone), clock.now() - BREAKS_WITHIN
    rows = Build.objects.filter(design__community=place).exclude(built_at__lt=since)
    found = rows.annotate(has_defect=Exists(Defect.objects.filter(build=OuterRef("pk")))).order_by("pk")
    return tuple(
        Building(
            row.public_id, row.agent.public_id, row.begun_at.astimezone(zone).date(),
            row.built_at.astimezone(zone).date() if row.built_at else None, row.has_defect,
        )
        for row in found.select_related("agent")
    )  # fmt: skip
