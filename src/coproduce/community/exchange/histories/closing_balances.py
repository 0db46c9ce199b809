"""Balances a book states itself, row by row: reckoned again from its rows, and at the end compared with our books.

A column may run along, what someone held after the row, or say in each row what they hold at the end; an empty cell
says nothing. What is reckoned in the file alone can begin at any number: where somebody stood before is only known
once all is taken.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from coproduce.community.exchange.histories.rules import Happened
from coproduce.core.quantity import HOURS

#: What to do about a balance that is not what the rows come to.
REMEDY = "Put right the time or the balance of this row or one before it, or leave the balance empty."


@dataclass(frozen=True, slots=True)
class Stated:
    """A row of a book that also says what its two hold, in minutes; None where it says nothing."""

    row: Happened
    giver_balance: int | None
    receiver_balance: int | None

    def said(self) -> Iterator[tuple[str, UUID, int]]:
        """(field, who, minutes) of each balance it states."""
        if self.giver_balance is not None:
            yield "giver_balance", self.row.giver, self.giver_balance
        if self.receiver_balance is not None:
            yield "receiver_balance", self.row.receiver, self.receiver_balance


Row = Happened | Stated


def happened(row: Row) -> Happened:
    """What was done, without what the book says it came to."""
    return row.row if isinstance(row, Stated) else row


def out_of_step(lines: Sequence[tuple[int, Row]]) -> Iterator[tuple[int, str, str]]:
    """(line, field, sentence) of each balance that does not follow from the one before it and the rows between."""
    if not any(isinstance(row, Stated) for _, row in lines) or _says_one_number(lines):
        return
    held: dict[UUID, int] = {}
    for line, row in _oldest_first(lines):
        done = happened(row)
        for who, minutes in ((done.giver, done.minutes), (done.receiver, -done.minutes)):
            if who in held:
                held[who] += minutes
        for field, who, said in row.said() if isinstance(row, Stated) else ():
            if held.setdefault(who, said) != said:
                yield (
                    line,
                    field,
                    f"By the rows before it this comes to {HOURS(held[who])}; the row says {HOURS(said)}.",
                )
                held[who] = said


def last_stated(rows: Sequence[Row]) -> dict[UUID, int]:
    """What each member holds at the end, by the book's own word: their last balance and their rows after it."""
    stated: dict[UUID, int] = {}
    at_the_end = _says_one_number([(0, row) for row in rows])
    for _, row in _oldest_first([(0, row) for row in rows]):
        done = happened(row)
        for who, minutes in ((done.giver, done.minutes), (done.receiver, -done.minutes)):
            if who in stated and not at_the_end:
                stated[who] += minutes
        if isinstance(row, Stated):
            stated |= {who: said for _, who, said in row.said()}
    return stated


def _says_one_number(lines: Sequence[tuple[int, Row]]) -> bool:
    """Whether the book says the same of everybody in each of their rows, and of somebody more than once."""
    said: dict[UUID, int] = {}
    is_repeated = False
    for _, row in lines:
        for _, who, minutes in row.said() if isinstance(row, Stated) else ():
            is_repeated = is_repeated or who in said
            if said.setdefault(who, minutes) != minutes:
                return False
    return is_repeated


def _oldest_first(lines: Sequence[tuple[int, Row]]) -> Sequence[tuple[int, Row]]:
    """As they happened: a book may have its newest row on top."""
    if lines and happened(lines[0][1]).done_on > happened(lines[-1][1]).done_on:
        return lines[::-1]
    return lines
