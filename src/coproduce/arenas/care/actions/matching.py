"""The verbs of coming together: a few are held out, the person chooses, the visitor says yes; a no costs nothing."""

from dataclasses import dataclass
from uuid import UUID

from coproduce.arenas.care.actions.path import NO_CASE, NO_YES
from coproduce.arenas.care.consents import CONTACT
from coproduce.arenas.care.models import Case, VisitorProfile
from coproduce.arenas.care.queries.checked import as_checked
from coproduce.arenas.care.queries.held import case_asked_of, case_for
from coproduce.arenas.care.queries.here import here
from coproduce.arenas.care.queries.links import to_own_page
from coproduce.arenas.care.queries.matching import HELD_OUT, kept, suited
from coproduce.arenas.care.rules.states import ACCEPTED, IN_PROGRESS
from coproduce.community.base import clock
from coproduce.community.base.action import action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done, Notice
from coproduce.community.people.consent.queries import consents_to
from coproduce.community.people.meet import may_meet
from coproduce.core.refusal import Refusal

NOT_TAKEN_ON = Refusal("NOT_NOW", "Visitors are sought once somebody is taken on, and while visits go on.", "case")
TOO_FEW = Refusal(
    "TOO_FEW",
    "Fewer than two can come: a first visit is made by two. Find another visitor, or begin with a call.",
    "case",
)
NOT_HELD_OUT = Refusal("NOT_FOUND", "Choose one of those who were held out.", "visitor")


@dataclass(frozen=True, slots=True)
class HeldOut:
    """Which visits, and how many were held out to choose from."""

    case: UUID
    many: int


@dataclass(frozen=True, slots=True)
class Matched:
    """Which visits, whether somebody was asked, and whether they said yes."""

    case: UUID
    is_asked: bool
    is_agreed: bool


@action("care.propose_visitors", receipt=HeldOut)
def propose_visitors(actor: Actor, *, case: UUID, request_id: UUID) -> Done[HeldOut] | Refusal:
    """Hold out up to three who may visit and would suit, with the reasons. The person reads them, and chooses."""
    row = case_for(actor, "care.propose_visitors", case)
    if row is None:
        return NO_CASE
    if row.state not in (ACCEPTED, IN_PROGRESS):
        return NOT_TAKEN_ON
    if not consents_to(row.agent_id, CONTACT):
        return NO_YES
    found = suited(row, here(row.community).today, but=frozenset({row.visitor_id or 0} - {0}))
    if len(found) < (2 if row.visitor_id is None else 1):
        return TOO_FEW
    row.proposed, row.asked, row.asked_at = [kept(one) for one in found[:HELD_OUT]], None, None
    row.save(update_fields=["proposed", "asked", "asked_at"])
    link = to_own_page(row.community.slug)
    told = Notice(row.agent_id, "You can choose who visits you, or let the desk choose.", link=link)
    return Done(HeldOut(case, len(row.proposed)), (told,))


@action("care.choose_visitor", receipt=Matched)
def choose_visitor(
    actor: Actor, *, case: UUID, visitor: UUID | None = None, request_id: UUID
) -> Done[Matched] | Refusal:
    """Choose who is asked to visit, one of those held out; without a name it is the desk's choice, the best of them."""
    row = case_for(actor, "care.choose_visitor", case)
    if row is None:
        return NO_CASE
    if row.state not in (ACCEPTED, IN_PROGRESS):
        return NOT_TAKEN_ON
    left = [one for one in row.proposed if not one["said"]]
    chosen = next((one for one in left if visitor is None or one["who"] == str(visitor)), None)
    if chosen is None:
        return NOT_HELD_OUT
    return Done(Matched(case, True, False), (_ask(row, chosen["who"]),))


@action("care.answer_match", receipt=Matched)
def answer_match(actor: Actor, *, case: UUID, says_yes: bool, request_id: UUID) -> Done[Matched] | Refusal:
    """Say yes to visiting somebody, or no. A no is no mark on anybody: the next who was held out is asked."""
    row = case_asked_of(actor, "care.answer_match", case)
    if row is None or row.asked is None:
        return NO_CASE
    asked = row.asked
    said = next(one for one in row.proposed if one["who"] == str(asked.public_id))
    link = to_own_page(row.community.slug)
    if says_yes:
        profile = VisitorProfile.objects.get(agent=asked)
        if fault := may_meet(asked.pk, row.agent_id, "visit", as_checked(profile.activities), introduced=True):
            return fault
        row.visitor, row.asked, row.proposed = asked, None, []
        row.save(update_fields=["visitor", "asked", "proposed"])
        told = Notice(
            row.agent_id, "%(name)s comes to visit you, and somebody with them.", {"name": asked.name}, link=link
        )
        return Done(Matched(case, False, True), (told,))
    said["said"] = "no"
    row.asked, row.asked_at = None, None
    following = next((one for one in row.proposed if not one["said"]), None)
    if following is None:
        row.proposed = []
    row.save(update_fields=["proposed", "asked", "asked_at"])
    return Done(Matched(case, following is not None, False), (_ask(row, following["who"]),) if following else ())


def _ask(row: Case, who: str) -> Notice:
    """Ask one of those held out; they are the last to be asked again where others suit as well."""
    profile = VisitorProfile.objects.select_related("agent").get(agent__public_id=who, community=row.community_id)
    row.asked, row.asked_at = profile.agent, clock.now()
    row.save(update_fields=["asked", "asked_at"])
    VisitorProfile.objects.filter(pk=profile.pk).update(last_asked_at=row.asked_at)
    link = to_own_page(row.community.slug)
    return Notice(
        profile.agent_id, "Somebody who came home would like you to visit. Yes or no, both are fine.", link=link
    )
