"""Planning a study before anybody looks, or another instead of one that was planned otherwise."""

import secrets
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from coproduce.community.base import clock
from coproduce.community.base.action import action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done
from coproduce.community.evidence.models import Plan
from coproduce.community.evidence.rules import Sheet, may_plan
from coproduce.community.evidence.witnessed import PLAN
from coproduce.community.ledger import witness_rows
from coproduce.community.people.models import Community
from coproduce.community.people.queries import myself
from coproduce.core.refusal import Refusal

#: More people a year than any site has.
MOST_A_YEAR = 1_000_000


@dataclass(frozen=True, slots=True)
class Planned:
    """The plan, and the seal that follows from every word of it."""

    id: UUID
    seal: str


@action("evidence.plan", receipt=Planned)
def plan(
    actor: Actor,
    *,
    question: str,
    who: str,
    offer: str,
    compared_with: str,
    time_zero: str,
    outcome: str,
    follow_up_days: int,
    analysis: str,
    from_on: date,
    until_on: date,
    share_without: int,
    share_with: int,
    a_year: int,
    covariates: tuple[str, ...] = (),
    began_on: date | None = None,
    replaces: UUID | None = None,
    request_id: UUID,
) -> Done[Planned] | Refusal:
    """Plan a study before anybody looks: who, which offer, from when, what counts, for how long, what is held equal.

    It is sealed with the books. With `replaces` it stands instead of another, and both are read with their days.
    """
    sheet = Sheet(
        question.strip(), who.strip(), offer.strip(), compared_with.strip(), time_zero.strip(), outcome.strip(),
        follow_up_days, analysis, from_on, until_on, share_without, share_with, tuple(covariates), began_on,
    )  # fmt: skip
    if fault := may_plan(sheet):
        return fault
    if not 1 <= a_year <= MOST_A_YEAR:
        return Refusal("BAD_NUMBER", "Say how many people come in a year, both sides together.", "a_year")
    community = Community.objects.select_for_update().get(pk=actor.community_id)
    if Plan.objects.filter(community=community, seal=sheet.seal).exists():
        return Refusal("PLANNED_BEFORE", "This very plan is sealed here already. Bring its rows.", "question")
    before = _to_replace(community, replaces) if replaces else None
    if isinstance(before, Refusal):
        return before
    row = Plan(
        community=community,
        question=sheet.question,
        who=sheet.who,
        offer=sheet.offer,
        compared_with=sheet.compared_with,
        time_zero=sheet.time_zero,
        outcome=sheet.outcome,
        follow_up_days=follow_up_days,
        kind=analysis,
        from_on=from_on,
        until_on=until_on,
        began_on=began_on,
        share_without=share_without,
        share_with=share_with,
        covariates=list(sheet.covariates),
        a_year=a_year,
        seal=sheet.seal,
        replaces=before,
        replaced_rows=before.rows.count() if before else 0,
        written_by=myself(actor),
        written_at=clock.now(),
        salt=secrets.token_bytes(16),
    )
    row.words_commitment = PLAN.commits_to(row)
    row.save()
    witness_rows(PLAN, [row])
    return Done(Planned(row.public_id, row.seal))


def _to_replace(community: Community, public_id: UUID) -> Plan | Refusal:
    """The plan to stand instead of, if it stands."""
    before = Plan.objects.filter(community=community, public_id=public_id).first()
    if before is None:
        return Refusal("NOT_FOUND", "There is no such plan here.", "replaces")
    if hasattr(before, "replaced_by"):
        return Refusal("CHANGED_MEANWHILE", "Another plan stands instead of that one already.", "replaces")
    return before
