"""A first migration is quicker than Django's own, and makes the very same tables."""

from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.commands import migrate as of_django
from django.db import connection
from django.db.migrations.state import ProjectState
from tests.fixtures.databases import everybody_uses

from coproduce.community.base.management.commands import migrate


def tables(file: Path, command: Any) -> set[tuple[str, str, str]]:
    """All there is in a new database after this command: kind, name, and what it was made with."""
    with everybody_uses(NAME=str(file)):
        call_command(command, verbosity=0, interactive=False)
        with connection.cursor() as cursor:
            cursor.execute("SELECT type, name, sql FROM sqlite_master")
            return set(cursor.fetchall())


@pytest.mark.long
@pytest.mark.only("sqlite", because="both make their tables by the same steps of Django's")
@pytest.mark.django_db(databases=[])
def test_the_tables_are_those_django_makes_by_itself(committed: str, tmp_path: Path) -> None:
    ours = tables(tmp_path / "ours.sqlite3", migrate.Command())
    assert len(ours) > 500
    assert ours == tables(tmp_path / "theirs.sqlite3", of_django.Command())


@pytest.mark.django_db
def test_where_there_are_tables_django_has_its_way(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = ProjectState.reload_model
    seen = []
    monkeypatch.setattr(of_django.Command, "handle", lambda *_, **__: seen.append(ProjectState.reload_model))
    call_command("migrate", verbosity=0)
    monkeypatch.setattr(migrate.MigrationRecorder, "applied_migrations", lambda _: {})
    call_command("migrate", verbosity=0)
    assert seen[0] is drawn
    assert seen[1] is not drawn
    assert ProjectState.reload_model is drawn
