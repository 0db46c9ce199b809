"""Somebody who is not online, and the member she trusts: he says for her what would help, and answers."""

from collections.abc import Mapping
from datetime import date, timedelta

from coproduce.community.base import clock
from coproduce.community.base.actor import Actor
from coproduce.community.exchange.models import Need
from coproduce.community.exchange.rules import Intention
from coproduce.community.people.helping.queries import acting_for
from coproduce.community.people.models import Agent
from coproduce.community.people.queries import myself
from coproduce.community.people.rules import NewMember
from coproduce.web.demo.doing import do, evening_of, first_arena


def let_help(people: Mapping[str, Actor], today: date) -> None:
    """Edith rings the desk and names Ben; what he does for her, she reads in her next letter."""
    cleo, ben, ana = (people[name] for name in ("Cleo", "Ben", "Ana"))
    with clock.at(evening_of(today - timedelta(days=12))):
        do("people.welcome", cleo, "Edith", members=(NewMember("Edith", "", "01632 960 107", "Mill Lane"),))
        edith = Agent.objects.get(community_id=cleo.community_id, name="Edith")
        do(
            "people.name_helper", cleo, "Edith trusts Ben", member=edith.public_id, helper=myself(ben).public_id,
            channel="spoken", what="Whatever is on a screen",
        )  # fmt: skip
        for_her = acting_for(ben, edith.public_id)
    assert for_her is not None
    words = "Somebody to read the paper to me on Tuesdays"
    with clock.at(evening_of(day := today - timedelta(days=9))):
        do(
            "exchange.need",
            for_her.actor,
            "Edith needs",
            needs=(Intention(str(edith.public_id), "Company", words, day),),
        )
    need = Need.objects.get(agent=edith, words=words)
    with clock.at(evening_of(today - timedelta(days=6))):
        do("exchange.propose", ana, "Ana for Edith", need=need.public_id, arena=first_arena(ana))
        thread = need.agreements.get().public_id
        do("exchange.agree", for_her.actor, "Edith says yes", agreement=thread)
        do("exchange.say", for_her.actor, "Edith says when", agreement=thread, words="Ten o'clock is best, says Edith.")
