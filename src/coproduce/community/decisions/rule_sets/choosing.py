"""The verb with which a community picks a rule set, or copies one and changes it, by a decision that it cites."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from coproduce.community.base import clock
from coproduce.community.base.action import action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done
from coproduce.community.decisions.models import Decision
from coproduce.community.decisions.rules import may_cite
from coproduce.community.decisions.words import quoted
from coproduce.community.ledger import follow_rules
from coproduce.community.people.models import ChosenRules, Community
from coproduce.community.people.queries import myself
from coproduce.community.people.rule_sets.queries import rule_sets_of
from coproduce.core import rule_sets
from coproduce.core.refusal import Refusal
from coproduce.core.rule_sets import RuleSet, in_force, plain


@dataclass(frozen=True, slots=True)
class Chosen:
    """The choice, the version of the set, and the day it counts from."""

    id: UUID
    version: int
    from_on: date


@action("decisions.choose_rules", receipt=Chosen)
def choose_rules(
    actor: Actor,
    *,
    arena: str,
    rule_set: str,
    from_on: date,
    decision: UUID,
    changed: dict[str, Any] | None = None,
    request_id: UUID,
) -> Done[Chosen] | Refusal:
    """Count by this rule set from a day on; with `changed`, by a copy of it in which these values are others.

    `decision` is one that is written down, stands, and holds by then. From today on, never before: what was written
    down on a day stays judged by the rules of that day. Of two choices for one day the later one counts.
    """
    community = Community.objects.select_for_update().get(pk=actor.community_id)
    found = may_choose(community, arena, rule_set, from_on, changed)
    if isinstance(found, Refusal):
        return found
    found_decision = cited(community, decision, from_on)
    if isinstance(found_decision, Refusal):
        return found_decision
    shipped, ours = plain(next(one for one in rule_sets_of(arena) if _same(one, found)).values), plain(found.values)
    row = ChosenRules.objects.create(
        community=community,
        arena=arena,
        rule_set=found.slug,
        version=found.version,
        values=ours,
        changed={name: value for name, value in ours.items() if shipped[name] != value},
        from_on=from_on,
        decision=quoted(found_decision),
        decision_id=found_decision.public_id,
        chosen_by=myself(actor),
    )
    follow_rules(community.pk, clock.today(community.time_zone), actor=actor.agent_id)
    return Done(Chosen(row.public_id, row.version, from_on))


def may_choose(
    community: Community, arena: str, rule_set: str, from_on: date, changed: dict[str, Any] | None = None
) -> RuleSet[Any] | Refusal:
    """The set as it would count from that day, the community's changes in it, or what to mend."""
    sets = rule_sets_of(arena) if arena in community.arenas else ()
    if not sets:
        return Refusal("NO_ARENA", "Nothing here is counted by a rule set of that name.", "arena")
    if rule_set not in {one.slug for one in sets}:
        names = ", ".join(dict.fromkeys(one.slug for one in sets))
        return Refusal(
            "NOT_FOUND", "There is no such rule set. Choose one of: %(names)s.", "rule_set", {"names": names}
        )
    if from_on < clock.today(community.time_zone):
        return Refusal(
            "IN_THE_PAST",
            "Rules count from today or a later day: what was written down before stays as it was judged then.",
            "from_on",
        )
    found = in_force(sets, rule_set, from_on)
    if found is None:
        return Refusal(
            "NOT_IN_FORCE",
            "By its own source this set does not hold on that day. Choose another day or set.",
            "from_on",
        )
    ours = rule_sets.changed(found, changed or {})
    return replace(ours, field=f"changed.{ours.field}".rstrip(".")) if isinstance(ours, Refusal) else ours


def cited(community: Community, public_id: UUID, from_on: date) -> Decision | Refusal:
    """The decision something is to hold by from a day on, held so that nobody puts it right meanwhile, or why not."""
    found = Decision.objects.select_for_update().filter(community=community, public_id=public_id).first()
    if found is None:
        return Refusal("NOT_FOUND", "There is no such decision here. Write down what was decided first.", "decision")
    return may_cite(found.effective_on, Decision.objects.filter(corrects=found).exists(), from_on) or found


def _same(one: RuleSet[Any], other: RuleSet[Any]) -> bool:
    return (one.slug, one.version) == (other.slug, other.version)
