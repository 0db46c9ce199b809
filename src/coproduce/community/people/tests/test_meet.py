"""Two who may not meet are kept apart, and told nothing about each other."""

import itertools

import pytest
from tests.fixtures.towns import TODAY, Town

from coproduce.community.people.meet import Purpose, may_all_meet, may_meet, those_to_meet
from coproduce.community.people.models import Agent, BarredPair, Membership

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("state", "purpose", "is_fine"),
    [
        ("active", "agree", True),
        ("active", "record", True),
        ("paused", "agree", False),
        ("paused", "contact", False),
        ("paused", "record", True),
        ("left", "record", False),
        ("applied", "record", False),
        ("left", "agree", False),
    ],
)
def test_states(town: Town, state: str, purpose: Purpose, is_fine: bool) -> None:
    ana, ben = (Agent.objects.get(public_id=town.agents[name]).pk for name in ("Ana", "Ben"))
    assert may_meet(ana, ben, "agree") is None
    Membership.objects.filter(agent=ben).update(state=state)
    for pair in ((ana, ben), (ben, ana)):
        assert (may_meet(*pair, purpose) is None) is is_fine


@pytest.mark.promise("Two who may not meet are never brought together")
def test_a_barred_pair_is_told_the_same_as_everybody(town: Town) -> None:
    ana, ben = (Agent.objects.get(public_id=town.agents[name]).pk for name in ("Ana", "Ben"))
    Membership.objects.filter(agent=ben).update(state="left")
    gone = may_meet(ana, ben, "record")
    Membership.objects.filter(agent=ben).update(state="active")
    one, other = sorted((ana, ben))
    BarredPair.objects.create(community=town.community, one_id=one, other_id=other, since_on=TODAY)
    assert may_meet(ben, ana, "record") == gone


@pytest.mark.parametrize("purpose", ["agree", "contact", "record"])
def test_those_to_meet_are_those_who_may(town: Town, purpose: Purpose) -> None:
    pks = dict(Agent.objects.filter(community=town.community).values_list("name", "pk"))
    states = zip(sorted(pks), itertools.cycle(["active", "paused", "left", "applied", "active"]), strict=False)
    for name, state in states:
        Membership.objects.filter(agent=pks[name]).update(state=state)
    everybody = sorted(pks.values())
    active = list(Membership.objects.filter(state="active").order_by("agent").values_list("agent", flat=True))
    one, other = active[:2]
    BarredPair.objects.create(community=town.community, one_id=one, other_id=other, since_on=TODAY)
    told = {a: {one.agent_id for one in those_to_meet(a, everybody, purpose)} for a in everybody}
    assert told == {a: {b for b in everybody if b != a and may_meet(a, b, purpose) is None} for a in everybody}
    assert other not in told[one]
    assert any(told.values())


@pytest.mark.parametrize("purpose", ["agree", "record"])
def test_many_may_meet_where_each_two_may(town: Town, purpose: Purpose) -> None:
    everybody = sorted(Agent.objects.filter(community=town.community).values_list("pk", flat=True))
    one, other, resting = everybody[:3]
    Membership.objects.filter(agent=resting).update(state="paused")
    BarredPair.objects.create(community=town.community, one_id=one, other_id=other, since_on=TODAY)
    sides = [side for size in range(3) for side in itertools.combinations(everybody, size)]
    apart = [(some, rest) for some in sides for rest in sides if not set(some) & set(rest)]
    by_twos = {(some, rest): all(may_meet(a, b, purpose) is None for a in some for b in rest) for some, rest in apart}
    assert {pair: may_all_meet(*pair, purpose) is None for pair in apart} == by_twos
    assert set(by_twos.values()) == {True, False}
