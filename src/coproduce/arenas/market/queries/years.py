"""Years: which there are, what each is reckoned from, what it comes to, and what it would come to otherwise."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any, cast
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet, Sum

from coproduce.arenas.market.models import BookLine, Sale, Trader, Year
from coproduce.arenas.market.queries.books import capital
from coproduce.arenas.market.queries.here import Here
from coproduce.arenas.market.queries.sales import FUNDS
from coproduce.arenas.market.rules import RULE_SETS, Allocation, Choice, Rules
from coproduce.arenas.market.rules.year import Frozen, allocated
from coproduce.community import ledger
from coproduce.community.base import audit, policy
from coproduce.community.base.actor import Actor
from coproduce.community.base.one import the_one
from coproduce.core.cycle import Amounts, Cycle, State
from coproduce.core.refusal import Refusal
from coproduce.core.rule_sets import plain, values_of

_STATES: Mapping[str, State] = {Year.OPEN: "open", Year.CLOSED: "closed", Year.ALLOCATED: "settled"}


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a year is reckoned from, and what it comes to; whether later trade is waiting to be put right."""

    row: Year
    frozen: Frozen
    allocation: Allocation
    is_behind: bool


def years(actor: Actor) -> QuerySet[Year]:
    """Every year, the latest first; for every member to read."""
    if not policy.may(actor, "market.read_years"):
        return Year.objects.none()
    return Year.objects.filter(community_id=actor.community_id).order_by("-from_on")


def year_of(actor: Actor, which: UUID) -> Year | None:
    """One of them."""
    return the_one(years(actor).filter(public_id=which))


def traded(place: Here, from_on: date, until_on: date, rules: Rules) -> tuple[dict[int, int], int]:
    """What each member bought in those days that counts by these rules, in pence, and what others did."""
    rows = Sale.objects.filter(
        community=place.community, state__in=Sale.STANDING, sold_on__gte=from_on, sold_on__lte=until_on
    )
    if not rules.all_stalls_count:
        rows = rows.filter(stall__agent=None)
    sums = dict(rows.order_by().values_list("buyer").annotate(Sum("minor")))
    others = sums.pop(None, 0)
    return {who: much for who, much in sorted(sums.items()) if much}, others


def frozen_of(row: Year) -> Frozen:
    """What a closed year is reckoned from, as it was frozen."""
    said = row.frozen
    rules = values_of(said["rules"], Rules)
    assert not isinstance(rules, Refusal)
    return Frozen(
        row.surplus_minor or 0, _numbers(said["trade"]), rules, _numbers(said["capital"]),
        {int(who): cast(Choice, choice) for who, choice in said["choices"].items()}, said["others"], said["reserve"],
    )  # fmt: skip


def frozen_as(frozen: Frozen) -> dict[str, Any]:
    """The same as JSON keeps it."""
    return {
        "trade": {str(who): much for who, much in frozen.trade.items()},
        "capital": {str(who): much for who, much in frozen.capital.items()},
        "choices": {str(who): choice for who, choice in frozen.choices.items()},
        "others": frozen.others_minor, "reserve": frozen.reserve_minor, "rules": plain(frozen.rules),
    }  # fmt: skip


def now_of(place: Here, row: Year, surplus_minor: int) -> Frozen:
    """What an open year would be reckoned from today, by the rules that count today."""
    trade, others = traded(place, row.from_on, row.until_on, place.rules)
    return Frozen(
        surplus_minor, trade, place.rules, capital(place.community.pk, row.until_on), choices_of(place),
        others, max(0, reserve_of(place)),
    )  # fmt: skip


def latest_of(place: Here, row: Year) -> Frozen:
    """What an allocated year is reckoned from by all that is known now: rules, shares and choices stay as frozen."""
    kept = frozen_of(row)
    trade, others = traded(place, row.from_on, row.until_on, kept.rules)
    return replace(kept, trade=trade, others_minor=others)


def choices_of(place: Here) -> dict[int, Choice]:
    """What members said should become of their dividend."""
    said = Trader.objects.filter(community=place.community, agent__isnull=False).exclude(choice="")
    return {who: cast(Choice, choice) for who, choice in said.order_by("agent").values_list("agent", "choice") if who}


def reserve_of(place: Here) -> int:
    """What is in the reserve."""
    return ledger.balance(ledger.pot_account(place.community.pk, place.money, FUNDS["reserve"])).minor


def as_cycle(place: Here, row: Year, frozen: Frozen | None = None) -> Cycle[Frozen]:
    """A year as the engine of cycles takes it, with what was said of it so far."""
    zone = ZoneInfo(place.community.time_zone)
    opens, closes = (datetime.combine(day, time(), zone) for day in (row.from_on, row.until_on))
    return Cycle(str(row.public_id), opens, closes, _STATES[row.state], frozen, _said(row))


def _said(row: Year) -> tuple[Amounts, ...]:
    rounds = [{(f"fund/{name}", row.unit): minor for name, minor in funds.items() if minor} for funds in row.rounds]
    for line in BookLine.objects.filter(year=row).values_list("round", "kind", "agent", "minor"):
        key = f"{line[1]}/{line[2]}", row.unit
        rounds[line[0]][key] = rounds[line[0]].get(key, 0) + line[3]
    return tuple(rounds)


def outlook(actor: Actor, place: Here, row: Year, surplus_minor: int | None = None, rules: str = "") -> Outlook:
    """What a year comes to as it stands; or for another surplus, or by another of the shipped sets of rules.

    Who reads members' parts is written down by `read_parts`.
    """
    if row.state == Year.OPEN:
        frozen = now_of(place, row, surplus_minor or 0)
    else:
        frozen = frozen_of(row)
        if surplus_minor is not None:
            frozen = replace(frozen, surplus_minor=surplus_minor)
        if row.state == Year.CLOSED:
            frozen = replace(frozen, choices=choices_of(place))
    other = next((one.values for one in RULE_SETS if one.slug == rules), None)
    if other is not None:
        frozen = replace(frozen, rules=other)
    is_behind = False
    if row.state == Year.ALLOCATED and policy.may(actor, "market.correct_year"):
        latest = latest_of(place, row)
        is_behind = (latest.trade, latest.others_minor) != (frozen.trade, frozen.others_minor)
    return Outlook(row, frozen, allocated(frozen), is_behind)


def read_parts(actor: Actor, found: Outlook, why: str) -> bool:
    """Whether the actor may read each member's part; that it was read is written down."""
    if not policy.may(actor, "market.read_books"):
        return False
    audit.reading(actor, "market.read_books", sorted({*found.frozen.trade, *found.frozen.capital}), why)
    return True


def _numbers(said: Mapping[str, int]) -> dict[int, int]:
    return {int(who): much for who, much in said.items()}
