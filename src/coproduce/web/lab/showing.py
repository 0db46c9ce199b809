"""What a study answered, as its page shows it: charts and tables of short numbers, in the words of whoever reads."""

from typing import Any

from django.utils.translation import gettext as _, gettext_lazy

from coproduce.economy.outcomes import OUTCOMES
from coproduce.web.lab import charts, findings
from coproduce.web.lab.charts import plain
from coproduce.web.lab.findings import CONTRACTS, Ends
from coproduce.web.lab.models import Study

#: What a page compares first.
FIRST = ("least_met", "needs_met", "unemployed", "overworked", "care_by_nobody", "health", "public_cost", "footprint")

#: How those who bear a cost are called.
PAYS = {
    "person": gettext_lazy("the person"), "family": gettext_lazy("the family"),
    "neighbourhood": gettext_lazy("neighbours"), "employer": gettext_lazy("the employer"),
    "state": gettext_lazy("the state"),
}  # fmt: skip


def answered(row: Study, draws: list[dict[str, Any]]) -> dict[str, Any]:
    """What stands on the page of a study."""
    found = findings.comparison(row, draws)
    names = [str(CONTRACTS[name]) for name in found.regimes]

    def figure(what: str) -> dict[str, Any]:
        about = OUTCOMES[what]
        rows = [(name, *found.interval(what, regime)) for name, regime in zip(names, found.regimes, strict=True)]
        title = f"{about.says[:1].upper()}{about.says[1:]}"
        return {"says": title, "unit": about.unit, "rows": [(one[0], *map(plain, one[1:])) for one in rows],
                "chart": charts.intervals(title, rows, strong=2)}  # fmt: skip

    curve = findings.pools(draws)
    enough = next(size for size, (middle, _, _) in curve if middle >= 0.9 * curve[-1][1][0])
    return {
        "names": names,
        "sentences": findings.sentences(found),
        "figures": [figure(what) for what in FIRST],
        "rest": [figure(what) for what in OUTCOMES if what not in FIRST],
        "pools": [(size, *map(plain, three)) for size, three in curve],
        "pool_chart": charts.curve(_("Share of people with every need met, against the size of the pool"), curve),
        "enough": enough,
        "pays": _pays(findings.pays(draws)),
        "without": {what: tuple(map(plain, three)) for what, three in findings.without(draws).items()},
        "least": [(CONTRACTS[name], rows) for name, rows in findings.least(draws).items()],
        "loads": _loads(findings.loads(draws)),
    }


def _pays(found: dict[str, dict[str, dict[str, Ends]]]) -> list[Any]:
    """Each contract, and a row for each cost and who bears it, where anybody does."""
    return [
        (CONTRACTS[name], [
            (what, PAYS[who], tuple(map(plain, three)))
            for what, borne in table.items() for who, three in borne.items() if any(three)
        ])
        for name, table in found.items()
    ]  # fmt: skip


def _loads(found: dict[str, dict[str, dict[str, Ends]]]) -> list[Any]:
    """Each contract, and a row for each group: hours paid, of care and given, as short as hours are said."""
    return [
        (CONTRACTS[name], [
            (group, [tuple(f"{value:.{1 if three[0] >= 1 else 2}f}" for value in three) for three in one.values()])
            for group, one in table.items()
        ])
        for name, table in found.items()
    ]  # fmt: skip
