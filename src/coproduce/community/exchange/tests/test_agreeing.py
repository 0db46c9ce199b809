"""How hours are shared among many, and which state allows what."""

from hypothesis import given, strategies as st

from coproduce.community.exchange.asks.rules import MAY as MAY_ASK, WHY_NOT as WHY_NOT_ASK
from coproduce.community.exchange.models import Agreement, Ask
from coproduce.community.exchange.threads.rules import MAY, WHY_NOT, may, split

minutes = st.dictionaries(st.integers(1, 9), st.integers(1, 5000), min_size=1, max_size=6)
weights = st.dictionaries(st.integers(10, 19), st.integers(1, 9), min_size=1, max_size=6)


@given(minutes, weights)
def test_every_minute_goes_out_and_comes_in(givers: dict[int, int], receivers: dict[int, int]) -> None:
    cells = split(givers, receivers)
    for giver, gave in givers.items():
        assert sum(cell.minutes for cell in cells if cell.giver == giver) == gave
    total, whole = sum(givers.values()), sum(receivers.values())
    for receiver, weight in receivers.items():
        got = sum(cell.minutes for cell in cells if cell.receiver == receiver)
        assert abs(got - total * weight / whole) < 1
    assert all(cell.minutes > 0 for cell in cells)


@given(minutes, weights)
def test_the_order_people_are_named_in_changes_nothing(givers: dict[int, int], receivers: dict[int, int]) -> None:
    turned = split(dict(reversed(givers.items())), dict(reversed(receivers.items())))
    assert turned == split(givers, receivers)


def test_every_state_says_what_to_do_instead() -> None:
    states = {state for state, _ in Agreement.STATES}
    assert set(WHY_NOT) == states
    for what, allowed in MAY.items():
        assert allowed <= states
        for state in states:
            assert (may(what, state) is None) == (state in allowed)
    assert set(WHY_NOT_ASK) == {state for state, _ in Ask.STATES}
    assert all(allowed <= set(WHY_NOT_ASK) for allowed in MAY_ASK.values())
