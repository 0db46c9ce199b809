"""Who sells, buys, settles, keeps shares and closes years, and who reads what."""

from coproduce.community.base.policy import Row

DESK = ("broker",)
MONEY = ("broker", "treasurer")

ROWS = (
    *(
        row
        for verb in (
            "keep_stall", "keep_ware", "reserve", "let_go", "hand_over", "pay_sale", "dispute_sale", "answer_dispute",
            "choose_dividend",
        )
        for row in (
            Row(f"market.{verb}", "member", "own", why="Everybody says it for themselves, and for a firm of theirs."),
            *(Row(f"market.{verb}", role, why="The desk writes it down for who rings.") for role in DESK),
        )
    ),
    *(
        Row(f"market.{verb}", role, why="Somebody at the desk who neither bought nor sold it hears both.")
        for verb in ("settle_dispute",)
        for role in MONEY
    ),
    *(
        Row(f"market.{verb}", role, why="The co-operative’s money is kept by two roles alone.")
        for verb in (
            "bring_trade", "take_shares", "give_back_shares", "open_year", "close_year", "allocate_year",
            "correct_year", "pay_dividends", "read_books",
        )
        for role in MONEY
    ),
    Row("market.read_page", "member", why="Every member reads what is sold."),
    *(Row("market.read_page", role) for role in MONEY),
    Row("market.read_years", "member", why="Every member reads what a year came to, before they vote."),
    *(Row("market.read_years", role) for role in MONEY),
    Row("market.read_sales", "member", "own", why="Who bought and who sold read their receipt."),
    *(Row("market.read_sales", role, why="Whoever settles and keeps the books; each reading is written down.")
      for role in MONEY),
    Row("market.read_books", "member", "own", why="Everybody reads their own shares and dividends."),
    Row("market.read_figures", "member", result="mask", why="Members see whether it goes round; 1 to 7 is hidden."),
    *(Row("market.read_figures", role, why="The desk sees its books whole.") for role in MONEY),
)  # fmt: skip

BY_HELPER = {
    **dict.fromkeys((f"market.read_{what}" for what in ("page", "years", "sales", "books", "figures")), ""),
    "market.reserve": "%(helper)s had something kept for you at the market.",
    "market.let_go": "%(helper)s let go what was kept for you at the market.",
    "market.dispute_sale": "%(helper)s said that something is wrong with what you bought.",
    "market.answer_dispute": "%(helper)s answered for you what is wrong with a purchase.",
}

BY_NO_HELPER = {
    "market.keep_stall": "What somebody sells, they answer for themselves.",
    "market.keep_ware": "What somebody sells, they answer for themselves.",
    "market.hand_over": "Whoever sells hands it over, or the desk does.",
    "market.pay_sale": "Whoever sells says that it was paid, or the desk does.",
    "market.choose_dividend": "Where somebody’s money goes, they say themselves, or to the desk.",
}
