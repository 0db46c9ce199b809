"""What visitors do, in the words of this arena and in those the law is written in (`people/safeguarding`)."""

from collections.abc import Collection, Iterable, Mapping

from coproduce.arenas.care.rules import Check
from coproduce.community.people.models import Attestation

AS_CHECKED: Mapping[str, str] = {
    "welfare chat": "chat",
    "telephone call": "chat",
    "walk together": "chat",
    "lift to clinic": "lift to health care",
    "shopping with the person's cash": "shopping with their money",
}


def as_checked(activities: Iterable[str]) -> tuple[str, ...]:
    """The same activities as `may_meet` is asked about."""
    return tuple(AS_CHECKED.get(one, one) for one in activities)


CHECKED = ("agent", "what", "until_on", "seen_on", "withdrawn_on")


def checks_of(agents: Collection[int]) -> dict[int, list[Check]]:
    """The checks each of these was seen to hold, those that are over too."""
    found: dict[int, list[Check]] = {agent: [] for agent in agents}
    rows = Attestation.objects.filter(agent__in=agents, kind=Attestation.CHECK)
    for agent, what, until_on, seen_on, withdrawn_on in rows.values_list(*CHECKED):
        found[agent].append(Check(what, until_on, seen_on, withdrawn_on))
    return found
