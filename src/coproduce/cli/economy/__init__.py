"""The economic model from the command line: `coproduce economy`, a file for each kind of question."""

import typer

from coproduce.cli.economy import claims, contracts, fitting, own_town, simulating, ties, unpaid

app = typer.Typer(
    help="The economic model: the same people under different contracts. Simulated people, not a forecast.",
    no_args_is_help=True,
)
app.command("compare")(contracts.compare)
app.command("pool")(contracts.pool)
app.command("without")(contracts.without)
app.command("break-even")(contracts.break_even)
app.command("sobol")(contracts.sobol)
app.command("who-pays")(contracts.who_pays)
app.command("hours")(contracts.hours)
app.command("core")(unpaid.core)
app.command("contagion")(ties.contagion)
app.command("seed")(ties.seed_people)
app.command("calibrate")(fitting.calibrate)
app.command("forecast")(fitting.forecast)
app.command("held-out")(fitting.held_out)
app.command("numbers")(contracts.numbers)
app.command("claims")(claims.claims)
app.command("town")(own_town.town)
app.command("simulate")(simulating.simulate)
