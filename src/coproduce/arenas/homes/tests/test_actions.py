"""The verbs of families, hours and gates: an hour counts once, signed by two; a gate says why it is shut."""

from datetime import time, timedelta
from uuid import uuid4

import pytest
from tests.fixtures.towns import Town

from coproduce.arenas.homes import told
from coproduce.arenas.homes.models import Adult, Family, HomeHour
from coproduce.arenas.homes.queries.gates import stands
from coproduce.arenas.homes.tests.building import (
    ACCEPTED,
    DAY,
    HOME,
    OTHER_HOME,
    done,
    family,
    on,
    refused,
    shift,
    signed,
)
from coproduce.community.exchange.models import Contribution
from coproduce.community.people.models import Membership
from coproduce.core.quantity import HOURS
from coproduce.core.refusal import Refusal

pytestmark = pytest.mark.django_db


def test_who_leaves_and_comes_back_has_both_stays(town: Town) -> None:
    family(town)
    family(town, "Dee", OTHER_HOME)
    left, back = DAY + timedelta(days=9), DAY + timedelta(days=60)
    said = {"family": town.agents["Ana"], "adult": town.agents["Ben"]}
    done("homes.change_adult", town, "Cleo", **said, from_on=DAY)
    stay = done("homes.change_adult", town, "Cleo", **said, from_on=left, until_on=left)
    assert (stay.from_on, stay.until_on) == (DAY, left), "that they leave says nothing of when they came"
    elsewhere = {**said, "family": town.agents["Dee"]}
    assert refused("homes.change_adult", town, "Cleo", **elsewhere, from_on=left) == "TWO_FAMILIES"
    between = {**elsewhere, "from_on": left + timedelta(days=1)}
    done("homes.change_adult", town, "Cleo", **between, until_on=back - timedelta(days=1))
    done("homes.change_adult", town, "Cleo", **said, from_on=back)
    row = Family.objects.get(agent__public_id=town.agents["Ana"])
    days = [DAY, left, left + timedelta(days=1), back - timedelta(days=1), back, back + timedelta(days=90)]
    assert [stands(row, day)[0].required // 60 for day in days] == [500, 500, 300, 300, 500, 500]
    assert Adult.objects.filter(agent__public_id=town.agents["Ben"]).count() == 3


def test_a_first_day_that_was_wrong_is_put_right_and_no_stay_lies_on_another(town: Town) -> None:
    family(town)
    said = {"family": town.agents["Ana"], "adult": town.agents["Ben"]}
    done("homes.change_adult", town, "Cleo", **said, from_on=DAY, until_on=DAY + timedelta(days=9))
    later = DAY + timedelta(days=30)
    done("homes.change_adult", town, "Cleo", **said, from_on=later)
    wrong = {**said, "from_on": DAY - timedelta(days=5)}
    assert refused("homes.change_adult", town, "Cleo", **wrong) == "OVERLAPS"
    assert refused("homes.change_adult", town, "Cleo", **wrong, instead_of=DAY - timedelta(days=1)) == "NOT_FOUND"
    assert refused("homes.change_adult", town, "Cleo", **wrong, instead_of=DAY, until_on=later) == "OVERLAPS"
    done("homes.change_adult", town, "Cleo", **wrong, instead_of=DAY, until_on=DAY)
    stays = Adult.objects.filter(agent__public_id=town.agents["Ben"]).order_by("from_on")
    assert [(one.from_on, one.until_on) for one in stays] == [(DAY - timedelta(days=5), DAY), (later, None)]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"family": uuid4()}, "NOT_FOUND"),
        ({"accepted_on": DAY + timedelta(days=1)}, "IN_THE_FUTURE"),
        ({"home": OTHER_HOME}, "HOME_TAKEN"),
        ({"repair": HOURS(0)}, "UNIT_MISMATCH"),
    ],
)
def test_who_is_accepted(town: Town, change: dict[str, object], code: str) -> None:
    family(town, "Ben", OTHER_HOME)
    said = {"family": town.agents["Ana"], "accepted_on": ACCEPTED, "home": HOME}
    assert refused("homes.accept_family", town, "Cleo", **{**said, **change}) == code
    assert refused("homes.accept_family", town, "Ana", **said) == "NOT_ALLOWED"
    Membership.objects.filter(agent__public_id=town.agents["Ana"]).update(adult_on=DAY + timedelta(days=1))
    assert refused("homes.accept_family", town, "Cleo", **said) == "NOT_OF_AGE"
    Membership.objects.filter(agent__public_id=town.agents["Ana"]).update(adult_on=DAY)
    assert done("homes.accept_family", town, "Cleo", **said).is_new
    assert not done("homes.accept_family", town, "Cleo", **{**said, "accepted_on": DAY, "repair": HOURS(2400)}).is_new
    row = Family.objects.get(agent__public_id=town.agents["Ana"])
    assert (row.accepted_on, row.repair_minutes) == (ACCEPTED, 2400), "the day stays"


def test_an_adult_who_joins_or_leaves_changes_what_is_asked_from_that_day(town: Town) -> None:
    family(town)
    said = {"family": town.agents["Ana"], "adult": town.agents["Ben"], "from_on": DAY}
    assert refused("homes.change_adult", town, "Ana", **said) == "NOT_ALLOWED"
    assert refused("homes.change_adult", town, "Cleo", **{**said, "adult": uuid4()}) == "NOT_FOUND"
    assert refused("homes.change_adult", town, "Cleo", **{**said, "family": town.agents["Ben"]}) == "NOT_FOUND"
    assert refused("homes.change_adult", town, "Cleo", **said, until_on=ACCEPTED) == "WRONG_DAY"
    done("homes.change_adult", town, "Cleo", **said, until_on=DAY + timedelta(days=9))
    row = Family.objects.get()
    days = [DAY - timedelta(days=1), DAY, DAY + timedelta(days=9), DAY + timedelta(days=10)]
    assert [stands(row, day)[0].required // 60 for day in days] == [300, 500, 500, 300]
    itself = {**said, "adult": town.agents["Ana"], "from_on": ACCEPTED}
    assert refused("homes.change_adult", town, "Cleo", **itself, until_on=DAY) == "SPEAKER_STAYS"
    assert refused("homes.change_adult", town, "Cleo", **{**itself, "from_on": DAY}) == "SPEAKER_STAYS"
    done("homes.change_adult", town, "Cleo", **itself)
    accept = {"family": town.agents["Ben"], "accepted_on": ACCEPTED}
    assert refused("homes.accept_family", town, "Cleo", **accept) == "TWO_FAMILIES"
    family(town, "Dee", OTHER_HOME)
    assert refused("homes.change_adult", town, "Cleo", **{**said, "family": town.agents["Dee"]}) == "TWO_FAMILIES"
    Membership.objects.filter(agent__public_id=town.agents["Ben"]).update(adult_on=DAY + timedelta(days=1))
    assert refused("homes.change_adult", town, "Cleo", **said) == "NOT_OF_AGE"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"family": uuid4()}, "NOT_FOUND"),
        ({"worker": uuid4()}, "NOT_FOUND"),
        ({"on": DAY + timedelta(days=1)}, "IN_THE_FUTURE"),
        ({"kind": "singing"}, "UNKNOWN_WORD"),
        ({"ends": time(8)}, "WRONG_TIME"),
        ({"begins": time(5), "ends": time(6, 1)}, "OVERLAPS"),
        ({"begins": time(6, 59), "ends": time(8)}, "OVERLAPS"),
        ({"begins": time(7), "ends": time(22, 1)}, "TOO_LONG"),
        ({"friend": "Joe"}, "TWO_WORKERS"),
    ],
)
def test_what_is_refused_of_hours(town: Town, change: dict[str, object], code: str) -> None:
    family(town)
    done("homes.write_hours", town, "Ana", **shift(town, begins=time(6), ends=time(7)))
    assert refused("homes.write_hours", town, "Cleo", **shift(town, **change)) == code
    assert refused("homes.write_hours", town, "Ben", **shift(town)) == "NOT_ALLOWED"
    assert done("homes.write_hours", town, "Ana", **shift(town, begins=time(7))).minutes == 300


def test_the_first_of_two_shifts_is_named(town: Town) -> None:
    family(town)
    done("homes.write_hours", town, "Ana", **shift(town))
    outcome = on(DAY, "homes.write_hours", town, "Ana", **shift(town, begins=time(11), ends=time(13), site=HOME))
    assert isinstance(outcome, Refusal)
    assert outcome.values == {"from": "08:00", "until": "12:00", "site": OTHER_HOME}


def test_nobody_under_age_works_with_power_tools(town: Town) -> None:
    family(town)
    Membership.objects.filter(agent__public_id=town.agents["Ben"]).update(adult_on=DAY + timedelta(days=1))
    assert refused("homes.write_hours", town, "Ben", **shift(town, "Ben"), power_tools=True) == "POWER_TOOLS"
    friend = shift(town, friend="Joe", worker=None)
    assert refused("homes.write_hours", town, "Ana", **friend, power_tools=True) == "POWER_TOOLS"
    assert done("homes.write_hours", town, "Ben", **shift(town, "Ben")).will_count
    assert done("homes.write_hours", town, "Ana", **shift(town), power_tools=True).will_count


def test_an_hour_counts_once_both_have_signed_and_makes_no_debt(town: Town) -> None:
    family(town)
    family(town, "Ben", OTHER_HOME)
    hours = done("homes.write_hours", town, "Ana", **shift(town)).hours
    row = Family.objects.get(agent__public_id=town.agents["Ana"])
    assert refused("homes.sign_hours", town, "Ben", hours=hours) == "NOT_ALLOWED"
    assert refused("homes.sign_hours", town, "Cleo", hours=uuid4()) == "NOT_FOUND"
    assert not done("homes.sign_hours", town, "Ana", hours=hours).is_whole
    assert refused("homes.sign_hours", town, "Ana", hours=hours) == "ALREADY_SIGNED"
    assert stands(row, DAY)[0].counted == 0
    assert done("homes.sign_hours", town, "Cleo", hours=hours).is_whole
    assert stands(row, DAY)[0].by_home == {"own home": 0, "others' homes": 240}
    made = Contribution.objects.get(arena="homes")
    assert (made.giver.public_id, made.receiver.public_id, made.amount) == (
        town.agents["Ana"], town.agents["Ben"], 240)  # fmt: skip
    assert made.is_by_desk


def test_work_on_ones_own_home_counts_and_is_no_help_to_another(town: Town) -> None:
    family(town)
    assert signed(town, site=HOME).entry is None
    assert signed(town, site="", kind="office", begins=time(13), ends=time(14)).entry is None
    stand = stands(Family.objects.get(), DAY)[0]
    assert stand.by_home == {"own home": 240, "others' homes": 60}
    assert not Contribution.objects.filter(arena="homes").exists()


def test_a_friends_hour_keeps_their_name_and_the_family_signs_for_it(town: Town) -> None:
    family(town)
    hours = done("homes.write_hours", town, "Ana", **shift(town, friend="Joe", worker=None)).hours
    assert refused("homes.write_hours", town, "Ana", **shift(town, friend="joe", worker=None)) == "OVERLAPS"
    done("homes.sign_hours", town, "Ana", hours=hours)
    done("homes.sign_hours", town, "Cleo", hours=hours)
    signed(town, "Ben", site=HOME)
    stand = stands(Family.objects.get(), DAY)[0]
    assert {name.partition(" ")[0]: minutes for name, minutes in stand.by_friend.items()} == {"Joe": 240, "Ben": 240}
    assert stand.counted == 480


def test_hours_before_acceptance_stay_and_do_not_count(town: Town) -> None:
    family(town)
    early = ACCEPTED - timedelta(days=1)
    assert not done("homes.write_hours", town, "Ana", **shift(town, on=early)).will_count
    words = [words % said for words, said in stands(Family.objects.get(), DAY)[0].sentences]
    assert any("before the family was accepted" in said for said in words), words


def test_a_gate_says_what_is_missing_and_once_passed_stays_passed(town: Town) -> None:
    family(town, repair=HOURS(640))
    said = {"family": town.agents["Ana"], "gate": "start build"}
    assert refused("homes.pass_gate", town, "Ana", **said) == "NOT_ALLOWED"
    assert refused("homes.pass_gate", town, "Cleo", **{**said, "gate": "open"}) == "UNKNOWN_WORD"
    assert refused("homes.pass_gate", town, "Cleo", **{**said, "family": uuid4()}) == "NOT_FOUND"
    shut = on(DAY, "homes.pass_gate", town, "Cleo", **said)
    assert isinstance(shut, Refusal)
    assert (shut.code, shut.template % shut.values) == ("NOT_OPEN", "2 h 00 are still missing.")
    row = signed(town)
    assert refused("homes.pass_gate", town, "Cleo", **{**said, "gate": "close"}) == "START_FIRST"
    assert done("homes.pass_gate", town, "Cleo", **said).rule_set == "twin-rivers 1"
    assert refused("homes.pass_gate", town, "Cleo", **said) == "ALREADY_PASSED"
    assert refused("homes.pass_gate", town, "Cleo", **{**said, "gate": "close"}) == "NOT_OPEN"
    signed(town, begins=time(13), ends=time(17))
    done("homes.pass_gate", town, "Cleo", **{**said, "gate": "close"})
    passed = Family.objects.get()
    assert (passed.started_on, passed.started_minutes, passed.closed_on, passed.closed_minutes) == (DAY, 240, DAY, 480)
    assert passed.closed_by == passed.started_by == Membership.objects.get(agent__public_id=town.agents["Cleo"]).agent
    HomeHour.objects.filter(pk=row.pk).update(lead_signed_by=None)
    assert all(stand.is_open for stand in stands(Family.objects.get(), DAY))


def test_what_the_books_take_back_counts_no_more_until_it_is_signed_again(town: Town) -> None:
    family(town)
    family(town, "Ben", OTHER_HOME)
    row = signed(town)
    assert row.entry
    told.entry_put_right(town.actor("Cleo"), row.entry, row.public_id, 180)
    row.refresh_from_db()
    assert (row.minutes, row.entry) == (180, row.public_id)
    told.entry_taken_back(town.actor("Cleo"), row.public_id, uuid4())
    row.refresh_from_db()
    assert (row.entry, row.lead_signed_by) == (None, None)
    assert done("homes.sign_hours", town, "Cleo", hours=row.public_id).is_whole


def test_two_records_of_one_person_have_one_familys_hours(town: Town) -> None:
    family(town)
    row = signed(town)
    keep, gone = (Membership.objects.get(agent__public_id=town.agents[who]).agent for who in ("Dee", "Ana"))
    told.members_merged(town.actor("Cleo"), keep, gone, uuid4())
    row.refresh_from_db()
    assert (row.agent, row.signed_by, row.written_by) == (keep, keep, keep)
    assert (Family.objects.get().agent, Adult.objects.get().agent) == (keep, keep)


def test_what_a_crew_lead_signs_is_no_act_of_the_desk(town: Town) -> None:
    family(town)
    family(town, "Ben", OTHER_HOME)
    Membership.objects.filter(agent__public_id=town.agents["Dee"]).update(roles=["member", "crew lead"])
    hours = done("homes.write_hours", town, "Ana", **shift(town)).hours
    done("homes.sign_hours", town, "Ana", hours=hours)
    assert done("homes.sign_hours", town, "Dee", hours=hours).is_whole
    assert not Contribution.objects.get(arena="homes").is_by_desk
