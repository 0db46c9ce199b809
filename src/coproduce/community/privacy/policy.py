"""Who may read everything about somebody, forget them, and see how long what is kept."""

from coproduce.community.base.actor import OPERATOR
from coproduce.community.base.policy import Row

ROWS = (
    Row("privacy.read_archive", "member", "own", why="Everyone reads, and takes along, all that is kept about them."),
    Row("privacy.read_archive", "broker", why="The desk prints it for who asks; each reading is written down."),
    Row("privacy.read_looks", "member", "own", why="Everyone sees who looked at what is kept about them."),
    Row("privacy.erase", "member", "own", why="Everyone may ask to be forgotten, and is, at once."),
    Row("privacy.erase", "broker", why="For somebody who asks at the desk; it takes two."),
    Row("privacy.erase", "safeguarding lead", why="As the second person where there is one broker."),
    Row("privacy.read_record", "member", why="What is kept, what for and how long is open to whom it is about."),
    Row("privacy.read_retention", "broker", why="What goes next, in numbers; nothing of what it says."),
    Row("privacy.read_retention", "auditor"),
    Row("privacy.read_retention", OPERATOR, "any", why="Numbers alone: it shows no member's content."),
)

#: Verbs that ask nobody whether two may meet, and whom they concern.
BRINGS_NOBODY_TOGETHER = {"privacy.erase": "one member"}

#: What a trusted helper may read for who named them.
BY_HELPER = {"privacy.read_record": ""}

#: What members do themselves, and no helper for them, with the reason.
BY_NO_HELPER = {
    **dict.fromkeys(
        ("privacy.read_archive", "privacy.read_looks"), "All that is kept about somebody is read by them alone."
    ),
    "privacy.erase": "Nobody has another forgotten.",
}
