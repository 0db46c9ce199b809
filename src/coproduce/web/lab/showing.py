"""What a study answered, in sections: each a page of its own, a part of the report, and its tables files."""

from dataclasses import dataclass, replace
from typing import Any

from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _, gettext_lazy

from coproduce.economy.break_even import amount, judged
from coproduce.economy.comparing import LEAST_DRAWS, Comparison
from coproduce.economy.outcomes import OUTCOMES
from coproduce.economy.regimes import PRESETS
from coproduce.economy.sensitivity import CHANCE, indices
from coproduce.web.lab import charts, findings
from coproduce.web.lab.charts import plain
from coproduce.web.lab.findings import CONTRACTS, LOADS, SAID, Ends
from coproduce.web.lab.models import Study

#: What a page compares first.
FIRST = ("least_met", "needs_met", "unemployed", "overworked", "care_by_nobody", "health", "public_cost", "footprint")

#: The sections, in order, and what each is called.
TITLES = {
    "contracts": gettext_lazy("Contracts side by side"),
    "needs": gettext_lazy("The need that is least met"),
    "pools": gettext_lazy("How many have to carry each other"),
    "pays": gettext_lazy("Who pays"),
    "without": gettext_lazy("Without a fifth of what families do"),
    "load": gettext_lazy("Who carries the load"),
    "spread": gettext_lazy("How hours are spread"),
    "depends": gettext_lazy("What the answer depends on most"),
    "even": gettext_lazy("What would have to be true"),
}

#: How those who bear a cost are called.
PAYS = {
    "person": gettext_lazy("the person"), "family": gettext_lazy("the family"),
    "neighbourhood": gettext_lazy("neighbours"), "employer": gettext_lazy("the employer"),
    "state": gettext_lazy("the state"),
}  # fmt: skip

#: The numbers of a table of sensitivity, short enough to stand in a drawing.
SHORT = {
    "sharing": gettext_lazy("Work given up becomes work for others (ω)"),
    "matched": gettext_lazy("How well people find each other"),
    "purpose_of_giving": gettext_lazy("Purpose found in giving"),
    "health_from_help": gettext_lazy("Health from help received"),
    "outreach": gettext_lazy("Hearing of it from a broker"),
    "becomes_active": gettext_lazy("Joining, and then giving"),
    "drops_out": gettext_lazy("Leaving again"),
    "emulation": gettext_lazy("Striving copied from others"),
    "asked_back": gettext_lazy("Being asked back"),
    "says_yes": gettext_lazy("Saying yes when asked"),
    "needs_by_means": gettext_lazy("Our table of needs: money, time"),
    "needs_by_people": gettext_lazy("Our table of needs: other people"),
    CHANCE: gettext_lazy("Who lives there, and luck"),
}

#: What a pool is about as large as.
SIZES = {
    1: gettext_lazy("one alone"), 4: gettext_lazy("a household"), 12: gettext_lazy("a stair"),
    40: gettext_lazy("a street"), 150: gettext_lazy("a neighbourhood"), 1_000: gettext_lazy("a village"),
}  # fmt: skip
EVERYBODY = gettext_lazy("everybody")

Cell = str | Promise | int | Ends


@dataclass(frozen=True, slots=True)
class Table:
    """A table: in each row a name, then words, numbers, or a middle with the ends of nine draws of ten."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    is_wide: bool = False

    def shown(self) -> list[tuple[str, list[tuple[str, str, str, str]]]]:
        """Each row as its name, and for each cell its head, what is said, and the ends where there are any."""
        return [
            (str(name), [(head, *_shown(cell)) for head, cell in zip(self.heads[1:], cells, strict=True)])
            for name, *cells in self.rows
        ]

    def lines(self) -> tuple[list[str], list[list[object]]]:
        """The same for a file: three columns where there are ends, numbers as they are."""
        first = self.rows[0]
        heads: list[str] = []
        for head, cell in zip(self.heads, first, strict=True):
            ends = [f"{head}: {_('from')}", f"{head}: {_('to')}"] if isinstance(cell, tuple) else []
            heads += [head, *ends]
        rows = [[one for cell in row for one in (cell if isinstance(cell, tuple) else (cell,))] for row in self.rows]
        return heads, [[str(one) if isinstance(one, Promise) else one for one in row] for row in rows]


def _shown(cell: Cell) -> tuple[str, str, str]:
    if isinstance(cell, tuple):
        middle, low, high = map(plain, cell)
        return middle, low, high
    return str(cell), "", ""


@dataclass(frozen=True, slots=True)
class Section:
    """One thing a study says: in a sentence and in more of them, how to read it, drawings, and tables."""

    name: str
    says: str
    more: tuple[str, ...]
    reads: str
    figures: tuple[tuple[str, SafeString], ...]
    tables: tuple[Table, ...]

    @property
    def title(self) -> str:
        return str(TITLES[self.name])


def _ends(three: Ends) -> str:
    """A middle with the ends of nine draws of ten, as it stands in a sentence."""
    middle, low, high = map(plain, three)
    return _("%(middle)s (%(low)s to %(high)s)") % {"middle": middle, "low": low, "high": high}


def _title(what: str) -> str:
    says = OUTCOMES[what].says
    return f"{says[:1].upper()}{says[1:]}"


def _drawing(found: Comparison, what: str) -> SafeString:
    rows = [(str(CONTRACTS[name]), *found.interval(what, name)) for name in found.regimes]
    return charts.intervals(_title(what), rows, strong=2)


def headline(row: Study, draws: list[Any]) -> tuple[str, SafeString]:
    """The first drawing of all: the need that is least met, under each contract."""
    return _caption("least_met"), _drawing(findings.comparison(row, draws), "least_met")


def _caption(what: str) -> str:
    return f"{_title(what)} ({OUTCOMES[what].unit})"


def sections(row: Study) -> list[Section]:
    """Those of which there is something to show by now."""
    draws = findings.results(row, "draw")
    if not draws:
        return []
    found = findings.comparison(row, draws)
    made = [_contracts(found), _needs(draws), _pools(draws), _pays(draws), _without(draws), _load(draws)]
    if any(findings.spreads(draws).values()):
        made.append(_spread(draws))
    if len(draws) < LEAST_DRAWS:
        made = [replace(one, says="") for one in made]
    depends, even = findings.results(row, "depends"), findings.results(row, "even")
    if len(depends) >= LEAST_DRAWS:
        made.append(_depends(row, depends))
    if len(even) >= LEAST_DRAWS:
        made.append(_even(even))
    return made


def _contracts(found: Comparison) -> Section:
    said = findings.sentences(found)
    return Section(
        "contracts",
        said[1] if said else "",
        tuple(said),
        _("A dot is the middle draw; nine draws of ten lie on the line. The lower two have co-production in them."),
        tuple((_caption(what), _drawing(found, what)) for what in FIRST),
        (
            Table(
                _("Every figure, the middle draw and where nine of ten lie"),
                (_("Figure"), *(str(CONTRACTS[name]) for name in found.regimes)),
                tuple(
                    (_caption(what), *(found.interval(what, name) for name in found.regimes)) for what in found.names
                ),
                is_wide=True,
            ),
        ),
    )


def _needs(draws: list[Any]) -> Section:
    least, seven = findings.least(draws), findings.least(draws, "essay_least")
    need, many = least["mix"][0]
    return Section(
        "needs",
        _("With both together it is %(need)s, in %(many)s of %(draws)s draws.")
        % {"need": need, "many": many, "draws": len(draws)},
        (),
        _(
            "Which need was met least, and in how many draws: of Max-Neef’s nine, and of the seven the essays name. The"
            " weights are ours."
        ),
        (),
        (
            Table(
                _("The need least met, and draws in which it was"),
                (_("Contract"), _("Of nine"), _("Of the essays’ seven")),
                tuple((CONTRACTS[name], _counted(least[name]), _counted(seven[name])) for name in CONTRACTS),
                is_wide=True,
            ),
        ),
    )


def _counted(rows: list[tuple[str, int]]) -> str:
    return ", ".join(f"{need} ({many})" for need, many in rows if need)


def _pools(draws: list[Any]) -> Section:
    curve = findings.pools(draws)
    enough = next(size for size, (middle, _low, _high) in curve if middle >= 0.9 * curve[-1][1][0])
    title = _("Share of people with every need met, against the size of the pool")
    return Section(
        "pools",
        _("A pool of %(enough)s reaches nine tenths of what all of them together do.") % {"enough": f"{enough:,}"},
        (),
        _("Illness, lost work, a dependant’s need and blows that strike many at once; some leave a pool of strangers."),
        ((title, charts.curve(title, curve)),),
        (
            Table(
                title,
                (_("People in a pool"), _("Every need met")),
                tuple(
                    (f"{size:,}: {SIZES.get(size, EVERYBODY) if size < curve[-1][0] else EVERYBODY}", ends)
                    for size, ends in curve
                ),
            ),
            Table(
                _("Each contract by its own pool"),
                (_("Contract"), _("Every need met")),
                tuple(
                    (f"{CONTRACTS[one.name]}: {min(one.pool, curve[-1][0]):,.0f}", _pooled(curve, one.pool))
                    for one in PRESETS
                ),
            ),
        ),
    )


def _pooled(curve: list[tuple[int, Ends]], pool: float) -> Ends:
    """What the largest size reaches that is no larger than a contract's pool."""
    return [ends for size, ends in curve if size <= pool][-1]


def _pays(draws: list[Any]) -> Section:
    found = findings.pays(draws)
    return Section(
        "pays",
        _("With both together neighbours do %(hours)s hours of care a week and adult.")
        % {"hours": _ends(found["mix"]["care hours"]["neighbourhood"])},
        (),
        _("Pounds a year and adult, and hours a week and adult; below nought comes in."),
        (),
        tuple(
            Table(
                str(CONTRACTS[name]),
                (_("What, and who"), _("Middle")),
                tuple(
                    (f"{what[:1].upper()}{what[1:]}: {PAYS[who]}", three)
                    for what, borne in table.items()
                    for who, three in borne.items()
                    if any(three)
                ),
            )
            for name, table in found.items()
        ),
    )


def _without(draws: list[Any]) -> Section:
    found = findings.without(draws)
    return Section(
        "without",
        _("%(hours)s hours more of need a year and adult that nobody meets.") % {"hours": _ends(found["hours_unmet"])},
        (),
        _("What follows where a fifth of what families do for their own is gone, under specialised labour."),
        (),
        (
            Table(
                _("A year and adult"),
                (_("What"), _("Middle")),
                (
                    (_("Paid hours lost"), found["paid_hours_lost"]),
                    (_("Hours of need nobody meets"), found["hours_unmet"]),
                    (_("Pounds moved to the state"), found["pounds_moved"]),
                ),
            ),
        ),
    )


def _load(draws: list[Any]) -> Section:
    found = findings.loads(draws)
    women, men = (_ends(found["mix"][who]["at_home"]) for who in ("women", "men"))
    heads = {"paid": _("Paid"), "at_home": _("Care at home"), "gave": _("Given")}
    return Section(
        "load",
        _("With both together women do %(women)s hours of care at home a week, men %(men)s.")
        % {"women": women, "men": men},
        (),
        _("Hours a week of paid work, care at home and help given, by sex, age and skill."),
        (),
        tuple(
            Table(
                f"{CONTRACTS[name]}: {_('hours a week')}",
                (_("Who"), *(heads[what] for what in LOADS)),
                tuple((f"{group[:1].upper()}{group[1:]}", *one.values()) for group, one in table.items()),
                is_wide=True,
            )
            for name, table in found.items()
        ),
    )


def _spread(draws: list[Any]) -> Section:
    found = findings.spreads(draws)
    names = {"paid": _("Paid"), "unpaid": _("At home"), "given": _("Given"), "free": _("Free")}
    heads = (_("Hours a week"), _("A tenth at most"), _("Half at most"), _("Nine tenths at most"), _("Gini"))
    return Section(
        "spread",
        _("With both together half of the people have at most %(free)s free hours a week.")
        % {"free": _ends(found["mix"]["free"]["p50"])},
        (),
        _(
            "Hours of a week: a tenth, half and nine tenths of the people have so many or fewer. Gini: 0 where all have"
            " alike, 1 where one has all."
        ),
        (),
        tuple(
            Table(
                str(CONTRACTS[name]),
                heads,
                tuple((names[what], *one.values()) for what, one in table.items()),
                is_wide=True,
            )
            for name, table in found.items()
        ),
    )


def _depends(row: Study, parts: list[Any]) -> Section:
    names, columns, rows = parts[0]["numbers"], parts[0]["outcomes"], [one["rows"] for one in parts]
    tables = [indices(what, names, rows, row.seed, columns) for what in SAID]
    figures, shown = [], []
    for one in tables:
        lines = [(_short(str(line["number"])), _three(line, "first"), _three(line, "total")) for line in one.rows()]
        title = _("%(figure)s: what the gain depends on") % {"figure": _title(one.outcome)}
        figures.append((title, charts.intervals(title, [(name, *total) for name, _first, total in lines], start=0)))
        shown.append(Table(title, (_("Number"), _("Alone"), _("With others")), tuple(lines), is_wide=True))
    telling = [one for one in tables if one.total[one.most()[0]][0] > 0]  # in a small town some figures never move
    most = ", ".join(f"{_title(one.outcome)}: {_short(one.most()[0])}" for one in telling[:2])
    return Section(
        "depends",
        _("Most of all: %(most)s.") % {"most": most} if telling else "",
        (),
        _(
            "Of how much the gain of both together over the contract alone varies, the share that each number makes"
            " (Sobol’s total index, and where nine of ten lie), over its whole range; %(draws)s draws of a small town."
            " Our table of needs and ω are always listed."
        )
        % {"draws": len(parts)},
        tuple(figures),
        tuple(shown),
    )


def _short(number: str) -> str:
    """A number as short as it can be said; as the model calls it where nothing shorter is known."""
    return str(SHORT.get(number, number))


def _three(line: dict[str, Any], what: str) -> Ends:
    return line[what], line[f"{what}_low"], line[f"{what}_high"]


def _even(parts: list[Any]) -> Section:
    tables, said = [], []
    (number, beside), columns, gains = parts[0]["numbers"], parts[0]["outcomes"], [one["gains"] for one in parts]
    for what in SAID:
        found = judged(number, what, beside, gains, columns)
        said.append(f"{_title(what)}: {found.sentence()}")
        tables.append(
            Table(
                _("%(figure)s: share of draws in which both together do better") % {"figure": _title(what)},
                (_short(number), *(f"{_short(beside)}: {amount(beside, one.beside or 0)}" for one in found.rows)),
                tuple(
                    (amount(number, value), *(f"{100 * one.tried[place][1]:.0f} %" for one in found.rows))
                    for place, (value, _share) in enumerate(found.rows[0].tried)
                ),
                is_wide=True,
            )
        )
    return Section(
        "even",
        said[1],
        tuple(said),
        _("Both together against the contract alone, %(draws)s draws.") % {"draws": len(parts)},
        (),
        tuple(tables),
    )
