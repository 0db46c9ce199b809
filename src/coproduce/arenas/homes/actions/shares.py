"""The verbs of homes owned together: what somebody pays by what they earn, reviewed, and what they take who leave."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID, uuid5

from coproduce.arenas.homes import ARENA
from coproduce.arenas.homes.actions.loans import ISSUED, in_money, may_date, may_handle, move
from coproduce.arenas.homes.models import HomeTerms
from coproduce.arenas.homes.queries.money import FUND, LEFT, OUTSIDE, books, fund_stand, here, unit_here, worth
from coproduce.arenas.homes.rules import Rules, charge, index_on
from coproduce.community import ledger
from coproduce.community.base import clock, policy
from coproduce.community.base.action import NOT_ALLOWED, action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done, Notice
from coproduce.community.decisions.rule_sets.choosing import choose_rules
from coproduce.community.people.models import Community
from coproduce.community.people.rule_sets.queries import book_of
from coproduce.core.quantity import SHARES, Quantity
from coproduce.core.refusal import Refusal
from coproduce.core.rule_sets import plain

MOST_SHARES = 10_000_000
MOST_INDEX, FINEST_INDEX = 10**7, Decimal("0.0001")


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


@dataclass(frozen=True, slots=True)
class IndexAdded:
    """Of which day the rules have the index now, how many days they know of, and since when."""

    on: date
    known_days: int
    from_on: date


@action("homes.agree_charge", receipt=ChargeAgreed)
def agree_charge(
    actor: Actor,
    *,
    family: UUID,
    from_on: date,
    income: Quantity,
    running: Quantity,
    shares: int,
    index: Decimal | None = None,
    request_id: UUID,
) -> Done[ChargeAgreed] | Refusal:
    """Agree what a family pays a month in a home owned together; again when its income changes: a review.

    `shares` is what its home cost, in shares; `running` what its part of running the homes costs a month; `index` is
    what the published index says that day, if the series in the rules does not.
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
    rules = here(whose.community, clock.today(whose.community.time_zone))
    found_index = _index(rules, from_on, index)
    if isinstance(found_index, Refusal):
        return found_index
    last = whose.terms.order_by("-from_on").first()
    if last and (last.shares is None or from_on <= last.from_on):
        return Refusal("AGREED_BEFORE", "Something else was agreed for this home, or for a later day.", "from_on")
    found = charge(income.minor, rules.charge_share, running.minor)
    HomeTerms.objects.create(
        family=whose, from_on=from_on, income_minor=income.minor, running_minor=running.minor, shares=shares,
        index=found_index, agreed_by_id=actor.agent_id or 0,
    )  # fmt: skip
    words = "From %(day)s on you pay %(whole)s a month: %(running)s runs the homes, %(equity)s buys your shares."
    said = {"day": from_on.isoformat(), "whole": str(money(found.whole)), "running": str(money(found.running)),
            "equity": str(money(found.equity))}  # fmt: skip
    receipt = ChargeAgreed(family, from_on, found.whole, found.running, found.equity)
    return Done(receipt, (Notice(whose.agent_id, words, said),))


@action("homes.pay_out", receipt=PaidOut)
def pay_out(
    actor: Actor, *, family: UUID, paid_on: date, index: Decimal | None = None, request_id: UUID
) -> Done[PaidOut] | Refusal:
    """Pay out a family that leaves a home owned together: its shares by the rules, and what it had saved for the next.

    `index` is what the published index says on that day, if the series in the rules does not.
    """
    whose = may_handle(actor, "homes.pay_out", family, also_forgotten=True)
    if isinstance(whose, Refusal):
        return whose
    if fault := may_date(whose, paid_on):
        return fault
    kept = books(whose.community, clock.today(whose.community.time_zone))
    money, shares = unit_here(whose.community), kept.shares.get(whose.agent_id, 0)
    saved = max(0, kept.balances.get(whose.agent_id, 0))
    if not shares and not saved:
        return Refusal("NO_SHARES", "They have no shares of a home owned together.", "family")
    found_index = _index(kept.rules, paid_on, index)
    if isinstance(found_index, Refusal):
        return found_index
    value = worth(list(whose.terms.all()), shares, kept.rules, paid_on, found_index)
    assert value is not None
    there = fund_stand(paid_on, kept).saved
    if value > there:
        return Refusal("NOT_THERE", "The fund has %(saved)s: agree when it is paid out.", "family",
                       {"saved": str(money(there))})  # fmt: skip
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


@action("homes.add_index", receipt=IndexAdded)
def add_index(
    actor: Actor, *, on: date, index: Decimal, decision: UUID, request_id: UUID
) -> Done[IndexAdded] | Refusal:
    """Add to the series in the rules what the published index says of a day, by a decision that is cited.

    It holds from today on, and in rules that were chosen for later too. What a day says already is put right where
    rules are changed.
    """
    if not policy.may(actor, "homes.add_index"):
        return NOT_ALLOWED
    today = clock.today(Community.objects.values_list("time_zone", flat=True).get(pk=actor.community_id))
    if on > today:
        return Refusal("IN_THE_FUTURE", "No index is published of a day to come.", "on")
    if fault := _is_index(index):
        return fault
    book = book_of(actor.community_id)
    now, known = book.on(ARENA.slug, today), 0
    coming = {one.from_on: one for one in reversed(book.all(ARENA.slug)) if one.from_on > today}
    for from_on, choice in {today: now, **coming}.items():
        assert choice is not None, "homes have rule sets"
        series: dict[date, Decimal] = dict(choice.rule_set.values.index_by_day)
        if on in series:
            words = "For %(day)s the rules say %(index)s: change it where they stand."
            return Refusal("ALREADY_SAID", words, "on", {"day": on.isoformat(), "index": str(series[on])})
        series = dict(sorted({**series, on: index}.items()))
        whole = {**plain(choice.rule_set.values), "index_by_day": {f"{day}": f"{one:f}" for day, one in series.items()}}
        chosen = choose_rules(
            actor, arena=ARENA.slug, rule_set=choice.rule_set.slug, from_on=from_on, decision=decision, changed=whole,
            request_id=uuid5(request_id, f"from {from_on}"),
        )  # fmt: skip
        if isinstance(chosen, Refusal):
            return chosen
        known = known or len(series)
    return Done(IndexAdded(on, known, today))


def _index(rules: Rules, on: date, said: Decimal | None) -> Decimal | Refusal:
    """What the published index says on a day: as it was written now, or else as the series in the rules has it."""
    found = said if said is not None else index_on(rules.index_by_day, on)
    if found is None:
        return Refusal("NO_INDEX", "The rules have no index of that day: write what is published.", "index")
    return _is_index(found) or found


def _is_index(index: Decimal) -> Refusal | None:
    """None for a number that can be an index."""
    if index.is_finite() and 0 < index < MOST_INDEX and index == index.quantize(FINEST_INDEX):
        return None
    return Refusal("INDEX", "An index is more than 0, like 104.25: look at what is published.", "index")
