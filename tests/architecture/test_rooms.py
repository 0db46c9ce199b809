"""The shape of the house: who may know whom, checked on imports, on relations, on templates, and at run time."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parent.parent.parent
SOURCE = ROOT / "src" / "coproduce"

#: What needs numba, and is asked for only where it is.
COMPILED = ("kernel", "prefetching")

#: What a room may hold; a file a room does not need is absent.
ARENA_FILES = {
    "__init__.py",
    "apps.py",
    "rules.py",
    "rule_sets.toml",
    "behaviour.py",
    "policy.py",
    "models.py",
    "outside.py",
    "good_to_know.py",
    "queries.py",
    "actions.py",
    "imports.py",
    "pages.py",
    "api.py",
    "commands.py",
    "urls.py",
    "forms.py",
    "jobs.py",
    "told.py",
    "witnessed.py",
    "claims.py",
    "actions",
    "consents.py",
    "looks.py",
    "seeing.py",
    "README.md",
    "templates",
    "tests",
    "migrations",
    "sql",
    "rules",
    "behaviour",
    "pages",
    "queries",
    "__pycache__",
}

#: From the top of the house down: a room may know those below it, and itself.
FLOORS = (
    "web", "arenas", "evidence", "trust", "decisions", "exchange", "notices", "ledger", "people", "base", "interop",
    "core",
)  # fmt: skip


def floor(module: str) -> int:
    """On which floor a module of ours stands."""
    words = module.split(".")[1:]
    name = words[1] if words[0] == "community" and len(words) > 1 else words[0]
    return FLOORS.index(name) if name in FLOORS else -1


def sources() -> list[Path]:
    return [path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts and "tests" not in path.parts]


def module_of(path: Path) -> str:
    """How a file of ours is imported."""
    return ".".join(path.relative_to(SOURCE.parent).with_suffix("").parts).removesuffix(".__init__")


def test_imports_go_down() -> None:
    """The contracts of pyproject.toml, kept by import-linter."""
    done = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    assert "0 broken" in done.stdout


def test_relations_go_down() -> None:
    """A foreign key upwards would tie a room to one above it, which no import shows."""
    for model in apps.get_models():
        if not model.__module__.startswith("coproduce."):
            continue
        for field in model._meta.get_fields():
            if field.is_relation and not field.auto_created and field.related_model:
                to = field.related_model.__module__
                assert not to.startswith("coproduce.") or floor(to) >= floor(model.__module__), (model, field)


def test_nothing_of_a_community_points_at_a_person() -> None:
    """A Person is global: only a membership knows who is behind a name."""
    from coproduce.community.people.models import Membership, Person

    pointing = {
        model
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.is_relation and not field.auto_created and field.related_model is Person
    }
    assert pointing == {Membership}


def test_templates_stand_on_the_base_and_on_their_own() -> None:
    for template in SOURCE.rglob("templates/**/*.html"):
        room = template.relative_to(SOURCE).parts
        for base in re.findall(r'{%\s*(?:extends|include)\s+"([^"]+)"', template.read_text()):
            owner = base.split("/")[0]
            own = room[1] if room[0] in ("arenas", "community") else ""
            is_above = room[0] == "web"  # the web may use what the rooms below it show
            is_below = room[0] == "arenas" and (SOURCE / "community" / owner).is_dir()
            assert is_above or is_below or "/" not in base or owner in (own, "account", "people"), (template, base)


def test_the_core_runs_without_django() -> None:
    """A fresh interpreter imports everything pure; Django must not come with it."""
    modules = [
        "coproduce",
        "coproduce.cli",
        *(f"coproduce.core.{path.stem}" for path in (SOURCE / "core").glob("*.py") if path.stem != "__init__"),
        *(
            module_of(path)
            for path in sources()
            if {"interop", "economy"} & set(path.parts) and path.stem not in COMPILED
        ),
        *(f"coproduce.community.{path.parent.name}.behaviour" for path in SOURCE.glob("community/*/behaviour*")),
    ]
    for arena in (SOURCE / "arenas").iterdir():
        if (arena / "__init__.py").exists():
            modules += [
                f"coproduce.arenas.{arena.name}{name}"
                for name in ("", ".rules", ".behaviour")
                if (arena / f"{name[1:] or '__init__'}.py").exists() or (name and (arena / name[1:]).is_dir())
            ]
    code = "import sys\nfor name in sys.argv[1:]: __import__(name)\nassert 'django' not in sys.modules"
    done = subprocess.run([sys.executable, "-c", code, *modules], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    "room", sorted([*(SOURCE / "arenas").glob("[a-z]*/"), *(SOURCE / "community").glob("[a-z]*/")], key=str)
)
def test_a_room_has_only_rooms_files(room: Path) -> None:
    if not (room / "__init__.py").exists():
        return
    more = {path.name for path in room.iterdir()} - ARENA_FILES
    if room.parent.name == "arenas":
        assert not more, more
        assert {"README.md", "policy.py", "tests"} <= {path.name for path in room.iterdir()}
    assert (room / "tests").is_dir()


def test_only_the_ledger_reads_its_tables() -> None:
    for path in sources():
        if "ledger" not in path.parts:
            assert "ledger.models" not in path.read_text(), path


def test_engine_code_stands_in_two_files() -> None:
    """A query for one database only, anywhere else, breaks the other silently."""
    for path in sources():
        text = path.read_text()
        if (
            path.name not in ("engine_sqlite.py", "engine_postgresql.py", "sql_objects.py", "posting.py")
            and path.parts[-2:] not in (("bulk", "__init__.py"), ("seals", "__init__.py"))
            and "cli" not in path.parts
        ):
            assert ".vendor" not in text, path
        if "pages.py" in path.name or "api.py" in path.name:
            assert ".raw(" not in text and "cursor()" not in text, path


def test_no_float_in_what_is_counted() -> None:
    scores = {"stats.py", "network.py"}  # shares and their intervals: nothing is counted or owed by them
    for path in [
        *(SOURCE / "core").glob("*.py"),
        *(SOURCE / "community" / "ledger").glob("*.py"),
        *SOURCE.glob("arenas/*/rules.py"),
    ]:
        if path.name in scores:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            assert not (isinstance(node, ast.Constant) and isinstance(node.value, float)), (path, node.lineno)
            assert not (isinstance(node, ast.Name) and node.id == "float"), (path, node.lineno)
