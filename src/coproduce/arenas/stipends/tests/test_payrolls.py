"""The verbs of payrolls: four eyes, nobody paid twice, nothing written anew, and one child's step touches no other."""

import csv
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest
from tests.fixtures.towns import Town, do

from coproduce.arenas.stipends.imports import LISTINGS
from coproduce.arenas.stipends.models import Child, Payment, Payroll
from coproduce.arenas.stipends.queries.papers import approved, bank_file, mobile_money
from coproduce.arenas.stipends.tests.school import (
    MET,
    MISSED,
    POUNDS,
    SPRING,
    SUMMER,
    child,
    done,
    family,
    on,
    paid_month,
    register,
    told,
)
from coproduce.arenas.stipends.told import entry_taken_back, members_merged
from coproduce.community import ledger
from coproduce.community.base import bringing, clock
from coproduce.community.base.done import Done
from coproduce.community.base.models import AuditRow, Outbox
from coproduce.community.base.sheets import Sorted, guess, sort_rows
from coproduce.community.exchange.models import Ask, Contribution
from coproduce.community.people.models import Agent, Community
from coproduce.core.quantity import HOURS
from coproduce.core.refusal import Refusal
from coproduce.interop.sheets_reading import read_sheet

pytestmark = pytest.mark.django_db

JUNE, JULY, AUGUST = date(2026, 6, 1), date(2026, 7, 1), date(2026, 8, 1)

[RESULTS] = [one for one in LISTINGS if one.name == "payments"]

#: One adult and two children of school age under the rules of 2023; and without the part of one of the two.
WHOLE, LESS = 70000, 65000


def refused(day: date, verb: str, town: Town, who: str, **said: Any) -> str:
    outcome = on(day, f"stipends.{verb}", town, who, **said)
    assert isinstance(outcome, Refusal), (verb, outcome)
    return outcome.code


def _received(town: Town, who: str = "Ana") -> int:
    agent = Agent.objects.get(public_id=town.agents[who])
    return ledger.balance(ledger.member_account(town.community.pk, agent.pk, POUNDS)).minor


def _did(town: Town, who: str, verb: str, **said: object) -> Any:
    outcome = do(f"exchange.{verb}", town.actor(who), **said)
    assert isinstance(outcome, Done), (verb, outcome)
    return outcome.value


def _two_children(town: Town, day: date = JUNE) -> None:
    family(town, day)
    child(town, "7", day=day)
    child(town, "8", day=day)


def _block(town: Town) -> tuple[object, object]:
    """Child 7 missed two periods, both told: from the tenth of July its part is kept for later."""
    first = register(town, date(2026, 4, 10), "7", SPRING, MISSED)
    told(town, date(2026, 6, 1), first)
    second = register(town, date(2026, 6, 10), "7", SUMMER, MISSED)
    told(town, date(2026, 6, 25), second)
    return first, second


def test_four_eyes_and_the_way_of_a_payroll(town: Town) -> None:
    _two_children(town)
    day = date(2026, 6, 5)
    assert refused(day, "freeze_payroll", town, "Cleo", month_on=date(2026, 6, 2)) == "WRONG_DAY"
    assert refused(day, "freeze_payroll", town, "Cleo", month_on=JULY) == "IN_THE_FUTURE"
    assert refused(day, "freeze_payroll", town, "Ana", month_on=JUNE) == "NOT_ALLOWED"
    frozen = done(day, "freeze_payroll", town, "Cleo", month_on=JUNE)
    assert (frozen.payments, frozen.amount) == (1, POUNDS(WHOLE))
    payroll, [payment] = frozen.payroll, Payment.objects.values_list("public_id", flat=True)
    assert refused(day, "freeze_payroll", town, "Tom", month_on=JUNE) == "ALREADY_THERE"
    assert refused(day, "export_payroll", town, "Tom", payroll=payroll) == "FOUR_EYES"
    assert refused(day, "approve_payroll", town, "Cleo", payroll=payroll) == "FOUR_EYES"
    assert refused(day, "approve_payroll", town, "Tom", payroll=uuid4()) == "NOT_FOUND"
    assert refused(day, "reconcile_payment", town, "Tom", payment=payment, is_paid=True) == "NOT_NOW"
    assert done(day, "approve_payroll", town, "Tom", payroll=payroll).state == "approved"
    assert refused(day, "approve_payroll", town, "Tom", payroll=payroll) == "NOT_NOW"
    assert done(day, "export_payroll", town, "Cleo", payroll=payroll).state == "exported"
    assert done(day, "export_payroll", town, "Tom", payroll=payroll).state == "exported"
    assert refused(date(2026, 7, 2), "freeze_payroll", town, "Cleo", month_on=JULY) == "NOT_YET"
    assert refused(day, "reverse_payment", town, "Tom", payment=payment, why="It came back") == "NOT_NOW"
    said = done(day, "reconcile_payment", town, "Tom", payment=payment, is_paid=True)
    assert (said.state, said.payroll_state, _received(town)) == ("paid", "reconciled", WHOLE)
    again = done(day, "reconcile_payment", town, "Cleo", payment=payment, is_paid=True)
    assert (again.state, _received(town)) == ("paid", WHOLE), "twice said is paid once"
    assert refused(day, "reconcile_payment", town, "Tom", payment=payment, is_paid=False, why="x") == "ALREADY_SAID"
    assert ledger.verify(town.community.pk).faults == ()


def test_nobody_approves_what_they_are_paid_themselves(town: Town) -> None:
    family(town, JUNE, who="Tom")
    child(town, "7", day=JUNE, family=town.agents["Tom"])
    payroll = done(JUNE, "freeze_payroll", town, "Cleo", month_on=JUNE).payroll
    assert refused(JUNE, "approve_payroll", town, "Tom", payroll=payroll) == "FOUR_EYES"


def test_one_childs_step_touches_no_other_and_what_was_kept_is_paid(town: Town) -> None:
    """Kept from August on, given back with the next period, whole and once, as a payment of its own."""
    _two_children(town)
    _block(town)
    assert paid_month(town, date(2026, 7, 1), JULY) == {("Ana", JUNE): WHOLE, ("Ana", JULY): WHOLE}
    assert paid_month(town, date(2026, 8, 1), AUGUST) == {("Ana", AUGUST): LESS}
    register(town, date(2026, 8, 20), "7", (date(2026, 6, 1), date(2026, 7, 31)), MET)
    september = date(2026, 9, 1)
    assert paid_month(town, september, september) == {
        ("Ana", AUGUST): WHOLE - LESS, ("Ana", september): WHOLE
    }  # fmt: skip
    of_august = Payment.objects.filter(for_month_on=AUGUST).order_by("payroll__month_on")
    assert [row.amount_minor for row in of_august] == [LESS, WHOLE - LESS], "nothing was written anew"
    assert _received(town) == 4 * WHOLE
    assert ledger.verify(town.community.pk).faults == ()


def test_nothing_is_kept_before_it_was_told(town: Town) -> None:
    _two_children(town)
    register(town, date(2026, 4, 10), "7", SPRING, MISSED)
    register(town, date(2026, 6, 10), "7", SUMMER, MISSED)
    assert paid_month(town, AUGUST, AUGUST)["Ana", AUGUST] == WHOLE


def test_a_register_that_comes_late_makes_a_difference(town: Town) -> None:
    """The summer was kept by a wrong register: the right one pays the difference, and asks nothing back."""
    _two_children(town)
    _block(town)
    assert paid_month(town, AUGUST, AUGUST)["Ana", AUGUST] == LESS
    register(town, date(2026, 8, 20), "7", SUMMER, MET)
    september = date(2026, 9, 1)
    assert paid_month(town, september, september)["Ana", AUGUST] == WHOLE - LESS
    register(town, date(2026, 9, 2), "7", SUMMER, MISSED)
    october = date(2026, 10, 1)
    assert paid_month(town, october, october) == {("Ana", october): WHOLE}


def test_a_register_that_comes_after_a_warning_makes_no_block_of_it(town: Town) -> None:
    """Nobody is told of the summer as a warning and finds in August that it was a block, for the spring came later."""
    _two_children(town)
    told(town, date(2026, 6, 25), register(town, date(2026, 6, 10), "7", SUMMER, MISSED))
    spring = register(town, date(2026, 7, 5), "7", SPRING, MISSED)
    assert refused(date(2026, 7, 20), "tell_step", town, "Cleo", attendance=spring,
                   supporter=town.agents["Ben"]) == "NOT_NOW"  # fmt: skip
    assert paid_month(town, AUGUST, AUGUST)["Ana", AUGUST] == WHOLE


def test_what_is_new_changes_no_month_before(town: Town) -> None:
    """Another adult, and then other rules: a month that was paid is worked out again by what counted then."""
    _two_children(town)
    assert paid_month(town, JUNE, JUNE) == {("Ana", JUNE): WHOLE}
    said = {"family": town.agents["Ana"], "pay_to": "+441632960001"}
    for adults in (2, 4):
        done(date(2026, 7, 2), "take_on_family", town, "Cleo", adults=adults, income=POUNDS(0), **said)
    more = 6 * 14200 + 2 * 5000
    assert paid_month(town, date(2026, 7, 3), JULY) == {("Ana", JULY): more}
    with clock.at(datetime(2026, 7, 20, 12, tzinfo=UTC)):
        passed = do("decisions.record", town.actor("Cleo"), **{
            **town.decision(), "decided_on": date(2026, 7, 10), "effective_on": date(2026, 7, 10),
        })  # fmt: skip
        assert isinstance(passed, Done), passed
        chosen = do("decisions.choose_rules", town.actor("Cleo"), arena="stipends", rule_set="bolsa-escola",
                    from_on=AUGUST, decision=passed.value.id)  # fmt: skip
    assert isinstance(chosen, Done), chosen
    assert paid_month(town, AUGUST, AUGUST) == {("Ana", AUGUST): 2 * 1500}


def test_an_answer_upheld_later_pays_what_was_kept(town: Town) -> None:
    _two_children(town)
    _, second = _block(town)
    done(date(2026, 7, 9), "appeal", town, "Ana", attendance=second, words="The bus did not come")
    assert paid_month(town, AUGUST, AUGUST)["Ana", AUGUST] == WHOLE, "nothing happens while nobody decided"


def test_what_failed_or_came_back_is_due_again(town: Town) -> None:
    _two_children(town)
    payroll = done(JUNE, "freeze_payroll", town, "Cleo", month_on=JUNE).payroll
    for verb in ("approve_payroll", "export_payroll"):
        done(JUNE, verb, town, "Tom", payroll=payroll)
    failed = Payment.objects.get()
    assert refused(JUNE, "reconcile_payment", town, "Tom", payment=failed.public_id, is_paid=False) == "MISSING"
    done(JUNE, "reconcile_payment", town, "Tom", payment=failed.public_id, is_paid=False, why="No such number")
    assert (Payroll.objects.get().state, _received(town)) == ("reconciled", 0)
    assert paid_month(town, JULY, JULY) == {("Ana", JUNE): WHOLE, ("Ana", JULY): WHOLE}
    back = Payment.objects.get(state=Payment.PAID, for_month_on=JULY)
    assert refused(JULY, "reverse_payment", town, "Tom", payment=back.public_id, why=" ") == "MISSING"
    assert refused(JULY, "reverse_payment", town, "Ana", payment=back.public_id, why="x") == "NOT_ALLOWED"
    assert done(JULY, "reverse_payment", town, "Tom", payment=back.public_id, why="The account is closed").state
    assert _received(town) == WHOLE
    assert paid_month(town, AUGUST, AUGUST) == {("Ana", JULY): WHOLE, ("Ana", AUGUST): WHOLE}
    assert (_received(town), ledger.verify(town.community.pk).faults) == (3 * WHOLE, ())


def test_the_file_to_pay_by_names_each_once_and_says_when_it_is_made_up(town: Town) -> None:
    _two_children(town)
    Agent.objects.filter(public_id=town.agents["Ana"]).update(name="=Ana")
    payroll = done(JUNE, "freeze_payroll", town, "Cleo", month_on=JUNE).payroll
    row, reader = Payroll.objects.get(public_id=payroll), town.actor("Tom")
    [head, line] = csv.reader(mobile_money(reader, row).splitlines())
    assert head == ["msisdn", "name", "amount", "currency", "reference"]
    assert line == ["+441632960001", "'=Ana", "700.00", "GBP", str(Payment.objects.get().public_id)]
    assert AuditRow.objects.filter(verb="stipends.read_payroll").count() == 1
    Community.objects.filter(pk=row.community_id).update(is_demo=True)
    assert "demo" in mobile_money(reader, Payroll.objects.get(public_id=payroll)).splitlines()[0]


def test_the_ring_closes_at_school(town: Town) -> None:
    """Ana is paid for the effort she makes, is asked back once she is ready, and reads to a class for an hour."""
    _two_children(town)
    paid_month(town, JUNE, JUNE)
    ask = Ask.objects.get(arena="stipends")
    _did(town, "Ana", "say_ready", ask=ask.public_id)
    _did(town, "Cleo", "ask_back", ask=ask.public_id)
    _did(town, "Ana", "answer", ask=ask.public_id, answer="yes")
    ben = Agent.objects.get(public_id=town.agents["Ben"])
    before = ledger.balance(ledger.member_account(town.community.pk, ben.pk, HOURS))
    ask.refresh_from_db()
    assert ask.state == "yes"
    thread = _did(town, "Ana", "propose", receivers=(town.agents["Ben"],), arena="stipends", words="Reading",
                  category=f"company {town.canary}").agreement  # fmt: skip
    _did(town, "Ben", "agree", agreement=thread)
    _did(town, "Ana", "do", agreement=thread, time=HOURS(60))
    _did(town, "Ben", "confirm", agreement=thread)
    read = Contribution.objects.get(arena="stipends")
    assert (read.giver_id, read.amount) == (ask.agent_id, 60)
    assert ledger.balance(ledger.member_account(town.community.pk, read.receiver_id, HOURS)) == before, "and no debt"


def test_nobody_is_paid_who_is_gone(town: Town) -> None:
    """Who left is paid no more, and the desk is told; of two records of one person the children come together."""
    _two_children(town)
    family(town, JUNE, who="Ben", pay_to="+441632960002")
    child(town, "9", day=JUNE, family=town.agents["Ben"])
    with clock.at(datetime(2026, 6, 20, 12, tzinfo=UTC)):
        left = do("people.leave", town.actor("Ben"), member=town.agents["Ben"])
    assert isinstance(left, Done), left
    assert Outbox.objects.filter(template__contains="was paid for").exists()
    assert paid_month(town, JULY, JULY) == {("Ana", JUNE): WHOLE, ("Ana", JULY): WHOLE}


@pytest.mark.parametrize("is_known", [False, True])
def test_two_records_of_one_person_are_one_family(town: Town, is_known: bool) -> None:
    _two_children(town)
    if is_known:
        family(town, JUNE, who="Ben", pay_to="+441632960002")
    gone, keep = (Agent.objects.get(public_id=town.agents[who]) for who in ("Ana", "Ben"))
    members_merged(town.actor("Cleo"), keep, gone, uuid4())
    assert {child.family.agent_id for child in Child.objects.all()} == {keep.pk}


def test_an_entry_taken_back_in_the_books_takes_back_the_payment(town: Town) -> None:
    _two_children(town)
    paid_month(town, JUNE, JUNE)
    entry = Payment.objects.get().entry
    assert entry
    entry_taken_back(town.actor("Cleo"), entry, uuid4())
    assert Payment.objects.get().state == Payment.REVERSED


def test_the_result_file_is_reconciled(town: Town) -> None:
    """Good lines are taken, each bad one is named; the same file again changes nothing."""
    family(town, JUNE)
    family(town, JUNE, who="Ben", pay_to="GB82WEST12345698765432")
    for number, who in (("7", "Ana"), ("8", "Ben")):
        child(town, number, family=town.agents[who], day=JUNE)
    payroll = done(JUNE, "freeze_payroll", town, "Cleo", month_on=JUNE).payroll
    done(JUNE, "approve_payroll", town, "Tom", payroll=payroll)
    ana, ben = Payment.objects.order_by("family").values_list("public_id", flat=True)
    lines = ["reference,status,reason", f"{ana},ACSC,", f"{ben.hex},RJCT,", f"{uuid4()},paid,", "x,paid,", f"{ana},?,"]

    def brought(*more: str) -> Sorted:
        sheet = read_sheet("\n".join([*lines, *more]).encode())
        return sort_rows(sheet, guess(sheet, "bank", LISTINGS), bringing.setting_in(town.community))

    assert len(brought().bad) == 5, "nothing was sent off yet"
    done(JUNE, "export_payroll", town, "Tom", payroll=payroll)
    found = brought(f"{ben.hex},RJCT,AC04 closed account", f"{ana},failed,no")
    assert [(row.row, row.field) for row in found.bad] == [
        (3, "reason"), (4, "reference"), (5, "reference"), (6, "status"), (8, "status"),
    ]  # fmt: skip
    for counts in ((1, 1, 0), (0, 0, 2)):
        said = RESULTS.send(town.actor("Tom"), found.good, uuid4())
        assert isinstance(said, Done), said
        assert (said.value.paid, said.value.failed, said.value.known) == counts
    assert [(row.row, row.field) for row in brought(f"{ana},failed,no").bad][-1] == (7, "status")
    assert set(Payment.objects.values_list("state", "why")) == {("paid", ""), ("failed", "AC04 closed account")}
    assert Payroll.objects.get().state == Payroll.RECONCILED
    assert getattr(RESULTS.send(town.actor("Ana"), found.good, uuid4()), "code", "") == "NOT_ALLOWED"


def test_the_bank_s_file_is_of_those_paid_on_an_account(town: Town) -> None:
    family(town, JUNE)
    family(town, JUNE, who="Ben", pay_to="GB82WEST12345698765432")
    for number, who in (("7", "Ana"), ("8", "Ben")):
        child(town, number, family=town.agents[who], day=JUNE)
    payroll = done(JUNE, "freeze_payroll", town, "Cleo", month_on=JUNE).payroll
    reader = town.actor("Tom")
    assert approved(reader, payroll) is None
    done(JUNE, "approve_payroll", town, "Tom", payroll=payroll)
    row = approved(reader, payroll)
    assert row is not None
    assert approved(town.actor("Ana"), payroll) is None
    whole = bank_file(reader, row, "DE89 3704 0044 0532 0130 00", JUNE)
    assert isinstance(whole, str)
    assert whole.count("<CdtTrfTxInf>") == 1
    assert "GB82WEST12345698765432" in whole
    assert whole == bank_file(reader, row, "DE89370400440532013000", JUNE), "a bank takes the same file once"
    for account, day, code in (
        ("DE1", JUNE, "NOT_AN_ACCOUNT"),
        ("DE89370400440532013000", date(2026, 5, 1), "WRONG_DAY"),
    ):
        assert getattr(bank_file(reader, row, account, day), "code", "") == code
    Payment.objects.filter(pay_to__startswith="GB").update(pay_to="+441632960009")
    assert getattr(bank_file(reader, row, "DE89370400440532013000", JUNE), "code", "") == "NOBODY"
