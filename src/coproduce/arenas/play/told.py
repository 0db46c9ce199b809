"""What follows when somebody leaves, two records become one, or a thank-you is taken back in the books."""

from uuid import UUID

from coproduce.arenas.play.models import Festival, Given, Goal, Repair, Thing
from coproduce.arenas.play.rules import AGREED, ANNOUNCED, CANCELLED, IDEA
from coproduce.community.base import clock
from coproduce.community.base.action import put_in_outbox
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Notice
from coproduce.community.people.models import Agent, Membership
from coproduce.community.people.queries import brokers

LEFT_WITH = "%(name)s left and had your %(what)s. Ask the desk about it."
LEFT_IT = "%(name)s left, and their %(what)s with them. If you have it still, the desk sees to it."
LEFT_FESTIVAL = "%(name)s left and had thought of %(what)s. See whether somebody goes on with it."


def member_left(actor: Actor, membership: Membership) -> None:
    """Their things are on the shelf no more and they have nobody's; ideas of theirs that were not announced end.

    Parts that were announced are called off with everything else they organised.
    """
    who, place = membership.agent_id, membership.community_id
    for row in Thing.objects.filter(borrower=who):
        said = {"name": membership.agent.name, "what": row.name}
        put_in_outbox(place, [Notice(row.keeper_id, LEFT_WITH, said)])
    Thing.objects.filter(borrower=who).update(borrower=None, lent_on=None, due_on=None, asked_on=None)
    for row in Thing.objects.filter(keeper=who).exclude(borrower=None):
        assert row.borrower_id is not None
        put_in_outbox(place, [Notice(row.borrower_id, LEFT_IT, {"name": membership.agent.name, "what": row.name})])
    Thing.objects.filter(keeper=who).delete()
    theirs = Festival.objects.filter(organiser=who, state__in=(IDEA, AGREED, ANNOUNCED))
    for festival in theirs:
        said = {"name": membership.agent.name, "what": festival.name}
        put_in_outbox(place, [Notice(one, LEFT_FESTIVAL, said) for one in brokers(place)])
    theirs.update(state=CANCELLED, ended_at=clock.now())


def members_merged(actor: Actor, keep: Agent, gone: Agent, request_id: UUID) -> None:
    """One person's festivals, goals, things and repairs come together; of two things of one name one stays."""
    Festival.objects.filter(organiser=gone).update(organiser=keep)
    Festival.objects.filter(guardian=gone).update(guardian=keep)
    for row in Festival.objects.filter(community=keep.community_id):
        backed, shown = (
            sorted({keep.pk if who == gone.pk else who for who in listed})
            for listed in (row.backed_by, row.shown_on_it)
        )
        if (backed, shown) != (row.backed_by, row.shown_on_it):
            row.backed_by, row.shown_on_it = backed, shown
            row.save(update_fields=["backed_by", "shown_on_it"])
    Goal.objects.filter(keeper=gone).update(keeper=keep)
    Given.objects.filter(agent=gone).update(agent=keep)
    has = list(Thing.objects.filter(keeper=keep).values_list("name", flat=True))
    Thing.objects.filter(keeper=gone, name__in=has).delete()
    Thing.objects.filter(keeper=gone).update(keeper=keep)
    Thing.objects.filter(borrower=gone).update(borrower=keep)
    Repair.objects.filter(mender=gone).update(mender=keep)
    Repair.objects.filter(brought_by=gone).update(brought_by=keep)


def entry_taken_back(actor: Actor, entry: UUID, reversal: UUID) -> None:
    """What was mended stays so, and is thanked for no more."""
    Repair.objects.filter(community_id=actor.community_id, entry=entry).update(entry=None)
