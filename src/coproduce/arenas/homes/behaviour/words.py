"""What is done on a made-up build day, and what there is to lend."""

from datetime import time

from coproduce.community.exchange.occasions.rules import SlotWanted

TALK, TASKS = SlotWanted("safety talk", 8), (SlotWanted("painting", 6), SlotWanted("carpentry", 4))
BEGINS, ENDS = time(9), time(13)
TOOLS = ("Ladder", "Circular saw", "Spirit level")
SHOWN = ("To hang a door", "To hold a plane", "To mix plaster")
THANKS = ("Thank you for your hands.", "It stands because of you.")
