"""The lab's pages on the community itself: its weeks and what may come, and whom to invite first."""

from datetime import timedelta
from typing import Any

import pytest
from tests.fixtures.towns import TODAY, Town, do
from tests.journeys.mouths import signed_in

from coproduce.community.base import clock
from coproduce.community.exchange.models import Forecast
from coproduce.community.people.models import Membership
from coproduce.core.refusal import Refusal
from coproduce.web.lab import jobs
from coproduce.web.lab.models import Wanted
from coproduce.web.lab.tests.test_own_town import live

pytestmark = pytest.mark.django_db

WEEKS, INVITE = "/alder/lab/weeks/", "/alder/lab/invite/"


def test_a_forecast_is_made_by_the_worker_kept_and_drawn_beside_what_came(
    town: Town, monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries: Any
) -> None:
    monkeypatch.setattr(jobs, "TRIED", 30)
    cleo = signed_in(town, "Cleo")
    assert cleo.post(WEEKS).status_code == 303
    coming = cleo.get(f"{WEEKS}?wanted=1")
    assert "is being made" in coming.content.decode() and coming["Refresh"] == "5"
    assert cleo.post(WEEKS).status_code == 422, "one at a time"
    jobs.foretell_next(clock.now())
    young = cleo.get(f"{WEEKS}?wanted=1")
    assert "weeks are too few" in young.content.decode() and "Refresh" not in young
    live(town)
    first = cleo.get(WEEKS).content.decode()
    assert "Stop taking part in a week" in first and 'class="chart' not in first
    assert cleo.post(WEEKS).status_code == 303
    jobs.foretell_next(clock.now())
    assert not Wanted.objects.exists()
    Forecast.objects.update(made_on=TODAY - timedelta(weeks=5))
    with django_assert_max_num_queries(8):
        page = cleo.get(WEEKS).content.decode()
    assert 'class="chart' in page and page.count('class="dot-r"') == 5 and "/ 5" in page
    assert "Member 1" not in page, "nobody is named"
    assert "place=own&amp;drops_out=" in page
    assert len(cleo.get(f"{WEEKS}?as=csv").content.decode().splitlines()) == 7


def test_who_may_want_a_forecast_and_what_becomes_of_it_when_they_have_gone(town: Town) -> None:
    for who, may in (("Ana", False), ("Rae", False), ("Tom", True)):
        outcome = do("lab.want_forecast", town.actor(who))
        assert isinstance(outcome, Refusal) != may
    live(town)
    Membership.objects.filter(agent=Wanted.objects.get().asked_by).update(roles=["member"])
    jobs.foretell_next(clock.now())
    assert not Wanted.objects.exists() and not Forecast.objects.exists(), "who lost the role is foretold nothing"


def test_who_sees_sums_alone_foretells_nothing(town: Town) -> None:
    live(town)
    assert signed_in(town, "Ana").get(WEEKS).status_code == 404
    rae = signed_in(town, "Rae")
    assert "What may come" not in rae.get(WEEKS).content.decode()
    assert rae.post(WEEKS).status_code == 404
    assert not Forecast.objects.exists()


def test_five_ways_on_a_page(town: Town) -> None:
    cleo = signed_in(town, "Cleo")
    assert signed_in(town, "Ana").get(INVITE).status_code == 404
    none = cleo.get(f"{INVITE}?count=5&chance=0.2")
    assert none.status_code == 422 and "no ties to go by" in none.content.decode()
    live(town)
    assert "<table" not in cleo.get(INVITE).content.decode()
    page = cleo.get(f"{INVITE}?count=5&chance=0.2").content.decode()
    assert "5 of 69 members invited first" in page and 'class="chart' in page and page.count('<th scope="row">') == 5
    assert "Member 1" not in page
    assert len(cleo.get(f"{INVITE}?count=5&chance=0.2&as=csv").content.decode().splitlines()) == 6
    few = signed_in(town, "Rae").get(f"{INVITE}?count=2&chance=0.01").content.decode()
    assert "<td>–</td>" in few and 'class="chart' not in few
    assert cleo.get(f"{INVITE}?count=0&chance=0.2").status_code == 422
