"""How a member wants to be told, and what they were told."""

from typing import ClassVar

from django.db import models

from coproduce.community.notices.rules import EMAIL, NONE, PAPER, PHONE
from coproduce.community.people.models import Agent, Community


class Channel(models.Model):
    """The way a member chose; without a row it follows from the contact they share."""

    KINDS: ClassVar = [(kind, kind) for kind in (EMAIL, PAPER, PHONE, NONE)]

    agent = models.OneToOneField(Agent, models.CASCADE, related_name="channel")
    kind = models.CharField(max_length=8, choices=KINDS)
    chosen_on = models.DateField()

    personal: ClassVar = {
        "kind": "to tell people things the way they like",
        "agent": "who is told so",
        "owner": "agent",
        "keep": "member",
    }


class Notice(models.Model):
    """One thing one member is told: an English sentence with its values, and how it reached them.

    `sent_at` stands before a letter leaves, and is taken back when it could not:
    see `delivering`. `digest_on` is the community's own day of a daily letter.
    """

    community = models.ForeignKey(Community, models.CASCADE, related_name="notices")
    agent = models.ForeignKey(Agent, models.CASCADE, related_name="notices")
    template = models.CharField(max_length=300)
    values = models.JSONField(default=dict)
    link = models.CharField(max_length=300, default="")
    is_urgent = models.BooleanField(default=False)
    written_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    sent_by = models.CharField(max_length=8, default="")
    digest_on = models.DateField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    try_again_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=80, default="")

    personal: ClassVar = {
        "values": "what a member was told, and of whom",
        "seen_at": "not to send it twice",
        "agent": "who was told",
        "template": "the sentence, without anybody's name",
        "link": "the page it is about",
        "trouble": "why it could not be sent",
        "owner": "agent",
        "keep": ("written_at", 400),
    }

    class Meta:
        indexes = (
            models.Index(fields=["community", "agent", "-id"], name="notices_whose"),
            models.Index(
                fields=["community", "agent"], condition=models.Q(sent_at=None, seen_at=None), name="notices_waiting"
            ),
            models.Index(
                fields=["agent", "digest_on"], condition=models.Q(digest_on__isnull=False), name="notices_digest"
            ),
        )
