"""Table C: python -m tests.bench.economy [--peers PYTHON] [--people 1e5 --large 1e6 --largest 1e7]

How fast the week of workload W goes beside what memory allows (a triad a = b + 3c, counted as STREAM does, 12 bytes
an element), a whole run beside the same bound, the cost of a person's week by the size of the town, the full model,
and the programs from outside, one after another in one run. Read ratios: absolute times are of this machine and
moment. `--peers` is a Python in which the programs of ../shared/bench/economy can run; one that cannot is said.
"""

import argparse
import json
import resource
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from time import perf_counter, process_time

import numpy as np

from coproduce.economy import PRESETS, compare, draw, simulate, ties
from tests.bench.economy.workload_w import prepared, ring, salted, timed, town

PEERS = Path(__file__).resolve().parents[3].parent / "shared" / "bench" / "economy"
#: What a person's week reads and writes in W: seven bytes and four; and an element of a triad.
WEEK_BYTES, TRIAD_BYTES = 11, 12
#: People whose week stays in the second cache of one core.
IN_CACHE = 32_768
#: How often each is done, ours and theirs; the fastest counts. Mesa's run takes seconds, and is done once.
REPEAT = 5


def triad(threads: int) -> float:
    """Bytes a second of a = b + 3c over three arrays of 256 MB."""
    import numba

    @numba.njit(parallel=True)
    def add(a, b, c):  # type: ignore[no-untyped-def]
        for i in numba.prange(a.size):
            a[i] = b[i] + np.float32(3) * c[i]

    numba.set_num_threads(threads)
    arrays = [np.ones(2**26, np.float32) for _ in range(3)]
    add(*arrays)
    return TRIAD_BYTES * 2**26 / fastest(lambda: add(*arrays))


def fastest(do, begin=lambda: None) -> float:  # type: ignore[no-untyped-def]
    """Seconds of the fastest of some times, what it takes to `begin` not counted."""
    seconds = []
    for _ in range(REPEAT):
        begin()
        begun = perf_counter()
        do()
        seconds.append(perf_counter() - begun)
    return min(seconds)


def week_beside_triad(people: int, threads: int) -> None:
    """The week alone, from memory, and a triad before and after it; and what it would be with no memory to wait for."""
    before = triad(threads)
    rate, in_cache = week_rate(people, threads), threads * week_rate(IN_CACHE, 1)
    bound = max(before, triad(threads))
    print(f"week of {people:,}, {threads} thread(s): {rate / 1e9:.1f} GB/s beside {bound / 1e9:.1f} of a triad:"
          f" {rate / bound:.2f}; with all in the cache {in_cache / 1e9:.1f}")  # fmt: skip


def week_rate(people: int, threads: int) -> float:
    """Bytes a second of the longest week: nobody has adopted, and each has a tie who has, so all draws are made."""
    import numba

    from tests.bench.economy import compiled_w

    numba.set_num_threads(threads)
    state, counts = [column.copy() for column in town(people)], np.ones(people, np.uint8)
    won, sums = np.zeros(people, np.int8), compiled_w.sums(people)

    def begin() -> None:
        state[0][:] = 0

    compiled_w.week(state, counts, won, salted(1), sums)
    return WEEK_BYTES * people / fastest(lambda: compiled_w.week(state, counts, won, salted(2), sums), begin)


def whole_run(people: int, threads: int) -> None:
    """A year with what is pushed along the ties, and how much of what memory allows it comes to."""
    import numba

    numba.set_num_threads(threads)
    seconds, _ = timed(prepared(people, 52, "numba"), REPEAT)
    rate, bound = people * 52 / seconds, triad(threads) / WEEK_BYTES
    print(f"whole run of {people:,}, {threads} thread(s): {rate:.3g} steps/s, {rate / bound:.2f} of the roofline")


def by_size(largest: int, kernel: str) -> None:
    """What a person's week costs in towns of each size; it bends where a town outgrows a cache.

    A person is eight bytes, which each week goes through in order, and 48 of ties, which are looked up when somebody
    takes part. With caches of 1 and 32 MB, 10,000 people stay in the second and 100,000 in the third; the ties of a
    million stay in none.
    """
    sizes = [size for size in (10**4, 10**5, 10**6, 10**7) if size <= largest]
    costs = []
    for size in sizes:
        costs.append(timed(prepared(size, 52, kernel), REPEAT if size < 10**6 else 2)[0] / size / 52)
        ring.cache_clear()
    for size, cost in zip(sizes, costs, strict=True):
        print(f"{size:11,} people {cost * 1e9:8.2f} ns a step {'▇' * round(cost / max(costs) * 40)}")


def full_model(people: int, years: float) -> None:
    """Every pass of the model, the people and ties already drawn."""
    simulate(300, 0.1, PRESETS[3], seed=1)
    drawn = draw(people, seed=1)
    network = ties(drawn, seed=1)
    begun, worked = perf_counter(), process_time()
    simulate(drawn, years, PRESETS[3], seed=1, network=network)
    seconds, worked = perf_counter() - begun, process_time() - worked
    memory, cost = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000, worked / people / years / 52
    print(f"full model, {people:,} people, {years:g} years: {seconds:.1f} s, {worked:.1f} s of all cores,"
          f" {cost * 1e9:.0f} ns a person's week; the process took {memory:.0f} MB at most")  # fmt: skip


def beside_peers(people: int, kernel: str, python: str) -> None:
    """Ours and theirs, on one core, one after another: steps a second, and how many times as many are ours."""
    if kernel == "numba":
        import numba

        numba.set_num_threads(1)
    seconds, totals = timed(prepared(people, 52, kernel), REPEAT)
    ours = people * 52 / seconds
    print(f"{'coproduce-' + kernel:16} {ours:10.3g} steps/s")
    for name in ("numpy", "starsim", "mesa"):
        often = 1 if name == "mesa" else REPEAT
        call = [python, f"peer_{name}.py", "--people", str(people), "--weeks", "52", "--repeat", str(often)]
        done = subprocess.run(call, cwd=PEERS, capture_output=True, text=True, check=False)
        if done.returncode:
            print(f"{name:16} cannot run here: {done.stderr.strip().splitlines()[-1]}")
            continue
        said = json.loads(done.stdout.splitlines()[-1])
        same = "the same checksum" if said["checksum"] == totals else f"another checksum: {said['checksum']}"
        theirs = said["agent_steps_per_second"]
        print(f"{name:16} {theirs:10.3g} steps/s, ours is {ours / theirs:,.0f} times as fast; {same}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peers", default=sys.executable, help="a Python with scipy, starsim and mesa")
    for name, size in (("--people", 1e5), ("--large", 1e6), ("--largest", 1e7)):
        parser.add_argument(name, type=lambda text: int(float(text)), default=int(size))
    chosen = parser.parse_args()
    kernel = "numba" if find_spec("numba") else "numpy"
    print(f"{kernel}; each figure is the fastest of some. On a busy machine whatever waits for a core says little.")
    full_model(chosen.large if kernel == "numba" else chosen.people, 10)
    if PEERS.is_dir():
        beside_peers(chosen.people, kernel, chosen.peers)
    if kernel == "numba":
        import numba

        for threads in sorted({1, numba.config.NUMBA_NUM_THREADS}):
            week_beside_triad(chosen.largest, threads)
            whole_run(chosen.large, threads)
            ring.cache_clear()
    by_size(chosen.largest, kernel)
    begun = perf_counter()
    compare(chosen.people, 10, seed=1, draws=1)
    print(f"one draw of compare, {chosen.people:,} people, 10 years, four contracts: {perf_counter() - begun:.1f} s")


if __name__ == "__main__":
    main()
