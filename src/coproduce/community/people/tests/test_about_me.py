"""Saying of oneself what is only counted: who may, who reads it, and that it can be taken back."""

from typing import Any
from uuid import uuid4

import pytest
from tests.fixtures.towns import Town, do
from tests.journeys.mouths import signed_in

from coproduce.community.people.counting.about_me import my_answers
from coproduce.community.people.counting.languages import LANGUAGES
from coproduce.community.people.counting.rules import AGE_BANDS, DISABILITIES, NOT_SAID, SEXES
from coproduce.community.people.models import AboutMe, Membership
from coproduce.core.refusal import Refusal

pytestmark = pytest.mark.django_db
VERB = "people.say_about_me"
NOTHING = dict.fromkeys(("sex", "age_band", "disability", "language"), NOT_SAID)


def code(outcome: object) -> str:
    return outcome.code if isinstance(outcome, Refusal) else "done"


def say(town: Town, who: str, whom: str, **said: Any) -> str:
    return code(do(VERB, town.actor(who), member=town.agents[whom], **said))


@pytest.mark.parametrize(
    ("who", "said"),
    [("Ana", "done"), ("Cleo", "done"), ("Ben", "NOT_FOUND"), ("Tom", "NOT_FOUND"), ("Dee", "NOT_FOUND")],
)
def test_who_says_it(town: Town, who: str, said: str) -> None:
    assert say(town, who, "Ana", sex="woman", age_band="75 and over") == said
    told = {"sex": "woman", "age_band": "75 and over"} if said == "done" else {}
    assert my_answers(town.actor("Ana")) == NOTHING | told


def test_somebody_of_another_town_is_not_there(towns: tuple[Town, Town]) -> None:
    here, there = towns
    outcome = do(VERB, here.actor("Cleo"), member=there.agents["Ana"], sex="woman")
    assert code(outcome) == "NOT_FOUND"
    assert not AboutMe.objects.exists()


@pytest.mark.parametrize("name", NOTHING)
def test_each_answer_is_one_of_those_that_can_be_given(town: Town, name: str) -> None:
    known = {"sex": SEXES, "age_band": AGE_BANDS, "disability": DISABILITIES, "language": [*LANGUAGES, NOT_SAID]}[name]
    assert say(town, "Ana", "Ana", **{name: "purple"}) == "UNKNOWN_ANSWER"
    for answer in known:
        assert say(town, "Ana", "Ana", **{name: answer}) == "done"
        assert my_answers(town.actor("Ana")) == NOTHING | {name: answer}


def test_what_is_left_out_stays_and_all_taken_back_is_gone(town: Town) -> None:
    say(town, "Ana", "Ana", sex="woman", disability="no")
    say(town, "Cleo", "Ana", language="cy")
    assert my_answers(town.actor("Ana")) == NOTHING | {"sex": "woman", "disability": "no", "language": "cy"}
    say(town, "Ana", "Ana", sex=NOT_SAID)
    assert my_answers(town.actor("Ana")) == NOTHING | {"disability": "no", "language": "cy"}
    assert say(town, "Ana", "Ana", **NOTHING) == "done"
    assert not AboutMe.objects.exists()
    assert say(town, "Ana", "Ana", **NOTHING) == "done"


def test_it_goes_with_who_goes(town: Town) -> None:
    say(town, "Ana", "Ana", sex="woman")
    do("people.leave", town.actor("Ana"), member=town.agents["Ana"])
    assert not AboutMe.objects.exists()


def test_two_records_of_one_person_say_one_thing(town: Town) -> None:
    say(town, "Ana", "Ana", sex="woman", language="cy")
    say(town, "Cleo", "Ben", sex="man", age_band="60 to 74")
    Membership.objects.filter(agent__public_id=town.agents["Ben"]).update(
        person=Membership.objects.get(agent__public_id=town.agents["Ben"]).person
    )
    outcome = do("people.merge", town.actor("Cleo"), keep=town.agents["Ana"], gone=town.agents["Ben"])
    assert code(outcome) == "done"
    [one] = AboutMe.objects.values("membership__agent__public_id", *NOTHING)
    assert one == {
        "membership__agent__public_id": town.agents["Ana"],
        "sex": "woman",
        "age_band": "60 to 74",
        "disability": NOT_SAID,
        "language": "cy",
    }


def test_the_page_takes_it_and_takes_it_back(town: Town) -> None:
    ana, address = signed_in(town, "Ana"), f"/alder/people/{town.agents['Ana']}/about/"
    assert address in ana.get(f"/alder/people/{town.agents['Ana']}/").content.decode()
    request_id = str(uuid4())
    for _ in range(2):
        ana.post(
            address,
            {
                "request_id": request_id,
                "sex": "woman",
                "age_band": "75 and over",
                "disability": NOT_SAID,
                "language": "cy",
            },
        )
    assert my_answers(town.actor("Ana")) == {
        "sex": "woman",
        "age_band": "75 and over",
        "disability": NOT_SAID,
        "language": "cy",
    }
    page = ana.get(address).content.decode()
    assert '<option value="cy" selected>' in page
    assert ana.post(address, {"request_id": str(uuid4()), "sex": "purple"}).status_code == 422
    ana.post(address, {"request_id": str(uuid4()), **NOTHING})
    assert not AboutMe.objects.exists()


@pytest.mark.promise("What people say of themselves is counted, and shown to nobody")
def test_the_desk_takes_it_down_and_reads_nothing(town: Town) -> None:
    say(town, "Ana", "Ana", sex="woman", language="cy")
    cleo, address = signed_in(town, "Cleo"), f"/alder/people/{town.agents['Ana']}/about/"
    page = cleo.get(address).content.decode()
    assert '<option value="woman" selected>' not in page
    assert page.count('<option value="" selected>') == 4
    cleo.post(address, {"request_id": str(uuid4()), "age_band": "30 to 44"})
    assert my_answers(town.actor("Ana")) == NOTHING | {"sex": "woman", "language": "cy", "age_band": "30 to 44"}


@pytest.mark.parametrize("who", ["Ben", "Tom", "Dee"])
def test_nobody_else_has_the_page(town: Town, who: str) -> None:
    assert signed_in(town, who).get(f"/alder/people/{town.agents['Ana']}/about/").status_code == 404


@pytest.mark.promise("What people say of themselves is counted, and shown to nobody")
def test_no_list_holds_an_answer(town: Town) -> None:
    say(town, "Ana", "Ana", language="syl", sex="other word", age_band="75 and over")
    cleo = signed_in(town, "Cleo")
    for address in (
        "/api/alder/people/members",
        "/alder/people/",
        f"/alder/people/{town.agents['Ana']}/",
        "/alder/timebank/paper/directory/",
    ):
        page = cleo.get(address).content.decode()
        assert not any(word in page for word in ("syl", "Sylheti", "other word", "75 and over")), address
