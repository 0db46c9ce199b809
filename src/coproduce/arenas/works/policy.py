"""Who writes lanes and houses down, draws, shares out, pays, digs and clears, and who reads what.

What is one's own: the lane one leads, the house one speaks for, and what one does oneself.
"""

from coproduce.community.base.policy import Row

DESK = ("broker", "link worker")
MONEY = ("broker", "treasurer")

ROWS = (
    Row("works.keep_lane", "member", why="Whoever lives in a lane may write it down; then its leader changes it."),
    *(Row("works.keep_lane", role, why="The desk helps with it.") for role in DESK),
    *(
        row
        for verb in ("keep_house", "elect_manager", "bring_survey", "choose_design", "reach_stage")
        for row in (
            Row(f"works.{verb}", "member", "own", why="Whoever leads the lane."),
            *(Row(f"works.{verb}", role, why="The desk helps with it.") for role in DESK),
        )
    ),
    *(
        row
        for verb in ("share_out", "waive_share", "record_payment", "read_dues")
        for row in (
            Row(f"works.{verb}", "member", "own", why="Whoever leads the lane sees to its dues."),
            *(Row(f"works.{verb}", role, why="Two roles handle money; each reading is noted.") for role in MONEY),
        )
    ),
    *(
        row
        for verb in ("agree_share", "give_day", "take_turn", "clear_blockage", "thank_clearing")
        for row in (
            Row(f"works.{verb}", "member", "own", why="Everybody says it for themselves."),
            *(Row(f"works.{verb}", role, why="The desk writes it down for who rings.") for role in DESK),
        )
    ),
    Row("works.report_blockage", "member", "own", why="Whoever sees it says so."),
    *(Row("works.report_blockage", role, why="The desk writes it down for who rings.") for role in DESK),
    Row("works.read_page", "member", "any", why="Every member reads what people do together here."),
    *(Row("works.read_page", role, "any") for role in (*DESK, "treasurer")),
    Row("works.read_figures", "member", result="mask", why="Members see whether it goes round; 1 to 7 is hidden."),
    *(Row("works.read_figures", role, why="The desk sees its books whole.") for role in MONEY),
)

BY_HELPER = {
    **dict.fromkeys((f"works.read_{what}" for what in ("page", "figures")), ""),
    "works.report_blockage": "%(helper)s said for you that a pipe is blocked.",
    "works.thank_clearing": "%(helper)s thanked for you whoever cleared a pipe.",
}

BY_NO_HELPER = {
    **dict.fromkeys(
        (
            f"works.{verb}"
            for verb in ("keep_lane", "keep_house", "elect_manager", "bring_survey", "choose_design", "reach_stage")
        ),
        "A lane is led by whom it elected.",
    ),
    **dict.fromkeys(
        (f"works.{verb}" for verb in ("share_out", "waive_share", "record_payment", "read_dues")),
        "Of others' dues only those know who were chosen for it.",
    ),
    "works.agree_share": "What a house pays, whoever speaks for it agrees themselves, or tells the desk.",
    "works.give_day": "Whoever worked says so themselves, or to the desk.",
    "works.take_turn": "Whoever looked after the lane says so themselves, or to the desk.",
    "works.clear_blockage": "Whoever cleared it says so themselves, or to the desk.",
}
