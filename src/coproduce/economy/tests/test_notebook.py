"""The notebook runs from its first cell to its last, without Jupyter; and the names a researcher imports are there."""

import inspect
import json
from pathlib import Path

import pytest

from coproduce import economy
from coproduce.economy import PRESETS, Regime, compare, core_economy, seed_people, simulate, study

NOTEBOOK = Path(__file__).resolve().parents[4] / "docs" / "notebooks" / "contracts.ipynb"


def test_the_notebook_runs(capsys: pytest.CaptureFixture[str]) -> None:
    cells = json.loads(NOTEBOOK.read_text("utf-8"))["cells"]
    names: dict[str, object] = {}
    for number, cell in enumerate(cells):
        assert not cell.get("outputs"), f"cell {number} is kept with what it once printed"
        if cell["cell_type"] == "code":
            exec(compile("".join(cell["source"]), f"cell {number}", "exec"), names)  # noqa: S102
    said = capsys.readouterr().out
    assert "4 draws do not carry a sentence" in said and "hours a week" in said


def test_the_names_that_are_promised_are_there() -> None:
    asked = list(inspect.signature(compare).parameters.values())
    assert [one.name for one in asked[:5]] == ["people", "years", "regimes", "seed", "network"]
    assert asked[2].default is PRESETS and all(one.kind is one.KEYWORD_ONLY for one in asked[3:])
    assert isinstance(PRESETS[0], Regime) and all(map(callable, (simulate, core_economy, seed_people)))
    for name in ("sobol", "calibrate", "break_even", "pool_curve", "without", "forecast", "contagion"):
        assert callable(getattr(study, name))
    assert set(economy.__all__) <= set(dir(economy))
