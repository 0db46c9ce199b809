"""What follows when a child was not at school enough: a warning, days to answer, and a person at the end.

The steps are data (`rule_sets.toml`); the climbing is `core.ladder`. A ladder is one child's: brothers and sisters stay
where they are.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal

from coproduce.arenas.stipends.rules.attendance import Bands
from coproduce.arenas.stipends.rules.benefits import Programme
from coproduce.core import ladder
from coproduce.core.arena import told_as
from coproduce.core.ladder import Appeal, Decision, Period, Step
from coproduce.core.rule_sets import Between, Says

DAYS = Between(0, 366)


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of the ladder, as people read it."""

    name: Annotated[str, Says("Its name")]
    effect: Annotated[
        Literal["none", "withheld", "not paid"],
        Says("What happens", "", {"none": "Nothing", "withheld": "Kept for later", "not paid": "Not paid"}),
    ] = "none"
    days: Annotated[int, DAYS, Says("For so many days", "0: until the next period is known.")] = 0
    given_back: Annotated[
        Literal["next", "met", "never"],
        Says(
            "What was kept is paid",
            "",
            {"next": "With the next period", "met": "With the next period that is met", "never": "No more"},
        ),
    ] = "never"


@dataclass(frozen=True, slots=True)
class Rules:
    """What differs from one programme to another: attendance by age, steps, days to answer, and the money."""

    bands: Annotated[Bands, Says("Attendance")]
    rungs: Annotated[tuple[Rung, ...], Says("Steps", "The first is a warning; at the last a person decides.")]
    notice_days: Annotated[int, DAYS, Says("Days between telling and effect")]
    appeal_days: Annotated[int, DAYS, Says("Days to answer")]
    programme: Annotated[Programme, Says("What is paid")]


def ladder_step(
    history: Iterable[Period | Mapping[str, Any]],
    rule_set: Rules | Mapping[str, Any],
    on: date | None = None,
    *,
    appeals: Iterable[Appeal | Mapping[str, Any]] = (),
    decisions: Iterable[Decision | Mapping[str, Any]] = (),
) -> Step:
    """Where one child stands after these periods, on that day (the day of the last, if none is said).

    LadderError for a history that cannot be read.

    >>> from coproduce.arenas.stipends.rules import RULE_SETS
    >>> rules = next(one.values for one in RULE_SETS if one.slug == "bolsa-familia")
    >>> may, july = Period("breach", date(2010, 5, 31)), Period("breach", date(2010, 7, 31))
    >>> ladder_step([may], rules).name, ladder_step([may, july], rules).name
    ('Warning', 'Block')
    """
    rules = told_as(Rules, rule_set)
    periods = [told_as(Period, period) for period in history]
    last = max((period.on for period in periods), default=date.min)
    return ladder.climb(terms(rules), periods, on or last, appeals=appeals, decisions=decisions)


def terms(rules: Rules) -> ladder.Terms:
    """The steps of a programme as `core.ladder` takes them."""
    return ladder.Terms(
        rungs=tuple(
            ladder.Rung(rung.name, "" if rung.effect == "none" else rung.effect, rung.days, rung.given_back)
            for rung in (told_as(Rung, one) for one in rules.rungs)
        ),
        notice_days=rules.notice_days,
        appeal_days=rules.appeal_days,
    )
