"""The verbs of homes owned together: what somebody pays by what they earn, reviewed, and what they take who leave."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from coproduce.arenas.homes.actions.loans import ISSUED, in_money, may_date, may_handle, move, said_in_money
from coproduce.arenas.homes.models import HomeTerms
from coproduce.arenas.homes.queries.money import FUND, LEFT, OUTSIDE, books, fund_stand, here, unit_here
from coproduce.arenas.homes.rules import charge, leaver_value
from coproduce.arenas.homes.rules.hours import years_old
from coproduce.community import ledger
from coproduce.community.base import clock
from coproduce.community.base.action import action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done, Notice
from coproduce.core.quantity import SHARES, Quantity
from coproduce.core.refusal import Refusal

MOST_SHARES = 10_000_000


@dataclass(frozen=True, slots=True)
class ChargeAgreed:
    """What a family pays a month from that day on: in all, to run the homes, and for shares."""

    family: UUID
    from_on: date
    whole_minor: int
    running_minor: int
    equity_minor: int


@dataclass(frozen=True, slots=True)
class PaidOut:
    """The entry, for how many shares, and how much money."""

    entry: UUID
    shares: int
    value_minor: int


@action("homes.agree_charge", receipt=ChargeAgreed)
def agree_charge(
    actor: Actor,
    *,
    family: UUID,
    from_on: date,
    income: Quantity,
    running: Quantity,
    shares: int,
    index: Decimal,
    request_id: UUID,
) -> Done[ChargeAgreed] | Refusal:
    """Agree what a family pays a month in a home owned together; again when its income changes: a review.

    `shares` is what its home cost, in shares; `running` what its part of running the homes costs a month; `index` is
    what the published index says that day.
    """
    whose = may_handle(actor, "homes.agree_charge", family)
    if isinstance(whose, Refusal):
        return whose
    money = unit_here(whose.community)
    for name, amount in (("income", income), ("running", running)):
        if fault := in_money(amount, money, name):
            return fault
    if not 0 < shares <= MOST_SHARES:
        return Refusal("NOT_POSITIVE", "Write what the home cost, in shares.", "shares")
    if not 0 < index < 10**7:
        return Refusal("INDEX", "An index is more than 0: look at the series.", "index")
    last = whose.terms.order_by("-from_on").first()
    if last and (last.shares is None or from_on <= last.from_on):
        return Refusal("AGREED_BEFORE", "Something else was agreed for this home, or for a later day.", "from_on")
    rules = here(whose.community, clock.today(whose.community.time_zone))
    found = charge(income.minor, rules.charge_share, running.minor)
    HomeTerms.objects.create(
        family=whose, from_on=from_on, income_minor=income.minor, running_minor=running.minor, shares=shares,
        index=index, agreed_by_id=actor.agent_id or 0,
    )  # fmt: skip
    words = "From %(day)s on you pay %(whole)s a month: %(running)s runs the homes, %(equity)s buys your shares."
    said = {"day": from_on.isoformat(), "whole": str(money(found.whole)), "running": str(money(found.running)),
            "equity": str(money(found.equity))}  # fmt: skip
    receipt = ChargeAgreed(family, from_on, found.whole, found.running, found.equity)
    return Done(receipt, (Notice(whose.agent_id, words, said),))


@action("homes.pay_out", receipt=PaidOut)
def pay_out(actor: Actor, *, family: UUID, index: Decimal, paid_on: date, request_id: UUID) -> Done[PaidOut] | Refusal:
    """Pay out a family that leaves a home owned together: its shares by the rules, and what it had saved for the next.

    `index` is what the published index says on that day.
    """
    whose = may_handle(actor, "homes.pay_out", family)
    if isinstance(whose, Refusal):
        return whose
    if fault := may_date(whose, paid_on):
        return fault
    kept = books(whose.community, clock.today(whose.community.time_zone))
    first, shares = whose.terms.order_by("from_on").first(), kept.shares.get(whose.agent_id, 0)
    if first is None or first.index is None or not shares:
        return Refusal("NO_SHARES", "They have no shares of a home owned together.", "family")
    place, today = whose.community, clock.today(whose.community.time_zone)
    money, rules, begun = unit_here(place), here(place, today), first.from_on
    years = years_old(begun, paid_on) + Fraction((begun.month, begun.day) != (paid_on.month, paid_on.day), 2)
    was = first.index
    value = said_in_money(
        lambda: leaver_value(
            shares, rules.par_minor, was, index, years, rules.uplift_share, least_years=rules.uplift_years,
            falls_count=rules.falls_count,
        )
    )  # fmt: skip
    if isinstance(value, Refusal):
        return value
    there = fund_stand(today, kept).saved
    if value > there:
        return Refusal("NOT_THERE", "The fund has %(saved)s: agree when it is paid out.", "family",
                       {"saved": str(money(there))})  # fmt: skip
    saved = max(0, kept.balances.get(whose.agent_id, 0))
    community = actor.community_id
    moves = {
        ledger.member_account(community, whose.agent_id, SHARES): SHARES(-shares),
        ledger.issuing_account(community, SHARES, ISSUED): SHARES(shares),
        ledger.member_account(community, whose.agent_id, money): money(-saved),
        ledger.pot_account(community, money, FUND): money(-value),
        ledger.issuing_account(community, money, OUTSIDE): money(value + saved),
    }
    posted = move(actor, whose, LEFT, paid_on, moves, request_id)
    if isinstance(posted, Refusal):
        return posted
    words = "For your shares you are paid %(amount)s."
    told = Notice(whose.agent_id, words, {"amount": str(money(value + saved))})
    return Done(PaidOut(posted, shares, value), (told,))
