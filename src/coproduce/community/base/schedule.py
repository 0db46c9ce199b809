"""Jobs of the house that come due: looked at with a plain read, locked only when there is work.

They run here, inside the worker, one after another. A long one, as the taking of
a file of many rows, goes in parts that are counted where they stand, so that a
worker that was killed goes on; there is no queue.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from traceback import extract_tb

from django.db import OperationalError

from coproduce.community.base import rooms
from coproduce.community.base.models import Schedule

log = logging.getLogger(__name__)

_jobs: dict[str, tuple[timedelta, Callable[[datetime], None]]] = {}

#: Of jobs that are due all the time: whether there is anything to do.
_wanted: dict[str, Callable[[], bool]] = {}


def job(
    name: str, every: timedelta, when: Callable[[], bool] | None = None
) -> Callable[[Callable[[datetime], None]], Callable[[datetime], None]]:
    """Register a job that is safe to repeat; `name` starts with its room, `ledger.verify`.

    `when` is a plain read that says whether there is anything to do: while there is not, nothing is written.
    """

    def registered(run: Callable[[datetime], None]) -> Callable[[datetime], None]:
        _jobs[name] = (every, run)
        if when:
            _wanted[name] = when
        return run

    return registered


def run_due(now: datetime) -> list[str]:
    """Run what is due at `now`; the names of what ran. A job that fails is tried again, with its trouble kept.

    A locked database means "wait": the job stays due.
    """
    for _ in rooms.with_file("jobs"):
        continue  # importing a room's jobs registers them
    standing = {row.job: row for row in Schedule.objects.all()}
    due = [name for name in sorted(_jobs) if name not in standing or standing[name].due_at <= now]
    wanted = [name for name in due if name not in _wanted or _wanted[name]()]
    return [name for name in wanted if _claim(name, now, standing.get(name)) and _run(name, now)]


def _claim(name: str, now: datetime, row: Schedule | None) -> bool:
    """Only one worker takes a job: whoever moves its due time first."""
    every, _ = _jobs[name]
    try:
        if row is None:
            _, made = Schedule.objects.get_or_create(
                job=name, defaults={"due_at": now + every, "started_at": now, "attempts": 1}
            )
            return made
        taken = Schedule.objects.filter(pk=row.pk, due_at=row.due_at).update(
            due_at=now + every, started_at=now, attempts=row.attempts + 1
        )
        return taken == 1
    except OperationalError:
        return False


def _run(name: str, now: datetime) -> bool:
    every, run = _jobs[name]
    trouble = ""
    try:
        run(now)
    except Exception as fault:
        log.exception("The job %s did not finish; it is tried again in five minutes.", name)
        trouble = _kind_of(fault)
    Schedule.objects.filter(job=name).update(
        finished_at=now,
        trouble=trouble,
        **({"due_at": now + min(every, timedelta(minutes=5))} if trouble else {"attempts": 0}),
    )
    return True


def make_due(name: str, now: datetime) -> bool:
    """Let a job be tried again at once; whether there is one of this name."""
    return Schedule.objects.filter(job=name).update(due_at=now) == 1


def _kind_of(fault: BaseException) -> str:
    """What went wrong and where, without what the error says: it may quote somebody's row."""
    step = extract_tb(fault.__traceback__)[-1]
    return f"{type(fault).__name__} in {'/'.join(step.filename.split('/')[-3:])}, line {step.lineno}"
