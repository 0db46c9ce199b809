"""The verb that writes down who came to an occasion, and recognises what each of them gave."""

from dataclasses import dataclass
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from coproduce.community.base import clock, policy
from coproduce.community.base.action import action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done
from coproduce.community.exchange.models import SignUp
from coproduce.community.exchange.occasions.held import organised
from coproduce.community.exchange.occasions.queries import relation
from coproduce.community.exchange.occasions.rules import Came, local
from coproduce.community.exchange.recognition import Deed, came_at, recognise, told
from coproduce.community.exchange.threads.taking_part import agents_named
from coproduce.community.people.meet import may_all_meet
from coproduce.core.refusal import Refusal


@dataclass(frozen=True, slots=True)
class WhoCame:
    """The entry that recognises what everybody did, a contribution for each of them, and the minutes together."""

    occasion: UUID
    entry: UUID
    contributions: tuple[UUID, ...]
    minutes: int


@action("exchange.record_came", receipt=WhoCame)
def record_came(
    actor: Actor, *, occasion: UUID, came: tuple[Came, ...], helped: tuple[UUID, ...] = (), request_id: UUID
) -> Done[WhoCame] | Refusal:
    """Write down who came and how long each gave: one entry, and a contribution for each of them.

    Whoever organises it was helped. The desk may name others who were; people who came without a place count too.
    """
    row = organised(actor, "exchange.record_came", occasion)
    if isinstance(row, Refusal):
        return row
    if came_at(row.arena):
        return Refusal(
            "SAID_ELSEWHERE", "Who came to this is written down on a page of its own. See there.", "occasion"
        )
    if row.starts_at > clock.now():
        return Refusal("NOT_YET", "It has not begun yet. Write down who came once it has.", "occasion")
    if helped and not policy.may(actor, "exchange.record_came"):
        return Refusal(
            "NOT_ALLOWED", "Leave out who else was helped: the desk writes that down, and asks them.", "helped"
        )
    if not 0 < len(came) <= 500:
        return Refusal("MISSING", "Say who came, and how long each was there.", "came")
    givers = agents_named(actor, [one.who for one in came], "came")
    receivers = agents_named(actor, helped, "helped") if helped else [row.organiser]
    if isinstance(givers, Refusal):
        return givers
    if isinstance(receivers, Refusal):
        return receivers
    if fault := may_all_meet([one.pk for one in givers], [one.pk for one in receivers], "record"):
        return fault
    minutes: dict[UUID, int] = {}
    for one in came:
        minutes[one.who] = minutes.get(one.who, 0) + one.minutes
    deed = Deed(
        row.arena,
        {agent: minutes[agent.public_id] for agent in givers},
        dict.fromkeys(receivers, 1),
        row.category,
        local(row.starts_at, ZoneInfo(row.community.time_zone)).date(),
        row.words,
        is_by_desk=relation(actor, row.organiser_id) != "own",
    )
    outcome = recognise(actor, deed, uuid5(row.public_id, "recognised"))
    if isinstance(outcome, Refusal):
        return outcome
    row.entry = outcome.entry
    row.save(update_fields=["entry"])
    for place in SignUp.objects.filter(slot__occasion=row, withdrawn_at=None, agent__in=givers).select_related("agent"):
        place.minutes = minutes[place.agent.public_id]
        place.save(update_fields=["minutes"])
    receipt = WhoCame(row.public_id, outcome.entry, outcome.contributions, sum(minutes.values()))
    return Done(receipt, (*told(deed), *outcome.notices))
