"""The essays' claims of the economy, page by page, each with its line, comparison and refutation."""

from collections.abc import Mapping

from coproduce.core.claims import ESSAY, Claim
from coproduce.economy.claims.asking import Hypothesis
from coproduce.economy.claims.measures import (
    CONTRACT,
    COPRODUCTION,
    MIX,
    SILENT,
    SPECIALISED,
    SPREAD,
    UNASKED,
    better,
    clustered,
    pooled,
    without,
)
from coproduce.economy.outcomes import OUTCOMES

#: Where needs are said to be met.
MATRIX = "That giving, receiving and ties meet these needs is put in, by a published matrix of ours; how far is found."


def _claim(slug: str, words: str, true: str, needs: str, is_quoted: bool = False) -> Claim:
    return Claim(slug, words, ESSAY, is_quoted, true, slug, needs=needs)


#: Each page: its name, what stands above it, and its hypotheses.
PAGES: Mapping[str, tuple[str, tuple[Hypothesis, ...]]] = {
    "pooling": (
        "Freedoms pooled at a small scale",
        (
            Hypothesis(
                _claim(
                    "pooled", "pools individual freedoms into collective freedoms at a much smaller scale than the "
                    "nation state", "A neighbourhood of 150 that carries its members' risks together leaves at least "
                    "nine tenths as many with every need met as everybody's pool does.", "E", is_quoted=True,
                ),
                "a pool of 150 against one pool of everybody, the same people, the same losses",
                "share of people with every need met, beyond nine tenths of the nation's",
                "Mutual funds of some hundred members that leave a tenth more of them with a need unmet than a "
                "national fund does, over five years with a works closing or a price shock among them.",
                pooled,
            ),
            Hypothesis(
                _claim(
                    "cheaper", "Co-production beside a social contract does not cost the state more.",
                    "The state pays no more for each adult under both than under the social contract alone.", "E",
                ),
                "both together (mix) against the social contract alone", OUTCOMES["public_cost"].unit + ", saved",
                "Councils that start co-production and pay more for each adult, brokers included, than councils alike "
                "that do not.", better("public_cost", MIX, CONTRACT),
            ),
        ),
    ),
    "contagion": (
        "It spreads from one to another",
        (
            Hypothesis(
                _claim(
                    "word-of-mouth", "Co-production spreads by contagion, along the ties people have.",
                    "More take part where people tell and copy each other than where only the desk asks.", "F",
                ),
                "co-production with word of mouth against the same without", OUTCOMES["taking_part"].unit,
                "Communities chosen by lot where members bring others and those where they do not grow alike; or "
                "records of ties and days that outside influence explains as well (`coproduce economy contagion`).",
                better("taking_part", COPRODUCTION, SILENT, SPREAD),
                "That people join by their ties is put in. Whether they do is asked of real records: "
                "`coproduce economy contagion`, which says so when they cannot tell.",
            ),
            Hypothesis(
                _claim(
                    "asked", "Being asked if one could do the same makes givers of those who received.",
                    "More give where whoever was helped is asked back than where nobody is.", "F",
                ),
                "co-production with being asked back against the same without", OUTCOMES["giving"].unit,
                "People alike, some asked by lot and some not, who go on to give as often.",
                better("giving", COPRODUCTION, UNASKED, SPREAD),
                "That some who are asked say yes is put in; how many is the number that matters.",
            ),
            Hypothesis(
                _claim(
                    "near", "It spreads further through neighbourhoods than through ties that lead far.",
                    "More take part in the end where ties are near than where as many lead anywhere.", "F",
                ),
                "near ties against ties that lead anywhere, as many of them, three needed before one is copied",
                OUTCOMES["taking_part"].unit,
                "Invitations by lot, to neighbours of each other or to people who live apart, that end with as many "
                "members.", clustered,
            ),
        ),
    ),
    "participation": (
        "Participation carries wellbeing",
        (
            Hypothesis(
                _claim(
                    "least-met", "Participation rather than consumption carries wellbeing: the need that is least met "
                    "is met better.", "Of the nine needs, the one least met is met further under co-production.", "D",
                ),
                "co-production against specialised labour", OUTCOMES["least_met"].unit,
                "Members whose least met need, asked a year apart, rises no more than that of people alike who did "
                "not join.", better("least_met", COPRODUCTION, SPECIALISED), MATRIX,
            ),
            Hypothesis(
                _claim(
                    "essay-needs", "So are the seven the essays name: novelty, entertainment, freedom, security, "
                    "community, solidarity, identity.", "The least met of these seven is met further.", "D",
                ),
                "co-production against specialised labour", OUTCOMES["essay_least_met"].unit,
                "The same, asked of these seven.", better("essay_least_met", COPRODUCTION, SPECIALISED), MATRIX,
            ),
            Hypothesis(
                _claim(
                    "lighter", "It does so with a lighter footprint.", "Less greenhouse gas for each adult.", "D",
                ),
                "co-production against specialised labour", OUTCOMES["footprint"].unit + ", saved",
                "Households of members whose energy and travel, read from meters, fall no more than those of people "
                "alike.", better("footprint", COPRODUCTION, SPECIALISED),
            ),
            Hypothesis(
                _claim("healthier", "Whoever takes part is well for longer.", "Health is better on average.", "E"),
                "co-production against specialised labour", OUTCOMES["health"].unit,
                "Admissions or life satisfaction of members that move no more than those of people alike, before and "
                "after.", better("health", COPRODUCTION, SPECIALISED),
            ),
        ),
    ),
    "work": (
        "Work shared, and its purpose",
        (
            Hypothesis(
                _claim(
                    "without-work", "Specialised labour leaves some without work and purpose; the Scandinavian and "
                    "Dutch contract softens it.", "Fewer who want work have none under the social contract.", "C",
                ),
                "the social contract against specialised labour", OUTCOMES["unemployed"].unit + ", fewer",
                "Countries that shorten the week or protect workers and have more without work five years on than "
                "countries alike.", better("unemployed", CONTRACT, SPECIALISED),
                "How much of the work some give up others can do, ω, decides it "
                "([why](../explanation/work-that-is-shared.md)).",
            ),
            Hypothesis(
                _claim(
                    "overworked", "It leaves others overworked; the contract softens that too.",
                    "Fewer work 48 hours or more under the social contract.", "C",
                ),
                "the social contract against specialised labour", OUTCOMES["overworked"].unit + ", fewer",
                "Countries with a cap on hours where as many work longer than that.",
                better("overworked", CONTRACT, SPECIALISED), "That nobody may work longer than the cap is put in.",
            ),
            Hypothesis(
                _claim(
                    "shared", "Co-production shares work out: who gives time to others leaves paid hours to those who "
                    "have none.", "Fewer who want work have none under co-production than under specialised labour.",
                    "E",
                ),
                "co-production against specialised labour", OUTCOMES["unemployed"].unit + ", fewer",
                "Towns where many take part and as many are without work as in towns alike.",
                better("unemployed", COPRODUCTION, SPECIALISED),
            ),
            Hypothesis(
                _claim(
                    "purpose", "It gives purpose that nobody has to be paid for.",
                    "More hours of being needed that nobody pays.", "D",
                ),
                "co-production against specialised labour", OUTCOMES["purposeful_unwaged"].unit,
                "Members without paid work who feel no more needed than people alike who did not join.",
                better("purposeful_unwaged", COPRODUCTION, SPECIALISED),
            ),
        ),
    ),
    "workforce": (
        "A workforce that somebody brought up",
        (
            Hypothesis(
                _claim(
                    "productive", "How productive would the workforce be if it were not toilet trained?",
                    "Where part of what families do unpaid is gone, paid hours are lost.", "E",
                ),
                "a town without part of its unpaid care against the same town, under specialised labour",
                "paid hours lost, a year and adult",
                "Closed nurseries and day centres after which parents and carers work as many paid hours.",
                without("paid"), "That half of what nobody does keeps somebody from paid work is put in; how many "
                "hours that comes to is found.",
            ),
            Hypothesis(
                _claim(
                    "unmet", "Nobody else does it for nothing.", "Part of what families did is done by nobody.", "E",
                ),
                "a town without part of its unpaid care against the same town, under specialised labour",
                "hours of need nobody meets, a year and adult",
                "Neighbours or firms that take over all of what families stop doing, within a year and unpaid.",
                without("unmet"),
            ),
            Hypothesis(
                _claim(
                    "state", "The state bears some of it.", "The state pays more for each adult.", "E",
                ),
                "a town without part of its unpaid care against the same town, under specialised labour",
                "pounds moved to the state, a year and adult",
                "Councils whose spending does not rise where fewer families care.", without("state"),
            ),
        ),
    ),
}  # fmt: skip
