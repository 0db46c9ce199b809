"""Families who are paid, their children, what a school says of two months and what followed, and what was paid.

Nothing of this is written anew: a register that comes late is a row of its own, and what it changes is paid as a
difference. A child is nobody's payee: money goes to a member who is of age.
"""

from datetime import date
from typing import ClassVar
from uuid import uuid4

from django.db import models

from coproduce.community.people.models import Agent, Community

#: What a school said of a child, and what was answered, is kept so long.
DAYS_KEPT = 5 * 366


class Family(models.Model):
    """A family by the member who is paid for it; the mother, unless she chose somebody else."""

    agent = models.OneToOneField(Agent, models.PROTECT, related_name="+")
    community = models.ForeignKey(Community, models.PROTECT, related_name="+")
    adults = models.PositiveSmallIntegerField()
    income_month_minor = models.PositiveIntegerField()
    #: Where the money goes: a telephone, like +558199990000, or an account by its IBAN.
    pay_to = models.CharField(max_length=34)
    since_on = models.DateField()
    #: Adults and income as they were said before, each until which month: no month before is worked out by what is new.
    before = models.JSONField(default=list)

    personal: ClassVar = {
        "agent": "who is paid for the family",
        "income_month_minor": "to see which parts it is paid",
        "before": "to work out again what a month before came to",
        "pay_to": "where the money goes",
        "log_reads": ("income_month_minor", "before", "pay_to"),
        "owner": "agent",
        "keep": "books",
        "afterwards": {"pay_to": ""},
    }

    class Meta:
        verbose_name_plural = "your family, as it is paid"
        constraints = (
            models.UniqueConstraint(
                fields=["community", "pay_to"], name="stipends_pay_to_once", condition=~models.Q(pay_to="")
            ),
        )

    def in_month(self, month_on: date) -> tuple[int, int]:
        """Adults, and their income in a month, as they were said for that month."""
        for until, adults, income in self.before:
            if month_on < date.fromisoformat(until):
                return adults, income
        return self.adults, self.income_month_minor


class Child(models.Model):
    """A child at school: its name, school and class, and the number the school knows it by."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    community = models.ForeignKey(Community, models.PROTECT, related_name="+")
    family = models.ForeignKey(Family, models.PROTECT, related_name="children")
    name = models.CharField(max_length=120)
    number = models.CharField(max_length=40)
    school = models.CharField(max_length=80)
    class_name = models.CharField(max_length=20, blank=True)
    born_on = models.DateField()
    sex = models.CharField(max_length=12, blank=True)
    disability = models.CharField(max_length=3, blank=True)

    personal: ClassVar = {
        "name": "whose register it is",
        "number": "how the school knows the child",
        "school": "where the register comes from",
        "class_name": "where the register comes from",
        "born_on": "what is asked of a child depends on its age",
        "sex": "to see whether steps fall on girls and boys alike",
        "disability": "to see whether steps fall on all children alike",
        "owner": "family__agent",
        "keep": "books",
        "afterwards": {"name": "", "class_name": ""},
    }

    class Meta:
        verbose_name_plural = "your children at school"
        constraints = (  # whoever was forgotten has no number any more
            models.UniqueConstraint(
                fields=["community", "number"], condition=~models.Q(number=""), name="stipends_child_once"
            ),
        )


class Attendance(models.Model):
    """What a school said of one child and one period, and what followed of it. `version` counts: the last one holds.

    A printed sheet says nothing until two people have typed it in alike, and lessons written down one by one say
    nothing until the school says that these months are whole.
    """

    FILE, PAPER, CLASS = "file", "paper", "class"
    SOURCES: ClassVar = [(one, one) for one in (FILE, PAPER, CLASS)]
    OUTCOMES: ClassVar = [(one, one) for one in ("met", "breach", "excused", "unknown")]

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    child = models.ForeignKey(Child, models.PROTECT, related_name="attendances")
    from_on = models.DateField()
    until_on = models.DateField()
    version = models.PositiveSmallIntegerField(default=1)
    source = models.CharField(max_length=5, choices=SOURCES)
    held = models.PositiveSmallIntegerField()
    present = models.PositiveSmallIntegerField()
    absent = models.PositiveSmallIntegerField()
    excused = models.PositiveSmallIntegerField()
    no_school = models.PositiveSmallIntegerField()
    unknown = models.PositiveSmallIntegerField()
    why_excused = models.CharField(max_length=200, blank=True)
    #: How each lesson went, where they are written down one by one: by day and lesson, like `2026-11-16 1`.
    lessons = models.JSONField(default=dict)
    typed_by = models.ForeignKey(Agent, models.PROTECT, related_name="+")
    typed_again_by = models.ForeignKey(Agent, models.PROTECT, null=True, related_name="+")
    known_on = models.DateField(null=True)
    outcome = models.CharField(max_length=8, choices=OUTCOMES, blank=True)
    #: What followed: who told them, on which day, and who stands beside them.
    told_on = models.DateField(null=True)
    told_by = models.ForeignKey(Agent, models.PROTECT, null=True, related_name="+")
    supporter = models.ForeignKey(Agent, models.PROTECT, null=True, related_name="+")
    appealed_on = models.DateField(null=True)
    appeal_words = models.CharField(max_length=600, blank=True)
    answered_on = models.DateField(null=True)
    answered_by = models.ForeignKey(Agent, models.PROTECT, null=True, related_name="+")
    answer_words = models.CharField(max_length=600, blank=True)
    is_upheld = models.BooleanField(default=False)
    #: Whether it ends, where it came to that: by whom, and why.
    ends = models.BooleanField(null=True)
    ended_on = models.DateField(null=True)
    ended_by = models.ForeignKey(Agent, models.PROTECT, null=True, related_name="+")
    ended_why = models.CharField(max_length=600, blank=True)
    #: And whether what ended begins anew after all.
    again_on = models.DateField(null=True)
    again_by = models.ForeignKey(Agent, models.PROTECT, null=True, related_name="+")
    again_why = models.CharField(max_length=600, blank=True)

    personal: ClassVar = {
        "why_excused": "so that nobody is asked twice why",
        "lessons": "at which lessons the child was",
        "typed_by": "who typed it in",
        "typed_again_by": "who typed it in the second time",
        "outcome": "whether the child was at school as agreed",
        "told_by": "who told them",
        "supporter": "who stands beside them",
        "appeal_words": "what they answered",
        "answered_by": "who decided on the answer",
        "answer_words": "what was decided, and why",
        "ended_by": "who decided whether it ends",
        "ended_why": "why",
        "again_by": "who decided that it begins anew",
        "again_why": "why",
        "log_reads": ("why_excused", "lessons", "outcome", "appeal_words", "answer_words", "ended_why", "again_why"),
        "owner": "child__family__agent",
        "keep": ("until_on", DAYS_KEPT),
    }

    class Meta:
        verbose_name_plural = "how it was at school, and what followed"
        constraints = (
            models.UniqueConstraint(fields=["child", "until_on", "version"], name="stipends_attendance_once"),
        )
        indexes = (
            models.Index(
                fields=["child", "until_on"],
                name="stipends_not_told",
                condition=models.Q(outcome="breach", told_on=None),
            ),
        )


class Payroll(models.Model):
    """One month's payments, frozen by one person and approved by another."""

    FROZEN, APPROVED, EXPORTED, RECONCILED = "frozen", "approved", "exported", "reconciled"
    STATES: ClassVar = [(one, one) for one in (FROZEN, APPROVED, EXPORTED, RECONCILED)]

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    community = models.ForeignKey(Community, models.PROTECT, related_name="+")
    month_on = models.DateField()
    unit = models.CharField(max_length=12)
    state = models.CharField(max_length=10, choices=STATES, default=FROZEN)
    frozen_on = models.DateField()
    frozen_by = models.ForeignKey(Agent, models.PROTECT, related_name="+")
    approved_by = models.ForeignKey(Agent, models.PROTECT, null=True, related_name="+")

    personal: ClassVar = {
        "frozen_by": "who worked it out",
        "approved_by": "who looked at it again",
        "owner": (),
        "keep": "books",
    }

    class Meta:
        verbose_name_plural = "payrolls, month by month"
        constraints = (
            models.UniqueConstraint(fields=["community", "month_on"], name="stipends_payroll_once"),
            models.CheckConstraint(
                condition=models.Q(approved_by=None) | ~models.Q(approved_by=models.F("frozen_by")),
                name="stipends_four_eyes",
            ),
        )


class Payment(models.Model):
    """What one family is paid for one month: once, and in a later payroll only what it should have been more."""

    PENDING, PAID, FAILED, REVERSED = "pending", "paid", "failed", "reversed"
    STATES: ClassVar = [(one, one) for one in (PENDING, PAID, FAILED, REVERSED)]

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    payroll = models.ForeignKey(Payroll, models.PROTECT, related_name="payments")
    family = models.ForeignKey(Family, models.PROTECT, related_name="payments")
    for_month_on = models.DateField()
    amount_minor = models.PositiveIntegerField()
    pay_to = models.CharField(max_length=34)
    #: Each part and why: code, people, each, amount, why.
    lines = models.JSONField(default=list)
    state = models.CharField(max_length=8, choices=STATES, default=PENDING)
    why = models.CharField(max_length=200, blank=True)
    entry = models.UUIDField(null=True)

    personal: ClassVar = {
        "amount_minor": "what the family was paid",
        "pay_to": "where the money went",
        "lines": "what it was paid for",
        "why": "what became of it",
        "log_reads": ("amount_minor", "pay_to", "lines", "why"),
        "owner": "family__agent",
        "keep": "books",
        "afterwards": {"pay_to": ""},
    }

    class Meta:
        verbose_name_plural = "what your family was paid"
        constraints = (
            models.UniqueConstraint(fields=["payroll", "family", "for_month_on"], name="stipends_payment_once"),
        )
