"""Hours a family works before the key: what is asked of it, what counts, and which gate is open.

Hours are a gate and never a payment: nothing here turns one into money. A friend's hour keeps the friend's name and
counts for one family alone. Rules differ from affiliate to affiliate and stand in `rule_sets.toml`; the affiliates'
own pages are named there. The counting itself is `core.obligation`.
"""

from calendar import monthrange
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any

from coproduce.core import obligation
from coproduce.core.arena import told_as
from coproduce.core.obligation import ObligationError, Part, half_up, signers
from coproduce.core.rule_sets import Between, Says

#: On whose home an hour was worked: what every family is shown beside its categories.
OWN_HOME, OTHERS_HOMES = "own home", "others' homes"

#: From which age, where a site says nothing else: nobody under age has power tools or is on a roof (our own design).
TASK_YEARS: Mapping[str, int] = {
    "safety talk": 12,
    "kitchen": 12,
    "gardening": 14,
    "painting": 14,
    "carrying": 16,
    "carpentry": 16,
    "power tools": 18,
    "roof": 18,
}

#: Nobody works longer in a day.
LONGEST_DAY_MINUTES = 16 * 60


@dataclass(frozen=True, slots=True)
class Rules:
    """What differs from one affiliate to another."""

    minutes_by_adults: Annotated[
        Mapping[int, int],
        Between(0, 2000 * 60),
        Says(
            "Minutes before the key, by how many adults there are", "More adults than the last line: as the last line."
        ),
    ]
    least_minutes: Annotated[
        Mapping[str, int], Between(0, 2000 * 60), Says("At least so many of them, by kind", 'Also "own home".')
    ]
    most_minutes: Annotated[Mapping[str, int], Between(0, 2000 * 60), Says("At most so many of them count, by kind")]
    most_donated_minutes: Annotated[
        int | None, Between(0, 2000 * 60), Says("Minutes that friends and family may give", none="No limit")
    ] = None
    least_each_minutes: Annotated[
        Mapping[str, int], Between(0, 2000 * 60), Says("At least so many of each adult, by kind")
    ] = field(default_factory=dict)
    start_share: Annotated[
        Fraction, Between(0, 1), Says("The part of them before the building starts", "1/4 is a quarter.")
    ] = Fraction(1, 4)
    month_minutes: Annotated[
        int | None, Between(0, 250 * 60), Says("Minutes a month until the building starts", none="No pace is asked")
    ] = None
    within_months: Annotated[int | None, Between(1, 120), Says("Months to do them in", none="No end")] = None
    repair_share: Annotated[
        Fraction, Between(0, 1), Says("Of a repair, the part of its estimated hours", "3/4 is three quarters.")
    ] = Fraction(3, 4)
    sign_offs: Annotated[
        int, Between(0, 2), Says("Who have to sign an hour", "2: who worked, and who led that day.")
    ] = 2
    adult_years: Annotated[int, Between(16, 21), Says("An adult is so many years old")] = 18
    task_years: Annotated[
        Mapping[str, int],
        Between(8, 25),
        Says("From which age, by what is done on a build day", "What is not named takes somebody of age."),
    ] = field(default_factory=lambda: TASK_YEARS)
    talk_months: Annotated[
        int | None, Between(1, 120), Says("Months that a safety talk holds", none="No talk is asked")
    ] = 24
    most_wind_kmh: Annotated[
        int, Between(10, 200), Says("Most wind on a build day, in kilometres an hour", "With more it is called off.")
    ] = 50
    most_rain_mm: Annotated[int, Between(0, 200), Says("Most rain on a build day, in millimetres")] = 15
    least_celsius: Annotated[int, Between(-40, 20), Says("Coldest build day, in degrees Celsius")] = -5
    lend_days: Annotated[int, Between(1, 365), Says("Days a tool is lent for")] = 14
    home_minor: Annotated[
        int, Between(1, 10**10), Says("What the fund needs for the next home, in pence or cents", "At cost.")
    ] = 150_000_00
    income_share: Annotated[
        Fraction, Between(0, 1), Says("The part of an income that a loan, tax and insurance may take", "0.3 is 30 %.")
    ] = Fraction(3, 10)
    grace_days: Annotated[int, Between(0, 31), Says("Days a payment may come later")] = 5
    missed_steps: Annotated[
        tuple[str, ...],
        Says("What follows for each month missed", "The first is a letter; at the last a person decides."),
    ] = ("letter", "talk", "plan", "proposal")
    answer_days: Annotated[int, Between(7, 366), Says("Days to answer before the next step")] = 14
    charge_share: Annotated[
        Fraction, Between(0, 1), Says("Owned together: the part of a net income paid each month", "0.35 is 35 %.")
    ] = Fraction(35, 100)
    par_minor: Annotated[int, Between(1, 10**9), Says("Owned together: what a share costs, in pence or cents")] = (
        1_000_00
    )
    uplift_share: Annotated[
        Fraction, Between(0, 1), Says("Owned together: the part of the index’s change that is paid out")
    ] = Fraction(1)
    uplift_years: Annotated[int, Between(0, 50), Says("Owned together: it is paid after so many years")] = 3
    falls_count: Annotated[bool, Says("Owned together: a fall of the index is passed on")] = True
    narrowest_share: Annotated[Fraction, Between(0, 2), Says("Owned together: least shares, as a part of the home")] = (
        Fraction(9, 10)
    )
    widest_share: Annotated[Fraction, Between(0, 2), Says("Owned together: most shares, as a part of the home")] = (
        Fraction(11, 10)
    )
    index_by_day: Annotated[
        Mapping[date, Decimal],
        Between(0, 10**7),
        Says("Owned together: what the published index says, by the day it is of", "Like average earnings, by month."),
    ] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if len(self.missed_steps) < 2:
            raise ValueError("A letter comes first, and at the last a person decides: write two steps or more.")
        if any(index <= 0 for index in self.index_by_day.values()):
            raise ValueError("An index is more than 0: look at the series.")


@dataclass(frozen=True, slots=True)
class Adult:
    """One who is to work: from the day they joined the family to the last one they were of it, if not all along."""

    name: str
    born_on: date | None = None
    from_on: date | None = None
    until_on: date | None = None


@dataclass(frozen=True, slots=True)
class Household:
    """A family that was accepted: its grown people, the site of its home, or what its repair is estimated to take."""

    name: str
    accepted_on: date
    adults: tuple[Adult, ...]
    home: str = ""
    repair_minutes: int | None = None


@dataclass(frozen=True, slots=True)
class Contribution:
    """Minutes worked on a day for one family, the beneficiary: at which kind of work, on whose site.

    `donor` is who gave them, if not one of the family; `signed_by` are those who signed.
    """

    on: date
    minutes: int
    category: str
    site: str = ""
    beneficiary: str = ""
    donor: str = ""
    signed_by: tuple[str, ...] = ()
    by: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class Counted:
    """What counts of what was logged for a family: by kind, by home (own and others', both always there), by friend.

    `of` is the whole reckoning; `kinds` has the kind of each contribution by its id; `ends_on` is the last day for it.
    """

    of: obligation.Counted
    by_home: Mapping[str, int]
    by_donor: Mapping[str, int]
    kinds: Mapping[str, str]
    months: Mapping[str, int]
    adults: int
    last_on: date | None
    ends_on: date | None

    @property
    def required(self) -> int:
        return self.of.required

    @property
    def total(self) -> int:
        return self.of.total

    @property
    def counted(self) -> Mapping[str, int]:
        return self.of.counted

    @property
    def missing(self) -> Mapping[str, int]:
        return self.of.missing

    @property
    def not_counted(self) -> tuple[Part, ...]:
        return self.of.not_counted


def count_hours(
    rule_set: Rules | Mapping[str, Any],
    household: Household | Mapping[str, Any],
    log: Iterable[Contribution | Mapping[str, Any]],
    on: date | None = None,
) -> Counted:
    """What counts for a family on that day (its last hour's, if none is said). ObligationError says what cannot.

    What was worked for another family is theirs alone; what names no family is worked for the one it is handed in for.
    Two grown people are asked for more than one: whoever joined or left by that day is reckoned with from then on.

    >>> twin_rivers = Rules({1: 300 * 60, 2: 500 * 60}, {}, {})
    >>> ana, joe = Adult("Ana"), Adult("Joe", from_on=date(2026, 6, 1))
    >>> family = Household("Lima", date(2026, 1, 1), (ana, joe))
    >>> log = [Contribution(date(2026, 2, 2), 240, "building", "no. 9", "Lima", signed_by=("Ana", "Sid"))]
    >>> told = count_hours(twin_rivers, family, log, date(2026, 5, 1))
    >>> told.required // 60, count_hours(twin_rivers, family, log, date(2026, 6, 1)).required // 60
    (300, 500)
    >>> told.by_home
    {'own home': 0, "others' homes": 240}
    """
    rules, household = told_as(Rules, rule_set), told_as(Household, household)
    household = replace(household, adults=tuple(told_as(Adult, one) for one in household.adults))
    read = [told_as(Contribution, one) for one in log]
    ours = [one for one in read if not one.beneficiary or one.beneficiary == household.name]
    on = on or max((one.on for one in ours), default=household.accepted_on)
    names = {adult.name for adult in household.adults}
    parts = [_part(household, one, number, names) for number, one in enumerate(ours, start=1)]
    _check_days(ours)
    adults = adults_on(household, on, rules.adult_years)
    terms = obligation.Terms(
        required=required_minutes(rules, household, len(adults)),
        least={
            **rules.least_minutes,
            **{f"{who}: {kind}": least for kind, least in rules.least_each_minutes.items() for who in adults},
        },
        most=rules.most_minutes,
        most_donated=rules.most_donated_minutes,
        sign_offs=rules.sign_offs,
        from_on=household.accepted_on,
    )
    of = obligation.count(terms, parts, on)
    by_home, by_donor, months = Counter({OWN_HOME: 0, OTHERS_HOMES: 0}), Counter[str](), Counter[str]()
    for part in parts:
        units = of.of_each.get(part.id, 0)
        by_home[OWN_HOME if OWN_HOME in part.labels else OTHERS_HOMES] += units
        months[f"{part.on:%Y-%m}"] += units
        if part.donor:
            by_donor[part.donor] += units
    return Counted(
        of=of,
        by_home=dict(by_home),
        by_donor=dict(by_donor),
        kinds={part.id: part.category for part in parts},
        months=dict(months),
        adults=len(adults),
        last_on=max((part.on for part in parts if of.of_each.get(part.id)), default=None),
        ends_on=months_after(household.accepted_on, rules.within_months) if rules.within_months else None,
    )


def required_minutes(rules: Rules, household: Household, adults: int) -> int:
    """Minutes before the key: of a repair a part of what it is estimated to take, else by how many grown people.

    >>> rules = Rules({1: 250 * 60}, {}, {}, repair_share=Fraction(3, 4))
    >>> repair = Household("Lima", date(2026, 1, 1), (Adult("Ana"),), repair_minutes=40 * 60)
    >>> required_minutes(rules, repair, 1) // 60
    30
    """
    if household.repair_minutes is not None:
        return half_up(rules.repair_share * household.repair_minutes)
    if adults < 1:
        raise ObligationError("NOBODY", "adults", f"Nobody grown up is in the family {household.name}: add who works.")
    known = [number for number in rules.minutes_by_adults if number <= adults]
    if not known:
        raise ObligationError("NO_LINE", "minutes_by_adults", f"The rules say nothing for {adults} grown people.")
    return rules.minutes_by_adults[max(known)]


def adults_on(household: Household, on: date, adult_years: int) -> tuple[str, ...]:
    """Who of the family is grown up and of it on that day. Whose birthday is not known is grown up."""
    return tuple(
        one.name
        for one in household.adults
        if (one.from_on is None or one.from_on <= on)
        and (one.until_on is None or on <= one.until_on)
        and (one.born_on is None or years_old(one.born_on, on) >= adult_years)
    )


def years_old(born_on: date, on: date) -> int:
    """How many years old somebody is.

    >>> years_old(date(2008, 2, 29), date(2026, 2, 28)), years_old(date(2008, 2, 29), date(2026, 3, 1))
    (17, 18)
    """
    return on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day))


def _part(household: Household, one: Contribution, number: int, names: set[str]) -> obligation.Contribution:
    """One contribution as the reckoning takes it; whoever of the family worked it stands in its label."""
    who = one.by or (one.donor if one.donor in names else "")
    labels = {OWN_HOME if household.home and one.site == household.home else OTHERS_HOMES}
    if who in names:
        labels.add(f"{who}: {one.category}")
    return obligation.Contribution(
        id=one.id or f"{number:06}",
        on=one.on,
        units=one.minutes,
        category=one.category,
        donor="" if one.donor in names else one.donor or "",
        signed_by=signers(one.signed_by),
        labels=frozenset(labels),
    )


def _check_days(log: Iterable[Contribution]) -> None:
    worked: Counter[tuple[str | int, date]] = Counter()
    for number, one in enumerate(log):
        # Of hours without a name each may be somebody else's: none of them is a day's and more.
        who = one.by or one.donor or number
        worked[who, one.on] += one.minutes
        if worked[who, one.on] > LONGEST_DAY_MINUTES:
            name = one.by or one.donor or "Somebody"
            raise ObligationError(
                "TOO_LONG", f"{one.on}.minutes", f"{name} has more than 16 hours on {one.on}: look again."
            )


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last of that month.

    >>> months_after(date(2026, 8, 31), 6)
    datetime.date(2027, 2, 28)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
