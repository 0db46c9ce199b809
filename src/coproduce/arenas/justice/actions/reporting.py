"""The verb with which it begins: something went wrong, and somebody says so."""

from datetime import date
from uuid import UUID, uuid5

from coproduce.arenas.justice import FACILITATOR
from coproduce.arenas.justice.actions.whose import Moved, told
from coproduce.arenas.justice.models import ALTERNATIVES, REFERRERS, Matter
from coproduce.arenas.justice.outside import is_sealed
from coproduce.arenas.justice.queries.matters import here
from coproduce.arenas.justice.queries.near import contacts
from coproduce.arenas.justice.rules import Matter as Reported, eligible
from coproduce.arenas.justice.rules.matters import NOT_AT_ALL
from coproduce.community.base.action import action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done, Notice
from coproduce.community.base.one import the_one
from coproduce.community.people.models import Community, Membership
from coproduce.community.people.queries import HERE, agents
from coproduce.core.refusal import Refusal
from coproduce.core.words import may_say

NOBODY = Refusal("NOT_FOUND", "Choose somebody who is a member here.", "respondent")
OVER = Refusal("SENT_BEFORE", "This was sent before, and is over. To say something new, start again.", "request_id")
NEW = "Something new is to be answered. Please look at it."


@action("justice.report", receipt=Moved, sealed_with="matter")
def report(
    actor: Actor,
    *,
    kind: str,
    words: str,
    happened_on: date,
    respondent: UUID,
    harmed: UUID | None = None,
    signs: tuple[str, ...] = (),
    referred_by: str = "member",
    reference: str = "",
    alternative: str = "not known",
    request_id: UUID,
) -> Done[Moved] | Refusal:
    """Say that something went wrong. Serious harm is refused, with whom to call.

    Whoever was harmed says it of themselves; whoever leads circles writes down what a school or the police refers, and
    that nobody in particular was harmed where they name nobody.
    """
    # The number comes of the request, and is all that is left once it is sealed: sent again, nothing begins anew.
    number = uuid5(request_id, f"matter {actor.community_id}")
    if is_sealed(number):
        return OVER
    place = here(actor.community_id)
    leads = FACILITATOR in actor.roles
    did, hurt = _member(actor, respondent), _harmed(actor, harmed, leads)
    if did is None or isinstance(hurt, Refusal):
        return NOBODY
    who = hurt.agent_id if hurt else None
    known = Matter.objects.filter(community_id=actor.community_id)
    fault = eligible(
        Reported(
            kind, signs, did.agent_id, who or 0, contacts(did), contacts(hurt) if hurt else (), reference,
            tuple(known.exclude(reference="").values_list("reference", flat=True)),
        ),
        place.rules,
    )  # fmt: skip
    if (
        fault := fault
        or may_say(words, "words", 2000, "Say in a few words what happened.")
        or may_say(reference, "reference", 60)
    ):
        return fault
    if happened_on > place.today:
        return Refusal("IN_THE_FUTURE", "This day is still to come.", "happened_on")
    if referred_by not in REFERRERS:
        return Refusal("UNKNOWN_REFERRER", "Choose who refers it.", "referred_by")
    if alternative not in ALTERNATIVES:
        return Refusal("UNKNOWN_ALTERNATIVE", "Choose what would have happened otherwise.", "alternative")
    if known.filter(respondent=did.agent, harmed=who, happened_on=happened_on, kind=kind).exists():
        return Refusal("KNOWN", "This matter is here already: go on with that one.", "happened_on")
    row = Matter.objects.create(
        public_id=number, community_id=actor.community_id, kind=kind, words=words.strip(), happened_on=happened_on,
        referred_by=referred_by, reference=reference.strip(), alternative=alternative, reported_on=place.today,
        reported_by_id=actor.agent_id or 0, harmed_id=who, respondent=did.agent,
        harmed_way="" if hurt else NOT_AT_ALL, facilitator_id=actor.agent_id if leads else None,
    )  # fmt: skip
    others = [one for one in (row.harmed_id, row.respondent_id) if one != actor.agent_id]
    return Done(Moved(row.public_id, row.state), (*told(row, others), *(() if leads else _to_leaders(row))))


def _harmed(actor: Actor, harmed: UUID | None, leads: bool) -> Membership | Refusal | None:
    """Whoever was harmed: oneself; for whoever leads whom they name, or nobody in particular."""
    if harmed is None and leads:
        return None
    own = Membership.objects.filter(community_id=actor.community_id, agent=actor.agent_id or 0)
    found = the_one(own.select_related("agent")) if harmed is None else _member(actor, harmed)
    return found if found and (leads or found.agent_id == actor.agent_id) else NOBODY


def _member(actor: Actor, public_id: UUID) -> Membership | None:
    here_now = Membership.objects.filter(agent__in=agents(actor), agent__public_id=public_id, state__in=HERE)
    return the_one(here_now.select_related("agent"))


def _to_leaders(row: Matter) -> tuple[Notice, ...]:
    leaders = Membership.objects.filter(community=row.community_id, state=Membership.ACTIVE)
    leaders = leaders.filter(roles__icontains=FACILITATOR).exclude(agent__in=(row.respondent_id, row.harmed_id or 0))
    return told(Matter(community=Community.objects.get(pk=row.community_id), public_id=row.public_id),
                list(leaders.values_list("agent", flat=True)), NEW)  # fmt: skip
