"""What people learn from each other: topics, what somebody wants to learn, pairs, sessions, and stories.

That two will learn together is agreed in a thread (`exchange.Agreement`), and what they say they learned is said in it.
"""

from typing import ClassVar
from uuid import uuid4

from django.db import models

from coproduce.arenas.learning.rules import STEPS
from coproduce.community.exchange.models import Agreement, Category, Message, Need
from coproduce.community.people.models import Agent, Community


class Topic(models.Model):
    """Something people here show each other, which is a kind of help too, and the professional who can be asked."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    community = models.ForeignKey(Community, models.CASCADE, related_name="+")
    category = models.OneToOneField(Category, models.PROTECT, related_name="+")
    professional = models.CharField(max_length=200)

    personal: ClassVar = {
        "professional": "who can be asked about it, and how they are reached",
        "owner": (),
        "keep": "books",
    }

    class Meta:
        ordering = ("category__name",)

    def __str__(self) -> str:
        return self.category.name


class Aim(models.Model):
    """What somebody wants to learn, in their own words and on their own scale from 0 to 10, and their last step."""

    agent = models.ForeignKey(Agent, models.CASCADE, related_name="+")
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="aims")
    need = models.ForeignKey(Need, models.SET_NULL, null=True, related_name="+")
    goal = models.CharField(max_length=300)
    lowest = models.CharField(max_length=60, blank=True)
    highest = models.CharField(max_length=60, blank=True)
    first = models.PositiveSmallIntegerField(null=True)
    now = models.PositiveSmallIntegerField(null=True)
    step = models.CharField(max_length=10, choices=[(step, step) for step in STEPS], default=STEPS[0])

    personal: ClassVar = {
        "agent": "whose it is",
        "goal": "what they want to learn",
        "lowest": "what 0 on their own scale is",
        "highest": "what 10 on their own scale is",
        "owner": "agent",
        "keep": "member",
    }

    class Meta:
        verbose_name_plural = "what you want to learn, and how far you have come"
        constraints = (models.UniqueConstraint(fields=["agent", "topic"], name="learning_aim_once"),)


class Pair(models.Model):
    """One who shows and one who learns. In a circle one shows several: a pair with each, all of one thread.

    It begins once both have said yes to experience and not advice. In `maintain` it is about keeping up what was
    learned, since `maintain_on`, which stays when it ends: there peers help most (Leahey).
    """

    START, MAINTAIN, OVER = "start", "maintain", "over"
    STAGES: ClassVar = [(stage, stage) for stage in (START, MAINTAIN, OVER)]

    community = models.ForeignKey(Community, models.PROTECT, related_name="+")
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="+")
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="pairs")
    tutor = models.ForeignKey(Agent, models.PROTECT, related_name="+")
    learner = models.ForeignKey(Agent, models.PROTECT, related_name="+")
    stage = models.CharField(max_length=8, choices=STAGES, default=START)
    tutor_yes_at = models.DateTimeField(null=True)
    learner_yes_at = models.DateTimeField(null=True)
    began_on = models.DateField(null=True)
    maintain_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)

    personal: ClassVar = {
        "tutor": "who shows it",
        "learner": "who learns it",
        "owner": ("tutor", "learner"),
        "keep": "books",
    }

    class Meta:
        verbose_name_plural = "with whom you learn, or whom you show something"
        constraints = (models.UniqueConstraint(fields=["agreement", "tutor", "learner"], name="learning_pair_once"),)
        indexes = (
            models.Index(fields=["tutor", "stage"], name="learning_pair_tutor"),
            models.Index(fields=["learner", "stage"], name="learning_pair_learner"),
            models.Index(fields=["community", "topic", "began_on"], name="learning_pair_chain"),
        )


class Session(models.Model):
    """One day a pair learned together: what each said of it, and the entry once both have, which is when it counts.

    `needed` is the answer to “did someone need you this week?”, None where it was not answered; `on_scale` is where
    the learner stands on their own scale.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    pair = models.ForeignKey(Pair, models.PROTECT, related_name="sessions")
    done_on = models.DateField()
    minutes = models.PositiveIntegerField()
    tutor_words = models.ForeignKey(Message, models.SET_NULL, null=True, related_name="+")
    learner_words = models.ForeignKey(Message, models.SET_NULL, null=True, related_name="+")
    tutor_said_at = models.DateTimeField(null=True)
    learner_said_at = models.DateTimeField(null=True)
    tutor_useful = models.PositiveSmallIntegerField(null=True)
    learner_useful = models.PositiveSmallIntegerField(null=True)
    tutor_needed = models.BooleanField(null=True)
    learner_needed = models.BooleanField(null=True)
    alone = models.BooleanField(default=False)
    on_scale = models.PositiveSmallIntegerField(null=True)
    entry = models.UUIDField(null=True)

    personal: ClassVar = {
        "tutor_words": "what the one who showed it learned",
        "learner_words": "what the one who learned says they learned",
        "owner": ("pair__tutor", "pair__learner"),
        "keep": "books",
    }

    class Meta:
        verbose_name_plural = "what you learned together, day by day"
        constraints = (models.UniqueConstraint(fields=["pair", "done_on"], name="learning_session_once"),)


class Story(models.Model):
    """How it went for somebody, in their own words: shown while they say yes to that, and not a moment longer."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    agent = models.ForeignKey(Agent, models.CASCADE, related_name="+")
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="stories")
    words = models.TextField()
    told_at = models.DateTimeField()

    personal: ClassVar = {
        "agent": "whose it is",
        "words": "so that others may learn from it",
        "owner": "agent",
        "keep": "member",
    }

    class Meta:
        verbose_name_plural = "stories you told"
        indexes = (models.Index(fields=["topic", "-told_at"], name="learning_story_when"),)
