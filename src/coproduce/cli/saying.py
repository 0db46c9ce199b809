"""How the command line speaks: plain sentences, no tracebacks for what was expected."""

import gc
import json
import os
from typing import Any, NoReturn

import typer


def fail(sentence: str, code: int = 1) -> NoReturn:
    """Say what is wrong and what to do, on the error stream, and end."""
    typer.echo(sentence, err=True)
    raise typer.Exit(code)


def answer(value: dict[str, Any], as_json: bool) -> None:
    """A result: lines for people, JSON for scripts."""
    if as_json:
        typer.echo(json.dumps(value))
        return
    for name, said in value.items():
        typer.echo(f"{name.replace('_', ' ')}: {said}")


def django_ready() -> None:
    """Load the application, once; without it, say which edition has it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coproduce.web.settings")
    try:
        import django
        from django.apps import apps
    except ModuleNotFoundError:
        fail('This needs the web edition: pip install "coproduce[web]"', 2)
    if not apps.ready:
        django.setup()
        gc.freeze()  # the program itself is never given up, and need not be gone through each time
