"""What is sold here, and what is said to be in it."""

from django.db.models import QuerySet

from coproduce.arenas.food.models import Product
from coproduce.arenas.food.rules import Frozen, Product as Told
from coproduce.community.base import policy
from coproduce.community.base.actor import Actor


def products(actor: Actor, *, only_sold: bool = True) -> QuerySet[Product]:
    """What is sold here, by name; all that ever was, for whoever asks for it."""
    if not policy.may(actor, "food.read_page"):
        return Product.objects.none()
    rows = Product.objects.filter(community_id=actor.community_id).select_related("producer")
    return (rows.filter(is_sold=True) if only_sold else rows).order_by("name", "pk")


def as_told(product: Product) -> Told:
    """A product as the rules of allergens take it: what nobody has said stays unknown."""
    contains, traces = product.contains, product.traces
    return Told(
        product.name,
        product.unit,
        None if contains is None else frozenset(contains),
        None if traces is None else frozenset(traces),
    )


def priced(product: Product) -> Frozen:
    """Its price now."""
    return Frozen(product.price_minor, product.per)
