"""Who designs, forks, mends, looks through and says what they can make with. What has no row is refused."""

from coproduce.community.base.policy import Row

#: What everybody does for themselves, and the desk for people who ring.
SPOKEN = ("keep_design", "fork_design", "mend_page", "look_through", "keep_machine")

ROWS = (
    *(Row(f"making.{verb}", "member", "own", why="Everybody says it for themselves.") for verb in SPOKEN),
    *(Row(f"making.{verb}", "broker", why="The desk writes it down for who rings.") for verb in SPOKEN),
    Row("making.read_page", "member", why="Every member reads what is designed, and who can make it."),
    Row("making.read_page", "broker"),
)

BY_HELPER = {"making.read_page": ""}

BY_NO_HELPER = {
    "making.keep_design": "Whoever designed it says what it is, and is named for it.",
    "making.fork_design": "Whoever makes it their own says so themselves.",
    "making.mend_page": "What somebody would change they write themselves, and are named for it.",
    "making.look_through": "Whoever looked it through says so themselves.",
    "making.keep_machine": "What somebody makes with, they answer for themselves.",
}
