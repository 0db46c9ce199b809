"""A command that is no verb: the projects of a Pabulib file, as `propose` takes them."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated

import typer

from coproduce.interop.pabulib import read_pabulib


def projects_of(
    file: Annotated[Path, typer.Argument(help="A Pabulib file (.pb).", exists=True, dir_okay=False)],
) -> str:
    """The projects of an election, to be asked about here: `propose --projects @` and the file this is written into."""
    election = read_pabulib(file.read_bytes())
    rows = [
        {"id": row["project_id"], "name": row.get("name") or row["project_id"], "cost": row["cost"]}
        for row in election.projects
    ]
    return json.dumps(rows, ensure_ascii=False, indent=1)


COMMANDS: Mapping[str, Callable[..., str]] = {"projects-of": projects_of}
