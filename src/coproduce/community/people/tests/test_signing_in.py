"""A word and a card, a lost telephone: each allowed and refused with the same set-up, and nothing told to the desk."""

from datetime import timedelta
from uuid import uuid4

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from tests.fixtures.towns import NOON, WORD, Town, do

from coproduce.community.base import clock, rooms
from coproduce.community.base.done import Done
from coproduce.community.base.models import AuditRow, Outbox
from coproduce.community.base.wire import Secret, body_hash
from coproduce.community.people import cards
from coproduce.community.people.models import Account, Card, Device, ScriptKey
from coproduce.community.people.rules import NewMember
from coproduce.community.people.signing_in.rules import TRIES
from coproduce.core.refusal import Refusal

pytestmark = pytest.mark.django_db


def code(outcome: object) -> str:
    return outcome.code if isinstance(outcome, Refusal) else "done"


def come_in(code: str, word: str = WORD) -> int:
    return Client().post("/sign-in/", {"code": code, "word": word}).status_code


@pytest.mark.promise("A printed card opens the door once, and only with the word of whose it is")
def test_a_card_opens_the_door_once(town: Town) -> None:
    written = town.card("Ana")
    assert len(written) == 14
    assert come_in(written, "kettle") == 422
    client = Client()
    said = {"code": written.lower().replace("-", " "), "word": " blue KETTLE "}
    assert client.post("/sign-in/", said).status_code == 302
    assert client.get("/alder/").status_code == 200
    assert come_in(written) == 422


def test_a_new_card_ends_the_old_one_and_time_ends_the_new(town: Town) -> None:
    old, new = town.card("Ana"), town.card("Ana")
    assert cards.spend(old, WORD) is None
    with clock.at(NOON + timedelta(days=14, seconds=1)):
        assert cards.spend(new, WORD) is None
    account = cards.spend(new, WORD)
    assert account is not None
    assert account.email == town.email("Ana")


def test_neither_code_nor_word_is_anywhere_in_the_database(town: Town) -> None:
    written = town.card("Ana")
    kept = str(
        [*Card.objects.values(), *Account.objects.values(), *AuditRow.objects.values(), *Outbox.objects.values()]
    )
    assert written not in kept and WORD not in kept
    assert town.account("Ana").word_hash.startswith("scrypt$")
    told = {"member": town.agents["Ana"], "word": Secret(WORD)}
    assert body_hash("people.choose_word", told) != body_hash("people.choose_word", {**told, "word": WORD})


def test_a_few_wrong_words_and_the_card_is_done_with(town: Town) -> None:
    written = town.card("Ana")
    for _ in range(TRIES):
        assert cards.spend(written, "kettle") is None
    assert cards.spend(written, WORD) is None
    assert Card.objects.get(account=town.account("Ana")).used_at is None


def test_whose_card_was_used_is_told_on_the_next_letter(town: Town) -> None:
    assert come_in(town.card("Ana"), "no") == 422
    assert not Outbox.objects.filter(template=cards.USED).exists()
    client = Client()
    client.post("/sign-in/", {"code": town.card("Ana"), "word": WORD})
    [told] = Outbox.objects.filter(template=cards.USED)
    assert told.community_id == town.community.pk
    assert "My cards were used" in client.get("/account/").content.decode()


def test_whose_word_was_chosen_is_told_each_time(town: Town) -> None:
    town.card("Ana")
    assert Outbox.objects.filter(template__startswith="A word was chosen", is_urgent=True).count() == 1


@pytest.mark.parametrize(
    ("name", "member", "word", "said"),
    [
        ("Cleo", "Ana", WORD, "done"),
        ("Ana", "Ana", WORD, "done"),
        ("Ana", "Ben", WORD, "NOT_FOUND"),
        ("Tom", "Ana", WORD, "NOT_FOUND"),
        ("Cleo", "Dee", WORD, "NOT_BY_CARD"),
        ("Cleo", "nobody", WORD, "NOT_FOUND"),
        ("Cleo", "Ana", "x", "TOO_SHORT"),
        ("Cleo", "Ana", "1234", "TOO_EASY"),
    ],
)
def test_who_chooses_which_word(town: Town, name: str, member: str, word: str, said: str) -> None:
    whose = town.agents.get(member, uuid4())
    assert code(do("people.choose_word", town.actor(name), member=whose, word=Secret(word))) == said


@pytest.mark.parametrize(
    ("name", "member", "said"),
    [
        ("Cleo", "Ana", "done"),
        ("Ana", "Ana", "NOT_ALLOWED"),
        ("Cleo", "Ben", "NO_WORD"),
        ("Cleo", "Dee", "NOT_BY_CARD"),
        ("Cleo", "nobody", "NOT_FOUND"),
    ],
)
def test_who_gets_a_card(town: Town, name: str, member: str, said: str) -> None:
    town.card("Ana")
    outcome = do("people.print_card", town.actor(name), member=town.agents.get(member, uuid4()))
    assert code(outcome) == said


def test_someone_of_two_towns_gets_no_card_from_one(towns: tuple[Town, Town]) -> None:
    one, other = towns
    one.card("Ana")
    do("people.welcome", other.actor("Cleo"), members=(NewMember("Annie", one.email("Ana")),))
    assert code(do("people.print_card", one.actor("Cleo"), member=one.agents["Ana"])) == "NOT_BY_CARD"


def test_a_word_for_someone_without_an_address_makes_them_an_account(town: Town) -> None:
    flo = do("people.welcome", town.actor("Cleo"), members=(NewMember("Flo"),))
    assert isinstance(flo, Done)
    before = Account.objects.count()
    [member] = flo.value.ids
    assert code(do("people.choose_word", town.actor("Cleo"), member=member, word=Secret(WORD))) == "done"
    assert code(do("people.print_card", town.actor("Cleo"), member=member)) == "done"
    assert Account.objects.count() == before + 1


def test_without_a_word_the_desk_is_led_to_where_one_is_chosen(town: Town) -> None:
    desk = Client()
    desk.force_login(town.account("Cleo"), backend="allauth.account.auth_backends.AuthenticationBackend")
    page = f"/alder/people/{town.agents['Ana']}/signing-in/"
    assert "Let them choose a word" in desk.get(page).content.decode()
    answer = desk.post(f"{page}card/", {"request_id": uuid4()}, follow=True)
    assert answer.redirect_chain[-1][0] == f"{page}word/"
    said = {"word": WORD, "once_more": "blue", "request_id": uuid4()}
    assert "not the same" in desk.post(f"{page}word/", said).content.decode()
    assert desk.post(f"{page}word/", {**said, "once_more": WORD})["Location"] == page
    answer = desk.post(f"{page}card/", {"request_id": uuid4()}, follow=True)
    assert "Beside it, type the word" in answer.content.decode() and WORD not in answer.content.decode()


@pytest.mark.promise("A lost telephone is shut out in one act")
@pytest.mark.parametrize(
    ("name", "said"), [("Cleo", "done"), ("Ana", "done"), ("Ben", "NOT_FOUND"), ("Tom", "NOT_FOUND")]
)
def test_a_lost_telephone(town: Town, name: str, said: str) -> None:
    ana = town.account("Ana")
    card, key = town.card("Ana"), town.key("Ana")
    telephone = Client()
    telephone.force_login(ana, backend="allauth.account.auth_backends.AuthenticationBackend")
    Authenticator.objects.create(user=ana, type="totp", data={"secret": ""})
    outcome = do("people.lost_phone", town.actor(name), member=town.agents["Ana"])
    assert code(outcome) == said
    is_out = said == "done"
    assert (telephone.get("/alder/people/").status_code == 302) is is_out
    assert Device.objects.filter(account=ana).exists() is not is_out
    assert Authenticator.objects.filter(user=ana).exists() is not is_out
    assert ScriptKey.objects.filter(ended_on=None).exists() is not is_out
    answer = Client().get("/api/alder/people/members", headers={"Authorization": f"Bearer {key}"})
    assert (answer.status_code == 401) is is_out
    assert (come_in(card) == 422) is is_out
    if isinstance(outcome, Done):
        assert outcome.value.devices == 1
        assert come_in(cards.code_of(AuditRow.objects.latest("pk").request_id)) == 302


def test_one_town_takes_no_second_step_away_from_somebody_of_two(towns: tuple[Town, Town]) -> None:
    one, other = towns
    do("people.welcome", other.actor("Cleo"), members=(NewMember("Annie", one.email("Ana")),))
    Authenticator.objects.create(user=one.account("Ana"), type="totp", data={"secret": ""})
    assert code(do("people.lost_phone", one.actor("Cleo"), member=one.agents["Ana"])) == "done"
    assert Authenticator.objects.filter(user=one.account("Ana")).exists()


def test_a_restored_copy_lets_nobody_back_in(town: Town) -> None:
    """Who was shut out, or whose card was used, after the copy was made."""
    telephone, card = Client(), town.card("Ana")
    telephone.force_login(town.account("Ana"), backend="allauth.account.auth_backends.AuthenticationBackend")
    rooms.tell("restored", clock.now())
    assert telephone.get("/alder/people/").status_code == 302
    assert come_in(card) == 422
