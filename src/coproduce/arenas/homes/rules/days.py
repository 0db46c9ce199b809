"""A build day: who may take which task on it, and when the weather calls it off. Nothing is asked after the fact.

Ages stand by task and are the site's own (`task_years`); what is not named there takes somebody of age. Source: fact
book homes, sections 4 and 5 (safety induction, age limits, weather); the numbers are our own design, verify locally.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any
from uuid import UUID

from coproduce.arenas.homes.rules.hours import Rules, months_after
from coproduce.core.arena import told_as
from coproduce.core.obligation import Reason
from coproduce.core.refusal import Refusal

#: The one task that takes no talk before it, for it is the talk.
SAFETY_TALK = "safety talk"


@dataclass(frozen=True, slots=True)
class Weather:
    """What is forecast for a day: the wind, the rain of the whole day, and how cold it gets."""

    wind_kmh: int
    rain_mm: int
    celsius: int


@dataclass(frozen=True, slots=True)
class CameToBuild:
    """Who came, from when to when, and for which family it counts: their own, or else that of the home."""

    who: UUID
    begins: time
    ends: time
    family: UUID | None = None


def years_for(rule_set: Rules | Mapping[str, Any], task: str) -> int:
    """From which age a task may be taken.

    >>> years_for(Rules({1: 60}, {}, {}), "Painting"), years_for(Rules({1: 60}, {}, {}), "blasting")
    (14, 18)
    """
    rules = told_as(Rules, rule_set)
    return rules.task_years.get(task.strip().lower(), max(rules.adult_years, *rules.task_years.values(), 0))


def may_take(
    rule_set: Rules | Mapping[str, Any], task: str, on: date, *, adult_on: date | None, talked_on: date | None
) -> Refusal | None:
    """None when somebody may take this task that day, else what opens it to them.

    `adult_on` is the day they turn or turned 18, None for whoever has long been; `talked_on` is their last safety talk.

    >>> rules, day = Rules({1: 60}, {}, {}), date(2026, 6, 6)
    >>> may_take(rules, "roof", day, adult_on=date(2026, 6, 7), talked_on=day).code
    'TOO_YOUNG'
    >>> may_take(rules, "roof", day, adult_on=day, talked_on=None).code
    'NO_TALK'
    >>> may_take(rules, "painting", day, adult_on=date(2030, 6, 6), talked_on=date(2024, 6, 6)) is None
    True
    """
    rules = told_as(Rules, rule_set)
    years = years_for(rules, task)
    if adult_on is not None and on < months_after(adult_on, 12 * (years - 18)):
        words = "For this one is %(years)s or older. There is other work that day: ask whoever leads it."
        return Refusal("TOO_YOUNG", words, "slot", {"years": str(years)})
    if rules.talk_months is None or task.strip().lower() == SAFETY_TALK:
        return None
    if talked_on is None or not talked_on <= on <= months_after(talked_on, rules.talk_months):
        words = "First comes the safety talk: take a place in it, or ask the desk, who writes it down."
        return Refusal("NO_TALK", words, "slot")
    return None


def too_bad(rule_set: Rules | Mapping[str, Any], weather: Weather | Mapping[str, Any]) -> tuple[Reason, ...]:
    """Why a build day is called off, with what is forecast; nothing where it takes place.

    >>> [tuple(one) for one in too_bad(Rules({1: 60}, {}, {}), Weather(wind_kmh=51, rain_mm=15, celsius=-6))]
    [('WIND', '', 51), ('COLD', '', -6)]
    """
    rules, told = told_as(Rules, rule_set), told_as(Weather, weather)
    return tuple(
        Reason(code, "", measured)
        for code, measured, is_bad in (
            ("WIND", told.wind_kmh, told.wind_kmh > rules.most_wind_kmh),
            ("RAIN", told.rain_mm, told.rain_mm > rules.most_rain_mm),
            ("COLD", told.celsius, told.celsius < rules.least_celsius),
        )
        if is_bad
    )
