"""How long a net of a million ties takes: `./coproduce run -- python -m tests.bench.network`, on numba alone where it
is installed, and as networkx has it where that is.

Promised for core numbers, bridges with cut people, and closeness, all three together: two seconds with `[fast]`, twenty
without, and a hundred times as fast as networkx with `[fast]`. The ties are a street's: most to people near, some far.

30 November 2026, 950,149 ties, seconds of the processor, on two cores that others worked on:

    compiled 0.24 to 0.34, plain 3.9, making the net 0.8; networkx 27.1

That is 80 to 115 times: whether it is a hundred hangs on who else uses the memory beside the processor, for a walk over
a net waits for little else. The quickest of three is told.
"""

import sys
from collections.abc import Callable
from importlib.util import find_spec
from time import process_time
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coproduce.core.network import Net, bridges, clustering, cut_people, k_core, net


def ties(many: int, seed: int = 1) -> NDArray[np.int64]:
    """So many ties of a fifth as many people; one in ten people has only one."""
    chance = np.random.default_rng(seed)
    people = many // 5
    one = chance.integers(0, people, many)
    near = (one + 1 + chance.geometric(0.08, many)) % people
    other = np.where(chance.random(many) < 0.15, chance.integers(0, people, many), near)
    lone = np.arange(people, people + people // 10)
    return np.concatenate([np.stack([one, other], 1), np.stack([lone, chance.integers(0, people, len(lone))], 1)])


def ours(made: Net[int]) -> tuple[Any, ...]:
    return k_core(made), bridges(made), cut_people(made), clustering(made)


def theirs(pairs: NDArray[np.int64]) -> tuple[tuple[Any, ...], float]:
    """The same by networkx, and in how many seconds without making the graph."""
    import networkx as nx

    graph = nx.Graph(pairs[pairs[:, 0] != pairs[:, 1]].tolist())
    begun = process_time()
    found = (
        dict(nx.core_number(graph)), list(nx.bridges(graph)), list(nx.articulation_points(graph)),
        nx.average_clustering(graph),
    )  # fmt: skip
    return found, process_time() - begun


def timed(run: Callable[..., Any], *given: Any) -> tuple[Any, float]:
    begun = process_time()
    found = run(*given)
    return found, process_time() - begun


def main() -> None:
    """Print what was walked over and in how many seconds."""
    pairs = ties(1_000_000)
    made, making = timed(Net, pairs, ())
    print(f"{len(made.ends)} ties of {len(made.people)} people made a net in {making:.2f} s")
    if find_spec("numba"):
        ours(Net(ties(net.MANY * 2), ()))  # compiled once
    found, quick = min((timed(ours, Net(pairs, ())) for _ in range(3)), key=lambda each: each[1])
    compiled = "compiled" if find_spec("numba") else "plain"
    print(f"{compiled}: all measures in {quick:.2f} s, with the net {quick + making:.2f} s")
    if find_spec("numba"):
        net.MANY = sys.maxsize
        plain, slow = timed(ours, made)
        print(f"plain: all measures in {slow:.2f} s; the same: {plain == found}")
    if find_spec("networkx"):
        other, slowest = theirs(pairs)
        same = (
            found[0] == other[0]
            and {frozenset(tie) for tie in found[1]} == {frozenset(tie) for tie in other[1]}
            and {*found[2]} == {*other[2]}
            and abs(found[3] - other[3]) < 1e-12
        )
        print(f"networkx: {slowest:.2f} s, {slowest / quick:.0f} times as long; the same: {same}")


if __name__ == "__main__":
    main()
