"""Who designs, forks, mends, looks through and says what they can make with. What has no row is refused."""

from coproduce.community.base.policy import Row

#: What everybody does for themselves, and the desk for people who ring.
SPOKEN = (
    "keep_design", "fork_design", "mend_page", "look_through", "keep_machine", "begin_build", "finish_build",
    "report_defect", "bring_manifest", "claim_changes",
)  # fmt: skip
#: What whoever keeps a design does with it.
KEPT = ("bring_history", "take_name_off")

ROWS = (
    *(Row(f"making.{verb}", "member", "own", why="Everybody says it for themselves.") for verb in SPOKEN),
    *(Row(f"making.{verb}", "member", "own", why="Whoever keeps a design says whom it comes from.") for verb in KEPT),
    *(Row(f"making.{verb}", "broker", why="The desk writes it down for who rings.") for verb in (*SPOKEN, *KEPT)),
    Row("making.read_page", "member", why="Every member reads what is designed, and who can make it."),
    Row("making.read_page", "broker"),
    Row("making.read_figures", "member", result="mask", why="Members see whether it goes round; 1 to 7 is hidden."),
    *(Row("making.read_figures", role, why="The desk sees its books whole.") for role in ("broker", "treasurer")),
)

BY_HELPER = {"making.read_page": "", "making.read_figures": ""}

BY_NO_HELPER = {
    "making.keep_design": "Whoever designed it says what it is, and is named for it.",
    "making.fork_design": "Whoever makes it their own says so themselves.",
    "making.mend_page": "What somebody would change they write themselves, and are named for it.",
    "making.look_through": "Whoever looked it through says so themselves.",
    "making.keep_machine": "What somebody makes with, they answer for themselves.",
    "making.begin_build": "Whoever builds says so themselves.",
    "making.finish_build": "Whoever built it says how it went themselves.",
    "making.report_defect": "Whoever found it says so themselves.",
    "making.bring_manifest": "Whoever brings a design answers for it, and is named for it.",
    "making.bring_history": "Whoever keeps a design says whom it comes from.",
    "making.claim_changes": "Only they themselves say that they are somebody of a history.",
    "making.take_name_off": "Whoever keeps a design answers for the names with it.",
}
