"""Keys with which a script acts for a member: made and revoked by verbs, kept only as a hash, found by their code.

What a key is for stands in `key_rules`. A code follows from the key's id and the
installation's own secret, as a card's does, so that the page can show it for a
few minutes and no table keeps it.
"""

import hashlib
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID, uuid4

from django.core.cache import cache
from django.db.models import QuerySet
from django.utils.crypto import salted_hmac

from coproduce.community.base import clock, policy, rooms
from coproduce.community.base.action import action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done
from coproduce.community.people.keys.rules import DAYS, MOST_KEYS, SENSITIVE, may_make_key, scopes
from coproduce.community.people.models import Community, Membership, ScriptKey
from coproduce.core.refusal import Refusal

#: A code can be read on its page for so long after it was made, and never once the key was used.
READ_FOR = timedelta(minutes=10)

#: Requests of one key in a minute.
MOST_A_MINUTE = 600


@dataclass(frozen=True, slots=True)
class KeyMade:
    """The key, its last day, and the page to read it from; never its code."""

    id: UUID
    until: date
    page: str


@dataclass(frozen=True, slots=True)
class KeyEnded:
    """The key that opens nothing any more."""

    id: UUID


def every_scope() -> tuple[str, ...]:
    """What a key can be made for, in this installation."""
    return scopes(room.slug for _, room in rooms.every_room() if room.verbs)


@action("people.make_key", receipt=KeyMade, asks_again=True)
def make_key(
    actor: Actor, *, name: str, may: tuple[str, ...], days: int = DAYS, request_id: UUID
) -> Done[KeyMade] | Refusal:
    """Make a key with which a script acts for oneself, in this community, for some days. A key can make no keys."""
    if fault := may_make_key(name, may, days, every_scope()):
        return fault
    membership = (
        Membership.objects.select_for_update(of=("self",))
        .select_related("community")
        .filter(community_id=actor.community_id, agent_id=actor.agent_id or 0)
        .first()
    )
    if membership is None:
        return Refusal("NOT_FOUND", "Only a member makes a key: it acts for them.")
    today = clock.today(membership.community.time_zone)
    if membership.keys.filter(ended_on=None, until_on__gte=today).count() >= MOST_KEYS:
        return Refusal("TOO_MANY", "You have %(most)s keys. Revoke one you do not need.", "", {"most": str(MOST_KEYS)})
    key = ScriptKey(
        public_id=uuid4(),
        membership=membership,
        name=name.strip(),
        may=sorted(set(may)),
        made_at=clock.now(),
        until_on=today + timedelta(days=days),
    )
    key.code_hash = _hash(code_of(key))
    key.save()
    page = f"/{membership.community.slug}/people/keys/{key.public_id}/"
    return Done(KeyMade(key.public_id, key.until_on, page))


@action("people.revoke_key", receipt=KeyEnded)
def revoke_key(actor: Actor, *, key: UUID, request_id: UUID) -> Done[KeyEnded] | Refusal:
    """End a key at once: one's own, or for the desk anybody's here."""
    found = ScriptKey.objects.filter(
        public_id=key, membership__community_id=actor.community_id, ended_on=None
    ).select_related("membership__community").first()  # fmt: skip
    if found is None or not policy.may(
        actor, "people.revoke_key", policy.towards(actor, found.membership.agent_id)
    ):  # fmt: skip
        return Refusal("NOT_FOUND", "There is no such key here that works.", "key")
    end_keys(found.membership, key)
    return Done(KeyEnded(key))


def end_keys(membership: Membership, key: UUID | None = None) -> None:
    """End one key of a member or, when they go, all of them."""
    working = membership.keys.filter(ended_on=None)
    (working.filter(public_id=key) if key else working).update(ended_on=clock.today(membership.community.time_zone))


def keys(actor: Actor) -> QuerySet[ScriptKey]:
    """The keys this actor may see, working ones first: their own, or for the desk everybody's here."""
    found = ScriptKey.objects.filter(membership__community_id=actor.community_id)
    if not policy.may(actor, "people.read_keys"):
        found = found.filter(membership__agent_id=actor.agent_id or 0)
    return found.select_related("membership__agent").order_by("ended_on", "-made_at", "-id")


def code_of(key: ScriptKey) -> str:
    """The code of a key: 256 bits, the same again while it is being read."""
    said = f"{key.membership_id}:{key.public_id}"
    return "cop_" + salted_hmac("coproduce.key", said, algorithm="sha256").hexdigest()


def code_to_read(actor: Actor, key: UUID) -> tuple[ScriptKey, str] | None:
    """A key just made and its code, for whoever made it; None later, or once it was used."""
    found = ScriptKey.objects.filter(
        public_id=key,
        membership__community_id=actor.community_id,
        membership__agent_id=actor.agent_id or 0,
        made_at__gt=clock.now() - READ_FOR,
        last_used_on=None,
        ended_on=None,
    ).first()
    return (found, code_of(found)) if found else None


def key_of(code: str) -> ScriptKey | None:
    """The key with this code, working or not; None when there never was one."""
    return ScriptKey.objects.select_related("membership__community").filter(code_hash=_hash(code)).first()


def why_ended(key: ScriptKey) -> str:
    """A sentence when this key opens nothing any more, else nothing."""
    if key.ended_on or key.membership.state in (Membership.LEFT, Membership.APPLIED):
        return "This key was revoked. Make another on your page “Keys for scripts”, or with `coproduce token`."
    if key.until_on < clock.today(key.membership.community.time_zone):
        return "This key has come to its last day. Make another on “Keys for scripts”, or with `coproduce token`."
    return ""


def used(key: ScriptKey) -> bool:
    """Write down that a key is used today. False when it asks more often than it may."""
    today = clock.today(key.membership.community.time_zone)
    if key.last_used_on != today:
        ScriptKey.objects.filter(pk=key.pk).update(last_used_on=today)
    minute = f"key:{key.pk}:{int(clock.now().timestamp()) // 60}"
    asked: int = cache.get(minute, 0) + 1
    cache.set(minute, asked, timeout=120)
    return asked <= MOST_A_MINUTE


def actor_of_key(key: ScriptKey, community: str) -> Actor | None:
    """Who acts with this key in the community of an address; None in any but its own."""
    whose: Membership = key.membership
    place: Community = whose.community
    if place.slug != community:
        return None
    return Actor(
        place.pk,
        whose.agent_id,
        whose.person_id,
        frozenset(whose.roles),
        via="api",
        arenas=frozenset(place.arenas),
        signed_in_long_ago=SENSITIVE not in key.may,
    )


def _hash(code: str) -> str:
    return hashlib.sha256(code.strip().encode()).hexdigest()
