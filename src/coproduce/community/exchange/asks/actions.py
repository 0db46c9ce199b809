"""The verbs of being asked back: somebody says that they are ready, is asked once, and answers as they like."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from coproduce.community.base import clock, policy
from coproduce.community.base.action import action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done, Notice
from coproduce.community.base.one import the_one
from coproduce.community.base.rooms import arenas
from coproduce.community.exchange.asks.rules import due_after, may, may_ask, may_stand_in_the_way
from coproduce.community.exchange.models import Ask, Contribution
from coproduce.core.refusal import Refusal
from coproduce.core.words import may_say

NOT_THERE = Refusal("NOT_FOUND", "There is nobody to ask here by that number.", "ask")


@dataclass(frozen=True, slots=True)
class Asked:
    """Which ask, how it stands now, and the day to ask again where somebody said later."""

    ask: UUID
    state: str
    due_on: date | None = None


@action("exchange.say_ready", receipt=Asked)
def say_ready(actor: Actor, *, ask: UUID, request_id: UUID) -> Done[Asked] | Refusal:
    """Say that one is ready to be asked. The desk writes it down for someone who says so on the telephone."""
    found = _found(actor, "exchange.say_ready", ask)
    if isinstance(found, Refusal):
        return found
    if fault := may("say_ready", found.state):
        return fault
    today = clock.today(found.community.time_zone)
    found.state, found.ready_on = Ask.READY, today
    found.save(update_fields=["state", "ready_on"])
    return Done(Asked(found.public_id, found.state))


@action("exchange.ask_back", receipt=Asked)
def ask_back(actor: Actor, *, ask: UUID, request_id: UUID) -> Done[Asked] | Refusal:
    """Ask somebody who is ready, once, with the arena's own words. Never done by the one who helped them."""
    found = _found(actor, "exchange.ask_back", ask)
    if isinstance(found, Refusal):
        return found
    helpers = Contribution.objects.filter(receiver_id=found.agent_id, corrected_by=None).values_list("giver", flat=True)
    today = clock.today(found.community.time_zone)
    if fault := may_ask(found.state, found.due_on, actor.agent_id, helpers, today):
        return fault
    found.state, found.asked_on, found.asked_by = Ask.ASKED, today, actor.agent_id
    found.save(update_fields=["state", "asked_on", "asked_by"])
    sentence = next(arena.ask for arena in arenas() if arena.slug == found.arena)
    return Done(Asked(found.public_id, found.state), (Notice(found.agent_id, sentence, link=_link(found)),))


@action("exchange.answer", receipt=Asked)
def answer(
    actor: Actor,
    *,
    ask: UUID,
    answer: str,
    words: str = "",
    on: date | None = None,
    in_the_way: str = "",
    request_id: UUID,
) -> Done[Asked] | Refusal:
    """Answer: yes, later, another way, no, don't ask. Each is a good answer, and only *later* is asked about again.

    Whoever says no may say what stood in the way, as `in_the_way`; it is counted, and nobody has to.
    """
    found = _found(actor, "exchange.answer", ask)
    if isinstance(found, Refusal):
        return found
    today = clock.today(found.community.time_zone)
    due = due_after(answer, today, on)
    if fault := may("answer", found.state) or (due if isinstance(due, Refusal) else may_say(words, "words", 300)):
        return fault
    if fault := may_stand_in_the_way(answer, in_the_way):
        return fault
    assert not isinstance(due, Refusal)
    found.state, found.due_on, found.answered_on, found.words = answer, due, today, words.strip()
    found.in_the_way = in_the_way
    found.save(update_fields=["state", "due_on", "answered_on", "words", "in_the_way"])
    if answer == Ask.NEVER:
        Ask.objects.filter(agent_id=found.agent_id).exclude(pk=found.pk).exclude(state__in=(Ask.YES, Ask.NO)).update(
            state=Ask.NEVER, answered_on=today
        )
    return Done(Asked(found.public_id, found.state, due))


def _found(actor: Actor, verb: str, ask: UUID) -> Ask | Refusal:
    """The ask, locked, when it is the actor's own or the desk's to see to."""
    found = the_one(
        Ask.objects.select_for_update(of=("self",))
        .select_related("community")
        .filter(community_id=actor.community_id, public_id=ask)
    )
    if found is None or not policy.may(actor, verb, policy.towards(actor, found.agent_id)):
        return NOT_THERE
    return found


def _link(found: Ask) -> str:
    return f"/{found.community.slug}/exchange/asked/{found.public_id}/"
