"""Whether two members may be brought together: asked by every verb that shows a contact or makes an agreement."""

from collections.abc import Iterable
from typing import Literal

from django.db.models import Exists, OuterRef, Q

from coproduce.community.people.models import BarredPair, Membership
from coproduce.core.refusal import Refusal

#: `record` is help that already happened; the others bring people together from now on.
Purpose = Literal["agree", "contact", "record"]


def may_meet(a: int, b: int, purpose: Purpose) -> Refusal | None:
    """None when agents `a` and `b` may meet for this purpose, else the refusal to give.

    The sentence is the same whatever the reason, so that it tells neither of
    them anything about the other.
    """
    one, other = sorted((a, b))
    away = Membership.objects.filter(agent__in=(a, b), state__in=_absent(purpose))
    barred = BarredPair.objects.filter(one=one, other=other)
    if away.values_list("pk").union(barred.values_list("pk"), all=True).exists():
        return Refusal("MAY_NOT_MEET", "This cannot be arranged between these two. Ask the desk.", "receiver")
    return None


def those_to_meet(a: int, others: Iterable[int], purpose: Purpose) -> list[Membership]:
    """The memberships of those others whom `may_meet` lets agent `a` meet, with their names, in one query."""
    found = Membership.objects.filter(free_to_meet(a, purpose), agent__in=others).exclude(agent=a)
    return list(found.select_related("agent").order_by("pk"))


def free_to_meet(a: int, purpose: Purpose) -> Q:
    """Of rows about an `agent`, those of whom `may_meet` would say that agent `a` may meet them."""
    away = Membership.objects.filter(state__in=_absent(purpose))
    barred = Q(agent__in=BarredPair.objects.filter(one=a).values("other")) | Q(
        agent__in=BarredPair.objects.filter(other=a).values("one")
    )
    return ~Exists(away.filter(agent=a)) & ~Exists(away.filter(agent=OuterRef("agent"))) & ~barred


def _absent(purpose: Purpose) -> tuple[str, ...]:
    """Who is not there to be met."""
    gone = (Membership.LEFT, Membership.APPLIED)
    return gone if purpose == "record" else (*gone, Membership.PAUSED)
