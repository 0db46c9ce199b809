"""A decision, as it was written down."""

from typing import ClassVar
from uuid import uuid4

from django.db import models

from coproduce.community.people.models import Agent, Community


class Decision(models.Model):
    """What was asked, what could be answered, what was decided, by whom and where that is written. Only added to.

    One that was written down wrongly stays to be read, and `corrected_by` is what puts it right. Its words may be
    taken away when somebody whom they name asks to be forgotten; what commits to them stays.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    community = models.ForeignKey(Community, models.PROTECT, related_name="decisions")
    question = models.CharField(max_length=200)
    options = models.JSONField(default=list)
    result = models.CharField(max_length=100)
    who_decided = models.CharField(max_length=200)
    minutes = models.CharField(max_length=200)
    decided_on = models.DateField()
    effective_on = models.DateField()
    recorded_by = models.ForeignKey(Agent, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    corrects = models.OneToOneField("self", models.PROTECT, null=True, related_name="corrected_by")
    salt = models.BinaryField(max_length=16)
    words_commitment = models.BinaryField(max_length=32)

    personal: ClassVar = {
        "question": "what was asked",
        "options": "what could be answered",
        "result": "what was decided",
        "who_decided": "which meeting it was, and how many were there",
        "minutes": "where that is written",
        "recorded_by": "who wrote it down",
        "salt": "so that what commits to the words tells nothing of them",
        "words_commitment": "so that nobody changes the words",
        "owner": (),
        "keep": "books",
        "stays": ("words_commitment",),
        "is_sealed": True,
    }

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(effective_on__gte=models.F("decided_on")), name="decisions_hold_once_decided"
            ),
        )
        indexes = (models.Index(fields=["community", "-decided_on"], name="decisions_latest"),)

    @property
    def stands(self) -> bool:
        """Whether no other puts it right."""
        return not hasattr(self, "corrected_by")
