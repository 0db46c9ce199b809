"""Occasions: they are opened, people sign up, some cannot come or swap, and afterwards it is written down who came."""

from datetime import date, datetime, timedelta

from coproduce.community.exchange.behaviour.seen import Custom, Gathering, Town, Ways
from coproduce.community.exchange.occasions.rules import Came
from coproduce.core.intent import Evening

#: A custom begins so long after somebody thought of it, and its next dates so long after the last.
OPENED_AHEAD, ROUND = timedelta(days=14), timedelta(weeks=4)

#: Dates are opened for so long at once, and again before fewer than this many are to come.
OPENED_FOR, FEWEST_AHEAD = timedelta(days=75), 2

#: People think of an occasion so many days before it.
THOUGHT_OF = timedelta(days=12)

#: After so long nobody writes down who came any more.
FORGOTTEN = timedelta(days=3)


def come_together(evening: Evening, town: Town, ways: Ways, day: date) -> None:
    """Occasions: they are opened, people sign up, some cannot come or swap, and who came is written down."""
    for custom in ways.customs:
        found = [one for one in town.gatherings if one.words == custom.words]
        ahead = [one for one in found if not one.is_over]
        if len(ahead) < FEWEST_AHEAD and (town.groups or not custom.by_group):
            after = max((one.on + ROUND for one in ahead), default=day + OPENED_AHEAD)
            _open(evening, town, custom, after)
        for gathering in found:
            if gathering.is_over:
                _write_down(evening, gathering, custom)
            elif gathering.on - day <= THOUGHT_OF:
                _think_of(evening, town, gathering, custom, day)


def _open(evening: Evening, town: Town, custom: Custom, after: date) -> None:
    """The next dates of a custom, from its own day of the week on."""
    first = after + timedelta(days=(custom.weekday - after.weekday()) % 7)
    begins = datetime.combine(first, custom.begins)
    evening.add(
        "exchange.open_occasion",
        None,
        words=custom.words,
        category=custom.kind,
        starts_at=begins,
        ends_at=begins + custom.lasts,
        slots=(*custom.hands, *((custom.helped,) if custom.helped else ())),
        place=custom.place,
        repeats=custom.repeats,
        until_on=first + OPENED_FOR,
        arena=town.arena,
        **({"organiser": town.groups[0]} if custom.by_group else {}),
    )


def _think_of(evening: Evening, town: Town, gathering: Gathering, custom: Custom, day: date) -> None:
    """Somebody signs up, somebody cannot come, somebody takes a place that is held out; seldom it cannot take place."""
    chance = evening.chance
    if gathering.on - day == timedelta(days=1) and chance.random() < 0.04:
        reason = "The roof is being mended. It comes round again next time."
        evening.add("exchange.cancel_occasion", None, occasion=gathering.id, reason=reason)
        return
    held_out = [one for one in gathering.comers if one.is_held_out]
    taken = {one.who for other in town.gatherings if other.on == gathering.on for one in other.comers}
    for comer in gathering.comers:
        luck = chance.random()
        if comer.who not in evening.people or comer.is_held_out:
            continue
        if luck < 0.008:
            evening.speak("exchange.cancel_sign_up", comer.who, sign_up=comer.place)
        elif luck < 0.016:
            evening.speak("exchange.swap", comer.who, sign_up=comer.place)
    free = [one for one in gathering.rooms if one.free != 0]
    if chance.random() > 0.75 or not (free or held_out):
        return
    needs = custom.helped.needs if custom.helped else ""
    room = chance.choice(free) if free and not held_out else None
    wants = [one.id for one in town.people if (one.receives if room and room.needs == needs else one.gives)]
    who = chance.choice(wants) if wants else None
    if who is None or who in taken or not town.is_free(who, gathering.on):
        return
    if room:
        evening.speak("exchange.sign_up", who, slot=room.id)
    else:
        evening.speak("exchange.take_place", who, sign_up=held_out[0].place)


def _write_down(evening: Evening, gathering: Gathering, custom: Custom) -> None:
    """Who came and gave a hand, and who was helped by it; not everybody who meant to come did."""
    needs = custom.helped.needs if custom.helped else ""
    helped_in = {room.id for room in gathering.rooms if room.needs == needs}
    there = [one for one in gathering.comers if one.who in evening.people and evening.chance.random() < 0.93]
    minutes = custom.lasts // timedelta(minutes=1)
    came = tuple(Came(one.who, minutes) for one in there if one.room not in helped_in)
    helped = tuple(one.who for one in there if one.room in helped_in)
    if came:
        evening.add("exchange.record_came", None, occasion=gathering.id, came=came, helped=helped)
