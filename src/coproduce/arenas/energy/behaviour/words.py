"""What made-up people ask themselves, and what they come together for."""

from datetime import time, timedelta

from coproduce.community.exchange.behaviour import Custom, Thing, Ways
from coproduce.community.exchange.occasions.rules import SlotWanted

QUESTION = "By which key do we share what our roofs make?"

SHOWING = Custom(
    "A roof to look at, and meters to read together", "For the community", 2, time(14), timedelta(hours=1),
    "monthly", (SlotWanted("Showing a roof", 2), SlotWanted("Reading meters with somebody", 4)), by_group=True,
    place="The lane behind the school",
)  # fmt: skip
WAYS = Ways(things=tuple[Thing, ...](), thanks=("Thank you for showing us.",), customs=(SHOWING,))
