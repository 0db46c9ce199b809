"""Two records made one that had to do with each other, and hours put right after somebody has gone."""

from typing import Any
from uuid import UUID

import pytest
from tests.fixtures.towns import TODAY, Town, do

from coproduce.community import ledger
from coproduce.community.base.done import Done
from coproduce.community.exchange.models import Agreement, Contribution
from coproduce.community.people.models import Agent
from coproduce.core.quantity import HOURS
from coproduce.core.refusal import Refusal

pytestmark = pytest.mark.django_db


def code(outcome: object) -> str:
    return outcome.code if isinstance(outcome, Refusal) else "done"


def act(town: Town, verb: str, /, **more: Any) -> Any:
    outcome = do(verb, town.actor("Cleo"), **more)
    assert isinstance(outcome, Done), outcome
    return outcome.value


def held(town: Town, name: str) -> int:
    agent = Agent.objects.get(public_id=town.agents[name])
    return ledger.balance(ledger.member_account(town.community.pk, agent.pk, HOURS)).minor


def pot(town: Town) -> int:
    return ledger.balance(ledger.pot_account(town.community.pk, HOURS)).minor


def merge(town: Town, keep: str, gone: str) -> object:
    return do("people.merge", town.actor("Cleo"), keep=town.agents[keep], gone=town.agents[gone])


def together(town: Town, givers: tuple[str, ...], receivers: tuple[str, ...]) -> UUID:
    """Help of several, recognised: the thread."""
    people = {
        "givers": tuple(town.agents[name] for name in givers),
        "receivers": tuple(town.agents[name] for name in receivers),
    }
    thread = act(town, "exchange.propose", category="Lifts", arena="timebank", **people).agreement
    for name in (*givers, *receivers):
        if act(town, "exchange.agree", agreement=thread, for_=town.agents[name]).state == Agreement.AGREED:
            break
    for name in givers:
        act(town, "exchange.do", agreement=thread, time=HOURS(60), done_on=TODAY, for_=town.agents[name])
    for name in receivers:
        act(town, "exchange.confirm", agreement=thread, for_=town.agents[name])
    return thread


def test_help_between_two_records_of_one_person_is_taken_back(town: Town) -> None:
    """The fixture's Ana helped Ben for two hours; she also helped Dee for one and a half."""
    act(town, "timebank.record_for", **town.help("Ana", "Dee"))
    assert code(merge(town, "Ana", "Ben")) == "done"
    assert (held(town, "Ana"), held(town, "Ben")) == (90, 0)
    own = Contribution.objects.get(giver=Agent.objects.get(public_id=town.agents["Ana"]), corrected_by=None)
    assert own.receiver.public_id == town.agents["Dee"]
    assert ledger.verify()


def test_where_others_took_part_the_desk_says_what_is_right(town: Town) -> None:
    thread = together(town, ("Tom",), ("Kim", "Rae"))
    assert code(merge(town, "Tom", "Kim")) == "HELPED_EACH_OTHER"
    assert not Agent.objects.get(public_id=town.agents["Kim"]).merged_into
    one = Contribution.objects.filter(agreement__public_id=thread).first()
    assert one is not None
    act(town, "exchange.correct", contribution=one.public_id, reason="Kim was not there")
    assert code(merge(town, "Tom", "Kim")) == "done"
    assert ledger.verify()


def test_two_records_on_one_side_of_one_entry_become_one(town: Town) -> None:
    thread = together(town, ("Tom", "Kim"), ("Rae",))
    both = [row.amount for row in Contribution.objects.filter(agreement__public_id=thread)]
    assert (len(both), held(town, "Rae")) == (2, -sum(both))
    assert code(merge(town, "Tom", "Kim")) == "done"
    row = Contribution.objects.get(agreement__public_id=thread)
    assert (row.giver.public_id, row.amount) == (town.agents["Tom"], sum(both))
    assert (held(town, "Tom"), held(town, "Kim")) == (sum(both), 0)
    act(town, "exchange.correct", contribution=row.public_id, time=HOURS(30), reason="half an hour")
    assert (held(town, "Tom"), held(town, "Kim"), held(town, "Rae")) == (30, 0, -30)
    assert ledger.verify()


def test_what_two_records_agreed_with_each_other_is_called_off(town: Town) -> None:
    thread = act(town, "exchange.propose", need=town.needs[0], givers=(town.agents["Ana"],), arena="timebank").agreement
    assert code(merge(town, "Ana", "Ben")) == "done"
    assert Agreement.objects.get(public_id=thread).state == Agreement.CALLED_OFF


@pytest.mark.parametrize(("time", "left_behind"), [(HOURS(30), 30), (None, 0)])
def test_hours_are_put_right_after_somebody_left(town: Town, time: Any, left_behind: int) -> None:
    act(town, "people.leave", member=town.agents["Ana"])
    assert pot(town) == 120
    found = Contribution.objects.get(community=town.community)
    act(town, "exchange.correct", contribution=found.public_id, time=time, reason="It was shorter")
    assert (held(town, "Ana"), held(town, "Ben"), pot(town)) == (0, -left_behind, left_behind)
    gift = do("timebank.give_hours", town.actor("Cleo"), time=HOURS(5), receiver=town.agents["Ana"])
    assert code(gift) == "ACCOUNT_CLOSED"
    assert ledger.verify()


def test_hours_are_put_right_after_two_records_became_one_and_then_left(town: Town) -> None:
    act(town, "people.merge", keep=town.agents["Dee"], gone=town.agents["Ana"])
    found = Contribution.objects.get(community=town.community)
    act(town, "exchange.correct", contribution=found.public_id, time=HOURS(90), reason="It was shorter")
    assert (held(town, "Dee"), held(town, "Ana"), held(town, "Ben"), pot(town)) == (90, 0, -90, 0)
    act(town, "people.leave", member=town.agents["Dee"])
    again = Contribution.objects.get(community=town.community, corrected_by=None)
    act(town, "exchange.correct", contribution=again.public_id, reason="It had not happened")
    assert (held(town, "Dee"), held(town, "Ana"), held(town, "Ben"), pot(town)) == (0, 0, 0, 0)
    assert ledger.verify()


def test_a_correction_that_is_refused_leaves_the_account_closed(town: Town) -> None:
    act(town, "people.leave", member=town.agents["Ana"])
    found = Contribution.objects.get(community=town.community)
    said = {"contribution": found.public_id, "time": HOURS(60 * 25), "reason": "It was longer"}
    assert code(do("exchange.correct", town.actor("Cleo"), **said)) == "TOO_LARGE"
    gift = do("timebank.give_hours", town.actor("Cleo"), time=HOURS(5), receiver=town.agents["Ana"])
    assert code(gift) == "ACCOUNT_CLOSED"
    assert pot(town) == 120
