"""What a history leaves beside the ledger: a contribution for each row, and whoever was helped waits to be asked."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

from coproduce.community.base.actor import Actor
from coproduce.community.base.bulk import change_many, put_many
from coproduce.community.exchange.actions import categories_named
from coproduce.community.exchange.histories.rules import Happened
from coproduce.community.exchange.models import Ask, Contribution
from coproduce.community.people.models import Community
from coproduce.core.quantity import HOURS


@dataclass(frozen=True, slots=True)
class Placed:
    """A row with the numbers of the two it names, and the id its entry has."""

    row: Happened
    giver: int
    receiver: int
    is_for_a_person: bool
    entry: UUID


def contribute(actor: Actor, community: Community, placed: Sequence[Placed]) -> None:
    """One contribution for each row, all in one statement, for a history is long."""
    categories = categories_named(community, {each.row.category.strip() for each in placed})
    shared = {
        "community": community.pk,
        "unit": HOURS.code,
        "recorded_at": datetime.now(UTC),
        "recorded_by": actor.agent_id or 0,
        "is_by_desk": True,
        "thanks": "",
    }
    put_many(
        Contribution,
        shared,
        ("public_id", "arena", "giver", "receiver", "category", "amount", "effective_on", "entry"),
        [
            (
                public_id,
                each.row.arena,
                each.giver,
                each.receiver,
                categories[each.row.category.strip()].pk,
                each.row.minutes,
                each.row.done_on,
                each.entry,
            )
            for public_id, each in zip(_new_ids(len(placed)), placed, strict=True)
        ],
    )


def wait_to_be_asked(community: Community, placed: Iterable[Placed]) -> None:
    """Whoever was helped may be asked back once they say they are ready; the day is the first they were helped on."""
    first: dict[tuple[str, int], date] = {}
    for each in placed:
        if each.is_for_a_person:
            key = (each.row.arena, each.receiver)
            first[key] = min(first.get(key, each.row.done_on), each.row.done_on)
    never: set[int] = set()
    earlier: dict[int, tuple[date]] = {}
    asks = Ask.objects.filter(community=community, agent__among={agent for _, agent in first})
    for pk, arena, agent, state, helped_on in asks.values_list("pk", "arena", "agent", "state", "helped_on"):
        if state == Ask.NEVER:
            never.add(agent)
        day = first.pop((arena, agent), helped_on)
        if day < helped_on:
            earlier[pk] = (day,)
    change_many(Ask, ("helped_on",), earlier)
    new = [(arena, agent, day) for (arena, agent), day in first.items() if agent not in never]
    put_many(
        Ask,
        {"community": community.pk, "state": Ask.WAITING, "words": "", "in_the_way": ""},
        ("public_id", "arena", "agent", "helped_on"),
        [(public_id, *each) for public_id, each in zip(_new_ids(len(new)), new, strict=True)],
        may_be_there=True,
    )


def _new_ids(count: int) -> list[UUID]:
    """Ids by chance, as `uuid4` makes them, but that those of a batch begin alike.

    They stand beside each other in an index, which is written in a few places then and not in a thousand; with 74 bits
    of its own, none tells another.
    """
    begun, chance = secrets.token_bytes(6), secrets.token_bytes(10 * count)
    return [UUID(bytes=begun + chance[10 * place : 10 * (place + 1)], version=4) for place in range(count)]
