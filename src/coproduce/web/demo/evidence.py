"""Two studies of the made-up town, one that cannot tell and one that found something by lot; and how things are."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

from coproduce.community.base import clock
from coproduce.community.base.actor import Actor
from coproduce.community.evidence.actions.rows import RowSaid
from coproduce.community.evidence.consents import OUTCOMES
from coproduce.community.evidence.models import Plan
from coproduce.community.evidence.outcomes.actions import Answer
from coproduce.community.evidence.outcomes.measures import LONELINESS, SHIPPED, TIES, WELL_BEING
from coproduce.community.people.consent.queries import consenting
from coproduce.community.people.models import Membership
from coproduce.web.demo.doing import do, evening_of

#: Question, offer, outcome, analysis, shares planned for, and what was seen: of so many offered, of so many others.
STUDIES = (
    ("Do fewer go back to hospital when a neighbour offers to visit?", "a visit at home within three days",
     "Back in hospital", "compared", (12, 6), ((31, 374), (45, 376))),
    ("Do more come to the Thursday table when a neighbour rings first?", "a ring the evening before",
     "Came to the table", "lot", (40, 55), ((171, 300), (124, 300))),
)  # fmt: skip

#: People of a study in a year.
A_YEAR = 750


def study(cleo: Actor, today: date, days: int) -> None:
    """Plan both once the town is there, and bring their rows when everybody was followed to the end."""
    first = today - timedelta(days=days - 2)
    follow = 30 if days > 120 else 7
    last = today - timedelta(days=follow + 3)
    chance = Random(13)  # noqa: S311 - a made-up town, not a secret
    for question, offer, outcome, analysis, (without, with_), seen in STUDIES:
        with clock.at(evening_of(first - timedelta(days=1))):
            do(
                "evidence.plan", cleo, question, question=question, offer=offer, outcome=outcome, analysis=analysis,
                who="everybody whom it could be offered on their first day", compared_with="the usual letter",
                time_zero="the day it could be offered", follow_up_days=follow, from_on=first, until_on=last,
                share_without=without, share_with=with_, a_year=A_YEAR,
            )  # fmt: skip
        seal = Plan.objects.get(community_id=cleo.community_id, question=question).seal
        rows = []
        for offered, (k, n) in zip((True, False), seen, strict=True):
            for place in range(n):
                zero = first + timedelta(days=chance.randint(0, (last - first).days))
                on = zero + timedelta(days=chance.randint(1, follow)) if place < k else None
                took = zero + timedelta(days=1) if offered and chance.random() < 0.6 else None
                end = zero + timedelta(days=follow)
                rows.append(RowSaid(f"{int(offered)}-{place}", offered, zero, end, on, visited_on=took, plan=seal))
        with clock.at(evening_of(today - timedelta(days=1))):
            do("evidence.bring_rows", cleo, f"rows {question}", rows=tuple(rows))
    do("evidence.open_figures", cleo, "open figures", is_open=True)


#: Evenings of the town on which some are asked how things are, and how many of them.
ASKED_ON, MOST_ASKED = (20, 100), 30


def ask_how_things_are(desk: Actor, seed: int, day: date, number: int) -> None:
    """Some of those who said yes answer two measures and about one need; one in ten would rather not."""
    if number not in ASKED_ON:
        return
    here = Membership.objects.filter(
        community_id=desk.community_id, state=Membership.ACTIVE, joined_on__lte=day, agent__in=consenting(OUTCOMES, day)
    ).select_related("agent")
    need = next(one for one in SHIPPED if one.need == "participation")
    for row in here.order_by("pk")[:MOST_ASKED]:
        chance = Random(f"{seed} asked {number} {row.pk}")  # noqa: S311 - as above
        me = replace(desk, agent_id=row.agent_id, person_id=row.person_id, roles=frozenset(row.roles))
        for measure in (WELL_BEING, LONELINESS, TIES, need):
            refuses = chance.random() < 0.1
            answers = tuple(Answer(item.code, chance.choice(item.answers)[0]) for item in measure.items)
            do(
                "evidence.answer", me, f"asked {number} {measure.slug} {row.pk}", member=row.agent.public_id,
                measure=measure.slug, answers=() if refuses else answers, is_refused=refuses,
            )  # fmt: skip
