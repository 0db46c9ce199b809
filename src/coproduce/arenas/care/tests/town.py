"""A town that visits: two coordinators, two checked visitors, somebody who came home, and how each gets there."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from tests.fixtures.towns import NOON, TODAY, Town, do

from coproduce.arenas.care import COORDINATOR
from coproduce.arenas.care.models import CardBatch, Case, Visit
from coproduce.arenas.care.queries.numbers import number_on
from coproduce.arenas.care.rules.visitors import MODULES
from coproduce.community.base.done import Done
from coproduce.community.people.models import Agent, Community, Membership

CHAT = ("welfare chat", "telephone call")


@dataclass
class Ward:
    """The town, and short words for what is done in it again and again."""

    town: Town

    def done(self, who: str, verb: str, **said: Any) -> Any:
        outcome = self.do(who, verb, **said)
        assert isinstance(outcome, Done), (verb, outcome)
        return outcome.value

    def do(self, who: str, verb: str, **said: Any) -> Any:
        return do(verb if "." in verb else f"care.{verb}", self.town.actor(who), **said)

    def card(self) -> str:
        """The number of a card nobody has opened."""
        batch = self.done("Cleo", "print_cards", size=1).batch
        return number_on(CardBatch.objects.get(public_id=batch), 1)

    def home(self, name: str = "Ida", **said: Any) -> UUID:
        """Somebody rings with a card: they came home yesterday, and may be rung and visited."""
        words = {"name": f"{name} {self.town.canary}", "phone": "01632 960 200", "says": ("C1", "C2", "C7"),
                 "home_on": TODAY - timedelta(days=1), "channel": "phone",
                 "address": f"3 Mill Lane {self.town.canary}"}  # fmt: skip
        return self.done("Cleo", "open_case", **{"card": self.card(), **words, **said}).case

    def visitor(self, name: str, level: str = "basic", **said: Any) -> None:
        """Make somebody of the cast a visitor, with everything that takes."""
        member = self.town.agents[name]
        self.ready(name, level, **said)
        self.done("Cleo", "take_on_visitor", member=member)

    def ready(self, name: str, level: str = "basic", **said: Any) -> None:
        member = self.town.agents[name]
        words = {
            "activities": CHAT,
            "supervisor": self.town.agents["Cleo"],
            "shadowed_on": TODAY,
            "about": "I like roses",
        }
        self.done("Cleo", "describe_visitor", member=member, **{**words, **said})
        for kind, what in (
            ("check", level),
            ("reference", "Flo"),
            ("reference", "Guy"),
            *(("training", one) for one in MODULES),
        ):
            self.done("Cleo", "people.attest", member=member, kind=kind, what=what, issuer="the desk", seen_on=TODAY,
                      until_on=TODAY + timedelta(days=365))  # fmt: skip

    def matched(self, case: UUID, name: str = "Ana") -> None:
        """Taken on, held out, chosen, and a yes."""
        self.done("Dee", "triage", case=case, takes=True)
        self.done("Dee", "propose_visitors", case=case)
        self.done("Dee", "choose_visitor", case=case, visitor=self.town.agents[name])
        self.done(name, "answer_match", case=case, says_yes=True)

    def planned(self, case: UUID, name: str = "Ana", along: str | None = "Ben", **said: Any) -> UUID:
        companion = self.town.agents[along] if along else None
        return self.done(name, "plan_visit", case=case, companion=companion, **{"starts_at": NOON, **said}).visit

    def visited(self, case: UUID) -> UUID:
        """A first visit by two, from door to door."""
        visit = self.planned(case)
        self.done("Ana", "check_in", visit=visit)
        return visit

    def case(self, case: UUID) -> Case:
        return Case.objects.get(public_id=case)

    def visit(self, visit: UUID) -> Visit:
        return Visit.objects.get(public_id=visit)

    def agent_of(self, pk: int | None) -> Agent:
        return Agent.objects.select_related("care_profile").get(pk=pk)

    def agent(self, name: str) -> Agent:
        return Agent.objects.get(public_id=self.town.agents[name])


def ward_of(town: Town) -> Ward:
    """The town with the arena switched on, Dee a coordinator, Ana and Ben visitors."""
    Community.objects.filter(slug=town.slug).update(arenas=["timebank", "care"])
    for row in Membership.objects.filter(agent__public_id=town.agents["Dee"]):
        row.roles = [*row.roles, COORDINATOR]
        row.save()
    ward = Ward(town)
    for name in ("Ana", "Ben"):
        ward.visitor(name)
    return ward
