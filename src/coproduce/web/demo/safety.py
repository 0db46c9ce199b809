"""What keeps the made-up people safe: checks, a young member and who says yes for her, somebody who rests, worries."""

from collections.abc import Mapping
from datetime import date, timedelta
from uuid import UUID

from coproduce.community.base import clock
from coproduce.community.base.actor import Actor
from coproduce.community.people.models import Agent, Concern, Guardian
from coproduce.community.people.rules import NewMember
from coproduce.web.demo.doing import do, evening_of

#: Who was looked at, for what, by whom it was given out, and in how many days it runs out.
LOOKED_AT = (
    ("Dee", "check", "enhanced", "DBS", 700),
    ("Cleo", "check", "enhanced", "DBS", 400),
    ("Ben", "check", "basic", "DBS", 20),
    ("Ana", "training", "First aid", "The Red Cross", 500),
    ("Tom", "insurance", "Driving others", "The mutual of the town", 45),
)

OPEN = "Twice now somebody I do not know waited at the gate when the lunch club was over, and asked who lives alone."
CLOSED = "Joe sounded confused on the telephone and had not eaten."


def keep_safe(people: Mapping[str, Actor], today: date) -> None:
    """The last weeks of those whose business it is: Cleo at the desk, Sal and Dee the two safeguarding leads."""
    cleo, sal, dee = (people[name] for name in ("Cleo", "Sal", "Dee"))
    with clock.at(evening_of(today - timedelta(days=24))):
        do(
            "people.welcome",
            cleo,
            "young and resting",
            members=(
                NewMember("Mia", neighbourhood="Mill Lane", strengths=("draws posters",)),
                NewMember("Joe", "", "01632 960 106", "Mill Lane"),
            ),
        )
    ids = dict(Agent.objects.filter(community_id=cleo.community_id).values_list("name", "public_id"))
    with clock.at(evening_of(today - timedelta(days=22))):
        _look_at(sal, ids, today)
        _say_yes_for(cleo, ids, today)
    with clock.at(evening_of(today - timedelta(days=15))):
        do("people.raise_concern", people["Ben"], "worry closed", words=CLOSED, about=ids["Joe"])
        closed = Concern.objects.get(community_id=cleo.community_id).public_id
    with clock.at(evening_of(today - timedelta(days=13))):
        do("people.note_concern", sal, "rang", concern=closed, words="I rang his daughter. She came the same evening.")
        do("people.propose_closing", sal, "over", concern=closed, words="He is with his daughter for some weeks.")
        do("people.close_concern", dee, "agreed", concern=closed)
        do("people.pause", cleo, "Joe rests", member=ids["Joe"])
    with clock.at(evening_of(today - timedelta(days=4))):
        do("people.raise_concern", people["Ana"], "worry open", words=OPEN)


def _look_at(sal: Actor, ids: Mapping[str, UUID], today: date) -> None:
    for name, kind, what, issuer, days in LOOKED_AT:
        do(
            "people.attest", sal, f"looked at {name}", member=ids[name], kind=kind, what=what, issuer=issuer,
            seen_on=today - timedelta(days=30), until_on=today + timedelta(days=days),
        )  # fmt: skip


def _say_yes_for(cleo: Actor, ids: Mapping[str, UUID], today: date) -> None:
    do("people.say_age_band", cleo, "Mia is young", member=ids["Mia"], adult_on=today + timedelta(days=600))
    do("people.name_guardian", cleo, "Mia", member=ids["Mia"], guardian=ids["Ana"], words="mother")
    guardian = Guardian.objects.get(community_id=cleo.community_id).public_id
    do("people.say_yes_for", cleo, "Mia may", guardian=guardian, what="meet", channel="spoken")
