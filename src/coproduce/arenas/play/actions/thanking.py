"""A thank-you in the books: it is taken from nobody, stands in no entry with hours or money, and is not passed on.

Whoever was helped may be asked back one day. How many thanks somebody has is read by them alone.
"""

from collections.abc import Iterable
from datetime import date
from uuid import UUID, uuid5

from coproduce.arenas.play import ARENA
from coproduce.arenas.play.queries.here import KIND
from coproduce.community import ledger
from coproduce.community.base.actor import Actor
from coproduce.community.exchange.recognition import handed_over
from coproduce.community.people.models import Agent
from coproduce.core.journal import Entry, Posting
from coproduce.core.quantity import THANKS
from coproduce.core.refusal import Refusal

#: The account thanks come from, and the kind of their entries.
GIVEN, THANKED = "Thanks given", "thanks"


def thank(
    actor: Actor, helpers: Iterable[Agent], helped: Agent, *, on: date, request_id: UUID, words: str = ""
) -> UUID | Refusal:
    """One thank-you for each who helped; the entry they stand in."""
    others = [one for one in helpers if one.pk != helped.pk]
    accounts = ledger.member_accounts(actor.community_id, [one.pk for one in others], THANKS)
    posted = ledger.post(
        Entry(
            client_id=uuid5(request_id, THANKED), community=actor.community_id, kind=THANKED, category=KIND,
            effective_on=on, actor=actor.agent_id, on_behalf_of=others[0].pk, arena=ARENA.slug,
            postings=(
                *(Posting(accounts[one.pk], THANKS(1)) for one in others),
                Posting(ledger.issuing_account(actor.community_id, THANKS, GIVEN), THANKS(-len(others))),
            ),
        )
    )  # fmt: skip
    if isinstance(posted, Refusal):
        return posted
    for one in others:
        handed_over(
            actor, ARENA.slug, one, helped, category=KIND, amount=THANKS(1), entry=posted.entry, on=on, thanks=words
        )
    return posted.entry
