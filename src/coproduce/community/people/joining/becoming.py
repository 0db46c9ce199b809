"""How people become members, one or two thousand at a time."""

from collections.abc import Iterable

from coproduce.community.base import clock, policy
from coproduce.community.base.rooms import arenas
from coproduce.community.people.models import Account, Agent, Community, Membership, Person, Strength
from coproduce.community.people.rules import NewMember


def known_roles(community: Community) -> frozenset[str]:
    """The roles a membership may hold: every community's own, and those of its arenas."""
    added = (role for arena in arenas() if arena.slug in community.arenas for role in arena.roles)
    return frozenset((*policy.ROLES, *added))


def not_yet_members(community: Community, members: Iterable[NewMember]) -> list[NewMember]:
    """Those who are not here yet, by e-mail address and by where the row came from; each once."""
    members = list(members)
    emails = {_email(member) for member in members} - {""}
    refs = {member.source_ref for member in members} - {""}
    here = Membership.objects.filter(community=community)
    seen = {
        *here.filter(person__account__email__in=emails).values_list("person__account__email", flat=True),
        *(f"ref:{ref}" for ref in here.filter(agent__source_ref__in=refs).values_list("agent__source_ref", flat=True)),
    }
    fresh = []
    for member in members:
        keys = {_email(member), f"ref:{member.source_ref}"} - {"", "ref:"}
        if not keys & seen:
            fresh.append(member)
        seen |= keys
    return fresh


def take_in(community: Community, members: list[NewMember]) -> list[Agent]:
    """Make each a member: an account where there is an address, a person, an agent here, and what they can do."""
    today = clock.today(community.time_zone)
    people = _people(members)
    agents = Agent.objects.bulk_create(
        Agent(community=community, name=member.name.strip(), source_ref=member.source_ref or None) for member in members
    )
    places = dict(community.neighbourhoods.values_list("name", "pk"))
    Membership.objects.bulk_create(
        Membership(
            community=community,
            agent=agent,
            person=person,
            roles=sorted(set(member.roles)),
            joined_on=today,
            phone=member.phone.strip(),
            shared_email=_email(member),
            neighbourhood_id=places.get(member.neighbourhood.strip()),
        )
        for member, agent, person in zip(members, agents, people, strict=True)
    )
    Strength.objects.bulk_create(
        (
            Strength(agent=agent, kind=Strength.SKILL, words=words.strip(), since_on=today)
            for member, agent in zip(members, agents, strict=True)
            for words in dict.fromkeys(member.strengths)
        )
    )
    return agents


def _people(members: list[NewMember]) -> list[Person]:
    """A person for each, in order: the one who already signs in with this address, or someone new."""
    emails = {_email(member) for member in members} - {""}
    accounts = {account.email: account for account in Account.objects.filter(email__in=emails)}
    for account in Account.objects.bulk_create(_new_account(email) for email in sorted(emails - accounts.keys())):
        accounts[account.email] = account
    known = {person.account_id: person for person in Person.objects.filter(account__in=accounts.values())}
    people = []
    for member in members:
        found = accounts.get(_email(member))
        here = known.get(found.pk) if found else None
        people.append(here or Person(name=member.name.strip(), account=found))
    Person.objects.bulk_create(person for person in people if person.pk is None)
    return people


def _new_account(email: str) -> Account:
    account = Account(email=email)
    account.set_unusable_password()
    return account


def _email(member: NewMember) -> str:
    return member.email.strip().lower()
