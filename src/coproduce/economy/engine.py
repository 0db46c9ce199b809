"""Many runs: here one after another, on every core, or on machines elsewhere; the results are the same, in order.

`COPRODUCE_ENGINE=tcp://host:8786` sends them to a Dask scheduler. More than one core takes joblib (`[study]`).
"""

import os
from collections.abc import Callable, Iterator, Sequence
from importlib.util import find_spec
from typing import Any, TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")

#: What hears how far a study is: so many are done, of so many.
Told = Callable[[int, int], None]

#: Where runs go: nothing (this process), a number of processes, or a scheduler's address.
WHERE = "COPRODUCE_ENGINE"


class EngineError(ValueError):
    """An engine that is not to be had: says what to install, or what to write."""


def each(
    function: Callable[[Task], Result], tasks: Sequence[Task], where: str | None = None, *, told: Told | None = None
) -> Iterator[Result]:
    """`function` of each task, in the order of the tasks, as they come; `told` hears of each.

    `where` as `COPRODUCE_ENGINE`: empty, "4" or "tcp://host:8786". EngineError for anything else, or where a
    package is missing.
    """
    for done, result in enumerate(_each(function, tasks, where), 1):
        if told:
            told(done, len(tasks))
        yield result


def _each(function: Callable[[Task], Result], tasks: Sequence[Task], where: str | None) -> Iterator[Result]:
    where = os.environ.get(WHERE, "") if where is None else where
    if not where or not tasks:
        yield from map(function, tasks)
        return
    if not where.isdecimal() and not where.startswith("tcp://"):
        raise EngineError(f"{WHERE} is “{where}”. Write a number of processes, or tcp://host:port of a Dask scheduler.")
    missing = [name for name in ("joblib", *(() if where.isdecimal() else ("distributed",))) if not find_spec(name)]
    if missing:
        raise EngineError(f"{WHERE}={where} needs {' and '.join(missing)}: pip install 'coproduce[study]'.")
    yield from _joblib(function, tasks, where)


def _joblib(function: Callable[[Task], Result], tasks: Sequence[Task], where: str) -> Iterator[Result]:
    import joblib

    def run(**how: Any) -> Iterator[Result]:
        yield from joblib.Parallel(return_as="generator", **how)(joblib.delayed(function)(task) for task in tasks)

    if where.isdecimal():
        yield from run(n_jobs=int(where))
        return
    from distributed import Client

    try:
        client = Client(where)
    except (OSError, ValueError) as fault:
        raise EngineError(f"{WHERE}={where}: no Dask scheduler answers there. Start one, or write another.") from fault
    with client, joblib.parallel_config("dask"):
        yield from run()
