"""A decision, as it was written down, and how it came to be: what was asked, said about it, and voted.

Who has voted stands in one table, and what was voted in another, in one row that is in the order of nothing: no time,
no place and no number leads from the one to the other.
"""

from typing import ClassVar
from uuid import uuid4

from django.db import models

from coproduce.community.decisions.rules import SHOWN_FROM
from coproduce.community.people.models import Agent, Community


class Decision(models.Model):
    """What was asked, what could be answered, what was decided, by whom and where that is written. Only added to.

    One that was written down wrongly stays to be read, and `corrected_by` is what puts it right. Its words may be
    taken away when somebody whom they name asks to be forgotten; what commits to them stays.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    community = models.ForeignKey(Community, models.PROTECT, related_name="decisions")
    question = models.CharField(max_length=200)
    options = models.JSONField(default=list)
    result = models.CharField(max_length=100)
    who_decided = models.CharField(max_length=200)
    minutes = models.CharField(max_length=200)
    decided_on = models.DateField()
    effective_on = models.DateField()
    recorded_by = models.ForeignKey(Agent, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    corrects = models.OneToOneField("self", models.PROTECT, null=True, related_name="corrected_by")
    salt = models.BinaryField(max_length=16)
    words_commitment = models.BinaryField(max_length=32)

    personal: ClassVar = {
        "question": "what was asked",
        "options": "what could be answered",
        "result": "what was decided",
        "who_decided": "which meeting it was, and how many were there",
        "minutes": "where that is written",
        "recorded_by": "who wrote it down",
        "salt": "so that what commits to the words tells nothing of them",
        "words_commitment": "so that nobody changes the words",
        "owner": (),
        "keep": "books",
        "stays": ("words_commitment",),
        "is_sealed": True,
    }

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(effective_on__gte=models.F("decided_on")), name="decisions_hold_once_decided"
            ),
        )
        indexes = (models.Index(fields=["community", "-decided_on"], name="decisions_latest"),)

    @property
    def stands(self) -> bool:
        """Whether no other puts it right."""
        return not hasattr(self, "corrected_by")


class Proposal(models.Model):
    """What is asked of members: how it is decided, by whom, from when until when, and what came of it.

    `terms` and who may vote are fixed from the day it opens. The text of a consent round is changed in a new round, and
    each earlier one stays in `earlier`. What was counted stands in `record`, the file that anybody counts again.
    """

    WAYS: ClassVar = [(one, one) for one in ("consent", "approval", "score", "budget")]
    COMING, OPEN, CLOSED, WITHDRAWN = "coming", "open", "closed", "withdrawn"
    STATES: ClassVar = [(one, one) for one in (COMING, OPEN, CLOSED, WITHDRAWN)]

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    community = models.ForeignKey(Community, models.PROTECT, related_name="proposals")
    proposed_by = models.ForeignKey(Agent, models.PROTECT, related_name="+")
    question = models.CharField(max_length=200)
    text = models.CharField(max_length=2000, blank=True)
    way = models.CharField(max_length=8, choices=WAYS)
    #: What can be chosen: id, name, and of a project what it costs in smallest coins.
    options = models.JSONField(default=list)
    highest = models.PositiveSmallIntegerField(null=True)
    budget_minor = models.PositiveBigIntegerField(null=True)
    unit = models.CharField(max_length=12, blank=True)
    quorum = models.PositiveSmallIntegerField(default=0)
    #: After so many rounds of consent it is put to a vote; none, and it never is.
    rounds = models.PositiveSmallIntegerField(null=True)
    #: The question of consent that this is the vote on.
    follows = models.OneToOneField("self", models.PROTECT, null=True, related_name="vote")
    #: Single ballots are shown to nobody while fewer were cast.
    shown_from = models.PositiveSmallIntegerField(default=SHOWN_FROM)
    #: The role one needs to vote on it: of members, everybody has it.
    role = models.CharField(max_length=40, default="member")
    opens_on = models.DateField()
    closes_on = models.DateField()
    review_on = models.DateField(null=True)
    state = models.CharField(max_length=9, choices=STATES, default=COMING)
    #: How many may vote: counted on the day it opens, and nobody is added afterwards.
    voters = models.PositiveIntegerField(null=True)
    #: How many have voted, and how many of them on paper: both stand when a voter is forgotten.
    voted = models.PositiveIntegerField(default=0)
    papers = models.PositiveIntegerField(default=0)
    round = models.PositiveSmallIntegerField(default=1)
    earlier = models.JSONField(default=list)
    closed_on = models.DateField(null=True)
    closed_by = models.ForeignKey(Agent, models.PROTECT, null=True, related_name="+")
    why_not = models.CharField(max_length=9, blank=True)
    record = models.TextField(blank=True)
    decision = models.OneToOneField(Decision, models.PROTECT, null=True, related_name="proposal")
    review_told_on = models.DateField(null=True)

    personal: ClassVar = {
        "proposed_by": "who asked it",
        "question": "what is asked",
        "text": "what is asked, at length",
        "options": "what can be chosen",
        "earlier": "what was asked about before it was changed",
        "closed_by": "who counted it",
        "why_not": "why nothing was decided, in one word of the program",
        "record": "every ballot without a name, so that anybody counts it again",
        "owner": (),
        "keep": "books",
    }

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(closes_on__gte=models.F("opens_on")), name="decisions_close_once_open"
            ),
        )
        indexes = (models.Index(fields=["community", "state", "closes_on"], name="decisions_what_is_asked"),)


class Voter(models.Model):
    """Who may vote on it, and whether they have or took a paper. Never when, and never what."""

    PAGE, PAPER = "page", "paper"
    HOW: ClassVar = [(one, one) for one in (PAGE, PAPER)]

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="roll")
    agent = models.ForeignKey(Agent, models.PROTECT, related_name="+")
    how = models.CharField(max_length=5, choices=HOW, blank=True)
    until_on = models.DateField()

    personal: ClassVar = {
        "agent": "who may vote",
        "how": "so that everybody votes once: on the page, or on paper",
        "owner": "agent",
        "keep": ("until_on", 366),
    }

    class Meta:
        verbose_name_plural = "what you may vote on, and whether you have"
        constraints = (models.UniqueConstraint(fields=["proposal", "agent"], name="decisions_voter_once"),)


class Box(models.Model):
    """What was voted on the page: each ballot that differs, and how many of it, in the order of what they say.

    One row, written anew with each ballot, so that no row of its own keeps when it was put in. It goes when it is
    counted: the ballots then stand in the file.
    """

    proposal = models.OneToOneField(Proposal, models.PROTECT, related_name="box")
    ballots = models.JSONField(default=list)

    personal: ClassVar = {"ballots": "what was voted, without a name", "owner": (), "keep": "books"}

    class Meta:
        verbose_name_plural = "boxes"


class Sheet(models.Model):
    """A ballot on paper, by the number it was given once it was out of the box: as two people typed it."""

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="sheets")
    number = models.PositiveIntegerField()
    #: What is marked on it; none where it says nothing that can be counted.
    first = models.JSONField(null=True)
    typed_by = models.ForeignKey(Agent, models.PROTECT, related_name="+")
    second = models.JSONField(null=True)
    typed_again_by = models.ForeignKey(Agent, models.PROTECT, null=True, related_name="+")

    personal: ClassVar = {
        "first": "what is on a paper without a name",
        "second": "the same, typed again",
        "typed_by": "who typed it in",
        "typed_again_by": "who typed it in the second time",
        "owner": (),
        "keep": "books",
    }

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["proposal", "number"], name="decisions_sheet_once"),
            models.CheckConstraint(
                condition=models.Q(typed_again_by=None) | ~models.Q(typed_again_by=models.F("typed_by")),
                name="decisions_two_hands",
            ),
        )

    @property
    def is_alike(self) -> bool:
        """Whether two people typed the very same."""
        return self.typed_again_by_id is not None and self.first == self.second


class Voice(models.Model):
    """What somebody says about it, under their name: a word, or in a round of consent their answer with its reason."""

    WORD, CONSENT, ASIDE, OBJECT = "word", "consent", "aside", "object"
    KINDS: ClassVar = [(one, one) for one in (WORD, CONSENT, ASIDE, OBJECT)]

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="voices")
    agent = models.ForeignKey(Agent, models.PROTECT, related_name="+")
    round = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=7, choices=KINDS)
    words = models.CharField(max_length=1000, blank=True)
    said_at = models.DateTimeField()

    personal: ClassVar = {"agent": "who says it", "words": "what they say", "owner": "agent", "keep": "books"}

    class Meta:
        verbose_name_plural = "what you said about what was asked"
        constraints = (
            models.UniqueConstraint(
                fields=["proposal", "round", "agent"], condition=~models.Q(kind="word"), name="decisions_answer_once"
            ),
        )
        indexes = (models.Index(fields=["proposal", "round", "said_at"], name="decisions_voices"),)
