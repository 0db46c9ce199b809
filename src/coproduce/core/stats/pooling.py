"""Many small sites, one answer: what each saw, put together without pretending that they are all alike.

Sites differ, so the mean of their effects is looked for, and how far they lie apart is said beside it. Under five sites
that cannot be known, and they are listed and not pooled.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import sqrt
from typing import Any

from coproduce.core.arena import told_as
from coproduce.core.stats.numbers import whole
from coproduce.core.stats.shares import Difference, newcombe
from coproduce.core.stats.student import t_quantile

#: With fewer, sites are listed.
FEWEST_SITES = 5
HALVINGS = 200


@dataclass(frozen=True, slots=True)
class SiteCounts:
    """What one site saw: of `people` with the offer so many `events`, and of those compared with so many."""

    site: str
    events: int
    people: int
    compared_events: int
    compared_people: int


@dataclass(frozen=True, slots=True)
class Pooled:
    """The mean difference of risks over sites like these, and how unlike they are.

    `low` and `high` are 95 % of the mean; `next_low` and `next_high` of what a site like these would see; `tau` is the
    spread between sites, `i2` the share of all spread that is between them. All None under five sites.
    """

    sites: Mapping[str, Difference]
    estimate: float | None = None
    low: float | None = None
    high: float | None = None
    next_low: float | None = None
    next_high: float | None = None
    tau: float | None = None
    i2: float | None = None


def pool(counts_by_site: Iterable[Any] | Mapping[str, Any]) -> Pooled:
    """Differences of risks of several sites in one mean, by random effects.

    `counts_by_site`: SiteCounts, mappings with the same keys or tuples in their order; or a mapping of site to the four
    counts. The spread between sites is Paule and Mandel's, the interval Hartung and Knapp's, with a t of one degree
    fewer than sites and never narrower than for sites that are alike. Each variance is of shares drawn a little to the
    middle, (k + 1)/(n + 2), so that a site without an event does not count for ever. ValueError for a site twice, for
    counts that are none and for a side with nobody.
    Hartung and Knapp (2001), Statistics in Medicine 20:3875; Paule and Mandel (1982), J. Res. NBS 87:377;
    Higgins, Thompson and Spiegelhalter (2009), JRSS A 172:137.
    """
    rows = _read(counts_by_site)
    each = {row.site: newcombe(row.events, row.people, row.compared_events, row.compared_people) for row in rows}
    if len(rows) < FEWEST_SITES:
        return Pooled(each)
    effects = [found.difference for found in each.values()]
    within = [_variance(row.events, row.people) + _variance(row.compared_events, row.compared_people) for row in rows]
    df = len(rows) - 1
    between = _between(effects, within)
    weights = [1 / (variance + between) for variance in within]
    mean = _mean(effects, weights)
    spread = max(1.0, _spread(effects, weights) / df) / sum(weights)
    out, around = t_quantile(0.95, df), t_quantile(0.95, df - 1) * sqrt(between + spread)
    alike = [1 / variance for variance in within]
    q = _spread(effects, alike)
    return Pooled(
        each, mean, mean - out * sqrt(spread), mean + out * sqrt(spread), mean - around, mean + around,
        sqrt(between), max(0.0, (q - df) / q) if q > 0 else 0.0,
    )  # fmt: skip


def _read(counts: Iterable[Any] | Mapping[str, Any]) -> list[SiteCounts]:
    given = [(site, *four) for site, four in counts.items()] if isinstance(counts, Mapping) else list(counts)
    rows = [SiteCounts(*one) if isinstance(one, tuple | list) else told_as(SiteCounts, one) for one in given]
    seen: set[str] = set()
    for row in rows:
        if row.site in seen:
            raise ValueError(f"{row.site} is there twice. Add its counts up first.")
        seen.add(row.site)
        for name in ("people", "compared_people"):
            if not whole(f"{row.site}, {name}", getattr(row, name)):
                raise ValueError(f"{row.site}, {name}: nobody, so it has nothing to compare.")
    return rows


def _variance(k: int, n: int) -> float:
    share = (k + 1) / (n + 2)
    return share * (1 - share) / n


def _mean(effects: list[float], weights: list[float]) -> float:
    return sum(weight * effect for weight, effect in zip(weights, effects, strict=True)) / sum(weights)


def _spread(effects: list[float], weights: list[float]) -> float:
    """Σ w (effect − mean)²."""
    mean = _mean(effects, weights)
    return sum(weight * (effect - mean) ** 2 for weight, effect in zip(weights, effects, strict=True))


def _between(effects: list[float], within: list[float]) -> float:
    """The variance between sites that makes the weighted spread what it would be by chance; none where it is less."""
    df = len(effects) - 1

    def is_wider(between: float) -> bool:
        return _spread(effects, [1 / (variance + between) for variance in within]) > df

    low, high = 0.0, max(within)
    if not is_wider(low):
        return 0.0
    while is_wider(high):
        low, high = high, 2 * high
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        low, high = (middle, high) if is_wider(middle) else (low, middle)
    return (low + high) / 2
