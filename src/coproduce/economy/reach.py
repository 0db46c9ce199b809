"""What word of mouth reaches, by the ties that carry in a draw of luck, and whom to invite so that it reaches most."""

from dataclasses import dataclass
from heapq import heapify, heappop, heappushpop

import numpy as np
from numpy.typing import NDArray

from coproduce.economy.draws import chance as as_chance, lot, mix, salt
from coproduce.economy.network import Ties

Places = NDArray[np.int64]
Labels = NDArray[np.int32]

#: A block of draws of this module's own; people times draws whose pieces are found in one go.
_LUCK, _AT_ONCE = 1 << 21, 1 << 17


@dataclass(frozen=True, slots=True)
class Luck:
    """What carries in each draw: `piece[draw, person]` is one number for all who hang together, `size[draw, piece]`."""

    piece: Labels
    size: Labels

    def reached(self, people: Places) -> NDArray[np.float64]:
        """How many each draw reaches from these."""
        found = np.empty(len(self.piece))
        for draw, (piece, size) in enumerate(zip(self.piece, self.size, strict=True)):
            found[draw] = size[np.unique(piece[people])].sum()
        return found


def luck(ties: Ties, *, chance: float, seed: int, draws: int, first: int = 0, ids: Places | None = None) -> Luck:
    """Draws `first` to `first + draws`: each tie carries with `chance`, by the `ids` at its two ends and nothing else.

    `ids` below 2³², one a person, travel with them: whatever their place, the same ties carry. ValueError where the
    chance is none, or ids and people are not of one number.
    """
    size = ties.people
    ids = np.arange(size) if ids is None else np.asarray(ids, np.int64)
    if len(ids) != size:
        raise ValueError(f"There are {len(ids)} ids, and ties of {size} people.")
    source = np.repeat(np.arange(size), ties.degrees())
    once = ids[source] < ids[ties.ends]
    left, right = source[once], ties.ends[once].astype(np.int64)
    near, far, below = ids[left].astype(np.uint64), ids[right].astype(np.uint64), as_chance(chance)
    piece, sizes = np.empty((draws, size), np.int32), np.empty((draws, size), np.int32)
    step = max(4, _AT_ONCE // max(size, 1))
    for begin in range(first, first + draws, step):
        end = min(begin + step, first + draws)
        salts = np.array([salt(seed, four, _LUCK) for four in range(begin // 4, (end + 3) // 4)], np.uint64)
        word = mix(far, mix(near, salts[:, None]))
        lots = np.stack([lot(word, stream) for stream in range(4)], axis=1).reshape(4 * len(salts), len(near))
        draw, tie = np.nonzero(lots[begin % 4 :][: end - begin] < below)
        names = _pieces(left[tie] + draw * size, right[tie] + draw * size, (end - begin) * size)
        many = np.bincount(names, minlength=len(names))
        piece[begin - first : end - first] = names.reshape(-1, size) - np.arange(end - begin)[:, None] * size
        sizes[begin - first : end - first] = many.reshape(-1, size)
    return Luck(piece, sizes)


def _pieces(left: Places, right: Places, size: int) -> Places:
    """The lowest place among all whom each one hangs together with: ends take the lower name until none changes."""
    name = np.arange(size)
    while len(left):
        low, high = np.minimum(name[left], name[right]), np.maximum(name[left], name[right])
        apart = low != high
        left, right = left[apart], right[apart]
        name[high[apart]] = low[apart]  # of several one is kept; the others are still apart, and come again
        while ((shorter := name[name]) != name).any():
            name = shorter
    return name


def greedy(drawn: Luck, count: int, ids: Places) -> Places:
    """One after another who adds most on these draws; equals go by id. Lazy forward (CELF, Leskovec et al. 2007).

    What somebody adds never grows as others are chosen, so whoever still leads once looked at again is the next.
    """
    draws, size = drawn.piece.shape
    at = (drawn.piece + np.arange(draws)[:, None] * size).T.copy()
    worth = drawn.size.astype(np.int64).ravel()
    adds = np.zeros(size, np.int64)
    for piece, many in zip(drawn.piece, drawn.size, strict=True):
        adds += many[piece]
    heap = list(zip((-adds).tolist(), ids.tolist(), range(size), strict=True))
    heapify(heap)
    chosen: list[int] = []
    while len(chosen) < count:
        best = heappop(heap)
        while heap and (fresh := (-int(worth[at[best[2]]].sum()), *best[1:])) != best:
            best = heappushpop(heap, fresh)
        chosen.append(best[2])
        worth[at[best[2]]] = 0
    return np.array(chosen, np.int64)
