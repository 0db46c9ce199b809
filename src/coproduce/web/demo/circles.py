"""Who looks out for whom in the made-up town: the cast's circle and Edith's rhythm, and once a week the others'."""

from collections.abc import Mapping
from datetime import date, timedelta
from random import Random

from coproduce.community.base import clock
from coproduce.community.base.actor import Actor
from coproduce.community.exchange.models import Contribution
from coproduce.community.people.models import Agent, Community
from coproduce.community.people.queries import myself
from coproduce.community.trust.behaviour import EVENING, Circles, Open, Silent, evening
from coproduce.community.trust.jobs import ask_about, ask_circles
from coproduce.community.trust.models import Rhythm, Silence, Tie
from coproduce.core.intent import Intent, Someone
from coproduce.web.demo.doing import do, evening_of

#: How far back people of the town remember whom they helped.
REMEMBERED = timedelta(weeks=2)


def look_out(people: Mapping[str, Actor], today: date) -> None:
    """Ana and Ben ring each other, Dee would ring Ana, and Edith wants it noticed when nobody hears from her."""
    cleo, ana, ben, dee = (people[name] for name in ("Cleo", "Ana", "Ben", "Dee"))
    edith = Agent.objects.get(community_id=cleo.community_id, name="Edith").public_id
    with clock.at(evening_of(today - timedelta(days=11))):
        do("trust.look_out_for", ana, "Ana and Ben", member=myself(ben).public_id, is_rung=True)
        do("trust.look_out_for", ben, "Ben and Edith", member=edith)
        for row in Tie.objects.filter(community_id=cleo.community_id).select_related("one", "other").order_by("pk"):
            is_hers = edith == row.other.public_id
            who = {"for_": edith} if is_hers else {}
            do("trust.answer_tie", cleo if is_hers else ben, f"yes {row.pk}", tie=row.public_id, says="yes", **who)
        do("trust.keep_rhythm", cleo, "Edith asks", days=5, for_=edith)
    with clock.at(evening_of(today - timedelta(days=8))):
        do("trust.note_heard", ben, "Ben rang Edith", member=edith, how="rang", came="glad")
    with clock.at(evening_of(today - timedelta(days=2))):
        do("trust.look_out_for", dee, "Dee and Ana", member=myself(ana).public_id)
        ask_circles(clock.now())


def weekly(place: Community, people: tuple[Someone, ...], day: date, chance: Random) -> list[Intent]:
    """What the town's people mean to do about each other, one evening a week; the clock has asked before."""
    if day.weekday() != EVENING:
        return []
    ask_about(Rhythm.objects.filter(agent__public_id__in=[one.id for one in people]), day, clock.now())
    here = {"community": place}
    lately = Contribution.objects.filter(**here, corrected_by=None, effective_on__range=(day - REMEMBERED, day))
    helped = lately.order_by("pk").values_list("giver__public_id", "receiver__public_id")
    known = Tie.objects.filter(**here, kind=Tie.RINGS).order_by("pk")
    both = ("one__public_id", "other__public_id")
    said = known.values_list(*both)
    waits = known.filter(other_says="", stands_on=None).values_list("public_id", "other__public_id")
    rings = {other: one for one, other in known.exclude(stands_on=None).values_list(*both)}
    quiet = Silence.objects.filter(rhythm__community=place, over_on=None).order_by("pk")
    silent = quiet.values_list("rhythm__agent__public_id", flat=True)
    seen = Circles(
        tuple(dict.fromkeys(helped)),
        frozenset(said),
        tuple(Open(*row) for row in waits),
        frozenset(Rhythm.objects.filter(**here).values_list("agent__public_id", flat=True)),
        tuple(Silent(who, rings.get(who)) for who in silent),
    )
    return evening(seen, people, chance)
