"""What members hand in: photographs and pictures of certificates, made anew by the program and kept as files."""

from typing import ClassVar
from uuid import uuid4

from django.db import models

from coproduce.community.people.models.belonging import Agent, Community


class Upload(models.Model):
    """A picture that was handed in. The file lies in the data folder under a name that says nothing."""

    PHOTO, CERTIFICATE, THING = "photo", "certificate", "thing"
    KINDS: ClassVar = [(kind, kind) for kind in (PHOTO, CERTIFICATE, THING)]

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    community = models.ForeignKey(Community, models.PROTECT, related_name="+")
    agent = models.ForeignKey(Agent, models.CASCADE, related_name="uploads")
    kind = models.CharField(max_length=11, choices=KINDS)
    name = models.CharField(max_length=40, unique=True)
    size = models.PositiveIntegerField()
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    made_by = models.ForeignKey(Agent, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    personal: ClassVar = {
        "name": "where the picture lies",
        "made_by": "who handed it in",
        "owner": "agent",
        "keep": "member",
    }
