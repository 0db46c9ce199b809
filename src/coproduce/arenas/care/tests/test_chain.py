"""The chain as who reads it may: the desk whole, members without any number that tells of few."""

from datetime import timedelta

import pytest
from tests.fixtures.towns import NOON
from tests.journeys.mouths import signed_in

from coproduce.arenas.care.models import Case
from coproduce.arenas.care.pages.chain import APART
from coproduce.arenas.care.queries.chain import steps
from coproduce.arenas.care.rules import STANDARD
from coproduce.arenas.care.tests.town import Ward
from coproduce.core.stats import wilson

pytestmark = pytest.mark.django_db


def ended(ward: Ward, yes: int, no: int, not_said: int = 0) -> None:
    whose = ward.case(ward.home()).agent
    said = [*[True] * yes, *[False] * no, *[None] * not_said]
    Case.objects.bulk_create(
        Case(community=ward.town.community, agent=whose, channel=Case.PHONE, opened_at=NOON, moved_at=NOON,
             state="completed", first_visit_due_at=NOON, first_visit_at=NOON - timedelta(days=40), closed_at=NOON,
             needs_met=one)
        for one in said
    )  # fmt: skip


@pytest.mark.parametrize(("no", "not_said", "is_told"), [(8, 0, True), (2, 6, False), (0, 8, True)])
def test_what_it_could_be_tells_of_nobody(ward: Ward, no: int, not_said: int, is_told: bool) -> None:
    """From how many said yes and from which share to which it could be, how many said no can be made out."""
    ended(ward, 12, no, not_said)
    for who, sees in (("Cleo", True), ("Kim", is_told)):
        found = steps(ward.town.actor(who), STANDARD)
        assert found is not None
        [row] = found.rows
        assert (row.ended, row.met, row.harmed) == (12 + no + not_said, 12, 0)
        assert row.met_between == (wilson(12, 12 + no) if sees else None)
        assert row.harmed_between == wilson(0, 12 + no + not_said)


def test_the_drawing_is_as_tall_as_its_dots(ward: Ward) -> None:
    cleo, page = signed_in(ward.town, "Cleo"), f"/{ward.town.slug}/care/chain/"
    ended(ward, 3, 2)
    shown = cleo.get(page)
    assert shown.context["drawn"] == [] and b"<figure" not in shown.content
    ended(ward, 9, 3)
    shown = cleo.get(page)
    assert [dot["y"] for dot in shown.context["drawn"]] == [APART, APART * 2, APART * 3]
    assert shown.context["height"] == APART * 4 and b"could be" in shown.content
    assert "needs met, at least" in cleo.get(f"{page}?as=csv").content.decode()
