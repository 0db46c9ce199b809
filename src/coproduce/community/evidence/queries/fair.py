"""Whether it is fair: who takes part, waits, says no and carries the work, by what members said of themselves and where
they live; and the four conditions of just sustainabilities side by side. Each figure with its n; whoever did not say is
a group. Agyeman (2013), Introducing Just Sustainabilities.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from coproduce.community.evidence.models import ReportPart
from coproduce.community.evidence.queries.figures import DAYS
from coproduce.community.evidence.rules.fair import AREAS, BANDS, MOST_HOURS, NO_AREA, WAIT_DAYS, band_of, read_areas
from coproduce.community.exchange.models import Ask, Contribution, Need
from coproduce.community.people.counting.rules import AGE_BANDS, DISABILITIES, NOT_SAID, SEXES
from coproduce.community.people.models import Agent, Membership
from coproduce.core.network import ei_index
from coproduce.core.quantity import HOURS, KG, KWH, PIECES
from coproduce.core.stats import Suppression
from coproduce.core.stats.figure import Figure, by_group

#: By what people are told apart, in the order of the page.
GROUPS = ("sex", "age", "disability", "language", "area", "deprivation")
#: What is shared that is no hour and no money.
SHARED = (KWH, KG, PIECES)

#: What is asked of each group.
ASKED = ("took part", "waited", "declined", "carried")

Split = tuple[tuple[tuple[str, ...], Figure], ...]


@dataclass(frozen=True, slots=True)
class Person:
    """One member as groups know them; nobody reads a row."""

    agent: int
    sex: str
    age: str
    disability: str
    language: str
    area: str
    deprivation: str


@dataclass(frozen=True, slots=True)
class Fair:
    """For each question and each way of telling apart, a figure for each group."""

    from_on: date
    until_on: date
    splits: Mapping[str, Mapping[str, Split]]
    across_ages: float | None
    grown: tuple[tuple[str, int], ...]


def fair(community_id: int, today: date) -> Fair:
    """The year up to a day, of who is a member now."""
    from_on = today - timedelta(days=DAYS)
    people = _people(community_id)
    deeds = list(
        Contribution.objects.filter(
            community_id=community_id, corrected_by=None, effective_on__range=(from_on, today)
        ).values_list("giver", "receiver", "unit", "amount", "need", "effective_on")
    )
    pairs = {(giver, receiver) for giver, receiver, *_ in deeds if giver != receiver}
    took = {one for pair in pairs for one in pair}
    minutes: Counter[int] = Counter()
    for giver, _, unit, amount, _, _ in deeds:
        if unit == HOURS.code:
            minutes[giver] += amount
    heavy = {one for one, sum_ in minutes.items() if sum_ > MOST_HOURS * 60 * DAYS / 7}
    needed, met = _met(community_id, from_on, today, [(need, on) for *_, need, on in deeds if need])
    asked = Ask.objects.filter(community_id=community_id, answered_on__range=(from_on, today))
    answers = list(asked.values_list("agent", "state"))
    said_no = {agent for agent, state in answers if state in (Ask.NO, Ask.NEVER)}
    whom: dict[str, tuple[set[int], set[int], str]] = {
        "took part": (took, {one.agent for one in people}, "members"),
        "waited": (met, needed, "members who said what would help"),
        "declined": (said_no, {agent for agent, _ in answers}, "members who answered when asked back"),
        "carried": (heavy, set(minutes), "members who gave"),
    }
    splits = {
        what: {name: _split(people, name, who, of, label, from_on, today) for name in GROUPS}
        for what, (who, of, label) in whom.items()
    }
    age = {one.agent: one.age for one in people if one.age != NOT_SAID}
    ties = [pair for pair in pairs if pair[0] in age and pair[1] in age]
    tied = {one for tie in ties for one in tie}
    return Fair(
        from_on, today, splits, ei_index(ties, age) if Suppression().hide(len(tied)) else None,
        _grown(deeds),
    )  # fmt: skip


def areas_text(community_id: int) -> str:
    """Which area is how deprived, as the site wrote it down; nothing where it did not."""
    row = ReportPart.objects.filter(community_id=community_id, kind=AREAS).order_by("made_at", "pk").last()
    return row.words if row else ""


def _people(community_id: int) -> list[Person]:
    found = read_areas(areas_text(community_id))
    deciles = found if isinstance(found, dict) else {}
    rows = Membership.objects.filter(
        community_id=community_id, state=Membership.ACTIVE, agent__kind=Agent.PERSON
    ).values_list(
        "agent", "about_me__sex", "about_me__age_band", "about_me__disability", "about_me__language",
        "neighbourhood__name",
    )  # fmt: skip
    return [
        Person(
            agent, sex or NOT_SAID, age or NOT_SAID, disability or NOT_SAID, language or NOT_SAID, area or NO_AREA,
            band_of(deciles.get(area or "")),
        )
        for agent, sex, age, disability, language, area in rows
    ]  # fmt: skip


def _met(
    community_id: int, from_on: date, today: date, helped: Sequence[tuple[int, date]]
) -> tuple[set[int], set[int]]:
    """Who said a need long enough ago, and of those whose first was met within so many days."""
    last = today - timedelta(days=WAIT_DAYS)
    needs = Need.objects.filter(community_id=community_id, said_on__range=(from_on, last)).order_by("said_on", "pk")
    first: dict[int, tuple[int, date]] = {}
    for pk, agent, said_on in needs.values_list("pk", "agent", "said_on"):
        first.setdefault(agent, (pk, said_on))
    wanted = {pk: (agent, said_on + timedelta(days=WAIT_DAYS)) for agent, (pk, said_on) in first.items()}
    return set(first), {wanted[need][0] for need, on in helped if need in wanted and on <= wanted[need][1]}


def _split(
    people: Sequence[Person], name: str, who: set[int], of: set[int], label: str, from_on: date, today: date
) -> Split:
    counts: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0])
    for one in people:
        if one.agent in of:
            count = counts[getattr(one, name)]
            count[0] += one.agent in who
            count[1] += 1
    order = {"sex": SEXES, "age": AGE_BANDS, "disability": DISABILITIES, "deprivation": BANDS}.get(name, ())
    labels = [*(one for one in order if one in counts), *sorted(set(counts) - set(order))]
    labels.sort(key=lambda one: one in (NOT_SAID, NO_AREA))
    counted = [(one, counts[one][0], counts[one][1]) for one in labels]
    return by_group(counted, of=label, from_on=from_on, until_on=today, is_live=True)


def _grown(deeds: Sequence[Sequence[Any]]) -> tuple[tuple[str, int], ...]:
    """What was shared that is no hour and no money, by its unit, where enough people were in it."""
    sums: Counter[str] = Counter()
    givers: defaultdict[str, set[int]] = defaultdict(set)
    for giver, _, unit, amount, _, _ in deeds:
        if unit in {one.code for one in SHARED}:
            sums[unit] += amount
            givers[unit].add(giver)
    return tuple((unit, sums[unit]) for unit in sums if Suppression().hide(len(givers[unit])))
