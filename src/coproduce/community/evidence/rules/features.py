"""What makes help co-production, by six features, each counted; never added up, and no ranking of anything. Pure.

Source: Boyle and Harris (2009), The Challenge of Co-production, Nesta: people as assets, capacities, mutuality,
networks, blurred roles, facilitation. How each is counted is our own choice, and said beside it.
"""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from coproduce.core.network import k_core

FEATURES = ("assets", "capacities", "mutuality", "networks", "roles", "facilitation")

#: Which of paid and unpaid rises and falls counts as one, in a hundred.
LEAST_MOVE = 10


@dataclass(frozen=True, slots=True)
class Deed:
    """Somebody helped somebody: in which arena, with what kind of thing, and whether the desk had a hand in it."""

    giver: int
    receiver: int
    arena: str
    kind: int
    entry: Hashable
    is_by_desk: bool


Counted = tuple[int, int]


def features_of(
    arena: str, deeds: Collection[Deed], people: Collection[int], began: Mapping[tuple[int, int], date], from_on: date
) -> Mapping[str, Counted]:
    """For each feature, so many of so many in one arena, of deeds of one period; `people` are those who have a choice.

    `began` holds for giver and kind the first day they gave it. Assets: of those helped, who helped somebody too.
    Capacities: of those who gave, who took up another kind of thing in the period than they had begun with. Mutuality:
    of all ties from giver to receiver, those with one back. Networks: of those who took part, who stand in a group in
    which everybody is tied to two. Roles: of those who took part, who gave and received here. Facilitation: of all
    exchanges, those agreed without the desk.

    >>> day = date(2026, 1, 1)
    >>> deeds = [Deed(1, 2, "sewing", 7, "a", False), Deed(2, 3, "sewing", 7, "b", True)]
    >>> features_of("sewing", deeds, {1, 2, 3}, {(1, 7): day, (2, 7): day}, day)["assets"]
    (1, 2)
    """
    everywhere = {one.giver for one in deeds}
    here = [one for one in deeds if one.arena == arena and one.giver != one.receiver]
    gave = {one.giver for one in here} & set(people)
    got = {one.receiver for one in here} & set(people)
    ties = {(one.giver, one.receiver) for one in here}
    back = {(one.receiver, one.giver) for one in deeds}
    first: dict[int, date] = {}
    for (giver, _), day in began.items():
        first[giver] = min(day, first.get(giver, day))
    newly = {giver for (giver, _), day in began.items() if day >= from_on and day > first[giver]}
    core = k_core([tie for tie in ties if set(tie) <= set(people)])
    entries: defaultdict[Hashable, bool] = defaultdict(bool)
    for one in here:
        entries[one.entry] |= one.is_by_desk
    return {
        "assets": (len(got & everywhere), len(got)),
        "capacities": (len(gave & newly), len(gave)),
        "mutuality": (len(ties & back), len(ties)),
        "networks": (sum(core.get(one, 0) >= 2 for one in gave | got), len(gave | got)),
        "roles": (len(gave & got), len(gave | got)),
        "facilitation": (sum(not by_desk for by_desk in entries.values()), len(entries)),
    }


Moved = Literal["amber", "none", "cannot tell"]


def work_moved(paid: tuple[int, int], unpaid: tuple[int, int]) -> Moved:
    """Whether unpaid hours rose as paid ones fell: minutes of two halves of a year, the earlier first.

    >>> work_moved((1000, 800), (500, 700)), work_moved((1000, 1000), (500, 700)), work_moved((0, 0), (500, 700))
    ('amber', 'none', 'cannot tell')
    """
    if not paid[0] or not unpaid[0]:
        return "cannot tell"
    fell = 100 * (paid[0] - paid[1]) >= LEAST_MOVE * paid[0]
    rose = 100 * (unpaid[1] - unpaid[0]) >= LEAST_MOVE * unpaid[0]
    return "amber" if fell and rose else "none"


#: How giving and receiving lie, by the share of both that was given.
BALANCES = ("only received", "mostly received", "about even", "mostly gave", "only gave")


def balance_of(given: int, received: int) -> str | None:
    """In which of five parts somebody stands; None for who did neither. Read for a scheme, and no aim for a person.

    >>> balance_of(0, 60), balance_of(60, 60), balance_of(180, 60), balance_of(0, 0)
    ('only received', 'about even', 'mostly gave', None)
    """
    both = given + received
    if not both:
        return None
    if not given or not received:
        return BALANCES[4] if given else BALANCES[0]
    return BALANCES[1] if 3 * given < both else BALANCES[3] if 3 * given > 2 * both else BALANCES[2]


def balances(given: Mapping[int, int], received: Mapping[int, int], people: Iterable[int]) -> list[tuple[str, int]]:
    """How many stand in each part."""
    found = [balance_of(given.get(one, 0), received.get(one, 0)) for one in people]
    return [(part, found.count(part)) for part in BALANCES]
