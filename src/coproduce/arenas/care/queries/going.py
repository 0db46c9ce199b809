"""Whether these may go now: asked when a visit is planned, and again at the door. Nothing is taken from before."""

from datetime import date

from coproduce.arenas.care import VISITOR
from coproduce.arenas.care.consents import ADDRESS, CONTACT
from coproduce.arenas.care.models import Case, Visit, VisitorProfile
from coproduce.arenas.care.queries.checked import as_checked, checks_of
from coproduce.arenas.care.queries.held import went
from coproduce.arenas.care.queries.visitors import known_of
from coproduce.arenas.care.rules import missing, visitor_allowed
from coproduce.arenas.care.rules.states import ACCEPTED, IN_PROGRESS
from coproduce.community.people.consent.queries import consents_to
from coproduce.community.people.meet import may_meet
from coproduce.community.people.models import Membership
from coproduce.core.refusal import Refusal

NOT_NOW = Refusal("NOT_NOW", "Nobody visits them just now. Ask the desk.", "case")
NO_CONTACT = Refusal("NO_YES", "They have taken back that they may be rung. Ask the desk.", "case")
NO_ADDRESS = Refusal("NO_ADDRESS", "They have not said yes to being visited at home. Ring them instead.", "kind")
NO_VISITOR = Refusal("NOT_FOUND", "There is no such visitor here.", "companion")
NOT_READY = Refusal("NOT_YET", "Something is missing before this visitor may go. Ask the desk.", "visitor")
TWICE = Refusal("SAME_ACCOUNT", "Two go to a first visit: choose somebody else to go along.", "companion")


def may_go(case: Case, kind: str, visitor: int, companion: int | None, on: date) -> Refusal | None:
    """None when these may call or go there on that day, else why not."""
    if case.state not in (ACCEPTED, IN_PROGRESS):
        return NOT_NOW
    if not consents_to(case.agent_id, CONTACT):
        return NO_CONTACT
    if kind != Visit.CALL and not consents_to(case.agent_id, ADDRESS):
        return NO_ADDRESS
    going = (visitor,) if companion is None else (visitor, companion)
    if len({*going, case.agent_id}) < len(going) + 1:
        return TWICE
    profiles = {
        one.agent_id: one
        for one in VisitorProfile.objects.filter(agent__in=going, community=case.community_id)
        if VISITOR in Membership.objects.get(agent=one.agent_id).roles
    }
    if set(profiles) != set(going):
        return NO_VISITOR
    checks, known = checks_of(going), known_of(list(profiles.values()), on)
    for one in going:
        # A call is nobody's first step over a threshold: checked, but never by two.
        number, along = (2, 1) if kind == Visit.CALL else (went(case) + 1, len(going) - 1)
        doing = ("telephone call",) if kind == Visit.CALL else profiles[one].activities
        allowed = visitor_allowed(checks[one], number, along, on, activities=doing, has_risk_note=bool(case.risk_note))
        if allowed is not True:
            return allowed
        if missing(known[one]):
            return NOT_READY
        if fault := may_meet(one, case.agent_id, "visit", as_checked(doing), introduced=True):
            return fault
    return may_meet(visitor, companion, "contact") if companion is not None else None
