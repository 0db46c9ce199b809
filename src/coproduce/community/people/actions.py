"""The verbs about people: a community is opened, members are welcomed, cards printed, strengths written down."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from coproduce.community.base import clock, policy
from coproduce.community.base.action import action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done
from coproduce.community.base.rooms import arenas as arenas_here, tell
from coproduce.community.people import cards
from coproduce.community.people.joining.becoming import known_roles, not_yet_members, take_in
from coproduce.community.people.models import Account, Agent, Card, Community, Membership, Neighbourhood, Strength
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
class CardMade:
    """Whose card it is, until when, and the page to print it from; never the code."""

    member: UUID
    until: date
    page: str


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
    roles = known_roles(community)
    places = frozenset(community.neighbourhoods.values_list("name", flat=True))
    for member in members:
        if fault := may_welcome(member, roles) or may_live_in(member, places):
            return fault
    agents = take_in(community, not_yet_members(community, members))
    ids = tuple(agent.public_id for agent in agents) if len(agents) == 1 else ()
    return Done(Welcomed(len(agents), len(members) - len(agents), ids))


@action("people.print_card", receipt=CardMade)
def print_card(actor: Actor, *, member: UUID, request_id: UUID) -> Done[CardMade] | Refusal:
    """Make a card that signs a member in once. An earlier card of theirs stops working."""
    membership = (
        Membership.objects.filter(community_id=actor.community_id, agent__public_id=member, state=Membership.ACTIVE)
        .select_related("person__account", "community")
        .first()
    )
    if membership is None:
        return Refusal("NOT_FOUND", "There is nobody of that name here.", "member")
    if set(membership.roles) - {"member"}:
        return Refusal("NOT_BY_CARD", "People with a role sign in by e-mail: a card could be found.", "member")
    person = membership.person
    if person.account is None:
        person.account = Account.objects.create_user()
        person.save(update_fields=["account"])
    if Membership.objects.filter(person=person).exclude(community_id=actor.community_id).exists():
        return Refusal("NOT_BY_CARD", "This person signs in by e-mail: ask them to use their own address.", "member")
    now = clock.now()
    Card.objects.filter(account=person.account, spent_at=None).update(spent_at=now)
    Card.objects.create(
        account=person.account,
        request_id=request_id,
        code_hash=cards.hash_of(cards.code_of(request_id)),
        made_by=actor.agent_id or 0,
        made_at=now,
        until=now + cards.LASTS,
    )
    community = membership.community
    until = clock.today(community.time_zone) + cards.LASTS
    return Done(CardMade(member, until, f"/{community.slug}/people/cards/{request_id}/"))


@action("people.record_strength", receipt=Recorded)
def record_strength(actor: Actor, *, member: UUID, kind: str, words: str, request_id: UUID) -> Done[Recorded] | Refusal:
    """Write down something a member can do, lend, host, or has been through."""
    agent = Agent.objects.filter(community_id=actor.community_id, public_id=member).first()
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
