"""The verbs of ties: who would ring whom, said from either side and answered by the other; and who is introduced."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from coproduce.community.base import clock
from coproduce.community.base.action import action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done, Notice
from coproduce.community.base.one import the_one
from coproduce.community.people.changing.actions import NOBODY
from coproduce.community.people.meet import may_meet
from coproduce.community.people.models import Agent, Membership
from coproduce.community.people.queries import MEMBER, member_for, myself
from coproduce.community.trust.models import Tie
from coproduce.community.trust.rules import DAY, REMEMBERED_DAYS, WAITS_DAYS
from coproduce.core.refusal import Refusal

WOULD_RING = "%(name)s would ring you now and then, and look out for you. Is that all right? Whatever you say is fine."
TO_RING = "%(name)s would be glad to know that you would ring them now and then. Would you? A no is read by nobody."
BOTH_SAY_YES = "You and %(name)s look out for each other now."
COULD_MEET = "You and %(name)s might like to know each other. Would you? If not, nobody is told."
BOTH_MEET = "You and %(name)s both said yes. Say hello!"

NO_TIE = Refusal("NOT_FOUND", "There is nothing like that to answer here.", "tie")


@dataclass(frozen=True, slots=True)
class Said:
    """About whom something was said. Whether they said yes is told once they did."""

    member: UUID


@dataclass(frozen=True, slots=True)
class Answered:
    """Which tie it is, and whether it stands now."""

    tie: UUID
    stands: bool


@dataclass(frozen=True, slots=True)
class Introduced:
    """Which two."""

    one: UUID
    other: UUID


@action("trust.look_out_for", receipt=Said)
def look_out_for(
    actor: Actor, *, member: UUID, rings: bool = True, is_rung: bool = False, for_: UUID | None = None, request_id: UUID
) -> Done[Said] | Refusal:
    """Say that one would ring a member now and then (`rings`), that one would be glad to be rung by them (`is_rung`),
    or both. It stands once they say yes; a no is told to nobody.

    `for_` is for whom the desk writes it down.
    """
    who = _whose(actor, "look_out_for", for_)
    other = _other(actor, member)
    if who is None or other is None:
        return NOBODY
    if who.pk == other.pk:
        return Refusal("SAME_RECORD", "This is you. Choose somebody else.", "member")
    if not (rings or is_rung):
        return Refusal("MISSING", "Say whether you would ring them, they would ring you, or both.", "rings")
    if fault := may_meet(who.agent_id, other.agent_id, "contact"):
        return Refusal(fault.code, fault.template, "member")
    today = clock.today(who.community.time_zone)
    told: tuple[Notice, ...] = ()
    if rings:
        told += _say(Tie.RINGS, who, other, who.agent_id, today, WOULD_RING)
    if is_rung:
        told += _say(Tie.RINGS, other, who, who.agent_id, today, TO_RING)
    return Done(Said(other.agent.public_id), told)


@action("trust.answer_tie", receipt=Answered)
def answer_tie(
    actor: Actor, *, tie: UUID, says: str, for_: UUID | None = None, request_id: UUID
) -> Done[Answered] | Refusal:
    """Answer who would ring one, would be rung, or would be introduced: `yes` or `no`. A no is read by nobody.

    `for_` is for whom the desk writes it down.
    """
    found = _mine(actor, "answer_tie", tie, for_)
    if found is None:
        return NO_TIE
    row, who = found
    if says not in dict(Tie.ANSWERS):
        return Refusal("UNKNOWN_ANSWER", "Say yes or no.", "says")
    if says == Tie.YES and (fault := may_meet(row.one_id, row.other_id, "contact")):
        return Refusal(fault.code, fault.template, "tie")
    today = clock.today(row.community.time_zone)
    told = _answer(row, who, says, today)
    return Done(Answered(row.public_id, row.stands_on is not None), told)


@action("trust.let_go", receipt=Answered)
def let_go(actor: Actor, *, tie: UUID, for_: UUID | None = None, request_id: UUID) -> Done[Answered] | Refusal:
    """End what one said, or said yes to. Nobody is told, and nobody asks why.

    `for_` is for whom the desk writes it down.
    """
    found = _mine(actor, "let_go", tie, for_)
    if found is None:
        return NO_TIE
    row, who = found
    if row.stands_on:  # neither finds it as a question again
        row.one_says = row.other_says = Tie.NO
    _answer(row, who, Tie.NO, clock.today(row.community.time_zone))
    return Done(Answered(row.public_id, False))


@action("trust.introduce", receipt=Introduced)
def introduce(actor: Actor, *, one: UUID, other: UUID, request_id: UUID) -> Done[Introduced] | Refusal:
    """Ask two members whether they would like to know each other. Each may say no, and nobody is told who did."""
    both = [_other(actor, who) for who in (one, other)]
    first, second = sorted((who for who in both if who), key=lambda who: who.agent_id) if all(both) else (None, None)
    if first is None or second is None:
        return NOBODY
    if first.pk == second.pk:
        return Refusal("SAME_RECORD", "Choose two different people.", "other")
    if fault := may_meet(first.agent_id, second.agent_id, "suggest", introduced=True):
        return Refusal(fault.code, fault.template, "other")
    today = clock.today(first.community.time_zone)
    told = _say(Tie.INTRODUCED, first, second, myself(actor).pk, today, COULD_MEET)
    return Done(Introduced(one, other), told)


def _say(kind: str, one: Membership, other: Membership, by: int, today: date, words: str) -> tuple[Notice, ...]:
    """Write it down, and ask whoever has not answered. Who said no is not asked again for half a year, and nobody
    learns of it."""
    row, is_new = Tie.objects.select_for_update(of=("self",)).get_or_create(
        one_id=one.agent_id, other_id=other.agent_id, kind=kind,
        defaults={"community": one.community, "said_by_id": by, "said_on": today},
    )  # fmt: skip
    if row.stands_on:
        return ()
    sides = (("one", one), ("other", other))
    is_remembered = row.answered_on is not None and row.answered_on > today - REMEMBERED_DAYS * DAY
    for side, who in sides:
        says = getattr(row, f"{side}_says")
        if who.agent_id == by:
            setattr(row, f"{side}_says", Tie.YES)
        elif says == Tie.NO and not is_remembered:
            setattr(row, f"{side}_says", "")
    asked = [who for side, who in sides if who.agent_id != by and not getattr(row, f"{side}_says")]
    is_waiting = not is_new and row.said_on > today - WAITS_DAYS * DAY
    if not is_waiting:
        row.said_by_id, row.said_on = by, today
    row.stands_on = today if _both(row) else None
    row.save()
    if row.stands_on:
        return _tell_both(row, by)
    link = f"/{one.community.slug}/trust/"
    names = {one.pk: other.agent.name, other.pk: one.agent.name}
    told = (Notice(who.agent_id, words, {"name": names[who.pk]}, link=link) for who in asked)
    return () if is_waiting else tuple(told)


def _answer(row: Tie, who: int, says: str, today: date) -> tuple[Notice, ...]:
    """What one of the two says, and whom the yes of both is told to."""
    setattr(row, "one_says" if row.one_id == who else "other_says", says)
    row.answered_on, row.stands_on = today, (row.stands_on or today) if _both(row) else None
    row.save(update_fields=["one_says", "other_says", "answered_on", "stands_on"])
    return _tell_both(row, who) if row.stands_on == today else ()


def _tell_both(row: Tie, who: int) -> tuple[Notice, ...]:
    """Whoever waited learns of the yes; of an introduction both do."""
    words = BOTH_MEET if row.kind == Tie.INTRODUCED else BOTH_SAY_YES
    slug = row.community.slug
    sides = ((row.one, row.other), (row.other, row.one))
    return tuple(
        Notice(one.pk, words, {"name": other.name}, link=f"/{slug}/people/{other.public_id}/")
        for one, other in sides
        if row.kind == Tie.INTRODUCED or one.pk != who
    )


def _both(row: Tie) -> bool:
    return row.one_says == row.other_says == Tie.YES


def _whose(actor: Actor, verb: str, for_: UUID | None) -> Membership | None:
    """Whose word it is; nobody where the actor may not speak for them."""
    return member_for(actor, f"trust.{verb}", for_ or myself(actor).public_id)


def _other(actor: Actor, member: UUID) -> Membership | None:
    """Another member here, whoever asks."""
    rows = Membership.objects.filter(
        community_id=actor.community_id, agent__public_id=member, state=Membership.ACTIVE, agent__kind=Agent.PERSON
    )
    found = the_one(rows.select_related("agent", "community"))
    return found if found and MEMBER in found.roles else None


def _mine(actor: Actor, verb: str, tie: UUID, for_: UUID | None) -> tuple[Tie, int] | None:
    """A tie in which somebody is one of the two, held, and who they are."""
    who = _whose(actor, verb, for_)
    row = the_one(
        Tie.objects.select_for_update(of=("self",))
        .select_related("community", "one", "other")
        .filter(community_id=actor.community_id, public_id=tie)
    )
    if who is None or row is None or who.agent_id not in (row.one_id, row.other_id):
        return None
    return row, who.agent_id
