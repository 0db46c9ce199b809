"""Reading pictures: photographs are for members of the community, certificates for their owner and the desk.

A picture of something somebody made is shown by the room it was made in; here it is read as a certificate is.
"""

from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery

from coproduce.community.base import audit, policy
from coproduce.community.base.actor import Actor
from coproduce.community.base.one import the_one
from coproduce.community.people.models import Agent, Upload

READ = "people.read_papers"


def with_photo(agents: QuerySet[Agent]) -> QuerySet[Agent]:
    """Agents, each with the public id of their photograph, where there is one."""
    annotated: QuerySet[Agent] = agents.annotate(photo=photo_of("pk"))
    return annotated


def photo_of(column: str) -> Subquery:
    """The public id of the photograph of the agent in this column, to be read along with a row."""
    photos = Upload.objects.filter(agent=OuterRef(column), kind=Upload.PHOTO).order_by("-pk")
    return Subquery(photos.values("public_id")[:1])


def picture(actor: Actor, public_id: UUID) -> Upload | None:
    """A picture of the actor's community that they may look at. That a certificate is read is written down."""
    row = the_one(Upload.objects.filter(community_id=actor.community_id, public_id=public_id))
    if row is None:
        return None
    if row.kind == Upload.PHOTO:
        return None if policy.rule_on(actor, "people.read_members") == "deny" else row
    if not policy.may(actor, READ, policy.towards(actor, row.agent_id)):
        return None
    audit.reading(actor, READ, [row.agent_id], "picture")
    return row


def papers(actor: Actor, whose: Agent) -> list[Upload]:
    """The certificates of one agent, the newest first; nothing for who may not read them. None of them is shown."""
    if whose.community_id != actor.community_id or not policy.may(actor, READ, policy.towards(actor, whose.pk)):
        return []
    return list(Upload.objects.filter(agent=whose, kind=Upload.CERTIFICATE).order_by("-pk"))
