"""A thread, from the first word to thanks: who may do what in it, and what the ledger then holds."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from tests.fixtures.towns import NOON, TODAY, Town, do

from coproduce.community import ledger
from coproduce.community.base import clock
from coproduce.community.base.done import Done
from coproduce.community.base.models import Outbox
from coproduce.community.exchange.jobs import forget_missed, let_stand, remind
from coproduce.community.exchange.models import Agreement, Ask, Commitment, Contribution, Need
from coproduce.community.people.models import Agent, BarredPair, Community, Membership
from coproduce.core.quantity import HOURS, KWH
from coproduce.core.refusal import Refusal

pytestmark = pytest.mark.django_db


def code(outcome: object) -> str:
    return outcome.code if isinstance(outcome, Refusal) else "done"


def act(town: Town, name: str, verb: str, /, **more: Any) -> Done[Any]:
    outcome = do(f"exchange.{verb}", town.actor(name), **more)
    assert isinstance(outcome, Done), outcome
    return outcome


def proposed(town: Town, who: str = "Ana", **more: Any) -> UUID:
    """Ana would meet the first of Ben's needs."""
    return act(town, who, "propose", **{"need": town.needs[0], **more}).value.agreement


def agreed(town: Town) -> UUID:
    thread = proposed(town)
    act(town, "Ben", "agree", agreement=thread)
    return thread


def done(town: Town, minutes: int = 60) -> UUID:
    """Ana says it happened; Ben has not answered."""
    thread = agreed(town)
    act(town, "Ana", "do", agreement=thread, time=HOURS(minutes))
    return thread


def state(thread: UUID) -> str:
    return Agreement.objects.get(public_id=thread).state


def held(town: Town, name: str) -> int:
    pk = Agent.objects.get(public_id=town.agents[name]).pk
    return ledger.balance(ledger.member_account(town.community.pk, pk, HOURS)).minor


def test_from_need_to_thanks_to_being_asked_back(town: Town) -> None:
    before = held(town, "Ana"), held(town, "Ben")
    thread = done(town, 75)
    stands = act(town, "Ben", "confirm", agreement=thread, hours=HOURS(75)).value
    assert (stands.state, stands.minutes) == ("recognised", 75)
    assert (held(town, "Ana"), held(town, "Ben")) == (before[0] + 75, before[1] - 75)
    contribution = Contribution.objects.get(entry=stands.entry)
    assert (contribution.amount, contribution.is_by_desk) == (75, False)
    assert Need.objects.get(public_id=town.needs[0]).state == Need.MET
    act(town, "Ben", "thank", contribution=contribution.public_id, words="You were very kind")
    assert Outbox.objects.filter(values__words="You were very kind", to_agent=contribution.giver_id).exists()
    ask = Ask.objects.get(agent=contribution.receiver)
    assert ask.state == Ask.WAITING
    act(town, "Ben", "say_ready", ask=ask.public_id)
    act(town, "Cleo", "ask_back", ask=ask.public_id)
    act(town, "Ben", "answer", ask=ask.public_id, answer="yes", words="I could mend a radio")
    assert Ask.objects.get(pk=ask.pk).state == "yes"
    assert ledger.verify()


@pytest.mark.parametrize(
    ("who", "verb", "more", "said"),
    [
        ("Ben", "agree", {}, "done"),
        ("Tom", "agree", {}, "NOT_FOUND"),
        ("Cleo", "agree", {"for_": "Ben"}, "done"),
        ("Cleo", "agree", {}, "NOT_FOUND"),
        ("Ana", "agree", {"for_": "Ben"}, "NOT_FOUND"),
        ("Ben", "say", {"words": "Tuesday?"}, "done"),
        ("Ben", "say", {"words": " "}, "MISSING"),
        ("Tom", "say", {"words": "Tuesday?"}, "NOT_FOUND"),
        ("Ben", "change_plan", {"place": "The library"}, "done"),
        ("Tom", "change_plan", {"place": "The library"}, "NOT_FOUND"),
        ("Ben", "call_off", {}, "done"),
        ("Tom", "call_off", {}, "NOT_FOUND"),
        ("Ben", "confirm", {}, "NOT_NOW"),
        ("Ben", "dispute", {"words": "No"}, "NOT_NOW"),
        ("Ben", "miss", {}, "NOT_NOW"),
        ("Ben", "do", {"time": HOURS(60)}, "done"),
        ("Ben", "do", {"time": HOURS(0)}, "NOT_POSITIVE"),
        ("Ben", "do", {"time": KWH(60)}, "UNIT_MISMATCH"),
        ("Ben", "do", {"time": HOURS(60), "done_on": TODAY + timedelta(days=1)}, "IN_THE_FUTURE"),
        ("Tom", "do", {"time": HOURS(60)}, "NOT_FOUND"),
    ],
)
def test_what_may_be_done_to_what_was_proposed(
    town: Town, who: str, verb: str, more: dict[str, Any], said: str
) -> None:
    thread = proposed(town)
    if "for_" in more:
        more = {**more, "for_": town.agents[more["for_"]]}
    assert code(do(f"exchange.{verb}", town.actor(who), agreement=thread, **more)) == said


def test_who_may_propose(town: Town) -> None:
    between = {"givers": (town.agents["Ana"],), "receivers": (town.agents["Ben"],), "category": "company kanari"}
    assert code(do("exchange.propose", town.actor("Tom"), **between)) == "NOT_ALLOWED"
    brought = act(town, "Cleo", "propose", **between).value
    assert Agreement.objects.get(public_id=brought.agreement).is_by_desk
    assert not Commitment.objects.filter(agreement__public_id=brought.agreement, agreed_at__isnull=False).exists()
    assert code(do("exchange.propose", town.actor("Ben"), need=town.needs[0])) == "SAME_ACCOUNT"
    assert code(do("exchange.propose", town.actor("Ana"), need=uuid4())) == "NOT_FOUND"
    assert code(do("exchange.propose", town.actor("Ana"), need=town.needs[0], arena="moon")) == "UNKNOWN_ARENA"
    assert code(do("exchange.propose", town.actor("Ana"), receivers=(town.agents["Ben"],))) == "MISSING"


def test_two_kept_apart_are_not_brought_together(town: Town) -> None:
    one, other = sorted(
        Agent.objects.filter(public_id__in=(town.agents["Ana"], town.agents["Ben"])), key=lambda a: a.pk
    )
    thread = proposed(town)
    BarredPair.objects.create(community=town.community, one=one, other=other, since_on=TODAY)
    assert code(do("exchange.propose", town.actor("Ana"), need=town.needs[1])) == "NOT_FOUND"  # it is not shown either
    assert code(do("exchange.agree", town.actor("Ben"), agreement=thread)) == "MAY_NOT_MEET"


def test_another_day_asks_the_others_again(town: Town) -> None:
    thread = agreed(town)
    assert state(thread) == "agreed"
    act(town, "Ben", "change_plan", agreement=thread, starts_at=datetime(2026, 11, 20, 14, tzinfo=UTC), place="At mine")
    assert state(thread) == "proposed"
    act(town, "Ana", "agree", agreement=thread)
    assert state(thread) == "agreed"


def test_other_hours_go_back_to_the_one_who_said_them(town: Town) -> None:
    thread = done(town, 60)
    act(town, "Ben", "confirm", agreement=thread, hours=HOURS(90))
    assert state(thread) == "done"
    act(town, "Ana", "confirm", agreement=thread)
    assert state(thread) == "recognised"
    assert Contribution.objects.get(agreement__public_id=thread).amount == 90


def test_whoever_remembers_differently_is_heard(town: Town) -> None:
    thread = done(town)
    act(town, "Ben", "dispute", agreement=thread, words="It was half an hour")
    assert state(thread) == "disputed"
    with clock.at(NOON + timedelta(days=60)):
        let_stand(clock.now())
        assert state(thread) == "disputed"
        act(town, "Cleo", "do", agreement=thread, time=HOURS(30), for_=town.agents["Ben"])
        act(town, "Ana", "confirm", agreement=thread)
    assert Contribution.objects.get(agreement__public_id=thread).is_by_desk


def test_hours_nobody_answers_stand_by_themselves_with_notice(town: Town) -> None:
    thread = done(town)
    days = Community.objects.get(pk=town.community.pk).confirm_days
    with clock.at(NOON + timedelta(days=days - 3)):
        before = Outbox.objects.count()
        remind(clock.now())
        assert Outbox.objects.count() == before + 1
        let_stand(clock.now())
        assert state(thread) == "done"
    with clock.at(NOON + timedelta(days=days)):
        let_stand(clock.now())
        let_stand(clock.now())
    assert state(thread) == "recognised"
    assert Contribution.objects.filter(agreement__public_id=thread).count() == 1


def test_only_the_clock_lets_hours_stand(town: Town) -> None:
    thread = done(town)
    for who in ("Ana", "Ben", "Cleo"):
        assert code(do("exchange.stand", town.actor(who), agreement=thread)) == "NOT_ALLOWED"


def test_what_did_not_happen_is_no_blame_and_fades(town: Town) -> None:
    thread = agreed(town)
    act(town, "Ana", "miss", agreement=thread, who=town.agents["Ben"])
    assert state(thread) == "missed"
    assert Need.objects.get(public_id=town.needs[0]).state == Need.OPEN
    forget_missed(NOON + timedelta(days=100))
    assert Commitment.objects.filter(missed_on__isnull=False).exists()
    forget_missed(NOON + timedelta(days=181))
    assert not Commitment.objects.filter(missed_on__isnull=False).exists()


def test_called_off_is_over(town: Town) -> None:
    thread = agreed(town)
    act(town, "Ben", "call_off", agreement=thread)
    for verb, more in (("agree", {}), ("do", {"time": HOURS(60)}), ("say", {"words": "Hello"})):
        assert code(do(f"exchange.{verb}", town.actor("Ben"), agreement=thread, **more)) == "NOT_NOW"


def test_one_helps_many_exactly(town: Town) -> None:
    receivers = tuple(town.agents[name] for name in ("Ben", "Dee", "Tom"))
    before = {name: held(town, name) for name in ("Ana", "Ben", "Dee", "Tom")}
    told = act(
        town, "Ana", "record", receivers=receivers, time=HOURS(100), done_on=TODAY, category="company kanari"
    ).value
    for name in ("Ben", "Dee"):
        assert act(town, name, "confirm", agreement=told.agreement).value.state == "done"
    assert act(town, "Tom", "confirm", agreement=told.agreement).value.state == "recognised"
    moved = {name: held(town, name) - before[name] for name in before}
    assert moved["Ana"] == 100
    assert sorted(moved[name] for name in ("Ben", "Dee", "Tom")) == [-34, -33, -33]
    assert Contribution.objects.filter(agreement__public_id=told.agreement).count() == 3
    assert ledger.verify()


def test_many_help_one(town: Town) -> None:
    givers = tuple(town.agents[name] for name in ("Ana", "Dee"))
    thread = act(town, "Cleo", "propose", givers=givers, receivers=(town.agents["Ben"],), category="company kanari")
    thread = thread.value.agreement
    before = held(town, "Ben")
    act(town, "Ana", "do", agreement=thread, time=HOURS(60))
    act(town, "Dee", "do", agreement=thread, time=HOURS(45))
    assert act(town, "Ben", "confirm", agreement=thread).value.minutes == 105
    assert held(town, "Ben") == before - 105


def test_recording_for_oneself_only(town: Town) -> None:
    other = {"givers": (town.agents["Dee"],), "receivers": (town.agents["Ben"],), "category": "company kanari"}
    said = {"time": HOURS(60), "done_on": TODAY}
    assert code(do("exchange.record", town.actor("Ana"), **other, **said)) == "NOT_ALLOWED"
    assert code(do("exchange.record", town.actor("Dee"), **other, **said)) == "done"


def test_the_desk_writes_down_help_for_whoever_says_so(town: Town) -> None:
    """Ana told the desk that she helped Ben: it stands as her word, and Ben is asked whether it is right."""
    said = {
        "givers": (town.agents["Ana"],), "receivers": (town.agents["Ben"],), "category": "company kanari",
        "time": HOURS(60), "done_on": TODAY, "for_": town.agents["Ana"],
    }  # fmt: skip
    assert code(do("exchange.record", town.actor("Tom"), **said)) == "NOT_ALLOWED"
    assert code(do("exchange.record", town.actor("Cleo"), **said | {"for_": town.agents["Tom"]})) == "NOT_FOUND"
    told = act(town, "Cleo", "record", **said).value
    row = Agreement.objects.get(public_id=told.agreement)
    assert row.is_by_desk
    assert [part.confirmed_at is not None for part in row.commitments.order_by("pk")] == [True, False]


def test_the_same_tap_twice_is_one_thread(town: Town) -> None:
    request = uuid4()
    one = act(town, "Ana", "propose", need=town.needs[0], request_id=request)
    two = act(town, "Ana", "propose", need=town.needs[0], request_id=request)
    assert one.value == two.value
    assert two.is_repeat


def test_thanks_come_from_whoever_was_helped(town: Town) -> None:
    helped = Contribution.objects.get(community=town.community).public_id
    for who, said in (("Ben", "done"), ("Cleo", "done"), ("Ana", "NOT_FOUND"), ("Tom", "NOT_FOUND")):
        assert code(do("exchange.thank", town.actor(who), contribution=helped, words="Thank you")) == said
    assert code(do("exchange.thank", town.actor("Ben"), contribution=uuid4(), words="Thank you")) == "NOT_FOUND"


def test_hours_are_put_right_in_the_open(town: Town) -> None:
    helped = Contribution.objects.get(community=town.community)
    right = {"contribution": helped.public_id, "time": HOURS(90), "reason": "It was an hour and a half"}
    assert code(do("exchange.correct", town.actor("Ana"), **right)) == "NOT_ALLOWED"
    assert code(do("exchange.correct", town.actor("Cleo"), **{**right, "reason": " "})) == "NO_REASON"
    before = Outbox.objects.count()
    act(town, "Cleo", "correct", **right)
    assert held(town, "Ana") == 90
    assert [one.amount for one in Contribution.objects.filter(corrected_by=None)] == [90]
    assert Outbox.objects.count() == before + 2
    assert code(do("exchange.correct", town.actor("Cleo"), **right)) == "ALREADY_REVERSED"
    assert ledger.verify()


def test_help_that_never_was_is_taken_back(town: Town) -> None:
    helped = Contribution.objects.get(community=town.community)
    act(town, "Cleo", "correct", contribution=helped.public_id, reason="It was another day")
    assert held(town, "Ana") == 0
    assert not Contribution.objects.filter(corrected_by=None).exists()


def test_another_town_is_not_there(towns: tuple[Town, Town]) -> None:
    here, there = towns
    thread = proposed(there)
    for verb, more in (("agree", {}), ("say", {"words": "Hello"}), ("do", {"time": HOURS(60)}), ("call_off", {})):
        assert code(do(f"exchange.{verb}", here.actor("Cleo"), agreement=thread, **more)) == "NOT_FOUND"
    assert code(do("exchange.propose", here.actor("Ana"), need=there.needs[0])) == "NOT_FOUND"
    elsewhere = Contribution.objects.get(community=there.community).public_id
    assert code(do("exchange.correct", here.actor("Cleo"), contribution=elsewhere, reason="Why")) == "NOT_FOUND"


def test_a_paused_member_is_left_in_peace(town: Town) -> None:
    Membership.objects.filter(agent__public_id=town.agents["Ben"]).update(state=Membership.PAUSED)
    assert code(do("exchange.propose", town.actor("Ana"), need=town.needs[0])) == "NOT_FOUND"


def test_hours_that_wait_stand_when_somebody_leaves(town: Town) -> None:
    """Whoever helped keeps what they gave, though nobody is there any more to say that it is right."""
    before, thread = held(town, "Ana"), done(town, 60)
    assert state(thread) == Agreement.DONE
    assert isinstance(do("people.leave", town.actor("Ben"), member=town.agents["Ben"]), Done)
    assert (state(thread), held(town, "Ana")) == (Agreement.RECOGNISED, before + 60)
    assert ledger.verify()
