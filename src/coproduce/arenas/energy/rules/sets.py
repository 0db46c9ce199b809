"""What differs from one scheme to another, as dated data with its source: `rule_sets.toml` beside this folder.

The key a community starts with is only that: which one it uses its members decide, after they tried all on their own
readings.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from importlib.resources import files
from typing import Annotated

from coproduce.arenas.energy.rules.keys import Key
from coproduce.arenas.energy.rules.readings import Policy
from coproduce.core.rule_sets import Between, RuleSet, Says, read


@dataclass(frozen=True, slots=True)
class Step:
    """Plants up to a size, or of any size: what they get at least for a shared MWh, and at most."""

    base_mwh_euros: Annotated[Decimal, Between(0, 1000), Says("Euros for a shared MWh, at least")]
    cap_mwh_euros: Annotated[Decimal, Between(0, 1000), Says("Euros for a shared MWh, at most, before the zone's")]
    up_to_kw: Annotated[int | None, Between(1, 10**6), Says("Plants of up to so many kW", none="Any size")] = None


@dataclass(frozen=True, slots=True)
class Premium:
    """The numbers of a premium: by size of plant, the price it makes up for, what a zone adds, the social fund's.

    No size, no premium.
    """

    steps: tuple[Step, ...] = ()
    reference_mwh_euros: Annotated[
        Decimal, Between(0, 1000), Says("The price of a MWh below which it rises, euros")
    ] = Decimal(0)
    zone_mwh_euros: Annotated[Mapping[str, Decimal], Between(0, 1000), Says("Euros more for a MWh, by zone")] = field(
        default_factory=dict
    )
    threshold_share: Annotated[Fraction, Between(0, 1), Says("The part shared from which the fund has the rest")] = (
        Fraction(1)
    )
    granted_threshold_share: Annotated[
        Fraction, Between(0, 1), Says("The same for a plant that was built with a grant")
    ] = Fraction(1)


@dataclass(frozen=True, slots=True)
class Rules:
    """What a community may say otherwise: how it shares and reads, what it tries, and how help in hours is written."""

    key: Annotated[Key, Says("The key to start with", choices={
        "static": "Fixed parts", "dynamic": "In proportion to use", "hybrid": "Fixed parts, then by what is lacking",
        "cascade": "Class after class", "equal_refill": "Equal slices, filled up", "pair": "From whom to whom",
    })]  # fmt: skip
    step_minutes: Annotated[int, Between(5, 60), Says("Minutes of an interval")] = 15
    gaps: Annotated[Policy, Says("A gap in the readings", choices={
        "leave": "Stays a gap", "week before": "As a week before", "neighbours": "On a line between its neighbours",
    })] = "leave"  # fmt: skip
    longest_gap_minutes: Annotated[int, Between(0, 7 * 24 * 60), Says("The longest gap that is filled")] = 0
    spike_percent: Annotated[
        tuple[int, ...], Between(0, 2000), Says("Suppliers' prices to try, month by month", "100 is as it is.")
    ] = (100, 120, 150, 200, 250, 250, 250, 220, 190, 160, 130, 110)
    premium: Premium = field(default_factory=Premium)
    longest_minutes: Annotated[int, Between(1, 24 * 60), Says("The longest help at once")] = 16 * 60
    oldest_days: Annotated[int, Between(0, 3660), Says("How long ago it may have been")] = 366


RULE_SETS: tuple[RuleSet[Rules], ...] = read(
    files("coproduce.arenas.energy").joinpath("rule_sets.toml").read_bytes(), Rules
)

STANDARD = RULE_SETS[0].values
