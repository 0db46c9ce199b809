"""Who may vote: counted on the day a question opens, and from then on nobody is added."""

from datetime import date

from coproduce.community.base.done import Notice
from coproduce.community.decisions.models import Box, Proposal, Voter
from coproduce.community.people.models import Community, Membership
from coproduce.community.people.queries import HERE

OPENED = "Your answer is asked for until %(until)s: %(question)s"


def who_may_vote(community: Community, role: str, today: date) -> list[int]:
    """The agents of everybody here who has this role and is of age, in their order. A group has no vote of its own."""
    rows = Membership.objects.filter(community=community, state__in=HERE, roles__icontains=role)
    rows = rows.exclude(adult_on__gt=today).order_by("agent_id")
    return [agent for agent, roles in rows.values_list("agent_id", "roles") if role in roles]


def open_it(row: Proposal, today: date) -> tuple[Notice, ...]:
    """Its day has come: who may vote is written down, and each of them is told."""
    agents = who_may_vote(row.community, row.role, today)
    Voter.objects.bulk_create(Voter(proposal=row, agent_id=agent, until_on=row.closes_on) for agent in agents)
    if row.way != "consent":
        Box.objects.create(proposal=row)
    row.voters, row.state = len(agents), Proposal.OPEN
    row.save(update_fields=["voters", "state"])
    return tell(row, agents, OPENED)


def tell(row: Proposal, agents: list[int], words: str) -> tuple[Notice, ...]:
    """The same to each of them, with a way to the question."""
    said = {"question": row.question, "until": row.closes_on.isoformat()}
    return tuple(Notice(agent, words, said, link=link(row)) for agent in agents)


def on_the_roll(row: Proposal) -> list[int]:
    """The agents of those who may vote on it."""
    return list(Voter.objects.filter(proposal=row).order_by("agent_id").values_list("agent_id", flat=True))


def link(row: Proposal) -> str:
    """The page of a question."""
    return f"/{row.community.slug}/decisions/asked/{row.public_id}/"
