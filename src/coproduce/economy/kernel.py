"""A week of everybody, compiled: the same whole numbers as `kernel_numpy`, several times faster. Needs numba.

The rules are those of `week`, compiled as they stand. One neighbourhood after another goes
through all passes while it is in the processor's cache; neighbourhoods share nothing but
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
#: Neighbourhoods that one thread goes through before it takes the next.
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
#: So many bytes are looked at as one word for whether anybody changed; so many who did are worked on at a time.
_GLANCE, _BATCH = 8, 1024
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
mix, lot, turn = _draws["mix"], _draws["lot"], _draws["turn"]
LEAST_JOB, LONG, VERY_LONG = week.LEAST_JOB, week.LONG, week.VERY_LONG


def advance(
    fixed: Fixed, state: State, ties: Ties, d: Dials, seed: int, weeks: range, totals: NDArray[np.int64]
) -> State:
    """The state after these weeks; each week's row of `totals` (weeks, len(TOTALS)) is filled in."""
    fixed, state = _narrow(fixed, _FIXED_AS), _narrow(state, _STATE_AS)
    size = len(fixed.ids)
    bounds = np.searchsorted(fixed.neighbourhood, np.arange(int(fixed.neighbourhood[-1]) + 2)).astype(np.int64)
    by_place = np.zeros((len(bounds) - 1, len(TOTALS)), np.int64)
    change = np.zeros((3, size), np.int8)
    works = state.paid > 0
    given_up = int(np.maximum(fixed.usual - state.paid, 0)[works].sum(dtype=np.int64))
    paid = int(state.paid.sum(dtype=np.int64))
    jobless_usual = int(fixed.usual[(fixed.want > 0) & ~works].sum(dtype=np.int64))
    largest = int(np.diff(bounds).max())
    for row, number in enumerate(weeks):
        chance = find_chance(fixed.demand, given_up, paid, jobless_usual, d)
        salts = np.array([salt(seed, number, block) for block in range(4)], np.uint64)
        _all(fixed, state, bounds, largest, by_place, change, salts, chance, d)
        for moved, counts in zip(change, state[-3:], strict=True):
            push(ties.starts, ties.ends, moved, counts)
        totals[row] = by_place.sum(axis=0)
        given_up, paid, jobless_usual = (int(totals[row, _AT[name]]) for name in ("given_up", "paid", "jobless_usual"))
    return State(*(column.astype(np.int32) for column in state))


def _narrow(columns: Columns, kinds: dict[type[np.signedinteger[Any]], str]) -> Columns:
    """The columns as narrow as what they hold: a week of a large town is a race to the memory."""
    found = columns._asdict()
    for kind, names in kinds.items():
        found |= {name: found[name].astype(kind) for name in names.split()}
    return type(columns)(**found)


@njit(cache=True)
def push(starts, ends, change, counts):  # type: ignore[no-untyped-def]
    """Add each person's change to the counts of those tied to them: only the few who changed are looked at."""
    size, batch, many = len(change), np.empty(_BATCH, np.int64), 0
    eights = change[: size - size % _GLANCE].view(np.uint64)
    for block in range(len(eights)):
        if eights[block]:
            for person in range(block * _GLANCE, (block + 1) * _GLANCE):
                batch[many] = person
                many += change[person] != 0
            if many >= _BATCH - _GLANCE:
                _add(starts, ends, change, counts, batch, many)
                many = 0
    for person in range(len(eights) * _GLANCE, size):
        batch[many] = person
        many += change[person] != 0
    _add(starts, ends, change, counts, batch, many)


@njit(cache=True)
def _add(starts, ends, change, counts, batch, many):  # type: ignore[no-untyped-def]
    """The changes of a batch of people, whose ties lie all over the memory: each is asked for some people before."""
    for place in range(many):
        if place + _FAR_AHEAD < many:
            prefetch(starts, batch[place + _FAR_AHEAD])
        if place + _AHEAD < many:
            first = starts[batch[place + _AHEAD]]
            prefetch(ends, first)
            prefetch(ends, first + _USUAL_TIES)
        person = batch[place]
        more = change[person]
        for tie in range(starts[person], starts[person + 1]):
            counts[ends[tie]] += more


@njit(cache=True)
def _smallest(keys, rows, many, wanted):  # type: ignore[no-untyped-def]
    """Bring the `wanted` smallest of the first `many` keys, no two alike, to the front, and their rows along.

    Hoare's selection.
    """
    low, high, place = 0, many - 1, wanted - 1
    while low < high:
        pivot, left, right = keys[place], low, high
        while left <= right:
            while keys[left] < pivot:
                left += 1
            while keys[right] > pivot:
                right -= 1
            if left <= right:
                keys[left], keys[right] = keys[right], keys[left]
                rows[left], rows[right] = rows[right], rows[left]
                left += 1
                right -= 1
        if right < place:
            low = left
        if left > place:
            high = right


@njit(cache=True)
def _share(totals, sums, weights, kinds, order, work, amounts):  # type: ignore[no-untyped-def]
    """`kernel_numpy.share_out` for one neighbourhood: each person of a kind, weights add up to `sums` of it."""
    odd, some, keys, rows = work
    some[:], amounts[:] = 0, 0
    for kind in range(len(totals)):
        odd[kind] = totals[kind] if sums[kind] > 0 else 0
    for j in range(len(kinds)):
        if weights[j] > 0:
            kind = kinds[j]
            exact = weights[j] * totals[kind]
            whole = np.int64(np.uint64(exact) // np.uint64(sums[kind]))
            left = exact - whole * sums[kind]
            amounts[j] = whole
            odd[kind] -= whole
            if left > 0:
                keys[kind, some[kind]] = (np.uint64(sums[kind] - left) << np.uint64(32)) | order[j]
                rows[kind, some[kind]] = j
                some[kind] += 1
    for kind in range(len(totals)):
        if odd[kind] > 0:
            _smallest(keys[kind], rows[kind], some[kind], odd[kind])
            for place in range(odd[kind]):
                amounts[rows[kind, place]] += 1


@njit(cache=True)
def _deal(total, weights, start, stop, order, keys, amounts):  # type: ignore[no-untyped-def]
    """The same for the few people of one household, start to stop: odd units go one by one to whoever is next."""
    sums = np.int64(0)
    for j in range(start, stop):
        sums += weights[j]
        amounts[j] = 0
    if total == 0:
        return
    odd = total
    for j in range(start, stop):
        exact = weights[j] * total
        whole = np.int64(np.uint64(exact) // np.uint64(sums))
        left = exact - whole * sums
        amounts[j] = whole
        odd -= whole
        keys[j] = (np.uint64(sums - left) << np.uint64(32)) | order[j] if left > 0 else _LAST
    for _ in range(odd):
        best = start
        for j in range(start + 1, stop):
            if keys[j] < keys[best]:
                best = j
        amounts[best] += 1
        keys[best] = _LAST


@njit(cache=True, parallel=True)
def _all(fixed, state, bounds, largest, by_place, change, salts, chance, d):  # type: ignore[no-untyped-def]
    places = len(bounds) - 1
    for several in prange((places + _TOGETHER - 1) // _TOGETHER):
        luck, whole = np.empty((4, largest), np.uint64), np.empty((6, largest), np.int64)
        keys, rows = np.empty((_KINDS, largest), np.uint64), np.empty((_KINDS, largest), np.int64)
        by_kind = np.empty((6, _KINDS), np.int64)
        for place in range(several * _TOGETHER, min((several + 1) * _TOGETHER, places)):
            _neighbourhood(
                fixed, state, bounds[place], bounds[place + 1], by_place[place], change, salts, chance, d,
                luck, whole, by_kind, keys, rows,
            )  # fmt: skip


@njit(cache=True)
def _neighbourhood(  # type: ignore[no-untyped-def]
    fixed, state, first, last, totals, change, salts, chance, d, luck, whole, by_kind, keys, rows
):
    """One neighbourhood's week. The rest is room to work in: four words and six numbers a person, sums by kind."""
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
        care, unmet, fixed.need[here], fixed.household[here], paid, fixed.wage[here], weights, order, luck[0], given,
        totals, d,
    )  # fmt: skip
    _exchange(fixed, here, state, spare, order, whole, by_kind, keys, rows, totals, d)
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
def _care(care, unmet, need, household, paid, wage, could, order, keys, given, totals, d):  # type: ignore[no-untyped-def]
    care[:], unmet[:] = 0, 0
    start, size = 0, len(need)
    while start < size:
        if need[start] == 0:
            start += 1
            continue
        stop, pay, could_all = start, np.int64(0), np.int64(0)
        while stop < size and household[stop] == household[start]:
            pay += paid[stop] * wage[stop]
            could_all += could[stop]
            stop += 1
        needed = np.int64(need[start])
        by_state = (needed * d.state_care) >> 8
        by_market = (((needed - by_state) * d.market_care) >> 8) * yes(pay >= AFFORDS)
        wanted = needed - by_state - by_market
        by_family = min(wanted, could_all)
        totals[_NEEDED] += needed
        totals[_STATE] += by_state
        totals[_MARKET] += by_market
        totals[_FAMILY] += by_family
        _deal(by_family, could, start, stop, order, keys, given)
        for j in range(start, stop):
            care[j] = given[j]
            could[j] = 1
        _deal(wanted - by_family, could, start, stop, order, keys, given)
        for j in range(start, stop):
            unmet[j] = given[j]
        start = stop


@njit(cache=True)
def _exchange(fixed, here, state, spare, order, whole, by_kind, keys, rows, totals, d):  # type: ignore[no-untyped-def]
    care, unmet, gave, got = state.care[here], state.unmet[here], state.gave[here], state.got[here]
    gift, wish, offers, wishes, size = fixed.gift[here], fixed.wish[here], whole[3], whole[4], len(care)
    could, wished, part, cared_for = by_kind[0], by_kind[1], by_kind[2], by_kind[3]
    work = (by_kind[4], by_kind[5], keys, rows)
    _offers(offers, fixed.volunteer[here], state.active[here], spare, care, d)
    _wishes(wishes, fixed.asks[here], state.joined[here], fixed.band[here])
    could[:], wished[:], cared_for[:] = 0, 0, 0
    for j in range(size):
        could[gift[j]] += offers[j]
        wished[wish[j]] += wishes[j]
    cared_for[0] = _sum(unmet, size)
    for kind in range(_KINDS):
        part[kind] = (min(could[kind], wished[kind] + cared_for[kind]) * d.matched) >> 8
    _share(part, could, offers, gift, order, work, gave)
    _share(part, wished, wishes, wish, order, work, got)
    if part[0] > 0 and cared_for[0] > 0:
        neighbours, same = whole[1][:size], whole[3][:size]
        part[1:], same[:] = 0, 0
        _share(part, cared_for, unmet, same, order, work, neighbours)
        for j in range(size):
            got[j] += neighbours[j]
            unmet[j] -= neighbours[j]
        totals[_NEIGHBOURS] = _sum(neighbours, size)


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
