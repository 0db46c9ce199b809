"""What happens to offers, needs, threads and asks when somebody leaves, or two records of one person become one.

And to what was recognised when its entry is taken back: it counts no more.
"""

from datetime import date
from uuid import UUID, uuid5

from coproduce.community import ledger
from coproduce.community.base import clock
from coproduce.community.base.action import put_in_outbox
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Notice
from coproduce.community.exchange.categories.kinds import SHIPPED, Kind
from coproduce.community.exchange.contributions import counts_no_more
from coproduce.community.exchange.models import Agreement, Ask, Category, Commitment, Contribution, Intent, Need, Offer
from coproduce.community.exchange.occasions import told as occasion_told
from coproduce.community.exchange.threads import told as thread_told
from coproduce.community.exchange.threads.taking_part import let_go, link
from coproduce.community.people.models import Agent, Community, Membership
from coproduce.core.refusal import Refusal

NOT_HERE_ANY_MORE = "%(name)s is not with us any more. What you had agreed is called off; the desk can say more."

#: States in which a thread has not ended.
OPEN = (Agreement.PROPOSED, Agreement.AGREED, Agreement.DONE, Agreement.DISPUTED)


def community_opened(community: Community) -> None:
    """A community begins with the shipped kinds of help, and makes them its own."""
    tops = [kind for kind in SHIPPED if not kind.parent]
    made = {
        row.code: row
        for row in Category.objects.bulk_create(
            _as_row(community, kind, place) for place, kind in enumerate(tops, start=1)
        )
    }
    Category.objects.bulk_create(
        _as_row(community, kind, place, made[kind.parent]) for place, kind in enumerate(SHIPPED, start=1) if kind.parent
    )


def _as_row(community: Community, kind: Kind, place: int, parent: Category | None = None) -> Category:
    return Category(
        community=community, code=kind.code, name=kind.name, words=list(kind.words), activities=list(kind.activities),
        position=place, parent=parent,
    )  # fmt: skip


def entry_taken_back(actor: Actor, entry: UUID, reversal: UUID) -> None:
    """What it recognised counts no more."""
    counts_no_more(actor.community_id, entry, reversal)


def member_leaving(actor: Actor, membership: Membership) -> None:
    """Hours that wait to be confirmed stand while there is still an account they can stand in."""
    thread_told.leaving(membership.community_id, membership.agent_id)


def member_left(actor: Actor, membership: Membership) -> None:
    """What they offered and needed leaves the lists, and what was not done yet is called off without blame.

    Whoever had agreed something with them is told at once, so that nobody waits at a door.
    """
    for kind in (Need, Offer):
        kind._default_manager.filter(agent_id=membership.agent_id, state__in=(Intent.OPEN, Intent.PAUSED)).update(
            state=Intent.WITHDRAWN
        )
    now = clock.now()
    ended = list(
        Agreement.objects.filter(
            commitments__agent_id=membership.agent_id, state__in=(Agreement.PROPOSED, Agreement.AGREED)
        ).values_list("pk", flat=True)
    )
    others = Commitment.objects.filter(agreement__in=ended).exclude(agent_id=membership.agent_id)
    said = {"name": membership.agent.name}
    put_in_outbox(
        membership.community_id,
        [
            Notice(part.agent_id, NOT_HERE_ANY_MORE, said, urgent=True, link=link(part.agreement))
            for part in others.select_related("agreement__community")
        ],
    )
    threads = Agreement.objects.filter(pk__in=ended)
    for thread in threads.exclude(planned_minutes=None):
        let_go(thread)
    threads.update(state=Agreement.CALLED_OFF, ended_at=now)
    occasion_told.left(actor, membership)


def members_apart(actor: Actor, one: int, other: int) -> None:
    """What the two had begun and not done yet is called off, and the later of their places at an occasion waits."""
    thread_told.apart(actor.community_id, one, other)
    occasion_told.apart(actor.community_id, one, other)


def company_changed(community_id: int, agent: int | None = None) -> None:
    """Whom they meet is looked at again, or whom anybody here does: nobody not of age is left alone with one adult."""
    today = clock.today(Community.objects.values_list("time_zone", flat=True).get(pk=community_id))
    thread_told.company_changed(community_id, today, agent)
    occasion_told.company_changed(community_id, today, agent)


def members_merged(actor: Actor, keep: Agent, gone: Agent, request_id: UUID) -> Refusal | None:
    """Everything under the one record stands under the other; whoever has answered an ask is not asked again.

    Help one record gave the other is taken back, for nobody helps themselves.
    """
    if fault := _take_back_own(actor, keep, gone, request_id):
        return fault
    _put_together(keep, gone)
    for kind in (Need, Offer):
        kind._default_manager.filter(agent=gone).update(agent=keep)
    _end_own_threads(keep, gone)
    both = Commitment.objects.filter(agent=keep).values("agreement")
    Commitment.objects.filter(agent=gone).exclude(agreement__in=both).update(agent=keep)
    unanswered = (Ask.WAITING, Ask.READY)
    answered = Ask.objects.filter(agent=gone).exclude(state__in=unanswered).values_list("arena", flat=True)
    Ask.objects.filter(agent=keep, arena__in=list(answered), state__in=unanswered).delete()
    kept = Ask.objects.filter(agent=keep).values_list("arena", flat=True)
    Ask.objects.filter(agent=gone, arena__in=list(kept)).delete()
    Ask.objects.filter(agent=gone).update(agent=keep)
    occasion_told.merged(keep, gone)
    company_changed(actor.community_id, keep.pk)
    return None


def books_closing(actor: Actor, community: Community, through: date) -> Refusal | None:
    """Hours of those days that wait to be confirmed stand first: nobody could confirm them afterwards."""
    number = Agreement.objects.filter(community=community, state=Agreement.DONE, done_on__lte=through).count()
    if not number:
        return None
    return Refusal(
        "HOURS_WAIT",
        "Hours of those days still wait to be confirmed: %(number)s. Ask for them, or let them stand, then close.",
        "through",
        {"number": str(number)},
    )


def _take_back_own(actor: Actor, keep: Agent, gone: Agent, request_id: UUID) -> Refusal | None:
    """Take back every entry between the two records; with others in it, only the desk can say what is right."""
    two = (keep.pk, gone.pk)
    own = Contribution.objects.filter(giver__in=two, receiver__in=two, corrected_by=None)
    for entry in dict.fromkeys(own.order_by("pk").values_list("entry", flat=True)):
        rows = list(Contribution.objects.filter(community_id=actor.community_id, entry=entry).order_by("pk"))
        if any(row.giver_id not in two or row.receiver_id not in two for row in rows):
            return Refusal(
                "HELPED_EACH_OTHER",
                "On %(day)s one of these records helped the other, and somebody else took part. "
                "Put that help right first, for nobody helps themselves.",
                "gone",
                {"day": rows[0].effective_on.isoformat()},
            )
        undone = ledger.reverse(
            uuid5(request_id, str(entry)),
            community=actor.community_id,
            of=entry,
            effective_on=ledger.day_to_put_right(actor.community_id, rows[0].effective_on),
            reason="Two records of one person became one.",
            actor=actor.agent_id,
            is_bound=False,
        )
        if isinstance(undone, Refusal):
            return undone
        counts_no_more(actor.community_id, entry, undone.entry)
    return None


def _end_own_threads(keep: Agent, gone: Agent) -> None:
    """Call off what the two records agreed with each other; where both stood on one side, one part is enough."""
    for part in Commitment.objects.filter(agent=gone, agreement__state__in=OPEN, agreement__commitments__agent=keep):
        mine = Commitment.objects.get(agreement=part.agreement_id, agent=keep)
        if mine.side == part.side:
            mine.minutes = (mine.minutes or 0) + (part.minutes or 0) or None
            mine.save(update_fields=["minutes"])
            part.delete()
        else:
            Agreement.objects.filter(pk=part.agreement_id).update(
                state=Agreement.CALLED_OFF, stands_on=None, ended_at=clock.now()
            )


def _put_together(keep: Agent, gone: Agent) -> None:
    """Where both stood on one side of one entry, there is one contribution now with what both gave or got."""
    for side, other in (("giver", "receiver"), ("receiver", "giver")):
        for row in Contribution.objects.filter(**{side: gone}):
            same = Contribution.objects.filter(
                **{side: keep, f"{other}_id": getattr(row, f"{other}_id")},
                community_id=row.community_id,
                entry=row.entry,
            ).first()
            if same is None:
                setattr(row, side, keep)
                row.save(update_fields=[side])
                continue
            same.amount += row.amount
            same.thanks, same.thanked_at = same.thanks or row.thanks, same.thanked_at or row.thanked_at
            same.save(update_fields=["amount", "thanks", "thanked_at"])
            row.delete()
