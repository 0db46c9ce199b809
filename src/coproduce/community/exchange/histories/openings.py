"""The hours members bring from elsewhere, given once each out of one named account, so that the books close."""

from dataclasses import replace
from uuid import UUID, uuid5

from coproduce.community import ledger
from coproduce.community.base import clock
from coproduce.community.base.action import action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done
from coproduce.community.exchange.histories.people import length_fault, named, nobody
from coproduce.community.exchange.histories.rules import Opening, Taken, may_open
from coproduce.community.people.models import Community
from coproduce.core.journal import Entry, Posting
from coproduce.core.quantity import HOURS
from coproduce.core.refusal import Refusal

#: The name under which ids of openings are derived. It never changes, or hours would be given twice.
OPENING = UUID("0f8e6c1d-1d0f-5b0a-8a53-9c0e54a7d8b2")

#: The account opening hours come from; it stands at minus their sum, so that the books close.
OPENING_HOURS = "Opening hours"


def opening_id(member: UUID) -> UUID:
    """The id of the entry with which somebody begins: there is one of each."""
    return uuid5(OPENING, str(member))


@action("exchange.open_balances", receipt=Taken)
def open_balances(actor: Actor, *, rows: tuple[Opening, ...], request_id: UUID) -> Done[Taken] | Refusal:
    """Give members the hours they bring from elsewhere, once each; it counts as nobody's help."""
    community = Community.objects.get(pk=actor.community_id)
    today = clock.today(community.time_zone)
    agents = named(community.pk, (row.member for row in rows))
    for row in rows:
        if row.member not in agents:
            return nobody("member")
        if fault := may_open(row, today):
            return fault
    if fault := length_fault(rows):
        return fault
    issuing = ledger.issuing_account(community.pk, HOURS, OPENING_HOURS)
    bringing = [row for row in rows if row.minutes]
    accounts = ledger.member_accounts(community.pk, (agents[row.member].pk for row in bringing), HOURS)
    posted = ledger.post_many(
        (
            Entry(
                client_id=opening_id(row.member),
                community=community.pk,
                kind="opening",
                category="opening",
                effective_on=row.on,
                actor=actor.agent_id,
                on_behalf_of=agents[row.member].pk,
                source_ref=row.source_ref,
                postings=(
                    Posting(accounts[agents[row.member].pk], HOURS(row.minutes)),
                    Posting(issuing, HOURS(-row.minutes)),
                ),
            )
            for row in bringing
        ),
        limits=False,
    )
    added = 0
    for answer in posted:
        # The same hours, brought by another hand or in a file of another name, are the same hours.
        if isinstance(answer, Refusal) and answer.field not in ("actor", "source_ref"):
            return replace(answer, field="on") if answer.field == "effective_on" else answer
        added += not isinstance(answer, Refusal) and not answer.is_repeat
    return Done(Taken(added, len(bringing) - added, len(rows) - len(bringing)))
