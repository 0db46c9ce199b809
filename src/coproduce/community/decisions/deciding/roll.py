"""Who may vote: counted on the day a question opens, and from then on nobody is added."""

from datetime import date, timedelta

from coproduce.community.base.done import Notice
from coproduce.community.decisions.deciding.rules import DAYS_TO_VOTE, named_options
from coproduce.community.decisions.models import Box, Proposal, Voter
from coproduce.community.decisions.rules import YES_OR_NO
from coproduce.community.people.models import Community, Membership
from coproduce.community.people.queries import HERE

OPENED = "Your answer is asked for until %(until)s: %(question)s"
VOTE = "Somebody still objects, so it is put to a vote until %(until)s, yes or no: %(question)s"


def who_may_vote(community: Community, role: str, today: date) -> list[int]:
    """The agents of everybody here who has this role and is of age, in their order. A group has no vote of its own."""
    rows = Membership.objects.filter(community=community, state__in=HERE, roles__icontains=role)
    rows = rows.exclude(adult_on__gt=today).order_by("agent_id")
    return [agent for agent, roles in rows.values_list("agent_id", "roles") if role in roles]


def open_it(row: Proposal, today: date) -> tuple[Notice, ...]:
    """Its day has come: who may vote is written down, and each of them is told."""
    return _open(row, who_may_vote(row.community, row.role, today), OPENED)


def put_to_vote(row: Proposal, today: date) -> tuple[Proposal, tuple[Notice, ...]]:
    """Nobody could agree by consent: those who were asked vote on the last text, yes or no, as was said beforehand."""
    last = today + timedelta(days=DAYS_TO_VOTE)
    vote = Proposal.objects.create(
        community=row.community, proposed_by_id=row.proposed_by_id, question=row.question, text=row.text,
        way="approval", options=named_options(YES_OR_NO), quorum=row.quorum, role=row.role, opens_on=today,
        closes_on=last, review_on=row.review_on if row.review_on and row.review_on > last else None,
        shown_from=row.shown_from, follows=row, voters=row.voters,
    )  # fmt: skip
    return vote, _open(vote, on_the_roll(row), VOTE)


def _open(row: Proposal, agents: list[int], words: str) -> tuple[Notice, ...]:
    Voter.objects.bulk_create(Voter(proposal=row, agent_id=agent, until_on=row.closes_on) for agent in agents)
    if row.way != "consent":
        Box.objects.create(proposal=row)
    row.voters, row.state = row.voters or len(agents), Proposal.OPEN
    row.save(update_fields=["voters", "state"])
    return tell(row, agents, words)


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
