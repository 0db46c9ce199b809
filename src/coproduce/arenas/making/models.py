"""What people design, the changes of its page, and what they can make with."""

from typing import ClassVar
from uuid import uuid4

from django.db import models

from coproduce.community.people.models import Agent, Community


class Design(models.Model):
    """One version of something to make: its page, its parts as they are written, its licence, and what it came of.

    A fork is a design of its own, which names what it was made from: that stays, whoever leaves.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    community = models.ForeignKey(Community, models.PROTECT, related_name="+")
    keeper = models.ForeignKey(Agent, models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    version = models.CharField(max_length=40)
    licence = models.CharField(max_length=200, blank=True)
    words = models.TextField(blank=True)
    parts = models.TextField(blank=True)
    made_from = models.ForeignKey("self", models.PROTECT, null=True, related_name="forks")
    said_at = models.DateTimeField()

    personal: ClassVar = {
        "keeper": "whose it is, and who is credited",
        "name": "what they designed",
        "version": "which version of it",
        "licence": "under which licence they share it",
        "words": "how it is made, in their words",
        "parts": "what it is made of",
        "owner": "keeper",
        "keep": "books",
    }

    class Meta:
        verbose_name_plural = "what you designed"
        constraints = (
            models.UniqueConstraint(fields=["community", "keeper", "name", "version"], name="making_design_once"),
        )
        indexes = (models.Index(fields=["community", "name", "version"], name="making_design_name"),)


class Change(models.Model):
    """A page as somebody would have it, and who looked it through: from then on it stands, and counts for them."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    design = models.ForeignKey(Design, models.PROTECT, related_name="changes")
    agent = models.ForeignKey(Agent, models.PROTECT, related_name="+")
    words = models.TextField()
    why = models.CharField(max_length=200)
    said_at = models.DateTimeField()
    looked_by = models.JSONField(default=list)
    stands_at = models.DateTimeField(null=True)

    personal: ClassVar = {
        "agent": "who mended it, and is credited",
        "words": "how it is made, in their words",
        "why": "why they changed it",
        "looked_by": "the numbers of those who looked it through",
        "owner": "agent",
        "keep": "books",
    }

    class Meta:
        verbose_name_plural = "pages you mended"
        indexes = (models.Index(fields=["design", "-said_at"], name="making_change_when"),)


class Machine(models.Model):
    """What somebody can make with, and for others too; no materials is any, no size is no limit."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    agent = models.ForeignKey(Agent, models.CASCADE, related_name="+")
    name = models.CharField(max_length=80)
    process = models.CharField(max_length=40)
    materials = models.CharField(max_length=200, blank=True)
    size = models.CharField(max_length=60, blank=True)

    personal: ClassVar = {
        "agent": "whose it is",
        "name": "what they can make with",
        "process": "what it does",
        "size": "how large a thing it takes",
        "materials": "of what they can make things",
        "owner": "agent",
        "keep": "member",
    }

    class Meta:
        verbose_name_plural = "what you can make with"
        constraints = (models.UniqueConstraint(fields=["agent", "name"], name="making_machine_once"),)
