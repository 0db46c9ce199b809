"""The ring on the web: every page and every button of it, for whoever may press it and for whoever may not."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.formats import date_format
from tests.fixtures.towns import TODAY, Town, do
from tests.journeys.mouths import signed_in

from coproduce.community.base.done import Done
from coproduce.community.base.models import AuditRow
from coproduce.community.exchange.models import Agreement, Ask, Category, Contribution, Intent, Message, Need, Offer
from coproduce.community.exchange.rules import USUAL, Intention
from coproduce.community.people.models import Agent, BarredPair
from coproduce.core.quantity import HOURS
from coproduce.core.week import week_of

pytestmark = pytest.mark.django_db

AT = "/alder/exchange/"


def act(town: Town, name: str, verb: str, /, **more: Any) -> Any:
    outcome = do(f"exchange.{verb}", town.actor(name), **more)
    assert isinstance(outcome, Done), outcome
    return outcome.value


def proposed(town: Town) -> UUID:
    """Ana would meet the first of Ben's needs, at a place only they should read."""
    return act(town, "Ana", "propose", need=town.needs[0], place="12 Fuller's Row").agreement


def agreed(town: Town) -> UUID:
    thread = proposed(town)
    act(town, "Ben", "agree", agreement=thread)
    return thread


def done(town: Town) -> UUID:
    thread = agreed(town)
    act(town, "Ana", "do", agreement=thread, time=HOURS(60))
    return thread


def recognised(town: Town) -> UUID:
    thread = done(town)
    act(town, "Ben", "confirm", agreement=thread)
    return thread


BRING = {"proposed": proposed, "agreed": agreed, "done": done, "recognised": recognised}


def page(client: Client, address: str) -> str:
    answer = client.get(f"{AT}{address}")
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content.decode()


def press(client: Client, thread: UUID, what: str, **said: Any) -> Any:
    return client.post(f"{AT}threads/{thread}/", {"what": what, "request_id": uuid4(), **said})


def buttons(client: Client, thread: UUID, more: str = "") -> set[str]:
    return set(client.get(f"{AT}threads/{thread}/{more}").context["forms"])


@pytest.mark.parametrize(
    ("state", "who", "there"),
    [
        ("proposed", "Ana", {"change", "say", "do", "call_off"}),
        ("proposed", "Ben", {"agree", "change", "say", "do", "call_off"}),
        ("agreed", "Ana", {"change", "say", "do", "call_off", "miss"}),
        ("done", "Ana", {"say", "do"}),
        ("done", "Ben", {"say", "do", "confirm", "dispute"}),
        ("recognised", "Ana", set()),
        ("recognised", "Ben", {"thank", "ready"}),
        ("agreed", "Cleo", set()),
    ],
)
def test_only_the_buttons_that_may_be_pressed_are_there(town: Town, state: str, who: str, there: set[str]) -> None:
    assert buttons(signed_in(town, who), BRING[state](town)) == there


@pytest.mark.parametrize(
    ("state", "who", "what", "said", "after"),
    [
        ("proposed", "Ben", "agree", {}, "agreed"),
        ("agreed", "Ben", "change", {"day": "2026-11-20", "at": "14:00", "place": "The library"}, "proposed"),
        ("agreed", "Ana", "call_off", {}, "called off"),
        ("agreed", "Ana", "do", {"time": "1 h 30", "done_on": "2026-11-17"}, "done"),
        ("agreed", "Ana", "miss", {"who": ""}, "missed"),
        ("done", "Ben", "confirm", {"minutes": 60}, "recognised"),
        ("done", "Ben", "dispute", {"words": "It was two"}, "disputed"),
    ],
)
def test_a_button_does_what_it_says_once(
    town: Town, state: str, who: str, what: str, said: dict[str, Any], after: str
) -> None:
    thread, once = BRING[state](town), uuid4()
    assert press(signed_in(town, "Tom"), thread, what, **said).status_code == 404
    client = signed_in(town, who)
    assert press(client, thread, what, request_id=once, **said).status_code == 303
    row = Agreement.objects.get(public_id=thread)
    assert row.state == after
    press(client, thread, what, request_id=once, **said)
    assert Agreement.objects.get(public_id=thread).state == after
    assert AuditRow.objects.filter(request_id=once, kind=AuditRow.DONE).count() == 1


def test_saying_something(town: Town) -> None:
    thread = proposed(town)
    client = signed_in(town, "Ben")
    nothing = press(client, thread, "say", words=" ")
    assert nothing.status_code == 422
    assert 'href="#say_words"' in nothing.content.decode()
    press(client, thread, "say", words="Ring the bell twice")
    assert "Ring the bell twice" in page(signed_in(town, "Ana"), f"threads/{thread}/")


@pytest.mark.parametrize(
    ("what", "said", "field"),
    [
        ("do", {"time": "a while", "done_on": "2026-11-17"}, "do_time"),
        ("do", {"time": "1 h", "done_on": "2026-11-30"}, "do_done_on"),
        ("change", {"at": "14:00"}, "change_day"),
    ],
)
def test_a_slip_is_said_beside_its_field(town: Town, what: str, said: dict[str, Any], field: str) -> None:
    answer = press(signed_in(town, "Ana"), agreed(town), what, **said)
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.content.decode()


def test_yes_is_said_to_the_hours_that_were_read(town: Town) -> None:
    """Ana puts her hours right while Ben reads: his yes to the old ones goes back to her."""
    thread = done(town)
    act(town, "Ana", "do", agreement=thread, time=HOURS(90))
    press(signed_in(town, "Ben"), thread, "confirm", minutes=60)
    assert Agreement.objects.get(public_id=thread).state == "done"
    assert not Contribution.objects.filter(agreement__public_id=thread).exists()


def test_the_desk_speaks_for_whoever_rings(town: Town) -> None:
    thread = proposed(town)
    client = signed_in(town, "Cleo")
    ben = town.agents["Ben"]
    assert buttons(client, thread, f"?for={ben}") == {"agree", "change", "say", "do", "call_off"}
    said = press(client, thread, "say", for_=ben, words="Any Tuesday")
    assert said.status_code == 303
    assert said["Location"].endswith(f"?for={ben}")
    assert press(client, thread, "agree", for_=ben).status_code == 303
    assert Message.objects.get().author.public_id == ben
    assert "by phone to Cleo" in page(signed_in(town, "Ana"), f"threads/{thread}/")
    assert Agreement.objects.get(public_id=thread).is_by_desk
    assert press(client, thread, "call_off").status_code == 404
    assert (
        press(signed_in(town, "Ana"), thread, "call_off", for_=ben).status_code == 303
    )  # for herself, whatever is sent
    assert AuditRow.objects.filter(verb="exchange.read_threads", why="thread").exists()


def test_how_to_reach_each_other_is_shown_once_agreed_and_written_down(town: Town) -> None:
    thread = proposed(town)
    ana = signed_in(town, "Ana")
    said = do("people.consent", town.actor("Ben"), member=town.agents["Ben"], scope="telephone")
    assert isinstance(said, Done), said
    before = page(ana, f"threads/{thread}/")
    assert "tel:01632960001" not in before
    assert "Fuller" not in before
    act(town, "Ben", "agree", agreement=thread)
    read = AuditRow.objects.filter(why="contact", kind=AuditRow.READ)
    assert not read.exists()
    after = page(ana, f"threads/{thread}/")
    assert "tel:01632960001" in after
    assert "Fuller" in after
    assert read.get().subjects == [Agent.objects.get(public_id=town.agents["Ben"]).pk]
    assert "tel:01632960001" not in page(signed_in(town, "Cleo"), f"threads/{thread}/")
    one, other = sorted(Agent.objects.get(public_id=town.agents[name]).pk for name in ("Ana", "Ben"))
    BarredPair.objects.create(community=town.community, one_id=one, other_id=other, since_on=TODAY)
    assert "tel:01632960001" not in page(ana, f"threads/{thread}/")


def test_thanks_then_ready_then_asked_then_an_answer(town: Town) -> None:
    thread = recognised(town)
    ben, contribution = signed_in(town, "Ben"), Contribution.objects.get(agreement__public_id=thread)
    assert press(ben, thread, "thank", contribution=contribution.public_id, words="So kind").status_code == 303
    assert "So kind" in page(signed_in(town, "Ana"), f"threads/{thread}/")
    ask = Ask.objects.get(agent=contribution.receiver)
    assert press(signed_in(town, "Ana"), thread, "ready", ask=ask.public_id).status_code == 422
    assert press(ben, thread, "ready", ask=ask.public_id).status_code == 303
    act(town, "Cleo", "ask_back", ask=ask.public_id)
    assert f"asked/{ask.public_id}/" in ben.get("/alder/").content.decode()
    assert signed_in(town, "Ana").get(f"{AT}asked/{ask.public_id}/").status_code == 404
    assert "no is a good answer" in page(ben, f"asked/{ask.public_id}/")
    nothing = ben.post(f"{AT}asked/{ask.public_id}/", {"request_id": uuid4()})
    assert nothing.status_code == 422
    answer = {"request_id": uuid4(), "answer": "no", "words": "", "on": ""}
    assert ben.post(f"{AT}asked/{ask.public_id}/", answer).status_code == 303
    assert "that is a good answer" in page(ben, f"asked/{ask.public_id}/")
    assert Ask.objects.get(pk=ask.pk).state == "no"


def test_whoever_was_helped_says_that_they_feel_ready(town: Town) -> None:
    """Once; nobody says it for them, and whoever presses twice reads why not."""
    ask = Ask.objects.get(agent__public_id=town.agents["Ben"])
    ben, said = signed_in(town, "Ben"), {"request_id": str(uuid4()), "ask": str(ask.public_id)}
    assert signed_in(town, "Ana").post(f"{AT}ready/", said).status_code == 404
    assert ben.post(f"{AT}ready/", {}).status_code == 404
    answer = ben.post(f"{AT}ready/", said)
    assert (answer.status_code, answer["Location"]) == (303, f"{AT}asked/{ask.public_id}/")
    assert Ask.objects.get(pk=ask.pk).state == Ask.READY
    again = ben.post(f"{AT}ready/", {**said, "request_id": str(uuid4())}, follow=True)
    assert "They are ready to be asked." in again.content.decode()
    assert Ask.objects.get(pk=ask.pk).state == Ask.READY


@pytest.mark.parametrize(
    ("answer", "more", "status"),
    [
        ("yes", {"words": "I could read aloud"}, 303),
        ("later", {"on": "2027-01-05"}, 303),
        ("later", {"on": "2026-01-05"}, 422),
        ("another way", {"words": "Letters, not visits"}, 303),
        ("don't ask", {}, 303),
        ("perhaps", {}, 422),
    ],
)
def test_five_answers(town: Town, answer: str, more: dict[str, str], status: int) -> None:
    ask = Ask.objects.get(agent__public_id=town.agents["Ben"])
    act(town, "Ben", "say_ready", ask=ask.public_id)
    said = {"request_id": uuid4(), "answer": answer, "words": "", "on": "", **more}
    assert signed_in(town, "Ben").post(f"{AT}asked/{ask.public_id}/", said).status_code == status
    assert (Ask.objects.get(pk=ask.pk).state == answer) == (status == 303)


def test_threads_are_listed_open_ones_first(town: Town) -> None:
    over, still = recognised(town), act(town, "Ana", "propose", need=town.needs[1]).agreement
    client = signed_in(town, "Ben")
    answer = client.get(f"{AT}threads/")
    assert [row.public_id for row in answer.context["page"]] == [still, over]
    assert "They wait for you: would you like to?" in answer.content.decode()
    assert [row.public_id for row in client.get(f"{AT}threads/?q=tap").context["page"]] == [over]
    assert [row.public_id for row in client.get(f"{AT}threads/?state=proposed").context["page"]] == [still]
    assert list(signed_in(town, "Tom").get(f"{AT}threads/").context["page"]) == []
    assert len(signed_in(town, "Cleo").get(f"{AT}threads/?q=ana").context["page"]) == 2
    table = client.get(f"{AT}threads/?as=csv").content.decode("utf-8-sig").splitlines()
    assert table[0].startswith("asked on,what,kind")
    assert ",60," in table[2]


@pytest.mark.parametrize("who", ["Ana", "Cleo"])
def test_a_thread_of_the_other_town_is_not_there(towns: tuple[Town, Town], who: str) -> None:
    here, there = towns
    thread = recognised(there)
    ask = Ask.objects.get(community=there.community)
    client = signed_in(here, who)
    for address in (f"threads/{thread}/", f"asked/{ask.public_id}/"):
        assert client.get(f"{AT}{address}").status_code == 404
    assert press(client, thread, "say", words="hello").status_code == 404
    assert client.post(f"{AT}needs/{there.needs[1]}/begin/", {"request_id": uuid4()}).status_code == 404


def test_i_could_do_this(town: Town) -> None:
    client = signed_in(town, "Ana")
    assert f"needs/{town.needs[0]}/begin/" in page(client, "needs/")
    assert f"needs/{town.needs[0]}/begin/" not in page(signed_in(town, "Ben"), "needs/")
    first = client.post(f"{AT}needs/{town.needs[0]}/begin/", {"request_id": uuid4()})
    again = client.post(f"{AT}needs/{town.needs[0]}/begin/", {"request_id": uuid4()})
    assert first.status_code == again.status_code == 303
    assert first["Location"] == again["Location"]
    thread = Agreement.objects.get()
    assert (thread.need.public_id, thread.state) == (town.needs[0], "proposed")
    assert f"threads/{thread.public_id}/" in page(client, "needs/")


def test_i_would_like_this(town: Town) -> None:
    offer = Offer.objects.get()
    answer = signed_in(town, "Ana").post(f"{AT}offers/{offer.public_id}/begin/", {"request_id": uuid4()})
    assert answer.status_code == 303
    assert {part.agent.name: part.side for part in Agreement.objects.get().commitments.all()} == {
        "Ben kanari": "gives",
        "Ana kanari": "receives",
    }


def test_two_who_may_not_meet_are_told_kindly(town: Town) -> None:
    one, other = sorted(Agent.objects.get(public_id=town.agents[name]).pk for name in ("Ana", "Ben"))
    BarredPair.objects.create(community=town.community, one_id=one, other_id=other, since_on=TODAY)
    answer = signed_in(town, "Ana").post(f"{AT}needs/{town.needs[0]}/begin/", {"request_id": uuid4()}, follow=True)
    assert answer.status_code == 404, "what the other would like is not shown to them either"
    assert not Agreement.objects.exists()


def test_my_own_list(town: Town) -> None:
    ben = signed_in(town, "Ben")

    def keep(client: Client, what: str) -> int:
        return client.post(f"{AT}mine/", {"what": what, "id": town.needs[0], "request_id": uuid4()}).status_code

    def state() -> tuple[str, Any]:
        return Need.objects.values_list("state", "until_on").get(public_id=town.needs[0])

    assert "Let it rest" in page(ben, "mine/")
    Need.objects.update(until_on=TODAY - timedelta(days=1))
    assert "is off the list" in page(ben, "mine/")
    until = TODAY + USUAL
    assert page(ben, "mine/").count(f"Let it stand until {date_format(until)}") == 2
    assert keep(ben, "renew") == 303
    assert state() == (Intent.OPEN, until)
    assert page(ben, "mine/").count("Let it stand until") == 1  # the other does already
    assert keep(ben, "pause") == 303
    assert state()[0] == Intent.PAUSED
    assert "Rests: nobody sees it." in page(ben, "mine/")
    assert keep(ben, "withdraw") == 303
    assert state()[0] == Intent.WITHDRAWN
    keep(signed_in(town, "Ana"), "renew")
    assert state()[0] == Intent.WITHDRAWN
    assert keep(ben, "burn") == 404


def walk(client: Client, start: str, answers: dict[str, dict[str, str]]) -> Any:
    """Every question of a flow, by its name, and then the check page."""
    base = client.get(f"{AT}{start}", follow=True).request["PATH_INFO"].rsplit("/", 2)[0]
    for step, said in answers.items():
        assert client.get(f"{base}/{step}/").status_code == 200, step
        assert client.post(f"{base}/{step}/", said).status_code == 302, step
    client.get(f"{base}/check/")
    return client.post(f"{base}/check/", follow=True)


def test_saying_when_it_suits_and_until_when(town: Town) -> None:
    answers = {
        "what": {"words": "A hand with the gate"},
        "kind": {"category": "repair"},
        "number": {"quantity": ""},
        "when": {"morning_1": "on", "evening_5": "on"},
        "until": {"until_on": "2026-12-24"},
    }
    assert walk(signed_in(town, "Ana"), "needs/new/", answers).status_code == 200
    need = Need.objects.get(words="A hand with the gate")
    assert (need.week, need.until_on.isoformat()) == (week_of([(1, "morning"), (5, "evening")]), "2026-12-24")
    assert "Suits: Tuesday morning; Saturday evening" in page(signed_in(town, "Ben"), "needs/")


def test_a_day_gone_by_is_said_at_once(town: Town) -> None:
    client = signed_in(town, "Ana")
    base = client.get(f"{AT}offers/new/", follow=True).request["PATH_INFO"].rsplit("/", 2)[0]
    assert client.post(f"{base}/until/", {"until_on": "2026-11-01"}).status_code == 422


def test_looking_by_kind_place_and_time(town: Town) -> None:
    who = str(town.agents["Ben"])
    tuesday = week_of([(1, "morning")])
    act(town, "Ben", "need", needs=(
        Intention(who, "garden", "Weeding", TODAY, week=tuesday),
        Intention(who, "garden", "Gone", TODAY, until_on=TODAY),
    ))  # fmt: skip
    Need.objects.filter(words="Gone").update(until_on=TODAY - timedelta(days=1))
    client = signed_in(town, "Ana")

    def found(asked: str) -> set[str]:
        return {row.words for row in client.get(f"{AT}needs/?{asked}").context["page"]}

    assert found("kind=garden") == {"Weeding"}
    Category.objects.filter(name="garden").update(parent=Category.objects.get(community=town.community, code="home"))
    assert found("kind=Around+the+home") == {"Weeding"}
    assert "Weeding" in found("day=1")
    assert "Weeding" in found("part=morning")
    assert "Weeding" not in found("day=1&part=evening")
    assert "A lift kanari" in found("day=1&part=evening")
    assert len(found("area=Lane+kanari")) == 3
    assert found("area=Nowhere") == set()
    assert "Gone" not in found("")
    assert len(found("day=9&part=night")) == 3


@pytest.mark.parametrize(("side", "gave"), [("gave", "Ana kanari"), ("received", "Tom kanari")])
def test_writing_down_help_of_ones_own(town: Town, side: str, gave: str) -> None:
    answers = {
        "side": {"side": side},
        "other": {"other": str(town.agents["Tom"])},
        "time": {"time": "45 min"},
        "day": {"done_on": "2026-11-16"},
        "kind": {"category": "company kanari"},
        "words": {"words": "Tea and a chat"},
    }
    answer = walk(signed_in(town, "Ana"), "record/", answers)
    assert "It is written down" in answer.content.decode()
    thread = Agreement.objects.get()
    assert (thread.state, thread.commitments.get(side="gives").agent.name) == ("done", gave)
    assert buttons(signed_in(town, "Tom"), thread.public_id) >= {"confirm", "dispute"}


def test_home_begins_with_what_waits(town: Town) -> None:
    thread = proposed(town)
    ben = signed_in(town, "Ben").get("/alder/")
    assert [row.public_id for row in ben.context["waiting"]] == [thread]
    assert [row.words for row in ben.context["needs"]] == []
    ana = signed_in(town, "Ana").get("/alder/")
    assert ana.context["waiting"] == []
    assert [row.thread for row in ana.context["needs"]] == [None, thread]
    assert [row.words for row in ana.context["offers"]] == ["Bread kanari"]


def test_home_shows_kinds_one_offered_first(town: Town) -> None:
    act(town, "Ben", "need", needs=(Intention(str(town.agents["Ben"]), "garden", "Old", TODAY - timedelta(days=90)),))
    act(town, "Ana", "offer", offers=(Intention(str(town.agents["Ana"]), "garden", "Digging", TODAY),))
    assert signed_in(town, "Ana").get("/alder/").context["needs"][0].words == "Old"


def test_threads_ask_little_of_the_database(town: Town) -> None:
    thread = agreed(town)
    client = signed_in(town, "Ana")
    for address, most in (("", 8), ("exchange/threads/", 8), ("exchange/mine/", 8), ("exchange/needs/", 8)):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/alder/{address}").status_code == 200
        assert len(queries) <= most, (address, len(queries))
    with CaptureQueriesContext(connection) as queries:
        client.get(f"/alder/exchange/threads/{thread}/")
    assert len(queries) <= 8, "\n".join(one["sql"][:400] for one in queries)


def test_threads_and_asks_for_scripts(town: Town) -> None:
    thread = agreed(town)
    act(town, "Ben", "say", agreement=thread, words="Any Tuesday")

    def read(who: str, path: str) -> Any:
        token = f"Bearer {town.key(who)}"
        return Client().get(f"/api/alder/exchange/{path}", headers={"Authorization": token})

    assert [one["id"] for one in read("Ana", "threads").json()["items"]] == [str(thread)]
    assert read("Tom", "threads").json()["count"] == 0
    one = read("Ben", f"threads/{thread}").json()
    assert (one["state"], one["place"]) == ("agreed", "12 Fuller's Row")
    assert [said["words"] for said in one["messages"]] == ["Any Tuesday"]
    assert read("Tom", f"threads/{thread}").status_code == 404
    act(town, "Ana", "call_off", agreement=thread)
    assert read("Ben", f"threads/{thread}").json()["place"] == ""
    assert [one["state"] for one in read("Ben", "asks").json()["items"]] == ["waiting"]
    assert read("Ana", "asks").json()["count"] == 0
    assert read("Cleo", "asks?state=no").json()["count"] == 0
