"""Figures as lines of a table: the same columns on every page, and what each of them holds."""

from typing import Any

from django.utils.translation import gettext as _

from coproduce.community.evidence.queries.figures import Year
from coproduce.community.evidence.words import shown
from coproduce.core.stats.figure import Figure

#: Column and what it holds: the data dictionary.
DICTIONARY = (
    ("about", "the question of the study, or what is counted"),
    ("group", "whom the line is about, or Difference"),
    ("design", "the letter from A, a count, to F, by lot"),
    ("from", "the first day that is counted"),
    ("until", "the last day that is counted"),
    ("k", "how many it happened to; * hides 1 to 7"),
    ("n", "of how many; * hides 1 to 7"),
    ("share in 100", "k of n in a hundred, weighed where the design says so; a difference has its sign"),
    ("95 %", "between what it lies; of a count that is still growing, at every look"),
    ("missing", "of how many nothing is known, beside n"),
    ("of", "whom n counts"),
    ("note", "demo, where everybody is made up"),
)

FIGURE_HEADS = tuple(name for name, _ in DICTIONARY)


def figure_line(about: object, said: dict[str, Any]) -> list[object]:
    """One figure, without the note."""
    figure: Figure = said["figure"]
    return [
        about, said["name"], figure.design, figure.from_on, figure.until_on,
        "" if figure.is_difference else said["k"], said["n"], said["estimate"], said["interval"], said["missing"],
        figure.of,
    ]  # fmt: skip


def year_lines(year: Year) -> list[list[object]]:
    """The figures of a year."""
    lines = [figure_line(_("Took part"), shown(year.took_part))]
    for what, groups in ((_("Took part, by sex"), year.by_sex), (_("Took part, by age"), year.by_age)):
        lines += [figure_line(what, {**shown(figure), "name": " · ".join(names)}) for names, figure in groups]
    return [*lines, figure_line(_("Gave and received"), shown(year.both_ways))]
