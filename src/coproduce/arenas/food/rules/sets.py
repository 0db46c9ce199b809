"""What differs from one scheme to another, as dated data with its source: `rule_sets.toml` beside this folder."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Annotated

from coproduce.core.rule_sets import Between, RuleSet, Says, read


@dataclass(frozen=True, slots=True)
class Rules:
    """What a community may say otherwise: prices by band, work by share, how soon surplus is fetched, rounds, hours.

    A share in `trial_days_by_share` is one on trial: its jobs are those of so many days, and end with them. What is
    done at `core_jobs` is core.
    """

    bands_percent: Annotated[
        Mapping[str, int], Between(0, 1000), Says("What a share costs, by band", "100 is as it is. Chosen freely.")
    ]
    job_times_by_share: Annotated[Mapping[str, int], Between(0, 400), Says("Jobs a year that a share asks for")]
    core_times_by_share: Annotated[Mapping[str, int], Between(0, 400), Says("Of these, core jobs")]
    trial_days_by_share: Annotated[Mapping[str, int], Between(1, 366), Says("How long a share on trial lasts")]
    core_jobs: Annotated[tuple[str, ...], Says("Core jobs")]
    fill_hours: Annotated[
        int,
        Between(0, 24 * 14),
        Says("Packs are filled in the last", "Then no change may leave more missing to fill a pack. 0 is never."),
    ] = 0
    fetch_ambient_minutes: Annotated[int, Between(1, 14 * 24 * 60), Says("Dry surplus is fetched within")] = 48 * 60
    fetch_chilled_minutes: Annotated[int, Between(1, 24 * 60), Says("Chilled surplus is fetched within")] = 120
    fetch_hot_minutes: Annotated[int, Between(1, 24 * 60), Says("Hot surplus is fetched within")] = 60
    bike_hour_metres: Annotated[int, Between(1000, 60_000), Says("Metres a loaded bike goes in an hour")] = 12_000
    van_hour_metres: Annotated[int, Between(1000, 130_000), Says("Metres a van goes in an hour")] = 25_000
    bike_kg: Annotated[int, Between(1, 500), Says("What a bike carries")] = 40
    van_kg: Annotated[int, Between(1, 20_000), Says("What a van carries")] = 500
    stay_minutes: Annotated[int, Between(0, 120), Says("How long a stop takes")] = 4
    longest_minutes: Annotated[int, Between(1, 24 * 60), Says("The longest help at once")] = 16 * 60
    oldest_days: Annotated[int, Between(0, 3660), Says("How long ago it may have been")] = 366


RULE_SETS: tuple[RuleSet[Rules], ...] = read(
    files("coproduce.arenas.food").joinpath("rule_sets.toml").read_bytes(), Rules
)

STANDARD = RULE_SETS[0].values
