"""What one week does to one person: each rule once, for a whole array of people or for one inside a compiled loop.

Whole numbers only, so that numpy, numba and any number of threads agree to the last quarter-hour.
Times are quarter-hours a week; yes and no are 1 and 0; lots and chances are 65,536ths.
"""

from typing import Any

import numpy as np

from coproduce.economy.regimes import Dials

#: Every year of the model is this long.
WEEKS_A_YEAR = 52
#: A week, and what of it is slept: eight hours a night.
WEEK, SLEEP = 672, 224
#: Overwork: 48 and 55 hours.
LONG, VERY_LONG = 192, 220
#: Where giving up paid time for what one gives begins: 30 hours.
ENOUGH_PAID = 120
#: Where those of 65 and older stand among the bands.
OLD = 5
#: The shortest job: one hour.
LEAST_JOB = 4
#: Purpose grows evenly with hours of being needed and is full at eight: one to eight hours of paid work do as much as
#: forty (Kamerāde et al. 2019, doi 10.1016/j.socscimed.2019.06.006).
PURPOSE_FULL = 32
#: Weeks without work after which it is no harder to find still.
LONG_IDLE = 128
#: Health in thousandths: where it tends by age, and what purpose, long weeks and needs nobody meets do to it.
HEALTHY = 860
HEALTH_A_BAND, NO_PURPOSE, LONG_WEEKS, VERY_LONG_WEEKS, FAMILY_UNMET = 30, 60, 30, 60, 2
#: Of free time nobody came for, 256ths that are bought: shows, shopping, going out. Who strives buys twice as much.
BOUGHT = 32


def yes(what: Any) -> Any:
    """True and false as 1 and 0."""
    return np.int32(what)


def aim(want: Any, norm: Any, gave: Any, active: Any, striving: Any, unmet: Any, d: Dials) -> Any:
    """The paid hours a person heads for: own wish and employer's norm by who has the say, at most the cap.

    Whoever takes part trades what they gave for hours above thirty; half of what their family
    needs and nobody does keeps them from work.
    """
    own = want + striving * d.striving - active * d.trades_time * np.minimum(gave, np.maximum(want - ENOUGH_PAID, 0))
    agreed = own + (((norm - own) * d.norm_say + 128) >> 8)
    return np.maximum(np.minimum(agreed, d.cap) - (unmet >> 1), LEAST_JOB)


def hours(paid: Any, goal: Any, lot: Any) -> Any:
    """An eighth of the way there, up or down alike: the lot rounds without leaning."""
    return paid + ((goal - paid + (lot & 7)) >> 3)


def finds(idle: Any, chance: Any, d: Dials) -> Any:
    """The chance to find work: less the longer without, more where one is helped."""
    faded = chance - ((chance * np.minimum(idle, LONG_IDLE) * d.stigma) >> 15)
    return (faded * (256 + yes(idle > d.activation_after) * (d.activation_gain - 256))) >> 8


def commute(paid: Any) -> Any:
    """An hour on the way for eight of work."""
    return paid >> 3


def free(paid: Any, chores: Any) -> Any:
    """What is left of the week after sleep, paid work and the way to it, and the household."""
    return WEEK - SLEEP - paid - commute(paid) - chores


def able(free_time: Any, willing: Any, d: Dials) -> Any:
    """What one's own family could have of it."""
    return (free_time * willing * d.family) >> 16


def hears(informed: Any, joined_ties: Any, heard_ties: Any, lot: Any, d: Dials) -> Any:
    """Who knows of it now: knew already, or was told by ties or a broker."""
    chance = d.outreach + d.tells * joined_ties + d.tells_less * heard_ties
    return np.maximum(informed, yes(lot < chance))


def joins(informed: Any, joined_ties: Any, threshold: Any, lot: Any, d: Dials) -> Any:
    """Who has heard and takes part: enough ties do, or one of them was enough."""
    return informed * np.maximum(d.copies * yes(joined_ties >= threshold), yes(lot < d.takes_up * joined_ties))


def strives(striving: Any, striving_ties: Any, active: Any, lot: Any, other_lot: Any, d: Dials) -> Any:
    """Who strives for more: those whose ties do, until they have enough; who gives to others has enough sooner."""
    begins = (1 - striving) * yes(lot < d.emulation * striving_ties)
    return begins + striving * yes(other_lot >= d.contented + active * d.contented_more)


def may_ask(joined: Any, band: Any) -> Any:
    """Who asks for something beside care: members, and the old, whom volunteers have always gone to."""
    return np.maximum(joined, yes(band == OLD))


def offered(volunteer: Any, active: Any, free_time: Any, d: Dials) -> Any:
    """What a person could give this week: what volunteers do anyway, and a quarter of free time up to what is usual."""
    quarter = free_time >> 2
    return np.minimum(volunteer * d.volunteer + active * np.minimum(d.capacity, quarter), quarter)


def purpose(paid: Any, gave: Any, helped_along: Any, d: Dials) -> Any:
    """Quarter-hours of being needed: paid work, and what counts as some of it."""
    return paid + ((gave * d.purpose_of_giving + helped_along * PURPOSE_FULL * d.purpose_of_activation) >> 8)


def body(health: Any, band: Any, paid: Any, needed: Any, got: Any, unmet: Any, lot: Any, d: Dials) -> Any:
    """Health a week later, a thirty-second of the way to where such weeks lead."""
    lost = (NO_PURPOSE * (PURPOSE_FULL - np.minimum(needed, PURPOSE_FULL))) >> 5
    lost = lost + LONG_WEEKS * yes(paid >= LONG) + (VERY_LONG_WEEKS - LONG_WEEKS) * yes(paid >= VERY_LONG)
    lost = lost + FAMILY_UNMET * np.minimum(unmet, 40)
    goal = HEALTHY + 100 - HEALTH_A_BAND * band - lost + d.health_from_help * yes(got > 0)
    return health + ((goal - health + (lot & 31)) >> 5)


def leisure(paid: Any, chores: Any, care: Any, gave: Any) -> Any:
    """What remains, so that the week has 672 quarter-hours for everybody."""
    return free(paid, chores) - care - gave


def made(free_time: Any, got: Any) -> Any:
    """Leisure made: free time that somebody came for, an hour for each hour received."""
    return np.minimum(free_time, got)


def bought(free_time: Any, got: Any, striving: Any) -> Any:
    """Leisure bought: a part of all other free time, a larger one for who strives."""
    return ((free_time - made(free_time, got)) * (1 + striving) * BOUGHT) >> 8
