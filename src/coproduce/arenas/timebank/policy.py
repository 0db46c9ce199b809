"""Who may record help and give hours in a time bank."""

from coproduce.community.base.policy import Row

ROWS = (
    Row("timebank.record_for", "broker", why="The desk records help for people who ring or hand in a sheet."),
    Row("timebank.read_desk", "broker", why="The broker's morning: who waits, and whom to ring."),
    Row("timebank.read_figures", "member", result="mask", why="Members see how help goes round; 1 to 7 is hidden."),
    Row("timebank.read_figures", "broker", why="The desk sees its books whole."),
    Row("timebank.read_figures", "treasurer", why="The treasurer sees the books whole."),
    Row("timebank.give_hours", "member", "own", why="Everyone may give away hours of their own."),
    Row("timebank.give_hours", "broker", why="The desk gives from the pot, and for people who ring."),
)

#: What a trusted helper may read for who named them.
BY_HELPER = {"timebank.read_figures": ""}

#: What members do themselves, and no helper for them, with the reason.
BY_NO_HELPER = {"timebank.give_hours": "Hours are given away by whose they are, or at the desk."}
