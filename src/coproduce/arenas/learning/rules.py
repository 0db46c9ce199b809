"""When a session counts, which step follows, who learned from whom, and what both are recognised with.

Both teach and both learn: a session counts when both have said what they learned, and then both are recognised with the
same minutes, professional and client alike. Nobody pays for learning: what neither is asked for comes out of the
community's pot. Our design; in the trial in which former learners showed others in turn (JAMA Network Open,
2770539) the second round helped less, so that generations are counted apart and somebody who knows the subject talks
with who shows it.

Rules take their frozen dataclasses, or plain mappings with the same names.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.resources import files
from typing import Annotated, Any, Literal

from coproduce.core.arena import Help, told_as
from coproduce.core.quantity import Quantity
from coproduce.core.recording import may_write_down
from coproduce.core.refusal import Refusal
from coproduce.core.rule_sets import Between, RuleSet, Says, read


@dataclass(frozen=True, slots=True)
class Rules:
    """What differs from one place to another."""

    longest_minutes: Annotated[
        int, Between(15, 24 * 60), Says("The longest session", "What took longer is written down day by day.")
    ]
    oldest_days: Annotated[int, Between(1, 3660), Says("How far back a session is written down, in days")]
    talk_every_days: Annotated[
        int | None,
        Between(1, 366),
        Says(
            "How often whoever shows others talks with the professional, in days",
            "They say how it goes, and ask what they could not answer.",
            none="Only when they ask",
        ),
    ] = None


#: What the house ships; a community starts with the first.
RULE_SETS: tuple[RuleSet[Rules], ...] = read(files(__package__).joinpath("rule_sets.toml").read_bytes(), Rules)

STANDARD = RULE_SETS[0].values

#: The yes it takes before a story is shown.
STORY = "learning-story"


class LearningError(ValueError):
    """Steps or pairs that cannot be. Says which, and what to mend."""


#: How far somebody has come with one thing, from the first step to the last. What was gained stays gained.
STEPS = ("want to", "with help", "alone", "teaches")

Side = Literal["learner", "tutor"]


@dataclass(frozen=True, slots=True)
class Session:
    """A time two people learned together, as each of them says it: how many `minutes`, and what they learned from it.

    Tutor and learner are any ids that tell them apart. `alone` when the learner says that they can do it on their own
    now; `side` is whose step is asked for.
    """

    tutor: object
    learner: object
    minutes: int
    tutor_learned: str = ""
    learner_learned: str = ""
    alone: bool = False
    side: Side = "learner"


def counts(session: Session | Mapping[str, Any]) -> bool:
    """Whether a session counts: two different people, a minute or more, and both have said what they learned.

    >>> counts(Session("Ana", "Ben", 60, "He knows every bird", "To prune a rose"))
    True
    >>> counts(Session("Ana", "Ben", 60, "", "To prune a rose"))
    False
    """
    one = told_as(Session, session)
    return (
        one.tutor != one.learner
        and _minutes(one.minutes) > 0
        and _says_something(one.tutor_learned)
        and _says_something(one.learner_learned)
    )


def step_after(steps: Sequence[str], session: Session | Mapping[str, Any]) -> str:
    """The step somebody stands on after a session, who had gained these `steps`, the first first; at most one further.

    A session that does not count changes nothing. As a learner one comes from wanting to doing it with help, and from
    there, once one says so, to doing it alone; who does it alone and shows it to somebody teaches. Nothing is ever
    taken away: how it goes now is said on one's own scale. LearningError for steps that do not follow each other.

    >>> together = Session("Ana", "Ben", 60, "He knows every bird", "To prune a rose")
    >>> step_after(("want to",), together)
    'with help'
    >>> from dataclasses import replace
    >>> step_after(("want to", "with help"), replace(together, alone=True))
    'alone'
    >>> step_after(("want to",), replace(together, tutor_learned=" "))
    'want to'
    """
    one, gained = told_as(Session, session), tuple(steps) or STEPS[:1]
    if gained != STEPS[: len(gained)]:
        raise LearningError(f"These steps do not follow each other: {', '.join(gained)}. They are {', '.join(STEPS)}.")
    if one.side not in ("learner", "tutor"):
        raise LearningError(f"Nobody is a {one.side} in a session: learner, or tutor.")
    now = gained[-1]
    if not counts(one):
        return now
    if one.side == "tutor":
        return "teaches" if now == "alone" else now
    if now == "want to":
        return "with help"
    return "alone" if now == "with help" and one.alone else now


@dataclass(frozen=True, slots=True)
class Gained:
    """One step, and how much time and how many sessions it had taken by then. No step is worth more hours."""

    step: str
    minutes: int
    sessions: int


def gained(sessions: Iterable[Session | Mapping[str, Any]]) -> tuple[Gained, ...]:
    """The steps of one learner of one thing, each with the time that had gone into it, sessions in their order.

    >>> together = Session("Ana", "Ben", 60, "He knows every bird", "To prune a rose")
    >>> gained([together, Session("Ana", "Ben", 30, "Patience", "To graft", alone=True)])[-1]
    Gained(step='alone', minutes=90, sessions=2)
    """
    found = [Gained(STEPS[0], 0, 0)]
    minutes = number = 0
    for session in (told_as(Session, one) for one in sessions):
        if not counts(session):
            continue
        minutes, number = minutes + session.minutes, number + 1
        step = step_after([one.step for one in found], session)
        if step != found[-1].step:
            found.append(Gained(step, minutes, number))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Pair:
    """Who shows whom which thing, and since when. Of two that began on one day the one told first was earlier."""

    tutor: Hashable
    learner: Hashable
    topic: Hashable
    began_on: date = date.min


def chain(pairs: Iterable[Pair | Mapping[str, Any]]) -> tuple[int, ...]:
    """The generation of each pair, in the order they are told.

    A pair whose tutor was a learner of an earlier pair of the same topic is one further than that pair (than the one
    nearest the beginning, of several); every other begins a chain, with 0. LearningError where people go round in a
    circle in one topic, or somebody shows themselves: it names them.

    >>> chain([Pair("Ana", "Ben", "roses"), Pair("Ben", "Cleo", "roses"), Pair("Ben", "Dee", "bread")])
    (0, 1, 0)
    >>> chain([Pair("Ana", "Ben", "roses"), Pair("Ben", "Ana", "roses")])
    Traceback (most recent call last):
    coproduce.arenas.learning.rules.LearningError: In roses they go round in a circle: Ana, Ben, Ana.
    """
    return tuple(one.generation for one in links(pairs))


@dataclass(frozen=True, slots=True)
class Link:
    """Where a pair stands in its chain: its generation, and the place of the pair it came of; None begins a chain."""

    generation: int
    came_of: int | None


def links(pairs: Iterable[Pair | Mapping[str, Any]]) -> tuple[Link, ...]:
    """The same, with the pair each came of, told by its place among these."""
    told = [told_as(Pair, one) for one in pairs]
    if circle := _circle(told):
        topic, people = circle
        raise LearningError(f"In {topic} they go round in a circle: {', '.join(map(str, people))}.")
    found: dict[int, Link] = {}
    nearest: dict[tuple[Hashable, Hashable], int] = {}
    for place in sorted(range(len(told)), key=lambda place: told[place].began_on):
        one = told[place]
        came_of = nearest.get((one.topic, one.tutor))
        found[place] = Link(0 if came_of is None else found[came_of].generation + 1, came_of)
        before = nearest.get((one.topic, one.learner))
        if before is None or found[place].generation < found[before].generation:
            nearest[one.topic, one.learner] = place
    return tuple(found[place] for place in range(len(told)))


def may_pair(tutor: Hashable, learner: Hashable, topic: Hashable, pairs: Iterable[Pair | Mapping[str, Any]]) -> bool:
    """Whether these two can begin: nobody learns a thing of somebody who has it from them.

    >>> may_pair("Cleo", "Ana", "roses", [Pair("Ana", "Ben", "roses"), Pair("Ben", "Cleo", "roses")])
    False
    """
    return _circle([*(told_as(Pair, one) for one in pairs), Pair(tutor, learner, topic)]) is None


def _circle(pairs: Iterable[Pair]) -> tuple[Hashable, list[Hashable]] | None:
    """A topic in which people go round in a circle, and who they are; None where there is none."""
    shown: dict[Hashable, dict[Hashable, list[Hashable]]] = {}
    for one in pairs:
        shown.setdefault(one.topic, {}).setdefault(one.tutor, []).append(one.learner)
    for topic, whom in shown.items():
        clear: set[Hashable] = set()
        for start in whom:
            if people := _round_from(start, whom, clear):
                return topic, people
    return None


def _round_from(
    start: Hashable, whom: Mapping[Hashable, Sequence[Hashable]], clear: set[Hashable]
) -> list[Hashable] | None:
    """Depth first, without recursion: a chain may be long. `clear` are those from whom nothing goes round."""
    way, left = [start], [iter(whom.get(start, ()))]
    while way:
        following = next(left[-1], None)
        if following is None:
            clear.add(way.pop())
            left.pop()
        elif following in way:
            return [*way[way.index(following) :], following]
        elif following not in clear:
            way.append(following)
            left.append(iter(whom.get(following, ())))
    return None


def may_record(
    told: Help | Mapping[str, Any], today: date, rules: Rules | Mapping[str, Any] = STANDARD
) -> Refusal | None:
    """None when this session can be written down on that day by the community's rules, else what to mend.

    >>> from coproduce.core.quantity import HOURS
    >>> may_record(Help("Ana", "Ben", HOURS(90), date(2026, 11, 16)), date(2026, 11, 17)) is None
    True
    """
    rules = told_as(Rules, rules)
    return may_write_down(told, today, rules.longest_minutes, rules.oldest_days)


def credits(told: Help | Mapping[str, Any]) -> tuple[Quantity, Quantity]:
    """What the one who showed and the one who learned are recognised with: the same minutes, both of them given.

    >>> from coproduce.core.quantity import HOURS
    >>> credits(Help("Ana", "Ben", HOURS(90), date(2026, 11, 16)))
    (Quantity('1 h 30'), Quantity('1 h 30'))
    """
    told = told_as(Help, told)
    return told.time, told.time


def next_talk(began_on: date, today: date, rules: Rules | Mapping[str, Any] = STANDARD) -> date | None:
    """The next day, today included, on which whoever shows others talks with the professional; None has no such day.

    >>> next_talk(date(2026, 11, 1), date(2026, 11, 17), Rules(240, 366, talk_every_days=30))
    datetime.date(2026, 12, 1)
    """
    every = told_as(Rules, rules).talk_every_days
    if every is None:
        return None
    turns = max(1, -(-(today - began_on).days // every))
    return began_on + timedelta(days=turns * every)


def _minutes(said: object) -> int:
    if isinstance(said, bool) or not isinstance(said, int):
        raise LearningError(f"Minutes are a whole number: {said!r}.")
    return said


def _says_something(words: str | None) -> bool:
    """Whether there is a letter to be read in it, not only spaces and what cannot be seen."""
    return any(letter.isprintable() and not letter.isspace() for letter in words or "")
