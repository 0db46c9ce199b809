"""What can be planned, which rows fit a plan, what an analysis may do, and what follows from a result. Pure."""

from coproduce.community.evidence.rules.analysing import Result, analyse
from coproduce.community.evidence.rules.asked_otherwise import Asked, forbidden
from coproduce.community.evidence.rules.counts import Counted, fault_of_counts
from coproduce.community.evidence.rules.deciding import Advice, advice
from coproduce.community.evidence.rules.power import Power, power
from coproduce.community.evidence.rules.rows import Known, fault_of_row, faults_together
from coproduce.community.evidence.rules.sheet import ANALYSES, COVARIATES, Sheet, may_plan

__all__ = [
    "ANALYSES",
    "COVARIATES",
    "Advice",
    "Asked",
    "Counted",
    "Known",
    "Power",
    "Result",
    "Sheet",
    "advice",
    "analyse",
    "fault_of_counts",
    "fault_of_row",
    "faults_together",
    "forbidden",
    "may_plan",
    "power",
]
