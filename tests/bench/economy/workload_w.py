"""Workload W: how fast is the week? python -m tests.bench.economy.workload_w --people 1e6 --weeks 52

W is a yardstick with exact rules, which programs from outside run too; the model's week has more in it. Chance
(`economy.draws`), ties (`economy.network`) and how the few who changed are counted (`push`) are the library's own,
in both spellings; only W's rules stand here. One JSON line, in which the checksum is the last week's adopters, sum of
paid quarter-hours, sum of co-produced ones, people at 48 hours or more, and people at none.
"""

import argparse
import json
from collections.abc import Callable
from functools import lru_cache
from importlib.util import find_spec
from time import perf_counter
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from coproduce.economy import kernel_numpy
from coproduce.economy.draws import lot, mix
from coproduce.economy.network import Ties, from_edges

TIES, REWIRED = 10, 0.1
#: The chance that one adopting tie brings somebody along in a week, in 65,536ths; and W's only seed.
BETA, SEED = 560, 12345
WEEK_SALT = 0xBF58476D1CE4E5B9
#: How often table C does a run; the fastest counts.
REPEAT = 5

Bytes = NDArray[np.uint8]
Run = Callable[[], list[int]]


class Town(NamedTuple):
    """Quarter-hours a week, and yes or no as 1 and 0, a byte each."""

    adopted: Bytes
    theta: Bytes
    paid: Bytes
    want: Bytes
    care: Bytes
    cop: Bytes


@lru_cache(maxsize=1)
def ring(people: int) -> Ties:
    """Everybody tied to the next five, of which one in ten leads anywhere instead."""
    random, half = np.random.default_rng(1), TIES // 2
    left = np.repeat(np.arange(people, dtype=np.int32), half)
    right = (left + np.tile(np.arange(1, half + 1, dtype=np.int32), people)) % people
    moved = random.random(left.size) < REWIRED
    right[moved] = random.integers(0, people, int(moved.sum()), dtype=np.int32)
    return from_edges(people, np.stack([left, right], axis=1))


def town(people: int) -> Town:
    """How everybody begins. The order of the draws is part of W."""
    random = np.random.default_rng(2)

    def byte(values: NDArray[np.float64]) -> Bytes:
        return np.clip(np.round(values), 0, 240).astype(np.uint8)

    theta = random.integers(2, 6, people).astype(np.uint8)
    want = byte(random.normal(146, 44, people))
    paid, luck = want.copy(), random.random(people)
    jobless, overworked = luck < 0.05, luck > 0.85
    paid[jobless] = want[jobless] = 0
    paid[overworked] = np.clip(paid[overworked].astype(int) + 60, 0, 250)
    care = byte(random.gamma(2, 36, people))
    adopted = np.zeros(people, np.uint8)
    adopted[: max(10, people // 200)] = 1
    return Town(adopted, theta, paid, want, care, np.zeros(people, np.uint8))


def salted(week: int) -> np.uint64:
    return np.uint64((week * WEEK_SALT + SEED) & (2**64 - 1))


def room(ties: Ties) -> Bytes:
    """A byte each for how many of one's ties have adopted. ValueError where a byte could not hold it."""
    if ties.degrees().max(initial=0) > 255:
        raise ValueError("Somebody has more than 255 ties; W counts them in a byte.")
    return np.zeros(ties.people, np.uint8)


def plain(ties: Ties, begun: Town, weeks: int) -> Run:
    """The run in rows of numpy."""

    def run() -> list[int]:
        adopted, theta, paid, want, care, cop = (column.astype(np.int16) for column in begun)
        counts = room(ties).astype(np.int32)
        kernel_numpy.push(ties, counts, begun.adopted.astype(np.int32))
        ids = np.arange(len(theta), dtype=np.uint64)
        totals: list[int] = []
        for week in range(1, weeks + 1):
            open_to = np.flatnonzero((counts > 0) & (adopted == 0))
            count = counts[open_to]
            drawn = lot(mix(ids[open_to], salted(week)), 0)
            won = np.zeros_like(counts)
            won[open_to[(count >= theta[open_to]) | (drawn < BETA * count)]] = 1
            adopted = adopted | won.astype(np.int16)
            paid = paid + ((want - paid) >> 3)
            slack = np.maximum(0, 400 - paid - care) >> 3
            cop = cop + adopted * ((slack - cop) >> 2)
            paid = paid - adopted * (paid > 160)
            kernel_numpy.push(ties, counts, won)
            totals = [int(one.sum(dtype=np.int64)) for one in (adopted, paid, cop, paid >= 192, paid == 0)]
        return totals

    return run


def compiled(ties: Ties, begun: Town, weeks: int) -> Run:
    """The run with loops compiled."""
    from tests.bench.economy import compiled_w

    def run() -> list[int]:
        state = [column.copy() for column in begun]
        counts, won, sums = room(ties), begun.adopted.view(np.int8).copy(), compiled_w.sums(ties.people)
        compiled_w.push(ties.starts, ties.ends, won, counts)
        totals = np.zeros(5, np.int64)
        for week in range(1, weeks + 1):
            totals = compiled_w.week(state, counts, won, salted(week), sums)
            compiled_w.push(ties.starts, ties.ends, won, counts)
        found: list[int] = totals.tolist()
        return found

    return run


def prepared(people: int, weeks: int, kernel: str) -> Run:
    """Everything built and, where it is compiled, compiled: calling it is the run."""
    spelled = compiled if kernel == "numba" else plain
    spelled(ring(11), town(11), 2)()
    return spelled(ring(people), town(people), weeks)


def timed(run: Run, repeat: int) -> tuple[float, list[int]]:
    """The fastest of some runs, in seconds, and what it came to."""
    fastest, totals = float("inf"), []
    for _ in range(repeat):
        begun = perf_counter()
        totals = run()
        fastest = min(fastest, perf_counter() - begun)
    return fastest, totals


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=lambda text: int(float(text)), default=10_000)
    parser.add_argument("--weeks", type=int, default=52)
    parser.add_argument("--kernel", choices=("numpy", "numba"), default="numba" if find_spec("numba") else "numpy")
    parser.add_argument("--threads", type=int, help="compiled alone; every core unless said")
    parser.add_argument("--repeat", type=int, default=1, help="run so often, keep the fastest")
    chosen = parser.parse_args()
    if chosen.people <= TIES or chosen.weeks < 1 or chosen.repeat < 1:
        parser.error(f"needs more than {TIES} people, and at least one week and one repeat")
    if chosen.threads and chosen.kernel == "numba":
        import numba

        numba.set_num_threads(chosen.threads)
    seconds, totals = timed(prepared(chosen.people, chosen.weeks, chosen.kernel), chosen.repeat)
    said: dict[str, Any] = {
        "impl": f"coproduce-{chosen.kernel}",
        "people": chosen.people,
        "weeks": chosen.weeks,
        "seconds": round(seconds, 6),
        "agent_steps_per_second": round(chosen.people * chosen.weeks / seconds),
        "checksum": totals,
    }
    print(json.dumps(said))


if __name__ == "__main__":
    main()
