"""The verb of keys: by which one a community shares from a month on, and at which prices, as its members decided."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from coproduce.arenas.energy.models import Point, SharingTerms
from coproduce.arenas.energy.rules import KEYS
from coproduce.community.base import policy
from coproduce.community.base.action import NOT_ALLOWED, action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done
from coproduce.community.decisions.rule_sets.choosing import cited
from coproduce.community.people.models import Community
from coproduce.community.people.queries import myself
from coproduce.core.apportion import ONE
from coproduce.core.refusal import Refusal

#: No kWh costs more, in smallest coins.
MOST_PRICE = Decimal(99_999)


@dataclass(frozen=True, slots=True)
class PartOf:
    """What a key says of one supply point: parts of a million, of all or of what one giver has over; or its class."""

    point: UUID
    parts: int = 0
    giver: UUID | None = None
    rank: int = 0


@dataclass(frozen=True, slots=True)
class KeyAgreed:
    """By which key, from which month on; parts of a million that nobody has and the grid gets, for pair the most."""

    key: str
    from_on: date
    left: int


@action("energy.agree_key", receipt=KeyAgreed)
def agree_key(
    actor: Actor,
    *,
    key: str,
    from_on: date,
    decision: UUID,
    price: Decimal,
    retail: Decimal,
    feed_in: Decimal,
    goes_by: tuple[PartOf, ...] = (),
    request_id: UUID,
) -> Done[KeyAgreed] | Refusal:
    """Share by this key from the first day of a month on, as members decided; `goes_by` says parts, pairs or classes.

    Prices are of a kWh, in smallest coins: among neighbours, what suppliers take, and what they give. A month that was
    settled keeps the key it had.
    """
    if not policy.may(actor, "energy.agree_key"):
        return NOT_ALLOWED
    if key not in KEYS:
        return Refusal("UNKNOWN_KEY", "Choose one of %(keys)s.", "key", {"keys": ", ".join(KEYS)})
    if from_on.day != 1:
        return Refusal("WRONG_DAY", "A key holds for whole months: choose the first day of one.", "from_on")
    for name, amount in (("price", price), ("retail", retail), ("feed_in", feed_in)):
        if not 0 <= amount <= MOST_PRICE or amount != round(amount, 4):
            return Refusal("WRONG_PRICE", "Write what a kWh costs, with at most four places after the point.", name)
    points = {row.public_id: str(row.pk) for row in Point.objects.filter(community_id=actor.community_id)}
    said = _goes_by(key, goes_by, points)
    if isinstance(said, Refusal):
        return said
    held = cited(Community.objects.get(pk=actor.community_id), decision, from_on)
    if isinstance(held, Refusal):
        return held
    SharingTerms.objects.create(
        community_id=actor.community_id, from_on=from_on, key=key, neighbours=price, retail=retail, feed_in=feed_in,
        goes_by=said, decision=held, written_by=myself(actor),
    )  # fmt: skip
    return Done(KeyAgreed(key, from_on, _left(key, said)))


def _left(key: str, goes_by: Mapping[str, Any]) -> int:
    """Parts that nobody has; under hybrid whoever lacks some has them."""
    if key not in ("static", "pair"):
        return 0
    by_giver = goes_by["pairs"].values() if key == "pair" else (goes_by["parts"],)
    return max(ONE - int(sum(parts.values())) for parts in by_giver)


def _goes_by(key: str, said: tuple[PartOf, ...], points: Mapping[UUID, str]) -> dict[str, Any] | Refusal:
    """Parts, pairs or classes as they are kept, or what to mend."""
    if not {one.point for one in said} | {one.giver for one in said if one.giver} <= set(points):
        return Refusal("NOT_FOUND", "One of these is no supply point here.", "goes_by")
    if key == "cascade":
        if any(not 1 <= one.rank <= len(points) for one in said) or not said:
            return Refusal("NEEDED", "Say the class of each supply point: 1 is served first.", "goes_by")
        return {"classes": {points[one.point]: one.rank for one in said}}
    if key not in ("static", "hybrid", "pair"):
        return {}
    sums: dict[UUID | None, int] = {}
    for one in said:
        if not 0 <= one.parts <= ONE or (one.giver is None) is (key == "pair"):
            return Refusal("NEEDED", "Say how many parts of a million each has; for pair, of whom.", "goes_by")
        sums[one.giver] = sums.get(one.giver, 0) + one.parts
    if not any(sums.values()):
        return Refusal("NEEDED", "This key goes by parts: say how many of a million each has.", "goes_by")
    if max(sums.values()) > ONE:
        return Refusal("ABOVE_ONE", "Together that is more than all there is: parts add up to a million.", "goes_by")
    if key != "pair":
        return {"parts": {points[one.point]: one.parts for one in said}}
    pairs: dict[str, dict[str, int]] = {}
    for one in said:
        assert one.giver
        pairs.setdefault(points[one.giver], {})[points[one.point]] = one.parts
    return {"pairs": pairs}
