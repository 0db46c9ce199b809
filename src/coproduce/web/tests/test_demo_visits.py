"""In the demo the ring of visiting closes by simulated people, and nothing they mean to do is refused."""

import pytest
from tests.fixtures.towns import NOON, TODAY

from coproduce.arenas.care.models import Case, Visit
from coproduce.community.base import clock
from coproduce.community.base.models import AuditRow
from coproduce.community.people.models import Community
from coproduce.web import demo


@pytest.mark.django_db
def test_the_ring_closes_by_simulated_people() -> None:
    with clock.at(NOON):
        demo.load(TODAY, size=60, days=120)
        place = Community.objects.get(slug="wenbrook")
        place.arenas = ["care"]
        place.save(update_fields=["arenas"])
        for _ in demo.live_on():
            pass
    refused = AuditRow.objects.filter(kind=AuditRow.REFUSED, verb__startswith="care.")
    assert list(refused.values_list("verb", "code")[:9]) == []
    assert Visit.objects.filter(entry__isnull=False).exists()
    assert Case.objects.filter(state="completed").exists()
    assert Case.objects.filter(generation=1).exists()
