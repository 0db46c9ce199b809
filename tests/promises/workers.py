"""Several at once: processes that work on the database of a test until they are done, or killed.

They are forked from the test's own process, which has everything loaded, and what they say comes through a pipe: what
was said before a worker was killed is heard.
"""

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.connection import Connection
from typing import Any

from django.db import connection, connections

FORK = multiprocessing.get_context("fork")

Say = Callable[[Any], None]


class Worker:
    """One process, and what it said so far."""

    def __init__(self, work: Callable[[Say], None]) -> None:
        self.said: list[Any] = []
        self.pipe, mouth = FORK.Pipe(duplex=False)
        self.process = FORK.Process(target=_live, args=(work, mouth), daemon=True)
        self.process.start()
        mouth.close()

    def hear(self) -> None:
        """The next thing it says."""
        self.said.append(self.pipe.recv())

    def hear_all(self) -> list[Any]:
        """Everything it said, once it is done or was killed."""
        while True:
            try:
                self.hear()
            except EOFError:
                return self.said

    def kill(self) -> None:
        self.process.kill()


def _live(work: Callable[[Say], None], mouth: Connection) -> None:
    try:
        work(mouth.send)
    except BaseException as trouble:  # whatever it is, the test is told
        mouth.send(trouble if isinstance(trouble, Exception) else RuntimeError(repr(trouble)))
    finally:
        connections.close_all()


@contextmanager
def at_work(works: Sequence[Callable[[Say], None]]) -> Iterator[list[Worker]]:
    """All of them begin; none is left when the block ends."""
    connection.close()  # a connection is nobody's but its process's
    workers = [Worker(work) for work in works]
    try:
        yield workers
    finally:
        for worker in workers:
            worker.kill()
            worker.process.join()
            worker.pipe.close()


def all_said(works: Sequence[Callable[[Say], None]]) -> list[list[Any]]:
    """What each of them said, once all are done, having begun at the same moment. Raises what one of them raised."""
    start = FORK.Barrier(len(works))

    def after_the_start(work: Callable[[Say], None]) -> Callable[[Say], None]:
        def begun(say: Say) -> None:
            connection.ensure_connection()
            start.wait(60)
            work(say)

        return begun

    with at_work([after_the_start(work) for work in works]) as workers:
        said = [worker.hear_all() for worker in workers]
    for each in said:
        for one in each:
            if isinstance(one, Exception):
                raise one
    return said
