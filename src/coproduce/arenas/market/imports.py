"""A till's export: members' trade, looked at and taken whole or not at all; the same file again changes nothing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from coproduce.arenas.market.actions.till import (
    TILL_NAME,
    Brought,
    back_too_much,
    bring_trade,
    members_of,
    source_of,
    told_apart,
)
from coproduce.arenas.market.queries.here import own_stall
from coproduce.arenas.market.rules.till import TillRow
from coproduce.community.base.actor import Actor
from coproduce.community.base.cells import Setting, UnreadableError, day
from coproduce.community.base.done import Done
from coproduce.community.base.sheets import Column, Listing
from coproduce.community.people.models import Agent, Community, Membership
from coproduce.core.quantity import QuantityError, unit_of_money
from coproduce.core.refusal import Refusal


def _setting(setting: Setting) -> Setting:
    place = Community.objects.get(pk=setting.community_id)
    known = {
        "members": _members(place.pk), "money": unit_of_money(place.currency), "has_stall": own_stall(place.pk),
    }  # fmt: skip
    return replace(setting, known=known)


def _members(community_id: int) -> Mapping[str, UUID | None]:
    """Who may have bought, by name and by e-mail; a name that several have stands for nobody."""
    found: dict[str, UUID | None] = {}
    members = Membership.objects.filter(community_id=community_id).exclude(state=Membership.APPLIED)
    rows = members.filter(agent__merged_into=None).values_list(
        "agent__name", "person__account__email", "agent__public_id"
    )
    for name, email, public_id in rows:
        found[name.lower()] = None if name.lower() in found else public_id
        if email:
            found[email.lower()] = public_id
    firms = Agent.objects.filter(community_id=community_id, kind=Agent.ORGANISATION, merged_into=None)
    for name, public_id in firms.values_list("name", "public_id"):
        found[name.lower()] = None if name.lower() in found else public_id
    return found


def _read(cells: Mapping[str, str], key: str, setting: Setting) -> TillRow:
    said, who = cells.get("amount", "").strip(), cells.get("member", "").strip()
    if not said:
        raise UnreadableError("amount", "How much is missing.")
    try:
        amount = setting.known["money"].parse(said)
    except QuantityError as fault:
        raise UnreadableError("amount", str(fault)) from None
    if not cells.get("bought_on", "").strip():
        raise UnreadableError("bought_on", "The day is missing.")
    member = setting.known["members"].get(who.lower()) if who else None
    if who and member is None:
        raise UnreadableError("member", f"No one member here is called “{who[:40]}”.")
    number = cells.get("number", "").strip()
    return TillRow(number, amount, day("bought_on", cells["bought_on"].strip(), setting), member)


def _check(row: TillRow, setting: Setting) -> Refusal | None:
    if setting.known["has_stall"] is None:
        return Refusal("NO_STALL", "The community has no stall of its own yet.", "number")
    if not row.number or len(row.number) > 60:
        return Refusal("MISSING", "The row’s own number is missing, or too long.", "number")
    if not row.amount.minor:
        return Refusal("NOT_POSITIVE", "Nothing was bought.", "amount")
    if row.bought_on > setting.today:
        return Refusal("IN_THE_FUTURE", "This day is still to come.", "bought_on")
    return None


def _check_all(rows: Sequence[tuple[int, TillRow]], setting: Setting) -> Iterable[tuple[int, str, str]]:
    """Numbers that stand in the file twice, rows that are there with something else, and more back than was bought."""
    first: dict[str, int] = {}
    for line, row in rows:
        if row.number in first:
            yield line, "number", f"It stands in line {first[row.number]} too."
        first.setdefault(row.number, line)
    named = {source_of(TILL_NAME, row): row for _, row in rows}
    agents = members_of(setting.community_id, {row.member for _, row in rows if row.member})
    fresh, changed = told_apart(setting.community_id, named, agents)
    for row in changed:
        yield first[row.number], "number", "This number is there with something else."
    for row in back_too_much(setting.community_id, fresh.values(), agents):
        yield first[row.number], "bought_on", "More comes back than was bought that day."


def _unparted(rows: Sequence[TillRow]) -> Iterable[tuple[int, int]]:
    """What somebody bought on a day and what came back of it are weighed together, wherever they stand."""
    spans: dict[tuple[UUID | None, date], tuple[int, int]] = {}
    for place, row in enumerate(rows):
        day = row.member, row.bought_on
        spans[day] = spans.get(day, (place, place))[0], place
    return [spans[day] for day in {(row.member, row.bought_on) for row in rows if row.amount.minor < 0}]


def _send(actor: Actor, rows: tuple[TillRow, ...], request_id: UUID) -> Done[Brought] | Refusal:
    return bring_trade(actor, rows=rows, till=TILL_NAME, request_id=request_id)


_DAY = "Write the day like 2026-11-16; of a refund, the day it was bought."

LISTINGS = (
    Listing(
        name="market-trade",
        called=_("Trade from a till"),
        columns=(
            Column("number", ("number", "receipt", "receipt_number", "transaction"), "Give each row its number.", True),
            Column("bought_on", ("bought_on", "date", "day"), _DAY, True),
            Column("amount", ("amount", "total", "paid"), "Write money like 12.50; a refund like -12.50.", True),
            Column("member", ("member", "customer", "who"), "Write the name or e-mail as it is here, or nothing."),
        ),
        signs=("receipt", "transaction", "till", "customer", "bought"),
        setting=_setting,
        read=_read,
        check=_check,
        is_unusual=lambda row: row.amount.minor < 0,
        send=_send,
        is_history=True,
        check_all=_check_all,
        unparted=_unparted,
    ),
)  # fmt: skip
