"""A finished comparison as a file for other programs: a row for each draw and contract, with every number it had.

Parquet takes pyarrow (`[study]`); CSV needs nothing. Whoever has the file has what the study was made of: parameters,
seed and the version of the code, in each row or, in Parquet, beside them.
"""

import csv
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from coproduce.economy.comparing import Comparison, StudyError, uncertain
from coproduce.economy.draws import own_seed
from coproduce.economy.regimes import Regime


def by_draw(found: Comparison) -> list[dict[str, Any]]:
    """One row for each draw and contract: the draw's seed, the contract's numbers as drawn, and each figure."""
    about, rows = found.about, []
    for draw in range(found.draws):
        seed = own_seed(about["seed"], draw)
        for place, said in enumerate(about["regimes"]):
            drawn = asdict(uncertain(Regime(**said), about["priors"], seed))
            figures = dict(zip(found.names, found.values[draw, place].tolist(), strict=True))
            clash = {f"set_{name}": value for name, value in drawn.items() if name != "name"}
            same = {name: about[name] for name in ("people", "years", "priors", "version", "code")}
            rows.append({"draw": draw, "seed": seed, "contract": drawn["name"], **same, **clash, **figures})
    return rows


def keep(found: Comparison, path: Path) -> None:
    """Write a comparison to a `.parquet` or `.csv` file. StudyError for another ending, or where pyarrow is missing."""
    rows = by_draw(found)
    if path.suffix == ".csv":
        with path.open("w", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
        return
    if path.suffix != ".parquet":
        raise StudyError(f"{path.name}: a study is kept as .parquet or .csv.")
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError:
        raise StudyError("Parquet needs pyarrow: pip install 'coproduce[study]'; or write to a .csv file.") from None
    table = pyarrow.Table.from_pylist(rows)
    parquet.write_table(table.replace_schema_metadata({"coproduce": json.dumps(found.about)}), path)
