"""Letters that came back: a mail server hands its reports to this command."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from coproduce.cli.saying import django_ready, fail


def returned(
    files: Annotated[list[Path] | None, typer.Argument(help="A report each. Left out: one, from a pipe.")] = None,
) -> None:
    """Take in reports of letters that did not arrive. What is none, is forged or is known already changes nothing."""
    django_ready()
    from coproduce.community.base import clock
    from coproduce.community.notices.returned.marking import LONGEST, take_in

    if missing := [file for file in files or () if not file.is_file()]:
        fail(f"There is no file {missing[0]}.")
    letters = (file.read_bytes() for file in files) if files else iter([sys.stdin.buffer.read(LONGEST + 1)])
    ours = sum(take_in(letter, clock.now()) for letter in letters)
    typer.echo(f"Letters of ours that came back: {ours}.")
