"""The made-up town is lived in through the same verbs as everybody's."""

from datetime import timedelta

import pytest
from tests.fixtures.towns import TODAY

from coproduce.community import ledger
from coproduce.community.base.models import AuditRow
from coproduce.community.exchange.models import Contribution
from coproduce.web import demo

pytestmark = pytest.mark.django_db


def test_it_is_lived_in_and_adds_up() -> None:
    demo.load(TODAY)
    assert demo.is_loaded()
    assert ledger.verify()
    assert Contribution.objects.count() >= 10
    assert Contribution.objects.filter(effective_on__gt=TODAY).count() == 0
    assert Contribution.objects.filter(effective_on__gt=TODAY - timedelta(days=3)).exists()
    assert set(AuditRow.objects.values_list("via", flat=True)) == {"sim"}
    assert all(demo.account_of(number) for number in range(len(demo.CAST)))
    assert demo.account_of(99) is None


def test_the_same_day_makes_the_same_town(settings: object) -> None:
    assert [who.email for who in demo.CAST] == [door["email"] for door in demo.sign_ins()]
