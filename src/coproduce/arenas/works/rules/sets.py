"""What differs from one town to another, as dated data with its source: `rule_sets.toml` beside this folder.

How water is reckoned, what a trench looks like, what things cost by the lane's own book and by the official one, how
long either takes. No official cost of a house is known to us: the rates are an example to be replaced.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from importlib.resources import files
from typing import Annotated

from coproduce.arenas.works.rules.flow import GradientBy
from coproduce.core.rule_sets import Between, RuleSet, Says, read

_RATE = Between(0, 10**9)


@dataclass(frozen=True, slots=True)
class RateBook:
    """What things cost from a day on, in the smallest coin; what people do themselves for nothing is 0 here."""

    from_on: Annotated[date, Says("The day the rates are from")]
    pipe_minor_by_mm: Annotated[Mapping[int, int], _RATE, Says("A metre of pipe, by its width in mm")]
    digging_minor: Annotated[int, _RATE, Says("Digging a cubic metre, and filling it in")]
    cement_minor: Annotated[int, _RATE, Says("A kilogram of cement")]
    sand_minor: Annotated[int, _RATE, Says("A cubic metre of sand")]
    cover_minor: Annotated[int, _RATE, Says("The cover of a chamber, and its mould")]
    join_minor: Annotated[int, _RATE, Says("Joining a house")]
    added_share: Annotated[Fraction, Between(0, 5), Says("What is added to all of it", "2/5 is two fifths more.")] = (
        Fraction(0)
    )


@dataclass(frozen=True, slots=True)
class Pace:
    """How many work at it, how much of a week, and how long it takes before the first spade."""

    crew_people: Annotated[int, Between(1, 500), Says("How many work at it")]
    week_minutes: Annotated[int, Between(30, 6000), Says("What each of them works in a week")]
    wait_weeks: Annotated[int, Between(0, 1000), Says("Weeks before it begins")] = 0


@dataclass(frozen=True, slots=True)
class Rules:
    """What a community may say otherwise."""

    book: Annotated[RateBook, Says("What it costs the lane")]
    official_book: Annotated[RateBook, Says("What it costs officially")]
    pace: Annotated[Pace, Says("How the lane builds")]
    official_pace: Annotated[Pace, Says("How it is built officially")]
    day_litres: Annotated[int, Between(1, 1000), Says("Water each has a day, in litres")] = 100
    peak_times: Annotated[Decimal, Between(1, 10), Says("The busiest time is so many times the mean")] = Decimal("1.8")
    return_share: Annotated[Fraction, Between(0, 1), Says("The part of the water that comes back")] = Fraction(17, 20)
    least_litres: Annotated[Decimal, Between(0, 100), Says("Flow never counts as less, in litres a second")] = Decimal(
        "1.5"
    )
    gradient_by: Annotated[
        GradientBy,
        Says("The least fall follows", choices={"tension": "From what sweeps the bed", "brazil": "Brazil’s standard"}),
    ] = "tension"
    fullest_share: Annotated[Fraction, Between(0, 1), Says("A pipe is filled to this part of its width")] = Fraction(
        4, 5
    )
    pipes_mm: Annotated[tuple[int, ...], Between(50, 2000), Says("Pipes there are, inside")] = (100, 150, 230)
    official_pipe_mm: Annotated[int, Between(50, 2000), Says("The pipe an office would lay")] = 230
    cover_mm: Annotated[int, Between(0, 5000), Says("Earth over the pipe, at least")] = 300
    chamber_spacing_mm: Annotated[int, Between(1000, 100_000), Says("From one chamber to the next")] = 16_000
    longest_run_mm: Annotated[int, Between(1000, 100_000), Says("The longest run that rods clear")] = 30_000
    deep_mm: Annotated[int, Between(300, 10_000), Says("A trench as deep as that is shored")] = 1_200
    fastest_second_mm: Annotated[
        int, Between(500, 20_000), Says("Water as fast as that wears the pipe, in a second")
    ] = 3_000
    least_tension_pa: Annotated[Decimal, Between(0, 100), Says("What sweeps the bed, in pascal")] = Decimal(1)
    closure_mm: Annotated[int, Between(1, 1000), Says("What a walk may miss, by the root of its kilometres")] = 24
    least_closure_mm: Annotated[int, Between(0, 100), Says("What the shortest walk may miss")] = 5
    trench_mm: Annotated[int, Between(200, 5000), Says("How wide the trench is, beside the pipe")] = 350
    bedding_mm: Annotated[int, Between(0, 500), Says("Sand under the pipe")] = 75
    chamber_mm: Annotated[int, Between(300, 3000), Says("How wide the pit of a chamber is")] = 800
    chamber_cement_kg: Annotated[int, Between(0, 5000), Says("Cement a chamber takes")] = 60
    chamber_sand_share: Annotated[Fraction, Between(0, 10), Says("Sand a chamber takes, in cubic metres")] = Fraction(
        3, 20
    )
    digging_minutes: Annotated[int, Between(1, 6000), Says("Digging a cubic metre, and filling it in")] = 300
    laying_minutes: Annotated[int, Between(1, 6000), Says("Laying a metre of pipe")] = 30
    chamber_minutes: Annotated[int, Between(1, 60_000), Says("Building a chamber")] = 600
    agreed_share: Annotated[Fraction, Between(0, 1), Says("Building starts when this part agreed its share")] = (
        Fraction(1)
    )
    upkeep_weeks: Annotated[int, Between(1, 520), Says("A house looks after the lane every so many weeks, in turn")] = 4
    tools: Annotated[tuple[str, ...], Says("Tools on loan")] = ()
    longest_minutes: Annotated[int, Between(1, 24 * 60), Says("The longest help at once")] = 16 * 60
    oldest_days: Annotated[int, Between(0, 3660), Says("How long ago it may have been")] = 366
    least_head_metres: Annotated[int, Between(1, 100), Says("Pressure at every tap, in metres of water")] = 5
    mains_mm: Annotated[tuple[int, ...], Between(10, 1000), Says("Water pipes there are, inside")] = field(
        default=(25, 32, 40, 50, 63, 80, 100)
    )


RULE_SETS: tuple[RuleSet[Rules], ...] = read(
    files("coproduce.arenas.works").joinpath("rule_sets.toml").read_bytes(), Rules
)

STANDARD = RULE_SETS[0].values
