"""Homes built together: a family works hours on others' homes and its own before the key, and repays a loan at cost.

Hours open a gate and are never money: they lower no price. Everybody's hour keeps their name, counts for one family,
and counts once both have signed: who worked, and who led that day. A family that has its key is asked back to lead.
"""

from coproduce.core.arena import Arena

CREW_LEAD = "crew lead"

_VERBS = {
    "families": ("accept_family", "change_adult", "withdraw_family"),
    "hours": ("write_hours", "sign_hours"),
    "gates": ("pass_gate",),
    "days": ("plan_day", "call_off_for_weather", "record_day"),
    "teaching": ("show_how",),
    "loans": ("agree_loan", "record_payment", "build_from_fund"),
    "missed": ("tell_behind", "answer_behind", "decide_answer", "decide_end"),
    "shares": ("agree_charge", "pay_out", "add_index"),
    "things": ("stock_things", "lend_things", "bring_back_things"),
}

ARENA = Arena(
    slug="homes",
    name="Homes built together",
    units=("hour", "share", "piece"),
    roles=(CREW_LEAD,),
    verbs=tuple(f"coproduce.arenas.homes.actions.{where}.{verb}" for where, verbs in _VERBS.items() for verb in verbs),
    ask="You have your key. Would you lead a crew for a day, and show a family how it is done?",
    rules="coproduce.arenas.homes.rules",
    rule_sets="coproduce.arenas.homes.rules.RULE_SETS",
    pot="Building together",
    in_threads=False,
    came_at="homes_day",
)
