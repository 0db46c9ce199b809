"""A year's surplus, shared to the last penny: funds, what shares bring, and the rest by what each member traded.

Whole pence in, whole pence out, and all that comes out adds up to what went in. Ties go by the member's id, never by
the order rows came in. Nobody is ever asked to pay in: a loss is borne by the reserve, then by what was kept for
members, as the rules say. Votes are no business of this: a member has one, whatever they trade or hold.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, NamedTuple

from coproduce.arenas.market.rules.faults import MarketError
from coproduce.arenas.market.rules.sets import CHOICES, Choice, Rules
from coproduce.core.apportion import apportion
from coproduce.core.arena import told_as
from coproduce.core.rule_sets import RuleSet

#: What a surplus is split into before members' trade is looked at.
FUNDS = ("education", "reserve", "social")


class Reason(NamedTuple):
    """Why it came out so: a code, whose, and pence.

    | code | what |
    |---|---|
    | NOTHING_TO_SHARE | the year came out even |
    | NOBODY_TRADED | nothing to share by: it is carried forward |
    | SHARES_CAPPED | less was left than shares would have brought |
    | FROM_RESERVE | so much of a loss the reserve bears |
    | CARRIED | so much of a loss waits for better years |
    """

    code: str
    minor: int = 0


@dataclass(frozen=True, slots=True)
class Allocation:
    """Where all of it goes. `dividend` of a member is their `cash`, `retained` and `given`; `interest` is beside it.

    Of a loss: `drawn_minor` comes from the reserve, `borne` by members out of what is kept for them. `carried_minor`
    goes into the next year; of a loss it is below nothing.
    """

    surplus_minor: int
    reserve_minor: int
    education_minor: int
    social_minor: int
    carried_minor: int
    drawn_minor: int
    interest: Mapping[Any, int]
    dividend: Mapping[Any, int]
    cash: Mapping[Any, int]
    retained: Mapping[Any, int]
    given: Mapping[Any, int]
    borne: Mapping[Any, int]
    reasons: tuple[Reason, ...] = ()

    @property
    def adds_up_to(self) -> int:
        """All of it together: the surplus again."""
        whole = self.reserve_minor + self.education_minor + self.social_minor + self.carried_minor
        return (
            whole
            + sum(self.interest.values())
            + sum(self.dividend.values())
            - self.drawn_minor
            - sum(self.borne.values())
        )


def dividend(
    surplus_minor: int,
    trade_by_member: Mapping[Any, int],
    rule_set: Rules | RuleSet[Rules] | Mapping[str, Any],
    *,
    capital_by_member: Mapping[Any, int] | None = None,
    choices: Mapping[Any, Choice] | None = None,
    others_trade_minor: int = 0,
    reserve_minor: int = 0,
) -> Allocation:
    """Share a year's surplus, in pence, by what each member traded, as a set of rules has it.

    To the funds their parts; to shares what they bring, no more than is left; of the rest what others' trade brought to
    the reserve where the rules say so, and what remains by trade, by largest remainder. Each member's part is in cash,
    kept for them, or given, as they chose and the rules allow. Of a loss, `reserve_minor` bears what it can.
    MarketError names the row, the field and what to write instead.

    Sources: Rochdale 1844 (funds, then shares, then purchases; claylane.uk, EB1911); a fifth in cash (breadroot.com).
    A surplus of 5 % of purchases (published discussion of consumer co-operatives, V8.1):

    >>> dividend(5_500, {"Ana": 100_000, "Ben": 10_000}, {}).dividend
    {'Ana': 5000, 'Ben': 500}
    >>> year = dividend(10_001, {"Ana": 2, "Ben": 1}, {"reserve_share": "1/4", "interest_share": "1/20"},
    ...                 capital_by_member={"Ben": 10_000})
    >>> year.reserve_minor, year.interest, year.dividend, year.adds_up_to
    (2500, {'Ben': 500}, {'Ana': 4667, 'Ben': 2334}, 10001)
    >>> lost = dividend(-1_000, {"Ana": 3, "Ben": 1}, {}, reserve_minor=600)
    >>> lost.drawn_minor, lost.borne, lost.adds_up_to
    (600, {'Ana': 300, 'Ben': 100}, -1000)
    """
    rules = _rules(rule_set)
    _whole("surplus_minor", surplus_minor, may_be_negative=True)
    _whole("others_trade_minor", others_trade_minor)
    _whole("reserve_minor", reserve_minor)
    trade, capital = _rows("trade_by_member", trade_by_member), _rows("capital_by_member", capital_by_member or {})
    for who, choice in (choices or {}).items():
        if choice not in CHOICES:
            raise MarketError(
                "UNKNOWN_CHOICE", "choices", f"Row {who!r}, choice: {choice!r}. Write one of {', '.join(CHOICES)}."
            )
    if surplus_minor < 0:
        return _loss(surplus_minor, trade, rules, reserve_minor)
    return _gain(surplus_minor, trade, capital, choices or {}, others_trade_minor, rules)


def _gain(
    surplus: int, trade: dict[Any, int], capital: dict[Any, int], choices: Mapping[Any, Choice], others: int,
    rules: Rules,
) -> Allocation:  # fmt: skip
    reasons = [] if surplus else [Reason("NOTHING_TO_SHARE")]
    parts = (rules.education_share, rules.reserve_share, rules.social_share)
    education, reserve, social, rest = apportion(surplus, (*parts, 1 - sum(parts)), ids=(*FUNDS, "~rest")).amounts
    due = int(rules.interest_share * sum(capital.values()))
    if due > rest:
        reasons.append(Reason("SHARES_CAPPED", due - rest))
    interest = _by(min(due, rest), capital)
    rest -= sum(interest.values())
    if rules.others_to_reserve and others:
        _, theirs = apportion(rest, (sum(trade.values()), others), ids=("members", "others")).amounts
        reserve, rest = reserve + theirs, rest - theirs
    by_trade = _by(rest, trade)
    carried = rest - sum(by_trade.values())
    if carried:
        reasons.append(Reason("NOBODY_TRADED", carried))
    split = {who: _split(much, choices.get(who, rules.unsaid), rules) for who, much in by_trade.items()}
    cash, retained, given = ({who: three[place] for who, three in split.items() if three[place]} for place in range(3))
    return Allocation(
        surplus, reserve, education, social, carried, 0, interest, by_trade, cash, retained, given, {}, tuple(reasons)
    )


def _loss(surplus: int, trade: dict[Any, int], rules: Rules, reserve: int) -> Allocation:
    drawn = min(-surplus, reserve)
    left = -surplus - drawn
    borne = _by(left, trade) if rules.losses == "reserve, then by trade" else {}
    carried = left - sum(borne.values())
    reasons = [Reason("FROM_RESERVE", drawn)] if drawn else []
    if carried:
        reasons.append(Reason("CARRIED", carried))
    return Allocation(surplus, 0, 0, 0, -carried, drawn, {}, {}, {}, {}, {}, borne, tuple(reasons))


def _split(much: int, choice: Choice, rules: Rules) -> tuple[int, int, int]:
    """One dividend in cash, kept and given."""
    if choice == "given":
        return 0, 0, much
    part = rules.most_cash_share if choice == "cash" else rules.least_cash_share
    cash, kept = apportion(much, (part, 1 - part), ids=("cash", "retained")).amounts
    return cash, kept, 0


def _by(total: int, weights: dict[Any, int]) -> dict[Any, int]:
    """Shared by weight, to whoever has some, in the order of their ids."""
    rows = list(weights)
    shared = apportion(total, [weights[who] for who in rows], ids=rows).amounts
    return {who: much for who, much in zip(rows, shared, strict=True) if much}


def _rows(field: str, said: Mapping[Any, int]) -> dict[Any, int]:
    """Those with anything, in the order of their ids, each looked at."""
    for who, minor in said.items():
        _whole(field, minor, row=who)
    try:
        return {who: said[who] for who in sorted(said) if said[who]}
    except TypeError:
        raise MarketError("IDS_MIX", field, f"{field}: ids of several kinds cannot be put in order.") from None


def _whole(field: str, minor: Any, *, row: Any = None, may_be_negative: bool = False) -> None:
    where = field if row is None else f"Row {row!r}, {field}"
    if type(minor) is not int:
        raise MarketError("NOT_WHOLE", field, f"{where}: {minor!r}. Write whole pence.")
    if minor < 0 and not may_be_negative:
        raise MarketError(
            "NEGATIVE", field, f"{where}: {minor} is below nothing. Set refunds against what was bought, down to 0."
        )


def _rules(rule_set: Rules | RuleSet[Rules] | Mapping[str, Any]) -> Rules:
    try:
        return told_as(Rules, rule_set)
    except (TypeError, ValueError, ZeroDivisionError) as fault:
        raise MarketError("BAD_RULES", "rule_set", f"rule_set: {fault}") from None


def per_pound(allocation: Allocation, trade_by_member: Mapping[Any, int]) -> Fraction | None:
    """What each pound of trade brought a member; None where nobody traded.

    >>> per_pound(dividend(5_500, {"Ana": 100_000, "Ben": 10_000}, {}), {"Ana": 100_000, "Ben": 10_000})
    Fraction(1, 20)
    """
    whole = sum(trade_by_member.values())
    return Fraction(sum(allocation.dividend.values()), whole) if whole else None
