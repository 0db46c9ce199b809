"""Whatever anybody does in whatever order: nothing is kept of whom nobody told, no step is left out, another child's
part is never touched, nothing ends but by a person, and no payment is written anew.

The oracle reads the tables and counts for itself; it asks none of our rules.
"""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Sum
from hypothesis import HealthCheck, Phase, settings, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test
from tests.fixtures.towns import Town, do
from tests.sample import IS_LONG

from coproduce.arenas.stipends.models import Attendance, Payment, Payroll
from coproduce.arenas.stipends.tests.school import MET, MISSED, POUNDS, child, family
from coproduce.community import ledger
from coproduce.community.base import clock
from coproduce.community.base.done import Done
from coproduce.community.people.models import Agent
from coproduce.core import ladder

pytestmark = pytest.mark.django_db

#: One adult and two children under the rules of 2023; and without the part of one of the two.
WHOLE, LESS = 70000, 65000
BEGIN, ANSWER = date(2026, 1, 1), timedelta(days=14)
WENT = {
    "B": MISSED,
    "C": MET,
    "U": {"held": 40, "present": 0, "unknown": 40},
    "E": {"held": 40, "present": 0, "excused": 40},
}


class Year:
    """The school and the desk as they are lived with, one step after another; whatever is refused is refused."""

    def __init__(self, town: Town) -> None:
        self.town, self.today, self.periods = town, BEGIN, 0
        self.paid: dict[int, tuple[int, date]] = {}
        self.kept = 0
        family(town, BEGIN)
        for number in "78":
            child(town, number, day=BEGIN)

    def live(self, step: tuple[Any, ...]) -> None:
        what, *said = step
        with clock.at(datetime.combine(self.today, time(12), UTC)):
            getattr(self, f"{what}_")(*said)

    def does(self, who: str, verb: str, **said: Any) -> Any:
        outcome = do(f"stipends.{verb}", self.town.actor(who), **said)
        return outcome.value if isinstance(outcome, Done) else None

    def wait_(self, days: int) -> None:
        self.today += timedelta(days=days)

    def school_(self, went: str, back: int = 0) -> None:
        """The next two months, or once more those before: child 7 as it went, child 8 always there."""
        number = self.periods - back
        if number < 0:
            return
        first = date(2026 + number // 6, number % 6 * 2 + 1, 1)
        last = date(first.year + (first.month == 11), (first.month + 1) % 12 + 1, 1) - timedelta(days=1)
        for who, how in (("7", WENT[went]), ("8", MET)):
            more = {"why_excused": "A fever"} if how.get("excused") else {}
            taken = self.does("Cleo", "take_register", number=who, from_on=first, until_on=last, **how, **more)
        self.periods += taken is not None and not back

    def tell_(self, back: int) -> None:
        for row in self._rows()[-1 - back :][:1]:
            told = self.does("Cleo", "tell_step", attendance=row.public_id, supporter=self.town.agents["Ben"])
            if told:
                in_a_row = self._in_a_row(row.until_on)
                assert all(one.told_on for one in in_a_row), "a step was left out"
                assert told.rung == len(in_a_row), "a step was left out"

    def appeal_(self) -> None:
        for row in self._rows():
            self.does("Ana", "appeal", attendance=row.public_id, words="The road was under water")

    def decide_(self, who: str, is_upheld: bool) -> None:
        for row in self._rows():
            self.does(who, "decide_appeal", attendance=row.public_id, is_upheld=is_upheld, words="I rang")

    def end_(self, who: str, ends: bool) -> None:
        for row in self._rows()[-1:]:
            if self.does(who, "decide_end", attendance=row.public_id, ends=ends, why="They said so"):
                row.refresh_from_db()
                assert len(self._in_a_row(row.until_on)) == 5, "a step was left out"
                assert row.ended_by_id not in (None, row.told_by_id), "nobody ended it"
                assert row.told_on and row.told_on + ANSWER < self.today, "ended unheard"

    def pay_(self, arrives: bool) -> None:
        month_on = self.today.replace(day=1)
        made = self.does("Cleo", "freeze_payroll", month_on=month_on)
        if made is None:
            return
        self._must_be_fair(month_on)
        for verb in ("approve_payroll", "export_payroll"):
            self.does("Tom", verb, payroll=made.payroll)
        for row in Payment.objects.filter(payroll__public_id=made.payroll):
            self.does("Tom", "reconcile_payment", payment=row.public_id, is_paid=arrives, why="" if arrives else "No")
        assert Payroll.objects.get(public_id=made.payroll).state == Payroll.RECONCILED

    def _must_be_fair(self, month_on: date) -> None:
        stands = Payment.objects.filter(state__in=(Payment.PENDING, Payment.PAID))
        sums = dict(stands.values_list("for_month_on").annotate(Sum("amount_minor")))
        months = [date(BEGIN.year + number // 12, number % 12 + 1, 1) for number in range(60)]
        for month in [month for month in months if month <= month_on]:
            assert sums.get(month, 0) in (WHOLE, LESS), "another child's part was touched, or paid twice"
        if sums[month_on] == LESS:
            self.kept += 1
            told = [one for one in self._rows() if one.until_on < month_on and one.told_on and not one.is_upheld]
            assert len(told) >= 2, "kept without a word before it"
            assert told[1].told_on + ANSWER < month_on, "kept before the days to answer were over"
        for row in Payment.objects.all():
            assert self.paid.setdefault(row.pk, (row.amount_minor, row.for_month_on)) == (
                row.amount_minor, row.for_month_on), "a month was written anew"  # fmt: skip

    def _rows(self) -> list[Attendance]:
        """Periods of child 7 that were missed, as they stand: the last version of each."""
        rows = Attendance.objects.filter(child__number="7").order_by("until_on", "version")
        last = {row.until_on: row for row in rows}
        return [row for row in last.values() if row.outcome == "breach"]

    def _in_a_row(self, until_on: date) -> list[Attendance]:
        rows = Attendance.objects.filter(child__number="7", until_on__lte=until_on).order_by("until_on", "version")
        found: list[Attendance] = []
        for row in {row.until_on: row for row in rows}.values():
            if row.outcome == "met" or (row.again_on and row.until_on < until_on):
                found = []
            elif row.outcome == "breach" and not row.is_upheld:
                found.append(row)
        return found

    def books(self) -> None:
        """What arrived is what the books say."""
        ana = Agent.objects.get(public_id=self.town.agents["Ana"])
        arrived = Payment.objects.filter(state=Payment.PAID).aggregate(all=Sum("amount_minor", default=0))["all"]
        assert ledger.balance(ledger.member_account(self.town.community.pk, ana.pk, POUNDS)).minor == arrived


class AnyOrder(RuleBasedStateMachine):
    """Every verb that has to do with steps and payments, in whatever order, days or months apart."""

    def __init__(self, town: Town) -> None:
        super().__init__()
        self.town, self.around = town, transaction.atomic()
        self.around.__enter__()

    def teardown(self) -> None:
        try:
            self.year.books()
        finally:
            transaction.set_rollback(True)
            self.around.__exit__(None, None, None)

    @initialize()
    def begin(self) -> None:
        self.year = Year(self.town)

    @rule(days=st.sampled_from((1, 13, 15, 31, 61)))
    def wait(self, days: int) -> None:
        self.year.live(("wait", days))

    @rule(went=st.sampled_from("BBBBCUE"), back=st.sampled_from((0, 0, 0, 1, 2)))
    def school(self, went: str, back: int) -> None:
        self.year.live(("school", went, back))

    @rule(back=st.sampled_from((0, 0, 1)))
    def tell(self, back: int) -> None:
        self.year.live(("tell", back))

    @rule()
    def appeal(self) -> None:
        self.year.live(("appeal",))

    @rule(who=st.sampled_from(("Cleo", "Dee")), is_upheld=st.booleans())
    def decide(self, who: str, is_upheld: bool) -> None:
        self.year.live(("decide", who, is_upheld))

    @rule(who=st.sampled_from(("Cleo", "Dee")), ends=st.booleans())
    def end(self, who: str, ends: bool) -> None:
        self.year.live(("end", who, ends))

    @rule(arrives=st.booleans())
    def pay(self, arrives: bool) -> None:
        self.year.live(("pay", arrives))


#: Few today, many with `--long`; each begins in the same town, and is undone.
MANY = settings(
    max_examples=120 if IS_LONG else 6, stateful_step_count=60 if IS_LONG else 24, deadline=None, database=None,
    suppress_health_check=list(HealthCheck), phases=(Phase.generate, Phase.shrink) if IS_LONG else (Phase.generate,),
)  # fmt: skip


@pytest.mark.promise("Nothing is kept of a family nobody told, and no step is left out")
def test_no_order_of_things_takes_anything_from_whom_nobody_told(town: Town) -> None:
    run_state_machine_as_test(lambda: AnyOrder(town), settings=MANY)


def lived(town: Town, steps: list[tuple[Any, ...]]) -> Year:
    year = Year(town)
    for step in steps:
        year.live(step)
    year.books()
    return year


MISSED_ONCE = [("school", "B"), ("tell", 0), ("wait", 61)]


def test_steps_do_happen(town: Town) -> None:
    """The proof above is of something: five times missed, kept on the way, ended by a person, and begun anew."""
    steps = [("wait", 61), *MISSED_ONCE * 5, ("pay", True), ("end", "Dee", True), ("wait", 31), ("pay", False)]
    year = lived(town, [*steps, ("end", "Cleo", False), ("wait", 31), ("pay", True)])
    row = Attendance.objects.exclude(ended_on=None).get()
    assert (row.ends, row.again_on is not None) == (True, False), "whoever told them does not decide"
    assert year.kept == 2
    for step in (("end", "Dee", False), ("wait", 31), ("pay", True)):
        year.live(step)
    assert year.kept == 2, "begun anew, it is paid again"
    assert Payment.objects.filter(state=Payment.FAILED).exists()


def test_a_ladder_that_asks_not_whether_they_were_told_is_caught(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    steps = [("wait", 61), ("school", "B"), ("wait", 61), ("school", "B"), ("wait", 31), ("pay", True)]
    monkeypatch.setattr(ladder._Standing, "_first_day", lambda self, period, appeal: period.on)
    with pytest.raises(AssertionError, match="without a word"):
        lived(town, steps)
