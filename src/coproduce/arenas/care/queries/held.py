"""A row somebody may do something to, locked; and the one place where what is kept about a visit is read."""

from collections.abc import Collection, Iterable
from uuid import UUID

from django.db.models import QuerySet

from coproduce.arenas.care.models import Case, Flag, Visit, VisitorProfile
from coproduce.community.base import audit, policy
from coproduce.community.base.actor import Actor
from coproduce.community.base.one import the_one

READ = "care.read_visits"


def may(actor: Actor, verb: str, *whose: int | None) -> bool:
    """Whether the actor may do this as one of these, or to anybody here."""
    return any(policy.may(actor, verb, policy.towards(actor, agent or 0)) for agent in whose)


def case_for(actor: Actor, verb: str, case: UUID, *, as_visitor: bool = False) -> Case | None:
    """The locked row, for who may do this: as the person themselves, as their visitor, or at the desk."""
    rows = Case.objects.select_for_update(of=("self",)).select_related("agent", "community")
    found = the_one(rows.filter(community_id=actor.community_id, public_id=case))
    if found is None or not may(actor, verb, found.visitor_id if as_visitor else found.agent_id):
        return None
    return found


def case_asked_of(actor: Actor, verb: str, case: UUID) -> Case | None:
    """The same for whoever was asked to visit."""
    rows = Case.objects.select_for_update(of=("self",)).select_related("agent", "community", "asked")
    found = the_one(rows.filter(community_id=actor.community_id, public_id=case))
    return found if found and may(actor, verb, found.asked_id) else None


def visit_for(actor: Actor, verb: str, visit: UUID) -> Visit | None:
    """A visit and whose it is, locked, for one of the two who go and for the desk."""
    rows = Visit.objects.select_for_update(of=("self",))
    rows = rows.select_related("case__agent", "case__community", "visitor", "companion")
    found = the_one(rows.filter(case__community_id=actor.community_id, public_id=visit))
    return found if found and may(actor, verb, found.visitor_id, found.companion_id) else None


def flag_for(actor: Actor, verb: str, flag: UUID) -> Flag | None:
    rows = Flag.objects.select_for_update(of=("self",)).select_related("visit__case__agent", "community")
    found = the_one(rows.filter(community_id=actor.community_id, public_id=flag))
    return found if found and policy.may(actor, verb) else None


def profile_of(agent: int) -> VisitorProfile | None:
    return the_one(VisitorProfile.objects.filter(agent=agent).select_related("agent", "supervisor"))


def visits_of(case: Case) -> QuerySet[Visit]:
    """Every visit of one case, the first first."""
    return Visit.objects.filter(case=case).select_related("visitor", "companion").order_by("planned_at", "pk")


def went(case: Case) -> int:
    """How often somebody stood at the door already."""
    return visits_of(case).exclude(kind=Visit.CALL).exclude(checked_in_at=None).count()


def read_case(actor: Actor, case: UUID, why: str) -> Case | None:
    """A case with everything in it, for whom it is about and for the desk; that it was read is written down."""
    rows = Case.objects.select_related("agent__membership__neighbourhood", "community", "visitor", "asked", "batch")
    found = the_one(rows.filter(community_id=actor.community_id, public_id=case))
    if found is None or not may(actor, READ, found.agent_id):
        return None
    audit.reading(actor, READ, [found.agent_id], why)
    return found


def read_flags(actor: Actor, visits: Iterable[Visit], whose: Collection[int], why: str) -> list[Flag]:
    """What these visits turned up, the newest first; that it was read is written down."""
    audit.reading(actor, READ, whose, why)
    found = Flag.objects.filter(visit__in=[visit.pk for visit in visits]).select_related("acknowledged_by")
    return list(found.order_by("-made_at", "-pk"))
