"""`timebank.give_hours`: to a member or to the pot; a gift is nobody's help and needs no return."""

from uuid import uuid4

import pytest
from tests.fixtures.towns import Town, do

from coproduce.community import ledger
from coproduce.community.base.actor import Actor
from coproduce.community.exchange.models import Ask, Contribution
from coproduce.community.ledger.queries import given_and_received
from coproduce.community.people.models import Agent, BarredPair, Membership
from coproduce.core.quantity import HOURS, KWH
from coproduce.core.refusal import Refusal

pytestmark = pytest.mark.django_db
VERB = "timebank.give_hours"


def code(outcome: object) -> str:
    return outcome.code if isinstance(outcome, Refusal) else "done"


def held(town: Town, name: str | None) -> int:
    if name is None:
        return ledger.balance(ledger.pot_account(town.community.pk, HOURS)).minor
    pk = Agent.objects.get(public_id=town.agents[name]).pk
    return ledger.balance(ledger.member_account(town.community.pk, pk, HOURS)).minor


@pytest.mark.parametrize(
    ("who", "giver", "receiver", "said"),
    [
        ("Ana", "Ana", "Ben", "done"),
        ("Ana", "Ana", None, "done"),
        ("Ana", "Ben", "Ana", "NOT_ALLOWED"),
        ("Ana", None, "Ana", "NOT_ALLOWED"),
        ("Ana", "Ana", "Ana", "SAME_ACCOUNT"),
        ("Cleo", None, "Ben", "done"),
        ("Cleo", "Ana", "Ben", "done"),
        ("Cleo", None, None, "SAME_ACCOUNT"),
    ],
)
def test_who_gives_what(town: Town, who: str, giver: str | None, receiver: str | None, said: str) -> None:
    before = held(town, giver), held(town, receiver)
    sides = {"giver": town.agents.get(giver), "receiver": town.agents.get(receiver)}
    assert code(do(VERB, town.actor(who), time=HOURS(30), **sides)) == said
    if said == "done":
        assert (held(town, giver), held(town, receiver)) == (before[0] - 30, before[1] + 30)
    assert ledger.verify()


def test_a_gift_is_nobodys_help(town: Town) -> None:
    dee: Actor = town.actor("Dee")
    asks, helped = Ask.objects.count(), Contribution.objects.count()
    do(VERB, town.actor("Ana"), time=HOURS(30), giver=town.agents["Ana"], receiver=town.agents["Dee"])
    cord = given_and_received(dee, HOURS, dee.agent_id)
    assert (cord.given.minor, cord.received.minor) == (0, 0)
    assert (Ask.objects.count(), Contribution.objects.count()) == (asks, helped)


def test_what_cannot_be_given(town: Town) -> None:
    mine = {"giver": town.agents["Ana"], "receiver": town.agents["Ben"]}
    ana = town.actor("Ana")
    assert code(do(VERB, ana, time=HOURS(0), **mine)) == "NOT_POSITIVE"
    assert code(do(VERB, ana, time=KWH(1), **mine)) == "UNIT_MISMATCH"
    assert code(do(VERB, ana, time=HOURS(1), **{**mine, "receiver": uuid4()})) == "NOT_FOUND"
    one, other = sorted(Agent.objects.filter(public_id__in=mine.values()), key=lambda agent: agent.pk)
    BarredPair.objects.create(community=town.community, one=one, other=other, since_on="2026-01-01")
    assert code(do(VERB, ana, time=HOURS(1), **mine)) == "MAY_NOT_MEET"


def test_hours_of_someone_who_leaves_go_to_the_pot(town: Town) -> None:
    from coproduce.community.base import rooms

    ana = Membership.objects.get(agent__public_id=town.agents["Ana"])
    rooms.tell("member_left", town.actor("Cleo"), ana)
    assert held(town, None) == 120
    assert held(town, "Ana") == 0
    assert code(do(VERB, town.actor("Cleo"), time=HOURS(5), receiver=town.agents["Ana"])) == "ACCOUNT_CLOSED"
    assert ledger.verify()


def test_hours_of_a_second_record_go_to_the_first(town: Town) -> None:
    from coproduce.community.base import rooms

    keep, gone = (Agent.objects.get(public_id=town.agents[name]) for name in ("Dee", "Ana"))
    rooms.tell("members_merged", town.actor("Cleo"), keep, gone, uuid4())
    assert (held(town, "Dee"), held(town, "Ana")) == (120, 0)
    assert Contribution.objects.get(community=town.community).giver == keep
    assert ledger.verify()
