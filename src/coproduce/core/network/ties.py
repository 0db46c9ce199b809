"""Who looks out for whom: what the ties of a group say of it as a whole, and where it hangs by a thread.

Ties are pairs (who helped, whom), or a net that was made of them before; a tie to oneself is none, and one told twice
is one. People without any are named by `people`. A number about one person is for them and their broker; here nobody is
ranked.
"""

from collections.abc import Hashable, Iterable, Mapping

import numpy as np

from coproduce.core.network.net import Pairs, Person, Ties, net_of


def reciprocity(ties: Pairs[Person]) -> float | None:
    """The share of ties whose other way exists too; None where there are none.

    >>> round(reciprocity(["AB", "BA", "BC", "CD", "DC", "DE", "AC"]), 6)
    0.571429
    """
    given = {(one, other) for one, other in ties if one != other}
    return sum((other, one) in given for one, other in given) / len(given) if given else None


def isolates(ties: Pairs[Person], people: Iterable[Person]) -> list[Person]:
    """Who of the people has no tie with anybody, in their order.

    >>> isolates(["AB"], "ABF")
    ['F']
    """
    tied = {one for tie in ties if tie[0] != tie[1] for one in tie}
    return [one for one in dict.fromkeys(people) if one not in tied]


def k_core(ties: Ties[Person], people: Iterable[Person] = ()) -> dict[Person, int]:
    """For each, the largest k such that they stand in a group in which everybody is tied to k of it.

    Ties count either way. Batagelj and Zaveršnik (2003), arXiv cs/0310049.

    >>> k_core(["AB", "BC", "CA", "CD"], "F")
    {'A': 2, 'B': 2, 'C': 2, 'D': 1, 'F': 0}
    """
    net = net_of(ties, people)
    return dict(zip(net.people, net.core_numbers().tolist(), strict=True))


def clustering(ties: Ties[Person], people: Iterable[Person] = ()) -> float | None:
    """How often two who are tied to somebody are tied to each other: the mean over *all* people, either way.

    Somebody with fewer than two ties counts 0; None where there is nobody. Watts and Strogatz (1998), Nature 393:440.

    >>> clustering(["AB", "BC", "CA"]), clustering(["AB", "BC", "CA"], "ABCDEF"), clustering([])
    (1.0, 0.5, None)
    """
    net = net_of(ties, people)
    if not net.people:
        return None
    degrees = net.degrees.astype(float)
    pairs = degrees * (degrees - 1) / 2
    return float(np.mean(np.divide(net.triangles(), pairs, out=np.zeros(len(pairs)), where=pairs > 0)))


def bridges(ties: Ties[Person]) -> list[tuple[Person, Person]]:
    """Ties, either way, without which two who reach each other would not; in the order they were told.

    Tarjan (1974), Information Processing Letters 2:160.

    >>> bridges(["AB", "BC", "CA", "CD", "DE"])
    [('C', 'D'), ('D', 'E')]
    """
    net = net_of(ties)
    is_bridge, _ = net.weak_points
    return [(net.people[one], net.people[other]) for one, other in net.ends[is_bridge].tolist()]


def cut_people(ties: Ties[Person]) -> list[Person]:
    """People without whom some who reach each other would not: too much rests on one. In the order they were told.

    >>> cut_people(["AB", "BC", "CA", "CD", "DE"])
    ['C', 'D']
    """
    net = net_of(ties)
    _, found = net.weak_points
    return [net.people[one] for one in found.tolist()]


def ei_index(ties: Ties[Person], groups: Mapping[Person, Hashable]) -> float | None:
    """From −1, all ties within a group, to 1, all between groups; ties either way, None where there are none.

    (external − internal) / (external + internal). KeyError for somebody of no group. Krackhardt and Stern (1988),
    Social Psychology Quarterly 51:123.

    >>> ei_index(["AB", "BC"], {"A": "young", "B": "young", "C": "old"})
    0.0
    """
    net = net_of(ties)
    if not net.told:
        return None
    external = sum(groups[net.people[one]] != groups[net.people[other]] for one, other in net.told)
    return (2 * external - len(net.told)) / len(net.told)


def assortativity(ties: Ties[Person], groups: Mapping[Person, Hashable]) -> float | None:
    """How much likelier than by chance ties stay within a group, 1 for always; ties either way.

    None where there are none, or only one group has any. KeyError for somebody of no group. Newman (2003), Physical
    Review E 67:026126.

    >>> assortativity(["AB", "CD"], {"A": "young", "B": "young", "C": "old", "D": "old"})
    1.0
    """
    net = net_of(ties)
    tied = (groups[net.people[one]] for tie in net.told for one in tie)
    labels = {label: number for number, label in enumerate(dict.fromkeys(tied))}
    if len(labels) < 2:
        return None
    mixing = np.zeros((len(labels), len(labels)))
    for one, other in net.told:
        first, second = labels[groups[net.people[one]]], labels[groups[net.people[other]]]
        mixing[first, second] += 1
        mixing[second, first] += 1
    mixing /= mixing.sum()
    by_chance = float(mixing.sum(axis=0) @ mixing.sum(axis=1))
    return (float(np.trace(mixing)) - by_chance) / (1 - by_chance)
