"""Reading people, starting from what this actor may see."""

from collections.abc import Collection, Iterable
from uuid import UUID

from django.db.models import OuterRef, Prefetch, Q, QuerySet, Subquery

from coproduce.community.base import audit, policy
from coproduce.community.base.actor import Actor, Via
from coproduce.community.base.one import the_one
from coproduce.community.people.models import Account, Agent, BarredPair, Community, Guardian, JoinAnswer, Membership


def actor_for(account: Account | None, slug: str, via: Via) -> Actor | None:
    """Who this account is in this community, or None: not signed in, no such community, not a member, left."""
    found = member_of(account, slug)
    return None if found is None else actor_of_member(found, via)


def member_of(account: Account | None, slug: str, **also: Subquery) -> Membership | None:
    """The membership behind `actor_for`, its community and the member's own name there with it, in one query.

    `also` is what else is read along, by its name.
    """
    if account is None or not account.is_authenticated or not account.is_active:
        return None
    return (
        Membership.objects.filter(person__account=account, community__slug=slug)
        .exclude(state__in=(Membership.LEFT, Membership.APPLIED))
        .select_related("community", "agent")
        .only("roles", "person", "community", "agent__name")
        .annotate(**also)
        .first()
    )


def actor_of_member(membership: Membership, via: Via) -> Actor:
    """A member as the one who asks."""
    return Actor(
        membership.community_id,
        membership.agent_id,
        membership.person_id,
        frozenset(membership.roles),
        via=via,
        arenas=frozenset(membership.community.arenas),
    )


#: The role of whoever stands in the list of members: somebody an arena only looks after does not, for who is no desk.
MEMBER = "member"

#: Whom something can be done about here: whoever has joined and not gone.
HERE = (Membership.ACTIVE, Membership.PAUSED)


def member_for(
    actor: Actor, verb: str, member: UUID, states: Collection[str] = HERE, *, held: bool = False
) -> Membership | None:
    """The membership the actor may do this to, in one of these states; None for anybody else, as for nobody.

    `held` locks it until the transaction ends.
    """
    rows = Membership.objects.filter(community_id=actor.community_id, agent__public_id=member, state__in=states)
    rows = rows.select_related("agent", "community", "neighbourhood", "person__account")
    found = the_one(rows.select_for_update(of=("self",)) if held else rows)
    if found is None or not policy.may(actor, verb, policy.towards(actor, found.agent_id)):
        return None
    return found


def communities_of(account: Account) -> QuerySet[Community]:
    """The communities this account is a member of, by name."""
    here = Membership.objects.filter(person__account=account, state__in=HERE)
    return Community.objects.filter(pk__in=here.values("community")).order_by("name")


def members(actor: Actor, words: str = "") -> QuerySet[Membership]:
    """The members of the actor's community, by name; without contacts unless the actor may read them."""
    seen = policy.rule_on(actor, "people.read_members")
    if seen == "deny":
        return Membership.objects.none()
    found = Membership.objects.filter(community_id=actor.community_id, state=Membership.ACTIVE, agent__merged_into=None)
    if seen == "mask":
        found = found.filter(roles__icontains=MEMBER).exclude(agent__in=apart_from(actor))
    for word in words.split():
        found = found.filter(agent__name__icontains=word)
    found = found.select_related("agent", "neighbourhood").order_by("agent__name", "id")
    return found if seen == "allow" else found.defer("phone", "shared_email")


def agents(actor: Actor, words: str = "") -> QuerySet[Agent]:
    """Everybody help can be recorded for: members who have not left, households and organisations, by name."""
    seen = policy.rule_on(actor, "people.read_members")
    if seen == "deny":
        return Agent.objects.none()
    found = Agent.objects.filter(community_id=actor.community_id, merged_into=None).exclude(
        membership__state__in=(Membership.LEFT, Membership.APPLIED)
    )
    if seen == "mask":
        no_members = Membership.objects.filter(community_id=actor.community_id).exclude(roles__icontains=MEMBER)
        found = found.exclude(pk__in=apart_from(actor)).exclude(membership__in=no_members)
    for word in words.split():
        found = found.filter(name__icontains=word)
    return found.order_by("name", "id")


def apart_from(actor: Actor) -> QuerySet[Agent, int]:
    """Whom the actor must not meet, or who helps them, whoever said so: the two stand nowhere for each other."""
    me = {actor.agent_id or 0, actor.hand or 0}
    pairs = Agent.objects.filter(
        Q(pk__in=BarredPair.objects.filter(one__in=me).values("other"))
        | Q(pk__in=BarredPair.objects.filter(other__in=me).values("one"))
    )
    return pairs.values_list("pk", flat=True)


def resting(actor: Actor) -> QuerySet[Membership]:
    """Members who paused, by name: for the desk, who may wake them."""
    if not policy.may(actor, "people.resume"):
        return Membership.objects.none()
    found = Membership.objects.filter(community_id=actor.community_id, state=Membership.PAUSED)
    return found.select_related("agent").order_by("agent__name", "id")


def applicants(actor: Actor) -> QuerySet[Membership]:
    """Those who would like to join, the longest waiting first, with the people who know them."""
    if not policy.may(actor, "people.accept"):
        return Membership.objects.none()
    found = Membership.objects.filter(community_id=actor.community_id, state=Membership.APPLIED)
    found = found.select_related("agent", "neighbourhood").order_by("applied_on", "id")
    answers = Prefetch(
        "join_answers", JoinAnswer.objects.select_related("question").order_by("question__position", "pk")
    )
    guardian = Guardian.objects.filter(ward=OuterRef("agent"), ended_on=None).order_by("pk").values("guardian__name")
    return found.annotate(guardian_name=Subquery(guardian[:1])).prefetch_related("references", answers)


def brokers(community_id: int) -> list[int]:
    """The agents of a community's desk, those who rest left out."""
    found = Membership.objects.filter(community_id=community_id, state=Membership.ACTIVE, roles__icontains="broker")
    return [agent_id for agent_id, roles in found.order_by("pk").values_list("agent_id", "roles") if "broker" in roles]


def roles_here(actor: Actor) -> list[str]:
    """The roles somebody has here, in the order of the house, those of arenas last."""
    found = Membership.objects.filter(community_id=actor.community_id, state=Membership.ACTIVE)
    every = {role for roles in found.values_list("roles", flat=True) for role in roles}
    return [*(role for role in policy.ROLES if role in every), *sorted(every - set(policy.ROLES))]


def with_role(actor: Actor, role: str) -> list[int]:
    """The agents of those who have this role here and have not left."""
    found = Membership.objects.filter(community_id=actor.community_id, roles__icontains=role)
    found = found.exclude(state__in=(Membership.LEFT, Membership.APPLIED))
    return [agent_id for agent_id, roles in found.values_list("agent_id", "roles") if role in roles]


def name_of(column: str) -> Subquery:
    """The name of the agent whose number stands in this column, to read along with a row."""
    return Subquery(Agent.objects.filter(pk=OuterRef(column)).values("name")[:1])


def myself(actor: Actor) -> Agent:
    """Who the actor is in this community. Raises Agent.DoesNotExist for the operator and for tasks."""
    return Agent.objects.get(pk=actor.agent_id or 0)


def shows_contacts(actor: Actor) -> bool:
    """Whether the actor sees telephone numbers and addresses."""
    return policy.may(actor, "people.read_members")


def read_contacts(actor: Actor, page: Iterable[Membership], why: str) -> None:
    """Write down that these members' contacts are about to be shown."""
    if shows_contacts(actor):
        audit.reading(actor, "people.read_members", (membership.agent_id for membership in page), why)


def agent(actor: Actor, public_id: UUID) -> Agent | None:
    """One agent of the actor's own community by public id; someone of another is not there."""
    return agents(actor).filter(public_id=public_id).first()
