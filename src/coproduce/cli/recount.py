"""What was voted, counted again from its file by anybody: the same way, round by round.

A file that was written here says how it is counted; of an election of another town, a Pabulib file, it can be said.
"""

import hashlib
import json
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from coproduce.cli.saying import fail
from coproduce.core.decide import DecideError, Outcome, Result, equal_shares
from coproduce.core.seal import in_groups
from coproduce.interop.pabulib import Election, PabulibError, read_pabulib
from coproduce.interop.result_files import ResultFile, columns_of, is_result_file, meta_of, read_result

#: The rules we count by, as Pabulib names them: whether voters' parts are raised, and what a project is worth.
RULES: dict[str, dict[str, Any]] = {
    "equalshares": {"add1": False},
    "equalshares/add1": {"add1": True},
    "equalshares/cardinality": {"add1": False, "utility": "cardinality"},
    "equalshares/cardinality/add1": {"add1": True, "utility": "cardinality"},
}

#: Ballots that name projects without saying how much better one is than another.
YES_OR_NO = ("", "approval", "choose-1")


def recount(
    file: Annotated[Path, typer.Argument(help="A result file, or a Pabulib file (.pb).", exists=True, dir_okay=False)],
    rule: Annotated[str, typer.Option(help="By which rule. What the file says, unless said.")] = "",
    step: Annotated[str, typer.Option(help="What a voter's part is raised by, in the ballot's currency.")] = "1",
    as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Count what was voted again, and hold it against what its file says was chosen."""
    content = file.read_bytes()
    try:
        if not rule and is_result_file(meta_of(content)):
            ours = read_result(content)
            _ours(ours, ours.counted(), hashlib.sha256(content).hexdigest(), as_json)
            return
        election = read_pabulib(content)
        by = rule or election.meta.get("rule", "")
        if by not in RULES:
            what = f"{by} is not counted here" if by else "META has no rule"
            fail(f"{what}. Say one with --rule: {', '.join(RULES)}.", 2)
        if (kind := election.meta.get("vote_type", "")) not in YES_OR_NO:
            fail(f"These are ballots of {kind}. Only yes-or-no ballots are counted: approval or choose-1.", 2)
        result = equal_shares(election.costs, election.ballots, election.budget, step=Decimal(step), **RULES[by])
    except (PabulibError, DecideError) as wrong:
        fail(str(wrong), 2)
    except ArithmeticError:
        fail(f"{step} is no step. Write it like 1 or 0.01.", 2)
    if as_json:
        typer.echo(json.dumps(_plain(election, result, by)))
    else:
        _show(election, result, by)


def _ours(file: ResultFile, counted: Outcome, seal: str, as_json: bool) -> None:
    """What a file that was written here comes to; its seal stands in the minutes of the decision."""
    is_same = file.says_the_same(counted)
    if as_json:
        said = {
            "way": file.question.way,
            "ballots": counted.ballots,
            "chosen": list(counted.chosen),
            "why_not": counted.why,
            "options": columns_of(file.question, counted),
            "rounds": [
                {"outcome": one.outcome, "consents": one.consents, "asides": one.asides,
                 "objections": [each.reason for each in one.objections]} for one in counted.rounds
            ],
            "as_the_file_says": is_same,
            "seal": seal,
        }  # fmt: skip
        typer.echo(json.dumps(said))
        return
    typer.echo(f"{file.asked} By {file.question.way}, {counted.ballots:,} of {file.question.voters:,} took part.")
    if counted.shares:
        Console().print(_table(file.names, counted.shares))
    for place, one in enumerate(counted.rounds, 1):
        typer.echo(f"Round {place}: {one.consents} consent, {one.asides} stand aside, {len(one.objections)} object.")
        for each in one.objections:
            typer.echo(f"  Objection: {each.reason}")
    if counted.shares is None and not counted.rounds:
        for name, many in counted.counts:
            typer.echo(f"{many} {file.names[name]}")
    called = ", ".join(file.names.get(one, one) for one in counted.chosen)
    typer.echo(f"Decided: {called}." if called else f"Nothing is decided: {WHY_NOT[counted.why]}.")
    typer.echo("The file says the same." if is_same else "The file says something else: it was changed, or miscounted.")
    typer.echo(f"Seal of the file (SHA-256): {in_groups(seal)}")


#: Why nothing was decided, in words.
WHY_NOT = {
    "nobody": "nobody took part",
    "quorum": "too few took part",
    "objection": "somebody objects",
    "vote": "somebody objects after the last round, and it is put to a vote",
    "nothing": "nobody chose anything",
}


def _plain(election: Election, result: Result, by: str) -> dict[str, Any]:
    """Exact amounts as fractions in words, so that nothing is rounded on the way to a script."""
    return {
        "rule": by,
        "voters": len(election.ballots),
        "budget": str(Fraction(election.budget)),
        "funded": list(result.funded),
        "cost": str(result.cost),
        "each_had": str(result.each_had),
        "raised": result.raised,
        "rounds": [
            {
                "project": one.project,
                "cost": str(one.cost),
                "supporters": one.supporters,
                "each_pays": str(one.each_pays),
            }
            for one in result.rounds
        ],
        "as_the_file_says": None if election.selected is None else election.selected == {*result.funded},
    }


def _show(election: Election, result: Result, by: str) -> None:
    called = {row["project_id"]: row.get("name", "") for row in election.projects}
    typer.echo(f"{election.meta.get('description', 'An election')}, by {by}. Ballots: {len(election.ballots):,}.")
    Console().print(_table(called, result))
    if election.selected is None:
        typer.echo("The file does not say what was chosen.")
    elif election.selected == {*result.funded}:
        typer.echo("The file says the same.")
    else:
        typer.echo(f"Only the file has: {_ids(election.selected - {*result.funded})}.")
        typer.echo(f"Only this count has: {_ids({*result.funded} - election.selected)}.")


def _table(called: Mapping[str, str], result: Result) -> Table:
    """Every round: which project was paid, by how many, and how much at most."""
    table = Table(
        caption=f"Everybody began with {_money(result.each_had)}, raised {result.raised:,} times."
        f" {_money(result.cost)} of {_money(result.cost + result.left)} is spent, {_money(result.left)} is left."
    )
    for heading in ("Project", "Name", "Cost", "Chosen by", "Each pays at most"):
        table.add_column(heading, justify="left" if heading in ("Project", "Name") else "right")
    for one in result.rounds:
        table.add_row(
            str(one.project), called[one.project], _money(one.cost), f"{one.supporters:,}", _money(one.each_pays)
        )
    return table


def _money(amount: Fraction) -> str:
    return f"{float(amount):,.2f}".removesuffix(".00")


def _ids(ids: frozenset[str] | set[Any]) -> str:
    return ", ".join(sorted(ids)) or "nothing"
