"""Changing what an occasion needs and a whole series: nobody loses a place unasked, and everybody concerned is told."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.utils import timezone
from tests.fixtures.towns import NOON, Town, build, do
from tests.journeys.mouths import signed_in

from coproduce.community.base import clock
from coproduce.community.base.done import Done
from coproduce.community.exchange.models import Occasion, SignUp, Slot
from coproduce.community.exchange.occasions.queries import places_of
from coproduce.community.exchange.occasions.rules import SlotSaid, SlotWanted
from coproduce.community.exchange.occasions.words import when_of
from coproduce.community.exchange.tests.planning import SATURDAY, code, opened, same, signed, slot
from coproduce.community.ledger.tests.test_batch import in_another_session
from coproduce.community.people.models import Agent
from coproduce.core.refusal import Refusal

CHANGE, CANCEL = "exchange.change_occasion", "exchange.cancel_occasion"


def needed(row: Occasion) -> list[tuple[str, int | None]]:
    return list(row.slots.order_by("pk").values_list("needs", "capacity"))


def who_comes(town: Town, row: Occasion) -> set[str]:
    there = SignUp.objects.filter(slot__occasion=row, withdrawn_at=None).values_list("agent__public_id", flat=True)
    names = {public_id: name for name, public_id in town.agents.items()}
    return {names[public_id] for public_id in there}


def told(town: Town, outcome: object) -> dict[str, str]:
    """What each is told, by name."""
    assert isinstance(outcome, Done), outcome
    names = {Agent.objects.get(public_id=public_id).pk: name for name, public_id in town.agents.items()}
    return {names[notice.to_agent]: notice.template % notice.values for notice in outcome.notices}


def months_of(town: Town, who: str = "Cleo", **more: Any) -> list[Occasion]:
    row = opened(town, who, repeats="monthly", until_on=date(2027, 2, 28), **more)
    return list(Occasion.objects.filter(series=row.series).order_by("starts_at"))


def whens(dates: list[Occasion]) -> list[str]:
    for row in dates:
        row.refresh_from_db()
    return [when_of(row) for row in dates]


# What is needed


@pytest.mark.django_db
def test_more_is_needed_and_less(town: Town) -> None:
    row = opened(town, "Ana")
    signed(town, "Ben", row)
    asked = same(
        row, slots=(SlotSaid("Tea and cake", 3, slot(row)), SlotSaid("Welcoming")), take_off=(slot(row, "Mending"),)
    )
    assert code(do(CHANGE, town.actor("Dee"), **asked)) == "NOT_FOUND"
    assert told(town, do(CHANGE, town.actor("Ana"), **asked)).keys() == {"Ben"}
    assert needed(row) == [("Tea and cake", 3), ("Welcoming", None)]
    assert who_comes(town, row) == {"Ben"}


@pytest.mark.django_db
def test_more_places_alone_are_told_to_nobody(town: Town) -> None:
    row = opened(town)
    signed(town, "Ben", row)
    done = do(CHANGE, town.actor("Cleo"), **same(row, slots=(SlotSaid("Tea", 4, slot(row)),)))
    assert told(town, done) == {}
    assert needed(row) == [("Tea", 4), ("Mending", 2)]


@pytest.mark.django_db
def test_what_somebody_took_is_not_taken_off(town: Town) -> None:
    row = opened(town)
    place = signed(town, "Ben", row, "Mending")
    off = {"take_off": (slot(row, "Mending"),)}
    refused = do(CHANGE, town.actor("Cleo"), **same(row, **off))
    assert isinstance(refused, Refusal)
    assert (refused.code, refused.values["needs"]) == ("TAKEN", "Mending")
    assert needed(row) == [("Tea", 1), ("Mending", 2)]
    do("exchange.cancel_sign_up", town.actor("Ben"), sign_up=place)
    assert code(do(CHANGE, town.actor("Cleo"), **same(row, **off))) == "done"
    assert needed(row) == [("Tea", 1)]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"slots": (SlotSaid("Tea", 2, UUID(int=1)),)}, "NOT_FOUND"),
        ({"take_off": (UUID(int=1),)}, "NOT_FOUND"),
        ({"slots": (SlotSaid(" "),)}, "MISSING"),
        ({"slots": (SlotSaid("Tea", 0),)}, "NOT_POSITIVE"),
        ({"slots": tuple(SlotSaid(f"Thing {n}") for n in range(19))}, "WRONG_LENGTH"),
        ({"dates": "some"}, "UNKNOWN_DATES"),
    ],
)
def test_what_cannot_be_needed(town: Town, wrong: dict[str, Any], said: str) -> None:
    row = opened(town)
    assert code(do(CHANGE, town.actor("Cleo"), **same(row, **wrong))) == said
    assert needed(row) == [("Tea", 1), ("Mending", 2)]


@pytest.mark.django_db
def test_something_is_always_needed(town: Town) -> None:
    row = opened(town)
    both = (slot(row), slot(row, "Mending"))
    assert code(do(CHANGE, town.actor("Cleo"), **same(row, take_off=both))) == "WRONG_LENGTH"
    instead = same(row, take_off=both, slots=(SlotSaid("Company"),))
    assert code(do(CHANGE, town.actor("Cleo"), **instead)) == "done"
    assert needed(row) == [("Company", None)]


# Fewer places than people


def fewer(row: Occasion, **more: Any) -> dict[str, Any]:
    return same(row, slots=(SlotSaid("Mending", 1, slot(row, "Mending")),), **more)


@pytest.mark.django_db
def test_never_fewer_places_than_people_unless_they_wait(town: Town) -> None:
    row = opened(town)
    signed(town, "Ana", row, "Mending")
    signed(town, "Ben", row, "Mending")
    refused = do(CHANGE, town.actor("Cleo"), **fewer(row))
    assert isinstance(refused, Refusal)
    assert (refused.code, refused.values["taken"]) == ("TOO_FEW", "2")
    assert who_comes(town, row) == {"Ana", "Ben"}
    done = do(CHANGE, town.actor("Cleo"), **fewer(row, lets_wait=True))
    assert "you wait for one" in told(town, done)["Ben"]
    assert who_comes(town, row) == {"Ana"}
    assert not places_of(town.actor("Ben")).exists()
    still = do(CHANGE, town.actor("Cleo"), **same(row, take_off=(slot(row, "Mending"),)))
    assert code(still) == "TAKEN"


def waits(town: Town) -> Occasion:
    """Ana mends, and Ben waits."""
    row = opened(town)
    signed(town, "Ana", row, "Mending")
    signed(town, "Ben", row, "Mending")
    assert code(do(CHANGE, town.actor("Cleo"), **fewer(row, lets_wait=True))) == "done"
    return row


@pytest.mark.django_db
def test_who_waits_has_the_next_place_that_is_free(town: Town) -> None:
    row = waits(town)
    place = SignUp.objects.get(slot__occasion=row, withdrawn_at=None).public_id
    done = do("exchange.cancel_sign_up", town.actor("Ana"), sign_up=place)
    assert told(town, done)["Ben"].startswith("You have a place again")
    assert who_comes(town, row) == {"Ben"}
    assert not SignUp.objects.exclude(waits_since=None).exists()


@pytest.mark.django_db
def test_who_waits_has_a_place_when_there_are_more(town: Town) -> None:
    row = waits(town)
    more = same(row, slots=(SlotSaid("Mending", None, slot(row, "Mending")),))
    assert told(town, do(CHANGE, town.actor("Cleo"), **more)).keys() == {"Ben"}
    assert who_comes(town, row) == {"Ana", "Ben"}


@pytest.mark.django_db
def test_who_waits_and_is_elsewhere_by_then_keeps_waiting(town: Town) -> None:
    row = waits(town)
    signed(town, "Ben", opened(town, "Dee"))
    more = same(row, slots=(SlotSaid("Mending", 2, slot(row, "Mending")),))
    assert told(town, do(CHANGE, town.actor("Cleo"), **more)) == {}
    assert who_comes(town, row) == {"Ana"}
    assert SignUp.objects.exclude(waits_since=None).count() == 1


@pytest.mark.django_db
def test_who_waits_may_stop_and_holds_nothing_out(town: Town) -> None:
    row = waits(town)
    place = SignUp.objects.exclude(waits_since=None).get().public_id
    assert code(do("exchange.swap", town.actor("Ben"), sign_up=place)) == "NOT_FOUND"
    assert code(do("exchange.cancel_sign_up", town.actor("Dee"), sign_up=place)) == "NOT_FOUND"
    assert told(town, do("exchange.cancel_sign_up", town.actor("Ben"), sign_up=place)) == {}
    assert not SignUp.objects.exclude(waits_since=None).exists()
    assert who_comes(town, row) == {"Ana"}


@pytest.mark.django_db
def test_who_takes_another_place_there_waits_no_longer(town: Town) -> None:
    row = waits(town)
    signed(town, "Ben", row)
    assert not SignUp.objects.exclude(waits_since=None).exists()


@pytest.mark.django_db
def test_whoever_leaves_makes_room_for_who_waits(town: Town) -> None:
    row = waits(town)
    do("people.leave", town.actor("Ana"), member=town.agents["Ana"], ended="moved")
    assert who_comes(town, row) == {"Ben"}


# A series


@pytest.mark.django_db
def test_one_date_changes_by_itself(town: Town) -> None:
    first, second, *_more = months_of(town, "Ana")
    asked = same(first, words="Café at the hall")
    assert code(do(CHANGE, town.actor("Ana"), **asked)) == "done"
    second.refresh_from_db()
    assert second.words != "Café at the hall"
    assert second.version == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("dates", "changed"), [("this one", [1]), ("this and following", [1, 2, 3]), ("all to come", [0, 1, 2, 3])]
)
def test_more_dates_change_with_it(town: Town, dates: str, changed: list[int]) -> None:
    months = months_of(town, "Ana")
    assert len(months) == 4
    asked = same(months[1], words="Café at the hall", dates=dates)
    assert code(do(CHANGE, town.actor("Dee"), **asked)) == "NOT_FOUND"
    done = do(CHANGE, town.actor("Ana"), **asked)
    assert isinstance(done, Done)
    assert done.value.dates == len(changed)
    again = Occasion.objects.filter(series=months[0].series).order_by("starts_at")
    assert [number for number, row in enumerate(again) if row.words == "Café at the hall"] == changed
    assert [row.version for row in again] == [1 + (number in changed) for number in range(4)]


@pytest.mark.django_db
def test_another_day_moves_the_others_by_as_many(town: Town) -> None:
    months = months_of(town)
    sunday = {"starts_at": SATURDAY + timedelta(days=1, hours=4), "ends_at": SATURDAY + timedelta(days=1, hours=6)}
    done = do(CHANGE, town.actor("Cleo"), **same(months[0], dates="all to come", **sunday))
    assert code(done) == "done"
    assert whens(months) == [
        "Sunday 22 November, 14:00", "Sunday 20 December, 14:00", "Sunday 17 January 2027, 14:00",
        "Sunday 21 February 2027, 14:00",
    ]  # fmt: skip
    assert {row.ends_at - row.starts_at for row in months} == {timedelta(hours=2)}


@pytest.mark.django_db
def test_no_date_moves_into_the_past(town: Town) -> None:
    months = months_of(town)
    earlier = {name: getattr(months[1], name) - timedelta(days=7) for name in ("starts_at", "ends_at")}
    assert code(do(CHANGE, town.actor("Cleo"), **same(months[1], dates="all to come", **earlier))) == "IN_THE_PAST"
    assert code(do(CHANGE, town.actor("Cleo"), **same(months[1], dates="this and following", **earlier))) == "done"


@pytest.mark.django_db
def test_what_is_peculiar_to_one_date_stays(town: Town) -> None:
    months = months_of(town)
    do(CHANGE, town.actor("Cleo"), **same(months[2], place="In the church"))
    do(CHANGE, town.actor("Cleo"), **same(months[0], words="Mending café", dates="all to come"))
    months[2].refresh_from_db()
    assert (months[2].words, months[2].place) == ("Mending café", "In the church")


@pytest.mark.django_db
def test_what_is_needed_changes_on_every_date(town: Town) -> None:
    months = months_of(town)
    asked = same(
        months[1],
        dates="this and following",
        slots=(SlotSaid("Tea and cake", 2, slot(months[1])), SlotSaid("Welcoming", 1)),
        take_off=(slot(months[1], "Mending"),),
    )
    assert code(do(CHANGE, town.actor("Cleo"), **asked)) == "done"
    now = [("Tea and cake", 2), ("Welcoming", 1)]
    assert [needed(row) for row in months] == [[("Tea", 1), ("Mending", 2)], now, now, now]
    assert Slot.objects.filter(needs="Welcoming").values("series").distinct().count() == 1
    later = same(months[3], dates="all to come", slots=(SlotSaid("Hello", 1, slot(months[3], "Welcoming")),))
    assert code(do(CHANGE, town.actor("Cleo"), **later)) == "done"
    assert not Slot.objects.filter(needs="Welcoming").exists()


@pytest.mark.django_db
def test_a_place_on_one_date_keeps_it_on_all(town: Town) -> None:
    """All or nothing: the refusal names the date, and no other has changed."""
    months = months_of(town)
    signed(town, "Ben", months[2], "Mending")
    asked = same(months[0], dates="all to come", take_off=(slot(months[0], "Mending"),))
    refused = do(CHANGE, town.actor("Cleo"), **asked)
    assert isinstance(refused, Refusal)
    assert (refused.code, refused.values["when"]) == ("TAKEN", "Saturday 16 January 2027, 10:00")
    assert {len(needed(row)) for row in months} == {2}


@pytest.mark.django_db
def test_a_date_that_needs_other_things_is_changed_by_itself(town: Town) -> None:
    months = months_of(town, slots=(SlotWanted("Tea", 1),))
    alone = same(months[1], take_off=(slot(months[1]),), slots=(SlotSaid("Soup"),))
    do(CHANGE, town.actor("Cleo"), **alone)
    more = same(months[0], slots=(SlotSaid("Company"),))
    do(CHANGE, town.actor("Cleo"), **more)
    off = same(months[0], dates="all to come", take_off=(slot(months[0]),))
    refused = do(CHANGE, town.actor("Cleo"), **off)
    assert isinstance(refused, Refusal)
    assert (refused.code, refused.values["when"]) == ("WRONG_LENGTH", when_of(months[2]))


@pytest.mark.django_db
def test_one_notice_however_many_dates(town: Town) -> None:
    months = months_of(town)
    for row in months[:3]:
        signed(town, "Ben", row)
    signed(town, "Ana", months[1], "Mending")
    done = do(CHANGE, town.actor("Cleo"), **same(months[0], dates="all to come", place="Hall"))
    said = told(town, done)
    assert said["Ben"].startswith("3 dates have changed")
    assert said["Ana"].startswith("It has changed")


@pytest.mark.django_db
def test_dates_gone_by_stay_as_they_were(town: Town) -> None:
    months = months_of(town)
    with clock.at(NOON + timedelta(days=20)):
        do(CHANGE, town.actor("Cleo"), **same(months[1], words="New name", dates="all to come"))
    assert [row.words == "New name" for row in Occasion.objects.order_by("starts_at")] == [False, True, True, True]


@pytest.mark.django_db
def test_a_series_is_called_off(town: Town) -> None:
    months = months_of(town, "Ana")
    for row in months[:2]:
        signed(town, "Ben", row)
    asked = {"occasion": months[1].public_id, "reason": "The roof", "dates": "this and following"}
    assert code(do(CANCEL, town.actor("Dee"), **asked)) == "NOT_FOUND"
    assert code(do(CANCEL, town.actor("Ana"), **{**asked, "dates": "never"})) == "UNKNOWN_DATES"
    done = do(CANCEL, town.actor("Ana"), **asked)
    assert told(town, done)["Ben"].startswith("Called off: ")
    gone = Occasion.objects.filter(series=months[0].series).exclude(cancelled_at=None)
    assert gone.count() == 3
    assert code(do(CANCEL, town.actor("Ana"), **asked)) == "CANCELLED"


@pytest.mark.django_db
def test_the_other_town_changes_nothing(towns: tuple[Town, Town]) -> None:
    one, other = towns
    months = months_of(one)
    asked = same(months[0], words="Theirs", area="", dates="all to come")
    assert code(do(CHANGE, other.actor("Cleo"), **asked)) == "NOT_FOUND"
    assert not Occasion.objects.filter(words="Theirs").exists()


# On the web


def page(row: Occasion, more: str = "") -> str:
    return f"/alder/exchange/occasions/{row.public_id}/{more}"


def filled(row: Occasion, **more: Any) -> dict[str, Any]:
    """The form as it was opened, but for what is typed."""
    row.refresh_from_db()
    begins, finishes = timezone.localtime(row.starts_at), timezone.localtime(row.ends_at)
    lines: dict[str, Any] = {}
    for number, one in enumerate(row.slots.order_by("pk")):
        lines |= {
            f"slot_{number}": one.public_id,
            f"needs_{number}": one.needs,
            f"capacity_{number}": one.capacity or "",
        }
    return {
        "request_id": str(uuid4()), "version": row.version, "words": row.words, "day": f"{begins:%Y-%m-%d}",
        "begins": f"{begins:%H:%M}", "ends": f"{finishes:%H:%M}", "area": row.area.name if row.area else "",
        "place": row.place, "lines": row.slots.count(), "dates": "this one", **lines, **more,
    }  # fmt: skip


@pytest.mark.django_db
def test_the_page_changes_what_is_needed(town: Town) -> None:
    row = opened(town, "Ana")
    signed(town, "Ben", row)
    client = signed_in(town, "Ana")
    text = client.get(page(row, "change/")).content.decode()
    assert 'name="off_1"' in text
    assert 'name="off_0"' not in text
    assert "For which dates?" not in text
    more = client.post(page(row, "change/"), filled(row, more="1", capacity_0="7"))
    assert 'name="needs_2"' in more.content.decode()
    assert 'value="7"' in more.content.decode()
    said = filled(row, lines="3", capacity_0="2", off_1="on", needs_2="Welcoming")
    assert client.post(page(row, "change/"), said).status_code == 303
    assert needed(row) == [("Tea", 2), ("Welcoming", None)]


@pytest.mark.django_db
def test_the_page_says_why_not_and_lets_them_wait(town: Town) -> None:
    row = opened(town)
    for who in ("Ana", "Ben"):
        signed(town, who, row, "Mending")
    cleo = signed_in(town, "Cleo")
    answer = cleo.post(page(row, "change/"), filled(row, capacity_1="1"))
    assert answer.status_code == 422
    assert "2 have a place in “Mending”" in answer.content.decode()
    assert 'name="lets_wait"' in answer.content.decode()
    assert cleo.post(page(row, "change/"), filled(row, capacity_1="1", lets_wait="on")).status_code == 303
    ben = signed_in(town, "Ben")
    text = ben.get(page(row)).content.decode()
    assert "You wait for a place" in text
    assert f"Ben {town.canary}" in cleo.get(page(row)).content.decode().split("Waits for a place")[1][:200]
    place = SignUp.objects.exclude(waits_since=None).get().public_id
    ben.post(page(row), {"what": "stop", "request_id": str(uuid4()), "sign_up": place})
    assert not SignUp.objects.exclude(waits_since=None).exists()


@pytest.mark.django_db
def test_a_line_taken_off_meanwhile_is_asked_anew(town: Town) -> None:
    row = opened(town)
    typed = filled(row, needs_1="Mending clothes")
    do(CHANGE, town.actor("Cleo"), **same(row, take_off=(slot(row, "Mending"),), slots=(SlotSaid("Soup"),)))
    cleo = signed_in(town, "Cleo")
    assert cleo.post(page(row, "change/"), typed).status_code == 422
    row.refresh_from_db()
    assert cleo.post(page(row, "change/"), {**typed, "version": row.version}).status_code == 303
    assert needed(row) == [("Tea", 1), ("Soup", None), ("Mending clothes", 2)]


@pytest.mark.django_db
def test_the_page_asks_for_which_dates(town: Town) -> None:
    months = months_of(town, "Ana")
    client = signed_in(town, "Ana")
    text = client.get(page(months[1], "change/")).content.decode()
    for words in ("Only Saturday 19 December", "the 2 dates after it", "All 4 dates to come"):
        assert words in text
    said = filled(months[1], words="Elsewhere", dates="this and following")
    assert client.post(page(months[1], "change/"), said).status_code == 303
    assert Occasion.objects.filter(words="Elsewhere").count() == 3
    assert "the 3 dates after it" in client.get(page(months[0], "call-off/")).content.decode()
    off = {"request_id": str(uuid4()), "reason": "Storm", "dates": "this and following"}
    assert client.post(page(months[0], "call-off/"), off).status_code == 303
    assert not Occasion.objects.filter(cancelled_at=None).exists()


@pytest.mark.django_db
def test_a_script_changes_a_series(town: Town) -> None:
    months = months_of(town, "Ana")
    said = same(months[0], dates="all to come", slots=[{"needs": "Soup", "slot": str(slot(months[0]))}])
    body = {name: value.isoformat() if isinstance(value, datetime) else value for name, value in said.items()}
    answer = signed_in(town, "Ana").post(
        "/api/alder/exchange/change-occasion",
        {**body, "occasion": str(months[0].public_id)},
        content_type="application/json",
        headers={"Idempotency-Key": str(uuid4())},
    )
    assert answer.status_code == 201, answer.content
    assert answer.json()["dates"] == 4
    assert {tuple(needed(row)) for row in months} == {(("Soup", None), ("Mending", 2))}


@pytest.mark.django_db
def test_who_waits_is_told_to_few(town: Town) -> None:
    row = waits(town)
    read = {
        who: [
            one["name"]
            for one in signed_in(town, who).get(f"/api/alder/exchange/occasions/{row.public_id}").json()["waiting"]
        ]
        for who in ("Ana", "Ben", "Cleo", "Dee")
    }
    ben = [f"Ben {town.canary}"]
    assert read == {"Ana": ben, "Ben": ben, "Cleo": ben, "Dee": []}


# At once


@pytest.mark.django_db(databases=[])
def test_places_given_up_at_once_are_given_once_to_each_who_waits(committed: str) -> None:
    with clock.at(NOON):
        town = build("alder", "kanari")
        row = opened(town, slots=(SlotWanted("Tea", 4),))
        places = {who: signed(town, who, row) for who in ("Ana", "Ben", "Dee", "Tom")}
        two = same(row, slots=(SlotSaid("Tea", 2, slot(row)),), lets_wait=True)
        assert code(do(CHANGE, town.actor("Cleo"), **two)) == "done"
        assert who_comes(town, row) == {"Ana", "Ben"}

    def cannot(who: str) -> list[Any]:
        with clock.at(NOON):
            return [do("exchange.cancel_sign_up", town.actor(who), sign_up=places[who])]

    racing = [in_another_session(lambda who=who: cannot(who)) for who in ("Ana", "Ben")]  # type: ignore[misc]
    for thread, _ in racing:
        thread.join(60)
    assert [code(outcome) for _, answers in racing for each in answers for outcome in each] == ["done", "done"]
    assert who_comes(town, row) == {"Dee", "Tom"}
    assert SignUp.objects.filter(withdrawn_at=None).count() == 2
    connection.close()
