"""How a thread begins: for a need, for an offer, between people named; its own words and kind stand."""

from uuid import UUID

from coproduce.community.base import clock, policy
from coproduce.community.base.actor import Actor
from coproduce.community.base.one import the_one
from coproduce.community.exchange.models import Agreement, Category, Commitment, Need, Offer
from coproduce.community.exchange.queries import doing, need_to_meet, offer_to_take
from coproduce.community.exchange.recognition import arena_of_thread
from coproduce.community.exchange.threads.taking_part import agents_named
from coproduce.community.people.helping.queries import may_speak
from coproduce.community.people.meet import Purpose, may_all_meet
from coproduce.community.people.models import Agent, Community
from coproduce.core.refusal import Refusal
from coproduce.core.words import may_say


def begin(
    actor: Actor,
    verb: str,
    givers: tuple[UUID, ...],
    receivers: tuple[UUID, ...],
    need: UUID | None,
    offer: UUID | None,
    words: str,
    category: str,
    arena: str,
    purpose: Purpose,
) -> tuple[Agreement, list[Commitment]] | Refusal:
    """A thread that may begin, and who takes part, not yet kept: the need's or the offer's own words and kind stand."""
    community = Community.objects.get(pk=actor.community_id)
    today = clock.today(community.time_zone)
    wanted = need_to_meet(actor, str(need), today) if need else None
    offered = offer_to_take(actor, str(offer), today) if offer else None
    if need and wanted is None:
        return Refusal("NOT_FOUND", "There is no such need here any more. Look for it in the list.", "need")
    if offer and offered is None:
        return Refusal("NOT_FOUND", "There is no such offer here any more. Look for it in the list.", "offer")
    where = arena_of_thread(community, arena, wanted or offered)
    if isinstance(where, Refusal):
        return where
    sides = _sides(actor, givers, receivers, wanted, offered)
    if isinstance(sides, Refusal):
        return sides
    giving, receiving = sides
    everybody = {agent.pk for agent in (*giving, *receiving)}
    if actor.agent_id not in everybody and not policy.may(actor, verb):
        return Refusal("NOT_ALLOWED", "You can speak for yourself. The desk can bring others together.", "givers")
    about = wanted or offered
    kind = (
        about.category
        if about
        else Category.objects.filter(community=community, name=category.strip(), is_retired=False).first()
    )
    is_by_desk = actor.agent_id not in everybody
    meets = may_all_meet(
        [agent.pk for agent in giving], [agent.pk for agent in receiving], purpose, doing(kind), introduced=is_by_desk
    )
    if fault := may_speak(actor, everybody) or meets or may_say(words, "words", 300):
        return fault
    if kind is None:
        return Refusal("MISSING", "Choose what kind of help it is.", "category")
    said = words.strip() or (about.words if about else kind.name)
    row = Agreement(
        community=community, arena=where, category=kind, need=wanted, offer=offered, words=said,
        is_by_desk=is_by_desk, proposed_at=clock.now(),
    )  # fmt: skip
    asked = [(Commitment.GIVES, agent) for agent in giving] + [(Commitment.RECEIVES, agent) for agent in receiving]
    return row, [
        Commitment(
            community=community, agreement=row, agent=agent, side=side, asked_at=row.proposed_at,
            helped_by=actor.helped_by if agent.pk == actor.agent_id else None,
        )
        for side, agent in asked
    ]  # fmt: skip


def _sides(
    actor: Actor, givers: tuple[UUID, ...], receivers: tuple[UUID, ...], need: Need | None, offer: Offer | None
) -> tuple[list[Agent], list[Agent]] | Refusal:
    """Who gives and who receives. Left out: whoever needs receives, whoever offers gives, the actor is the other."""
    giving = agents_named(actor, givers, "givers")
    receiving = agents_named(actor, receivers, "receivers")
    if isinstance(giving, Refusal):
        return giving
    if isinstance(receiving, Refusal):
        return receiving
    if need and need.agent not in receiving:
        receiving.append(need.agent)
    if offer and offer.agent not in giving:
        giving.append(offer.agent)
    if not giving or not receiving:
        me = the_one(Agent.objects.filter(pk=actor.agent_id or 0))
        (receiving if giving else giving).extend([me] if me else [])
    if not giving or not receiving or {agent.pk for agent in giving} & {agent.pk for agent in receiving}:
        return Refusal("SAME_ACCOUNT", "Help is given to someone else: choose two different people.", "receivers")
    return giving, receiving


def keep(row: Agreement, parts: list[Commitment]) -> None:
    """Write the thread and who takes part."""
    row.save()
    Commitment.objects.bulk_create(parts)
