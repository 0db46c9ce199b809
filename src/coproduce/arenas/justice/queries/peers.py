"""Who could hear a matter: those who said yes and learned for it, without whoever is too near to either side."""

from collections.abc import Iterable
from datetime import date

from coproduce.arenas.justice.consents import BEEN_THROUGH, SERVE
from coproduce.arenas.justice.models import Matter, Seat
from coproduce.arenas.justice.rules import Exclusion, Peer, panel
from coproduce.arenas.justice.rules.matters import IN_PERSON
from coproduce.community.people.consent.queries import consenting
from coproduce.community.people.meet import those_to_meet
from coproduce.community.people.models import Agent, Attestation, Guardian, Membership
from coproduce.community.people.safeguarding.queries import in_date
from coproduce.core.refusal import Refusal

#: What the training is called that a peer has been to.
TRAINING = "Sitting in a circle"


def drawn(row: Matter, size: int, seed: str, near: Iterable[int], today: date) -> list[Agent] | Refusal:
    """Who is drawn for this matter, in the order of their lots, or how many are missing."""
    willing = Membership.objects.filter(
        community=row.community, state=Membership.ACTIVE, agent__in=consenting(SERVE, today), agent__merged_into=None
    ).exclude(agent__in=_too_near(row, near))
    trained = Attestation.objects.filter(in_date(today), kind=Attestation.TRAINING, what=TRAINING)
    pool = list(willing.filter(agent__in=trained.values("agent")).select_related("agent").order_by("pk"))
    may = {one.agent_id for one in pool}
    for side in (row.respondent_id, row.harmed_id if row.harmed_way == IN_PERSON else None):
        if side is not None and may:
            may &= {one.agent_id for one in those_to_meet(side, may, "come")}
    been = set(consenting(BEEN_THROUGH, today).filter(agent__in=may))
    peers = [Peer(str(one.agent.public_id), has_been_through=one.agent_id in been) for one in pool]
    apart = [Exclusion(str(one.agent.public_id), "may not meet") for one in pool if one.agent_id not in may]
    names = panel(peers, apart, size, seed)
    if isinstance(names, Refusal):
        return names
    agents = {str(one.agent.public_id): one.agent for one in pool}
    return [agents[name] for name in names]


def _too_near(row: Matter, near: Iterable[int]) -> set[int]:
    """The two, who leads it, their guardians and families, whoever asked out, and whom whoever leads it names."""
    both = {one for one in (row.harmed_id, row.respondent_id) if one}
    guardians = Guardian.objects.filter(ward__in=both, ended_on=None).values_list("guardian", flat=True)
    family = Membership.objects.filter(households__members__agent__in=both).values_list("agent", flat=True)
    out = row.seats.filter(state__in=(Seat.OUT, Seat.NEAR)).values_list("agent", flat=True) if row.pk else ()
    return {*both, row.facilitator_id or 0, row.reported_by_id, *guardians, *family, *out, *near}
