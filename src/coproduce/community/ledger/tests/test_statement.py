"""A statement as people read it: what was put right is one line, and how far hours may go stands in plain words."""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args
from uuid import uuid4

import pytest
from tests.fixtures.towns import TODAY, Town, do
from tests.journeys.mouths import signed_in

from coproduce.community import ledger
from coproduce.community.exchange.models import Contribution
from coproduce.community.ledger.models import LedgerAccount
from coproduce.community.ledger.tests.books import Books
from coproduce.community.ledger.undoing.lines import Shown, shown_lines
from coproduce.community.ledger.words import WHY_NOT, about
from coproduce.community.people.models import Community
from coproduce.core.journal import Code, Entry
from coproduce.core.quantity import HOURS
from coproduce.core.refusal import Refusal

pytestmark = pytest.mark.django_db

SOURCE = Path(__file__).resolve().parents[3]

#: What only a fault of the program, or a script, can run into.
NOBODY_MEETS = {"NOT_FOUND", "UNIT_MISMATCH", "NOT_ZERO_SUM", "UNKNOWN_UNIT", "UNKNOWN_MODE", "NO_REASON"}

#: What is asked of whoever keeps the books, on the page where they are asked, and stands on no member's page.
THE_DESK_MEETS = {
    "ALREADY_ASKED", "ALREADY_CLOSED", "ALREADY_DECIDED", "IN_THE_PAST", "MISSING", "NOTHING_SEALED", "NOT_CLOSED",
    "NOT_CONFIRMED", "NOT_OVER", "NO_SEAL", "OUT_OF_RANGE",
}  # fmt: skip


@pytest.fixture
def books() -> Books:
    return Books()


def put_right(wrong: Entry, right: Entry) -> None:
    posted = ledger.correct(right, of=wrong.client_id, reversal_id=uuid4(), reason="half an hour")
    assert not isinstance(posted, Refusal)


def shown(books: Books, place: int = 0, **page: Any) -> list[Shown]:
    account = LedgerAccount.objects.get(pk=books.accounts[place])
    return shown_lines(account, **{"limit": 25, **page})[0]


def test_what_was_put_right_is_one_line(books: Books) -> None:
    wrong, right = books.entry(60, -60, note="We talked"), books.entry(30, -30, note="We talked")
    ledger.post(wrong)
    ledger.post(books.entry(10, 0, -10))
    put_right(wrong, right)
    for place in (0, 1):
        newest, *_, oldest = shown(books, place)
        assert (newest.line.entry, newest.was, newest.why) == (right.client_id, HOURS(60), "half an hour")
        assert (newest.size, newest.line.size) == (HOURS(-30), HOURS(30))
        assert newest.line.balance_after.minor == books.balances()[place]
        assert (oldest.line.entry, oldest.line.is_put_right, oldest.was) == (wrong.client_id, True, None)
    assert [one.line.balance_after.minor for one in shown(books)] == [40, 70, 60]
    assert sum(one.size.minor for one in shown(books)) == 40


def test_what_only_was_taken_back_is_a_line_of_its_own(books: Books) -> None:
    wrong = books.entry()
    ledger.post(wrong)
    ledger.reverse(
        uuid4(), community=books.community.pk, of=wrong.client_id, effective_on=TODAY, reason="It was Thursday"
    )
    assert [(one.line.kind, one.was) for one in shown(books)] == [("reversal", None), ("exchange", None)]


def test_somebody_who_is_only_in_one_half_reads_that_half(books: Books) -> None:
    wrong, right = books.entry(60, -60), books.entry(0, -60, 60)
    ledger.post(wrong)
    put_right(wrong, right)
    assert [(one.line.kind, one.was) for one in shown(books, 0)] == [("reversal", None), ("exchange", None)]
    assert [one.was for one in shown(books, 1)] == [HOURS(60), None]
    assert [(one.line.kind, one.was) for one in shown(books, 2)] == [("exchange", None)]


def test_whoever_changed_sides_reads_both_halves(books: Books) -> None:
    wrong, right = books.entry(60, -60), books.entry(-60, 60)
    ledger.post(wrong)
    put_right(wrong, right)
    assert [one.line.kind for one in shown(books)] == ["exchange", "reversal", "exchange"]
    assert {one.was for one in shown(books)} == {None}


@pytest.mark.parametrize("size", [1, 2, 3])
def test_a_page_that_ends_between_the_halves(books: Books, size: int) -> None:
    wrong, right = books.entry(60, -60), books.entry(30, -30)
    ledger.post(wrong)
    put_right(wrong, right)
    account, before = LedgerAccount.objects.get(pk=books.accounts[0]), None
    seen: list[Shown] = []
    while True:
        lines, before = shown_lines(account, limit=size, before=before)
        seen += lines
        if before is None:
            break
    assert [(one.line.entry, one.was) for one in seen] == [(right.client_id, HOURS(60)), (wrong.client_id, None)]


def test_a_source_that_only_looks_like_a_half_is_none(books: Books) -> None:
    first = books.entry()
    ledger.post(first)
    for source in (f"instead of {first.client_id}", "instead of nothing", "put right by chance"):
        assert not isinstance(ledger.post(books.entry(source_ref=source)), Refusal)
    assert {one.was for one in shown(books)} == {None}
    own = replace(books.entry(30, -30), source_ref="list 7")
    put_right(first, own)
    assert [one.was for one in shown(books)][:2] == [None, None]  # it keeps where it came from, and reads as two


def test_how_far_it_goes_and_what_is_kept_back_stand_in_words(books: Books) -> None:
    books.limit(0, floor=-600, mode="warn", grows_by=120)
    LedgerAccount.objects.filter(pk=books.accounts[0]).update(held=45)
    sentences = list(about(LedgerAccount.objects.get(pk=books.accounts[0])))
    assert "10 h 00 more than you gave" in sentences[0]
    assert "up to 2 h 00" in sentences[1]
    assert "0 h 45 is kept back" in sentences[2]
    assert len(list(about(LedgerAccount.objects.get(pk=books.accounts[1])))) == 1
    assert list(about(None)) == []


def refusals_in(text: str) -> Iterator[tuple[str, str]]:
    """Code and sentence of every refusal that is spelt out in a file."""
    for call in ast.walk(ast.parse(text)):
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "Refusal":
            code, said = (getattr(part, "value", None) for part in call.args[:2])
            if isinstance(code, str):
                yield code, str(said)


def written(folder: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(folder.rglob("*.py")):
        if "tests" not in path.parts:
            yield from refusals_in(path.read_text())


def without_words(found: Iterable[tuple[str, str]]) -> set[str]:
    """Codes whose refusal is no sentence, or that neither members nor the desk find words for."""
    known = WHY_NOT.keys() | NOBODY_MEETS | THE_DESK_MEETS
    return {code for code, said in found if code not in known or not (said[0].isupper() or said[0] == "%")
            or said[-1] != "."}  # fmt: skip


@pytest.mark.promise("Every refusal of the books has a sentence that says what to do")
def test_every_refusal_of_the_books_has_its_sentence() -> None:
    met = [*written(SOURCE / "community" / "ledger"), *refusals_in((SOURCE / "core" / "journal.py").read_text())]
    assert without_words(met) == set()
    assert {*get_args(Code), "LIMIT_FLOOR", "LIMIT_CEILING"} <= WHY_NOT.keys() | NOBODY_MEETS
    assert {code for code, _ in met} >= {"HOLD_GONE", "HOLD_TOO_SMALL", "NOT_WHAT_WAS_HELD", "NEEDS_SECOND", "NO_SEAL"}
    assert not WHY_NOT.keys() & NOBODY_MEETS
    planted = 'Refusal("NEW_ONE", "Try later."), Refusal("TOO_LATE", "late"), Refusal("TOO_LARGE", "It is too much.")'
    assert without_words(refusals_in(planted)) == {"NEW_ONE", "TOO_LATE"}


# The page


def correct(town: Town) -> None:
    helped = Contribution.objects.get(community=town.community, corrected_by=None).public_id
    done = do("exchange.correct", town.actor("Cleo"), contribution=helped, time=HOURS(90), reason="Half an hour less")
    assert not isinstance(done, Refusal)


def test_the_page_says_what_it_was_and_is_now(town: Town) -> None:
    correct(town)
    page = signed_in(town, "Ana").get(f"/{town.slug}/ledger/").content.decode()
    assert "It was 2 h 00, and is 1 h 30 now." in page
    assert "Why: Half an hour less" in page
    assert page.count("Put right:") == 1
    assert "−0 h 30" in page
    assert "Nothing limits how much you give" in page
    assert "As Ana" in signed_in(town, "Cleo").get(f"/{town.slug}/ledger/{town.agents['Ana']}/").content.decode()


@pytest.mark.parametrize("ways", ["", "paper"])
def test_what_stands_after_it_is_shown_where_members_chose_so(town: Town, ways: str) -> None:
    correct(town)
    ben = signed_in(town, "Ben")
    address = f"/{town.slug}/ledger/"
    assert "−1 h 30" not in ben.get(address, {"as": ways}).content.decode()
    Community.objects.filter(slug=town.slug).update(shows_balances=True)
    assert "−1 h 30" in ben.get(address, {"as": ways}).content.decode()


def test_the_statement_on_paper(town: Town) -> None:
    correct(town)
    page = signed_in(town, "Ana").get(f"/{town.slug}/ledger/", {"as": "paper"}).content.decode()
    assert 'class="letter paper huge' in page
    assert "You gave <b>1 h 30</b> of help." in page
    assert "01632 960 000" in page
    assert signed_in(town, "Tom").get(f"/{town.slug}/ledger/", {"as": "paper"}).status_code == 200


def test_the_table_stays_whole(town: Town) -> None:
    correct(town)
    table = signed_in(town, "Ana").get(f"/{town.slug}/ledger/", {"as": "csv"}).content.decode().splitlines()
    assert len(table) == 4
    assert [row.split(",")[4] for row in table[1:]] == ["90", "-120", "120"]
