"""What the clock does for the net: when nobody has heard from somebody, it asks their circle, and then the desk.

It asks, and does nothing else.
"""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from coproduce.community.base import clock
from coproduce.community.base.action import put_in_outbox
from coproduce.community.base.done import Notice
from coproduce.community.base.schedule import job
from coproduce.community.people.models import Community
from coproduce.community.people.queries import HERE
from coproduce.community.trust.actions.net import ask_desk, page_of
from coproduce.community.trust.models import Rhythm, Silence
from coproduce.community.trust.queries.net import Heard, circle_of, heard
from coproduce.community.trust.rules import DAY, silence

ASKED_CIRCLE = "Nobody has said that they heard from %(name)s for a while, and they asked to be rung then. Could you?"
TOLD_THEM = "Nobody has said that they heard from you for a while, so we ask those you named. Is all well? Say so."


def _does_anybody_ask() -> bool:
    return Rhythm.objects.exists()


@job("trust.ask_circles", every=timedelta(hours=1), when=_does_anybody_ask)
def ask_circles(now: datetime) -> None:
    """Everybody who asked to be rung is looked at; of whom too long nobody has heard, their circle is asked, once."""
    for community in Community.objects.filter(pk__in=Rhythm.objects.values("community")):
        ask_about(Rhythm.objects.filter(community=community), clock.today(community.time_zone), now)


def ask_about(rows: QuerySet[Rhythm], today: date, now: datetime) -> None:
    """The same of some of one community."""
    for one in heard(rows.filter(agent__membership__state__in=HERE), today):
        if one.silence or today - one.on > one.rhythm.days * DAY:
            _ask(one.rhythm.pk, now)


def _ask(pk: int, now: datetime) -> None:
    """One of them, held, so that what is noted at the same moment is not passed over."""
    with transaction.atomic():
        row = Rhythm.objects.select_for_update(of=("self",)).select_related("community").filter(pk=pk).first()
        for one in heard(Rhythm.objects.filter(pk=pk), clock.today(row.community.time_zone)) if row else ():
            put_in_outbox(one.rhythm.community_id, _step(one, now))


def _step(one: Heard, now: datetime) -> tuple[Notice, ...]:
    """What is due in one silence, and whom it is told to."""
    row, today = one.silence, clock.today(one.rhythm.community.time_zone)
    names = circle_of(one.rhythm.agent_id)
    stands = silence(one.on, one.rhythm.days, len(names), row.circle_on if row else None, today)
    if not stands.rung:
        if row:  # help was recognised meanwhile: somebody had to do with them
            Silence.objects.filter(pk=row.pk).update(over_on=today)
        return ()
    told: tuple[Notice, ...] = ()
    if row is None:
        row = Silence.objects.create(rhythm=one.rhythm, made_at=now, circle_on=today)
        link, said = page_of(one.rhythm), {"name": one.rhythm.agent.name}
        told = tuple(Notice(who.agent_id, ASKED_CIRCLE, said, urgent=True, link=link) for who in names)
        told += (
            Notice(one.rhythm.agent_id, TOLD_THEM, urgent=True, link=f"/{one.rhythm.community.slug}/trust/rhythm/"),
        )
        stands = silence(one.on, one.rhythm.days, len(names), today, today)
    if stands.is_proposed and row.desk_on is None:
        Silence.objects.filter(pk=row.pk).update(desk_on=today)
        told += ask_desk(one.rhythm)
    return told
