"""Simulated people answer harm week by week, and leave nothing of it; the same chance gives the same evening."""

from datetime import date, timedelta
from random import Random
from uuid import UUID

import pytest
from tests.fixtures.towns import NOON, TODAY, Town, do

from coproduce.arenas.justice.behaviour import evening
from coproduce.arenas.justice.behaviour.seen import Circles
from coproduce.arenas.justice.models import Matter, Seat, Tally
from coproduce.arenas.justice.seeing import seen
from coproduce.community.base import clock, rooms
from coproduce.community.exchange.behaviour import Town as Seen
from coproduce.community.people.models import Community, Membership
from coproduce.core.intent import Someone, temper


def test_the_same_chance_gives_the_same_evening() -> None:
    people = tuple(Someone(UUID(int=number), *temper(1, number)) for number in range(1, 101))
    town = Seen(
        "justice", people, own=Circles((people[0].id, people[9].id), tuple(one.id for one in people[1:8]), training="x")
    )
    day = date(2026, 11, 17)
    evenings = [evening(town, day, Random(seed)) for seed in range(20)]
    assert evenings == [evening(town, day, Random(seed)) for seed in range(20)]
    assert any(one.verb == "justice.report" for some in evenings for one in some)


def test_of_those_who_were_asked_one_in_eight_was_heard_once_and_says_so() -> None:
    people = tuple(Someone(UUID(int=number), *temper(1, number)) for number in range(1, 101))
    asked = frozenset(one.id for one in people)
    for willing, low, high in ((asked, 15, 85), (frozenset(), 0, 0)):
        town = Seen("justice", people, own=Circles((people[0].id, people[9].id), training="x"), willing=willing)
        said = [one for seed in range(400) for one in evening(town, date(2026, 11, 17), Random(seed))]
        assert low <= sum(one.arguments.get("scope") == "circle-been-through" for one in said) <= high


@pytest.mark.django_db
def test_a_town_of_nine_answers_harm_and_seals_it(town: Town) -> None:
    """The cast lives so for a year of Tuesdays: every verb on the way is done, and what is over is gone."""
    Community.objects.filter(slug=town.slug).update(arenas=["timebank", "justice"])
    place, done = town.community, set()
    for number, row in enumerate(Membership.objects.filter(community=place)):
        row.phone = f"01632 960 {100 + number}"
        row.save()
    people = tuple(Someone(agent, "both", False) for agent in town.agents.values())
    names = {agent: name for name, agent in town.agents.items()}
    for week in range(40):
        day = TODAY + timedelta(days=7 * week)
        with clock.at(NOON + timedelta(days=7 * week)):
            for one in evening(Seen("justice", people, own=seen(place)), day, Random(week)):
                actor = town.actor(names[one.by] if one.by else "Cleo")
                if not hasattr(do(one.verb, actor, **one.arguments), "code"):
                    done.add(one.verb)
    words = "report choose_part accept draw_panel write_agreement agree say_part say_heard close seal_due"
    wanted = {f"justice.{word}" for word in words.split()}
    assert wanted <= done <= set(rooms.verbs())
    assert Tally.objects.get(what="kept").number > 1
    assert Matter.objects.count() <= 4 and not Seat.objects.exclude(matter__in=Matter.objects.all()).exists()
