"""How fast evidence is reckoned, beside whoever else reckons so: python -m tests.bench.evidence [PEOPLE]; and with
`report` behind it, how long a whole report takes: python -m tests.bench.evidence report [MEMBERS CONTRIBUTIONS]

Curves and weights take turns with lifelines and statsmodels on the same people, and have to come out alike; without
these two they are reckoned alone. The report is asked for through the whole program, page and bundle, signed in, on
SQLite and then on PostgreSQL where there is one.

30 November 2026, 100,000 people, two cores on which others worked a little; each the quickest of five, twice:

    one thread (OPENBLAS_NUM_THREADS=1)       Kaplan-Meier      0.25 ms    11 to 26 ms    45 to 97 times
                                              Aalen-Johansen    0.4 ms     37 to 40 ms    99 to 105 times
                                              overlap weights   28, 30 ms  140, 181 ms    5 and 6 times
    as many threads as there are cores        Kaplan-Meier      0.25 ms    12, 16 ms      47 and 64 times
                                              Aalen-Johansen    0.4 ms     42, 76 ms      111 and 202 times
                                              overlap weights   25, 26 ms  663, 716 ms    25 and 29 times

The goal is 50 times for both curves and 5 for the weights. Kaplan-Meier is at it or just below: half of its time is the
one count of everybody by day, which numpy does no faster. How many threads there are changes nothing in either curve;
it seemed so while lifelines was timed once and these three times. The weights keep to one thread, for their products
are small; those of statsmodels wait for each other on cores that are not free, so five times is the honest figure.

A report of 10,000 members took 1.4 s with 2,000 deeds in its year, and with 20,000 in
it 4.9 s of the processor for the page and 2.0 s for the tables, on SQLite; on PostgreSQL it was not tried.
"""

import sys
import time
import warnings
from collections.abc import Callable
from importlib.util import find_spec
from typing import Any

import numpy as np

from coproduce.core.stats import aalen_johansen, kaplan_meier, overlap_weights

PEOPLE, KNOWN = 100_000, 20
#: Within so much curves agree; days that are whole, so that many events fall on one.
ALIKE, DAYS = 1e-12, 365
MEMBERS, CONTRIBUTIONS = 10_000, 50_000


def quickest(run: Callable[[], Any], times: int = 5) -> tuple[float, Any]:
    """The least seconds of a few runs, and what came out."""
    least, found = float("inf"), None
    for _ in range(times):
        began = time.perf_counter()
        found = run()
        least = min(least, time.perf_counter() - began)
    return least, found


def told(name: str, ours: float, theirs: float, apart: float) -> None:
    print(
        f"{name:24}{1000 * ours:9.1f} ms{1000 * theirs:12.1f} ms{theirs / ours:8.0f} times   apart {apart:.1e}",
        flush=True,
    )


def curves(people: int) -> None:
    """Kaplan–Meier and Aalen–Johansen against lifelines."""
    chance = np.random.default_rng(13)
    times = chance.integers(1, DAYS + 1, people)
    codes = chance.choice((0, 1, 2), people, p=(0.5, 0.3, 0.2))
    events = (codes > 0).astype(int)
    ours, lives = quickest(lambda: kaplan_meier(times, events))
    also, incidence = quickest(lambda: aalen_johansen(times, codes))
    if find_spec("lifelines") is None:
        print(f"alone: {1000 * ours:.1f} ms and {1000 * also:.1f} ms")
        return
    import lifelines

    theirs, fitted = quickest(lambda: lifelines.KaplanMeierFitter().fit(times, events))
    function = fitted.survival_function_["KM_estimate"]
    apart = max(abs((lives.at(day).share or 0) - function.loc[day]) for day in range(1, DAYS + 1))
    told("Kaplan-Meier", ours, theirs, apart)
    assert apart < ALIKE
    jitterless = lifelines.AalenJohansenFitter(jitter_level=0)
    theirs, fitted = quickest(lambda: jitterless.fit(times, codes, event_of_interest=1))
    theirs_at = fitted.cumulative_density_.iloc[:, 0]
    apart = max(abs(step.share - theirs_at.loc[step.time]) for step in incidence.steps)
    told("Aalen-Johansen", also, theirs, apart)
    assert apart < ALIKE


def weights(people: int) -> None:
    """Overlap weights against the same by statsmodels' Logit."""
    chance = np.random.default_rng(14)
    known = chance.normal(size=(people, KNOWN))
    treated = (chance.random(people) < 1 / (1 + np.exp(-known @ chance.normal(0, 0.2, KNOWN) + 1))).astype(int)
    ours, found = quickest(lambda: overlap_weights(known, treated))
    arms = [np.average(known[treated == arm], axis=0, weights=found[treated == arm]) for arm in (0, 1)]
    even = float(np.abs(arms[0] - arms[1]).max())
    if find_spec("statsmodels") is None:
        print(f"alone: {1000 * ours:.1f} ms, means apart {even:.1e}")
        return
    from statsmodels.api import Logit, add_constant

    def logit() -> Any:
        chances = Logit(treated, add_constant(known)).fit(disp=0).predict()
        return np.where(treated == 1, 1 - chances, chances)

    theirs, other = quickest(logit)
    told("overlap weights", ours, theirs, float(np.abs(found - other).max()))
    print(f"  weighted means apart at most {even:.1e}")


def report(members: int, contributions: int) -> None:
    """The page and the bundle of a whole report, as they are sent."""
    import django

    django.setup()
    from django.db import connection

    from coproduce.community.base import clock
    from tests.bench import big_town
    from tests.bench.pages import Reader

    big_town.make(members, contributions)
    with clock.at(big_town.NOON):
        reader = Reader(big_town.BROKER)
        for name, path in (("page", ""), ("tables", "?as=tables")):
            took, body = quickest(lambda path=path: reader.read(f"/{big_town.SLUG}/evidence/report/{path}"), 2)
            print(f"{connection.vendor}, {members:,} members, {contributions:,} contributions: report as {name} "
                  f"{took:.2f} s, {len(body) / 1000:.0f} kB")  # fmt: skip


def main() -> None:
    if "report" in sys.argv:
        from tests.bench.both import run_on_both

        sys.argv.remove("report")
        run_on_both("tests.bench.evidence", report, MEMBERS, CONTRIBUTIONS)
        return
    people = int(sys.argv[1]) if len(sys.argv) > 1 else PEOPLE
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        curves(people)
        weights(people)


if __name__ == "__main__":
    main()
