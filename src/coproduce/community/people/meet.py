"""Whether two members may be brought together: asked by every verb that shows a contact or makes an agreement."""

from typing import Literal

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
    absent = (
        (Membership.LEFT, Membership.APPLIED)
        if purpose == "record"
        else (Membership.LEFT, Membership.APPLIED, Membership.PAUSED)
    )
    if (
        Membership.objects.filter(agent__in=(a, b), state__in=absent).exists()
        or BarredPair.objects.filter(one=one, other=other).exists()
    ):
        return Refusal("MAY_NOT_MEET", "This cannot be arranged between these two. Ask the desk.", "receiver")
    return None
