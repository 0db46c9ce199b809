"""The chain, step by step and without a name: who was visited, and whose own visits followed."""

from collections import Counter
from dataclasses import dataclass

from coproduce.arenas.care.models import Case as Row
from coproduce.arenas.care.rules import Case, Ended, Rules, by_generation, stopped
from coproduce.arenas.care.rules.outcomes import NOBODY
from coproduce.arenas.care.rules.states import CLOSED, COMPLETED
from coproduce.community.base import policy
from coproduce.community.base.actor import Actor
from coproduce.core.network import chain_reproduction
from coproduce.core.stats import Suppression


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the chain: how many were visited, how many ended, met and came to harm; None is from 1 to 7.

    From which share to which the last two could be; None where nobody said, or it would tell of few.
    """

    generation: int
    people: int | None
    ended: int | None
    met: int | None
    harmed: int | None
    met_between: tuple[float, float] | None
    harmed_between: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Steps:
    """The whole chain, k with its interval, of how many, and the steps in which harm stops new visitors."""

    rows: tuple[Step, ...]
    k: float | None
    interval: tuple[float, float]
    closed: int | None
    stops: tuple[int, ...]
    is_whole: bool


def ended(community_id: int) -> list[Ended]:
    """What became of each who was visited to the end."""
    rows = Row.objects.filter(community_id=community_id, state=COMPLETED)
    return [Ended(*said) for said in rows.values_list("generation", "needs_met", "harm")]


def cases(community_id: int) -> list[Case]:
    """Everybody somebody came to, and of whom they came."""
    rows = Row.objects.filter(community_id=community_id, first_visit_at__isnull=False)
    found = rows.values_list("pk", "parent", "state", "generation")
    return [Case(pk, parent, state in CLOSED, generation) for pk, parent, state, generation in found]


def steps(actor: Actor, rules: Rules) -> Steps | None:
    """The chain as this reader may see it; None for nobody. Small numbers are for the desk alone."""
    seen = policy.rule_on(actor, "care.read_figures")
    if seen == "deny":
        return None
    is_whole = seen == "allow"
    hide = (lambda n: n) if is_whole else Suppression().hide
    every, over = cases(actor.community_id), ended(actor.community_id)
    k, interval = chain_reproduction(every)
    closed = sum(1 for one in every if one.closed)
    if hide(closed) is None:
        k = None
    people, outcomes = Counter(one.generation for one in every), by_generation(over)

    def between(found: tuple[float, float], yes: int, of: int) -> tuple[float, float] | None:
        return found if of and not {hide(yes), hide(of - yes)} & {None} else None

    rows = []
    for generation in range(max(people, default=-1) + 1):
        one = outcomes.get(generation, NOBODY)
        is_few = hide(one.n) is None
        number, met, harmed = (None if is_few else hide(many) for many in (one.n, one.met, one.harmed))
        met_between = between(one.met_interval, one.met, one.said)
        harmed_between = between(one.harmed_interval, one.harmed, one.n)
        rows.append(Step(generation, hide(people[generation]), number, met, harmed, met_between, harmed_between))
    return Steps(tuple(rows), k, interval, hide(closed), stopped(over, rules), is_whole)
