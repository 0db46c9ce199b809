"""`coproduce new-arena SLUG`: the folder of a new arena, and its one line.

What is written (`skeleton/`) works as it stands: help goes round in it by the rules of the house, on its page, by API
and command and in the demo, until the arena says what is different there.
"""

import keyword
import re
from pathlib import Path
from string import Template
from typing import Annotated

import typer

import coproduce.arenas
from coproduce.cli.saying import fail

SKELETON = Path(__file__).parent / "skeleton"


def command(
    slug: Annotated[str, typer.Argument(help="One small word: it names the folder and stands in addresses.")],
    name: Annotated[str, typer.Option(help="What members read. Left out: the slug.")] = "",
) -> None:
    """Write the folder of a new arena, and its one line."""
    folder = write(Path(coproduce.arenas.__file__).parent, slug, name.strip() or slug.capitalize())
    typer.echo(f"{folder} is there, and one line in arenas/__init__.py. It works as it is: now say what is different.")


def write(arenas: Path, slug: str, name: str) -> Path:
    """Write the files under `arenas`; refuses a name that is taken or cannot stand in a folder of code."""
    if not re.fullmatch(r"[a-z][a-z0-9]{1,18}", slug) or keyword.iskeyword(slug):
        fail(f"{slug} cannot name an arena: use one word of small letters and figures.")
    if len(name) > 40 or re.search(r"""["'\\{}$<>&\n]""", name):
        fail(f"{name} cannot be what members read: use letters, figures and spaces, forty at most.")
    folder = arenas / slug
    if folder.exists():
        fail(f"There is an arena called {slug} already.")
    words = {"slug": slug, "name": name, "title": slug.capitalize()}
    for source in sorted(path for path in SKELETON.rglob("*.txt")):
        place = folder / str(source.relative_to(SKELETON).with_suffix("")).replace("/slug/", f"/{slug}/")
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(Template(source.read_text(encoding="utf-8")).substitute(words), encoding="utf-8")
    line = arenas / "__init__.py"
    before, end, after = line.read_text(encoding="utf-8").partition("\n)")
    line.write_text(f'{before}\n    "{slug}",{end}{after}', encoding="utf-8")
    return folder
