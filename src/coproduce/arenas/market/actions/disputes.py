"""The verbs of not agreeing: said by one, answered by the other, heard by somebody else who is named, and settled.

What is refunded is put right in the books: the sale is taken back, or stands for less. Nothing is deleted.
"""

from dataclasses import dataclass
from uuid import UUID, uuid5

from coproduce.arenas.market.actions.buying import NO_SALE, held, sold
from coproduce.arenas.market.models import Sale
from coproduce.arenas.market.queries.here import here
from coproduce.arenas.market.queries.sales import called, sides, still_to_pay
from coproduce.community import ledger
from coproduce.community.base import policy
from coproduce.community.base.action import NOT_ALLOWED, action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done, Notice
from coproduce.community.people.queries import brokers, myself
from coproduce.core.quantity import Quantity
from coproduce.core.refusal import Refusal
from coproduce.core.words import may_say

MOST_WORDS = 300


@dataclass(frozen=True, slots=True)
class DisputeAt:
    """Which purchase, how far it is, and what comes back to the buyer."""

    sale: UUID
    state: str
    refunded_minor: int


@action("market.dispute_sale", receipt=DisputeAt)
def dispute_sale(actor: Actor, *, sale: UUID, why: str, request_id: UUID) -> Done[DisputeAt] | Refusal:
    """Say that something is wrong with a purchase, and what: by who bought or who sold it. The other is asked."""
    row = held(actor, sale)
    if row is None:
        return NO_SALE
    found = sides(actor, row)
    if not (found.is_buyer or found.is_seller or found.is_desk):
        return NO_SALE
    if row.state != Sale.SOLD:
        return Refusal("NOT_NOW", "Only what was handed over, and is not being looked at already, can be.", "sale")
    if fault := may_say(why, "why", MOST_WORDS, "Say in a few words what is wrong."):
        return fault
    by_seller = found.is_seller and not found.is_buyer and row.stall.agent_id is not None
    row.state, row.why, row.answer, row.outcome = Sale.DISPUTED, why.strip(), "", ""
    row.opened_by_id, row.heard_by = (row.stall.agent_id if by_seller else row.buyer_id), None
    row.save(update_fields=["state", "why", "answer", "outcome", "opened_by", "heard_by"])
    words = "Something is said to be wrong with %(what)s. Read it and answer; somebody else will hear you both."
    others = {row.buyer_id, row.stall.agent_id} - {row.opened_by_id, None} or set(brokers(actor.community_id))
    return Done(
        _at(row), tuple(Notice(who, words, {"what": called(row)}, True) for who in sorted(filter(None, others)))
    )


@action("market.answer_dispute", receipt=DisputeAt)
def answer_dispute(actor: Actor, *, sale: UUID, words: str, request_id: UUID) -> Done[DisputeAt] | Refusal:
    """Answer what is said to be wrong: by the other of the two, or the desk for who rings, and for its own stall."""
    row = held(actor, sale)
    if row is None:
        return NO_SALE
    found = sides(actor, row)
    is_other = found.is_seller if row.opened_by_id == row.buyer_id else found.is_buyer
    if not (is_other or found.is_desk):
        return NO_SALE if not (found.is_buyer or found.is_seller) else NOT_ALLOWED
    if row.state != Sale.DISPUTED:
        return Refusal("NOT_NOW", "Nothing is said to be wrong with it now.", "sale")
    if fault := may_say(words, "words", MOST_WORDS, "Say in a few words how you see it."):
        return fault
    row.answer = words.strip()
    row.save(update_fields=["answer"])
    told = Notice(row.opened_by_id or 0, "%(what)s: the other has answered.", {"what": called(row)})
    return Done(_at(row), (told,))


@action("market.settle_dispute", receipt=DisputeAt)
def settle_dispute(
    actor: Actor, *, sale: UUID, refund: Quantity, outcome: str, request_id: UUID
) -> Done[DisputeAt] | Refusal:
    """Settle it after hearing both: by somebody at the desk who neither bought nor sold it, and is named.

    A refund of all takes the sale back, one of a part puts it right; of nothing, it stands. What was paid too much is
    then still to be given back. After a year was shared out, it makes a difference in that year.
    """
    if not policy.may(actor, "market.settle_dispute"):
        return NOT_ALLOWED
    row = held(actor, sale)
    if row is None:
        return NO_SALE
    found = sides(actor, row)
    is_ours = row.stall.agent_id is None
    if found.is_buyer or (found.is_seller and not is_ours):
        return Refusal("FOUR_EYES", "Somebody else settles it than who bought or sold it.", "sale")
    if row.state != Sale.DISPUTED or row.entry is None:
        return Refusal("NOT_NOW", "Nothing is said to be wrong with it now.", "sale")
    place = here(actor.community_id)
    if refund.unit != place.money or not 0 <= refund.minor <= row.minor:
        return Refusal("UNIT_MISMATCH", "Write what comes back: from 0 to %(most)s.", "refund",
                       {"most": str(place.money(row.minor))})  # fmt: skip
    if fault := may_say(outcome, "outcome", MOST_WORDS, "Say what came of it: both read it."):
        return fault
    if refund.minor and (fault := _refund(actor, row, refund.minor, outcome.strip(), request_id)):
        return fault
    row.state, row.heard_by, row.outcome = Sale.SOLD, myself(actor), outcome.strip()
    row.save(update_fields=["state", "heard_by", "outcome", "minor", "refunded_minor", "entry"])
    words = "%(what)s: %(amount)s come back to the buyer. %(outcome)s"
    said = {"what": called(row), "amount": str(refund), "outcome": row.outcome}
    both = [who for who in (row.buyer_id, row.stall.agent_id) if who is not None]
    return Done(_at(row), tuple(Notice(who, words, said) for who in both))


def _refund(actor: Actor, row: Sale, minor: int, why: str, request_id: UUID) -> Refusal | None:
    """The sale taken back, and, where some of it stands, posted anew for that."""
    assert row.entry is not None
    assert row.sold_on is not None
    on = ledger.day_to_put_right(row.community_id, row.sold_on)
    reversal, left = uuid5(request_id, "market.back"), row.minor - minor
    if left:
        entry = sold(actor, row, on, left, uuid5(request_id, "market.right"))
        outcome = ledger.correct(entry, of=row.entry, reversal_id=reversal, reason=why)
        row.entry = entry.client_id
    else:
        outcome = ledger.reverse(
            reversal, community=row.community_id, of=row.entry, effective_on=on, reason=why, actor=actor.agent_id
        )
        row.entry = None
    if isinstance(outcome, Refusal):
        return outcome
    row.minor, row.refunded_minor = left, row.refunded_minor + minor
    return None


def _at(row: Sale) -> DisputeAt:
    return DisputeAt(row.public_id, row.state, max(0, -still_to_pay(row)))
