"""A lane reckoned from its sheets as a page of tables: ways to build it, what it takes and costs, what each pays."""

from collections.abc import Iterator

from coproduce.arenas.works.queries.section import ENGINEER
from coproduce.arenas.works.rules import House, Lane, Rules, Scheme, alternatives, bill, design, dues, quantities
from coproduce.core.quantity import HOURS, Unit

ITEMS = {
    "pipe_m": "Pipe, m",
    "digging_m3": "Digging, m³",
    "cement_kg": "Cement, kg",
    "sand_m3": "Sand, m³",
    "chambers": "Covers of chambers",
    "joins": "Joining houses",
}
BY = {"lane": "by the lane", "office": "officially"}


def reckoned(title: str, lane: Lane, rules: Rules, scheme: Scheme, money: Unit, said: str = "") -> str:
    """The whole page, for the narrowest pipe that carries the lane."""
    return "\n".join(_lines(title, lane, rules, scheme, money, said))


def _lines(title: str, lane: Lane, rules: Rules, scheme: Scheme, money: Unit, said: str) -> Iterator[str]:
    line = design(lane, rules)
    taken = quantities(line, rules)
    cost = bill(taken, rules.book)
    yield from (f"# {title}", "", f"{ENGINEER} {said}".strip(), "", "## Ways to build it", "")
    yield from ("| by | pipe, mm | cost | weeks |", "|---|---|---|---|")
    for way in alternatives(lane, rules):
        yield f"| {BY[way.by]} | {way.pipe_mm} | {money(way.total_minor)} | {way.weeks} |"
    yield from ("", f"## What it takes, at what things cost from {cost.from_on}", "")
    yield from ("| what | how much | each | together |", "|---|---|---|---|")
    for item in cost.items:
        yield f"| {ITEMS[item.what]} | {float(item.amount):.2f} | {money(item.rate_minor)} | {money(item.minor)} |"
    yield f"| **Together** | | | {money(cost.total_minor)} |"
    yield from ("", f"On loan: {', '.join(rules.tools) or 'nothing'}.", "")
    yield f"Work that people give: {HOURS(taken.minutes)}. It is counted beside money, and has no price."
    shares = dues(cost.total_minor, lane.houses, scheme)
    yield from ("", "## What each house pays", "", "| plot | share |", "|---|---|")
    for house in lane.houses:
        yield f"| {house.plot} | {_share(house, shares.by_plot[house.plot], money)} |"
    if scheme.fund:
        yield f"| {scheme.fund} | {money(shares.fund_minor)} |"
    yield from (f"| **Together** | {money(cost.total_minor)} |", "")


def _share(house: House, minor: int, money: Unit) -> str:
    return "waived" if house.is_waived else str(money(minor))
