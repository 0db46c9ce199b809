"""Whatever state a town is in, each path that brings people together answers what the pure rule answers on plain facts.

The facts are chosen here and written down; the rule is asked about them as they were chosen, and the paths about what
stands in the database: a thread proposed and agreed, a place taken, a group formed, a telephone shown, a suggestion.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from django.db import transaction

from coproduce.arenas.timebank.queries.suggesting import suggestions
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done
from coproduce.community.exchange.models import Agreement, Category, Commitment, Need, Slot
from coproduce.community.exchange.occasions.rules import SlotWanted
from coproduce.community.exchange.queries import contacts
from coproduce.community.exchange.rules import Intention
from coproduce.community.people.consents import TELEPHONE
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
from coproduce.community.people.safeguarding.checks import check_level, checks_of
from coproduce.community.people.safeguarding.meeting import MEET, MEET_ALONE, PURPOSES, Party, reasons
from coproduce.community.people.safeguarding.rules import LEVELS
from coproduce.core.refusal import Refusal
from tests.fixtures.towns import NOON, TODAY, Town, do
from tests.sample import IS_LONG

pytestmark = pytest.mark.django_db

#: Those whose state is left to chance; Cleo is at the desk.
PEOPLE = ("Ana", "Ben", "Dee", "Tom", "Kim", "Rae", "Aud")
SEEDS = range(30 if IS_LONG else 4)
PAIRS = 42 if IS_LONG else 8

#: The pure rule, or one with a hole.
Rule = Callable[..., Iterator[Any]]


@dataclass
class Facts:
    """What is so in the town, as it was chosen."""

    checks: str = ""
    trial_times: int = 0
    doing: tuple[str, ...] = ()
    parties: dict[str, Party] = field(default_factory=dict)
    apart: list[frozenset[int]] = field(default_factory=list)


@dataclass
class Begun:
    """What had begun before anything was so: threads, agreed ones, an occasion with somebody in it."""

    town: Town
    pks: dict[str, int]
    actors: dict[str, Actor]
    kind: Category
    pairs: list[tuple[str, str]]
    threads: dict[tuple[str, str], Agreement]
    agreed: dict[tuple[str, str], Agreement]
    slot: Slot
    first: str


def done(verb: str, actor: Actor, **arguments: Any) -> Any:
    outcome = do(verb, actor, **arguments)
    assert isinstance(outcome, Done), (verb, outcome)
    return outcome.value


def begin(town: Town, chance: Random) -> Begun:
    """Everybody is of age and awake: threads of some pairs, needs and offers of all, a place taken."""
    cleo = town.actor("Cleo")
    kind = Category.objects.get(community=town.community, name=f"company {town.canary}")
    pairs = [(a, b) for a in PEOPLE for b in PEOPLE if a != b]
    pairs = chance.sample(pairs, PAIRS)

    def thread(a: str, b: str) -> Agreement:
        sides = {"givers": (town.agents[a],), "receivers": (town.agents[b],)}
        return Agreement.objects.get(public_id=done("exchange.propose", cleo, category=kind.name, **sides).agreement)

    threads = {pair: thread(*pair) for pair in pairs}
    agreed = {pair: thread(*pair) for pair in pairs[: PAIRS // 2]}
    for pair, row in agreed.items():
        for name in pair:
            done("exchange.agree", cleo, agreement=row.public_id, for_=town.agents[name])
        row.refresh_from_db()
    for name in PEOPLE:
        said = {"member": town.agents[name], "scope": TELEPHONE, "channel": "spoken"}
        done("people.consent", cleo, **said)
        wish = (Intention(str(town.agents[name]), kind.name, f"Something {town.canary}", TODAY - timedelta(days=1)),)
        done("exchange.need", cleo, needs=wish)
        done("exchange.offer", cleo, offers=wish)
    done(
        "exchange.open_occasion", cleo, words="Tea", category=kind.name, starts_at=NOON + timedelta(days=3),
        ends_at=NOON + timedelta(days=3, hours=1), slots=(SlotWanted("Tea"),),
    )  # fmt: skip
    slot = Slot.objects.get(occasion__community=town.community)
    first = chance.choice(PEOPLE)
    done("exchange.sign_up", cleo, slot=slot.public_id, for_=town.agents[first])
    known = dict(Agent.objects.filter(community=town.community).values_list("public_id", "pk"))
    pks = {name: known[town.agents[name]] for name in (*PEOPLE, "Cleo")}
    actors = {name: town.actor(name) for name in (*PEOPLE, "Cleo")}
    return Begun(town, pks, actors, kind, pairs, threads, agreed, slot, first)


def befall(begun: Begun, chance: Random) -> Facts:
    """Anything may be so from now on: chosen, and written down."""
    here, cleo = begun.town.community, begun.pks["Cleo"]
    facts = Facts(
        chance.choice(("", "england")),
        chance.choice((0, 3)),
        chance.choice(((), ("chat",), ("lift to health care",), ("our basic check",), ("personal care",))),
    )
    Community.objects.filter(pk=here.pk).update(checks=facts.checks, trial_times=facts.trial_times)
    Category.objects.filter(pk=begun.kind.pk).update(activities=list(facts.doing))
    wordings = {
        scope: Wording.objects.create(
            community=here, scope=scope, version=1, words="w", words_hash="h", from_on=TODAY, written_at=NOON
        )
        for scope in (MEET, MEET_ALONE)
    }
    for name in PEOPLE:
        me = begun.pks[name]
        state = chance.choice(("active",) * 5 + ("paused", "left"))
        adult_on = chance.choice((None, None, None, TODAY, TODAY + timedelta(days=1)))
        settled_on = chance.choice((None, TODAY))
        Membership.objects.filter(agent=me).update(state=state, adult_on=adult_on, settled_on=settled_on)
        levels = set()
        if chance.random() < 0.5:
            until_on, withdrawn_on = chance.choice(((None, None), (TODAY, None), (TODAY - timedelta(days=1), None),
                                                    (None, TODAY)))  # fmt: skip
            level = chance.choice(LEVELS[1:])
            Attestation.objects.create(
                community=here, agent_id=me, kind="check", what=level, issuer="DBS", seen_by_id=cleo,
                seen_on=TODAY - timedelta(days=9), until_on=until_on, withdrawn_on=withdrawn_on,
            )  # fmt: skip
            levels = {level} if withdrawn_on is None and until_on != TODAY - timedelta(days=1) else set()
        is_minor = adult_on is not None and adult_on > TODAY
        guardians, yes = _guardians(begun, me, wordings, chance) if is_minor else (set(), set())
        facts.parties[name] = Party(
            me, state, is_minor, frozenset(guardians), frozenset(yes), frozenset(levels),
            facts.trial_times > 0 and settled_on is None,
        )  # fmt: skip
    for _ in range(3):
        one, other = sorted(chance.sample([begun.pks[name] for name in PEOPLE], 2))
        said_by = chance.choice((None, one, other))
        row = {"community": here, "one_id": one, "other_id": other, "asked_by_id": said_by}
        BarredPair.objects.get_or_create(**row, defaults={"since_on": TODAY})
        facts.apart.append(frozenset((one, other)))
    return facts


def _guardians(begun: Begun, ward: int, wordings: dict[str, Wording], chance: Random) -> tuple[set[int], set[str]]:
    """Somebody, or nobody, says yes for them, still or no more, to something or nothing, still or no more."""
    if chance.random() < 0.2:
        return set(), set()
    guardian = chance.choice([pk for pk in begun.pks.values() if pk != ward])
    has_ended = chance.random() < 0.2
    Guardian.objects.create(
        community=begun.town.community, ward_id=ward, guardian_id=guardian, written_by_id=begun.pks["Cleo"],
        since_on=TODAY, ended_on=TODAY if has_ended else None,
    )  # fmt: skip
    yes = set()
    for scope, wording in wordings.items():
        if chance.random() < 0.6:
            is_over = chance.random() < 0.2
            Consent.objects.create(
                agent_id=ward, wording=wording, scope=scope, given_by_id=guardian, channel="spoken", given_at=NOON,
                withdrawn_at=NOON if is_over else None,
            )  # fmt: skip
            if not (is_over or has_ended):
                yes.add(scope)
    return (set() if has_ended else {guardian}), yes


def disagreements(begun: Begun, facts: Facts, rule: Rule) -> Iterator[str]:
    """Each path that answers otherwise than the rule."""
    needed = check_level(facts.doing, checks_of(facts.checks, TODAY))
    cleo = Party(begun.pks["Cleo"], "active", is_newcomer=facts.trial_times > 0)

    def says_no(purpose: Any, giving: list[Party], receiving: list[Party], **more: Any) -> bool:
        return any(rule(giving, receiving, facts.apart, PURPOSES[purpose], needed, **more))

    def is_refused(verb: str, *whose: Party, **arguments: Any) -> bool:
        with transaction.atomic():
            outcome = do(verb, begun.actors["Cleo"], **arguments)
            transaction.set_rollback(True)
        if isinstance(outcome, Refusal) and outcome.code != "MAY_NOT_MEET":
            assert outcome.code == "NOT_FOUND" and any(one.state == "left" for one in whose), (verb, outcome)
        return isinstance(outcome, Refusal)

    for a, b in begun.pairs:
        gives, gets = facts.parties[a], facts.parties[b]
        ids = begun.town.agents[a], begun.town.agents[b]
        no = says_no("agree", [gives], [gets], introduced=True)
        named = {"givers": ids[:1], "receivers": ids[1:], "category": begun.kind.name}
        if is_refused("exchange.propose", gives, gets, **named) is not no:
            yield f"proposed: {a} for {b}"
        thread = begun.threads[a, b].public_id
        if is_refused("exchange.agree", gives, gets, agreement=thread, for_=ids[1]) is not no:
            yield f"agreed: {a} for {b}"
        said = {"kind": "household", "name": "Home", "members": ids}
        if is_refused("people.form_group", gives, gets, **said) is not says_no("group", [gives, gets], [gives, gets]):
            yield f"group: {a} and {b}"
    for (a, b), row in begun.agreed.items():
        found, _ = contacts(begun.actors[a], row)
        if bool(found) is says_no("contact", [facts.parties[a]], [facts.parties[b]]):
            yield f"contact: {b} to {a}"
    there = [facts.parties[begun.first]] if facts.parties[begun.first].state == "active" else []
    for name in PEOPLE:
        one = facts.parties[name]
        if name != begun.first:
            no = says_no("come", [one], [cleo, *there])
            if is_refused("exchange.sign_up", one, slot=begun.slot.public_id, for_=begun.town.agents[name]) is not no:
                yield f"place: {name}"
        if one.state == "active":
            yield from _suggested(begun, facts, name, says_no)


def _suggested(begun: Begun, facts: Facts, b: str, says_no: Callable[..., bool]) -> Iterator[str]:
    """Whom the desk is told to ask first; a guardian and their ward need no desk to find each other."""
    gets = facts.parties[b]
    fine = {a for a in PEOPLE if a != b and not says_no("suggest", [facts.parties[a]], [gets], introduced=True)}
    theirs = {a for a in fine if facts.parties[a].agent in gets.guardians or gets.agent in facts.parties[a].guardians}
    with transaction.atomic():
        Commitment.objects.filter(agreed_at=None).update(agreed_at=NOON)  # whoever was just asked is asked no more
        needs = list(Need.objects.filter(agent=gets.agent, category=begun.kind).select_related("agent__membership")[:1])
        first = suggestions(begun.actors["Cleo"], needs, TODAY)
        transaction.set_rollback(True)
    names = {begun.town.agents[name]: name for name in PEOPLE}
    chosen = {names.get(helper.public_id, "") for helper, _ in first.values()}
    if chosen - fine or (fine - theirs and not chosen):
        yield f"suggestion: {chosen or 'nobody'} for {b}"


@pytest.mark.promise("Two who may not meet are never brought together")
@pytest.mark.parametrize("seed", SEEDS)
def test_each_path_answers_what_the_rule_answers(town: Town, seed: int) -> None:
    chance = Random(f"{seed} {TODAY}")
    begun = begin(town, chance)
    assert not list(disagreements(begun, befall(begun, chance), reasons)), seed


def without_pairs(giving: Any, receiving: Any, apart: Any, asks: Any, needed: Any, **more: Any) -> Iterator[Any]:
    """A rule that forgets who must not meet."""
    return reasons(giving, receiving, [], asks, needed, **more)


def without_guardians(giving: Any, receiving: Any, apart: Any, asks: Any, needed: Any, **more: Any) -> Iterator[Any]:
    """A rule that forgets who is not of age."""
    return (one for one in reasons(giving, receiving, apart, asks, needed, **more) if one.code not in
            ("no guardian", "no yes", "alone"))  # fmt: skip


@pytest.mark.parametrize("planted", [without_pairs, without_guardians])
def test_a_rule_with_a_hole_is_seen(town: Town, planted: Rule) -> None:
    chance = Random(1)
    begun = begin(town, chance)
    for name in PEOPLE:  # nothing else keeps anybody away
        Membership.objects.filter(agent=begun.pks[name]).update(settled_on=TODAY)
    facts = Facts(parties={name: Party(begun.pks[name], "active") for name in PEOPLE})
    a, b = begun.pairs[0]
    one, other = sorted((begun.pks[a], begun.pks[b]))
    BarredPair.objects.create(community=town.community, one_id=one, other_id=other, since_on=TODAY)
    facts.apart = [frozenset((one, other))]
    young = next(name for name in PEOPLE if name not in (a, b))
    Membership.objects.filter(agent=begun.pks[young]).update(adult_on=TODAY + timedelta(days=1))
    facts.parties[young] = Party(begun.pks[young], "active", is_minor=True)
    assert not list(disagreements(begun, facts, reasons))
    assert list(disagreements(begun, facts, planted))
