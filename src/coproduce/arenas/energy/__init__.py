"""Electricity that a neighbourhood makes and shares, settled to the watt-hour, by a key its members chose.

A month is settled once, in energy and in money; what comes late is a line of the difference. Help with it (a roof
shown, meters read with somebody) is hours, and never energy or money. Whoever has a roof is asked to help the next.
"""

from coproduce.core.arena import Arena

_VERBS = {
    "points": ("enrol_point", "change_share"),
    "readings": ("bring_readings",),
    "keys": ("agree_key",),
    "months": ("close_month",),
    "settling": ("settle_month",),
    "premiums": ("add_premium",),
}

ARENA = Arena(
    slug="energy",
    name="Energy",
    units=("kWh",),
    verbs=tuple(f"coproduce.arenas.energy.actions.{where}.{verb}" for where, verbs in _VERBS.items() for verb in verbs),
    ask="Your roof makes more than you use. Would you help the next one: show yours, or look at a roof with somebody?",
    rules="coproduce.arenas.energy.rules",
    rule_sets="coproduce.arenas.energy.rules.RULE_SETS",
    pot="Energy together",
    where_named=True,
)
