"""Guessing is slow and locks nobody out; where nothing can be counted nothing opens; nobody learns who is known."""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.fixtures.towns import WORD, Town
from tests.sample import IS_LONG

from coproduce.community.base import clock
from coproduce.community.people import cards
from coproduce.community.people.models import Account, Card
from coproduce.web.signing_in import limits
from coproduce.web.tests.test_sign_in import ask, code

pytestmark = pytest.mark.django_db

#: Tries of a burst.
BURST = 1000 if IS_LONG else 60

#: So many more letters or cards than this are answered from one place, or at one account, in a burst.
FEW = 12


def strangers(number: int) -> Client:
    """Somebody at an address of their own."""
    return Client(REMOTE_ADDR=f"198.51.{number // 250}.{number % 250 + 1}")


def wanted(client: Client, email: str) -> bool:
    """Whether a letter was sent for the asking."""
    before = len(mail.outbox)
    client.get("/sign-in/")
    client.post("/sign-in/code/", {"email": email})
    return len(mail.outbox) > before


@pytest.mark.promise("Guessing is slow from one address, at one account and on the whole site, and locks nobody out")
def test_a_burst_from_one_address(town: Town) -> None:
    here = strangers(1)
    opened = sum(
        here.post("/sign-in/", {"code": f"AAAA-BBBB-{n:04}", "word": "x"}).content.count(b"do not open") > 0
        for n in range(BURST)
    )
    assert 0 < opened <= FEW
    sent = sum(wanted(here, f"nobody{number}@x.example") for number in range(BURST))
    assert 0 < sent <= FEW
    assert wanted(strangers(2), town.email("Ana"))


def test_a_burst_from_everywhere_at_one_account(town: Town) -> None:
    """A stranger gets no letter any more; whoever has come in by this browser before does, and so does a card."""
    hers = strangers(1)
    ask(hers, town.email("Ana"))
    hers.post("/sign-in/code/confirm/", {"code": code()})
    hers.post("/sign-out/")
    sent = sum(wanted(strangers(10 + number), town.email("Ana")) for number in range(BURST))
    assert 0 < sent <= FEW
    assert not wanted(strangers(5000), town.email("Ana"))
    assert wanted(hers, town.email("Ana"))
    assert wanted(strangers(5001), town.email("Ben"))
    answer = strangers(5002).post("/sign-in/", {"code": town.card("Ana"), "word": WORD})
    assert answer.status_code == 302


def test_a_burst_over_the_whole_site(town: Town, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "letter_everywhere": "5/h/key"}
    hers = strangers(1)
    ask(hers, town.email("Ana"))
    hers.post("/sign-in/code/confirm/", {"code": code()})
    hers.post("/sign-out/")
    assert sum(wanted(strangers(10 + n), f"nobody{n}@x.example") for n in range(BURST)) <= 5
    assert not wanted(strangers(5000), town.email("Ben"))
    assert wanted(hers, town.email("Ana"))


def test_cards_that_are_guessed_everywhere_keep_out_nobody_who_holds_one(town: Town, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "card_everywhere": "5/h/key"}
    card = town.card("Ana")

    def tried(number: int, code: str, word: str = "wrong") -> Any:
        return strangers(number).post("/sign-in/", {"code": code, "word": word})

    guesses = [tried(10 + n, f"AAAA-BBBB-{n:04}") for n in range(BURST)]
    assert sum(b"do not open" in one.content for one in guesses) == 5
    assert b"do not open" in tried(5000, card).content
    assert tried(5001, card, WORD).status_code == 302
    assert b"tried many times" in tried(5002, card, WORD).content, "it opened once, and is a guess like any other"


def test_codes_of_letters_are_guessed_slowly_whatever_was_sent(town: Town) -> None:
    here, tried = strangers(1), 0
    for number in range(BURST):
        here.get("/sign-in/")
        here.cookies.clear()
        answer = here.post("/sign-in/code/", {"email": town.email("Ana")})
        if answer.status_code == 302:
            tried += here.post("/sign-in/code/confirm/", {"code": f"GUES{number:02}"}).status_code == 200
    assert 0 < tried <= FEW


def test_the_cookie_of_a_browser_opens_nothing_and_is_nobodys_but_ours(town: Town) -> None:
    hers = strangers(1)
    ask(hers, town.email("Ana"))
    hers.post("/sign-in/code/confirm/", {"code": code()})
    known = hers.cookies[limits.KNOWN]
    assert known["httponly"] and known["samesite"] == "Lax"
    assert town.email("Ana") not in known.value
    thief = strangers(2)
    thief.cookies[limits.KNOWN] = known.value
    assert thief.get("/alder/people/").status_code == 302
    thief.cookies[limits.KNOWN] = known.value[:-3] + "abc"
    sent = [wanted(thief, town.email("Ana")) for _ in range(BURST)]
    assert sum(sent) <= FEW


@pytest.mark.promise("Where tries cannot be counted, nothing opens")
@pytest.mark.parametrize("is_gone", [False, True])
@pytest.mark.django_db(databases=[])
def test_nothing_opens_where_nothing_can_be_counted(committed: str, is_gone: bool) -> None:
    """The store of the counts is gone: neither letter nor card, and a sentence that says to ring the desk."""
    ana = Account.objects.create_user("ana@x.example", word_hash=cards.hash_of_word(WORD))
    made, until = clock.now(), clock.now() + cards.LASTS
    Card.objects.create(
        account=ana, request_id=uuid4(), code_hash=cards.hash_of("AAA"), made_by=0, made_at=made, until=until
    )
    if is_gone:
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE base_cache")
    assert wanted(strangers(1), "ana@x.example") is not is_gone
    answer = strangers(2).post("/sign-in/", {"code": "AAA", "word": WORD})
    assert (answer.status_code == 302) is not is_gone
    assert b"ring your community" in answer.content or not is_gone


def seen(client: Client, address: str, said: dict[str, str]) -> tuple[int, str, list[str]]:
    """What a guesser can see, and what was asked of the database, one question like another."""
    with CaptureQueriesContext(connection) as asked:
        answer = client.post(address, said)
    text = re.sub(r'value="[^"]{40,}"', "", answer.content.decode())
    return answer.status_code, text + answer.headers.get("Location", ""), [one["sql"][:60] for one in asked]


@pytest.mark.promise("A stranger learns from no door who is known")
def test_known_and_unknown_are_answered_alike_with_as_much_work(town: Town) -> None:
    """As many questions to the database but one or two, one letter each, one slow comparison each."""
    mine, nobody = (
        seen(strangers(number), "/sign-in/code/", {"email": email})
        for number, email in ((1, town.email("Ana")), (2, "nobody@x.example"))
    )
    assert mine[:2] == nobody[:2]
    assert abs(len(mine[2]) - len(nobody[2])) <= 2
    assert len(mail.outbox) == 2
    card = town.card("Ana")
    mine, nobody = (
        seen(strangers(number), "/sign-in/", {"code": said, "word": "wrong"})
        for number, said in ((3, card), (4, "AAAA-AAAA-AAAA"))
    )
    assert mine[0] == nobody[0]
    assert mine[1].replace(card, "") == nobody[1].replace("AAAA-AAAA-AAAA", "")
    assert abs(len(mine[2]) - len(nobody[2])) <= 2
