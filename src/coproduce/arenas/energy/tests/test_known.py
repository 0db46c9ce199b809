"""Public data sets, read as they come, and every key on them side by side."""

from pathlib import Path

import pytest
from tests.fixtures.shared import real

from coproduce.arenas.energy.queries.known import NotKnownError, page, read_known


def test_a_folder_that_is_not_known_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotKnownError, match="holds no data set known here"):
        read_known(tmp_path)


def test_every_key_on_homes_with_gaps() -> None:
    said = page(read_known(real("gravitas_smart_meter10")))
    assert "10 meters, 2013-01: 1.7 MWh used" in said
    assert "of 428 intervals nothing is known" in said
    assert "| dynamic | 34.8% | 49.4% | 0.555 | 72.2% | 181.27 |" in said
