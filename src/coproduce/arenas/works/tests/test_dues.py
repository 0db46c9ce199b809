"""Dues to the last coin: shared, waived without a reason, agreed, paid in parts; and work that is no money."""

from datetime import timedelta
from uuid import uuid4

import pytest
from tests.fixtures.towns import TODAY, Town, do

from coproduce.arenas.works.models import Blockage, House, Turn
from coproduce.arenas.works.queries.dues import books, stands
from coproduce.arenas.works.tests.laying import (
    LAST_WEEK,
    POUNDS,
    agreed,
    designed,
    done,
    house,
    in_use,
    lane,
    refused,
    row_of,
    shared,
    trunk,
    with_houses,
)
from coproduce.arenas.works.told import members_merged
from coproduce.community import ledger
from coproduce.community.base.models import Outbox
from coproduce.community.exchange.models import Contribution
from coproduce.community.people.models import Agent
from coproduce.core.quantity import HOURS, KG
from coproduce.core.refusal import Refusal

pytestmark = pytest.mark.django_db


def shares() -> dict[str, int]:
    return {plot: share or 0 for plot, share in House.objects.values_list("plot", "share_minor")}


def test_all_shares_together_are_the_cost_whoever_meets_them(town: Town) -> None:
    found = designed(town)
    said = {"lane": found, "by": "equal", "first_on": TODAY}
    assert refused("works.share_out", town, "Ben", **said) == ("NOT_ALLOWED", "")
    assert refused("works.share_out", town, "Ana", **said, parts=0) == ("NOT_POSITIVE", "parts")
    assert refused("works.share_out", town, "Ana", **said, fund="f" * 61) == ("TOO_LONG", "fund")
    for by in ("equal", "frontage"):
        total = done("works.share_out", town, "Ana", **{**said, "by": by}, parts=3).total_minor
        assert sum(shares().values()) == total == row_of(found).cost_minor
    assert shares()["2"] > shares()["1"] > shares()["3"], "by how wide they stand"
    assert row_of(found).due_on == ["2026-11-17", "2026-12-17", "2027-01-17"]


def test_what_is_waived_the_others_meet_and_are_asked_again(town: Town) -> None:
    found = agreed(town)
    before, third = shares(), house("3").public_id
    assert refused("works.waive_share", town, "Ben", house=third) == ("NOT_ALLOWED", "")
    Outbox.objects.all().delete()
    done("works.waive_share", town, "Tom", house=third)
    now = shares()
    assert (now["3"], sum(now.values())) == (0, row_of(found).cost_minor)
    assert now["1"] > before["1"]
    assert not House.objects.exclude(agreed_on=None).exclude(plot="3").exists()
    told = set(Outbox.objects.values_list("to_agent", flat=True))
    assert told == set(House.objects.exclude(plot="3").values_list("agent", flat=True)), "nobody is told of a waiver"
    done("works.waive_share", town, "Tom", house=third, is_waived=False)
    assert shares() == before


def test_a_named_fund_meets_what_is_waived_and_nobody_else_changes(town: Town) -> None:
    found = agreed(town, fund="Lane fund")
    before = shares()
    receipt = done("works.waive_share", town, "Ana", house=house("3").public_id)
    assert receipt.fund_minor == before["3"]
    assert shares() == {**before, "3": 0}
    assert House.objects.exclude(agreed_on=None).count() == 3
    done("works.reach_stage", town, "Ana", lane=found, stage="building", on=TODAY)
    paid = {"lane": found, "amount": POUNDS(before["3"]), "paid_on": TODAY}
    assert done("works.record_payment", town, "Tom", **paid).left_minor == 0
    assert refused("works.record_payment", town, "Tom", **paid) == ("TOO_MUCH", "amount")


def test_where_all_are_waived_a_fund_is_named(town: Town) -> None:
    found = designed(town)
    for one in House.objects.all():
        done("works.waive_share", town, "Ana", house=one.public_id)
    said = {"lane": found, "by": "equal", "first_on": TODAY}
    assert refused("works.share_out", town, "Ana", **said) == ("NOBODY_PAYS", "fund")
    assert done("works.share_out", town, "Ana", **said, fund="Mosque").fund_minor == row_of(found).cost_minor


def test_a_share_is_agreed_by_whoever_speaks_for_the_house_or_at_the_desk(town: Town) -> None:
    designed(town)
    assert refused("works.agree_share", town, "Ben", house=house("2").public_id) == ("NOT_SHARED_OUT", "house")
    done("works.share_out", town, "Ana", lane=house("2").lane.public_id, by="equal", first_on=TODAY)
    assert refused("works.agree_share", town, "Ben", house=house("1").public_id) == ("NOT_ALLOWED", "")
    assert refused("works.agree_share", town, "Ana", house=house("2").public_id) == ("NOT_ALLOWED", ""), (
        "not for others"
    )
    assert done("works.agree_share", town, "Ben", house=house("2").public_id).agreed == 1
    assert done("works.agree_share", town, "Cleo", house=house("3").public_id).agreed == 2
    assert refused("works.agree_share", town, "Ben", house=town.agents["Ben"]) == ("NOT_FOUND", "house")


def test_dues_are_paid_in_parts_through_the_books(town: Town) -> None:
    found = shared(town)
    share = shares()["2"]
    said = {"lane": found, "house": house("2").public_id, "amount": POUNDS(100), "paid_on": TODAY}
    assert refused("works.record_payment", town, "Ben", **said) == ("NOT_ALLOWED", "")
    for change, fault in (
        ({"amount": KG(100)}, ("UNIT_MISMATCH", "amount")),
        ({"amount": POUNDS(share + 1)}, ("TOO_MUCH", "amount")),
        ({"paid_on": TODAY + timedelta(days=1)}, ("IN_THE_FUTURE", "paid_on")),
        ({"house": found}, ("NOT_FOUND", "house")),
    ):
        assert refused("works.record_payment", town, "Ana", **{**said, **change}) == fault
    assert done("works.record_payment", town, "Ana", **said).left_minor == share - 100
    place = town.community
    kept = stands(row_of(found), list(House.objects.order_by("plot")), books(place.pk, POUNDS), TODAY)
    mine = kept.rows[1]
    assert (kept.came, mine.paid, mine.behind) == (100, 100, -(-share // 3) - 100)
    assert refused("works.waive_share", town, "Ana", house=house("2").public_id) == ("PAID", "house")
    again = {"lane": found, "plot": "2", "people": 4, "chainage_mm": 30_000}
    assert refused("works.keep_house", town, "Ana", **again, is_out=True) == ("PAID", "plot")
    assert ledger.verify(place.pk).faults == ()


def test_work_is_hours_given_to_the_other_houses_and_lowers_nobodys_dues(town: Town) -> None:
    found = shared(town)
    before = shares()
    said = {"lane": found, "task": "Dug", "time": HOURS(240), "done_on": LAST_WEEK}
    given = done("works.give_day", town, "Ana", **said)
    assert (given.minutes, given.people) == (240, 2)
    rows = Contribution.objects.filter(arena="works", giver__public_id=town.agents["Ana"])
    assert sorted(rows.values_list("amount", flat=True)) == [120, 120]
    assert shares() == before
    assert done("works.give_day", town, "Cleo", **said, for_=town.agents["Kim"]).people == 3, (
        "whoever comes from elsewhere"
    )
    assert refused("works.give_day", town, "Ana", **said, for_=town.agents["Ben"]) == ("NOT_FOUND", "for_")
    assert refused("works.give_day", town, "Ana", **{**said, "task": ""}) == ("MISSING", "task")
    assert refused("works.give_day", town, "Ana", **{**said, "time": KG(1)}) == ("UNIT_MISMATCH", "time")
    empty = lane(town, name="Lane 9")
    assert refused("works.give_day", town, "Ana", **{**said, "lane": empty}) == ("NOBODY_HELPED", "lane")


def test_a_turn_is_taken_once_by_anybody(town: Town) -> None:
    found = agreed(town)
    done("works.keep_lane", town, "Ana", name="Lane 4", into=trunk(town))
    in_use(town, found)
    said = {"lane": found, "due_on": TODAY + timedelta(weeks=4), "time": HOURS(60), "done_on": TODAY}
    assert refused("works.take_turn", town, "Ben", **{**said, "due_on": TODAY}) == ("NO_TURN", "due_on")
    done("works.take_turn", town, "Ben", **said)
    assert refused("works.take_turn", town, "Dee", **said) == ("NO_TURN", "due_on")
    assert refused("works.take_turn", town, "Ben", **said, for_=town.agents["Ana"]) == ("NOT_FOUND", "for_")
    turn = Turn.objects.get()
    assert (turn.agent.public_id, turn.minutes) == (town.agents["Ben"], 60)


def test_a_blocked_pipe_is_reported_cleared_and_thanked_for(town: Town) -> None:
    found = with_houses(town)
    assert refused("works.report_blockage", town, "Ben", lane=found, trouble=" ") == ("MISSING", "trouble")
    blockage = done("works.report_blockage", town, "Ben", lane=found, trouble="Silt by plot 2").blockage
    assert refused("works.thank_clearing", town, "Ben", blockage=blockage, thanks="Good") == ("NOT_CLEARED", "blockage")
    said = {"blockage": blockage, "time": HOURS(60), "cleared_on": TODAY}
    for change, fault in (
        ({"time": HOURS(0)}, ("UNIT_MISMATCH", "time")),
        ({"cleared_on": LAST_WEEK}, ("WRONG_DAY", "cleared_on")),
        ({"cleared_on": TODAY + timedelta(days=1)}, ("IN_THE_FUTURE", "cleared_on")),
        ({"blockage": found}, ("NOT_FOUND", "blockage")),
        ({"for_": town.agents["Ben"]}, ("NOT_FOUND", "for_")),
    ):
        assert refused("works.clear_blockage", town, "Ana", **{**said, **change}) == fault
    done("works.clear_blockage", town, "Ana", **said)
    assert refused("works.clear_blockage", town, "Ana", **said) == ("CLEARED_BEFORE", "blockage")
    assert refused("works.thank_clearing", town, "Ana", blockage=blockage, thanks="Me") == ("NOT_ALLOWED", "")
    done("works.thank_clearing", town, "Ben", blockage=blockage, thanks="It runs again.")
    help_given = Contribution.objects.get(arena="works", receiver__public_id=town.agents["Ben"])
    assert (help_given.amount, help_given.thanks) == (60, "It runs again.")


def test_whoever_clears_what_they_reported_helped_nobody_else(town: Town) -> None:
    found = with_houses(town)
    blockage = done("works.report_blockage", town, "Ben", lane=found, trouble="Silt").blockage
    done("works.clear_blockage", town, "Ben", blockage=blockage, time=HOURS(30), cleared_on=TODAY)
    assert Blockage.objects.get().entry is None
    assert not Contribution.objects.filter(arena="works").exists()


def test_what_is_taken_back_in_the_books_is_a_turn_again(town: Town) -> None:
    found = agreed(town)
    done("works.keep_lane", town, "Ana", name="Lane 4", into=trunk(town))
    in_use(town, found)
    said = {"lane": found, "due_on": TODAY + timedelta(weeks=4), "time": HOURS(60), "done_on": TODAY}
    entry = done("works.take_turn", town, "Ben", **said).entry
    taken = do("ledger.take_back", town.actor("Cleo"), entry=entry, reason="It was the week before")
    assert not isinstance(taken, Refusal), taken
    assert not Turn.objects.exists()


def test_two_records_that_become_one_keep_their_house(town: Town) -> None:
    with_houses(town)
    before = Agent.objects.get(public_id=town.agents["Dee"])
    kept = Agent.objects.get(public_id=town.agents["Ana"])
    members_merged(town.actor("Cleo"), kept, before, uuid4())
    assert sorted(House.objects.filter(agent=kept).values_list("plot", flat=True)) == ["1", "3"]
