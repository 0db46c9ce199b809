"""How fast a year of shared energy is reckoned: python -m tests.bench.energy [METERS [MONTHS [FILES]]]

Readings lie in monthly files of uint16, interval by interval, as they would be stored, in a folder of the machine's own
for temporary things. They are read day by day; each day is shared by each key to the watt-hour and added up by meter.
Beside it stands what reading the same bytes of memory takes when nothing is reckoned, eight at a time, by one core and
by all there are, and a loop of plain Python over the same interval. With numba the loops are compiled, without it they
are whole rows of numpy: run it in both. A year of 100,000 meters is 7 GB: where less than 10 GB are free it is not
tried. With fewer FILES than MONTHS they are read again in turn, and it says so.

A quarter of a read of memory is about as far as it goes. Where one core reads 33 GB/s at 3.6 GHz, a quarter leaves 0.88
cycles for a reading, and numbers of 64 bytes were counted in each part by itself: 0.22 for the reading's own way from
memory; in proportion 0.11 for the sums of four, 0.12 for the sums before them, which wait for one another, 0.22 for a
multiplication and a sum by meter; by fixed parts 0.43 for a multiplication, a cut, a difference and the smaller of two.
The rest goes into fetching once more, from not so far, what has been read through.
"""

import os
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coproduce.arenas.energy.rules.kernels import rows
from coproduce.arenas.energy.rules.keys import KEYS, Key, share_totals
from coproduce.core.apportion import ONE, apportion

METERS, MONTHS, FILES = 10_000, 1, 12
DAY = 96
DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
#: So many days are more than a processor keeps beside itself: 134 MB for 100,000 meters.
WEEK = 7
FREE = 10 * 10**9

Block = NDArray[np.uint16]


def pool_of(day: int, meters: int) -> NDArray[np.int64]:
    """The sun of a day: nothing in the night, more than is used at some noons of June, less in January."""
    height = np.sin((np.arange(DAY) / DAY - 0.25) * 2 * np.pi)
    season = 0.35 + 0.65 * np.sin(np.pi * day / 365)
    pool: NDArray[np.int64] = (np.maximum(0, height) * season * meters * 180).astype(np.int64)
    return pool


def made(folder: Path, meters: int, months: int, files: int) -> list[Path]:
    """By month its file, each again when there are no more: about what a home uses, the same for the same numbers."""
    chance = np.random.default_rng(8)
    paths = []
    for month in range(min(months, files)):
        path = folder / f"{meters}-{month + 1:02}.npy"
        file = np.lib.format.open_memmap(path, "w+", np.uint16, (DAYS[month] * DAY, meters))
        for first in range(0, len(file), DAY):
            file[first : first + DAY] = chance.integers(20, 250, (DAY, meters), dtype=np.uint16)
        file.flush()
        paths.append(path)
    return [paths[month % len(paths)] for month in range(months)]


def days(paths: list[Path]) -> Iterator[tuple[int, Block]]:
    """Each day of the files, by its number, read into memory of its own."""
    day = 0
    for path in paths:
        file = np.load(path, mmap_mode="r")
        for first in range(0, len(file), DAY):
            yield day, np.array(file[first : first + DAY])
            day += 1


def reckoned(paths: list[Path], meters: int, key: str, more: dict[str, Any]) -> int:
    """Read, share, add up by month: the watt-hours that were shared."""
    load, shared = np.zeros(meters, np.int64), np.zeros(meters, np.int64)
    for day, block in days(paths):
        pool = pool_of(day, meters)
        load += block.sum(axis=0, dtype=np.int64)
        pools = np.stack([pool // 3, pool - pool // 3]) if key == "pair" else pool
        shared += share_totals(block.T, pools, key=key, start=day * DAY, **more)  # type: ignore[arg-type]
    assert (shared <= load).all()
    return int(shared.sum())


def took(do: Callable[[], Any]) -> tuple[float, float, Any]:
    """Seconds by the clock, seconds of the processor, and what came of it."""
    began, worked = time.perf_counter(), time.process_time()
    found = do()
    return time.perf_counter() - began, time.process_time() - worked, found


def quickest(tasks: Mapping[str, Callable[[], Any]]) -> dict[str, float]:
    """Of each its fewest seconds of the processor, in turns, so that a busy minute of the machine is everybody's."""
    rounds = [{what: took(do)[1] for what, do in tasks.items()} for _ in range(9)]
    return {what: min(one[what] for one in rounds) for what in tasks}


def rate(block: Block, seconds: float) -> str:
    return f"{block.size / seconds / 1e6:7,.0f} M/s"


def in_python(load: list[int], pool: int, begin: int) -> list[int]:
    """One interval in proportion to use, as a loop that anybody would write."""
    whole, shares, passed, before = sum(load), [0] * len(load), 0, 0
    shared = min(whole, pool)
    for row in (*range(begin, len(load)), *range(begin)):
        passed += load[row]
        after = passed * shared // whole
        shares[row], before = after - before, after
    return shares


def measure(folder: Path, meters: int, months: int, files: int) -> None:
    paths = made(folder, meters, months, files)
    cells = sum(np.load(path, mmap_mode="r").size for path in paths)
    weights = np.full(meters, ONE // meters)
    how = "compiled" if find_spec("numba") else "numpy"
    print(f"{meters:,} meters, {cells // meters:,} intervals, {cells / 1e6:,.0f} million readings; {how}")
    if files < months:
        print(f"{files} months are read again in turn until there are {months}")
    clock, worked, _ = took(lambda: [int(block.max()) for _, block in days(paths)])
    print(f"{'read alone':14} {clock:8.2f} s {worked:8.2f} s of processor")
    for key in KEYS:
        more: dict[str, Any] = {"weights": np.stack([weights] * 2) if key == "pair" else weights}
        more["priority"] = np.arange(meters) % 3
        block = next(days(paths))[1]
        share_totals(block.T, [[1] * DAY] * 2 if key == "pair" else [1] * DAY, key=key, **more)  # compiled by then
        clock, worked, shared = took(lambda key=key, more=more: reckoned(paths, meters, key, more))
        print(f"{key:14} {clock:8.2f} s {worked:8.2f} s of processor, {cells / worked / 1e6:7,.0f} M/s, {shared:,} Wh")
    beside(np.concatenate([block for _, block in islice(days(paths), WEEK)]), meters)
    print(f"at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000:,.0f} MB of memory")


def beside(block: Block, meters: int) -> None:
    """A week again, every interval lit: sharing alone, against reading memory and against loops of plain Python.

    Memory is read as fast as numpy adds: as words of eight bytes; and as readings, each of which it makes wider first.
    """
    noon = np.full(len(block), pool_of(172, meters).max() // 2)
    weights = np.full(meters, ONE // meters)
    words = block.reshape(-1)[: block.size // 4 * 4].view(np.uint64)
    reads: dict[str, Callable[[], Any]] = {"bytes": words.sum, "readings": partial(block.sum, dtype=np.int64)}
    keys: tuple[Key, ...] = ("static", "dynamic")
    shares = {key: partial(share_totals, block.T, noon, key=key, weights=weights) for key in keys}
    worked = quickest(reads | shares)
    for what in reads:
        print(f"memory as {what:8} {block.nbytes / worked[what] / 1e9:5.1f} GB/s, {rate(block, worked[what])}")
    for key in keys:
        parts = ", ".join(f"{worked[what] / worked[key]:.2f} of a read as {what}" for what in reads)
        print(f"{key:14} {rate(block, worked[key])} at noon: {parts}")
    by_all_cores(block, noon, weights)
    load, pool = block[0].tolist(), int(noon[0])
    by_hand: dict[str, Callable[[], Any]] = {
        "plain": lambda: in_python(load, pool, 0),
        "reference": lambda: apportion(pool, load, caps=load, method="telescoping").amounts,
    }
    for share_one in by_hand.values():
        assert list(share_one()) == share_totals(block[:1].T, [pool], key="dynamic").tolist()
    slower = (one * len(block) / worked["dynamic"] for one in quickest(by_hand).values())
    print("dynamic: an interval in plain Python takes {:,.0f} times as long, by the reference {:,.0f}".format(*slower))


def by_all_cores(block: Block, noon: NDArray[np.int64], weights: NDArray[np.int64]) -> None:
    """The same by every core at once, each with its own intervals, by the clock; and reading likewise."""
    cores = os.cpu_count() or 1
    own = [slice(len(block) * one // cores, len(block) * (one + 1) // cores) for one in range(cores)]

    def read(some: slice) -> Any:
        return block[some].reshape(-1)[: block[some].size // 4 * 4].view(np.uint64).sum()

    def share_some(key: str, some: slice) -> Any:
        return share_totals(block[some].T, noon[some], key=key, weights=weights)  # type: ignore[arg-type]

    def each(do: Callable[[slice], Any]) -> None:
        list(pool.map(do, own))

    asked = {"reading": read, **{key: partial(share_some, key) for key in ("static", "dynamic")}}
    with ThreadPoolExecutor(cores) as pool:
        seconds = {what: min(took(partial(each, do))[0] for _ in range(7)) for what, do in asked.items()}
    for key in ("static", "dynamic"):
        said = f"{rate(block, seconds[key])}, {seconds['reading'] / seconds[key]:.2f} of a read as bytes"
        print(f"{key:14} {said}, {cores} cores each")


def grown(folder: Path, meters: int) -> None:
    """A few sizes, so that anybody sees whether it grows by the meter and by the interval, or faster."""
    blocks = [block for _, block in islice(days([folder / f"{meters}-01.npy"]), 4)]

    def share_all(some: list[Block]) -> None:
        for block in some:
            share_totals(block.T, pool_of(172, block.shape[1]), key="dynamic")

    sizes, seconds = [(meters // part, many) for part in (4, 2, 1) for many in (1, 2, 4)], []
    for fewer, many in sizes:
        some = [np.ascontiguousarray(block[:, :fewer]) for block in blocks[:many]]
        seconds.append(min(took(partial(share_all, some))[1] for _ in range(5)))
    for (fewer, many), worked in zip(sizes, seconds, strict=True):
        bar = "▇" * round(worked / max(seconds) * 48)
        print(f"{fewer:9,} meters {DAY * many:4} intervals {worked * 1000:8.1f} ms {bar}")


def main() -> None:
    rows.MANY = 1  # the same loops for every size
    asked = [int(word) for word in sys.argv[1:]]
    meters, months, files = (*asked, *(METERS, MONTHS, FILES)[len(asked) :])
    with tempfile.TemporaryDirectory() as folder:
        if meters * DAY * sum(DAYS[: min(months, files)]) * 2 > 10**9 and shutil.disk_usage(folder).free < FREE:
            print(f"{folder} has less than {FREE / 1e9:.0f} GB free: not tried.")
            return
        measure(Path(folder), meters, months, files)
        grown(Path(folder), meters)


if __name__ == "__main__":
    main()
