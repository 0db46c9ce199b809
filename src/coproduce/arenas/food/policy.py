"""Who sells, orders, opens and closes, settles, passes on and brings round, and who reads what."""

from coproduce.arenas.food import COORDINATOR
from coproduce.community.base.policy import Row

DESK = ("broker", COORDINATOR)
MONEY = ("broker", "treasurer")

ROWS = (
    Row("food.keep_product", "member", "own", why="Whoever grows or makes something says what it is."),
    *(Row("food.keep_product", role, why="The desk writes it down for who rings.") for role in DESK),
    *(
        row
        for verb in (
            "choose_terms", "take_share", "end_share", "order", "order_standing", "offer_surplus", "claim_surplus",
            "let_go_surplus", "fetch_surplus", "drop_out", "record_round",
        )
        for row in (
            Row(f"food.{verb}", "member", "own", why="Everybody says it for themselves."),
            *(Row(f"food.{verb}", role, why="The desk writes it down for who rings.") for role in DESK),
        )
    ),
    *(
        Row(f"food.{verb}", role, why="Whoever coordinates sees an order through, its work and its rounds.")
        for verb in (
            "excuse_work", "open_cycle", "close_cycle", "cancel_cycle", "receive_delivery", "put_instead", "plan_round",
        )
        for role in DESK
    ),
    *(
        Row(f"food.{verb}", role, why="Money is settled and written down by two roles alone.")
        for verb in ("settle_cycle", "put_cycle_right", "record_payment", "read_money")
        for role in MONEY
    ),
    Row("food.read_page", "member", why="Every member reads what is sold, and what is over."),
    *(Row("food.read_page", role) for role in (*DESK, "treasurer")),
    Row("food.read_orders", "member", "own", why="Everybody reads what they ordered, and what it comes to."),
    *(Row("food.read_orders", role, why="Whoever packs and settles; each reading is written down.")
      for role in (*DESK, "treasurer")),
    Row("food.read_round", "member", "own", why="Whoever drives reads their own sheet."),
    *(Row("food.read_round", role, why="The desk prints it.") for role in DESK),
    *(Row("food.read_work", role, why="The desk sees what is still asked of whom.") for role in DESK),
    Row("food.read_work", "member", "own", why="Everybody reads what is asked of them."),
    Row("food.read_figures", "member", result="mask", why="Members see whether it goes round; 1 to 7 is hidden."),
    *(Row("food.read_figures", role, why="The desk sees its books whole.") for role in MONEY),
)  # fmt: skip

BY_HELPER = {
    **dict.fromkeys((f"food.read_{what}" for what in ("page", "orders", "work", "figures")), ""),
    "food.choose_terms": "%(helper)s said for you how you eat with the others.",
    "food.order": "%(helper)s ordered food for you.",
    "food.order_standing": "%(helper)s changed what you order every time.",
    "food.claim_surplus": "%(helper)s said that you fetch food that is over.",
    "food.let_go_surplus": "%(helper)s said that you cannot fetch food after all.",
    "food.fetch_surplus": "%(helper)s said that you fetched food that was over.",
}

BY_NO_HELPER = {
    "food.keep_product": "What somebody sells, they answer for themselves.",
    "food.take_share": "A share asks for work: whoever does it takes it themselves.",
    "food.end_share": "A share asks for work: whoever does it ends it themselves.",
    "food.offer_surplus": "Whoever passes food on knows how it was kept.",
    "food.drop_out": "Whoever drives says so themselves, or to the desk.",
    "food.record_round": "Whoever drove says so themselves, or to the desk.",
    "food.read_round": "Whom food is brought to, the driver reads alone.",
}
