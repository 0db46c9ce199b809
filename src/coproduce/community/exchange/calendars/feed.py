"""A calendar as other programs read it (RFC 5545): the places somebody has, and the dates they agreed.

Names of others never stand in it, and the place only while one may read it. What was called off arrives as called
off, and each change has a higher SEQUENCE. When it is read decides only how far back it goes.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Prefetch
from django.utils.translation import gettext
from icalendar import Calendar, Event, vDuration

from coproduce.community.base import clock
from coproduce.community.exchange.models import Agreement, Commitment, Occasion, SignUp
from coproduce.community.exchange.occasions.good_to_know import good_to_know
from coproduce.community.exchange.occasions.words import link
from coproduce.community.exchange.queries import REACHABLE
from coproduce.community.exchange.threads.taking_part import link as thread_link
from coproduce.community.people.models import Agent, Community

#: A calendar goes back so far.
BACK = timedelta(days=92)

STATUS = {Agreement.PROPOSED: "TENTATIVE", Agreement.CALLED_OFF: "CANCELLED", Agreement.MISSED: "CANCELLED"}


def feed(community: Community, agent: Agent, site: str) -> bytes:
    """The calendar of a person or a group. `site` is where links lead: scheme and host, no slash at the end."""
    calendar = Calendar()
    calendar.add("prodid", "-//Coproduce//Calendar//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    made_up = f" ({gettext('demo')})" if community.is_demo else ""
    calendar.add("x-wr-calname", f"{community.name}: {agent.name}{made_up}")
    calendar.add("refresh-interval", vDuration(timedelta(hours=6)), parameters={"VALUE": "DURATION"})
    zone, since = ZoneInfo(community.time_zone), clock.now() - BACK
    for event in (*_places(agent, zone, since, site), *_organised(agent, zone, since, site),
                  *_threads(agent, zone, since, site)):  # fmt: skip
        calendar.add_component(event)
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _places(agent: Agent, zone: ZoneInfo, since: datetime, site: str) -> Iterator[Event]:
    found = SignUp.objects.filter(agent=agent, slot__occasion__ends_at__gt=since)
    places = list(found.select_related("slot__occasion__community", "slot__occasion__area").order_by("pk"))
    known = good_to_know([place.slot.occasion for place in places])
    for place in places:
        row = place.slot.occasion
        is_off = bool(row.cancelled_at or place.withdrawn_at)
        event = _event(row, zone, site)
        event.add("uid", f"{place.public_id}@coproduce")
        event.add("sequence", row.version - 1 + bool(place.withdrawn_at))
        _dated(event, max(filter(None, (row.changed_at, place.signed_at, place.withdrawn_at))))
        _described(event, [place.slot.needs], known.get(row.public_id, ()))
        event.add("status", "CANCELLED" if is_off else "CONFIRMED")
        _located(event, row.place if not place.withdrawn_at else "", row)
        yield event


def _organised(agent: Agent, zone: ZoneInfo, since: datetime, site: str) -> Iterator[Event]:
    """What they organise; where they have a place in it too, the place says it."""
    own = SignUp.objects.filter(agent=agent, withdrawn_at=None).values("slot__occasion")
    found = Occasion.objects.filter(organiser=agent, ends_at__gt=since).exclude(pk__in=own)
    rows = list(found.select_related("community", "area").order_by("pk"))
    known = good_to_know(rows)
    for row in rows:
        event = _event(row, zone, site)
        event.add("uid", f"{row.public_id}@coproduce")
        event.add("sequence", row.version - 1)
        _dated(event, row.changed_at)
        event.add("status", "CANCELLED" if row.cancelled_at else "CONFIRMED")
        _described(event, [], known.get(row.public_id, ()))
        _located(event, row.place, row)
        yield event


def _event(row: Occasion, zone: ZoneInfo, site: str) -> Event:
    event = Event()
    event.add("summary", row.words)
    event.add("dtstart", row.starts_at.astimezone(zone))
    event.add("dtend", row.ends_at.astimezone(zone))
    event.add("url", site + link(row))
    return event


def _described(event: Event, lines: list[str], known: Iterable[tuple[str, str]]) -> None:
    """What one takes a place in, and how it is there, line by line."""
    if said := "\n".join([*lines, *(f"{name}: {words}" for name, words in known)]):
        event.add("description", said)


def _located(event: Event, place: str, row: Occasion) -> None:
    if where := place or (row.area.name if row.area else ""):
        event.add("location", where)


def _dated(event: Event, moment: datetime) -> None:
    event.add("dtstamp", moment)
    event.add("last-modified", moment)


def _threads(agent: Agent, zone: ZoneInfo, since: datetime, site: str) -> Iterator[Event]:
    """The dates somebody said yes to; a day without a time is a whole day."""
    found = Agreement.objects.filter(
        commitments__agent=agent, commitments__agreed_at__isnull=False, starts_at__gt=since
    ).select_related("community")
    for row in found.prefetch_related(Prefetch("commitments", Commitment.objects.order_by("pk"))).order_by("pk"):
        said: list[Any] = [part.agreed_at for part in row.commitments.all()]
        changed: datetime = max(filter(None, (*said, row.ended_at, row.proposed_at)))
        assert row.starts_at is not None
        starts = row.starts_at.astimezone(zone)
        event = Event()
        event.add("uid", f"{row.public_id}@coproduce")
        event.add("summary", row.words)
        event.add("dtstart", starts if starts.time() != time() else starts.date())
        # Each new yes and the end come later than what was before: seconds since the beginning only rise.
        event.add("sequence", int((changed - row.proposed_at).total_seconds()))
        _dated(event, changed)
        event.add("status", STATUS.get(row.state, "CONFIRMED"))
        event.add("url", site + thread_link(row))
        if row.place and row.state in REACHABLE:
            event.add("location", row.place)
        yield event
