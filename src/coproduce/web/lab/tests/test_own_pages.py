"""The lab's pages on the community itself: its weeks and what may come, and whom to invite first."""

from datetime import timedelta

import pytest
from tests.fixtures.towns import TODAY, Town
from tests.journeys.mouths import signed_in

from coproduce.community.exchange.models import Forecast
from coproduce.web.lab import own_pages
from coproduce.web.lab.tests.test_own_town import live

pytestmark = pytest.mark.django_db

WEEKS, INVITE = "/alder/lab/weeks/", "/alder/lab/invite/"


def test_a_forecast_is_made_kept_and_drawn_beside_what_came(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own_pages, "DRAWS", 30)
    cleo = signed_in(town, "Cleo")
    young = cleo.post(WEEKS)
    assert young.status_code == 422 and "weeks are too few" in young.content.decode()
    live(town)
    first = cleo.get(WEEKS).content.decode()
    assert "Stop taking part in a week" in first and 'class="chart' not in first
    assert cleo.post(WEEKS).status_code == 303
    Forecast.objects.update(made_on=TODAY - timedelta(weeks=5))
    page = cleo.get(WEEKS).content.decode()
    assert 'class="chart' in page and page.count('class="dot-r"') == 5 and "/ 5" in page
    assert "Member 1" not in page, "nobody is named"
    assert "place=own&amp;drops_out=" in page
    assert len(cleo.get(f"{WEEKS}?as=csv").content.decode().splitlines()) == 7


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
