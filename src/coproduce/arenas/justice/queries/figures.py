"""What can be said once names are gone: counts of what is sealed, whether it goes round, and who was referred again.

1 to 7 is hidden from everybody here, the desk too: whoever leads circles knows who they were.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial

from coproduce.arenas.justice import ARENA
from coproduce.arenas.justice.consents import BEEN_THROUGH
from coproduce.arenas.justice.models import ALTERNATIVES, Again, Tally
from coproduce.community.base import policy
from coproduce.community.base.actor import Actor
from coproduce.community.exchange.figures import asked, came_round_of_asked, shown, standing, unaided
from coproduce.community.exchange.ring import Rate, ReturnRate
from coproduce.community.people.consent.queries import consenting
from coproduce.core.stats import Suppression, newcombe, wilson
from coproduce.core.stats.figure import Figure, difference_of, share_of

#: Each share of what is sealed: how many of how many.
SHARES: Mapping[str, tuple[str, str]] = {
    "took_part": ("harmed: took part", "harmed: asked"),
    "accepted": ("respondent: accepted", "respondent: asked"),
    "within_30_days": ("heard: within 30 days", "heard"),
    "kept": ("kept", "agreed"),
    "was_heard": ("heard me: yes", "heard me: said"),
}

#: A comparison without a lot and without anything set right: what it can bear.
DESIGN = "C"


@dataclass(frozen=True, slots=True)
class Compared:
    """Who was referred again within so many months: here, among those compared, and the difference, each with its
    interval and letter."""

    months: int
    alternative: str
    source: str
    counted_on: date
    here: Figure
    others: Figure
    difference: Figure


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything counted up to today. `served` are of those heard here who said that they were and sat in a circle."""

    is_whole: bool
    sealed: int | None
    shares: Mapping[str, Rate | None]
    otherwise: tuple[tuple[tuple[str, ...], int | None], ...]
    served: Rate | None
    again: tuple[Compared, ...]
    return_rate: ReturnRate | None
    asked: Rate | None
    without_staff: Rate | None


def figures(actor: Actor, today: date) -> Figures | None:
    """The figures up to today; None for who may not read them."""
    if policy.rule_on(actor, "justice.read_figures") == "deny":
        return None
    rule, place = Suppression(), actor.community_id
    number = dict(Tally.objects.filter(community_id=place).values_list("what", "number"))
    otherwise = rule.table([(one, number.get(f"alternative: {one}", 0)) for one in ALTERNATIVES])
    been = consenting(BEEN_THROUGH, today).filter(agent__community_id=place)
    sat = standing(place, ARENA.slug).filter(giver__in=been).values("giver").distinct().count()
    heard = number.get("respondent: accepted", 0)
    return Figures(
        is_whole=False,
        sealed=rule.hide(number.get("sealed", 0)),
        shares={name: rate(number.get(k, 0), number.get(n, 0), rule) for name, (k, n) in SHARES.items()},
        otherwise=tuple((cell.labels, cell.count) for cell in otherwise.cells),
        served=rate(min(sat, heard), heard, rule),
        again=tuple(compared(row) for row in Again.objects.filter(community_id=place)),
        return_rate=came_round_of_asked(actor, ARENA.slug, today, rule),
        asked=asked(actor, ARENA.slug, rule),
        without_staff=unaided(actor, ARENA.slug, rule),
    )


def rate(k: int, n: int, rule: Suppression) -> Rate | None:
    """`k` of `n` with its interval, where neither those nor the others are few; None of nobody too."""
    return shown(Rate(k, n, k / n, *wilson(k, n)), rule) if n else None


def compared(row: Again) -> Compared:
    """One count, beside those it is compared with. A hidden share hides the difference too."""
    counted = partial(share_of, design=DESIGN, from_on=row.counted_on, until_on=row.counted_on)
    here = counted(row.k, row.n, of="people who were here")
    others = counted(row.k_compared, row.n_compared, of="people who had something else")
    is_shown = here.estimate is not None and others.estimate is not None
    found = newcombe(row.k, row.n, row.k_compared, row.n_compared) if is_shown else None
    estimate, low, high = found or (None, None, None)
    difference = difference_of(
        estimate, low, high, row.n + row.n_compared, design=DESIGN, of="those here less those compared",
        from_on=row.counted_on, until_on=row.counted_on,
    )  # fmt: skip
    return Compared(row.months, row.alternative, row.source, row.counted_on, here, others, difference)
