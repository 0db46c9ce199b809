"""`coproduce new-arena SLUG`: the folder of a new arena, and its one line."""

import keyword
import re
from pathlib import Path
from typing import Annotated

import typer

import coproduce.arenas
from coproduce.cli.saying import fail

FILES = {
    "__init__.py": '''"""{name}: say in two or three sentences what people do together here, in the essays' words."""

from coproduce.core.arena import Arena

ARENA = Arena(slug="{slug}", name="{name}")
''',
    "apps.py": """from django.apps import AppConfig


class {title}Config(AppConfig):
    name = "coproduce.arenas.{slug}"
    label = "{slug}"
""",
    "rules.py": '''"""What is owed, allowed, due or shared in {name}: pure, exact, each rule with its source."""
''',
    "policy.py": '''"""Who may do what in {name}. Every verb has a row here; what has none is refused."""

from coproduce.community.base.policy import Row

ROWS: tuple[Row, ...] = ()
''',
    "tests/__init__.py": "",
    "tests/test_declaration.py": '''"""The arena is declared and has nothing it does not use."""

from coproduce.arenas.{slug} import ARENA


def test_it_is_called_by_its_folder() -> None:
    assert ARENA.slug == "{slug}"
''',
    "README.md": """# {name}

> The essay's sentence this arena is built on.

**Who uses it**:

**The ring, in six lines**: someone offers or needs · people agree · someone contributes ·
it is thanked and recognised · whoever was helped is asked back · what changed is shown.

**Rules, with their sources**:

**Not here yet**:
""",
}


def command(
    slug: Annotated[str, typer.Argument(help="One small word: it names the folder and stands in addresses.")],
    name: Annotated[str, typer.Option(help="What members read. Left out: the slug.")] = "",
) -> None:
    """Write the folder of a new arena, and its one line. Then write its first verb."""
    folder = write(Path(coproduce.arenas.__file__).parent, slug, name or slug.capitalize())
    typer.echo(f"{folder} is there, and one line in arenas/__init__.py. Write its first verb in actions.py.")


def write(arenas: Path, slug: str, name: str) -> Path:
    """Write the files under `arenas`; refuses a name that is taken or cannot be a folder of code."""
    if not re.fullmatch(r"[a-z][a-z0-9]{1,18}", slug) or keyword.iskeyword(slug):
        fail(f"{slug} cannot name an arena: use one word of small letters and figures.")
    folder = arenas / slug
    if folder.exists():
        fail(f"There is an arena called {slug} already.")
    for file, text in FILES.items():
        place = folder / file
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text.format(slug=slug, name=name, title=slug.capitalize()), encoding="utf-8")
    line = arenas / "__init__.py"
    line.write_text(line.read_text(encoding="utf-8").replace("\n)", f'\n    "{slug}",\n)'), encoding="utf-8")
    return folder
