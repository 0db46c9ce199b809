"""The chain, step by step and without a name: who was visited, and whose own visits followed."""

from coproduce.arenas.care.models import Case as Row
from coproduce.arenas.care.rules import Case, Ended
from coproduce.arenas.care.rules.states import CLOSED, COMPLETED


def ended(community_id: int) -> list[Ended]:
    """What became of each who was visited to the end."""
    rows = Row.objects.filter(community_id=community_id, state=COMPLETED)
    return [Ended(*said) for said in rows.values_list("generation", "needs_met", "harm")]


def cases(community_id: int) -> list[Case]:
    """Everybody somebody came to, and of whom they came."""
    rows = Row.objects.filter(community_id=community_id, first_visit_at__isnull=False)
    found = list(rows.values_list("pk", "parent", "state", "generation"))
    return [Case(pk, parent, state in CLOSED, generation) for pk, parent, state, generation in found]
