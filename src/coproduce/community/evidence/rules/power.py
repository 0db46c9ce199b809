"""How many people it takes, and how long: said before anybody promises anything."""

from dataclasses import dataclass

from coproduce.core.stats import sample_size_two_proportions, years_to_know

#: A study of more years than this is one nobody will see the end of.
TOO_LONG_YEARS = 5
#: Sites that would join.
MORE_SITES = 9


@dataclass(frozen=True, slots=True)
class Power:
    """How many it takes in each group, how many there are in a year in both, and how many years that is, alone and
    with nine more sites like it."""

    each: int
    a_year: int
    years_alone: float
    years_with_nine_more: float

    @property
    def is_too_small(self) -> bool:
        """Whether this scheme alone will never know."""
        return self.years_alone > TOO_LONG_YEARS


def power(share_without: int, share_with: int, a_year: int) -> Power:
    """The answer for shares in whole per cents and so many people a year, both groups together.

    80 in 100 studies of that size would see such a difference. ValueError for shares alike, and for nobody a year.
    Cohen (1988), by the arcsine formula.

    >>> found = power(15, 12, 400)
    >>> found.each, round(found.years_alone, 1), round(found.years_with_nine_more, 1), found.is_too_small
    (2031, 10.2, 1.0, True)
    """
    before, after = share_without / 100, share_with / 100
    return Power(
        sample_size_two_proportions(before, after),
        a_year,
        years_to_know(before, after, a_year),
        years_to_know(before, after, a_year, 1 + MORE_SITES),
    )
