"""Whom to ask first for each need of a page, in a town of any size.

The rule is `rules.suggest`, and what it says is what it would say of all offers there are. It is asked about few: kind
and distance come first in its order, and are known for a whole part of the town at once; so for each need only the
offers of the nearest parts are looked at, until they are of more people than could have been suggested before. Offers
of the very kind are read first, and those of the wider kind only for needs that have too few of them.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db.models import BigIntegerField, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from coproduce.arenas.timebank.rules import Candidate, Suggestion, Wanted, suggest
from coproduce.community.base import policy
from coproduce.community.base.actor import Actor
from coproduce.community.exchange.models import Agreement, Commitment, Need, Offer
from coproduce.community.exchange.queries import doing
from coproduce.community.people.meet import level_held, may_all_meet, may_be_suggested
from coproduce.community.people.models import Agent, Membership, Neighbourhood
from coproduce.community.people.safeguarding.checks import Checks, check_level, checks_of
from coproduce.community.people.safeguarding.rules import LEVELS
from coproduce.core.places import metres_between
from coproduce.core.week import overlap

#: More people than this are not asked for by name.
MOST_NAMED = 1000

#: What is read of an offer: its own key, whose it is, its kind, when, in which part of the town, and how high a check.
OF_AN_OFFER = ("pk", "agent_id", "category_id", "week", "place", "held")

#: What is read of whoever may be asked: their key, and what makes a `Helper`.
OF_A_HELPER = ("pk", "public_id", "name", "membership", "asked_at")

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

    offer: int
    agent: int
    kind: int
    week: int
    metres: int | None


#: Offers of one kind, or of one wider kind, by their own kind and the part of the town: key, owner, week and check of
#: each.
Parts = dict[tuple[int, int | None], list[tuple[int, int, int, int]]]


@dataclass(frozen=True, slots=True)
class _Wish:
    """One need of the page: how far it is from there to each part of the town, and of how many people it needs offers.

    As many as could have been suggested for the needs before it, and one. `check` is how high a check it takes.
    """

    need: Need
    metres: Metres
    enough: int
    check: int


def suggestions(actor: Actor, needs: Sequence[Need], today: date) -> dict[int, tuple[Helper, Suggestion]]:
    """Whom to ask first for each of these needs, by the need's key; nobody for two of them while there are others.

    Three queries however many there are, and few more where somebody in need is not of age. Whoever may not meet one
    of those in need is suggested for none: so nothing on the page tells for whom.
    """
    if not policy.may(actor, "timebank.read_desk"):
        return {}
    needs = _open_to_anybody(needs, today)
    if not needs:
        return {}
    wishes = _wishes(actor, needs, today)
    offers = _offers(actor, needs, today, any(wish.check for wish in wishes))
    same_kind = offers.filter(category__in={need.category_id for need in needs}).values_list(*OF_AN_OFFER)
    parts = _parts((row[2], row) for row in same_kind)
    short = [_short_list(wish, parts.get(wish.need.category_id, {})) for wish in wishes]
    few = {wish.need.pk: _wider(wish.need) for wish, some in zip(wishes, short, strict=True) if _too_few(wish, some)}
    if few:
        rows = _of_wider_kinds(offers, set(few.values()), {one.offer for some in short for one in some})
        parts = _parts((parent or offer[2], offer) for parent, *offer in (row[: -len(OF_A_HELPER)] for row in rows))
        people: Iterable[Sequence[Any]] = (row[-len(OF_A_HELPER) :] for row in rows)
    else:
        people = _by_name(offers, {one.agent for some in short for one in some})
    helpers = {key: Helper(public_id, name, member is not None, at) for key, public_id, name, member, at in people}
    by_name = {one.public_id.hex: one for one in helpers.values()}
    found: dict[int, tuple[Helper, Suggestion]] = {}
    taken: set[str] = set()
    for wish, some in zip(wishes, short, strict=True):
        need = wish.need
        wanted = Wanted(need.agent.public_id.hex, str(need.category_id), str(_wider(need)), need.week)
        looked_at = _short_list(wish, parts.get(few[need.pk], {})) if need.pk in few else some
        candidates = [_candidate(one, helpers[one.agent], wanted.wider_kind) for one in looked_at]
        first = suggest(wanted, [one for one in candidates if one.who not in taken], today)
        if chosen := first or suggest(wanted, candidates, today):
            taken.add(chosen.who)
            found[need.pk] = by_name[chosen.who], chosen
    return found


def area_of(row: Need | Offer) -> Neighbourhood | None:
    """The part of town something is wanted or offered in: as it was said, else where its owner lives."""
    member = getattr(row.agent, "membership", None)
    return row.area or (member.neighbourhood if member else None)


def _open_to_anybody(needs: Sequence[Need], today: date) -> list[Need]:
    """Those that may be done by somebody alone: for who is not of age, only where a guardian said yes to that."""

    def is_young(need: Need) -> bool:
        member = getattr(need.agent, "membership", None)
        return bool(member and member.is_minor(today))

    return [need for need in needs if not is_young(need) or not may_all_meet((), (need.agent_id,), "suggest")]


def _check(need: Need, rules: Checks | None) -> int:
    """How high a check this takes by these rules: a place in LEVELS, past the last where it is not done at all."""
    needed = check_level(doing(need.category), rules)
    return len(LEVELS) if needed.is_prohibited else LEVELS.index(needed.level)


def _wishes(actor: Actor, needs: Sequence[Need], today: date) -> list[_Wish]:
    """Distances are found once for each part of the town somebody is in need in; from nowhere, there are none."""
    rules = checks_of(needs[0].community.checks, today)
    areas = [area.pk if (area := area_of(need)) else 0 for need in needs]
    middles = Neighbourhood.objects.filter(community_id=actor.community_id)
    centres = {area: (north, east) for area, north, east in middles.values_list("id", "latitude", "longitude")}
    metres = {
        area: {other: _metres(here, there) for other, there in centres.items()} if here else {}
        for area, here in ((area, centres.get(area)) for area in set(areas))
    }
    return [
        _Wish(need, metres[area], n, _check(need, rules))
        for n, (need, area) in enumerate(zip(needs, areas, strict=True), start=1)
    ]


#: The middles of a town's parts stay where they are.
_metres = lru_cache(maxsize=10_000)(metres_between)


def _short_list(wish: _Wish, parts: Parts) -> list[_Offered]:
    """The offers that may come first: by kind and distance, whole steps of it, until they are of enough people."""
    need = wish.need

    def step(part: tuple[int, int | None]) -> tuple[bool, bool, int]:
        far = wish.metres.get(part[1] or 0)
        return part[0] != need.category_id, far is None, far or 0

    found: list[_Offered] = []
    people: set[int] = set()
    for (_, is_unknown, far), same in groupby(sorted(parts, key=step), key=step):
        if len(people) >= wish.enough:
            break
        for part in same:
            for offer, agent, week, held in parts[part]:
                if agent != need.agent_id and held >= wish.check and overlap(need.week, week):
                    found.append(_Offered(offer, agent, part[0], week, None if is_unknown else far))
                    people.add(agent)
    return found


def _too_few(wish: _Wish, some: Iterable[_Offered]) -> bool:
    """Whether the wider kind has to be looked at too: what is of it only comes after the very kind, however near."""
    return len({one.agent for one in some}) < wish.enough


def _candidate(one: _Offered, helper: Helper, wider: str) -> Candidate:
    asked_on = helper.asked_at.date() if helper.asked_at else None
    return Candidate(helper.public_id.hex, str(one.kind), wider, one.week, one.metres, asked_on)


def _wider(need: Need) -> int:
    return int(need.category.parent_id or need.category_id)


def _offers(actor: Actor, needs: Sequence[Need], today: date, with_checks: bool) -> QuerySet[Offer]:
    """The offers whose owners are here, free, and may meet everybody in need; how high a check they have, if asked."""
    whose = {need.agent_id for need in needs}
    here = {"community_id": actor.community_id}
    home = Membership.objects.filter(agent=OuterRef("agent"))
    unanswered = Commitment.objects.filter(
        side=Commitment.GIVES, agreed_at=None, agreement__state=Agreement.PROPOSED,
        agreement__community_id=actor.community_id, **here,
    )  # fmt: skip
    return (
        Offer.objects.filter(state=Offer.OPEN, **here)
        .exclude(until_on__lt=today)
        .filter(may_be_suggested(whose, actor.community_id, today))
        .exclude(agent__in=unanswered.values("agent"))
        .annotate(
            place=Coalesce("area", Subquery(home.values("neighbourhood")[:1]), output_field=BigIntegerField()),
            held=Coalesce(level_held(today), 0) if with_checks else Value(0, IntegerField()),
        )
    )


def _parts(rows: Iterable[tuple[int, Sequence[Any]]]) -> dict[int, Parts]:
    """Offers as the database tells them, by what stands before each, then by their kind and the part of the town."""
    found: dict[int, Parts] = {}
    for of, (offer, agent, kind, week, place, held) in rows:
        found.setdefault(of, {}).setdefault((kind, place), []).append((offer, agent, week, held))
    return found


def _by_name(offers: QuerySet[Offer], named: Collection[int]) -> Iterable[Sequence[Any]]:
    """Who these are, and when they were last asked; that they are free was asked a moment ago."""
    some: Any = named if len(named) <= MOST_NAMED else offers.values("agent")
    found = Agent.objects.filter(pk__in=some)
    return found.annotate(asked_at=_last_asked("pk")).values_list(*OF_A_HELPER)


def _of_wider_kinds(offers: QuerySet[Offer], wider: Collection[int], named: Collection[int]) -> list[tuple[Any, ...]]:
    """The offers of these wider kinds and these by name, after the wider kind of each, before whom one would ask."""
    if len(named) <= MOST_NAMED:
        offers = offers.filter(Q(category__parent__in=wider) | Q(category__in=wider) | Q(pk__in=named))
    whom = ("agent_id", *(f"agent__{column}" for column in OF_A_HELPER[1:-1]), "asked_at")
    found = offers.annotate(asked_at=_last_asked("agent"))
    return list(found.values_list("category__parent_id", *OF_AN_OFFER, *whom))


def _last_asked(who: str) -> Subquery:
    given = Commitment.objects.filter(agent=OuterRef(who), side=Commitment.GIVES)
    return Subquery(given.order_by("-asked_at").values("asked_at")[:1])
