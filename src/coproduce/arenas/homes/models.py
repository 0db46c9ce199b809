"""Families accepted for a home, who of them works, the hours worked for them, and the gates they passed.

A gate once passed stays passed: it keeps the rules it was passed by, and what spoke for it.
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

    personal: ClassVar = {
        "agent": "whose family it is",
        "home": "which home is being built for them",
        "repair_minutes": "what is asked for a repair follows from it",
        "log_reads": ("home",),
        "owner": "agent",
        "keep": "books",
        "afterwards": {"home": ""},
    }

    class Meta:
        verbose_name_plural = "your family and its home"
        constraints = (
            models.UniqueConstraint(fields=["community", "home"], name="homes_home_once", condition=~models.Q(home="")),
        )


class Adult(models.Model):
    """A grown person of a family who works with it, from a day on and until their last, if there is one."""

    family = models.ForeignKey(Family, models.PROTECT, related_name="adults")
    agent = models.ForeignKey(Agent, models.PROTECT, related_name="+")
    from_on = models.DateField()
    until_on = models.DateField(null=True)

    personal: ClassVar = {"agent": "who works with the family", "owner": "agent", "keep": "books"}

    class Meta:
        verbose_name_plural = "families you work with"
        constraints = (models.UniqueConstraint(fields=["family", "agent"], name="homes_adult_once"),)


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
    site = models.CharField(max_length=80, blank=True)
    written_by = models.ForeignKey(Agent, models.PROTECT, related_name="+")
    #: Who worked, or somebody of the family for a friend; and who led that day.
    signed_by = models.ForeignKey(Agent, models.PROTECT, null=True, related_name="+")
    lead_signed_by = models.ForeignKey(Agent, models.PROTECT, null=True, related_name="+")
    entry = models.UUIDField(null=True)

    personal: ClassVar = {
        "agent": "who worked",
        "friend": "who worked, where they are no member",
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
    annual_rate = models.DecimalField(max_digits=8, decimal_places=7, null=True)
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


class GatePassed(models.Model):
    """That a family passed a gate: by which rules, with what counted, and who decided it."""

    GATES: ClassVar = [(one, one) for one in ("start build", "close")]

    family = models.ForeignKey(Family, models.PROTECT, related_name="gates")
    gate = models.CharField(max_length=11, choices=GATES)
    on = models.DateField()
    rule_set = models.CharField(max_length=80)
    required_minutes = models.PositiveIntegerField()
    counted_minutes = models.PositiveIntegerField()
    decided_by = models.ForeignKey(Agent, models.PROTECT, related_name="+")

    personal: ClassVar = {
        "counted_minutes": "what counted when the gate was passed",
        "decided_by": "who decided it",
        "owner": "family__agent",
        "keep": "books",
    }

    class Meta:
        verbose_name_plural = "gates your family passed"
        constraints = (models.UniqueConstraint(fields=["family", "gate"], name="homes_gate_once"),)
