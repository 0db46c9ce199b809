"""Who may learn, show, tell, and read how it goes."""

from coproduce.community.base.policy import Row

#: What everybody does for themselves, and the desk for people who ring.
SPOKEN = ("want", "begin", "say", "set_stage", "tell_story", "take_back_story")

ROWS = (
    Row("learning.write_topic", "broker", why="The desk finds a professional to ask before people show each other."),
    *(Row(f"learning.{verb}", "member", "own", why="Everyone speaks for themselves.") for verb in SPOKEN),
    *(
        Row(f"learning.{verb}", "broker", why="The desk does it for people who ring; it is written down as theirs.")
        for verb in SPOKEN
    ),
    Row(
        "learning.read_page", "member", why="Every member reads what can be learned here, and stories told with a yes."
    ),
    Row("learning.read_page", "broker"),
    Row("learning.read_figures", "member", result="mask", why="Members see whether it goes round; 1 to 7 is hidden."),
    Row("learning.read_figures", "broker", why="The desk sees its books whole."),
    Row("learning.read_figures", "treasurer", why="The treasurer sees the books whole."),
)

#: What a trusted helper may do for who named them, and how these read of it; what is only read has no sentence.
BY_HELPER = {
    "learning.want": "%(helper)s wrote down for you what you want to learn.",
    **dict.fromkeys((f"learning.read_{word}" for word in ("page", "topics", "ways", "figures")), ""),
}

#: What members do themselves, and no helper for them, with the reason.
BY_NO_HELPER = {
    "learning.begin": "Experience and not advice is a promise, and nobody promises for another.",
    "learning.say": "Nobody else can say what one learned, and whether somebody needed one.",
    "learning.set_stage": "Whoever learns says what it is about; a helper may call the thread off.",
    "learning.tell_story": "What somebody lived through they tell themselves, or to the desk.",
    "learning.take_back_story": "Whoever told it takes it back, or asks the desk.",
    "learning.read_together": "What both said they learned is read by those who learn together.",
}
