"""A new arena is a folder and a line, and what is written is whole: every file reads as what it is."""

import ast
from datetime import date
from importlib import import_module
from pathlib import Path

import pytest
import typer

import coproduce.arenas
from coproduce.cli.new_arena import write
from coproduce.core.quantity import HOURS
from coproduce.core.rule_sets import RuleSetError, read


@pytest.fixture
def arenas(tmp_path: Path) -> Path:
    """A folder of arenas with the real list in it."""
    (tmp_path / "__init__.py").write_text(Path(coproduce.arenas.__file__).read_text())
    return tmp_path


def test_it_is_a_folder_and_one_line(arenas: Path) -> None:
    before = (arenas / "__init__.py").read_text().splitlines()
    folder = write(arenas, "choir", "A choir")
    after = (arenas / "__init__.py").read_text().splitlines()
    assert [line for line in after if line not in before] == ['    "choir",']
    assert len(after) == len(before) + 1
    names: dict[str, object] = {}
    exec((arenas / "__init__.py").read_text(), names)  # noqa: S102 - our own file
    assert names["ARENAS"] == (*coproduce.arenas.ARENAS, "choir")
    assert {"README.md", "policy.py", "rules.py", "behaviour.py", "tests"} <= {path.name for path in folder.iterdir()}
    for path in folder.rglob("*.py"):
        ast.parse(path.read_text())
    texts = [path.read_text() for path in folder.rglob("*") if path.is_file()]
    assert not [text for text in texts if "${" in text]
    assert (folder / "templates" / "choir" / "first.html").exists()


def test_its_rule_set_is_read_by_its_rules(arenas: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The values of the set are those the arena's rules name, and it holds one to begin with."""
    folder = write(arenas, "choir", "A choir")
    monkeypatch.syspath_prepend(str(arenas))
    rules = import_module("choir.rules")
    assert [(one.slug, one.values) for one in rules.RULE_SETS] == [("standard", rules.Rules(longest_minutes=1440))]
    day = date(2026, 11, 17)
    told = {"giver": "Ana", "receiver": "Ben", "time": HOURS(90), "done_on": day}
    assert rules.may_record(told, day) is None
    assert rules.may_record(told, day, rules.Rules(longest_minutes=60)).code == "TOO_LARGE"
    with pytest.raises(RuleSetError, match="longest_minutes"):
        read((folder / "rule_sets.toml").read_text().replace("1440", "1441"), rules.Rules)


@pytest.mark.parametrize(
    ("slug", "name", "said"),
    [
        ("Choir", "Choir", "one word of small letters"),
        ("two words", "Two", "one word of small letters"),
        ("class", "Class", "one word of small letters"),
        ("choir", 'A "choir"', "letters, figures and spaces"),
        ("choir", "C" * 41, "letters, figures and spaces"),
    ],
)
def test_what_cannot_be_a_folder_of_code_is_refused(
    arenas: Path, capsys: pytest.CaptureFixture[str], slug: str, name: str, said: str
) -> None:
    with pytest.raises(typer.Exit):
        write(arenas, slug, name)
    assert said in " ".join(capsys.readouterr().err.split())
    assert [path.name for path in arenas.iterdir()] == ["__init__.py"]


def test_a_name_that_is_taken_is_refused_and_nothing_changes(arenas: Path) -> None:
    write(arenas, "choir", "A choir")
    before = (arenas / "__init__.py").read_text()
    with pytest.raises(typer.Exit):
        write(arenas, "choir", "Another")
    assert (arenas / "__init__.py").read_text() == before
