"""A community's own forecast: how many may take part from now on, drawn on from its own weeks and its own ties."""

from dataclasses import dataclass
from datetime import date
from math import ceil, floor

import numpy as np

from coproduce import __version__
from coproduce.community.base import policy
from coproduce.community.base.actor import Actor
from coproduce.community.exchange.weekly.queries import READ, own_ties, own_weeks
from coproduce.community.exchange.weekly.rules import WEEK
from coproduce.economy import draw, from_edges, ties
from coproduce.economy.comparing import StudyError
from coproduce.economy.network import both
from coproduce.economy.onward import onward

#: Weeks that are drawn on from: the last half year, or half of the weeks there are. What was long ago was another time.
LOOKS_BACK = 26


@dataclass(frozen=True, slots=True)
class Ahead:
    """How many took part at the end of each week `seen`, and how many may: the middle, where eight of ten draws lie.

    `first_on` is the end of the first week that was seen, `next_on` of the first that is foretold; weeks follow each
    other. `how` says by which method, so that it can be made again.
    """

    first_on: date
    seen: tuple[int, ...]
    next_on: date
    low: tuple[int, ...]
    middle: tuple[int, ...]
    high: tuple[int, ...]
    how: str


def foretell(actor: Actor, today: date, *, ahead: int = 26, seed: int = 1, draws: int = 100) -> Ahead | None:
    """What may come in `ahead` weeks; None for who does not see the books whole.

    As many made-up people as there are members stand for them, tied as the members are; since not every tie is written
    down, each has drawn ties too. Outreach, word of mouth and drop-out are fitted to the weeks that were, and go on
    from who takes part today. StudyError for fewer than eight weeks, or where no draw comes near what was seen.
    """
    if policy.rule_on(actor, READ) != "allow":
        return None
    own, weeks = own_ties(actor, today), own_weeks(actor, today)
    if own is None or len(weeks.ends) < 8:
        raise StudyError(f"{len(weeks.ends)} weeks are too few to say what comes; there must be eight.")
    since = -min(len(weeks.ends), max(8, min(LOOKS_BACK, len(weeks.ends) // 2)))
    before = own_ties(actor, weeks.ends[since])
    assert before is not None
    many = max(own.members, *weeks.taking_part)
    people = draw(many, seed=seed)
    network = both(from_edges(many, own.pairs), ties(people, seed=seed))
    then, now = (np.asarray(places, np.int64) for places in (before.today, own.today))
    shares = np.asarray(weeks.taking_part[since:]) / many
    fan = onward(shares, people, network, then, now, ahead=ahead, seed=seed, draws=draws, keep=max(10, draws // 5))
    return Ahead(
        first_on=weeks.ends[since],
        seen=weeks.taking_part[since:],
        next_on=today + WEEK,
        low=tuple(floor(many * share) for share in fan.low),
        middle=tuple(round(many * share) for share in fan.middle),
        high=tuple(ceil(many * share) for share in fan.high),
        how=f"Model of coproduce {__version__}, {draws} draws, seed {seed}, on the community’s weeks and ties",
    )
