"""A community's own weeks: who takes part, who is tied, what was foretold; and who may read which of it."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db.models import F
from hypothesis import given, strategies as st
from tests.fixtures.towns import NOON, TODAY, Town, do

from coproduce.community.base import clock
from coproduce.community.base.done import Done
from coproduce.community.exchange.models import Category, Contribution, Forecast
from coproduce.community.exchange.weekly.queries import foretold, own_ties, town_figures
from coproduce.community.exchange.weekly.rules import QUIET_WEEKS, WEEK, Deed, taking_part_on, weeks_of
from coproduce.community.people.models import Agent, Membership, Person
from coproduce.core.quantity import HOURS
from coproduce.core.refusal import Refusal

EVERYBODY = dict.fromkeys(range(9), TODAY - timedelta(days=999))

deeds = st.lists(
    st.builds(
        Deed, st.integers(0, 8), st.integers(0, 8), st.integers(-3, 400).map(lambda ago: TODAY - timedelta(days=ago)),
        st.booleans(),
    ),
    max_size=30,
)  # fmt: skip


@given(deeds)
def test_who_takes_part_is_who_began_less_who_stopped(told: list[Deed]) -> None:
    found = weeks_of(told, EVERYBODY, {}, TODAY)
    before = 0
    for end, part, began, brought, stopped in zip(
        found.ends, found.taking_part, found.began, found.brought, found.stopped, strict=True
    ):
        assert part == before + began - stopped == len(taking_part_on(told, end))
        assert 0 <= brought <= began
        before = part
    assert not found.ends or found.ends[-1] == TODAY
    for one in (found.stopping, found.by_word_of_mouth, found.by_the_desk):
        assert 0 <= one.k <= one.n
    assert weeks_of(told[::-1], EVERYBODY, {}, TODAY) == found


def test_who_was_brought_by_whom_and_when_somebody_stops() -> None:
    monday = date(2026, 1, 5)
    told = [
        Deed(1, 2, monday, True),  # the desk brought both
        Deed(2, 3, monday + WEEK, False),  # two, who takes part, brought three
        Deed(4, 5, monday + WEEK, False),  # both new: nobody who took part brought them
        Deed(1, 6, monday + WEEK, True),  # one took part, but it was the desk
    ]
    found = weeks_of(told, EVERYBODY, {}, monday + WEEK * 14)
    assert (found.began[:2], found.brought[:2]) == ((2, 4), (0, 1))
    quiet = found.taking_part.index(0)
    assert quiet == QUIET_WEEKS + 1, "thirteen weeks after the last of it nobody takes part"
    assert (found.stopping.k, found.stopping.n) == (6, 12), "of two weeks in which somebody could be seen to stop"


def test_members_who_left_are_not_there() -> None:
    told = [Deed(1, 2, TODAY, True)]
    assert weeks_of(told, EVERYBODY, {1: TODAY}, TODAY).here == (8,)


def thread(town: Town, giver: str, receiver: str) -> None:
    """Help agreed by the two themselves, done and confirmed."""
    kind = f"company {town.canary}"
    made = do("exchange.propose", town.actor(giver), receivers=(town.agents[receiver],), words="Tea", category=kind)
    assert isinstance(made, Done), made
    same = {"agreement": made.value.agreement}
    for verb, who, more in (
        ("agree", receiver, {}),
        ("do", giver, {"time": HOURS(60), "done_on": TODAY}),
        ("confirm", receiver, {}),
    ):
        done = do(f"exchange.{verb}", town.actor(who), **same, **more)
        assert isinstance(done, Done), (verb, done)


@pytest.mark.django_db
def test_a_tie_is_a_thread_that_was_recognised(towns: tuple[Town, Town]) -> None:
    town, other = towns
    cleo = town.actor("Cleo")
    found = own_ties(cleo, TODAY)
    assert found is not None and found.pairs == (), "what the desk wrote down is nobody's own thread"
    thread(town, "Ana", "Ben")
    thread(town, "Ben", "Ana")
    thread(town, "Tom", "Ana")
    found = own_ties(cleo, TODAY)
    assert found is not None
    assert (found.members, len(found.pairs), found.tied) == (9, 2, 3)
    assert found.mine is not None and found.mine not in {one for pair in found.pairs for one in pair}
    assert all(0 <= one < other < found.members for one, other in found.pairs)
    tom = own_ties(town.actor("Tom"), TODAY)
    assert tom is not None and tom.pairs == found.pairs
    assert [pair for pair in tom.pairs if tom.mine in pair], "the treasurer's own place"
    theirs = own_ties(other.actor("Cleo"), TODAY)
    assert theirs is not None and theirs.pairs == (), "nothing is read in another town"
    given = Contribution.objects.filter(community=town.community, giver__public_id=town.agents["Tom"])
    assert isinstance(do("exchange.correct", cleo, contribution=given.get().public_id, reason="It was another"), Done)
    found = own_ties(cleo, TODAY)
    assert found is not None and len(found.pairs) == 1, "what was taken back ties nobody"


@pytest.mark.django_db
def test_who_may_read_a_communitys_weeks_and_how_much_of_them(town: Town) -> None:
    thread(town, "Ana", "Ben")
    for name in ("Cleo", "Tom"):
        found = town_figures(town.actor(name), TODAY)
        assert found is not None and found.weeks is not None and found.members == 9
        assert found.active is not None and (found.active.k, found.active.n) == (2, 9)
    for name in ("Kim", "Rae"):
        found = town_figures(town.actor(name), TODAY)
        assert found is not None and found.weeks is None and found.active is None, "two people are too few"
        assert own_ties(town.actor(name), TODAY) is None
        assert foretold(town.actor(name), TODAY) is None
    for name in ("Ana", "Dee", "Sal", "Aud"):
        assert town_figures(town.actor(name), TODAY) is None
        assert own_ties(town.actor(name), TODAY) is None


@pytest.mark.django_db
def test_sums_of_many_are_read_by_whoever_pays(town: Town) -> None:
    here, kind = town.community, Category.objects.filter(community=town.community).first()
    agents = Agent.objects.bulk_create(Agent(community=here, name=f"Member {n}") for n in range(40))
    Membership.objects.bulk_create(
        Membership(community=here, agent=agent, person=Person.objects.create(name=agent.name), joined_on=TODAY)
        for agent in agents
    )
    Contribution.objects.bulk_create(
        Contribution(
            community=here, arena="timebank", giver=one, receiver=other, category=kind, amount=60, unit="hour",
            recorded_by=0, entry=uuid4(), effective_on=TODAY,
        )
        for one, other in zip(agents[:20:2], agents[1:20:2], strict=True)
    )  # fmt: skip
    found = town_figures(town.actor("Kim"), TODAY)
    assert found is not None and found.active is not None and found.active.k == 22


FAN: dict[str, Any] = {"low": (1, 1, 3), "middle": (2, 3, 4), "high": (4, 6, 6), "how": "Drawn on by hand"}


@pytest.mark.django_db
def test_a_forecast_is_kept_on_its_day_and_scored_when_its_weeks_have_come(towns: tuple[Town, Town]) -> None:
    town, other = towns
    with clock.at(NOON):
        kept = do("exchange.keep_forecast", town.actor("Cleo"), **FAN)
        assert isinstance(kept, Done), kept
        assert (kept.value.made_on, kept.value.weeks) == (TODAY, 3)
        refused = do("exchange.keep_forecast", town.actor("Ana"), **FAN)
        assert isinstance(refused, Refusal) and refused.code == "NOT_ALLOWED"
    [fresh] = foretold(town.actor("Tom"), TODAY) or []
    assert (fresh.real, fresh.scored.n) == ((), 0)
    [later] = foretold(town.actor("Cleo"), TODAY + WEEK * 2) or []
    assert (later.real, later.scored.k, later.scored.n) == ((2, 2), 2, 2)
    Contribution.objects.filter(community=town.community).update(effective_on=F("effective_on") - timedelta(days=90))
    [missed] = foretold(town.actor("Cleo"), TODAY + WEEK * 4) or []
    assert (missed.real, missed.scored.k) == ((0, 0, 0), 0)
    assert foretold(other.actor("Cleo"), TODAY) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"low": (1, 1)}, "NOT_A_FAN"),
        ({"middle": (2, 0, 4)}, "NOT_A_FAN"),
        ({"low": (-1, 1, 3)}, "NOT_A_FAN"),
        ({"low": (), "middle": (), "high": ()}, "NOT_A_FAN"),
        ({"how": " "}, "MISSING"),
    ],
)
def test_what_is_no_forecast_is_refused(town: Town, wrong: dict[str, Any], code: str) -> None:
    refused = do("exchange.keep_forecast", town.actor("Cleo"), **{**FAN, **wrong})
    assert isinstance(refused, Refusal) and refused.code == code
    assert not Forecast.objects.exists()
