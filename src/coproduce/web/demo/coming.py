"""Who comes in: two who asked to join and answered the desk's question, one who is new, and one others vouch for."""

from collections.abc import Mapping
from datetime import date, timedelta

from coproduce.community.base import clock
from coproduce.community.base.actor import Actor
from coproduce.community.exchange.models import Agreement
from coproduce.community.people.joining.questions import questions_of
from coproduce.community.people.joining.rules import Answer
from coproduce.community.people.models import Agent, Community
from coproduce.community.people.queries import myself
from coproduce.community.people.rules import NewMember, Referee
from coproduce.core.quantity import HOURS
from coproduce.web.demo.doing import do, evening_of, first_arena

WHEN = "When are you at home most?"

#: Who would like to join: name, telephone, words, when, and of how many days ago.
APPLICANTS = (
    ("Nell Harper", "01632 960 151", "I would walk a dog, gladly a big one", "In the mornings", 6),
    ("Omar Aziz", "01632 960 152", "Sums and reading with children", "In the evenings", 2),
)


def come_in(people: Mapping[str, Actor], eve: Actor, today: date) -> None:
    """Wenbrook asks one question at its door, and its members vouch; in Hexley newcomers have a trial."""
    cleo = people["Cleo"]
    with clock.at(evening_of(today - timedelta(days=8))):
        do(
            "people.write_question", cleo, WHEN, words=WHEN, kind="one of",
            choices=("In the mornings", "In the afternoons", "In the evenings"), hint="So that we ring at a good time.",
        )  # fmt: skip
        do("people.set_vouching", cleo, "vouching", role="link worker", threshold=2)
    for who in ("Ana", "Tom"):
        with clock.at(evening_of(today - timedelta(days=5))):
            do(
                "people.vouch",
                people[who],
                f"{who} vouches",
                member=myself(people["Ben"]).public_id,
                role="link worker",
            )
    question = questions_of(cleo.community_id).get().public_id
    for name, phone, words, when, ago in APPLICANTS:
        with clock.at(evening_of(today - timedelta(days=ago))):
            do(
                "people.apply", cleo, name, name=name, phone=phone, words=words, answers=(Answer(question, when),),
                references=(Referee("Flo at the library", "01632 960 161"), Referee("Guy next door", "01632 960 162")),
            )  # fmt: skip
    _try(eve, today)


def _try(eve: Actor, today: date) -> None:
    """Fay came to Hexley a while ago, helped once where Eve introduced her, and has two times left."""
    with clock.at(evening_of(today - timedelta(days=14))):
        here = Community.objects.get(pk=eve.community_id)
        do(
            "people.change_settings",
            eve,
            "trial",
            version=here.version,
            name=here.name,
            trial_times=3,
            phone=here.phone,
        )
        do("people.welcome", eve, "Fay", members=(NewMember("Fay", "", "01632 960 202", "Chapel Street"),))
    fay, gil = (Agent.objects.get(community_id=eve.community_id, name=name).public_id for name in ("Fay", "Gil"))
    with clock.at(evening_of(today - timedelta(days=4))):
        do(
            "exchange.propose", eve, "Fay for Gil", arena=first_arena(eve), givers=(fay,), receivers=(gil,),
            words="A walk by the canal",
            category="Company",
        )  # fmt: skip
    thread = Agreement.objects.get(community_id=eve.community_id, words="A walk by the canal").public_id
    with clock.at(evening_of(day := today - timedelta(days=3))):
        for who, whom in (("Fay", fay), ("Gil", gil)):
            do("exchange.agree", eve, f"{who} agrees", agreement=thread, for_=whom)
        do("exchange.do", eve, "Fay did", agreement=thread, for_=fay, time=HOURS(60), done_on=day)
        do("exchange.confirm", eve, "Gil confirms", agreement=thread, for_=gil)
