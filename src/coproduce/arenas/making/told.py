"""What follows when somebody leaves, or two records become one."""

from uuid import UUID

from coproduce.arenas.making.models import Build, Change, Defect, Design, Machine
from coproduce.community.base.actor import Actor
from coproduce.community.people.models import Agent, Membership


def member_left(actor: Actor, membership: Membership) -> None:
    """What they could make with is no more near, and what they had begun is not built.

    What they designed and shared stays, and names them. What has no licence was theirs alone: only its name stays.
    """
    who = membership.agent_id
    Machine.objects.filter(agent=who).delete()
    Build.objects.filter(agent=who, built_at=None, defects=None).delete()
    Design.objects.filter(keeper=who, licence="").update(words="", parts="", manifest="", named=[])


def members_merged(actor: Actor, keep: Agent, gone: Agent, request_id: UUID) -> None:
    """One person's designs, changes, builds and machines come together; of two of one name the kept one's stays."""
    for row in Design.objects.filter(keeper=gone).order_by("pk"):
        number, name = 1, row.name
        while Design.objects.filter(keeper=keep, name=name, version=row.version).exists():
            number += 1
            name = f"{row.name[:74]} ({number})"
        row.name, row.keeper = name, keep
        row.save(update_fields=["name", "keeper"])
    Change.objects.filter(agent=gone).update(agent=keep)
    Build.objects.filter(agent=gone).update(agent=keep)
    Defect.objects.filter(agent=gone).update(agent=keep)
    for change in Change.objects.filter(design__community=keep.community_id):
        if gone.pk in change.looked_by:
            change.looked_by = sorted({keep.pk if who == gone.pk else who for who in change.looked_by})
            change.save(update_fields=["looked_by"])
    has = list(Machine.objects.filter(agent=keep).values_list("name", flat=True))
    Machine.objects.filter(agent=gone, name__in=has).delete()
    Machine.objects.filter(agent=gone).update(agent=keep)
