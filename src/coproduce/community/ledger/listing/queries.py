"""Accounts, starting from what this actor may see; by name alone, never by how much anybody holds."""

from django.db.models import QuerySet
from django.db.models.functions import Coalesce

from coproduce.community.base import policy
from coproduce.community.base.actor import Actor
from coproduce.community.ledger.models import LedgerAccount


def accounts(actor: Actor, words: str = "") -> QuerySet[LedgerAccount]:
    """Every account here whose holder's name, or own name, holds these words, by name; none for who may not read it."""
    if not policy.may(actor, "ledger.read_accounts"):
        return LedgerAccount.objects.none()
    found = LedgerAccount.objects.filter(community_id=actor.community_id)
    found = found.annotate(called=Coalesce("agent__name", "name"))
    for word in words.split():
        found = found.filter(called__icontains=word)
    return found.select_related("agent").order_by("called", "unit", "pk")
