"""Who is too near to either side to hear it, as far as the house knows anyway: it is looked up, and kept nowhere.

One household, one telephone or address, a guardian, a helper, one group, one thread that goes on (those who learn
together share one), and whoever would ring the other. Whoever leads the circle adds whom the house knows nothing of.
"""

from collections.abc import Collection, Iterable
from datetime import date

from django.db.models import Q

from coproduce.arenas.justice.models import Matter
from coproduce.arenas.justice.rules.matters import is_one_contact
from coproduce.community.exchange.models import Agreement, Commitment
from coproduce.community.people.models import Community, Guardian, Membership, Neighbourhood, TrustedHelper
from coproduce.community.trust.models import Tie

#: A thread that goes on.
GOING_ON = (Agreement.PROPOSED, Agreement.AGREED, Agreement.DONE, Agreement.DISPUTED)


def sides(row: Matter) -> set[int]:
    """The two it is between, or the one."""
    return {one for one in (row.harmed_id, row.respondent_id) if one}


def families(both: Collection[int]) -> set[int]:
    """Who lives with either of them, and their guardians: these do not lead it either."""
    guardians = Guardian.objects.filter(ward__in=both, ended_on=None).values_list("guardian", flat=True)
    family = Membership.objects.filter(households__members__agent__in=both).values_list("agent", flat=True)
    return {*guardians, *family} - set(both)


def known_to(both: Collection[int], pool: Iterable[Membership], today: date) -> set[int]:
    """Who has to do with either of them now; and of the pool, who is reached as they are."""
    groups = Membership.objects.filter(organisations__contacts__agent__in=both).values_list("agent", flat=True)
    theirs = Commitment.objects.filter(agent__in=both, agreement__state__in=GOING_ON).values("agreement")
    together = Commitment.objects.filter(agreement__in=theirs).values_list("agent", flat=True)
    helps = TrustedHelper.objects.filter(Q(until_on=None) | Q(until_on__gte=today), ended_on=None)
    pairs = [
        *helps.filter(Q(member__in=both) | Q(helper__in=both)).values_list("member", "helper"),
        *Tie.objects.filter(Q(one__in=both) | Q(other__in=both)).exclude(stands_on=None).values_list("one", "other"),
    ]
    reached = [contacts(one) for one in Membership.objects.filter(agent__in=both)]
    alike = {one.agent_id for one in pool if any(is_one_contact(contacts(one), other) for other in reached)}
    return {*groups, *together, *(who for pair in pairs for who in pair), *alike}


def neighbours(both: Collection[int], community: Community) -> set[int]:
    """Who lives in the same part of town as either; nobody where there is one part, which tells nothing of anybody."""
    here = Membership.objects.filter(community=community)
    if Neighbourhood.objects.filter(community=community).count() < 2:
        return set()
    theirs = here.filter(agent__in=both).exclude(neighbourhood=None).values("neighbourhood")
    return set(here.filter(neighbourhood__in=theirs).values_list("agent", flat=True))


def contacts(one: Membership) -> tuple[str, ...]:
    """How somebody is reached, to be compared and told to nobody."""
    return (one.phone, one.shared_email)
