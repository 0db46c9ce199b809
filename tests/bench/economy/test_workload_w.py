"""W is counted as whoever made it counts it, in both spellings, by one thread and two."""

from importlib.util import find_spec

import pytest

from tests.bench.economy.workload_w import prepared, ring, room, town

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
def test_one_thread_and_two_are_the_same() -> None:
    import numba

    found = []
    for many in (1, min(2, numba.config.NUMBA_NUM_THREADS)):
        numba.set_num_threads(many)
        found.append(prepared(70_000, 20, "numba")())
    assert found[0] == found[1]
