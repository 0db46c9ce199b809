"""Who asked to be rung, who would ring them, and of whom nobody has heard."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from coproduce.community.base.actor import Actor
from coproduce.community.exchange.models import Contribution
from coproduce.community.people.meet import those_to_meet
from coproduce.community.people.models import Agent, BarredPair, Membership
from coproduce.community.people.queries import brokers, with_role
from coproduce.community.trust.models import Rhythm, Silence, Tie
from coproduce.community.trust.rules import heard_last

#: Who is asked where nobody at the desk may be.
LEAD = "safeguarding lead"


@dataclass(frozen=True, slots=True)
class Heard:
    """A rhythm, the last day somebody said they had to do with them, and the silence that goes on, if one does."""

    rhythm: Rhythm
    on: date
    silence: Silence | None


def with_last(rows: QuerySet[Rhythm], today: date) -> QuerySet[Rhythm]:
    """These with the last day they helped, or were helped, read along: `gave_on` and `got_on`."""
    stands = Contribution.objects.filter(corrected_by=None, effective_on__lte=today).order_by("-effective_on")
    sides = {f"{name}_on": stands.filter(**{side: OuterRef("agent")}) for name, side in SIDES}
    return rows.annotate(**{name: Subquery(found.values("effective_on")[:1]) for name, found in sides.items()})


SIDES = (("gave", "giver"), ("got", "receiver"))


def last_heard(row: Rhythm) -> date:
    """The last day somebody said they had to do with them, of one read by `with_last`."""
    helped = [day for name, _ in SIDES if (day := getattr(row, f"{name}_on"))]
    return heard_last(row.since_on, row.heard_on, max(helped, default=None))


def heard(rows: QuerySet[Rhythm], today: date) -> list[Heard]:
    """These with when each was last heard from, in three questions however many they are."""
    found = list(with_last(rows, today).select_related("agent", "community").order_by("pk"))
    still = {one.rhythm_id: one for one in Silence.objects.filter(rhythm__in=[row.pk for row in found], over_on=None)}
    return [Heard(row, last_heard(row), still.get(row.pk)) for row in found]


def circle_of(agent: int) -> list[Membership]:
    """Those who said they would ring somebody, and may meet them: who is asked first."""
    would = Tie.objects.filter(other=agent, kind=Tie.RINGS).exclude(stands_on=None)
    return those_to_meet(agent, set(would.values_list("one", flat=True)), "contact")


def desk_for(community_id: int, agent: int) -> list[int]:
    """Who is asked after the circle: the desk but for those who must not meet them; with nobody left, who keeps people
    safe."""
    pairs = BarredPair.objects.filter(Q(one=agent) | Q(other=agent)).values_list("one", "other")
    apart = {agent, *(who for pair in pairs for who in pair)}
    desk = [one for one in brokers(community_id) if one not in apart]
    return desk or [one for one in with_role(Actor(community_id, None, None), LEAD) if one not in apart]


def is_in_circle(actor: Actor, agent: int) -> bool:
    """Whether the actor would ring them, and both said so and may meet."""
    return any(one.agent_id == actor.agent_id for one in circle_of(agent))


def names_by(agents: Iterable[int]) -> QuerySet[Tie]:
    """What stands of who would ring whom, of these."""
    apart = BarredPair.objects.filter(
        Q(one=OuterRef("one"), other=OuterRef("other")) | Q(one=OuterRef("other"), other=OuterRef("one"))
    )
    would = Tie.objects.filter(other__in=agents, kind=Tie.RINGS, one__membership__state=Membership.ACTIVE)
    return would.exclude(stands_on=None).filter(~Exists(apart)).exclude(one=F("other"))


def rhythm_of(agent: int | Agent) -> Rhythm | None:
    """Whether somebody asked to be rung, and after how long."""
    return Rhythm.objects.filter(agent=agent).select_related("agent", "community").first()
