"""What may be asked of the model on a page: so much that numpy alone answers within minutes, one study at a time."""

from dataclasses import dataclass

from coproduce.core.refusal import Refusal

#: The ends of each size; more is asked on the command line, where no page and no neighbour waits.
PEOPLE, YEARS, DRAWS, SEED = (200, 3_000), (1, 10), (30, 100), (1, 999_999)

#: The numbers of the contracts a page lets one move: the contested ones. The others stay as their sources say.
DIALS = (
    "sharing", "matched", "purpose_of_giving", "health_from_help", "outreach", "becomes_active", "drops_out",
    "emulation",
)  # fmt: skip

#: Days a study is kept, from when it was asked.
KEPT_DAYS = 365


def seconds_a_draw(people: int, years: int) -> float:
    """How long one draw takes with numpy alone, before there is one to time: what two cores of a small server took.

    Measured from 200 to 3,000 adults and 1 to 10 years: within a third of each.

    >>> round(seconds_a_draw(1_000, 5), 2)
    1.03
    """
    return 0.1 + years * (0.13 + 0.055 * people / 1_000)


@dataclass(frozen=True, slots=True)
class Moved:
    """One number of the contracts as somebody sets it, in millionths: the narrowest range is two hundredths wide."""

    number: str
    millionths: int


def may_ask(people: int, years: int, draws: int, seed: int, moved: tuple[Moved, ...]) -> Refusal | None:
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
    return None
