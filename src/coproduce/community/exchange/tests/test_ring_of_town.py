"""R from two looks for each member is R from every row there is."""

from datetime import timedelta
from random import Random
from uuid import uuid4

import pytest
from tests.fixtures.towns import TODAY, Town

from coproduce.community.exchange.figures import came_round
from coproduce.community.exchange.models import Category, Contribution
from coproduce.community.exchange.ring import Helped, return_rate
from coproduce.community.people.models import Agent, Membership, Person
from coproduce.core.stats import Suppression

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("seed", range(6))
def test_the_short_way_to_r_says_what_every_row_says(town: Town, seed: int) -> None:
    chance, here = Random(seed), town.community
    kind = Category.objects.filter(community=here).first()
    agents = Agent.objects.bulk_create(Agent(community=here, name=f"Member {n}") for n in range(40))
    for agent in agents[:30]:
        left = chance.choice([None, None, TODAY - timedelta(days=chance.randint(0, 300))])
        Membership.objects.create(
            community=here, agent=agent, person=Person.objects.create(name=agent.name), roles=["member"],
            joined_on=TODAY, left_on=left, state=Membership.LEFT if left else Membership.ACTIVE,
        )  # fmt: skip
    Contribution.objects.bulk_create(
        Contribution(
            community=here, arena=chance.choice(["timebank", "timebank", "care"]), giver=chance.choice(agents),
            receiver=chance.choice(agents), category=kind, amount=60, unit="hour", recorded_by=0, entry=uuid4(),
            effective_on=TODAY - timedelta(days=chance.choice([-3, 0, 1, 30, 30, 200, chance.randint(0, 400)])),
            corrected_by=uuid4() if chance.random() < 0.2 else None,
        )
        for _ in range(60)
    )  # fmt: skip
    rows = Contribution.objects.filter(community=here, corrected_by=None).order_by("id")
    left_on = dict(Membership.objects.filter(state=Membership.LEFT).values_list("agent", "left_on"))
    told = [Helped(row.giver_id, row.receiver_id, row.arena, row.effective_on) for row in rows]
    found = came_round(town.actor("Cleo"), "timebank", TODAY, Suppression(0))
    assert found == return_rate(told, left_on, TODAY, "timebank")
    assert found is not None
    assert found.n > 5
