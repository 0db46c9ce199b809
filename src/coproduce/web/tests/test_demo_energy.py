"""In the demo roofs and homes share, a month is settled and its books hold, and whoever has a roof shows it."""

import pytest
from django.db.models import Sum
from tests.fixtures.towns import NOON, TODAY

from coproduce.arenas.energy.models import SharedMonth, SharingTerms, Statement
from coproduce.community import ledger
from coproduce.community.base import clock
from coproduce.community.base.models import AuditRow
from coproduce.community.exchange.models import Ask, Contribution
from coproduce.community.people.models import Community
from coproduce.core.quantity import KWH, unit_of_money
from coproduce.web import demo


@pytest.mark.django_db
def test_months_are_settled_by_simulated_people() -> None:
    with clock.at(NOON):
        demo.load(TODAY, size=150, days=220)
        place = Community.objects.get(slug="wenbrook")
        place.arenas = ["energy"]
        place.save(update_fields=["arenas"])
        for _ in demo.live_on():
            pass
        assert list(AuditRow.objects.filter(kind=AuditRow.REFUSED).values_list("verb", "code")) == []
        assert Contribution.objects.filter(arena="energy").exists()
        assert SharingTerms.objects.exclude(decision=None).exists()
        assert SharedMonth.objects.filter(state=SharedMonth.SETTLED).count() >= 4
        sums = Statement.objects.aggregate(bought=Sum("bought_wh"), sold=Sum("sold_wh"))
        assert sums["bought"] == sums["sold"] > 0
        for unit in (KWH, unit_of_money(place.currency)):
            assert not ledger.balance(ledger.pot_account(place.pk, unit, "Shared energy"))
        assert not ledger.verify(place.pk).faults
        assert Ask.objects.filter(arena="energy").exclude(asked_on=None).exists()
