"""Who near can make what, how far they are, and why nobody does."""

from django.db.models import Q, QuerySet

from coproduce.arenas.making import rules
from coproduce.arenas.making.models import Design, Machine
from coproduce.arenas.making.queries.here import rules_of
from coproduce.arenas.making.queries.tree import tree
from coproduce.community.base import policy
from coproduce.community.base.actor import Actor
from coproduce.community.people.models import Membership
from coproduce.community.people.queries import apart_from
from coproduce.core.places import metres_between
from coproduce.core.refusal import Refusal


def machines(actor: Actor, words: str = "", does: str = "") -> QuerySet[Machine]:
    """What can be made with here, of whoever the reader may be brought together with; found by what it is or does."""
    if not policy.may(actor, "making.read_page"):
        return Machine.objects.none()
    still = Membership.objects.filter(community_id=actor.community_id, state=Membership.ACTIVE)
    rows = Machine.objects.filter(agent__in=still.values("agent")).exclude(agent__in=apart_from(actor))
    if words:
        rows = rows.filter(Q(name__icontains=words) | Q(materials__icontains=words) | Q(agent__name__icontains=words))
    if does:
        rows = rows.filter(process__in=[name for name in rules.PROCESSES if rules.is_a(name, does)])
    return rows.select_related("agent__membership__neighbourhood").order_by("process", "name", "pk")


def who_makes(actor: Actor, design: Design, quantity: int = 1) -> rules.Plan | Refusal:
    """Who of those near makes how many of which part of so many, and why nobody does.

    What says no process is bought or found. Near is from the reader's part of town to the maker's.
    """
    try:
        told = rules.to_make(tree(design).design, quantity)
    except rules.MakingError as wrong:
        return Refusal(wrong.code, str(wrong).replace("%", "%%"), "parts")
    free = rules.exact(rules_of(actor.community_id).clearance_tenths_mm, "clearance_mm") / 10
    return rules.plan(told, makers(actor), free)


def makers(actor: Actor) -> list[rules.Maker]:
    """Everybody who can make something, by name; whoever shares a name with another is told apart by a number."""
    here = Membership.objects.filter(community_id=actor.community_id, agent=actor.agent_id or 0)
    mine = here.select_related("neighbourhood").first()
    home = mine.neighbourhood if mine else None
    of: dict[int, list[Machine]] = {}
    for row in machines(actor):
        of.setdefault(row.agent_id, []).append(row)
    names = [has[0].agent.name for has in of.values()]
    found = []
    for who, has in of.items():
        agent, place = has[0].agent, has[0].agent.membership.neighbourhood
        metres = None
        if home and place:
            metres = metres_between((home.latitude, home.longitude), (place.latitude, place.longitude))
        said = [one.free_minutes for one in has if one.free_minutes is not None]
        name = agent.name if names.count(agent.name) == 1 else f"{agent.name} ({who})"
        found.append(rules.Maker(name, [as_told(one) for one in has], metres, max(said) if said else None))
    return found


def as_told(row: Machine) -> rules.Machine:
    """A machine as the rules are told of it."""
    stuff = tuple(one.strip() for one in row.materials.split(",") if one.strip())
    lays: rules.Laid = row.lays  # type: ignore[assignment]
    return rules.Machine(row.name, row.process, stuff, rules.read_box(row.size), row.tolerance or None, lays)
