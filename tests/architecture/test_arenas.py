"""An arena is one folder and one line: nothing outside names it, and where it is switched off it is not there."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from coproduce.arenas import ARENAS
from coproduce.community.base import rooms
from tests.fixtures.towns import Town, do
from tests.journeys.mouths import signed_in

ROOT = Path(__file__).resolve().parent.parent.parent
SOURCE = ROOT / "src" / "coproduce"

#: The one line that installs an arena.
THE_LINE = SOURCE / "arenas" / "__init__.py"

#: What stands outside every arena, and is no test of ours: an arena's name may stand in no file of these.
OUTSIDE = sorted(
    path
    for path in [*SOURCE.rglob("*"), *(ROOT / "tools").rglob("*"), ROOT / "pyproject.toml", ROOT / "coproduce"]
    if path.is_file()
    and path.suffix in (".py", ".html", ".toml", ".js", ".css", "")
    and not {"tests", "__pycache__", "migrations"} & set(path.relative_to(ROOT).parts)
    and (SOURCE / "arenas" not in path.parents or path.parent == SOURCE / "arenas")
    and path != THE_LINE
)


#: Everyday words that stood in a file before an arena of that name: the kind of an entry no balance is asked of, and
#: what care that is bought comes from.
EVERYDAY = {("care", "care", "journal.py"), ("market", "market", "outcomes.py")}


def names_it(slug: str, path: Path, text: str) -> bool:
    """Whether a file names an arena: its package, one of its verbs or addresses, or itself as a word of the program.

    A slug may be an everyday word too: in a sentence, in a comment and in data it is no name.
    """
    if re.search(rf"\barenas[./]{slug}\b", text):
        return True
    if path.suffix != ".py":
        return bool(re.search(rf"""["'(/]{slug}[./][a-z_-]""", text))
    said = [word for word in words_said(text) if (slug, word, path.name) not in EVERYDAY]
    return any(re.search(rf"""^{slug}$|^{slug}\.[a-z]|/{slug}/|["'`]{slug}["'`.]""", word) for word in said)


@cache
def words_said(text: str) -> tuple[str, ...]:
    """What a program says in quotes, and the examples of its docstrings; the docstrings themselves are sentences."""
    nodes = list(ast.walk(ast.parse(text)))
    docs = {ast.get_docstring(node, clean=False) for node in nodes if isinstance(node, WITH_DOCS)}
    said = [node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    examples = [line for doc in docs if doc for line in doc.splitlines() if line.lstrip().startswith(">>>")]
    return (*(word for word in said if word not in docs), *examples)


WITH_DOCS = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


@pytest.mark.parametrize("slug", ARENAS)
def test_nothing_outside_an_arena_names_it(slug: str) -> None:
    found = [str(path.relative_to(ROOT)) for path in OUTSIDE if names_it(slug, path, path.read_text(errors="replace"))]
    assert not found, f"Mend the house: {slug} is named in {', '.join(found)}"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.py", 'def run(arena: str = "choir"): ...'),
        ("a.py", "from coproduce.arenas.choir import rules"),
        ("a.py", 'do("choir.sing")'),
        ("a.py", 'page.goto("/town/choir/songs/")'),
        ("a.py", '"""Docs.\n\n    >>> Helped(1, 2, "choir")\n"""'),
        ("a.html", "{% include 'choir/song.html' %}"),
        ("a.html", '<a href="/town/choir/songs/">'),
        ("a.toml", 'module = ["coproduce.arenas.choir.rules"]'),
    ],
)
def test_the_walk_sees_an_arena_that_is_named(name: str, text: str) -> None:
    assert names_it("choir", Path(name), text)


@pytest.mark.parametrize(
    ("name", "text"), [("a.py", 'words = "They sing in a choir."  # the choir\n'), ("a.html", "<p>choir</p>")]
)
def test_the_walk_lets_an_everyday_word_be(name: str, text: str) -> None:
    assert not names_it("choir", Path(name), text)


def addresses(patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from addresses(one.url_patterns)
        elif one.name and not one.name.startswith("account_"):
            yield one.name


def test_no_two_pages_have_one_name() -> None:
    """The later room's page would stand behind the earlier one's links."""
    named = [name for room in rooms.with_file("urls") for name in addresses(room.urlpatterns)]
    assert len(named) == len(set(named)), sorted({name for name in named if named.count(name) > 1})
    assert set(named) <= set(addresses(get_resolver().url_patterns))


@pytest.mark.parametrize("slug", ARENAS)
def test_no_page_below_leads_to_an_arenas_by_name(slug: str) -> None:
    """A room below leads up by the doors that rooms above declare."""
    own = {name for room in rooms.with_file("urls") if rooms.folder_of(room) == slug
           for name in addresses(room.urlpatterns)}  # fmt: skip
    for path in OUTSIDE:
        if path.suffix in (".py", ".html"):
            led = set(re.findall(r"""(?:\burl |reverse\(|redirect\()['"](\w+)['"]""", path.read_text()))
            assert not led & own, (path, led & own)


@pytest.mark.django_db
@pytest.mark.promise("An arena a community has not switched on is not there")
def test_where_it_is_switched_off_an_arena_is_not_there(town: Town) -> None:
    """No page, no place in the menu, no verb by any mouth; and help needs one arena that is."""
    place = town.community
    place.arenas = list(ARENAS)
    place.save()
    cleo = signed_in(town, "Cleo")
    shown = {place.title for room in rooms.with_file("pages") for place in getattr(room, "PLACES", ())
             if getattr(place, "begins", "") in ARENAS}  # fmt: skip
    before = cleo.get(f"/{town.slug}/").content.decode()
    assert all(str(title) in before for title in shown)
    place.arenas = []
    place.save()
    after = cleo.get(f"/{town.slug}/").content.decode()
    for slug in ARENAS:
        assert f"/{town.slug}/{slug}/" not in after
        for page in ("", "desk/", "figures/", "record/"):
            assert cleo.get(f"/{town.slug}/{slug}/{page}").status_code == 404
    refused = do("exchange.propose", town.actor("Cleo"), need=town.needs[1], givers=(town.agents["Ana"],))
    assert (refused.code, refused.field) == ("NO_ARENA", "arena")  # type: ignore[union-attr]
    assert do("timebank.record_for", town.actor("Cleo"), **town.help()).code == "NOT_ALLOWED"  # type: ignore[union-attr]
    key = town.key("Cleo")
    answer = Client().get(f"/api/{town.slug}/timebank/figures", headers={"Authorization": f"Bearer {key}"})
    assert answer.status_code == 404
