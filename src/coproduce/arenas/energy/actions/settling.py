"""The verb that settles a month: what each gave and got goes through the books, in energy and in money.

The pool between them ends where it began: what makers gave, takers got, and what these pay, those are paid.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid5

from coproduce.arenas.energy import ARENA
from coproduce.arenas.energy.actions.months import MonthAt, at, held
from coproduce.arenas.energy.models import Point, SharedMonth, Statement
from coproduce.arenas.energy.queries.here import Here
from coproduce.arenas.energy.queries.months import allocation, closed_days, prices_of, rounds, said_of, statements_of
from coproduce.arenas.energy.rules import Allocation, settle, to_books
from coproduce.community import ledger
from coproduce.community.base import policy
from coproduce.community.base.action import NOT_ALLOWED, action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done, Notice
from coproduce.community.exchange.recognition import open_asks
from coproduce.core.cycle import Amounts, Cycle, close, correct, open_cycle, settle as settle_cycle
from coproduce.core.journal import Entry, Posting
from coproduce.core.quantity import KWH, unit_of_money
from coproduce.core.refusal import Refusal

#: The community's account through which neighbours' energy, and what is paid for it, goes.
POOL = "Shared energy"

#: How energy is called among amounts (`rules.to_books`).
WH = "Wh"

NOT_CLOSED = Refusal(
    "NOT_YET", "This month waits for nothing. Close it first, with the readings that are here.", "month_on"
)


@action("energy.settle_month", receipt=MonthAt)
def settle_month(actor: Actor, *, month_on: date, request_id: UUID) -> Done[MonthAt] | Refusal:
    """Settle a month as it was closed: what each gave and got, in energy and money, or by how much that differs now."""
    if not policy.may(actor, "energy.settle_month"):
        return NOT_ALLOWED
    place, rows = held(actor), rounds(actor.community_id, month_on)
    if not rows or rows[-1].state != SharedMonth.CLOSED:
        return NOT_CLOSED
    row, statements = rows[-1], {str(one.point_id): one for one in statements_of(rows[-1])}
    difference = _difference(rows, statements.values())
    named = {who for who, _ in difference}
    points = {str(one.pk): one for one in Point.objects.filter(pk__in=named).select_related("agent").order_by("pk")}
    entries = _entries(actor, place, row, points, difference)
    for answer in ledger.post_many(entries.values(), all_or_nothing=True, limits=False):
        if isinstance(answer, Refusal):
            return answer
    for who in entries.keys() & statements.keys():
        statements[who].entry = entries[who].client_id
    Statement.objects.bulk_update(statements.values(), ["entry"])
    row.said = [[who, unit, amount] for (who, unit), amount in difference.items()]
    row.state, row.settled_on, row.settled_by_id = SharedMonth.SETTLED, place.today, actor.agent_id
    row.save(update_fields=["said", "state", "settled_on", "settled_by"])
    gave = {one.point.agent: 1 for one in statements.values() if one.sold_wh}
    open_asks(actor.community_id, ARENA.slug, gave, place.today)
    told = tuple(_told(row, point, difference) for point in points.values())
    return Done(at(row, len(entries)), told)


def written_on(place: Here, row: SharedMonth) -> date:
    """The last day of the month; today where its books are closed, and for what came later."""
    last_on, through = closed_days(row).last_on, ledger.closed_through(place.community.pk)
    return place.today if row.round or (through and last_on <= through) else last_on


def _difference(rows: list[SharedMonth], statements: Iterable[Statement]) -> Amounts:
    """What is posted: all of it the first time, then what late readings changed, by supply point and unit."""
    row, inputs, days = rows[-1], tuple(map(allocation, statements)), closed_days(rows[-1])

    def reckoned(months: tuple[Allocation, ...]) -> Amounts:
        return to_books(settle(months, prices_of(row)), row.unit)

    ends = days.midnight(days.last_on + timedelta(1))
    cycle: Cycle[tuple[Allocation, ...]] = Cycle(f"{row.month_on:%Y-%m}", days.midnight(days.first_on), ends)
    if row.round == 0:
        return settle_cycle(close(open_cycle(cycle, ends), inputs, ends), reckoned).said[-1]
    before = replace(cycle, state="settled", said=said_of(rows[:-1]))
    after = correct(before, inputs, reckoned)
    return after.said[-1] if len(after.said) > len(before.said) else {}


def _entries(
    actor: Actor, place: Here, row: SharedMonth, points: Mapping[str, Point], difference: Amounts
) -> dict[str, Entry]:
    """What each supply point gave or got, through the pool, in energy and in money."""
    community, on = place.community.pk, written_on(place, row)
    postings: dict[str, list[Posting]] = {who: [] for who in points}
    for code, unit in ((WH, KWH), (row.unit, unit_of_money(row.unit))):
        accounts = ledger.member_accounts(community, (point.agent_id for point in points.values()), unit)
        pool = ledger.pot_account(community, unit, POOL)
        for who, point in points.items():
            if amount := difference.get((who, code), 0):
                postings[who] += [Posting(accounts[point.agent_id], unit(amount)), Posting(pool, unit(-amount))]
    return {
        who: Entry(
            client_id=uuid5(row.public_id, str(point.public_id)), community=community, kind="energy", category=POOL,
            effective_on=on, actor=actor.agent_id, on_behalf_of=point.agent_id, arena=ARENA.slug,
            source_ref=f"{row.month_on:%Y-%m} {row.round} {point.public_id}", postings=tuple(postings[who]),
        )
        for who, point in points.items()
    }  # fmt: skip


def _told(row: SharedMonth, point: Point, difference: Amounts) -> Notice:
    wh, minor = (difference.get((str(point.pk), unit), 0) for unit in (WH, row.unit))
    values = {"name": point.name, "day": row.month_on.isoformat(), "energy": str(KWH(abs(wh))),
              "money": str(unit_of_money(row.unit)(abs(minor)))}  # fmt: skip
    return Notice(point.agent_id, _words(row.round > 0, wh > 0), values)


def _words(is_late: bool, got: bool) -> str:
    if is_late:
        return "Readings of the month from %(day)s came late: for %(name)s, %(energy)s and %(money)s are put right."
    if got:
        return "In the month from %(day)s neighbours gave %(name)s %(energy)s; for that it pays them %(money)s."
    return "In the month from %(day)s %(name)s gave neighbours %(energy)s; for that they pay it %(money)s."
