"""Lanes that lay their own drains and water: surveyed, drawn, shared out and dug by those who live there.

A lane elects its manager, agrees what each house pays and begins; nobody has to have paid all of it. Work that people
give is counted in hours, apart from money, and is no price. A lane whose water runs is asked to help the next.
"""

from coproduce.core.arena import Arena

_VERBS = {
    "lanes": ("keep_lane", "keep_house", "elect_manager", "reach_stage"),
    "drawing": ("bring_survey", "choose_design"),
    "dues": ("share_out", "waive_share", "agree_share", "record_payment"),
    "working": ("give_day", "take_turn"),
    "blockages": ("report_blockage", "clear_blockage", "thank_clearing"),
}

ARENA = Arena(
    slug="works",
    name="Lanes, drains and water",
    units=("hour",),
    verbs=tuple(f"coproduce.arenas.works.actions.{where}.{verb}" for where, verbs in _VERBS.items() for verb in verbs),
    ask="Your lane was helped. Would you show the next lane how it is done, with level, mould or spade?",
    rules="coproduce.arenas.works.rules",
    rule_sets="coproduce.arenas.works.rules.RULE_SETS",
    pot="Lanes",
    where_named=True,
)
