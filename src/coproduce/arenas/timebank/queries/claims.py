"""What the claims' measures find in one community's books. Small numbers stay hidden: the page is for everybody."""

from collections.abc import Callable, Mapping
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, Sum

from coproduce.arenas.timebank.queries.figures import ARENA
from coproduce.community import ledger
from coproduce.community.base.actor import Actor
from coproduce.community.exchange.claims import RULE, returned, were_asked
from coproduce.community.exchange.figures import came_round, standing
from coproduce.community.exchange.models import Ask, Contribution
from coproduce.core.claims import Found, counted
from coproduce.core.quantity import HOURS
from coproduce.core.stats import Estimate


def _yes(actor: Actor, today: date) -> Found | None:
    answered = Ask.objects.filter(community_id=actor.community_id, arena=ARENA, answered_on__isnull=False).exclude(
        state=Ask.LATER
    )
    said = answered.aggregate(n=Count("pk"), k=Count("pk", filter=Q(state__in=(Ask.YES, Ask.OTHERWISE))))
    return counted(said["k"], said["n"], f"{said['k']} of {said['n']} who have answered would: yes, or in another way.")


def _givers(actor: Actor, today: date) -> Found | None:
    gave = Contribution.objects.filter(
        community_id=actor.community_id, corrected_by=None, giver=OuterRef("agent"), effective_on__lte=today
    )
    those = (
        Ask.objects.filter(community_id=actor.community_id, arena=ARENA, asked_on__isnull=False)
        .annotate(had_given=Exists(gave.filter(effective_on__lt=OuterRef("asked_on"))))
        .annotate(has_given=Exists(gave.filter(effective_on__gte=OuterRef("asked_on"))))
        .filter(had_given=False)
        .aggregate(n=Count("pk"), k=Count("pk", filter=Q(has_given=True)))
    )
    return counted(
        those["k"], those["n"], f"{those['k']} of {those['n']} who had given nothing when asked have given since."
    )


def _facilitate(actor: Actor, today: date) -> Found | None:
    said = standing(actor.community_id, ARENA).aggregate(
        n=Count("entry", distinct=True), k=Count("entry", distinct=True, filter=Q(is_by_desk=False))
    )
    return counted(said["k"], said["n"], f"{said['k']} of {said['n']} exchanges were agreed without a staff act.")


def _hour(actor: Actor, today: date) -> Found | None:
    proof = ledger.verify(actor.community_id)
    k = proof.entries - min(proof.entries, len(proof.faults))
    return counted(k, proof.entries, f"{k} of {proof.entries} entries sum to nothing and stand as they were written.")


def _uncounted(actor: Actor, today: date) -> Found | None:
    sums = standing(actor.community_id, ARENA).aggregate(n=Count("entry", distinct=True), minutes=Sum("amount"))
    if RULE.hide(sums["n"]) is None:
        return None
    says = f"{HOURS(sums['minutes'] or 0)} were counted in {sums['n']} exchanges."
    return Found(says, sums["n"], Estimate(None, None, None, 0))


MEASURES: Mapping[str, Callable[[Actor, date], Found | None]] = {
    "asked": lambda actor, today: were_asked(actor, ARENA),
    "yes": _yes,
    "round": lambda actor, today: returned(came_round(actor, ARENA, today, RULE), "first helped before they had given"),
    "givers": _givers,
    "facilitate": _facilitate,
    "hour": _hour,
    "uncounted": _uncounted,
}


def measure(name: str, community_id: int, today: date) -> Found | None:
    """What one measure finds in a community up to a day; None where it is too small to show."""
    return MEASURES[name](Actor(community_id, None, None), today)
