"""The numbers on the cards of a batch: they follow from the installation's own key, so that no table keeps them."""

from datetime import timedelta

from django.utils.crypto import salted_hmac

from coproduce.arenas.care.models import CardBatch
from coproduce.arenas.care.rules.cards import NUMBERS, card
from coproduce.community.base import clock

#: A card handed over longer ago than this opens nothing.
GOOD_FOR = timedelta(days=2 * 365)


def number_on(batch: CardBatch, place: int) -> str:
    """What stands on the card at this place of the batch, from 1 on."""
    said = salted_hmac("coproduce.card of a ward", f"{batch.public_id} {place}", algorithm="sha256")
    return card(int.from_bytes(said.digest()) % NUMBERS)


def find(community_id: int, number: str) -> tuple[CardBatch, int] | None:
    """The batch and the place of a card of this community, whether it was opened before or not."""
    since = (clock.now() - GOOD_FOR).date()
    for batch in CardBatch.objects.filter(community_id=community_id, printed_on__gte=since):
        for place in range(1, batch.size + 1):
            if number_on(batch, place) == number:
                return batch, place
    return None
