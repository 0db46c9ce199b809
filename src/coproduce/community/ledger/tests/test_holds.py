"""What is kept back is not there to be used, ends once, and comes free by its day. On both databases."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F
from hypothesis import HealthCheck, given, settings, strategies as st
from tests.fixtures.towns import NOON, TODAY, Town, build, do
from tests.journeys.mouths import signed_in

from coproduce.community import ledger
from coproduce.community.base import clock
from coproduce.community.base.done import Done
from coproduce.community.base.models import Outbox
from coproduce.community.base.schedule import run_due
from coproduce.community.exchange.models import Contribution
from coproduce.community.ledger.holds.expiring import expire
from coproduce.community.ledger.models import Hold as HoldRow, LedgerAccount
from coproduce.community.ledger.tests.books import Books, at_once
from coproduce.core.journal import Entry, Hold, Limit, Posting
from coproduce.core.quantity import HOURS, KWH, Quantity
from coproduce.core.refusal import Refusal

pytestmark = pytest.mark.django_db

NIGHT = NOON + timedelta(hours=10)


@pytest.fixture(autouse=True)
def at_noon() -> Any:
    with clock.at(NOON):
        yield


@pytest.fixture
def books() -> Books:
    return Books()


def code(outcome: object) -> str:
    return outcome.code if isinstance(outcome, Refusal) else "done"


def wanted(books: Books, minor: int = 60, **more: Any) -> Hold:
    """The first account keeps back for the second."""
    whose, whom, *_ = books.accounts
    start = {"client_id": uuid4(), "community": books.community.pk, "account": whose, "to": whom}
    return Hold(**{**start, "amount": Quantity(minor, books.unit), "expires_at": NIGHT, **more})


def kept(books: Books, amount: int = 60, **more: Any) -> UUID:
    held = ledger.hold(wanted(books, amount, **more))
    assert isinstance(held, ledger.Held), held
    return held.hold


def settle(books: Books, of: UUID, amount: int = 60, **more: Any) -> ledger.Settled | Refusal:
    return ledger.settle(of, books.entry(-amount, amount, **more))


def release(books: Books, of: UUID) -> ledger.Freed | Refusal:
    return ledger.release(of, community=books.community.pk, why="not needed")


def held(books: Books, place: int = 0) -> int:
    return LedgerAccount.objects.get(pk=books.accounts[place]).held


def state(of: UUID) -> str:
    return HoldRow.objects.get(client_id=of).state


# Keeping back


@pytest.mark.promise("What is kept back counts against the limit at once")
def test_what_is_kept_back_is_not_there_to_be_used(books: Books) -> None:
    books.limit(0, floor=-60, mode="enforce")
    kept(books, 45)
    assert (held(books), books.balances()) == (45, [0, 0, 0])
    assert code(ledger.post(books.entry(-16, 16))) == "LIMIT_FLOOR"
    assert code(ledger.hold(wanted(books, 16))) == "LIMIT_FLOOR"
    assert code(ledger.hold(wanted(books, 15))) == "done"
    assert code(ledger.post(books.entry(-1, 0, 1))) == "LIMIT_FLOOR"
    assert code(ledger.post(books.entry(1, -1))) == "done"


@pytest.mark.parametrize(("mode", "is_outside"), [("warn", True), ("off", False)])
def test_a_limit_that_does_not_refuse_keeps_back_all_the_same(books: Books, mode: str, is_outside: bool) -> None:
    books.limit(0, floor=-30, mode=mode)
    answer = ledger.hold(wanted(books))
    assert isinstance(answer, ledger.Held)
    assert (answer.is_outside, held(books)) == (is_outside, 60)


def test_how_much_may_be_given_is_asked_when_it_goes_over(books: Books) -> None:
    books.limit(1, ceiling=30, mode="enforce")
    hold = kept(books)
    assert code(settle(books, hold)) == "LIMIT_CEILING"
    assert (state(hold), held(books)) == ("held", 60)
    assert code(settle(books, hold, 30)) == "done"
    assert (held(books), books.balances()) == (0, [-30, 30, 0])


@pytest.mark.parametrize(
    ("more", "answer"),
    [
        ({"amount": HOURS(0)}, "NOT_POSITIVE"),
        ({"amount": HOURS(-60)}, "NOT_POSITIVE"),
        ({"expires_at": NOON}, "IN_THE_PAST"),
        ({"expires_at": NOON - timedelta(days=1)}, "IN_THE_PAST"),
        ({"account": 0}, "NOT_FOUND"),
        ({"to": 0}, "NOT_FOUND"),
        ({"community": 0}, "NOT_FOUND"),
    ],
)
def test_what_cannot_be_kept_back(books: Books, more: dict[str, Any], answer: str) -> None:
    assert code(ledger.hold(wanted(books, **more))) == answer
    assert (held(books), HoldRow.objects.count()) == (0, 0)


def test_nobody_keeps_back_for_themselves_or_with_one_who_left_or_in_another_unit(books: Books) -> None:
    mine, _, third = books.accounts
    assert code(ledger.hold(wanted(books, to=mine))) == "SAME_ACCOUNT"
    other = ledger.pot_account(books.community.pk, HOURS)
    LedgerAccount.objects.filter(pk=third).update(closed_on=TODAY)
    assert code(ledger.hold(wanted(books, to=third))) == "ACCOUNT_CLOSED"
    assert code(ledger.hold(wanted(books, account=third))) == "ACCOUNT_CLOSED"
    assert code(ledger.hold(wanted(books, to=other))) == "done"
    assert code(ledger.hold(wanted(books, amount=KWH(5)))) == "UNIT_MISMATCH"


def test_the_same_request_answers_the_same_and_another_under_its_id_is_refused(books: Books) -> None:
    first = wanted(books)
    assert code(ledger.hold(first)) == "done"
    again = ledger.hold(first)
    assert isinstance(again, ledger.Held)
    assert (again.is_repeat, held(books)) == (True, 60)
    other = ledger.hold(wanted(books, 61, client_id=first.client_id))
    assert isinstance(other, Refusal)
    assert (other.code, other.field) == ("CONFLICTS_WITH_EARLIER", "amount")
    assert code(release(books, first.client_id)) == "done"
    assert code(ledger.hold(first)) == "done"
    assert held(books) == 0


# Ending


def test_what_goes_over_is_posted_and_the_rest_comes_free(books: Books) -> None:
    books.limit(0, floor=-60, mode="enforce")
    hold, entry = kept(books), books.entry(-40, 40)
    settled = ledger.settle(hold, entry)
    assert isinstance(settled, ledger.Settled)
    assert (settled.freed, settled.posted.entry, books.balances()) == (HOURS(20), entry.client_id, [-40, 40, 0])
    assert (held(books), state(hold)) == (0, "settled")
    again = ledger.settle(hold, entry)
    assert isinstance(again, ledger.Settled)
    assert again.posted.is_repeat
    assert code(settle(books, hold, 20)) == "HOLD_GONE"
    assert code(release(books, hold)) == "HOLD_GONE"
    assert books.balances() == [-40, 40, 0]
    assert ledger.verify()


def test_an_entry_other_than_what_was_kept_back_settles_nothing(books: Books) -> None:
    hold = kept(books)
    assert code(settle(books, hold, 61)) == "HOLD_TOO_SMALL"
    assert code(ledger.settle(hold, books.entry(60, -60))) == "NOT_POSITIVE"
    assert code(ledger.settle(hold, books.entry(-60, 0, 60))) == "NOT_WHAT_WAS_HELD"
    assert code(ledger.settle(hold, books.entry(-60, 30, 30))) == "NOT_WHAT_WAS_HELD"
    assert code(ledger.settle(uuid4(), books.entry(-60, 60))) == "NOT_FOUND"
    assert code(ledger.release(uuid4(), community=books.community.pk)) == "NOT_FOUND"
    crooked = books.entry(postings=(Posting(books.accounts[0], HOURS(-50)), Posting(books.accounts[1], HOURS(60))))
    assert code(ledger.settle(hold, crooked)) == "NOT_ZERO_SUM"
    by_itself = books.entry(-60, 60)
    assert code(ledger.post(by_itself)) == "done"
    assert code(ledger.settle(hold, by_itself)) == "CONFLICTS_WITH_EARLIER"
    assert (state(hold), held(books), books.balances()) == ("held", 60, [-60, 60, 0])


def test_a_hold_of_another_community_is_not_there(books: Books) -> None:
    hold, others = kept(books), Books("others")
    assert code(ledger.settle(hold, others.entry(-60, 60))) == "NOT_FOUND"
    assert code(ledger.release(hold, community=others.community.pk)) == "NOT_FOUND"


def test_what_is_let_go_is_free_and_posts_nothing(books: Books) -> None:
    hold = kept(books)
    assert release(books, hold) == ledger.Freed(hold, HOURS(60))
    assert code(release(books, hold)) == "HOLD_GONE"
    assert code(settle(books, hold)) == "HOLD_GONE"
    row = HoldRow.objects.get()
    assert (row.state, row.why, held(books), books.balances()) == ("released", "not needed", 0, [0, 0, 0])


def test_the_end_of_its_time_frees_and_never_posts(books: Books) -> None:
    first, second, later = kept(books, 10), kept(books, 20), kept(books, 30, expires_at=NIGHT + timedelta(hours=1))
    assert expire(NIGHT - timedelta(seconds=1)) == 0
    with clock.at(NIGHT):
        assert code(settle(books, first, 10)) == "HOLD_GONE"
        assert "ledger.expire_holds" in run_due(NIGHT)
    assert [state(one) for one in (first, second, later)] == ["expired", "expired", "held"]
    assert (held(books), books.balances()) == (30, [0, 0, 0])


def test_of_what_was_not_used_in_time_all_are_told_once(town: Town) -> None:
    used, over = of_desk(town), of_desk(town)
    assert code(do("timebank.record_for", town.actor("Cleo"), **town.help("Ana", "Ben", time=HOURS(60)))) == "done"
    night = datetime.combine(TODAY + timedelta(days=8), NOON.timetz())
    assert sorted([state(used), state(over)]) == ["held", "settled"]
    assert [expire(night), expire(night)] == [1, 0]
    told = {row.to_agent: row for row in Outbox.objects.filter(template__contains="was not used")}
    assert len(told) == Outbox.objects.filter(template__contains="was not used").count() == 3
    said = {name: told[town.actor(name).agent_id or 0] for name in ("Ana", "Ben", "Cleo")}
    sentence = said["Ben"].template % said["Ben"].values
    assert sentence.startswith("1 h 00 of your hours was kept back for Ana kanari until Tuesday 24 November")
    assert "free again" in sentence
    assert "Ben kanari" in said["Ana"].template % said["Ana"].values
    assert "which you kept back for Ana kanari" in said["Cleo"].template % said["Cleo"].values


def test_what_is_let_go_or_used_is_not_told_as_unused(town: Town) -> None:
    assert code(do("ledger.release_hold", town.actor("Cleo"), hold=of_desk(town), reason="It rains")) == "done"
    assert expire(datetime.combine(TODAY + timedelta(days=8), NOON.timetz())) == 0
    assert not Outbox.objects.filter(template__contains="was not used").exists()


def test_nothing_of_a_hold_that_ended_changes_and_none_is_deleted(books: Books) -> None:
    hold = kept(books)
    rows = HoldRow.objects.filter(client_id=hold)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        rows.update(amount=1, state="released")
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        rows.delete()
    release(books, hold)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        rows.update(state="held")


# Against a small model

MOVES = st.lists(
    st.tuples(
        st.sampled_from(("hold", "settle", "release", "expire", "post")),
        st.integers(0, 2),
        st.integers(0, 2),
        st.integers(0, 50),
        st.integers(0, 5),
    ),
    max_size=14,
)


class Model:
    """What accounts hold and keep back, counted by hand, and whether the first may go there."""

    def __init__(self, books: Books, floors: tuple[int | None, ...]) -> None:
        self.books, self.floors = books, floors
        self.balance = [0, 0, 0]
        self.stands: dict[UUID, tuple[int, int, int, datetime]] = {}
        self.known: list[UUID] = []

    def held(self, place: int) -> int:
        return sum(amount for whose, _, amount, _ in self.stands.values() if whose == place)

    def refuses(self, place: int, amount: int, besides: UUID | None = None) -> bool:
        keeps = self.held(place) - (self.stands[besides][2] if besides else 0)
        floor = self.floors[place]
        return floor is not None and self.balance[place] - keeps - amount < floor

    def step(self, what: str, whose: int, whom: int, amount: int, at: int, now: datetime) -> None:
        if what == "expire":
            expire(now)
            self.stands = {one: row for one, row in self.stands.items() if row[3] > now}
        elif what == "hold":
            self.hold(whose, whom, amount, now + timedelta(minutes=at * 10))
        elif what == "post":
            self.post(whose, whom, amount)
        elif self.known:
            self.end(what, self.known[at % len(self.known)], amount, now)

    def hold(self, whose: int, whom: int, amount: int, until: datetime) -> None:
        accounts = self.books.accounts
        asked = wanted(self.books, amount, account=accounts[whose], to=accounts[whom], expires_at=until)
        can = whose != whom and amount > 0 and until > clock.now() and not self.refuses(whose, amount)
        assert (code(ledger.hold(asked)) == "done") is can
        if can:
            self.known.append(asked.client_id)
            self.stands[asked.client_id] = (whose, whom, amount, until)

    def end(self, what: str, of: UUID, amount: int, now: datetime) -> None:
        row = HoldRow.objects.get(client_id=of)
        whose, whom = self.books.accounts.index(row.account_id), self.books.accounts.index(row.to_id)
        if what == "release":
            assert code(release(self.books, of)) == ("done" if of in self.stands else "HOLD_GONE")
            self.stands.pop(of, None)
            return
        is_there = of in self.stands and self.stands[of][3] > now
        can = is_there and 0 < amount <= row.amount and not self.refuses(whose, amount, besides=of)
        assert (code(ledger.settle(of, self.entry(whose, whom, amount))) == "done") is can
        if can:
            del self.stands[of]
            self.moved(whose, whom, amount)

    def post(self, whose: int, whom: int, amount: int) -> None:
        can = whose != whom and amount > 0 and not self.refuses(whose, amount)
        assert (code(ledger.post(self.entry(whose, whom, amount))) == "done") is can
        if can:
            self.moved(whose, whom, amount)

    def moved(self, whose: int, whom: int, amount: int) -> None:
        self.balance[whose] -= amount
        self.balance[whom] += amount

    def entry(self, whose: int, whom: int, amount: int) -> Entry:
        accounts = self.books.accounts
        sides = (Posting(accounts[whose], HOURS(-amount)), Posting(accounts[whom], HOURS(amount)))
        return self.books.entry(postings=sides)

    def agrees(self) -> None:
        rows = LedgerAccount.objects.filter(pk__in=self.books.accounts).order_by("pk")
        assert [(row.balance, row.held) for row in rows] == [(self.balance[n], self.held(n)) for n in range(3)]
        assert all(f is None or row.balance - row.held >= f for row, f in zip(rows, self.floors, strict=True))


@pytest.mark.promise("What an account keeps back is always the sum of its holds that stand")
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=MOVES, floors=st.tuples(*[st.sampled_from((None, 0, -40))] * 3))
def test_whatever_happens_it_is_the_sum_of_what_stands(moves: Any, floors: Any) -> None:
    with transaction.atomic():
        books = Books(f"books-{uuid4().hex[:8]}")
        for place, floor in enumerate(floors):
            books.limit(place, floor=floor, mode="enforce" if floor is not None else "off")
        model = Model(books, floors)
        for number, move in enumerate(moves):
            now = NOON + timedelta(minutes=number * 10)
            with clock.at(now):
                model.step(*move, now)
            model.agrees()
        transaction.set_rollback(True)


def test_the_model_sees_hours_that_were_kept_back_twice(books: Books) -> None:
    model = Model(books, (None, None, None))
    model.hold(0, 1, 30, NIGHT)
    model.agrees()
    LedgerAccount.objects.filter(pk=books.accounts[0]).update(held=F("held") + 30)
    with pytest.raises(AssertionError):
        model.agrees()
    assert not ledger.verify()


# The desk


@pytest.fixture
def town() -> Town:
    return build("hazel", "kanari", ("timebank",))


def keep(town: Town, who: str = "Cleo", **more: Any) -> Done[Any] | Refusal:
    """Ben, who will be helped by Ana, keeps an hour back for her."""
    said = {"receiver": town.agents["Ben"], "giver": town.agents["Ana"], "time": HOURS(60), "what": "the tap kanari"}
    return do("ledger.keep_back", town.actor(who), **{**said, "until": TODAY + timedelta(days=7), **more})


def kept_of(town: Town, name: str) -> int:
    return LedgerAccount.objects.get(agent__public_id=town.agents[name], unit=HOURS.code).held


def of_desk(town: Town) -> UUID:
    answer = keep(town)
    assert isinstance(answer, Done), answer
    hold: UUID = answer.value.hold
    return hold


@pytest.mark.parametrize(
    ("who", "answer"), [("Cleo", "done"), ("Tom", "done"), ("Ana", "NOT_ALLOWED"), ("Aud", "NOT_ALLOWED")]
)
def test_the_desk_keeps_back_and_lets_go(town: Town, who: str, answer: str) -> None:
    assert code(keep(town, who)) == answer
    assert kept_of(town, "Ben") == (60 if answer == "done" else 0)
    hold = of_desk(town)
    before = kept_of(town, "Ben")
    assert code(do("ledger.release_hold", town.actor(who), hold=hold, reason="It rains")) == answer
    assert kept_of(town, "Ben") == before - (60 if answer == "done" else 0)


def test_both_are_told(town: Town) -> None:
    hold = of_desk(town)
    assert code(do("ledger.release_hold", town.actor("Cleo"), hold=hold, reason="It rains kanari")) == "done"
    told = [row.template for row in Outbox.objects.filter(template__contains="kept back").order_by("pk")]
    assert len(told) == 4


@pytest.mark.parametrize(
    ("more", "answer", "field"),
    [
        ({"until": TODAY - timedelta(days=1)}, "IN_THE_PAST", "until"),
        ({"until": date.max}, "OUT_OF_RANGE", "until"),
        ({"time": HOURS(0)}, "NOT_POSITIVE", "time"),
        ({"what": " "}, "MISSING", "what"),
        ({"giver": UUID(int=7)}, "NOT_FOUND", "giver"),
        ({"receiver": UUID(int=7)}, "NOT_FOUND", "receiver"),
    ],
)
def test_what_the_desk_mends(town: Town, more: dict[str, Any], answer: str, field: str) -> None:
    refused = keep(town, **more)
    assert isinstance(refused, Refusal)
    assert (refused.code, refused.field) == (answer, field)


def test_a_hold_of_another_town_is_not_let_go(town: Town) -> None:
    hold, elsewhere = of_desk(town), build("twin", "other", ("timebank",))
    assert code(do("ledger.release_hold", elsewhere.actor("Cleo"), hold=hold, reason="It rains")) == "NOT_FOUND"
    assert code(do("ledger.release_hold", town.actor("Cleo"), hold=hold, reason=" ")) == "MISSING"
    assert signed_in(elsewhere, "Cleo").get(f"/{elsewhere.slug}/ledger/kept-back/{hold}/let-go/").status_code == 404
    assert state(hold) == "held"


@pytest.mark.parametrize(("minutes", "ended"), [(60, "settled"), (45, "settled"), (90, "released")])
def test_help_that_is_written_down_uses_what_was_kept_back_for_it(town: Town, minutes: int, ended: str) -> None:
    account = LedgerAccount.objects.get(agent__public_id=town.agents["Ben"], unit=HOURS.code)
    ledger.change_limit(account.pk, Limit(floor=account.balance - 90, mode="enforce"), actor=None, why="a test")
    hold = of_desk(town)
    elsewhere = do("timebank.record_for", town.actor("Cleo"), **town.help("Dee", "Ben", time=HOURS(45)))
    assert code(elsewhere) == "LIMIT_FLOOR"
    done = do("timebank.record_for", town.actor("Cleo"), **town.help("Ana", "Ben", time=HOURS(minutes)))
    assert code(done) == "done"
    assert (state(hold), kept_of(town, "Ben")) == (ended, 0)
    assert Contribution.objects.filter(amount=minutes, giver__public_id=town.agents["Ana"]).exists()
    assert ledger.verify()


def test_more_than_was_kept_back_is_refused_by_an_enforced_limit_and_it_stays_kept(town: Town) -> None:
    account = LedgerAccount.objects.get(agent__public_id=town.agents["Ben"], unit=HOURS.code)
    ledger.change_limit(account.pk, Limit(floor=account.balance - 60, mode="enforce"), actor=None, why="a test")
    hold = of_desk(town)
    more = do("timebank.record_for", town.actor("Cleo"), **town.help("Ana", "Ben", time=HOURS(61)))
    assert code(more) == "LIMIT_FLOOR"
    assert (state(hold), kept_of(town, "Ben")) == ("held", 60)


@pytest.mark.parametrize("who", ["Ana", "Ben"])
def test_what_is_kept_back_of_or_for_one_who_leaves_comes_free(town: Town, who: str) -> None:
    hold = of_desk(town)
    assert code(do("people.leave", town.actor("Cleo"), member=town.agents[who])) == "done"
    assert (state(hold), kept_of(town, "Ben")) == ("released", 0)
    assert ledger.verify()


# The pages


def test_the_list_and_letting_go(town: Town) -> None:
    hold = of_desk(town)
    tom, listed = signed_in(town, "Tom"), f"/{town.slug}/ledger/kept-back/"
    shown = tom.get(listed).content.decode()
    assert "Ben kanari" in shown
    assert "the tap kanari" in shown
    assert "Ben kanari" not in tom.get(listed, {"q": "Rae"}).content.decode()
    assert "the tap kanari,,2026" in tom.get(listed, {"as": "csv"}).content.decode()
    page = f"{listed}{hold}/let-go/"
    said = {"request_id": tom.get(page).context["form"]["request_id"].value(), "reason": ""}
    assert tom.post(page, said).status_code == 422
    assert tom.post(page, {**said, "reason": "It rains"}).status_code == 302
    assert state(hold) == "released"
    assert tom.get(page).status_code == 404
    late = tom.post(page, {"request_id": uuid4(), "reason": "It rains"})
    assert (late.status_code, "not kept back any more" in late.content.decode()) == (422, True)
    for name in ("Ana", "Aud"):
        assert signed_in(town, name).get(listed).status_code == 404
        assert signed_in(town, name).get(page).status_code == 404
        assert signed_in(town, name).get(f"{listed}more/").status_code == 404


def test_keeping_back_asks_one_question_a_page(town: Town) -> None:
    cleo = signed_in(town, "Cleo")
    page = cleo.get(f"/{town.slug}/ledger/kept-back/more/", {"member": town.agents["Ben"]}, follow=True)
    for said in ({"giver": town.agents["Ana"]}, {"time": "1 h"}, {"until": "2026-11-20"}, {"what": "the tap"}):
        page = cleo.post(page.request["PATH_INFO"], said, follow=True)
    assert "Keep it back, and tell them" in page.content.decode()
    assert kept_of(town, "Ben") == 0
    done = cleo.post(page.request["PATH_INFO"], {}, follow=True).content.decode()
    assert "It is kept back" in done
    assert kept_of(town, "Ben") == 60


def test_the_statement_says_what_is_kept_back(town: Town) -> None:
    of_desk(town)
    assert "1 h 00 is kept back" in signed_in(town, "Ben").get(f"/{town.slug}/ledger/").content.decode()


# Two at once


@pytest.mark.django_db(databases=[])
@pytest.mark.promise("Of two who settle the same hold at once, one does")
def test_of_two_who_settle_at_once_one_does(committed: str) -> None:
    books = Books()
    hold = kept(books)
    answers = at_once(lambda: settle(books, hold), lambda: settle(books, hold))
    assert sorted(code(answer) for answer in answers) == ["HOLD_GONE", "done"]
    assert (books.balances(), held(books)) == ([-60, 60, 0], 0)
    assert ledger.verify()


@pytest.mark.django_db(databases=[])
@pytest.mark.parametrize("turn", range(3))
def test_whoever_ends_it_at_once_it_ends_once(committed: str, turn: int) -> None:
    books = Books()
    hold = kept(books)
    ways = (lambda: settle(books, hold), lambda: release(books, hold), lambda: expire(NIGHT))
    first, second, third = at_once(*ways)
    assert [code(first) == "done", code(second) == "done", third == 1].count(True) == 1
    assert held(books) == 0
    assert ledger.verify()


@pytest.mark.django_db(databases=[])
def test_two_who_keep_back_at_once_do_not_pass_the_floor_together(committed: str) -> None:
    books = Books()
    books.limit(0, floor=-60, mode="enforce")
    answers = at_once(*(lambda: ledger.hold(wanted(books, 40)) for _ in range(3)))
    assert sorted(code(answer) for answer in answers) == ["LIMIT_FLOOR", "LIMIT_FLOOR", "done"]
    assert held(books) == 40


@pytest.mark.django_db(databases=[])
def test_the_same_id_at_once_is_one_hold(committed: str) -> None:
    books = Books()
    same, mine = wanted(books), uuid4()
    back = wanted(books, client_id=mine, account=books.accounts[1], to=books.accounts[2])
    there = wanted(books, client_id=mine, account=books.accounts[0], to=books.accounts[2])
    answers = at_once(*(lambda: ledger.hold(same) for _ in range(3)))
    assert [code(answer) for answer in answers] == ["done"] * 3
    assert held(books) == 60
    answers = at_once(lambda: ledger.hold(back), lambda: ledger.hold(there))
    assert sorted(code(answer) for answer in answers) == ["CONFLICTS_WITH_EARLIER", "done"]
    assert held(books) + held(books, 1) == 120
