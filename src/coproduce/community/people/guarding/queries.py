"""Reading who says yes for whom: the desk, the safeguarding lead, the guardians, and they themselves."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q

from coproduce.community.base import audit, clock, policy
from coproduce.community.base.actor import Actor
from coproduce.community.base.one import the_one
from coproduce.community.people.guarding.rules import WORDS
from coproduce.community.people.models import Agent, Consent, Guardian, Membership
from coproduce.community.people.queries import HERE

READ = "people.read_guardians"


@dataclass(frozen=True, slots=True)
class Guarding:
    """Until when somebody is not of age, who says yes for them, and to what, by what it is."""

    adult_on: date | None
    guardians: tuple[Guardian, ...]
    yes: dict[str, Consent]


def is_guardian(actor: Actor, ward: int) -> bool:
    """Whether the actor says yes for this agent: until the day they come of age, whatever was tidied away by then."""
    rows = Guardian.objects.filter(ward=ward, guardian_id=actor.agent_id or 0, ended_on=None)
    found = the_one(rows.values_list("ward__membership__adult_on", "community__time_zone"))
    if found is None:
        return False
    adult_on, zone = found
    return adult_on is not None and adult_on > clock.today(zone)


def may_read(actor: Actor, whose: Agent) -> bool:
    """Whether the actor may read who says yes for them."""
    if whose.community_id != actor.community_id:
        return False
    return policy.may(actor, READ, policy.towards(actor, whose.pk)) or is_guardian(actor, whose.pk)


def guarding(actor: Actor, whose: Membership) -> Guarding:
    """Who says yes for a member, for who may read it (`may_read`); readings by others are written down."""
    audit.reading(actor, READ, [whose.agent_id], "page")
    standing = Consent.objects.filter(agent=whose.agent_id, scope__in=WORDS, withdrawn_at=None)
    today = clock.today(whose.community.time_zone)
    found = Guardian.objects.filter(ward=whose.agent_id, ended_on=None).select_related("guardian").order_by("pk")
    yes = {one.scope: one for one in standing if one.expires_on is None or one.expires_on >= today}
    return Guarding(whose.adult_on, tuple(found), yes)


def wards(actor: Actor) -> list[Agent]:
    """Those the actor says yes for, by name."""
    return list(
        Agent.objects.filter(
            guardians__guardian_id=actor.agent_id or 0, guardians__ended_on=None, community_id=actor.community_id
        ).order_by("name", "pk")
    )


def unguarded(actor: Actor, today: date) -> list[Membership]:
    """Members not of age for whom nobody says yes, or has not yet; nothing for who may not read it."""
    if not policy.may(actor, READ):
        return []
    guardians = Guardian.objects.filter(ward=OuterRef("agent"), ended_on=None)
    yes = Consent.objects.filter(
        Q(expires_on=None) | Q(expires_on__gte=today),
        agent=OuterRef("agent"), scope__in=WORDS, withdrawn_at=None, given_by__in=guardians.values("guardian"),
    )  # fmt: skip
    here = Membership.objects.filter(
        ~Exists(yes), community_id=actor.community_id, adult_on__gt=today, state__in=HERE, agent__merged_into=None
    )
    return list(here.annotate(has_guardian=Exists(guardians)).select_related("agent").order_by("agent__name", "pk"))
