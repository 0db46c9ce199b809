"""What is asked of a family before the key, what it costs to live there, and who may stand on a site that day: pure.

Source: the affiliates of Habitat for Humanity and mutual home ownership as printed. Hours open a gate
and are never money. Arguments that are not numbers are frozen dataclasses, or plain mappings with the same names.
"""

from collections.abc import Mapping
from datetime import date
from importlib.resources import files
from typing import Any

from coproduce.arenas.homes.rules.days import SAFETY_TALK, CameToBuild, Weather, may_take, too_bad, years_for
from coproduce.arenas.homes.rules.gates import Gate, gate
from coproduce.arenas.homes.rules.hours import (
    LONGEST_DAY_MINUTES,
    OTHERS_HOMES,
    OWN_HOME,
    Adult,
    Contribution,
    Counted,
    Household,
    Rules,
    count_hours,
)
from coproduce.arenas.homes.rules.loans import (
    Fund,
    MoneyError,
    Row,
    Standing,
    behind_each,
    forecast,
    fund,
    largest_loan,
    monthly_payment,
    rest_of,
    schedule,
    standing,
)
from coproduce.arenas.homes.rules.missed import Loan, Missed, arrears, by_month
from coproduce.arenas.homes.rules.mutual import charge, index_on, is_balanced, leaver_value, widths
from coproduce.core.arena import Help, told_as
from coproduce.core.quantity import HOURS, Quantity
from coproduce.core.refusal import Refusal
from coproduce.core.rule_sets import RuleSet, read

__all__ = (
    "LONGEST_DAY_MINUTES",
    "OTHERS_HOMES",
    "OWN_HOME",
    "RULE_SETS",
    "SAFETY_TALK",
    "STANDARD",
    "Adult",
    "CameToBuild",
    "Contribution",
    "Counted",
    "Fund",
    "Gate",
    "Household",
    "Loan",
    "Missed",
    "MoneyError",
    "Row",
    "Rules",
    "Standing",
    "Weather",
    "arrears",
    "behind_each",
    "by_month",
    "charge",
    "count_hours",
    "credits",
    "forecast",
    "fund",
    "gate",
    "index_on",
    "is_balanced",
    "largest_loan",
    "leaver_value",
    "may_record",
    "may_take",
    "monthly_payment",
    "rest_of",
    "schedule",
    "standing",
    "too_bad",
    "widths",
    "years_for",
)

RULE_SETS: tuple[RuleSet[Rules], ...] = read(
    files("coproduce.arenas.homes").joinpath("rule_sets.toml").read_bytes(), Rules
)

STANDARD = RULE_SETS[0].values


def may_record(
    told: Help | Mapping[str, Any], today: date, rules: Rules | Mapping[str, Any] = STANDARD
) -> Refusal | None:
    """None when these minutes on somebody else's home can be recognised on that day, else what to mend.

    >>> work = Help("Ana", "Ben", HOURS(240), date(2026, 11, 16))
    >>> may_record(work, date(2026, 11, 17)) is None, may_record(work, date(2026, 11, 15)).code
    (True, 'IN_THE_FUTURE')
    """
    told = told_as(Help, told)
    if told.giver == told.receiver:
        return Refusal("SAME_ACCOUNT", "Work on one's own home is no help to somebody else.", "receiver")
    if told.time.unit != HOURS:
        return Refusal("UNIT_MISMATCH", "Work is counted in hours: write the time it took, like 4 h.", "time")
    if told.time.minor <= 0:
        return Refusal("NOT_POSITIVE", "Say how long it took: one minute or more.", "time")
    if told.time.minor > LONGEST_DAY_MINUTES:
        return Refusal("TOO_LARGE", "Nobody works more than 16 hours in a day: write each day by itself.", "time")
    if told.done_on > today:
        return Refusal("IN_THE_FUTURE", "Work is written down once done: this day is still to come.", "done_on")
    return None


def credits(told: Help | Mapping[str, Any]) -> tuple[Quantity, Quantity]:
    """What who worked and whose home it is are recognised with: the minutes, and nothing: a home makes no debt.

    >>> credits(Help("Ana", "Ben", HOURS(240), date(2026, 11, 16)))
    (Quantity('4 h 00'), Quantity('0 h 00'))
    """
    told = told_as(Help, told)
    return told.time, HOURS(0)
