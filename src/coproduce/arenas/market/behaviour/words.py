"""What is made, mended and sold in the made-up town, and what people come to a market day for."""

from datetime import time, timedelta

from coproduce.community.exchange.behaviour import Custom, Ways
from coproduce.community.exchange.occasions.rules import SlotWanted

#: Stalls, and what is at each: name, pence, thing or service, how many (None: they do not run out).
STALLS: tuple[tuple[str, tuple[tuple[str, int, str, int | None], ...]], ...] = (
    ("Wool and mending", (("A darned jumper", 650, "service", None), ("Mittens", 900, "thing", 40))),
    ("The bread shelf", (("Rye loaf", 380, "thing", None),)),
    ("Pots by the canal", (("A mug", 1100, "thing", 60),)),
    ("Bikes made right", (("A brake service", 1800, "service", None), ("Inner tube, fitted", 700, "service", None))),
    ("Jam and chutney", (("Plum jam", 340, "thing", 200),)),
    ("Soap from the back yard", (("Lavender soap", 420, "thing", 150),)),
    ("Old books", (("A paperback", 150, "thing", 400),)),
    ("Sharp again", (("A knife sharpened", 300, "service", None),)),
    ("Seedlings", (("Six tomato plants", 300, "thing", 120),)),
    ("Cards and prints", (("A card of the lock", 250, "thing", 300),)),
    ("Honey from Mill Lane", (("A jar of honey", 620, "thing", 90),)),
)
SHOP = "The corner shop"
WRONG = ("The handle came off the same day.", "It was not what we had talked about.", "Half of it was spoilt.")
ANSWERS = ("I am sorry, that should not happen.", "It was fine when it left my table.")
OUTCOMES = ("Half of it comes back; both agree.", "It stands; they will look at it together next time.")
THANKS = ("Thank you for standing with us.", "The stall ran by itself.", "I know how to lay a dough now.")

MARKET_DAY = Custom(
    "Market day", "For the community", 5, time(9), timedelta(hours=3), "every two weeks",
    (SlotWanted("A shift at the till", 3), SlotWanted("Teaching a newcomer", 2)), place="Under the lime trees",
)  # fmt: skip
WAYS = Ways(things=(), thanks=THANKS, customs=(MARKET_DAY,))
