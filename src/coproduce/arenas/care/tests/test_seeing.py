"""What made-up people know of an evening."""

from datetime import timedelta

import pytest
from tests.fixtures.towns import NOON

from coproduce.arenas.care.seeing import seen
from coproduce.arenas.care.tests.town import Ward
from coproduce.community.base import clock

pytestmark = pytest.mark.django_db


def test_what_a_reader_does_while_the_town_grows_is_still_to_come(ward: Ward) -> None:
    case, card = ward.home(), ward.card()
    for days, knows in ((-30, False), (1, True)):
        with clock.at(NOON + timedelta(days=days)):
            known = seen(ward.town.community)
        assert ([one.id for one in known.people] == [case]) is knows
        assert (card in known.cards) is knows
