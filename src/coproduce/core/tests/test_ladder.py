"""Steps after a breach: none skipped, none unheard, none unannounced, and none that ends by itself."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, strategies as st

from coproduce.core.ladder import Appeal, Decision, LadderError, Period, Rung, Step, Terms, climb

#: Bolsa Família as it was printed in 2010.
RUNGS = (
    Rung("warning"),
    Rung("block", "withheld", given_back="next"),
    Rung("suspension", "not paid", days=60),
    Rung("suspension again", "not paid", days=60),
    Rung("end"),
)
TERMS = Terms(RUNGS, notice_days=14, appeal_days=14)
BEGIN = date(2025, 1, 31)
LETTERS = {"B": "breach", "C": "met", "E": "excused", "U": "unknown"}


def day(number: int) -> date:
    """When the period of that number was known, from 0: one every two months or so."""
    return BEGIN + timedelta(days=61 * number)


def history(letters: str, told_after: int | None = 1) -> list[Period]:
    return [
        Period(LETTERS[letter], day(number), None if told_after is None else day(number) + timedelta(days=told_after))  # type: ignore[arg-type]
        for number, letter in enumerate(letters)
    ]


def after(letters: str, days: int = 0, terms: Terms = TERMS, **answers: object) -> Step:
    """Where they stand so many days after the last period was known."""
    return climb(terms, history(letters), day(len(letters) - 1) + timedelta(days=days), **answers)  # type: ignore[arg-type]


def test_the_vector_of_2010() -> None:
    letters = "BBCBBBBB"
    names = [after(letters[: number + 1]).name for number in range(len(letters))]
    assert names == [
        "warning", "block", "", "warning", "block", "suspension", "suspension again", "end",
    ]  # fmt: skip
    assert after(letters).is_proposed
    assert not after(letters).is_ended
    assert day(4) in after("BBCBBB").given_back, "what was blocked is paid with the next month, breach or not"


def test_a_step_holds_only_after_it_was_told_and_the_days_to_answer_are_over() -> None:
    assert after("BB", 15).effect is None
    assert after("BB", 15).next_effect is not None
    held = after("BB", 16).effect
    assert held is not None
    assert (held.word, held.about, held.from_on) == ("withheld", day(1), day(1) + timedelta(days=16))
    assert climb(TERMS, history("BB", told_after=None), day(9)).effect is None, "nobody told them"


def test_a_suspension_lasts_its_days_and_not_one_more() -> None:
    first = day(2) + timedelta(days=16)
    for days, is_held in ((15, False), (16, True), (75, True), (76, False)):
        effect = after("BBB", days).effect
        assert (effect is not None and effect.word == "not paid") is is_held, days
    assert after("BBB", 20).effect[2:] == (first, first + timedelta(days=59))  # type: ignore[index]


def test_a_period_met_stops_what_holds_and_what_was_still_to_come() -> None:
    assert after("BBC").effect is None
    soon = climb(TERMS, [*history("BB"), Period("met", day(1) + timedelta(days=10))], day(1) + timedelta(days=30))
    assert (soon.effect, soon.next_effect, soon.given_back) == (None, None, ())


def test_what_comes_too_late_to_be_told_in_its_turn_lifts_nobody_up() -> None:
    """A register that comes after a warning was told makes no block of it, of which nobody ever heard."""
    first, second, third = (Period("breach", day(number)) for number in range(3))
    warned = replace(second, told_on=day(1) + timedelta(days=1))
    found = climb(TERMS, [first, warned], day(2))
    assert (found.name, found.effect, found.to_tell) == ("warning", None, ())
    assert found.reasons[0] == ("PASSED_OVER", day(0), 0)
    told_at_last = replace(first, told_on=day(1) + timedelta(days=2))
    assert climb(TERMS, [told_at_last, warned, third], day(2)).name == "block"
    on_one_day = replace(first, told_on=warned.told_on)
    assert climb(TERMS, [on_one_day, warned], day(2)).name == "block"
    taken = Appeal(day(1), day(1) + timedelta(days=3), day(1) + timedelta(days=9), is_upheld=True)
    assert climb(TERMS, [first, warned, third], day(2), appeals=[taken]).to_tell == (day(0), day(2))


def test_an_appeal_in_time_keeps_the_effect_off_until_it_is_decided() -> None:
    in_time, too_late = (Appeal(day(1), day(1) + timedelta(days=days)) for days in (15, 16))
    assert after("BB", 40, appeals=[in_time]).effect is None
    assert after("BB", 40, appeals=[too_late]).effect is not None
    refused = replace(in_time, decided_on=day(1) + timedelta(days=30))
    assert after("BB", 30, appeals=[refused]).effect is None
    assert after("BB", 31, appeals=[refused]).effect is not None


def test_an_appeal_that_is_upheld_takes_its_breach_away_and_no_other() -> None:
    upheld = Appeal(day(0), day(0) + timedelta(days=3), day(0) + timedelta(days=9), is_upheld=True)
    assert after("B", 9, appeals=[upheld]).rung == 0
    assert after("BB", 9, appeals=[upheld]).name == "warning"
    assert after("B", 5, appeals=[upheld]).name == "warning", "not before it is decided"


def test_nobody_is_ended_but_by_a_person_who_says_why_after_they_were_heard() -> None:
    end = Decision(day(4), day(4) + timedelta(days=20), "Rosa", "Moved to another country.", ends=True)
    assert after("BBBBB", 400).is_proposed
    assert after("BBBBB", 400).effect is None
    assert after("BBBBB", 30, decisions=[end]).is_ended
    assert not after("BBBBB", 10, decisions=[end]).is_ended, "not before the day of the decision"
    for worse in (replace(end, by=" "), replace(end, why=""), replace(end, on=day(4) + timedelta(days=15))):
        with pytest.raises(LadderError):
            after("BBBBB", 30, decisions=[worse])
    with pytest.raises(LadderError):
        appeal = Appeal(day(4), day(4) + timedelta(days=2))
        after("BBBBB", 30, decisions=[end], appeals=[appeal])


def test_a_person_may_keep_them_and_is_asked_again_at_the_next_breach() -> None:
    keep = Decision(day(4), day(4) + timedelta(days=2), "Rosa", "They were ill and could not say so.", ends=False)
    kept = after("BBBBB", 30, decisions=[keep])
    assert (kept.rung, kept.is_proposed, kept.is_ended) == (4, False, False)
    assert after("BBBBBB", 0, decisions=[keep]).is_proposed


def test_what_ended_begins_anew_as_the_terms_say() -> None:
    end = Decision(day(4), day(4) + timedelta(days=20), "Rosa", "Moved to another country.", ends=True)
    assert after("BBBBBC", 0, decisions=[end]).is_ended
    recovered = after("BBBBBC", 0, replace(TERMS, recovery="met"), decisions=[end])
    assert (recovered.rung, recovered.is_ended) == (0, False)


def test_it_says_what_a_rung_brings_and_who_is_not_told() -> None:
    for many, rung in enumerate(RUNGS, 1):
        step = after("B" * many)
        assert (step.name, step.brings, step.days) == (rung.name, rung.effect, rung.days)
    assert (after("C").brings, after("C").days, after("B").to_tell) == ("", 0, ())
    untold = climb(TERMS, [Period("breach", day(0)), Period("met", day(1)), Period("breach", day(2))], day(3))
    assert untold.to_tell == (day(2),)


def test_one_more_decision_begins_anew_and_gives_nothing_back() -> None:
    end = Decision(day(4), day(4) + timedelta(days=20), "Rosa", "Moved to another country.", ends=True)
    back = Decision(day(4), day(6) + timedelta(days=1), "Sol", "They are back.", ends=False)
    met = replace(TERMS, rungs=(RUNGS[0], replace(RUNGS[1], given_back="met"), *RUNGS[2:]))
    assert after("BBBBBBB", 0, decisions=[end, back]).is_ended, "not before the day it was decided"
    again = after("BBBBBBB", 30, met, decisions=[back, end])
    assert (again.rung, again.is_ended, again.given_back, again.effect) == (0, False, (), None)
    assert again.reasons[-1].code == "AGAIN", "what was missed in between is not looked at"
    assert after("BBBBBBBB", 0, decisions=[end, back]).name == "warning"
    on_the_day = replace(back, on=day(6))
    assert after("BBBBBBB", 0, decisions=[end, on_the_day]).name == "warning", "what is known on that day counts"


def test_grace_is_seen_and_brings_nothing() -> None:
    assert after("B", terms=replace(TERMS, grace=1)).rung == 0
    assert after("BB", terms=replace(TERMS, grace=1)).name == "warning"


def test_what_is_given_back_only_once_met_waits_for_it() -> None:
    terms = replace(TERMS, rungs=(RUNGS[0], replace(RUNGS[1], given_back="met"), *RUNGS[2:]))
    assert after("BBB", terms=terms).given_back == ()
    assert after("BBBC", terms=terms).given_back == (day(1),)


def test_what_is_said_on_a_day_counts_on_that_day() -> None:
    appeal = Appeal(day(1), day(1) + timedelta(days=4))
    assert ("APPEAL_OPEN", day(1), 2) in after("BB", 4, appeals=[appeal]).reasons
    assert ("APPEAL_OPEN", day(1), 2) not in after("BB", 3, appeals=[appeal]).reasons
    decided = replace(appeal, decided_on=day(1) + timedelta(days=9))
    assert ("APPEAL_OPEN", day(1), 2) not in after("BB", 9, appeals=[decided]).reasons
    first_day = day(4) + timedelta(days=16)
    end = Decision(day(4), first_day, "Rosa", "Moved to another country.", ends=True)
    assert after("BBBBB", 16, decisions=[end]).is_ended
    assert after("BB", 16).next_effect is None
    assert climb(TERMS, history("BB", told_after=0), day(1)).answer_by == day(1) + timedelta(days=14)
    assert after("B", terms=replace(TERMS, grace=1)).answer_by is None


def test_what_was_withheld_for_one_day_is_given_back_and_what_never_was_is_not() -> None:
    first_day = day(1) + timedelta(days=16)
    for days, given_back in ((0, ()), (1, (day(1),))):
        known = [*history("BB"), Period("met", first_day + timedelta(days=days))]
        step = climb(TERMS, known, first_day + timedelta(days=days))
        assert (step.given_back, step.effect) == (given_back, None)
    one_day = replace(TERMS, rungs=(RUNGS[0], replace(RUNGS[1], days=5), *RUNGS[2:]))
    known = [*history("BB"), Period("met", first_day + timedelta(days=1))]
    assert climb(one_day, known, first_day + timedelta(days=1)).effect is None


def test_the_next_rung_ends_what_held_until_then() -> None:
    known = [Period("breach", BEGIN + timedelta(days=days), BEGIN + timedelta(days=days)) for days in range(3)]
    soon = climb(TERMS, known, BEGIN + timedelta(days=2)).next_effect
    first_day = BEGIN + timedelta(days=1 + 15)
    assert soon == ("withheld", BEGIN + timedelta(days=1), first_day, first_day)


LETTERS_ONLY = st.text("BCEU", max_size=14)


@given(LETTERS_ONLY)
def test_no_rung_is_skipped(letters: str) -> None:
    before = 0
    for number, letter in enumerate(letters):
        rung = after(letters[: number + 1]).rung
        if letter == "B":
            assert rung == min(before + 1, len(RUNGS))
        else:
            assert rung == (0 if letter == "C" else before)
        before = rung


@given(LETTERS_ONLY, st.integers(0, 900))
def test_nothing_happens_unannounced_or_by_itself(letters: str, days: int) -> None:
    on = BEGIN + timedelta(days=days)
    assert climb(TERMS, history(letters, told_after=None), on).effect is None
    step = climb(TERMS, history(letters), on)
    assert not step.is_ended
    if step.effect:
        told = step.effect.about + timedelta(days=1)
        assert step.effect.from_on >= told + timedelta(days=max(TERMS.notice_days, TERMS.appeal_days + 1))
        assert step.effect.from_on <= on


@given(LETTERS_ONLY, st.integers(0, 900), st.data())
def test_what_is_unknown_or_excused_is_as_if_it_were_not_there(letters: str, days: int, data: st.DataObject) -> None:
    on = BEGIN + timedelta(days=days)
    known = history(letters)
    heard = [period for period in known if period.outcome in ("met", "breach")]
    one, other = climb(TERMS, known, on), climb(TERMS, heard, on)
    assert (one.rung, one.is_proposed) == (other.rung, other.is_proposed)
    mixed = data.draw(st.permutations(known))
    assert climb(TERMS, mixed, on) == one


@given(st.text("BC", min_size=1, max_size=10), st.data())
def test_a_breach_taken_away_never_leaves_anybody_further_up(letters: str, data: st.DataObject) -> None:
    breaches = [number for number, letter in enumerate(letters) if letter == "B"]
    if breaches:
        number = data.draw(st.sampled_from(breaches))
        upheld = Appeal(day(number), day(number), day(number), is_upheld=True)
        assert after(letters, 3, appeals=[upheld]).rung <= after(letters, 3).rung


@pytest.mark.parametrize(
    ("terms", "code"),
    [
        (replace(TERMS, rungs=RUNGS[:1]), "RUNGS"),
        (replace(TERMS, rungs=RUNGS[1:]), "FIRST_RUNG"),
        (replace(TERMS, rungs=RUNGS[:3]), "LAST_RUNG"),
        (replace(TERMS, notice_days=-1), "NEGATIVE"),
        (replace(TERMS, rungs=(Rung("warning", days=-1), Rung("end"))), "NEGATIVE"),
    ],
)
def test_a_ladder_that_is_not_fair_is_refused(terms: Terms, code: str) -> None:
    with pytest.raises(LadderError) as found:
        climb(terms, [], BEGIN)
    assert found.value.code == code


@pytest.mark.parametrize(
    ("periods", "code"),
    [
        ([Period("late", BEGIN)], "OUTCOME"),  # type: ignore[arg-type]
        ([Period("met", BEGIN), Period("breach", BEGIN)], "TWICE"),
        ([Period("breach", BEGIN, BEGIN - timedelta(days=1))], "TOLD_BEFORE"),
    ],
)
def test_a_history_that_cannot_be_read_is_refused(periods: list[Period], code: str) -> None:
    with pytest.raises(LadderError) as found:
        climb(TERMS, periods, BEGIN)
    assert found.value.code == code


def test_an_answer_to_no_breach_is_refused() -> None:
    with pytest.raises(LadderError):
        after("C", 9, appeals=[Appeal(day(0), day(0))])
