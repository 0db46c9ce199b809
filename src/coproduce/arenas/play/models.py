"""Festivals and challenges, goals many reach together and what was given, things that go round, and things mended.

Programme, places and sign-up are occasions of `exchange`. Of a thing that is back nobody knows who had it.
"""

from typing import ClassVar
from uuid import uuid4

from django.db import models

from coproduce.community.exchange.models import Occasion
from coproduce.community.people.models import Agent, Community, Upload


class Festival(models.Model):
    """A festival or a challenge: whose idea it was, who said yes to it, and what whoever comes wants to know.

    `programme` is what is planned and not yet announced; `parts` are the occasions it became. That it is on, the clock
    says. `guardian` said yes for an organiser who is not of age. `came` is how many came, and nobody's name.
    """

    FESTIVAL, CHALLENGE = "festival", "challenge"
    KINDS: ClassVar = [(kind, kind) for kind in (FESTIVAL, CHALLENGE)]

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    community = models.ForeignKey(Community, models.PROTECT, related_name="+")
    organiser = models.ForeignKey(Agent, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=9, choices=KINDS, default=FESTIVAL)
    name = models.CharField(max_length=80)
    words = models.CharField(max_length=1000, blank=True)
    kit = models.CharField(max_length=500, blank=True)
    quiet = models.CharField(max_length=500, blank=True)
    access = models.CharField(max_length=500, blank=True)
    rain = models.CharField(max_length=500, blank=True)
    state = models.CharField(max_length=9, default="idea")
    backed_by = models.JSONField(default=list)
    guardian = models.ForeignKey(Agent, models.PROTECT, null=True, related_name="+")
    programme = models.JSONField(default=list)
    parts = models.JSONField(default=list)
    said_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    because = models.CharField(max_length=300, blank=True)
    came = models.PositiveIntegerField(default=0)
    picture = models.ForeignKey(Upload, models.SET_NULL, null=True, related_name="+")
    shown_on_it = models.JSONField(default=list)

    personal: ClassVar = {
        "organiser": "whose idea it was, and who sees to it",
        "name": "what it is called",
        "words": "what it is, in their words",
        "kit": "what to bring",
        "quiet": "where it is quiet",
        "access": "how everybody gets there and in",
        "rain": "what happens when it rains",
        "backed_by": "the numbers of those who said yes to the idea",
        "guardian": "who said yes for an organiser who is not of age",
        "programme": "what is planned, and where",
        "parts": "the numbers of the occasions it became",
        "because": "why it was called off",
        "came": "how many came, and nobody's name",
        "picture": "a picture of it",
        "shown_on_it": "the numbers of those who can be seen on the picture",
        "owner": "organiser",
        "keep": "books",
        "stays": ("name", "words", "kit", "quiet", "access", "rain", "backed_by", "programme", "parts", "because",
                  "came", "shown_on_it"),
    }  # fmt: skip

    class Meta:
        verbose_name_plural = "festivals you thought of"
        indexes = (models.Index(fields=["community", "-said_at", "-id"], name="play_festival_when"),)

    def __str__(self) -> str:
        return self.name


class Goal(models.Model):
    """What many would like to reach together, in thousandths of its unit; `celebrated` holds each per cent and its day.

    Where it belongs to a challenge or a festival, that one names it.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    community = models.ForeignKey(Community, models.PROTECT, related_name="+")
    keeper = models.ForeignKey(Agent, models.PROTECT, related_name="+")
    festival = models.ForeignKey(Festival, models.PROTECT, null=True, related_name="goals")
    name = models.CharField(max_length=80)
    target = models.BigIntegerField()
    unit = models.CharField(max_length=20)
    milestones = models.JSONField(default=list)
    celebrated = models.JSONField(default=list)
    said_on = models.DateField()

    personal: ClassVar = {
        "keeper": "who set it",
        "name": "what is to be reached",
        "unit": "what is counted",
        "milestones": "at which per cents it is celebrated",
        "celebrated": "what was reached, and on which day",
        "owner": "keeper",
        "keep": "books",
        "stays": ("name", "unit", "milestones", "celebrated"),
    }

    class Meta:
        verbose_name_plural = "goals you set"
        constraints = (models.CheckConstraint(condition=models.Q(target__gt=0), name="play_goal_is_something"),)
        indexes = (models.Index(fields=["community", "-id"], name="play_goal_when"),)

    def __str__(self) -> str:
        return self.name


class Given(models.Model):
    """What was given towards a goal; with no `agent`, by somebody who is not named. Below nothing it puts one right."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    goal = models.ForeignKey(Goal, models.PROTECT, related_name="given")
    agent = models.ForeignKey(Agent, models.PROTECT, null=True, related_name="+")
    amount = models.BigIntegerField()
    corrects = models.ForeignKey("self", models.PROTECT, null=True, related_name="corrected")
    said_on = models.DateField()

    personal: ClassVar = {
        "agent": "who gave it, where they said so",
        "amount": "how much it was",
        "owner": "agent",
        "keep": "books",
        "stays": ("amount",),
    }

    class Meta:
        verbose_name_plural = "what you gave towards goals"
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(amount=0) & (models.Q(amount__gt=0) | models.Q(corrects__isnull=False)),
                name="play_given_is_something",
            ),
        )
        indexes = (models.Index(fields=["goal", "id"], name="play_given_when"),)


class Thing(models.Model):
    """A toy or a tool that goes round: whose it is, for how many days, and who has it now, until when.

    Once it is back nothing is kept of who had it, only how often it was lent.
    """

    KINDS: ClassVar = [(kind, kind) for kind in ("toy", "tool", "other")]

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    community = models.ForeignKey(Community, models.PROTECT, related_name="+")
    keeper = models.ForeignKey(Agent, models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    words = models.CharField(max_length=300, blank=True)
    kind = models.CharField(max_length=5, choices=KINDS, default="tool")
    days = models.PositiveSmallIntegerField(null=True)
    borrower = models.ForeignKey(Agent, models.PROTECT, null=True, related_name="+")
    lent_on = models.DateField(null=True)
    due_on = models.DateField(null=True)
    asked_on = models.DateField(null=True)
    times_lent = models.PositiveIntegerField(default=0)

    personal: ClassVar = {
        "keeper": "whose it is",
        "name": "what they lend",
        "words": "what is good to know about it",
        "borrower": "who has it now; forgotten once it is back",
        "due_on": "until when they have it",
        "asked_on": "when they were asked for it, once",
        "owner": ("keeper", "borrower"),
        "keep": "member",
    }

    class Meta:
        verbose_name_plural = "things you lend and have"
        constraints = (
            models.UniqueConstraint(fields=["keeper", "name"], name="play_thing_once"),
            models.CheckConstraint(
                condition=models.Q(borrower=None, lent_on=None, due_on=None, asked_on=None)
                | models.Q(borrower__isnull=False, lent_on__isnull=False, due_on__isnull=False),
                name="play_thing_is_lent_until",
            ),
        )
        indexes = (models.Index(fields=["community", "name", "id"], name="play_thing_name"),)

    def __str__(self) -> str:
        return self.name


class Repair(models.Model):
    """Something brought to be mended, in the fields of the Open Repair Data Standard, and what it weighs.

    `brought_by` is whose it is, where they are a member here; `mender` who looked at it; `entry` the thanks for that.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    community = models.ForeignKey(Community, models.PROTECT, related_name="+")
    occasion = models.ForeignKey(Occasion, models.PROTECT, null=True, related_name="+")
    mender = models.ForeignKey(Agent, models.PROTECT, related_name="+")
    brought_by = models.ForeignKey(Agent, models.PROTECT, null=True, related_name="+")
    item = models.CharField(max_length=80)
    category = models.CharField(max_length=40, blank=True)
    brand = models.CharField(max_length=60, blank=True)
    year = models.PositiveSmallIntegerField(null=True)
    problem = models.CharField(max_length=300)
    status = models.CharField(max_length=12)
    barrier = models.CharField(max_length=40, blank=True)
    grams = models.PositiveIntegerField(null=True)
    on = models.DateField()
    entry = models.UUIDField(null=True)

    personal: ClassVar = {
        "mender": "who looked at it",
        "brought_by": "whose it is",
        "item": "what was brought",
        "brand": "who made it",
        "problem": "what was wrong with it, and nothing about anybody",
        "status": "what came of it",
        "barrier": "what stood in the way",
        "category": "what kind of thing it is",
        "owner": ("mender", "brought_by"),
        "keep": "books",
        "stays": ("item", "category", "brand", "problem", "status", "barrier"),
    }

    class Meta:
        verbose_name_plural = "what you mended and had mended"
        indexes = (models.Index(fields=["community", "-on", "-id"], name="play_repair_when"),)
