"""Whatever anybody does in whatever order: nobody unchecked or with a check that is over goes, nobody goes alone first.

The oracle reads what was looked at from its own table, at the moment somebody is let in, and asks none of our rules.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.db.models import Q
from hypothesis import HealthCheck, Phase, settings, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test
from tests.fixtures.towns import NOON, TODAY
from tests.sample import IS_LONG

from coproduce.arenas.care.actions import visits
from coproduce.arenas.care.jobs import may_still_go
from coproduce.arenas.care.models import Visit
from coproduce.arenas.care.queries import going
from coproduce.arenas.care.tests.town import CHAT, Ward
from coproduce.community.base import clock
from coproduce.community.base.done import Done
from coproduce.community.people.models import Attestation, Membership

pytestmark = pytest.mark.django_db


class Evenings:
    """The town as it is lived in, one step after another."""

    def __init__(self, ward: Ward, *, has_note: bool) -> None:
        self.ward, self.now, self.let_in = ward, NOON, 0
        self.case = ward.home()
        ward.done("Dee", "triage", case=self.case, takes=True, risk_note="A dog" if has_note else "")
        ward.done("Dee", "propose_visitors", case=self.case)
        ward.done("Dee", "choose_visitor", case=self.case, visitor=ward.town.agents["Ana"])
        ward.done("Ana", "answer_match", case=self.case, says_yes=True)
        self.has_note = has_note
        self.ida = ward.case(self.case).agent.public_id

    def live(self, step: tuple[Any, ...]) -> None:
        """One step; whatever is refused is refused."""
        what, *said = step
        if what == "wait":
            self.now += timedelta(hours=said[0])
            return
        with clock.at(self.now):
            getattr(self, what.replace(" ", "_") + "_")(*said)

    def withdraw_(self, who: str) -> None:
        for row in Attestation.objects.filter(agent=self.ward.agent(who), kind="check", withdrawn_on=None):
            self.ward.do("Cleo", "people.withdraw_attestation", attestation=row.public_id, why="It was taken back")

    def attest_(self, who: str, days: int, level: str) -> None:
        today = self.now.date()
        self.ward.do("Cleo", "people.attest", member=self.ward.town.agents[who], kind="check", what=level, issuer="DBS",
                     seen_on=today, until_on=today + timedelta(days=days))  # fmt: skip

    def plan_(self, who: str, along: str | None, kind: str, hours: int) -> None:
        companion = self.ward.town.agents[along] if along else None
        self.ward.do(who, "plan_visit", case=self.case, companion=companion, kind=kind,
                     starts_at=self.now + timedelta(hours=hours))  # fmt: skip

    def in_(self, who: str, hours_ago: int) -> None:
        for visit in Visit.objects.filter(checked_in_at=None, cancelled_at=None):
            at = self.now - timedelta(hours=hours_ago) if hours_ago else None
            if isinstance(self.ward.do(who, "check_in", visit=visit.public_id, at=at), Done):
                visit.refresh_from_db()
                self.must_be_safe(visit)

    def out_(self, who: str) -> None:
        for visit in Visit.objects.filter(checked_in_at__isnull=False, checked_out_at=None):
            self.ward.do(who, "check_out", visit=visit.public_id)

    def lift_(self, who: str) -> None:
        self.ward.do(
            "Cleo", "describe_visitor", member=self.ward.town.agents[who], activities=(*CHAT, "lift to clinic")
        )

    def pause_(self, who: str) -> None:
        self.ward.do("Cleo", "people.pause", member=self.ward.town.agents[who])

    def resume_(self, who: str) -> None:
        self.ward.do("Cleo", "people.resume", member=self.ward.town.agents[who])

    def rest_(self, _: str) -> None:
        self.ward.do("Dee", "move_case", case=self.case, to="on-hold")

    def on_(self, _: str) -> None:
        self.ward.do("Dee", "move_case", case=self.case, to="in-progress")

    def take_back_(self, scope: str) -> None:
        self.ward.do("Cleo", "people.withdraw_consent", member=self.ida, scope=scope)

    def say_again_(self, scope: str) -> None:
        self.ward.do("Cleo", "people.consent", member=self.ida, scope=scope, channel="spoken")

    def chat_(self, who: str) -> None:
        self.ward.do("Cleo", "describe_visitor", member=self.ward.town.agents[who], activities=CHAT)

    def role_(self, who: str) -> None:
        self.ward.do("Cleo", "people.take_role", member=self.ward.town.agents[who], role="peer visitor")

    def again_(self, who: str) -> None:
        self.ward.do("Cleo", "take_on_visitor", member=self.ward.town.agents[who])

    def apart_(self, who: str) -> None:
        said = {"member": self.ida, "other": self.ward.town.agents[who]}
        self.ward.do("Cleo", "people.keep_apart", **said, why="They asked")

    def match_(self, who: str) -> None:
        self.ward.do("Dee", "propose_visitors", case=self.case)
        self.ward.do("Dee", "choose_visitor", case=self.case, visitor=self.ward.town.agents[who])
        self.ward.do(who, "answer_match", case=self.case, says_yes=True)

    def call_(self, who: str) -> None:
        self.ward.do(who, "record_call", case=self.case, minutes=5)

    def look_(self, _: str) -> None:
        may_still_go(self.now)

    def must_be_safe(self, visit: Visit) -> None:
        """What was to be so when these were let in."""
        self.let_in += 1
        assert visit.checked_in_at is not None
        on = visit.checked_in_at.date()
        for who in {visit.visitor_id, visit.companion_id} - {None}:
            assert checked(who, on, self._needs(who)), "unchecked"
            assert Membership.objects.get(agent=who).state == Membership.ACTIVE, "resting"
        before = Visit.objects.filter(case=visit.case, checked_in_at__isnull=False).exclude(pk=visit.pk)
        is_first = not before.exclude(kind=Visit.CALL).exists()
        assert visit.companion_id is not None or not (is_first or self.has_note), "alone"
        assert visit.companion_id != visit.visitor_id, "alone in disguise"

    def _needs(self, who: int | None) -> tuple[str, ...]:
        doing = self.ward.agent_of(who).care_profile.activities  # type: ignore[attr-defined]
        return ("enhanced",) if "lift to clinic" in doing else ("basic", "standard", "enhanced")


def checked(who: int | None, on: date, levels: tuple[str, ...]) -> bool:
    held = Attestation.objects.filter(agent=who, kind="check", what__in=levels, seen_on__lte=on)
    held = held.filter(Q(until_on=None) | Q(until_on__gte=on))
    return held.filter(Q(withdrawn_on=None) | Q(withdrawn_on__gt=on)).exists()


def lived(ward: Ward, steps: list[tuple[Any, ...]], *, has_note: bool = False) -> int:
    """How often somebody was let in; everything is undone afterwards."""
    with transaction.atomic():
        evenings = Evenings(ward, has_note=has_note)
        try:
            for step in steps:
                evenings.live(step)
        finally:
            transaction.set_rollback(True)
    return evenings.let_in


VISITORS = st.sampled_from(("Ana", "Ben"))
DOES = st.sampled_from(("Ana", "Ben", "Cleo"))
ALONG = st.sampled_from(("Ana", "Ben", "Tom", None))

ABOUT_ONE = ("withdraw", "lift", "chat", "pause", "resume", "role", "again", "apart", "match", "call")


class AnyOrder(RuleBasedStateMachine):
    """Every verb that has to do with who goes, in whatever order, hours or a year apart."""

    def __init__(self, ward: Ward) -> None:
        super().__init__()
        self.ward, self.around = ward, transaction.atomic()
        self.around.__enter__()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.around.__exit__(None, None, None)

    @initialize(has_note=st.booleans())
    def begin(self, has_note: bool) -> None:
        self.evenings = Evenings(self.ward, has_note=has_note)

    @rule(hours=st.sampled_from((1, 20, 24 * 3, 24 * 370)))
    def wait(self, hours: int) -> None:
        self.evenings.live(("wait", hours))

    @rule(who=DOES, along=ALONG, kind=st.sampled_from(("home", "doorstep")), hours=st.sampled_from((0, 1, 48)))
    def plan(self, who: str, along: str | None, kind: str, hours: int) -> None:
        self.evenings.live(("plan", who, along, kind, hours))

    @rule(who=DOES, hours_ago=st.sampled_from((0, 0, 5, 24 * 30)))
    def arrive(self, who: str, hours_ago: int) -> None:
        self.evenings.live(("in", who, hours_ago))

    @rule(who=VISITORS)
    def leave(self, who: str) -> None:
        self.evenings.live(("out", who))

    @rule(who=st.sampled_from(("Ana", "Ben", "Tom")), days=st.sampled_from((1, 3, 400)),
          level=st.sampled_from(("basic", "enhanced")))  # fmt: skip
    def attest(self, who: str, days: int, level: str) -> None:
        self.evenings.live(("attest", who, days, level))

    @rule(what=st.sampled_from(ABOUT_ONE), who=VISITORS)
    def change_one(self, what: str, who: str) -> None:
        self.evenings.live((what, who))

    @rule(what=st.sampled_from(("rest", "on", "look")))
    def change_all(self, what: str) -> None:
        self.evenings.live((what, ""))

    @rule(what=st.sampled_from(("take back", "say again")), scope=st.sampled_from(("C1", "C2")))
    def say(self, what: str, scope: str) -> None:
        self.evenings.live((what, scope))


#: Few today, many with `--long`; each begins in the same town, and is undone.
MANY = settings(
    max_examples=400 if IS_LONG else 6, stateful_step_count=40 if IS_LONG else 16, deadline=None, database=None,
    suppress_health_check=list(HealthCheck), phases=(Phase.generate, Phase.shrink) if IS_LONG else (Phase.generate,),
)  # fmt: skip


@pytest.mark.promise("Nobody unchecked is sent to a visit, and nobody goes to a first visit alone")
def test_no_order_of_things_sends_anybody_unchecked_or_alone(ward: Ward) -> None:
    run_state_machine_as_test(lambda: AnyOrder(ward), settings=MANY)


def _never_first(right: Callable[..., Any]) -> Callable[..., Any]:
    return lambda checks, visit_no, *said, **more: right(checks, 2, *said, **{**more, "has_risk_note": False})


@pytest.mark.long
def test_any_order_finds_a_planted_fault(ward: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    """As if no visit were the first: some order of things sends somebody alone."""
    monkeypatch.setattr(going, "visitor_allowed", _never_first(going.visitor_allowed))
    with pytest.raises(AssertionError, match="alone"):
        run_state_machine_as_test(lambda: AnyOrder(ward), settings=settings(MANY, max_examples=400, derandomize=True,
                                                                           phases=(Phase.generate,)))  # fmt: skip


def test_visits_do_happen(ward: Ward) -> None:
    """The proof above is of something: two go, then one."""
    steps = [("plan", "Ana", "Ben", "home", 0), ("in", "Ana", 0), ("out", "Ben"), ("wait", 20),
             ("plan", "Ana", None, "home", 0), ("in", "Ana", 0)]  # fmt: skip
    assert lived(ward, steps) == 2
    assert lived(ward, steps, has_note=True) == 1


ALONE = [("plan", "Ana", None, "home", 0), ("in", "Ana", 0)]
OVER = [("plan", "Ana", "Ben", "home", 48), ("attest", "Ana", 1, "basic"), ("wait", 24 * 370), ("in", "Ana", 0)]
TAKEN_BACK = [("plan", "Ana", "Ben", "home", 0), ("withdraw", "Ben"), ("in", "Ana", 0)]


@pytest.mark.parametrize(("steps", "said"), [(ALONE, "alone"), (OVER, "unchecked"), (TAKEN_BACK, "unchecked")])
def test_a_door_that_asks_nothing_is_caught(
    ward: Ward, steps: list[tuple[Any, ...]], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert lived(ward, steps) == 0
    monkeypatch.setattr(visits, "may_go", lambda *_: None)
    with pytest.raises(AssertionError, match=said):
        lived(ward, steps)


@pytest.mark.parametrize(
    ("steps", "fault"), [(ALONE, {"has_risk_note": False, "visit_no": 2}), (TAKEN_BACK, {"checks": "all"})]
)
def test_a_rule_asked_wrongly_is_caught(
    ward: Ward, steps: list[tuple[Any, ...]], fault: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    right = going.visitor_allowed

    def wrong(checks: Any, visit_no: int, companions: int, on: date, **more: Any) -> Any:
        """As if it were no first visit; or as if what was withdrawn still counted."""
        if "checks" in fault:
            checks = [type(one)(one.level, None, None, None) for one in checks]
        return right(checks, fault.get("visit_no", visit_no), companions, on, **more)

    monkeypatch.setattr(going, "visitor_allowed", wrong)
    monkeypatch.setattr(going, "missing", lambda *_: ())
    with pytest.raises(AssertionError):
        lived(ward, steps)


def test_a_moment_that_was_is_judged_by_that_day(ward: Ward) -> None:
    """The desk types in that they went yesterday: yesterday nobody had looked at the check yet."""
    case = ward.home()
    ward.matched(case)
    visit = ward.planned(case)
    with clock.at(NOON + timedelta(days=1)):
        at: datetime = NOON - timedelta(days=1)
        assert ward.do("Cleo", "check_in", visit=visit, at=at, request_id=uuid4()).code == "CHECK_OVER"
        assert at.date() < TODAY
