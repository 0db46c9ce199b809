"""Choosing a way, letters printed, calls made: each allowed and refused with the same set-up."""

from datetime import timedelta
from itertools import product
from uuid import uuid4

import pytest
from tests.fixtures.towns import NOON, Town, do

from coproduce.community.base import rooms
from coproduce.community.base.done import Done
from coproduce.community.base.models import AuditRow, Outbox
from coproduce.community.notices.models import Channel
from coproduce.community.notices.queries import chosen_way, letters, of_number, readers, to_print, to_ring
from coproduce.community.notices.rules import MOST_TRIES, WAYS, way_to
from coproduce.community.notices.tests.saying import agent, membership, tell, told, work
from coproduce.core.refusal import Refusal

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(town: Town) -> Town:
    Outbox.objects.all().delete()
    return town


def code(outcome: object) -> str:
    return outcome.code if isinstance(outcome, Refusal) else "done"


@pytest.fixture
def paper(town: Town) -> Town:
    """Ana is told on paper and Ben by telephone; each has one thing to be told."""
    membership(town, "Ana", shared_email="")
    Channel.objects.create(agent=agent(town, "Ben"), kind="phone", chosen_on=NOON.date())
    tell(town, "Ana")
    tell(town, "Ben")
    work(NOON)
    return town


@pytest.mark.parametrize(
    ("who", "whose", "kind", "said"),
    [
        ("Ana", None, "paper", "done"),
        ("Ana", "Ana", "none", "done"),
        ("Ana", "Ben", "paper", "NOT_FOUND"),
        ("Cleo", "Ben", "phone", "done"),
        ("Cleo", "Ben", "pigeon", "UNKNOWN_WAY"),
        ("Dee", "Ben", "phone", "NOT_FOUND"),
    ],
)
def test_who_chooses_a_way(town: Town, who: str, whose: str | None, kind: str, said: str) -> None:
    member = {"member": town.agents[whose]} if whose else {}
    assert code(do("notices.choose_channel", town.actor(who), kind=kind, **member)) == said
    assert Channel.objects.count() == (said == "done")


def test_a_way_needs_what_it_goes_by(town: Town) -> None:
    membership(town, "Ana", shared_email="", phone="")
    assert code(do("notices.choose_channel", town.actor("Ana"), kind="email")) == "NO_ADDRESS"
    assert code(do("notices.choose_channel", town.actor("Ana"), kind="phone")) == "NO_NUMBER"
    assert code(do("notices.choose_channel", town.actor("Ana"), kind="paper")) == "done"


def test_choosing_again_takes_the_place_of_the_first(town: Town) -> None:
    for kind in ("paper", "none"):
        do("notices.choose_channel", town.actor("Ana"), kind=kind)
    assert Channel.objects.get().kind == "none"


def test_nobody_of_another_town_is_chosen_for(towns: tuple[Town, Town]) -> None:
    here, there = towns
    assert (
        code(do("notices.choose_channel", here.actor("Cleo"), member=there.agents["Ana"], kind="paper")) == "NOT_FOUND"
    )


def test_the_database_says_the_way_as_the_rule_does(town: Town) -> None:
    ana = membership(town, "Ana")
    asked = product(("", *WAYS), ("a@b.example", ""), ("01632 960 001", ""), ("a@b.example", "old@b.example", ""))
    for chosen, email, phone, lost in asked:
        membership(town, "Ana", shared_email=email, phone=phone, lost_email=lost)
        Channel.objects.all().delete()
        if chosen:
            Channel.objects.create(agent=ana.agent, kind=chosen, chosen_on=NOON.date())
        assert chosen_way(ana) == way_to(chosen, has_email=bool(email) and email != lost, has_phone=bool(phone))


@pytest.mark.parametrize(("who", "said"), [("Cleo", "done"), ("Ana", "NOT_ALLOWED"), ("Dee", "NOT_ALLOWED")])
def test_letters_printed_count_as_sent(paper: Town, who: str, said: str) -> None:
    [notice] = told(paper, "Ana")
    marked = do("notices.mark_printed", paper.actor(who), members=(paper.agents["Ana"],), up_to=notice.pk)
    assert code(marked) == said
    notice.refresh_from_db()
    assert notice.sent_by == ("paper" if said == "done" else "")
    assert to_print(paper.community.pk).count() == (said != "done")


def test_what_came_after_the_page_is_not_printed(paper: Town) -> None:
    first = told(paper, "Ana")[0].pk
    tell(paper, "Ana")
    work(NOON)
    done = do("notices.mark_printed", paper.actor("Cleo"), members=(paper.agents["Ana"],), up_to=first)
    assert isinstance(done, Done)
    assert (done.value.members, done.value.notices) == (1, 1)
    assert [one.sent_by for one in told(paper, "Ana")] == ["paper", ""]


def test_a_printed_letter_is_found_by_its_number(paper: Town) -> None:
    cleo = paper.actor("Cleo")
    [notice] = told(paper, "Ana")
    assert list(of_number(cleo, notice.pk)) == [notice]
    do("notices.mark_printed", cleo, members=(paper.agents["Ana"],), up_to=notice.pk)
    assert list(of_number(cleo, notice.pk)) == [notice]
    assert not of_number(cleo, notice.pk + 1000)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({}, "done"),
        ({"up_to": 0}, "NOT_FOUND"),
        ({"up_to": 2**63}, "NOT_FOUND"),
        ({"members": ()}, "WRONG_LENGTH"),
        ({"members": (uuid4(),)}, "NOT_FOUND"),
    ],
)
def test_what_can_be_marked(paper: Town, change: dict, said: str) -> None:
    arguments = {"members": (paper.agents["Ana"],), "up_to": told(paper, "Ana")[0].pk, **change}
    assert code(do("notices.mark_printed", paper.actor("Cleo"), **arguments)) == said


@pytest.mark.parametrize(("who", "said"), [("Cleo", "done"), ("Ana", "NOT_ALLOWED"), ("Tom", "NOT_ALLOWED")])
def test_who_was_rung_has_been_told(paper: Town, who: str, said: str) -> None:
    [notice] = told(paper, "Ben")
    assert code(do("notices.mark_rung", paper.actor(who), member=paper.agents["Ben"], up_to=notice.pk)) == said
    notice.refresh_from_db()
    assert notice.sent_by == ("phone" if said == "done" else "")
    assert told(paper, "Ana")[0].sent_by == ""


def test_whom_the_desk_writes_to_and_rings(paper: Town) -> None:
    """On paper who has no e-mail; by telephone who likes it so; both lists when it cannot wait, or e-mail failed."""
    cleo, here = paper.actor("Cleo"), paper.community.pk

    def names(notices: object) -> list[str]:
        return [member.agent.name.split()[0] for member in readers(cleo, notices)]  # type: ignore[arg-type]

    assert (names(to_print(here)), names(to_ring(here))) == (["Ana"], ["Ben"])
    tell(paper, "Ana", urgent=True)
    tell(paper, "Dee")
    work(NOON)
    assert names(to_ring(here)) == ["Ana", "Ben"]
    agent(paper, "Dee").notices.update(attempts=MOST_TRIES)
    assert names(to_ring(here)) == ["Ana", "Ben", "Dee"]
    membership(paper, "Dee", phone="")
    assert (names(to_print(here)), names(to_ring(here))) == (["Ana", "Dee"], ["Ana", "Ben"])
    membership(paper, "Ana", state="paused")
    assert (names(to_print(here)), names(to_ring(here))) == (["Ana", "Dee"], ["Ana", "Ben"])
    membership(paper, "Ana", state="left")
    assert (names(to_print(here)), names(to_ring(here))) == (["Dee"], ["Ben"])


def test_only_the_desk_reads_letters_and_it_is_written_down(paper: Town) -> None:
    assert not readers(paper.actor("Ana"), to_print(paper.community.pk))
    cleo = paper.actor("Cleo")
    waiting = to_print(paper.community.pk)
    [letter] = letters(cleo, readers(cleo, waiting), waiting, "letters")
    assert letter.number == told(paper, "Ana")[0].pk
    row = AuditRow.objects.filter(kind=AuditRow.READ, verb="notices.read_letters").get()
    assert row.subjects == [agent(paper, "Ana").pk]


def test_a_long_letter_counts_what_is_older(paper: Town) -> None:
    for _ in range(14):
        tell(paper, "Ana")
    work(NOON + timedelta(minutes=1))
    waiting = to_print(paper.community.pk)
    cleo = paper.actor("Cleo")
    [letter] = letters(cleo, readers(cleo, waiting), waiting, "letters")
    assert (len(letter.notices), letter.older) == (12, 3)


def test_two_records_of_one_person_are_told_as_one(paper: Town) -> None:
    do("notices.choose_channel", paper.actor("Ana"), kind="phone")
    tell(paper, "Ana")
    rooms.tell("members_merged", paper.actor("Cleo"), agent(paper, "Ben"), agent(paper, "Ana"), uuid4())
    work(NOON)
    assert (len(told(paper, "Ana")), len(told(paper, "Ben"))) == (0, 3)
    assert Channel.objects.get().agent == agent(paper, "Ben")
