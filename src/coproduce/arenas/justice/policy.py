"""Who may do what where harm is answered: each speaks for themselves, and those of one circle read of one matter."""

from coproduce.arenas.justice import FACILITATOR
from coproduce.community.base.policy import Row

#: What each says for themselves, and nobody for them.
OWN = {
    "report": "Whoever was harmed may say so.",
    "choose_part": "Whoever was harmed chooses whether and how, and may stop.",
    "accept": "Only who did it can say freely that they did.",
    "say_yes_for": "A guardian says yes or no for who is not of age.",
    "ask_out": "Nobody has to hear.",
    "agree": "Only who is to do it, and who was harmed, can agree to it.",
    "say_heard": "Whoever was harmed says whether they were heard.",
}

#: What whoever leads circles does; whoever referred it is written down by them too.
LEADS = (
    "report",
    "draw_panel",
    "write_agreement",
    "say_part",
    "extend",
    "take_step",
    "close",
    "seal_due",
    "count_again",
)

#: What whoever leads writes down for somebody harmed who says it on the telephone or by letter.
WRITTEN_FOR = ("choose_part", "say_heard")

ROWS = (
    *(Row(f"justice.{verb}", "member", "own", why=why) for verb, why in OWN.items()),
    *(Row(f"justice.{verb}", FACILITATOR, why="Whoever leads the circle goes on with it.") for verb in LEADS),
    *(
        Row(f"justice.{verb}", FACILITATOR, why="Whoever was harmed may say it by letter or on the telephone.")
        for verb in WRITTEN_FOR
    ),
    Row(
        "justice.seal_due", "clockwork", why="What is due is sealed by the clock, whether anybody thinks of it or not."
    ),
    Row("justice.read_page", "member", "own"),
    Row(
        "justice.read_matter", "member", "own", why="Those of one circle read of their own matter, until it is sealed."
    ),
    Row("justice.read_matter", FACILITATOR, why="Whoever leads it reads it; each reading is written down."),
    Row("justice.read_figures", "member", result="mask", why="Counts alone remain; 1 to 7 is hidden from everybody."),
)

#: What a trusted helper may do for who named them; what is only read has no sentence.
BY_HELPER = {"justice.read_page": "", "justice.read_figures": ""}

#: What members do themselves, and no helper for them, with the reason.
BY_NO_HELPER = {
    **{f"justice.{verb}": why for verb, why in OWN.items()},
    "justice.read_matter": "What stands there is read by those it is about.",
}
