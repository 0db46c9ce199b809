"""Whether it is fair: who takes part, waits, says no and carries the work, by what members said of themselves and where
they live; and the four conditions of just sustainabilities side by side. Each figure with its n; whoever did not say is
a group. Agyeman (2013), Introducing Just Sustainabilities.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from coproduce.community.evidence.queries.books import Asked, Books, Deed, Here
from coproduce.community.evidence.rules.fair import (
    AREAS,
    BANDS,
    MOST_HOURS,
    OURS_TO_CHANGE,
    WAIT_DAYS,
    band_of,
    read_areas,
)
from coproduce.community.exchange.asks.rules import IN_THE_WAY
from coproduce.community.exchange.models import Ask, Need
from coproduce.community.people.counting.rules import AGE_BANDS, DISABILITIES, NOT_SAID, SEXES
from coproduce.core.network import ei_index
from coproduce.core.quantity import HOURS, KG, KWH, PIECES
from coproduce.core.stats import Cell, Suppression
from coproduce.core.stats.figure import Figure, by_group

#: By what people are told apart, in the order of the page.
GROUPS = ("sex", "age", "disability", "language", "area", "deprivation")
#: What is shared that is no hour and no money.
SHARED = (KWH, KG, PIECES)

#: What is asked of each group.
ASKED = ("took part", "waited", "declined", "in the way", "carried")

Split = tuple[tuple[tuple[str, ...], Figure], ...]


@dataclass(frozen=True, slots=True)
class Fair:
    """For each question and each way of telling apart, a figure for each group; and why people said no."""

    from_on: date
    until_on: date
    splits: Mapping[str, Mapping[str, Split]]
    in_the_way: tuple[Cell, ...]
    across_ages: float | None
    grown: tuple[tuple[str, int], ...]


def fair(books: Books) -> Fair:
    """The year up to a day, of who is a member now."""
    from_on, today, deeds = books.from_on, books.today, books.year
    pairs = {(one.giver, one.receiver) for one in deeds if one.giver != one.receiver}
    took = {who for pair in pairs for who in pair}
    minutes: Counter[int] = Counter()
    for one in deeds:
        if one.unit == HOURS.code:
            minutes[one.giver] += one.amount
    heavy = {who for who, sum_ in minutes.items() if sum_ > MOST_HOURS * 60 * (today - from_on).days / 7}
    needed, met = _met(books)
    answered = [one for one in books.asks if one.answered_on and from_on <= one.answered_on <= today]
    noes = [one for one in answered if one.state in (Ask.NO, Ask.NEVER)]
    said_no = {one.agent for one in noes}
    whom: dict[str, tuple[set[int], set[int], str]] = {
        "took part": (took, set(books.people), "members"),
        "waited": (met, needed, "members who said what would help"),
        "declined": (said_no, {one.agent for one in answered}, "members who answered when asked back"),
        "in the way": ({one.agent for one in noes if one.in_the_way in OURS_TO_CHANGE}, said_no, "members who said no"),
        "carried": (heavy, set(minutes), "members who gave"),
    }
    deciles = read_areas(areas_text(books))
    known = deciles if isinstance(deciles, dict) else {}
    splits = {
        what: {name: _split(books, _group(name, known), name, who, of, label) for name in GROUPS}
        for what, (who, of, label) in whom.items()
    }
    age = {one.agent: one.age for one in books.members if one.age != NOT_SAID}
    ties = [pair for pair in pairs if pair[0] in age and pair[1] in age]
    tied = {who for tie in ties for who in tie}
    why = Counter(_reasons(noes, books.people).values())
    return Fair(
        from_on, today, splits, Suppression().table([(word, why[word]) for word in (*IN_THE_WAY, NOT_SAID)]).cells,
        ei_index(ties, age) if Suppression().hide(len(tied)) else None, _grown(deeds),
    )  # fmt: skip


def _reasons(noes: Iterable[Asked], people: Collection[int]) -> dict[int, str]:
    """What stood in the way of each member who said no: one reason a person, in however many arenas they said it."""
    found: dict[int, str] = {}
    for one in noes:
        if one.agent in people:
            found[one.agent] = one.in_the_way or found.get(one.agent, NOT_SAID)
    return found


def areas_text(books: Books) -> str:
    """Which area is how deprived, as the site wrote it down; nothing where it did not."""
    return books.words.get(AREAS, "")


def _group(name: str, deciles: Mapping[str, int]) -> Callable[[Here], str]:
    """In which group of one kind somebody is."""
    if name == "deprivation":
        return lambda one: band_of(deciles.get(one.area))
    return lambda one: str(getattr(one, name))


def _met(books: Books) -> tuple[set[int], set[int]]:
    """Who said a need long enough ago, and of those whose first was met within so many days."""
    last = books.today - timedelta(days=WAIT_DAYS)
    needs = Need.objects.filter(community_id=books.community.pk, said_on__range=(books.from_on, last))
    first: dict[int, tuple[int, date]] = {}
    for pk, agent, said_on in needs.order_by("said_on", "pk").values_list("pk", "agent", "said_on"):
        first.setdefault(agent, (pk, said_on))
    wanted = {pk: (agent, said_on + timedelta(days=WAIT_DAYS)) for agent, (pk, said_on) in first.items()}
    helped = [(one.need, one.on) for one in books.year if one.need is not None]
    return set(first), {wanted[need][0] for need, on in helped if need in wanted and on <= wanted[need][1]}


def _split(books: Books, group: Callable[[Here], str], name: str, who: set[int], of: set[int], label: str) -> Split:
    counts: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0])
    for one in books.members:
        if one.agent in of:
            count = counts[group(one)]
            count[0] += one.agent in who
            count[1] += 1
    order = {"sex": SEXES, "age": AGE_BANDS, "disability": DISABILITIES, "deprivation": BANDS}.get(name, ())
    labels = [*(one for one in order if one in counts), *sorted(set(counts) - set(order))]
    labels.sort(key=lambda one: one == NOT_SAID)
    counted = [(one, counts[one][0], counts[one][1]) for one in labels]
    return by_group(counted, of=label, from_on=books.from_on, until_on=books.today, is_live=True)


def _grown(deeds: Sequence[Deed]) -> tuple[tuple[str, int], ...]:
    """What was shared that is no hour and no money, by its unit, where enough people were in it."""
    sums: Counter[str] = Counter()
    givers: defaultdict[str, set[int]] = defaultdict(set)
    for one in deeds:
        if one.unit in {unit.code for unit in SHARED}:
            sums[one.unit] += one.amount
            givers[one.unit].add(one.giver)
    return tuple((unit, sums[unit]) for unit in sums if Suppression().hide(len(givers[unit])))
