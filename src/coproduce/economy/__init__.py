"""The economic model: the same people under different contracts.

Whole-number weeks of paid work, care, giving and receiving; two contagions on the same ties; costs by who bears them.
numpy alone runs it; with numba (`pip install coproduce[fast]`) the same whole numbers come faster. README.md
says what is in it, what is not, and how to use it from a notebook.
"""

from coproduce.economy import study
from coproduce.economy.account import Account, core_economy
from coproduce.economy.comparing import Comparison, StudyError, compare
from coproduce.economy.network import Ties, from_edges, ties
from coproduce.economy.population import People, PeopleError, draw, from_csv
from coproduce.economy.regimes import PRESETS, SOURCES, Regime
from coproduce.economy.seeding import seed_people
from coproduce.economy.simulating import simulate

__all__ = [
    "PRESETS", "SOURCES", "Account", "Comparison", "People", "PeopleError", "Regime", "StudyError", "Ties", "compare",
    "core_economy", "draw",
    "from_csv", "from_edges", "seed_people", "simulate", "study", "ties",
]  # fmt: skip
