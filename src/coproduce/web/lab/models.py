"""A study somebody asked of the model, and its finished draws."""

from typing import ClassVar
from uuid import uuid4

from django.db import models

from coproduce.community.people.models import Agent, Community
from coproduce.web.lab.rules import KEPT_DAYS


class Study(models.Model):
    """What was asked: enough to get the same answer again anywhere. Whoever has its address reads it."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    community = models.ForeignKey(Community, models.CASCADE, related_name="+")
    people = models.PositiveIntegerField()
    years = models.PositiveSmallIntegerField()
    draws = models.PositiveSmallIntegerField()
    seed = models.PositiveIntegerField()
    numbers = models.JSONField(default=dict)
    version = models.CharField(max_length=40)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(Agent, models.CASCADE, related_name="+")
    finished_at = models.DateTimeField(null=True)

    personal: ClassVar = {
        "numbers": "what was asked otherwise than the sources say",
        "version": "so that the same answer can be got again",
        "asked_by": "who asked it",
        "owner": "asked_by",
        "keep": ("asked_at", KEPT_DAYS),
    }

    class Meta:
        verbose_name_plural = "what you asked the economic model"
        indexes = (models.Index(fields=["community", "-asked_at"], name="lab_latest"),)


class Draw(models.Model):
    """One finished draw: what the model answered, so that a study goes on after it."""

    study = models.ForeignKey(Study, models.CASCADE, related_name="finished")
    number = models.PositiveSmallIntegerField()
    result = models.JSONField()

    personal: ClassVar = {
        "study": "which study it is a part of; it goes with that",
        "result": "what the model answered: nobody real is in it",
        "owner": "study__asked_by",
        "keep": "member",
    }

    class Meta:
        verbose_name_plural = "what the model answered you, about nobody real"
        constraints = (models.UniqueConstraint(fields=["study", "number"], name="lab_each_draw_once"),)
