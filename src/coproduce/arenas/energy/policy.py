"""Who writes down supply points, who brings readings and settles, who agrees on a key, and who reads what."""

from coproduce.community.base.policy import Row

DESK = ("broker", "link worker")
MONEY = ("broker", "treasurer")

ROWS = (
    *(
        Row(f"energy.{verb}", role, why="The desk and the treasurer write down who belongs, and read the list.")
        for verb in ("enrol_point", "change_share", "read_points")
        for role in (*DESK, "treasurer")
    ),
    Row("energy.change_share", "member", "own", why="Everybody leaves, or gives more or less, when they like."),
    *(
        Row(f"energy.{verb}", role, why="Whoever keeps the books brings readings, and closes and settles a month.")
        for verb in ("bring_readings", "close_month", "settle_month", "add_premium", "read_months", "read_statements")
        for role in MONEY
    ),
    *(
        Row("energy.agree_key", role, why="Members decide; whoever keeps the books writes it down with the decision.")
        for role in MONEY
    ),
    Row("energy.read_statements", "member", "own", why="Everybody reads what their own supply points came to."),
    Row("energy.read_page", "member", why="Every member reads how energy is shared here, and by which key."),
    *(Row("energy.read_page", role) for role in (*DESK, "treasurer")),
    Row("energy.read_figures", "member", result="mask", why="Members see every key tried; 1 to 7 is hidden."),
    *(Row("energy.read_figures", role, why="Whoever keeps the books sees all of it.") for role in MONEY),
)

BY_HELPER = {
    "energy.read_page": "",
    "energy.read_statements": "",
    "energy.read_figures": "",
    "energy.change_share": "%(helper)s changed for you what one of your meters shares.",
}
