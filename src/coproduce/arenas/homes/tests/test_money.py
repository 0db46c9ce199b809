"""Money of homes: a loan after the key, paid into the next home; a missing month told kindly; shares; leaving."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest
from tests.fixtures.towns import Town, do

from coproduce.arenas.homes.models import Family, HomeTerms, MissedMonth
from coproduce.arenas.homes.queries import money
from coproduce.arenas.homes.tests.building import ACCEPTED, DAY, HOME, OTHER_HOME, done, family, has_key, refused
from coproduce.community import ledger
from coproduce.community.base.done import Done
from coproduce.core.quantity import HOURS, unit_of_money

pytestmark = pytest.mark.django_db

POUNDS = unit_of_money("GBP")
FIRST = date(2026, 6, 1)


def balance(row: Family) -> int:
    return money.books(row.community, DAY).balances.get(row.agent_id, 0)


def held(row: Family) -> int:
    return money.books(row.community, DAY).shares.get(row.agent_id, 0)


def loan_stand(row: Family, on: date) -> money.LoanStand | None:
    return money.loan_stand(row, on, money.books(row.community, DAY))


def terms(town: Town, **change: Any) -> dict[str, Any]:
    said = {
        "family": town.agents["Ana"], "principal": POUNDS(1200_00), "annual_rate": Decimal(0), "months": 12,
        "from_on": FIRST, "income": POUNDS(500_00), "escrow": POUNDS(20_00),
    }  # fmt: skip
    return {**said, **change}


def lent(town: Town, **change: Any) -> Family:
    has_key(town)
    done("homes.agree_loan", town, "Tom", **terms(town, **change))
    return Family.objects.get(agent__public_id=town.agents["Ana"])


def pays(town: Town, minor: int, on: date, **more: Any) -> Any:
    said = {"family": town.agents["Ana"], "amount": POUNDS(minor), "paid_on": on}
    return done("homes.record_payment", town, "Tom", on, **{**said, **more})


def test_a_loan_takes_the_key_and_what_can_be_afforded(town: Town) -> None:
    family(town, "Ben", OTHER_HOME)
    assert refused("homes.agree_loan", town, "Tom", **terms(town, family=town.agents["Ben"])) == "KEY_FIRST"
    has_key(town)
    assert refused("homes.agree_loan", town, "Ana", **terms(town)) == "NOT_ALLOWED"
    assert refused("homes.agree_loan", town, "Tom", **terms(town, family=uuid4())) == "NOT_FOUND"
    assert refused("homes.agree_loan", town, "Tom", **terms(town, principal=HOURS(60))) == "UNIT_MISMATCH"
    assert refused("homes.agree_loan", town, "Tom", **terms(town, principal=POUNDS(1560_01))) == "TOO_MUCH"
    assert refused("homes.agree_loan", town, "Tom", **terms(town, annual_rate=Decimal(6))) == "RATE"
    assert refused("homes.agree_loan", town, "Tom", **terms(town, months=0)) == "MONTHS"
    assert done("homes.agree_loan", town, "Tom", **terms(town, principal=POUNDS(1560_00))).left_minor == 1560_00
    assert refused("homes.agree_loan", town, "Tom", **terms(town)) == "AGREED_BEFORE"
    assert balance(Family.objects.get(agent__public_id=town.agents["Ana"])) == -1560_00


def test_what_is_paid_goes_into_the_next_home(town: Town) -> None:
    row = lent(town)
    family(town, "Ben", OTHER_HOME)
    pay = {"family": town.agents["Ana"], "amount": POUNDS(100_00), "paid_on": FIRST}
    assert refused("homes.record_payment", town, "Ana", FIRST, **pay) == "NOT_ALLOWED"
    assert refused("homes.record_payment", town, "Tom", FIRST, **{**pay, "amount": POUNDS(0)}) == "UNIT_MISMATCH"
    assert refused("homes.record_payment", town, "Tom", FIRST, **{**pay, "amount": POUNDS(1200_01)}) == "TOO_MUCH"
    assert refused("homes.record_payment", town, "Tom", **pay) == "IN_THE_FUTURE"
    assert (
        refused("homes.record_payment", town, "Tom", FIRST, **{**pay, "family": town.agents["Ben"]}) == "NOTHING_AGREED"
    )
    assert pays(town, 100_00, FIRST).left_minor == 1100_00
    stand = loan_stand(row, FIRST)
    assert stand
    assert (stand.now.left, stand.now.behind, balance(row)) == (1100_00, 0, -1100_00)
    fund = money.fund_stand(FIRST, money.books(row.community, DAY))
    assert (fund.saved, fund.next_home, fund.lent) == (100_00, OTHER_HOME, 1100_00)
    spend = {"home": OTHER_HOME, "amount": POUNDS(60_00), "spent_on": FIRST}
    assert refused("homes.build_from_fund", town, "Ana", FIRST, **spend) == "NOT_ALLOWED"
    assert refused("homes.build_from_fund", town, "Tom", FIRST, **{**spend, "amount": POUNDS(100_01)}) == "NOT_THERE"
    assert refused("homes.build_from_fund", town, "Tom", **spend) == "IN_THE_FUTURE"
    assert done("homes.build_from_fund", town, "Tom", FIRST, **spend).left_minor == 40_00
    assert money.fund_stand(FIRST, money.books(row.community, DAY)).saved == 40_00
    assert not ledger.verify(row.community_id).faults


def test_paid_ahead_and_paid_off(town: Town) -> None:
    row = lent(town)
    pays(town, 900_00, FIRST)
    stand = loan_stand(row, FIRST + timedelta(days=10))
    assert stand
    assert (stand.now.left, stand.now.ahead, stand.next_minor) == (300_00, 800_00, 100_00)
    assert pays(town, 300_00, FIRST + timedelta(days=10)).left_minor == 0
    stand = loan_stand(row, FIRST + timedelta(days=11))
    assert stand
    assert (stand.now.left, stand.next_on) == (0, None)


def test_the_last_pennies_of_a_loan_at_interest_can_be_paid(town: Town) -> None:
    row = lent(town, annual_rate=Decimal("0.06"))
    for month in range(14):
        day = FIRST + timedelta(days=31 * month)
        now = loan_stand(row, day)
        assert now
        if not now.now.left:
            break
        pays(town, now.next_minor, day)
    end = loan_stand(row, day)
    assert end
    assert end.now.left == 0


def test_a_missing_month_is_told_kindly_and_takes_nothing(town: Town) -> None:
    row = lent(town)
    late = FIRST + timedelta(days=10)
    tell = {"family": town.agents["Ana"], "month": 1, "supporter": town.agents["Dee"]}
    assert refused("homes.tell_behind", town, "Ana", late, **tell) == "NOT_ALLOWED"
    assert refused("homes.tell_behind", town, "Tom", **tell) == "NOT_BEHIND"
    assert refused("homes.tell_behind", town, "Tom", late, **{**tell, "supporter": uuid4()}) == "NOT_FOUND"
    assert refused("homes.tell_behind", town, "Tom", late, **{**tell, "supporter": town.agents["Ana"]}) == "NOT_FOUND"
    assert done("homes.tell_behind", town, "Tom", late, **tell).answer_by == late + timedelta(days=14)
    assert refused("homes.tell_behind", town, "Tom", late, **tell) == "TOLD_BEFORE"
    assert MissedMonth.objects.get().supporter.public_id == town.agents["Dee"]
    stand = loan_stand(row, late)
    assert stand
    assert (stand.step.name, stand.step.effect, stand.next_minor) == ("letter", None, 200_00)
    pays(town, 200_00, late)
    again = loan_stand(row, late + timedelta(days=30))
    assert again
    assert again.step.rung == 0


def charged(town: Town, **change: Any) -> dict[str, Any]:
    said = {
        "family": town.agents["Ana"], "from_on": ACCEPTED, "income": POUNDS(2000_00), "running": POUNDS(150_00),
        "shares": 10, "index": Decimal(100),
    }  # fmt: skip
    return {**said, **change}


def test_a_home_owned_together_is_paid_by_income_and_shares_follow(town: Town) -> None:
    family(town)
    assert refused("homes.agree_charge", town, "Ana", **charged(town)) == "NOT_ALLOWED"
    assert refused("homes.agree_charge", town, "Tom", **charged(town, family=uuid4())) == "NOT_FOUND"
    assert refused("homes.agree_charge", town, "Tom", **charged(town, shares=0)) == "NOT_POSITIVE"
    assert refused("homes.agree_charge", town, "Tom", **charged(town, index=Decimal(0))) == "INDEX"
    agreed = done("homes.agree_charge", town, "Tom", **charged(town))
    assert (agreed.whole_minor, agreed.running_minor, agreed.equity_minor) == (700_00, 150_00, 550_00)
    row = Family.objects.get()
    assert pays(town, 700_00, DAY).shares == 0
    assert balance(row) == 550_00
    assert pays(town, 700_00, DAY).shares == 1, "what was not enough was kept for it"
    assert (balance(row), held(row)) == (100_00, 1)
    stand = money.share_stand(row, DAY, money.books(row.community, DAY))
    assert stand
    assert (stand.width.is_within, stand.saved) == (False, 100_00)
    assert money.is_wide_enough([row], DAY, money.books(row.community, DAY)) is False
    assert refused("homes.agree_charge", town, "Tom", **charged(town)) == "AGREED_BEFORE"
    less = charged(town, from_on=DAY, income=POUNDS(400_00))
    assert done("homes.agree_charge", town, "Tom", **less).equity_minor == 0, "a review when the income changes"
    assert HomeTerms.objects.count() == 2
    assert not ledger.verify(row.community_id).faults


@pytest.mark.parametrize(("years", "index", "value"), [(3, 120, 1000_00), (4, 90, 900_00)])
def test_who_leaves_takes_their_shares_by_the_index(town: Town, years: int, index: int, value: int) -> None:
    family(town)
    done("homes.agree_charge", town, "Tom", **charged(town))
    pays(town, 1300_00, DAY)
    pays(town, 700_00, DAY, amount=POUNDS(850_00))
    leaves = ACCEPTED.replace(year=ACCEPTED.year + years)
    out = {"family": town.agents["Ana"], "index": Decimal(index), "paid_on": leaves}
    assert refused("homes.pay_out", town, "Ana", leaves, **out) == "NOT_ALLOWED"
    assert refused("homes.pay_out", town, "Tom", **out) == "IN_THE_FUTURE"
    assert refused("homes.pay_out", town, "Tom", leaves, **{**out, "index": Decimal(-1)}) == "INDEX"
    row = Family.objects.get()
    later = leaves + timedelta(days=366)
    over = {**out, "paid_on": later, "index": Decimal(200)}
    assert refused("homes.pay_out", town, "Tom", later, **over) == "NOT_THERE", "the fund has less"
    assert balance(row) == 850_00
    receipt = done("homes.pay_out", town, "Tom", leaves, **out)
    assert (receipt.shares, receipt.value_minor) == (1, value)
    assert (held(row), balance(row)) == (0, 0)
    assert refused("homes.pay_out", town, "Tom", leaves, **out) == "NO_SHARES"
    assert not ledger.verify(row.community_id).faults


def test_the_index_comes_from_the_series_in_the_rules_where_nobody_writes_it(town: Town) -> None:
    family(town)
    bare = charged(town, index=None)
    assert refused("homes.agree_charge", town, "Tom", **bare) == "NO_INDEX"
    series = {ACCEPTED.isoformat(): "100", ACCEPTED.replace(year=ACCEPTED.year + 4).isoformat(): "130"}
    passed = done(
        "decisions.record", town, "Cleo", question="Which index do we take?", result="yes", who_decided="All of us",
        minutes="In the folder", decided_on=ACCEPTED, effective_on=ACCEPTED,
    )  # fmt: skip
    done(
        "decisions.choose_rules", town, "Cleo", arena="homes", rule_set="mutual", from_on=DAY, decision=passed.id,
        changed={"index_by_day": series},
    )  # fmt: skip
    done("homes.agree_charge", town, "Tom", **bare)
    pays(town, 1300_00, DAY)
    row = Family.objects.get()
    for years, value in ((1, 1000_00), (5, 1300_00)):
        day = ACCEPTED.replace(year=ACCEPTED.year + years)
        stand = money.share_stand(row, day, money.books(row.community, day))
        assert stand
        assert stand.value == value, "what they would take who left that day"


def decided(town: Town, on: date = ACCEPTED) -> Any:
    return done(
        "decisions.record", town, "Cleo", on, question="Which index do we take?", result="yes", who_decided="All of us",
        minutes="In the folder", decided_on=on, effective_on=on,
    ).id  # fmt: skip


def test_a_day_of_the_index_is_added_by_a_decision(town: Town) -> None:
    family(town)
    first = {"on": ACCEPTED, "index": Decimal("100.00"), "decision": decided(town)}
    assert refused("homes.add_index", town, "Tom", **first) == "NOT_ALLOWED"
    assert refused("homes.add_index", town, "Cleo", **{**first, "decision": uuid4()}) == "NOT_FOUND"
    assert refused("homes.add_index", town, "Cleo", **{**first, "on": DAY + timedelta(days=1)}) == "IN_THE_FUTURE"
    for wrong in ("0", "-1", "1e9", "100.00001", "NaN"):
        assert refused("homes.add_index", town, "Cleo", **{**first, "index": Decimal(wrong)}) == "INDEX"
    assert done("homes.add_index", town, "Cleo", **first).known_days == 1
    assert refused("homes.add_index", town, "Cleo", **{**first, "index": Decimal(101)}) == "ALREADY_SAID"
    assert done("homes.add_index", town, "Cleo", **{**first, "on": DAY, "index": Decimal(104)}).known_days == 2
    rules = money.here(Family.objects.get().community, DAY)
    assert rules.index_by_day == {ACCEPTED: Decimal(100), DAY: Decimal(104)}
    assert rules.minutes_by_adults == {1: 18000, 2: 30000}, "no other rule is touched"


def test_a_day_of_the_index_is_known_by_rules_chosen_for_later_too(town: Town) -> None:
    family(town)
    decision, later = decided(town), DAY + timedelta(days=30)
    done(
        "decisions.choose_rules", town, "Cleo", arena="homes", rule_set="mutual-wales", from_on=later, decision=decision
    )
    done("homes.add_index", town, "Cleo", on=ACCEPTED, index=Decimal(100), decision=decision)
    place = Family.objects.get().community
    for day, par in ((DAY, 1000_00), (later, 100)):
        rules = money.here(place, day)
        assert (rules.par_minor, dict(rules.index_by_day)) == (par, {ACCEPTED: Decimal(100)})


def test_what_comes_for_the_home_of_who_was_forgotten_is_written_down(town: Town) -> None:
    row = lent(town)
    pays(town, 100_00, FIRST)
    assert isinstance(do("privacy.erase", town.actor("Ana"), member=town.agents["Ana"]), Done)
    kept = money.books(row.community, FIRST)
    assert [one.pk for one in money.with_money(town.actor("Tom"), FIRST, kept, "list")] == [row.pk]
    assert money.fund_lines(FIRST, kept)[-1].saved == 1200_00, "what they owe still builds the next home"
    assert refused("homes.tell_behind", town, "Tom", FIRST, family=town.agents["Ana"], month=1,
                   supporter=town.agents["Ben"]) == "NOT_FOUND"  # fmt: skip
    assert pays(town, 1100_00, FIRST).left_minor == 0
    kept = money.books(row.community, FIRST)
    assert money.with_money(town.actor("Tom"), FIRST, kept, "list") == []
    assert not ledger.verify(row.community_id).faults


def test_a_loan_at_interest_that_is_paid_off_leaves_the_account_even(town: Town) -> None:
    row = lent(town, annual_rate=Decimal("0.06"))
    pays(town, 600_00, FIRST)
    later = FIRST + timedelta(days=20)
    stand = loan_stand(row, later)
    assert stand
    assert (stand.now.left, stand.owed) == (606_00, 609_03), "a month of 1,200 brings 6, and of what is left 3.03"
    assert pays(town, stand.owed, later).left_minor == 0
    assert balance(row) == 0
    done("homes.withdraw_family", town, "Cleo", later, family=town.agents["Ana"], left_on=later)
    assert not ledger.verify(row.community_id).faults


def test_shares_stay_whose_they_are_until_they_are_paid_out(town: Town) -> None:
    family(town)
    done("homes.agree_charge", town, "Tom", **charged(town))
    pays(town, 1300_00, DAY)
    row = Family.objects.get()
    assert isinstance(do("people.leave", town.actor("Ana"), member=town.agents["Ana"], ended="moved"), Done)
    assert (held(row), balance(row)) == (1, 150_00), "they are no gift to anybody"
    out = {"family": town.agents["Ana"], "index": Decimal(100), "paid_on": DAY}
    assert done("homes.pay_out", town, "Tom", **out).value_minor == 1000_00
    assert (held(row), balance(row)) == (0, 0)
    assert not ledger.verify(row.community_id).faults


def test_shares_of_two_records_of_one_person_come_together(town: Town) -> None:
    family(town)
    done("homes.agree_charge", town, "Tom", **charged(town))
    pays(town, 1300_00, DAY)
    merged = do("people.merge", town.actor("Cleo"), keep=town.agents["Ben"], gone=town.agents["Ana"])
    assert isinstance(merged, Done), merged
    row = Family.objects.get()
    assert (row.agent.public_id, held(row), balance(row)) == (town.agents["Ben"], 1, 150_00)
    out = {"family": town.agents["Ben"], "index": Decimal(100), "paid_on": DAY}
    assert done("homes.pay_out", town, "Tom", **out).shares == 1
    assert not ledger.verify(row.community_id).faults


def test_the_fund_is_read_month_by_month_as_it_was_and_as_it_comes(town: Town) -> None:
    row = lent(town)
    pays(town, 100_00, FIRST)
    done("homes.build_from_fund", town, "Tom", FIRST, home=OTHER_HOME, amount=POUNDS(60_00), spent_on=FIRST)
    kept = money.books(row.community, FIRST)
    was, *coming = money.fund_lines(FIRST, kept)
    assert (was.month, was.came, was.spent, was.saved, was.is_to_come) == (FIRST, 100_00, 60_00, 40_00, False)
    assert kept.built == {OTHER_HOME: 60_00}
    assert sum(line.came for line in coming) == 1100_00
    assert (len(coming), coming[-1].saved) == (11, 1140_00)


def test_what_could_be_afforded_and_how_it_is_paid(town: Town) -> None:
    has_key(town)
    rules = money.here(Family.objects.get().community, DAY)
    assert money.affordable(3_000_00, 250_00, Decimal(0), 360, rules) == money.Affordable(234_000_00, 650_00, 650_00)
    assert money.affordable(100_00, 250_00, Decimal(0), 360, rules) == money.Affordable(0, 0, 0)


def test_a_family_leaves_once_nothing_binds_it(town: Town) -> None:
    row = lent(town)
    gone = {"family": town.agents["Ana"], "left_on": DAY}
    assert refused("homes.withdraw_family", town, "Ana", **gone) == "NOT_ALLOWED"
    assert refused("homes.withdraw_family", town, "Cleo", **{**gone, "family": uuid4()}) == "NOT_FOUND"
    assert refused("homes.withdraw_family", town, "Cleo", **{**gone, "left_on": DAY + timedelta(days=1)}) == "WRONG_DAY"
    assert refused("homes.withdraw_family", town, "Cleo", **gone) == "STILL_BOUND"
    pays(town, 1200_00, DAY)
    assert refused("homes.accept_family", town, "Cleo", family=town.agents["Ben"], accepted_on=DAY, home=HOME)
    done("homes.withdraw_family", town, "Cleo", **gone)
    assert refused("homes.withdraw_family", town, "Cleo", **gone) == "NOT_FOUND"
    family(town, "Ben", HOME)
    row.refresh_from_db()
    assert (row.left_on, row.home) == (DAY, HOME)


def test_who_has_no_shares_is_paid_out_none(town: Town) -> None:
    whose: UUID = family(town, home=HOME)
    out = {"family": whose, "index": Decimal(100), "paid_on": DAY}
    assert refused("homes.pay_out", town, "Tom", **out) == "NO_SHARES"
