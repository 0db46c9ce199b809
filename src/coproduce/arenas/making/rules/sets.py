"""What differs from one place to another, as dated data with its source: `rule_sets.toml` beside this folder."""

from dataclasses import dataclass
from importlib.resources import files
from typing import Annotated

from coproduce.core.rule_sets import Between, RuleSet, Says, read


@dataclass(frozen=True, slots=True)
class Rules:
    """How long and how far back help is written down, how much room is kept free, and how many look a page through."""

    longest_minutes: Annotated[int, Between(15, 24 * 60), Says("The longest help at one time")]
    oldest_days: Annotated[int, Between(1, 3660), Says("How far back help is written down, in days")]
    clearance_tenths_mm: Annotated[
        int,
        Between(0, 1000),
        Says("Room kept free on every side, in tenths of a millimetre", "A part that only just fits often does not."),
    ] = 0
    looked_through_times: Annotated[
        int,
        Between(1, 5),
        Says("How many look a change of a page through before it counts", "Nobody looks through their own."),
    ] = 1


RULE_SETS: tuple[RuleSet[Rules], ...] = read(
    files("coproduce.arenas.making").joinpath("rule_sets.toml").read_bytes(), Rules
)

STANDARD = RULE_SETS[0].values
