"""Care after hospital: a former patient visits, and whoever was visited is asked, once well, to do the same.

The ring itself is everybody's (`community/exchange`). Here: the card a ward hands over, the way from it to a last talk,
visitors and what is looked at before they go, what a visit turns up and who acts on it, and the chain that grows.
"""

from coproduce.core.arena import Arena

VISITED, VISITOR, COORDINATOR = ROLES = ("visited", "peer visitor", "care coordinator")

_VERBS = {
    "cards": ("print_cards", "record_tally"),
    "opening": ("open_case",),
    "discharges": ("take_discharge",),
    "path": ("triage", "move_case", "close_case"),
    "matching": ("propose_visitors", "choose_visitor", "answer_match"),
    "visits": ("plan_visit", "check_in", "check_out", "write_answers", "record_call"),
    "flags": ("acknowledge_flag", "close_flag"),
    "visitors": ("describe_visitor", "take_on_visitor"),
}

ARENA = Arena(
    slug="care",
    name="Care after hospital",
    units=("hour",),
    roles=ROLES,
    earned=(VISITOR,),
    looked_after=(VISITED,),
    verbs=tuple(f"coproduce.arenas.care.actions.{where}.{verb}" for where, verbs in _VERBS.items() for verb in verbs),
    ask="You are well again; could you do the same for someone else?",
    rules="coproduce.arenas.care.rules",
    rule_sets="coproduce.arenas.care.rules.RULE_SETS",
    pot="Care pot",
    in_threads=False,
)
