"""A community and the model: whom to invite on its own ties, what may come of its own weeks, from the command line."""

import json
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import numpy as np
import pytest
from tests.fixtures.towns import TODAY, Town

from coproduce.cli.tests.running import coproduce
from coproduce.community.exchange.models import Agreement, Category, Contribution, Forecast
from coproduce.community.people.models import Agent, Membership, Person
from coproduce.economy.comparing import StudyError
from coproduce.web.lab.foretelling import foretell
from coproduce.web.lab.inviting import whom_to_invite

pytestmark = pytest.mark.django_db

WEEKS = 40


def live(town: Town, people: int = 60) -> None:
    """Forty weeks in which more and more help each other by threads of their own, each the next."""
    here = town.community
    kind = Category.objects.filter(community=here).first()
    agents = Agent.objects.bulk_create(Agent(community=here, name=f"Member {n}") for n in range(people))
    since = TODAY - timedelta(weeks=WEEKS)
    Membership.objects.bulk_create(
        Membership(community=here, agent=agent, person=Person.objects.create(name=agent.name), joined_on=since)
        for agent in agents
    )
    rows: list[tuple[int, int, date]] = []
    for week in range(WEEKS):
        many = 10 + week * 3 // 4
        rows += [
            (n, (n + 1 + week % 3) % many, since + timedelta(weeks=week, days=3)) for n in range(week % 4, many, 4)
        ]
    for giver, receiver, day in rows:
        thread = Agreement.objects.create(
            community=here, arena="timebank", category=kind, words="Tea", state=Agreement.RECOGNISED,
            proposed_at=f"{day}T12:00Z",
        )  # fmt: skip
        Contribution.objects.create(
            community=here, arena="timebank", giver=agents[giver], receiver=agents[receiver], category=kind, amount=60,
            unit="hour", recorded_by=0, entry=uuid4(), effective_on=day, agreement=thread,
        )  # fmt: skip


def test_five_ways_of_inviting_on_a_communitys_own_ties(town: Town) -> None:
    with pytest.raises(StudyError, match="no ties to go by"):
        whom_to_invite(town.actor("Cleo"), TODAY, 3, chance=0.2, seed=1)
    live(town)
    found = whom_to_invite(town.actor("Cleo"), TODAY, 5, chance=0.2, seed=1)
    assert found is not None and found.members == 69 and found.tied <= 39 and found.pairs > 20
    reached = {way.how: way for way in found.ways}
    assert len(reached) == 5
    for way in found.ways:
        assert way.reached is not None and way.low is not None and way.high is not None
        assert 5 <= way.low <= way.reached <= way.high <= found.members
    assert (reached["greedy"].reached or 0) > (reached["random"].reached or 0)
    assert whom_to_invite(town.actor("Ana"), TODAY, 5, chance=0.2, seed=1) is None
    with pytest.raises(ValueError, match="no more than there are"):
        whom_to_invite(town.actor("Cleo"), TODAY, 500, chance=0.2, seed=1)


def test_who_sees_sums_alone_reads_no_small_reach(town: Town) -> None:
    live(town)
    few = whom_to_invite(town.actor("Rae"), TODAY, 2, chance=0.01, seed=1)
    assert few is not None and {way.reached for way in few.ways} == {None}, "two or three people are too few"
    many = whom_to_invite(town.actor("Rae"), TODAY, 20, chance=0.1, seed=1)
    assert many is not None and all((way.reached or 0) >= 20 for way in many.ways)


def test_a_forecast_goes_on_from_today_and_holds_what_came(town: Town) -> None:
    live(town)
    cleo = town.actor("Cleo")
    then = TODAY - timedelta(weeks=8)
    fan = foretell(cleo, then, ahead=8, seed=1, draws=40)
    assert fan is not None
    assert all(low <= middle <= high for low, middle, high in zip(fan.low, fan.middle, fan.high, strict=True))
    assert abs(fan.middle[0] - fan.seen[-1]) <= 3, "it begins where the weeks that were end"
    whole = foretell(cleo, TODAY, ahead=1, seed=1, draws=40)
    assert whole is not None
    came = np.array(whole.seen[-8:])
    assert ((np.array(fan.low) - 3 <= came) & (came <= np.array(fan.high) + 3)).mean() >= 0.75
    assert foretell(cleo, then, ahead=8, seed=1, draws=40) == fan, "the same seed, the same fan"
    for name in ("Ana", "Kim", "Rae"):
        assert foretell(town.actor(name), TODAY) is None


def test_a_young_community_is_told_why_there_is_none(town: Town) -> None:
    with pytest.raises(StudyError, match="weeks are too few"):
        foretell(town.actor("Cleo"), TODAY)


def said(town: Town, name: str, *words: object) -> dict[str, Any]:
    done = coproduce("economy", *words, "--community", town.slug, "--as", town.email(name), "--json")
    assert done.exit_code == 0, done.output
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def test_by_command_kept_and_scored_later(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    young = said(town, "Cleo", "town")
    assert young["forecast"] is None and "too few" in young["why"]
    live(town)
    told = said(town, "Cleo", "town", "--draws", 30, "--ahead", 4, "--keep")
    assert len(told["forecast"]["middle"]) == 4 and len(told["figures"]) == 6 and not told["is_demo"]
    assert told["kept"] == str(Forecast.objects.get().public_id)
    Forecast.objects.update(made_on=TODAY - timedelta(weeks=3))
    again = said(town, "Tom", "town", "--draws", 30, "--ahead", 4)
    assert again["earlier"][0]["scored"]["n"] == 3
    ways = said(town, "Cleo", "seed", "--count", 3)["rows"]
    assert len(ways) == 5 and not any("Member" in json.dumps(way) for way in ways), "nobody is named"


def test_in_words(town: Town) -> None:
    live(town)
    here = ("--community", town.slug, "--as", town.email("Cleo"))
    place = town.community
    place.is_demo = True
    place.save()
    shown = " ".join(coproduce("economy", "town", "--draws", 30, "--ahead", 4, "--keep", *here).stdout.split())
    assert "(demo)" in shown and "Simulated" in shown and "Kept as" in shown
    assert "(demo)" in coproduce("economy", "seed", "--count", 3, *here).stdout
    sums = coproduce("economy", "town", "--community", town.slug, "--as", town.email("Kim"))
    assert sums.exit_code == 0 and "may come" not in sums.stdout
    for words, sentence in (
        (("town", "--community", town.slug, "--as", town.email("Ana")), "its desk and treasurer"),
        (("seed", "--community", town.slug, "--as", town.email("Ana")), "its desk and treasurer"),
        (("seed", "--community", town.slug), "Say who reads it"),
        (("seed",), "Say whose ties"),
        (("seed", "--ties", __file__, *here), "Say whose ties"),
    ):
        refused = coproduce("economy", *words)
        assert refused.exit_code != 0 and sentence in refused.output, words
