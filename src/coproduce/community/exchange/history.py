"""What a community did before it came here: help given elsewhere, and the hours people bring with them.

A history is facts: nobody is told of it as if it were new, no limit stands in its way, and it may be older than the
community. The rules of the arena hold for it as for anything recorded today. A row is taken once, however often it is
sent: its entry's id follows from where the row came from.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from uuid import UUID, uuid4, uuid5

from coproduce.community import ledger
from coproduce.community.base import clock
from coproduce.community.base.action import action
from coproduce.community.base.actor import Actor
from coproduce.community.base.bulk import put_many
from coproduce.community.base.done import Done
from coproduce.community.exchange.actions import MOST_AT_ONCE, category_ids
from coproduce.community.exchange.models import Ask, Contribution
from coproduce.community.exchange.recognition import rules_of
from coproduce.community.exchange.rules import LONGEST_CATEGORY, LONGEST_NAME, LONGEST_WORDS
from coproduce.community.people.models import Agent, Community
from coproduce.core.arena import Help
from coproduce.core.journal import Entry, Posting
from coproduce.core.quantity import HOURS
from coproduce.core.refusal import Refusal
from coproduce.core.words import may_say

#: The pure module of an arena, looked up once for all rows.
_rules = cache(rules_of)

#: The names under which ids of rows are derived. They never change, or a history would be taken twice.
HISTORY = UUID("5f3a0c0e-6f0b-5c86-9d43-2b1f6f0f7a11")
OPENING = UUID("0f8e6c1d-1d0f-5b0a-8a53-9c0e54a7d8b2")

#: The account opening hours come from; it stands at minus their sum, so that the books close.
OPENING_HOURS = "Opening hours"

#: No time bank is older; a day before it is a slip of the keyboard.
EARLIEST = date(1970, 1, 1)

#: Hours nobody brings with them.
MOST_MINUTES = 100_000 * 60


@dataclass(frozen=True, slots=True)
class Happened:
    """One row of a history: who helped whom, for how long, on which day. `source_ref` is where the row came from."""

    arena: str
    giver: UUID
    receiver: UUID
    minutes: int
    done_on: date
    category: str
    source_ref: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Opening:
    """The minutes a member brings with them on a day; fewer than none when they had been given more than they gave."""

    member: UUID
    minutes: int
    on: date
    source_ref: str = ""


@dataclass(frozen=True, slots=True)
class Taken:
    """How many rows stand now that did not before, how many had been here already, and how many held no hours."""

    added: int
    known: int
    empty: int = 0


@action("exchange.record_history", receipt=Taken)
def record_history(actor: Actor, *, rows: tuple[Happened, ...], request_id: UUID) -> Done[Taken] | Refusal:
    """Record help given before, many at once: all of it or none. Nobody is told, nobody is asked back yet."""
    community = Community.objects.get(pk=actor.community_id)
    agents = _agents(community, (who for row in rows for who in (row.giver, row.receiver)))
    if fault := _length(rows) or _history_fault(rows, agents, community):
        return fault
    fresh = _fresh(community, rows, agents)
    if isinstance(fresh, Refusal):
        return fresh
    accounts = ledger.member_accounts(
        community.pk, (agents[who].pk for row in fresh.values() for who in (row.giver, row.receiver)), HOURS
    )
    posted = ledger.post_many(
        (_entry(actor, entry, row, agents, accounts) for entry, row in fresh.items()), all_or_nothing=True, limits=False
    )
    if fault := next((answer for answer in posted if isinstance(answer, Refusal)), None):
        return fault
    _contribute(actor, community, fresh, agents)
    _wait_to_be_asked(community, fresh.values(), agents)
    return Done(Taken(len(fresh), len(rows) - len(fresh)))


@action("exchange.open_balances", receipt=Taken)
def open_balances(actor: Actor, *, rows: tuple[Opening, ...], request_id: UUID) -> Done[Taken] | Refusal:
    """Give members the hours they bring from elsewhere, once each; it counts as nobody's help."""
    community = Community.objects.get(pk=actor.community_id)
    today = clock.today(community.time_zone)
    agents = _agents(community, (row.member for row in rows))
    for row in rows:
        if row.member not in agents:
            return _nobody("member")
        if fault := may_open(row, today):
            return fault
    if fault := _length(rows):
        return fault
    issuing = ledger.issuing_account(community.pk, HOURS, OPENING_HOURS)
    bringing = [row for row in rows if row.minutes]
    accounts = ledger.member_accounts(community.pk, (agents[row.member].pk for row in bringing), HOURS)
    posted = ledger.post_many(
        (
            Entry(
                client_id=uuid5(OPENING, str(row.member)),
                community=community.pk,
                kind="opening",
                category="opening",
                effective_on=row.on,
                actor=actor.agent_id,
                on_behalf_of=agents[row.member].pk,
                source_ref=row.source_ref,
                postings=(
                    Posting(accounts[agents[row.member].pk], HOURS(row.minutes)),
                    Posting(issuing, HOURS(-row.minutes)),
                ),
            )
            for row in bringing
        ),
        limits=False,
    )
    added = 0
    for answer in posted:
        # The same hours, brought by another hand or in a file of another name, are the same hours.
        if isinstance(answer, Refusal) and answer.field not in ("actor", "source_ref"):
            return answer
        added += not isinstance(answer, Refusal) and not answer.is_repeat
    return Done(Taken(added, len(bringing) - added, len(rows) - len(bringing)))


def may_have_happened(row: Happened, today: date) -> Refusal | None:
    """None when this can stand in a history: the arena's rule as on the day it was done; nothing is too old."""
    rules = _rules(row.arena)
    told = Help(row.giver, row.receiver, HOURS(row.minutes), row.done_on)
    fault: Refusal | None = rules.may_record(told, min(today, row.done_on))
    return (
        fault
        or _since_there_were_any(row.done_on, "done_on")
        or may_say(row.category, "category", LONGEST_CATEGORY, "Choose what kind of help it was.")
        or may_say(row.words, "words", LONGEST_WORDS)
        or may_say(row.source_ref, "source_ref", LONGEST_NAME, "Say where this row comes from, so that it counts once.")
    )


def may_open(row: Opening, today: date) -> Refusal | None:
    """None when a member may begin with these hours.

    >>> day = date(2026, 11, 17)
    >>> may_open(Opening(UUID(int=1), -90, day), day) is None
    True
    >>> may_open(Opening(UUID(int=1), 10**9, day), day).code
    'TOO_LARGE'
    """
    if abs(row.minutes) > MOST_MINUTES:
        return Refusal("TOO_LARGE", "Nobody brings so many hours: check the number, and what it counts.", "time")
    if row.on > today:
        return Refusal("IN_THE_FUTURE", "This day is still to come.", "on")
    return _since_there_were_any(row.on, "on") or may_say(row.source_ref, "source_ref", LONGEST_NAME)


def _since_there_were_any(day: date, field: str) -> Refusal | None:
    if day < EARLIEST:
        return Refusal("TOO_OLD", "That is before there were time banks: check the year.", field)
    return None


def _length(rows: Sequence[object]) -> Refusal | None:
    if 0 < len(rows) <= MOST_AT_ONCE:
        return None
    return Refusal("WRONG_LENGTH", "Send between one and %(most)s at once.", "", {"most": str(MOST_AT_ONCE)})


def _nobody(field: str) -> Refusal:
    return Refusal("NOT_FOUND", "There is nobody of that name here. Look for them in the list.", field)


@dataclass(frozen=True, slots=True)
class _Named:
    """Somebody a row names."""

    pk: int
    kind: str


def _agents(community: Community, named: Iterable[UUID]) -> dict[UUID, _Named]:
    found = Agent.objects.filter(community=community, merged_into=None, public_id__in=set(named))
    return {who: _Named(pk, kind) for who, pk, kind in found.values_list("public_id", "pk", "kind")}


def _history_fault(rows: Iterable[Happened], agents: Mapping[UUID, _Named], community: Community) -> Refusal | None:
    """The first thing wrong with the first row that may not stand."""
    today = clock.today(community.time_zone)
    for row in rows:
        for field, who in (("giver", row.giver), ("receiver", row.receiver)):
            if who not in agents:
                return _nobody(field)
        if row.arena not in community.arenas:
            return Refusal("NO_ARENA", "This is not switched on in your community.", "arena")
        if fault := may_have_happened(row, today):
            return fault
    return None


def _fresh(
    community: Community, rows: Iterable[Happened], agents: Mapping[UUID, _Named]
) -> dict[UUID, Happened] | Refusal:
    """Rows that are not here yet by the id of their entry; a refusal when one came before and said something else."""
    by_id = [(uuid5(HISTORY, row.source_ref), row) for row in rows]
    here = {
        entry: said
        for entry, *said in Contribution.objects.filter(
            community=community, entry__in={entry for entry, _ in by_id}
        ).values_list("entry", "giver", "receiver", "amount", "effective_on")
    }
    fresh: dict[UUID, Happened] = {}
    for entry, row in by_id:
        said = [agents[row.giver].pk, agents[row.receiver].pk, row.minutes, row.done_on]
        if entry not in here:
            fresh[entry] = row
        if here.setdefault(entry, said) != said:
            return Refusal(
                "CONFLICTS_WITH_EARLIER",
                "A row of this number came before and said something else. Look at what was recorded.",
                "source_ref",
            )
    return fresh


def _entry(
    actor: Actor, entry: UUID, row: Happened, agents: Mapping[UUID, _Named], accounts: Mapping[int, int]
) -> Entry:
    giver, receiver = agents[row.giver].pk, agents[row.receiver].pk
    out, back = _rules(row.arena).credits(Help(giver, receiver, HOURS(row.minutes), row.done_on))
    return Entry(
        client_id=entry,
        community=actor.community_id,
        kind="exchange",
        category=row.category.strip(),
        effective_on=row.done_on,
        actor=actor.agent_id,
        on_behalf_of=giver,
        arena=row.arena,
        source_ref=row.source_ref,
        note=row.words.strip(),
        postings=(Posting(accounts[giver], out), Posting(accounts[receiver], back)),
    )


def _contribute(
    actor: Actor, community: Community, fresh: Mapping[UUID, Happened], agents: Mapping[UUID, _Named]
) -> None:
    """One contribution for each row, hundreds in a statement, for a history is long."""
    categories = category_ids(community, (row.category.strip() for row in fresh.values()))
    shared = {
        "community": community.pk,
        "unit": HOURS.code,
        "recorded_at": datetime.now(UTC),
        "recorded_by": actor.agent_id or 0,
        "is_by_desk": True,
        "thanks": "",
    }
    put_many(
        Contribution,
        shared,
        ("public_id", "arena", "giver", "receiver", "category", "amount", "effective_on", "entry"),
        [
            (
                uuid4(),
                row.arena,
                agents[row.giver].pk,
                agents[row.receiver].pk,
                categories[row.category.strip()],
                row.minutes,
                row.done_on,
                entry,
            )
            for entry, row in fresh.items()
        ],
    )


def _wait_to_be_asked(community: Community, rows: Iterable[Happened], agents: Mapping[UUID, _Named]) -> None:
    """Whoever was helped may be asked back once they say they are ready; the day is the first they were helped on."""
    first: dict[tuple[str, int], date] = {}
    for row in rows:
        agent = agents[row.receiver]
        if agent.kind == Agent.PERSON:
            key = (row.arena, agent.pk)
            first[key] = min(first.get(key, row.done_on), row.done_on)
    never: set[int] = set()
    earlier = []
    asks = Ask.objects.filter(community=community, agent__in={agent for _, agent in first})
    for pk, arena, agent_id, state, helped_on in asks.values_list("pk", "arena", "agent", "state", "helped_on"):
        if state == Ask.NEVER:
            never.add(agent_id)
        day = first.pop((arena, agent_id), helped_on)
        if day < helped_on:
            earlier.append(Ask(pk=pk, helped_on=day))
    Ask.objects.bulk_update(earlier, ["helped_on"], batch_size=500)
    put_many(
        Ask,
        {"community": community.pk, "state": Ask.WAITING, "words": ""},
        ("public_id", "arena", "agent", "helped_on"),
        [(uuid4(), arena, agent, day) for (arena, agent), day in first.items() if agent not in never],
        may_be_there=True,
    )
