"""The verbs about people: a community is opened, members are welcomed, strengths written down."""

from dataclasses import dataclass
from uuid import UUID

from coproduce.community.base import clock, policy
from coproduce.community.base.action import SIGN_IN_AGAIN, action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done
from coproduce.community.base.rooms import arenas as arenas_here, tell
from coproduce.community.people.joining.becoming import known_roles, not_yet_members, take_in
from coproduce.community.people.models import Agent, Community, Membership, Neighbourhood, Strength
from coproduce.community.people.roles.queries import earned, opens_nothing
from coproduce.community.people.rules import (
    KINDS_OF_STRENGTH,
    Area,
    NewMember,
    may_draw,
    may_live_in,
    may_open,
    may_welcome,
)
from coproduce.core.refusal import Refusal
from coproduce.core.words import may_say

#: Rows of one call: a longer list is sent in parts, so that nobody waits long for the lock.
MOST_AT_ONCE = 2000


@dataclass(frozen=True, slots=True)
class Opened:
    """The community that was born, and its first broker."""

    slug: str
    broker: UUID


@dataclass(frozen=True, slots=True)
class Welcomed:
    """How many are members now that were not before, how many were already, and who when it was one."""

    added: int
    known: int
    ids: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class Recorded:
    """What was written down."""

    id: UUID


@action("people.open_community", receipt=Opened)
def open_community(
    actor: Actor,
    *,
    slug: str,
    name: str,
    time_zone: str,
    language: str,
    currency: str,
    broker_name: str,
    broker_email: str = "",
    phone: str = "",
    neighbourhoods: tuple[Area, ...] = (),
    arenas: tuple[str, ...] = (),
    is_demo: bool = False,
    request_id: UUID,
) -> Done[Opened] | Refusal:
    """Open a community with its first broker. An operator's right: it shows nothing of any other.

    With no `arenas` named, every one of this installation is switched on.
    """
    broker = NewMember(broker_name, broker_email, roles=("member", "broker"))
    if fault := may_open(slug, name, time_zone, language, currency) or may_welcome(broker, broker.roles):
        return fault
    if fault := next((fault for area in neighbourhoods if (fault := may_draw(area))), None):
        return fault
    known = [arena.slug for arena in arenas_here()]
    if unknown := sorted(set(arenas) - set(known)):
        said = {"given": unknown[0], "choices": ", ".join(known)}
        return Refusal("UNKNOWN_ARENA", "There is no arena called %(given)s. Choose from: %(choices)s.", "arenas", said)
    if Community.objects.filter(slug=slug).exists():
        return Refusal("TAKEN", "There is already a community at %(slug)s. Choose another.", "slug", {"slug": slug})
    community = Community.objects.create(
        slug=slug,
        name=name.strip(),
        time_zone=time_zone,
        language=language,
        currency=currency,
        phone=phone,
        arenas=list(dict.fromkeys(arenas)) or known,
        is_demo=is_demo,
        since_on=clock.today(time_zone),
    )
    Neighbourhood.objects.bulk_create(
        Neighbourhood(community=community, name=area.name.strip(), latitude=area.latitude, longitude=area.longitude)
        for area in neighbourhoods
    )
    [first] = take_in(community, [broker])
    tell("community_opened", community)
    return Done(Opened(slug, first.public_id))


@action("people.welcome", receipt=Welcomed)
def welcome(actor: Actor, *, members: tuple[NewMember, ...], request_id: UUID) -> Done[Welcomed] | Refusal:
    """Make people members. Who is one already, by e-mail address or by where the row came from, stays as they are."""
    community = Community.objects.get(pk=actor.community_id)
    if not 0 < len(members) <= MOST_AT_ONCE:
        return Refusal("WRONG_LENGTH", "Send between one and %(most)s at once.", "", {"most": str(MOST_AT_ONCE)})
    if actor.signed_in_long_ago and any(set(member.roles) - opens_nothing() for member in members):
        return SIGN_IN_AGAIN
    roles = known_roles(community) - earned()
    places = frozenset(community.neighbourhoods.values_list("name", flat=True))
    for member in members:
        if fault := may_welcome(member, roles) or may_live_in(member, places):
            return fault
    agents = take_in(community, not_yet_members(community, members))
    ids = tuple(agent.public_id for agent in agents) if len(agents) == 1 else ()
    return Done(Welcomed(len(agents), len(members) - len(agents), ids))


@action("people.record_strength", receipt=Recorded)
def record_strength(actor: Actor, *, member: UUID, kind: str, words: str, request_id: UUID) -> Done[Recorded] | Refusal:
    """Write down something a member can do, lend, host, or has been through."""
    there = Agent.objects.filter(community_id=actor.community_id, public_id=member)
    agent = there.exclude(membership__state=Membership.LEFT).first()
    if agent is None or not policy.may(actor, "people.record_strength", policy.towards(actor, agent.pk)):
        return Refusal("NOT_FOUND", "There is nobody of that name here.", "member")
    if kind not in KINDS_OF_STRENGTH:
        return Refusal("UNKNOWN_KIND", "Choose one of: %(kinds)s.", "kind", {"kinds": ", ".join(KINDS_OF_STRENGTH)})
    if fault := may_say(words, "words", 200, "Say in a few words what it is."):
        return fault
    today = clock.today(agent.community.time_zone)
    strength, _ = Strength.objects.get_or_create(
        agent=agent, kind=kind, words=words.strip(), defaults={"since_on": today}
    )
    return Done(Recorded(strength.public_id))
