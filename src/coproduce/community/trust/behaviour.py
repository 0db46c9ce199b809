"""How simulated people look out for each other, one evening a week: pure, from what they see and a chance."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from uuid import UUID

from coproduce.core.intent import Evening, Intent, Someone

#: The evening of the week, Sunday, on which people think of each other.
EVENING = 6

#: Days after which somebody wants to be rung, as people choose.
CHOSEN = (5, 7, 7, 10, 14)


@dataclass(frozen=True, slots=True)
class Open:
    """A question of who would ring whom that waits for the second of the two."""

    tie: UUID
    waits_for: UUID


@dataclass(frozen=True, slots=True)
class Silent:
    """Somebody of whom nobody has heard, and one who would ring them."""

    who: UUID
    ringer: UUID | None


@dataclass(frozen=True, slots=True)
class Circles:
    """What stands on such an evening, in the order it came about: who helped whom lately, what was said already."""

    helped: tuple[tuple[UUID, UUID], ...]
    said: frozenset[tuple[UUID, UUID]]
    waits: tuple[Open, ...]
    asked: frozenset[UUID]
    silent: tuple[Silent, ...]


def evening(seen: Circles, people: Sequence[Someone], chance: Random) -> list[Intent]:
    """Some say whom they would ring, most who are asked say yes, few want to be rung, and most silences are ended."""
    made = Evening(people, chance)
    here = made.people
    for one, other in made.chance.sample(seen.helped, min(len(seen.helped), 1 + len(people) // 100)):
        if one in here and other in here and one != other and (one, other) not in seen.said:
            made.speak("trust.look_out_for", one, member=other, is_rung=chance.random() < 0.3)
    for row in seen.waits:
        if row.waits_for in here and chance.random() < 0.6:
            says = "yes" if chance.random() < 0.85 else "no"
            made.speak("trust.answer_tie", row.waits_for, tie=row.tie, says=says)
    for who in made.some([one.id for one in people if one.id not in seen.asked], 600):
        made.speak("trust.keep_rhythm", who, days=chance.choice(CHOSEN))
    for silent in seen.silent:
        if silent.who not in here:
            continue
        luck, rings = chance.random(), silent.ringer if silent.ringer in here else None
        if luck < 0.8:
            came = "glad" if chance.random() < 0.6 else "fine"
            made.add("trust.note_heard", rings, member=silent.who, how="rang", came=came)
        else:
            made.add("trust.note_unreached", rings, member=silent.who)
    return made.intents
