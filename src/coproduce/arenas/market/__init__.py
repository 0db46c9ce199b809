"""A market place among people who know each other, and a co-operative year that comes back to whoever traded.

Goods and services are kept for a buyer in the books, handed over, paid for in money and receipted; hours buy none of
them. Who cannot agree is heard by somebody else. A year's surplus is shared to the last penny, by trade and a decision
of members, each of whom has one vote whatever their shares. Whoever bought is asked to stand a shift, whoever sells to
teach a newcomer.
"""

from coproduce.core.arena import Arena

_VERBS = {
    "stalls": ("keep_stall", "keep_ware"),
    "buying": ("reserve", "let_go", "hand_over", "pay_sale"),
    "disputes": ("dispute_sale", "answer_dispute", "settle_dispute"),
    "till": ("bring_trade",),
    "shares": ("take_shares", "give_back_shares"),
    "terms": ("choose_dividend",),
    "years": ("open_year", "close_year", "allocate_year", "correct_year"),
    "paying": ("pay_dividends",),
}

ARENA = Arena(
    slug="market",
    name="Market place",
    units=("hour",),
    verbs=tuple(f"coproduce.arenas.market.actions.{where}.{one}" for where, those in _VERBS.items() for one in those),
    ask="The market brought you what somebody near makes or does. Would you stand a shift at it, or, if you sell, "
    "teach a newcomer what you know?",
    rules="coproduce.arenas.market.rules",
    rule_sets="coproduce.arenas.market.rules.RULE_SETS",
    pot="Market place",
    where_named=True,
)
