"""What is done on a made-up build day, what there is to lend, how homes are called, and what people say."""

from collections.abc import Mapping
from datetime import time
from decimal import Decimal

from coproduce.community.exchange.occasions.rules import SlotWanted

TALK, TASKS = SlotWanted("safety talk", 8), (SlotWanted("painting", 6), SlotWanted("carpentry", 4))
BEGINS, ENDS = time(9), time(13)
TOOLS = ("Ladder", "Circular saw", "Spirit level")
SHOWN = ("To hang a door", "To hold a plane", "To mix plaster")
THANKS = ("Thank you for your hands.", "It stands because of you.")

#: How homes are called: one's own, or a flat in the house that is owned together.
TOGETHER_AT = "The courtyard"
NEW_HOME, TOGETHER = "no. %d", TOGETHER_AT + ", flat %d"
REPAIR_MINUTES = 10 * 60

ANSWERS = (
    "My hours were cut this month. I can pay again from the next one on.",
    "I was ill and could not get to the bank.",
    "The rent of the old flat ran on longer than they had said.",
)
WHY = "I rang them. It is made up by the summer."

DECISION: Mapping[str, str] = {
    "question": "Do shares of The courtyard follow average earnings?",
    "result": "yes",
    "who_decided": "Residents’ meeting, all who live there",
    "minutes": "Red folder, page 12",
}
#: What is published at first, and half a year later.
INDEX = (Decimal("100.0"), Decimal("102.4"))
