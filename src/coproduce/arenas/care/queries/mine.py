"""What one reads of visits to oneself and by oneself, and how a visitor finds the way."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q

from coproduce.arenas.care.consents import ADDRESS
from coproduce.arenas.care.models import Case, Visit, VisitorProfile
from coproduce.arenas.care.queries.checked import as_checked
from coproduce.arenas.care.queries.held import READ, may
from coproduce.arenas.care.queries.here import Here
from coproduce.arenas.care.rules.states import OPEN
from coproduce.community.base import audit
from coproduce.community.base.actor import Actor
from coproduce.community.base.one import the_one
from coproduce.community.people.consent.queries import consents_to
from coproduce.community.people.meet import may_meet
from coproduce.community.people.models import Membership

#: So long after a visit its page still shows the way: to type in what was seen.
AFTERWARDS = timedelta(days=14)

#: So long before a visit its page begins to show the address.
BEFOREHAND = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Way:
    """How to get to somebody: their telephone, and their address when it is time and while they say yes to it; and the
    signs the ward wrote on the letter."""

    ring: str
    address: str
    area: str
    is_near: bool
    red_flags: str


def my_case(actor: Actor) -> Case | None:
    """The visits to whoever reads: those that go on, else the latest."""
    rows = Case.objects.filter(community_id=actor.community_id, agent=actor.agent_id or 0)
    found = sorted(rows.select_related("visitor", "asked", "agent", "community"), key=lambda row: -row.pk)
    return next((row for row in found if row.state in OPEN), next(iter(found), None))


def asked_of_me(actor: Actor) -> list[Case]:
    """Who would like the reader to visit: with what they chose to say, and no name yet."""
    rows = Case.objects.filter(community_id=actor.community_id, asked=actor.agent_id or 0, state__in=OPEN)
    found = list(rows.select_related("agent__membership__neighbourhood").order_by("asked_at", "pk"))
    audit.reading(actor, READ, [one.agent_id for one in found], "list")
    return found


def i_visit(actor: Actor) -> list[Case]:
    """Whom the reader visits now."""
    rows = Case.objects.filter(community_id=actor.community_id, visitor=actor.agent_id or 0, state__in=OPEN)
    found = list(rows.select_related("agent").order_by("pk"))
    audit.reading(actor, READ, [one.agent_id for one in found], "list")
    return found


def my_visits(actor: Actor, place: Here) -> list[Visit]:
    """The visits the reader goes on, today's first, and those not written down yet."""
    me = actor.agent_id or 0
    rows = Visit.objects.filter(
        Q(visitor=me) | Q(companion=me), case__community_id=actor.community_id, cancelled_at=None, recorded_at=None,
        planned_at__gt=place.now - AFTERWARDS,
    )  # fmt: skip
    rows = rows.exclude(kind=Visit.CALL).select_related("case__agent", "visitor", "companion")
    found = list(rows.order_by("planned_at", "pk"))
    audit.reading(actor, READ, [one.case.agent_id for one in found], "list")
    return found


def visit_to(actor: Actor, visit: UUID) -> Visit | None:
    """One visit, for the two who go and for the desk; that it was read is written down."""
    rows = Visit.objects.select_related(
        "case__agent__membership__neighbourhood", "case__community", "visitor", "companion"
    )
    found = the_one(rows.filter(case__community_id=actor.community_id, public_id=visit))
    if found is None or not may(actor, "care.check_in", found.visitor_id, found.companion_id):
        return None
    audit.reading(actor, READ, [found.case.agent_id], "page")
    return found


def way_to_them(actor: Actor, visit: Visit, visitor: int, place: Here) -> Way | None:
    """How to reach and find somebody, for whoever visits them: nothing once the two may not meet, or it is over.

    The address is there from the day before until they have left, or, where nobody came, until the visit was to end;
    and gone from the moment the yes to it is taken back.
    """
    case = visit.case
    profile = VisitorProfile.objects.filter(agent=visitor).first()
    doing = as_checked(profile.activities) if profile else ()
    is_over = visit.cancelled_at or case.state not in OPEN or (visit.checked_out_at and visit.recorded_at)
    if is_over or may_meet(visitor, case.agent_id, "visit", doing, introduced=True):
        return None
    audit.reading(actor, READ, [case.agent_id], "contact")
    theirs = Membership.objects.select_related("neighbourhood").get(agent=case.agent_id)
    is_inside = visit.checked_in_at is not None and visit.checked_out_at is None
    is_to_come = visit.checked_in_at is None and visit.planned_at - BEFOREHAND <= place.now <= visit.expected_end
    is_near = is_inside or is_to_come
    address = case.address if is_near and consents_to(case.agent_id, ADDRESS, place.today) else ""
    area = theirs.neighbourhood.name if theirs.neighbourhood else ""
    return Way(theirs.phone, address, area, is_near, case.red_flags)


def who_went(actor: Actor, visit: Visit) -> list[Membership]:
    """Who is still there, with their telephones: for the desk and the other of the two, once a visit should be over."""
    going = [one for one in (visit.visitor_id, visit.companion_id) if one and one != actor.agent_id]
    found = list(Membership.objects.select_related("agent").filter(agent__in=going).order_by("agent__name", "pk"))
    audit.reading(actor, "people.read_members", [one.agent_id for one in found], "contact")
    return found


def held_out(case: Case) -> list[dict[str, Any]]:
    """Those to choose from, by what they say of themselves, and why they might suit, in words."""
    left = [one for one in case.proposed if not one["said"]]
    rows = VisitorProfile.objects.filter(agent__public_id__in=[one["who"] for one in left]).select_related("agent")
    known = {str(row.agent.public_id): row for row in rows}
    return [{"profile": known[one["who"]], "terms": one["terms"]} for one in left if one["who"] in known]
