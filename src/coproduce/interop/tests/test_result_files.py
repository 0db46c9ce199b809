"""The file of what was voted: what is written is read again, counted to the same, and a changed byte is seen."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, strategies as st

from coproduce.core.decide import Question, Response
from coproduce.interop.pabulib import PabulibError, read_pabulib
from coproduce.interop.result_files import ResultFile, read_result, write_result

OPTIONS = ("01", "02", "03")
NAMES = {"01": "A hall; with a door", "02": 'A "swing"', "03": "Paint"}
COSTS = {"01": Decimal("60.50"), "02": Decimal(40), "03": Decimal(15)}
WORDS = st.text("abc;\"'\n=", min_size=1).map(str.strip).filter(bool)

chosen = st.lists(st.sets(st.sampled_from(OPTIONS)).map(lambda one: tuple(sorted(one))), max_size=8)
points = st.lists(st.dictionaries(st.sampled_from(OPTIONS), st.integers(0, 5)), max_size=8)
answers = st.one_of(
    st.builds(Response, st.sampled_from(["consent", "aside"]), WORDS | st.just("")),
    st.builds(Response, st.just("object"), WORDS),
)
rounds = st.lists(st.lists(answers, max_size=5), min_size=1, max_size=3)

ASKED: dict[str, tuple[Question, Any]] = {
    "approval": (Question("approval", 20, 10, OPTIONS), chosen),
    "score": (Question("score", 20, 10, OPTIONS, 5), points),
    "budget": (Question("budget", 20, 10, OPTIONS, costs=COSTS, budget=Decimal(100)), chosen),
    "consent": (Question("consent", 20, 10), rounds),
}


def written(question: Question, ballots: Any) -> bytes:
    names = {} if question.way == "consent" else NAMES
    texts = tuple(f"Text {place}\nin lines" for place in range(len(ballots))) if question.way == "consent" else ()
    file = ResultFile(question, "Which; is it?", names, ballots, (), texts=texts)
    found = file.counted()
    return write_result(ResultFile(question, file.asked, names, ballots, found.chosen, found.why, texts), found)


@pytest.mark.parametrize("way", ASKED)
@given(data=st.data())
def test_a_stranger_counts_to_the_same_from_the_file_alone(way: str, data: st.DataObject) -> None:
    question, some = ASKED[way]
    ballots = data.draw(some)
    content = written(question, ballots)
    read = read_result(content)
    ours = ResultFile(question, "", NAMES, ballots, ()).counted()
    again = read.counted()
    assert (again.ballots, again.chosen, again.why, again.counts) == (ours.ballots, ours.chosen, ours.why, ours.counts)
    assert (again.shares, len(again.rounds)) == (ours.shares, len(ours.rounds))
    assert read.says_the_same(ours)
    assert read.asked == "Which; is it?"


@pytest.mark.parametrize("way", ASKED)
@given(data=st.data())
def test_in_whatever_order_ballots_were_cast_the_file_is_the_same(way: str, data: st.DataObject) -> None:
    question, some = ASKED[way]
    ballots = data.draw(some)
    if way == "consent":
        mixed = [data.draw(st.permutations(each)) for each in ballots]
    else:
        mixed = data.draw(st.permutations(ballots))
    assert written(question, ballots) == written(question, mixed)


def test_a_budget_is_read_by_whoever_reads_pabulib() -> None:
    question = ASKED["budget"][0]
    election = read_pabulib(written(question, [("01", "02"), ("02",), ("03",)]))
    assert election.budget == 100 and election.costs == COSTS
    assert election.selected == {"02", "03"}


BALLOTS = [{"01": 5}, {"01": 3, "02": 0}, {"02": 4}]


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("2;01;5", "2;01;4"),
        ('01;"A', '04;"A'),
        ("chosen;01", "chosen;02"),
        ("voters;20", "voters;200"),
        (";8;1", ";9;1"),
    ],
)
def test_a_file_that_was_changed_is_seen(was: str, now: str) -> None:
    content = written(ASKED["score"][0], BALLOTS)
    assert was.encode() in content, content.decode()
    try:
        read = read_result(content.replace(was.encode(), now.encode()))
    except PabulibError:
        return
    assert not read.says_the_same(read.counted())


@pytest.mark.parametrize(
    ("was", "now", "words"),
    [
        ("format;coproduce/1", "format;other", "Is it one that was written here?"),
        ("way;score", "way;lots", "lots is none of"),
        ("voters;20", "voters;many", "META, voters: many is no whole number."),
        ("2;01;5", "2;09;5", "09 is not among the options"),
        ("2;01;5", "2;01;x", "write whole points"),
        ("VOTES\n", "VOICES\n", "more cells than headings|There is no part VOTES"),
    ],
)
def test_what_cannot_be_counted_is_said_in_a_sentence(was: str, now: str, words: str) -> None:
    content = written(ASKED["score"][0], BALLOTS).replace(was.encode(), now.encode())
    with pytest.raises(PabulibError, match=words.replace("?", r"\?")):
        read_result(content)


def test_a_round_that_is_none_and_a_step_that_is_none_are_said() -> None:
    content = written(ASKED["consent"][0], [[Response("consent")]])
    with pytest.raises(PabulibError, match="7 is none of the 1 rounds"):
        read_result(content.replace(b"1;consent;1", b"1;consent;7"))
    content = written(ASKED["budget"][0], [("01",)])
    with pytest.raises(PabulibError, match="is no amount"):
        read_result(content.replace(b"step;1", b"step;x"))


def test_a_bare_return_in_a_text_ends_no_row() -> None:
    question, ballots = ASKED["consent"][0], [[Response("consent")]]
    file = ResultFile(question, "Is\rit?", {}, ballots, ("yes",), texts=("One\rtwo\r\nthree",))
    assert read_result(write_result(file, file.counted())).texts == ("One\ntwo\nthree",)
