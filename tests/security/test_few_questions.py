"""No page asks the database more than eight things, sign-in and policy included.

Every page by its links, as a member and at the desk, in a town of the demo: its pages ask what any page asks, and how
far the town has grown. A sample of each kind of page, without `--long`.
"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client

from coproduce.community.base.models import Installation
from coproduce.community.people.models import Community
from tests.bench.pages import QUERIES, asked
from tests.fixtures.towns import Town
from tests.journeys.mouths import signed_in
from tests.security.crawl import kind_of, pages
from tests.security.full_town import with_everything

#: Pages that add up a year ask each table in it once, and no more however much there is (`evidence.queries.books`).
A_YEAR = {"evidence_report": 18, "made_together": 12, "just_sustainabilities": 11}


def too_many(client: Client) -> Iterator[str]:
    """Each kind of page that asks more, with how many and for which address."""
    seen = set()
    questions: list[str] = []
    with asked(questions):
        for address, status, _ in pages(client):
            number = len(questions)
            questions.clear()
            kind = kind_of(address)
            if number > A_YEAR.get(str(kind[0]), QUERIES) and status == 200 and kind not in seen:
                seen.add(kind)
                yield f"{number} for {address}"


@pytest.mark.parametrize("who", ["Ana", "Cleo"])
def test_eight_questions_a_page(town: Town, who: str) -> None:
    client = signed_in(with_everything(town), who)
    Installation.objects.create(is_demo=True)
    Community.objects.filter(slug=town.slug).update(is_demo=True)
    assert not (found := list(too_many(client))), "\n".join(found)


def curious(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Asks far too much for every page."""

    def asking(request: HttpRequest) -> HttpResponse:
        with connection.cursor() as cursor:
            for _ in range(QUERIES + 1):
                cursor.execute("SELECT 1")
        return get_response(request)

    return asking


def test_a_page_that_asks_more_is_seen(town: Town, settings: Any) -> None:
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, f"{__name__}.curious"]
    assert next(too_many(signed_in(town, "Ana")), "")
