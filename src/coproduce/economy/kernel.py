"""A week of everybody, compiled: the same whole numbers as `kernel_numpy`, several times faster. Needs numba.

The rules are those of `week`, compiled as they stand. A few neighbourhoods at a time go
through all passes while they are in the processor's cache; neighbourhoods share nothing but
ties, and those are counted afterwards, by the few people who changed.
"""

import hashlib
import os
from pathlib import Path
from types import FunctionType
from typing import Any, TypeVar

import numba
import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

from coproduce.economy import draws, prefetching, week
from coproduce.economy.draws import salt
from coproduce.economy.kernel_numpy import find_chance
from coproduce.economy.network import Ties
from coproduce.economy.population import KINDS
from coproduce.economy.prefetching import prefetch
from coproduce.economy.regimes import Dials
from coproduce.economy.state import AFFORDS, TOTALS, Fixed, State

Columns = TypeVar("Columns", Fixed, State)

_KINDS = len(KINDS)
_LAST = np.uint64(2**64 - 1)
#: Neighbourhoods that go through all passes together: long enough loops, and still in the second cache.
_TOGETHER = 16
#: What each column is kept as while weeks go by; hours of a week and what is counted of ties fit.
_FIXED_AS: dict[type[np.signedinteger[Any]], str] = {
    np.int8: "band threshold gift wish volunteer",
    np.int16: "want norm usual wage chores willing asks",
}
_STATE_AS: dict[type[np.signedinteger[Any]], str] = {
    np.int8: "informed joined active striving asked",
    np.int16: "paid idle care unmet gave got health",
    np.int32: "joined_ties heard_ties striving_ties",
}
#: So many bytes are looked at as one word for whether anybody changed, so many words at a time; so many who did change
#: are worked on at a time, and those of one more row of words would still have room.
_WORD, _GLANCE, _BATCH = 8, 128, 2048
#: So many people before they are needed their ties are asked for, and before that where these begin; ten lie in a row.
_AHEAD, _FAR_AHEAD, _USUAL_TIES = 12, 32, 10
_AT = {name: place for place, name in enumerate(TOTALS)}
(
    _INFORMED, _JOINED, _ACTIVE, _STRIVING, _JOBLESS, _LONG, _VERY_LONG, _PAID, _GIVEN_UP, _PAID_PENCE, _BENEFIT_PENCE,
    _NEEDED, _STATE, _MARKET, _FAMILY, _NEIGHBOURS, _NOBODY, _GAVE, _GOT, _ASKED, _SAID_YES, _DROPPED, _HEALTH,
    _UNWAGED, _JOBLESS_USUAL,
) = range(len(TOTALS))  # fmt: skip


def _keep_compiled() -> None:
    """Compiled code is kept by what it was made of, so that a changed rule is never run as it was."""
    sources = (Path(__file__), *(Path(str(module.__file__)) for module in (week, draws, prefetching)))
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()[:16]
    base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    numba.config.CACHE_DIR = str(base / "coproduce" / digest)


_keep_compiled()
#: A thread with nothing to do sleeps: one that spins takes a core from others, and from us.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")


def _compiled(module: Any) -> dict[str, Any]:
    """Every function of a module compiled, each calling the others compiled."""
    names = dict(vars(module))
    for name, found in vars(module).items():
        if isinstance(found, FunctionType) and found.__module__ == module.__name__:
            names[name] = njit(FunctionType(found.__code__, names, name), inline="never")
    return names


_week, _draws = _compiled(week), _compiled(draws)
yes, aim, hours, finds, free, able = (_week[name] for name in ("yes", "aim", "hours", "finds", "free", "able"))
hears, joins, strives, may_ask, offered = (_week[name] for name in ("hears", "joins", "strives", "may_ask", "offered"))
purpose, body = _week["purpose"], _week["body"]
mix, stirred, lot, turn = (_draws[name] for name in ("mix", "stirred", "lot", "turn"))
LEAST_JOB, LONG, VERY_LONG = week.LEAST_JOB, week.LONG, week.VERY_LONG


def advance(
    fixed: Fixed, state: State, ties: Ties, d: Dials, seed: int, weeks: range, totals: NDArray[np.int64]
) -> State:
    """The state after these weeks; each week's row of `totals` (weeks, len(TOTALS)) is filled in."""
    fixed, state = _narrow(fixed, _FIXED_AS), _narrow(state, _STATE_AS)
    size = len(fixed.ids)
    bounds = np.searchsorted(fixed.neighbourhood, np.arange(int(fixed.neighbourhood[-1]) + 2)).astype(np.int64)
    several = np.append(bounds[:-1:_TOGETHER], size)
    by_several, homes = np.zeros((len(several) - 1, len(TOTALS)), np.int64), _homes(fixed, several)
    change = np.zeros((3, size), np.int8)
    works = state.paid > 0
    given_up = int(np.maximum(fixed.usual - state.paid, 0)[works].sum(dtype=np.int64))
    paid = int(state.paid.sum(dtype=np.int64))
    jobless_usual = int(fixed.usual[(fixed.want > 0) & ~works].sum(dtype=np.int64))
    largest = int(np.diff(several).max())
    for row, number in enumerate(weeks):
        chance = find_chance(fixed.demand, given_up, paid, jobless_usual, d)
        salts = np.array([salt(seed, number, block) for block in range(4)], np.uint64)
        _all(fixed, state, bounds, homes, largest, by_several, change, salts, chance, d)
        for moved, counts in zip(change, state[-3:], strict=True):
            push(ties.starts, ties.ends, moved, counts)
        totals[row] = by_several.sum(axis=0)
        given_up, paid, jobless_usual = (int(totals[row, _AT[name]]) for name in ("given_up", "paid", "jobless_usual"))
    return State(*(column.astype(np.int32) for column in state))


def _homes(fixed: Fixed, several: NDArray[np.int64]) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
    """Where households that need something begin, how many they are, and where those of each few neighbourhoods stand.

    There, those of one size stand together: what is done for them is as long each time.
    """
    begins = np.flatnonzero(np.diff(fixed.household, prepend=-1))
    sizes = np.diff(begins, append=len(fixed.household))
    need = fixed.need[begins] > 0
    begins, sizes = begins[need].astype(np.int32), sizes[need].astype(np.int32)
    order = np.lexsort((sizes, fixed.neighbourhood[begins] // _TOGETHER))
    return begins[order], sizes[order], np.searchsorted(begins, several)


def _narrow(columns: Columns, kinds: dict[type[np.signedinteger[Any]], str]) -> Columns:
    """The columns as narrow as what they hold: a week of a large town is a race to the memory."""
    found = columns._asdict()
    for kind, names in kinds.items():
        found |= {name: found[name].astype(kind) for name in names.split()}
    return type(columns)(**found)


@njit(cache=True)
def push(starts, ends, change, counts):  # type: ignore[no-untyped-def]
    """Add each person's change to the counts of those tied to them: only the few who changed are looked at."""
    size, some, batch, many = len(change), np.empty(_GLANCE, np.int64), np.empty(_BATCH, np.int64), 0
    eights = change[: size - size % _WORD].view(np.uint64)
    for first in range(0, len(eights), _GLANCE):
        for place in range(_not_nought(eights[first : first + _GLANCE], some)):
            begin = (first + some[place]) * _WORD
            for person in range(begin, begin + _WORD):
                batch[many] = person
                many += change[person] != 0
        if many > _BATCH - _GLANCE * _WORD:
            _add(starts, ends, change, counts, batch, many)
            many = 0
    for person in range(len(eights) * _WORD, size):
        batch[many] = person
        many += change[person] != 0
    _add(starts, ends, change, counts, batch, many)


@njit(cache=True)
def _not_nought(words, places):  # type: ignore[no-untyped-def]
    """How many words are not nought, and where they stand: counted, not branched on, unless none is."""
    any_of_them, many = np.uint64(0), 0
    for place in range(len(words)):
        any_of_them |= words[place]
    if any_of_them:
        for place in range(len(words)):
            places[many] = place
            many += words[place] != 0
    return many


@njit(cache=True)
def _add(starts, ends, change, counts, batch, many):  # type: ignore[no-untyped-def]
    """The changes of a batch of people, whose ties lie all over the memory: each is asked for some people before.

    Places are taken as unsigned, of which none is counted from behind: it would be looked at for each tie.
    """
    for place in range(many):
        if place + _FAR_AHEAD < many:
            prefetch(starts, batch[place + _FAR_AHEAD])
        if place + _AHEAD < many:
            first = starts[batch[place + _AHEAD]]
            prefetch(ends, first)
            prefetch(ends, first + _USUAL_TIES)
        person = batch[place]
        more = change[person]
        for tie in range(np.uint64(starts[person]), np.uint64(starts[person + 1])):
            counts[np.uint32(ends[tie])] += more


@njit(cache=True)
def _smallest(keys, rows, many, wanted):  # type: ignore[no-untyped-def]
    """Bring the `wanted` smallest of the first `many` keys, no two alike, to the front, and their rows along.

    Hoare's selection. Whether a key is below is counted, not branched on: no processor could guess it.
    """
    low, high = 0, many - 1
    while low < high:
        middle = (low + high) >> 1
        pivot, row = keys[middle], rows[middle]
        keys[middle], rows[middle] = keys[high], rows[high]
        keys[high], rows[high] = pivot, row
        below = low
        for place in range(low, high):
            key, row = keys[place], rows[place]
            keys[place], rows[place] = keys[below], rows[below]
            keys[below], rows[below] = key, row
            below += key < pivot
        keys[below], keys[high] = keys[high], keys[below]
        rows[below], rows[high] = rows[high], rows[below]
        if below < wanted:
            low = below + 1
        if below >= wanted - 1:
            high = below - 1


@njit(cache=True)
def _key(sums, left, turn_of):  # type: ignore[no-untyped-def]
    """Where one stands in the order in which odd units are given: the largest remainder first."""
    return (np.uint64(sums - left) << np.uint64(32)) | turn_of


@njit(cache=True)
def _share(totals, sums, weights, kinds, order, work, amounts):  # type: ignore[no-untyped-def]
    """`kernel_numpy.share_out` for one neighbourhood: each person of a kind, weights add up to `sums` of it."""
    odd, some, keys, rows, chosen = work
    some[:], amounts[:], many = 0, 0, 0
    for kind in range(len(totals)):
        odd[kind] = totals[kind] if sums[kind] > 0 else 0
    for j in range(len(kinds)):
        chosen[many] = j
        many += weights[j] > 0
    for place in range(many):
        j = chosen[place]
        kind = kinds[j]
        exact = np.int64(weights[j]) * totals[kind]
        whole = np.int64(np.uint64(exact) // np.uint64(sums[kind]))
        left = exact - whole * sums[kind]
        amounts[j] = whole
        odd[kind] -= whole
        keys[kind, some[kind]], rows[kind, some[kind]] = _key(sums[kind], left, order[j]), j
        some[kind] += left > 0
    for kind in range(len(totals)):
        if odd[kind] > 0:
            _smallest(keys[kind], rows[kind], some[kind], odd[kind])
            for place in range(odd[kind]):
                amounts[rows[kind, place]] += 1


@njit(cache=True, parallel=True)
def _all(fixed, state, bounds, homes, largest, totals, change, salts, chance, d):  # type: ignore[no-untyped-def]
    """Everybody's week, a few neighbourhoods at a time; each few have a row of `totals`."""
    starts, sizes, of_several = homes
    for several in prange(len(totals)):
        luck, whole = np.empty((4, largest), np.uint64), np.empty((6, largest), np.int32)
        keys, rows = np.empty((_KINDS, largest), np.uint64), np.empty((_KINDS, largest), np.int32)
        by_kind = np.empty((6, _KINDS), np.int64)
        places = bounds[several * _TOGETHER : (several + 1) * _TOGETHER + 1]
        those = slice(of_several[several], of_several[several + 1])
        _some(
            fixed, state, places, (starts[those], sizes[those]), totals[several], change, salts, chance, d,
            luck, whole, by_kind, keys, rows,
        )  # fmt: skip


@njit(cache=True)
def _some(  # type: ignore[no-untyped-def]
    fixed, state, places, homes, totals, change, salts, chance, d, luck, whole, by_kind, keys, rows
):
    """The week of a few neighbourhoods. From `luck` on it is room to work in: words, numbers a person, sums by kind."""
    first, last = places[0], places[-1]
    here, size = slice(first, last), last - first
    totals[:] = 0
    ids, band, want = fixed.ids[here], fixed.band[here], fixed.want[here]
    paid, idle, care, unmet = state.paid[here], state.idle[here], state.care[here], state.unmet[here]
    gave, got, joined, active = state.gave[here], state.got[here], state.joined[here], state.active[here]
    striving, informed = state.striving[here], state.informed[here]
    for block in range(3):
        _words(luck[block], ids, salts[block])
    _order(luck[3], ids, salts[3])
    order, spare, given, weights = luck[3], whole[0], whole[1], whole[2]

    _work(paid, idle, want, fixed.norm[here], gave, active, striving, unmet, luck[0], chance, d)
    _strive(striving, state.striving_ties[here], active, luck[2], change[2, here], d)
    _take_part(
        informed, joined, active, state.asked[here], got, state.joined_ties[here], state.heard_ties[here],
        fixed.threshold[here], luck, change[:, here], totals, d,
    )  # fmt: skip
    _spare(spare, weights, paid, fixed.chores[here], fixed.willing[here], d)
    _care(
        care, unmet, fixed.need[here], homes, first, paid, fixed.wage[here], weights, order, luck[0], given, totals, d,
    )  # fmt: skip
    offers, wishes = whole[3], whole[4]
    _offers(offers, fixed.volunteer[here], active, spare, care, d)
    _wishes(wishes, fixed.asks[here], joined, band)
    for place in range(len(places) - 1):
        there, near = slice(places[place], places[place + 1]), slice(places[place] - first, places[place + 1] - first)
        _exchange(
            fixed.gift[there], fixed.wish[there], offers[near], wishes[near], unmet[near], gave[near], got[near],
            order[near], given[near], weights[near], whole[5], by_kind, keys, rows, totals, d,
        )  # fmt: skip
    _body(state.health[here], band, paid, idle, gave, got, unmet, luck[2], spare, d)
    _count(totals, paid, spare, want, fixed.usual[here], fixed.wage[here], d)
    totals[_INFORMED], totals[_JOINED] = _sum(informed, size), _sum(joined, size)
    totals[_ACTIVE], totals[_STRIVING] = _sum(active, size), _sum(striving, size)
    totals[_PAID], totals[_NOBODY] = _sum(paid, size), _sum(unmet, size)
    totals[_GAVE], totals[_GOT] = _sum(gave, size), _sum(got, size)
    totals[_HEALTH] = _sum(state.health[here], size)


@njit(cache=True)
def _words(into, ids, salted):  # type: ignore[no-untyped-def]
    for j in range(len(ids)):
        into[j] = mix(ids[j], salted)


@njit(cache=True)
def _order(into, ids, salted):  # type: ignore[no-untyped-def]
    for j in range(len(ids)):
        into[j] = turn(ids[j], salted)


@njit(cache=True)
def _work(paid, idle, want, norm, gave, active, striving, unmet, luck, chance, d):  # type: ignore[no-untyped-def]
    for j in range(len(paid)):
        end, find, near = lot(luck[j], 0), lot(luck[j], 1), lot(luck[j], 2)
        force, works = yes(want[j] > 0), yes(paid[j] > 0)
        goal = aim(want[j], norm[j], gave[j], active[j], striving[j], unmet[j], d)
        stays = works * yes(end >= d.ends)
        hired = force * (1 - works) * yes(find < finds(idle[j], chance, d))
        now = stays * max(hours(paid[j], goal, near), LEAST_JOB) + hired * goal
        paid[j] = now
        idle[j] = force * yes(now == 0) * min(idle[j] + 1, 520)


@njit(cache=True)
def _strive(striving, striving_ties, active, luck, change, d):  # type: ignore[no-untyped-def]
    for j in range(len(striving)):
        strove = striving[j]
        now = strives(strove, striving_ties[j], active[j], lot(luck[j], 1), lot(luck[j], 2), d)
        striving[j] = now
        change[j] = now - strove


@njit(cache=True)
def _take_part(  # type: ignore[no-untyped-def]
    informed, joined, active, asked, got, joined_ties, heard_ties, threshold, luck, change, totals, d
):
    one, other, last, joins_now, hears_now = luck[0], luck[1], luck[2], change[0], change[1]
    asks, agrees, leaves = np.int64(0), np.int64(0), np.int64(0)
    for j in range(len(joined)):
        join, act, drop, ask = lot(other[j], 0), lot(other[j], 1), lot(other[j], 2), lot(other[j], 3)
        knew, took_part, gave_before = informed[j], joined[j], active[j]
        knows = hears(knew, joined_ties[j], heard_ties[j], lot(one[j], 3), d)
        now_asked = yes(got[j] > 0) * (1 - max(gave_before, asked[j])) * yes(ask < d.asked_back)
        said_yes = now_asked * yes(lot(last[j], 0) < d.says_yes)
        joining = (1 - took_part) * joins(knew, joined_ties[j], threshold[j], join, d)
        left = took_part * yes(drop < d.drops_out)
        takes_part = max(max(took_part - left, joining), said_yes)
        knows = max(knows, takes_part)
        joined[j] = takes_part
        active[j] = max(max(gave_before * (1 - left), joining * yes(act < d.becomes_active)), said_yes)
        informed[j] = knows
        asked[j] += now_asked
        joins_now[j] = takes_part - took_part
        hears_now[j] = knows * (1 - takes_part) - knew * (1 - took_part)
        asks += now_asked
        agrees += said_yes
        leaves += left
    totals[_ASKED], totals[_SAID_YES], totals[_DROPPED] = asks, agrees, leaves


@njit(cache=True)
def _spare(spare, could, paid, chores, willing, d):  # type: ignore[no-untyped-def]
    for j in range(len(paid)):
        left = free(paid[j], chores[j])
        spare[j] = left
        could[j] = able(left, willing[j], d)


@njit(cache=True)
def _care(care, unmet, need, homes, first, paid, wage, could, order, keys, given, totals, d):  # type: ignore[no-untyped-def]
    """`homes` are where those who need something begin, and how many they are.

    Where a family can do it all, it is shared out by what each could; else each does that, and an even share is left
    undone of each. So of both sharings one is to be made.
    """
    care[:], unmet[:], (starts, sizes) = 0, 0, homes
    needed_all, all_state, all_market, all_family = np.int64(0), np.int64(0), np.int64(0), np.int64(0)
    for home in range(len(starts)):
        start, stop = starts[home] - first, starts[home] - first + sizes[home]
        pay, could_all = np.int64(0), np.int64(0)
        for j in range(start, stop):
            pay += paid[j] * wage[j]
            could_all += could[j]
        needed = np.int64(need[start])
        by_state = (needed * d.state_care) >> 8
        by_market = (((needed - by_state) * d.market_care) >> 8) * yes(pay >= AFFORDS)
        wanted = needed - by_state - by_market
        by_family = min(wanted, could_all)
        needed_all += needed
        all_state += by_state
        all_market += by_market
        all_family += by_family
        short = yes(wanted > could_all)
        total = wanted - short * could_all
        sums = max(short * sizes[home] + (1 - short) * could_all, 1)
        odd = total
        for j in range(start, stop):
            exact = (short + (1 - short) * could[j]) * total
            whole = np.int64(np.uint64(exact) // np.uint64(sums))
            left = exact - whole * sums
            given[j] = whole
            odd -= whole
            keys[j] = _key(sums, left, order[j]) if left > 0 else _LAST
        for j in range(start, stop):
            before = np.int64(0)
            for other in range(start, stop):
                before += keys[other] < keys[j]
            shared = given[j] + yes(before < odd)
            care[j] = short * could[j] + (1 - short) * shared
            unmet[j] = short * shared
    totals[_NEEDED], totals[_STATE], totals[_MARKET], totals[_FAMILY] = needed_all, all_state, all_market, all_family


@njit(cache=True)
def _exchange(  # type: ignore[no-untyped-def]
    gift, wish, offers, wishes, unmet, gave, got, order, neighbours, same, chosen, by_kind, keys, rows, totals, d
):
    """What one neighbourhood gives and receives, kind by kind."""
    size, could, wished, part, cared_for = len(gift), by_kind[0], by_kind[1], by_kind[2], by_kind[3]
    work = (by_kind[4], by_kind[5], keys, rows, chosen)
    cared_for[:] = 0
    cared_for[0] = _sum(unmet, size)
    for kind in range(_KINDS):
        could[kind], wished[kind] = _sum_of(kind, gift, offers), _sum_of(kind, wish, wishes)
        part[kind] = (min(could[kind], wished[kind] + cared_for[kind]) * d.matched) >> 8
    _share(part, could, offers, gift, order, work, gave)
    _share(part, wished, wishes, wish, order, work, got)
    if part[0] > 0 and cared_for[0] > 0:
        part[1:], same[:] = 0, 0
        _share(part, cared_for, unmet, same, order, work, neighbours)
        for j in range(size):
            got[j] += neighbours[j]
            unmet[j] -= neighbours[j]
        totals[_NEIGHBOURS] += _sum(neighbours, size)


@njit(cache=True)
def _sum_of(kind, kinds, column):  # type: ignore[no-untyped-def]
    total = np.int64(0)
    for j in range(len(kinds)):
        total += column[j] * (kinds[j] == kind)
    return total


@njit(cache=True)
def _offers(offers, volunteer, active, spare, care, d):  # type: ignore[no-untyped-def]
    for j in range(len(care)):
        offers[j] = offered(volunteer[j], active[j], spare[j] - care[j], d)


@njit(cache=True)
def _wishes(wishes, asks, joined, band):  # type: ignore[no-untyped-def]
    for j in range(len(asks)):
        wishes[j] = asks[j] * may_ask(joined[j], band[j])


@njit(cache=True)
def _body(health, band, paid, idle, gave, got, unmet, luck, unwaged, d):  # type: ignore[no-untyped-def]
    for j in range(len(health)):
        along = yes(idle[j] > d.activation_after)
        felt = purpose(paid[j], gave[j], along, d)
        health[j] = body(health[j], band[j], paid[j], felt, got[j], unmet[j], lot(luck[j], 3), d)
        unwaged[j] = felt - paid[j]


@njit(cache=True)
def _count(totals, paid, unwaged, want, usual, wage, d):  # type: ignore[no-untyped-def]
    without_work, long, very_long, given_up = np.int64(0), np.int64(0), np.int64(0), np.int64(0)
    pay, benefits, not_paid, without_usual = np.int64(0), np.int64(0), np.int64(0), np.int64(0)
    for j in range(len(paid)):
        works = yes(paid[j] > 0)
        jobless = yes(want[j] > 0) * (1 - works)
        without_work += jobless
        long += yes(paid[j] >= LONG)
        very_long += yes(paid[j] >= VERY_LONG)
        given_up += works * max(usual[j] - paid[j], 0)
        pay += paid[j] * wage[j]
        benefits += (jobless * usual[j] * wage[j] * d.benefit) >> 8
        not_paid += unwaged[j]
        without_usual += jobless * usual[j]
    totals[_JOBLESS], totals[_LONG], totals[_VERY_LONG] = without_work, long, very_long
    totals[_GIVEN_UP], totals[_PAID_PENCE], totals[_BENEFIT_PENCE] = given_up, pay, benefits
    totals[_UNWAGED], totals[_JOBLESS_USUAL] = not_paid, without_usual


@njit(cache=True)
def _sum(column, size):  # type: ignore[no-untyped-def]
    total = np.int64(0)
    for j in range(size):
        total += column[j]
    return total
