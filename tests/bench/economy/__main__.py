"""Table C: python -m tests.bench.economy [--peers PYTHON] [--people 1e5 --large 1e6 --largest 1e7]

How fast the week of workload W goes beside what memory allows (a triad a = b + 3c, counted as STREAM does, 12 bytes
an element), a whole run beside the same bound, the cost of a person's week by the size of the town, the full model,
and the programs from outside, one after another in one run. Read ratios: absolute times are of this machine and
moment. `--peers` is a Python in which the programs of ../shared/bench/economy can run; one that cannot is said.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from time import perf_counter, process_time

from coproduce.economy import PRESETS, compare, draw, simulate, ties
from tests.bench.economy.workload_w import REPEAT, prepared, ring, timed

PEERS = Path(__file__).resolve().parents[3].parent / "shared" / "bench" / "economy"


def beside_memory(largest: int, large: int) -> None:
    """A week and a whole run beside a triad, each thread on a core of its own.

    Threads that sleep between weeks are woken where they slept, two on one core if both were busy: then two took as
    long as one. So these have a process to themselves, whose threads stay where they are.
    """
    call = [sys.executable, "-m", "tests.bench.economy.beside_memory", str(largest), str(large)]
    subprocess.run(call, env={**os.environ, "OMP_PROC_BIND": "true"}, check=True)


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
    """Ours and theirs, on one core, one after another: steps a second, and how many times as many are ours.

    Each runs as often as the other and its fastest counts; but mesa, which takes seconds, runs once.
    """
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
        beside_memory(chosen.largest, chosen.large)
    by_size(chosen.largest, kernel)
    begun = perf_counter()
    compare(chosen.people, 10, seed=1, draws=1)
    print(f"one draw of compare, {chosen.people:,} people, 10 years, four contracts: {perf_counter() - begun:.1f} s")


if __name__ == "__main__":
    main()
