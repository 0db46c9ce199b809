"""Who asked to be rung, who would ring them, and of whom nobody has heard."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from coproduce.community.base.actor import Actor
from coproduce.community.exchange.models import Contribution
from coproduce.community.people.meet import those_to_meet
from coproduce.community.people.models import BarredPair, Membership
from coproduce.community.people.queries import brokers, with_role
from coproduce.community.trust.models import Rhythm, Silence, Tie
from coproduce.community.trust.rules import heard_last

#: Who is asked where nobody at the desk may be.
LEAD = "safeguarding lead"


@dataclass(frozen=True, slots=True)
class Heard:
    """A rhythm, the last day somebody said they had to do with them, and the silence that goes on, if one does.

    `names` would ring them; `over` silences are over, of which `fine` needed nobody.
    """

    rhythm: Rhythm
    on: date
    silence: Silence | None
    names: int = 0
    over: int = 0
    fine: int = 0


def heard(rows: QuerySet[Rhythm], today: date) -> list[Heard]:
    """These with when each was last heard from, in one question however many they are."""
    stands = Contribution.objects.filter(corrected_by=None, effective_on__lte=today).order_by("-effective_on")
    mine = Silence.objects.filter(rhythm=OuterRef("pk")).order_by()
    still, over = mine.filter(over_on=None), mine.exclude(over_on=None)
    found = rows.select_related("agent", "community").order_by("pk").annotate(
        gave_on=Subquery(stands.filter(giver=OuterRef("agent")).values("effective_on")[:1]),
        got_on=Subquery(stands.filter(receiver=OuterRef("agent")).values("effective_on")[:1]),
        names=_number(names_of(OuterRef("agent"))), over=_number(over), fine=_number(over.filter(came=Silence.FINE)),
        **{f"open_{name}": Subquery(still.values(name)[:1]) for name in OPEN},
    )  # fmt: skip
    return [_heard(row) for row in found]


#: What is read of a silence that goes on.
OPEN = ("pk", "made_at", "circle_on", "desk_on", "tries")


def _heard(row: Any) -> Heard:
    helped = max((day for day in (row.gave_on, row.got_on) if day), default=None)
    still = {name: getattr(row, f"open_{name}") for name in OPEN}
    silence = Silence(rhythm=row, **still) if still["pk"] else None
    return Heard(row, heard_last(row.since_on, row.heard_on, helped), silence, row.names, row.over, row.fine)


def _number(rows: QuerySet[Any]) -> Any:
    """How many of these there are, beside a row."""
    counted = rows.order_by().annotate(all=Value(1)).values("all").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted), 0)


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


def names_of(agent: int | OuterRef) -> QuerySet[Tie]:
    """What stands of who would ring somebody: by those who are awake, and of whom nobody is kept apart from them."""
    apart = BarredPair.objects.filter(
        Q(one=OuterRef("one"), other=OuterRef("other")) | Q(one=OuterRef("other"), other=OuterRef("one"))
    )
    would = Tie.objects.filter(other=agent, kind=Tie.RINGS, one__membership__state=Membership.ACTIVE)
    return would.exclude(stands_on=None).filter(~Exists(apart)).order_by("pk")


def rhythm_of(agent: int) -> Rhythm | None:
    """Whether somebody asked to be rung, and after how long."""
    return Rhythm.objects.filter(agent=agent).first()
