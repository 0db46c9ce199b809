"""How simulated people answer harm: somebody learns to hear, something goes wrong, and week by week it is put right.

Pure: what stands on an evening and a chance come in, intents go out. Each says for themselves what is theirs to say.
"""

from datetime import UTC, date, datetime, time, timedelta
from random import Random
from uuid import UUID

from coproduce.arenas.justice.behaviour.seen import Circles, Going
from coproduce.arenas.justice.behaviour.words import HARMS, HEARD, REPAIRS
from coproduce.arenas.justice.rules import Wanted
from coproduce.community.exchange.behaviour import Town, ask_once_a_week
from coproduce.core.intent import Evening, Intent
from coproduce.core.quantity import HOURS

#: Circles meet on Tuesdays.
EVENINGS = (1,)

#: Two lead circles: nobody leads what is of their own family.
LEADERS = 2

#: So many have learned to hear, then nobody is asked to learn by the desk; so many matters at once; of whom, a circle.
MOST_PEERS, MOST_AT_ONCE, PEERS = 16, 3, 3

#: Whoever had a part in a matter is asked to hear together with seven others.
ASKED_TOGETHER = 8

#: What waits longer than so, for somebody who rests, keeps nobody from saying what else went wrong.
WAITS = timedelta(days=70)

#: Where nobody from elsewhere could be drawn for so long, people of the same part of town may hear it.
LONG = timedelta(days=21)

#: What somebody else would have had: known of most.
OTHERWISE = ("nothing", "a warning", "a warning", "a fine", "not known")


def evening(town: Town, day: date, chance: Random) -> list[Intent]:
    """What happens on one evening. The same chance gives the same evening."""
    saying = Evening(town.people, chance)
    seen = town.own if isinstance(town.own, Circles) else Circles()
    for ask in town.asks:
        ask_once_a_week(saying, ask, day)
    able = [one.id for one in saying.people.values() if not one.rings and one.temper != "quiet"]
    if len(seen.leads) < LEADERS:
        if free := [who for who in able if who not in seen.leads]:
            saying.add("people.give_role", None, member=chance.choice(free), role=seen.role)
        return saying.intents
    _learn(saying, seen, able, [who for who in able if who in town.willing], day)
    for one in seen.going:
        _go_on(saying, one.leads or chance.choice(seen.leads), one, day)
    if any(one.is_closed for one in seen.going):
        saying.add("justice.seal_due", seen.leads[0])
    fresh = [one for one in seen.going if day - one.reported_on < WAITS]
    if len(seen.peers) >= 2 * PEERS and len(fresh) < MOST_AT_ONCE:
        _goes_wrong(saying, seen, able, day)
    return saying.intents


def _learn(saying: Evening, seen: Circles, able: list[UUID], willing: list[UUID], day: date) -> None:
    """One a week says yes to being drawn and learns for it; who was asked and would like to, before others.

    One in so many of those who were asked was heard in a circle once, and says so: of what is sealed only they know.
    """
    out = {*seen.leads, *seen.peers}
    asked = [who for who in willing if who not in out]
    free = asked or [who for who in able if who not in out and len(seen.peers) < MOST_PEERS]
    if free:
        who = saying.chance.choice(free)
        saying.add("people.consent", who, member=who, scope=seen.serve)
        if asked and saying.chance.random() * ASKED_TOGETHER < 1:
            saying.add("people.consent", who, member=who, scope=seen.been_through)
        saying.add("people.attest", None, member=who, kind="training", what=seen.training, issuer="The law centre",
                   seen_on=day)  # fmt: skip


def _goes_wrong(saying: Evening, seen: Circles, able: list[UUID], day: date) -> None:
    free = [who for who in able if who not in seen.leads and not any(who in (one.harmed, one.respondent)
                                                                 for one in seen.going)]  # fmt: skip
    if len(free) < 2 or saying.chance.random() > 0.6:
        return
    harmed, respondent = saying.chance.sample(free, 2)
    kind, words = saying.chance.choice(HARMS)
    saying.add("justice.report", harmed, kind=kind, words=words, happened_on=day - timedelta(days=3),
               respondent=respondent, alternative=saying.chance.choice(OTHERWISE))  # fmt: skip


def _go_on(saying: Evening, leads: UUID, one: Going, day: date) -> None:
    """One step a week, by whoever's it is."""
    chance = saying.chance
    if one.is_closed:
        return
    if not one.way:
        ways = ("in person", "in person", "by letter", "through someone", "not at all")
        saying.add("justice.choose_part", one.harmed, matter=one.id, way=chance.choice(ways))
    if one.accepted is None:
        saying.add("justice.accept", one.respondent, matter=one.id, accepts=chance.random() < 0.85)
    elif one.meets_on is None:
        meets_at = datetime.combine(day + timedelta(days=7), time(18), UTC)
        saying.add("justice.draw_panel", leads, matter=one.id, meets_at=meets_at, place="The library", size=PEERS,
                   neighbours_may_hear=day - one.reported_on > LONG)  # fmt: skip
    elif one.heard_on is None and one.meets_on <= day:
        words, minutes = chance.choice(REPAIRS)
        part = Wanted(words, day + timedelta(days=21), minutes)
        saying.add("justice.write_agreement", leads, matter=one.id, heard_on=day, time=HOURS(chance.choice((60, 90))),
                   parts=(part,))  # fmt: skip
    elif one.heard_on is not None:
        _keep(saying, leads, one)


def _keep(saying: Evening, leads: UUID, one: Going) -> None:
    chance = saying.chance
    if not one.has_respondent_agreed:
        saying.add("justice.agree", one.respondent, matter=one.id)
    if not one.has_harmed_agreed and one.way != "not at all":
        saying.add("justice.agree", one.harmed, matter=one.id)
    if not one.was_heard:
        heard = chance.choice(("yes", "yes", "yes", "partly", "no"))
        saying.add("justice.say_heard", one.harmed, matter=one.id, heard=heard, words=chance.choice(HEARD))
    elif one.to_do:
        saying.add("justice.say_part", leads, matter=one.id, place=1, state="kept")
    else:
        saying.add("justice.close", leads, matter=one.id)
