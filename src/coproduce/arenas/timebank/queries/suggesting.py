"""Whom to ask first for each need of a page, in a town of any size.

The rule is `rules.suggest`, and what it says is what it would say of all offers there are. It is asked about few: kind
and distance come first in its order, and are known for a whole part of the town at once; so for each need only the
offers of the nearest parts are looked at, until they are of more people than could have been suggested before.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby
from uuid import UUID

from django.db.models import Max, OuterRef, Q, Subquery

from coproduce.arenas.timebank.rules import Candidate, Suggestion, Wanted, suggest
from coproduce.community.base import policy
from coproduce.community.base.actor import Actor
from coproduce.community.exchange.models import Agreement, Commitment, Need, Offer
from coproduce.community.people.models import Agent, BarredPair, Membership, Neighbourhood
from coproduce.core.places import metres_between
from coproduce.core.week import overlap

#: Who may not be asked now.
AWAY = (Membership.PAUSED, Membership.LEFT, Membership.APPLIED)

#: More people than this are not asked for by name.
MOST_NAMED = 1000

Centres = Mapping[int, tuple[Decimal, Decimal]]

#: How far it is to each part of the town.
Metres = Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Helper:
    """Somebody who could be asked; a household or a group is no member, and nobody rings it."""

    public_id: UUID
    name: str
    is_member: bool
    asked_at: datetime | None


@dataclass(frozen=True, slots=True)
class _Offered:
    """One offer as the rule looks at it; `metres` from the need it is looked at for."""

    agent: int
    kind: int
    week: int
    metres: int | None = None


#: Offers of one wider kind, by their own kind and the part of the town.
Parts = dict[tuple[int, int | None], list[_Offered]]


def suggestions(actor: Actor, needs: Sequence[Need], today: date) -> dict[int, tuple[Helper, Suggestion]]:
    """Whom to ask first for each of these needs, by the need's key; nobody for two of them while there are others.

    Three queries however many there are. Whoever may not meet one of those in need is suggested for none: so nothing
    on the page tells for whom.
    """
    if not needs or not policy.may(actor, "timebank.read_desk"):
        return {}
    offers, centres = _offers_for(actor, needs, today), _centres(actor)
    areas = [area.pk if (area := area_of(need)) else 0 for need in needs]
    metres = {area: _metres_from(area, centres) for area in set(areas)}
    short = [
        _short_list(need, offers.get(_wider(need), {}), metres[area], enough)
        for enough, (need, area) in enumerate(zip(needs, areas, strict=True), start=1)
    ]
    helpers = _helpers(actor, {one.agent for some in short for one in some})
    by_name = {one.public_id.hex: one for one in helpers.values()}
    found: dict[int, tuple[Helper, Suggestion]] = {}
    taken: set[str] = set()
    for need, some in zip(needs, short, strict=True):
        wanted = Wanted(need.agent.public_id.hex, str(need.category_id), str(_wider(need)), need.week)
        candidates = [_candidate(one, helpers[one.agent], wanted.wider_kind) for one in some]
        first = suggest(wanted, [one for one in candidates if one.who not in taken], today)
        if chosen := first or suggest(wanted, candidates, today):
            taken.add(chosen.who)
            found[need.pk] = by_name[chosen.who], chosen
    return found


def area_of(row: Need | Offer) -> Neighbourhood | None:
    """The part of town something is wanted or offered in: as it was said, else where its owner lives."""
    member = getattr(row.agent, "membership", None)
    return row.area or (member.neighbourhood if member else None)


def _short_list(need: Need, parts: Parts, metres: Metres, enough: int) -> list[_Offered]:
    """The offers that may come first: by kind and distance, whole steps of it, until they are of enough people."""

    def step(part: tuple[int, int | None]) -> tuple[bool, bool, int]:
        far = metres.get(part[1] or 0)
        return part[0] != need.category_id, far is None, far or 0

    found: list[_Offered] = []
    people: set[int] = set()
    for (_, is_unknown, far), same in groupby(sorted(parts, key=step), key=step):
        if len(people) >= enough:
            break
        for offer in (offer for part in same for offer in parts[part]):
            if offer.agent != need.agent_id and overlap(need.week, offer.week):
                found.append(_Offered(offer.agent, offer.kind, offer.week, None if is_unknown else far))
                people.add(offer.agent)
    return found


def _metres_from(area: int, centres: Centres) -> Metres:
    """From one part of the town to each; from nowhere in particular, to none."""
    here = centres.get(area)
    return {other: metres_between(here, there) for other, there in centres.items()} if here else {}


def _candidate(one: _Offered, helper: Helper, wider: str) -> Candidate:
    asked_on = helper.asked_at.date() if helper.asked_at else None
    return Candidate(helper.public_id.hex, str(one.kind), wider, one.week, one.metres, asked_on)


def _wider(need: Need) -> int:
    return int(need.category.parent_id or need.category_id)


def _offers_for(actor: Actor, needs: Sequence[Need], today: date) -> dict[int, Parts]:
    """The offers of the same wider kinds whose owners are here, free, and may meet everybody in need."""
    wider = {_wider(need) for need in needs}
    whose = {need.agent_id for need in needs}
    here = {"community_id": actor.community_id}
    unanswered = Commitment.objects.filter(
        side=Commitment.GIVES, agreed_at=None, agreement__state=Agreement.PROPOSED,
        agreement__community_id=actor.community_id,
    )  # fmt: skip
    rows = (
        Offer.objects.filter(Q(category__parent__in=wider) | Q(category__in=wider), state=Offer.OPEN, **here)
        .exclude(until_on__lt=today)
        .exclude(agent__membership__state__in=AWAY)
        .exclude(agent__in=unanswered.values("agent"))
        .exclude(agent__in=BarredPair.objects.filter(other__in=whose, **here).values("one"))
        .exclude(agent__in=BarredPair.objects.filter(one__in=whose, **here).values("other"))
        .values_list("agent_id", "category_id", "category__parent_id", "week", "area_id",
                     "agent__membership__neighbourhood_id")
    )  # fmt: skip
    found: dict[int, Parts] = {}
    for agent, kind, parent, week, area, home in rows:
        found.setdefault(parent or kind, {}).setdefault((kind, area or home), []).append(_Offered(agent, kind, week))
    return found


def _centres(actor: Actor) -> Centres:
    areas = Neighbourhood.objects.filter(community_id=actor.community_id)
    return {area: (north, east) for area, north, east in areas.values_list("id", "latitude", "longitude")}


def _helpers(actor: Actor, agents: Iterable[int]) -> Mapping[int, Helper]:
    """Those people, with when each was last asked to help."""
    given = Commitment.objects.filter(agent=OuterRef("pk"), side=Commitment.GIVES)
    last = given.values("agent").annotate(last=Max("agreement__proposed_at")).values("last")
    asked = set(agents)
    people = Agent.objects.filter(community_id=actor.community_id)
    if len(asked) <= MOST_NAMED:
        people = people.filter(pk__in=asked)
    rows = people.annotate(asked_at=Subquery(last)).values_list("pk", "public_id", "name", "membership", "asked_at")
    return {pk: Helper(public_id, name, member is not None, at) for pk, public_id, name, member, at in rows}
