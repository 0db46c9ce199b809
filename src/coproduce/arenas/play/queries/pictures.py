"""Whether a picture may be seen: everybody on it says yes to that today, and a guardian for who is not of age."""

from collections.abc import Collection
from datetime import date

from django.db.models import Exists, F, OuterRef, Q

from coproduce.arenas.play.consents import PICTURES
from coproduce.arenas.play.models import Festival
from coproduce.community.base import clock
from coproduce.community.people.consent.queries import standing
from coproduce.community.people.models import Consent, Guardian, Membership, Upload


def may_all_be_seen(agents: Collection[int], on: date) -> bool:
    """Whether each of these is an active member who says yes to pictures on that day; nobody on it is no hindrance."""
    guards = Guardian.objects.filter(ward=OuterRef("agent"), guardian=OuterRef("given_by"), ended_on=None)
    said = Consent.objects.filter(standing(on), scope=PICTURES, agent=OuterRef("agent"))
    theirs = Membership.objects.filter(agent__in=set(agents), state=Membership.ACTIVE)
    grown = Q(adult_on=None) | Q(adult_on__lte=on)
    yes = theirs.filter(
        (grown & Exists(said)) | (~grown & Exists(said.filter(~Q(given_by=F("agent")), Exists(guards))))
    )
    return yes.count() == len(set(agents))


def picture(row: Festival) -> Upload | None:
    """The picture of a festival, while everybody on it says yes."""
    if row.picture is None:
        return None
    return row.picture if may_all_be_seen(row.shown_on_it, clock.today(row.community.time_zone)) else None
