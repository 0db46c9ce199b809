"""What happens to questions when two records of one person become one, and by which decision a setting may change."""

from typing import Any
from uuid import UUID

from coproduce.community.base import clock
from coproduce.community.base.actor import Actor
from coproduce.community.decisions.models import Proposal, Sheet, Voice, Voter
from coproduce.community.decisions.queries import that_stand
from coproduce.community.decisions.rule_sets.choosing import cited
from coproduce.community.decisions.rules import MOST_TO_CITE
from coproduce.community.decisions.words import to_choose
from coproduce.community.people.models import Agent, Community
from coproduce.core.refusal import Refusal

NEEDED = Refusal(
    "DECISION_NEEDED", "Members said that this changes only by what they decided: say by which decision.", "decision"
)


def members_merged(actor: Actor, keep: Agent, gone: Agent, request_id: UUID) -> None:
    """What the one asked and said stands under the other; on a roll with both it is one member, who votes once.

    Where both records have voted, both ballots are in the box, and nobody finds them there.
    """
    Proposal.objects.filter(proposed_by=gone).update(proposed_by=keep)
    Proposal.objects.filter(closed_by=gone).update(closed_by=keep)
    for voter in Voter.objects.filter(agent=gone):
        other = Voter.objects.filter(proposal=voter.proposal_id, agent=keep).first()
        if other is None:
            voter.agent = keep
            voter.save(update_fields=["agent"])
            continue
        if not other.how:
            other.how = voter.how
            other.save(update_fields=["how"])
        voter.delete()
    for voice in Voice.objects.filter(agent=gone):
        answered = Voice.objects.exclude(kind=Voice.WORD).filter(
            proposal=voice.proposal_id, round=voice.round, agent=keep
        )
        if voice.kind != Voice.WORD and answered.exists():
            voice.delete()
        else:
            voice.agent = keep
            voice.save(update_fields=["agent"])
    # Two records that each typed a sheet stay two: no one of them typed it twice.
    Sheet.objects.filter(typed_by=gone).exclude(typed_again_by=keep).update(typed_by=keep)
    Sheet.objects.filter(typed_again_by=gone).exclude(typed_by=keep).update(typed_again_by=keep)


def setting_changes(actor: Actor, decision: UUID | None) -> Refusal | None:
    """Why it may not: members said that it changes only by a decision, or the one that is named does not do."""
    community = Community.objects.get(pk=actor.community_id)
    if decision is None:
        return NEEDED if community.by_decision else None
    found = cited(community, decision, clock.today(community.time_zone))
    return found if isinstance(found, Refusal) else None


def to_cite(actor: Actor) -> list[Any]:
    """The latest decisions that stand, to choose from."""
    return to_choose(that_stand(actor)[:MOST_TO_CITE])
