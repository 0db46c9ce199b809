"""How fast the week of workload W goes beside what memory allows, and a whole run beside the same bound.

python -m tests.bench.economy.beside_memory 10000000 1000000

A triad a = b + 3c, counted as STREAM does at 12 bytes an element, says what memory allows; a person's week is 11 bytes.
The week is the longest there is: nobody has adopted and each has a tie who has, so that every draw is made. It is
also said what it would come to with no memory to wait for. Where that is the lower of the two, not memory is the
bound but the draws: eleven instructions for eight people, which the contract of W fixes.
"""

import sys
from time import perf_counter

import numba
import numpy as np

from tests.bench.economy import compiled_w
from tests.bench.economy.workload_w import REPEAT, prepared, ring, salted, timed, town

#: What a person's week reads and writes in W: seven bytes and four; and an element of a triad.
WEEK_BYTES, TRIAD_BYTES = 11, 12
#: People whose week stays in the second cache of one core.
IN_CACHE = 32_768
#: How often a triad and a week are done, and one in the cache is; the fastest counts.
OFTEN, OFTEN_IN_CACHE = 20, 500


def triad(threads: int) -> float:
    """Bytes a second of a = b + 3c over three arrays of 256 MB."""

    @numba.njit(parallel=True)
    def add(a, b, c):  # type: ignore[no-untyped-def]
        for i in numba.prange(a.size):
            a[i] = b[i] + np.float32(3) * c[i]

    numba.set_num_threads(threads)
    arrays = [np.ones(2**26, np.float32) for _ in range(3)]
    add(*arrays)
    return TRIAD_BYTES * 2**26 / fastest(lambda: add(*arrays))


def fastest(do, begin=lambda: None, often=OFTEN) -> float:  # type: ignore[no-untyped-def]
    """Seconds of the fastest of some times, what it takes to `begin` not counted."""
    seconds = []
    for _ in range(often):
        begin()
        begun = perf_counter()
        do()
        seconds.append(perf_counter() - begun)
    return min(seconds)


def week_beside_triad(people: int, threads: int) -> None:
    """The week alone, from memory, and a triad before and after it; and what it would be with no memory to wait for."""
    before = triad(threads)
    rate, in_cache = week_rate(people, threads, OFTEN), threads * week_rate(IN_CACHE, 1, OFTEN_IN_CACHE)
    bound = max(before, triad(threads))
    print(f"week of {people:,}, {threads} thread(s): {rate / 1e9:.1f} GB/s beside {bound / 1e9:.1f} of a triad:"
          f" {rate / bound:.2f}; with all in the cache {in_cache / 1e9:.1f}")  # fmt: skip


def week_rate(people: int, threads: int, often: int) -> float:
    """Bytes a second of the longest week: nobody has adopted, and each has a tie who has, so all draws are made."""
    numba.set_num_threads(threads)
    state, counts = [column.copy() for column in town(people)], np.ones(people, np.uint8)
    won, sums = np.zeros(people, np.int8), compiled_w.sums(people)

    def begin() -> None:
        state[0][:] = 0

    compiled_w.week(state, counts, won, salted(1), sums)
    return WEEK_BYTES * people / fastest(lambda: compiled_w.week(state, counts, won, salted(2), sums), begin, often)


def whole_run(people: int, threads: int) -> None:
    """A year with what is pushed along the ties, and how much of what memory allows it comes to."""
    numba.set_num_threads(threads)
    seconds, _ = timed(prepared(people, 52, "numba"), REPEAT)
    rate, bound = people * 52 / seconds, triad(threads) / WEEK_BYTES
    print(f"whole run of {people:,}, {threads} thread(s): {rate:.3g} steps/s, {rate / bound:.2f} of the roofline")


def main() -> None:
    largest, large = (int(size) for size in sys.argv[1:])
    for threads in sorted({1, numba.config.NUMBA_NUM_THREADS}):
        week_beside_triad(largest, threads)
        whole_run(large, threads)
        ring.cache_clear()


if __name__ == "__main__":
    main()
