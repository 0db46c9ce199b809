"""The verbs of pairs: both say yes to how it goes here, and then they learn together until one of them says it is over.

Experience, not advice; the learner says what it is about; a professional is there to be asked.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from coproduce.arenas.learning import ARENA, rules
from coproduce.arenas.learning.models import Aim, Pair, Session, Topic
from coproduce.community.base import clock
from coproduce.community.base.action import action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done, Notice
from coproduce.community.base.one import the_one
from coproduce.community.exchange.models import Agreement, Commitment, Need
from coproduce.community.exchange.queries import doing
from coproduce.community.exchange.threads.taking_part import NO_THREAD, Thread, end, thread_for
from coproduce.community.people.meet import may_all_meet
from coproduce.core.refusal import Refusal

NOT_YET = Refusal("NOT_NOW", "First both of you say yes to how it goes here: experience, not advice.", "agreement")
ENDED = Refusal("NOT_NOW", "This is over. Say again what you want to learn.", "agreement")


@dataclass(frozen=True, slots=True)
class Together:
    """Which thread it is, how far it has come, and since when they learn together."""

    agreement: UUID
    stage: str
    began_on: date | None


@action("learning.begin", receipt=Together)
def begin(actor: Actor, *, agreement: UUID, for_: UUID | None = None, request_id: UUID) -> Done[Together] | Refusal:
    """Say yes to how it goes here: experience, not advice, the learner decides what about. It begins once both have."""
    thread = learning_thread(actor, "learning.begin", agreement, for_)
    if isinstance(thread, Refusal):
        return thread
    if thread.row.state != Agreement.AGREED:
        return Refusal("NOT_NOW", "First say yes to each other in your thread.", "agreement")
    introduced = thread.row.is_by_desk or thread.is_by_desk
    if fault := may_all_meet(*thread.sides, "agree", doing(thread.row.category), introduced=introduced):
        return fault
    pairs = _pairs(thread)
    if isinstance(pairs, Refusal):
        return pairs
    now, today = clock.now(), clock.today(thread.row.community.time_zone)
    side = "tutor" if thread.mine.side == Commitment.GIVES else "learner"
    begun = []
    for pair in pairs:
        if getattr(pair, f"{side}_id") == thread.mine.agent_id and getattr(pair, f"{side}_yes_at") is None:
            setattr(pair, f"{side}_yes_at", now)
            if pair.tutor_yes_at and pair.learner_yes_at:
                pair.began_on = today
                begun.append(pair)
            pair.save()
    for pair in begun:
        Aim.objects.get_or_create(agent_id=pair.learner_id, topic=pair.topic, defaults={"goal": thread.row.words})
    if begun and thread.row.need_id:
        Need.objects.filter(pk=thread.row.need_id, state=Need.OPEN).update(state=Need.MET)
    mine = [pair for pair in pairs if getattr(pair, f"{side}_id") == thread.mine.agent_id]
    template = (
        "You begin: %(what)s. Once you have met, both of you say what you learned."
        if begun
        else "%(name)s says yes: experience, not advice. Do you? %(what)s"
    )
    return Done(Together(thread.row.public_id, mine[0].stage, mine[0].began_on), tell(thread, template))


@action("learning.set_stage", receipt=Together)
def set_stage(
    actor: Actor, *, agreement: UUID, stage: str, for_: UUID | None = None, request_id: UUID
) -> Done[Together] | Refusal:
    """Say how far it has come: start, maintain (keeping up what was learned), or over. Each may say that it is over."""
    thread = learning_thread(actor, "learning.set_stage", agreement, for_)
    if isinstance(thread, Refusal):
        return thread
    if stage not in dict(Pair.STAGES):
        choices = {"choices": ", ".join(dict(Pair.STAGES))}
        return Refusal("UNKNOWN_STAGE", "Choose one of: %(choices)s.", "stage", choices)
    is_learner = thread.mine.side == Commitment.RECEIVES
    if stage != Pair.OVER and not is_learner:
        return Refusal("NOT_YOURS", "Whoever learns says what it is about now. You may say that it is over.", "stage")
    mine = Pair.objects.filter(**{"learner" if is_learner else "tutor": thread.mine.agent_id}, agreement=thread.row)
    open_pairs = list(mine.filter(began_on__isnull=False).exclude(stage=Pair.OVER).order_by("pk"))
    if not open_pairs:
        return ENDED if mine.filter(stage=Pair.OVER).exists() else NOT_YET
    today = clock.today(thread.row.community.time_zone)
    for pair in open_pairs:
        pair.stage, pair.ended_on = stage, today if stage == Pair.OVER else None
        if stage != Pair.OVER:
            pair.maintain_on = today if stage == Pair.MAINTAIN else None
        pair.save(update_fields=["stage", "maintain_on", "ended_on"])
    if not Pair.objects.filter(agreement=thread.row).exclude(stage=Pair.OVER).exists():
        counted = Session.objects.filter(pair__agreement=thread.row, entry__isnull=False).exists()
        end(thread.row, Agreement.RECOGNISED if counted else Agreement.CALLED_OFF)
    template = {
        Pair.START: "%(name)s would like to learn more: %(what)s",
        Pair.MAINTAIN: "%(name)s would like to keep up what they learned: %(what)s",
        Pair.OVER: "%(name)s says that it has come to its end: %(what)s. Nothing is owed.",
    }[stage]
    return Done(Together(thread.row.public_id, stage, open_pairs[0].began_on), tell(thread, template))


def learning_thread(actor: Actor, verb: str, agreement: UUID, for_: UUID | None) -> Thread | Refusal:
    """A thread of this arena that goes on, locked, with whose words these are in it."""
    thread = thread_for(actor, verb, "say", agreement, for_)
    if isinstance(thread, Refusal):
        return ENDED if thread.code == "NOT_NOW" else thread
    return thread if thread.row.arena == ARENA.slug else NO_THREAD


def tell(thread: Thread, template: str, **more: str) -> tuple[Notice, ...]:
    """A notice for everybody but the one who speaks, which leads to where they learn together."""
    said = {"name": thread.mine.agent.name, "what": thread.row.words, **more}
    return tuple(Notice(part.agent_id, template, said, link=address(thread.row)) for part in thread.others)


def address(row: Agreement) -> str:
    """Where they read and say what they learned."""
    return f"/{row.community.slug}/{ARENA.slug}/together/{row.public_id}/"


def _pairs(thread: Thread) -> list[Pair] | Refusal:
    """The pairs of a thread, made where there are none yet."""
    row = thread.row
    if known := list(Pair.objects.filter(agreement=row).select_related("topic").order_by("pk")):
        return known
    topic = the_one(Topic.objects.filter(category=row.category_id))
    if topic is None:
        return Refusal(
            "NO_TOPIC", "No professional stands beside this yet. Ask the desk to write one down.", "agreement"
        )
    gives, receives = thread.side(Commitment.GIVES), thread.side(Commitment.RECEIVES)
    if len(gives) != 1:
        return Refusal(
            "ONE_SHOWS", "In a circle one shows the others. Begin a thread with each who shows.", "agreement"
        )
    before = [
        rules.Pair(tutor, learner, topic.pk)
        for tutor, learner in Pair.objects.filter(topic=topic, began_on__isnull=False).values_list("tutor", "learner")
    ]
    made = []
    for part in receives:
        if not rules.may_pair(gives[0].agent_id, part.agent_id, topic.pk, before):
            names = {"learner": part.agent.name, "tutor": gives[0].agent.name}
            return Refusal(
                "WENT_ROUND",
                "%(tutor)s learned this from %(learner)s, or from somebody who did. Choose another who shows it.",
                "agreement",
                names,
            )
        made.append(Pair(community=row.community, agreement=row, topic=topic, tutor=gives[0].agent, learner=part.agent))
    return Pair.objects.bulk_create(made)
