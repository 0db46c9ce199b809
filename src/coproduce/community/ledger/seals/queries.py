"""What is sealed, and how old what is not is."""

from datetime import datetime

from coproduce.community.ledger.models import Entry, Leaf, Witness
from coproduce.community.ledger.seals.sealing import head_of, last_block
from coproduce.core.seal import Head


def last_head(community: int) -> Head | None:
    """The head of the last block; None while nothing is sealed."""
    last = last_block(community)
    return head_of(last) if last else None


def oldest_unsealed(community: int) -> datetime | None:
    """When the oldest entry was written that is in no block; None where each is."""
    waiting = Entry.objects.filter(community=community, leaf=None).order_by("pk")
    return waiting.values_list("recorded_at", flat=True).first()


def to_seal() -> list[int]:
    """Communities where something was written after what was sealed last anywhere: a plain look, also at long books.

    What was written before and stood only later is sealed with the next of its community, or before its next proof.
    """
    found: set[int] = set()
    for model, name in ((Entry, "entry_id"), (Witness, "witness_id")):
        sealed = Leaf.objects.exclude(**{name: None}).order_by(f"-{name}").values_list(name, flat=True).first() or 0
        found |= set(model.objects.filter(pk__gt=sealed).order_by().values_list("community_id", flat=True).distinct())
    return sorted(found)
