"""As many places stand under the thumb as a phone has room for; whoever goes to more finds the rest one tap farther."""

import pytest
from tests.fixtures.towns import Town
from tests.journeys.mouths import signed_in

from coproduce.community.people.models import Community

pytestmark = pytest.mark.django_db

NEAR = {
    "Ana": ["Hours", "Needs", "Threads"],
    "Cleo": ["Needs", "Threads", "Desk"],
    "Sal": ["Safety", "Needs", "Threads"],
}


@pytest.mark.parametrize("who", NEAR)
def test_five_at_most_stand_under_the_thumb(town: Town, who: str) -> None:
    Community.objects.filter(slug=town.slug).update(arenas=["timebank", "care"])
    page = signed_in(town, who).get(f"/{town.slug}/care/")
    places, rest = page.context["places"], page.context["rest"]
    assert [str(one["title"]) for one in places if one["is_near"]] == NEAR[who]
    assert {str(one["title"]) for one in rest} >= {"People", "Visits"}
    assert [str(one["title"]) for one in rest if one["is_here"]] == ["Visits"]


def test_where_all_of_them_fit_none_is_one_tap_farther(town: Town) -> None:
    page = signed_in(town, "Ana").get(f"/{town.slug}/")
    assert page.context["rest"] == [] and len(page.context["places"]) == 4
    assert b"<summary>" not in page.content.partition(b"</header>")[0]
