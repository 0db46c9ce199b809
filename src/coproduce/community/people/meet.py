"""Whether two members may be brought together: asked by every verb that shows a contact or makes an agreement."""

from collections.abc import Collection, Iterable
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
    return may_all_meet((a,), (b,), purpose)


def may_all_meet(some: Collection[int], others: Collection[int], purpose: Purpose) -> Refusal | None:
    """None when each of `some` may meet each of the `others`, else the same refusal as for two."""
    if not some or not others:
        return None
    everybody = {*some, *others}
    refusal = Refusal("MAY_NOT_MEET", "This cannot be arranged between these two. Ask the desk.", "receiver")
    if Membership.objects.filter(agent__in=everybody, state__in=_absent(purpose)).exists():
        return refusal
    barred = BarredPair.objects.filter(one__in=everybody, other__in=everybody).values_list("one_id", "other_id")
    pairs = (pair for one, other in barred for pair in ((one, other), (other, one)))
    return refusal if any(one in some and other in others for one, other in pairs) else None


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
