"""What made-up families pay: a loan at cost, or shares by income; a month that is missed and answered; who moves out.

Money is in pence or cents.
"""

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from coproduce.arenas.homes.behaviour.seen import Builders, Building
from coproduce.arenas.homes.behaviour.words import ANSWERS, DECISION, INDEX, WHY
from coproduce.core.intent import Evening
from coproduce.core.quantity import unit_of_money

LENT_MINOR, MONTHS = 2400_00, 24
#: What a flat in the shared house cost, in shares; what running it costs a month; what a family earns, and later.
SHARES, RUNNING_MINOR, INCOMES = 24, 150_00, (2000_00, 1700_00)
REVIEWED_AFTER, MOVES_AFTER, INDEX_AFTER = timedelta(days=84), timedelta(days=168), timedelta(days=182)
#: So much is spent on the next home at once, at least.
LEAST_SPENT_MINOR = 500_00


def pay(saying: Evening, seen: Building, day: date) -> None:
    """Who has the key agrees on what it costs, pays month by month, not always, and may move out one day."""
    for one in seen.families:
        if one.next_gate:
            continue
        if one.cost == "shares":
            _together(saying, seen, one, day)
        elif one.cost == "loan":
            _repay(saying, seen, one, day)
        else:
            _agree(saying, seen, one, day)
    if any(one.is_together for one in seen.families):
        _look_up_index(saying, seen, day)
    if seen.next_home and seen.free_minor >= LEAST_SPENT_MINOR:
        saying.add("homes.build_from_fund", None, home=seen.next_home, spent_on=day,
                   amount=unit_of_money(seen.currency)(seen.free_minor))  # fmt: skip


def _agree(saying: Evening, seen: Building, one: Builders, day: date) -> None:
    money = unit_of_money(seen.currency)
    if not one.is_together:
        saying.add("homes.agree_loan", None, family=one.who, principal=money(LENT_MINOR), annual_rate=Decimal(0),
                   months=MONTHS, from_on=day + timedelta(days=30), income=money(1500_00),
                   escrow=money(100_00))  # fmt: skip
    elif seen.index_on:
        _charge(saying, seen, one, day)


def _charge(saying: Evening, seen: Building, one: Builders, day: date) -> None:
    """By what they earn: again once that is less."""
    money = unit_of_money(seen.currency)
    saying.add("homes.agree_charge", None, family=one.who, from_on=day, running=money(RUNNING_MINOR), shares=SHARES,
               income=money(INCOMES[min(one.agreed_times, 1)]))  # fmt: skip


def _repay(saying: Evening, seen: Building, one: Builders, day: date) -> None:
    """A month at a time. Who missed one is told kindly, with a neighbour named, answers, and somebody else decides."""
    chance, money = saying.chance, unit_of_money(seen.currency)
    if one.to_decide:
        second = _second(saying, seen, one.who)
        if second:
            saying.add("homes.decide_answer", second, family=one.who, month=one.to_decide, why=WHY,
                       is_upheld=chance.random() < 0.6)  # fmt: skip
    elif one.to_answer and one.who in saying.people and chance.random() < 0.6:
        saying.add("homes.answer_behind", one.who, family=one.who, month=one.to_answer, answer=chance.choice(ANSWERS))
    if one.due_on and one.due_on <= day and one.due_minor and chance.random() < 0.7:
        saying.add("homes.record_payment", None, family=one.who, amount=money(one.due_minor), paid_on=day)
    elif one.to_tell:
        beside = [who for who in seen.leads if who != one.who]
        if beside:
            saying.add("homes.tell_behind", None, family=one.who, month=one.to_tell, supporter=beside[0])


def _second(saying: Evening, seen: Building, family: UUID) -> UUID | None:
    """Somebody else than the desk that told them decides; where nobody handles money yet, one who leads is asked to."""
    can = {who: who in seen.treasurers for who in (*seen.treasurers, *seen.leads) if who in saying.people}
    others = [who for who in can if who != family]
    if others and not can[others[0]]:
        saying.add("people.give_role", None, member=others[0], role="treasurer")
    return others[0] if others and can[others[0]] else None


def _together(saying: Evening, seen: Building, one: Builders, day: date) -> None:
    """Paid by income and reviewed once it changes; the first of them moves out and is paid out."""
    money = unit_of_money(seen.currency)
    since = one.since_on or day
    moves = not seen.gone and [other.who for other in seen.families if other.is_together][:1] == [one.who]
    if moves and day - since > MOVES_AFTER:
        if one.shares:
            saying.add("homes.pay_out", None, family=one.who, paid_on=day)
        else:
            saying.add("homes.withdraw_family", None, family=one.who, left_on=day)
    elif one.agreed_times == 1 and day - since > REVIEWED_AFTER:
        _charge(saying, seen, one, day)
    elif one.due_on and one.due_on <= day and saying.chance.random() < 0.8:
        saying.add("homes.record_payment", None, family=one.who, amount=money(one.due_minor), paid_on=day)


def _look_up_index(saying: Evening, seen: Building, day: date) -> None:
    """Members decide which index they take; the desk then adds what is published, twice a year."""
    if seen.decision is None:
        saying.add("decisions.record", None, **DECISION, decided_on=day, effective_on=day)
    elif seen.index_on is None or day - seen.index_on > INDEX_AFTER:
        saying.add("homes.add_index", None, on=day, index=INDEX[seen.index_on is not None], decision=seen.decision)
