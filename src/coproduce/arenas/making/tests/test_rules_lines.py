"""A list of parts as people write it: read line by line, and what is wrong with which line."""

import pytest

from coproduce.arenas.making.rules import MakingError
from coproduce.arenas.making.rules.lines import read_box, read_parts, write_parts
from coproduce.core.refusal import Refusal

STOOL = "leg; 3; turning; ash; 400 x 40 x 40; 20\nseat; 1; sawing\nscrew; 6"


def test_a_list_of_parts_comes_back_as_it_was_written() -> None:
    read = read_parts(STOOL)
    assert not isinstance(read, Refusal)
    assert write_parts(read) == STOOL
    assert read_parts("") == ()
    one = read_parts("\n nail ;;;;;")
    assert not isinstance(one, Refusal)
    assert [(part.name, part.quantity, part.minutes, part.box_mm) for part in one] == [("nail", 1, 0, None)]


@pytest.mark.parametrize("marked", ["350 g", "within 0.1", "cost 1.20", "version ^1.2", "0 g", "cost 0"])
def test_what_is_known_of_a_part_comes_back_as_it_was_written(marked: str) -> None:
    text = f"leg; 3; turning; ash; ; ; {marked}"
    read = read_parts(text)
    assert not isinstance(read, Refusal)
    assert write_parts(read) == text
    said = [read[0].mass_g, read[0].tolerance_mm, read[0].cost, read[0].versions or None]
    assert sum(one is not None for one in said) == 1


@pytest.mark.parametrize("wrong", ["heavy g", "within 0", "within fine", "cost dear", "version v1", "3 mm", "-1 g"])
def test_what_is_known_of_a_part_in_no_way_we_read(wrong: str) -> None:
    refused = read_parts(f"leg; 1; ; ; ; ; {wrong}")
    assert isinstance(refused, Refusal)
    assert refused.sentence.startswith("Line 1: ")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a; 1; b; c; 1 x 1 x 1; 1; more", "UNREADABLE"), ("; 3", "UNREADABLE"), ("a" * 81, "UNREADABLE"),
        ("a; 0", "UNREADABLE"), ("a; 1; ; ; 1 x 2", "UNREADABLE"), ("a; 1; ; ; ; soon", "UNREADABLE"),
        ("leg\nLeg", "TWICE"), ("\n".join(f"leg {n}" for n in range(501)), "TOO_MANY"),
    ],
)  # fmt: skip
def test_what_is_no_list_says_which_line(text: str, code: str) -> None:
    refused = read_parts(text)
    assert isinstance(refused, Refusal)
    assert refused.code == code
    assert refused.sentence


def test_the_longest_that_is_taken() -> None:
    for text in ("a" * 80, "\n".join(f"leg {n}" for n in range(500))):
        assert not isinstance(read_parts(text), Refusal)


@pytest.mark.parametrize("wrong", ["1 x 2", "1 x 2 x tall", "1 x 2 x 0"])
def test_what_is_no_size(wrong: str) -> None:
    with pytest.raises(MakingError):
        read_box(wrong)
    assert read_box("1 × 2 x 3 mm") == read_box("1mm x 2mm x 3mm") == ("1", "2", "3")
    with pytest.raises(MakingError, match="write it in mm; 1 in is 25"):
        read_box("4 in x 4 in x 1 in")
