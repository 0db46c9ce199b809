"""Designs, whom they come from, the changes of a page, and who near could make one, with why not."""

from dataclasses import dataclass

from django.db.models import QuerySet

from coproduce.arenas.making import rules
from coproduce.arenas.making.models import Change, Design, Machine
from coproduce.arenas.making.queries.here import rules_of
from coproduce.community.base import policy
from coproduce.community.base.actor import Actor
from coproduce.community.people.models import Agent, Membership
from coproduce.community.people.queries import apart_from
from coproduce.core.refusal import Refusal


def designs(actor: Actor, words: str = "") -> QuerySet[Design]:
    """What is designed here, by name; the newest version first."""
    if not policy.may(actor, "making.read_page"):
        return Design.objects.none()
    rows = Design.objects.filter(community_id=actor.community_id).select_related("keeper", "made_from")
    return (rows.filter(name__icontains=words) if words else rows).order_by("name", "-said_at", "-pk")


def machines(actor: Actor) -> QuerySet[Machine]:
    """What can be made with here, of whoever the reader may be brought together with."""
    if not policy.may(actor, "making.read_page"):
        return Machine.objects.none()
    still = Membership.objects.filter(community_id=actor.community_id, state=Membership.ACTIVE)
    rows = Machine.objects.filter(agent__in=still.values("agent")).exclude(agent__in=apart_from(actor))
    return rows.select_related("agent").order_by("process", "name", "pk")


def changes(design: Design) -> QuerySet[Change]:
    """What was changed on a page and what waits to be looked through, the newest first."""
    return Change.objects.filter(design=design).select_related("agent").order_by("-said_at", "-pk")


@dataclass(frozen=True, slots=True)
class Line:
    """A work that counts towards a design, and who is named for it."""

    generation: int
    design: Design
    names: tuple[str, ...]


def credit(design: Design) -> tuple[Line, ...]:
    """Everybody a design comes from, through every generation: who keeps each, and whose changes of its page stand."""
    rows, at = {}, design
    while at.pk not in rows:
        rows[at.pk] = at
        if at.made_from_id is None:
            break
        at = Design.objects.select_related("keeper").get(pk=at.made_from_id)
    mended: dict[int, list[int]] = {}
    for which, who in (
        Change.objects.filter(design__in=rows, stands_at__isnull=False).order_by("pk").values_list("design", "agent")
    ):
        mended.setdefault(which, []).append(who)
    works = [
        rules.Work(str(pk), (str(row.keeper_id), *map(str, mended.get(pk, ()))),
                   (str(row.made_from_id),) if row.made_from_id else (), row.licence)
        for pk, row in rows.items()
    ]  # fmt: skip
    found = rules.credited(str(design.pk), works)
    names = {str(pk): name for pk, name in Agent.objects.filter(
        pk__in={int(who) for one in found for who in one.people}).values_list("pk", "name")}  # fmt: skip
    return tuple(Line(one.generation, rows[int(one.work)], tuple(names[who] for who in one.people)) for one in found)


def who_makes(actor: Actor, design: Design) -> rules.Plan:
    """Who of those near could make which part, and why nobody does. What says no process is bought or found."""
    parts = rules.read_parts(design.parts)
    told = () if isinstance(parts, Refusal) else tuple(part for part in parts if part.process)
    of: dict[int, list[rules.Machine]] = {}
    names: dict[int, str] = {}
    for row in machines(actor):
        stuff = tuple(one.strip() for one in row.materials.split(",") if one.strip())
        of.setdefault(row.agent_id, []).append(rules.Machine(row.name, row.process, stuff, rules.read_box(row.size)))
        names[row.agent_id] = row.agent.name
    many = [name for name in names.values() if list(names.values()).count(name) > 1]
    makers = [
        rules.Maker(f"{names[who]} ({who})" if names[who] in many else names[who], has) for who, has in of.items()
    ]
    free = rules.exact(rules_of(actor.community_id).clearance_tenths_mm, "clearance_mm") / 10
    return rules.plan(told, makers, free)
