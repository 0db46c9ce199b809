"""What was lent, paid and saved for homes: read from the books, reckoned by the rules.

The account of a family in the community's money holds what was lent to it less what it paid, or what it has saved for
its next share. What is left of a loan at interest is reckoned (`rules.standing`), and stands in no account.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from django.db.models import Prefetch

from coproduce.arenas.homes import ARENA
from coproduce.arenas.homes.models import Family, HomeTerms, MissedMonth
from coproduce.arenas.homes.queries.gates import passed_on
from coproduce.arenas.homes.rules import (
    Fund,
    Loan,
    Missed,
    Row,
    Rules,
    Standing,
    arrears,
    by_month,
    charge,
    forecast,
    fund,
    index_on,
    is_balanced,
    largest_loan,
    leaver_value,
    monthly_payment,
    rest_of,
    schedule,
    standing,
    widths,
)
from coproduce.arenas.homes.rules.hours import months_after, years_old
from coproduce.arenas.homes.rules.mutual import Charge, Width
from coproduce.community import ledger
from coproduce.community.base import audit, policy
from coproduce.community.base.actor import Actor
from coproduce.community.people.models import Community
from coproduce.community.people.rule_sets.queries import rules_of
from coproduce.core.ladder import Period, Step, passed_over
from coproduce.core.obligation import half_up
from coproduce.core.quantity import SHARES, Unit, unit_of_money

#: Kinds of entry.
LOAN, PAYMENT, BUILT, LEFT = "home loan", "home payment", "home built", "home left"
#: Accounts of the community: what is lent, what is saved for the next home, what runs homes, and the world outside.
LENT, FUND, RUNNING, OUTSIDE = "Lent for homes", "Building fund", "Running the homes", "Paid in and out"

#: How far ahead the fund is looked at.
AHEAD_MONTHS = 120


@dataclass(frozen=True, slots=True)
class Paid:
    """One payment that stands."""

    on: date
    minor: int


@dataclass(frozen=True, slots=True)
class LoanStand:
    """Where a loan stands on a day, each month that is over, the step it stands on, and the next payment.

    `owed` pays it off today; `last` is the payment that does, once what is missing is made up. `missed` are months the
    family was told of, by number; `to_tell` is the first of those in a row it was not told of, 0 for none.
    """

    loan: Loan
    now: Standing
    payment: int
    months: tuple[Period, ...]
    step: Step
    next_on: date | None
    next_minor: int
    owed: int
    last: int
    paid: tuple[Paid, ...]
    missed: Mapping[int, MissedMonth]
    to_tell: int


@dataclass(frozen=True, slots=True)
class ShareStand:
    """What somebody pays a month in a home owned together, how wide their shares are, and what they are worth.

    `value` is what they would take who left today; None where the rules know no index of then and now.
    """

    terms: HomeTerms
    charge: Charge
    held: int
    saved: int
    width: Width
    value: int | None


@dataclass(frozen=True, slots=True)
class FundLine:
    """One month of the fund: what came and went, what it has after it, and how many homes that pays for."""

    month: date
    came: int
    spent: int
    saved: int
    homes: int
    is_to_come: bool


@dataclass(frozen=True, slots=True)
class FundStand:
    """What the fund has, which home it builds next, and in which of the coming months it can; None for not so soon."""

    of: Fund
    saved: int
    lent: int
    next_home: str
    in_months: int | None


def unit_here(community: Community) -> Unit:
    """The community's money."""
    return unit_of_money(community.currency)


def here(community: Community, on: date) -> Rules:
    """The rules of this community on that day."""
    found = rules_of(community.pk, ARENA.slug, on)
    assert isinstance(found, Rules)
    return found


def loan_of(terms: HomeTerms) -> Loan:
    """A loan as the rules take it."""
    return Loan(terms.loan_minor or 0, Fraction(terms.yearly_part or 0), terms.months or 0, terms.from_on)


@dataclass(frozen=True, slots=True)
class HomeBooks:
    """What the books say of homes: each family's payments, balance and shares by who speaks for it, and the rest.

    `families` are all of here with what was agreed with them, `rules` those of today; `holds` is what each account of
    the community has, `built` what the fund paid for which home, `moved` what came into it and went out, by month.
    """

    rules: Rules
    families: tuple[Family, ...]
    paid: Mapping[int, tuple[Paid, ...]]
    balances: Mapping[int, int]
    shares: Mapping[int, int]
    holds: Mapping[str, int]
    built: Mapping[str, int]
    moved: Mapping[date, tuple[int, int]]

    @property
    def spent(self) -> int:
        """What went out of the fund into homes."""
        return sum(self.built.values())

    def family(self, agent: UUID) -> Family | None:
        """The family of that member."""
        return next((row for row in self.families if row.agent.public_id == agent), None)

    def agreed(self, family: Family) -> list[HomeTerms]:
        """All that was agreed with a family, the first first."""
        known = next((row for row in self.families if row.pk == family.pk), family)
        return sorted(known.terms.all(), key=lambda one: one.from_on)

    def terms(self, family: Family) -> HomeTerms | None:
        """What was agreed last with a family."""
        return next(reversed(self.agreed(family)), None)


def books(community: Community, on: date) -> HomeBooks:
    """The books of homes, read once for whatever is asked of them."""
    paid: dict[int, list[Paid]] = defaultdict(list)
    balances, shares, holds, built = Counter[int](), Counter[int](), Counter[str](), Counter[str]()
    moved: dict[date, tuple[int, int]] = {}
    for side in ledger.arena_sides(community.pk, ARENA.slug, unit_here(community), SHARES):
        if side.unit == SHARES.code:
            shares[side.agent or 0] += side.amount
            continue
        if side.agent is not None:
            balances[side.agent] += side.amount
            continue
        holds[side.name] += side.amount
        if side.kind == PAYMENT and side.name == OUTSIDE:
            paid[side.for_agent or 0].append(Paid(side.effective_on, -side.amount))
        if side.name == FUND:
            month = side.effective_on.replace(day=1)
            came, went = moved.get(month, (0, 0))
            moved[month] = (came, went - side.amount) if side.kind in (BUILT, LEFT) else (came + side.amount, went)
            if side.kind == BUILT:
                built[side.category] -= side.amount
    in_order = {agent: tuple(sorted(rows, key=lambda one: one.on)) for agent, rows in paid.items()}
    rows = Family.objects.filter(community=community).select_related("agent", "community")
    missed = Prefetch("missed", MissedMonth.objects.select_related("supporter", "decided_by", "ended_by"))
    known = tuple(rows.prefetch_related("terms", missed).order_by("accepted_on", "pk"))
    return HomeBooks(here(community, on), known, in_order, balances, shares, holds, built, dict(sorted(moved.items())))


def missed_of(family: Family) -> Mapping[int, MissedMonth]:
    """The months a family was told of, by number; `books` has read them before."""
    return {one.month: one for one in sorted(family.missed.all(), key=lambda one: one.month)}


def as_told(one: MissedMonth) -> Missed:
    """A month the family was told of, as the rules take it. Who decided, and why, may be forgotten by now."""
    return Missed(
        one.told_on, one.answered_on, one.decided_on, one.is_upheld, one.ended_on,
        ended_by=str(one.ended_by_id), ended_why=one.ended_why or "…", ends=bool(one.ends),
    )  # fmt: skip


def in_a_row(months: Sequence[Period], missed: Mapping[int, MissedMonth]) -> list[int]:
    """The months missed since all was clear last, the first first; none that was taken away on an answer, and none that
    was missed only once a later one had been told, as when a payment is taken back.
    """
    taken_away = {months[number - 1].on for number, one in missed.items() if one.is_upheld and number <= len(months)}
    nothing_follows = taken_away | passed_over(months, taken_away)
    row: list[int] = []
    for number, one in enumerate(months, start=1):
        if one.outcome == "met":
            row = []
        elif one.outcome == "breach" and one.on not in nothing_follows:
            row.append(number)
    return row


def loan_stand(family: Family, on: date, kept: HomeBooks, more: Sequence[Paid] = ()) -> LoanStand | None:
    """Where a family's loan stands, with `more` paid than the books say; None where it has none."""
    terms = kept.terms(family)
    if terms is None or terms.loan_minor is None:
        return None
    loan, rules = loan_of(terms), kept.rules
    paid = tuple(sorted((*kept.paid.get(family.agent_id, ()), *more), key=lambda one: one.on))
    came = [(one.on, one.minor) for one in paid if one.on <= on]
    over = by_month(loan, came, on, rules.grace_days)
    rest = sum(minor for _, minor in came) - sum(over)
    now = standing(loan.principal, loan.annual_rate, loan.months, over)
    left = now.left - rest
    payment = monthly_payment(loan.principal, loan.annual_rate, loan.months)
    missed = missed_of(next((row for row in kept.families if row.pk == family.pk), family))
    months, step = arrears(rules, loan, came, {number: as_told(one) for number, one in missed.items()}, on)
    to_tell = next((number for number in in_a_row(months, missed) if number not in missed), 0)
    owed = left + half_up(left * Fraction(loan.annual_rate) / 12)
    is_over = left <= 0 or len(over) >= loan.months
    behind = max(0, now.behind - rest)
    to_come = rest_of(left - behind, loan.annual_rate, payment, loan.months - len(over))
    return LoanStand(
        loan, Standing(max(0, left), behind, now.ahead, len(to_come)), payment, months, step,
        None if is_over else loan.due_on(len(over) + 1),
        max(0, min(payment + now.behind - rest, owed)), owed,
        to_come[-1].payment if to_come else 0, paid, missed, to_tell,
    )  # fmt: skip


def is_bound(family: Family, on: date, kept: HomeBooks) -> bool:
    """Whether a family still owes something of a loan, or has shares."""
    loan = loan_stand(family, on, kept)
    if loan:
        return loan.now.left > 0
    return bool(kept.shares.get(family.agent_id, 0) or kept.balances.get(family.agent_id, 0))


def share_stand(family: Family, on: date, kept: HomeBooks) -> ShareStand | None:
    """What a family pays and holds in a home owned together; None where it is none."""
    known = next((row for row in kept.families if row.pk == family.pk), family)
    begun = [one for one in known.terms.all() if one.from_on <= on]
    terms = max(begun, key=lambda one: one.from_on, default=None)
    if terms is None or terms.shares is None:
        return None
    rules = kept.rules
    home, shares = family.home or str(family.pk), kept.shares.get(family.agent_id, 0)
    of = widths({home: shares}, {home: terms.shares}, rules.narrowest_share, rules.widest_share)
    paid = charge(terms.income_minor or 0, rules.charge_share, terms.running_minor or 0)
    saved = max(0, kept.balances.get(family.agent_id, 0))
    return ShareStand(terms, paid, shares, saved, of[home], worth(begun, shares, rules, on))


def worth(terms: Sequence[HomeTerms], shares: int, rules: Rules, on: date, index: Decimal | None = None) -> int | None:
    """What these shares are worth to somebody who leaves that day, by the index said or, without, that of the rules."""
    first = min(terms, key=lambda one: one.from_on)
    index = index or index_on(rules.index_by_day, on)
    if first.index is None or index is None:
        return None
    years = years_old(first.from_on, on) + Fraction((first.from_on.month, first.from_on.day) != (on.month, on.day), 2)
    return leaver_value(
        shares, rules.par_minor, first.index, index, years, rules.uplift_share, least_years=rules.uplift_years,
        falls_count=rules.falls_count,
    )  # fmt: skip


def is_wide_enough(families: Sequence[Family], on: date, kept: HomeBooks) -> bool | None:
    """Whether all homes owned together are owned, taken as one; None where there are none."""
    found = {one.pk: stand for one in families if (stand := share_stand(one, on, kept))}
    if not found:
        return None
    costs = {str(pk): stand.terms.shares or 0 for pk, stand in found.items()}
    return is_balanced({str(pk): stand.held for pk, stand in found.items()}, costs)


def fund_stand(on: date, kept: HomeBooks) -> FundStand:
    """The recycled fund: what families pay builds the next home."""
    saved, cost = max(0, kept.holds.get(FUND, 0)), kept.rules.home_minor
    now = fund(saved + kept.spent, kept.spent, cost)
    later = forecast(_coming(on, kept), cost, AHEAD_MONTHS, saved)
    soon = next((number for number, one in enumerate(later, start=1) if one.homes > now.homes), None)
    return FundStand(now, saved, kept.holds.get(LENT, 0), next_home(kept), soon)


def fund_lines(on: date, kept: HomeBooks) -> list[FundLine]:
    """The fund month by month: as it was, and as it comes if every family pays what is due, for as long as it does."""
    lines: list[FundLine] = []
    saved, cost = 0, kept.rules.home_minor
    for month, (came, spent) in kept.moved.items():
        saved += came - spent
        lines.append(FundLine(month, came, spent, saved, max(0, saved) // cost, False))
    coming = _coming(on, kept)
    longest = min(AHEAD_MONTHS, max(map(len, coming), default=0))
    for number, after in enumerate(forecast(coming, cost, longest, max(0, saved)), start=1):
        whole = after.homes * cost + after.saved
        lines.append(FundLine(months_after(on.replace(day=1), number), whole - saved, 0, whole, after.homes, True))
        saved = whole
    return lines


def _coming(on: date, kept: HomeBooks) -> list[list[Row]]:
    """The rows of every loan from the next month on, without what was paid ahead and needs no paying again."""
    found = []
    for row in kept.families:
        if stand := loan_stand(row, on, kept):
            loan, left = stand.loan, stand.now.left
            over = sum(loan.due_on(number) <= on for number in range(1, loan.months + 1))
            found.append(list(rest_of(left, loan.annual_rate, stand.payment, loan.months - over)) if left else [])
    return found


@dataclass(frozen=True, slots=True)
class Affordable:
    """The most a family could borrow, what it would pay each month, and the last payment."""

    most: int
    payment: int
    last: int


def affordable(income: int, escrow: int, annual_rate: Decimal, months: int, rules: Rules) -> Affordable:
    """What could be afforded by the rules here; MoneyError names what cannot be. Nothing of it is kept."""
    most = largest_loan(income, rules.income_share, escrow, annual_rate, months)
    rows = schedule(most, annual_rate, months) if most else ()
    return Affordable(most, rows[0].payment if rows else 0, rows[-1].payment if rows else 0)


def next_home(kept: HomeBooks) -> str:
    """The home that is built next: of families who wait for theirs, whose was accepted first; empty for none yet."""
    waits = (row for row in kept.families if row.home and not row.left_on and not passed_on(row, "start build"))
    return next((row.home for row in waits), "")


def with_money(actor: Actor, on: date, kept: HomeBooks, why: str) -> list[Family]:
    """Families whose home costs them something, or who have their key: for whoever handles money, and written down.

    Of those who moved out or were forgotten, only whose home is not paid off or paid out.
    """
    if not policy.may(actor, "homes.read_money"):
        return []
    rows = [row for row in kept.families if kept.terms(row) or passed_on(row, "close")]
    rows = [row for row in rows if not (row.left_on or row.agent.is_forgotten) or is_bound(row, on, kept)]
    audit.reading(actor, "homes.read_money", [row.agent_id for row in rows], why)
    return rows
