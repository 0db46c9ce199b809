"""Django's own `migrate`, in a tenth of its time where there is nothing yet: whoever starts for the first time waits.

For every step Django draws up anew each model that leads to the changed one, as its columns may have changed with it.
In a database without a table no model is made before those it leads to, so the changed one alone is drawn up.
"""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Any

from django.core.management.commands import migrate
from django.db import connections
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ProjectState


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        is_new = not MigrationRecorder(connections[options["database"]]).applied_migrations()
        with nothing_else_drawn_up() if is_new else nullcontext():
            super().handle(*args, **options)


@contextmanager
def nothing_else_drawn_up() -> Iterator[None]:
    """Inside, a model that changes is drawn up by itself."""
    of_django = ProjectState.reload_model
    ProjectState.reload_model = by_itself  # type: ignore[method-assign]
    try:
        yield
    finally:
        ProjectState.reload_model = of_django  # type: ignore[method-assign]


def by_itself(self: ProjectState, app_label: str, model_name: str, delay: bool = False) -> None:
    if "apps" in vars(self):  # not before Django has drawn up all there were
        self.apps.unregister_model(app_label, model_name)
        self.apps.render_multiple([self.models[app_label, model_name]])
