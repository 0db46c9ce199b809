"""A command that is no verb: every key on public data sets, before a community has readings of its own."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated

import typer

from coproduce.arenas.energy.queries.known import page, read_known


def try_keys(
    folders: Annotated[list[Path], typer.Argument(help="Folders with public data sets, as they come.")],
) -> str:
    """Every key on each of these data sets, as a page: who uses what is made, and how evenly savings fall."""
    return page(given for folder in folders for given in read_known(folder))


COMMANDS: Mapping[str, Callable[..., str]] = {"try-keys": try_keys}
