"""What is known of those who visit or would: what was heard and looked at, and how many they visit now."""

from collections.abc import Collection, Iterable
from datetime import date

from django.db.models import Q

from coproduce.arenas.care import VISITOR
from coproduce.arenas.care.models import Case, Visit, VisitorProfile
from coproduce.arenas.care.queries.checked import checks_of
from coproduce.arenas.care.rules import Visitor, visitor_allowed
from coproduce.arenas.care.rules.states import OPEN
from coproduce.community.people.models import Agent, Attestation, BarredPair, Membership
from coproduce.community.people.safeguarding.queries import in_date


def known_of(profiles: Collection[VisitorProfile], today: date) -> dict[int, Visitor]:
    """What each would need before a first visit, from what was looked at and stands today; by agent."""
    agents = [one.agent_id for one in profiles]
    checks = checks_of(agents)
    seen: dict[int, list[tuple[str, str]]] = {agent: [] for agent in agents}
    rows = Attestation.objects.filter(
        in_date(today), agent__in=agents, kind__in=(Attestation.REFERENCE, Attestation.TRAINING)
    )
    for agent, kind, what in rows.values_list("agent", "kind", "what"):
        seen[agent].append((kind, what))
    return {
        one.agent_id: Visitor(
            references=sum(1 for kind, _ in seen[one.agent_id] if kind == Attestation.REFERENCE),
            modules=frozenset(what.casefold() for kind, what in seen[one.agent_id] if kind == Attestation.TRAINING),
            shadowed_on=one.shadowed_on,
            supervisor=one.supervisor_id is not None,
            has_check=visitor_allowed(checks[one.agent_id], 1, 1, today, activities=one.activities) is True,
        )
        for one in profiles
    }


def load_of(agents: Collection[int]) -> dict[int, int]:
    """How many each visits now, or was asked to; by agent."""
    found = dict.fromkeys(agents, 0)
    rows = Case.objects.filter(Q(visitor__in=agents) | Q(asked__in=agents), state__in=OPEN)
    for visitor, asked in rows.values_list("visitor", "asked"):
        for one in {visitor, asked} & found.keys():
            found[one] += 1
    return found


def others_who_visit(row: Case) -> list[Agent]:
    """Who could go along to this person: every visitor but theirs whom they may meet, by name."""
    found = VisitorProfile.objects.filter(
        community=row.community_id, agent__membership__roles__icontains=VISITOR,
        agent__membership__state=Membership.ACTIVE,
    )  # fmt: skip
    apart = {who for pair in _apart(row) for who in pair}
    found = found.exclude(agent__in={row.agent_id, row.visitor_id or 0, *apart}).select_related("agent")
    return [one.agent for one in found.order_by("agent__name", "pk")]


def who_comes(row: Case) -> list[Agent]:
    """Who comes to this person, came once, or is held out to them, and whom they said nothing of yet; by name."""
    visits = Visit.objects.filter(case__agent=row.agent_id).exclude(kind=Visit.CALL)
    going = {who for pair in visits.values_list("visitor", "companion") for who in pair}
    held_out = Q(public_id__in=[one["who"] for one in row.proposed])
    said = {who for pair in _apart(row, asked_by=row.agent_id) for who in pair}
    found = Agent.objects.filter(held_out | Q(pk__in={*going, row.visitor_id, row.asked_id} - {None}))
    return list(found.filter(merged_into=None).exclude(pk__in={row.agent_id, *said}).order_by("name", "pk"))


def _apart(row: Case, **said: object) -> Iterable[tuple[int, int]]:
    """The pairs this person is kept apart by."""
    whose = Q(one=row.agent_id) | Q(other=row.agent_id)
    return BarredPair.objects.filter(whose, **said).values_list("one", "other")


def all_visitors(community_id: int) -> list[VisitorProfile]:
    """Those who visit and those who would, by name."""
    found = VisitorProfile.objects.filter(community=community_id).exclude(agent__membership__state=Membership.LEFT)
    return list(found.select_related("agent__membership").order_by("agent__name", "pk"))
