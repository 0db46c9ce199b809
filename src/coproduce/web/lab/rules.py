"""What may be asked of the model on a page: so much that numpy alone answers within minutes, one study at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from coproduce.core.refusal import Refusal

#: The ends of each size; more is asked on the command line, where no page and no neighbour waits.
PEOPLE, YEARS, DRAWS, SEED = (200, 3_000), (1, 10), (30, 100), (1, 999_999)

#: The numbers of the contracts a page lets one move: the contested ones. The others stay as their sources say.
DIALS = (
    "sharing", "matched", "purpose_of_giving", "health_from_help", "outreach", "becomes_active", "drops_out",
    "emulation", "asked_back", "says_yes",
)  # fmt: skip

#: Days a study is kept, from when it was asked.
KEPT_DAYS = 365

#: What a study is made of, in this order: contracts side by side, what that depends on, what would have to be true.
Kind = Literal["draw", "depends", "even"]
KINDS: tuple[Kind, ...] = ("draw", "depends", "even")

#: Draws behind the table of what the answer depends on, and behind what would have to be true.
DEPENDS, EVEN = 64, 30
#: They are reckoned in a smaller town over fewer years: many more towns are run.
SMALL_PEOPLE, SMALL_YEARS = 300, 2

#: Ages of the model's people, women and men of each: a town's own are so many whole numbers. Nobody's town is larger.
CELLS, LARGEST = 12, 50_000_000


def parts(kind: Kind, draws: int) -> int:
    """How many parts of a kind a study of so many draws has."""
    return {"draw": draws, "depends": DEPENDS, "even": EVEN}[kind]


def seconds(kind: Kind, people: int, years: int) -> float:
    """How long one part takes with numpy alone, before there is one to time: what two cores of a small server took.

    Measured with each kind, from 200 to 3,000 adults and 1 to 10 years: within a third of the processor's time.

    >>> round(seconds("draw", 1_000, 5), 2)
    1.03
    """
    if kind == "draw":
        return 0.1 + years * (0.13 + 0.055 * people / 1_000)
    runs = 2 * (len(DIALS) + 2) if kind == "depends" else 18
    return runs * min(years, SMALL_YEARS) * (0.025 + 0.012 * min(people, SMALL_PEOPLE) / 1_000)


def seconds_in_all(people: int, years: int, draws: int) -> float:
    """How long all of a study takes."""
    return sum(parts(kind, draws) * seconds(kind, people, years) for kind in KINDS)


@dataclass(frozen=True, slots=True)
class Moved:
    """One number of the contracts as somebody sets it, in millionths: the narrowest range is two hundredths wide."""

    number: str
    millionths: int


def may_ask(
    people: int, years: int, draws: int, seed: int, moved: tuple[Moved, ...], age_sex: Sequence[int]
) -> Refusal | None:
    """Why this cannot be asked, or None. Whether each number lies in its range, the contract itself says."""
    for name, value, (low, high) in (
        ("people", people, PEOPLE), ("years", years, YEARS), ("draws", draws, DRAWS), ("seed", seed, SEED),
    ):  # fmt: skip
        if not low <= value <= high:
            values = {"low": str(low), "high": str(high)}
            return Refusal("OUT_OF_RANGE", "Write a whole number from %(low)s to %(high)s.", name, values)
    names = [one.number for one in moved]
    if len(set(names)) < len(names) or not set(names) <= set(DIALS):
        return Refusal("OUT_OF_RANGE", "Name each number once, and only those the page shows.", "moved")
    if age_sex and (len(age_sex) != CELLS or min(age_sex) < 0 or not 1 <= sum(age_sex) <= LARGEST):
        return Refusal(
            "OUT_OF_RANGE",
            f"Give {CELLS} whole numbers, women and men of six ages from 16 on, or none for the country's.",
            "age_sex",
        )
    return None
