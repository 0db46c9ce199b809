"""Who helped whom follows from who gave and received how much, to the quarter-hour."""

from collections import Counter
from random import Random

from hypothesis import given, strategies as st

from coproduce.web.lab.pairs import meet

amounts = st.dictionaries(st.integers(0, 12), st.integers(0, 20), max_size=10)


@given(amounts, amounts, st.integers(0, 2**32))
def test_everybody_gives_and_receives_exactly_so_much(gave: dict[int, int], wishes: dict[int, int], seed: int) -> None:
    """Equal sums, shared out over who wished; nobody helps themselves, and nothing is left where others are there."""
    total, got = sum(gave.values()), Counter[int]()
    receivers = sorted(wishes) or [99]
    for place in range(total):
        got[receivers[place % len(receivers)]] += 1
    met = meet(gave, got, Random(seed))
    given_, received = Counter[int](), Counter[int]()
    for pair in met.pairs:
        assert pair.giver != pair.receiver and pair.quarters > 0
        given_[pair.giver] += pair.quarters
        received[pair.receiver] += pair.quarters
    assert given_ + Counter(met.gave) == +Counter(gave)
    assert received + Counter(met.got) == +got
    heaviest = max((gave.get(who, 0) + got[who] for who in {*gave, *got}), default=0)
    left = max(0, heaviest - total)
    assert sum(met.gave.values()) == sum(met.got.values()) == left, "only what one gave and received beyond all others"
    assert meet(gave, got, Random(seed)) == met
