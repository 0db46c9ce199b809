"""The verbs of what is looked at: written down, renewed by a newer one, withdrawn. Each decision stands, with its why.

What runs out is not changed: a renewal is a new fact of its own.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from coproduce.community.base import clock
from coproduce.community.base.action import action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done
from coproduce.community.base.one import the_one
from coproduce.community.base.rooms import tell
from coproduce.community.people.models import Agent, Attestation, AttestationDecision, Membership, Upload
from coproduce.community.people.safeguarding.rules import LONGEST, Seen, may_attest
from coproduce.core.refusal import Refusal
from coproduce.core.words import may_say

NOBODY = Refusal("NOT_FOUND", "There is nobody of that name here.", "member")
NOTHING = Refusal("NOT_FOUND", "There is nothing like that written down here.", "attestation")
NOT_ONESELF = Refusal(
    "NOT_ONESELF", "Nobody looks at their own papers. Ask somebody else at the desk, or the safeguarding lead."
)


@dataclass(frozen=True, slots=True)
class Attested:
    """Which fact was written down, or withdrawn."""

    attestation: UUID


@action("people.attest", receipt=Attested)
def attest(
    actor: Actor,
    *,
    member: UUID,
    kind: str,
    what: str,
    issuer: str,
    number: str = "",
    seen_on: date | None = None,
    until_on: date | None = None,
    paper: UUID | None = None,
    why: str = "",
    request_id: UUID,
) -> Done[Attested] | Refusal:
    """Write down that something of a member was looked at: a check, an insurance, a training, a good word.

    `what` is the level of a check (basic, standard, enhanced), the name of a course, what is insured, or who says the
    good word. What the certificate says is not kept.
    """
    whose = the_one(Agent.objects.filter(community_id=actor.community_id, public_id=member, merged_into=None))
    if whose is None or Membership.objects.filter(agent=whose, state=Membership.LEFT).exists():
        return NOBODY
    return _keep(actor, whose, kind, what, issuer, number, seen_on, until_on, paper, why, AttestationDecision.RECORDED)


@action("people.renew_attestation", receipt=Attested)
def renew_attestation(
    actor: Actor,
    *,
    attestation: UUID,
    number: str = "",
    seen_on: date | None = None,
    until_on: date | None = None,
    paper: UUID | None = None,
    why: str = "",
    request_id: UUID,
) -> Done[Attested] | Refusal:
    """Write down that a newer one of the same was looked at. The old one stands as it was, the new one beside it."""
    old = _found(actor, attestation)
    if old is None or old.withdrawn_on:
        return NOTHING
    return _keep(
        actor, old.agent, old.kind, old.what, old.issuer, number, seen_on, until_on, paper, why,
        AttestationDecision.RENEWED,
    )  # fmt: skip


@action("people.withdraw_attestation", receipt=Attested)
def withdraw_attestation(actor: Actor, *, attestation: UUID, why: str, request_id: UUID) -> Done[Attested] | Refusal:
    """It counts no more from this day: written down by mistake, or taken back by whoever gave it out."""
    found = _found(actor, attestation)
    if found is None or found.withdrawn_on:
        return NOTHING
    if found.agent_id == actor.agent_id:
        return NOT_ONESELF
    if fault := may_say(why, "why", LONGEST["why"], "Say in a few words why, so that it can be understood later."):
        return fault
    found.withdrawn_on = clock.today(found.community.time_zone)
    found.save(update_fields=["withdrawn_on"])
    note(actor, found, AttestationDecision.WITHDRAWN, why)
    return Done(Attested(found.public_id))


def note(actor: Actor, about: Attestation, step: str, why: str = "") -> None:
    """Add to what was decided about it."""
    AttestationDecision.objects.create(
        attestation=about, step=step, by_id=actor.agent_id or 0, at=clock.now(), why=why.strip()
    )


def _keep(
    actor: Actor,
    whose: Agent,
    kind: str,
    what: str,
    issuer: str,
    number: str,
    seen_on: date | None,
    until_on: date | None,
    paper: UUID | None,
    why: str,
    step: str,
) -> Done[Attested] | Refusal:
    if whose.pk == actor.agent_id:
        return NOT_ONESELF
    today = clock.today(whose.community.time_zone)
    seen = Seen(kind, what.strip(), issuer.strip(), number.strip(), seen_on or today, until_on)
    fault = may_attest(seen, today) or may_say(why, "why", LONGEST["why"])
    if fault := fault or tell("check_shown", actor, whose, seen):
        return fault
    upload = Upload.objects.filter(agent=whose, kind=Upload.CERTIFICATE, public_id=paper).first() if paper else None
    if paper and upload is None:
        return Refusal("NOT_FOUND", "This picture was not handed in for them.", "paper")
    made = Attestation.objects.create(
        community_id=actor.community_id, agent=whose, kind=seen.kind, what=seen.what, issuer=seen.issuer,
        number=seen.number, seen_by_id=actor.agent_id or 0, seen_on=seen.seen_on, until_on=seen.until_on, paper=upload,
    )  # fmt: skip
    note(actor, made, step, why)
    return Done(Attested(made.public_id))


def _found(actor: Actor, attestation: UUID) -> Attestation | None:
    return the_one(
        Attestation.objects.select_for_update(of=("self",))
        .select_related("agent__community", "community")
        .filter(community_id=actor.community_id, public_id=attestation)
    )
