"""Families accepted for a home, who of them works, the hours worked for them, what it costs, and months missed.

A gate once passed stays passed, with who decided it and what counted that day.
"""

from typing import ClassVar
from uuid import uuid4

from django.db import models

from coproduce.community.people.models import Agent, Community


class Family(models.Model):
    """A family by the member who spoke for it. Hours count from the day it was accepted, by the rules of that day."""

    agent = models.OneToOneField(Agent, models.PROTECT, related_name="+")
    community = models.ForeignKey(Community, models.PROTECT, related_name="+")
    accepted_on = models.DateField()
    #: The site of its own home, like no. 14; empty until it is known.
    home = models.CharField(max_length=80, blank=True)
    #: What a repair is estimated to take; None where a home is built.
    repair_minutes = models.PositiveIntegerField(null=True)
    #: The gates it went through: when, who decided it, and what counted by then.
    started_on = models.DateField(null=True)
    started_by = models.ForeignKey(Agent, models.PROTECT, null=True, related_name="+")
    started_minutes = models.PositiveIntegerField(null=True)
    closed_on = models.DateField(null=True)
    closed_by = models.ForeignKey(Agent, models.PROTECT, null=True, related_name="+")
    closed_minutes = models.PositiveIntegerField(null=True)
    #: The day it went no further, or moved out; its home is free from then on.
    left_on = models.DateField(null=True)

    personal: ClassVar = {
        "agent": "whose family it is",
        "home": "which home is being built for them",
        "repair_minutes": "what is asked for a repair follows from it",
        "started_by": "who decided that building starts",
        "started_minutes": "what counted when building started",
        "closed_by": "who decided that the key is given",
        "closed_minutes": "what counted when the key was given",
        "log_reads": ("home",),
        "owner": "agent",
        "keep": "books",
        "afterwards": {"home": ""},
    }

    class Meta:
        verbose_name_plural = "your family and its home"
        constraints = (
            models.UniqueConstraint(
                fields=["community", "home"],
                name="homes_home_once",
                condition=models.Q(left_on=None) & ~models.Q(home=""),
            ),
        )


class Adult(models.Model):
    """A stay of a grown person with a family they work with: from a day on and until the last, if there is one.

    Who leaves and comes back has two.
    """

    family = models.ForeignKey(Family, models.PROTECT, related_name="adults")
    agent = models.ForeignKey(Agent, models.PROTECT, related_name="+")
    from_on = models.DateField()
    until_on = models.DateField(null=True)

    personal: ClassVar = {"agent": "who works with the family", "owner": "agent", "keep": "books"}

    class Meta:
        verbose_name_plural = "families you work with"
        constraints = (models.UniqueConstraint(fields=["family", "agent", "from_on"], name="homes_stay_once"),)


class HomeHour(models.Model):
    """Time one person worked on a day for one family. A friend who is no member stands in it by name."""

    KINDS: ClassVar = [(one, one) for one in ("construction", "office", "shop", "class", "community")]

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    family = models.ForeignKey(Family, models.PROTECT, related_name="hours")
    agent = models.ForeignKey(Agent, models.PROTECT, null=True, related_name="+")
    friend = models.CharField(max_length=120, blank=True)
    on = models.DateField()
    #: Minutes of the day, from midnight.
    begins = models.PositiveSmallIntegerField()
    ends = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=KINDS)
    task = models.CharField(max_length=80, blank=True)
    site = models.CharField(max_length=80, blank=True)
    written_by = models.ForeignKey(Agent, models.PROTECT, related_name="+")
    #: Who worked, or somebody of the family for a friend; and who led that day.
    signed_by = models.ForeignKey(Agent, models.PROTECT, null=True, related_name="+")
    lead_signed_by = models.ForeignKey(Agent, models.PROTECT, null=True, related_name="+")
    entry = models.UUIDField(null=True)

    personal: ClassVar = {
        "agent": "who worked",
        "friend": "who worked, where they are no member",
        "task": "what was done",
        "site": "on whose home",
        "written_by": "who wrote it down",
        "signed_by": "who signed for having worked",
        "lead_signed_by": "who signed for having led",
        "log_reads": ("friend",),
        "owner": "agent",
        "keep": "books",
        "afterwards": {"friend": ""},
    }

    class Meta:
        verbose_name_plural = "hours you worked on homes"
        constraints = (
            models.CheckConstraint(condition=models.Q(ends__gt=models.F("begins")), name="homes_hour_ends_later"),
            models.CheckConstraint(
                condition=models.Q(signed_by=None)
                | models.Q(lead_signed_by=None)
                | ~models.Q(signed_by=models.F("lead_signed_by")),
                name="homes_hour_signed_by_two",
            ),
        )

    @property
    def minutes(self) -> int:
        return self.ends - self.begins


class HomeTerms(models.Model):
    """What a family agreed its home costs it, from a day on: a loan, or a charge by income that buys shares.

    A review is one more row. Money is in pence or cents; `shares` is what the home cost, in shares; `index` is what the
    published index said that day. What was paid stands in the books.
    """

    family = models.ForeignKey(Family, models.PROTECT, related_name="terms")
    from_on = models.DateField()
    loan_minor = models.BigIntegerField(null=True)
    #: The part of it a year: 0 at cost.
    yearly_part = models.DecimalField(max_digits=8, decimal_places=7, null=True)
    months = models.PositiveSmallIntegerField(null=True)
    income_minor = models.BigIntegerField(null=True)
    running_minor = models.BigIntegerField(null=True)
    shares = models.PositiveIntegerField(null=True)
    index = models.DecimalField(max_digits=12, decimal_places=4, null=True)
    agreed_by = models.ForeignKey(Agent, models.PROTECT, related_name="+")

    personal: ClassVar = {
        "loan_minor": "what was lent for the home",
        "income_minor": "what the monthly charge follows from",
        "agreed_by": "who agreed it with them",
        "log_reads": ("income_minor", "loan_minor"),
        "owner": "family__agent",
        "keep": "books",
    }

    class Meta:
        verbose_name_plural = "what your home costs you"
        constraints = (
            models.UniqueConstraint(fields=["family", "from_on"], name="homes_terms_once"),
            models.CheckConstraint(
                condition=models.Q(loan_minor__isnull=False, months__isnull=False, income_minor=None)
                | models.Q(loan_minor=None, income_minor__isnull=False, shares__isnull=False, index__isnull=False),
                name="homes_terms_loan_or_shares",
            ),
        )


class MissedMonth(models.Model):
    """A month of a loan that did not come, once the family was told: what it answered, and what people decided."""

    family = models.ForeignKey(Family, models.PROTECT, related_name="missed")
    #: The number of the payment, from 1.
    month = models.PositiveSmallIntegerField()
    told_on = models.DateField()
    told_by = models.ForeignKey(Agent, models.PROTECT, related_name="+")
    supporter = models.ForeignKey(Agent, models.PROTECT, related_name="+")
    answered_on = models.DateField(null=True)
    answer = models.CharField(max_length=600, blank=True)
    #: What was decided on the answer: upheld, that month counts for no step.
    decided_on = models.DateField(null=True)
    decided_by = models.ForeignKey(Agent, models.PROTECT, null=True, related_name="+")
    decided_why = models.CharField(max_length=600, blank=True)
    is_upheld = models.BooleanField(default=False)
    #: What was decided at the last step: whether the agreement ends.
    ends = models.BooleanField(null=True)
    ended_on = models.DateField(null=True)
    ended_by = models.ForeignKey(Agent, models.PROTECT, null=True, related_name="+")
    ended_why = models.CharField(max_length=600, blank=True)

    personal: ClassVar = {
        "told_by": "who told them",
        "supporter": "who talks with them about it",
        "answer": "what they answered",
        "decided_by": "who decided on the answer",
        "decided_why": "what was decided, and why",
        "ended_by": "who decided at the last step",
        "ended_why": "why",
        "log_reads": ("answer", "decided_why", "ended_why"),
        "owner": "family__agent",
        "keep": "books",
        "afterwards": {"answer": "", "decided_why": "", "ended_why": ""},
    }

    class Meta:
        verbose_name_plural = "months of your loan that were missed"
        constraints = (models.UniqueConstraint(fields=["family", "month"], name="homes_missed_once"),)
