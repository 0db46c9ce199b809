"""The pages of what is claimed of the economy: the essay's words, a hypothesis, what the model answers, and no more."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from coproduce.cli.economy.saying import AsJson, tried
from coproduce.cli.saying import answer
from coproduce.core.stats.figure import DESIGNS

if TYPE_CHECKING:
    from coproduce.economy.claims import Answer, Gains, Hypothesis, Size


def claims(
    page: Annotated[str, typer.Option(help="One page by its short name. All of them unless said.")] = "",
    people: Annotated[int, typer.Option(min=20, help="How many adults a town has.")] = 1_000,
    years: Annotated[float, typer.Option(min=0.1, help="How many years of 52 weeks.")] = 2,
    seed: Annotated[int, typer.Option(help="The same number gives the same pages.")] = 1,
    draws: Annotated[int, typer.Option(min=30, help="How many times, each with people and luck of its own.")] = 30,
    out: Annotated[Path, typer.Option(help="The folder to write into.")] = Path("docs/claims"),
    as_json: AsJson = False,
) -> None:
    """Put what the essays claim of the economy to the model, and write the pages; of the world it cannot tell."""
    from coproduce.economy.claims import PAGES, Size, asked

    size = Size(people, years, seed, draws)
    found = {name: tried(lambda name=name: asked(name, size)) for name in ([page] if page else PAGES)}  # type: ignore[misc]
    if as_json:
        answer({name: [_plain(*row) for row in rows] for name, rows in found.items()}, True)
        return
    out.mkdir(parents=True, exist_ok=True)
    for name, rows in found.items():
        to = out / f"economy-{name}.md"
        to.write_text(_page(name, PAGES[name][0], size, rows), encoding="utf-8")
        typer.echo(f"Written to {to}.")


Row = tuple["Hypothesis", "Gains", "Answer"]


def _page(name: str, title: str, size: "Size", rows: list[Row]) -> str:
    how = f"--people {size.people} --years {size.years:g} --seed {size.seed} --draws {size.draws}"
    lines = [
        f"# {title}: what is claimed, and what the model answers (simulated)",
        "",
        f"Made by `coproduce economy claims --page {name} {how}`.",
        "",
        "**Everybody here is simulated.** A model shows what follows from its numbers, never that a claim is true: no",
        "verdict on this page says more than *cannot tell*. In the model a claim *follows* where nine of ten draws lie",
        "on its side under each setting, *does not follow* where they lie on the other, and else the model too *cannot",
        "tell*. Line, comparison and refutation were written down before it was run. Not modelled: prices, firms,",
        "inflation, migration, births, deaths, ageing. Every number and its source:",
        "[the model’s page](../reference/economic-model.md). The letters:",
        f"{', '.join(f'{letter} {words}' for letter, words in DESIGNS.items())}.",
    ]
    for one, gains, said in rows:
        claim = one.claim
        words = f"“{claim.words}”" if claim.is_quoted else claim.words
        source = claim.source if claim.is_quoted else f"{claim.source}, in our words"
        lines += [
            "",
            f"## {words} (simulated)",
            "",
            f"- **Said by**: {source}",
            f"- **What would have to be true**: {claim.would_have_to_be_true}",
            f"- **Compared**: {one.compared}; {size.draws} draws, people, ties and luck shared.",
            f"- **What the model shows** ({one.unit}): {_shown(gains)}",
            f"- **In the model**: *{said}*.{f' {one.put_in}' if one.put_in else ''}",
            f"- **What would refute it**: {one.refuted_by}",
            f"- **Design**: none of the letters: nobody real was counted; it takes {claim.needs}, "
            f"{DESIGNS[claim.needs]}{'' if claim.needs == 'F' else ', or stronger'}.",
            f"- **Verdict**: *cannot tell*. {_why(said)}",
        ]
    return "\n".join(lines) + "\n"


def _why(said: "Answer") -> str:
    return {
        "follows": "It follows from numbers that each have a source and a range; whether it is so takes people.",
        "does not follow": "Not even the model bears it out with these numbers; whether it is so takes people.",
        "cannot tell": "It depends on the numbers put in, and nobody knows them well enough.",
    }[said]


def _shown(gains: "Gains") -> str:
    from numpy import quantile

    said = []
    for setting, draws in gains.items():
        low, middle, high = quantile(draws, (0.05, 0.5, 0.95))
        as_claimed = int((draws > 0).sum())
        said.append(
            f"with {setting}, {_number(middle)} (nine of ten draws {_number(low)} to {_number(high)}; "
            f"as claimed in {as_claimed} of {len(draws)})"
        )
    return "; ".join(said) + "."


def _number(value: float) -> str:
    """Three digits, a real minus sign, and no nought below nothing."""
    return f"{value:.3g}".replace("-0", "0", 1 if f"{value:.3g}" == "-0" else 0).replace("-", "\N{MINUS SIGN}")


def _plain(one: "Hypothesis", gains: "Gains", said: "Answer") -> dict[str, Any]:
    from numpy import quantile

    return {
        "claim": one.claim.slug,
        "words": one.claim.words,
        "unit": one.unit,
        "settings": {
            name: dict(zip(("low", "middle", "high"), quantile(draws, (0.05, 0.5, 0.95)).tolist(), strict=True))
            for name, draws in gains.items()
        },
        "in_the_model": said,
        "needs": one.claim.needs,
        "verdict": "cannot tell",
    }
