"""What I was told, letters, calls: what they show to whom, and what pressing does."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.fixtures.towns import NOON, Town, do
from tests.journeys.mouths import signed_in

from coproduce.community.base.models import Outbox
from coproduce.community.notices.models import Channel
from coproduce.community.notices.tests.saying import agent, membership, tell, told, work

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(town: Town) -> Town:
    Outbox.objects.all().delete()
    membership(town, "Ana", shared_email="")
    Channel.objects.create(agent=agent(town, "Ben"), kind="phone", chosen_on=NOON.date())
    for who in ("Ana", "Ben"):
        tell(town, who, f"For {who}: %(what)s.", link="/alder/people/")
    return town


def test_the_first_page_says_it_before_the_worker_does(town: Town) -> None:
    client = signed_in(town, "Ana")
    before = client.get("/alder/").content.decode()
    work(NOON)
    after = client.get("/alder/").content.decode()
    for page in (before, after):
        assert page.count("For Ana: hello kanari.") == 1
        assert '<a href="/alder/people/">For Ana' in page


def test_all_i_was_told_and_when_and_how(town: Town) -> None:
    work(NOON)
    client = signed_in(town, "Ana")
    first, second = (client.get("/alder/notices/").content.decode() for _ in "12")
    assert "For Ana: hello kanari." in first
    assert "For Ben" not in first
    assert '<span class="badge">new</span>' in first
    assert '<span class="badge">new</span>' not in second
    assert told(town, "Ana")[0].seen_at == NOON
    assert told(town, "Ben")[0].seen_at is None


def test_what_was_sent_says_how(town: Town) -> None:
    work(NOON)
    do("notices.mark_printed", town.actor("Cleo"), members=(town.agents["Ana"],), up_to=told(town, "Ana")[0].pk)
    client = signed_in(town, "Ana")
    assert "told by letter on" in client.get("/alder/notices/").content.decode()
    table = client.get("/alder/notices/?as=csv").content.decode("utf-8-sig")
    assert "2026-11-17,For Ana: hello kanari.,2026-11-17,by letter," in table


def test_a_long_list_is_turned(town: Town) -> None:
    for _ in range(30):
        tell(town, "Ana")
    work(NOON)
    client = signed_in(town, "Ana")
    assert len(client.get("/alder/notices/").context["rows"]) == 25
    assert len(client.get("/alder/notices/?page=2").context["rows"]) == 6


def test_choosing_on_the_page(town: Town) -> None:
    client = signed_in(town, "Ana")
    said = {"kind": "none", "request_id": str(uuid4())}
    for _ in range(2):  # a double tap
        assert client.post("/alder/notices/", said).status_code == 302
    assert Channel.objects.get(agent=agent(town, "Ana")).kind == "none"
    wrong = client.post("/alder/notices/", {"kind": "email", "request_id": str(uuid4())})
    assert wrong.status_code == 422
    assert "There is no e-mail address yet" in wrong.content.decode()
    assert client.post("/alder/notices/", {"request_id": str(uuid4())}).status_code == 422


def test_the_desk_chooses_for_somebody(town: Town) -> None:
    address = f"/alder/notices/{town.agents['Ana']}/"
    cleo = signed_in(town, "Cleo")
    assert address in cleo.get(f"/alder/people/{town.agents['Ana']}/").content.decode()
    assert 'value="paper" checked' in cleo.get(address).content.decode()
    answer = cleo.post(address, {"kind": "phone", "request_id": str(uuid4())})
    assert answer["Location"] == f"/alder/people/{town.agents['Ana']}/"
    assert Channel.objects.get(agent=agent(town, "Ana")).kind == "phone"
    assert signed_in(town, "Ben").get(address).status_code == 404


@pytest.mark.parametrize(("who", "status"), [("Cleo", 200), ("Ana", 404), ("Dee", 404)])
@pytest.mark.parametrize("address", ["letters", "calls"])
def test_only_the_desk_finds_letters_and_calls(town: Town, address: str, who: str, status: int) -> None:
    client = signed_in(town, who)
    assert client.get(f"/alder/notices/{address}/").status_code == status
    assert client.post(f"/alder/notices/{address}/").status_code in (404, 422)


def test_letters_are_printed_once_and_again_when_asked(town: Town) -> None:
    work(NOON)
    client = signed_in(town, "Cleo")
    page = client.get("/alder/notices/letters/")
    text = page.content.decode()
    number = told(town, "Ana")[0].pk
    assert "For Ana: hello kanari." in text
    assert "For Ben" not in text
    assert f"Letter {number}" in text
    assert "01632 960 000" in text.split('<article class="letter')[1].split("</article>")[0]
    said = {
        "members": [str(one["member"].agent.public_id) for one in page.context["letters"]],
        "up_to": page.context["up_to"],
        "request_id": str(page.context["request_id"]),
    }
    done = client.post("/alder/notices/letters/", said, follow=True).content.decode()
    assert "One letter is on its way." in done
    assert "Nothing to print" in done
    assert "For Ana" in client.get("/alder/notices/letters/?again=today").content.decode()
    assert "For Ana" in client.get(f"/alder/notices/letters/?q={number}").content.decode()
    assert "no letter of this number" in client.get("/alder/notices/letters/?q=99999999").content.decode()


def test_a_letter_answers_without_a_web_address(town: Town) -> None:
    work(NOON)
    text = signed_in(town, "Cleo").get("/alder/notices/letters/").content.decode()
    letter = text.split('<article class="letter')[1].split("</article>")[0]
    assert "href=" not in letter
    assert "http" not in letter


def test_a_call_has_words_and_is_made_once(town: Town) -> None:
    work(NOON)
    client = signed_in(town, "Cleo")
    page = client.get("/alder/notices/calls/")
    text = page.content.decode()
    assert "“For Ben: hello kanari.”" in text
    assert "tel:01632960001" in text
    assert "that’s fine" in text
    [call] = page.context["calls"]
    said = {"member": str(town.agents["Ben"]), "up_to": call["number"], "request_id": str(call["request_id"])}
    done = client.post("/alder/notices/calls/", said, follow=True).content.decode()
    assert "Nobody to ring" in done
    assert told(town, "Ben")[0].sent_by == "phone"


def test_calls_as_a_table(town: Town) -> None:
    work(NOON)
    table = signed_in(town, "Cleo").get("/alder/notices/calls/?as=csv").content.decode("utf-8-sig")
    assert "Ben kanari,01632 960 001,For Ben: hello kanari." in table


def test_letters_of_one_town_stay_there(towns: tuple[Town, Town]) -> None:
    here, there = towns
    membership(there, "Ana", shared_email="")
    tell(there, "Ana")
    work(NOON)
    number = told(there, "Ana")[-1].pk
    for address in ("letters/", f"letters/?q={number}", "letters/?again=today", "calls/"):
        assert there.canary not in signed_in(here, "Cleo").get(f"/alder/notices/{address}").content.decode()


@pytest.mark.parametrize("address", ["", "letters/", "calls/"])
def test_pages_ask_little_of_the_database(town: Town, address: str) -> None:
    for _ in range(5):
        for who in ("Ana", "Ben", "Cleo"):
            tell(town, who)
    work(NOON)
    client = signed_in(town, "Cleo")
    client.get(f"/alder/notices/{address}")
    with CaptureQueriesContext(connection) as queries:
        assert client.get(f"/alder/notices/{address}").status_code == 200
    told_sql = [query["sql"][:110] for query in queries if "SAVEPOINT" not in query["sql"]]
    assert len(told_sql) <= 8, (len(told_sql), told_sql)


def test_scripts_read_what_they_were_told(town: Town) -> None:
    work(NOON)

    def get(who: str, what: str) -> object:
        headers = {"Authorization": f"Bearer {town.key(who)}"}
        return Client().get(f"/api/alder/notices/{what}", headers=headers)

    mine = get("Ana", "told").json()  # type: ignore[attr-defined]
    assert (mine["count"], mine["items"][0]["words"]) == (1, "For Ana: hello kanari.")
    assert told(town, "Ana")[0].seen_at is None
    waiting = get("Cleo", "letters").json()  # type: ignore[attr-defined]
    assert waiting["items"][0]["number"] == told(town, "Ana")[0].pk
    assert get("Ana", "letters").status_code == 404  # type: ignore[attr-defined]
