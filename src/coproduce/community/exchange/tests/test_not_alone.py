"""Where another adult does not come after all, who is not of age is not left alone with one, nor by a thread."""

from datetime import timedelta

import pytest
from tests.fixtures.towns import NOON, TODAY, Town, do

from coproduce.community.base import clock
from coproduce.community.base.done import Done
from coproduce.community.base.models import Outbox
from coproduce.community.exchange.jobs import may_still_meet
from coproduce.community.exchange.models import Agreement, SignUp
from coproduce.community.exchange.occasions.rules import SlotSaid, SlotWanted
from coproduce.community.exchange.tests.planning import code, opened, same, signed, slot, wall
from coproduce.community.exchange.threads.told import CALLED_OFF
from coproduce.community.people.jobs import come_of_age_today
from coproduce.community.people.models import Agent, Consent, Guardian
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
    no_yes(town, how)
    assert not comes(town, "Ben")
    assert comes(town, "Ana")


def no_yes(town: Town, how: str) -> None:
    """The yes Sal gave for Ben ends."""
    guardian, sal = Guardian.objects.get().public_id, town.actor("Sal")
    if how == "takes it back":
        assert code(do("people.take_back_yes", sal, guardian=guardian, what="meet")) == "done"
    elif how == "is no guardian any more":
        assert code(do("people.end_guardian", sal, guardian=guardian)) == "done"
    else:
        assert code(do("people.leave", sal, member=town.agents["Sal"])) == "done"


def test_a_yes_said_again_gives_the_place_back(town: Town) -> None:
    young(town, "Ben")
    row = opened(town)
    signed(town, "Ana", row)
    signed(town, "Ben", row, "Mending")
    no_yes(town, "takes it back")
    again = {"guardian": Guardian.objects.get().public_id, "what": "meet"}
    assert code(do("people.say_yes_for", town.actor("Sal"), **again)) == "done"
    assert comes(town, "Ben")


def test_whoever_comes_of_age_waits_for_nobody(town: Town) -> None:
    young(town, "Ben")
    row = opened(town, starts_at=wall(2027, 12, 24, 10), ends_at=wall(2027, 12, 24, 12))
    place = signed(town, "Ana", row)
    signed(town, "Ben", row, "Mending")
    do("exchange.cancel_sign_up", town.actor("Ana"), sign_up=place)
    assert not comes(town, "Ben")
    with clock.at(NOON + timedelta(days=400)):
        come_of_age_today(clock.now())
    assert comes(town, "Ben")


def out_of_sight(town: Town) -> None:
    """Whoever organises it rests: company are those who have a place."""
    another_broker(town)
    assert code(do("people.pause", town.actor("Cleo"), member=town.agents["Cleo"])) == "done"


def turns_out(town: Town, how: str) -> None:
    """Tom, who was taken for an adult of his own, is Ana in another record; or is not of age."""
    cleo, tom = town.actor("Cleo"), town.agents["Tom"]
    if how == "the same person":
        assert code(do("people.merge", cleo, keep=town.agents["Ana"], gone=tom)) == "done"
    else:
        assert code(do("people.say_age_band", cleo, member=tom, adult_on=TODAY + timedelta(days=400))) == "done"


@pytest.mark.parametrize("has_more", [False, True])
@pytest.mark.parametrize("how", ["the same person", "not of age"])
def test_one_of_two_adults_turns_out_to_be_none(town: Town, how: str, has_more: bool) -> None:
    row = opened(town, slots=(SlotWanted("Tea"),))
    out_of_sight(town)
    young(town, "Ben")
    for who in ("Ana", "Tom", *(["Aud"] if has_more else []), "Ben"):
        signed(town, who, row)
    turns_out(town, how)
    assert comes(town, "Ben") is has_more
    assert told(town, "Ben", WAITS) == (not has_more)
    assert not comes(town, "Tom"), "there is no such adult"
    assert comes(town, "Ana")


def thread(town: Town, *givers: str) -> Agreement:
    """These help Ben, and all have said yes."""
    cleo, ben = town.actor("Cleo"), town.agents["Ben"]
    said = {"category": f"company {town.canary}", "givers": tuple(town.agents[one] for one in givers)}
    begun = do("exchange.propose", cleo, receivers=(ben,), **said)
    assert isinstance(begun, Done), begun
    for one in (*said["givers"], ben):
        do("exchange.agree", cleo, agreement=begun.value.agreement, for_=one)
    return Agreement.objects.get(public_id=begun.value.agreement, state=Agreement.AGREED)


def stands(row: Agreement) -> bool:
    row.refresh_from_db()
    return row.state == Agreement.AGREED


@pytest.mark.parametrize("how", ["the same person", "not of age"])
def test_a_thread_with_one_adult_too_few_is_called_off(town: Town, how: str) -> None:
    young(town, "Ben")
    two, three = thread(town, "Ana", "Tom"), thread(town, "Ana", "Tom", "Aud")
    turns_out(town, how)
    assert not stands(two)
    assert stands(three) is (how == "the same person"), "Tom himself has nobody who says yes for him"
    assert {told(town, who, CALLED_OFF) for who in ("Ana", "Ben")} == {1 if how == "the same person" else 2}
    assert Outbox.objects.filter(template=CALLED_OFF, is_urgent=False).count() == 0, "nobody waits at a door"


@pytest.mark.parametrize("how", ["takes it back", "is no guardian any more", "leaves", "said it until today"])
def test_without_a_guardians_yes_nothing_agreed_stands(town: Town, how: str) -> None:
    young(town, "Ben")
    with_sal = thread(town, "Ana", "Sal")
    agreed, row = thread(town, "Ana", "Tom"), opened(town)
    signed(town, "Tom", row)
    signed(town, "Ben", row, "Mending")
    if how == "said it until today":
        Consent.objects.update(expires_on=TODAY)
        may_still_meet(NOON)
        assert stands(agreed)
        assert comes(town, "Ben")
        with clock.at(NOON + timedelta(days=1)):
            may_still_meet(clock.now())
    else:
        no_yes(town, how)
    assert not stands(agreed)
    assert not comes(town, "Ben")
    assert stands(with_sal) is (how in ("takes it back", "said it until today")), "a guardian who is there needs no yes"
