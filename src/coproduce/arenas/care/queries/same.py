"""Who may have come in twice, by a card and by a list: shown to the desk, and never made one silently."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from coproduce.arenas.care.models import Case
from coproduce.arenas.care.queries.held import READ
from coproduce.arenas.care.rules.states import OPEN
from coproduce.community.base import audit
from coproduce.community.base.actor import Actor
from coproduce.community.people.models import Membership
from coproduce.community.people.queries import HERE

#: So many digits from the end tell two telephones apart, with a country's number before them or without.
DIGITS = 9


@dataclass(frozen=True, slots=True)
class MayBeSame:
    """Somebody else's record, or the same one's: which visits stand on it, and whether the telephone is one too."""

    member: UUID
    name: str
    case: UUID | None
    same_phone: bool


def may_be_same(actor: Actor, row: Case) -> list[MayBeSame]:
    """For the desk that reads about these visits; that the others were read is written down as well."""
    found = _found(row)
    audit.reading(actor, READ, [whose.agent_id for whose, _, _ in found if whose.agent_id != row.agent_id], "page")
    return [MayBeSame(whose.agent.public_id, whose.agent.name, case, phone) for whose, case, phone in found]


def seems_known(row: Case) -> bool:
    """Whether there may be a second record of them, or they are visited already."""
    return bool(_found(row))


def _found(row: Case) -> list[tuple[Membership, UUID | None, bool]]:
    """By name or telephone among those visited now, by name among everybody else; and other visits to themselves."""
    theirs = Membership.objects.select_related("agent").get(agent=row.agent_id)
    phone, name = _digits(theirs.phone), _folded(theirs.agent.name)
    cases = Case.objects.filter(community=row.community_id, state__in=OPEN).exclude(pk=row.pk)
    words = name.split()
    may_be = Q(agent__name__istartswith=words[0], agent__name__iendswith=words[-1]) | Q(agent=row.agent_id)
    if phone:
        may_be |= Q(phone__endswith=phone[-2:], agent__in=cases.values("agent"))
    rows = Membership.objects.filter(may_be, community=row.community_id, state__in=HERE, agent__merged_into=None)
    near = list(rows.select_related("agent").order_by("pk"))
    open_now = dict(cases.filter(agent__in=[one.agent_id for one in near]).values_list("agent", "public_id"))
    found = []
    for one in near:
        case, same_phone = open_now.get(one.agent_id), bool(phone) and _digits(one.phone) == phone
        is_one = _folded(one.agent.name) == name or (same_phone and case is not None)
        if case is not None if one.agent_id == row.agent_id else is_one:
            found.append((one, case, same_phone))
    return found


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())


def _digits(phone: str) -> str:
    return "".join(one for one in phone if one.isdecimal())[-DIGITS:]
