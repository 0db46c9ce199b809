"""Uptake whose cause is known, because it was planted."""

import numpy as np

from coproduce.economy.uptake import Uptake


def planted(kind: str, groups: int, each: int, *, seed: int, periods: int = 12, looks_to: int = 6) -> Uptake:
    """People on a ring who look to the next few, three in ten of them anywhere in the group; a twelfth begin.

    `simple`: each tie adds 0.05 to a chance of 0.01. `threshold`: 0.35 from three ties on, to 0.02. `outside`: a
    push that comes and goes, and of another strength in each group.
    """
    lots, people = np.random.default_rng(seed), groups * each
    group = np.repeat(np.arange(groups), each)
    who = np.repeat(np.arange(people), looks_to)
    first = who // each * each
    whom = first + (who - first + np.tile(np.arange(1, looks_to + 1), people)) % each
    whom = np.where(lots.random(len(who)) < 0.3, first + lots.integers(0, each, len(who)), whom)
    strength = np.exp(lots.normal(0, 0.5, groups))[group]
    adoption = (lots.random(people) < 0.08).astype(int)
    for period in range(2, periods + 1):
        tied = np.bincount(who, adoption[whom] > 0, people)
        push = {
            "simple": 0.01 + 0.05 * tied,
            "threshold": 0.02 + 0.35 * (tied >= 3),
            "outside": 0.01 + 0.04 * (1 + np.sin(period)) * strength,
        }[kind]
        adoption[(adoption == 0) & (lots.random(people) < -np.expm1(-push))] = period
    return Uptake.of(people, np.stack([who, whom], axis=1), adoption, group, periods=periods)
