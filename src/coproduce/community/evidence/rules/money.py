"""What hours would cost, as a range from rates that say their year and source; wellbeing years by themselves. Pure.

Hours come first. A range of money is never added to another, never to wellbeing, and stands in no ledger. Source: ONS
household satellite account, HM Treasury Green Book supplementary guidance on wellbeing (2021), UNECE (2017).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from coproduce.core.refusal import Refusal

KINDS = ("replacement", "opportunity", "wellby")
COLUMNS = ("kind", "low", "middle", "high", "currency", "price year", "source", "licence")

#: What ships, each with its year and who says so. What a giver would have earned is the site's own to enter.
SHIPPED = """replacement; 4.85; 10.37; 11.27; GBP; 2012; ONS by NCVO 2014, minimum, mean and published wage; quoted
wellby; 10000; 13000; 16000; GBP; 2019; HM Treasury, wellbeing guidance 2021; Open Government Licence"""

MOST_LINES = 12


@dataclass(frozen=True, slots=True)
class Rate:
    """What one hour, or one wellbeing year, is put at: least, middle, most, in the prices of a year."""

    kind: str
    low: Decimal
    middle: Decimal
    high: Decimal
    currency: str
    price_year: int
    source: str
    licence: str


def read_rates(text: str) -> tuple[Rate, ...] | Refusal:
    """A table of rates, a line each, its columns set apart by semicolons; refused without a year, a source, an order.

    >>> [rate.price_year for rate in read_rates(SHIPPED)]
    [2012, 2019]
    >>> read_rates("replacement; 5; 10; 11; GBP; ; ONS; quoted").code
    'NO_PRICE_YEAR'
    """
    found = []
    lines = [line for line in text.splitlines() if line.strip()]
    if not 0 < len(lines) <= MOST_LINES:
        return Refusal("MISSING", "Write 1 to %(most)s lines.", "words", {"most": str(MOST_LINES)})
    for number, line in enumerate(lines, 1):
        rate = _rate([part.strip() for part in line.split(";")], str(number))
        if isinstance(rate, Refusal):
            return rate
        found.append(rate)
    return tuple(found)


def _rate(parts: Sequence[str], line: str) -> Rate | Refusal:
    if len(parts) != len(COLUMNS) or parts[0] not in KINDS:
        said = {"line": line, "columns": "; ".join(COLUMNS), "kinds": ", ".join(KINDS)}
        return Refusal("UNREADABLE", "Line %(line)s: write %(columns)s; kinds are %(kinds)s.", "words", said)
    kind, *numbers, currency, year, source, licence = parts
    try:
        low, middle, high = (Decimal(number) for number in numbers)
    except InvalidOperation:
        return Refusal("UNREADABLE", "Line %(line)s: low, middle and high are numbers.", "words", {"line": line})
    if not (low.is_finite() and high.is_finite() and 0 <= low <= middle <= high):
        return Refusal("UNREADABLE", "Line %(line)s: low, middle and high run upward from 0.", "words", {"line": line})
    if not (year.isdecimal() and len(year) == 4):
        return Refusal("NO_PRICE_YEAR", "Line %(line)s: say of which year the price is.", "words", {"line": line})
    if not source or not licence:
        return Refusal("NO_SOURCE", "Line %(line)s: say whose number it is, and its licence.", "words", {"line": line})
    return Rate(kind, low, middle, high, currency, int(year), source, licence)


def worth(minutes: int, rate: Rate) -> tuple[int, int, int]:
    """What so many minutes come to at the least, the middle and the most, in whole units of money.

    >>> worth(60_000, read_rates(SHIPPED)[0])
    (4850, 10370, 11270)
    """
    low, middle, high = (round(Decimal(minutes) / 60 * each) for each in (rate.low, rate.middle, rate.high))
    return low, middle, high


def wellbys(people: int, change: Decimal, years: Decimal, deadweight: Decimal) -> Decimal:
    """Wellbeing years: people × change of life satisfaction × years × what would not have come anyway.

    ValueError for a deadweight that is no share. Fact book evidence, V18.

    >>> wellbys(40, Decimal("0.3"), Decimal("0.5"), Decimal("0.27"))
    Decimal('4.380')
    """
    if not 0 <= deadweight <= 1:
        raise ValueError("What would have come anyway is a share from 0 to 1.")
    return people * change * years * (1 - deadweight)
