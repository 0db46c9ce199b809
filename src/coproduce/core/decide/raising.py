"""How far everybody's part can be raised before a count comes out otherwise: so that nobody counts the same a million
times where one voter alone stands behind something dear.

As the parts grow by d, what each has left before a round is l + r·d as long as whoever pays all they have goes on doing
so, and what a project costs each of its supporters is convex in d: it never falls below its tangent. So the first d at
which a round could be decided otherwise is no smaller than what is found here, in whole fractions. It may be larger:
then it is counted once more, and asked again.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

#: The supporters of a project: which groups, and how many are in each.
Supporters = Sequence[tuple[int, int]]


class _Line(NamedTuple):
    """What something is now, and by how much it changes for each unit that all parts are raised by."""

    now: Fraction
    rate: Fraction

    def reaches_zero(self) -> Iterator[Fraction]:
        """At which raise it falls to nothing, if ever."""
        if self.rate < 0:
            yield -self.now / self.rate


def same_until(
    costs: Sequence[Fraction],
    worth: Sequence[Fraction],
    chose: Sequence[Supporters],
    each: Fraction,
    paid: Sequence[int],
) -> Fraction | None:
    """By less than this everybody's part can be raised and the very same projects are paid, in the same order.

    `paid` is what is paid when each of them begins with `each`. None where nothing ever changes.

    >>> one, alone = [(0, 9)], [(1, 1)]
    >>> same_until([Fraction(50), Fraction(90)], [Fraction(50), Fraction(90)], [one, alone], Fraction(10), [0])
    Fraction(80, 1)
    """
    groups = {group for supporters in chose for group, _ in supporters}
    left = dict.fromkeys(groups, _Line(each, Fraction(1)))
    waiting = {one for one, supporters in enumerate(chose) if supporters}
    found: list[Fraction] = []
    for chosen in (*paid, None):
        prices: dict[int, _Line] = {}
        for one in sorted(waiting):
            short = _short(costs[one], left, chose[one])
            if short.now > 0:
                # Nobody has more in a later round: what cannot be paid now is out.
                found += short.reaches_zero()
                waiting.discard(one)
            else:
                prices[one] = _payment(costs[one], left, chose[one])
        if chosen is None:
            break
        pays = prices.pop(chosen)
        waiting.discard(chosen)
        least = _Line(pays.now / worth[chosen], pays.rate / worth[chosen])
        for one, price in prices.items():
            found += _Line(price.now / worth[one] - least.now, price.rate / worth[one] - least.rate).reaches_zero()
        for group, _ in chose[chosen]:
            rest = _Line(left[group].now - pays.now, left[group].rate - pays.rate)
            if rest.now < 0:
                found += _Line(-rest.now, -rest.rate).reaches_zero()
                rest = _Line(Fraction(0), Fraction(0))
            left[group] = rest
    return min(found, default=None)


def _short(cost: Fraction, left: dict[int, _Line], supporters: Supporters) -> _Line:
    """What its supporters together lack of a cost."""
    return _Line(
        cost - sum((many * left[group].now for group, many in supporters), Fraction(0)),
        -sum((many * left[group].rate for group, many in supporters), Fraction(0)),
    )


def _payment(cost: Fraction, left: dict[int, _Line], supporters: Supporters) -> _Line:
    """The most that anybody pays for it: what is left to pay once all who have less gave all they have."""
    rest, among = _Line(cost, Fraction(0)), sum(many for _, many in supporters)
    for group, many in sorted(supporters, key=lambda one: left[one[0]].now):
        has = left[group]
        if has.now * among >= rest.now:
            break
        rest, among = _Line(rest.now - many * has.now, rest.rate - many * has.rate), among - many
    return _Line(rest.now / among, rest.rate / among)
