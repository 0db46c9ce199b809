"""How lanes of the made-up town are called, how they lie, what is done in them, and what people say."""

from collections.abc import Mapping
from random import Random

from coproduce.community.exchange.behaviour import Ways

#: What lies already, what is still missing below the last lane, and the lanes, each with what it runs into.
TRUNK, LACKING = "Station Road trunk", "Mill Road trunk"
LANES: Mapping[str, str] = {"Potter’s Lane": TRUNK, "Kiln Lane": "Potter’s Lane", "Well Lane": LACKING}
FUND = "Lane fund"
WATER_MM = 30_000

TASKS = ("Dug and laid a reach", "Built a chamber", "Walked the lane with the level", "Carried sand and pipes")
BLOCKED = ("Water stands in the chamber by the corner", "Silt in the second chamber", "A root in the pipe")
THANKS = ("It runs again. Thank you.", "That was quick. Thank you.")

WAYS = Ways(things=(), thanks=("Thank you.",))


def decision(lane: str) -> dict[str, str]:
    """What a lane decided at its meeting."""
    return {
        "question": f"Who leads {lane}?",
        "result": "yes",
        "who_decided": f"Meeting of {lane}, a person of each house",
        "minutes": f"Notebook of {lane}, page 1",
    }


def walk(houses: int, chance: Random) -> str:
    """A walk with the level along so many houses, down and back, as it was written on the sheet."""
    length, fall = 8 * houses, 8 * houses * chance.randint(8, 12)
    middle, end = fall // 2, fall - fall // 2
    rows = (
        ("where", "chainage", "back", "between", "fore"),
        ("well", "", _metres(1500), "", ""),
        ("top", "0", "", _metres(1200), ""),
        ("middle", f"{length / 2:g}", _metres(1400), "", _metres(1200 + middle)),
        ("outlet", f"{length:g}", "", _metres(1400 + end), ""),
        ("well", "", "", "", _metres(1700 - middle + chance.randint(-2, 2))),
    )
    return "\n".join(map(",".join, rows)) + "\n"


def _metres(read_mm: int) -> str:
    """What was read on the staff."""
    return f"{read_mm / 1000:.3f}"
