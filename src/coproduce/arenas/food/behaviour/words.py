"""What is grown in the made-up town, what is over there, and what people come to the field for."""

from datetime import time, timedelta
from typing import Any

from coproduce.community.exchange.behaviour import Custom, Ways
from coproduce.community.exchange.occasions.rules import SlotWanted

#: What is sold: price in pence, pieces in a pack, what is in it (None: nobody has said), and how it keeps.
PRODUCTS: tuple[dict[str, Any], ...] = (
    {"name": "Leeks", "minor": 120, "pack": 6, "grams": 350, "contains": (), "traces": ()},
    {"name": "Apples, a bag", "minor": 250, "pack": 4, "grams": 1500, "contains": (), "traces": ()},
    {"name": "Rye bread", "minor": 380, "pack": 1, "grams": 800, "contains": ("gluten",), "traces": ("nuts", "sesame")},
    {"name": "Goat’s cheese", "minor": 420, "pack": 3, "grams": 200, "contains": ("milk",), "traces": (),
     "storage": "chilled", "dated": "use by", "keeps_days": 9},
    {"name": "Plum jam", "minor": 340, "pack": 2, "grams": 300, "contains": None, "traces": None},
)  # fmt: skip
OVER = (
    "A bag of windfall apples",
    "4 courgettes",
    "Half a tray of seedlings",
    "2 loaves from yesterday",
    "A box of chard",
)
THANKS = ("Thank you, it was good.", "Nothing of it went to waste.", "The children liked it.")

FIELD = Custom(
    "A morning on the field", "Garden", 5, time(9), timedelta(hours=2), "every two weeks",
    (SlotWanted("Harvest", 4), SlotWanted("Packing", 2)), place="The gate on Mill Lane",
)  # fmt: skip
WAYS = Ways(things=(), thanks=THANKS, customs=(FIELD,))
