"""Every page: quick, safe, in plain words, and no script it needs."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.fixtures.towns import TODAY, Town, do
from tests.journeys.mouths import signed_in
from tests.security.crawl import pages

from coproduce.community.exchange.rules import Intention

pytestmark = pytest.mark.django_db

#: What members never read (docs: how things are written).
NEVER_SAID = r"\b(users?|submit|invalid|overdue|case|balance|click here|please|error occurred|oops)\b"


def words(body: bytes) -> str:
    text = re.sub(r"(?s)<(script|style|code)\b.*?</\1>", " ", body.decode())
    return re.sub(r"<[^>]+>", " ", text)


@pytest.mark.parametrize("who", ["Ana", "Cleo"])
def test_every_page_keeps_the_house_rules(town: Town, who: str) -> None:
    for address, status, body in pages(signed_in(town, who)):
        if b"<html" not in body or status != 200:
            continue
        page = body.decode()
        assert not re.search(NEVER_SAID, words(body), re.IGNORECASE), (
            address,
            re.search(NEVER_SAID, words(body), re.IGNORECASE),
        )
        assert page.count("<h1") == 1, address
        assert 'href="#main"' in page, address
        assert '<html lang="' in page, address
        assert "style=" not in page, address
        assert not re.search(r"\son\w+=", page), address
        assert not re.search(r"""(src|href)=["']https?://""", page), address
        assert len(body) < 60_000, address


@pytest.mark.parametrize(
    "address",
    [
        "",
        "people/",
        "people/welcome/",
        "people/strengths/",
        "exchange/needs/",
        "exchange/offers/",
        "ledger/",
        "timebank/record/",
    ],
)
def test_a_page_asks_little_of_the_database(town: Town, address: str) -> None:
    client = signed_in(town, "Cleo")
    led_to = client.get(f"/alder/{address}", follow=True).request["PATH_INFO"]
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(led_to)
    assert answer.status_code == 200
    told = [query["sql"][:90] for query in queries if "SAVEPOINT" not in query["sql"]]
    assert len(told) <= 8, (len(told), told)


def test_the_first_page_is_light(town: Town) -> None:
    """Everything a browser fetches the first time, as it goes over the line."""
    client = signed_in(town, "Ana")

    def sent(address: str) -> int:
        answer = client.get(address, headers={"Accept-Encoding": "gzip"})
        assert answer.status_code == 200, address
        return len(b"".join(answer) if answer.streaming else answer.content)

    page = client.get("/alder/").content.decode()
    parts = {part.partition("#")[0] for part in re.findall(r'(?:src|href)="(/static/[^"]+)"', page)}
    assert len(parts) >= 4
    assert sent("/alder/") <= 14_000
    assert sent("/alder/") + sum(sent(part) for part in parts) <= 60_000


def test_pages_carry_their_headers(town: Town) -> None:
    answer = signed_in(town, "Ana").get("/alder/")
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer["X-Frame-Options"] == "DENY"
    assert "same-origin" in answer["Referrer-Policy"]


def test_words_people_write_never_run(town: Town) -> None:
    do(
        "exchange.need",
        town.actor("Cleo"),
        needs=(Intention(str(town.agents["Ana"]), "repair", "<script>alert(1)</script>", TODAY),),
    )
    page = signed_in(town, "Ana").get("/alder/exchange/needs/").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_a_statement_as_a_file_runs_nothing(town: Town) -> None:
    do("timebank.record_for", town.actor("Cleo"), **town.help(words="=HYPERLINK(1)"))
    answer = signed_in(town, "Ana").get("/alder/ledger/?as=csv")
    text = answer.content.decode("utf-8-sig")
    assert answer["Content-Type"].startswith("text/csv")
    assert "'=HYPERLINK(1)" in text
    assert ",90,0," in text


def test_a_long_list_is_searched_and_turned(town: Town) -> None:
    cleo = town.actor("Cleo")
    rows = tuple(Intention(str(town.agents["Ana"]), "repair", f"Lamp number {number}", TODAY) for number in range(60))
    do("exchange.need", cleo, needs=rows)
    client = signed_in(town, "Ana")
    first = client.get("/alder/exchange/needs/")
    assert first.context["page"].paginator.count == 62
    assert len(first.context["page"].object_list) == 25
    assert client.get("/alder/exchange/needs/?page=99").context["page"].number == 3
    assert client.get("/alder/exchange/needs/?q=lamp+17").context["page"].paginator.count == 1
    nothing = client.get("/alder/exchange/needs/?q=elephant").content.decode()
    assert "elephant" in nothing


def test_welcoming_on_the_page(town: Town) -> None:
    client = signed_in(town, "Cleo")
    base = client.get("/alder/people/welcome/")["Location"].rsplit("/", 2)[0]
    assert client.post(f"{base}/name/", {"name": ""}).status_code == 422
    client.post(f"{base}/name/", {"name": "Flo"})
    wrong = client.post(f"{base}/contact/", {"email": "flo", "phone": ""})
    assert wrong.status_code == 422
    client.post(f"{base}/contact/", {"email": "flo@x.org", "phone": ""})
    client.post(f"{base}/area/", {"neighbourhood": "Lane kanari"})
    check = client.get(f"{base}/check/").content.decode()
    assert "flo@x.org" in check
    done = client.post(f"{base}/check/", follow=True)
    again = client.post(f"{base}/check/", follow=True)
    assert done.status_code == again.status_code == 200
    assert client.get("/alder/people/?q=flo").context["page"].paginator.count == 1


def test_saying_what_would_help(town: Town) -> None:
    client = signed_in(town, "Ana")
    answer = client.get("/alder/exchange/needs/new/", follow=True)
    assert answer.status_code == 200


def test_strangers_find_no_such_page() -> None:
    answer = Client().get("/nowhere/at/all/")
    assert answer.status_code == 404
    assert b"There is no such page here" in answer.content


def test_a_broken_page_says_so_in_plain_words(settings: object) -> None:
    from django.test import RequestFactory

    from coproduce.web import errors

    for page in (errors.not_understood, errors.not_yours, errors.page_too_old, errors.our_fault):
        answer = page(RequestFactory().get("/"))
        assert answer.status_code >= 400
        assert b"<h1" in answer.content


def test_every_file_a_page_names_is_there(town: Town) -> None:
    named = {
        name: address
        for address, _, body in pages(signed_in(town, "Cleo"))
        for name in re.findall(r'/static/([^"?#]+)', body.decode(errors="replace"))
    }
    assert {name: address for name, address in named.items() if not finders.find(name)} == {}


def test_nothing_is_missing_on_the_open_internet(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Django's own check for a site others can reach finds nothing to say."""
    import subprocess
    import sys

    done = subprocess.run(
        [sys.executable, "-m", "django", "check", "--deploy", "--fail-level", "WARNING"],
        env={
            "COPRODUCE_DATA": str(tmp_path),
            "COPRODUCE_HOST": "0.0.0.0",
            "COPRODUCE_SITES": "help.example.org",
            "DJANGO_SETTINGS_MODULE": "coproduce.web.settings",
            "PATH": "/usr/bin:/bin",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_migrations_say_all_that_models_say() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
