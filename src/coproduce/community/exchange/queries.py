"""Lists of offers and needs, starting from what this actor may see."""

from django.db.models import Q, QuerySet

from coproduce.community.base import policy
from coproduce.community.base.actor import Actor
from coproduce.community.exchange.models import Category, Need, Offer
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


def _searched(intents: QuerySet, actor: Actor, words: str, category: str) -> QuerySet:  # type: ignore[type-arg]
    if not policy.may(actor, "exchange.read_lists"):
        return intents.none()
    found = intents.filter(community_id=actor.community_id, state="open")
    for word in words.split():
        found = found.filter(
            Q(words__icontains=word) | Q(agent__name__icontains=word) | Q(category__name__icontains=word)
        )
    if category:
        found = found.filter(category__name=category)
    return found.select_related("agent", "category").order_by("-said_on", "-id")
