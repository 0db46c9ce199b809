"""What changes from week to week, what is counted of it, and how a study's weeks begin."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from coproduce.economy import week
from coproduce.economy.draws import Whole
from coproduce.economy.network import Ties
from coproduce.economy.population import People
from coproduce.economy.regimes import PRESETS, dials

#: Pence for a quarter-hour, by tenth of skill (ASHE 2023, gross hourly pay, rounded), and a week's pay of a household
#: from which it buys care.
WAGE = (260, 280, 300, 325, 350, 380, 420, 480, 570, 850)
AFFORDS = 60_000

#: What is counted each week, over everybody. Hours in quarter-hours, money in pence.
TOTALS = (
    "informed", "joined", "active", "striving", "jobless", "long", "very_long", "paid", "given_up", "paid_pence",
    "benefit_pence", "care_needed", "care_state", "care_market", "care_family", "care_neighbours", "care_nobody",
    "gave", "got", "asked_back", "said_yes", "dropped_out", "health", "purpose_unwaged", "jobless_usual",
)  # fmt: skip


class State(NamedTuple):
    """One row a person; all int32. `asked` is whether anybody ever asked them back.

    `joined_ties`, `heard_ties` and `striving_ties` count a person's ties who are so.
    """

    paid: Whole
    idle: Whole
    care: Whole
    unmet: Whole
    gave: Whole
    got: Whole
    informed: Whole
    joined: Whole
    active: Whole
    striving: Whole
    asked: Whole
    health: Whole
    joined_ties: Whole
    heard_ties: Whole
    striving_ties: Whole


class Fixed(NamedTuple):
    """What a study's weeks look up and never change, as int32.

    `demand` is all paid work there is at the start, `all_usual` what everybody who wants some would do then.
    """

    ids: NDArray[np.uint64]
    household: Whole
    neighbourhood: Whole
    band: Whole
    want: Whole
    norm: Whole
    usual: Whole
    wage: Whole
    chores: Whole
    willing: Whole
    threshold: Whole
    gift: Whole
    wish: Whole
    asks: Whole
    volunteer: Whole
    need: Whole
    demand: int
    all_usual: int


@dataclass(frozen=True, slots=True)
class Run:
    """A town after its weeks: one row of `TOTALS` for each week, and everybody's last."""

    people: People
    totals: NDArray[np.int64]
    last: State

    def of(self, name: str) -> NDArray[np.int64]:
        """One total, week by week."""
        column: NDArray[np.int64] = self.totals[:, TOTALS.index(name)]
        return column


def begin(people: People, ties: Ties, seeds: NDArray[np.int64] | None = None) -> tuple[Fixed, State]:
    """Everybody before the first week: at work as before any contract changes; `seeds` (rows) take part already.

    ValueError where ties and people are not of one number.
    """
    if ties.people != len(people):
        raise ValueError(f"There are ties of {ties.people} people, and {len(people)} people.")

    def whole(column: NDArray[np.generic]) -> Whole:
        return column.astype(np.int32)

    nobody = np.zeros(len(people), np.int32)
    want, norm = whole(people.want), whole(people.norm)
    usual = week.aim(want, norm, nobody, nobody, nobody, nobody, dials(PRESETS[0])) * week.yes(want > 0)
    paid = usual * (1 - whole(people.jobless))
    joined = nobody.copy()
    if seeds is not None:
        joined[seeds] = 1
    striving = whole(people.striving)
    fixed = Fixed(
        ids=people.ids.astype(np.uint64),
        household=people.household,
        neighbourhood=people.neighbourhood,
        band=whole(people.band),
        want=want,
        norm=norm,
        usual=whole(usual),
        wage=np.asarray(WAGE, np.int32)[people.skill],
        chores=whole(people.chores),
        willing=whole(people.willing),
        threshold=whole(people.threshold),
        gift=whole(people.gift),
        wish=whole(people.wish),
        asks=whole(people.asks),
        volunteer=whole(people.volunteer),
        need=whole(people.need),
        demand=int(paid.sum(dtype=np.int64)),
        all_usual=int(usual.sum(dtype=np.int64)),
    )
    state = State(
        paid=whole(paid),
        idle=nobody.copy(),
        care=nobody.copy(),
        unmet=nobody.copy(),
        gave=nobody.copy(),
        got=nobody.copy(),
        informed=joined.copy(),
        joined=joined,
        active=joined.copy(),
        striving=striving,
        asked=nobody.copy(),
        health=whole(week.HEALTHY + 100 - week.HEALTH_A_BAND * people.band.astype(np.int32)),
        joined_ties=tied(ties, joined),
        heard_ties=nobody.copy(),
        striving_ties=tied(ties, striving),
    )
    return fixed, state


def tied(ties: Ties, marked: Whole) -> Whole:
    """How many of each person's ties are marked: what is counted up to their last, less what is up to their first."""
    before = np.zeros(len(ties.ends) + 1, np.uint32)
    np.cumsum(marked.astype(np.uint8)[ties.ends], dtype=np.uint32, out=before[1:])
    counts: Whole = (before[ties.starts[1:]] - before[ties.starts[:-1]]).astype(np.int32)
    return counts
