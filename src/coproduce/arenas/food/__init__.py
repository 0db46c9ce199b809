"""Food that a neighbourhood grows, orders together and brings round.

What was ordered is frozen at the close; what comes short is shared and said. An allergen nobody has spoken of stops
what would stand in. Work on the field is owed to it and is never a price; what is over is passed on in its time.
Whoever ate from others' hands, and whoever grew for others, is asked for the next season.
"""

from coproduce.core.arena import Arena

COORDINATOR = "food coordinator"

_VERBS = {
    "products": ("keep_product",),
    "eating": ("choose_terms", "take_share", "end_share", "excuse_work"),
    "ordering": ("order", "order_standing"),
    "cycles": ("open_cycle", "close_cycle", "cancel_cycle"),
    "deliveries": ("receive_delivery", "put_instead"),
    "settling": ("settle_cycle", "put_cycle_right", "record_payment"),
    "surplus": ("offer_surplus", "claim_surplus", "let_go_surplus", "fetch_surplus"),
    "rounds": ("plan_round", "drop_out", "record_round"),
}

ARENA = Arena(
    slug="food",
    name="Food together",
    units=("hour", "kg"),
    roles=(COORDINATOR,),
    verbs=tuple(f"coproduce.arenas.food.actions.{where}.{verb}" for where, verbs in _VERBS.items() for verb in verbs),
    ask="A season of food has passed through many hands. Would you grow something, pack or take a round in the next?",
    rules="coproduce.arenas.food.rules",
    rule_sets="coproduce.arenas.food.rules.RULE_SETS",
    pot="Food together",
    where_named=True,
)
