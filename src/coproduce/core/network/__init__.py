"""What grows from person to person, and who looks out for whom: chains, ties, and whether taking part spreads.

All of it is read without a name, and nothing here says that a chain ought to grow, or one tie is worth more.
"""

from coproduce.core.network.chains import Case, NetworkError, chain_reproduction, expected_total
from coproduce.core.network.exposure import Slope, contagion_slope, exposure
from coproduce.core.network.net import Net
from coproduce.core.network.ties import (
    assortativity,
    bridges,
    clustering,
    cut_people,
    ei_index,
    isolates,
    k_core,
    reciprocity,
)

__all__ = [
    "Case",
    "Net",
    "NetworkError",
    "Slope",
    "assortativity",
    "bridges",
    "chain_reproduction",
    "clustering",
    "contagion_slope",
    "cut_people",
    "ei_index",
    "expected_total",
    "exposure",
    "isolates",
    "k_core",
    "reciprocity",
]
