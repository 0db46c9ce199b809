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
