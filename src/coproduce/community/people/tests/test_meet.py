"""Two who may not meet are kept apart, and told nothing about each other."""

import pytest
from tests.fixtures.towns import TODAY, Town

from coproduce.community.people.meet import Purpose, may_meet
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
