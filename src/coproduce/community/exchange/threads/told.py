"""What becomes of threads when one leaves, two must not meet, or who is not of age would be alone with one adult."""

from datetime import date

from django.db.models import QuerySet

from coproduce.community.base.action import put_in_outbox
from coproduce.community.base.actor import clockwork
from coproduce.community.base.done import Notice
from coproduce.community.exchange.models import Agreement, Commitment
from coproduce.community.exchange.threads.hours import recognised
from coproduce.community.exchange.threads.taking_part import end, link
from coproduce.community.people.meet import may_all_meet
from coproduce.core.refusal import Refusal

#: The same for everybody who takes part, whoever asked and whatever the reason: it tells neither.
CALLED_OFF = "Called off: %(what)s. Nothing is owed. If it is still needed, ask the desk."


def leaving(community_id: int, agent: int) -> None:
    """Hours told and not confirmed yet stand now; what cannot stand is for the desk to look at."""
    told = Agreement.objects.select_for_update(of=("self",)).select_related("category", "community").order_by("pk")
    for row in told.filter(community=community_id, state=Agreement.DONE, pk__in=_of(agent)):
        outcome = recognised(clockwork(community_id), row)
        if isinstance(outcome, Refusal):
            end(row, Agreement.DISPUTED, ended=False)
        else:
            put_in_outbox(community_id, outcome.notices)


def apart(community_id: int, one: int, other: int) -> None:
    """What the two had begun with each other and not done yet is called off."""
    for row in _begun(community_id, one).filter(pk__in=_of(other)):
        _call_off(row)


def company_changed(community_id: int, today: date, agent: int | None = None) -> None:
    """What was begun with who is not of age is looked at again: all of it here, or what this agent takes part in."""
    young = Commitment.objects.filter(agent__membership__adult_on__gt=today).values("agreement")
    for row in _begun(community_id, agent).filter(pk__in=young):
        parts = list(row.commitments.values_list("agent_id", "side"))
        gives, receives = ([who for who, at in parts if at == side] for side in (Commitment.GIVES, Commitment.RECEIVES))
        if may_all_meet(gives, receives, "say"):
            _call_off(row)


def _begun(community_id: int, agent: int | None) -> QuerySet[Agreement]:
    """What is suggested or agreed and not done yet, held until the transaction ends."""
    found = Agreement.objects.select_for_update(of=("self",)).select_related("community").order_by("pk")
    found = found.filter(community=community_id, state__in=(Agreement.PROPOSED, Agreement.AGREED))
    return found if agent is None else found.filter(pk__in=_of(agent))


def _of(agent: int) -> QuerySet[Commitment, int]:
    return Commitment.objects.filter(agent=agent).values_list("agreement", flat=True)


def _call_off(row: Agreement) -> None:
    """At once and to everybody, so that nobody waits at a door, and nobody can tell by it who asked."""
    end(row, Agreement.CALLED_OFF)
    parts = row.commitments.order_by("pk").values_list("agent_id", flat=True)
    said = {"what": row.words}
    put_in_outbox(row.community_id, [Notice(one, CALLED_OFF, said, urgent=True, link=link(row)) for one in parts])
