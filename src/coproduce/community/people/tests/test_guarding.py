"""Who says yes for who is not of age: who writes it down, what a guardian may say and see, and how it ends."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from tests.fixtures.towns import NOON, TODAY, Town, do
from tests.journeys.mouths import signed_in

from coproduce.community.base import clock
from coproduce.community.base.done import Done
from coproduce.community.base.models import AuditRow, Outbox
from coproduce.community.people.guarding.queries import is_guardian
from coproduce.community.people.jobs import come_of_age_today
from coproduce.community.people.meet import may_meet
from coproduce.community.people.models import Agent, Consent, Guardian, Membership, Wording
from coproduce.core.refusal import Refusal

pytestmark = pytest.mark.django_db
NEXT_YEAR = TODAY + timedelta(days=365)


def code(outcome: object) -> str:
    return outcome.code if isinstance(outcome, Refusal) else "done"


def pk(town: Town, name: str) -> int:
    return Agent.objects.get(public_id=town.agents[name]).pk


def young(town: Town, name: str = "Ana") -> None:
    assert code(do("people.say_age_band", town.actor("Cleo"), member=town.agents[name], adult_on=NEXT_YEAR)) == "done"


def guarded(town: Town, ward: str = "Ana", guardian: str = "Dee") -> UUID:
    """Not of age, with a guardian."""
    young(town, ward)
    said = {"member": town.agents[ward], "guardian": town.agents[guardian], "words": "aunt"}
    done = do("people.name_guardian", town.actor("Sal"), **said)
    assert isinstance(done, Done), done
    found: UUID = done.value.id
    return found


@pytest.mark.parametrize(
    ("who", "said"), [("Cleo", "done"), ("Sal", "done"), ("Ana", "NOT_ALLOWED"), ("Dee", "NOT_ALLOWED")]
)
def test_who_says_that_somebody_is_not_of_age_and_who_says_yes(town: Town, who: str, said: str) -> None:
    ana, actor = town.agents["Ana"], town.actor(who)
    assert code(do("people.say_age_band", actor, member=ana, adult_on=NEXT_YEAR)) == said
    young(town)
    assert code(do("people.name_guardian", actor, member=ana, guardian=town.agents["Ben"])) == said


@pytest.mark.parametrize(
    ("days", "said"), [(1, "done"), (21 * 366, "done"), (0, "WRONG_DAYS"), (21 * 366 + 1, "WRONG_DAYS")]
)
def test_a_day_to_come_and_no_birthday(town: Town, days: int, said: str) -> None:
    day = TODAY + timedelta(days=days)
    assert code(do("people.say_age_band", town.actor("Cleo"), member=town.agents["Ana"], adult_on=day)) == said


def test_who_can_be_a_guardian_of_whom(town: Town) -> None:
    cleo, ana, dee = town.actor("Cleo"), town.agents["Ana"], town.agents["Dee"]
    assert code(do("people.name_guardian", cleo, member=ana, guardian=dee)) == "OF_AGE"
    young(town)
    young(town, "Ben")
    for wrong in (ana, town.agents["Ben"], uuid4()):
        assert code(do("people.name_guardian", cleo, member=ana, guardian=wrong)) == "NOT_FOUND"
    assert code(do("people.name_guardian", cleo, member=ana, guardian=dee)) == "done"
    told = set(Outbox.objects.values_list("to_agent", flat=True))
    assert {pk(town, "Ana"), pk(town, "Dee")} <= told
    assert code(do("people.name_guardian", cleo, member=ana, guardian=dee)) == "done"
    assert Guardian.objects.count() == 1


@pytest.mark.parametrize(
    ("who", "channel", "said"),
    [
        ("Dee", "page", "done"),
        ("Cleo", "spoken", "done"),
        ("Sal", "paper", "done"),
        ("Cleo", "page", "WRONG_CHANNEL"),
        ("Dee", "spoken", "WRONG_CHANNEL"),
        ("Ana", "page", "NOT_FOUND"),
        ("Ben", "page", "NOT_FOUND"),
    ],
)
def test_who_says_yes_and_takes_it_back(town: Town, who: str, channel: str, said: str) -> None:
    here = guarded(town)
    ana, ben = pk(town, "Ana"), pk(town, "Ben")
    actor = town.actor(who)
    assert may_meet(ana, ben, "agree") is not None
    assert code(do("people.say_yes_for", actor, guardian=here, what="meet alone", channel=channel)) == said
    assert (may_meet(ana, ben, "agree") is None) is (said == "done")
    do("people.say_yes_for", town.actor("Dee"), guardian=here, what="meet alone")
    back = code(do("people.take_back_yes", actor, guardian=here, what="meet alone"))
    assert back == ("NOT_FOUND" if said == "NOT_FOUND" else "done")
    assert (may_meet(ana, ben, "agree") is None) is (said == "NOT_FOUND"), "taken back, it counts no more at once"


def test_a_yes_says_who_gave_it_to_which_words(town: Town) -> None:
    here = guarded(town)
    assert code(do("people.say_yes_for", town.actor("Dee"), guardian=here, what="drive")) == "UNKNOWN_CHOICE"
    assert code(do("people.take_back_yes", town.actor("Dee"), guardian=here, what="drive")) == "UNKNOWN_CHOICE"
    late = {"guardian": here, "what": "meet", "until_on": TODAY - timedelta(days=1)}
    assert code(do("people.say_yes_for", town.actor("Dee"), **late)) == "WRONG_DAYS"
    for _ in range(2):
        do("people.say_yes_for", town.actor("Cleo"), guardian=here, what="meet", channel="spoken")
    standing = Consent.objects.get(withdrawn_at=None)
    assert (standing.given_by_id, standing.taken_down_by_id) == (pk(town, "Dee"), pk(town, "Cleo"))
    assert "in company" in standing.wording.words
    assert Wording.objects.count() == 1


@pytest.mark.parametrize(
    ("who", "said"), [("Dee", "done"), ("Cleo", "done"), ("Ana", "NOT_FOUND"), ("Ben", "NOT_FOUND")]
)
def test_who_ends_it(town: Town, who: str, said: str) -> None:
    here = guarded(town)
    do("people.say_yes_for", town.actor("Dee"), guardian=here, what="meet alone")
    assert code(do("people.end_guardian", town.actor(who), guardian=here)) == said
    assert (may_meet(pk(town, "Ana"), pk(town, "Ben"), "agree") is None) is (said != "done")
    assert Consent.objects.filter(withdrawn_at=None).exists() is (said != "done")


def test_elsewhere_nothing_of_it_is_there(towns: tuple[Town, Town]) -> None:
    alder, birch = towns
    here = guarded(birch)
    cleo = alder.actor("Cleo")
    assert code(do("people.say_age_band", cleo, member=birch.agents["Ana"], adult_on=NEXT_YEAR)) == "NOT_FOUND"
    assert code(do("people.end_guardian", cleo, guardian=here)) == "NOT_FOUND"
    young(alder)
    both = {"member": alder.agents["Ana"], "guardian": birch.agents["Dee"]}
    assert code(do("people.name_guardian", cleo, **both)) == "NOT_FOUND"


def test_on_the_day_it_ends_by_itself_kindly(town: Town) -> None:
    here = guarded(town)
    do("people.say_yes_for", town.actor("Dee"), guardian=here, what="meet alone")
    Outbox.objects.all().delete()
    come_of_age_today(NOON)
    assert not Outbox.objects.exists()
    later = NOON + timedelta(days=365)
    with clock.at(later):
        assert may_meet(pk(town, "Ana"), pk(town, "Ben"), "agree") is None
        come_of_age_today(later)
        come_of_age_today(later)
    told = dict(Outbox.objects.values_list("to_agent", "template"))
    assert set(told) == {pk(town, "Ana"), pk(town, "Dee")}
    assert Outbox.objects.count() == 2
    assert "Thank you" in told[pk(town, "Dee")]
    assert not Guardian.objects.filter(ended_on=None).exists()
    assert not Consent.objects.filter(withdrawn_at=None).exists()
    assert Membership.objects.get(agent=pk(town, "Ana")).adult_on is None


def test_on_the_day_itself_it_has_ended_whatever_was_tidied_away(town: Town) -> None:
    """The clock of the community decides, not the hour at which the worker comes to it."""
    guarded(town)
    dee = town.actor("Dee")
    for days, ends in ((364, False), (365, True)):
        with clock.at(NOON + timedelta(days=days)):
            assert is_guardian(dee, pk(town, "Ana")) is not ends
            answer = do("people.consent", dee, member=town.agents["Ana"], scope="telephone")
            assert code(answer) == ("NOT_FOUND" if ends else "done")


def test_saying_that_they_are_of_age_ends_it_too(town: Town) -> None:
    guarded(town)
    do("people.say_age_band", town.actor("Cleo"), member=town.agents["Ana"])
    assert not Guardian.objects.filter(ended_on=None).exists()


@pytest.mark.parametrize("who", ["Ana", "Dee"])
def test_who_leaves_says_yes_for_nobody(town: Town, who: str) -> None:
    here = guarded(town)
    do("people.say_yes_for", town.actor("Dee"), guardian=here, what="meet")
    do("people.leave", town.actor(who), member=town.agents[who])
    assert not Guardian.objects.filter(ended_on=None).exists()
    assert not Consent.objects.filter(withdrawn_at=None).exists()


def test_two_records_of_one_person_keep_who_says_yes(town: Town) -> None:
    here = guarded(town)
    do("people.say_yes_for", town.actor("Dee"), guardian=here, what="meet alone")
    merged = do("people.merge", town.actor("Cleo"), keep=town.agents["Ben"], gone=town.agents["Ana"])
    assert code(merged) == "done"
    assert may_meet(pk(town, "Ben"), pk(town, "Cleo"), "agree") is None
    assert Guardian.objects.get(ended_on=None).ward_id == pk(town, "Ben")
    do("people.merge", town.actor("Cleo"), keep=town.agents["Ben"], gone=town.agents["Dee"])
    assert not Guardian.objects.filter(ended_on=None).exists(), "nobody says yes for themselves"


@pytest.mark.parametrize(("who", "sees"), [("Cleo", True), ("Sal", True), ("Ana", True), ("Dee", True), ("Ben", False)])
def test_who_reads_who_says_yes(town: Town, who: str, sees: bool) -> None:
    guarded(town)
    AuditRow.objects.filter(kind=AuditRow.READ).delete()
    page = signed_in(town, who).get(f"/alder/people/{town.agents['Ana']}/guardians/")
    assert page.status_code == (200 if sees else 404)
    assert ("aunt" in page.content.decode()) is sees
    noted = AuditRow.objects.filter(kind=AuditRow.READ, verb="people.read_guardians").exists()
    assert noted is (sees and who != "Ana")


@pytest.mark.parametrize(("who", "sees"), [("Dee", True), ("Ben", False), ("Cleo", False), ("Ana", False)])
def test_a_guardian_sees_what_their_ward_agreed_to(town: Town, who: str, sees: bool) -> None:
    here = guarded(town, "Ben")
    do("people.say_yes_for", town.actor("Dee"), guardian=here, what="meet alone")
    proposed = do("exchange.propose", town.actor("Ana"), need=town.needs[0])
    assert isinstance(proposed, Done), proposed
    do("exchange.say", town.actor("Ana"), agreement=proposed.value.agreement, words="between us")
    page = signed_in(town, who).get(f"/alder/exchange/wards/{town.agents['Ben']}/")
    assert page.status_code == (200 if sees else 404)
    said = page.content.decode()
    assert ("A dripping tap" in said) is sees
    assert "between us" not in said


def test_the_pages_say_it_all(town: Town) -> None:
    desk, ana = signed_in(town, "Cleo"), town.agents["Ana"]
    there = f"/alder/people/{ana}/guardians"

    def post(client: Any, address: str, status: int = 302, **said: str) -> None:
        answer = client.post(address, {"request_id": str(uuid4()), **said})
        assert answer.status_code == status, answer.content.decode()

    post(desk, f"{there}/age/", 422, adult_on="2026-01-01")
    post(desk, f"{there}/age/", adult_on="2027-11-17")
    assert "Nobody is written down" in desk.get(f"{there}/").content.decode()
    assert "Dee" in desk.get(f"{there}/new/?q=Dee").content.decode()
    post(desk, f"{there}/new/?q=Dee", 422)
    post(desk, f"{there}/new/?q=Dee", guardian=str(town.agents["Dee"]), words="mother")
    row = Guardian.objects.get()
    dee, named = signed_in(town, "Dee"), f"/alder/people/guardians/{row.public_id}"
    assert "in company" in dee.get(f"{named}/yes/meet/").content.decode()
    assert dee.get(f"{named}/yes/anything/").status_code == 404
    assert signed_in(town, "Ben").get(f"{named}/yes/meet/").status_code == 404
    post(dee, f"{named}/yes/meet-alone/")
    post(desk, f"{named}/yes/meet/", channel="spoken", until_on="2027-01-01")
    assert set(Consent.objects.values_list("scope", "channel")) == {("meet alone", "page"), ("meet", "spoken")}
    post(dee, f"{named}/back/meet-alone/")
    assert Consent.objects.filter(withdrawn_at=None).count() == 1
    assert "You say yes for" in dee.get(f"/alder/people/{town.agents['Dee']}/").content.decode()
    post(dee, f"{named}/end/")
    assert not Guardian.objects.filter(ended_on=None).exists()
