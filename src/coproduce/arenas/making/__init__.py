"""Things made near: open designs, what they take, who can make them, under which licence, and whom they come from.

A design says what it is made of; who has a machine says what it does. Credit travels with the work, through every fork.
Whoever made something is asked to show it to somebody, and whoever learned from a page to mend it.
"""

from coproduce.core.arena import Arena

_VERBS = {
    "designs": ("keep_design", "fork_design"),
    "changes": ("mend_page", "look_through"),
    "machines": ("keep_machine",),
    "builds": ("begin_build", "finish_build", "report_defect"),
    "manifests": ("bring_manifest",),
    "histories": ("bring_history", "claim_changes", "take_name_off"),
}

ARENA = Arena(
    slug="making",
    name="Making things near",
    units=("hour",),
    verbs=tuple(f"coproduce.arenas.making.actions.{where}.{verb}" for where, verbs in _VERBS.items() for verb in verbs),
    ask="Something was made with you, or shown to you. Would you show it to somebody else, or mend its page?",
    rules="coproduce.arenas.making.rules",
    rule_sets="coproduce.arenas.making.rules.RULE_SETS",
    pot="Making together",
    where_named=True,
)
