"""The verbs of pictures: handed in, and taken away."""

import base64
import binascii
import hashlib
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet, Sum

from coproduce.community.base import clock, policy
from coproduce.community.base.action import action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done, Notice
from coproduce.community.base.one import the_one
from coproduce.community.people.models import Agent, Community, Membership, Upload
from coproduce.community.people.uploads import files
from coproduce.community.people.uploads.pictures import made_anew
from coproduce.community.people.uploads.rules import KINDS, LARGEST, NO_PICTURE, PHOTO, TOO_LARGE, may_keep
from coproduce.core.refusal import Refusal

NOBODY = Refusal("NOT_FOUND", "There is nobody of that name here.", "member")
NO_UPLOAD = Refusal("NOT_FOUND", "There is no such picture here.", "upload")


@dataclass(frozen=True, slots=True)
class HandedIn:
    """Which picture it is."""

    upload: UUID


@action("people.hand_in", receipt=HandedIn)
def hand_in(actor: Actor, *, member: UUID, kind: str, picture: str, request_id: UUID) -> Done[HandedIn] | Refusal:
    """Hand in a photograph of somebody, in the place of the one before, or a picture of a certificate of theirs.

    `picture` is a JPEG or a PNG, in base64. It is made anew: what stood in it beside the picture, as where it was
    taken, is not kept.
    """
    whose = the_one(
        Agent.objects.select_for_update(of=("self",))
        .select_related("community")
        .filter(community_id=actor.community_id, public_id=member, membership__isnull=False)
        .exclude(membership__state__in=(Membership.LEFT, Membership.APPLIED))
    )
    if whose is None or not policy.may(actor, "people.hand_in", policy.towards(actor, whose.pk)):
        return NOBODY
    if kind not in KINDS:
        return Refusal("UNKNOWN_KIND", "Choose one of: %(kinds)s.", "kind", {"kinds": ", ".join(KINDS)})
    row = keep(actor, whose, kind, picture)
    if isinstance(row, Refusal):
        return row
    words = "A picture was handed in for you. You can look at it, and take it away."
    link = f"/{whose.community.slug}/people/{whose.public_id}/pictures/"
    told = () if whose.pk == actor.agent_id else (Notice(whose.pk, words, {}, link=link),)
    return Done(HandedIn(row.public_id), told)


def keep(actor: Actor, whose: Agent, kind: str, picture: str) -> Upload | Refusal:
    """A picture made anew and kept as theirs, in the place of their photograph where it is one; or what to mend."""
    sent = _read(picture)
    made = sent if isinstance(sent, Refusal) else made_anew(sent, kind)
    if isinstance(made, Refusal):
        return made
    Community.objects.select_for_update().get(pk=actor.community_id)  # one after another, so that the sums hold
    if kind == PHOTO:
        files.remove(Upload.objects.filter(agent=whose, kind=PHOTO))
    here = Upload.objects.filter(community_id=actor.community_id)
    theirs = here.filter(agent=whose)
    if fault := may_keep(len(made.content), theirs.count(), _sum(theirs), _sum(here)):
        return fault
    return Upload.objects.create(
        community_id=actor.community_id, agent=whose, kind=kind, name=files.keep(made.content), size=len(made.content),
        width=made.width, height=made.height, sha256=hashlib.sha256(made.content).hexdigest(),
        made_by_id=actor.agent_id or 0, made_at=clock.now(),
    )  # fmt: skip


@action("people.take_away", receipt=HandedIn)
def take_away(actor: Actor, *, upload: UUID, request_id: UUID) -> Done[HandedIn] | Refusal:
    """Take a picture away: it is deleted, file and all. What was written down when it was looked at stays."""
    row = the_one(Upload.objects.filter(community_id=actor.community_id, public_id=upload))
    if row is None or not policy.may(actor, "people.take_away", policy.towards(actor, row.agent_id)):
        return NO_UPLOAD
    files.remove([row])
    return Done(HandedIn(upload))


def _read(picture: str) -> bytes | Refusal:
    if len(picture) > LARGEST * 4 // 3 + 4:
        return TOO_LARGE
    try:
        return base64.b64decode(picture, validate=True)
    except (binascii.Error, ValueError):
        return NO_PICTURE


def _sum(rows: QuerySet[Upload]) -> int:
    found: int = rows.aggregate(size=Sum("size"))["size"] or 0
    return found
