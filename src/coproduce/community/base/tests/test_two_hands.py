"""Two people type, each for themselves: whose hand it is, and at what they differ."""

from coproduce.community.base.two_hands import differing, hand_of


def test_what_only_one_says_differs_too() -> None:
    assert differing({"01": 3}, {"01": 3, "02": 1}) == differing({"01": 3, "02": 1}, {"01": 3}) == ("02",)
    assert differing({}, {}) == ()


def test_a_third_hand_is_told_so_in_words() -> None:
    refused = hand_of(9, 7, 8)
    assert not isinstance(refused, str) and "They look at it again together" in refused.sentence
    assert hand_of(None, 7, None) == "second", "whoever it is, it is not who typed it first"
