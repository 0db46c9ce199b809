"""Who is visited, by whom, what came of it, who acts on it, and the cards it begins with.

There is no field for a diagnosis. What is read of somebody's health is read in one place (`queries/held.py`), and each
reading is written down.
"""

from typing import ClassVar
from uuid import uuid4

from django.db import models

from coproduce.arenas.care.rules.states import DRAFT, STATES
from coproduce.community.people.models import Agent, Community

#: Who came, when and why is kept so long: what a visit turned up is nobody's business for ever.
DAYS_KEPT = 3 * 365


class CardBatch(models.Model):
    """Cards printed at one time. No table keeps their numbers (`queries/numbers.py`).

    The ward keeps a tally, how many it handed out, and nothing else.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    community = models.ForeignKey(Community, models.CASCADE, related_name="+")
    size = models.PositiveSmallIntegerField()
    printed_on = models.DateField()
    printed_by = models.ForeignKey(Agent, models.PROTECT, related_name="+")
    handed_out = models.PositiveSmallIntegerField(null=True)

    personal: ClassVar = {"printed_by": "who printed them", "owner": (), "keep": "books"}

    class Meta:
        verbose_name_plural = "cards for the ward"


class Case(models.Model):
    """One person who came home, and everything that hangs on it. `parent` is the visitor's own, in the chain.

    Where nobody knows the day they came home, clocks run from `opened_at`.
    """

    PAGE, PHONE, POST, FILE = "page", "phone", "post", "file"
    CHANNELS: ClassVar = [(one, one) for one in (PAGE, PHONE, POST, FILE)]

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    community = models.ForeignKey(Community, models.PROTECT, related_name="+")
    agent = models.ForeignKey(Agent, models.PROTECT, related_name="+")
    batch = models.ForeignKey(CardBatch, models.PROTECT, null=True, related_name="+")
    place = models.PositiveSmallIntegerField(null=True)
    source_ref = models.CharField(max_length=120, null=True)
    channel = models.CharField(max_length=5, choices=CHANNELS)
    opened_at = models.DateTimeField()
    #: Who opened it, where it was not they themselves.
    opened_by_words = models.CharField(max_length=120, blank=True)
    home_on = models.DateField(null=True)
    address = models.CharField(max_length=200, blank=True)
    #: What they would like somebody to know: a language, a way of living; and what they chose to say they went through.
    wish = models.CharField(max_length=80, blank=True)
    experience = models.JSONField(default=list)
    week = models.PositiveIntegerField(default=0)
    #: The signs the ward wrote on the letter, and whom to ring.
    red_flags = models.CharField(max_length=600, blank=True)
    risk_note = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=16, choices=[(one, one) for one in STATES], default=DRAFT)
    reason = models.CharField(max_length=300, blank=True)
    accepted_at = models.DateTimeField(null=True)
    triaged_by = models.ForeignKey(Agent, models.PROTECT, null=True, related_name="+")
    #: Who was held out to the person, with the terms in numbers, and what each said: no mark stays on anybody.
    proposed = models.JSONField(default=list)
    asked = models.ForeignKey(Agent, models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField(null=True)
    visitor = models.ForeignKey(Agent, models.PROTECT, null=True, related_name="+")
    first_visit_due_at = models.DateTimeField()
    first_visit_at = models.DateTimeField(null=True)
    next_call_on = models.DateField(null=True)
    #: By when the desk looks at it, and then finds somebody to come; and once every call was made, the last talk.
    next_by = models.DateTimeField(null=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    generation = models.PositiveSmallIntegerField(default=0)
    needs_met = models.BooleanField(null=True)
    harm = models.BooleanField(default=False)
    how = models.CharField(max_length=300, blank=True)
    closed_at = models.DateTimeField(null=True)
    #: The Task a hospital asked with, in its own references; and when its state was another last.
    task = models.JSONField(null=True)
    moved_at = models.DateTimeField()

    personal: ClassVar = {
        "agent": "who is visited",
        "source_ref": "which row of a list they came from",
        "opened_by_words": "who asked for the visit with them",
        "address": "where they live, for whoever visits them while they say yes to it",
        "wish": "so that somebody suits them",
        "experience": "so that somebody suits them",
        "red_flags": "what the ward wrote on the letter",
        "risk_note": "so that nobody comes to harm",
        "reason": "why it ended or rests",
        "triaged_by": "who took it on",
        "proposed": "who was held out to them, and why",
        "asked": "who was asked to visit",
        "visitor": "who visits",
        "needs_met": "to see whether visits do any good",
        "harm": "to stop when they do not",
        "how": "how it ended",
        "task": "so that the hospital knows the answer for its own",
        "log_reads": ("address", "experience", "red_flags", "risk_note", "reason", "needs_met", "harm", "how"),
        "owner": "agent",
        "keep": "books",
    }

    class Meta:
        verbose_name_plural = "visits to you, from the card to the last talk"
        constraints = (
            models.UniqueConstraint(fields=["batch", "place"], name="care_card_once"),
            models.UniqueConstraint(fields=["community", "source_ref"], name="care_source"),
        )
        indexes = (
            models.Index(fields=["community", "state", "first_visit_at", "first_visit_due_at"], name="care_first"),
            models.Index(fields=["community", "state", "next_call_on"], name="care_calls"),
            models.Index(fields=["visitor", "state"], name="care_load"),
            models.Index(fields=["agent", "closed_at"], name="care_own"),
        )


class Visit(models.Model):
    """A call, a talk at the door or a visit at home: planned, gone to, left, and what was seen, as it was said.

    `observed_at` is when it was seen, `recorded_at` when it was written down: a paper comes days later.
    """

    CALL, DOORSTEP, HOME = "call", "doorstep", "home"
    KINDS: ClassVar = [(one, one) for one in (CALL, DOORSTEP, HOME)]
    PHONE, PAPER, SPOKEN = "phone", "paper", "spoken"
    MODES: ClassVar = [(one, one) for one in (PHONE, PAPER, SPOKEN)]

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="visits")
    kind = models.CharField(max_length=8, choices=KINDS)
    visitor = models.ForeignKey(Agent, models.PROTECT, related_name="+")
    companion = models.ForeignKey(Agent, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    planned_at = models.DateTimeField()
    expected_end = models.DateTimeField()
    checked_in_at = models.DateTimeField(null=True)
    checked_out_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    #: Who was rung last for somebody who has not said that they left.
    alarm = models.CharField(max_length=6, blank=True)
    answers = models.JSONField(default=dict)
    observed_at = models.DateTimeField(null=True)
    recorded_at = models.DateTimeField(null=True)
    recorded_by = models.ForeignKey(Agent, models.PROTECT, null=True, related_name="+")
    mode = models.CharField(max_length=6, choices=MODES, blank=True)
    entry = models.UUIDField(null=True)

    personal: ClassVar = {
        "visitor": "who came",
        "companion": "who came along",
        "alarm": "so that whoever visits comes home",
        "answers": "what was seen and said",
        "recorded_by": "who wrote it down",
        "mode": "how it was written down",
        "log_reads": ("answers",),
        "owner": "case__agent",
        "keep": ("made_at", DAYS_KEPT),
    }

    class Meta:
        verbose_name_plural = "who came, and what was written down"
        indexes = (
            models.Index(fields=["visitor", "planned_at"], name="care_whose_visit"),
            models.Index(
                fields=["expected_end"], name="care_not_left",
                condition=models.Q(checked_in_at__isnull=False, checked_out_at=None),
            ),
        )  # fmt: skip


class Flag(models.Model):
    """Something a visit turned up: for now, today or this week. Who was rung, who answered, and what came of it."""

    LEVELS: ClassVar = [(one, one) for one in ("red", "amber", "blue")]
    SEEN_TO, NOTHING, PASSED_ON = "seen to", "it was nothing", "passed on"
    OUTCOMES: ClassVar = [(one, one) for one in (SEEN_TO, NOTHING, PASSED_ON)]

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    community = models.ForeignKey(Community, models.PROTECT, related_name="+")
    visit = models.ForeignKey(Visit, models.CASCADE, related_name="flags")
    code = models.CharField(max_length=10)
    level = models.CharField(max_length=5, choices=LEVELS)
    words = models.CharField(max_length=300, blank=True)
    told_person = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    due_at = models.DateTimeField()
    #: How many were rung, one after another, down the rota.
    rung = models.PositiveSmallIntegerField(default=0)
    acknowledged_by = models.ForeignKey(Agent, models.PROTECT, null=True, related_name="+")
    acknowledged_at = models.DateTimeField(null=True)
    action = models.CharField(max_length=300, blank=True)
    closed_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=14, choices=OUTCOMES, blank=True)

    personal: ClassVar = {
        "level": "how soon somebody answers",
        "words": "what was seen",
        "told_person": "whether they were told that it is passed on",
        "acknowledged_by": "who answers for it",
        "action": "what was done",
        "outcome": "what came of it",
        "log_reads": ("words", "action", "outcome"),
        "owner": "visit__case__agent",
        "keep": ("made_at", DAYS_KEPT),
    }

    class Meta:
        verbose_name_plural = "what a visit turned up, and who acted on it"
        indexes = (
            models.Index(
                fields=["community", "level", "due_at"], name="care_flags_open", condition=models.Q(closed_at=None)
            ),
        )


class VisitorProfile(models.Model):
    """What a visitor says of themselves: what they do, how far, how many at a time, and what they went through."""

    agent = models.OneToOneField(Agent, models.CASCADE, related_name="care_profile")
    community = models.ForeignKey(Community, models.PROTECT, related_name="+")
    activities = models.JSONField(default=list)
    radius_km = models.PositiveSmallIntegerField(default=5)
    cap = models.PositiveSmallIntegerField(default=2)
    experience = models.JSONField(default=list)
    languages = models.JSONField(default=list)
    week = models.PositiveIntegerField(default=0)
    no_go = models.CharField(max_length=300, blank=True)
    about = models.CharField(max_length=300, blank=True)
    supervisor = models.ForeignKey(Agent, models.PROTECT, null=True, related_name="+")
    shadowed_on = models.DateField(null=True)
    last_asked_at = models.DateTimeField(null=True)

    personal: ClassVar = {
        "activities": "what they do, from which the check follows",
        "experience": "what they chose to say they went through, so that they suit somebody",
        "languages": "so that they suit somebody",
        "no_go": "where or with whom they would rather not visit, for the desk",
        "about": "what somebody reads who chooses who comes",
        "supervisor": "whom they talk to about visits",
        "log_reads": ("experience", "no_go"),
        "owner": "agent",
        "keep": "member",
    }

    class Meta:
        verbose_name_plural = "what you said of yourself as a visitor"
