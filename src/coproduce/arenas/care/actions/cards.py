"""Cards for the ward: a sheet is printed, and later the ward says how many it handed out. It does nothing else."""

from dataclasses import dataclass
from uuid import UUID

from coproduce.arenas.care.models import CardBatch
from coproduce.community.base import clock
from coproduce.community.base.action import action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done
from coproduce.community.base.one import the_one
from coproduce.community.people.models import Community
from coproduce.core.refusal import Refusal

#: Cards of one sheet of paper, and of one batch at most: a number is looked for in all of them.
ON_A_SHEET, MOST = 8, 200


@dataclass(frozen=True, slots=True)
class Printed:
    """Which cards: the batch, how many there are in it, and how many were handed out so far as the ward said."""

    batch: UUID
    size: int
    handed_out: int | None = None


@action("care.print_cards", receipt=Printed)
def print_cards(actor: Actor, *, size: int = ON_A_SHEET, request_id: UUID) -> Done[Printed] | Refusal:
    """Make cards for a ward to hand over, each with a number of its own that opens nothing but one visit."""
    if not 1 <= size <= MOST:
        return Refusal("WRONG_LENGTH", "Print between one card and %(most)s.", "size", {"most": str(MOST)})
    community = Community.objects.get(pk=actor.community_id)
    today = clock.today(community.time_zone)
    made = CardBatch.objects.create(community=community, size=size, printed_on=today, printed_by_id=actor.agent_id or 0)
    return Done(Printed(made.public_id, size))


@action("care.record_tally", receipt=Printed)
def record_tally(actor: Actor, *, batch: UUID, handed_out: int, request_id: UUID) -> Done[Printed] | Refusal:
    """Write down how many cards of a batch the ward handed out in all, so that it can be seen how many were used."""
    found = the_one(
        CardBatch.objects.select_for_update(of=("self",)).filter(community_id=actor.community_id, public_id=batch)
    )
    if found is None:
        return Refusal("NOT_FOUND", "There are no such cards here.", "batch")
    if not 0 <= handed_out <= found.size:
        return Refusal("TOO_MANY", "There are %(size)s cards in it.", "handed_out", {"size": str(found.size)})
    found.handed_out = handed_out
    found.save(update_fields=["handed_out"])
    return Done(Printed(batch, found.size, handed_out))
