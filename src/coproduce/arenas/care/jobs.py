"""What the clock does for visits: rings the next of the rota and whoever must know that somebody has not come out, and
asks again whether those who are to go still may.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction

from coproduce.arenas.care.actions.reviewing import still_planned, take_back_unfit
from coproduce.arenas.care.models import Flag, Visit
from coproduce.arenas.care.queries.here import Here, here, rota
from coproduce.arenas.care.queries.links import to_case, to_visit
from coproduce.arenas.care.rules import alarm, to_ring
from coproduce.community.base import clock
from coproduce.community.base.action import put_in_outbox
from coproduce.community.base.done import Notice
from coproduce.community.base.schedule import job

AGAIN = "Urgent, from a visit, and nobody has answered for it yet: look at it now, and say that you have."
#: Whom an alarm rings, and what they read; no name and no place stand in it.
ALARMS = {
    "buddy": "The visit you went on should be over. Say that you have left, or ring the one who is still there.",
    "desk": "A visit should be over and nobody has said that they left. Ring them both now.",
    "script": "Nobody has come out of a visit, and nobody answers. Go by the steps on the page now: ring %(number)s.",
}
ORDER = ("", *ALARMS)


def _is_urgent() -> bool:
    return Flag.objects.filter(level="red", acknowledged_at=None, closed_at=None).exists()


def _is_somebody_there() -> bool:
    return Visit.objects.filter(checked_in_at__isnull=False, checked_out_at=None).exists()


@job("care.ring_rota", every=timedelta(minutes=1), when=_is_urgent)
def ring_rota(now: datetime) -> None:
    """The next on the rota, each time the clock of something urgent runs out unanswered."""
    rows = Flag.objects.select_for_update(of=("self",)).filter(level="red", acknowledged_at=None, closed_at=None)
    with transaction.atomic():
        for row in rows.select_related("community", "visit__case__community").order_by("pk"):
            place, people = here(row.community), rota(row.community_id)
            due = to_ring(people, row.made_at, now, place.rules) if len(people) > 1 else people
            link = to_case(row.visit.case)
            put_in_outbox(row.community_id, [Notice(one, AGAIN, urgent=True, link=link) for one in due[row.rung :]])
            Flag.objects.filter(pk=row.pk).update(rung=max(row.rung, len(due)))


@job("care.not_come_out", every=timedelta(minutes=1), when=_is_somebody_there)
def not_come_out(now: datetime) -> None:
    """First whoever went along, then the desk, then the steps for an emergency; each is rung once."""
    rows = Visit.objects.select_for_update(of=("self",)).filter(
        checked_in_at__isnull=False, checked_out_at=None, expected_end__lt=now
    )
    with transaction.atomic():
        for row in rows.select_related("case__community").order_by("pk"):
            place = here(row.case.community)
            who = alarm(row.expected_end, None, now, place.rules)
            if who is None or ORDER.index(who) <= ORDER.index(row.alarm):
                continue
            for step in ORDER[ORDER.index(row.alarm) + 1 : ORDER.index(who) + 1]:
                put_in_outbox(place.community.pk, _rung(row, step, place))
            Visit.objects.filter(pk=row.pk).update(alarm=who)


def _is_somebody_to_go() -> bool:
    return still_planned(clock.now()).exists()


@job("care.may_still_go", every=timedelta(minutes=15), when=_is_somebody_to_go)
def may_still_go(now: datetime) -> None:
    """A check that was withdrawn, a pause, a yes that was taken back: nobody waits for whoever may not come."""
    places = still_planned(now).values_list("case__community", flat=True).distinct()
    for place in sorted(places):
        with transaction.atomic():
            put_in_outbox(place, take_back_unfit(still_planned(now).filter(case__community=place), now))


def _rung(row: Visit, step: str, place: Here) -> Iterator[Notice]:
    people = (row.companion_id or row.visitor_id,) if step == "buddy" else rota(place.community.pk)
    said = {"number": place.rules.emergency_number} if step == "script" else {}
    return (Notice(one, ALARMS[step], said, urgent=True, link=to_visit(row)) for one in people)
