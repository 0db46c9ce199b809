"""A week of everybody, compiled: the same whole numbers as `kernel_numpy`, several times faster. Needs numba.

The rules are those of `week`, compiled as they stand. One neighbourhood after another goes
through all passes while it is in the processor's cache; neighbourhoods share nothing but
ties, and those are counted afterwards, by the few people who changed.
"""

import hashlib
import os
from pathlib import Path
from types import FunctionType
from typing import Any

import numba
import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

from coproduce.economy import draws, week
from coproduce.economy.draws import salt
from coproduce.economy.kernel_numpy import find_chance
from coproduce.economy.network import Ties
from coproduce.economy.population import KINDS
from coproduce.economy.regimes import Dials
from coproduce.economy.state import AFFORDS, TOTALS, Fixed, State

_KINDS = len(KINDS)
_LAST = np.uint64(2**64 - 1)
_AT = {name: place for place, name in enumerate(TOTALS)}
(
    _INFORMED, _JOINED, _ACTIVE, _STRIVING, _JOBLESS, _LONG, _VERY_LONG, _PAID, _GIVEN_UP, _PAID_PENCE, _BENEFIT_PENCE,
    _NEEDED, _STATE, _MARKET, _FAMILY, _NEIGHBOURS, _NOBODY, _GAVE, _GOT, _ASKED, _SAID_YES, _DROPPED, _HEALTH,
    _UNWAGED, _JOBLESS_USUAL,
) = range(len(TOTALS))  # fmt: skip


def _keep_compiled() -> None:
    """Compiled code is kept by what it was made of, so that a changed rule is never run as it was."""
    sources = (Path(__file__), Path(week.__file__), Path(draws.__file__))
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
    state = State(*(column.copy() for column in state))
    size = len(fixed.ids)
    bounds = np.searchsorted(fixed.neighbourhood, np.arange(int(fixed.neighbourhood[-1]) + 2)).astype(np.int64)
    by_place = np.zeros((len(bounds) - 1, len(TOTALS)), np.int64)
    change = np.zeros((3, size), np.int8)
    works = state.paid > 0
    given_up = int(np.maximum(fixed.usual - state.paid, 0)[works].sum(dtype=np.int64))
    paid = int(state.paid.sum(dtype=np.int64))
    jobless_usual = int(fixed.usual[(fixed.want > 0) & ~works].sum(dtype=np.int64))
    columns, marks = fixed[:-1], state[:-3]
    counts = state[-3:]
    for row, number in enumerate(weeks):
        chance = find_chance(fixed.demand, given_up, paid, jobless_usual, d)
        salts = np.array([salt(seed, number, block) for block in range(4)], np.uint64)
        _all(columns, marks, counts, bounds, by_place, change, salts, chance, d)
        _push(ties.starts, ties.ends, change, *counts)
        totals[row] = by_place.sum(axis=0)
        given_up, paid, jobless_usual = (int(totals[row, _AT[name]]) for name in ("given_up", "paid", "jobless_usual"))
    return state


@njit(cache=True)
def _push(starts, ends, change, joined_ties, heard_ties, striving_ties):  # type: ignore[no-untyped-def]
    for person in range(len(starts) - 1):
        joined, heard, striving = change[0, person], change[1, person], change[2, person]
        if joined or heard or striving:
            for place in range(starts[person], starts[person + 1]):
                end = ends[place]
                joined_ties[end] += joined
                heard_ties[end] += heard
                striving_ties[end] += striving


@njit(cache=True)
def _smallest(keys, many, wanted):  # type: ignore[no-untyped-def]
    """The wanted-th smallest of the first `many` keys, no two alike. Hoare's selection; reorders them."""
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
                left += 1
                right -= 1
        if right < place:
            low = left
        if left > place:
            high = right
    return keys[place]


@njit(cache=True)
def _share(totals, weights, first, last, kinds, order, work, amounts):  # type: ignore[no-untyped-def]
    """`kernel_numpy.share_out` for the people first to last, each of the kind that stands in `kinds`."""
    sums, odd, some, keys, rows = work
    sums[:], some[:] = 0, 0
    odd[:] = totals
    for j in range(first, last):
        sums[kinds[j]] += weights[j]
    for j in range(first, last):
        amounts[j] = 0
        kind = kinds[j]
        if weights[j] > 0 and totals[kind] > 0:
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
            many = some[kind]
            limit = _smallest(keys[kind].copy(), many, odd[kind])
            for place in range(many):
                if keys[kind, place] <= limit:
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
def _all(columns, marks, counts, bounds, by_place, change, salts, chance, d):  # type: ignore[no-untyped-def]
    for place in prange(len(bounds) - 1):
        _neighbourhood(
            columns, marks, counts, bounds[place], bounds[place + 1], by_place[place], change, salts, chance, d
        )


@njit(cache=True)
def _sum(column):  # type: ignore[no-untyped-def]
    total = np.int64(0)
    for j in range(len(column)):
        total += column[j]
    return total


@njit(cache=True)
def _room(size):  # type: ignore[no-untyped-def]
    """Where `_share` works: sums, odd units, how many may have one, their keys and rows; by kind."""
    sums, odd, some = np.zeros(_KINDS, np.int64), np.zeros(_KINDS, np.int64), np.zeros(_KINDS, np.int64)
    return sums, odd, some, np.empty((_KINDS, size), np.uint64), np.empty((_KINDS, size), np.int64)


@njit(cache=True)
def _neighbourhood(columns, marks, counts, first, last, totals, change, salts, chance, d):  # type: ignore[no-untyped-def]
    here = slice(first, last)
    ids, household, band, want, norm, usual = (
        columns[0][here],
        columns[1][here],
        columns[3][here],
        columns[4][here],
        columns[5][here],
        columns[6][here],
    )
    wage, chores, willing, threshold = columns[7][here], columns[8][here], columns[9][here], columns[10][here]
    gift, wish, asks, volunteer, need = (
        columns[11][here],
        columns[12][here],
        columns[13][here],
        columns[14][here],
        columns[15][here],
    )
    paid, idle, care, unmet, gave, got = (
        marks[0][here],
        marks[1][here],
        marks[2][here],
        marks[3][here],
        marks[4][here],
        marks[5][here],
    )
    informed, joined, active, striving, asked, health = (
        marks[6][here],
        marks[7][here],
        marks[8][here],
        marks[9][here],
        marks[10][here],
        marks[11][here],
    )
    joined_ties, heard_ties, striving_ties = counts[0][here], counts[1][here], counts[2][here]
    joins_now, hears_now, strives_now = change[0, here], change[1, here], change[2, here]
    size = last - first
    order, keys, work = np.empty(size, np.uint64), np.empty(size, np.uint64), _room(size)
    weights, spare, given = np.zeros(size, np.int64), np.zeros(size, np.int64), np.zeros(size, np.int64)
    offers, wishes, feel = np.zeros(size, np.int64), np.zeros(size, np.int64), np.zeros(size, np.int64)
    gifts, wished_kinds, care_kind = np.zeros(size, np.int64), np.zeros(size, np.int64), np.zeros(size, np.int64)
    could, wished, part = np.zeros(_KINDS, np.int64), np.zeros(_KINDS, np.int64), np.zeros(_KINDS, np.int64)
    totals[:] = 0
    for j in range(size):
        word = mix(ids[j], salts[0])
        end, find, near, hear = lot(word, 0), lot(word, 1), lot(word, 2), lot(word, 3)
        word = mix(ids[j], salts[1])
        join, act, drop, ask = lot(word, 0), lot(word, 1), lot(word, 2), lot(word, 3)
        word = mix(ids[j], salts[2])
        agree, strive, enough = lot(word, 0), lot(word, 1), lot(word, 2)
        feel[j] = lot(word, 3)
        order[j] = turn(ids[j], salts[3])

        force, works = yes(want[j] > 0), yes(paid[j] > 0)
        goal = aim(want[j], norm[j], gave[j], active[j], striving[j], unmet[j], d)
        stays = works * yes(end >= d.ends)
        hired = force * (1 - works) * yes(find < finds(idle[j], chance, d))
        paid[j] = stays * max(hours(paid[j], goal, near), LEAST_JOB) + hired * goal
        idle[j] = force * yes(paid[j] == 0) * min(idle[j] + 1, 520)

        knew, took_part, gave_before, strove = informed[j], joined[j], active[j], striving[j]
        knows = hears(knew, joined_ties[j], heard_ties[j], hear, d)
        now_asked = yes(got[j] > 0) * (1 - max(gave_before, asked[j])) * yes(ask < d.asked_back)
        said_yes = now_asked * yes(agree < d.says_yes)
        joining = (1 - took_part) * joins(knew, joined_ties[j], threshold[j], join, d)
        left = took_part * yes(drop < d.drops_out)
        joined[j] = max(max(took_part - left, joining), said_yes)
        active[j] = max(max(gave_before * (1 - left), joining * yes(act < d.becomes_active)), said_yes)
        informed[j] = max(knows, joined[j])
        striving[j] = strives(strove, striving_ties[j], gave_before, strive, enough, d)
        asked[j] += now_asked
        joins_now[j] = joined[j] - took_part
        hears_now[j] = informed[j] * (1 - joined[j]) - knew * (1 - took_part)
        strives_now[j] = striving[j] - strove
        spare[j] = free(paid[j], chores[j])
        totals[_ASKED] += now_asked
        totals[_SAID_YES] += said_yes
        totals[_DROPPED] += left

    start = 0
    while start < size:
        stop, pay, could_all = start, np.int64(0), np.int64(0)
        while stop < size and household[stop] == household[start]:
            pay += paid[stop] * wage[stop]
            weights[stop] = able(spare[stop], willing[stop], d)
            could_all += weights[stop]
            stop += 1
        needed = np.int64(need[start])
        if needed == 0:
            for j in range(start, stop):
                care[j] = 0
                unmet[j] = 0
        else:
            by_state = (needed * d.state_care) >> 8
            by_market = (((needed - by_state) * d.market_care) >> 8) * yes(pay >= AFFORDS)
            wanted = needed - by_state - by_market
            by_family = min(wanted, could_all)
            totals[_NEEDED] += needed
            totals[_STATE] += by_state
            totals[_MARKET] += by_market
            totals[_FAMILY] += by_family
            _deal(by_family, weights, start, stop, order, keys, given)
            for j in range(start, stop):
                care[j] = given[j]
                weights[j] = 1
            _deal(wanted - by_family, weights, start, stop, order, keys, given)
            for j in range(start, stop):
                unmet[j] = given[j]
        start = stop

    for j in range(size):
        offers[j] = offered(volunteer[j], active[j], spare[j] - care[j], d)
        wishes[j] = asks[j] * may_ask(joined[j], band[j])
        weights[j] = unmet[j]
        gifts[j], wished_kinds[j] = gift[j], wish[j]
        could[gift[j]] += offers[j]
        wished[wish[j]] += wishes[j]
        wished[0] += weights[j]
    for kind in range(_KINDS):
        part[kind] = (min(could[kind], wished[kind]) * d.matched) >> 8
    _share(part, offers, 0, size, gifts, order, work, given)
    for j in range(size):
        gave[j] = given[j]
    _share(part, wishes, 0, size, wished_kinds, order, work, given)
    for j in range(size):
        got[j] = given[j]
    part[1:] = 0
    _share(part, weights, 0, size, care_kind, order, work, given)
    for j in range(size):
        got[j] += given[j]
        unmet[j] -= given[j]

    without_work, long, very_long, given_up = np.int64(0), np.int64(0), np.int64(0), np.int64(0)
    pay, benefits, unwaged, without_usual = np.int64(0), np.int64(0), np.int64(0), np.int64(0)
    for j in range(size):
        along = yes(idle[j] > d.activation_after)
        felt = purpose(paid[j], gave[j], along, d)
        health[j] = body(health[j], band[j], paid[j], felt, got[j], unmet[j], feel[j], d)
        works = yes(paid[j] > 0)
        jobless = yes(want[j] > 0) * (1 - works)
        pence = np.int64(wage[j])
        without_work += jobless
        long += yes(paid[j] >= LONG)
        very_long += yes(paid[j] >= VERY_LONG)
        given_up += works * max(usual[j] - paid[j], 0)
        pay += paid[j] * pence
        benefits += (jobless * usual[j] * pence * d.benefit) >> 8
        unwaged += felt - paid[j]
        without_usual += jobless * usual[j]
    totals[_JOBLESS], totals[_LONG], totals[_VERY_LONG] = without_work, long, very_long
    totals[_GIVEN_UP], totals[_PAID_PENCE], totals[_BENEFIT_PENCE] = given_up, pay, benefits
    totals[_UNWAGED], totals[_JOBLESS_USUAL] = unwaged, without_usual
    totals[_NEIGHBOURS] = given.sum()
    totals[_INFORMED], totals[_JOINED] = _sum(informed), _sum(joined)
    totals[_ACTIVE], totals[_STRIVING] = _sum(active), _sum(striving)
    totals[_PAID], totals[_NOBODY] = _sum(paid), _sum(unmet)
    totals[_GAVE], totals[_GOT] = _sum(gave), _sum(got)
    totals[_HEALTH] = _sum(health)
