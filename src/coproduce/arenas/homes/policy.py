"""Who accepts families, who writes down and signs hours, who opens a gate, and what a family reads."""

from coproduce.arenas.homes import CREW_LEAD
from coproduce.community.base.policy import Row

DESK = ("broker", "link worker")

ROWS = (
    *(
        Row(f"homes.{verb}", "broker", why="The desk accepts families and opens gates, by the rules.")
        for verb in ("accept_family", "change_adult", "pass_gate")
    ),
    Row("homes.write_hours", "member", "own", why="Everybody writes down what they worked themselves."),
    *(
        Row(f"homes.{verb}", role, why="Who leads a day writes down and signs for who was there.")
        for verb in ("write_hours", "sign_hours")
        for role in (*DESK, CREW_LEAD)
    ),
    Row("homes.sign_hours", "member", "own", why="Who worked signs for it, and the family for its friends."),
    Row("homes.read_gates", "member", "own", why="Every family reads why a gate is not open yet."),
    *(Row("homes.read_gates", role, why="The desk helps with it.") for role in DESK),
)

BY_HELPER = {"homes.read_gates": "", "homes.write_hours": "%(helper)s wrote down hours you worked on a home."}

BY_NO_HELPER = {"homes.sign_hours": "Whoever worked says so themselves."}
