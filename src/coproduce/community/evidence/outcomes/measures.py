"""What may be asked with no leave of anybody: harmonised questions, our own, and what people can do, by need.

Wordings are the sources' own, held against them on 30 November 2026: gss.civilservice.gov.uk/policy-store/
personal-well-being and campaigntoendloneliness.org/evaluation, which repeats the table of ons.gov.uk, measuring
loneliness: guidance. The lines of well-being are where ONS's own bands of high, and of low anxiety, begin or end (from
memory: its user guide was not read); ONS draws none for loneliness: six of nine and more is Steptoe et al. (2013), PNAS
110:5797. Every other scale is somebody's: a site supplies it, with the number of its licence.
"""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from coproduce.community.evidence.outcomes.rules import Item, Measure, Reading, Words

Answers = tuple[tuple[int, Words], ...]

ONS = "Office for National Statistics, personal well-being, harmonised standard (Open Government Licence)"
LONELY = "Office for National Statistics, measuring loneliness: UCLA-3 and the direct question"
OWN = "our own"
SEN = "our own, after Sen (1999) and Max-Neef (1991)"

_TO_TEN: Answers = tuple((number, f"{number}") for number in range(11))
_NOT_AT_ALL: Answers = ((0, _("0, not at all")), *_TO_TEN[1:10], (10, _("10, completely")))
_OFTEN = ((1, _("Hardly ever or never")), (2, _("Some of the time")), (3, _("Often")))
_YES_NO = ((1, _("Yes")), (0, _("No")))
_CAN = ((2, _("Yes")), (1, _("With help")), (0, _("No")))

WELL_BEING = Measure(
    "well-being", _("How life is"), "2018", ONS,
    (
        Item("satisfied", _("Overall, how satisfied are you with your life nowadays?"), _NOT_AT_ALL),
        Item("worthwhile",
             _("Overall, to what extent do you feel that the things you do in your life are worthwhile?"), _NOT_AT_ALL),
        Item("happy", _("Overall, how happy did you feel yesterday?"), _NOT_AT_ALL),
        Item("anxious",
             _("On a scale where 0 is “not at all anxious” and 10 is “completely anxious”, overall, how anxious did "
               "you feel yesterday?"), _NOT_AT_ALL),
    ),
    (
        Reading("satisfied", _("Satisfied with life: 7 to 10"), ("satisfied",), 7),
        Reading("worthwhile", _("What they do is worthwhile: 7 to 10"), ("worthwhile",), 7),
        Reading("happy", _("Happy yesterday: 7 to 10"), ("happy",), 7),
        Reading("anxious", _("Hardly anxious yesterday: 0 to 3"), ("anxious",), 3, lower_is_better=True),
    ),
)  # fmt: skip

LONELINESS = Measure(
    "loneliness", _("Company"), "2018", LONELY,
    (
        Item("companionship", _("How often do you feel that you lack companionship?"), _OFTEN),
        Item("left_out", _("How often do you feel left out?"), _OFTEN),
        Item("isolated", _("How often do you feel isolated from others?"), _OFTEN),
        Item("lonely", _("How often do you feel lonely?"), (
            (1, _("Never")), (2, _("Hardly ever")), (3, _("Occasionally")), (4, _("Some of the time")),
            (5, _("Often or always")),
        )),
    ),
    (
        Reading("ucla", _("Not lonely by three questions: 3 to 5 of 9"),
                ("companionship", "left_out", "isolated"), 5, lower_is_better=True),
        Reading("direct", _("Lonely occasionally, hardly ever or never"), ("lonely",), 3, lower_is_better=True),
    ),
)  # fmt: skip

TIES = Measure(
    "ties", _("People around me"), "1", OWN,
    (
        Item("ring", _("How many people here could you ring in the night if you had to?"), (
            (0, _("Nobody")), (1, _("One or two")), (2, _("Three to five")), (3, _("Six or more")),
        )),
        Item("belong", _("I belong here."), (
            (0, _("Not at all")), (1, _("A little")), (2, _("Rather")), (3, _("Very much")),
        )),
        Item("trust", _("Most people here can be trusted."), (
            (0, _("Not at all")), (1, _("A little")), (2, _("Rather")), (3, _("Very much")),
        )),
        Item("asked", _("In the last month, did anybody ask you for something that you can do?"), _YES_NO),
        Item("gave", _("In the last month, did you help anybody outside your home?"), _YES_NO),
    ),
    (
        Reading("ring", _("Could ring three people or more"), ("ring",), 2),
        Reading("belong", _("Belong here, rather or very much"), ("belong",), 2),
        Reading("trust", _("Trust people here, rather or very much"), ("trust",), 2),
        Reading("asked", _("Were asked for something they can do"), ("asked",), 1),
        Reading("gave", _("Helped somebody"), ("gave",), 1),
    ),
)  # fmt: skip

GOAL = Measure(
    "goal", _("A goal of mine"), "1", OWN,
    (Item("far", _("How far have you come with it?"), ((0, _("0, not begun")), *_TO_TEN[1:10], (10, _("10, done")))),),
    (Reading("far", _("Come half way or further: 5 to 10"), ("far",), 5),),
    asks_goal=True,
)  # fmt: skip

BACK_IN_HOSPITAL = Measure(
    "hospital", _("Hospital"), "1", OWN,
    (Item("back", _("In the last 30 days, were you in hospital overnight without having planned it?"), _YES_NO),),
    (Reading("back", _("Not in hospital unplanned in 30 days"), ("back",), 0, lower_is_better=True),),
    is_health=True,
)  # fmt: skip

NEEDS: Mapping[str, tuple[Promise, tuple[Promise, Promise, Promise]]] = {
    "subsistence": (_("Living"), (
        _("Can you eat well every day, if you want to?"),
        _("Can you keep your home warm, if you want to?"),
        _("Can you see a doctor when you are ill, if you want to?"))),
    "protection": (_("Being safe"), (
        _("Can you go out after dark, if you want to?"),
        _("Can you get help at once when something happens, if you want to?"),
        _("Can you pay a bill that you did not expect, if you want to?"))),
    "affection": (_("Being fond"), (
        _("Can you be with people who are fond of you, if you want to?"),
        _("Can you care for somebody, if you want to?"),
        _("Can you have somebody near when you are low, if you want to?"))),
    "understanding": (_("Understanding"), (
        _("Can you learn something new, if you want to?"),
        _("Can you find out what you need to know, if you want to?"),
        _("Can you talk things through with somebody, if you want to?"))),
    "participation": (_("Taking part"), (
        _("Can you have a say in what is decided here, if you want to?"),
        _("Can you join in with others, if you want to?"),
        _("Can you get to where things happen, if you want to?"))),
    "leisure": (_("Rest"), (
        _("Can you have time to yourself, if you want to?"),
        _("Can you rest when you are tired, if you want to?"),
        _("Can you do something just for fun, if you want to?"))),
    "creation": (_("Making"), (
        _("Can you make or mend something, if you want to?"),
        _("Can you use what you are good at, if you want to?"),
        _("Can you try out an idea of yours, if you want to?"))),
    "identity": (_("Being oneself"), (
        _("Can you be as you are among others, if you want to?"),
        _("Can you keep up your own language and customs, if you want to?"),
        _("Can you be somewhere where you belong, if you want to?"))),
    "freedom": (_("Being free"), (
        _("Can you go where you like, if you want to?"),
        _("Can you decide about your own day, if you want to?"),
        _("Can you say no, if you want to?"))),
}  # fmt: skip


def _need(slug: str) -> Measure:
    name, asked = NEEDS[slug]
    items = []
    for number, words in enumerate(asked, 1):
        items += [Item(f"can-{number}", words, _CAN), Item(f"want-{number}", _("And do you want to?"), _YES_NO)]
    return Measure(f"can-{slug}", name, "1", SEN, tuple(items), need=slug)


SHIPPED: tuple[Measure, ...] = (WELL_BEING, LONELINESS, TIES, GOAL, BACK_IN_HOSPITAL, *map(_need, NEEDS))
