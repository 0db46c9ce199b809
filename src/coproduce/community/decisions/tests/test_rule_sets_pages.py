"""How we count, on a page: members read it, the desk looks at what would change and writes down what was decided."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.fixtures.towns import TODAY, Town, do
from tests.journeys.mouths import signed_in

from coproduce.community.decisions.tests.writing import written_down
from coproduce.community.people.models import ChosenRules
from coproduce.community.people.rule_sets.queries import rule_sets_of, rules_of

pytestmark = pytest.mark.django_db

PAGE = "/alder/decisions/rules/"
TWELVE = f"{PAGE}timebank/twelve-hours/"
DECISION = "Shall we count another way kanari?"


def said(town: Town, **more: Any) -> dict[str, Any]:
    """The form of the twelve hours as it stands, with what a test changes."""
    if "decision" not in more:
        more["decision"] = str(town.decided())
    return {
        "request_id": str(uuid4()), "rule_0": "24 h", "rule_1": "366", "rule_2": "12 h", "rule_3": "", "rule_4": "",
        "rule_5": "enforce", "from_on": TODAY.isoformat(), **more,
    }  # fmt: skip


def test_members_read_the_rules_and_the_desk_may_change_them(town: Town) -> None:
    read = signed_in(town, "Ana").get(PAGE)
    assert "24 h 00" in read.content.decode()
    assert "Nobody has chosen yet" in read.content.decode()
    assert TWELVE not in read.content.decode()
    assert signed_in(town, "Ana").get(TWELVE).status_code == 404
    assert TWELVE in signed_in(town, "Cleo").get(PAGE).content.decode()


def test_what_would_change_is_shown_before_anything_is_done(town: Town) -> None:
    cleo = signed_in(town, "Cleo")
    first = cleo.get(TWELVE).content.decode()
    assert all(words in first for words in ("What would change", "No limit", "12 h 00", "It is not written down"))
    looked = cleo.post(TWELVE, said(town, rule_2="10 h", decision="", look="1"))
    assert looked.status_code == 200
    assert "10 h 00" in looked.content.decode()
    assert not ChosenRules.objects.exists()


def test_choosing_a_set_and_a_copy_of_it(town: Town) -> None:
    cleo = signed_in(town, "Cleo")
    assert cleo.post(TWELVE, said(town)).status_code == 302
    assert ChosenRules.objects.get().changed == {}
    assert cleo.post(TWELVE, said(town, rule_2="10 h", rule_0="3:00")).status_code == 302
    page = signed_in(town, "Ana").get(PAGE).content.decode()
    assert all(words in page for words in (DECISION, "Cleo kanari", "10 h 00", "3 h 00", "with changes of our own"))
    mine = cleo.get(TWELVE).content.decode()
    assert 'value="10 h 00"' in mine
    assert "Nothing yet. Change a rule below" in mine


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"decision": ""}, "Choose the decision, or write it down first."),
        ({"decision": str(UUID(int=1))}, "Choose a decision of the list"),
        ({"from_on": (TODAY - timedelta(days=1)).isoformat()}, "Rules count from today or a later day"),
        ({"from_on": ""}, "Choose a day, today or later."),
        ({"rule_0": "5 min"}, "Choose a time from 0 h 15 to 24 h 00."),
        ({"rule_0": ""}, "Write a time, like 1 h 30."),
        ({"rule_1": "0"}, "Write a whole number from 1 to 3660."),
        ({"rule_5": "shout"}, "Choose one of the list."),
        ({"rule_2": "soon"}, "is not a time"),
    ],
)
def test_what_is_put_right_first(town: Town, change: dict[str, Any], words: str) -> None:
    answer = signed_in(town, "Cleo").post(TWELVE, said(town, **change))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not ChosenRules.objects.exists()


def test_a_decision_that_holds_later_is_refused_for_an_earlier_day(town: Town) -> None:
    later = town.decided(effective_on=TODAY + timedelta(days=3))
    answer = signed_in(town, "Cleo").post(TWELVE, said(town, decision=str(later)))
    assert "That decision holds from 20 Nov 2026. Choose that day or later." in answer.content.decode()


def test_a_decision_is_written_down_on_the_way_and_cited(town: Town) -> None:
    """From the set of rules to a decision and back, with the decision chosen."""
    cleo = signed_in(town, "Cleo")
    empty = cleo.get(TWELVE).content.decode()
    link = "/alder/decisions/new/?arena=timebank&amp;rule_set=twelve-hours"
    assert "No decision is written down yet" in empty and link in empty
    done = written_down(cleo, link.replace("&amp;", "&"))
    back = re.search(rf'href="({TWELVE}\?decision=[0-9a-f-]+)"', done)
    assert back
    page = cleo.get(back[1]).content.decode()
    assert "selected>10 Nov 2026: Shall it be twelve hours? Yes." in page


def test_an_older_decision_is_cited_from_its_own_page(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    older, newer = town.decided(), town.decided(decided_on=TODAY, effective_on=TODAY, question="Newer?")
    monkeypatch.setattr("coproduce.community.decisions.rule_sets.pages.MOST_TO_CITE", 1)
    cleo = signed_in(town, "Cleo")
    assert str(newer) in cleo.get(TWELVE).content.decode() and str(older) not in cleo.get(TWELVE).content.decode()
    assert f'value="{older}" selected' in cleo.get(f"{TWELVE}?decision={older}").content.decode()


def test_there_is_no_such_set(town: Town) -> None:
    cleo = signed_in(town, "Cleo")
    for address in (f"{PAGE}timebank/invented/", f"{PAGE}invented/twelve-hours/"):
        assert cleo.get(address).status_code == 404


def test_what_is_coming_and_what_was(town: Town) -> None:
    cleo = signed_in(town, "Cleo")
    cleo.post(TWELVE, said(town))
    cleo.post(f"{PAGE}timebank/participation/", said(town, rule_5="off", rule_2="", from_on="2026-12-24"))
    page = cleo.get(PAGE).content.decode()
    for words in ("still to come", "24 Dec 2026", "What counted before"):
        assert words in page, words


def test_the_table_holds_every_rule_of_every_choice(town: Town) -> None:
    cleo = signed_in(town, "Cleo")
    cleo.post(TWELVE, said(town, rule_2="10 h"))
    rows = cleo.get(f"{PAGE}?as=csv").content.decode().splitlines()
    assert len(rows) == 1 + 2 * 6
    assert any("10 h 00" in row and ",yes," in row and DECISION in row for row in rows)


def test_eight_questions_are_enough(town: Town) -> None:
    cleo = signed_in(town, "Cleo")
    cleo.post(TWELVE, said(town))
    for address in (PAGE, TWELVE):
        with CaptureQueriesContext(connection) as asked:
            cleo.get(address)
        assert len(asked) <= 8, [one["sql"] for one in asked]


def test_a_visitor_and_another_town_read_nothing(towns: tuple[Town, Town]) -> None:
    one, other = towns
    do("decisions.choose_rules", one.actor("Cleo"), arena="timebank", rule_set="twelve-hours", from_on=TODAY,
       decision=one.decided())  # fmt: skip
    assert signed_in(other, "Cleo").get(PAGE).status_code == 404
    assert "kanari" not in signed_in(other, "Cleo").get(PAGE.replace("alder", "birch")).content.decode()


def test_going_back_to_the_set_without_our_changes(town: Town) -> None:
    cleo = signed_in(town, "Cleo")
    cleo.post(TWELVE, said(town, rule_2="10 h"))
    fresh = f"{TWELVE}?fresh=1"
    assert fresh in cleo.get(PAGE).content.decode()
    page = cleo.get(fresh).content.decode()
    assert 'value="12 h 00"' in page
    assert "10 h 00" in page  # what counts now, beside what would count then
    cleo.post(fresh, said(town))
    assert ChosenRules.objects.latest("pk").changed == {}
    assert fresh not in cleo.get(PAGE).content.decode()


@pytest.fixture
def with_a_newer_version(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The file of the time bank says that its twelve hours held until yesterday, and are fifteen from today."""
    sets = rule_sets_of("timebank")
    [old] = [one for one in sets if one.slug == "twelve-hours"]
    new = replace(old, version=2, valid_from=TODAY, values=replace(old.values, below_minutes=900))
    over = replace(old, valid_until=TODAY - timedelta(days=1))
    shipped = (*(over if one is old else one for one in sets), new)
    monkeypatch.setattr("coproduce.arenas.timebank.rules.RULE_SETS", shipped)
    rule_sets_of.cache_clear()
    yield
    monkeypatch.undo()
    rule_sets_of.cache_clear()


def test_a_newer_version_is_shown_and_changes_nothing_by_itself(town: Town, request: pytest.FixtureRequest) -> None:
    cleo = signed_in(town, "Cleo")
    cleo.post(TWELVE, said(town))
    request.getfixturevalue("with_a_newer_version")
    page = cleo.get(PAGE).content.decode()
    for words in ("There is a newer version of this set, version 2", "held until 16 Nov 2026", "12 h 00"):
        assert words in page, words
    assert rules_of(town.community.pk, "timebank", TODAY).below_minutes == 720
    cleo.post(f"{TWELVE}?fresh=1", said(town, rule_2="15 h"))
    chosen = ChosenRules.objects.latest("pk")
    assert (chosen.version, chosen.changed, chosen.values["below_minutes"]) == (2, {}, 900)
