"""In the demo the ring of learning closes by simulated people, and nothing they mean to do is refused."""

import pytest
from tests.fixtures.towns import NOON, TODAY

from coproduce.arenas.learning.models import Pair, Session
from coproduce.community.base import clock
from coproduce.community.base.models import AuditRow
from coproduce.community.people.models import Community
from coproduce.web import demo


@pytest.mark.django_db
def test_the_ring_closes_by_simulated_people() -> None:
    with clock.at(NOON):
        demo.load(TODAY, size=150, days=150)
        place = Community.objects.get(slug="wenbrook")
        place.arenas = ["learning"]
        place.save(update_fields=["arenas"])
        for _ in demo.live_on():
            pass
    assert Session.objects.filter(entry__isnull=False).exists()
    assert Pair.objects.filter(maintain_on__isnull=False).exists()
    assert not AuditRow.objects.filter(kind=AuditRow.REFUSED, verb__startswith="learning.").exists()
