"""Figures as they leave a community for anybody to read, day after day: counts to the nearest five, and the rest from
those. Two days compared then tell of nobody who came between. Pure."""

from dataclasses import replace

from coproduce.core.stats import Rounding, Suppression
from coproduce.core.stats.figure import Figure, share_of

#: What was few was hidden before it was rounded: nothing is hidden twice, or it would be told by being missing.
NOTHING_MORE = Suppression(0)


def published(figure: Figure, rule: Rounding | None = None) -> Figure:
    """A live count with its share and range from rounded counts; what is hidden stays hidden.

    >>> from datetime import date
    >>> day = date(2026, 11, 1)
    >>> two = [share_of(k, 62, of="members", from_on=day, until_on=day, is_live=True) for k in (31, 32)]
    >>> [(one.k, one.n, one.estimate) for one in map(published, two)]
    [(30, 60, 0.5), (30, 60, 0.5)]
    """
    rule = rule or Rounding()
    n, missing = (None if count is None else rule.of(count) for count in (figure.n, figure.missing))
    if figure.k is None or n is None:
        return replace(figure, n=n, missing=missing, missing_share=missing and None)
    return share_of(
        rule.of(figure.k) or 0, n, of=figure.of, from_on=figure.from_on, until_on=figure.until_on,
        missing=missing or 0, design=figure.design, rule=NOTHING_MORE, is_live=True,
    )  # fmt: skip
