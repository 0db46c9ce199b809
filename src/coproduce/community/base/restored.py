"""A restored database is of an earlier day: what must not come back with it is done again before anybody is served.

Each room hears of it (`restored` in its `told.py`) once the tables are those of this program. Until then a note lies
in the data folder, neither server nor worker starts, and no command acts for a member.
"""

from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from coproduce.community.base import rooms

#: What the note is called.
NAME = "restored"

#: What whoever would be served before that is told.
STILL_DUE = "A backup was restored. Run `coproduce migrate`: it catches up with what must not come back."


def note(made_at: datetime) -> None:
    """Remember that a copy made then is in the database's place."""
    settings.DATA.mkdir(mode=0o700, parents=True, exist_ok=True)
    _place().write_text(made_at.isoformat(), encoding="utf-8")


def is_due() -> bool:
    """Whether a restored database is still to catch up."""
    return _place().exists()


def catch_up() -> None:
    """Let each room do again what it must, all or nothing. Raises ValueError when one says that it cannot."""
    made_at = datetime.fromisoformat(_place().read_text(encoding="utf-8"))
    with transaction.atomic():
        if fault := rooms.tell("restored", made_at):
            raise ValueError(f"{fault.code}: {fault}")
    _place().unlink()


def _place() -> Path:
    place: Path = settings.DATA / NAME
    return place
