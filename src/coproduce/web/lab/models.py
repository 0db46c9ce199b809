"""A study somebody asked of the model, and its finished draws."""

from typing import Any, ClassVar
from uuid import uuid4

from django.db import models
from django.utils.functional import cached_property

from coproduce.community.people.models import Agent, Community
from coproduce.web.lab.rules import KEPT_DAYS, KINDS


class Study(models.Model):
    """What was asked: enough to get the same answer again anywhere. Whoever has its address reads it."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    community = models.ForeignKey(Community, models.CASCADE, related_name="+")
    people = models.PositiveIntegerField()
    years = models.PositiveSmallIntegerField()
    draws = models.PositiveSmallIntegerField()
    seed = models.PositiveIntegerField()
    numbers = models.JSONField(default=dict)
    #: Women and men of each age of a town; empty: the country's.
    age_sex = models.JSONField(default=list)
    #: How many pairs of members the ties are of; None where all ties are drawn. The pairs are there while it is drawn.
    own_ties = models.PositiveIntegerField(null=True)
    pairs = models.JSONField(default=list)
    version = models.CharField(max_length=40)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(Agent, models.CASCADE, related_name="+")
    finished_at = models.DateTimeField(null=True)
    #: Why it ended before its last part; empty where it did not.
    why = models.CharField(max_length=300, blank=True)

    personal: ClassVar = {
        "numbers": "what was asked otherwise than the sources say",
        "age_sex": "how many of which age live in the town it was asked for",
        "pairs": "who helped whom, as places without names, until the study is drawn",
        "version": "so that the same answer can be got again",
        "why": "why it was not drawn to its end",
        "asked_by": "who asked it",
        "owner": "asked_by",
        "keep": ("asked_at", KEPT_DAYS),
    }

    class Meta:
        verbose_name_plural = "what you asked the economic model"
        indexes = (models.Index(fields=["community", "-asked_at"], name="lab_latest"),)

    @cached_property
    def results(self) -> dict[str, list[Any]]:
        """What its finished parts answered, by kind and in order: read once."""
        found: dict[str, list[Any]] = {}
        for kind, result in self.finished.order_by("kind", "number").values_list("kind", "result"):
            found.setdefault(kind, []).append(result)
        return found


class Wanted(models.Model):
    """A forecast somebody wants of a community's own weeks, until the worker has made and kept it, or says why not."""

    community = models.OneToOneField(Community, models.CASCADE, related_name="+")
    asked_by = models.ForeignKey(Agent, models.CASCADE, related_name="+")
    asked_at = models.DateTimeField()
    request = models.UUIDField()
    why = models.CharField(max_length=300)

    personal: ClassVar = {
        "asked_by": "who wants a forecast",
        "why": "why there is none",
        "owner": "asked_by",
        "keep": ("asked_at", KEPT_DAYS),
    }

    class Meta:
        verbose_name_plural = "forecasts you wanted"


class Draw(models.Model):
    """One finished part: what the model answered, so that a study goes on after it, and how long that took."""

    study = models.ForeignKey(Study, models.CASCADE, related_name="finished")
    kind = models.CharField(max_length=10, choices=[(kind, kind) for kind in KINDS])
    number = models.PositiveSmallIntegerField()
    result = models.JSONField()
    milliseconds = models.PositiveIntegerField()

    personal: ClassVar = {
        "study": "which study it is a part of; it goes with that",
        "result": "what the model answered: nobody real is in it",
        "owner": "study__asked_by",
        "keep": "member",
    }

    class Meta:
        verbose_name_plural = "what the model answered you, about nobody real"
        constraints = (models.UniqueConstraint(fields=["study", "kind", "number"], name="lab_each_draw_once"),)
