"""The verbs of loans at cost: agreed once all hours are done, paid, and paid on to the next home.

Hours lower no sum here. Money and hours never stand in one entry.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeVar
from uuid import UUID, uuid5

from coproduce.arenas.homes import ARENA
from coproduce.arenas.homes.actions.families import NO_FAMILY, family_of, kept_family
from coproduce.arenas.homes.models import Family, HomeTerms
from coproduce.arenas.homes.queries.money import (
    BUILT,
    FUND,
    LENT,
    LOAN,
    OUTSIDE,
    PAYMENT,
    RUNNING,
    Paid,
    books,
    fund_stand,
    here,
    loan_stand,
    share_stand,
    unit_here,
)
from coproduce.arenas.homes.rules import MoneyError, largest_loan, schedule
from coproduce.community import ledger
from coproduce.community.base import clock, policy
from coproduce.community.base.action import NOT_ALLOWED, action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done, Notice
from coproduce.community.people.models import Community
from coproduce.core.journal import Entry, Posting
from coproduce.core.quantity import SHARES, Quantity, Unit
from coproduce.core.refusal import Refusal
from coproduce.core.words import may_say

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class MoneyMoved:
    """The entry in the books, and what of a loan is left, or how many shares they have now."""

    entry: UUID
    left_minor: int
    shares: int = 0


@action("homes.agree_loan", receipt=MoneyMoved)
def agree_loan(
    actor: Actor,
    *,
    family: UUID,
    principal: Quantity,
    annual_rate: Decimal,
    months: int,
    from_on: date,
    income: Quantity,
    escrow: Quantity,
    request_id: UUID,
) -> Done[MoneyMoved] | Refusal:
    """Write down a loan a family can afford, its first payment due on that day; a rate is a part of 1, like 0.06.

    It takes the key first: hours are done before a home is paid for. `escrow` is tax and insurance of a month.
    """
    whose = may_handle(actor, "homes.agree_loan", family)
    if isinstance(whose, Refusal):
        return whose
    money, today = unit_here(whose.community), clock.today(whose.community.time_zone)
    for name, amount in (("principal", principal), ("income", income), ("escrow", escrow)):
        if fault := in_money(amount, money, name):
            return fault
    if whose.closed_on is None:
        return Refusal("KEY_FIRST", "All hours are done, and the key is given, before a home is paid for.", "family")
    if whose.terms.exists():
        return Refusal("AGREED_BEFORE", "What this home costs was agreed before.", "family")
    rules = here(whose.community, today)
    most = said_in_money(lambda: largest_loan(income.minor, rules.income_share, escrow.minor, annual_rate, months))
    if isinstance(most, Refusal):
        return most
    if principal.minor > most:
        return Refusal("TOO_MUCH", "From this income they can repay %(most)s at most.", "principal",
                       {"most": str(money(most))})  # fmt: skip
    rows = said_in_money(lambda: schedule(principal.minor, annual_rate, months))
    if isinstance(rows, Refusal):
        return rows
    HomeTerms.objects.create(
        family=whose, from_on=from_on, loan_minor=principal.minor, yearly_part=annual_rate, months=months,
        agreed_by_id=actor.agent_id or 0,
    )  # fmt: skip
    theirs = ledger.member_account(actor.community_id, whose.agent_id, money)
    lent = ledger.pot_account(actor.community_id, money, LENT)
    posted = move(actor, whose, LOAN, today, {theirs: -principal, lent: principal}, request_id)
    if isinstance(posted, Refusal):
        return posted
    words = "Your loan is written down: the first payment is due on %(day)s. What you pay builds the next home."
    told = Notice(whose.agent_id, words, {"day": from_on.isoformat()})
    return Done(MoneyMoved(posted, principal.minor), (told,))


@action("homes.record_payment", receipt=MoneyMoved)
def record_payment(
    actor: Actor, *, family: UUID, amount: Quantity, paid_on: date, request_id: UUID
) -> Done[MoneyMoved] | Refusal:
    """Write down what a family paid. Of a loan it goes into the fund for the next home.

    In a home owned together it runs the homes first, then it buys shares; what is not enough for one is kept for it.
    What comes for the home of somebody who was forgotten, from whoever lives on in it, is written down like any other.
    """
    whose = may_handle(actor, "homes.record_payment", family, also_forgotten=True)
    if isinstance(whose, Refusal):
        return whose
    today = clock.today(whose.community.time_zone)
    money, kept = unit_here(whose.community), books(whose.community, today)
    terms = kept.terms(whose)
    if fault := in_money(amount, money, "amount") or may_date(whose, paid_on):
        return fault
    if terms is None:
        return Refusal("NOTHING_AGREED", "First write down what was agreed for this home.", "family")
    outside = ledger.issuing_account(actor.community_id, money, OUTSIDE)
    theirs = ledger.member_account(actor.community_id, whose.agent_id, money)
    fund = ledger.pot_account(actor.community_id, money, FUND)
    shares = 0
    if terms.loan_minor is not None:
        stand = loan_stand(whose, today, kept)
        assert stand is not None
        then = said_in_money(lambda: loan_stand(whose, today, kept, (Paid(paid_on, amount.minor),)))
        if amount.minor > stand.owed or isinstance(then, Refusal):
            return Refusal("TOO_MUCH", "Only %(left)s are left to pay.", "amount", {"left": str(money(stand.owed))})
        lent = ledger.pot_account(actor.community_id, money, LENT)
        assert then is not None
        left = then.now.left
        # What was interest was never lent: once nothing is left, their account is even.
        repaid = amount if left else money(-kept.balances.get(whose.agent_id, 0))
        moves = {theirs: repaid, lent: -repaid, fund: amount, outside: -amount}
    else:
        found = share_stand(whose, paid_on, kept)
        if found is None:
            return Refusal("NOTHING_AGREED", "Nothing was agreed for that day yet.", "paid_on")
        par = here(whose.community, paid_on).par_minor
        running = min(found.charge.running, amount.minor)
        shares, _ = divmod(kept.balances.get(whose.agent_id, 0) + amount.minor - running, par)
        bought = shares * par
        pot = ledger.pot_account(actor.community_id, money, RUNNING)
        moves = {theirs: amount - money(running + bought), pot: money(running), fund: money(bought), outside: -amount}
        if shares:
            moves[ledger.member_account(actor.community_id, whose.agent_id, SHARES)] = SHARES(shares)
            moves[ledger.issuing_account(actor.community_id, SHARES, ISSUED)] = SHARES(-shares)
        left, shares = 0, found.held + shares
    posted = move(actor, whose, PAYMENT, paid_on, moves, request_id)
    if isinstance(posted, Refusal):
        return posted
    told = Notice(whose.agent_id, "%(amount)s arrived. It helps to build the next home.", {"amount": str(amount)})
    return Done(MoneyMoved(posted, left, shares), (told,))


#: The account of the community that shares come from.
ISSUED = "Shares of homes owned together"


@action("homes.build_from_fund", receipt=MoneyMoved)
def build_from_fund(
    actor: Actor, *, home: str, amount: Quantity, spent_on: date, request_id: UUID
) -> Done[MoneyMoved] | Refusal:
    """Write down what of the fund went into a home: what families paid builds the next one."""
    if not policy.may(actor, "homes.build_from_fund"):
        return NOT_ALLOWED
    place = Community.objects.get(pk=actor.community_id)
    money, today = unit_here(place), clock.today(place.time_zone)
    if fault := in_money(amount, money, "amount") or may_say(home, "home", 60, "Say which home it is."):
        return fault
    if spent_on > today:
        return Refusal("IN_THE_FUTURE", "Write it down once it is spent.", "spent_on")
    saved = fund_stand(today, books(place, today)).saved
    if amount.minor > saved:
        return Refusal("NOT_THERE", "The fund has %(saved)s.", "amount", {"saved": str(money(saved))})
    fund = ledger.pot_account(actor.community_id, money, FUND)
    outside = ledger.issuing_account(actor.community_id, money, OUTSIDE)
    posted = move(actor, None, BUILT, spent_on, {fund: -amount, outside: amount}, request_id, category=home.strip())
    return posted if isinstance(posted, Refusal) else Done(MoneyMoved(posted, saved - amount.minor))


def may_handle(actor: Actor, verb: str, family: UUID, *, also_forgotten: bool = False) -> Family | Refusal:
    """The family, for whoever handles the money of homes; of who was forgotten only where money is written down."""
    if not policy.may(actor, verb):
        return NOT_ALLOWED
    return (kept_family(actor, family) if also_forgotten else family_of(actor, family)) or NO_FAMILY


def in_money(amount: Quantity, money: Unit, name: str) -> Refusal | None:
    """None when this is so much of the community's money, more than nothing or, for escrow, nothing."""
    if amount.unit != money or amount.minor < 0 or (not amount.minor and name != "escrow"):
        return Refusal("UNIT_MISMATCH", "Write an amount like %(example)s.", name, {"example": str(money(500_00))})
    return None


def may_date(whose: Family, on: date) -> Refusal | None:
    """None when something can be written down for that day."""
    if on > clock.today(whose.community.time_zone):
        return Refusal("IN_THE_FUTURE", "Write it down once it came: this day is still to come.", "paid_on")
    return ledger.closed_day(on, ledger.closed_through(whose.community_id), "paid_on")


def said_in_money(reckon: Callable[[], T]) -> T | Refusal:
    """What a rule of money answers, or its fault as a refusal."""
    try:
        return reckon()
    except MoneyError as fault:
        return Refusal(fault.code, str(fault).replace("%", "%%"), fault.field)


def move(
    actor: Actor,
    whose: Family | None,
    kind: str,
    on: date,
    moves: dict[int, Quantity],
    request_id: UUID,
    category: str = "Homes",
) -> UUID | Refusal:
    """One entry of these amounts by account; what is nothing stands in none."""
    posted = ledger.post(
        Entry(
            client_id=uuid5(request_id, kind), community=actor.community_id, kind=kind, category=category,
            effective_on=on, actor=actor.agent_id, on_behalf_of=whose.agent_id if whose else None, arena=ARENA.slug,
            postings=tuple(Posting(account, amount) for account, amount in moves.items() if amount.minor),
        )
    )  # fmt: skip
    return posted if isinstance(posted, Refusal) else posted.entry
