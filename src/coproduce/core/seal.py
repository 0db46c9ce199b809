"""Seals: the root of a tree over digests, and the head that chains a block to all before it.

The tree is that of Certificate Transparency (RFC 6962, section 2.1): leaves and
nodes are told apart by their first byte, and a run is split at the largest power
of two below its length, so that no two runs have one root. A chain alone proves
nothing against whoever can write all of it again: a head has to stand outside.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from itertools import zip_longest
from struct import Struct

#: Bytes of a digest, a root and a head.
WIDTH = 32

#: What the first block of a community follows.
NOTHING = bytes(WIDTH)

_SPELT = re.compile(r"([1-9][0-9]{0,8}):([0-9a-f]{64})")

_CHAINED = Struct(">32sqqqq32s")


@dataclass(frozen=True, slots=True)
class Head:
    """A head that went out of the house: of which block, and what it was.

    >>> Head.parse(f"12:{'ab' * 32}") == Head(12, bytes.fromhex("ab" * 32)), str(Head(3, bytes(32)))[:6]
    (True, '3:0000')
    """

    height: int
    head: bytes

    @classmethod
    def parse(cls, words: str) -> "Head":
        """Read what `str` wrote, spaces or not; ValueError for anything else."""
        read = _SPELT.fullmatch("".join(words.split()).lower())
        if read is None:
            raise ValueError("A head is the number of its block, a colon, and 64 signs from 0 to 9 and a to f.")
        return cls(int(read[1]), bytes.fromhex(read[2]))

    def __str__(self) -> str:
        return f"{self.height}:{self.head.hex()}"


def in_groups(digest: str) -> str:
    """A digest in hexadecimal as people read it aloud, in groups of eight.

    >>> in_groups("aa4c6fffa9dc76de")
    'aa4c6fff a9dc76de'
    """
    return " ".join(digest[at : at + 8] for at in range(0, len(digest), 8))


def leaf(content: bytes) -> bytes:
    """The leaf of what is sealed."""
    return sha256(b"\x00" + content).digest()


def node(left: bytes, right: bytes) -> bytes:
    """What two parts of a tree become."""
    return sha256(b"\x01" + left + right).digest()


def root(contents: Iterable[bytes]) -> bytes:
    """The root of the tree over these, in their order.

    >>> root([]).hex()[:8], root([b""]).hex()[:8], root([b"a", b"b", b"c"]).hex()[:8]
    ('e3b0c442', '6e340b9c', '36642e73')
    """
    level = [leaf(content) for content in contents]
    if not level:
        return sha256(b"").digest()
    # Joined two by two, the last one of an odd number unchanged: the same tree as split from the top.
    while len(level) > 1:
        level = [left if right is None else node(left, right) for left, right in zip_longest(level[::2], level[1::2])]
    return level[0]


def head(previous: bytes, community: int, height: int, size: int, sealed_at: int, root: bytes) -> bytes:
    """The head of a block: all that is said of it, and the head before. `sealed_at` in millionths of a second."""
    return sha256(_CHAINED.pack(previous, community, height, size, sealed_at, root)).digest()
