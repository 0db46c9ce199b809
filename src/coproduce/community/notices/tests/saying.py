"""What these tests share: telling somebody something, and running the worker at a moment."""

from datetime import datetime

from tests.fixtures.towns import Town

from coproduce.community.base import clock
from coproduce.community.base.models import Outbox
from coproduce.community.notices.delivering import deliver
from coproduce.community.notices.models import Notice
from coproduce.community.people.models import Agent, Membership


def tell(town: Town, who: str, words: str = "Ben said %(what)s.", *, urgent: bool = False, link: str = "") -> None:
    """One row in the Outbox, as a verb writes it."""
    Outbox.objects.create(
        community_id=town.community.pk,
        to_agent=agent(town, who).pk,
        template=words,
        values={"what": f"hello {town.canary}"},
        is_urgent=urgent,
        link=link,
        written_at=clock.now(),
    )


def agent(town: Town, who: str) -> Agent:
    return Agent.objects.get(public_id=town.agents[who])


def membership(town: Town, who: str, **change: object) -> Membership:
    """Somebody's membership, changed as the test says."""
    found = Membership.objects.filter(agent=agent(town, who))
    if change:
        found.update(**change)
    return found.get()


def told(town: Town, who: str) -> list[Notice]:
    return list(Notice.objects.filter(agent=agent(town, who)).order_by("id"))


def work(moment: datetime) -> int:
    """The worker looks at this moment; how many letters left."""
    with clock.at(moment):
        return deliver(moment)
