"""The systems people run together, one folder each. Adding one is its folder and its line here."""

ARENAS = (
    "timebank",
    "care",
    "learning",
    "stipends",
    "homes",
    "energy",
    "food",
    "works",
    "making",
    "market",
    "justice",
    "play",
)  # fmt: skip
