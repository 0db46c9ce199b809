"""Letters that come back: at once, later by a report, a while or for good; forged ones; and nobody of another town."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from smtplib import SMTPRecipientsRefused
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from tests.fixtures.towns import NOON, Town, do
from tests.journeys.mouths import signed_in

from coproduce.community.base.done import Done
from coproduce.community.base.models import Outbox
from coproduce.community.base.schedule import run_due
from coproduce.community.notices.models import Notice
from coproduce.community.notices.queries import chosen_way, to_print, to_ring
from coproduce.community.notices.returned import marking
from coproduce.community.notices.returned.mailbox import empty
from coproduce.community.notices.returned.marking import take_in
from coproduce.community.notices.tests.saying import membership, tell, told, work
from coproduce.community.people.rules import NewMember

pytestmark = [pytest.mark.django_db, pytest.mark.promise("Letters that do not arrive are told another way")]

DAY = timedelta(days=1)
FOR_GOOD, FOR_A_WHILE = "5.1.1", "4.4.1"


@pytest.fixture
def town(town: Town) -> Town:
    """A town where nothing waits to be told."""
    Outbox.objects.all().delete()
    return town


class RefusesAna(EmailBackend):
    """A mail server that knows no such address."""

    code = 550

    def send_messages(self, messages: list[mail.EmailMessage]) -> int:  # type: ignore[override]
        raise SMTPRecipientsRefused({to: (self.code, b"no such user") for letter in messages for to in letter.to})


class NotNow(RefusesAna):
    code = 450


def letter_to_ana(town: Town, day: int = 0) -> mail.EmailMessage:
    tell(town, "Ana", f"Ben said %(what)s on day {day}.", urgent=True)
    work(NOON + day * DAY)
    [letter] = mail.outbox[-1:]
    assert letter.to == [town.email("Ana")]
    return letter


def report(letter: mail.EmailMessage, status: str = FOR_GOOD, action: str = "failed") -> bytes:
    """What a mail server writes when it could not hand a letter over."""
    return f"""From: Mail Delivery System <mailer-daemon@mail.example>
To: {letter.from_email}
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

I'm sorry to have to inform you that your letter could not be delivered.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example

Final-Recipient: rfc822; somebody@example.org
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 no such user

--b
Content-Type: text/rfc822-headers

{letter.message()["Message-ID"] and "Message-ID: " + letter.message()["Message-ID"]}
Subject: {letter.subject}

--b--
""".replace("\n", "\r\n").encode()


def is_lost(town: Town, who: str = "Ana") -> bool:
    return membership(town, who).is_email_lost


def test_a_report_ends_e_mail_until_the_address_is_another(town: Town) -> None:
    letter = letter_to_ana(town)
    assert take_in(report(letter), NOON)
    assert is_lost(town)
    assert chosen_way(membership(town, "Ana")) == "paper"
    assert [one.pk for one in to_print(town.community.pk)] == [told(town, "Ana")[0].pk], "what came back is told again"
    assert [one.pk for one in to_ring(town.community.pk)] == [told(town, "Ana")[0].pk], "it cannot wait"
    work(NOON + DAY)
    assert len(mail.outbox) == 1
    ana = membership(town, "Ana")
    said = {"name": f"Ana {town.canary}", "phone": ana.phone, "email": "new@ana.example", "version": ana.version}
    assert isinstance(do("people.change_details", town.actor("Ana"), member=town.agents["Ana"], **said), Done)
    work(NOON + 2 * DAY)
    assert mail.outbox[-1].to == ["new@ana.example"]
    assert not is_lost(town)
    take_in(report(letter), NOON)
    assert not is_lost(town), "that was of the address before"


def test_the_server_refuses_the_address_at_once(town: Town, settings: Any) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.NotNow"
    tell(town, "Ana", urgent=True)
    work(NOON)
    assert not is_lost(town)
    settings.EMAIL_BACKEND = f"{__name__}.RefusesAna"
    work(NOON + DAY)
    assert is_lost(town)
    assert to_print(town.community.pk).count() == 1


def test_a_while_is_three_letters(town: Town) -> None:
    letters = [letter_to_ana(town, day) for day in range(3)]
    for letter in (letters[0], letters[0], letters[0], letters[1]):
        assert take_in(report(letter, FOR_A_WHILE), NOON + 3 * DAY)
        assert not is_lost(town)
    assert take_in(report(letters[2], FOR_A_WHILE), NOON + 3 * DAY)
    assert is_lost(town)
    assert to_print(town.community.pk).count() == 3


def test_a_while_of_long_ago_counts_no_more(town: Town) -> None:
    letters = [letter_to_ana(town, day) for day in range(3)]
    for letter in letters:
        take_in(report(letter, FOR_A_WHILE), NOON + 100 * DAY)
    assert not is_lost(town)


def test_what_changes_nothing(town: Town) -> None:
    """A letter that is late or arrived, a forged proof, a letter nobody wrote, any other mail, and nonsense."""
    letter = letter_to_ana(town)
    whole = report(letter)
    mark = letter.message()["Message-ID"].strip("<>").partition("@")[0]
    number, proof = mark.split("-")[1:]
    others = [
        report(letter, action="delayed"),
        report(letter, "2.0.0", "delivered"),
        whole.replace(proof.encode(), b"0" * 32),
        whole.replace(f"-{number}-".encode(), f"-{int(number) + 1}-".encode()),
        whole.replace(f"-{number}-".encode(), b"-999999999999999999-"),
        whole.replace(b"multipart/report", b"multipart/mixed"),
        whole.replace(b"5.1.1", b"5.1.1.1"),
        whole + b" " * marking.LONGEST,
        whole[:300],
        b"\xff\x00",
        b"",
    ]
    for other in others:
        assert not take_in(other, NOON)
    assert not is_lost(town)
    assert take_in(whole, NOON), "the same, not tampered with"


def test_a_letter_names_nobody_to_the_servers_it_passes(town: Town, settings: Any) -> None:
    settings.RETURNED_TO = "returned@wenbrook.example"
    letter = letter_to_ana(town)
    said = letter.message()
    assert letter.from_email.startswith("returned+letter-")
    assert len(letter.from_email.partition("@")[0]) <= 64
    assert said["From"] == settings.DEFAULT_FROM_EMAIL
    assert "ana" not in f"{letter.from_email} {said['Message-ID']}".casefold().replace("canary", "")
    bare = report(letter).replace(f"Message-ID: {said['Message-ID']}".encode(), b"")
    assert take_in(bare, NOON), "the address it came back to is enough"


def test_nothing_of_the_mail_is_kept(town: Town) -> None:
    take_in(report(letter_to_ana(town)), NOON)
    kept = " ".join(map(str, Notice.objects.values_list("trouble", flat=True)))
    assert "no such user" not in kept
    assert "@" not in kept


@pytest.mark.promise("No community sees another's anything")
def test_the_other_town_hears_nothing(towns: tuple[Town, Town]) -> None:
    """Ana shares one address in both: where a letter came back from one, the other still writes to her."""
    here, there = towns
    Outbox.objects.all().delete()
    do("people.welcome", there.actor("Cleo"), members=(NewMember(f"Annie {there.canary}", here.email("Ana")),))
    assert take_in(report(letter_to_ana(here)), NOON)
    assert is_lost(here)
    assert set(membership(here, "Ana").person.memberships.values_list("lost_email", flat=True)) == {
        here.email("Ana"),
        "",
    }
    page = f"/{there.slug}/notices/not-arriving/"
    assert "Every letter arrives" in signed_in(there, "Cleo").get(page).content.decode()
    assert "do not arrive" not in signed_in(there, "Cleo").get(f"/{there.slug}/timebank/desk/").content.decode()


def test_the_desk_sees_it_and_what_to_do(town: Town) -> None:
    cleo, desk, page = signed_in(town, "Cleo"), f"/{town.slug}/timebank/desk/", f"/{town.slug}/notices/not-arriving/"
    hers = f"/{town.slug}/people/{town.agents['Ana']}/"
    assert "do not arrive" not in cleo.get(desk).content.decode()
    take_in(report(letter_to_ana(town)), NOON)
    assert f"Letters to Ana {town.canary} do not arrive." in cleo.get(desk).content.decode()
    shown = cleo.get(page).content.decode()
    assert f"Ana {town.canary}" in shown
    assert town.email("Ana") not in shown
    assert "do not arrive" in cleo.get(hers).content.decode()
    assert "do not reach you" in signed_in(town, "Ana").get(hers).content.decode()
    assert "do not arrive" not in signed_in(town, "Ben").get(hers).content.decode()
    assert signed_in(town, "Ben").get(page).status_code == 404


class Post(socketserver.StreamRequestHandler):
    """As much of a mail server's IMAP as is spoken to it, with the letters its server holds."""

    def handle(self) -> None:
        held: dict[bytes, bytes] = self.server.held  # type: ignore[attr-defined]
        gone: list[bytes] = []
        self.wfile.write(b"* OK ready\r\n")
        for line in self.rfile:
            tag, verb, *words = line.split()
            if verb == b"CAPABILITY":
                self.wfile.write(b"* CAPABILITY IMAP4rev1\r\n")
            elif verb == b"SELECT":
                self.wfile.write(b"* %d EXISTS\r\n" % len(held))
            elif verb == b"SEARCH":
                self.wfile.write(b"* SEARCH %s\r\n" % b" ".join(sorted(held)))
            elif verb == b"FETCH":
                letter = held[words[0]]
                self.wfile.write(b"* %s FETCH (BODY[]<0> {%d}\r\n%s)\r\n" % (words[0], len(letter), letter))
            elif verb == b"STORE":
                assert words[1:] == [b"+FLAGS", rb"(\Deleted)"], words
                gone.append(words[0])
            elif verb == b"EXPUNGE":
                for number in gone:
                    del held[number]
            self.wfile.write(tag + b" OK done\r\n")
            if verb == b"LOGOUT":
                return


@contextmanager
def mailbox(*letters: bytes) -> Iterator[tuple[str, dict[bytes, bytes]]]:
    """The address of a mailbox with these letters, and what is in it."""
    with socketserver.TCPServer(("127.0.0.1", 0), Post) as server:
        server.held = {b"%d" % number: letter for number, letter in enumerate(letters, 1)}  # type: ignore[attr-defined]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"imap://cleo:secret@127.0.0.1:{server.server_address[1]}/INBOX", server.held  # type: ignore[attr-defined]
        server.shutdown()


def test_the_worker_empties_a_mailbox(town: Town, settings: Any) -> None:
    assert "notices.take_in_returned" not in run_due(NOON), "where none is named, it looks nowhere"
    mine = report(letter_to_ana(town))
    with mailbox(b"Subject: bread\r\n\r\nThank you.\r\n", mine) as (address, held):
        settings.RETURNED_MAILBOX = address
        assert "notices.take_in_returned" in run_due(NOON + DAY)
        assert list(held) == [b"1"], "another's letter is left"
    assert is_lost(town)


def test_a_mailbox_is_read_over_tls_alone() -> None:
    with pytest.raises(ValueError, match="begins with imaps://"):
        empty("imap://cleo:secret@mail.example/INBOX", NOON)


@pytest.mark.parametrize(
    "head", ["To: back+x:y;z@here.example", "To: =?utf-8?q?=FF?= <", "Message-ID: <<>>", "Subject: \x00"]
)
def test_a_crooked_letter_stops_nobody(head: str) -> None:
    """Whoever writes to the mailbox decides nothing: the letters after it are read."""
    letter = f"{head}\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n--b--\n"
    assert not take_in(letter.encode(), NOON)
