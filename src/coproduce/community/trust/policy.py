"""Who says what of whom, who keeps the net, and who reads what of it."""

from coproduce.community.base.policy import Row

#: What everybody does about themselves, and the desk for who rings or comes by.
OWN = ("look_out_for", "answer_tie", "let_go", "keep_rhythm", "end_rhythm")

ROWS = (
    *(Row(f"trust.{verb}", "member", "own", why="Everyone says for themselves who is near.") for verb in OWN),
    *(Row(f"trust.{verb}", "broker", why="For who rings or comes by; it is written down as theirs.") for verb in OWN),
    Row("trust.introduce", "broker", why="The desk introduces, then steps back. Both say whether they like to."),
    Row("trust.introduce", "link worker", why="Who knows people of two groups introduces them."),
    *(
        Row(f"trust.{verb}", role, why=why)
        for verb in ("note_heard", "note_unreached")
        for role, why in (
            ("member", "Whoever is in somebody's circle says that they heard from them; everyone of themselves."),
            ("broker", "The desk rings where the circle could not."),
            ("safeguarding lead", "Who keeps people safe rings where nobody at the desk may."),
        )
    ),
    Row("trust.read_circle", "member", "own", why="Everyone sees who is near, and nobody sees another's."),
    Row("trust.read_net", "broker", why="The desk sees who asked to be rung; each reading is written down."),
    *(
        Row("trust.read_streets", role, why="Streets, not people; numbers of 1 to 7 are hidden.")
        for role in ("member", "broker", "commissioner", "researcher")
    ),
    *(
        Row("trust.read_tried", role, why="Sums only, of which no few are shown.")
        for role in ("member", "broker", "commissioner", "researcher")
    ),
)

#: What a trusted helper may read for who named them.
BY_HELPER = {"trust.read_streets": "", "trust.read_tried": ""}

BY_NO_HELPER = {
    "trust.look_out_for": "Who would ring whom they say themselves, or to the desk.",
    "trust.answer_tie": "A no that nobody reads is given by oneself.",
    "trust.let_go": "Who is near is one's own.",
    "trust.keep_rhythm": "Nobody is looked after who did not ask for it themselves.",
    "trust.end_rhythm": "Whoever asked for it takes it back themselves.",
    "trust.note_heard": "Who heard says so under their own name.",
    "trust.note_unreached": "Who tried says so under their own name.",
    "trust.read_circle": "Who is near is one's own.",
}
