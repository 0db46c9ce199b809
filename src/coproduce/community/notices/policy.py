"""Who is told what, and who helps the letters on their way."""

from coproduce.community.base.policy import Row

ROWS = (
    Row("notices.read_told", "member", "own", why="Everyone sees all they were told, and by which way."),
    Row("notices.choose_channel", "member", "own", why="Everyone says for themselves how they like to be told."),
    Row("notices.choose_channel", "broker", why="The desk writes it down for people who ring."),
    Row("notices.read_letters", "broker", why="The desk prints letters and rings; each reading is written down."),
    Row("notices.mark_printed", "broker", why="Who prints the letters knows that they are printed."),
    Row("notices.mark_rung", "broker", why="Who rang knows what was said."),
)

#: What members do themselves, and no helper for them, with the reason.
BY_NO_HELPER = {
    "notices.read_told": "What somebody is told is for them; it says too what their helper did.",
    "notices.choose_channel": "Where letters go is said by who reads them, or at the desk.",
}
