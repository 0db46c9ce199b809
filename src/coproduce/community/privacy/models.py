"""What waits for a second person: that somebody at the desk was asked to forget a member."""

from typing import ClassVar

from django.db import models

from coproduce.community.people.models import Agent, Community


class Forgetting(models.Model):
    """Somebody at the desk wrote down that a member asks to be forgotten; it is done once a second says so too."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="+")
    agent = models.OneToOneField(Agent, models.CASCADE, related_name="+")
    asked_by = models.ForeignKey(Agent, models.CASCADE, related_name="+")
    asked_at = models.DateTimeField()

    personal: ClassVar = {"asked_by": "who wrote it down", "owner": "agent", "keep": ("asked_at", 30)}
