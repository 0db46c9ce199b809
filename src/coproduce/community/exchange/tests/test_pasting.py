"""A paste at the desk: what is read, what is confirmed, what is refused, and that nothing else stays anywhere."""

import logging
import re
from datetime import date
from html import unescape
from typing import Any

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.fixtures.towns import TODAY, Town, do
from tests.journeys.mouths import signed_in

from coproduce.community.base.done import Done
from coproduce.community.base.models import AuditRow
from coproduce.community.exchange.models import Agreement, Category, Need, Offer
from coproduce.community.exchange.pasting.actions import MOST_MESSAGES
from coproduce.community.exchange.tests.test_drafts import PASTED
from coproduce.community.people.models import Agent, BarredPair
from coproduce.community.people.rules import NewMember

pytestmark = pytest.mark.django_db

AT = "/alder/exchange/paste/"
CHAT = (
    "[15/11/2026, 18:03:11] Ben kanari: could anyone walk my dog on Friday morning?\n"
    "[15/11/2026, 18:04:11] Ana kanari: I can bake a cake\n"
    "[15/11/2026, 18:05:11] Ana kanari: Ben gave me a lift to the surgery yesterday, an hour and a half\n"
    "[15/11/2026, 18:06:11] Tom kanari: quokka weather today\n"
)


class Page:
    """The page as a browser has it: what stands in its fields goes back with the button that is pressed."""

    def __init__(self, client: Client, text: str, **more: Any) -> None:
        self.client = client
        self.answer = client.post(AT, {"text": text, **more})

    @property
    def rows(self) -> list[Any]:
        return list(self.answer.context["rows"])

    @property
    def html(self) -> str:
        return unescape(self.answer.content.decode())

    def fields(self) -> dict[str, Any]:
        said: dict[str, Any] = {
            field.html_name: field.value()
            for row in self.rows
            for field in row
            if field.value() not in (None, "", False)
        }
        plain = {f"p{number}-seal": one["seal"] for number, one in enumerate(self.answer.context["plain"])}
        done = [one["ref"] for one in self.answer.context["done"]]
        return {**said, **plain, "done": done, "page": str(self.answer.context["page_id"])}

    def press(self, button: str, value: str, **said: Any) -> "Page":
        sent = {**self.fields(), **said, button: value}
        self.answer = self.client.post(AT, {name: one for name, one in sent.items() if one is not None})
        return self


def pasted(town: Town, text: str = CHAT, who: str = "Cleo", **more: Any) -> Page:
    return Page(signed_in(town, who), text, **more)


def kind_called(code: str) -> str:
    return Category.objects.get(community__slug="alder", code=code).name


def counts() -> dict[str, int]:
    """How many rows there are of everything but of who is signed in, and where."""
    signing_in = ("Session", "Device")
    return {
        model.__name__: model._default_manager.count()
        for model in apps.get_models()
        if model.__name__ not in signing_in
    }


def test_the_form_says_that_nothing_is_kept(town: Town) -> None:
    answer = signed_in(town, "Cleo").get(AT)
    assert answer.status_code == 200
    assert "is not kept" in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("who", ["Ana", "Dee", "Tom"])
def test_nobody_but_the_desk_finds_it(town: Town, who: str) -> None:
    client = signed_in(town, who)
    assert client.get(AT).status_code == 404
    assert client.post(AT, {"text": CHAT}).status_code == 404
    desk = pasted(town)
    assert client.post(AT, {**desk.fields(), "do": "confirm"}).status_code == 404
    assert not Offer.objects.filter(words="I can bake a cake").exists()


def test_drafts_are_read_and_the_rest_stays_plain(town: Town) -> None:
    page = pasted(town)
    said = [(row.names[row["who"].value()], row["kind"].value(), row["category"].value()) for row in page.rows]
    assert said == [
        ("Ben kanari", "need", kind_called("animals.dogs")),
        ("Ana kanari", "offer", kind_called("food.baking")),
        ("Ana kanari", "got", kind_called("transport.lift")),
    ]
    assert [one["words"] for one in page.answer.context["plain"]] == ["quokka weather today"]
    need, _offer, help = page.rows
    assert need["suits"].label == "It suits only then: Friday morning; 20 Nov 2026"
    assert need["until_on"].value() == "2026-11-20"
    assert (help.names[help["other"].value()], help["time"].value(), help["done_on"].value()) == (
        "Ben kanari",
        "1 h 30",
        "2026-11-14",
    )


def test_nothing_is_written_before_confirm(town: Town) -> None:
    before = counts()
    page = pasted(town)
    page.press("do", "look")
    page.press("make", "need:0")
    assert counts() == before


def test_confirming_writes_what_is_ticked_through_its_own_verb(town: Town) -> None:
    page = pasted(town)
    page.press("do", "confirm", **{"r1-tick": None})
    need = Need.objects.get(words__startswith="could anyone walk my dog")
    assert (need.agent.name, need.on_dates, need.until_on, need.said_on) == (
        "Ben kanari",
        ["2026-11-20"],
        date(2026, 11, 20),
        date(2026, 11, 15),
    )
    assert need.said_by == town.actor("Cleo").agent_id
    thread = Agreement.objects.get(words__startswith="Ben gave me a lift")
    assert (thread.state, thread.done_on, thread.is_by_desk) == ("done", date(2026, 11, 14), True)
    assert {
        part.agent.name: (part.side, part.minutes, part.confirmed_at is not None) for part in thread.commitments.all()
    } == {"Ana kanari": ("receives", None, True), "Ben kanari": ("gives", 90, False)}
    assert not Offer.objects.filter(words="I can bake a cake").exists()
    assert [row["words"].value() for row in page.rows] == ["I can bake a cake"]
    assert "Written down" in page.html
    verbs = AuditRow.objects.filter(kind=AuditRow.DONE).order_by("-pk").values_list("verb", flat=True)
    assert set(verbs[:2]) == {"exchange.need", "exchange.record"}


def test_a_double_tap_does_it_once(town: Town) -> None:
    page = pasted(town)
    fields = {**page.fields(), "do": "confirm"}
    first = page.client.post(AT, fields)
    before = counts()
    second = page.client.post(AT, fields)
    assert counts() == before
    assert [one["ref"] for one in first.context["done"]] == [one["ref"] for one in second.context["done"]]


def test_a_refused_row_stays_and_the_others_are_done(town: Town) -> None:
    """Ana and Ben are kept apart; the day of Ben's need has gone by before it is confirmed."""
    one, other = sorted(Agent.objects.filter(name__in=("Ana kanari", "Ben kanari")).values_list("pk", flat=True))
    BarredPair.objects.create(community=town.community, one_id=one, other_id=other, since_on=TODAY)
    page = pasted(town)
    page.press("do", "confirm", **{"r0-until_on": "2026-11-01"})
    assert page.answer.status_code == 422
    assert [row["kind"].value() for row in page.rows] == ["need", "got"]
    assert "That day has gone by" in page.html
    assert "Ask the desk" in page.html
    assert 'href="#id_r0-until_on"' in page.html
    assert Offer.objects.filter(words="I can bake a cake").count() == 1
    assert not Agreement.objects.filter(words__startswith="Ben gave").exists()
    page.press("do", "confirm", **{"r0-until_on": "2026-11-30", "r2-tick": None})
    assert Need.objects.filter(words__startswith="could anyone walk").count() == 1
    assert len(page.answer.context["done"]) == 2


def test_what_was_written_is_taken_back_from_the_page(town: Town) -> None:
    page = pasted(town).press("do", "confirm")
    ref = next(one["ref"] for one in page.answer.context["done"] if one["kind"] == "offer")
    page.press("undo", ref)
    assert Offer.objects.get(words="I can bake a cake").state == "withdrawn"
    assert "taken off the list again" in page.html
    assert Need.objects.get(words__startswith="could anyone walk").state == "open"


def test_nobody_takes_back_what_the_page_did_not_write(town: Town) -> None:
    page = pasted(town)
    page.press("undo", f"need:{town.needs[0]}")
    assert Need.objects.get(public_id=town.needs[0]).state == "open"


def test_one_name_that_two_have_is_asked_about(town: Town) -> None:
    do("people.welcome", town.actor("Cleo"), members=(NewMember("Ben Abara", "", "", "", ("member",)),))
    page = pasted(town, "Ben: could anyone walk my dog?")
    [row] = page.rows
    assert (row["who"].value(), row["tick"].value()) == ("", False)
    assert {name for _id, name in row.fields["who"].widget.choices[1:]} == {"Ben kanari", "Ben Abara"}
    assert "may be more than one of you" in page.html
    page.press("do", "confirm", **{"r0-tick": "on"})
    assert page.answer.status_code == 422
    assert "Choose who it is." in page.html
    page.press("do", "confirm", **{"r0-who": str(town.agents["Ben"]), "r0-tick": "on"})
    assert Need.objects.get(words="could anyone walk my dog?").agent.name == "Ben kanari"


def test_who_is_no_member_is_said_with_a_way_to_welcome_them(town: Town) -> None:
    page = pasted(town, "Zelda Quist: could anyone walk my dog?")
    assert "Nobody here goes by “Zelda Quist”" in page.html
    assert 'href="/alder/people/welcome/"' in page.html
    page.press("do", "look", **{"r0-find": "Tom"})
    assert page.rows[0].names[page.rows[0]["who"].value()] == "Tom kanari"
    page.press("do", "confirm", **{"r0-tick": "on"})
    assert Need.objects.get(words="could anyone walk my dog?").agent.name == "Tom kanari"


def test_a_name_that_several_hold_is_a_list_to_choose_from(town: Town) -> None:
    page = pasted(town, "Zelda Quist: could anyone walk my dog?")
    page.press("do", "look", **{"r0-find": "kanari"})
    assert 2 < len(page.rows[0].fields["who"].widget.choices) <= 8
    page.press("do", "look", **{"r0-find": "xyzzy"})
    assert "Nobody here goes by “xyzzy”" in page.html


def test_plain_words_become_a_need_or_help_by_hand(town: Town) -> None:
    page = pasted(town)
    page.press("make", "gave:0")
    row = page.rows[-1]
    assert (row.names[row["who"].value()], row["kind"].value(), row["words"].value()) == (
        "Tom kanari",
        "gave",
        "quokka weather today",
    )
    assert page.answer.context["plain"] == []
    prefix = row.prefix
    page.press("do", "confirm")
    assert page.answer.status_code == 422
    assert "Say how long it took" in page.html
    page.press(
        "do", "confirm",
        **{f"{prefix}-other": str(town.agents["Ana"]), f"{prefix}-time": "45 min", f"{prefix}-done_on": "2026-11-16",
           f"{prefix}-category": f"company {town.canary}"},
    )  # fmt: skip
    assert Agreement.objects.get(words="quokka weather today").state == "done"


def test_what_stands_on_the_list_already_is_not_ticked(town: Town) -> None:
    pasted(town).press("do", "confirm")
    again = pasted(town)
    assert [row["tick"].value() for row in again.rows][:2] == [False, False]
    assert "stands on the list already" in again.html


def test_a_door_in_the_words_is_pointed_at(town: Town) -> None:
    page = pasted(town, "Ben kanari: could anyone walk my dog from 12 Fuller's Row? ring 07700 900123")
    assert "Every member can read “12 Fuller's Row”" in page.html
    assert "900123" not in page.html


def test_nobody_ticked_nothing_written(town: Town) -> None:
    before = counts()
    page = pasted(town)
    page.press("do", "confirm", **{f"r{number}-tick": None for number in range(3)})
    assert "Tick what is right first" in page.html
    assert counts() == before


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Paste the messages first"),
        (" \n ", "Paste the messages first"),
        ("a\x00b", "Null characters are not allowed"),
        ("Ben: hello there\n" * (MOST_MESSAGES + 1), "One page holds 150 messages"),
        ("Ben: could anyone walk my dog?\n" * 51, "One page holds 150 messages"),
        ("a" * 1_000_001, "more than 1,000,000 letters"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(town: Town, text: str, sentence: str) -> None:
    answer = signed_in(town, "Cleo").post(AT, {"text": text})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_a_day_to_read_from(town: Town) -> None:
    old = "[15/10/2026, 18:03:11] Ben kanari: could anyone mow my lawn?\n" * 200
    assert len(pasted(town, old + CHAT, since="2026-11-01").rows) == 3
    assert "as new as that day" in pasted(town, CHAT, since="2026-11-16").html


@pytest.mark.parametrize(
    ("raw", "drafts"),
    [
        (CHAT.encode(), 3),
        (b"\xef\xbb\xbf" + CHAT.encode(), 3),
        (CHAT.encode("utf-16"), 3),
        ("Ben kanari: could anyone walk my dog? Größe".encode("cp1252"), 1),
    ],
)
def test_a_text_file_is_read(town: Town, raw: bytes, drafts: int) -> None:
    page = Page(signed_in(town, "Cleo"), "", file=SimpleUploadedFile("chat.txt", raw))
    assert len(page.rows) == drafts


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b"PK\x03\x04\x00\x00\x81\x8d", "This is not text"),
        (b"x" * 3_000_000, "more than 1,000,000 letters"),
        (b"", "Paste the messages first"),
    ],
)
def test_a_file_that_is_no_text_is_refused(town: Town, raw: bytes, sentence: str) -> None:
    answer = signed_in(town, "Cleo").post(AT, {"text": "", "file": SimpleUploadedFile("chat.txt", raw)})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


@pytest.mark.promise("What is pasted is kept nowhere")
def test_the_paste_is_kept_nowhere(town: Town, caplog: Any) -> None:
    """A marked word in a message that stays plain and in a draft that nobody ticks; then every row of every table."""
    marked = "[15/11/2026, 18:03:11] Ben kanari: could anyone walk my dog Quokkaberry?\n" + CHAT.replace(
        "quokka", "Numbat"
    )
    with caplog.at_level(logging.DEBUG):
        page = pasted(town, marked)
        page.press("do", "look", **{"r0-tick": None})
        page.press("do", "confirm", **{"r0-tick": None})
    assert "Quokkaberry" in page.html and "Numbat" in page.html
    for model in apps.get_models():
        for row in model._default_manager.values():
            text = str(row)
            assert "Quokkaberry" not in text and "Numbat" not in text, model
    session = page.client.session
    assert not re.search("quokkaberry|numbat", str(dict(session.items())), re.I)
    assert not re.search("quokkaberry|numbat", caplog.text, re.I)
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            assert "Quokkaberry" not in str(cursor.fetchall()), table


def test_a_seal_of_elsewhere_or_an_altered_one_is_not_taken(towns: tuple[Town, Town]) -> None:
    here, there = towns
    page = pasted(here)
    for seal in ("made up", page.fields()["r0-seal"] + "x"):
        answer = page.client.post(AT, {**page.fields(), "r0-seal": seal, "do": "confirm"})
        assert answer.status_code == 422
        assert "nothing of it was kept" in answer.content.decode()
    answer = signed_in(there, "Cleo").post("/birch/exchange/paste/", {**page.fields(), "do": "confirm"})
    assert answer.status_code == 422
    assert not Offer.objects.filter(words="I can bake a cake").exists()


def test_somebody_of_another_town_is_not_there(towns: tuple[Town, Town]) -> None:
    here, there = towns
    page = pasted(here, "Ben kanari: could anyone walk my dog?")
    page.press("do", "confirm", **{"r0-who": str(there.agents["Ben"])})
    assert page.answer.status_code == 422
    assert "Choose who it is." in page.html


@pytest.mark.parametrize("field", ["kind", "request_id", "done_on", "time", "until_on"])
def test_nonsense_in_a_field_is_said(town: Town, field: str) -> None:
    page = pasted(town)
    page.press("do", "confirm", **{f"r2-{field}": "nonsense"})
    assert page.answer.status_code == 422
    assert not Agreement.objects.filter(words__startswith="Ben gave").exists()


def test_few_queries_however_many_drafts(town: Town) -> None:
    client = signed_in(town, "Cleo")
    many = "".join(f"Ben kanari: could anyone walk my dog {number}?\n" for number in range(45))
    with CaptureQueriesContext(connection) as first:
        client.get(AT)
    with CaptureQueriesContext(connection) as read:
        page = Page(client, many)
    assert len(page.rows) == 45
    with CaptureQueriesContext(connection) as look:
        page.press("do", "look", **{"r3-find": "Tom"})
    with CaptureQueriesContext(connection) as made:
        page.press("do", "confirm", **{f"r{number}-tick": None for number in range(45)})
    for step in (first, read, look, made):
        assert len(step) <= 8, [one["sql"][:90] for one in step]


def test_scripts_read_a_paste_too_and_nothing_is_kept(town: Town) -> None:
    before = counts()
    address = "/api/alder/exchange/read-paste"
    answer = signed_in(town, "Cleo").post(address, {"text": CHAT}, "application/json")
    assert answer.status_code == 200, answer.content
    assert [(one["kind"], one["label"]) for one in answer.json()["items"]] == [
        ("need", "Ben kanari"),
        ("offer", "Ana kanari"),
        ("done", "Ana kanari"),
        ("plain", "Tom kanari"),
    ]
    assert answer.json()["items"][0]["who"] == str(town.agents["Ben"])
    assert signed_in(town, "Cleo").post(address, {"text": " "}, "application/json").status_code == 422
    assert signed_in(town, "Ana").post(address, {"text": CHAT}, "application/json").status_code == 403
    assert counts() == before


@pytest.fixture
def cast(town: Town) -> Town:
    """The people the made-up messages are from, with what they are reached by."""
    for row in PASTED["known"]:
        contacts = row.get("contacts", ())
        number = next((one for one in contacts if "@" not in one), "")
        address = next((one for one in contacts if "@" in one), None)
        welcomed = do(
            "people.welcome",
            town.actor("Cleo"),
            members=(NewMember(row["name"], address or "", number, "", ("member",)),),
        )
        assert isinstance(welcomed, Done), welcomed
    Agent.objects.filter(name__endswith=" kanari").update(name="Somebody else")
    return town


def is_right_on_the_page(client: Client, message: dict[str, Any], names: dict[str, str]) -> tuple[bool, bool]:
    """Whether the page shows what was meant, and whether it shows a draft at all."""
    rows = Page(client, message["paste"]).rows
    if message["kind"] == "plain":
        return not rows, bool(rows)
    found = [(row.names.get(row["who"].value(), ""), row["kind"].value(), row["category"].value()) for row in rows]
    meant = (names.get(message["member"], ""), message["kind"], kind_called(message["category"]))
    return found == [meant], bool(rows)


@pytest.mark.parametrize(("which", "enough"), [("message", 40), ("unseen", 8)])
def test_made_up_messages_on_the_page(cast: Town, which: str, enough: int) -> None:
    """Four of five give the right member, kind and category; ten were held back when the rules were written."""
    names = {row["id"]: row["name"] for row in PASTED["known"]}
    client = signed_in(cast, "Cleo")
    results = [is_right_on_the_page(client, message, names) for message in PASTED[which]]
    assert sum(right for right, _shown in results) >= enough
    wrong = sum(shown for right, shown in results if not right)
    assert wrong <= len(results) // 20
