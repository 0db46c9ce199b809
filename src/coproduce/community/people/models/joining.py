"""What a community asks whoever would like to join, in its own words, and what they answered."""

from typing import ClassVar
from uuid import uuid4

from django.db import models

from coproduce.community.people.models.belonging import Community, Membership


class JoinQuestion(models.Model):
    """A question of a community's own, asked at its door until it is retired."""

    SHORT, LONG, YES_OR_NO, ONE_OF = "short", "long", "yes or no", "one of"
    KINDS: ClassVar = [(kind, kind) for kind in (SHORT, LONG, YES_OR_NO, ONE_OF)]

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    community = models.ForeignKey(Community, models.PROTECT, related_name="join_questions")
    position = models.PositiveSmallIntegerField()
    words = models.CharField(max_length=200)
    hint = models.CharField(max_length=300, blank=True)
    kind = models.CharField(max_length=10, choices=KINDS)
    choices = models.JSONField(default=list)
    is_required = models.BooleanField(default=False)
    retired_on = models.DateField(null=True)

    personal: ClassVar = {
        "words": "asked of everybody who would like to join",
        "hint": "said to everybody beside it",
        "choices": "what can be chosen",
        "owner": (),
        "keep": "books",
    }

    class Meta:
        indexes = (models.Index(fields=["community", "retired_on", "position"], name="people_question_asked"),)


class JoinAnswer(models.Model):
    """What an applicant answered, beside the question in the words they read."""

    membership = models.ForeignKey(Membership, models.CASCADE, related_name="join_answers")
    question = models.ForeignKey(JoinQuestion, models.PROTECT, related_name="answers")
    asked = models.CharField(max_length=200)
    words = models.CharField(max_length=1000)

    personal: ClassVar = {
        "words": "what they answered when they asked to join",
        "asked": "the question as they read it",
        "question": "which question it was",
        "membership": "who answered",
        "log_reads": ("words",),
        "owner": "membership__agent",
        "keep": "member",
    }

    class Meta:
        constraints = (models.UniqueConstraint(fields=["membership", "question"], name="people_answer_once"),)
