"""How fast the week of workload W goes beside what memory allows, and a whole run beside the same bound.

python -m tests.bench.economy.beside_memory 10000000 1000000

A triad a = b + 3c, counted as STREAM does at 12 bytes an element, says what memory allows; a person's week is 11 bytes.
What the processor alone would do is the same week with all it needs in the cache. Where that is less than the triad,
the bound is not memory but the passes, of which draws take nearly half: twelve instructions for each eight people, as
the rules of W hash 64 bits. Two threads do twice as much of it, as long as each has a core.
"""

import sys
from collections.abc import Callable
from time import perf_counter

import numba
import numpy as np

from tests.bench.economy import compiled_w
from tests.bench.economy.workload_w import REPEAT, prepared, ring, salted, town

#: What a person's week reads and writes in W: seven bytes and four; and an element of a triad.
WEEK_BYTES, TRIAD_BYTES = 11, 12
#: People whose week stays in the second cache of one core, and numbers of which three rows stay in none.
IN_CACHE, LARGE = 32_768, 10**7
#: How often a triad and a week are done, and one in the cache is; the fastest counts.
OFTEN, OFTEN_IN_CACHE = 50, 500

Work = Callable[[], object]


def in_turn(*runs: Work, often: int = OFTEN) -> list[float]:
    """Seconds of the fastest of each, done one after another: what disturbs one disturbs all."""
    fastest = [float("inf")] * len(runs)
    for _ in range(often):
        for place, run in enumerate(runs):
            begun = perf_counter()
            run()
            fastest[place] = min(fastest[place], perf_counter() - begun)
    return fastest


def triad(size: int) -> Work:
    """a = b + 3c over so many numbers."""

    @numba.njit(parallel=True)
    def add(a, b, c):  # type: ignore[no-untyped-def]
        for i in numba.prange(a.size):
            a[i] = b[i] + np.float32(3) * c[i]

    arrays = [np.ones(size, np.float32) for _ in range(3)]
    add(*arrays)
    return lambda: add(*arrays)


def week(people: int) -> Work:
    """The longest week there is: each has a tie who has adopted, so that every draw is made. It is always the same."""
    state, counts = [column.copy() for column in town(people)], np.ones(people, np.uint8)
    state[0][:] = 0
    won, sums = np.zeros(people, np.int8), compiled_w.sums(people)
    return lambda: compiled_w.week(state, counts, won, salted(1), sums)


def week_beside_triad(people: int, threads: int) -> None:
    """The week from memory, a triad over as many, and what the week would be with no memory to wait for."""
    numba.set_num_threads(threads)
    of_week, of_triad = in_turn(week(people), triad(people))
    rate, bound = WEEK_BYTES * people / of_week, TRIAD_BYTES * people / of_triad
    numba.set_num_threads(1)
    (of_cached,) = in_turn(week(IN_CACHE), often=OFTEN_IN_CACHE)
    cached = threads * WEEK_BYTES * IN_CACHE / of_cached
    print(f"week of {people:,}, {threads} thread(s): {rate / 1e9:.1f} GB/s beside {bound / 1e9:.1f} of a triad:"
          f" {rate / bound:.2f}. The processor alone would do {cached / 1e9:.1f}:"
          f" {rate / min(bound, cached):.2f} of the lower of the two")  # fmt: skip


def whole_run(people: int, threads: int) -> None:
    """A year with what is pushed along the ties, and how much of what memory allows it comes to."""
    numba.set_num_threads(threads)
    of_run, of_triad = in_turn(prepared(people, 52, "numba"), triad(LARGE), often=REPEAT)
    rate, bound = people * 52 / of_run, TRIAD_BYTES * LARGE / of_triad / WEEK_BYTES
    print(f"whole run of {people:,}, {threads} thread(s): {rate:.3g} steps/s, {rate / bound:.2f} of the roofline")


def main() -> None:
    largest, large = (int(size) for size in sys.argv[1:])
    for threads in sorted({1, numba.config.NUMBA_NUM_THREADS}):
        week_beside_triad(largest, threads)
        whole_run(large, threads)
        ring.cache_clear()


if __name__ == "__main__":
    main()
