"""W is counted as whoever made it counts it, in both spellings, by one thread and two."""

from importlib.util import find_spec

import numpy as np
import pytest

from coproduce.economy.network import from_edges
from tests.bench.economy.workload_w import compiled, plain, prepared, ring, room, town

#: Ours and every other program's: 10,000 people, 52 weeks.
CHECKSUM = [6871, 1382297, 108474, 1310, 493]
KERNELS = ["numpy", pytest.param("numba", marks=pytest.mark.skipif(not find_spec("numba"), reason="numba is absent"))]


def test_the_inputs_are_those_of_w() -> None:
    ties, people = ring(10_000), town(10_000)
    assert (len(ties.ends), int(ties.ends.sum(dtype=int))) == (99_986, 500_032_435)
    assert [int(column.sum(dtype=int)) for column in people[:5]] == [50, 34_960, 1_477_151, 1_394_532, 711_899]
    assert room(ties).sum() == 0


@pytest.mark.parametrize("kernel", KERNELS)
def test_the_checksum_is_the_one_every_program_prints(kernel: str) -> None:
    assert prepared(10_000, 52, kernel)() == CHECKSUM


@pytest.mark.parametrize("kernel", KERNELS)
@pytest.mark.parametrize("people", [11, 13, 4_097, 33_001])
def test_towns_that_fill_no_tile_are_the_same(people: int, kernel: str) -> None:
    assert prepared(people, 9, kernel)() == prepared(people, 9, "numpy")()


@pytest.mark.skipif(not find_spec("numba"), reason="numba is absent")
@pytest.mark.parametrize("seeds", [0, 1, 1_024, 3_000])
def test_towns_where_nobody_or_very_many_begin_are_the_same(seeds: int) -> None:
    begun = town(3_000)._replace(adopted=(np.arange(3_000) < seeds).astype(np.uint8))
    assert compiled(ring(3_000), begun, 3)() == plain(ring(3_000), begun, 3)()


@pytest.mark.skipif(not find_spec("numba"), reason="numba is absent")
@pytest.mark.parametrize("seeds", [0, 1, 118, 119])
def test_so_many_adopting_ties_that_a_draw_is_sure_to_win_are_the_same(seeds: int) -> None:
    """560 × 118 is more than 65,535: sixteen bits of it would be a chance of next to nothing."""
    star = from_edges(120, [(119, end) for end in range(119)])
    begun = town(120)._replace(theta=np.full(120, 255, np.uint8), adopted=(np.arange(120) < seeds).astype(np.uint8))
    totals = compiled(star, begun, 1)()
    assert totals == plain(star, begun, 1)()
    assert totals[0] == seeds + (seeds > 117)


@pytest.mark.skipif(not find_spec("numba"), reason="numba is absent")
def test_one_thread_and_two_are_the_same() -> None:
    import numba

    found = []
    for many in (1, min(2, numba.config.NUMBA_NUM_THREADS)):
        numba.set_num_threads(many)
        found.append(prepared(70_000, 20, "numba")())
    assert found[0] == found[1]
