"""The tree of RFC 6962 and the chain over it."""

from itertools import pairwise

import pytest
from hypothesis import given, strategies as st

from coproduce.core.seal import NOTHING, Head, head, leaf, node, root

#: From the definition in RFC 6962, section 2.1.
ROOTS = {
    (): "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    (b"",): "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    (b"a", b"b", b"c"): "36642e73c2540ab121e3a6bf9545b0a24982cd830eb13d3cd19de3ce6c021ec1",
}


@pytest.mark.parametrize("contents", ROOTS)
def test_roots_of_the_standard(contents: tuple[bytes, ...]) -> None:
    assert root(contents).hex() == ROOTS[contents]


def split(contents: list[bytes]) -> bytes:
    """The root as the standard says it, from the top."""
    if len(contents) == 1:
        return leaf(contents[0])
    left = 1
    while left * 2 < len(contents):
        left *= 2
    return node(split(contents[:left]), split(contents[left:]))


@given(st.lists(st.binary(max_size=3), min_size=1, max_size=70))
def test_joined_from_below_is_split_from_the_top(contents: list[bytes]) -> None:
    assert root(contents) == split(contents)


@given(st.lists(st.binary(max_size=2), max_size=9), st.lists(st.binary(max_size=2), max_size=9))
def test_no_two_runs_have_one_root(one: list[bytes], other: list[bytes]) -> None:
    """Where the last one is taken twice to make a pair, `a b c` and `a b c c` would have."""
    assert (root(one) == root(other)) is (one == other)
    if one:
        assert root([*one, one[-1]]) != root(one)


def test_a_head_says_all_of_its_block() -> None:
    first = (NOTHING, 1, 1, 3, 86_400_000_000, root([b"a"]))
    others = [
        (*first[:place], other, *first[place + 1 :]) for place, other in enumerate([root([]), 2, 2, 4, 5, NOTHING])
    ]
    heads = [head(*first), *(head(*each) for each in others)]
    assert all(one != other for one, other in pairwise(sorted(heads)))


@pytest.mark.parametrize("words", ["", "1", "0:" + "ab" * 32, "1:ab", "x:" + "ab" * 32, "1:" + "zz" * 32])
def test_what_is_no_head_is_refused(words: str) -> None:
    with pytest.raises(ValueError, match="A head is"):
        Head.parse(words)


def test_a_head_is_read_as_it_is_printed() -> None:
    there = Head(12, bytes(range(32)))
    assert Head.parse(str(there)) == there == Head.parse(f" {there.height}: " + there.head.hex(" ", 4))
