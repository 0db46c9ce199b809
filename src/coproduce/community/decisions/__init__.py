"""What a community decided: asked, answered, by whom, where that is written, and from when it holds; by it, its rules.

A decision is only ever added: one written down wrongly is put right by another, and both are read. Deliberately not
here: voting, and anything that decides by itself.
"""

from coproduce.core.arena import Room

ROOM = Room(
    slug="decisions",
    name="Decisions",
    verbs=(
        "coproduce.community.decisions.actions.record",
        "coproduce.community.decisions.rule_sets.choosing.choose_rules",
    ),
)
