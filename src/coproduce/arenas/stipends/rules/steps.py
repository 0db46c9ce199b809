"""What follows when a child was not at school enough: a warning, days to answer, and a person at the end.

The steps are data (`rule_sets.toml`); the climbing is `core.ladder`. A ladder is one child's: brothers and sisters stay
where they are.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from coproduce.arenas.stipends.rules.sets import Rules, Rung
from coproduce.core import ladder
from coproduce.core.arena import told_as
from coproduce.core.ladder import Appeal, Decision, Period, Step


def ladder_step(
    history: Iterable[Period | Mapping[str, Any]],
    rule_set: Rules | Mapping[str, Any],
    on: date | None = None,
    *,
    appeals: Iterable[Appeal | Mapping[str, Any]] = (),
    decisions: Iterable[Decision | Mapping[str, Any]] = (),
    years: int | None = None,
) -> Step:
    """Where one child stands after these periods, on that day (the day of the last, if none is said).

    Some programmes have steps of their own from an age on: `years` is the child's.

    LadderError for a history that cannot be read.

    >>> from coproduce.arenas.stipends.rules import RULE_SETS
    >>> rules = next(one.values for one in RULE_SETS if one.slug == "bolsa-familia")
    >>> may, july = Period("breach", date(2010, 5, 31)), Period("breach", date(2010, 7, 31))
    >>> ladder_step([may], rules).name, ladder_step([may, july], rules).name
    ('Warning', 'Block')
    >>> september = Period("breach", date(2010, 9, 30))
    >>> [ladder_step([may, july, september], rules, years=years).is_proposed for years in (15, 16)]
    [False, True]
    """
    rules = told_as(Rules, rule_set)
    periods = [told_as(Period, period) for period in history]
    last = max((period.on for period in periods), default=date.min)
    return ladder.climb(terms(rules, years), periods, on or last, appeals=appeals, decisions=decisions)


def begins_at(rules: Rules, years: int | None) -> int:
    """From which age on the steps are those of a child that old; 0 where they are everybody's."""
    return max((age for age in rules.rungs_from_years if years is not None and age <= years), default=0)


def rungs_at(rules: Rules, years: int | None) -> tuple[Rung, ...]:
    """The steps of a child that old."""
    begins = begins_at(rules, years)
    return tuple(told_as(Rung, one) for one in (rules.rungs_from_years[begins] if begins else rules.rungs))


def terms(rules: Rules, years: int | None = None) -> ladder.Terms:
    """The steps of a programme as `core.ladder` takes them."""
    return ladder.Terms(
        rungs=tuple(
            ladder.Rung(rung.name, "" if rung.effect == "none" else rung.effect, rung.days, rung.given_back)
            for rung in rungs_at(rules, years)
        ),
        notice_days=rules.notice_days,
        appeal_days=rules.appeal_days,
    )
