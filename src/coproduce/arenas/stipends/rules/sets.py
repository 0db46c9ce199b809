"""What differs from one programme to another, as data: attendance by age, steps, days to answer, and the money.

The sets stand in `rule_sets.toml`; a community picks one, or copies it and changes it by a decision.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Literal

from coproduce.arenas.stipends.rules.attendance import Bands
from coproduce.core.rule_sets import Between, Says

DAYS = Between(0, 366)
MOST = Between(0, 100_000_00)


@dataclass(frozen=True, slots=True)
class Part:
    """One part: an amount for each person it is for, up to `most_people` of them; for the family; or what tops up.

    People of an age from `from_months` on and under `under_months`, or up to the very day they are `through_months`.
    """

    code: Annotated[str, Says("Short name")]
    each_minor: Annotated[int, MOST, Says("Amount")]
    of: Annotated[Literal["person", "pregnant", "family", "top up"], Says("Whom it is for")]
    from_months: Annotated[int | None, Between(0, 1200), Says("From this age, in months", none="Any")] = None
    under_months: Annotated[int | None, Between(0, 1200), Says("Under this age, in months", none="Any")] = None
    through_months: Annotated[int | None, Between(0, 1200), Says("Through this age, in months", none="Any")] = None
    most_people: Annotated[int | None, Between(1, 100), Says("At most for so many", none="No limit")] = None
    most_income_minor: Annotated[int | None, MOST, Says("Up to this income a head", none="Any income")] = None


@dataclass(frozen=True, slots=True)
class Programme:
    """The parts in their order, and up to which income a head a family has any of them."""

    parts: Annotated[tuple[Part, ...], Says("Parts")]
    most_income_minor: Annotated[int | None, MOST, Says("Up to this income a head", none="Any income")] = None


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
    """What differs from one programme to another: attendance by age, steps, days to answer, and the money.

    From an age in `rungs_from_years` on the steps are those, and another part of the money is at stake: they begin
    anew. Two months are reported together: January with February, or February with March, by `begins_after_months`.
    """

    bands: Annotated[Bands, Says("Attendance")]
    rungs: Annotated[tuple[Rung, ...], Says("Steps", "The first is a warning; at the last a person decides.")]
    notice_days: Annotated[int, DAYS, Says("Days between telling and effect")]
    appeal_days: Annotated[int, DAYS, Says("Days to answer")]
    programme: Annotated[Programme, Says("What is paid")]
    rungs_from_years: Annotated[
        Mapping[int, tuple[Rung, ...]],
        Says("Steps from this age on", "The first is a warning; at the last a person decides."),
    ] = field(default_factory=dict)
    begins_after_months: Annotated[
        int,
        Between(0, 1),
        Says("Two months are reported together", "0: January with February. 1: February with March."),
    ] = 0
