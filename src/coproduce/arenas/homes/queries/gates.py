"""Where a family stands: its hours as the rules take them, its gates, and each reason as a sentence."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from coproduce.arenas.homes.models import Family, GatePassed, HomeHour
from coproduce.arenas.homes.rules import (
    Adult,
    Contribution,
    Counted,
    Gate,
    Household as Accepted,
    Rules,
    count_hours,
    gate,
)
from coproduce.community.people.rule_sets.queries import book_of
from coproduce.core.obligation import Reason
from coproduce.core.quantity import HOURS

GateName = Literal["start build", "close"]
GATES: tuple[GateName, ...] = ("start build", "close")

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
    by_friend: Mapping[str, int]
    passed_on: date | None


def rules_of_family(family: Family) -> tuple[Rules, str]:
    """The rules of the day it was accepted, and what they are called: later ones are for later families."""
    choice = book_of(family.community_id).on("homes", family.accepted_on)
    assert choice is not None
    return choice.rule_set.values, f"{choice.rule_set.slug} {choice.rule_set.version}"


def counted_of(family: Family, rules: Rules, on: date) -> Counted:
    """What counts for a family on a day."""
    adults = tuple(
        Adult(str(one.agent_id), from_on=one.from_on, until_on=one.until_on) for one in family.adults.order_by("pk")
    )
    household = Accepted(str(family.agent_id), family.accepted_on, adults, family.home, family.repair_minutes)
    rows = HomeHour.objects.filter(family=family, on__lte=on).order_by("on", "begins", "pk")
    return count_hours(rules, household, [_told(row) for row in rows], on)


def stands(family: Family, on: date) -> tuple[Stand, ...]:
    """Each gate of a family on a day, in order, and why."""
    rules, _ = rules_of_family(family)
    counted = counted_of(family, rules, on)
    passed = dict(GatePassed.objects.filter(family=family).values_list("gate", "on"))
    names = dict(family.adults.values_list("agent_id", "agent__name"))
    names |= dict(family.hours.exclude(agent=None).values_list("agent_id", "agent__name"))
    by_friend = {names.get(int(who), who) if who.isdigit() else who: m for who, m in counted.by_donor.items()}
    return tuple(
        Stand(
            name, name in passed or found.is_open, tuple(sentences(found, names)), counted.required, counted.total,
            counted.by_home, by_friend, passed.get(name),
        )
        for name in GATES
        for found in (gate(name, rules, counted, on),)
    )  # fmt: skip


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
