"""The verb of a till: what it took at the community's own stall, row by row, written down whole or not at all.

The same rows again change nothing. A refund is a row below nothing, of the day it was bought. What comes in after a
year was shared out makes a difference in that year, at once.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from django.db.models import Sum

from coproduce.arenas.market import ARENA
from coproduce.arenas.market.actions.years import put_right
from coproduce.arenas.market.models import Sale, Trader, Year
from coproduce.arenas.market.queries.here import Here, here, own_stall
from coproduce.arenas.market.queries.sales import OUTSIDE, TAKINGS, TILL
from coproduce.arenas.market.rules.till import TillRow
from coproduce.community import ledger
from coproduce.community.base import policy
from coproduce.community.base.action import NOT_ALLOWED, action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done, Notice
from coproduce.community.people.models import Agent, Community
from coproduce.core.journal import Entry, Posting
from coproduce.core.refusal import Refusal
from coproduce.core.words import may_say

NO_OWN_STALL = Refusal("NO_STALL", "Open the community’s own stall first: a till stands there.", "rows")
LARGEST = 10**10
#: So many names a database is asked for at once.
MOST_NAMED = 900
#: What a till is called where nothing else is said.
TILL_NAME = "till"


@dataclass(frozen=True, slots=True)
class Brought:
    """How many rows are new, how many were there already, and in how many years they made a difference."""

    added: int
    known: int
    years: int


@action("market.bring_trade", receipt=Brought)
def bring_trade(
    actor: Actor, *, rows: tuple[TillRow, ...], till: str = TILL_NAME, request_id: UUID
) -> Done[Brought] | Refusal:
    """Write down what a till took from whom on which day: all of it, or, where a row is wrong, nothing.

    A row that is there already changes nothing; the same number with something else is refused. Below nothing is a
    refund, of the day it was bought, and no more than was bought that day.
    """
    if not policy.may(actor, "market.bring_trade"):
        return NOT_ALLOWED
    Community.objects.select_for_update(of=("self",)).get(pk=actor.community_id)
    place, stall = here(actor.community_id), own_stall(actor.community_id)
    if stall is None:
        return NO_OWN_STALL
    if fault := may_say(till, "till", 40, "Say which till it is."):
        return fault
    agents = members_of(actor.community_id, {row.member for row in rows if row.member})
    for at, row in enumerate(rows, 1):
        if fault := _wrong(row, place, agents):
            return Refusal(fault.code, "Row %(row)s: " + fault.template, "rows", {**fault.values, "row": str(at)})
    new = _new(place, till, rows, agents)
    if isinstance(new, Refusal):
        return new
    if back := back_too_much(place.community.pk, new.values(), agents):
        words = "Row %(row)s, amount: more comes back than was bought that day. Write the day it was bought on."
        return Refusal("MORE_BACK", words, "rows", {"row": back[0].number})
    if fault := _write(actor, place, stall, till, new, agents, request_id):
        return fault
    changed, notices = 0, list[Notice]()
    for year in Year.objects.select_for_update().filter(community=place.community, state=Year.ALLOCATED):
        if any(year.from_on <= row.bought_on <= year.until_on for row in new.values()):
            said = put_right(actor, place, year)
            if isinstance(said, Refusal):
                return said
            notices += said.notices
            changed += 1
    return Done(Brought(len(new), len(rows) - len(new), changed), tuple(notices))


def members_of(community_id: int, ids: Iterable[UUID]) -> dict[UUID, int]:
    """Members and firms by their ids, as numbers; who has left is still who bought it then."""
    found = Agent.objects.filter(community_id=community_id, public_id__among=set(ids), merged_into=None)
    return dict(found.values_list("public_id", "pk"))


def source_of(till: str, row: TillRow) -> str:
    """Which row of which till it is."""
    return f"{till.strip()} {row.number.strip()}"


def told_apart(
    community_id: int, named: Mapping[str, TillRow], agents: Mapping[UUID, int]
) -> tuple[dict[str, TillRow], list[TillRow]]:
    """Of rows by where they come from, those that are not there yet, and those that are there with something else."""
    sources, there = list(named), dict[str, list[Any]]()
    kept = Sale.objects.filter(community=community_id).values_list("source", "buyer", "minor", "sold_on")
    for start in range(0, len(sources), MOST_NAMED):
        there |= {source: said for source, *said in kept.filter(source__in=sources[start : start + MOST_NAMED])}
    fresh = {source: row for source, row in named.items() if source not in there}
    changed = [
        row for source, row in named.items()
        if source in there and there[source] != [_who(row, agents), row.amount.minor, row.bought_on]
    ]  # fmt: skip
    return fresh, changed


def back_too_much(community_id: int, rows: Iterable[TillRow], agents: Mapping[UUID, int]) -> list[TillRow]:
    """The rows by which somebody would be refunded more of a day than they bought at the till on it."""
    days: Counter[tuple[int | None, date]] = Counter()
    back: dict[tuple[int | None, date], TillRow] = {}
    for row in rows:
        day = _who(row, agents), row.bought_on
        days[day] += row.amount.minor
        if row.amount.minor < 0:
            back[day] = row
    there = Sale.objects.filter(community_id=community_id, ware=None, state__in=Sale.STANDING)
    on = there.filter(sold_on__in={day for _, day in back})
    for who, bought_on, minor in on.order_by().values_list("buyer", "sold_on").annotate(Sum("minor")):
        days[who, bought_on] += minor
    return [row for day, row in back.items() if days[day] < 0]


def _wrong(row: TillRow, place: Here, agents: dict[UUID, int]) -> Refusal | None:
    if row.amount.unit != place.money or not 0 < abs(row.amount.minor) <= LARGEST:
        return Refusal("UNIT_MISMATCH", "amount: write money like %(example)s; below nothing is a refund.", "amount",
                       {"example": str(place.money(1250))})  # fmt: skip
    if row.bought_on > place.today:
        return Refusal("IN_THE_FUTURE", "bought_on: this day is still to come. Write the day it was bought.", "day")
    if row.member is not None and row.member not in agents:
        return Refusal("NOT_FOUND", "member: there is nobody of that number here. Leave it out for others.", "member")
    return may_say(row.number, "number", 60, "number: write the row’s own number at the till.")


def _who(row: TillRow, agents: Mapping[UUID, int]) -> int | None:
    """Who bought, as a number; nobody where it is nobody known."""
    return None if row.member is None else agents[row.member]


def _new(place: Here, till: str, rows: tuple[TillRow, ...], agents: Mapping[UUID, int]) -> dict[str, TillRow] | Refusal:
    """Those rows that are not there yet, by where they come from."""
    named = {source_of(till, row): row for row in rows}
    if len(named) < len(rows):
        return Refusal("TWICE", "A row’s number stands in the list twice. Give each row its own.", "rows")
    fresh, changed = told_apart(place.community.pk, named, agents)
    if changed:
        words = "Row %(row)s is there with something else. Bring what changed as a row of its own."
        return Refusal("CONFLICTS_WITH_EARLIER", words, "rows", {"row": changed[0].number})
    return fresh


def _write(
    actor: Actor, place: Here, stall: Trader, till: str, new: Mapping[str, TillRow], agents: Mapping[UUID, int],
    request_id: UUID,
) -> Refusal | None:  # fmt: skip
    money, community = place.money, place.community.pk
    takings, outside = ledger.pot_account(community, money, TAKINGS), ledger.issuing_account(community, money, OUTSIDE)
    made = [
        Sale(
            community=place.community, stall=stall, buyer_id=_who(row, agents), state=Sale.SOLD,
            minor=row.amount.minor, paid_minor=row.amount.minor, unit=money.code, said_on=row.bought_on,
            sold_on=row.bought_on, source=source, entry=uuid5(request_id, source), is_by_desk=True,
        )
        for source, row in new.items()
    ]  # fmt: skip
    answers = ledger.post_many(
        [
            Entry(
                client_id=sale.entry, community=community, kind=TILL, category=ARENA.name,
                effective_on=ledger.day_to_put_right(community, sale.said_on), actor=actor.agent_id,
                on_behalf_of=sale.buyer_id, arena=ARENA.slug, source_ref=f"till {sale.public_id}",
                postings=(Posting(takings, money(sale.minor)), Posting(outside, money(-sale.minor))),
            )
            for sale in made if sale.entry
        ],
        all_or_nothing=True,
    )  # fmt: skip
    for at, answer in enumerate(answers, 1):
        if isinstance(answer, Refusal):
            return Refusal(answer.code, "Row %(row)s: %(why)s", "rows", {"row": str(at), "why": answer.sentence})
    Sale.objects.bulk_create(made, batch_size=500)
    return None
