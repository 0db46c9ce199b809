"""What is known so that people meet safely: what was checked, who must not meet, who watches over whom, and concerns.

A check is a dated fact with an issuer and an end, never a text field. What a certificate says is not kept here.
Source: facts of the field in docs/explanation/safeguarding.md.
"""

from typing import ClassVar
from uuid import uuid4

from django.db import models

from coproduce.community.people.models.belonging import Agent, Community
from coproduce.community.people.models.papers import Upload


class Attestation(models.Model):
    """That something about a member was looked at: a check, an insurance, a training, a reference followed up.

    It counts from `seen_on` until `until_on`, unless it was withdrawn before; what was decided about it stands beside.
    """

    CHECK, INSURANCE, TRAINING, REFERENCE = "check", "insurance", "training", "reference"
    KINDS: ClassVar = [(kind, kind) for kind in (CHECK, INSURANCE, TRAINING, REFERENCE)]

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    community = models.ForeignKey(Community, models.PROTECT, related_name="+")
    agent = models.ForeignKey(Agent, models.CASCADE, related_name="attestations")
    kind = models.CharField(max_length=10, choices=KINDS)
    #: The level of a check, the name of a course, what is insured, who says the good word.
    what = models.CharField(max_length=80)
    issuer = models.CharField(max_length=120)
    number = models.CharField(max_length=60, blank=True)
    seen_by = models.ForeignKey(Agent, models.PROTECT, related_name="attested")
    seen_on = models.DateField()
    until_on = models.DateField(null=True)
    withdrawn_on = models.DateField(null=True)
    paper = models.ForeignKey(Upload, models.SET_NULL, null=True, related_name="+")

    personal: ClassVar = {
        "kind": "what was looked at",
        "what": "what was looked at",
        "issuer": "who gave it out",
        "number": "to ask whoever gave it out",
        "paper": "what the desk was shown, where a community keeps it",
        "seen_by": "who looked at it",
        "log_reads": ("number", "paper"),
        "owner": "agent",
        "keep": "member",
    }

    class Meta:
        indexes = (models.Index(fields=["agent", "kind", "until_on"], name="people_attested"),)


class AttestationDecision(models.Model):
    """What was decided about one of them, by whom and why. Only ever added to."""

    RECORDED, RENEWED, WITHDRAWN = "recorded", "renewed", "withdrawn"
    STEPS: ClassVar = [(step, step) for step in (RECORDED, RENEWED, WITHDRAWN)]

    attestation = models.ForeignKey(Attestation, models.CASCADE, related_name="decisions")
    step = models.CharField(max_length=10, choices=STEPS)
    by = models.ForeignKey(Agent, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    why = models.CharField(max_length=300, blank=True)

    personal: ClassVar = {
        "by": "who decided",
        "why": "so that it can be understood later",
        "log_reads": ("why",),
        "owner": "attestation__agent",
        "keep": "member",
    }


class BarredPair(models.Model):
    """Two members who must not be brought together: the desk's word, or that of one of them (`asked_by`).

    Nobody but the desk and the safeguarding lead reads it; a member sees whom they asked not to meet. Neither is told.
    """

    community = models.ForeignKey(Community, models.CASCADE)
    one = models.ForeignKey(Agent, models.CASCADE, related_name="+")
    other = models.ForeignKey(Agent, models.CASCADE, related_name="+")
    asked_by = models.ForeignKey(Agent, models.CASCADE, null=True, related_name="+")
    since_on = models.DateField()

    personal: ClassVar = {
        "one": "safeguarding",
        "other": "safeguarding",
        "asked_by": "who asked not to meet the other",
        "log_reads": ("one", "other"),
        "owner": ("one", "other"),
        "shown_to": ("asked_by",),
        "keep": "member",
    }

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["community", "one", "other", "asked_by"], nulls_distinct=False, name="people_barred_once"
            ),
            models.CheckConstraint(condition=models.Q(one__lt=models.F("other")), name="people_barred_in_order"),
        )


class ApartDecision(models.Model):
    """That the desk keeps two apart, or does so no more, by whom and why. Only added to; neither reads it."""

    KEPT, ENDED = "kept", "ended"
    STEPS: ClassVar = [(step, step) for step in (KEPT, ENDED)]

    community = models.ForeignKey(Community, models.CASCADE)
    one = models.ForeignKey(Agent, models.CASCADE, related_name="+")
    other = models.ForeignKey(Agent, models.CASCADE, related_name="+")
    step = models.CharField(max_length=5, choices=STEPS)
    by = models.ForeignKey(Agent, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    why = models.CharField(max_length=300)

    personal: ClassVar = {
        "one": "safeguarding",
        "other": "safeguarding",
        "by": "who decided",
        "why": "so that it can be understood later",
        "log_reads": ("one", "other", "why"),
        "owner": ("one", "other"),
        "shown_to": (),
        "keep": "member",
    }


class Guardian(models.Model):
    """Who says yes for a member who is not of age, until that day or until it is ended."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    community = models.ForeignKey(Community, models.PROTECT, related_name="+")
    ward = models.ForeignKey(Agent, models.CASCADE, related_name="guardians")
    guardian = models.ForeignKey(Agent, models.CASCADE, related_name="wards")
    #: What kind of guardian: parent, foster carer …
    words = models.CharField(max_length=80, blank=True)
    written_by = models.ForeignKey(Agent, models.PROTECT, related_name="+")
    since_on = models.DateField()
    ended_on = models.DateField(null=True)

    personal: ClassVar = {
        "ward": "who is watched over",
        "guardian": "who says yes for them",
        "words": "what they are to each other",
        "written_by": "who wrote it down",
        "log_reads": ("words",),
        "owner": ("ward", "guardian"),
        "keep": "member",
    }

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["ward", "guardian"], condition=models.Q(ended_on=None), name="people_guardian_once"
            ),
        )


class Concern(models.Model):
    """A worry about somebody's safety: only the safeguarding lead reads it, and no one person closes it."""

    OPEN, CLOSING, CLOSED = "open", "closing", "closed"
    STATES: ClassVar = [(state, state) for state in (OPEN, CLOSING, CLOSED)]

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    community = models.ForeignKey(Community, models.PROTECT, related_name="+")
    about = models.ForeignKey(Agent, models.PROTECT, null=True, related_name="+")
    raised_by = models.ForeignKey(Agent, models.PROTECT, null=True, related_name="+")
    words = models.TextField(max_length=4000)
    raised_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=STATES, default=OPEN)
    closing_by = models.ForeignKey(Agent, models.PROTECT, null=True, related_name="+")
    closed_by = models.ForeignKey(Agent, models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)

    personal: ClassVar = {
        "about": "whose safety it is",
        "raised_by": "whom to ask",
        "words": "what worried them",
        "closing_by": "who thinks it is over",
        "closed_by": "who agreed",
        "log_reads": ("about", "words", "raised_by"),
        "owner": ("about", "raised_by"),
        "shown_to": (),
        "keep": "concern",
    }

    class Meta:
        indexes = (models.Index(fields=["community", "state", "raised_at"], name="people_concerns"),)
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(state="closed")
                | models.Q(closing_by__isnull=False, closed_by__isnull=False, closed_at__isnull=False)
                & ~models.Q(closing_by=models.F("closed_by")),
                name="people_concern_closed_by_two",
            ),
        )


class ConcernNote(models.Model):
    """What was done about a concern. Only ever added to."""

    concern = models.ForeignKey(Concern, models.CASCADE, related_name="notes")
    by = models.ForeignKey(Agent, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    words = models.TextField(max_length=4000)

    personal: ClassVar = {
        "by": "who did it",
        "words": "what was done",
        "log_reads": ("words",),
        "owner": ("concern__about", "concern__raised_by"),
        "shown_to": (),
        "keep": "concern",
    }
