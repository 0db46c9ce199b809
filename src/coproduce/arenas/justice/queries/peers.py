"""Who could hear a matter: those who said yes and learned for it, without whoever is too near to either side."""

from collections.abc import Iterable
from datetime import date

from coproduce.arenas.justice.consents import BEEN_THROUGH, SERVE
from coproduce.arenas.justice.models import Matter, Seat
from coproduce.arenas.justice.queries.near import families, known_to, neighbours, sides
from coproduce.arenas.justice.rules import Exclusion, Peer, panel
from coproduce.arenas.justice.rules.matters import IN_PERSON
from coproduce.community.people.consent.queries import consenting
from coproduce.community.people.meet import those_to_meet
from coproduce.community.people.models import Agent, Attestation, Membership
from coproduce.community.people.safeguarding.queries import in_date
from coproduce.core.refusal import Refusal

#: The code of a circle for which there are too few.
FEW = "TOO_FEW_PEERS"

#: What the training is called that a peer has been to.
TRAINING = "Sitting in a circle"


def drawn(row: Matter, size: int, seed: str, near: Iterable[int], today: date) -> list[Agent] | Refusal:
    """Who is drawn for this matter, in the order of their lots, or how many are missing."""
    out = {*sides(row), *families(sides(row)), row.facilitator_id or 0, row.reported_by_id, *_out_already(row), *near}
    willing = Membership.objects.filter(
        community=row.community, state=Membership.ACTIVE, agent__in=consenting(SERVE, today), agent__merged_into=None
    ).exclude(agent__in=out)
    trained = Attestation.objects.filter(in_date(today), kind=Attestation.TRAINING, what=TRAINING)
    pool = list(willing.filter(agent__in=trained.values("agent")).select_related("agent").order_by("pk"))
    tied = known_to(sides(row), pool, today)
    pool = [one for one in pool if one.agent_id not in tied]
    next_door = set() if row.neighbours_may_hear else neighbours(sides(row), row.community)
    is_shorter = any(one.agent_id in next_door for one in pool)
    pool = [one for one in pool if one.agent_id not in next_door]
    may = {one.agent_id for one in pool}
    for side in (row.respondent_id, row.harmed_id if row.harmed_way == IN_PERSON else None):
        if side is not None and may:
            may &= {one.agent_id for one in those_to_meet(side, may, "come")}
    been = set(consenting(BEEN_THROUGH, today).filter(agent__in=may))
    peers = [Peer(str(one.agent.public_id), has_been_through=one.agent_id in been) for one in pool]
    apart = [Exclusion(str(one.agent.public_id), "may not meet") for one in pool if one.agent_id not in may]
    names = panel(peers, apart, size, seed)
    if isinstance(names, Refusal):
        return _from_elsewhere(names) if is_shorter and names.code == FEW else names
    agents = {str(one.agent.public_id): one.agent for one in pool}
    return [agents[name] for name in names]


def _from_elsewhere(few: Refusal) -> Refusal:
    """The same, where people of the same part of town were left out and may be asked too."""
    return Refusal(
        few.code,
        "This takes %(size)s peers, and %(left)s can be drawn who live elsewhere. Train %(missing)s more, ask for a "
        "smaller circle, or say that people of the same part of town may hear it.",
        few.field,
        few.values,
    )


def _out_already(row: Matter) -> Iterable[int]:
    """Whoever asked out, and whom whoever leads it named."""
    return row.seats.filter(state__in=(Seat.OUT, Seat.NEAR)).values_list("agent", flat=True) if row.pk else ()
