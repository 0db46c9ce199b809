"""The studies by their short names: `study.sobol`, `study.pool_curve`, `study.without` …"""

from coproduce.economy.contagion import contagion
from coproduce.economy.pooling import pool_curve
from coproduce.economy.studying import break_even, calibrate, forecast, sobol, who_bears, without

__all__ = ["break_even", "calibrate", "contagion", "forecast", "pool_curve", "sobol", "who_bears", "without"]
