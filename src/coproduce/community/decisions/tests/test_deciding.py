"""A question from the day it is put to the decision that comes of it, by each way, on the page and on paper."""

import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from tests.fixtures.towns import CAST, NOON, TODAY, Town, do, told
from tests.security.matrix import forget

from coproduce.community.base import clock, rooms
from coproduce.community.base.models import AuditRow, Outbox
from coproduce.community.base.wire import Untold
from coproduce.community.decisions.deciding.queries import turnout
from coproduce.community.decisions.deciding.rules import ProjectWanted
from coproduce.community.decisions.jobs import look_again, open_questions
from coproduce.community.decisions.models import Box, Decision, Proposal, Sheet, Voice, Voter
from coproduce.community.decisions.tests.asking import LAST_DAY, asked, counted, row_of, typed, voted
from coproduce.community.people.models import Agent, Membership
from coproduce.core.refusal import Refusal
from coproduce.interop.result_files import read_result

pytestmark = pytest.mark.django_db

#: Everybody of the cast may vote: they are members, of age.
VOTERS = len(CAST)


def code(outcome: object) -> str:
    return outcome.code if isinstance(outcome, Refusal) else "done"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({}, "done"),
        ({"question": " "}, "MISSING"),
        ({"way": "lots"}, "UNKNOWN_WAY"),
        ({"options": ("one",)}, "BAD_OPTIONS"),
        ({"options": ("one", "one")}, "BAD_OPTIONS"),
        ({"opens_on": TODAY - timedelta(1)}, "IN_THE_PAST"),
        ({"closes_on": TODAY - timedelta(1)}, "BEFORE_IT_OPENS"),
        ({"closes_on": TODAY + timedelta(200)}, "TOO_LONG"),
        ({"quorum": 101}, "OUT_OF_RANGE"),
        ({"review_on": LAST_DAY}, "TOO_SOON"),
        ({"role": "juggler"}, "UNKNOWN_ROLE"),
        ({"way": "consent"}, "MISSING"),
        ({"rounds": 2}, "OUT_OF_RANGE"),
        ({"way": "consent", "text": "So.", "rounds": 0}, "OUT_OF_RANGE"),
        ({"way": "consent", "text": "So.", "rounds": 2}, "done"),
        ({"shown_from": 0}, "OUT_OF_RANGE"),
        ({"shown_from": 1001}, "OUT_OF_RANGE"),
        ({"shown_from": 1000}, "done"),
        ({"way": "score", "highest": 11}, "OUT_OF_RANGE"),
        ({"way": "budget"}, "NO_BUDGET"),
        ({"way": "budget", "budget": Decimal(100)}, "BAD_PROJECTS"),
        ({"way": "budget", "budget": Decimal(100), "projects": (ProjectWanted("Shed", Decimal(101)),)}, "WRONG_COST"),
        ({"way": "budget", "budget": Decimal(100), "projects": (ProjectWanted("Shed", Decimal(10), "a;b"),)}, "BAD_ID"),
    ],
)
def test_what_can_be_asked(town: Town, change: dict[str, Any], said: str) -> None:
    given = {"question": "Which?", "way": "approval", "options": ("a", "b"), "opens_on": TODAY, "closes_on": LAST_DAY}
    assert code(do("decisions.propose", town.actor("Ana"), **{**given, **change})) == said
    assert Proposal.objects.count() == (said == "done")


def test_who_may_vote_is_written_down_the_day_it_opens_and_nobody_is_added(town: Town) -> None:
    Membership.objects.filter(agent__public_id=town.agents["Rae"]).update(adult_on=TODAY + timedelta(days=400))
    tomorrow = TODAY + timedelta(days=1)
    proposal = asked(town, opens_on=tomorrow)
    assert row_of(proposal).voters is None and not Voter.objects.exists()
    assert code(voted(town, proposal, "Ana", "01")) == "NOT_YET"
    Membership.objects.filter(agent__public_id=town.agents["Kim"]).update(state=Membership.LEFT)
    with clock.at(NOON + timedelta(days=1)):
        open_questions(clock.now())
        open_questions(clock.now())
        names = {one.agent.name.split()[0] for one in Voter.objects.select_related("agent")}
        assert names == {*CAST} - {"Rae", "Kim"}, "who is not of age does not vote, and whoever left does not"
        assert row_of(proposal).voters == VOTERS - 2
        assert Outbox.objects.filter(template__contains="is asked for").count() == VOTERS - 2
        Membership.objects.filter(agent__public_id=town.agents["Kim"]).update(state=Membership.ACTIVE)
        assert code(voted(town, proposal, "Kim", "01")) == "NOT_ON_THE_ROLL"
        assert code(voted(town, proposal, "Ana", "01")) == "done"


def test_whoever_votes_first_thing_opens_it(town: Town) -> None:
    proposal = asked(town, opens_on=TODAY + timedelta(days=1))
    with clock.at(NOON + timedelta(days=1)):
        assert code(voted(town, proposal, "Ana", "01")) == "done"
        open_questions(clock.now())
    assert (row_of(proposal).state, row_of(proposal).voters) == ("open", VOTERS)


def test_only_those_with_the_role_vote(town: Town) -> None:
    proposal = asked(town, role="treasurer")
    assert row_of(proposal).voters == 1
    assert code(voted(town, proposal, "Ana", "01")) == "NOT_ON_THE_ROLL"
    assert code(voted(town, proposal, "Tom", "01")) == "done"
    assert code(counted(town, proposal, on=TODAY)) == "done", "everybody has voted, so that it need not wait"


@pytest.mark.parametrize(
    ("marks", "said"),
    [
        (("01", "02"), "done"),
        ((), "done"),
        (("03",), "UNKNOWN_OPTION"),
        (("01", "01"), "TWICE"),
        (("01=2",), "NO_POINTS"),
    ],
)
def test_what_a_ballot_may_say(town: Town, marks: tuple[str, ...], said: str) -> None:
    proposal = asked(town)
    assert code(voted(town, proposal, "Ana", *marks)) == said
    assert Voter.objects.exclude(how="").count() == (said == "done"), "a ballot that is refused was not cast"


def test_one_ballot_each_and_it_stays(town: Town) -> None:
    proposal, request_id = asked(town), uuid4()
    said = {"proposal": proposal, "request_id": request_id}
    first = do("decisions.vote", town.actor("Ana"), marks=Untold(("01",)), **said)
    again = do("decisions.vote", town.actor("Ana"), marks=Untold(("02",)), **said)
    assert first.value == again.value, "sent twice, it is in once, and nothing tells whether it said the same"
    assert Box.objects.get().ballots == [[["01"], 1]]
    assert code(voted(town, proposal, "Ana", "02")) == "VOTED_ALREADY"
    with clock.at(NOON + timedelta(days=8)):
        assert code(voted(town, proposal, "Ben", "02")) == "OVER"


def test_points_are_added_and_the_first_of_two_alike_is_decided(town: Town) -> None:
    proposal = asked(town, way="score", highest=3)
    assert code(voted(town, proposal, "Ana", "01=4")) == "NOT_POINTS"
    voted(town, proposal, "Ana", "01=3", "02=1")
    voted(town, proposal, "Ben", "02=2")
    done = counted(town, proposal)
    assert Decision.objects.get(public_id=done.value.decision).result == "Sundays"


def test_a_decision_comes_of_it_that_rules_can_be_changed_by(town: Town) -> None:
    proposal = asked(town, question="Shall we count twelve hours?", options=())
    for name, mark in (("Ana", "01"), ("Ben", "01"), ("Cleo", "02")):
        voted(town, proposal, name, mark)
    assert code(counted(town, proposal, on=TODAY)) == "STILL_OPEN"
    assert code(counted(town, proposal, who="Ana")) == "NOT_ALLOWED"
    done = counted(town, proposal)
    row = Decision.objects.get(public_id=done.value.decision)
    assert (row.question, row.options, row.result) == ("Shall we count twelve hours?", ["yes", "no"], "yes")
    assert f"3 of {VOTERS}" in row.who_decided
    assert hashlib.sha256(row_of(proposal).record.encode()).hexdigest() in row.minutes.replace(" ", "")
    assert not Box.objects.exists(), "the ballots stand in the file now"
    with clock.at(datetime(2026, 11, 24, 13, tzinfo=UTC)):
        cited = do(
            "decisions.choose_rules", town.actor("Cleo"), arena="timebank", rule_set="twelve-hours", from_on=LAST_DAY,
            decision=row.public_id,
        )  # fmt: skip
    assert code(cited) == "done"
    assert code(counted(town, proposal)) == "NOT_FOUND", "it is counted once"


def test_too_few_decide_nothing_and_what_they_said_is_kept(town: Town) -> None:
    proposal = asked(town, quorum=50)
    for name in ("Ana", "Ben", "Cleo", "Dee"):
        voted(town, proposal, name, "02")
    done = counted(town, proposal)
    assert (done.value.why_not, done.value.decision, done.value.ballots) == ("quorum", None, 4)
    file = read_result(row_of(proposal).record.encode())
    assert file.says_the_same(file.counted()) and len(file.ballots) == 4
    assert counted(town, asked(town)).value.why_not == "nobody"


def test_an_objection_leads_to_a_new_round_and_while_one_stands_nothing_is_decided(town: Town) -> None:
    proposal = asked(town, way="consent", text="We close the path.", options=())

    def answers(who: str, answer: str, reason: str = "") -> str:
        return code(do("decisions.respond", town.actor(who), proposal=proposal, answer=answer, reason=reason))

    assert answers("Ben", "object") == "MISSING", "an objection has a reason"
    assert answers("Ben", "maybe") == "UNKNOWN_ANSWER"
    assert answers("Ben", "object", "It floods.") == answers("Ana", "consent") == "done"
    assert code(voted(town, proposal, "Ana", "01")) == "NOT_FOUND", "no ballot where people consent"
    more = {"proposal": proposal, "closes_on": LAST_DAY}
    assert code(do("decisions.amend", town.actor("Ben"), text="We drain the path.", **more)) == "NOT_ALLOWED"
    assert code(do("decisions.amend", town.actor("Ana"), text="We close the path.", **more)) == "NOTHING_CHANGED"
    assert told("decisions.amend", town.actor("Ana"), text="We drain the path.", **more).round == 2
    assert answers("Ben", "aside", "If it is dry.") == answers("Ana", "consent") == "done"
    done = counted(town, proposal)
    assert Decision.objects.get(public_id=done.value.decision).result == "yes"
    file = read_result(row_of(proposal).record.encode())
    assert file.texts == ("We close the path.", "We drain the path.")
    assert [one.reason for one in file.counted().rounds[0].objections] == ["It floods."]
    assert "Ben" not in row_of(proposal).record, "the file names nobody"


def test_a_standing_objection_decides_nothing_and_can_be_taken_back(town: Town) -> None:
    first, second = (asked(town, way="consent", text="We close the path.") for _ in range(2))
    for proposal in (first, second):
        do("decisions.respond", town.actor("Ben"), proposal=proposal, answer="object", reason="It floods.")
    do("decisions.respond", town.actor("Ben"), proposal=second, answer="consent")
    assert Voice.objects.filter(proposal__public_id=second).count() == 1
    assert counted(town, first).value.why_not == "objection"
    assert counted(town, second).value.why_not == ""


def test_after_the_last_round_the_same_people_vote_on_it_as_was_said_beforehand(town: Town) -> None:
    rae = Membership.objects.filter(agent__public_id=town.agents["Rae"])
    rae.update(adult_on=TODAY + timedelta(days=1))
    proposal = asked(town, way="consent", text="We close the path.", options=(), rounds=2, quorum=20)

    def objects() -> None:
        do("decisions.respond", town.actor("Ben"), proposal=proposal, answer="object", reason="It floods.")
        do("decisions.respond", town.actor("Ana"), proposal=proposal, answer="consent")

    objects()
    more = {"proposal": proposal, "closes_on": LAST_DAY}
    assert told("decisions.amend", town.actor("Ana"), text="We drain the path.", **more).round == 2
    objects()
    assert code(do("decisions.amend", town.actor("Ana"), text="We let it be.", **more)) == "TOO_MANY_ROUNDS"
    said = counted(town, proposal).value
    assert (said.why_not, said.decision) == ("vote", None)
    file = read_result(row_of(proposal).record.encode())
    assert file.says_the_same(file.counted()) and file.question.rounds == 2
    vote = row_of(said.vote)
    assert (vote.way, vote.text, vote.follows.public_id) == ("approval", "We drain the path.", proposal)
    assert (vote.voters, vote.quorum) == (VOTERS - 1, 20)
    assert Outbox.objects.filter(template__startswith="Somebody still objects").count() == VOTERS - 1
    with clock.at(datetime(2026, 11, 25, 12, tzinfo=UTC)):
        for name, mark in (("Ana", "01"), ("Ben", "02"), ("Kim", "01")):
            assert code(voted(town, said.vote, name, mark)) == "done"
        assert code(voted(town, said.vote, "Rae", "01")) == "NOT_ON_THE_ROLL", "who has come of age since is not asked"
    done = counted(town, said.vote, on=vote.closes_on)
    assert Decision.objects.get(public_id=done.value.decision).result == "yes"


def test_too_few_are_not_put_to_a_vote(town: Town) -> None:
    proposal = asked(town, way="consent", text="We close the path.", options=(), rounds=1, quorum=50)
    do("decisions.respond", town.actor("Ben"), proposal=proposal, answer="object", reason="It floods.")
    said = counted(town, proposal).value
    assert (said.why_not, said.vote) == ("quorum", None)


def test_a_budget_is_shared_out_to_the_coin(town: Town) -> None:
    projects = (ProjectWanted("A hall", Decimal("60.50")), ProjectWanted("A swing", Decimal(40)))
    proposal = asked(town, way="budget", options=(), projects=projects, budget=Decimal(110))
    for name, marks in (("Ana", ("01",)), ("Ben", ("01",)), ("Cleo", ("02",)), ("Tom", ())):
        assert code(voted(town, proposal, name, *marks)) == "done"
    done = counted(town, proposal)
    row = Decision.objects.get(public_id=done.value.decision)
    assert row.result == "2 projects for £100.50: 01, 02"
    file = read_result(row_of(proposal).record.encode())
    again = file.counted()
    assert again.shares is not None and again.shares.cost + again.shares.left == 110
    assert file.says_the_same(again)


def test_paper_and_page_are_one_vote_and_a_sheet_counts_once_two_typed_it_alike(town: Town) -> None:
    proposal = asked(town)
    ana, ben = town.agents["Ana"], town.agents["Ben"]
    assert code(do("decisions.give_paper", town.actor("Ana"), proposal=proposal, member=ana)) == "NOT_ALLOWED"
    for member in (ana, ben):
        assert code(do("decisions.give_paper", town.actor("Cleo"), proposal=proposal, member=member)) == "done"
    assert Outbox.objects.filter(template__startswith="You took a paper ballot").count() == 2
    assert code(voted(town, proposal, "Ana", "01")) == "ON_PAPER"
    assert code(do("decisions.give_paper", town.actor("Cleo"), proposal=proposal, member=ana)) == "ON_PAPER"
    voted(town, proposal, "Dee", "02")
    dee = town.agents["Dee"]
    assert code(do("decisions.give_paper", town.actor("Cleo"), proposal=proposal, member=dee)) == "VOTED_ALREADY"
    assert typed(town, proposal, "Cleo", 1, "01").value.is_typed_twice is False
    assert typed(town, proposal, "Cleo", 1, "02").value.is_typed_twice is False, "the same person mends it"
    assert typed(town, proposal, "Tom", 1, "01").value.is_alike is False
    refused = counted(town, proposal)
    assert (refused.code, refused.values) == ("SHEETS_WAIT", {"sheets": "1"})
    assert typed(town, proposal, "Tom", 1, "02").value.is_alike is True, "it was looked at again"
    assert code(typed(town, proposal, "Cleo", 1, "01")) == "TYPED_TWICE"
    for name in ("Cleo", "Tom"):
        typed(town, proposal, name, 2, is_spoilt=True)
    done = counted(town, proposal)
    assert done.value.ballots == 3
    assert Decision.objects.get(public_id=done.value.decision).result == "Mondays"


def test_papers_are_counted_as_they_were_handed_out_whoever_is_forgotten(town: Town) -> None:
    proposal = asked(town)
    for name in ("Ana", "Ben"):
        do("decisions.give_paper", town.actor("Cleo"), proposal=proposal, member=town.agents[name])
    voted(town, proposal, "Dee", "02")
    for name in ("Cleo", "Tom"):
        for sheet in (1, 2):
            typed(town, proposal, name, sheet, "01")
    for name in ("Ben", "Dee"):
        forget(town, name)
    assert Voter.objects.filter(proposal__public_id=proposal).count() == VOTERS - 2
    said = turnout(town.actor("Cleo"), row_of(proposal))
    assert (said.voters, said.voted, said.papers) == (VOTERS, 3, 2)
    assert counted(town, proposal).value.ballots == 3


def test_more_sheets_than_were_handed_out_are_not_counted(town: Town) -> None:
    proposal = asked(town)
    for name in ("Cleo", "Tom"):
        typed(town, proposal, name, 1, "01")
    assert counted(town, proposal).code == "MORE_PAPERS"


def test_a_third_hand_is_no_second_one(town: Town) -> None:
    proposal = asked(town)
    Membership.objects.filter(agent__public_id=town.agents["Dee"]).update(roles=["member", "broker"])
    typed(town, proposal, "Cleo", 1, "01")
    typed(town, proposal, "Tom", 1, "02")
    assert code(typed(town, proposal, "Dee", 1, "01")) == "TWO_HANDS"
    assert code(typed(town, proposal, "Dee", 0, "01")) == "OUT_OF_RANGE"


def test_what_is_said_is_told_to_whoever_asked(town: Town) -> None:
    proposal = asked(town)
    assert code(do("decisions.say", town.actor("Ben"), proposal=proposal, words=" ")) == "MISSING"
    assert code(do("decisions.say", town.actor("Ben"), proposal=proposal, words="Sundays are for rest.")) == "done"
    assert code(do("decisions.say", town.actor("Ana"), proposal=proposal, words="I see.")) == "done"
    [notice] = Outbox.objects.filter(template__startswith="Somebody said")
    assert Agent.objects.get(pk=notice.to_agent).public_id == town.agents["Ana"]


def test_it_is_taken_back_before_anybody_has_voted(town: Town) -> None:
    first, second = asked(town), asked(town)
    assert code(do("decisions.withdraw", town.actor("Ben"), proposal=first)) == "NOT_ALLOWED"
    assert code(do("decisions.withdraw", town.actor("Ana"), proposal=first)) == "done"
    assert code(voted(town, first, "Ana", "01")) == "NOT_FOUND"
    voted(town, second, "Ana", "01")
    assert code(do("decisions.withdraw", town.actor("Ana"), proposal=second)) == "VOTED_ON"


def test_on_its_day_it_comes_up_again_once(town: Town) -> None:
    day = LAST_DAY + timedelta(days=90)
    proposal = asked(town, review_on=day)
    voted(town, proposal, "Ben", "01")
    counted(town, proposal)
    for after in (-1, 0, 1):
        with clock.at(datetime(day.year, day.month, day.day, 12, tzinfo=UTC) + timedelta(days=after)):
            look_again(clock.now())
        assert Outbox.objects.filter(template__contains="look again").count() == 2 * (after >= 0), "Ana, and the desk"


def test_another_town_neither_votes_nor_counts(towns: tuple[Town, Town]) -> None:
    here, there = towns
    proposal = asked(here)
    assert code(voted(there, proposal, "Ana", "01")) == "NOT_FOUND"
    assert code(counted(there, proposal)) == "NOT_FOUND"
    assert code(typed(there, proposal, "Cleo", 1, "01")) == "NOT_FOUND"
    assert not Sheet.objects.exists()
    verbs = ("decisions.vote", "decisions.type_ballot", "decisions.count")
    assert not AuditRow.objects.filter(verb__in=verbs, kind="done").exists()


@pytest.mark.promise("Nobody votes for somebody else")
@pytest.mark.parametrize(
    ("verb", "said"), [("decisions.vote", {"marks": Untold(("01",))}), ("decisions.respond", {"answer": "consent"})]
)
def test_no_helper_votes_for_whom_they_help(town: Town, verb: str, said: dict[str, Any]) -> None:
    ana, ben = town.actor("Ana"), town.actor("Ben")
    more = {"way": "consent", "text": "We close the path.", "options": ()} if verb.endswith("respond") else {}
    proposal = asked(town, **more)
    assert code(do(verb, replace(ana, helped_by=ben.agent_id), proposal=proposal, **said)) == "NOT_ALLOWED"
    assert not Voter.objects.exclude(how="").exists() and not Voice.objects.exists()
    assert code(do(verb, ana, proposal=proposal, **said)) == "done", "they do it themselves"


def test_two_records_of_one_member_are_one_on_the_roll(town: Town) -> None:
    first, second = asked(town, "Ben"), asked(town, way="consent", text="We close the path.", options=())
    voted(town, first, "Ben", "01")
    for name in ("Ana", "Ben"):
        do("decisions.respond", town.actor(name), proposal=second, answer="aside")
    do("decisions.say", town.actor("Ben"), proposal=second, words="I see.")
    keep, gone = (Agent.objects.get(public_id=town.agents[name]) for name in ("Ana", "Ben"))
    rooms.tell("members_merged", town.actor("Cleo"), keep, gone, uuid4())
    assert code(voted(town, first, "Ana", "02")) == "VOTED_ALREADY"
    assert not Voter.objects.filter(agent=gone).exists() and not Voice.objects.filter(agent=gone).exists()
    assert Voice.objects.filter(agent=keep).count() == 2, "one answer, and what was said"
    assert row_of(first).proposed_by == keep
