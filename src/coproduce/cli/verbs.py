"""Every verb as a command, derived from its signature: the same words as in the API."""

import gzip
import inspect
import json
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import typer
from pydantic import BaseModel, ValidationError

from coproduce.cli.acting import actor
from coproduce.cli.lists import FOR, lists
from coproduce.cli.saying import answer, django_ready, fail

#: An argument of this name is a file as it lies on the disk.
FILE = "text"


def group(slug: str, name: str) -> typer.Typer:
    """The commands of one room."""
    django_ready()
    from coproduce.community.base import rooms

    app = typer.Typer(help=f"The verbs and lists of {name.lower()}.", no_args_is_help=True)
    app.callback()(lambda: None)  # a group of one verb is still a group
    for verb_name, verb in rooms.verbs().items():
        room, _, word = verb_name.partition(".")
        if room == slug and not _is_operators(verb_name):
            app.command(word.replace("_", "-"), help=verb.__doc__)(_command(verb))
    for word, read in lists(slug):
        app.command(word, help=read.__doc__)(read)
    for module in rooms.with_file("commands"):
        if rooms.folder_of(module) == slug:
            for word, own in module.COMMANDS.items():
                app.command(word, help=own.__doc__)(_saying(own))
    return app


def _saying(own: Callable[..., str]) -> Callable[..., None]:
    """A command of a room's own: what it answers is printed, a fault that was expected ends with its sentence."""

    @wraps(own)
    def run(**said: Any) -> None:
        try:
            typer.echo(own(**said))
        except ValueError as fault:
            fail(str(fault))

    return run


def _is_operators(verb: str) -> bool:
    from coproduce.community.base.actor import OPERATOR
    from coproduce.community.base.policy import every_row

    return {row.role for row in every_row() if row.verb == verb} == {OPERATOR}


def _command(verb: Any) -> Callable[..., None]:
    from coproduce.community.base import wire
    from coproduce.core.refusal import Refusal

    form = wire.form_of(verb.__wrapped__)

    def run(as_: str, community: str, for_whom: str, request_id: str, as_json: bool, **said: str | None) -> None:
        arguments = _read(form, said)
        whoever = actor(as_, community, for_=for_whom)
        outcome = verb(whoever, request_id=UUID(request_id) if request_id else uuid4(), **arguments)
        if isinstance(outcome, Refusal):
            if as_json:
                answer({"code": outcome.code, "detail": outcome.sentence, "field": outcome.field}, as_json)
                raise typer.Exit(1)
            fail(outcome.sentence)
        answer(wire.receipt_to_json(outcome.value), as_json)

    keyword = inspect.Parameter.KEYWORD_ONLY
    run.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [
            inspect.Parameter(
                "as_",
                keyword,
                annotation=str,
                default=typer.Option(..., "--as", help="E-mail address or id of who does it."),
            ),
            inspect.Parameter(
                "community",
                keyword,
                annotation=str,
                default=typer.Option(..., help="Its short name, as in the address."),
            ),
            inspect.Parameter("for_whom", keyword, annotation=str, default=FOR),
            inspect.Parameter(
                "request_id",
                keyword,
                annotation=str,
                default=typer.Option("", help="Repeat it to get the first receipt again."),
            ),
            inspect.Parameter(
                "as_json", keyword, annotation=bool, default=typer.Option(False, "--json", help="Answer as JSON.")
            ),
            *(
                inspect.Parameter(
                    name,
                    keyword,
                    annotation=str if field.is_required() else str | None,
                    default=typer.Option(... if field.is_required() else None, help=_hint(name, field.annotation)),
                )
                for name, field in form.model_fields.items()
            ),
        ]
    )
    run.__annotations__ = {name: p.annotation for name, p in run.__signature__.parameters.items()}  # type: ignore[attr-defined]
    return run


def _hint(name: str, kind: Any) -> str:
    if name == FILE:
        return "@ and the name of a file, which may be packed by gzip."
    return "JSON, or @file with JSON." if _is_json(kind) else ""


def _is_json(kind: Any) -> bool:
    """Whether an option is a list, or names with values."""
    return "tuple" in str(kind) or "dict" in str(kind) or (isinstance(kind, type) and issubclass(kind, tuple))


def _read(form: type[BaseModel], said: dict[str, str | None]) -> dict[str, Any]:
    """The options as the verb's arguments; ends with a sentence naming the option that cannot be read."""
    given = {
        name: _json(text) if _is_json(form.model_fields[name].annotation) else _text(text) if name == FILE else text
        for name, text in said.items()
        if text is not None
    }
    try:
        read = form.model_validate(given)
    except ValidationError as fault:
        first = fault.errors()[0]
        option = "--" + ".".join(str(part) for part in first["loc"]).replace("_", "-")
        fail(f"{option}: {first['msg']}.", 2)
    return {name: getattr(read, name) for name in form.model_fields}


def _text(text: str) -> str:
    """What was said, or what stands in the file it names."""
    if not text.startswith("@"):
        return text
    try:
        content = Path(text[1:]).read_bytes()
        return (gzip.decompress(content) if text.endswith(".gz") else content).decode("utf-8-sig")
    except (OSError, ValueError) as fault:
        fail(f"This file cannot be read as text: {fault}", 2)


def _json(text: str) -> Any:
    try:
        return json.loads(Path(text[1:]).read_text(encoding="utf-8") if text.startswith("@") else text)
    except (OSError, ValueError) as fault:
        fail(f"This is not JSON, nor @ and the name of a file with JSON: {fault}", 2)
