"""Lanes and what they run into, the houses in them, turns of upkeep that were taken, and pipes that were blocked.

What was paid and worked stands in the books; nobody's reason for paying nothing is written down anywhere.
"""

from typing import ClassVar
from uuid import uuid4

from django.db import models

from coproduce.community.decisions.models import Decision
from coproduce.community.people.models import Agent, Community


class Lane(models.Model):
    """A lane, or a trunk that others run into: who leads it, how it was surveyed, the line it chose, and how far it is.

    Its leader is whoever wrote it down until it elects its manager: `elected` is the decision that says so. `ground` is
    chainage and level of each place; lengths are in millimetres. The line is frozen once it is chosen, and what each
    house pays once it is shared out.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    community = models.ForeignKey(Community, models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    is_trunk = models.BooleanField(default=False)
    #: A trunk is laid by others: whether it lies. Of a lane, the day its water ran says so.
    is_laid = models.BooleanField(default=False)
    into = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    leader = models.ForeignKey(Agent, models.PROTECT, related_name="+")
    elected = models.ForeignKey(Decision, models.PROTECT, null=True, related_name="+")
    #: Whether the board everybody reads shows houses by the name of who speaks for them, or by plot alone.
    shows_names = models.BooleanField(default=False)
    ground = models.JSONField(default=list)
    missed_mm = models.IntegerField(null=True)
    allowed_mm = models.PositiveIntegerField(null=True)
    outlet_mm = models.BigIntegerField(null=True)
    #: How high the water of a main stands at the upper end; None where there is none.
    head_mm = models.BigIntegerField(null=True)
    surveyed_on = models.DateField(null=True)
    pipe_mm = models.PositiveIntegerField(null=True)
    designed_on = models.DateField(null=True)
    cost_minor = models.BigIntegerField(null=True)
    by = models.CharField(max_length=9, blank=True)
    fund = models.CharField(max_length=60, blank=True)
    fund_minor = models.BigIntegerField(null=True)
    #: The days by which the parts are due.
    due_on = models.JSONField(default=list)
    started_on = models.DateField(null=True)
    inspected_on = models.DateField(null=True)
    used_on = models.DateField(null=True)

    personal: ClassVar = {
        "name": "which lane it is",
        "leader": "who leads it",
        "elected": "which decision of the lane says so",
        "ground": "levels of the ground, and nobody's name",
        "by": "how its cost is shared",
        "fund": "which fund meets what is not asked for",
        "due_on": "by which days parts are due",
        "owner": "leader",
        "keep": "books",
    }

    class Meta:
        verbose_name_plural = "lanes you lead"
        constraints = (models.UniqueConstraint(fields=["community", "name"], name="works_lane_once"),)


class House(models.Model):
    """A house of a lane: its plot, how many live there, where it joins, who speaks for it, and what it pays.

    Where nothing is asked of it that is all that is known: why is nobody's business.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    community = models.ForeignKey(Community, models.PROTECT, related_name="+")
    lane = models.ForeignKey(Lane, models.PROTECT, related_name="houses")
    plot = models.CharField(max_length=40)
    people = models.PositiveIntegerField()
    chainage_mm = models.PositiveIntegerField(default=0)
    frontage_mm = models.PositiveIntegerField(default=0)
    agent = models.ForeignKey(Agent, models.PROTECT, null=True, related_name="+")
    is_waived = models.BooleanField(default=False)
    share_minor = models.BigIntegerField(null=True)
    agreed_on = models.DateField(null=True)

    personal: ClassVar = {
        "agent": "who speaks for the house",
        "plot": "which house it is",
        "people": "how much water comes from it",
        "is_waived": "that nothing is asked of it; nobody says why",
        "share_minor": "what it pays",
        "agreed_on": "when it agreed",
        "owner": "agent",
        "keep": "books",
    }

    class Meta:
        verbose_name_plural = "your house in a lane"
        constraints = (models.UniqueConstraint(fields=["community", "plot"], name="works_plot_once"),)


class Turn(models.Model):
    """A turn of upkeep that somebody took: which day of the rota it was, and when and for how long it was done."""

    lane = models.ForeignKey(Lane, models.PROTECT, related_name="turns")
    due_on = models.DateField()
    agent = models.ForeignKey(Agent, models.PROTECT, related_name="+")
    done_on = models.DateField()
    minutes = models.PositiveIntegerField()
    entry = models.UUIDField(null=True)

    personal: ClassVar = {
        "agent": "who looked after the lane",
        "minutes": "how long it took",
        "owner": "agent",
        "keep": "books",
    }

    class Meta:
        verbose_name_plural = "turns of upkeep you took"
        constraints = (models.UniqueConstraint(fields=["lane", "due_on"], name="works_turn_once"),)


class Blockage(models.Model):
    """A pipe that was blocked: who said so, who cleared it, and how they were thanked."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    lane = models.ForeignKey(Lane, models.PROTECT, related_name="blockages")
    words = models.CharField(max_length=200)
    reporter = models.ForeignKey(Agent, models.PROTECT, related_name="+")
    reported_on = models.DateField()
    cleared_by = models.ForeignKey(Agent, models.PROTECT, null=True, related_name="+")
    cleared_on = models.DateField(null=True)
    minutes = models.PositiveIntegerField(null=True)
    entry = models.UUIDField(null=True)
    thanks = models.CharField(max_length=300, blank=True)

    personal: ClassVar = {
        "reporter": "who said that it was blocked",
        "cleared_by": "who cleared it",
        "words": "what was wrong, and where",
        "thanks": "said to whoever cleared it",
        "owner": ("reporter", "cleared_by"),
        "keep": "books",
        "afterwards": {"words": "", "thanks": ""},
    }

    class Meta:
        verbose_name_plural = "blocked pipes you reported and cleared"
        constraints = (
            models.CheckConstraint(
                condition=models.Q(cleared_on=None) | models.Q(cleared_by__isnull=False, minutes__gt=0),
                name="works_blockage_cleared_by_one",
            ),
        )
