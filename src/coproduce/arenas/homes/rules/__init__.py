"""What is asked of a family before the key, what it costs to live there, and who may stand on a site that day: pure.

Source: the affiliates of Habitat for Humanity and mutual home ownership as printed (fact book homes). Hours open a gate
and are never money. Arguments that are not numbers are frozen dataclasses, or plain mappings with the same names.
"""

from importlib.resources import files

from coproduce.arenas.homes.rules.gates import Gate, gate
from coproduce.arenas.homes.rules.hours import (
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
    forecast,
    fund,
    largest_loan,
    monthly_payment,
    schedule,
    standing,
)
from coproduce.arenas.homes.rules.mutual import charge, is_balanced, leaver_value, widths
from coproduce.core.rule_sets import RuleSet, read

__all__ = (
    "OTHERS_HOMES",
    "OWN_HOME",
    "RULE_SETS",
    "STANDARD",
    "Adult",
    "Contribution",
    "Counted",
    "Fund",
    "Gate",
    "Household",
    "MoneyError",
    "Row",
    "Rules",
    "Standing",
    "charge",
    "count_hours",
    "forecast",
    "fund",
    "gate",
    "is_balanced",
    "largest_loan",
    "leaver_value",
    "monthly_payment",
    "schedule",
    "standing",
    "widths",
)

RULE_SETS: tuple[RuleSet[Rules], ...] = read(
    files("coproduce.arenas.homes").joinpath("rule_sets.toml").read_bytes(), Rules
)

STANDARD = RULE_SETS[0].values
