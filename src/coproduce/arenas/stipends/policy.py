"""Who keeps registers, who tells and who decides, who works out and who approves, and what a family reads."""

from coproduce.arenas.stipends import SCHOOL
from coproduce.community.base.policy import Row

#: Two desks, so that whoever tells is not whoever decides, and whoever works out is not whoever approves.
DESK = ("broker", "link worker")
MONEY = ("broker", "treasurer")

REGISTERS = ("take_register", "key_sheet", "take_lesson", "close_lessons")

ROWS = (
    *(
        Row(f"stipends.{verb}", "broker", why="The desk takes on families, and writes down what a school says.")
        for verb in ("take_on_family", "enrol_child", *REGISTERS)
    ),
    *(Row(f"stipends.{verb}", SCHOOL, why="The school knows who was there.") for verb in ("enrol_child", *REGISTERS)),
    *(
        Row(f"stipends.{verb}", role, why="Two of the desk: one tells, another decides.")
        for verb in ("tell_step", "decide_appeal", "decide_end")
        for role in DESK
    ),
    Row("stipends.appeal", "member", "own", why="Every family answers for itself before anything happens."),
    *(Row("stipends.appeal", role, why="The desk writes down the answer of whoever rings.") for role in DESK),
    *(
        Row(f"stipends.{verb}", role, why="Two people: one works it out, another approves.")
        for verb in ("freeze_payroll", "approve_payroll", "export_payroll", "reconcile_payment", "reverse_payment")
        for role in MONEY
    ),
    Row("stipends.read_record", "member", "own", why="Every family reads its own record, before anybody else asks."),
    *(Row("stipends.read_record", role, why="The desk helps with it; each reading is written down.") for role in DESK),
    *(Row("stipends.read_payroll", role, why="Whoever pays sees what is paid.") for role in MONEY),
    Row("stipends.read_page", "member", "own"),
    *(Row("stipends.read_page", role) for role in (*DESK, SCHOOL, "treasurer")),
    *(Row("stipends.read_figures", role, why="Whether steps fall on all alike.") for role in MONEY),
    Row("stipends.read_figures", "member", result="mask", why="Members see it too; 1 to 7 is hidden."),
)

BY_HELPER = {
    "stipends.read_record": "",
    "stipends.read_page": "",
    "stipends.read_figures": "",
    "stipends.appeal": "%(helper)s answered for you about school.",
}
