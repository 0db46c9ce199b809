"""What any arena's claims ask of the ring: who was asked, whose help came round, how much went without a staff act."""

from datetime import date

from coproduce.community.base.actor import Actor
from coproduce.community.exchange.figures import asked, came_round_of_asked, unaided
from coproduce.community.exchange.ring import Rate, ReturnRate
from coproduce.core.claims import Found, counted
from coproduce.core.stats import Estimate, Suppression

RULE = Suppression()


def share(rate: Rate | None, says: str) -> Found | None:
    """A share as something found: `says` takes how many, and of how many. None where too few are."""
    return None if rate is None else counted(rate.k, rate.n, says % (rate.k, rate.n))


def returned(ring: ReturnRate | None, whom: str) -> Found | None:
    """R of `whom`, in a sentence; None where too few are."""
    if ring is None:
        return None
    return Found(
        f"{ring.returned} of {ring.n} {whom} have helped someone within 180 days; of {ring.known} the answer is known, "
        "and those who still wait are not counted as a no.",
        ring.n,
        Estimate(ring.share, ring.low, ring.high, ring.n - ring.known),
    )


def were_asked(actor: Actor, arena: str) -> Found | None:
    """How many of those who said they were ready were asked; None where too few are."""
    return share(asked(actor, arena, RULE), "%d of %d who said they were ready were asked, or answered first.")


def came_round(actor: Actor, arena: str, today: date, whom: str) -> Found | None:
    """How many of `whom` this arena was first for have helped since; None where too few are."""
    return returned(came_round_of_asked(actor, arena, today, RULE), whom)


def went_unaided(actor: Actor, arena: str, which: str) -> Found | None:
    """How many of `which` hours were agreed without a staff act; None where too few are."""
    return share(unaided(actor, arena, RULE), f"%d of %d {which} were agreed without a staff act.")
