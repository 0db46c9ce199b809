"""How somebody becomes a member and is trusted with more: a community's own questions, and others' word for them."""

from typing import ClassVar
from uuid import uuid4

from django.db import models

from coproduce.community.people.models.belonging import Agent, Community, Membership


class Question(models.Model):
    """What a community asks whoever would like to join, beside what every community asks."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    community = models.ForeignKey(Community, models.CASCADE, related_name="questions")
    words = models.CharField(max_length=300)
    #: Empty where they answer in their own words; else one of these.
    choices = models.JSONField(default=list)
    is_needed = models.BooleanField(default=False)
    place = models.PositiveSmallIntegerField(default=0)
    ended_on = models.DateField(null=True)

    personal: ClassVar = {
        "words": "what everybody is asked",
        "choices": "what can be answered",
        "owner": (),
        "keep": "books",
    }


class Answer(models.Model):
    """What an applicant answered to one question, which is kept as it was asked."""

    membership = models.ForeignKey(Membership, models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, models.PROTECT, related_name="+")
    asked = models.CharField(max_length=300)
    words = models.CharField(max_length=1000)

    personal: ClassVar = {
        "asked": "the question as it was asked",
        "words": "what they answered when they joined",
        "log_reads": ("words",),
        "owner": "membership__agent",
        "keep": "member",
    }

    class Meta:
        constraints = (models.UniqueConstraint(fields=["membership", "question"], name="people_answer_once"),)


class VouchRule(models.Model):
    """So many members' word opens a role here. `among` is the role a giver must have."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="+")
    role = models.CharField(max_length=40)
    among = models.CharField(max_length=40, default="member")
    threshold = models.PositiveSmallIntegerField(default=3)

    personal: ClassVar = {"among": "whose word counts", "owner": (), "keep": "books"}

    class Meta:
        constraints = (models.UniqueConstraint(fields=["community", "role"], name="people_vouch_rule_once"),)


class Vouch(models.Model):
    """One member's word that another can be trusted with a role. It stays when its giver leaves, and says so."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    community = models.ForeignKey(Community, models.PROTECT, related_name="+")
    role = models.CharField(max_length=40)
    giver = models.ForeignKey(Agent, models.CASCADE, related_name="vouches_given")
    of = models.ForeignKey(Agent, models.CASCADE, related_name="vouches")
    given_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True)

    personal: ClassVar = {
        "giver": "whose word it is",
        "of": "who is trusted",
        "owner": ("of", "giver"),
        "keep": "books",
    }

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["role", "giver", "of"], condition=models.Q(taken_back_at=None), name="people_vouch_once"
            ),
            models.CheckConstraint(condition=~models.Q(giver=models.F("of")), name="people_vouch_not_own"),
        )
