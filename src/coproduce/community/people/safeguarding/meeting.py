"""Why people may not be brought together: one rule for every path, on plain facts, without a database.

First comes what keeps anybody safe whatever is done (who is here, who must not meet); then what a purpose asks: the
check for what is done, a guardian's yes for who is not of age, company for a newcomer. Source: facts of the field in
docs/explanation/safeguarding.md.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from coproduce.community.people.safeguarding.checks import Needed
from coproduce.community.people.safeguarding.rules import is_enough

#: `record` is help that already happened and `say` a word in what was begun; the others bring people together from now
#: on: they agree, one comes to something, one visits another, one is suggested, one reads how to reach another, they
#: are written down as a group.
Purpose = Literal["agree", "come", "visit", "suggest", "contact", "say", "group", "record"]

#: What a guardian may say yes to: meeting in company, and meeting one adult alone.
MEET, MEET_ALONE = "meet", "meet alone"


@dataclass(frozen=True, slots=True)
class Asks:
    """What a purpose asks: that nobody rests; whoever helps is checked; a guardian says yes; newcomers have company.

    `is_open` is for what many come to: somebody who is named alone will not be alone.
    """

    awake: bool = True
    checked: bool = False
    guarded: bool = True
    settled: bool = False
    is_open: bool = False


PURPOSES: Mapping[Purpose, Asks] = {
    "agree": Asks(checked=True, settled=True),
    "come": Asks(checked=True, is_open=True),
    "visit": Asks(checked=True, settled=True),
    "suggest": Asks(checked=True, settled=True),
    "contact": Asks(),
    "say": Asks(awake=False),
    "group": Asks(awake=False, guarded=False),
    "record": Asks(awake=False, guarded=False),
}


@dataclass(frozen=True, slots=True)
class Party:
    """What is known of one of those who would meet. A household or an organisation has no `state`.

    `yes` is what a guardian of theirs said yes to, `levels` those of their checks in date.
    """

    agent: int
    state: str = ""
    is_minor: bool = False
    guardians: frozenset[int] = frozenset()
    yes: frozenset[str] = frozenset()
    levels: frozenset[str] = frozenset()
    is_newcomer: bool = False


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason why not, and about whom it is; two who must not meet are both named."""

    code: str
    about: tuple[int, ...] = ()


def reasons(
    giving: Collection[Party],
    receiving: Collection[Party],
    apart: Collection[frozenset[int]],
    asks: Asks,
    needed: Needed,
    *,
    introduced: bool = False,
) -> Iterator[Reason]:
    """Every reason why these may not be brought together; none when they may.

    `apart` are pairs who must not meet; `introduced` is by the desk.

    >>> ana, ben = Party(1, "active"), Party(2, "active")
    >>> list(reasons([ana], [ben], [], PURPOSES["agree"], Needed("none")))
    []
    >>> [one.code for one in reasons([ana], [ben], [frozenset({1, 2})], PURPOSES["agree"], Needed("enhanced"))]
    ['apart', 'unchecked']
    """
    everybody = {one.agent: one for one in (*giving, *receiving)}
    for one in everybody.values():
        if one.state in ("left", "applied"):
            yield Reason("gone", (one.agent,))
        elif one.state == "paused" and asks.awake:
            yield Reason("resting", (one.agent,))
    for a in giving:
        for b in receiving:
            if frozenset((a.agent, b.agent)) in apart:
                yield Reason("apart", tuple(sorted((a.agent, b.agent))))
    if asks.checked and needed.is_prohibited:
        yield Reason("not done here")
    if asks.checked:
        for one in giving:
            if not is_enough(one.levels, needed.level):
                yield Reason("unchecked", (one.agent,))
    if asks.guarded:
        yield from _unguarded(everybody, asks.is_open)
    if asks.settled and not introduced and len(everybody) == 2:
        for one in giving:
            if one.is_newcomer:
                yield Reason("newcomer", (one.agent,))


def _unguarded(everybody: Mapping[int, Party], is_open: bool = False) -> Iterator[Reason]:
    """Who is not of age, and has neither a guardian with them nor a guardian's yes to it.

    >>> ali = Party(1, "active", True, frozenset({3}), frozenset({MEET}))
    >>> ana, gus = Party(2, "active"), Party(3, "active")
    >>> [one.code for one in _unguarded({1: ali, 2: ana})], list(_unguarded({1: ali, 2: ana, 4: Party(4, "active")}))
    (['alone'], [])
    >>> list(_unguarded({1: ali, 3: gus}))
    []
    """
    adults = sum(1 for one in everybody.values() if one.state and not one.is_minor)
    is_alone = adults < 2 and not (is_open and len(everybody) == 1)
    for one in everybody.values():
        if not one.is_minor or one.guardians & everybody.keys():
            continue
        if not one.guardians:
            yield Reason("no guardian", (one.agent,))
        elif not one.yes & {MEET, MEET_ALONE}:
            yield Reason("no yes", (one.agent,))
        elif is_alone and MEET_ALONE not in one.yes:
            yield Reason("alone", (one.agent,))
