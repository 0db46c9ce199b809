"""Where another adult cannot come after all, who is not of age is not left alone with one."""

from datetime import timedelta

import pytest
from tests.fixtures.towns import TODAY, Town, do

from coproduce.community.base.models import Outbox
from coproduce.community.exchange.models import SignUp
from coproduce.community.exchange.tests.planning import code, opened, signed
from coproduce.community.people.models import Agent

pytestmark = pytest.mark.django_db

#: What they read who wait for another adult, and who organises it.
WAITS = "An adult cannot come, so for now you do not either: %(what)s, %(when)s. You are told when you can."
TELLS = "%(name)s would be alone with one adult, and waits until another comes: %(what)s, %(when)s"


def young(town: Town, who: str, guardian: str = "Sal") -> None:
    """Not of age, with a guardian's yes to meeting in company."""
    cleo, whose = town.actor("Cleo"), town.agents[who]
    do("people.say_age_band", cleo, member=whose, adult_on=TODAY + timedelta(days=400))
    row = do("people.name_guardian", cleo, member=whose, guardian=town.agents[guardian]).value.id  # type: ignore[union-attr]
    assert code(do("people.say_yes_for", cleo, guardian=row, what="meet", channel="spoken")) == "done"


def told(town: Town, who: str, words: str) -> int:
    return Outbox.objects.filter(to_agent=Agent.objects.get(public_id=town.agents[who]).pk, template=words).count()


def comes(town: Town, who: str) -> bool:
    return SignUp.objects.filter(agent__public_id=town.agents[who], withdrawn_at=None).exists()


@pytest.mark.parametrize("how", ["cancels", "leaves", "is swapped"])
def test_the_last_other_adult_does_not_come_and_another_does(town: Town, how: str) -> None:
    young(town, "Ben")
    young(town, "Kim")
    row = opened(town)
    place = signed(town, "Ana", row)
    signed(town, "Ben", row, "Mending")
    ana = town.actor("Ana")
    if how == "cancels":
        assert code(do("exchange.cancel_sign_up", ana, sign_up=place)) == "done"
    elif how == "leaves":
        assert code(do("people.leave", ana, member=town.agents["Ana"])) == "done"
    else:
        assert code(do("exchange.swap", ana, sign_up=place)) == "done"
        assert code(do("exchange.take_place", town.actor("Kim"), sign_up=place)) != "done"
        assert comes(town, "Ben")
        return
    assert not comes(town, "Ben")
    assert told(town, "Ben", WAITS) == 1
    assert told(town, "Cleo", TELLS) == 1
    signed(town, "Tom", row)
    assert comes(town, "Ben")


def test_who_has_other_company_keeps_their_place(town: Town) -> None:
    young(town, "Ben")
    row = opened(town)
    place = signed(town, "Ana", row)
    signed(town, "Ben", row, "Mending")
    signed(town, "Tom", row, "Mending")
    assert code(do("exchange.cancel_sign_up", town.actor("Ana"), sign_up=place)) == "done"
    assert comes(town, "Ben")
    assert not Outbox.objects.filter(template=WAITS).exists()
