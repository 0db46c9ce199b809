"""What many do together: goals by sums only, things that go round, things mended; and thanks that are nothing else."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction
from tests.fixtures.towns import NOON, TODAY, Town, do, told

from coproduce.arenas.play import rules
from coproduce.arenas.play.actions.thanking import GIVEN
from coproduce.arenas.play.jobs import ask_for_things
from coproduce.arenas.play.models import Festival, Given, Goal, Repair, Thing
from coproduce.arenas.play.queries.goals import goals, own, reached
from coproduce.arenas.play.queries.library import read_borrowers, sees_borrower, things
from coproduce.arenas.play.queries.repairs import records
from coproduce.arenas.play.tests.street import agent, announced, idea, not_of_age, over
from coproduce.arenas.play.tests.test_festivals import code, told_to
from coproduce.community import ledger
from coproduce.community.base import clock
from coproduce.community.base.models import AuditRow
from coproduce.community.exchange.models import Ask, Contribution
from coproduce.community.ledger.tests import test_forbidden as by_hand
from coproduce.community.people.models import Agent, Community
from coproduce.core.journal import Entry, Posting
from coproduce.core.quantity import HOURS, KG, THANKS, Unit, unit_of_money

pytestmark = pytest.mark.django_db


def apples(town: Town, who: str = "Ana", **more: object) -> UUID:
    said = {"name": f"Apples {town.canary}", "target": "100", "unit": "kg", **more}
    goal: UUID = told("play.set_goal", town.actor(who), **said).goal
    return goal


def drill(town: Town, who: str = "Ana", **more: object) -> UUID:
    thing: UUID = told("play.keep_thing", town.actor(who), name=f"Drill {town.canary}", **more).thing
    return thing


def now(goal: UUID) -> tuple[str, int, list[int]]:
    found = reached(Goal.objects.get(public_id=goal))
    return found.total, found.percent, [mark for mark, _ in found.celebrated]


def test_many_reach_a_goal_and_each_milestone_is_celebrated_once(town: Town) -> None:
    goal = apples(town)
    assert told("play.give", town.actor("Ben"), goal=goal, amount="40").celebrated == (25,)
    assert told("play.give", town.actor("Dee"), goal=goal, amount="35").celebrated == (50, 75)
    third = told("play.give", town.actor("Ana"), goal=goal, amount="30")
    assert third.celebrated == (100,)
    assert now(goal) == ("105 kg", 105, [25, 50, 75, 100])
    assert sum("per cent" in said for said in told_to(town, "Ben")) == 3, "once for each evening it went up"
    off = told("play.give", town.actor("Ana"), goal=goal, amount="-30", corrects=third.given)
    assert (off.celebrated, now(goal)) == ((), ("75 kg", 75, [25, 50, 75, 100]))
    assert told("play.give", town.actor("Ben"), goal=goal, amount="30,5").celebrated == ()
    assert now(goal)[0] == "105.5 kg"


def test_a_correction_says_what_it_puts_right_and_whose(town: Town) -> None:
    goal, ana, ben = apples(town), town.actor("Ana"), town.actor("Ben")
    given = told("play.give", ben, goal=goal, amount="10").given
    for who, said, refused in (
        (ben, {"amount": "-1"}, "NO_REFERENCE"),
        (ben, {"amount": "0"}, "NOT_POSITIVE"),
        (ben, {"amount": "ten"}, "NOT_A_NUMBER"),
        (ben, {"amount": "0.0001"}, "NOT_A_NUMBER"),
        (ben, {"amount": "9" * 20}, "NOT_A_NUMBER"),
        (ben, {"amount": "1e2"}, "NOT_A_NUMBER"),
        (ben, {"amount": "1,000"}, "NOT_A_NUMBER"),
        (ben, {"amount": "1001"}, "FAR_MORE"),
        (ben, {"amount": "-11", "corrects": given}, "TOO_LARGE"),
        (ben, {"amount": "-1", "corrects": uuid4()}, "NOT_FOUND"),
        (town.actor("Dee"), {"amount": "-1", "corrects": given}, "NOT_FOUND"),
        (ben, {"amount": "-1", "corrects": given}, ""),
        (ana, {"amount": "-1", "corrects": given}, ""),
        (town.actor("Cleo"), {"amount": "-1", "corrects": given}, ""),
        (ben, {"amount": "1", "goal": uuid4()}, "NOT_FOUND"),
    ):
        assert code(do("play.give", who, **{"goal": goal, **said})) == refused, said
    assert now(goal)[0] == "7 kg"
    assert [line.amount for line in own(ben, Goal.objects.get(public_id=goal))] == [10_000]


def test_without_a_name_nothing_leads_to_anybody(town: Town) -> None:
    goal = apples(town)
    given = told("play.give", town.actor("Ben"), goal=goal, amount="60", is_unnamed=True)
    assert given.given is None
    row = Given.objects.get()
    assert row.agent is None
    assert str(row.public_id) not in "".join(str(one.receipt) for one in AuditRow.objects.all())
    assert not any("Together" in said for said in told_to(town, "Ben"))


@pytest.mark.parametrize(
    ("said", "refused"),
    [
        ({"target": "0"}, "GOAL_NOT_POSITIVE"),
        ({"target": "-3"}, "GOAL_NOT_POSITIVE"),
        ({"target": "much"}, "NOT_A_NUMBER"),
        ({"target": "9" * 20}, "NOT_A_NUMBER"),
        ({"name": ""}, "MISSING"),
        ({"unit": ""}, "MISSING"),
        ({"milestones": ()}, "WRONG_MILESTONES"),
        ({"milestones": (0, 50)}, "WRONG_MILESTONES"),
        ({"milestones": (50, 1001)}, "WRONG_MILESTONES"),
        ({"milestones": tuple(range(1, 22))}, "WRONG_MILESTONES"),
        ({"milestones": (110, 10)}, ""),
        ({"festival": uuid4()}, "NOT_FOUND"),
        ({"target": "0.5"}, ""),
    ],
)
def test_a_goal_is_more_than_nothing(town: Town, said: dict[str, object], refused: str) -> None:
    whole = {"name": "Apples", "target": "100", "unit": "kg", **said}
    assert code(do("play.set_goal", town.actor("Ana"), **whole)) == refused


def test_a_challenge_has_a_goal(town: Town) -> None:
    festival = idea(town, kind="challenge")
    goal = apples(town, festival=festival)
    assert list(Festival.objects.get().goals.values_list("public_id", flat=True)) == [goal]
    assert [row.name for row in goals(town.actor("Ben"))] == [f"Apples {town.canary}"]


def test_a_thing_goes_round_and_nobody_knows_who_had_it(town: Town) -> None:
    thing, ana, ben = drill(town, days=7), town.actor("Ana"), town.actor("Ben")
    assert code(do("play.borrow_thing", ana, thing=thing)) == "OWN_THING"
    assert told("play.borrow_thing", ben, thing=thing).until_on == TODAY + timedelta(days=7)
    assert code(do("play.borrow_thing", town.actor("Dee"), thing=thing)) == "LENT"
    assert code(do("play.keep_thing", ana, name=f"Drill {town.canary}", is_here=False)) == "LENT"
    assert code(do("play.bring_back", town.actor("Dee"), thing=thing)) == "NOT_LENT"
    row = Thing.objects.get()
    seen = {who: sees_borrower(town.actor(who), row) for who in ("Ana", "Ben", "Cleo", "Dee")}
    assert seen == {"Ana": True, "Ben": True, "Cleo": True, "Dee": False}
    looks = AuditRow.objects.filter(kind=AuditRow.READ).count()
    read_borrowers(ana, [row])
    assert AuditRow.objects.filter(kind=AuditRow.READ).count() == looks
    read_borrowers(town.actor("Cleo"), [row])
    assert AuditRow.objects.filter(kind=AuditRow.READ).count() == looks + 1
    told("play.bring_back", ben, thing=thing, words="It sang")
    row.refresh_from_db()
    assert (row.borrower, row.due_on, row.times_lent) == (None, None, 1)
    [thanked] = Contribution.objects.filter(arena="play")
    assert (thanked.giver, thanked.unit, thanked.amount) == (agent(town, "Ana"), "thanks", 1)
    assert Ask.objects.filter(arena="play", agent=agent(town, "Ben")).exists()
    assert any("It sang" in said for said in told_to(town, "Ana"))
    assert code(do("play.bring_back", ben, thing=thing)) == "NOT_LENT"
    told("play.keep_thing", ana, name=f"Drill {town.canary}", is_here=False)
    assert not things(ana).exists()


def test_late_is_told_once_and_kindly(town: Town) -> None:
    told("play.borrow_thing", town.actor("Ben"), thing=drill(town))
    asked = []
    for days in (21, 23, 24, 25, 40):
        with clock.at(NOON + timedelta(days=days)):
            ask_for_things(NOON)
        asked.append(sum("You still have" in said for said in told_to(town, "Ben")))
    assert asked == [0, 0, 1, 1, 1]


def test_who_may_not_meet_does_not_lend_to_each_other(town: Town) -> None:
    thing = drill(town)
    not_of_age(town, says_yes=False)
    assert code(do("play.borrow_thing", town.actor("Rae"), thing=thing)) == "MAY_NOT_MEET"
    told("people.block", town.actor("Ben"), member=town.agents["Ana"])
    assert code(do("play.borrow_thing", town.actor("Ben"), thing=thing)) in ("MAY_NOT_MEET", "NOT_FOUND")
    assert not things(town.actor("Ben")).exists()


@pytest.mark.parametrize(
    ("said", "refused"),
    [({"name": ""}, "MISSING"), ({"kind": "car"}, "UNKNOWN_KIND"), ({"days": 0}, "WRONG_DAYS"),
     ({"days": 367}, "WRONG_DAYS"), ({"days": 366}, ""), ({"words": "x" * 301}, "TOO_LONG")],
)  # fmt: skip
def test_what_is_put_on_the_shelf(town: Town, said: dict[str, object], refused: str) -> None:
    assert code(do("play.keep_thing", town.actor("Ana"), **{"name": "Drill", **said})) == refused


KETTLE = {"item": "Kettle", "problem": "Does not switch off", "status": "Fixed", "category": "Kettle"}


def test_what_was_mended_is_thanked_for_and_asked_back(town: Town) -> None:
    announced(town)
    here = over(town).public_id
    said = {**KETTLE, "weight": KG(900), "brought_by": town.agents["Dee"], "occasion": here}
    written = told("play.write_repair", town.actor("Ben"), **said)
    assert Contribution.objects.get(entry=written.entry).giver == agent(town, "Ben")
    assert Ask.objects.filter(arena="play", agent=agent(town, "Dee")).exists()
    own_thing = told("play.write_repair", town.actor("Ben"), **{**KETTLE, "brought_by": town.agents["Ben"]})
    visitor = told("play.write_repair", town.actor("Cleo"), for_=town.agents["Ben"], **KETTLE)
    assert (own_thing.entry, visitor.entry) == (None, None)
    for changed, refused in (
        ({"weight": HOURS(60)}, "UNIT_MISMATCH"),
        ({"status": "Gone"}, "UNKNOWN_STATUS"),
        ({"on": TODAY + timedelta(days=1)}, "IN_THE_FUTURE"),
        ({"occasion": uuid4()}, "NOT_FOUND"),
        ({"brought_by": uuid4()}, "NOT_FOUND"),
    ):
        assert code(do("play.write_repair", town.actor("Ben"), **{**said, **changed})) == refused
    table = list(records(town.actor("Ana")))
    assert all(tuple(one) == rules.FIELDS for one in table)
    assert [table[0][name] for name in ("country", "group_identifier", "event_date", "partner_product_category")] == [
        "GBR", town.slug, TODAY.isoformat(), "Kettle"
    ]  # fmt: skip
    assert not any(town.canary in value for one in table for value in one.values() if "Town" not in value)
    told("exchange.correct", town.actor("Cleo"), contribution=Contribution.objects.get(entry=written.entry).public_id,
         reason="It was Dee's brother")  # fmt: skip
    assert Repair.objects.get(public_id=written.repair).entry is None


POUNDS = unit_of_money("GBP")


@pytest.mark.parametrize("benefits_safe", [True, False])
@pytest.mark.parametrize(("unit", "amount"), [(HOURS, 60), (POUNDS, 500), (KG, 1000)])
@pytest.mark.promise("Attendance and thanks never become hours or money")
def test_thanks_are_exchanged_for_nothing(town: Town, unit: Unit, amount: int, benefits_safe: bool) -> None:
    """Neither by the program nor past it: the database itself refuses, whatever members decided."""
    Community.objects.filter(slug=town.slug).update(benefits_safe=benefits_safe)
    told("play.write_repair", town.actor("Ben"), **KETTLE, brought_by=town.agents["Dee"])
    place = town.community.pk
    ben = agent(town, "Ben").pk
    mine = ledger.member_account(place, ben, THANKS)
    theirs = ledger.member_account(place, agent(town, "Dee").pk, THANKS)
    issuing = ledger.issuing_account(place, THANKS, GIVEN)
    paid, pot = ledger.member_account(place, ben, unit), ledger.pot_account(place, unit, "A pot")
    assert ledger.balance(mine) == THANKS(1)
    back, pay = (
        (Posting(mine, THANKS(-1)), Posting(issuing, THANKS(1))),
        (Posting(paid, unit(amount)), Posting(pot, unit(-amount))),
    )
    sold = Entry(uuid4(), place, "exchange", "play", TODAY, (*back, *pay), arena="play")
    passed_on = replace(sold, postings=(Posting(mine, THANKS(-1)), Posting(theirs, THANKS(1))))
    assert [code(ledger.post(one)) for one in (sold, passed_on)] == ["NOT_CONVERTIBLE", "NOT_TRANSFERABLE"]
    assert [past_the_program(one) for one in (sold, passed_on)] == [True, True]
    assert [past_the_program(replace(sold, postings=one)) for one in (back, pay)] == [False, False], "each by itself"


def past_the_program(entry: Entry) -> bool:
    """Whether the database refuses these rows, written without asking the program: all sides at once, then the head."""
    insert, _, row = by_hand.LINE.partition(" VALUES ")
    sides = [(by_hand.NEW, one.account, one.amount.unit.code, one.amount.minor) for one in entry.postings]
    lines = f"{insert} VALUES {', '.join([row] * len(sides))}"
    client = entry.client_id.hex if connection.vendor == "sqlite" else str(entry.client_id)
    with transaction.atomic():
        values = [value for side in sides for value in side]
        is_refused = by_hand.refused("", [(lines, values), (by_hand.HEADER, [by_hand.NEW, client])])
        transaction.set_rollback(True)
    return is_refused


def test_of_who_leaves_nothing_is_lent_and_ideas_end(town: Town) -> None:
    festival, thing = idea(town), drill(town)
    told("play.borrow_thing", town.actor("Ben"), thing=thing)
    bens = drill(town, "Ben")
    told("play.borrow_thing", town.actor("Dee"), thing=bens)
    told("people.leave", town.actor("Ben"), member=town.agents["Ben"])
    assert list(Thing.objects.values_list("public_id", "borrower")) == [(thing, None)]
    assert any("had your" in said for said in told_to(town, "Ana"))
    assert any("left, and their" in said for said in told_to(town, "Dee"))
    told("people.leave", town.actor("Ana"), member=town.agents["Ana"])
    assert Festival.objects.get(public_id=festival).state == "cancelled"
    assert not Thing.objects.exists()


def test_two_records_of_one_person_become_one(town: Town) -> None:
    festival, goal = idea(town, "Dee"), apples(town, "Dee")
    told("play.back_festival", town.actor("Ben"), festival=festival)
    told("play.give", town.actor("Ben"), goal=goal, amount="1")
    drill(town, "Ben")
    drill(town, "Ana")
    told("play.write_repair", town.actor("Ben"), **KETTLE)
    cleo = town.actor("Cleo")
    told("people.merge", cleo, keep=town.agents["Ana"], gone=town.agents["Ben"])
    ana = Agent.objects.get(public_id=town.agents["Ana"])
    assert Festival.objects.get().backed_by == [ana.pk]
    assert (Given.objects.get().agent, Thing.objects.get().keeper, Repair.objects.get().mender) == (ana, ana, ana)
