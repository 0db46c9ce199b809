"""Who accepts families, who leads days and signs for hours, who opens a gate and handles money, and who reads what."""

from coproduce.arenas.homes import CREW_LEAD
from coproduce.community.base.policy import Row

DESK = ("broker", "link worker")
LEADS = (*DESK, CREW_LEAD)
MONEY = ("broker", "treasurer")

ROWS = (
    *(
        Row(f"homes.{verb}", "broker", why="The desk accepts families and opens gates, by the rules.")
        for verb in ("accept_family", "change_adult", "pass_gate", "withdraw_family")
    ),
    Row("homes.write_hours", "member", "own", why="Everybody writes down what they worked themselves."),
    *(
        Row(f"homes.{verb}", role, why="Who leads a day plans it, and writes down and signs for who was there.")
        for verb in ("write_hours", "sign_hours", "plan_day", "record_day")
        for role in LEADS
    ),
    *(
        Row("homes.call_off_for_weather", role, why="The desk, and whoever invites to the day, look at the weather.")
        for role in ("broker", CREW_LEAD)
    ),
    Row("homes.sign_hours", "member", "own", why="Who worked signs for it, and the family for its friends."),
    Row("homes.show_how", "member", "own", why="Everybody says what they showed somebody."),
    *(Row("homes.show_how", role, why="The desk writes it down for who rings.") for role in DESK),
    *(
        Row(f"homes.{verb}", role, why="Who leads a day hands tools out, and takes them back.")
        for verb in ("stock_things", "lend_things", "bring_back_things")
        for role in LEADS
    ),
    *(
        Row(f"homes.{verb}", role, why="Money is agreed and written down by two roles alone.")
        for verb in (
            "agree_loan", "record_payment", "build_from_fund", "agree_charge", "pay_out", "read_money",
        )
        for role in MONEY
    ),
    Row("homes.add_index", "broker", why="By a decision of members that is cited, as every rule."),
    *(
        Row(f"homes.{verb}", role, why="Two people: one tells, another decides, with their name.")
        for verb in ("tell_behind", "decide_answer", "decide_end")
        for role in MONEY
    ),
    Row("homes.answer_behind", "member", "own", why="Every family answers for itself before anything follows."),
    *(Row("homes.answer_behind", role, why="They write down the answer of whoever rings.") for role in MONEY),
    Row("homes.read_gates", "member", "own", why="Every family reads why a gate is not open yet."),
    *(Row("homes.read_gates", role, why="The desk helps with it.") for role in DESK),
    Row("homes.read_money", "member", "own", why="Every family reads what its home costs, and what it paid."),
    Row("homes.read_page", "member", why="Every member reads when homes are built, and what the fund builds next."),
    *(Row("homes.read_page", role) for role in (*LEADS, "treasurer")),
    *(Row("homes.read_families", role, why="The desk and whoever leads days read the list.") for role in LEADS),
    Row("homes.read_figures", "member", result="mask", why="Members see whether it goes round; 1 to 7 is hidden."),
    *(Row("homes.read_figures", role, why="The desk sees its books whole.") for role in MONEY),
)  # fmt: skip

BY_HELPER = {
    **dict.fromkeys((f"homes.read_{what}" for what in ("gates", "page", "figures")), ""),
    "homes.write_hours": "%(helper)s wrote down hours you worked on a home.",
}

BY_NO_HELPER = {
    "homes.sign_hours": "Whoever worked says so themselves.",
    "homes.show_how": "Whoever showed it says so themselves, or to the desk.",
    "homes.answer_behind": "What is missing for a home, a family answers itself, or tells the desk.",
    "homes.read_money": "What a home costs and what was paid, a family reads itself, or asks the desk.",
}
