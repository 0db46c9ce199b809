"""The studies by their short names: `study.sobol`, `study.pool_curve`, `study.without` …"""

from coproduce.economy.break_even import break_even
from coproduce.economy.calibrating import calibrate
from coproduce.economy.comparing import by_group, hours_spread, who_bears
from coproduce.economy.contagion import contagion
from coproduce.economy.forecasting import forecast
from coproduce.economy.pooling import pool_curve
from coproduce.economy.sensitivity import sobol
from coproduce.economy.without import without

__all__ = [
    "break_even", "by_group", "calibrate", "contagion", "forecast", "hours_spread", "pool_curve", "sobol", "who_bears",
    "without",
]  # fmt: skip
