"""In the demo families are recognised, answer before anything happens, and come to the school; nothing is refused."""

import pytest
from tests.fixtures.towns import NOON, TODAY

from coproduce.arenas.stipends.models import Attendance, Payment, Payroll
from coproduce.community.base import clock
from coproduce.community.base.models import AuditRow
from coproduce.community.exchange.models import Contribution
from coproduce.community.people.models import Community
from coproduce.web import demo


@pytest.mark.django_db
def test_the_ring_closes_by_simulated_people() -> None:
    with clock.at(NOON):
        demo.load(TODAY, size=150, days=220)
        place = Community.objects.get(slug="wenbrook")
        place.arenas = ["stipends"]
        place.save(update_fields=["arenas"])
        for _ in demo.live_on():
            pass
    refused = AuditRow.objects.filter(kind=AuditRow.REFUSED, verb__startswith="stipends.")
    assert list(refused.values_list("verb", "code")) == []
    assert Payment.objects.filter(state=Payment.PAID).exists()
    assert Payroll.objects.exclude(approved_by=None).exists()
    assert Attendance.objects.exclude(answered_on=None).exists()
    paid = Payment.objects.filter(state=Payment.PAID).values("family__agent")
    assert Contribution.objects.filter(arena="stipends", giver__in=paid).exists()
