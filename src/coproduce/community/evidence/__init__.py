"""What changed, and what we cannot tell: studies planned before anybody looks, figures that say how they came.

Rows of a comparison come in and only sums go out. Deliberately not here: any arithmetic of statistics (`core.stats`), a
score of a person, and a word of praise beside a design that cannot bear it.
"""

from coproduce.core.arena import Room

_VERBS = {
    "actions.plans": ("plan",),
    "actions.rows": ("bring_rows",),
    "actions.analysing": ("analyse",),
    "actions.counts": ("bring_counts",),
    "actions.reporting": ("say_in_report", "open_figures"),
    "outcomes.actions": ("answer", "bring_measure"),
}

ROOM = Room(
    slug="evidence",
    name="Evidence",
    verbs=tuple(f"coproduce.community.evidence.{where}.{verb}" for where, verbs in _VERBS.items() for verb in verbs),
)
