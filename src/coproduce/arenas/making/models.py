"""What people design, the changes of it, what they can make with, what was built of it, and what broke."""

from typing import ClassVar
from uuid import uuid4

from django.db import models

from coproduce.community.people.models import Agent, Community, Upload


class Design(models.Model):
    """One version of something to make: its page, its parts as they are written, its licence, and what it came of.

    A fork is a design of its own, which names what it was made from: that stays, whoever leaves. What was shared stays
    for whoever builds on it, without the name of whoever asks to be forgotten. A manifest is kept as it came.
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
    #: Who made it elsewhere, as its manifest names them: names, and no people of here.
    named = models.JSONField(default=list)
    manifest = models.TextField(blank=True)
    is_toml = models.BooleanField(default=False)
    said_at = models.DateTimeField()

    personal: ClassVar = {
        "keeper": "whose it is, and who is credited",
        "name": "what they designed",
        "version": "which version of it",
        "licence": "under which licence they share it",
        "words": "how it is made, in their words",
        "parts": "what it is made of",
        "named": "who made it elsewhere, as its file names them",
        "manifest": "the file it came as, with everything in it",
        "owner": "keeper",
        "keep": "books",
        "stays": ("name", "version", "licence", "words", "parts", "named", "manifest"),
    }

    class Meta:
        verbose_name_plural = "what you designed"
        constraints = (
            models.UniqueConstraint(fields=["community", "keeper", "name", "version"], name="making_design_once"),
        )
        indexes = (models.Index(fields=["community", "name", "version"], name="making_design_name"),)


class Change(models.Model):
    """A page as somebody would have it, and who looked it through: from then on it stands, and counts for them.

    One that came with a history stands as it came: `commit` is its id there, `by_name` whoever the history names, who
    is a person of here only once they say that it was them. Of their address only a keyed hash is kept.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    design = models.ForeignKey(Design, models.PROTECT, related_name="changes")
    agent = models.ForeignKey(Agent, models.PROTECT, null=True, related_name="+")
    words = models.TextField(blank=True)
    why = models.CharField(max_length=200)
    said_at = models.DateTimeField()
    looked_by = models.JSONField(default=list)
    stands_at = models.DateTimeField(null=True)
    by_name = models.CharField(max_length=200, blank=True)
    commit = models.CharField(max_length=64, blank=True)
    address_hash = models.CharField(max_length=64, blank=True)

    personal: ClassVar = {
        "agent": "who mended it, and is credited",
        "words": "how it is made, in their words",
        "why": "why they changed it",
        "looked_by": "the numbers of those who looked it through",
        "by_name": "who made it elsewhere, as a history names them",
        "commit": "which change of the history it was",
        "address_hash": "so that they can say that it was them: a mark of their address, which cannot be read back",
        "owner": "agent",
        "keep": "books",
        "stays": ("commit", "address_hash"),  # so that a history brought again names nobody who was forgotten
    }

    class Meta:
        verbose_name_plural = "pages you mended"
        constraints = (
            models.UniqueConstraint(
                fields=["design", "commit", "address_hash"], condition=~models.Q(commit=""), name="making_change_once"
            ),
        )
        indexes = (
            models.Index(fields=["design", "-said_at"], name="making_change_when"),
            models.Index(fields=["address_hash"], name="making_change_address"),
        )


class Machine(models.Model):
    """What somebody can make with, and for others too; no materials is any, no size is no limit.

    `tolerance` is how fine it works in mm, `lays` the boldest way a thing is laid in it, `free_minutes` how long they
    make things for others in a week; nothing is not said.
    """

    LAYS: ClassVar = [(one, one) for one in ("straight", "turned", "tilted")]

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    agent = models.ForeignKey(Agent, models.CASCADE, related_name="+")
    name = models.CharField(max_length=80)
    process = models.CharField(max_length=40)
    materials = models.CharField(max_length=200, blank=True)
    size = models.CharField(max_length=60, blank=True)
    tolerance = models.CharField(max_length=20, blank=True)
    lays = models.CharField(max_length=8, choices=LAYS, default="tilted")
    free_minutes = models.PositiveIntegerField(null=True)

    personal: ClassVar = {
        "agent": "whose it is",
        "name": "what they can make with",
        "process": "what it does",
        "size": "how large a thing it takes",
        "materials": "of what they can make things",
        "tolerance": "how fine it works",
        "lays": "how a thing may be laid in it",
        "free_minutes": "how long they make things for others in a week",
        "owner": "agent",
        "keep": "member",
    }

    class Meta:
        verbose_name_plural = "what you can make with"
        constraints = (models.UniqueConstraint(fields=["agent", "name"], name="making_machine_once"),)


class Build(models.Model):
    """Somebody builds one version of a design; once it is built they say how it went, with a picture where they like.

    The picture is theirs, and others see it only while they say yes to that.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    design = models.ForeignKey(Design, models.PROTECT, related_name="builds")
    agent = models.ForeignKey(Agent, models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    built_at = models.DateTimeField(null=True)
    words = models.CharField(max_length=1000, blank=True)
    picture = models.ForeignKey(Upload, models.SET_NULL, null=True, related_name="+")

    personal: ClassVar = {
        "agent": "who built it",
        "words": "how it went, in their words",
        "picture": "the picture they took of it",
        "owner": "agent",
        "keep": "books",
    }

    class Meta:
        verbose_name_plural = "what you built"
        indexes = (models.Index(fields=["design", "-begun_at"], name="making_build_when"),)


class Defect(models.Model):
    """What broke or did not fit on something built: it stays open on the design until a change that stands mends it."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    build = models.ForeignKey(Build, models.PROTECT, related_name="defects")
    agent = models.ForeignKey(Agent, models.PROTECT, related_name="+")
    words = models.CharField(max_length=500)
    said_at = models.DateTimeField()
    #: The change that would mend it, and does once it stands.
    mended_by = models.ForeignKey(Change, models.PROTECT, null=True, related_name="mends")

    personal: ClassVar = {
        "agent": "who found it",
        "words": "what broke, in their words",
        "owner": "agent",
        "keep": "books",
    }

    class Meta:
        verbose_name_plural = "what you found to mend"
        indexes = (models.Index(fields=["build", "-said_at"], name="making_defect_when"),)
