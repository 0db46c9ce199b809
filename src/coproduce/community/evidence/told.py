"""What follows here when a yes is taken back, or two records become one."""

from uuid import UUID

from coproduce.community.base.actor import Actor
from coproduce.community.evidence.consents import OUTCOMES
from coproduce.community.evidence.models import Outcome
from coproduce.community.people.models import Agent


def yes_taken_back(actor: Actor, whose: Agent, scope: str) -> None:
    """What was answered goes, as the words of the yes promise."""
    if scope == OUTCOMES:
        Outcome.objects.filter(agent=whose).delete()


def members_merged(actor: Actor, keep: Agent, gone: Agent, request_id: UUID) -> None:
    """Answers of both are one person's, in the order of their days; of one day the kept record's stand."""
    days = set(Outcome.objects.filter(agent=keep).values_list("measure", "asked_on"))
    for row in Outcome.objects.filter(agent=gone):
        if (row.measure, row.asked_on) in days:
            row.delete()
        else:
            row.agent = keep
            row.save(update_fields=["agent"])
