"""Who thinks of festivals, gives, lends and mends. What has no row is refused."""

from coproduce.community.base.policy import Row

#: What everybody does for themselves, and the desk for people who ring.
SPOKEN = (
    "propose_festival", "back_festival", "set_goal", "give", "keep_thing", "borrow_thing", "bring_back", "write_repair",
)  # fmt: skip
#: What whoever thought of a festival sees to.
ORGANISED = (
    "keep_festival", "plan_part", "announce_festival", "cancel_festival", "write_came", "finish_festival",
    "show_picture",
)  # fmt: skip

ROWS = (
    *(Row(f"play.{verb}", "member", "own", why="Everybody says it for themselves.") for verb in SPOKEN),
    *(Row(f"play.{verb}", "member", "own", why="Whoever thought of it sees to it.") for verb in ORGANISED),
    *(Row(f"play.{verb}", "broker", why="The desk does it for who rings.") for verb in (*SPOKEN, *ORGANISED)),
    Row("play.allow_festival", "member", "own", why="A guardian says yes for their ward, and nobody else does."),
    Row("play.read_page", "member", why="Every member reads what is coming, and what was made together."),
    Row("play.read_page", "broker"),
    Row("play.read_figures", "member", result="mask", why="Members see whether it goes round; 1 to 7 is hidden."),
    *(Row("play.read_figures", role, why="The desk sees its books whole.") for role in ("broker", "treasurer")),
)

BY_HELPER = {"play.read_page": "", "play.read_figures": ""}

BY_NO_HELPER = {
    "play.propose_festival": "Whoever thinks of it says so themselves.",
    "play.back_festival": "Whoever likes it says so themselves.",
    "play.allow_festival": "Who says yes for another does it themselves.",
    "play.set_goal": "Whoever sets a goal says so themselves.",
    "play.give": "What somebody gives is theirs to say.",
    "play.keep_thing": "Whose it is lends it themselves.",
    "play.borrow_thing": "Who has it answers for it themselves.",
    "play.bring_back": "Who has it answers for it themselves.",
    "play.write_repair": "Whoever mended it answers for what they wrote.",
    **dict.fromkeys(
        (f"play.{verb}" for verb in ORGANISED), "Whoever invites others sees to it themselves, or asks the desk."
    ),
}
