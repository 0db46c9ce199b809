"""Making merry together: festivals and goals that many reach, things lent and mended, crafts learned side by side.

Leisure is no commodity: who came is counted and never scored, thanks are neither hours nor money, and nobody is ranked.
Who came is asked to run a stall the next time, and whoever had something mended or lent to mend or to lend.
"""

from coproduce.core.arena import Arena

_VERBS = {
    "festivals": ("propose_festival", "keep_festival", "back_festival", "allow_festival", "show_picture"),
    "programme": ("plan_part", "announce_festival", "cancel_festival", "write_came", "finish_festival"),
    "goals": ("set_goal", "give"),
    "library": ("keep_thing", "borrow_thing", "bring_back"),
    "repairs": ("write_repair",),
}

ARENA = Arena(
    slug="play",
    name="Making merry",
    units=("thanks",),
    verbs=tuple(f"coproduce.arenas.play.actions.{where}.{verb}" for where, verbs in _VERBS.items() for verb in verbs),
    ask="You came, or something of yours was mended or lent to you. Would you run a stall, mend or lend one day?",
    rules="coproduce.arenas.play.rules",
    rule_sets="coproduce.arenas.play.rules.RULE_SETS",
    in_threads=False,
    came_at="play_came",
)
