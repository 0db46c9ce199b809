"""Shares of a harvest and the work they ask for; food that is over; rounds: allowed and refused alike set up."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import pytest
from tests.fixtures.towns import TODAY, Town, do

from coproduce.arenas.food.models import Eater, OrderCycle, OrderLine, Surplus
from coproduce.arenas.food.queries.here import here
from coproduce.arenas.food.queries.rounds import round_of
from coproduce.arenas.food.queries.work import read_work
from coproduce.arenas.food.rules import Drives
from coproduce.arenas.food.tests.market import CLOSES, COMES, MORNING, closed, done, opened, ordered, refused, sold
from coproduce.community import ledger
from coproduce.community.base import clock
from coproduce.community.base.done import Done
from coproduce.community.exchange.figures import came_round, unaided
from coproduce.community.exchange.models import Ask, Contribution, Slot
from coproduce.community.exchange.occasions.rules import Came, SlotWanted
from coproduce.community.people.models import Membership
from coproduce.core.quantity import HOURS, KG
from coproduce.core.stats import Suppression

pytestmark = pytest.mark.django_db
JULY = date(2026, 7, 1)
LATER = CLOSES + timedelta(days=2)


def field_day(town: Town, *jobs: str) -> UUID:
    """A morning on the field, at which Ana came to each of these jobs."""
    begins = datetime(2026, 11, 18, 9, tzinfo=UTC)
    for at, job in enumerate(jobs):
        starts = begins + timedelta(hours=3 * at)
        with clock.at(MORNING):
            opened_ = do(
                "exchange.open_occasion", town.actor("Cleo"), words="On the field", category=f"company {town.canary}",
                starts_at=starts, ends_at=starts + timedelta(hours=2), slots=(SlotWanted(job),), arena="food",
            )  # fmt: skip
            assert isinstance(opened_, Done), opened_
            slot = Slot.objects.get(occasion__public_id=opened_.value.occasions[0])
            assert isinstance(do("exchange.sign_up", town.actor("Ana"), slot=slot.public_id), Done)
        with clock.at(starts + timedelta(hours=2)):
            said = {"occasion": opened_.value.occasions[0], "came": (Came(town.agents["Ana"], 120),)}
            assert isinstance(do("exchange.record_came", town.actor("Cleo"), **said), Done)
    return opened_.value.occasions[0]  # type: ignore[no-any-return]


def test_work_is_asked_by_the_days_of_a_share_and_counted_from_who_came(town: Town) -> None:
    assert done("food.take_share", town, "Ana", kind="whole", from_on=JULY).jobs == 10
    field_day(town, "Harvest", "Weeding")
    with clock.at(LATER):
        mine, _ = read_work(town.actor("Ana"), here(town.community.pk), "list")
        assert mine is not None
        assert (mine.counted.required, mine.counted.total, mine.short, mine.core_short) == (5, 2, 3, 1)
        done(
            "food.excuse_work", town, "Cleo", LATER, who=town.agents["Ana"], on=COMES, why="On a journey", is_core=True
        )
        mine, _ = read_work(town.actor("Ana"), here(town.community.pk), "list")
        assert mine
        assert (mine.short, mine.core_short) == (2, 0)
        none, everybody = read_work(town.actor("Cleo"), here(town.community.pk), "list")
        assert none is None
        assert [one.row.agent.public_id for one in everybody] == [town.agents["Ana"]]
        assert read_work(town.actor("Dee"), here(town.community.pk), "list") == (None, [])
    assert Contribution.objects.filter(arena="food", giver__public_id=town.agents["Ana"]).count() == 2


def test_a_share_ends_with_a_last_day_and_a_trial_by_itself(town: Town) -> None:
    assert refused("food.take_share", town, "Ana", kind="double", from_on=JULY) == ("UNKNOWN_WORD", "kind")
    assert (
        refused("food.take_share", town, "Ana", kind="whole", from_on=JULY, for_=town.agents["Dee"])[0] == "NOT_ALLOWED"
    )
    done("food.take_share", town, "Cleo", kind="whole", from_on=JULY, for_=town.agents["Ana"])
    assert refused("food.end_share", town, "Ana", kind="half", until_on=JULY) == ("NOT_FOUND", "kind")
    assert refused("food.end_share", town, "Ana", kind="whole", until_on=date(2026, 6, 1)) == ("WRONG_DAY", "until_on")
    assert done("food.end_share", town, "Ana", kind="whole", until_on=date(2026, 9, 30)).jobs == 10
    done("food.take_share", town, "Ana", kind="trial", from_on=date(2026, 10, 1))
    with clock.at(MORNING):
        mine, _ = read_work(town.actor("Ana"), here(town.community.pk), "list")
    assert mine
    assert mine.counted.required == 4, "92 of 365 days of ten, and one of a trial"


def test_who_is_excused_is_told_and_nobody_excuses_themselves(town: Town) -> None:
    said = {"who": town.agents["Ana"], "on": TODAY, "why": "Moving house"}
    assert refused("food.excuse_work", town, "Ana", **said)[0] == "NOT_ALLOWED"
    assert refused("food.excuse_work", town, "Cleo", **{**said, "why": " "}) == ("MISSING", "why")
    assert refused("food.excuse_work", town, "Cleo", **{**said, "jobs": 0}) == ("NOT_POSITIVE", "jobs")
    done("food.excuse_work", town, "Cleo", **said, jobs=2)
    assert Eater.objects.get().excused[0]["jobs"] == 2


@pytest.mark.parametrize(
    ("change", "field"),
    [({"begins": time(9), "ends": time(9)}, "ends"), ({"avoids": ("cats",)}, "avoids"), ({"band": "free"}, "band")],
)
def test_terms_that_cannot_be_chosen(town: Town, change: dict[str, Any], field: str) -> None:
    assert refused("food.choose_terms", town, "Ana", **change)[1] == field


LOAVES = {"words": "3 loaves", "storage": "ambient", "place": "Blue gate"}


def over(town: Town, **change: Any) -> dict[str, UUID]:
    return {"surplus": done("food.offer_surplus", town, "Ana", **{**LOAVES, **change}).surplus}


def test_what_is_over_is_claimed_once_fetched_weighed_and_thanked_for(town: Town) -> None:
    said, weight = over(town), {"weight": KG(2400), "thanks": "The children ate it at once."}
    assert refused("food.claim_surplus", town, "Ana", **said)[0] == "YOURS"
    assert refused("food.fetch_surplus", town, "Dee", **said, **weight)[0] == "NOT_CLAIMED"
    done("food.claim_surplus", town, "Dee", **said)
    assert refused("food.claim_surplus", town, "Tom", **said) == ("CLAIMED", "surplus")
    assert refused("food.let_go_surplus", town, "Tom", **said)[0] == "NOT_CLAIMED"
    done("food.let_go_surplus", town, "Dee", **said)
    done("food.claim_surplus", town, "Tom", **said)
    assert refused("food.fetch_surplus", town, "Tom", **said, weight=HOURS(60)) == ("UNIT_MISMATCH", "weight")
    assert done("food.fetch_surplus", town, "Tom", **said, **weight).grams == 2400
    assert refused("food.fetch_surplus", town, "Tom", **said, **weight)[0] == "NOT_CLAIMED"
    assert refused("food.let_go_surplus", town, "Tom", **said)[0] == "NOT_CLAIMED"
    row = Surplus.objects.get()
    assert (row.thanks, row.grams) == ("The children ate it at once.", 2400)
    assert ledger.balance(ledger.member_account(town.community.pk, row.agent_id, KG)) == KG(2400)
    assert Ask.objects.filter(arena="food").get().agent.public_id == town.agents["Tom"]
    help_ = Contribution.objects.get(arena="food")
    assert (help_.giver, help_.receiver.public_id) == (row.agent, town.agents["Tom"])
    assert (help_.unit, help_.amount, help_.thanks, help_.is_by_desk) == ("kg", 2400, row.thanks, False)
    assert ledger.verify(town.community.pk).faults == ()


def test_food_passed_on_comes_round_and_counts_no_more_once_it_is_taken_back(town: Town) -> None:
    said = over(town)
    done("food.claim_surplus", town, "Tom", **said)
    done("food.fetch_surplus", town, "Tom", **said, weight=KG(2400))
    cleo, today = town.actor("Cleo"), clock.today("UTC")
    rate = came_round(cleo, "food", today, Suppression(0))
    assert rate
    assert (rate.n, rate.returned) == (1, 0)
    with clock.at(LATER):
        bread = done("food.offer_surplus", town, "Tom", LATER, **LOAVES).surplus
    done("food.claim_surplus", town, "Ana", LATER, surplus=bread)
    done("food.fetch_surplus", town, "Ana", LATER, surplus=bread, weight=KG(900))
    rate = came_round(cleo, "food", LATER.date(), Suppression(0))
    assert rate
    assert (rate.n, rate.returned) == (1, 1)
    shared = unaided(cleo, "food", Suppression(0))
    assert shared
    assert (shared.k, shared.n) == (2, 2)
    wrong = {"contribution": Contribution.objects.get(amount=900).public_id, "reason": "It was never fetched."}
    assert refused("exchange.correct", town, "Cleo", LATER, **wrong, time=HOURS(60)) == ("UNIT_MISMATCH", "time")
    done("exchange.correct", town, "Cleo", LATER, **wrong)
    rate = came_round(cleo, "food", LATER.date(), Suppression(0))
    assert rate
    assert (rate.n, rate.returned) == (1, 0)
    assert ledger.verify(town.community.pk).faults == ()


def test_what_is_chilled_is_fetched_within_its_time(town: Town) -> None:
    said = over(town, storage="chilled")
    late = MORNING + timedelta(hours=2, seconds=1)
    assert refused("food.claim_surplus", town, "Dee", late, **said) == ("TOO_LATE", "surplus")
    done("food.claim_surplus", town, "Dee", MORNING + timedelta(hours=2), **said)
    assert refused("food.fetch_surplus", town, "Dee", late, **said, weight=KG(500)) == ("TOO_LATE", "surplus")
    soon = done("food.offer_surplus", town, "Ana", **LOAVES, use_by=datetime(2026, 11, 17, 12)).fetch_by  # noqa: DTZ001 - by the wall
    assert soon == datetime(2026, 11, 17, 12, tzinfo=UTC)
    for odd, field in (({"use_by": MORNING}, "use_by"), ({"storage": "frozen"}, "storage"), ({"words": ""}, "words"),
                       ({"contains": ("cats",)}, "contains"),
                       ({"use_by": datetime(2027, 3, 28, 1, 30)}, "use_by")):  # fmt: skip  # noqa: DTZ001 - by the wall
        assert refused("food.offer_surplus", town, "Ana", **{**LOAVES, **odd})[1] == field


@pytest.mark.parametrize(("contains", "code"), [(None, "ALLERGENS_UNKNOWN"), (("milk",), "AVOIDED"), ((), "")])
def test_who_avoids_something_claims_nothing_nobody_spoke_of(town: Town, contains: Any, code: str) -> None:
    done("food.choose_terms", town, "Dee", avoids=("milk",))
    said = over(town, contains=contains)
    if code:
        assert refused("food.claim_surplus", town, "Dee", **said)[0] == code
    else:
        done("food.claim_surplus", town, "Dee", **said)


def brought(town: Town) -> UUID:
    """An order whose food is brought to Ana and Dee: which it is."""
    leeks, cycle = sold(town, pack=1), opened(town)
    for who in ("Ana", "Dee", "Tom"):
        ordered(town, cycle, leeks, who, 2)
    for who in ("Ana", "Dee"):
        done("food.choose_terms", town, who, is_brought=True, begins=time(16), ends=time(20))
    closed(town, cycle)
    return cycle


def by(town: Town, *who: str, kg: int | None = None) -> dict[str, Any]:
    drivers = tuple(Drives(town.agents[one], "bike", time(15), time(21), kg) for one in who)
    return {"depot": f"Lane {town.canary}", "drivers": drivers}


def test_a_round_is_planned_driven_and_thanked_for(town: Town) -> None:
    cycle = brought(town)
    assert refused("food.plan_round", town, "Ana", LATER, cycle=cycle, **by(town, "Kim"))[0] == "NOT_ALLOWED"
    planned = done("food.plan_round", town, "Cleo", LATER, cycle=cycle, **by(town, "Kim"))
    assert (planned.stops, planned.rounds, planned.left_out) == (2, 1, 0)
    row = OrderCycle.objects.get()
    with clock.at(LATER):
        sheet = round_of(town.actor("Kim"), row, "page")
        assert sheet
        assert [stop.what for stop in sheet.sheets[0].stops] == [("2 × Leeks",)] * 2
        assert round_of(town.actor("Ana"), row, "page") is None
    assert refused("food.record_round", town, "Kim", CLOSES, cycle=cycle, time=HOURS(50)) == ("NOT_YET", "cycle")
    assert refused("food.record_round", town, "Ana", LATER, cycle=cycle, time=HOURS(50))[0] == "NOT_FOUND"
    assert refused("food.record_round", town, "Kim", LATER, cycle=cycle, time=KG(50)) == ("UNIT_MISMATCH", "time")
    assert done("food.record_round", town, "Kim", LATER, cycle=cycle, time=HOURS(50)).stops == 2
    assert refused("food.record_round", town, "Kim", LATER, cycle=cycle, time=HOURS(50)) == ("BROUGHT", "cycle")
    assert refused("food.drop_out", town, "Kim", LATER, cycle=cycle) == ("BROUGHT", "cycle")
    gave = Contribution.objects.filter(arena="food")
    assert {one.receiver.public_id for one in gave} == {town.agents["Ana"], town.agents["Dee"]}
    assert sum(one.amount for one in gave) == 50


def test_who_drops_out_is_taken_off_and_the_others_take_what_they_can(town: Town) -> None:
    cycle = brought(town)
    assert done("food.plan_round", town, "Cleo", LATER, cycle=cycle, **by(town, "Kim", "Rae", kg=1)).stops == 2
    assert refused("food.drop_out", town, "Ana", LATER, cycle=cycle) == ("NOT_FOUND", "cycle")
    assert refused("food.drop_out", town, "Ana", LATER, cycle=cycle, driver=town.agents["Kim"])[0] == "NOT_ALLOWED"
    left = done("food.drop_out", town, "Kim", LATER, cycle=cycle)
    assert (left.stops, left.rounds, left.left_out) == (1, 1, 1)
    assert list(OrderCycle.objects.get().round["left_out"].values()) == ["NO_ROOM"]
    assert refused("food.drop_out", town, "Kim", LATER, cycle=cycle) == ("NOT_FOUND", "cycle")
    assert done("food.drop_out", town, "Cleo", LATER, cycle=cycle, driver=town.agents["Rae"]).left_out == 2
    assert set(OrderCycle.objects.get().round["left_out"].values()) == {"NO_VEHICLE"}


def test_what_was_brought_stays_brought_when_another_drops_out(town: Town) -> None:
    cycle = brought(town)
    done("food.plan_round", town, "Cleo", LATER, cycle=cycle, **by(town, "Kim", "Rae", kg=1))
    done("food.record_round", town, "Kim", LATER, cycle=cycle, time=HOURS(30))
    after = done("food.drop_out", town, "Rae", LATER, cycle=cycle)
    assert (after.stops, after.left_out) == (1, 1)


@pytest.mark.parametrize("change", [{"depot": "Nowhere"}, {"drivers": ()}, {"cycle": "Ana"}])
def test_rounds_that_cannot_be_planned(town: Town, change: dict[str, Any]) -> None:
    said = {"cycle": brought(town), **by(town, "Kim")}
    odd = {name: town.agents[value] if name == "cycle" else value for name, value in change.items()}
    assert refused("food.plan_round", town, "Cleo", LATER, **{**said, **odd})[1] == next(iter(change))
    for one in (Drives(said["cycle"], "bike", time(9), time(10)), Drives(town.agents["Kim"], "bike", time(9), time(9))):
        assert refused("food.plan_round", town, "Cleo", LATER, **{**said, "drivers": (one,)})[1] == "drivers"


def test_who_must_not_meet_is_brought_food_by_another(town: Town) -> None:
    cycle = brought(town)
    do("people.keep_apart", town.actor("Sal"), member=town.agents["Kim"], other=town.agents["Ana"], why="As was agreed")
    planned = done("food.plan_round", town, "Cleo", LATER, cycle=cycle, **by(town, "Kim"))
    assert (planned.stops, planned.left_out) == (1, 1)
    found = OrderCycle.objects.get().round
    assert list(found["left_out"].values()) == ["ASK_DESK"]
    assert found["routes"][0]["load"] == sum(
        line.allotted * line.product.grams for line in OrderLine.objects.filter(agent__in=found["routes"][0]["stops"])
    )
    do("people.keep_apart", town.actor("Sal"), member=town.agents["Kim"], other=town.agents["Dee"], why="As was agreed")
    assert done("food.plan_round", town, "Cleo", LATER, cycle=cycle, **by(town, "Kim")).rounds == 0


def test_whose_part_of_town_is_not_known_is_named(town: Town) -> None:
    cycle = brought(town)
    Membership.objects.filter(agent__public_id=town.agents["Ana"]).update(neighbourhood=None)
    done("food.plan_round", town, "Cleo", LATER, cycle=cycle, **by(town, "Kim"))
    assert list(OrderCycle.objects.get().round["left_out"].values()) == ["NO_PLACE"]
