"""Intents and events: what someone would give or would be helped by, and what was done."""

from typing import ClassVar
from uuid import uuid4

from django.db import models

from coproduce.community.people.models import Agent, Community


class Category(models.Model):
    """A kind of help, in a community's own words."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="categories")
    name = models.CharField(max_length=60)

    class Meta:
        verbose_name_plural = "categories"
        constraints = (models.UniqueConstraint(fields=["community", "name"], name="exchange_category_name"),)

    def __str__(self) -> str:
        return self.name


class Intent(models.Model):
    """What offers and needs have in common. `quantity` counts `pieces` where someone counted."""

    OPEN, MET, WITHDRAWN = "open", "met", "withdrawn"
    STATES: ClassVar = [(state, state) for state in (OPEN, MET, WITHDRAWN)]

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    community = models.ForeignKey(Community, models.CASCADE, related_name="%(class)ss")
    agent = models.ForeignKey(Agent, models.PROTECT, related_name="%(class)ss")
    category = models.ForeignKey(Category, models.PROTECT, related_name="%(class)ss")
    words = models.CharField(max_length=300)
    quantity = models.BigIntegerField(null=True)
    said_on = models.DateField()
    state = models.CharField(max_length=10, choices=STATES, default=OPEN)
    source_ref = models.CharField(max_length=120, null=True)

    personal: ClassVar = {"words": "what would help someone, or what they would do"}

    class Meta:
        abstract = True
        constraints = (models.UniqueConstraint(fields=["community", "source_ref"], name="exchange_%(class)s_source"),)
        indexes = (models.Index(fields=["community", "state", "-said_on", "-id"], name="exchange_%(class)s_list"),)

    def __str__(self) -> str:
        return self.words


class Offer(Intent):
    """Something a member would do, lend or give."""


class Need(Intent):
    """Something a member would be helped by."""


class Contribution(models.Model):
    """What was done: exists only once it is done. `entry` is the client id of what the ledger recognised."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    community = models.ForeignKey(Community, models.PROTECT, related_name="contributions")
    arena = models.CharField(max_length=20)
    giver = models.ForeignKey(Agent, models.PROTECT, related_name="gave")
    receiver = models.ForeignKey(Agent, models.PROTECT, related_name="received")
    need = models.ForeignKey(Need, models.PROTECT, null=True, related_name="contributions")
    category = models.ForeignKey(Category, models.PROTECT, related_name="contributions")
    amount = models.BigIntegerField()
    unit = models.CharField(max_length=12)
    effective_on = models.DateField()
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.BigIntegerField()
    entry = models.UUIDField()

    personal: ClassVar = {"giver": "who helped", "receiver": "who was helped"}

    class Meta:
        constraints = (models.UniqueConstraint(fields=["community", "entry"], name="exchange_contribution_once"),)
        indexes = (models.Index(fields=["community", "-effective_on", "-id"], name="exchange_contribution_when"),)
