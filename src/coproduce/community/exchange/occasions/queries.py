"""Reading occasions, starting from what this actor may see: what is coming, who comes, and one's own places."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from coproduce.community.base import audit, clock, policy
from coproduce.community.base.actor import Actor
from coproduce.community.exchange.models import Occasion, SignUp, Slot
from coproduce.community.people.models import Agent


def groups_of(agent_id: int | None) -> QuerySet[Agent]:
    """The families and groups somebody speaks for, by name."""
    mine = agent_id or 0
    found = Agent.objects.filter(
        Q(household__members__agent_id=mine) | Q(organisation__contacts__agent_id=mine), merged_into=None
    )
    return found.distinct().order_by("name", "id")


def speaks_for(actor: Actor, agent_id: int) -> bool:
    """Whether this agent is the actor, or a family or group of theirs."""
    return agent_id == actor.agent_id or groups_of(actor.agent_id).filter(pk=agent_id).exists()


def relation(actor: Actor, agent_id: int) -> policy.Relation:
    """In which relation an occasion of this organiser stands to the actor."""
    return "own" if speaks_for(actor, agent_id) else "same community"


def _free_slots() -> QuerySet[Slot]:
    """The slots of an occasion that have a place left."""
    taken = (
        SignUp.objects.filter(slot=OuterRef("pk"), withdrawn_at=None)
        .order_by()
        .values("slot")
        .annotate(number=Count("pk"))
        .values("number")
    )
    counted = Slot.objects.filter(occasion=OuterRef("pk")).annotate(
        taken=Coalesce(Subquery(taken, output_field=IntegerField()), 0)
    )
    return counted.filter(Q(capacity=None) | Q(taken__lt=F("capacity")))


def coming(actor: Actor, category: str = "", *, only_free: bool = False, words: str = "") -> QuerySet[Occasion]:
    """What is still to come, the next first, with its slots and who is in them."""
    if not policy.may(actor, "exchange.read_lists"):
        return Occasion.objects.none()
    found = Occasion.objects.filter(community_id=actor.community_id, ends_at__gt=clock.now(), cancelled_at=None)
    if category:
        found = found.filter(Q(category__name=category) | Q(category__parent__name=category))
    for word in words.split():
        found = found.filter(
            Q(words__icontains=word) | Q(category__name__icontains=word) | Q(organiser__name__icontains=word)
        )
    if only_free:
        found = found.filter(Exists(_free_slots()))
    return with_slots(found).order_by("starts_at", "id")


def unfilled(community_id: int, until: datetime) -> QuerySet[Occasion]:
    """Occasions before this moment in which somebody is still wanted: a slot with a number, and a place in it left."""
    wanted = _free_slots().exclude(capacity=None)
    return Occasion.objects.filter(
        Exists(wanted), community_id=community_id, cancelled_at=None, starts_at__gt=clock.now(), starts_at__lt=until
    )


def with_slots(found: QuerySet[Occasion]) -> QuerySet[Occasion]:
    """Occasions with what is needed, who has a place and who waits for one, in two more queries however many."""
    places = SignUp.objects.filter(Q(withdrawn_at=None) | Q(waits_since__isnull=False))
    known = places.select_related("agent", "offered_to").order_by("waits_since", "pk")
    slots = Slot.objects.order_by("pk").prefetch_related(Prefetch("sign_ups", known))
    return found.select_related("category", "organiser", "area", "community").prefetch_related(Prefetch("slots", slots))


def places_in(slot: Slot) -> list[SignUp]:
    """Who has a place in a slot that `with_slots` read, in the order they took it."""
    return [place for place in slot.sign_ups.all() if place.withdrawn_at is None]


def waiting_in(slot: Slot) -> list[SignUp]:
    """Who waits for a place in it, the longest first."""
    return [place for place in slot.sign_ups.all() if place.waits_since is not None]


def occasion(actor: Actor, public_id: UUID) -> Occasion | None:
    """One occasion of the actor's community, those cancelled and gone by too."""
    if not policy.may(actor, "exchange.read_lists"):
        return None
    found = Occasion.objects.filter(community_id=actor.community_id, public_id=public_id)
    ours = Exists(groups_of(actor.agent_id).filter(pk=OuterRef("organiser")))
    return with_slots(found).annotate(is_of_my_group=ours).first()


def is_ours(actor: Actor, row: Occasion) -> bool:
    """Whether the actor organises it, or a family or group of theirs; one that `occasion` found knows already."""
    if row.organiser_id == actor.agent_id:
        return True
    known: bool | None = getattr(row, "is_of_my_group", None)
    return speaks_for(actor, row.organiser_id) if known is None else known


def people(row: Occasion) -> list[SignUp]:
    """Everybody who has a place, in the order of the slots."""
    return [place for slot in row.slots.all() for place in places_in(slot)]


def sees_people(actor: Actor, row: Occasion) -> bool:
    """Whether the actor reads who comes and where exactly: those signed up, whoever organises it, and the desk."""
    if any(place.agent_id == actor.agent_id for place in people(row)):
        return True
    return policy.may(actor, "exchange.record_came") or is_ours(actor, row)


def read_people(actor: Actor, row: Occasion, why: str) -> list[SignUp]:
    """Who comes, for those who may read it; the desk's reading is written down."""
    if not sees_people(actor, row):
        return []
    found = people(row)
    if actor.agent_id not in {place.agent_id for place in found} and not is_ours(actor, row):
        audit.reading(actor, "exchange.read_occasion", [place.agent_id for place in found], why)
    return found


def places_of(actor: Actor) -> QuerySet[SignUp]:
    """What the actor said they would do, from today on, the next first."""
    found = SignUp.objects.filter(
        agent_id=actor.agent_id or 0, slot__occasion__community_id=actor.community_id, withdrawn_at=None,
        slot__occasion__cancelled_at=None, slot__occasion__ends_at__gt=clock.now(),
    )  # fmt: skip
    return found.select_related("slot__occasion").order_by("slot__occasion__starts_at", "pk")


def offered(actor: Actor, row: Occasion) -> list[SignUp]:
    """Places others hold out that the actor could take."""
    return [
        place
        for place in people(row)
        if place.offered_at and place.agent_id != actor.agent_id and place.offered_to_id in (None, actor.agent_id)
    ]


def others_of_series(row: Occasion) -> QuerySet[Occasion]:
    """The other dates of the same series that are still to come and have a place left, the next first."""
    found = Occasion.objects.filter(
        Exists(_free_slots()), community_id=row.community_id, series=row.series, cancelled_at=None,
        starts_at__gt=clock.now(),
    ).exclude(pk=row.pk)  # fmt: skip
    return found.order_by("starts_at", "id")


def series_to_come(row: Occasion) -> list[datetime]:
    """When the other dates of its series are that can still be changed with it, the next first."""
    found = Occasion.objects.filter(
        community_id=row.community_id, series=row.series, organiser_id=row.organiser_id, cancelled_at=None, entry=None,
        starts_at__gt=clock.now(),
    ).exclude(pk=row.pk)  # fmt: skip
    return list(found.order_by("starts_at").values_list("starts_at", flat=True))


#: So near is soon, at the desk.
SOON = timedelta(days=14)
