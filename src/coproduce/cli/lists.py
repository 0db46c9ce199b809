"""Every list as a command, derived from the API's own: the same words, the same pages, the same people seen."""

import inspect
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import typer
from pydantic import BaseModel, ValidationError, create_model

from coproduce.cli.acting import actor
from coproduce.cli.saying import fail

#: What every command is told beside the list's own words.
AS = typer.Option(..., "--as", help="E-mail address or id of who reads.")
COMMUNITY = typer.Option(..., help="Its short name, as in the address.")
FOR = typer.Option("", "--for", help="Id of the member who asked them to do things for them.")
FILE = "A file with the text; - reads what comes in."
AS_JSON = typer.Option(False, "--json", help="Answer as JSON.")


def lists(slug: str) -> Iterator[tuple[str, Callable[..., None]]]:
    """(name, command) of what can be read in one room."""
    from coproduce.community.base import rooms
    from coproduce.community.people.api import reading_at

    for module in rooms.with_file("api"):
        if rooms.folder_of(module) == slug:
            for path, view in module.router.path_operations.items():
                for operation in view.operations:
                    word = (operation.operation_id or "").partition("." if "POST" in operation.methods else ".read_")[2]
                    yield (
                        word.replace("_", "-"),
                        _command(operation, reading_at(slug, path.strip("/").partition("/")[0])),
                    )


def _command(operation: Any, reading: str) -> Callable[..., None]:
    from coproduce.community.base import policy

    view = operation.view_func
    hints = inspect.get_annotations(view)
    own: dict[str, tuple[Any, Any]] = {
        name: (_plain(hints[name]), ... if one.default is inspect.Parameter.empty else one.default)
        for name, one in inspect.signature(view).parameters.items()
        if name not in ("request", "community")
    }
    bodies = {name: kind for name, (kind, _) in own.items() if isinstance(kind, type) and issubclass(kind, BaseModel)}
    fields: dict[str, Any] = {name: one for name, one in own.items() if name not in bodies}
    files = set()
    for kind in bodies.values():
        for name, field in kind.model_fields.items():
            fields[name] = (field.rebuild_annotation(), ... if field.is_required() else field.default)
            files |= {name} if field.is_required() else set()
    form = create_model("Asked", **fields)

    def run(as_: str, community: str, for_whom: str, as_json: bool, **said: str | None) -> None:
        if for_whom and reading not in policy.by_helper():
            fail("This is read by whose it is alone, and not for another.")
        said |= {name: _text(said[name] or "") for name in files}
        try:
            asked = form.model_validate({name: text for name, text in said.items() if text is not None})
        except ValidationError as fault:
            first = fault.errors()[0]
            fail(f"{'' if first['loc'][0] in files else '--'}{first['loc'][0]}: {first['msg']}.", 2)
        request = SimpleNamespace(auth=actor(as_, community, for_=for_whom), GET={})
        arguments = {
            name: bodies[name](**{part: getattr(asked, part) for part in bodies[name].model_fields})
            if name in bodies
            else getattr(asked, name)
            for name in own
        }
        from ninja.errors import HttpError
        from ninja.responses import NinjaJSONEncoder

        from coproduce.community.people.api import NotThereError

        try:
            found = view(request, community, **arguments)
        except NotThereError:
            fail("There is nothing like that here for you. Check the ids.")
        except HttpError as fault:
            fail(str(fault))
        if hasattr(found, "streaming_content"):  # a file: as it is
            sys.stdout.writelines(piece.decode() for piece in found.streaming_content)
            return
        shown = operation.response_models[200].model_validate({"response": found}).model_dump()["response"]
        answer = json.loads(json.dumps(shown, cls=NinjaJSONEncoder))  # moments as the API writes them
        typer.echo(json.dumps(answer) if as_json else "\n".join(_lines(answer)))

    keyword = inspect.Parameter.KEYWORD_ONLY
    parameters = [
        inspect.Parameter("as_", keyword, annotation=str, default=AS),
        inspect.Parameter("community", keyword, annotation=str, default=COMMUNITY),
        inspect.Parameter("for_whom", keyword, annotation=str, default=FOR),
        inspect.Parameter("as_json", keyword, annotation=bool, default=AS_JSON),
        *(
            inspect.Parameter(
                name,
                keyword,
                annotation=str if default is ... else str | None,
                default=typer.Argument(..., metavar="FILE", help=FILE)
                if name in files
                else typer.Option(... if default is ... else None),
            )
            for name, (_, default) in fields.items()
        ),
    ]
    run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    run.__annotations__ = {one.name: one.annotation for one in parameters}
    run.__doc__ = view.__doc__
    return run


def _text(name: str) -> str:
    """What stands in a file, or comes in where the file is called `-`."""
    try:
        return sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8")
    except (OSError, ValueError) as fault:
        fail(f"This file cannot be read as text: {fault}", 2)


def _plain(hint: Any) -> Any:
    """A path's parameter is an option here: what it holds, without where it stood."""
    from ninja.params.models import Param

    kept = [mark for mark in getattr(hint, "__metadata__", ()) if isinstance(mark, Param)]
    return hint.__origin__ if kept else hint


def _lines(answer: dict[str, Any]) -> Iterator[str]:
    """A list as people read it: a line for each thing, and how many there are."""
    for name, value in answer.items():
        if isinstance(value, list):
            for row in value:
                parts = row.values() if isinstance(row, dict) else row
                yield " · ".join(_said(part) for part in parts if part not in (None, "", []))
        else:
            yield f"{name.replace('_', ' ')}: {_said(value)}"


def _said(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else str(value)
