"""What simulated people are made of."""

from collections import Counter
from random import Random
from uuid import UUID

from coproduce.core.intent import TEMPERS, Evening, Someone, temper

PEOPLE = [Someone(UUID(int=number), *temper(1, number)) for number in range(1, 1001)]


def test_a_temper_follows_from_seed_and_number() -> None:
    assert temper(1, 7) == temper(1, 7)
    assert [temper(1, number) for number in range(50)] != [temper(2, number) for number in range(50)]
    count = Counter(one.temper for one in PEOPLE)
    assert set(count) == set(TEMPERS)
    assert 0.2 < sum(one.rings for one in PEOPLE) / len(PEOPLE) < 0.3


def test_who_gives_and_who_receives() -> None:
    said = {how: (Someone(UUID(int=1), how, False).gives, Someone(UUID(int=1), how, False).receives) for how in TEMPERS}
    assert said == {
        "both": (True, True), "gives": (True, False), "receives": (False, True), "quiet": (False, False)
    }  # fmt: skip


def test_who_rings_has_it_done_at_the_desk_in_their_name() -> None:
    rings, taps = Someone(UUID(int=1), "both", rings=True), Someone(UUID(int=2), "both", rings=False)
    evening = Evening([rings, taps], Random(1))
    for who in (rings.id, taps.id):
        evening.speak("exchange.agree", who, agreement=UUID(int=3))
    evening.add("exchange.ask_back", None, ask=UUID(int=4))
    assert [(one.by, one.arguments.get("for_")) for one in evening.intents] == [
        (None, rings.id), (taps.id, None), (None, None)
    ]  # fmt: skip
    assert len({one.request_id for one in evening.intents}) == 3


def test_some_of_the_people_surely_and_one_more_by_chance() -> None:
    evening = Evening(PEOPLE, Random(1))
    ids = [one.id for one in PEOPLE]
    assert {len(evening.some(ids, 300)) for _ in range(100)} == {3, 4}
    assert evening.some(ids[:2], 1) in (ids[:2], ids[1::-1])
    assert evening.some([], 10) == []
