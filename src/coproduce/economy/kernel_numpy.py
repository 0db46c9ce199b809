"""A week of everybody with numpy alone: the plain spelling, and what the compiled one is held against."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from coproduce.economy import week as one
from coproduce.economy.draws import CERTAIN, Whole, lot, salt, turn, words
from coproduce.economy.network import Ties
from coproduce.economy.population import KINDS
from coproduce.economy.regimes import Dials
from coproduce.economy.state import AFFORDS, TOTALS, Fixed, State

yes = one.yes


def advance(
    fixed: Fixed, state: State, ties: Ties, d: Dials, seed: int, weeks: range, totals: NDArray[np.int64]
) -> State:
    """The state after these weeks; each week's row of `totals` (weeks, len(TOTALS)) is filled in."""
    for row, number in enumerate(weeks):
        state = _week(fixed, state, ties, d, seed, number, totals[row])
    return state


def find_chance(demand: int, all_usual: int, paid: int, jobless_usual: int, d: Dials) -> int:
    """The week's chance to find work, at most a quarter: half of the hours that nobody works, over those who want them.

    Of what all at work do less than usual, `sharing` is there to be worked by others; of what they do more, as much is
    missed by others. So who swap hours take none from anybody. Closure: README.md.
    """
    given_up = all_usual - jobless_usual - paid
    room = max(0, demand - (given_up * (256 - d.kept) >> 8) - paid)
    return min((room << 16) // max(jobless_usual, 1) >> 1, CERTAIN >> 2)


def share_out(total: NDArray[np.int64], weights: Whole, group: NDArray[Any], order: NDArray[np.uint64]) -> Whole:
    """Each group's total among its people in proportion: whole parts, then odd units to the largest remainders.

    Equal remainders go by `order` (32 bits, no two alike). A group's total is at most its weights' sum.
    """
    amounts = np.zeros(len(weights), np.int32)
    rows = np.flatnonzero((weights > 0) & (total[group] > 0))
    if not len(rows):
        return amounts
    names, group = np.unique(group[rows], return_inverse=True)
    total, weight = total[names], weights[rows].astype(np.int64)
    sums = np.bincount(group, weight).astype(np.int64)
    parts, left = np.divmod(weight * total[group], sums[group])
    odd = total - np.bincount(group, parts).astype(np.int64)
    some = np.flatnonzero((left > 0) & (odd[group] > 0))
    bits = int(sums.max()).bit_length()
    if bits + len(names).bit_length() > 32:
        raise ValueError(
            "There are more people in a neighbourhood, or more neighbourhoods, than can be sorted at once."
        )
    place = (group[some] << bits | ((1 << bits) - 1 - left[some])).astype(np.uint64)
    sorted_rows = some[np.argsort(place << np.uint64(32) | order[rows[some]])]
    first = np.searchsorted(group[sorted_rows], np.arange(len(names)))
    rank = np.arange(len(sorted_rows)) - first[group[sorted_rows]]
    parts[sorted_rows[rank < odd[group[sorted_rows]]]] += 1
    amounts[rows] = parts
    return amounts


def push(ties: Ties, counts: Whole, change: Whole) -> None:
    """Add each person's change to the counts of those tied to them: only the few who changed are looked at."""
    changed = np.flatnonzero(change)
    starts = ties.starts[changed]
    many = ties.starts[changed + 1] - starts
    if many.sum():
        before = np.concatenate([[0], np.cumsum(many)[:-1]])
        places = np.arange(many.sum()) + np.repeat(starts - before, many)
        np.add.at(counts, ties.ends[places], np.repeat(change[changed], many))


def _week(fixed: Fixed, state: State, ties: Ties, d: Dials, seed: int, number: int, totals: NDArray[np.int64]) -> State:
    lots = [
        lot(word, piece) for word in (words(fixed.ids, seed, number, block) for block in range(3)) for piece in range(4)
    ]
    end, find, near, hear, join, act, drop, ask, agree, strive, enough, feel = lots
    order = turn(fixed.ids, np.uint64(salt(seed, number, 3)))

    # 1. Labour.
    force, works = yes(fixed.want > 0), yes(state.paid > 0)
    usual_jobless = int((fixed.usual * force * (1 - works)).sum(dtype=np.int64))
    chance = find_chance(fixed.demand, fixed.all_usual, int(state.paid.sum(dtype=np.int64)), usual_jobless, d)
    goal = one.aim(fixed.want, fixed.norm, state.gave, state.active, state.striving, state.unmet, d)
    stays = works * yes(end >= d.ends)
    hired = force * (1 - works) * yes(find < one.finds(state.idle, chance, d))
    paid = stays * np.maximum(one.hours(state.paid, goal, near), one.LEAST_JOB) + hired * goal
    idle = force * yes(paid == 0) * np.minimum(state.idle + 1, 520)

    # 2. Two contagions on the same ties.
    informed = one.hears(state.informed, state.joined_ties, state.heard_ties, hear, d)
    asked = yes(state.got > 0) * (1 - np.maximum(state.active, state.asked)) * yes(ask < d.asked_back)
    said_yes = asked * yes(agree < d.says_yes)
    joining = (1 - state.joined) * one.joins(state.informed, state.joined_ties, fixed.threshold, join, d)
    left = state.joined * yes(drop < d.drops_out)
    joined = np.maximum(np.maximum(state.joined - left, joining), said_yes)
    active = np.maximum(np.maximum(state.active * (1 - left), joining * yes(act < d.becomes_active)), said_yes)
    informed = np.maximum(informed, joined)
    striving = one.strives(state.striving, state.striving_ties, state.active, strive, enough, d)

    # 3. What children and frail elders need: the state, the market, the family; then neighbours, or nobody.
    first = np.flatnonzero(np.concatenate([[True], fixed.household[1:] != fixed.household[:-1]]))
    need = fixed.need[first].astype(np.int64)
    by_state = need * d.state_care >> 8
    pay = np.add.reduceat((paid * fixed.wage).astype(np.int64), first)
    by_market = ((need - by_state) * d.market_care >> 8) * (pay >= AFFORDS)
    spare = one.free(paid, fixed.chores)
    able = one.able(spare, fixed.willing, d)
    wanted = need - by_state - by_market
    by_family = np.minimum(wanted, np.add.reduceat(able.astype(np.int64), first))
    care = share_out(by_family, able, fixed.household, order)
    unmet = share_out(wanted - by_family, np.ones_like(able), fixed.household, order)

    # 4. Giving and receiving, in each neighbourhood and kind.
    spare = spare - care
    offers = one.offered(fixed.volunteer, active, spare, d)
    asks = fixed.asks * one.may_ask(joined, fixed.band)
    kinds = len(KINDS)
    here = fixed.neighbourhood.astype(np.int64) * kinds
    groups = int(fixed.neighbourhood[-1] + 1) * kinds
    given, care_asked, other_asked = here + fixed.gift, here, here + fixed.wish
    could = np.bincount(given, offers, groups).astype(np.int64)
    wished = np.bincount(care_asked, unmet, groups) + np.bincount(other_asked, asks, groups)
    traded = np.minimum(could, wished.astype(np.int64)) * d.matched >> 8
    gave = share_out(traded, offers, given, order)
    got_care = share_out(traded, unmet, care_asked, order)
    got = got_care + share_out(traded, asks, other_asked, order)
    unmet = unmet - got_care

    # 5. Body.
    along = yes(idle > d.activation_after)
    needed = one.purpose(paid, gave, along, d)
    health = one.body(state.health, fixed.band, paid, needed, got, unmet, feel, d)

    heard, had_heard = informed * (1 - joined), state.informed * (1 - state.joined)
    push(ties, state.joined_ties, joined - state.joined)
    push(ties, state.heard_ties, heard - had_heard)
    push(ties, state.striving_ties, striving - state.striving)
    jobless = force * yes(paid == 0)
    counted = {
        "informed": informed, "joined": joined, "active": active, "striving": striving, "jobless": jobless,
        "long": yes(paid >= one.LONG), "very_long": yes(paid >= one.VERY_LONG), "paid": paid,
        "given_up": yes(paid > 0) * np.maximum(fixed.usual - paid, 0), "paid_pence": paid * fixed.wage,
        "benefit_pence": (jobless * fixed.usual * fixed.wage) * d.benefit >> 8, "care_needed": need,
        "care_state": by_state, "care_market": by_market, "care_family": care, "care_neighbours": got_care,
        "care_nobody": unmet, "gave": gave, "got": got, "asked_back": asked, "said_yes": said_yes,
        "dropped_out": left, "health": health, "purpose_unwaged": needed - paid, "jobless_usual": jobless * fixed.usual,
    }  # fmt: skip
    totals[:] = [counted[name].sum(dtype=np.int64) for name in TOTALS]
    return State(
        paid, idle, care, unmet, gave, got, informed, joined, active, striving,
        state.asked + asked, health,
        state.joined_ties, state.heard_ties, state.striving_ties,
    )  # fmt: skip
