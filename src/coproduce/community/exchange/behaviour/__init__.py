"""How simulated people go round the ring and come together, whatever the arena.

Pure: what stands on an evening and a chance come in, intents go out. An arena's own `behaviour` says which things are
needed and offered there, in which words, and what people come together for (`Ways`).
"""

from coproduce.community.exchange.behaviour.coming_together import FORGOTTEN, come_together
from coproduce.community.exchange.behaviour.going_round import (
    NEEDED_FOR,
    ask_once_a_week,
    busy,
    carry_on,
    go_round,
    some_time,
)
from coproduce.community.exchange.behaviour.seen import (
    Asking,
    Comer,
    Custom,
    Fresh,
    Gathering,
    Room,
    Running,
    Standing,
    Thing,
    Town,
    Ways,
)

__all__ = (
    "FORGOTTEN", "NEEDED_FOR", "Asking", "Comer", "Custom", "Fresh", "Gathering", "Room", "Running", "Standing",
    "Thing", "Town", "Ways", "ask_once_a_week", "busy", "carry_on", "come_together", "go_round", "some_time",
)  # fmt: skip
