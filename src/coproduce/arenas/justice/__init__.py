"""Answering harm: neighbours and peers hear, somebody says what they did, and together they agree on what repairs it.

Whoever was harmed chooses whether and how; nobody is heard who has not said freely that they did it. What was agreed is
done and thanked, and then everything is sealed: nobody finds anything of it. Here: matters, what is agreed, who sits in
the circle, and what is counted once names are gone. The hours of peers are recognised; hours of repair never are.
"""

from coproduce.core.arena import Arena

FACILITATOR = "circle facilitator"

_VERBS = {
    "reporting": ("report",),
    "choosing": ("choose_part", "accept", "say_yes_for"),
    "circles": ("draw_panel", "ask_out", "write_agreement"),
    "keeping": ("agree", "say_part", "extend", "take_step"),
    "ending": ("say_heard", "close", "seal_due"),
    "counting": ("count_again",),
}

ARENA = Arena(
    slug="justice",
    name="Answering harm",
    units=("hour",),
    roles=(FACILITATOR,),
    verbs=tuple(
        f"coproduce.arenas.justice.actions.{where}.{verb}" for where, verbs in _VERBS.items() for verb in verbs
    ),
    ask="Your community looks for people who sit in a circle when something went wrong between others. Would you?",
    rules="coproduce.arenas.justice.rules",
    rule_sets="coproduce.arenas.justice.rules.RULE_SETS",
    pot="Circle pot",
    in_threads=False,
)
