"""Which reasons there are for two not to be brought together: for the desk alone, and written down that it asked."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy

from coproduce.community.base import audit, policy
from coproduce.community.base.actor import Actor
from coproduce.community.people.meet import why_not_all
from coproduce.community.people.models import Agent
from coproduce.community.people.safeguarding.meeting import Purpose

READ = "people.read_why_not"

#: Each reason as the desk reads it.
WORDS = {
    "gone": gettext_lazy("%(name)s is no member now."),
    "resting": gettext_lazy("%(name)s rests."),
    "apart": gettext_lazy("These two must not meet."),
    "not done here": gettext_lazy("This is not done here, whatever somebody has shown."),
    "unchecked": gettext_lazy("%(name)s has no check in date that is high enough for what is done."),
    "no guardian": gettext_lazy("%(name)s is not of age, and nobody is written down who says yes for them."),
    "no yes": gettext_lazy("%(name)s is not of age, and no guardian has said yes to meeting people here."),
    "alone": gettext_lazy("%(name)s is not of age: a second adult comes along, or a guardian says yes to one alone."),
    "newcomer": gettext_lazy("%(name)s is new: they help in company first, or where the desk introduced them."),
}


def why_not(actor: Actor, a: Agent, b: Agent, purpose: Purpose, doing: Iterable[str] = ()) -> list[str] | None:
    """In words, every reason why `a`, who would help, and `b` may not meet for this; None for who may not read it."""
    if not policy.may(actor, READ) or {a.community_id, b.community_id} != {actor.community_id}:
        return None
    audit.reading(actor, READ, [a.pk, b.pk], purpose)
    names = {a.pk: a.name, b.pk: b.name}
    found = why_not_all((a.pk,), (b.pk,), purpose, doing)
    return [str(WORDS[one.code]) % {"name": names[one.about[0]] if one.about else ""} for one in found]
