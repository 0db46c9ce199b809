"""python -m tests.bench.ledger [--sizes small|large|longest] [--rounds N] [--peers FOLDER | --no-peers]

All sides in one run, turn about, on both databases; one table. `--sizes large` are those of the goals: batches of
100,000 and 1,000,000 loaded; `longest` loads 5,000,000, ten million postings. `--many` and `--load` say others, and
`--rounds 0` runs the long history alone. `--peers` is a folder that keeps what is measured beside.
"""

import argparse
import os
import sys
import tempfile
from collections import defaultdict
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from typing import Any

from tests import postgresql
from tests.bench.ledger.around import HERE, Pgbench, Told, flushes, peers, script

MEMBERS = 1000
#: TPC-B at 1 client waits for one row of its branches; at 8 for as many as it has.
SCALE = 10
#: Transfers of one batch, and transfers read from a file.
SIZES = {"small": (5_000, 20_000), "large": (100_000, 1_000_000), "longest": (100_000, 5_000_000)}


def main() -> None:
    """The whole run."""
    asked = _asked()
    programs = postgresql.binaries()
    if programs is None:
        sys.exit("No PostgreSQL here.")
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        # As it is served from: every commit waits for the disk.
        server = stack.enter_context(postgresql.started(programs, ()))
        run = Run(asked, server, folder, stack)
        for number in range(asked.rounds):
            print(f"round {number + 1} of {asked.rounds}", file=sys.stderr, flush=True)
            run.round()
        run.long()
        print(run.table())


def _asked() -> argparse.Namespace:
    known = argparse.ArgumentParser("python -m tests.bench.ledger", description=__doc__)
    known.add_argument("--sizes", choices=SIZES, default="small")
    known.add_argument("--each", type=int, default=200, help="transfers of one side in one round")
    known.add_argument("--many", type=int, help="transfers of one batch")
    known.add_argument("--load", type=int, help="transfers read from a file")
    known.add_argument("--beancount", type=int, default=5000, help="transfers beancount loads")
    known.add_argument("--rounds", type=int, default=3, help="0 for the long history alone")
    known.add_argument("--peers", type=Path, help="a folder that keeps them")
    known.add_argument("--no-peers", action="store_true")
    asked = known.parse_args()
    many, load = SIZES[asked.sizes]
    asked.many, asked.load = asked.many or many, asked.load or load
    return asked


class Run:
    """What was measured, by side: one figure for each round."""

    def __init__(self, asked: Any, server: postgresql.Server, folder: Path, stack: ExitStack) -> None:
        self.asked = asked
        self.found: dict[str, list[Any]] = defaultdict(list)
        self.folder = folder
        host = str(server.folder)
        program = {"COPRODUCE_SECRET": "bench", "DJANGO_SETTINGS_MODULE": "coproduce.web.settings"}
        command = [sys.executable, "-m", "tests.bench.ledger.child", str(MEMBERS)]
        self.told: dict[str, Told] = {}
        for name, address in (("PostgreSQL", server.url), ("SQLite", "")):
            home = folder / name
            home.mkdir()
            self.told[name] = Told(command, {**program, "COPRODUCE_DATA": str(home), "DATABASE_URL": address})
            stack.callback(self.told[name].close)
        self.tpcb, self.ours = (Pgbench(server.programs, host, each) for each in ("postgres", "coproduce"))
        self.tpcb.fill(SCALE)
        ready = self.told["PostgreSQL"].ready
        self.script = script(folder, ready["community"], ready["first"], MEMBERS)
        self.python = None if asked.no_peers else peers(asked.peers or folder / "peers")
        if self.python:
            beside = [str(self.python), str(HERE / "hordak_side.py"), "template1", host, "coproduce", "50"]
            self.told["hordak"] = Told(beside, {})
            stack.callback(self.told["hordak"].close)

    def round(self) -> None:
        """Each side once."""
        each, many = self.asked.each, self.asked.many
        for commit in ("on", "off"):
            for name in ("post", "raw", "post in an action"):
                self.note(f"{name} {commit}", self.told["PostgreSQL"](name, each, commit))
        for name in ("post", "raw"):
            self.note(f"SQLite {name}", self.told["SQLite"](name, each))
        for clients in (1, 8):
            self.note(f"TPC-B {clients}", self.tpcb(clients, each))
            self.note(f"ledger_post {clients}", self.ours(clients, each, "-f", self.script))
        self.note("TPC-B off", self.tpcb(1, each, commit="off"))
        self.note("naive", self.told["PostgreSQL"]("naive", each))
        if self.python:
            self.note("hordak", self.told["hordak"]("hordak", each))
        for database in ("PostgreSQL", "SQLite"):
            self.note(f"{database} loop", self.told[database]("loop", each))
            for name in ("post_many", "bare"):
                self.note(f"{database} {name}", self.told[database](name, many))
        self.note("disk", {"rate": flushes(self.folder)})

    def long(self) -> None:
        """What is done once: a long history."""
        self.note("disk", {"rate": flushes(self.folder)})
        for database in ("PostgreSQL", "SQLite"):
            for name in ("load", "seal", "verify", "balance", "statement"):
                self.note(f"{database} {name}", self.told[database](name, self.asked.load))
        if self.python:
            import json
            import subprocess

            done = subprocess.run(
                [self.python, HERE / "beancount_side.py", str(self.asked.beancount)], check=True, capture_output=True
            )
            self.note("beancount", json.loads(done.stdout))

    def note(self, name: str, figure: dict[str, float]) -> None:
        """One figure of one side."""
        if "took" in figure:
            figure["rate"] = figure["count"] / figure["took"]
        self.found[name].append(figure)

    def of(self, name: str, what: str = "rate") -> float:
        """The middle one of its rounds."""
        return median(each[what] for each in self.found[name]) if self.found[name] else float("nan")

    def worked(self, name: str) -> float:
        """Millionths of a second that this process worked for each."""
        found = self.found[name]
        return median(1e6 * each["worked"] / each["count"] for each in found) if found else float("nan")

    def ratio(self, ours: str, theirs: str) -> str:
        """How many times as fast."""
        return f"{self.of(ours) / self.of(theirs):.2f}  ({self.of(ours):,.0f} / {self.of(theirs):,.0f} a second)"

    def slowest(self, name: str) -> str:
        """But for one in twenty."""
        return f"{self.of(name, 'p95'):.2f} ms"

    def by_the_database(self, proved: Any, database: str) -> list[tuple[str, str, str]]:
        """What PostgreSQL adds and hashes by itself; on SQLite it is one walk."""
        if database == "SQLite":
            return []
        return [
            ("    adding again", ">= 1.5 M", f"{proved['postings'] / proved['adding']:,.0f} postings a second"),
            ("    hashing again", ">= 0.5 M", f"{proved['count'] / proved['hashing']:,.0f} entries a second"),
        ]

    def table(self) -> str:
        """A line for each goal."""
        worked, called = self.worked("post off"), self.worked("raw off")
        lines = [
            ("post, of the function called raw", ">= 0.80", self.ratio("post on", "raw on")),
            ("  in the action's transaction", ">= 0.60", self.ratio("post in an action on", "raw on")),
            ("  synchronous_commit off", ">= 0.50", self.ratio("post off", "raw off")),
            ("  off, in the action's transaction", "", self.ratio("post in an action off", "raw off")),
            ("  this process works for", "<= 120 us", f"{worked:.0f} us; {called:.0f} us for the raw call"),
            ("post, of TPC-B, 1 client", ">= 2", self.ratio("post on", "TPC-B 1")),
            ("  synchronous_commit off", "", self.ratio("post off", "TPC-B off")),
            ("  the function alone, 1 client", ">= 2", self.ratio("ledger_post 1", "TPC-B 1")),
            ("  the function alone, 8 clients", ">= 1.5", self.ratio("ledger_post 8", "TPC-B 8")),
            ("post, of django-hordak", ">= 3", self.ratio("post on", "hordak")),
            ("post, of a naive transfer", ">= 5", self.ratio("post on", "naive")),
            ("SQLite: post, of a raw transaction", ">= 0.60", self.ratio("SQLite post", "SQLite raw")),
            ("  of PostgreSQL's post", ">= 1", self.ratio("SQLite post", "post on")),
        ]
        for database, goal in (("PostgreSQL", (">= 2.3", ">= 0.85")), ("SQLite", ("", ""))):
            many = f"{database} post_many"
            lines += [
                (f"{database}: post_many, of a loop", goal[0], self.ratio(many, f"{database} loop")),
                ("  of bare rows", goal[1], self.ratio(many, f"{database} bare")),
            ]
        for database in ("PostgreSQL", "SQLite"):
            load, proved = self.found[f"{database} load"][0], self.found[f"{database} verify"][0]
            lines += [
                (f"{database}: load and verify {load['count']:,}", "<= 40 s for 10^6",
                 f"{load['took']:.1f} s and {proved['took']:.1f} s, {load['count'] / load['took']:,.0f} a second"),
                ("  load, of beancount's", ">= 6", self.ratio(f"{database} load", "beancount")),
                ("  seal", "", f"{self.of(f'{database} seal'):,.0f} entries a second"),
                ("  verify, all together", "", f"{proved['postings'] / proved['took']:,.0f} postings a second"),
                *self.by_the_database(proved, database),
                (f"  balance, p95 at {proved['postings']:,} postings", "<= 1 ms", self.slowest(f"{database} balance")),
                ("  statement of 50 lines, p95", "<= 1 ms", self.slowest(f"{database} statement")),
            ]  # fmt: skip
        busy = f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
        head = f"{self.of('disk'):,.0f} times a second 8 kB are flushed; {busy}"
        # What was not run has no line.
        run = [f"{name:<46}{goal:<18}{figure}" for name, goal, figure in lines if "nan" not in figure]
        return "\n".join([head, *run])


if __name__ == "__main__":
    main()
