"""What was lent, paid and saved for homes: read from the books, reckoned by the rules.

The account of a family in the community's money holds what was lent to it less what it paid, or what it has saved for
its next share. What is left of a loan at interest is reckoned (`rules.standing`), and stands in no account.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from uuid import UUID

from coproduce.arenas.homes import ARENA
from coproduce.arenas.homes.models import Family, HomeTerms
from coproduce.arenas.homes.queries.gates import PASSED, on_their_way
from coproduce.arenas.homes.rules import (
    Fund,
    Loan,
    Row,
    Rules,
    Standing,
    arrears,
    by_month,
    charge,
    forecast,
    fund,
    is_balanced,
    monthly_payment,
    schedule,
    standing,
    widths,
)
from coproduce.arenas.homes.rules.mutual import Charge, Width
from coproduce.community import ledger
from coproduce.community.base import audit, policy
from coproduce.community.base.actor import Actor
from coproduce.community.base.models import Outbox
from coproduce.community.notices.models import Notice
from coproduce.community.people.models import Community
from coproduce.community.people.rule_sets.queries import rules_of
from coproduce.core.ladder import Period, Step
from coproduce.core.obligation import half_up
from coproduce.core.quantity import SHARES, Unit, unit_of_money

#: Kinds of entry.
LOAN, PAYMENT, BUILT, LEFT = "home loan", "home payment", "home built", "home left"
#: Accounts of the community: what is lent, what is saved for the next home, what runs homes, and the world outside.
LENT, FUND, RUNNING, OUTSIDE = "Lent for homes", "Building fund", "Running the homes", "Paid in and out"

#: What a family reads when a month is missing; the day it was written is the day it was told.
BEHIND = (
    "The payment of %(day)s is not here yet. Nothing is added for that. %(name)s talks with you about it, if you like: "
    "the desk says how. You can answer until %(until)s."
)

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

    `owed` pays it off today.
    """

    loan: Loan
    now: Standing
    payment: int
    months: tuple[Period, ...]
    step: Step
    next_on: date | None
    next_minor: int
    owed: int
    paid: tuple[Paid, ...]


@dataclass(frozen=True, slots=True)
class ShareStand:
    """What somebody pays a month in a home owned together, and how wide their shares are."""

    terms: HomeTerms
    charge: Charge
    held: int
    saved: int
    width: Width


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
    return Loan(terms.loan_minor or 0, Fraction(terms.annual_rate or 0), terms.months or 0, terms.from_on)


@dataclass(frozen=True, slots=True)
class HomeBooks:
    """What the books say of homes: each family's payments, balance and shares by who speaks for it, and the rest.

    `families` are all of here with what was agreed with them, `rules` those of today; `holds` is what each account of
    the community has, `spent` what the fund paid for homes.
    """

    rules: Rules
    families: tuple[Family, ...]
    paid: Mapping[int, tuple[Paid, ...]]
    balances: Mapping[int, int]
    shares: Mapping[int, int]
    holds: Mapping[str, int]
    spent: int

    def family(self, agent: UUID) -> Family | None:
        """The family of that member."""
        return next((row for row in self.families if row.agent.public_id == agent), None)

    def terms(self, family: Family) -> HomeTerms | None:
        """What was agreed last with a family."""
        known = next((row for row in self.families if row.pk == family.pk), family)
        return max(known.terms.all(), key=lambda one: one.from_on, default=None)


def books(community: Community, on: date) -> HomeBooks:
    """The books of homes, read once for whatever is asked of them."""
    paid: dict[int, list[Paid]] = defaultdict(list)
    balances, shares, holds, spent = Counter[int](), Counter[int](), Counter[str](), 0
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
        if side.kind == BUILT and side.name == FUND:
            spent -= side.amount
    in_order = {agent: tuple(sorted(rows, key=lambda one: one.on)) for agent, rows in paid.items()}
    rows = on_their_way(Family.objects.filter(community=community)).prefetch_related(None).prefetch_related("terms")
    known = tuple(rows.order_by("accepted_on", "pk"))
    return HomeBooks(here(community, on), known, in_order, balances, shares, holds, spent)


def told_behind(family: Family) -> Mapping[int, date]:
    """On which day a family was written to about each month that did not come."""
    told = Notice.objects.filter(agent_id=family.agent_id, template=BEHIND).values_list("values", "written_at")
    waiting = Outbox.objects.filter(to_agent=family.agent_id, template=BEHIND).values_list("values", "written_at")
    found: dict[int, date] = {}
    for values, written_at in (*told, *waiting):
        found.setdefault(int(values["month"]), written_at.date())
    return found


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
    months, step = arrears(loan, came, {}, on, rules.grace_days)
    if any(one.outcome == "breach" for one in months):
        months, step = arrears(loan, came, told_behind(family), on, rules.grace_days)
    owed = left + half_up(left * Fraction(loan.annual_rate) / 12)
    is_over = left <= 0 or len(over) >= loan.months
    return LoanStand(
        loan, Standing(max(0, left), max(0, now.behind - rest), now.ahead, now.months_left), payment, months, step,
        None if is_over else loan.due_on(len(over) + 1),
        max(0, min(payment + now.behind - rest, owed)), owed, paid,
    )  # fmt: skip


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
    return ShareStand(terms, paid, shares, max(0, kept.balances.get(family.agent_id, 0)), of[home])


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
    terms = [one for row in kept.families if (one := kept.terms(row)) and one.loan_minor]
    later = forecast([_to_come(loan_of(one), on) for one in terms], cost, AHEAD_MONTHS, saved)
    soon = next((number for number, one in enumerate(later, start=1) if one.homes > now.homes), None)
    return FundStand(now, saved, kept.holds.get(LENT, 0), next_home(kept), soon)


def _to_come(loan: Loan, on: date) -> list[Row]:
    """The rows of a loan from the next month on."""
    rows = schedule(loan.principal, loan.annual_rate, loan.months)
    return [row for row in rows if loan.due_on(row.number) > on]


def next_home(kept: HomeBooks) -> str:
    """The home that is built next: of families who wait for theirs, whose was accepted first; empty for none yet."""
    return next((row.home for row in kept.families if row.home and not has_passed(row, "start build")), "")


def has_passed(family: Family, gate: str) -> bool:
    """Whether a family of the books went through a gate."""
    return getattr(family, PASSED[gate]) is not None


def with_money(actor: Actor, kept: HomeBooks, why: str) -> list[Family]:
    """Families whose home costs them something, or who have their key: for whoever handles money, and written down."""
    if not policy.may(actor, "homes.read_money"):
        return []
    rows = [row for row in kept.families if kept.terms(row) or has_passed(row, "close")]
    audit.reading(actor, "homes.read_money", [row.agent_id for row in rows], why)
    return rows
