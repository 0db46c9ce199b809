"""Who may do for a member what members do: the trusted helper they named."""

from typing import ClassVar
from uuid import uuid4

from django.db import models

from coproduce.community.people.models.agreeing import Consent
from coproduce.community.people.models.belonging import Agent, Community


class TrustedHelper(models.Model):
    """That a member asked another to do things for them, until a day or until it is ended by either, or by the desk.

    `what` is in their own words; what a helper may do is the same for all, and stands in the policy.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    community = models.ForeignKey(Community, models.PROTECT, related_name="+")
    member = models.ForeignKey(Agent, models.CASCADE, related_name="helpers")
    helper = models.ForeignKey(Agent, models.CASCADE, related_name="helps")
    what = models.CharField(max_length=120, blank=True)
    channel = models.CharField(max_length=6, choices=Consent.CHANNELS)
    written_by = models.ForeignKey(Agent, models.PROTECT, related_name="+")
    since_on = models.DateField()
    until_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)

    personal: ClassVar = {
        "member": "for whom things are done",
        "helper": "who does them",
        "what": "with what they asked for help",
        "written_by": "who wrote it down",
        "log_reads": ("what",),
        "owner": ("member", "helper"),
        "keep": "member",
    }

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["member", "helper"], condition=models.Q(ended_on=None), name="people_helper_once"
            ),
        )
        indexes = (models.Index(fields=["helper", "ended_on"], name="people_helps"),)
