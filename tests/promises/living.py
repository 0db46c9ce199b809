"""A town that lives at random: it posts, repeats, takes back, puts right, and its rules change on the way.

After each step the books on paper are looked at by `paper.reasons` and added up again. `Town.told` is where a database
is asked the same.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from coproduce.core.journal import Entry, Limit, Posting, Standing
from coproduce.core.quantity import HOURS, KWH, PIECES, Unit
from coproduce.core.refusal import Refusal
from tests.promises.paper import Answer, Paper, Receipt, added_up, outside, reasons

FIRST = date(2026, 11, 1)

#: Whose accounts there are, in what, and with which marks: pieces are only recognised, hours buy nothing.
ACCOUNTS: tuple[tuple[str, Unit], ...] = (
    ("Ana", HOURS),
    ("Ben", HOURS),
    ("Cy", HOURS),
    ("source", HOURS),
    ("Ana", KWH),
    ("Ben", KWH),
    ("Ana", replace(PIECES, is_transferable=False)),
    ("Ben", replace(PIECES, is_transferable=False)),
    ("source", replace(PIECES, is_transferable=False)),
)
NOBODY = len(ACCOUNTS)

#: Who stands in an entry, by places in ACCOUNTS: what people do, and what they should not.
PAIRS = ((0, 1), (1, 0), (1, 2), (2, 0), (0, 2), (0, 1, 2))
OTHERS = (
    *((3, 0), (1, 3), (4, 5), (5, 4), (8, 6), (8, 7), (6, 8), (8, 6, 7)),
    *((6, 7), (7, 8, 6), (0, 1, 4, 5), (4, 5, 8, 6), (0,), (0, 0), (0, NOBODY)),
)

#: By quarters of an hour, so that limits are often met to the minute.
amounts = st.integers(-6, 6).map(lambda quarters: 15 * quarters)
days = st.integers(0, 6).map(lambda day: FIRST + timedelta(days=day))
limits = st.builds(
    Limit,
    floor=st.one_of(st.none(), st.integers(-8, 0).map(lambda quarters: 15 * quarters)),
    ceiling=st.one_of(st.none(), st.integers(0, 8).map(lambda quarters: 15 * quarters)),
    mode=st.sampled_from(("enforce", "enforce", "warn", "off")),
    grows_by=st.sampled_from((0, 0, 60)),
)


class Town(RuleBasedStateMachine):
    """One life: fifty steps or so."""

    #: Steps of all lives of this kind.
    steps = 0

    def __init__(self) -> None:
        super().__init__()
        self.numbers = self.opened()
        self.paper = Paper(
            {
                number: Standing(
                    unit.code,
                    is_convertible=unit.is_convertible,
                    is_transferable=unit.is_transferable,
                    is_issuing=name == "source",
                )
                for number, (name, unit) in zip(self.numbers, ACCOUNTS, strict=True)
            }
        )
        self.asked: list[Entry] = []
        self.ids = 0

    def opened(self) -> list[int]:
        """The numbers of ACCOUNTS."""
        return list(range(1, len(ACCOUNTS) + 1))

    def told(self, verb: str, answers: Sequence[Answer], *given: Any) -> None:
        """Where somebody else is asked the same: on paper nobody is."""

    @initialize(each=st.tuples(limits, limits, limits))
    def begins(self, each: tuple[Limit, ...]) -> None:
        for place, limit in enumerate(each):
            self._change(place, limit)

    @rule(who=st.sampled_from(PAIRS), some=amounts, on=days)
    def helps(self, who: tuple[int, ...], some: int, on: date) -> None:
        self._post(self._entry("exchange", who, some, 0, on))

    @rule(
        kind=st.sampled_from(("exchange", "gift", "care", "opening")),
        who=st.sampled_from(PAIRS + OTHERS),
        some=amounts,
        slip=st.sampled_from((0, 0, 0, 0, 1)),
        on=days,
    )
    def records(self, kind: str, who: tuple[int, ...], some: int, slip: int, on: date) -> None:
        self._post(self._entry(kind, who, some, slip, on))

    @precondition(lambda self: self.asked)
    @rule(place=st.integers(0, 99), other=st.sampled_from((None, None, "category", "day", "amount")))
    def sends_again(self, place: int, other: str | None) -> None:
        entry = self.asked[place % len(self.asked)]
        if other == "category":
            entry = replace(entry, category="garden")
        elif other == "day":
            entry = replace(entry, effective_on=entry.effective_on + timedelta(days=1))
        elif other == "amount":
            entry = replace(entry, postings=tuple(replace(p, amount=p.amount * 2) for p in entry.postings))
        self._post(entry)

    @precondition(lambda self: self.asked)
    @rule(place=st.integers(0, 99), on=days)
    def takes_back(self, place: int, on: date) -> None:
        of, client_id = self.asked[place % len(self.asked)].client_id, self._id()
        stood, was_taken_back = self.paper.stands.get(of), self.paper.taken_back(of)
        if self._is_of_somebody_who_left(of):
            return
        answer = self.paper.reverse(client_id, of, on)
        if stood is None:
            assert code(answer) == "NOT_FOUND"
        elif stood.entry.kind == "reversal" or was_taken_back:
            assert code(answer) == "ALREADY_REVERSED"
        elif isinstance(answer, Receipt):
            assert [p.amount for p in answer.entry.postings] == [-p.amount for p in stood.entry.postings]
            self.asked.append(answer.entry)
        else:  # no limit stands in the way of putting right
            assert answer.code in ("PERIOD_CLOSED", "NOT_TRANSFERABLE")
        self.told("reverse", [answer], client_id, of, on)

    @precondition(lambda self: self.asked)
    @rule(place=st.integers(0, 99), who=st.sampled_from(PAIRS), some=amounts, on=days)
    def puts_right(self, place: int, who: tuple[int, ...], some: int, on: date) -> None:
        of, reversal = self.asked[place % len(self.asked)].client_id, self._id()
        if self._is_of_somebody_who_left(of):
            return
        entry = self._entry("exchange", who, some, 0, on)
        before = len(self.paper.stands)
        answer = self.paper.correct(entry, of, reversal)
        assert len(self.paper.stands) == before + (0 if isinstance(answer, Refusal) else 2), "both or neither"
        self.told("correct", [answer], entry, of, reversal)

    @rule(batch=st.lists(st.tuples(st.sampled_from(PAIRS + OTHERS), amounts), min_size=1, max_size=4), on=days)
    def brings_many(self, batch: list[tuple[tuple[int, ...], int]], on: date) -> None:
        entries = [self._entry("exchange", who, some, 0, on) for who, some in batch]
        entries += self.asked[:1]
        self.told("post_many", [self._judged(entry) for entry in entries], entries)

    @rule(place=st.integers(0, 2), limit=limits)
    def agrees_on_a_limit(self, place: int, limit: Limit) -> None:
        self._change(place, limit)

    @rule(place=st.integers(0, 2), some=st.integers(1, 6))
    def keeps_back(self, place: int, some: int) -> None:
        number = self.numbers[place]
        account = self.paper.accounts[number]
        self.paper.accounts[number] = replace(account, held=account.held + 15 * some)
        self.told("holds", [], number)

    @rule(
        what=st.sampled_from(("releases", "closes the books", "opens them", "decides", "leaves")),
        place=st.integers(0, 2),
        some=st.integers(1, 4),
    )
    def lives_on(self, what: str, place: int, some: int) -> None:
        number, books = self.numbers[place], self.paper.books
        account = self.paper.accounts[number]
        if what == "releases":
            self.paper.accounts[number] = replace(account, held=0)
        elif what in ("closes the books", "opens them"):
            day = FIRST + timedelta(days=some - 1) if what == "closes the books" else None
            self.paper.books = replace(books, closed_through=day)
        elif what == "decides":
            self.paper.books = replace(books, benefits_safe=not books.benefits_safe)
        else:  # and comes back the next time
            self.paper.accounts[number] = replace(account, is_closed=not account.is_closed)
        self.told(what, [], number)

    @invariant()
    def adds_up(self) -> None:
        type(self).steps += 1
        entries = [receipt.entry for receipt in self.paper.stands.values()]
        held, gave = added_up(entries)
        sums: dict[str, int] = {}
        for number, account in self.paper.accounts.items():
            assert (account.balance, account.given) == (held[number], gave[number])
            sums[account.unit] = sums.get(account.unit, 0) + account.balance
        assert not any(sums.values())

    def _post(self, entry: Entry) -> None:
        self.told("post", [self._judged(entry)], entry)

    def _judged(self, entry: Entry) -> Answer:
        """The answer on paper, once `reasons` agrees with it."""
        before = dict(self.paper.accounts)
        first = self.paper.stands.get(entry.client_id)
        why = reasons(entry, before, self.paper.books)
        answer = self.paper.post(entry)
        if first and not why & {"NOT_ZERO_SUM", "SAME_ACCOUNT", "NOT_POSITIVE"}:
            assert code(answer) == ("again" if first.entry == entry else "CONFLICTS_WITH_EARLIER")
            assert self.paper.accounts == before
        elif isinstance(answer, Refusal):
            assert answer.code in why
            assert self.paper.accounts == before
        else:
            assert not why
            assert answer.outside == tuple(
                posting.account
                for posting, balance in zip(entry.postings, answer.balances, strict=True)
                if before[posting.account].limit.mode != "off"
                and outside(before[posting.account], balance, posting.amount.minor)
            )
        self.asked.append(entry)
        return answer

    def _entry(self, kind: str, who: tuple[int, ...], some: int, slip: int, on: date) -> Entry:
        """Those of one unit together: the last of them takes what the others give. `slip` is what it is wrong by."""
        postings: list[Posting] = []
        for unit in dict.fromkeys(_unit(place) for place in who):
            places = [place for place in who if _unit(place) == unit]
            given = [some, 30 - some][: len(places) - 1]
            given.append(slip - sum(given) if given else some)
            postings += [
                Posting(self._number(place), unit(amount)) for place, amount in zip(places, given, strict=True)
            ]
        return Entry(self._id(), self.community(), kind, "company", on, tuple(postings))

    def community(self) -> int:
        return 1

    def _number(self, place: int) -> int:
        return self.numbers[place] if place < NOBODY else 10**9

    def _id(self) -> UUID:
        self.ids += 1
        return UUID(int=self.ids)

    def _is_of_somebody_who_left(self, of: UUID) -> bool:
        """What is put right then moves on to where their hours went, which is not looked at here."""
        receipt = self.paper.stands.get(of)
        return receipt is not None and any(self.paper.accounts[p.account].is_closed for p in receipt.entry.postings)

    def _change(self, place: int, limit: Limit) -> None:
        self.paper.change(self.numbers[place], limit)
        self.told("change_limit", [], self.numbers[place], limit)


def _unit(place: int) -> Unit:
    """As it is written in postings: its marks stand on the accounts."""
    unit = ACCOUNTS[place][1] if place < NOBODY else HOURS
    return PIECES if unit.code == PIECES.code else unit


def code(answer: Answer) -> str:
    return answer.code if isinstance(answer, Refusal) else "again" if answer.is_repeat else "done"
