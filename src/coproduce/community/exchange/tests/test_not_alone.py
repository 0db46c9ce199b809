"""Where another adult cannot come after all, who is not of age is not left alone with one."""

from datetime import timedelta

import pytest
from tests.fixtures.towns import TODAY, Town, do

from coproduce.community.base.models import Outbox
from coproduce.community.exchange.models import SignUp
from coproduce.community.exchange.occasions.rules import SlotSaid
from coproduce.community.exchange.tests.planning import code, opened, same, signed, slot
from coproduce.community.people.models import Agent, Guardian
from coproduce.community.people.rules import NewMember

pytestmark = pytest.mark.django_db

#: What they read who wait for another adult, and who organises it.
WAITS = "As things are now you cannot come: %(what)s, %(when)s. You are told when you can."
TELLS = "%(name)s lacks another adult there, or a guardian's yes, and waits: %(what)s, %(when)s"


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


def another_broker(town: Town) -> None:
    """So that Cleo may rest."""
    done = do("people.welcome", town.actor("Cleo"), members=(NewMember("Bo", roles=("member", "broker")),))
    assert code(done) == "done"


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


def test_with_only_who_organises_it_there_they_cannot_take_a_place(town: Town) -> None:
    young(town, "Ben")
    row = opened(town)
    assert code(do("exchange.sign_up", town.actor("Ben"), slot=slot(row))) == "MAY_NOT_MEET"
    signed(town, "Tom", row, "Mending")
    signed(town, "Ben", row, "Mending")


@pytest.mark.parametrize("who", ["Ana", "Cleo"])
def test_an_adult_who_rests_is_no_company(town: Town, who: str) -> None:
    """Whoever organises it too; and once they are back there is company again."""
    another_broker(town)
    young(town, "Ben")
    row = opened(town)
    signed(town, "Ana", row)
    signed(town, "Ben", row, "Mending")
    they = {"member": town.agents[who]}
    assert code(do("people.pause", town.actor(who), **they)) == "done"
    assert not comes(town, "Ben")
    assert told(town, "Ben", WAITS) == 1
    assert code(do("people.resume", town.actor(who), **they)) == "done"
    assert comes(town, "Ben")


def test_whoever_organises_it_is_back_and_would_be_alone_with_them(town: Town) -> None:
    another_broker(town)
    young(town, "Ben")
    row, they = opened(town), {"member": town.agents["Cleo"]}
    do("people.pause", town.actor("Cleo"), **they)
    signed(town, "Ben", row)
    do("people.resume", town.actor("Cleo"), **they)
    assert not comes(town, "Ben")


def test_fewer_places_leave_nobody_alone(town: Town) -> None:
    """Ben has the first of two places, and Ana, his only company, the second, which is taken off."""
    young(town, "Ben")
    row = opened(town)
    place = signed(town, "Tom", row)
    signed(town, "Ben", row, "Mending")
    signed(town, "Ana", row, "Mending")
    assert code(do("exchange.cancel_sign_up", town.actor("Tom"), sign_up=place)) == "done"
    assert comes(town, "Ben")
    fewer = {"slots": (SlotSaid("Mending", 1, slot(row, "Mending")),), "lets_wait": True}
    assert code(do("exchange.change_occasion", town.actor("Cleo"), **same(row, **fewer))) == "done"
    assert not comes(town, "Ben")


@pytest.mark.parametrize("how", ["takes it back", "is no guardian any more"])
def test_without_a_guardians_yes_they_do_not_come(town: Town, how: str) -> None:
    young(town, "Ben")
    row = opened(town)
    signed(town, "Ana", row)
    signed(town, "Ben", row, "Mending")
    guardian, sal = Guardian.objects.get().public_id, town.actor("Sal")
    if how == "takes it back":
        assert code(do("people.take_back_yes", sal, guardian=guardian, what="meet")) == "done"
    else:
        assert code(do("people.end_guardian", sal, guardian=guardian)) == "done"
    assert not comes(town, "Ben")
    assert comes(town, "Ana")
