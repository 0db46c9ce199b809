"""Occasions: who may invite and come, never more people than places, and who came is recognised once."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from hypothesis import given, strategies as st
from tests.fixtures.towns import NOON, TODAY, Town, build, do

from coproduce.community.base import clock
from coproduce.community.base.done import Done
from coproduce.community.base.models import Outbox
from coproduce.community.exchange.jobs import remind_of_occasions
from coproduce.community.exchange.models import Ask, CalendarAddress, Contribution, Occasion, SignUp, Slot
from coproduce.community.exchange.occasions.queries import coming, occasion, offered, places_of, sees_people, unfilled
from coproduce.community.exchange.occasions.rules import (
    LARGEST_CAPACITY,
    MOST_SLOTS,
    REPEATS,
    Came,
    SlotWanted,
    comes_round,
    free_places,
    may_need,
    may_take_place,
    moments,
)
from coproduce.community.exchange.tests.planning import LONDON, SATURDAY, code, opened, signed, slot, wall
from coproduce.community.ledger.tests.test_batch import in_another_session
from coproduce.community.people.models import Agent, BarredPair
from coproduce.core.refusal import Refusal

# Rules


@given(
    st.dates(date(2026, 1, 1), date(2028, 12, 31)),
    st.sampled_from(REPEATS[1:]),
    st.integers(0, 360),
    st.integers(0, 23),
)
def test_a_series_keeps_the_weekday_and_the_clock(first: date, repeats: str, days: int, hour: int) -> None:
    found = comes_round(first, repeats, first + timedelta(days=days))
    assert not isinstance(found, Refusal)
    assert found[0] == first
    assert {day.weekday() for day in found} == {first.weekday()}
    assert list(found) == sorted(set(found))
    if repeats == "monthly":
        assert len({(day.year, day.month) for day in found}) == len(found)
    wall = datetime.combine(first, datetime.min.time().replace(hour=hour))
    for day, (start, end) in zip(found, moments(wall, wall + timedelta(hours=3), found, LONDON), strict=True):
        if hour != 1:  # the hour that the change to summer time leaves out
            assert start.astimezone(LONDON).replace(tzinfo=None) == datetime.combine(day, wall.time())
        assert end > start


def test_what_cannot_come_round() -> None:
    first = date(2026, 11, 21)
    asked = [("daily", None), ("weekly", None), ("weekly", date(2026, 11, 20)), ("weekly", date(2028, 11, 21))]
    assert [code(comes_round(first, *one)) for one in asked] == [
        "UNKNOWN_REPEAT", "MISSING", "NOT_LATER", "TOO_MANY",
    ]  # fmt: skip
    assert comes_round(first, "once", None) == (first,)


@pytest.mark.parametrize(
    ("starts", "lasts", "said"),
    [
        (SATURDAY, timedelta(hours=2), "done"),
        (SATURDAY.replace(tzinfo=UTC), timedelta(days=7), "done"),
        (SATURDAY, timedelta(0), "NOT_LATER"),
        (SATURDAY, timedelta(days=8), "TOO_LONG"),
        (wall(2026, 11, 17, 11), timedelta(hours=2), "IN_THE_PAST"),
        (wall(2030, 1, 1), timedelta(hours=2), "WRONG_DAY"),
        (wall(9999, 12, 31), timedelta(0), "WRONG_DAY"),
        (wall(1, 1, 1), timedelta(0), "WRONG_DAY"),
    ],
)
def test_when_something_may_take_place(starts: datetime, lasts: timedelta, said: str) -> None:
    assert code(may_take_place(starts, starts + lasts, NOON, LONDON)) == said


def test_what_may_be_needed() -> None:
    tea = SlotWanted("Tea", 1)
    wrong = (
        (),
        (tea,) * (MOST_SLOTS + 1),
        (SlotWanted(" "),),
        (SlotWanted("Tea", 0),),
        (SlotWanted("Tea", LARGEST_CAPACITY + 1),),
    )
    assert [code(may_need(one)) for one in wrong] == [
        "WRONG_LENGTH", "WRONG_LENGTH", "MISSING", "NOT_POSITIVE", "NOT_POSITIVE",
    ]  # fmt: skip
    assert may_need((tea, SlotWanted("Company"))) is None


@given(st.integers(1, 50), st.integers(0, 60))
def test_free_places_and_taken_ones_fill_the_slot(capacity: int, taken: int) -> None:
    free = free_places(capacity, taken)
    assert free is not None
    assert free + min(taken, capacity) == capacity


# Inviting


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("who", "organiser", "said"),
    [("Ana", None, "done"), ("Cleo", "Ana", "done"), ("Ana", "Ben", "NOT_FOUND"), ("Dee", "Ben", "NOT_FOUND")],
)
def test_who_may_open(town: Town, who: str, organiser: str | None, said: str) -> None:
    """exchange.open_occasion"""
    outcome = do(
        "exchange.open_occasion", town.actor(who), words="Garden morning", category=f"company {town.canary}",
        starts_at=SATURDAY, ends_at=SATURDAY + timedelta(hours=2), slots=(SlotWanted("Weeding"),),
        organiser=town.agents[organiser] if organiser else None,
    )  # fmt: skip
    assert code(outcome) == said


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"words": " "}, "MISSING"),
        ({"slots": ()}, "WRONG_LENGTH"),
        ({"category": "nothing"}, "MISSING"),
        ({"area": "Nowhere"}, "NOT_FOUND"),
        ({"arena": "moon"}, "UNKNOWN_ARENA"),
        ({"repeats": "daily"}, "UNKNOWN_REPEAT"),
        ({"starts_at": wall(2026, 11, 1)}, "IN_THE_PAST"),
    ],
)
def test_what_cannot_be_opened(town: Town, wrong: dict[str, Any], said: str) -> None:
    asked = {
        "words": "Café", "category": f"company {town.canary}", "starts_at": SATURDAY,
        "ends_at": SATURDAY + timedelta(hours=2), "slots": (SlotWanted("Tea", 1),),
    }  # fmt: skip
    assert code(do("exchange.open_occasion", town.actor("Cleo"), **{**asked, **wrong})) == said
    assert not Occasion.objects.exists()


@pytest.mark.django_db
def test_a_group_invites_through_whoever_speaks_for_it(town: Town) -> None:
    do("people.form_group", town.actor("Cleo"), kind=Agent.ORGANISATION, name="Shed", members=(town.agents["Ana"],))
    shed = Agent.objects.get(name="Shed")
    row = opened(town, "Ana", organiser=shed.public_id)
    assert row.organiser == shed
    assert code(do("exchange.cancel_occasion", town.actor("Ben"), occasion=row.public_id, reason="Rain")) == "NOT_FOUND"
    assert code(do("exchange.cancel_occasion", town.actor("Ana"), occasion=row.public_id, reason="Rain")) == "done"


@pytest.mark.django_db
def test_change_tells_everybody_who_comes(town: Town) -> None:
    """exchange.change_occasion: of two at once the second is told."""
    row = opened(town, "Ana")
    signed(town, "Ben", row)
    later = {
        "words": "Café",
        "starts_at": SATURDAY + timedelta(days=7),
        "ends_at": SATURDAY + timedelta(days=7, hours=1),
    }
    change = {"occasion": row.public_id, "version": 1, **later}
    assert code(do("exchange.change_occasion", town.actor("Ben"), **change)) == "NOT_FOUND"
    assert code(do("exchange.change_occasion", town.actor("Ana"), **{**change, "words": ""})) == "MISSING"
    assert code(do("exchange.change_occasion", town.actor("Ana"), **{**change, "area": "Nowhere"})) == "NOT_FOUND"
    done = do("exchange.change_occasion", town.actor("Ana"), **change)
    assert isinstance(done, Done)
    assert [notice.to_agent for notice in done.notices] == [Agent.objects.get(public_id=town.agents["Ben"]).pk]
    assert code(do("exchange.change_occasion", town.actor("Cleo"), **change)) == "CHANGED_MEANWHILE"


@pytest.mark.django_db
def test_cancel_tells_why_and_ends_it(town: Town) -> None:
    """exchange.cancel_occasion"""
    row = opened(town, "Ana")
    signed(town, "Ben", row)
    assert code(do("exchange.cancel_occasion", town.actor("Ben"), occasion=row.public_id, reason="Rain")) == "NOT_FOUND"
    assert code(do("exchange.cancel_occasion", town.actor("Ana"), occasion=row.public_id, reason="")) == "MISSING"
    done = do("exchange.cancel_occasion", town.actor("Ana"), occasion=row.public_id, reason="Rain")
    assert isinstance(done, Done)
    assert done.notices[0].values["why"] == "Rain"
    assert code(do("exchange.cancel_occasion", town.actor("Ana"), occasion=row.public_id, reason="Rain")) == "CANCELLED"
    assert code(do("exchange.sign_up", town.actor("Dee"), slot=slot(row))) == "CANCELLED"
    assert not coming(town.actor("Ana")).exists()


# Coming


@pytest.mark.django_db
def test_signing_up(town: Town) -> None:
    """exchange.sign_up: twice is once, full says what is free, and nobody is in two places."""
    row = opened(town)
    first = signed(town, "Ana", row)
    assert signed(town, "Ana", row) == first
    full = do("exchange.sign_up", town.actor("Ben"), slot=slot(row))
    assert isinstance(full, Refusal)
    assert (full.code, full.values) == ("FULL", {"needs": "Mending"})
    assert code(do("exchange.sign_up", town.actor("Ana"), slot=slot(row, "Mending"))) == "OVERLAPS"
    assert (
        code(do("exchange.sign_up", town.actor("Ben"), slot=slot(row, "Mending"), for_=town.agents["Dee"]))
        == "NOT_FOUND"
    )
    assert (
        code(do("exchange.sign_up", town.actor("Cleo"), slot=slot(row, "Mending"), for_=town.agents["Dee"])) == "done"
    )
    assert code(do("exchange.sign_up", town.actor("Ben"), slot=UUID(int=1))) == "NOT_FOUND"
    assert [place.public_id for place in places_of(town.actor("Ana"))] == [first]


@pytest.mark.django_db
def test_full_names_the_next_day_of_the_series(town: Town) -> None:
    row = opened(town, slots=(SlotWanted("Tea", 1),), repeats="monthly", until_on=date(2027, 1, 31))
    assert Occasion.objects.filter(series=row.series).count() == 3
    signed(town, "Ana", row)
    full = do("exchange.sign_up", town.actor("Ben"), slot=slot(row))
    assert isinstance(full, Refusal)
    assert full.values == {"when": "Saturday 19 December, 10:00"}
    Occasion.objects.exclude(pk=row.pk).update(cancelled_at=NOON)
    full = do("exchange.sign_up", town.actor("Ben"), slot=slot(row))
    assert isinstance(full, Refusal)
    assert (full.code, full.values) == ("FULL", {})


@pytest.mark.django_db
def test_those_who_must_not_meet_do_not(town: Town) -> None:
    row = opened(town)
    signed(town, "Ana", row)
    one, other = sorted(
        Agent.objects.filter(public_id__in=(town.agents["Ana"], town.agents["Ben"])).values_list("pk", flat=True)
    )
    BarredPair.objects.create(community=town.community, one_id=one, other_id=other, since_on=TODAY)
    assert code(do("exchange.sign_up", town.actor("Ben"), slot=slot(row, "Mending"))) == "MAY_NOT_MEET"
    assert code(do("exchange.sign_up", town.actor("Dee"), slot=slot(row, "Mending"))) == "done"


@pytest.mark.django_db
def test_who_rests_does_not_come_and_keeps_nobody_away(town: Town) -> None:
    row = opened(town)
    signed(town, "Ana", row)
    do("people.pause", town.actor("Ana"), member=town.agents["Ana"])
    assert code(do("exchange.sign_up", town.actor("Ben"), slot=slot(row, "Mending"))) == "done"
    again = do(
        "exchange.sign_up",
        town.actor("Cleo"),
        slot=slot(opened(town, starts_at=SATURDAY + timedelta(days=1), ends_at=SATURDAY + timedelta(days=2))),
        for_=town.agents["Ana"],
    )
    assert code(again) == "MAY_NOT_MEET"


@pytest.mark.django_db
def test_not_coming_after_all(town: Town) -> None:
    """exchange.cancel_sign_up: whoever organises it is told, and the place is free."""
    row = opened(town)
    place = signed(town, "Ana", row)
    assert code(do("exchange.cancel_sign_up", town.actor("Ben"), sign_up=place)) == "NOT_FOUND"
    assert (
        code(do("exchange.cancel_sign_up", town.actor("Cleo"), sign_up=place, for_=town.agents["Ben"])) == "NOT_FOUND"
    )
    done = do("exchange.cancel_sign_up", town.actor("Cleo"), sign_up=place, for_=town.agents["Ana"])
    assert isinstance(done, Done)
    assert [notice.to_agent for notice in done.notices] == [row.organiser_id]
    assert code(do("exchange.cancel_sign_up", town.actor("Ana"), sign_up=place)) == "NOT_FOUND"
    signed(town, "Ben", row)
    with clock.at(NOON + timedelta(days=5)):
        assert code(do("exchange.sign_up", town.actor("Dee"), slot=slot(row, "Mending"))) == "TOO_LATE"


@pytest.mark.django_db
def test_swapping(town: Town) -> None:
    """exchange.swap, exchange.take_place, exchange.keep_place: it is kept until another takes it."""
    row = opened(town)
    place = signed(town, "Ana", row)
    swap, take = "exchange.swap", "exchange.take_place"
    assert code(do(take, town.actor("Ben"), sign_up=place)) == "NOT_OFFERED"
    assert code(do(swap, town.actor("Ben"), sign_up=place)) == "NOT_FOUND"
    assert code(do(swap, town.actor("Ana"), sign_up=place, with_=town.agents["Ana"])) == "NOT_FOUND"
    assert code(do(swap, town.actor("Ana"), sign_up=place, with_=town.agents["Dee"])) == "done"
    assert code(do(take, town.actor("Ben"), sign_up=place)) == "NOT_OFFERED"
    assert code(do("exchange.keep_place", town.actor("Ben"), sign_up=place)) == "NOT_FOUND"
    assert code(do("exchange.keep_place", town.actor("Ana"), sign_up=place)) == "done"
    assert code(do(take, town.actor("Dee"), sign_up=place)) == "NOT_OFFERED"
    do(swap, town.actor("Ana"), sign_up=place)
    assert code(do(take, town.actor("Ana"), sign_up=place)) == "NOT_OFFERED"
    assert [one.public_id for one in offered(town.actor("Ben"), occasion(town.actor("Ben"), row.public_id))] == [place]
    assert code(do(take, town.actor("Ben"), sign_up=place, for_=town.agents["Dee"])) == "NOT_FOUND"
    assert code(do(take, town.actor("Ben"), sign_up=place)) == "done"
    assert code(do(take, town.actor("Dee"), sign_up=place)) == "NOT_OFFERED"
    assert code(do(take, town.actor("Dee"), sign_up=UUID(int=1))) == "NOT_OFFERED"
    here = SignUp.objects.filter(slot__occasion=row, withdrawn_at=None)
    assert [one.agent.public_id for one in here] == [town.agents["Ben"]]


@pytest.mark.django_db
def test_nobody_swaps_with_who_is_elsewhere(town: Town) -> None:
    row, other = opened(town), opened(town)
    place = signed(town, "Ana", row)
    signed(town, "Ben", other)
    assert code(do("exchange.swap", town.actor("Ana"), sign_up=place, with_=town.agents["Ben"])) == "OVERLAPS"
    do("exchange.swap", town.actor("Ana"), sign_up=place)
    assert code(do("exchange.take_place", town.actor("Ben"), sign_up=place)) == "OVERLAPS"


@pytest.mark.django_db
def test_who_reads_who_comes(towns: tuple[Town, Town]) -> None:
    one, other = towns
    row = opened(one)
    signed(one, "Ana", row)
    seen = {who: sees_people(one.actor(who), occasion(one.actor(who), row.public_id)) for who in ("Ana", "Ben", "Cleo")}
    assert seen == {"Ana": True, "Ben": False, "Cleo": True}
    assert occasion(other.actor("Cleo"), row.public_id) is None
    assert code(do("exchange.sign_up", other.actor("Ana"), slot=slot(row))) == "NOT_FOUND"
    assert [coming(one.actor("Ben"), kind).count() for kind in ("", f"company {one.canary}", "garden")] == [1, 1, 0]
    assert coming(one.actor("Ben"), words="repair cleo").count() == 1
    assert unfilled(one.community.pk, NOON + timedelta(days=14)).count() == 1
    signed(one, "Ben", row, "Mending")
    signed(one, "Dee", row, "Mending")
    assert not coming(one.actor("Ben"), only_free=True).exists()
    assert not unfilled(one.community.pk, NOON + timedelta(days=14)).exists()


# Afterwards


@pytest.mark.django_db
def test_who_came_is_recognised_once(town: Town) -> None:
    """exchange.record_came: one entry, a contribution for each, and whoever was helped may be asked back."""
    row = opened(town, "Ana")
    signed(town, "Ben", row)
    came = (Came(town.agents["Ben"], 90), Came(town.agents["Dee"], 60))
    asked = {"occasion": row.public_id, "came": came}
    assert code(do("exchange.record_came", town.actor("Ana"), **asked)) == "NOT_YET"
    with clock.at(NOON + timedelta(days=4)):
        assert code(do("exchange.record_came", town.actor("Ben"), **asked)) == "NOT_FOUND"
        assert code(do("exchange.record_came", town.actor("Ana"), **{**asked, "came": ()})) == "MISSING"
        assert (
            code(do("exchange.record_came", town.actor("Ana"), **asked, helped=(town.agents["Tom"],))) == "NOT_ALLOWED"
        )
        assert code(do("exchange.record_came", town.actor("Cleo"), **asked, helped=(UUID(int=1),))) == "NOT_FOUND"
        assert (
            code(do("exchange.record_came", town.actor("Ana"), **{**asked, "came": (Came(UUID(int=1), 60),)}))
            == "NOT_FOUND"
        )
        assert (
            code(do("exchange.record_came", town.actor("Ana"), **{**asked, "came": (Came(town.agents["Ana"], 60),)}))
            == "SAME_ACCOUNT"
        )
        done = do("exchange.record_came", town.actor("Ana"), **asked)
        assert isinstance(done, Done), done
        assert code(do("exchange.record_came", town.actor("Ana"), **asked)) == "ALREADY_RECORDED"
        later = {"starts_at": SATURDAY + timedelta(days=7), "ends_at": SATURDAY + timedelta(days=7, hours=3)}
        moved = {"occasion": row.public_id, "version": row.version, "words": "Another day", **later}
        assert code(do("exchange.change_occasion", town.actor("Ana"), **moved)) == "ALREADY_RECORDED"
        assert (
            code(do("exchange.cancel_occasion", town.actor("Ana"), occasion=row.public_id, reason="x"))
            == "ALREADY_RECORDED"
        )
    assert (done.value.minutes, len(done.value.contributions)) == (150, 2)
    assert SignUp.objects.get(slot__occasion=row).minutes == 90
    assert Contribution.objects.filter(entry=done.value.entry, receiver__public_id=town.agents["Ana"]).count() == 2
    assert Ask.objects.filter(agent__public_id=town.agents["Ana"]).exists()


@pytest.mark.django_db
def test_those_helped_share_what_was_given(town: Town) -> None:
    row = opened(town)
    with clock.at(NOON + timedelta(days=4)):
        done = do(
            "exchange.record_came", town.actor("Cleo"), occasion=row.public_id, came=(Came(town.agents["Ana"], 100),),
            helped=(town.agents["Ben"], town.agents["Dee"], town.agents["Tom"]),
        )  # fmt: skip
    assert isinstance(done, Done), done
    assert sorted(Contribution.objects.filter(entry=done.value.entry).values_list("amount", flat=True)) == [33, 33, 34]


@pytest.mark.django_db
def test_the_day_before_everybody_is_reminded_once(town: Town) -> None:
    row = opened(town)
    signed(town, "Ana", row)
    with clock.at(NOON + timedelta(days=3)):
        signed(town, "Ben", row, "Mending")  # on the day before itself: they know
        for _ in range(2):
            remind_of_occasions(clock.now())
    told = Outbox.objects.filter(template__startswith="Tomorrow")
    assert [one.to_agent for one in told] == [Agent.objects.get(public_id=town.agents["Ana"]).pk]


@pytest.mark.django_db
def test_whoever_leaves_leaves_their_place(town: Town) -> None:
    row, theirs = (
        opened(town),
        opened(town, "Ana", starts_at=SATURDAY + timedelta(days=1), ends_at=SATURDAY + timedelta(days=2)),
    )
    signed(town, "Ana", row)
    signed(town, "Ben", theirs)
    do("exchange.make_calendar_address", town.actor("Ana"))
    do("people.leave", town.actor("Ana"), member=town.agents["Ana"], ended="moved")
    assert not SignUp.objects.filter(slot__occasion=row, withdrawn_at=None).exists()
    theirs.refresh_from_db()
    assert theirs.cancelled_at == NOON
    assert not CalendarAddress.objects.filter(revoked_at=None).exists()
    ben = Agent.objects.get(public_id=town.agents["Ben"]).pk
    assert Outbox.objects.filter(to_agent=ben, template__startswith="Called off").count() == 1


@pytest.mark.django_db
def test_two_records_of_one_have_one_place(town: Town) -> None:
    row = opened(town)
    for who in ("Tom", "Kim"):
        signed(town, who, row, "Mending")
    done = do("people.merge", town.actor("Cleo"), keep=town.agents["Tom"], gone=town.agents["Kim"])
    assert isinstance(done, Done), done
    assert SignUp.objects.filter(slot__occasion=row, withdrawn_at=None).count() == 1
    assert not SignUp.objects.filter(agent__public_id=town.agents["Kim"]).exists()


# Two at once


@pytest.mark.django_db(databases=[])
@pytest.mark.parametrize("verb", ["sign_up", "take_place"])
def test_two_at_once_for_the_last_place(committed: str, verb: str) -> None:
    with clock.at(NOON):
        town = build("alder", "kanari")
        row = opened(town, slots=(SlotWanted("Tea", 1),))
        wanted = {"slot": slot(row)}
        if verb == "take_place":
            wanted = {"sign_up": signed(town, "Ana", row)}
            do("exchange.swap", town.actor("Ana"), **wanted)

    def wants(who: str) -> list[Any]:
        with clock.at(NOON):
            return [do(f"exchange.{verb}", town.actor(who), **wanted)]

    racing = [in_another_session(lambda who=who: wants(who)) for who in ("Ben", "Dee", "Tom", "Kim")]  # type: ignore[misc]
    for thread, _ in racing:
        thread.join(60)
    said = sorted(code(outcome) for _, answers in racing for each in answers for outcome in each)
    assert said == [*["FULL" if verb == "sign_up" else "NOT_OFFERED"] * 3, "done"]
    assert SignUp.objects.filter(withdrawn_at=None).count() == Slot.objects.count() == 1
    connection.close()
