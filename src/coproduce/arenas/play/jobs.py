"""What the clock does for things that are lent: who has one after its day is asked for it, once and kindly."""

from datetime import datetime, timedelta

from django.db import transaction

from coproduce.arenas.play import ARENA
from coproduce.arenas.play.models import Thing
from coproduce.arenas.play.queries.here import rules_of
from coproduce.arenas.play.rules import Loan, is_to_ask
from coproduce.community.base import clock
from coproduce.community.base.action import put_in_outbox
from coproduce.community.base.done import Notice
from coproduce.community.base.schedule import job
from coproduce.community.people.models import Community

KINDLY = (
    "You still have %(what)s. Somebody else may like it too: bring it back when you can, or say if you need it longer."
)


@job("play.ask_for_things", every=timedelta(days=1))
def ask_for_things(now: datetime) -> None:
    """Ask for what is lent and was due some days ago. Nothing follows from it."""
    for community in Community.objects.all():
        if ARENA.slug not in community.arenas:
            continue
        rules, today = rules_of(community), clock.today(community.time_zone)
        late = Thing.objects.filter(community=community, due_on__lte=today, asked_on=None)
        with transaction.atomic():
            for row in late.select_for_update().order_by("pk"):
                assert row.due_on is not None
                assert row.borrower_id is not None
                if is_to_ask(Loan(row.due_on, row.asked_on), today, rules):
                    put_in_outbox(community.pk, [Notice(row.borrower_id, KINDLY, {"what": row.name})])
                    row.asked_on = today
                    row.save(update_fields=["asked_on"])
