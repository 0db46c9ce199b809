"""A study as a file: every draw with what it was made of; and the same study by a scheduler, or after a break."""

import csv
import json
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from coproduce.economy import Comparison, StudyError, compare
from coproduce.economy.comparing import code
from coproduce.economy.keeping import by_draw, keep
from coproduce.economy.outcomes import OUTCOMES


@pytest.fixture(scope="module")
def study() -> Comparison:
    return compare(120, 0.25, seed=1, draws=3)


def test_a_row_has_what_it_was_made_of_and_what_came_of_it(study: Comparison) -> None:
    rows = by_draw(study)
    assert len(rows) == 3 * 4
    assert [row["health"] for row in rows] == study.values[:, :, list(OUTCOMES).index("health")].ravel().tolist()
    assert {(row["version"], row["code"]) for row in rows} == {(study.about["version"], code())}
    assert len({row["set_sharing"] for row in rows}) == 3  # drawn anew each time, the same for every contract
    again = compare(120, 0.25, seed=1, draws=1)
    assert by_draw(again) == rows[:4]


def test_a_sheet_holds_the_same_rows(study: Comparison, tmp_path: Path) -> None:
    keep(study, tmp_path / "study.csv")
    with open(tmp_path / "study.csv", newline="") as file:
        read = list(csv.DictReader(file))
    assert read == [{name: str(value) for name, value in row.items()} for row in by_draw(study)]


@pytest.mark.skipif(not find_spec("pyarrow"), reason="pyarrow is not installed: pip install coproduce[study]")
def test_parquet_holds_the_same_rows_and_says_how_they_came(study: Comparison, tmp_path: Path) -> None:
    from pyarrow import parquet

    keep(study, tmp_path / "study.parquet")
    table = parquet.read_table(tmp_path / "study.parquet")
    assert table.to_pylist() == by_draw(study)
    assert json.loads(table.schema.metadata[b"coproduce"]) == study.about


def test_another_kind_of_file_is_refused(study: Comparison, tmp_path: Path) -> None:
    with pytest.raises(StudyError, match=r"study.xls: a study is kept as .parquet or .csv"):
        keep(study, tmp_path / "study.xls")


@pytest.mark.skipif(bool(find_spec("pyarrow")), reason="pyarrow is installed")
def test_where_pyarrow_is_missing_it_says_so(study: Comparison, tmp_path: Path) -> None:
    with pytest.raises(StudyError, match="Parquet needs pyarrow"):
        keep(study, tmp_path / "study.parquet")


def test_a_study_goes_on_only_by_the_code_it_began_with(tmp_path: Path) -> None:
    kept = tmp_path / "draws"
    compare(60, 0.1, seed=1, draws=1, kept=kept)
    kept.write_text(kept.read_text().replace(code(), "0" * 16))
    with pytest.raises(StudyError, match="holds another study"):
        compare(60, 0.1, seed=1, draws=2, kept=kept)


@pytest.mark.skipif(not find_spec("distributed"), reason="distributed is not installed: pip install coproduce[study]")
@pytest.mark.filterwarnings("default")
def test_a_scheduler_elsewhere_gives_the_same_to_the_last_bit_and_after_a_break(
    study: Comparison, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from distributed import LocalCluster

    def stops(found: Comparison) -> None:
        raise KeyboardInterrupt

    kept: Any = tmp_path / "draws"
    with LocalCluster(n_workers=1, threads_per_worker=1, host="127.0.0.1", dashboard_address=None) as cluster:
        assert cluster.scheduler_address.startswith("tcp://")
        monkeypatch.setenv("COPRODUCE_ENGINE", cluster.scheduler_address)
        assert (compare(120, 0.25, seed=1, draws=3).values == study.values).all()
        with pytest.raises(KeyboardInterrupt):
            compare(120, 0.25, seed=1, draws=3, kept=kept, so_far=stops)
        assert len(kept.read_text().splitlines()) == 2
        went_on = compare(120, 0.25, seed=1, draws=3, kept=kept)
    assert (went_on.values == study.values).all()
