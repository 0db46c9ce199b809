"""The verbs of shared energy: who may, what is kept, and what each refuses with a sentence."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from tests.fixtures.towns import Town, do

from coproduce.arenas.energy.actions.keys import PartOf
from coproduce.arenas.energy.models import Point, Readings, SharedMonth, SharingTerms, Statement
from coproduce.arenas.energy.tests.street import (
    HOME,
    JUNE,
    MAY,
    PRICES,
    a_month,
    agree,
    bring,
    days_of,
    done,
    on,
    point,
    settled,
    shares,
    statement,
    street,
)
from coproduce.community import ledger
from coproduce.community.base import clock, policy
from coproduce.community.base.models import Outbox
from coproduce.community.exchange.models import Ask
from coproduce.community.people.models import Agent
from coproduce.core.quantity import KWH, Unit, unit_of_money
from coproduce.core.refusal import Refusal

pytestmark = pytest.mark.django_db

APRIL = date(2026, 4, 1)
POUNDS = unit_of_money("GBP")


def code(outcome: Any) -> tuple[str, str]:
    assert isinstance(outcome, Refusal), outcome
    return outcome.code, outcome.field


def balance(town: Town, who: str, unit: Unit) -> int:
    agent = Agent.objects.get(public_id=town.agents[who])
    return ledger.balance(ledger.member_account(town.community.pk, agent.pk, unit)).minor


def pot(town: Town, name: str, unit: Unit) -> int:
    return ledger.balance(ledger.pot_account(town.community.pk, unit, name)).minor


def posted(town: Town) -> list[ledger.Line]:
    """Every line of energy in the books of the three."""
    agents = Agent.objects.filter(public_id__in=[town.agents[who] for who in ("Ana", "Ben", "Dee")])
    accounts = [ledger.member_account(town.community.pk, agent.pk, KWH) for agent in agents]
    return [line for account in accounts for line in ledger.statement(account)]


@pytest.mark.parametrize(
    "verb",
    ["energy.enrol_point", "energy.change_share", "energy.bring_readings", "energy.agree_key", "energy.close_month",
     "energy.settle_month", "energy.add_premium"],
)  # fmt: skip
def test_nobody_else_may(town: Town, verb: str) -> None:
    """Whoever researches, and whoever gives money, does none of it."""
    rows = {(row.role, row.relation) for row in policy.every_row() if row.verb == verb}
    assert {role for role, _ in rows} <= {"broker", "link worker", "treasurer", "member"}
    assert ("member", "same community") not in rows


class TestPoints:
    def said(self, town: Town) -> dict[str, Any]:
        return {"holder": town.agents["Ana"], "name": "Ana's home", "number": "H1", "from_on": MAY}

    def test_the_desk_writes_one_down_and_a_member_does_not(self, town: Town) -> None:
        assert code(on(MAY, "enrol_point", town, "Ana", **self.said(town)))[0] == "NOT_ALLOWED"
        first = done(MAY, "enrol_point", town, "Cleo", **self.said(town))
        again = done(MAY, "enrol_point", town, "Cleo", **{**self.said(town), "name": "At Ana's", "plant_w": 4000})
        assert (first.is_new, again.is_new, first.point == again.point) == (True, False, True)
        row = Point.objects.get()
        assert (row.name, row.plant_w, shares("H1")) == ("At Ana's", 4000, [("", 1_000_000, "2026-05-01", None)])

    @pytest.mark.parametrize(
        ("change", "said"),
        [
            ({"holder": uuid4()}, ("NOT_FOUND", "holder")),
            ({"name": " "}, ("MISSING", "name")),
            ({"number": ""}, ("MISSING", "number")),
            ({"kind": "eats"}, ("UNKNOWN_KIND", "kind")),
            ({"fuse_w": -1}, ("WRONG_NUMBER", "fuse_w")),
            ({"plant_w": 10_000_001}, ("WRONG_NUMBER", "plant_w")),
            ({"parts": 0}, ("BAD_SHARE", "parts")),
            ({"parts": 1_000_001}, ("BAD_SHARE", "parts")),
        ],
    )
    def test_what_cannot_be_is_refused(self, town: Town, change: dict[str, Any], said: tuple[str, str]) -> None:
        assert code(on(MAY, "enrol_point", town, "Cleo", **{**self.said(town), **change})) == said
        assert not Point.objects.exists()

    def test_a_meter_is_nobody_elses(self, town: Town) -> None:
        point(town, HOME)
        other = {**self.said(town), "holder": town.agents["Ben"]}
        assert code(on(MAY, "enrol_point", town, "Cleo", **other)) == ("TWO_CLAIM", "number")

    def test_joining_and_leaving_in_the_middle_of_a_month(self, town: Town) -> None:
        mine = point(town, HOME)
        for day, parts in ((date(2026, 5, 10), 400_000), (date(2026, 5, 20), 0)):
            done(MAY, "change_share", town, "Ana", point=mine, from_on=day, parts=parts)
        assert shares("H1") == [("", 1_000_000, "2026-05-01", "2026-05-09"), ("", 400_000, "2026-05-10", "2026-05-19")]
        assert code(on(MAY, "change_share", town, "Ben", point=mine, from_on=JUNE, parts=0))[0] == "NOT_ALLOWED"
        assert code(on(MAY, "change_share", town, "Ana", point=uuid4(), from_on=JUNE, parts=0))[0] == "NOT_FOUND"
        past = {"point": mine, "from_on": APRIL, "parts": 5}
        assert code(on(MAY, "change_share", town, "Ana", **past)) == ("IN_THE_PAST", "from_on")
        done(MAY, "change_share", town, "Cleo", **past)
        assert shares("H1") == [("", 5, "2026-04-01", None)]

    def test_no_more_than_the_whole_of_a_meter_is_given_away(self, town: Town) -> None:
        mine = point(town, HOME, parts=600_000)
        done(MAY, "change_share", town, "Cleo", point=mine, from_on=JUNE, parts=400_000, of="Mill Lane")
        more = {"point": mine, "from_on": JUNE, "parts": 400_001, "of": "Mill Lane"}
        assert code(on(MAY, "change_share", town, "Cleo", **more)) == ("ABOVE_ONE", "parts")
        long_ago = {"point": mine, "from_on": date.min, "parts": 1}
        assert code(on(MAY, "change_share", town, "Cleo", **long_ago)) == ("WRONG_DAY", "from_on")
        for parts in (-1, 1_000_001):
            assert code(on(MAY, "change_share", town, "Cleo", point=mine, from_on=JUNE, parts=parts))[0] == "BAD_SHARE"
        assert shares("H1")[1] == ("Mill Lane", 400_000, "2026-06-01", None)


class TestReadings:
    def said(self, **more: Any) -> dict[str, Any]:
        return {"text": days_of({"H1": 300}), "from_on": MAY, "until_on": date(2026, 5, 31), "shape": "days",
                "unit": "Wh", "step_minutes": 60, **more}  # fmt: skip

    def test_a_file_is_taken_once_and_what_is_late_is_a_version_of_its_own(self, town: Town) -> None:
        point(town, HOME)
        assert code(on(JUNE, "bring_readings", town, "Ana", **self.said()))[0] == "NOT_ALLOWED"
        first = done(JUNE, "bring_readings", town, "Tom", **self.said())
        again = done(JUNE, "bring_readings", town, "Tom", **self.said())
        assert (first.meters, first.new, first.changed, first.known) == (1, 31 * 96, 0, 0)
        assert (again.new, again.changed, again.known) == (0, 0, 31 * 96)
        late = done(JUNE, "bring_readings", town, "Tom", **self.said(text=days_of({"H1": 340}, days=1), until_on=MAY))
        assert (late.new, late.changed, late.known) == (0, 16, 80)
        rows = list(Readings.objects.order_by("version"))
        assert [row.curve().total_wh for row in rows] == [31 * 1200, 31 * 1200 + 160]
        assert [row.version for row in rows] == [1, 2]

    def test_half_a_month_and_then_the_other_and_a_march_of_fewer_quarters(self, town: Town) -> None:
        point(town, HOME, day=date(2026, 3, 1))
        lines = ["number;timestamp;kWh", "H1;2026-03-29T00:45;0,25", "H1;2026-03-29T02:00;1,5", "H1;2026-03-29T01:30;9"]
        said = {"text": "\n".join(lines), "shape": "long", "unit": "kWh", "step_minutes": 15, "has_comma": True}
        days = {"from_on": date(2026, 3, 29), "until_on": date(2026, 4, 2)}
        told = done(JUNE, "bring_readings", town, "Tom", **self.said(**{**said, **days}))
        assert (told.new, [(one.code, one.row) for one in told.doubts]) == (2, [("NO_SUCH_TIME", 4)])
        [row] = Readings.objects.all()
        curve = row.curve()
        assert (row.month_on, len(curve.wh), curve.total_wh) == (date(2026, 3, 1), 2972, 1750)
        assert [number for number, one in enumerate(curve.wh) if one] == [28 * 96 + 3, 28 * 96 + 4]
        done(JUNE, "bring_readings", town, "Tom", **self.said(text=days_of({"H1": 4}, date(2026, 3, 1), 1),
             from_on=date(2026, 3, 1), until_on=date(2026, 3, 2)))  # fmt: skip
        assert Readings.objects.latest("version").curve().total_wh == 1766

    def test_what_cannot_be_is_set_aside_by_its_row(self, town: Town) -> None:
        point(town, HOME, fuse_w=1000)
        text = "time,H1,X9\n2026-05-01 00:00,10,1\n2026-05-01 00:15,-3,1\n2026-05-01 00:30,251,1\n2026-05-01 00:30,7,1"
        told = done(JUNE, "bring_readings", town, "Tom", **self.said(text=text, shape="wide", step_minutes=15))
        found = {one.row: one.code for one in told.doubts if one.code != "UNKNOWN_METER"}
        assert found == {3: "NEGATIVE", 4: "ABOVE_FUSE", 5: "TWO_VALUES"}
        assert (told.doubted, told.new) == (7, 1)

    def test_a_register_is_a_curve_of_its_differences(self, town: Town) -> None:
        point(town, HOME)
        text = "id,date,value\nH1,2026-05-01T00:00,100.0\nH1,2026-05-01T00:15,100.2\nH1,2026-05-01T00:30,100.3"
        said = self.said(text=text, shape="long", unit="kWh", step_minutes=15, is_register=True)
        assert done(JUNE, "bring_readings", town, "Tom", **said).new == 2
        assert Readings.objects.get().curve().wh[:3] == (200, 100, None)

    @pytest.mark.parametrize(
        ("change", "said"),
        [
            ({"what": "eaten"}, ("UNKNOWN_WORD", "what")),
            ({"shape": "round"}, ("UNKNOWN_WORD", "shape")),
            ({"unit": "GWh"}, ("UNKNOWN_WORD", "unit")),
            ({"until_on": APRIL}, ("WRONG_DAYS", "until_on")),
            ({"from_on": date.min, "until_on": date.min}, ("WRONG_DAYS", "until_on")),
            ({"until_on": date(2029, 5, 31)}, ("WRONG_DAYS", "until_on")),
            ({"until_on": date(2026, 6, 2)}, ("IN_THE_FUTURE", "until_on")),
            ({"text": "one line"}, ("NOT_A_FILE", "text")),
            ({"text": "who,day,00:00\nH1,2026-05-01,3"}, ("NOT_A_FILE", "text")),
            ({"text": "meter,when,00:00\nH1,2026-05-01,3"}, ("NOT_A_FILE", "text")),
            ({"text": "meter,day,much\nH1,2026-05-01,3", "shape": "long"}, ("NOT_A_FILE", "text")),
            ({"step_minutes": 7}, ("WRONG_STEP", "step_minutes")),
        ],
    )
    def test_a_file_that_is_none_is_refused(self, town: Town, change: dict[str, Any], said: tuple[str, str]) -> None:
        point(town, HOME)
        assert code(on(JUNE, "bring_readings", town, "Tom", **self.said(**change))) == said
        assert not Readings.objects.exists()


class TestKeys:
    def said(self, town: Town, **more: Any) -> dict[str, Any]:
        decision = town.decided(decided_on=APRIL, effective_on=APRIL)
        return {"key": "dynamic", "from_on": MAY, "decision": decision, **PRICES, **more}

    def test_members_decide_and_it_is_written_down_with_the_decision(self, town: Town) -> None:
        assert code(on(MAY, "agree_key", town, "Ana", **self.said(town)))[0] == "NOT_ALLOWED"
        done(MAY, "agree_key", town, "Tom", **self.said(town, price=Decimal("12.3456")))
        row = SharingTerms.objects.get()
        assert (row.key, row.neighbours, row.goes_by, row.decision.result) == ("dynamic", Decimal("12.3456"), {}, "yes")

    def test_what_a_key_goes_by(self, town: Town) -> None:
        of = street(town)
        roof, home, school = (str(Point.objects.get(public_id=of[name]).pk) for name in ("R1", "H1", "S1"))
        parts = (PartOf(of["H1"], 600_000), PartOf(of["S1"], 400_000))
        kept = {
            "static": ({"goes_by": parts}, {"parts": {home: 600_000, school: 400_000}}),
            "cascade": ({"goes_by": (PartOf(of["S1"], rank=1), PartOf(of["H1"], rank=2))},
                        {"classes": {school: 1, home: 2}}),
            "pair": ({"goes_by": (PartOf(of["H1"], 10, of["R1"]),)}, {"pairs": {roof: {home: 10}}}),
            "equal_refill": ({"goes_by": parts}, {}),
        }  # fmt: skip
        for key, (said, wanted) in kept.items():
            agreed = done(MAY, "agree_key", town, "Tom", **self.said(town, key=key, **said))
            assert SharingTerms.objects.latest("pk").goes_by == wanted
            assert agreed.left == (999_990 if key == "pair" else 0)

    @pytest.mark.parametrize(
        ("change", "said"),
        [
            ({"key": "lottery"}, ("UNKNOWN_KEY", "key")),
            ({"from_on": date(2026, 5, 2)}, ("WRONG_DAY", "from_on")),
            ({"price": Decimal(-1)}, ("WRONG_PRICE", "price")),
            ({"retail": Decimal("0.00001")}, ("WRONG_PRICE", "retail")),
            ({"feed_in": Decimal(100_000)}, ("WRONG_PRICE", "feed_in")),
            ({"decision": uuid4()}, ("NOT_FOUND", "decision")),
            ({"from_on": date(2026, 3, 1)}, ("NOT_IN_EFFECT", "from_on")),
            ({"key": "static"}, ("NEEDED", "goes_by")),
            ({"key": "cascade"}, ("NEEDED", "goes_by")),
            ({"key": "static", "goes_by": (PartOf(uuid4(), 5),)}, ("NOT_FOUND", "goes_by")),
        ],
    )
    def test_what_cannot_be_is_refused(self, town: Town, change: dict[str, Any], said: tuple[str, str]) -> None:
        assert code(on(MAY, "agree_key", town, "Tom", **self.said(town, **change))) == said

    def test_parts_are_no_more_than_all_there_is(self, town: Town) -> None:
        of = street(town)
        for parts, key, wanted in (
            ((PartOf(of["H1"], 600_000), PartOf(of["S1"], 400_001)), "static", "ABOVE_ONE"),
            ((PartOf(of["H1"], 1, of["R1"]),), "static", "NEEDED"),
            ((PartOf(of["H1"], 1),), "pair", "NEEDED"),
            ((PartOf(of["H1"], -1),), "hybrid", "NEEDED"),
            ((PartOf(of["H1"], 0),), "hybrid", "NEEDED"),
            ((PartOf(of["H1"], rank=0),), "cascade", "NEEDED"),
        ):
            said = self.said(town, key=key, goes_by=parts)
            assert code(on(MAY, "agree_key", town, "Tom", **said)) == (wanted, "goes_by"), parts


class TestMonths:
    def test_energy_and_money_go_through_the_books_and_the_pool_ends_where_it_began(self, town: Town) -> None:
        """In each of four hours of 31 days the roof gives 640 Wh: home gets 240, school 400, to the watt-hour."""
        a_month(town)
        assert code(on(JUNE, "settle_month", town, "Ana", month_on=MAY))[0] == "NOT_ALLOWED"
        receipt = done(JUNE, "settle_month", town, "Tom", month_on=MAY)
        assert (receipt.state, receipt.shared_wh, receipt.posted) == ("settled", 79_360, 3)
        home, school, roof = (statement(number) for number in ("H1", "S1", "R1"))
        assert (home.bought_wh, school.bought_wh) == (29_760, 49_600)
        assert (home.grid_wh, school.grid_wh, roof.sold_wh, roof.surplus_wh) == (7_440, 12_400, 79_360, 0)
        assert (home.got_at, roof.gave_at, home.missing) == (12, 12, 0)
        assert [balance(town, who, KWH) for who in ("Ana", "Dee", "Ben")] == [29_760, 49_600, -79_360]
        assert [balance(town, who, POUNDS) for who in ("Ana", "Dee", "Ben")] == [-595, -992, 1587]
        assert [pot(town, "Shared energy", unit) for unit in (KWH, POUNDS)] == [0, 0]
        assert not ledger.verify(town.community.pk).faults
        assert Ask.objects.filter(arena="energy").values_list("agent__public_id", flat=True).get() == town.agents["Ben"]
        said = (
            Outbox.objects.filter(template__startswith="In the month").order_by("pk").values_list("values", flat=True)
        )
        assert [(one["energy"], one["money"]) for one in said] == [
            ("79.36 kWh", "£15.87"), ("29.76 kWh", "£5.95"), ("49.6 kWh", "£9.92"),
        ]  # fmt: skip
        assert {(line.entry, line.effective_on) for line in posted(town)} == {
            (one.entry, date(2026, 5, 31)) for one in (home, school, roof)
        }

    def test_settled_twice_nothing_is_posted_twice(self, town: Town) -> None:
        settled(town)
        many = len(posted(town))
        assert code(on(JUNE, "settle_month", town, "Tom", month_on=MAY)) == ("NOT_YET", "month_on")
        assert code(on(JUNE, "close_month", town, "Tom", month_on=MAY)) == ("NOTHING_NEW", "month_on")
        assert len(posted(town)) == many == 3

    def test_late_readings_are_a_line_of_the_difference(self, town: Town) -> None:
        settled(town)
        bring(town, "used", {"S1": 340}, day=date(2026, 7, 3))
        again = done(date(2026, 7, 3), "close_month", town, "Tom", month_on=MAY)
        assert (again.round, again.shared_wh) == (1, 79_360)
        done(date(2026, 7, 3), "settle_month", town, "Tom", month_on=MAY)
        assert [balance(town, who, KWH) for who in ("Ana", "Dee", "Ben")] == [37_200, 42_160, -79_360]
        assert [balance(town, who, POUNDS) for who in ("Ana", "Dee", "Ben")] == [-744, -843, 1587]
        last = SharedMonth.objects.latest("round")
        assert {unit for _, unit, _ in last.said} == {"Wh", "GBP"}
        assert len(last.said) == 4, "the roof gave as much as before, and is not written to"
        late = {line.entry: line.effective_on for line in posted(town)}
        assert late[statement("H1").entry] == date(2026, 7, 3)
        assert statement("R1").entry is None

    def test_who_leaves_in_the_middle_is_reckoned_with_on_their_own_days(self, town: Town) -> None:
        points = street(town)
        done(MAY, "change_share", town, "Cleo", point=points["H1"], from_on=date(2026, 5, 11), parts=0)
        agree(town)
        bring(town, "made", {"R1": 640})
        bring(town, "used", {"H1": 300, "S1": 500})
        done(JUNE, "close_month", town, "Tom", month_on=MAY)
        home, school = statement("H1"), statement("S1")
        assert (home.bought_wh, home.grid_wh) == (9_600, 2_400)
        assert school.bought_wh == 10 * 1600 + 21 * 2000

    def test_what_is_frozen_is_settled_whatever_came_since(self, town: Town) -> None:
        a_month(town)
        bring(town, "used", {"H1": 0, "S1": 0})
        assert done(JUNE, "settle_month", town, "Tom", month_on=MAY).shared_wh == 79_360
        assert done(JUNE, "close_month", town, "Tom", month_on=MAY).shared_wh == 0
        done(JUNE, "settle_month", town, "Tom", month_on=MAY)
        assert [balance(town, who, KWH) for who in ("Ana", "Dee", "Ben")] == [0, 0, 0]

    def test_closed_again_before_it_is_settled_it_is_frozen_anew(self, town: Town) -> None:
        a_month(town)
        bring(town, "used", {"H1": 0})
        again = done(JUNE, "close_month", town, "Tom", month_on=MAY)
        assert (again.round, again.shared_wh) == (0, 62_000)
        assert (statement("H1").bought_wh, Statement.objects.count()) == (0, 3)

    def test_a_key_holds_once_the_month_is_settled(self, town: Town) -> None:
        """Before that members may put it right; equal slices give the home what it needs of 640 Wh, 300."""
        a_month(town)
        agree(town, "equal_refill")
        done(JUNE, "close_month", town, "Tom", month_on=MAY)
        assert (statement("H1").bought_wh, SharedMonth.objects.get().frozen["key"]) == (37_200, "equal_refill")
        done(JUNE, "settle_month", town, "Tom", month_on=MAY)
        agree(town, "dynamic")
        bring(town, "used", {"S1": 400})
        done(JUNE, "close_month", town, "Tom", month_on=MAY)
        assert SharedMonth.objects.latest("round").frozen["key"] == "equal_refill"

    def test_a_month_is_not_closed_before_it_can_be(self, town: Town) -> None:
        assert code(on(JUNE, "close_month", town, "Ana", month_on=MAY))[0] == "NOT_ALLOWED"
        assert code(on(JUNE, "close_month", town, "Tom", month_on=date(2026, 5, 2))) == ("WRONG_DAY", "month_on")
        assert code(on(date(2026, 5, 31), "close_month", town, "Tom", month_on=MAY)) == ("NOT_OVER", "month_on")
        for month_on in (date.min, date(9999, 12, 1)):
            assert code(on(JUNE, "close_month", town, "Tom", month_on=month_on)) == ("NOT_OVER", "month_on")
        assert code(on(JUNE, "close_month", town, "Tom", month_on=MAY)) == ("NO_KEY", "month_on")
        street(town)
        agree(town)
        assert code(on(JUNE, "close_month", town, "Tom", month_on=MAY)) == ("NO_READINGS", "month_on")
        assert code(on(JUNE, "settle_month", town, "Tom", month_on=MAY)) == ("NOT_YET", "month_on")

    def test_a_gap_is_filled_as_members_agreed_and_said(self, town: Town) -> None:
        street(town)
        agree(town)
        bring(town, "made", {"R1": 640})
        bring(town, "used", {"H1": 300, "S1": 500}, text=days_of({"H1": 300, "S1": 500}, days=28))
        done(JUNE, "close_month", town, "Tom", month_on=MAY)
        assert (statement("H1").missing, statement("H1").estimated) == (3 * 96, 28 * 96)
        decision = town.decided(decided_on=APRIL, effective_on=APRIL)
        with clock.at(datetime(2026, 6, 1, 12, tzinfo=UTC)):
            changed = {"gaps": "week before", "longest_gap_minutes": 4 * 24 * 60}
            do("decisions.choose_rules", town.actor("Cleo"), arena="energy", rule_set="by-use", from_on=JUNE,
               decision=decision, changed=changed)  # fmt: skip
        done(JUNE, "close_month", town, "Tom", month_on=MAY)
        assert (statement("H1").missing, statement("H1").estimated, statement("H1").bought_wh) == (0, 31 * 96, 29_760)


class TestPremiums:
    def said(self, **more: Any) -> dict[str, Any]:
        return {"month_on": MAY, "zonal_price_mwh": Decimal(180), "plant_kw": 700, "zone": "north", **more}

    def in_italy(self, town: Town) -> None:
        decision = town.decided(decided_on=APRIL, effective_on=APRIL)
        with clock.at(datetime(2026, 6, 1, 12, tzinfo=UTC)):
            do("decisions.choose_rules", town.actor("Cleo"), arena="energy", rule_set="italy", from_on=JUNE,
               decision=decision)  # fmt: skip

    def test_it_is_added_once_and_the_social_fund_has_its_part(self, town: Town) -> None:
        settled(town)
        assert code(on(JUNE, "add_premium", town, "Tom", **self.said())) == ("NO_PREMIUM", "month_on")
        self.in_italy(town)
        assert code(on(JUNE, "add_premium", town, "Ana", **self.said()))[0] == "NOT_ALLOWED"
        for change, wanted in (({"zone": "sea"}, "zone"), ({"plant_kw": 0}, "plant_kw"),
                               ({"zonal_price_mwh": Decimal(10_001)}, "zonal_price_mwh")):  # fmt: skip
            assert code(on(JUNE, "add_premium", town, "Tom", **self.said(**change)))[1] == wanted
        told = done(JUNE, "add_premium", town, "Tom", **self.said())
        assert (told.members_minor, told.social_minor) == (306, 250), "70 euros a MWh for 79.36 kWh; 45 % is the fund's"
        assert code(on(JUNE, "add_premium", town, "Tom", **self.said())) == ("ALREADY_SAID", "month_on")
        assert [pot(town, name, POUNDS) for name in ("Social fund", "Premium for members")] == [250, 306]

    def test_not_before_the_month_is_settled(self, town: Town) -> None:
        a_month(town)
        self.in_italy(town)
        assert code(on(JUNE, "add_premium", town, "Tom", **self.said())) == ("NOT_YET", "month_on")
