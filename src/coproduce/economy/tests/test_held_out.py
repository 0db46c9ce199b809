"""What is foretold is judged by what was never fitted, and a miss is called one."""

from pathlib import Path

import numpy as np
import pytest
from tests.fixtures.shared import FOLDER, real

from coproduce.economy.draws import uniform
from coproduce.economy.held_out import Foretold, held_out, page, villages
from coproduce.economy.tests.planted import planted
from coproduce.economy.uptake import Uptake

PAGE = Path(__file__).resolve().parents[4] / "docs" / "explanation" / "foretold.md"


def test_the_page_is_what_the_command_says_today() -> None:
    for name in ("netdiffuser/kfamily.csv", "netdiffuser/brfarmers.csv", "time_use_tables/oecd_time_use_by_sex.csv"):
        real(name)
    found = held_out(FOLDER)
    assert page(found) == PAGE.read_text("utf-8")
    assert len(found) >= 6


def test_villages_alike_foretell_each_other() -> None:
    """One cause, planted alike in all: about eight fans of ten hold."""
    held = [one for seed in range(3) for one in villages(planted("simple", 12, 40, seed=seed), seed)]
    assert 0.6 <= np.mean(held) <= 0.97


def test_a_village_that_went_another_way_is_a_miss() -> None:
    """Planted: in one village nobody but its first took anything up, and the fan does not hold it."""
    study = planted("simple", 12, 40, seed=1)
    still = np.where((study.groups == 3) & (study.adoption > 1), 0, study.adoption)
    other = Uptake.of(study.people, study.ties, still, study.groups, periods=study.periods)
    order = np.argsort(uniform(np.arange(12), 1, 8)).tolist()
    assert not list(villages(other, 1))[(order[1::2] + order[0::2]).index(3)]


def test_a_miss_stands_as_large_as_a_hit() -> None:
    said = page([Foretold("one", "1 to 2", "3", False), Foretold("other", "1 to 2", "1", True)])
    assert "1 of 2 hit" in said and "| one | 1 to 2 | 3 | **miss** |" in said and "| other | 1 to 2 | 1 | hit |" in said


def test_where_the_studies_are_not_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="oecd_time_use"):
        held_out(tmp_path)
