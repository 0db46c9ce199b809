"""The blocks again: each root from its leaves, each head from the one before, and what stands in no block."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import groupby
from typing import Any

from django.db import connection

from coproduce.community.ledger.digest import moment_number
from coproduce.community.ledger.models import Block, Entry, Witness
from coproduce.community.ledger.proving.adding import MOST
from coproduce.community.ledger.receipt import Fault
from coproduce.community.ledger.seals.sealing import content_of
from coproduce.core import seal as tree

#: No transaction is open that long: an entry written so much before the last seal is in a block.
LATE = timedelta(days=1)

LEAVES = """
SELECT l.block_id, l.position, l.entry_id, l.witness_id, e.digest
FROM ledger_block b JOIN ledger_leaf l ON l.block_id = b.id
LEFT JOIN ledger_entry e ON e.id = l.entry_id AND e.community_id = b.community_id
WHERE b.community_id = %s ORDER BY b.height, l.position"""

AT_ONCE = 5_000


def blocks(community: int, anchor: tree.Head | None) -> Iterator[Fault]:
    """The first block that differs: those after it stand on it. Then what an anchor says, and what is in no block."""
    yield from _first_that_differs(community)
    if anchor:
        yield from _not_as_anchored(community, anchor)
    last = Block.objects.filter(community=community).order_by("height").last()
    if last:
        late = Entry.objects.filter(community=community, leaf=None, recorded_at__lt=last.sealed_at - LATE)
        for number in late.order_by("pk").values_list("pk", flat=True)[:MOST]:
            yield Fault(f"entry {number}", f"is in no block, though it is older than block {last.height}")


def _not_as_anchored(community: int, anchor: tree.Head) -> Iterator[Fault]:
    """Whoever rewrote the whole tail rewrote what stands outside too, or is found here."""
    block = Block.objects.filter(community=community, height=anchor.height).first()
    if block is None:
        yield Fault(f"block {anchor.height}", "is gone; its head was given out of the house")
    elif bytes(block.head) != anchor.head:
        yield Fault(f"block {anchor.height}", "has another head than the one that was given out of the house")


def _first_that_differs(community: int) -> Iterator[Fault]:
    sealed = groupby(_leaves(community), key=lambda leaf: leaf[0])
    leaves = next(sealed, None)
    witnessed = {row.pk: content_of(row) for row in Witness.objects.filter(community=community)}
    previous = tree.NOTHING
    for height, block in enumerate(Block.objects.filter(community=community).order_by("height"), 1):
        own: list[tuple[Any, ...]] = []
        if leaves and leaves[0] == block.pk:
            own, leaves = list(leaves[1]), next(sealed, None)
        if fault := _fault(block, height, previous, own, witnessed):
            yield fault
            return
        previous = bytes(block.head)


def _fault(
    block: Block, height: int, previous: bytes, leaves: list[tuple[Any, ...]], witnessed: dict[int, bytes]
) -> Fault | None:
    place = f"block {height}"
    if block.height != height or bytes(block.previous) != previous:
        return Fault(place, "does not follow the block before it")
    if [leaf[1] for leaf in leaves] != list(range(block.size)):
        return Fault(place, f"was sealed over {block.size}; {len(leaves)} have a place in it")
    contents = []
    for _, position, entry, number, digest in leaves:
        content = digest if entry is not None else witnessed.get(number)
        if content is None:
            what = f"witness {number}" if entry is None else f"entry {entry}"
            return Fault(what, f"is gone; it was sealed in block {height}, at place {position + 1}")
        contents.append(bytes(content))
    if tree.root(contents) != bytes(block.root):
        numbers = [leaf[2] for leaf in leaves if leaf[2] is not None]
        of = f", entries {min(numbers)} to {max(numbers)}," if numbers else ""
        return Fault(place, f"is not what was sealed{of} on {block.sealed_at:%Y-%m-%d}")
    head = tree.head(
        previous, block.community_id, height, block.size, moment_number(block.sealed_at), bytes(block.root)
    )
    return Fault(place, "is not what was sealed: its head differs") if head != bytes(block.head) else None


def _leaves(community: int) -> Iterator[tuple[Any, ...]]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(LEAVES, [community])
        while rows := cursor.fetchmany(AT_ONCE):
            yield from rows
