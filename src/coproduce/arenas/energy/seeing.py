"""What made-up people know of shared energy on an evening."""

from coproduce.arenas.energy.behaviour import Meter, Sharing
from coproduce.arenas.energy.behaviour.words import QUESTION
from coproduce.arenas.energy.models import Point, Readings, SharedMonth, SharingTerms
from coproduce.community.decisions.models import Decision
from coproduce.community.people.models import Community, Membership


def seen(place: Community) -> Sharing:
    """All of it, in the order it came about."""
    still = Membership.objects.filter(community=place, state=Membership.ACTIVE).values("agent")
    points = Point.objects.filter(community=place, agent__in=still).order_by("pk")
    decisions = Decision.objects.filter(community=place, question=QUESTION).order_by("pk")
    terms = SharingTerms.objects.filter(community=place).order_by("from_on")
    brought = Readings.objects.filter(point__community=place).order_by("-month_on")
    settled = SharedMonth.objects.filter(community=place, state=SharedMonth.SETTLED).order_by("-month_on")
    return Sharing(
        tuple(
            Meter(number, who, kind == Point.MAKES)
            for number, who, kind in points.values_list("number", "agent__public_id", "kind")
        ),
        decisions.values_list("public_id", flat=True).first(),
        terms.values_list("from_on", flat=True).first(),
        brought.values_list("month_on", flat=True).first(),
        settled.values_list("month_on", flat=True).first(),
    )
