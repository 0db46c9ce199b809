"""What made-up people know of circles on an evening."""

from django.db.models import Count, Q

from coproduce.arenas.justice import FACILITATOR
from coproduce.arenas.justice.behaviour.seen import Circles, Going
from coproduce.arenas.justice.consents import BEEN_THROUGH, SERVE
from coproduce.arenas.justice.models import Matter
from coproduce.arenas.justice.queries.peers import TRAINING
from coproduce.community.base import clock
from coproduce.community.people.consent.queries import consenting
from coproduce.community.people.models import Attestation, Community, Membership


def seen(place: Community) -> Circles:
    """All of it, in the order it came about."""
    here = Membership.objects.filter(community=place, state=Membership.ACTIVE).order_by("pk")
    leads = here.filter(roles__icontains=FACILITATOR).values_list("agent__public_id", flat=True)
    trained = Attestation.objects.filter(kind=Attestation.TRAINING, what=TRAINING, community=place).values("agent")
    willing = consenting(SERVE, clock.today(place.time_zone))
    peers = here.filter(agent__in=trained).filter(agent__in=willing).values_list("agent__public_id", flat=True)
    rows = (
        Matter.objects.filter(community=place)
        .exclude(harmed=None)
        .select_related("harmed", "respondent", "facilitator")
    )
    rows = rows.annotate(to_do=Count("parts", filter=~Q(parts__state="kept"))).order_by("pk")
    going = tuple(
        Going(
            row.public_id, row.harmed.public_id, row.respondent.public_id, row.reported_on, row.harmed_way,
            row.accepted, row.meets_at.date() if row.meets_at else None, row.heard_on,
            row.harmed_agreed_on is not None, row.respondent_agreed_on is not None, row.to_do, row.was_heard,
            row.state == Matter.CLOSED, row.facilitator.public_id if row.facilitator else None,
        )
        for row in rows if row.harmed
    )  # fmt: skip
    return Circles(tuple(leads), tuple(peers), going, SERVE, BEEN_THROUGH, TRAINING, FACILITATOR)
