"""Designs, whom they come from, what was changed, built and found to mend."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from coproduce.arenas.making import rules
from coproduce.arenas.making.consents import PICTURES
from coproduce.arenas.making.models import Build, Change, Defect, Design
from coproduce.community.base import clock, policy
from coproduce.community.base.actor import Actor
from coproduce.community.people.consent.queries import consenting
from coproduce.community.people.models import Agent, Community, Membership, Upload
from coproduce.community.people.queries import apart_from


def designs(actor: Actor, words: str = "") -> QuerySet[Design]:
    """What is designed here, by name; the newest version first. Found by its name, and by what is written of it."""
    if not policy.may(actor, "making.read_page"):
        return Design.objects.none()
    rows = Design.objects.filter(community_id=actor.community_id).select_related("community", "keeper", "made_from")
    if words:
        rows = rows.filter(Q(name__icontains=words) | Q(words__icontains=words) | Q(keeper__name__icontains=words))
    return rows.order_by("name", "-said_at", "-pk")


def with_counts(rows: QuerySet[Design]) -> QuerySet[Any]:
    """The same, each with how often it was built and how much of it waits to be mended."""
    counted: QuerySet[Any] = rows.annotate(
        times_built=Count("builds", filter=Q(builds__built_at__isnull=False), distinct=True),
        to_mend=Count("builds__defects", filter=Q(builds__defects__mended_by__stands_at=None), distinct=True),
    )
    return counted


def newer(row: Design) -> Design | None:
    """The newest version of a design, where that is not this one."""
    versions = Design.objects.filter(community_id=row.community_id, keeper_id=row.keeper_id, name=row.name)
    newest = max(versions, key=lambda one: (rules.order_of(one.version), one.pk))
    return None if newest.pk == row.pk else newest


def changes(design: Design) -> QuerySet[Change]:
    """What was changed on a page and what waits to be looked through, the newest first."""
    return Change.objects.filter(design=design).select_related("agent").order_by("-said_at", "-pk")


def builds(actor: Actor, design: Design) -> QuerySet[Build]:
    """Who builds or built a design, the newest first, of whoever the reader may be brought together with."""
    rows = Build.objects.filter(design=design).exclude(agent__in=apart_from(actor))
    return rows.select_related("agent", "picture").order_by("-begun_at", "-pk")


def shows_pictures(actor: Actor) -> set[int]:
    """Whose pictures of what they made are shown to this reader today: of members who say yes to it, and one's own."""
    place = Community.objects.get(pk=actor.community_id)
    says = consenting(PICTURES, clock.today(place.time_zone)).filter(agent__community=place)
    return {*says.filter(agent__membership__state=Membership.ACTIVE), actor.agent_id or 0}


def picture(actor: Actor, build: Build) -> Upload | None:
    """The picture of something built, for who may look at it now."""
    return build.picture if build.agent_id in shows_pictures(actor) else None


def defects(design: Design) -> QuerySet[Defect]:
    """What was found to mend on what was built of a design, the newest first."""
    rows = Defect.objects.filter(build__design=design).select_related("agent", "mended_by__agent", "build")
    return rows.order_by("-said_at", "-pk")


def to_mend(design: Design) -> QuerySet[Defect]:
    """Of those, what no change that stands has mended."""
    return defects(design).filter(Q(mended_by=None) | Q(mended_by__stands_at=None))


@dataclass(frozen=True, slots=True)
class Line:
    """A work that counts towards a design, and who is named for it."""

    generation: int
    design: Design
    names: tuple[str, ...]


def credit(design: Design) -> tuple[Line, ...]:
    """Everybody a design comes from, through every generation: who keeps each, whose changes of it stand, and who made
    it elsewhere, as its file or its history names them."""
    before = dict(Design.objects.filter(community_id=design.community_id).values_list("pk", "made_from"))
    way = [design.pk]
    while (earlier := before.get(way[-1])) is not None and earlier not in way:
        way.append(earlier)
    rows = {row.pk: row for row in Design.objects.filter(pk__in=way).select_related("keeper", "made_from")}
    people: dict[int, list[str]] = {pk: [_member(rows[pk].keeper_id), *rows[pk].named] for pk in way}
    stands = Change.objects.filter(design__in=way, stands_at__isnull=False).order_by("stands_at", "pk")
    for which, who, by_name in stands.values_list("design", "agent", "by_name"):
        if who or by_name:
            people[which].append(_member(who) if who else by_name)
    works = [
        rules.Work(str(pk), tuple(people[pk]), (str(before[pk]),) if before[pk] else (), rows[pk].licence) for pk in way
    ]
    found = rules.credited(str(design.pk), works)
    named = rules.people_of(found)
    members = Agent.objects.filter(pk__in=[int(who[1:]) for who in named if who.startswith(_MEMBER)])
    names = {_member(pk): name for pk, name in members.values_list("pk", "name")}
    return tuple(
        Line(one.generation, rows[int(one.work)], tuple(names.get(who, who) for who in one.people)) for one in found
    )


#: What stands before the number of a member, so that it is never taken for a name.
_MEMBER = "\x01"


def _member(pk: int) -> str:
    return f"{_MEMBER}{pk}"


def named_elsewhere(design: Design) -> list[str]:
    """Who is named with a design and is no person of here, each once."""
    by = Change.objects.filter(design=design).exclude(by_name="").order_by("by_name").values_list("by_name", flat=True)
    return sorted({*design.named, *by.distinct()})
