"""Who takes part in a thread, as whom somebody speaks in it, and what the others are told."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from coproduce.community import ledger
from coproduce.community.base import clock, policy
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Notice
from coproduce.community.base.one import the_one
from coproduce.community.exchange.models import Agreement, Commitment, Message
from coproduce.community.exchange.threads.rules import may
from coproduce.community.people.helping.queries import may_speak, name_said
from coproduce.community.people.models import Agent
from coproduce.core.refusal import Refusal

NOBODY = Refusal("NOT_FOUND", "There is nobody of that name here. Look for them in the list.", "for_")
NO_THREAD = Refusal("NOT_FOUND", "There is no such thread here. Look for it in your list.", "agreement")
SAID_THERE = Refusal(
    "SAID_THERE", "What came of this is said on a page of its own, by both of you: the thread leads there.", "agreement"
)


@dataclass(frozen=True, slots=True)
class InThread:
    """Which thread it is, how far it has come, and the entry once the ledger has recognised it."""

    agreement: UUID
    state: str
    entry: UUID | None = None
    minutes: int = 0


@dataclass(frozen=True, slots=True)
class Thread:
    """A thread that is being acted on: locked, with who takes part, whose words these are, and the name they go by."""

    row: Agreement
    parts: tuple[Commitment, ...]
    mine: Commitment
    is_by_desk: bool
    name: str

    @property
    def others(self) -> tuple[Commitment, ...]:
        """Everybody but the one who speaks."""
        return tuple(part for part in self.parts if part.pk != self.mine.pk)

    @property
    def sides(self) -> tuple[list[int], list[int]]:
        """The agents who give, and those who receive."""
        gives, receives = self.side(Commitment.GIVES), self.side(Commitment.RECEIVES)
        return [part.agent_id for part in gives], [part.agent_id for part in receives]

    def side(self, side: str) -> tuple[Commitment, ...]:
        """Those who give, or those who receive."""
        return tuple(part for part in self.parts if part.side == side)


def thread_for(actor: Actor, verb: str, what: str, agreement: UUID, for_: UUID | None) -> Thread | Refusal:
    """The thread, locked, once the actor may do `what` to it: for themselves, or at the desk for `for_`.

    A thread of others, or of another community, is not there.
    """
    row = the_one(
        Agreement.objects.select_for_update(of=("self",))
        .select_related("category", "community")
        .filter(community_id=actor.community_id, public_id=agreement)
    )
    if row is None:
        return NO_THREAD
    parts = tuple(sorted(row.commitments.select_related("agent"), key=lambda part: part.pk))
    wanted = (
        part
        for part in parts
        if (
            part.agent_id == actor.agent_id
            if for_ is None
            else part.agent.public_id == for_ and not part.agent.is_forgotten
        )
    )
    mine = next(wanted, None)
    if mine is None:
        return NO_THREAD if not policy.may(actor, verb) else NOBODY
    if not policy.may(actor, verb, policy.towards(actor, mine.agent_id)):
        return NO_THREAD
    if fault := may_speak(actor, {part.agent_id for part in parts}) or may(what, row.state):
        return fault
    if actor.helped_by is not None:
        mine.helped_by = actor.helped_by
        mine.save(update_fields=["helped_by"])
    return Thread(row, parts, mine, mine.agent_id != actor.agent_id, name_said(actor, mine.agent.name))


def agents_named(actor: Actor, ids: Sequence[UUID], field: str) -> list[Agent] | Refusal:
    """The agents of these public ids, each once, in the order named."""
    if not ids:
        return []
    found = {
        agent.public_id: agent for agent in Agent.objects.filter(community_id=actor.community_id, public_id__in=ids)
    }
    if missing := [one for one in ids if one not in found]:
        return Refusal(
            "NOT_FOUND", "There is nobody of that name here. Look for them in the list.", field, {"id": str(missing[0])}
        )
    return [found[one] for one in dict.fromkeys(ids)]


def end(row: Agreement, state: str, *, ended: bool = True) -> None:
    """Bring a thread into a state in which its hours no longer stand by themselves; ended, none are kept aside."""
    row.state, row.stands_on = state, None
    row.ended_at = clock.now() if ended else None
    row.save(update_fields=["state", "stands_on", "ended_at"])
    if ended:
        let_go(row)


def kept_for(row: Agreement) -> list[ledger.Kept]:
    """What is kept aside for a thread; nothing is asked where nothing can be."""
    return ledger.kept_under(row.community_id, str(row.public_id)) if row.planned_minutes else []


def let_go(row: Agreement) -> None:
    """Free what is kept aside for a thread."""
    for kept in kept_for(row):
        ledger.release(kept.hold, community=row.community_id, why=row.state)


def write(actor: Actor, thread: Thread, words: str) -> None:
    """Write down what somebody says; the hand of the desk, or of a helper, is named when it does so for them."""
    Message.objects.create(
        agreement=thread.row,
        author=thread.mine.agent,
        taken_by=None if actor.hand == thread.mine.agent_id else actor.hand,
        words=words.strip(),
        said_at=clock.now(),
    )


def tell_others(thread: Thread, template: str) -> tuple[Notice, ...]:
    """A notice for everybody but the one who speaks."""
    said = {"name": thread.name, "what": thread.row.words}
    return tuple(Notice(part.agent_id, template, said, link=link(thread.row)) for part in thread.others)


def link(row: Agreement) -> str:
    """The address of a thread."""
    return f"/{row.community.slug}/exchange/threads/{row.public_id}/"
