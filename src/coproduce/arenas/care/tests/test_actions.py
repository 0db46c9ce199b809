"""Each verb of visiting: what it leaves behind, and what stands in its way, with one set-up."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from tests.fixtures.towns import NOON, TODAY
from tests.journeys.mouths import signed_in

from coproduce.arenas.care import COORDINATOR
from coproduce.arenas.care.actions.reviewing import CALLED_OFF, OFF
from coproduce.arenas.care.jobs import may_still_go, not_come_out, ring_rota
from coproduce.arenas.care.models import CardBatch, Case, Flag, Visit
from coproduce.arenas.care.queries.links import to_visit
from coproduce.arenas.care.rules.checklist import Answer
from coproduce.arenas.care.tests.town import CHAT, Ward
from coproduce.arenas.care.told import RING_THEM
from coproduce.community.base import clock
from coproduce.community.base.models import Outbox
from coproduce.community.exchange.models import Ask
from coproduce.community.people.concerns.queries import worry
from coproduce.community.people.models import Attestation, BarredPair, Concern, Membership
from coproduce.core.refusal import Refusal

pytestmark = pytest.mark.django_db

#: Everybody who is no broker and no coordinator: none of them does what the desk does.
NOT_THE_DESK = ("Tom", "Kim", "Rae", "Aud", "Sal")


def code(outcome: object) -> str:
    return outcome.code if isinstance(outcome, Refusal) else "done"


def arguments(ward: Ward, verb: str) -> dict[str, Any]:
    """What this verb takes, in a town where it can be done."""
    if verb == "care.print_cards":
        return {"size": 8}
    if verb == "care.record_tally":
        return {"batch": ward.done("Cleo", "print_cards", size=8).batch, "handed_out": 8}
    if verb == "care.take_on_visitor":
        ward.ready("Kim")
        return {"member": ward.town.agents["Kim"]}
    if verb == "care.describe_visitor":
        return {"member": ward.town.agents["Kim"], "activities": CHAT}
    case = ward.home()
    if verb == "care.triage":
        return {"case": case, "takes": True}
    ward.done("Dee", "triage", case=case, takes=True)
    if verb == "care.propose_visitors":
        return {"case": case}
    ward.done("Dee", "propose_visitors", case=case)
    if verb == "care.choose_visitor":
        return {"case": case}
    ward.done("Dee", "choose_visitor", case=case, visitor=ward.town.agents["Ana"])
    if verb == "care.answer_match":
        return {"case": case, "says_yes": True}
    ward.done("Ana", "answer_match", case=case, says_yes=True)
    if verb == "care.plan_visit":
        return {"case": case, "starts_at": NOON, "companion": ward.town.agents["Ben"]}
    if verb == "care.record_call":
        return {"case": case, "minutes": 5}
    if verb == "care.move_case":
        return {"case": case, "to": "cancelled", "reason": "Moved away"}
    visit = ward.planned(case)
    if verb == "care.check_in":
        return {"visit": visit}
    ward.done("Ana", "check_in", visit=visit)
    if verb == "care.check_out":
        return {"visit": visit}
    if verb == "care.write_answers":
        return {"visit": visit, "answers": (Answer("HEAT", "fine"),)}
    if verb == "care.close_case":
        return {"case": case, "how": "They ring each other"}
    ward.done("Ana", "write_answers", visit=visit, answers=(Answer("HEAT", "urgent"),))
    flag = Flag.objects.get().public_id
    return {"flag": flag} if verb == "care.acknowledge_flag" else {"flag": flag, "done": "Mended", "outcome": "seen to"}


DONE_BY_DESK = (
    "care.print_cards", "care.record_tally", "care.triage", "care.move_case", "care.close_case",
    "care.propose_visitors", "care.choose_visitor", "care.answer_match", "care.plan_visit", "care.check_in",
    "care.check_out", "care.write_answers", "care.record_call", "care.acknowledge_flag", "care.close_flag",
    "care.describe_visitor", "care.take_on_visitor",
)  # fmt: skip


@pytest.mark.parametrize("verb", DONE_BY_DESK)
def test_the_desk_does_it_and_nobody_else(ward: Ward, verb: str) -> None:
    said = arguments(ward, verb)
    for who in NOT_THE_DESK:
        assert code(ward.do(who, verb, **said)) in ("NOT_ALLOWED", "NOT_FOUND") or who == "Kim", (verb, who)
    assert code(ward.do("Dee", verb, **said)) == "done"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({}, "done"),
        ({"card": "22222-22223"}, "NOT_A_CARD"),
        ({"card": "22222-22222"}, "NO_SUCH_CARD"),
        ({"home_on": TODAY + timedelta(days=1)}, "IN_THE_FUTURE"),
        ({"home_on": TODAY - timedelta(days=100)}, "TOO_LONG_AGO"),
        ({"home_on": None}, "done"),
        ({"says": ()}, "NO_YES"),
        ({"says": ("C1",), "opened_by": "Mia"}, "NOT_THEIRS"),
        ({"says": (), "opened_by": "Mia"}, "done"),
        ({"says": ("C99",)}, "UNKNOWN_SCOPE"),
        ({"phone": ""}, "MISSING"),
        ({"channel": "page"}, "WRONG_CHANNEL"),
        ({"neighbourhood": "Atlantis"}, "UNKNOWN_NEIGHBOURHOOD"),
        ({"member": uuid4()}, "NOT_FOUND"),
        ({"red_flags": "r" * 601}, "TOO_LONG"),
    ],
)
def test_what_opens_a_card(ward: Ward, change: dict[str, Any], said: str) -> None:
    words = {"card": ward.card(), "name": "Ida", "phone": "01632 960 200", "says": ("C1",), "home_on": TODAY,
             "channel": "phone", **change}  # fmt: skip
    before = Membership.objects.count()
    assert code(ward.do("Cleo", "care.open_case", **words)) == said
    assert (Case.objects.count(), Membership.objects.count() - before) == ((1, 1) if said == "done" else (0, 0))


def test_a_card_opens_once_and_only_where_it_was_printed(ward: Ward) -> None:
    card = ward.card()
    ward.home(card=card)
    again = {"name": "Ivo", "phone": "01632 960 201", "says": ("C1",), "channel": "phone"}
    assert code(ward.do("Cleo", "open_case", card=card, **again)) == "NO_SUCH_CARD"


def test_whoever_is_visited_sees_nothing_else_of_the_town(ward: Ward) -> None:
    case = ward.home()
    theirs = ward.case(case).agent.membership
    assert theirs.roles == ["visited"]
    assert code(ward.do("Tom", "choose_visitor", case=case)) == "NOT_FOUND"


def test_nobody_is_taken_on_without_their_yes_or_with_one_on_the_rota(ward: Ward) -> None:
    case = ward.home(says=(), opened_by="Mia")
    assert code(ward.do("Dee", "triage", case=case, takes=True)) == "NO_YES"
    ward.done("Cleo", "people.consent", member=ward.case(case).agent.public_id, scope="C1", channel="spoken")
    dee = Membership.objects.get(agent=ward.agent("Dee"))
    dee.roles = ["link worker"]
    dee.save()
    assert code(ward.do("Cleo", "triage", case=case, takes=True)) == "ROTA_OF_ONE"
    dee.roles = [COORDINATOR]
    dee.save()
    assert code(ward.do("Dee", "triage", case=case, takes=False)) == "REASON_MISSING"
    assert code(ward.do("Dee", "triage", case=case, takes=True)) == "done"
    assert code(ward.do("Dee", "triage", case=case, takes=True)) == "NOT_NOW"


def test_a_no_costs_nothing_and_passes_on(ward: Ward) -> None:
    case = ward.home()
    ward.done("Dee", "triage", case=case, takes=True)
    ward.done("Dee", "propose_visitors", case=case)
    ward.done("Dee", "choose_visitor", case=case, visitor=ward.town.agents["Ana"])
    assert code(ward.do("Ben", "answer_match", case=case, says_yes=True)) == "NOT_FOUND"
    assert ward.done("Ana", "answer_match", case=case, says_yes=False).is_asked
    assert ward.case(case).asked_id == ward.agent("Ben").pk
    assert not ward.done("Ben", "answer_match", case=case, says_yes=False).is_asked
    assert ward.case(case).proposed == []
    assert ward.done("Dee", "propose_visitors", case=case).many == 2


def test_who_is_held_out_may_go_is_near_and_has_a_place_left(ward: Ward) -> None:
    ward.visitor("Tom", cap=1)
    case = ward.home(name="Ira")
    ward.done("Dee", "triage", case=case, takes=True)
    assert ward.done("Dee", "propose_visitors", case=case).many == 3
    ward.done("Dee", "choose_visitor", case=case, visitor=ward.town.agents["Tom"])
    ward.done("Tom", "answer_match", case=case, says_yes=True)
    other = ward.home(name="Ivy")
    ward.done("Dee", "triage", case=other, takes=True)
    assert str(ward.town.agents["Tom"]) not in [one["who"] for one in _held_out(ward, other)]
    pair = sorted((ward.case(other).agent_id, ward.agent("Ana").pk))
    BarredPair.objects.create(community=ward.town.community, one_id=pair[0], other_id=pair[1], since_on=TODAY)
    assert code(ward.do("Dee", "propose_visitors", case=other)) == "TOO_FEW"


def _held_out(ward: Ward, case: UUID) -> list[dict[str, Any]]:
    ward.done("Dee", "propose_visitors", case=case)
    return list(ward.case(case).proposed)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({}, "done"),
        ({"companion": None}, "ALONE"),
        ({"companion": "Ana"}, "SAME_ACCOUNT"),
        ({"companion": "Tom"}, "NOT_FOUND"),
        ({"kind": "call"}, "UNKNOWN_KIND"),
        ({"minutes": 3}, "WRONG_LENGTH"),
        ({"starts_at": NOON + timedelta(days=400)}, "CHECK_OVER"),
    ],
)
def test_what_can_be_planned(ward: Ward, change: dict[str, Any], said: str) -> None:
    case = ward.home()
    ward.matched(case)
    words: dict[str, Any] = {"companion": "Ben", "starts_at": NOON, **change}
    words["companion"] = ward.town.agents[words["companion"]] if words["companion"] else None
    assert code(ward.do("Ana", "plan_visit", case=case, **words)) == said


def test_without_their_yes_to_it_nobody_comes_to_the_door(ward: Ward) -> None:
    case = ward.home(says=("C1",))
    ward.matched(case)
    said = {"case": case, "starts_at": NOON, "companion": ward.town.agents["Ben"]}
    assert code(ward.do("Ana", "plan_visit", **said)) == "NO_ADDRESS"
    assert code(ward.do("Ana", "record_call", case=case, minutes=5)) == "done"
    ward.done("Cleo", "people.consent", member=ward.case(case).agent.public_id, scope="C2", channel="spoken")
    assert code(ward.do("Ana", "plan_visit", **said)) == "done"


@pytest.mark.parametrize("who", ["Ana", "Ben"])
def test_something_new_that_takes_a_higher_check_waits_for_it(ward: Ward, who: str) -> None:
    """What was planned is called off, at once and with no word of why; nobody is asked from a list of before."""
    case = ward.home()
    ward.matched(case)
    visit, later = ward.planned(case), ward.planned(case, starts_at=NOON + timedelta(days=3))
    there = ward.done("Ana", "check_in", visit=visit)
    member = ward.town.agents[who]
    ward.done(who, "describe_visitor", member=member, activities=(*CHAT, "lift to clinic"))
    assert ward.visit(later).cancelled_at == NOON and ward.visit(there.visit).cancelled_at is None
    told = Outbox.objects.filter(template__icontains="called off").values_list("to_agent", flat=True)
    assert sorted(told) == sorted([*(ward.agent(one).pk for one in ("Ana", "Ben", "Cleo", "Dee")),
                                   ward.case(case).agent_id])  # fmt: skip
    said = {"case": case, "starts_at": NOON + timedelta(days=3), "companion": ward.town.agents["Ben"]}
    assert code(ward.do("Ana", "plan_visit", **said)) == "NO_CHECK"
    ward.done("Cleo", "people.attest", member=member, kind="check", what="enhanced", issuer="DBS", seen_on=TODAY,
              until_on=TODAY + timedelta(days=365))  # fmt: skip
    assert code(ward.do("Ana", "plan_visit", **said)) == "done"
    refused = ward.do(who, "describe_visitor", member=member, activities=("personal care",))
    assert code(refused) == "NOT_DONE_HERE"


def _withdrawn(ward: Ward, _: UUID) -> None:
    for row in Attestation.objects.filter(agent=ward.agent("Ben"), kind="check"):
        ward.done("Cleo", "people.withdraw_attestation", attestation=row.public_id, why="It was taken back")


def _rests(ward: Ward, _: UUID) -> None:
    ward.done("Ben", "people.pause", member=ward.town.agents["Ben"])


@pytest.mark.parametrize("change", [_withdrawn, _rests])
def test_nobody_waits_for_whoever_may_not_come_any_more(ward: Ward, change: Callable[[Ward, UUID], None]) -> None:
    case = ward.home()
    ward.matched(case)
    visit = ward.planned(case, starts_at=NOON + timedelta(days=3))
    may_still_go(NOON)
    assert ward.visit(visit).cancelled_at is None
    change(ward, case)
    may_still_go(NOON)
    may_still_go(NOON + timedelta(minutes=15))
    assert ward.visit(visit).cancelled_at == NOON
    assert Outbox.objects.filter(template=CALLED_OFF).count() == 1


@pytest.mark.parametrize(
    ("who", "answer"),
    [
        ("Ana", Answer("SAFE", "urgent", "He shouts")),
        ("Ben", Answer("SAFE", "needs a hand", "He shouts")),
        ("Dee", Answer("MONEY", "urgent", "He shouts")),
    ],
    ids=("Ana", "Ben", "Dee"),
)
def test_unsafe_is_read_by_the_safeguarding_lead_alone(ward: Ward, who: str, answer: Answer) -> None:
    """Whoever writes it down: a visitor, the one along, or a coordinator who types in their paper."""
    Membership.objects.filter(agent=ward.agent("Dee")).update(roles=[COORDINATOR])
    case = ward.home()
    ward.matched(case)
    visit = ward.visited(case)
    assert ward.done(who, "write_answers", visit=visit, answers=(answer,)).flags == 0
    found = Concern.objects.get()
    ida = ward.case(case).agent
    assert (found.about, found.raised_by) == (ida, ward.agent("Ben" if who == "Ben" else "Ana"))
    read = worry(ward.town.actor("Sal"), found.public_id)
    assert read is not None and "He shouts" in read.words
    for other in ("Dee", "Cleo", "Ana", "Ben"):
        assert worry(ward.town.actor(other), found.public_id) is None
    assert ward.visit(visit).answers == {}
    assert not [row for row in Outbox.objects.all() if "He shouts" in f"{row.template} {row.values}"]
    assert not Outbox.objects.filter(to_agent=ida.pk, template__icontains="worr").exists()
    for other, page in (("Dee", f"person/{case}/"), ("Cleo", "list/"), ("Ana", f"visit/{visit}/")):
        shown = signed_in(ward.town, other).get(f"/{ward.town.slug}/care/{page}")
        assert shown.status_code == 200 and b"He shouts" not in shown.content


def test_a_worry_about_money_that_nobody_took_is_for_the_desk(ward: Ward) -> None:
    case = ward.home()
    ward.matched(case)
    ward.done("Ana", "write_answers", visit=ward.visited(case), answers=(Answer("MONEY", "needs a hand", "Gas bill"),))
    assert (Flag.objects.get().code, Concern.objects.count()) == ("MONEY", 0)


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ((Answer("HEAT", "fine"), Answer("HEAT", "urgent")), "TWICE"),
        ((Answer("GOLD", "fine"),), "UNKNOWN_QUESTION"),
        ((Answer("HEAT", "so so"),), "UNKNOWN_ANSWER"),
        ((Answer("HEAT", "fine", "w" * 301),), "TOO_LONG"),
        ((), "done"),
    ],
)
def test_what_can_be_answered(ward: Ward, answers: tuple[Answer, ...], said: str) -> None:
    case = ward.home()
    ward.matched(case)
    visit = ward.visited(case)
    assert code(ward.do("Ana", "write_answers", visit=visit, answers=answers)) == said


def test_the_rota_is_rung_one_after_another_until_somebody_answers(ward: Ward) -> None:
    arguments(ward, "care.acknowledge_flag")
    flag = Flag.objects.get()

    def rung(minutes: int) -> list[int]:
        now = NOON + timedelta(minutes=minutes)
        with clock.at(now):
            ring_rota(now)
        rows = Outbox.objects.filter(template__startswith="Urgent, from a visit").order_by("pk")
        return list(rows.values_list("to_agent", flat=True))

    dee, cleo = (ward.agent(name).pk for name in ("Dee", "Cleo"))
    assert rung(14) == [dee] and rung(15) == [dee, cleo] and rung(16) == [dee, cleo]
    assert rung(31) == [dee, cleo, dee]
    ward.done("Cleo", "acknowledge_flag", flag=flag.public_id)
    assert code(ward.do("Dee", "acknowledge_flag", flag=flag.public_id)) == "NOT_NOW"
    assert rung(300) == [dee, cleo, dee]


def test_who_has_not_come_out_is_missed_by_companion_desk_and_script(ward: Ward) -> None:
    arguments(ward, "care.check_out")
    visit = Visit.objects.get()

    def rung(minutes: int) -> str:
        now = NOON + timedelta(minutes=60 + minutes)
        with clock.at(now):
            not_come_out(now)
        visit.refresh_from_db()
        return visit.alarm

    before = Outbox.objects.filter(is_urgent=True).count()
    assert [rung(minutes) for minutes in (14, 15, 16, 30, 45, 46)] == ["", "buddy", "buddy", "desk", "script", "script"]
    assert Outbox.objects.filter(is_urgent=True).count() == before + 1 + 2 + 2
    rung_for_it = Outbox.objects.filter(is_urgent=True).order_by("pk")[before:]
    assert {one.link for one in rung_for_it} == {to_visit(visit)}, "to the page with the steps and the telephones"
    ward.done("Ben", "check_out", visit=visit.public_id)


def test_nothing_is_kept_of_a_readmission_without_their_yes_to_it(ward: Ward) -> None:
    case = ward.home()
    ward.matched(case)
    ward.visited(case)
    ward.done("Dee", "move_case", case=case, to="on-hold", reason="In hospital again")
    assert (ward.case(case).state, ward.case(case).reason) == ("on-hold", "")
    ward.done("Dee", "move_case", case=case, to="in-progress")
    ward.done("Cleo", "people.consent", member=ward.case(case).agent.public_id, scope="C5", channel="spoken")
    ward.done("Dee", "move_case", case=case, to="on-hold", reason="In hospital again")
    assert ward.case(case).reason == "In hospital again"


def test_whoever_hides_where_they_live_is_rung_instead(ward: Ward) -> None:
    case = ward.home()
    ward.matched(case)
    visit = ward.planned(case, starts_at=NOON + timedelta(days=2))
    ward.done("Cleo", "people.withdraw_consent", member=ward.case(case).agent.public_id, scope="C2")
    may_still_go(NOON)
    assert ward.visit(visit).cancelled_at is None
    told = Outbox.objects.filter(template=RING_THEM).values_list("to_agent", flat=True)
    assert sorted(told) == sorted(ward.agent(name).pk for name in ("Ana", "Ben"))
    with clock.at(NOON + timedelta(days=2)):
        assert code(ward.do("Ana", "check_in", visit=visit)) == "NO_ADDRESS"
        assert code(ward.do("Ana", "record_call", case=case, minutes=5)) == "done"


def test_whoever_takes_back_that_they_may_be_rung_is_left_in_peace_at_once(ward: Ward) -> None:
    """Whatever was planned is off, nobody rings, and no why is kept."""
    case = ward.home()
    ward.matched(case)
    visit = ward.planned(case, starts_at=NOON + timedelta(days=2))
    ida = ward.case(case).agent.public_id
    ward.done("Cleo", "people.withdraw_consent", member=ida, scope="C7")
    assert ward.case(case).state == "accepted" and ward.visit(visit).cancelled_at is None
    ward.done("Cleo", "people.withdraw_consent", member=ida, scope="C1")
    row = ward.case(case)
    assert (row.state, row.reason, row.address, row.next_call_on) == ("cancelled", "", "", None)
    assert ward.visit(visit).cancelled_at == NOON
    assert code(ward.do("Dee", "record_call", case=case, minutes=5, by_desk=True)) == "NOT_NOW"
    assert code(ward.do("Ana", "record_call", case=case, minutes=5)) == "NOT_NOW"


@pytest.mark.parametrize(
    ("activities", "level", "role", "said"),
    [
        (CHAT, "basic", "member", "done"),
        (CHAT, "enhanced", "member", "CHECK_TOO_HIGH"),
        ((*CHAT, "lift to clinic"), "enhanced", "member", "done"),
        (CHAT, "enhanced", "link worker", "done"),
    ],
)
def test_nobody_is_asked_for_a_higher_check_than_the_law_lets(
    ward: Ward, activities: tuple[str, ...], level: str, role: str, said: str
) -> None:
    """What they do decides it; whoever has another role may have shown it for that."""
    kim = ward.town.agents["Kim"]
    Membership.objects.filter(agent__public_id=kim).update(roles=["member", role])
    ward.done("Kim", "describe_visitor", member=kim, activities=activities)
    seen = {"member": kim, "kind": "check", "what": level, "issuer": "DBS", "seen_on": TODAY}
    assert code(ward.do("Cleo", "people.attest", **seen)) == said


def test_a_death_ends_everything_quietly_and_nobody_asks(ward: Ward) -> None:
    case = ward.home()
    ward.matched(case)
    first = ward.visited(case)
    ward.done("Ana", "check_out", visit=first)
    planned = ward.planned(case, starts_at=NOON + timedelta(days=2))
    ida = ward.case(case).agent
    assert Ask.objects.filter(agent=ida).exists()
    ward.done("Cleo", "people.leave", member=ida.public_id, ended="died")
    row = ward.case(case)
    assert (row.state, row.reason, row.address) == ("cancelled", "", "")
    assert ward.visit(planned).cancelled_at is not None
    ask = Ask.objects.get(agent=ida)
    assert code(ward.do("Cleo", "exchange.ask_back", ask=ask.public_id)) != "done"


@pytest.mark.parametrize("both", [("Ida", "Ana"), ("Ben", "Ida"), ("Ana", "Ben"), ("Ana",), ("Ben",)])
def test_who_must_not_meet_or_has_left_is_waited_for_by_nobody(ward: Ward, both: tuple[str, ...]) -> None:
    """Ana and Ben were to visit Ida: kept apart, or gone, it is off, and each who waits or would have gone hears it."""
    case = ward.home()
    ward.matched(case)
    planned = ward.planned(case, starts_at=NOON + timedelta(days=2))
    agents = {"Ida": ward.case(case).agent, "Ana": ward.agent("Ana"), "Ben": ward.agent("Ben")}
    Outbox.objects.all().delete()
    if len(both) == 1:
        ward.done("Cleo", "people.leave", member=agents[both[0]].public_id)
    else:
        one, other = (agents[name].public_id for name in both)
        ward.done("Cleo", "people.keep_apart", member=one, other=other, why="They asked")
    assert ward.visit(planned).cancelled_at is not None
    for name, words in (("Ida", CALLED_OFF), ("Ana", OFF), ("Ben", OFF)):
        told = Outbox.objects.filter(to_agent=agents[name].pk, template=words, is_urgent=True)
        assert told.count() == 1, name
    assert not any(
        name in f"{row.template}{row.values}" for row in Outbox.objects.filter(template=OFF) for name in both
    )


def test_what_is_urgent_is_seen_to_before_the_last_talk(ward: Ward) -> None:
    arguments(ward, "care.close_flag")
    case = Case.objects.get().public_id
    assert code(ward.do("Dee", "close_case", case=case, how="Fine")) == "FLAGS_OPEN"
    assert code(ward.do("Dee", "close_flag", flag=Flag.objects.get().public_id, done="x", outcome="gone")) == (
        "UNKNOWN_OUTCOME"
    )
    ward.done("Dee", "close_flag", flag=Flag.objects.get().public_id, done="Mended", outcome="seen to")
    assert code(ward.do("Dee", "close_case", case=case, how="")) == "MISSING"
    assert code(ward.do("Dee", "close_case", case=case, how="Fine")) == "done"


def test_nobody_is_taken_on_before_everything_is_done(ward: Ward) -> None:
    kim = ward.town.agents["Kim"]
    assert code(ward.do("Dee", "take_on_visitor", member=kim)) == "NOT_FOUND"
    ward.done("Kim", "describe_visitor", member=kim, activities=CHAT)
    refused = ward.do("Dee", "take_on_visitor", member=kim)
    assert isinstance(refused, Refusal) and refused.code == "NOT_YET"
    assert "references, check, training, shadowing, supervisor" in refused.sentence
    assert code(ward.do("Kim", "describe_visitor", member=kim, activities=CHAT, shadowed_on=TODAY)) == "NOT_ALLOWED"
    ward.ready("Kim")
    assert code(ward.do("Dee", "take_on_visitor", member=kim)) == "done"


def test_cards_are_counted(ward: Ward) -> None:
    batch = ward.done("Cleo", "print_cards", size=8).batch
    assert code(ward.do("Cleo", "print_cards", size=201)) == "WRONG_LENGTH"
    assert code(ward.do("Cleo", "record_tally", batch=batch, handed_out=9)) == "TOO_MANY"
    ward.done("Cleo", "record_tally", batch=batch, handed_out=8)
    assert CardBatch.objects.get(public_id=batch).handed_out == 8


def test_a_former_patients_own_first_visit_is_one_link_more(ward: Ward) -> None:
    """From card to the former patient's own first visit: the chain has a second step."""
    tom = ward.town.agents["Tom"]
    case = ward.done("Cleo", "open_case", card=ward.card(), member=tom, says=("C1", "C2", "C7"), channel="phone").case
    ward.matched(case)
    visit = ward.visited(case)
    with clock.at(NOON + timedelta(minutes=30)):
        ward.done("Ana", "check_out", visit=visit)
        ward.done("Dee", "close_case", case=case, needs_met=True, how="He is well")
        ask = Ask.objects.get(agent=ward.agent("Tom"), arena="care").public_id
        ward.done("Tom", "exchange.say_ready", ask=ask)
        assert code(ward.do("Ana", "exchange.ask_back", ask=ask)) != "done"
        ward.done("Cleo", "exchange.ask_back", ask=ask)
        ward.done("Tom", "exchange.answer", ask=ask, answer="yes")
        ward.visitor("Tom")
        other = ward.home(name="Ivo")
        ward.matched(other, "Tom")
        second = ward.done("Tom", "plan_visit", case=other, starts_at=NOON, companion=ward.town.agents["Ana"]).visit
        ward.done("Tom", "check_in", visit=second)
    row = ward.case(other)
    assert (row.generation, row.parent) == (1, ward.case(case))
