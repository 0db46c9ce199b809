"""What a community did before it came here: help given elsewhere, taken into the books and among the contributions.

A history is facts: nobody is told of it as if it were new, no limit stands in its way. A row is taken once, however
often it is sent: its entry's id follows from where the row came from.
"""

import re
from collections.abc import Sequence
from hashlib import sha1
from uuid import UUID

from coproduce.community import ledger
from coproduce.community.base import clock
from coproduce.community.base.action import action
from coproduce.community.base.actor import Actor
from coproduce.community.base.bulk import get_ready
from coproduce.community.base.done import Done
from coproduce.community.exchange.histories.people import length_fault, named, nobody
from coproduce.community.exchange.histories.rules import Happened, Taken, may_have_happened, rules
from coproduce.community.exchange.histories.writing import Placed, contribute, wait_to_be_asked
from coproduce.community.exchange.models import Ask, Contribution
from coproduce.community.exchange.recognition import out_of_pot
from coproduce.community.people.models import Community
from coproduce.community.people.rule_sets.queries import book_of
from coproduce.core.arena import Help
from coproduce.core.journal import Entry, Posting
from coproduce.core.quantity import HOURS
from coproduce.core.refusal import Refusal

#: The name under which ids of rows are derived. It never changes, or a history would be taken twice.
HISTORY = UUID("5f3a0c0e-6f0b-5c86-9d43-2b1f6f0f7a11")

_BEGUN = sha1(HISTORY.bytes, usedforsecurity=False)

#: The number a row's reference ends in: as much of it as forty bits hold.
NUMBER = re.compile(r"(0|[1-9][0-9]{0,11})\Z")


@action("exchange.record_history", receipt=Taken)
def record_history(actor: Actor, *, rows: tuple[Happened, ...], request_id: UUID) -> Done[Taken] | Refusal:
    """Record help given before, many at once: all of it or none. Nobody is told, nobody is asked back yet."""
    get_ready(Contribution, Ask)
    community = Community.objects.get(pk=actor.community_id)
    if fault := length_fault(rows):
        return fault
    placed = _placed(community, rows)
    if isinstance(placed, Refusal):
        return placed
    fresh = _fresh(community, placed)
    if isinstance(fresh, Refusal):
        return fresh
    closed = ledger.closed_through(community.pk)
    for each in fresh:
        if fault := ledger.closed_day(each.row.done_on, closed, "done_on"):
            return fault
    accounts = ledger.member_accounts(
        community.pk, {who for each in fresh for who in (each.giver, each.receiver)}, HOURS
    )
    posted = ledger.post_many(
        (_entry(actor, each, accounts[each.giver], accounts[each.receiver]) for each in fresh),
        all_or_nothing=True,
        limits=False,
    )
    if fault := next((answer for answer in posted if isinstance(answer, Refusal)), None):
        return fault
    contribute(actor, community, fresh)
    wait_to_be_asked(community, fresh)
    return Done(Taken(len(fresh), len(rows) - len(fresh)))


def _placed(community: Community, rows: Sequence[Happened]) -> list[Placed] | Refusal:
    """Each row with whom it names and the id of its entry, or what is wrong with the first that may not stand."""
    people = named(community.pk, (who for row in rows for who in (row.giver, row.receiver)))
    today, book = clock.today(community.time_zone), book_of(community.pk)
    placed = []
    for row in rows:
        giver, receiver = people.get(row.giver), people.get(row.receiver)
        if giver is None or receiver is None:
            return nobody("giver" if giver is None else "receiver")
        if row.arena not in community.arenas:
            return Refusal("NO_ARENA", "This is not switched on in your community.", "arena")
        if fault := may_have_happened(row, today, book):
            return fault
        placed.append(Placed(row, giver.pk, receiver.pk, receiver.is_person, entry_id(row.source_ref)))
    return placed


def entry_id(source_ref: str) -> UUID:
    """The id of the entry a row becomes: the same whenever the row is sent, and no other row's.

    Rows that are numbered have ids beside each other: an index then grows at its end, not in a thousand places.

    >>> entry_id("old bank:8").int - entry_id("old bank:7").int
    1
    >>> len({entry_id(ref) for ref in ("a", "a:", "a:0", "a:00", "a:7", "a:07", "a7", "a٧", "b:7")})
    9
    """
    number = NUMBER.search(source_ref)
    stem = source_ref[: number.start()] if number else source_ref
    named = _BEGUN.copy()
    named.update(f"{number is None} {stem}".encode())
    return UUID(int=int.from_bytes(named.digest()[:16]) >> 40 << 40 | int(number[0] if number else 0), version=5)


def _fresh(community: Community, placed: Sequence[Placed]) -> list[Placed] | Refusal:
    """Rows that are not here yet by the id of their entry; a refusal when one came before and said something else."""
    rows = Contribution.objects.filter(community=community, entry__among={each.entry for each in placed})
    here = {
        entry: tuple(said) for entry, *said in rows.values_list("entry", "giver", "receiver", "amount", "effective_on")
    }
    fresh = []
    for each in placed:
        said = (each.giver, each.receiver, each.row.minutes, each.row.done_on)
        first = here.get(each.entry)
        if first is None:
            here[each.entry] = said
            fresh.append(each)
        elif first != said:
            return Refusal(
                "CONFLICTS_WITH_EARLIER",
                "A row of this number came before and said something else. Look at what was recorded.",
                "source_ref",
            )
    return fresh


def _entry(actor: Actor, placed: Placed, giver: int, receiver: int) -> Entry:
    """What the ledger is to recognise between these two accounts."""
    row = placed.row
    out, back = rules(row.arena).credits(Help(placed.giver, placed.receiver, HOURS(row.minutes), row.done_on))
    of_members = tuple(one for one in (Posting(giver, out), Posting(receiver, back)) if one.amount.minor)
    return Entry(
        client_id=placed.entry,
        community=actor.community_id,
        kind="exchange",
        category=row.category.strip(),
        effective_on=row.done_on,
        actor=actor.agent_id,
        on_behalf_of=placed.giver,
        arena=row.arena,
        source_ref=row.source_ref,
        note=row.words.strip(),
        postings=(*of_members, *out_of_pot(actor.community_id, row.arena, of_members)),
    )
