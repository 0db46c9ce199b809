"""What questions do by themselves: open on their day, and come up again on the day they are to be looked at."""

from datetime import datetime, timedelta

from django.db import transaction

from coproduce.community.base import clock
from coproduce.community.base.action import put_in_outbox
from coproduce.community.base.schedule import job
from coproduce.community.decisions.deciding.roll import open_it, tell
from coproduce.community.decisions.models import Proposal
from coproduce.community.people.queries import brokers

REVIEW = "The day has come to look again at what was decided: %(question)s"


@job("decisions.open_questions", every=timedelta(minutes=15))
def open_questions(now: datetime) -> None:
    """Those whose first day has come are open, and everybody who may vote is told."""
    for row in Proposal.objects.filter(state=Proposal.COMING).select_related("community"):
        if row.opens_on <= clock.today(row.community.time_zone):
            _open(row.pk)


@job("decisions.look_again", every=timedelta(hours=6))
def look_again(now: datetime) -> None:
    """Whoever asked and the desk are told once that a decision is to be looked at again."""
    due = Proposal.objects.filter(state=Proposal.CLOSED, review_told_on=None).exclude(review_on=None)
    for row in due.select_related("community"):
        today = clock.today(row.community.time_zone)
        if row.review_on is not None and row.review_on <= today:
            with transaction.atomic():
                is_mine = Proposal.objects.filter(pk=row.pk, review_told_on=None).update(review_told_on=today)
                if is_mine:
                    whom = sorted({row.proposed_by_id, *brokers(row.community_id)})
                    put_in_outbox(row.community_id, tell(row, whom, REVIEW))


def _open(pk: int) -> None:
    """Open one, unless somebody who voted first thing was faster."""
    with transaction.atomic():
        rows = Proposal.objects.select_for_update(of=("self",)).select_related("community")
        row = rows.filter(pk=pk, state=Proposal.COMING).first()
        if row is not None:
            put_in_outbox(row.community_id, open_it(row, clock.today(row.community.time_zone)))
