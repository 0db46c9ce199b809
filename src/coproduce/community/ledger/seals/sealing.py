"""Putting what was written down into blocks, and giving their head out of the house."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import connection, transaction

from coproduce.community.base.bulk import put_many
from coproduce.community.ledger.digest import moment_number, written_down
from coproduce.community.ledger.models import Anchor, Block, Leaf, Witness
from coproduce.community.ledger.seals import engine
from coproduce.core import seal as tree

#: A history of years becomes several blocks; their leaves are in memory one block at a time.
LARGEST = 100_000

LONGEST_KIND = 20

UNSEALED = """
SELECT e.id, e.digest FROM ledger_entry e
WHERE e.community_id = %s AND NOT EXISTS (SELECT 1 FROM ledger_leaf l WHERE l.entry_id = e.id)
ORDER BY e.id LIMIT %s"""


@dataclass(frozen=True, slots=True)
class Sealed:
    """How many entries and witnesses were sealed now, and the head of the last block, `height:head`; empty for none."""

    size: int
    head: str


def seal(community: int) -> Sealed:
    """Seal what is in no block yet: entries first, then what was witnessed, each in the order it was written.

    What comes to stand later, though it has a smaller number, is in no block yet, and in the next one. Sealing again
    seals nothing.
    """
    size = 0
    with transaction.atomic():
        engine().alone(community)
        last = last_block(community)
        while leaves := _unsealed(community):
            last = _block(community, leaves, last)
            size += last.size
    return Sealed(size, str(head_of(last)) if last else "")


def witness(community: int, kind: str, digest: bytes) -> int:
    """Have the digest of something sealed beside the entries; the number of the witness.

    `kind` says what it is of, in at most LONGEST_KIND letters; the digest has 32 bytes. Raises ValueError for others.
    """
    if len(digest) != tree.WIDTH or not 0 < len(kind) <= LONGEST_KIND:
        raise ValueError("A witness has a kind, and a digest of 32 bytes.")
    return Witness.objects.create(community_id=community, kind=kind, digest=digest, witnessed_at=datetime.now(UTC)).pk


def anchor(community: int, place: str) -> tree.Head | None:
    """The head of the last block, and that it went to this place; None while nothing is sealed.

    Written down once for each block and place.
    """
    last = last_block(community)
    if last is None:
        return None
    Anchor.objects.get_or_create(block=last, place=place, defaults={"anchored_at": datetime.now(UTC)})
    return head_of(last)


def last_block(community: int) -> Block | None:
    """The newest block of a community."""
    return Block.objects.filter(community=community).order_by("height").last()


def head_of(block: Block) -> tree.Head:
    """What a block is known by outside."""
    return tree.Head(block.height, bytes(block.head))


def content_of(witnessed: Witness) -> bytes:
    """What is sealed of a witness; of an entry it is its digest."""
    return written_down(witnessed.kind, bytes(witnessed.digest), witnessed.witnessed_at)


def _unsealed(community: int) -> list[tuple[int | None, int | None, bytes]]:
    """Entry or witness, and what is sealed of it."""
    with connection.cursor() as cursor:
        cursor.execute(UNSEALED, [community, LARGEST])
        entries = cursor.fetchall()
    witnesses = Witness.objects.filter(community=community, leaf=None).order_by("pk")[: LARGEST - len(entries)]
    return [(number, None, bytes(digest)) for number, digest in entries] + [
        (None, row.pk, content_of(row)) for row in witnesses
    ]


def _block(community: int, leaves: list[tuple[int | None, int | None, bytes]], last: Block | None) -> Block:
    """These leaves as the block after the last."""
    previous = bytes(last.head) if last else tree.NOTHING
    height, sealed_at = last.height + 1 if last else 1, datetime.now(UTC)
    root = tree.root(content for _, _, content in leaves)
    block = Block.objects.create(
        community_id=community,
        height=height,
        size=len(leaves),
        root=root,
        previous=previous,
        head=tree.head(previous, community, height, len(leaves), moment_number(sealed_at), root),
        sealed_at=sealed_at,
    )
    rows = [(place, entry, witnessed) for place, (entry, witnessed, _) in enumerate(leaves)]
    put_many(Leaf, {"block": block.pk}, ("position", "entry", "witness"), rows)
    return block
