"""Looking at what a plan's rows come to: as the plan says, written down who looked, and refused otherwise."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from coproduce.community.base import clock
from coproduce.community.base.action import action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done
from coproduce.community.evidence.models import Plan
from coproduce.community.evidence.queries.plans import stands
from coproduce.community.evidence.rules import Asked, Result, forbidden
from coproduce.community.people.models import Community
from coproduce.core.refusal import Refusal
from coproduce.core.stats import Suppression


@dataclass(frozen=True, slots=True)
class Found:
    """What came out: letter, people, difference of the shares with its interval, share missing, and what to do."""

    plan: UUID
    design: str
    n: int | None
    difference: float | None
    low: float | None
    high: float | None
    missing_share: float | None
    do: str
    month: date | None


@action("evidence.analyse", receipt=Found)
def analyse(
    actor: Actor,
    *,
    plan: UUID,
    compare: str = "offer",
    covariates: tuple[str, ...] | None = None,
    follow_up_days: int | None = None,
    from_on: date | None = None,
    until_on: date | None = None,
    largest_hidden: int = Suppression().largest_hidden,
    request_id: UUID,
) -> Done[Found] | Refusal:
    """Look at what a plan's rows come to. What is left out is as the plan says; anything else is refused, and why.

    Who was visited is not held against who was not, nothing from after time zero is held equal, no window is moved,
    nobody looks before the end, and numbers of 1 to 7 people stay hidden.
    """
    row = Plan.objects.filter(community_id=actor.community_id, public_id=plan).first()
    if row is None:
        return Refusal("NOT_FOUND", "There is no such plan here.", "plan")
    today = clock.today(Community.objects.get(pk=actor.community_id).time_zone)
    asked = Asked(compare, covariates, follow_up_days, from_on, until_on, largest_hidden)
    if fault := forbidden(row.sheet, asked, today):
        return fault
    found = stands(row, today)
    if not isinstance(found.result, Result):
        assert found.result is not None
        return found.result
    figure = found.result.difference
    return Done(
        Found(row.public_id, figure.design, figure.n, figure.estimate, figure.low, figure.high, figure.missing_share,
              found.advice.do, found.advice.month)
    )  # fmt: skip
