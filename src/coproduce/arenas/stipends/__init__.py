"""Recognition for families whose children go to school: paid to the mother, told first, answered before it happens.

She reads her own record before anybody else asks about it. What is not known costs nothing; what follows is a step of
one child and of no other, told with a supporter beside it; a person ends it, with their name and why. Money is paid by
two people, and put right by differences alone. A family is asked back at the school: a reading hour, a repair, a
welcome.
"""

from coproduce.core.arena import Arena

SCHOOL = "school clerk"

_VERBS = {
    "families": ("take_on_family", "enrol_child"),
    "registers": ("take_register", "key_sheet"),
    "steps": ("tell_step", "appeal", "decide_appeal", "decide_end"),
    "payrolls": ("freeze_payroll", "approve_payroll", "export_payroll", "reconcile_payment", "reverse_payment"),
}

ARENA = Arena(
    slug="stipends",
    name="Families and school",
    roles=(SCHOOL,),
    verbs=tuple(
        f"coproduce.arenas.stipends.actions.{where}.{verb}" for where, verbs in _VERBS.items() for verb in verbs
    ),
    ask="Your children are at school. Would you read to others there for an hour, mend something, or welcome a family?",
    rules="coproduce.arenas.stipends.rules",
    rule_sets="coproduce.arenas.stipends.rules.RULE_SETS",
    pot="Stipend pot",
    where_named=True,
)
