"""Write docs/reference from the program itself: `./coproduce run -- python tools/reference.py`."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REFERENCE = ROOT / "docs" / "reference"
MADE = "<!-- Made by tools/reference.py from the program; change the program instead. -->\n"


def pages() -> dict[str, str]:
    """Each page of the reference by its file name."""
    return {
        "permissions.md": "\n".join(_permissions()),
        "api.md": "\n".join(_api()),
        "commands.md": "\n".join(_commands()),
        "settings.md": "\n".join(_settings()),
    }


def _permissions() -> Iterator[str]:
    from coproduce.community.base.policy import every_row

    yield f"{MADE}\n# Who may do what\n"
    yield "What has no row here is refused, in every role and by every mouth. *own*: about oneself; *same community*:"
    yield "about anybody here, oneself included; nothing reaches into another community. *mask*: without contacts.\n"
    yield "| verb | role | about whom | result | why |\n|---|---|---|---|---|"
    for row in sorted(every_row(), key=lambda row: (row.verb, row.role, row.relation)):
        yield f"| `{row.verb}` | {row.role} | {row.relation} | {row.result} | {row.why} |"
    yield ""


def _api() -> Iterator[str]:
    from coproduce.web.api import api

    yield f"{MADE}\n# The API\n"
    yield "OpenAPI 3.1 at `/api/openapi.json`, for any viewer. A key comes from “Keys for scripts” or"
    yield "`coproduce token`; a verb carries its own id in the header `Idempotency-Key`, and sent twice answers the"
    yield "first receipt. Errors are problem details (RFC 9457) with a stable `code`.\n"
    for path, item in api.get_openapi_schema()["paths"].items():
        for method, said in item.items():
            words = said.get("description", said["summary"]).strip()
            yield f"## {method.upper()} {path}\n\n`{said['operationId']}`: {words}\n"
            for parameter in said.get("parameters", []):
                needed = "" if parameter["required"] else ", may be left out"
                yield f"- `{parameter['name']}` ({parameter['in']}{needed})"
            body = said.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
            for name, kind in _fields(api.get_openapi_schema(), body):
                yield f"- `{name}` {kind}"
            yield ""


def _fields(schema: dict, body: dict) -> Iterator[tuple[str, str]]:  # type: ignore[type-arg]
    named = schema["components"]["schemas"].get(body.get("$ref", "").rpartition("/")[2], body)
    for name in named.get("properties", {}):
        yield name, "(body)" if name in named.get("required", ()) else "(body, may be left out)"


def _commands() -> Iterator[str]:
    import typer

    from coproduce.cli import build

    yield f"{MADE}\n# Commands\n"
    yield "`./coproduce` from the project's folder, `coproduce` where it was installed with pip.\n"
    from coproduce.cli import ROOMS

    rooms = [package.rpartition(".")[2] for package in ROOMS]
    for asked in ([], *([room] for room in rooms)):
        commands = typer.main.get_command(build(asked)).commands  # type: ignore[attr-defined]
        for name, command in sorted(commands.items()):
            if asked and name == asked[0]:
                yield from _group(name, command)
            elif not asked and name not in rooms:
                yield from _group(name, command) if hasattr(command, "commands") else _command(name, command)


def _group(name: str, group: object) -> Iterator[str]:
    for word, command in sorted(group.commands.items()):  # type: ignore[attr-defined]
        yield from _command(f"{name} {word}", command)


def _command(name: str, command: object) -> Iterator[str]:
    yield f"## coproduce {name}\n\n{(command.help or '').strip()}\n"  # type: ignore[attr-defined]
    for parameter in command.params:  # type: ignore[attr-defined]
        words = "` `".join(parameter.opts) if parameter.param_type_name == "option" else parameter.name.upper()
        needed = "" if not parameter.required else " (needed)"
        yield f"- `{words}`{needed} {getattr(parameter, 'help', '') or ''}".rstrip()
    yield ""


def _settings() -> Iterator[str]:
    from coproduce.web import settings

    yield f"{MADE}\n# Settings\n"
    yield from (settings.__doc__ or "").strip().splitlines()
    yield ""


def main() -> int:
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django

    django.setup()
    REFERENCE.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (REFERENCE / name).write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
