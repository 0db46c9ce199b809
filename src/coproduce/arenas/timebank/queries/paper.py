"""What goes on paper: the directory of those who said yes, and a month of each member."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, QuerySet

from coproduce.arenas.timebank.queries.leaflet import first_name, words_for_print
from coproduce.community.base import policy
from coproduce.community.base.actor import Actor
from coproduce.community.exchange.models import Ask, Contribution, Intent, Need, Offer
from coproduce.community.ledger.queries import Stretch, held_by_agents, written_between
from coproduce.community.people.consent.queries import consenting
from coproduce.community.people.consents import DIRECTORY
from coproduce.community.people.models import Agent, Membership
from coproduce.core.quantity import HOURS


@dataclass(frozen=True, slots=True)
class Printed:
    """One line of the directory: what, who by first name, and the part of town."""

    kind: str
    words: str
    name: str
    area: str


def directory(actor: Actor, intents: type[Intent], today: date) -> list[tuple[str, Printed]]:
    """(top kind, line) of every offer or need that stands, of members who said yes to paper; by kind, then name."""
    if not policy.may(actor, "timebank.read_desk"):
        return []
    rows = (
        intents._default_manager.filter(
            community_id=actor.community_id,
            state=Intent.OPEN,
            agent__membership__state=Membership.ACTIVE,
            agent__in=consenting(DIRECTORY, today),
        )
        .exclude(until_on__lt=today)
        .select_related("agent__membership__neighbourhood", "category__parent", "area")
    )
    return sorted(
        (((row.category.parent or row.category).name, _printed(row)) for row in rows),
        key=lambda found: (found[0], found[1].kind, found[1].name, found[1].words),
    )


def _printed(row: Any) -> Printed:
    area = row.area or row.agent.membership.neighbourhood
    words = words_for_print(row.words, row.category.name, row.agent.name)
    return Printed(row.category.name, words, first_name(row.agent.name), area.name if area else "")


#: What is said, and who says it: several people who say the same stand on one line.
Said = dict[str, list[Printed]]


def printed_directory(actor: Actor, today: date) -> list[tuple[str, Said, Said]]:
    """Each top kind with what is offered and what would help."""
    parts: dict[str, tuple[Said, Said]] = defaultdict(lambda: ({}, {}))
    for side in (0, 1):
        for kind, line in directory(actor, Need if side else Offer, today):
            parts[kind][side].setdefault(line.words, []).append(line)
    return [(kind, *parts[kind]) for kind in sorted(parts, key=str.casefold)]


@dataclass(frozen=True, slots=True)
class Month:
    """Somebody's month on paper. `thanks` are (words, who said them)."""

    agent: Any
    stretch: Stretch
    thanks: tuple[tuple[str, str], ...]


def with_ask(agents: QuerySet[Agent]) -> QuerySet[Agent]:
    """Members and groups with whether an ask waits for their answer, and what their account holds now."""
    asked = Ask.objects.filter(agent=OuterRef("pk"), state=Ask.ASKED)
    return agents.annotate(is_asked=Exists(asked), held=held_by_agents(HOURS))


def months(actor: Actor, agents: Sequence[Any], first: date, last: date, time_zone: str) -> list[Month]:
    """The month of each of these. Raises PermissionError when one is not the actor's to read."""
    written = written_between(actor, [one.pk for one in agents], HOURS, first, last)
    zone = ZoneInfo(time_zone)
    since = datetime.combine(first, time(), zone)
    until = datetime.combine(last + timedelta(days=1), time(), zone)
    thanks = defaultdict(list)
    for row in (
        Contribution.objects.filter(
            community_id=actor.community_id, giver__in=written, thanked_at__gte=since, thanked_at__lt=until
        )
        .exclude(thanks="")
        .order_by("thanked_at", "pk")
        .values("giver", "thanks", "receiver__name")
    ):
        thanks[row["giver"]].append((row["thanks"], row["receiver__name"]))
    return [Month(one, written[one.pk], tuple(thanks[one.pk])) for one in agents]
