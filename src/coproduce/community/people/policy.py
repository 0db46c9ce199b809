"""Who may open communities, welcome people, and see what of whom."""

from coproduce.community.base.actor import OPERATOR
from coproduce.community.base.policy import Row

ROWS = (
    Row("people.open_community", OPERATOR, "any", why="An installation right: it shows no member's content."),
    Row("people.welcome", "broker", why="The desk welcomes people."),
    Row("people.print_card", "broker", why="For people without e-mail; every card is written down."),
    Row("people.record_strength", "member", "own", why="Everyone says for themselves what they can do."),
    Row("people.record_strength", "broker", why="The desk writes it down in the strengths conversation."),
    Row("people.read_members", "member", result="mask", why="Names and strengths; no phone, no e-mail."),
    Row("people.read_members", "broker", why="The desk rings people; each reading is written down."),
    Row("people.read_members", "link worker", result="mask"),
)
