"""Co-production counted from the books: six features an arena, who did what in it, paid hours beside unpaid; and
whether help comes round: how soon, over how many hands, how giving and receiving lie. Sums, of which no few are shown.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from importlib import import_module
from importlib.util import find_spec

from django.db.models import Value

from coproduce.community.base import rooms
from coproduce.community.decisions.models import Proposal, Voice, Voter
from coproduce.community.evidence.queries.books import Books
from coproduce.community.evidence.rules.features import Deed, Moved, balances, features_of, work_moved
from coproduce.community.exchange.models import Occasion
from coproduce.community.exchange.ring import HELPED_SOMEONE, RETURN_DAYS, Followed
from coproduce.community.people.counting.rules import SEXES
from coproduce.community.people.signing_in.rules import STAFF
from coproduce.core.quantity import HOURS
from coproduce.core.stats import Cell, Rounding, Suppression, aalen_johansen
from coproduce.core.stats.figure import Figure, share_of

#: After how many days it is asked how many have given.
AFTER = (30, 90, 180, 365)
#: Generations that stand by themselves; those after are put together.
GENERATIONS = 3


@dataclass(frozen=True, slots=True)
class InArena:
    """One arena: each feature by its code."""

    slug: str
    name: str
    features: Mapping[str, Figure]


@dataclass(frozen=True, slots=True)
class Stage:
    """How many members did one part of the work, and of those how many hold no desk role."""

    code: str
    did: Figure
    no_desk: Figure


@dataclass(frozen=True, slots=True)
class Half:
    """Hours of half a year: paid, and given where enough gave to be shown."""

    from_on: date
    until_on: date
    paid_minutes: int
    unpaid_minutes: int | None


@dataclass(frozen=True, slots=True)
class Together:
    """Everything about how help is made here."""

    from_on: date
    until_on: date
    arenas: tuple[InArena, ...]
    stages: tuple[Stage, ...]
    halves: tuple[Half, Half]
    moved: Moved
    by_sex: tuple[tuple[tuple[str, ...], int | None, int], ...]


@dataclass(frozen=True, slots=True)
class Round:
    """Whether help comes round."""

    from_on: date
    until_on: date
    steps: tuple[tuple[str, int | None], ...]
    after: tuple[tuple[int, Figure], ...]
    generations: tuple[tuple[str, Figure], ...]
    curve: tuple[tuple[int, float], ...]
    balance: tuple[Cell, ...]
    n: int | None


def made_together(books: Books) -> Together:
    """The year up to a day."""
    deeds = [Deed(*one[:6]) for one in books.year]
    names = {arena.slug: str(arena.name) for arena in rooms.arenas()}
    steps = dict(_steps(books))
    found = []
    for slug in books.community.arenas:
        counted = dict(features_of(slug, deeds, books.people, books.began, books.from_on))
        of = dict(OF_FEATURE)
        if slug in steps:
            counted["capacities"], of["capacities"] = steps[slug], "members who learn"
        figures = {name: _share(k, n, of[name], books) for name, (k, n) in counted.items()}
        if counted["facilitation"][1]:
            found.append(InArena(slug, names.get(slug, slug), figures))
    halves = _halves(books)
    return Together(
        books.from_on, books.today, tuple(found), _stages(books), halves, _moved(halves), _by_sex(books),
    )  # fmt: skip


def _steps(books: Books) -> Iterator[tuple[str, tuple[int, int]]]:
    """For each arena that keeps how far people have come (`queries.steps.steps_gained`), who gained a step."""
    for arena, queries in rooms.arenas_with("queries", books.community.arenas):
        if find_spec(f"{queries.__name__}.steps"):
            kept = import_module(f"{queries.__name__}.steps")
            yield arena.slug, _both(kept.steps_gained(books.community.pk, books.from_on, books.today), books.people)


def _both(learners: Mapping[int, bool], people: Collection[int]) -> tuple[int, int]:
    """Of those who are members now, how many gained a step, and how many could have."""
    here = [has_gained for who, has_gained in learners.items() if who in people]
    return sum(here), len(here)


#: Whom each feature counts; where an arena keeps steps, its capacities are those, of who learns.
OF_FEATURE = {
    "assets": "members who were helped",
    "capacities": "members who gave",
    "mutuality": "ties from one who gave to one who received",
    "networks": "members who took part",
    "roles": "members who took part",
    "facilitation": "exchanges",
}


def _share(k: int, n: int, of: str, books: Books) -> Figure:
    return share_of(k, n, of=of, from_on=books.from_on, until_on=books.today, is_live=True)


def _stages(books: Books) -> tuple[Stage, ...]:
    """Who commissioned, designed, delivered and assessed: decided, drew up, helped, and said how it was."""
    people = books.people
    did = {
        **_decided(books),
        "delivered": {one.giver for one in books.year},
        "assessed": {one.receiver for one in books.year if one.is_thanked}
        | {row.agent_id for row in books.outcomes if not row.is_refused},
    }
    desk = {one.agent for one in books.members if STAFF & set(one.roles)}
    return tuple(
        Stage(
            code,
            _share(len(who & people), len(people), "members", books),
            _share(len(who & people - desk), len(who & people), "members who did", books),
        )
        for code, who in did.items()
    )


def _decided(books: Books) -> dict[str, set[int]]:
    """Who voted or spoke, and who proposed or arranged something: asked of four tables at once."""
    here, span = books.community.pk, (books.from_on, books.today)
    asked = Proposal.objects.filter(community_id=here, opens_on__range=span).order_by()
    voted = Voter.objects.filter(proposal__in=asked).exclude(how="").order_by()
    spoke = Voice.objects.filter(proposal__in=asked).order_by()
    arranged = Occasion.objects.filter(community_id=here, starts_at__date__range=span).order_by()
    rows = voted.values_list("agent", Value("commissioned")).union(
        spoke.values_list("agent", Value("commissioned")),
        asked.values_list("proposed_by", Value("designed")),
        arranged.values_list("organiser", Value("designed")),
    )
    did: dict[str, set[int]] = {"commissioned": set(), "designed": set()}
    for who, what in rows:
        did[what].add(who)
    return did


def _halves(books: Books) -> tuple[Half, Half]:
    """The year in two halves of whole months, the earlier first."""
    first, middle, after = books.months

    def half(begins: date, ends: date) -> Half:
        paid = sum(minutes for month, minutes in books.paid.items() if begins <= month < ends)
        gave = [one for one in books.deeds if begins <= one.on < ends and one.unit == HOURS.code]
        shown = Suppression().hide(len({one.giver for one in gave})) is not None
        return Half(begins, ends - timedelta(days=1), paid, sum(one.amount for one in gave) if shown else None)

    return half(first, middle), half(middle, after)


def _moved(halves: tuple[Half, Half]) -> Moved:
    before, after = halves
    if before.unpaid_minutes is None or after.unpaid_minutes is None:
        return "cannot tell"
    return work_moved((before.paid_minutes, after.paid_minutes), (before.unpaid_minutes, after.unpaid_minutes))


def _by_sex(books: Books) -> tuple[tuple[tuple[str, ...], int | None, int], ...]:
    """Minutes given in a year by sex, and how many people gave them; those of few are put together."""
    sex = {one.agent: one.sex for one in books.members}
    minutes: Counter[str] = Counter()
    givers: defaultdict[str, set[int]] = defaultdict(set)
    for (giver, _), amount in books.minutes.items():
        if giver in sex:
            minutes[sex[giver]] += amount
            givers[sex[giver]].add(giver)
    table = Suppression().table([(name, len(givers[name])) for name in SEXES])
    return tuple(
        (cell.labels, None if cell.count is None else sum(minutes[name] for name in cell.labels), cell.count or 0)
        for cell in table.cells
    )


def coming_round(books: Books) -> Round:
    """Of those helped before they had given anything: who was asked, who gave, how soon, in which generation."""
    followed, helped_on = books.followed, books.helped_on
    served = {one.person for one in followed}
    asked = {one.agent for one in books.asks if one.is_asked}
    gave = {one.person for one in followed if one.code == HELPED_SOMEONE}
    steps = (
        ("served", len(served)), ("asked", len(served & asked)), ("gave", len(served & asked & gave)),
        ("gave unasked", len((served - asked) & gave)),
    )  # fmt: skip
    rule = Suppression()
    incidence = aalen_johansen([one.days for one in followed], [one.code for one in followed])
    curve = tuple((step.time, step.share) for step in incidence.steps if step.time <= AFTER[-1])
    return Round(
        min((helped_on[one] for one in served), default=books.today),
        books.today,
        tuple((name, Rounding(rule).of(count)) for name, count in steps),
        tuple((days, _within(followed, helped_on, days, books.today)) for days in AFTER),
        _by_generation(followed, helped_on, books.today),
        curve if rule.hide(len(gave)) and rule.hide(len(served - gave)) else (),
        rule.table(balances(*_either_way(books), books.people)).cells,
        rule.hide(len(served)),
    )


def _within(followed: Sequence[Followed], helped_on: Mapping[int, date], days: int, today: date) -> Figure:
    """Of those first helped so many days ago or longer, who gave within them; who left before did not.

    Each was followed to the end of the days, so that this is a plain share, and its range holds at every look.
    """
    last = today - timedelta(days=days)
    since = [one for one in followed if helped_on[one.person] <= last]
    k = sum(one.code == HELPED_SOMEONE and one.days <= days for one in since)
    first = min((helped_on[one.person] for one in since), default=last)
    return share_of(
        k, len(since), of="members first helped before they had given", from_on=first, until_on=last, is_live=True
    )


def _by_generation(
    followed: Sequence[Followed], helped_on: Mapping[int, date], today: date
) -> tuple[tuple[str, Figure], ...]:  # fmt: skip
    """The same within half a year, by how many hands the help had come through; the last group takes in all after."""
    found = []
    for number in range(1, GENERATIONS + 1):
        theirs = [one for one in followed if one.generation == number or number == GENERATIONS < one.generation]
        name = f"{number}" if number < GENERATIONS else f"{number}+"
        found.append((name, _within(theirs, helped_on, RETURN_DAYS, today)))
    return tuple(found)


def _either_way(books: Books) -> tuple[Counter[int], Counter[int]]:
    """Minutes everybody gave in the year, and those they received."""
    gave: Counter[int] = Counter()
    got: Counter[int] = Counter()
    for (giver, receiver), minutes in books.minutes.items():
        gave[giver] += minutes
        got[receiver] += minutes
    return gave, got
