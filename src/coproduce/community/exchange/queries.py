"""Lists of offers and needs, starting from what this actor may see."""

from uuid import UUID

from django.db.models import Q, QuerySet

from coproduce.community.base import audit, clock, policy
from coproduce.community.base.actor import Actor
from coproduce.community.exchange.models import Agreement, Ask, Category, Need, Offer
from coproduce.community.people.models import Community, Membership
from coproduce.community.people.rules import is_public_id


def open_needs(actor: Actor, words: str = "", category: str = "") -> QuerySet[Need]:
    """Needs nobody has met yet, newest first, with whose they are."""
    return _searched(Need.objects.all(), actor, words, category)


def open_offers(actor: Actor, words: str = "", category: str = "") -> QuerySet[Offer]:
    """Offers that stand, newest first, with whose they are."""
    return _searched(Offer.objects.all(), actor, words, category)


def categories(actor: Actor) -> QuerySet[Category]:
    """The community's kinds of help, by name."""
    return Category.objects.filter(community_id=actor.community_id).order_by("name")


def need_to_meet(actor: Actor, public_id: str) -> Need | None:
    """One open need of the actor's community; what is met, withdrawn or elsewhere is not there."""
    if not is_public_id(public_id):
        return None
    return open_needs(actor).filter(public_id=public_id).first()


def offer_to_take(actor: Actor, public_id: str) -> Offer | None:
    """One offer of the actor's community that stands."""
    if not is_public_id(public_id):
        return None
    return open_offers(actor).filter(public_id=public_id).first()


def threads(actor: Actor) -> QuerySet[Agreement]:
    """The threads the actor takes part in; for the desk, all of the community's. Newest first."""
    found = Agreement.objects.filter(community_id=actor.community_id)
    if not policy.may(actor, "exchange.read_threads"):
        found = found.filter(commitments__agent_id=actor.agent_id or 0)
    return found.select_related("category").order_by("-proposed_at", "-id")


def thread(actor: Actor, public_id: UUID) -> Agreement | None:
    """One thread the actor may read: their own, or for the desk any here. The desk's reading is written down."""
    found = threads(actor).select_related("need", "offer", "community").filter(public_id=public_id).first()
    if found:
        audit.reading(actor, "exchange.read_threads", taking_part(found), "thread")
    return found


def taking_part(agreement: Agreement) -> list[int]:
    """The agents who take part, unless the reader is one of them: then it is their own thread."""
    return list(agreement.commitments.values_list("agent_id", flat=True))


def asks(actor: Actor) -> QuerySet[Ask]:
    """Those who may be asked back: one's own, for the desk everybody's here."""
    found = Ask.objects.filter(community_id=actor.community_id).select_related("agent")
    return found if policy.may(actor, "exchange.ask_back") else found.filter(agent_id=actor.agent_id or 0)


def _searched(intents: QuerySet, actor: Actor, words: str, category: str) -> QuerySet:  # type: ignore[type-arg]
    if not policy.may(actor, "exchange.read_lists"):
        return intents.none()
    today = clock.today(Community.objects.values_list("time_zone", flat=True).get(pk=actor.community_id))
    found = intents.filter(community_id=actor.community_id, state="open").exclude(until_on__lt=today)
    found = found.exclude(agent__membership__state=Membership.PAUSED)
    for word in words.split():
        found = found.filter(
            Q(words__icontains=word) | Q(agent__name__icontains=word) | Q(category__name__icontains=word)
        )
    if category:
        found = found.filter(category__name=category)
    return found.select_related("agent", "category").order_by("-said_on", "-id")
