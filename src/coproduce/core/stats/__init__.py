"""What a share of people can say, and what it may not: intervals, comparisons, small numbers hidden.

Scores and intervals are float64; what is counted stays whole. Every figure has
its interval, since forty people cannot prove much, and none is shown that would
tell about one person. Nothing here asks who may see a whole book: the caller does.
"""

from coproduce.core.stats.again import Interval, bootstrap
from coproduce.core.stats.designs import Effect, difference_in_differences, stepped_wedge
from coproduce.core.stats.hiding import Cell, Crossed, Part, Rounding, Suppression, Table, suppress
from coproduce.core.stats.numbers import Z, whole
from coproduce.core.stats.pooling import Pooled, SiteCounts, pool
from coproduce.core.stats.shares import (
    Difference,
    Funnel,
    apart,
    e_value,
    funnel_limits,
    newcombe,
    sample_size_two_proportions,
    wilson,
    years_to_know,
)
from coproduce.core.stats.spread import balance_of_giving, effective_sample_size, gini
from coproduce.core.stats.survival import CumulativeIncidence, Estimate, Step, Survival, aalen_johansen, kaplan_meier
from coproduce.core.stats.watching import Sequence95, confidence_sequence, difference_sequence
from coproduce.core.stats.weighing import NoOverlapError, Weighed, overlap_weights, weighted_difference

__all__ = [
    "Cell",
    "Crossed",
    "CumulativeIncidence",
    "Difference",
    "Effect",
    "Estimate",
    "Funnel",
    "Interval",
    "NoOverlapError",
    "Part",
    "Pooled",
    "Rounding",
    "Sequence95",
    "SiteCounts",
    "Step",
    "Suppression",
    "Survival",
    "Table",
    "Weighed",
    "Z",
    "aalen_johansen",
    "apart",
    "balance_of_giving",
    "bootstrap",
    "confidence_sequence",
    "difference_in_differences",
    "difference_sequence",
    "e_value",
    "effective_sample_size",
    "funnel_limits",
    "gini",
    "kaplan_meier",
    "newcombe",
    "overlap_weights",
    "pool",
    "sample_size_two_proportions",
    "stepped_wedge",
    "suppress",
    "weighted_difference",
    "whole",
    "wilson",
    "years_to_know",
]
