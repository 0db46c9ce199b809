"""What the claims' measures find in one community's books. Small numbers stay hidden: the page is for everybody."""

from collections.abc import Callable, Mapping
from datetime import date

from coproduce.arenas.market import ARENA
from coproduce.arenas.market.queries.figures import Figures, figures
from coproduce.arenas.market.rules import DESIGN
from coproduce.community.base.actor import Actor
from coproduce.community.exchange.claims import came_round, share, were_asked
from coproduce.core.claims import Found
from coproduce.core.stats import Estimate


def _first_trade(found: Figures) -> Found | None:
    one = found.first_trade
    if one is None:
        return None
    ratio = "" if one.ratio is None else f" The one is {one.ratio:.2f} times the other."
    says = (
        f"Where help had passed before, {one.traded_helped} of {one.pairs_helped} pairs of a member and a stall traded "
        f"for the first time within half a year; where none had, {one.traded_others} of {one.pairs_others}.{ratio} The "
        "figure is the difference of the two shares; members were drawn again whole, that stalls are the same for all "
        "is not in it."
    )
    n = one.pairs_helped + one.pairs_others
    return Found(says, n, Estimate(one.difference, one.low, one.high, n), DESIGN)


def _nearby(found: Figures) -> Found | None:
    one = found.multiplier
    if one is None:
        return None
    says = (
        f"LM3 is {one.lm3:.2f}: {one.stalls} stalls spend {one.share_2:.0%} nearby of what they take, and "
        f"{one.members} members {one.share_3:.0%} of what they spend. The figure is how much a pound is worth."
    )
    return Found(says, one.stalls + one.members, Estimate(one.lm3, one.low, one.high, one.stalls + one.members))


MEASURES: Mapping[str, Callable[[Figures, Actor, date], Found | None]] = {
    "first_trade": lambda found, actor, today: _first_trade(found),
    "nearby": lambda found, actor, today: _nearby(found),
    "heard": lambda found, actor, today: share(
        found.settled, "%d of %d purchases something was wrong with were settled by somebody else."
    ),
    "asked": lambda found, actor, today: were_asked(actor, ARENA.slug),
    "round": lambda found, actor, today: came_round(
        actor, ARENA.slug, today, "who first traded here before they had given"
    ),
    "facilitate": lambda found, actor, today: share(
        found.without_staff, "%d of %d purchases at stalls were agreed without a staff act."
    ),
}


def measure(name: str, community_id: int, today: date) -> Found | None:
    """What one measure finds in a community up to a day; None where it is too small to show."""
    reader = Actor(community_id, None, None, frozenset({"member"}), arenas=frozenset({ARENA.slug}))
    found = figures(reader, today)
    return MEASURES[name](found, reader, today) if found else None
