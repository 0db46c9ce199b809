"""Who may not meet is kept apart, and told nothing about the other; the desk is told which reason there is."""

import itertools
from datetime import timedelta
from random import Random
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.fixtures.towns import NOON, TODAY, Town
from tests.journeys.mouths import signed_in

from coproduce.community.base.models import AuditRow
from coproduce.community.people.meet import Purpose, level_held, may_all_meet, may_be_suggested, may_meet, those_to_meet
from coproduce.community.people.models import (
    Agent,
    Attestation,
    BarredPair,
    Community,
    Consent,
    Guardian,
    Membership,
    Wording,
)
from coproduce.community.people.safeguarding.checks import ACTIVITIES, checks_of
from coproduce.community.people.safeguarding.meeting import MEET, MEET_ALONE, PURPOSES
from coproduce.community.people.safeguarding.rules import LEVELS
from coproduce.community.people.safeguarding.why import WORDS, why_not

pytestmark = pytest.mark.django_db
LIFT = ("lift to health care",)


def pk(town: Town, name: str) -> int:
    return Agent.objects.get(public_id=town.agents[name]).pk


def bar(town: Town, a: int, b: int) -> None:
    one, other = sorted((a, b))
    BarredPair.objects.create(community=town.community, one_id=one, other_id=other, since_on=TODAY)


def check(town: Town, whose: int, level: str = "enhanced", **change: Any) -> None:
    said = {"seen_on": TODAY, "until_on": TODAY + timedelta(days=9), "issuer": "DBS", **change}
    Attestation.objects.create(
        community=town.community, agent_id=whose, kind="check", what=level, seen_by_id=pk(town, "Sal"), **said
    )


def is_young(whose: int, days: int = 1) -> None:
    Membership.objects.filter(agent=whose).update(adult_on=TODAY + timedelta(days=days))


def guard(town: Town, ward: int, guardian: int, *scopes: str, **change: Any) -> None:
    """Write a guardian down, and what they said yes to."""
    here = {"community": town.community}
    Guardian.objects.create(ward_id=ward, guardian_id=guardian, written_by_id=pk(town, "Sal"), since_on=TODAY, **here)
    for scope in scopes:
        first = {"words": "w", "words_hash": "h", "from_on": TODAY, "written_at": NOON}
        wording, _ = Wording.objects.get_or_create(scope=scope, version=1, defaults=first, **here)
        said = {"given_by_id": guardian, "channel": "spoken", "given_at": NOON, **change}
        Consent.objects.create(agent_id=ward, wording=wording, scope=scope, **said)


@pytest.mark.parametrize(
    ("state", "purpose", "is_fine"),
    [
        ("active", "agree", True),
        ("active", "record", True),
        ("paused", "agree", False),
        ("paused", "come", False),
        ("paused", "suggest", False),
        ("paused", "contact", False),
        ("paused", "say", True),
        ("paused", "record", True),
        ("left", "record", False),
        ("left", "say", False),
        ("applied", "record", False),
        ("left", "agree", False),
    ],
)
def test_states(town: Town, state: str, purpose: Purpose, is_fine: bool) -> None:
    ana, ben = pk(town, "Ana"), pk(town, "Ben")
    assert may_meet(ana, ben, "agree") is None
    Membership.objects.filter(agent=ben).update(state=state)
    for pair in ((ana, ben), (ben, ana)):
        assert (may_meet(*pair, purpose) is None) is is_fine


@pytest.mark.promise("Two who may not meet are never brought together")
def test_members_are_told_one_sentence_whatever_the_reason(town: Town) -> None:
    ana, ben = pk(town, "Ana"), pk(town, "Ben")
    Community.objects.filter(pk=town.community.pk).update(checks="england", trial_times=3)
    Membership.objects.all().update(settled_on=TODAY)
    assert may_meet(ana, ben, "agree") is None
    said = [may_meet(ana, ben, "agree", LIFT), may_meet(ana, ben, "agree", ("medicines",))]
    for change in ({"state": "left"}, {"state": "paused"}, {"adult_on": TODAY + timedelta(days=1)}):
        before = Membership.objects.filter(agent=ben).values(*change).get()
        Membership.objects.filter(agent=ben).update(**change)
        said.append(may_meet(ana, ben, "agree"))
        Membership.objects.filter(agent=ben).update(**before)
    Membership.objects.filter(agent=ana).update(settled_on=None)
    said.append(may_meet(ana, ben, "agree"))
    bar(town, ana, ben)
    said.append(may_meet(ben, ana, "record"))
    assert len({one and (one.code, one.sentence, one.field) for one in said}) == 1
    assert None not in said


@pytest.mark.parametrize(
    ("level", "change", "doing", "is_fine"),
    [
        ("enhanced", {}, LIFT, True),
        ("enhanced", {"until_on": None}, LIFT, True),
        ("enhanced", {"until_on": TODAY}, LIFT, True),
        ("enhanced", {"until_on": TODAY - timedelta(days=1)}, LIFT, False),
        ("enhanced", {"withdrawn_on": TODAY}, LIFT, False),
        ("standard", {}, LIFT, False),
        ("basic", {}, ("our basic check",), True),
        ("enhanced", {}, ("our basic check",), True),
        ("enhanced", {}, ("personal care",), False),
        ("basic", {}, ("chat",), True),
    ],
)
def test_whoever_helps_is_checked_for_what_they_do(
    town: Town, level: str, change: dict[str, Any], doing: tuple[str, ...], is_fine: bool
) -> None:
    ana, ben = pk(town, "Ana"), pk(town, "Ben")
    check(town, ana, level, **change)
    purposes: tuple[Purpose, ...] = ("agree", "come", "visit", "suggest")
    assert all(may_meet(ana, ben, one, doing) is None for one in purposes), "the community chose no rules"
    Community.objects.filter(pk=town.community.pk).update(checks="england")
    assert {may_meet(ana, ben, one, doing) is None for one in purposes} == {is_fine}
    assert may_meet(ben, ana, "agree", LIFT) is not None, "it is asked of who helps, not of who is helped"
    assert may_meet(ana, ben, "record", doing) is None, "what was done was done"


@pytest.mark.parametrize(
    ("yes", "with_guardian", "two_adults", "alone"),
    [
        ((), False, False, False),
        ((), True, False, False),
        ((MEET,), True, True, False),
        ((MEET_ALONE,), True, True, True),
        ((MEET, MEET_ALONE), True, True, True),
        ((MEET_ALONE,), False, False, False),
    ],
)
@pytest.mark.parametrize("who_helps", ["the ward", "the adult"])
def test_a_guardian_says_yes_for_who_is_not_of_age(
    town: Town, yes: tuple[str, ...], with_guardian: bool, two_adults: bool, alone: bool, who_helps: str
) -> None:
    ana, ben, cleo, dee = (pk(town, name) for name in ("Ana", "Ben", "Cleo", "Dee"))
    is_young(ana)
    guard(town, ana, dee, *yes)
    if not with_guardian:
        Guardian.objects.update(ended_on=TODAY)
    sides = ((ana,), (ben,)) if who_helps == "the ward" else ((ben,), (ana,))
    more = ((ana,), (ben, cleo)) if who_helps == "the ward" else ((ben, cleo), (ana,))
    purposes: tuple[Purpose, ...] = ("agree", "come", "visit", "suggest", "contact", "say")
    for purpose in purposes:
        assert (may_all_meet(*sides, purpose) is None) is alone, purpose
        assert (may_all_meet(*more, purpose) is None) is two_adults, purpose
    assert may_all_meet(*sides, "record") is None
    if with_guardian:
        assert may_meet(ana, dee, "agree") is None, "their guardian is there"
        assert may_all_meet((ana,), (ben, dee), "agree") is None


@pytest.mark.parametrize(
    "change", [{"withdrawn_at": NOON}, {"expires_on": TODAY - timedelta(days=1)}, {"given_by_id": None}]
)
def test_a_yes_counts_while_it_stands_and_from_a_guardian(town: Town, change: dict[str, Any]) -> None:
    ana, ben, dee = pk(town, "Ana"), pk(town, "Ben"), pk(town, "Dee")
    is_young(ana)
    guard(town, ana, dee, MEET_ALONE, expires_on=TODAY)
    assert may_meet(ana, ben, "agree") is None
    Consent.objects.update(**change)
    assert may_meet(ana, ben, "agree") is not None


def test_on_the_day_they_come_of_age_nobody_is_asked(town: Town) -> None:
    ana, ben = pk(town, "Ana"), pk(town, "Ben")
    is_young(ana, 0)
    assert may_meet(ana, ben, "agree") is None


def test_two_who_are_not_of_age_need_an_adult_or_a_yes_each(town: Town) -> None:
    ana, ben, cleo, dee = (pk(town, name) for name in ("Ana", "Ben", "Cleo", "Dee"))
    is_young(ana)
    is_young(ben)
    guard(town, ana, dee, MEET_ALONE)
    assert may_meet(ana, ben, "agree") is not None
    guard(town, ben, dee, MEET)
    assert may_meet(ana, ben, "agree") is not None
    assert may_all_meet((ana,), (ben, cleo), "come") is not None, "one adult is one adult alone"
    assert may_all_meet((ana,), (ben, cleo, pk(town, "Tom")), "come") is None


def test_a_newcomer_helps_in_company_or_where_the_desk_introduced_them(town: Town) -> None:
    ana, ben, dee = pk(town, "Ana"), pk(town, "Ben"), pk(town, "Dee")
    assert may_meet(ana, ben, "agree") is None, "there is no trial here"
    Community.objects.filter(pk=town.community.pk).update(trial_times=3)
    assert may_meet(ana, ben, "agree") is not None
    assert may_meet(ana, ben, "agree", introduced=True) is None
    assert may_all_meet((ana, dee), (ben,), "agree") is None
    assert may_meet(ana, ben, "come") is None
    Membership.objects.filter(agent=ana).update(settled_on=TODAY)
    assert may_meet(ana, ben, "agree") is None, "who is helped may be new"
    assert may_meet(ben, ana, "agree") is not None


def test_a_pair_is_kept_apart_in_any_company(town: Town) -> None:
    ana, ben, dee = pk(town, "Ana"), pk(town, "Ben"), pk(town, "Dee")
    bar(town, ana, ben)
    for purpose in PURPOSES:
        assert may_all_meet((ana, dee), (ben,), purpose) is not None, purpose
        assert may_all_meet((dee,), (ben, ana), purpose) is None, purpose
    assert [one.agent_id for one in those_to_meet(ana, [ben, dee], "contact")] == [dee]


@pytest.mark.parametrize("purpose", ["contact", "agree", "record"])
def test_those_to_meet_are_those_who_may(town: Town, purpose: Purpose) -> None:
    pks = dict(Agent.objects.filter(community=town.community).values_list("name", "pk"))
    states = zip(sorted(pks), itertools.cycle(["active", "paused", "left", "applied", "active"]), strict=False)
    for name, state in states:
        Membership.objects.filter(agent=pks[name]).update(state=state)
    everybody = sorted(pks.values())
    active = list(Membership.objects.filter(state="active").order_by("agent").values_list("agent", flat=True))
    bar(town, *active[:2])
    told = {a: {one.agent_id for one in those_to_meet(a, everybody, purpose)} for a in everybody}
    assert told == {a: {b for b in everybody if b != a and may_meet(a, b, purpose) is None} for a in everybody}
    assert active[1] not in told[active[0]]
    assert any(told.values())


@pytest.mark.parametrize("purpose", ["agree", "record"])
def test_many_may_meet_where_each_two_may(town: Town, purpose: Purpose) -> None:
    """Of those who are of age: company changes nothing for them."""
    everybody = sorted(Agent.objects.filter(community=town.community).values_list("pk", flat=True))
    one, other, resting = everybody[:3]
    Membership.objects.filter(agent=resting).update(state="paused")
    bar(town, one, other)
    sides = [side for size in range(1, 3) for side in itertools.combinations(everybody, size)]
    apart = [(some, rest) for some in sides for rest in sides if not set(some) & set(rest)]
    by_twos = {(some, rest): all(may_meet(a, b, purpose) is None for a in some for b in rest) for some, rest in apart}
    assert {pair: may_all_meet(*pair, purpose) is None for pair in apart} == by_twos
    assert set(by_twos.values()) == {True, False}


def anyhow(town: Town, chance: Random) -> list[int]:
    """Everybody of a town in a state of chance."""
    Community.objects.filter(pk=town.community.pk).update(checks=chance.choice(["", "england", "own"]))
    everybody = sorted(Agent.objects.filter(community=town.community).values_list("pk", flat=True))
    for one in everybody:
        Membership.objects.filter(agent=one).update(
            state=chance.choice(["active", "active", "active", "paused", "left", "applied"]),
            adult_on=chance.choice([None, None, TODAY, TODAY + timedelta(days=1)]),
        )
        if chance.random() < 0.5:
            check(town, one, chance.choice(LEVELS[1:]), until_on=TODAY + timedelta(days=chance.choice([-1, 0, 1])))
        if chance.random() < 0.5:
            scopes = [scope for scope in (MEET, MEET_ALONE) if chance.random() < 0.6]
            guard(town, one, chance.choice([other for other in everybody if other != one]), *scopes)
    for _ in range(3):
        bar(town, *chance.sample(everybody, 2))
    return everybody


@pytest.mark.parametrize("seed", range(6))
def test_whom_the_desk_may_suggest_may_meet(town: Town, seed: int) -> None:
    """The form of many at once never lets through whom the rule keeps back."""
    chance = Random(seed)
    BarredPair.objects.all().delete()
    everybody = anyhow(town, chance)
    rules = checks_of(Community.objects.get(pk=town.community.pk).checks, TODAY)
    for whose in everybody:
        if may_all_meet((), (whose,), "suggest"):
            continue
        rows = Membership.objects.filter(may_be_suggested([whose], town.community.pk, TODAY), agent__in=everybody)
        held = dict(rows.exclude(agent=whose).annotate(held=level_held(TODAY)).values_list("agent", "held"))
        fine = {one for one in everybody if one != whose and may_meet(one, whose, "suggest", introduced=True) is None}
        assert held.keys() <= fine, (seed, whose)
        for one in held:
            may = rules is None or (held[one] or 0) >= LEVELS.index("enhanced")
            if rules and rules.activities.get(LIFT[0]):
                assert (may_meet(one, whose, "suggest", LIFT, introduced=True) is None) is may


def test_it_asks_little_however_many_there_are(town: Town) -> None:
    everybody = anyhow(town, Random(3))
    Community.objects.filter(pk=town.community.pk).update(checks="england")
    with CaptureQueriesContext(connection) as asked:
        may_all_meet(everybody[:4], everybody[4:], "agree", LIFT)
    assert len(asked) <= 5
    Membership.objects.update(adult_on=None)
    with CaptureQueriesContext(connection) as asked:
        may_meet(*everybody[:2], "agree", ("chat",))
    assert len(asked) == 2


@pytest.mark.parametrize(("who", "reads"), [("Cleo", True), ("Sal", True), ("Ana", False), ("Dee", False)])
def test_the_desk_reads_which_reason_and_that_is_written_down(town: Town, who: str, reads: bool) -> None:
    ana, ben = (Agent.objects.get(public_id=town.agents[name]) for name in ("Ana", "Ben"))
    bar(town, ana.pk, ben.pk)
    Membership.objects.filter(agent=ben).update(state="paused")
    said = why_not(town.actor(who), ana, ben, "agree")
    assert said == ([f"{ben.name} rests.", "These two must not meet."] if reads else None)
    noted = AuditRow.objects.filter(kind=AuditRow.READ, verb="people.read_why_not")
    assert [sorted(row.subjects) for row in noted] == ([sorted([ana.pk, ben.pk])] if reads else [])
    page = signed_in(town, who).get(f"/alder/people/{ana.public_id}/may-meet/?with={ben.public_id}&what=agree&kind=&q=")
    assert page.status_code == (200 if reads else 404)
    assert ("These two must not meet." in page.content.decode()) is reads


def test_the_desk_of_another_community_reads_nothing(towns: tuple[Town, Town]) -> None:
    alder, birch = towns
    ana, ben = (Agent.objects.get(public_id=birch.agents[name]) for name in ("Ana", "Ben"))
    assert why_not(alder.actor("Cleo"), ana, ben, "agree") is None
    there = f"/alder/people/{alder.agents['Ana']}/may-meet/?with={ben.public_id}"
    assert (
        "Ben" not in signed_in(alder, "Cleo").get(there).content.decode().split("<main", 1)[1].partition("</main>")[0]
    )
    assert signed_in(alder, "Cleo").get(f"/alder/people/{uuid4()}/may-meet/").status_code == 404


def test_every_reason_has_words_and_every_activity_is_known() -> None:
    assert set(WORDS) == {
        "gone", "resting", "apart", "not done here", "unchecked", "no guardian", "no yes", "alone", "newcomer"
    }  # fmt: skip
    assert LIFT[0] in ACTIVITIES
