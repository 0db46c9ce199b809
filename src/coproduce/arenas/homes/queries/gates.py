"""Where a family stands: its hours as the rules take them, its gates, and each reason as a sentence."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.db.models import Prefetch, QuerySet

from coproduce.arenas.homes.models import Adult as FamilyAdult, Family, HomeHour
from coproduce.arenas.homes.rules import Adult, Contribution, Gate, Household as Accepted, Rules, count_hours, gate
from coproduce.community.people.models import SOMEBODY
from coproduce.community.people.rule_sets.queries import Book, book_of
from coproduce.core.obligation import Reason
from coproduce.core.quantity import HOURS

GateName = Literal["start build", "close"]
GATES: tuple[GateName, ...] = ("start build", "close")

#: What a family calls the day of each, who decided it, and what counted.
PASSED = {"start build": "started", "close": "closed"}

SENTENCES = {
    "SHORT": "%(time)s are still missing.",
    "SHORT_OF": "%(time)s of %(about)s are still missing.",
    "SLOW": "In %(about)s, %(time)s are still missing. It shuts nothing.",
    "PAST_END": "The last day for these hours was %(about)s. Talk to the desk. It shuts nothing.",
    "HOUR_AFTER": "The last hour is of %(about)s: no home is closed before it.",
    "TOO_EARLY": "%(time)s of %(about)s were before the family was accepted. They stay written down and do not count.",
    "OVER_CATEGORY": "%(time)s of %(about)s are more than count of this kind.",
    "OVER_DONATED": "%(time)s of %(about)s are more than friends may give.",
    "NOT_SIGNED": "%(time)s of %(about)s count once both have signed.",
}
OTHER = "%(time)s of %(about)s do not count."


@dataclass(frozen=True, slots=True)
class Stand:
    """A family's gate on a day: open or not and why, what counts on its own home and on others', and since when.

    `passed_on` is the day it was passed: what was passed stays passed, whatever the rules say since.
    """

    name: GateName
    is_open: bool
    sentences: tuple[tuple[str, Mapping[str, str]], ...]
    required: int
    counted: int
    by_home: Mapping[str, int]
    by_kind: Mapping[str, int]
    by_friend: Mapping[str, int]
    passed_on: date | None
    rule_set: str


def rules_of_family(family: Family, book: Book | None = None) -> tuple[Rules, str]:
    """The rules of the day it was accepted, and what they are called: later ones are for later families."""
    choice = (book or book_of(family.community_id)).on("homes", family.accepted_on)
    assert choice is not None
    return choice.rule_set.values, f"{choice.rule_set.slug} {choice.rule_set.version}"


def on_their_way(rows: QuerySet[Family]) -> QuerySet[Family]:
    """Families with their adults: all that `stands` asks but their hours. Whoever was forgotten has none."""
    adults = Prefetch("adults", FamilyAdult.objects.select_related("agent").order_by("pk"))
    known = rows.exclude(agent__name=SOMEBODY)
    return known.select_related("agent", "community").prefetch_related(adults)


def stands(
    family: Family, on: date, hours: Sequence[HomeHour] | None = None, book: Book | None = None
) -> tuple[Stand, ...]:
    """Each gate of a family on a day, in order, and why. Its `hours` and the `book` of rules where those are known."""
    rules, rule_set = rules_of_family(family, book)
    adults = list(family.adults.all())
    if hours is None:
        hours = list(HomeHour.objects.filter(family=family).select_related("agent").order_by("on", "begins", "pk"))
    rows = [row for row in hours if row.on <= on]
    workers = tuple(Adult(str(one.agent_id), from_on=one.from_on, until_on=one.until_on) for one in adults)
    household = Accepted(str(family.agent_id), family.accepted_on, workers, family.home, family.repair_minutes)
    counted = count_hours(rules, household, [_told(row) for row in rows], on)
    names = {one.agent_id: one.agent.name for one in adults}
    names |= {row.agent_id: row.agent.name for row in rows if row.agent_id and row.agent}
    by_friend = {names.get(int(who), who) if who.isdigit() else who: m for who, m in counted.by_donor.items()}
    return tuple(
        Stand(
            name, passed_on(family, name) is not None or found.is_open, tuple(sentences(found, names)),
            counted.required, counted.total, counted.by_home, dict(counted.counted), by_friend,
            passed_on(family, name), rule_set,
        )
        for name in GATES
        for found in (gate(name, rules, counted, on),)
    )  # fmt: skip


def passed_on(family: Family, gate: str) -> date | None:
    """The day a family went through a gate, if it did."""
    day: date | None = getattr(family, f"{PASSED[gate]}_on")
    return day


def sentences(found: Gate, names: Mapping[int, str]) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Each reason as a sentence to translate, and what it is filled with."""
    for reason in found.reasons:
        code = "SHORT_OF" if reason.code == "SHORT" and reason.about else reason.code
        yield SENTENCES.get(code, OTHER), {"time": str(HOURS(reason.units)), "about": _about(reason, names)}


def _about(reason: Reason, names: Mapping[int, str]) -> str:
    who, colon, kind = reason.about.partition(": ")
    return f"{names.get(int(who), who)}: {kind}" if colon and who.isdigit() else reason.about


def _told(row: HomeHour) -> Contribution:
    who = str(row.agent_id) if row.agent_id else row.friend
    signed = tuple(str(one) for one in (row.signed_by_id, row.lead_signed_by_id) if one)
    return Contribution(
        row.on, row.minutes, row.kind, row.site, donor=who, by=who, signed_by=signed, id=f"{row.pk:012}"
    )
