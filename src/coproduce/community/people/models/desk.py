"""What the desk keeps beside people: paid hours, lists that are being brought, and by which rules is counted."""

from typing import ClassVar
from uuid import uuid4

from django.db import models

from coproduce.community.people.models.belonging import Agent, Community, Membership


class StaffHours(models.Model):
    """Paid hours of one kind of work in one month. A row is never changed: the right one says which it `replaces`."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    community = models.ForeignKey(Community, models.PROTECT, related_name="staff_hours")
    #: The first day of the month.
    month_on = models.DateField()
    #: Empty for the whole community.
    arena = models.CharField(max_length=20, blank=True)
    role = models.CharField(max_length=80)
    women_minutes = models.PositiveIntegerField(default=0)
    men_minutes = models.PositiveIntegerField(default=0)
    other_minutes = models.PositiveIntegerField(default=0)
    not_said_minutes = models.PositiveIntegerField(default=0)
    note = models.CharField(max_length=300, blank=True)
    written_by = models.ForeignKey(Agent, models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField()
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")

    personal: ClassVar = {
        "note": "what the desk noted of the hours",
        "role": "the kind of work",
        "written_by": "who wrote it down",
        "owner": (),
        "keep": "books",
    }

    class Meta:
        verbose_name_plural = "staff hours"
        indexes = (models.Index(fields=["community", "month_on"], name="people_staff_hours_when"),)


class BroughtFile(models.Model):
    """A list a broker is bringing: kept until it was taken, a day at most, and read by nobody but who brought it."""

    WAITING, LOOKED, TAKING, TAKEN, STOPPED, UNREADABLE = (
        "waiting", "looked", "taking", "taken", "stopped", "unreadable",
    )  # fmt: skip
    STATES: ClassVar = [(state, state) for state in (WAITING, LOOKED, TAKING, TAKEN, STOPPED, UNREADABLE)]

    public_id = models.UUIDField(unique=True)
    community = models.ForeignKey(Community, models.CASCADE, related_name="+")
    brought_by = models.ForeignKey(Membership, models.CASCADE, related_name="brought")
    content = models.BinaryField()
    made_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=STATES, default=WAITING)
    #: Only compared with the books: everybody's hours at the end.
    is_closing = models.BooleanField(default=False)
    #: What it is taken for, as in `base.sheets.Map`; nothing while nobody knows.
    kind = models.CharField(max_length=40, blank=True)
    source = models.CharField(max_length=80)
    columns = models.JSONField(default=dict)
    dates = models.CharField(max_length=3, default="iso")
    time = models.CharField(max_length=10, blank=True)
    #: What a look found: headings, first rows, how many of which; and every row set aside with its reason.
    found = models.JSONField(default=dict)
    bad = models.JSONField(default=list)
    #: The last line of the file that was taken.
    line = models.PositiveIntegerField(default=0)
    added = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)
    trouble = models.JSONField(default=dict)

    personal: ClassVar = {
        "content": "the list that is being brought",
        "source": "so that the same list counts once",
        "found": "to look at before it is taken",
        "bad": "to mend and send again",
        "brought_by": "who brought it",
        "columns": "which column is what",
        "trouble": "why it stopped",
        "owner": "brought_by__agent",
        "keep": ("made_at", 1),
        "withheld": ("content", "found", "bad"),
    }

    class Meta:
        indexes = (models.Index(fields=["state", "made_at"], name="people_brought_waiting"),)


class ChosenRules(models.Model):
    """By which rule set a community counts from a day on, and by which decision. Only ever added to.

    `values` are all of them as they stood when chosen, so that a file that changes changes no community's rules;
    `changed` are those the community says otherwise than the set it copied. `decision` is the decision in the words
    it had when it was cited.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    community = models.ForeignKey(Community, models.PROTECT, related_name="chosen_rules")
    arena = models.CharField(max_length=20)
    rule_set = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    values = models.JSONField()
    changed = models.JSONField(default=dict)
    from_on = models.DateField()
    decision = models.CharField(max_length=800)
    decision_id = models.UUIDField()
    chosen_by = models.ForeignKey(Agent, models.PROTECT, related_name="+")
    chosen_at = models.DateTimeField(auto_now_add=True)

    personal: ClassVar = {
        "decision": "who decided, when, and where that is written",
        "values": "the rules themselves",
        "changed": "what the community says otherwise",
        "chosen_by": "who wrote it down",
        "owner": (),
        "keep": "books",
        "stays": ("values", "changed"),
        "is_sealed": True,
    }

    class Meta:
        verbose_name_plural = "chosen rules"
        indexes = (models.Index(fields=["community", "from_on"], name="people_rules_from"),)
