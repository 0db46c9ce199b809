"""The worker: lets a demo's town grow, does what is due, and waits. A locked database means "wait", never the end."""

import signal
import threading

from coproduce.cli.saying import django_ready, fail

#: Seconds between two looks.
PAUSE = 5

#: Seconds between two evenings of a town that grows, so that a page that writes finds the database free.
BREATH = 0.005


def worker() -> None:
    """Do what comes due, until told to stop."""
    django_ready()
    from django.db import Error, close_old_connections

    from coproduce.community.base import clock, restored
    from coproduce.community.base.schedule import run_due
    from coproduce.web import demo

    if restored.is_due():
        fail(restored.STILL_DUE)
    stop = threading.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_: stop.set())
    while not stop.is_set():
        try:
            close_old_connections()
            for _ in demo.live_on():  # the town's days come first: hours of last year are not today's to let stand
                if stop.wait(BREATH):
                    return
            run_due(clock.now())
        except Error as fault:
            print(f"The worker waits for the database ({type(fault).__name__}).", flush=True)
        stop.wait(PAUSE)
