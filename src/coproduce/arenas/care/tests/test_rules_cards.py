"""The number on a card: what was misread is noticed, however it was typed."""

from random import Random

import pytest
from hypothesis import given, strategies as st

from coproduce.arenas.care.rules.cards import ALPHABET, LENGTH, NUMBERS, as_printed, card, read_card
from coproduce.core.refusal import Refusal

NUMBER = st.integers(0, NUMBERS - 1)


def test_characters_nobody_takes_for_each_other() -> None:
    assert len(ALPHABET) == len(set(ALPHABET)) == 31  # a prime, and the weights below it
    assert not set(ALPHABET) & set("01IOU")
    assert LENGTH + 1 < 31


@given(NUMBER)
def test_a_card_reads_as_itself(number: int) -> None:
    found = card(number)
    assert len(found) == LENGTH
    assert read_card(found) == read_card(as_printed(found)) == read_card(f" {as_printed(found).lower()} ") == found


@given(NUMBER, NUMBER)
def test_two_numbers_are_two_cards(one: int, other: int) -> None:
    assert (card(one) == card(other)) == (one == other)


@given(NUMBER, st.integers(0, LENGTH - 1), st.integers(1, 30))
def test_one_character_misread_is_noticed(number: int, at: int, more: int) -> None:
    right = card(number)
    other = ALPHABET[(ALPHABET.index(right[at]) + more) % len(ALPHABET)]
    assert isinstance(read_card(right[:at] + other + right[at + 1 :]), Refusal)


@given(NUMBER, st.integers(0, LENGTH - 2))
def test_two_neighbours_swapped_are_noticed(number: int, at: int) -> None:
    right = card(number)
    swapped = right[:at] + right[at + 1] + right[at] + right[at + 2 :]
    assert isinstance(read_card(swapped), Refusal) == (swapped != right)


@pytest.mark.parametrize("said", ["", "7KQ4M", "0" * 10, "22222-2222O", "2" * 11, "22222-2222", "２" * 10])
def test_what_is_no_card(said: str) -> None:
    answer = read_card(said)
    assert isinstance(answer, Refusal)
    assert (answer.code, answer.field) == ("NOT_A_CARD", "card")
    assert "ten letters and numbers" in answer.sentence


def test_the_example_in_the_sentence_looks_like_a_card() -> None:
    answer = read_card("")
    assert isinstance(answer, Refusal)
    assert read_card(answer.values["like"]) == answer.values["like"].replace("-", "")


@pytest.mark.parametrize("number", [-1, NUMBERS])
def test_a_number_there_is_not(number: int) -> None:
    with pytest.raises(ValueError, match="from 0 to"):
        card(number)


def test_guessing_finds_one_in_thirty_one_well_formed() -> None:
    """The last character costs a factor of 31 and no more: it is there to catch mistakes, not to keep secrets."""
    draw = Random(7)
    formed = sum(isinstance(read_card("".join(draw.choices(ALPHABET, k=LENGTH))), str) for _ in range(20_000))
    assert 500 < formed < 800
