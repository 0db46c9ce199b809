"""How an occasion is told: what and when it is, its address, and the notices to whoever has a place."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils.formats import date_format

from coproduce.community.base import clock
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Notice
from coproduce.community.exchange.models import Occasion, SignUp
from coproduce.community.exchange.occasions.rules import local


def tell(
    actor: Actor, rows: Sequence[Occasion], of_one: str, of_many: str, *, urgent: bool = False, **more: str
) -> tuple[Notice, ...]:
    """One notice for everybody who has a place or waits for one, but for whoever does it; `of_many` names the first."""
    places = SignUp.objects.filter(Q(withdrawn_at=None) | Q(waits_since__isnull=False), slot__occasion__in=rows)
    theirs: dict[int, set[int]] = {}
    for agent, occasion in places.order_by("agent_id").values_list("agent_id", "slot__occasion_id"):
        if agent != actor.agent_id:
            theirs.setdefault(agent, set()).add(occasion)
    ordered = sorted(rows, key=lambda row: (row.starts_at, row.pk))
    told = []
    for agent, occasions in theirs.items():
        first = next(row for row in ordered if row.pk in occasions)
        said = said_of(first) | more | {"number": str(len(occasions))}
        told.append(Notice(agent, of_one if len(occasions) == 1 else of_many, said, urgent, link(first)))
    return tuple(told)


def said_of(row: Occasion) -> dict[str, str]:
    """What it is and when, as a notice says it."""
    return {"what": row.words, "when": when_of(row)}


def when_of(row: Occasion) -> str:
    """Day and time as people say them, by the community's clock: “Saturday 21 November, 10:00”."""
    begins = local(row.starts_at, ZoneInfo(row.community.time_zone))
    year = "" if begins.year == clock.today(row.community.time_zone).year else " Y"
    return date_format(begins, f"l j F{year}, H:i")


def link(row: Occasion) -> str:
    """The address of an occasion."""
    return f"/{row.community.slug}/exchange/occasions/{row.public_id}/"
