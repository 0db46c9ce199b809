"""How quick the pages are, and how heavy: python -m tests.bench.pages [MEMBERS CONTRIBUTIONS]

Each page is asked for through the whole program, middleware and all, turn about with a signed-in page that holds
nothing: the ratio of the two says what the page itself costs, on whatever machine. Runs on SQLite, then on
PostgreSQL where there is one. A time is printed, never asserted.

`kB` is the page as it is, `sent` as it goes over the line, `first` with everything a browser fetches the first time.

24 November 2026, 10,000 members, 200,000 contributions, 30 rounds, two cores. Page and empty page, p50 in ms, and their
ratio; before is an hour earlier:

                          SQLite                            PostgreSQL
    home                   36 / 7     5.3  (before  6.2)     40 / 6    7.0  (before  8.8)
    needs                  25 / 7     3.7  (before  4.3)     25 / 6    4.3  (before  5.4)
    needs, page 40         27 / 7     4.0  (before  4.6)     33 / 6    5.8  (before  9.3)
    offers                 26 / 7     3.8  (before  5.0)     25 / 6    4.3  (before  8.4)
    offers by words        35 / 7     5.1  (before  6.3)     48 / 6    8.4  (before 10.1)
    statement              17 / 7     2.6  (before  2.7)     17 / 6    2.9  (before  3.6)
    desk: waiting          57 / 7     8.2  (before  9.1)     52 / 6    8.8  (before 13.8)
    desk: hours            44 / 7     6.3  (before  7.0)     38 / 6    6.5  (before  7.5)
    desk: applicants       46 / 7     6.5  (before  5.7)     39 / 6    6.7  (before  7.2)
    desk: ask              45 / 7     6.4  (before  7.3)     40 / 6    6.8  (before 10.3)
    desk: quiet            49 / 7     7.0  (before  8.4)     41 / 6    7.1  (before  9.2)
    desk: ending           43 / 7     6.1  (before  5.9)     36 / 6    6.1  (before  8.1)
    figures               158 / 7    22.6  (before 24.0)    212 / 6   36.2  (before 47.3)
    figures, last year    184 / 7    26.3  (before 37.2)    214 / 6   36.5  (before 43.9)

Not all of the difference is the pages'. Between the two, PostgreSQL's town came to be tidied before it is read
(`big_town`): with that alone the first list of the desk was at 10.2. Others worked on the machine too, more of it while
SQLite was measured (p95 twice p50) than with PostgreSQL, so a few tenths of a ratio say nothing. No page asks more than
8 things, sends more than 6.2 kB, or fetches more than 50 kB the first time.

Figures stay over: whether the ring closes looks up the first days of each of ten thousand members, two thirds of the
time, and what is kept of nobody cannot be wrong.
"""

import gzip
import io
import re
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from statistics import quantiles
from typing import Any

from tests.bench import big_town
from tests.bench.both import run_on_both

MEMBERS, CONTRIBUTIONS = 10_000, 200_000
ROUNDS = 30

#: The desk costs at most so many empty pages; a page asks the database so many things.
GOAL, QUERIES = 10, 8

EMPTY = "people/strengths/empty/"


@dataclass
class Measured:
    """What was seen of one page."""

    name: str
    path: str
    who: str
    seconds: list[float] = field(default_factory=list)
    queries: list[str] = field(default_factory=list)
    raw: int = 0
    sent: int = 0
    first: int = 0


class Reader:
    """Somebody signed in, who reads pages as the server hands them out."""

    def __init__(self, email: str) -> None:
        from django.test import Client

        from coproduce.community.people.models import Account
        from coproduce.web.wsgi import application

        client = Client()
        account = Account.objects.get(email=email)
        client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
        self.cookie = f"session={client.cookies['session'].value}"
        self.program: Callable[..., Any] = application

    def read(self, path: str) -> bytes:
        """The bytes as they are sent, compressed where the server does so."""
        address, _, query = path.partition("?")
        said: list[str] = []
        environ = {
            "REQUEST_METHOD": "GET", "PATH_INFO": address, "QUERY_STRING": query, "SERVER_NAME": "localhost",
            "SERVER_PORT": "80", "HTTP_HOST": "localhost", "HTTP_COOKIE": self.cookie, "HTTP_ACCEPT_ENCODING": "gzip",
            "SERVER_PROTOCOL": "HTTP/1.1", "REMOTE_ADDR": "127.0.0.1", "wsgi.input": io.BytesIO(),
            "wsgi.errors": sys.stderr, "wsgi.url_scheme": "http", "wsgi.version": (1, 0), "wsgi.multithread": True,
            "wsgi.multiprocess": False, "wsgi.run_once": False,
        }  # fmt: skip
        answer = self.program(environ, lambda status, headers, *_: said.append(status))
        try:
            body = b"".join(answer)
        finally:
            if hasattr(answer, "close"):
                answer.close()
        assert said[0].startswith("200"), (path, said)
        return body


def empty(request: Any) -> Any:
    """A page of the community with nothing on it."""
    from django.shortcuts import render

    return render(request, "base.html")


def addresses() -> list[Any]:
    """The program's own, and the empty page under a community."""
    from django.urls import path

    from coproduce.web.urls import urlpatterns

    return [path(f"<slug:community>/{EMPTY}", empty), *urlpatterns]


def measured() -> list[Measured]:
    """The pages looked at, in no order but a morning's."""
    from coproduce.community.exchange.models import Agreement, Need

    member, broker = big_town.MEMBER, big_town.BROKER
    ana = big_town.agent_of(member)
    mine = Agreement.objects.filter(commitments__agent__public_id=ana).order_by("-id").first()
    need = Need.objects.exclude(agent__public_id=ana).order_by("id").first()
    assert mine
    assert need
    pages = [
        ("home", "", member),
        ("home of the desk", "", broker),
        ("needs", "exchange/needs/", member),
        ("needs, page 40", "exchange/needs/?page=40", member),
        ("offers", "exchange/offers/", member),
        ("offers by words", "exchange/offers/?q=apple+trees", member),
        ("offers by kind and time", "exchange/offers/?kind=Gardening&day=1&part=morning", member),
        ("my lists", "exchange/mine/", member),
        ("threads", "exchange/threads/", member),
        ("threads at the desk", "exchange/threads/", broker),
        ("thread", f"exchange/threads/{mine.public_id}/", member),
        ("statement", "ledger/", member),
        ("told", "notices/", member),
        ("people", "people/strengths/", member),
        *((f"desk: {tab}", f"timebank/desk/?tab={tab}", broker) for tab in
          ("waiting", "hours", "applicants", "ask", "quiet", "ending")),
        ("call", "timebank/call/?q=Grace+Ok", broker),
        ("call by number", "timebank/call/?q=960+001", broker),
        ("call card", f"timebank/call/{ana}/?need={need.public_id}", broker),
        ("figures", "timebank/figures/", broker),
        ("figures for members", "timebank/figures/", member),
        ("figures, last year", "timebank/figures/?year=2025", broker),
    ]  # fmt: skip
    return [Measured(name, f"/{big_town.SLUG}/{path}", who) for name, path, who in pages]


@contextmanager
def asked(into: list[str]) -> Iterator[None]:
    """What the database is asked meanwhile; beginnings and ends of transactions are no questions."""
    from django.db import connection

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if "SAVEPOINT" not in sql:
            into.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield


def measure(members: int, contributions: int = CONTRIBUTIONS, rounds: int = ROUNDS) -> None:
    """One database: the one the environment names."""
    import django
    from django.conf import settings

    django.setup()
    settings.ROOT_URLCONF = "tests.bench.pages_urls"
    from django.db import connection

    from coproduce.community.base import clock

    began = time.perf_counter()
    big_town.make(members, contributions)
    made = time.perf_counter() - began
    with clock.at(big_town.NOON):
        readers = {email: Reader(email) for email in (big_town.MEMBER, big_town.BROKER)}
        bare = {email: Measured("empty", f"/{big_town.SLUG}/{EMPTY}", email) for email in readers}
        pages = measured()
        for page in (*bare.values(), *pages):
            _look(page, readers[page.who])
        for _ in range(rounds):
            for page in pages:
                for one in (bare[page.who], page):
                    start = time.perf_counter()
                    readers[one.who].read(one.path)
                    one.seconds.append(time.perf_counter() - start)
    print(
        f"\n{connection.vendor}: {members:,} members, {contributions:,} contributions (made or fetched in {made:.0f} s)"
    )
    print(f"{'':26}{'p50 ms':>8}{'p95 ms':>8}{'ratio':>7}{'queries':>9}{'kB':>7}{'sent':>6}{'first':>7}")
    for page in (*bare.values(), *pages):
        print(_line(page, bare[page.who]), flush=True)


def _look(page: Measured, reader: Reader) -> None:
    """Once for what is warm from then on, once for what is asked and sent."""
    reader.read(page.path)
    with asked(page.queries):
        body = reader.read(page.path)
    html = gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body
    page.raw, page.sent = len(html), len(body)
    parts = {one.partition("#")[0] for one in re.findall(r'(?:src|href)="(/static/[^"]+)"', html.decode())}
    page.first = page.sent + sum(len(reader.read(part)) for part in parts)


def _line(page: Measured, bare: Measured) -> str:
    half, nearly = (_at(page.seconds, share) for share in (50, 95))
    ratio = half / _at(bare.seconds, 50)
    marks = f"  over {GOAL} times" * (ratio > GOAL) + f"  over {QUERIES} queries" * (len(page.queries) > QUERIES)
    name = page.name if page is not bare else f"empty, for {page.who.partition('@')[0].capitalize()}"
    return (
        f"{name:26}{1000 * half:8.1f}{1000 * nearly:8.1f}{ratio:7.1f}{len(page.queries):9}"
        f"{page.raw / 1000:7.1f}{page.sent / 1000:6.1f}{page.first / 1000:7.1f}{marks}"
    )


def _at(seconds: list[float], share: int) -> float:
    return quantiles(seconds, n=100, method="inclusive")[share - 1]


if __name__ == "__main__":
    run_on_both("tests.bench.pages", measure, MEMBERS, CONTRIBUTIONS)
