"""What two people say of each other, who wants it noticed that nobody heard from them, and what came of a silence."""

from typing import ClassVar
from uuid import uuid4

from django.db import models

from coproduce.community.people.models import Agent, Community

#: Days after which a silence that is over is kept no longer.
SILENCE_KEPT = 365


class Tie(models.Model):
    """That `one` would ring `other`, or that the two were introduced: from the day both said yes, until either ends it.

    Who said it has said yes by it. A no is read by nobody, not even by whoever asked: to them it is a question that
    was not answered.
    """

    RINGS, INTRODUCED = "rings", "introduced"
    KINDS: ClassVar = [(kind, kind) for kind in (RINGS, INTRODUCED)]
    YES, NO = "yes", "no"
    ANSWERS: ClassVar = [(YES, YES), (NO, NO)]

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    community = models.ForeignKey(Community, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=KINDS)
    one = models.ForeignKey(Agent, models.CASCADE, related_name="+")
    other = models.ForeignKey(Agent, models.CASCADE, related_name="+")
    said_by = models.ForeignKey(Agent, models.PROTECT, related_name="+")
    said_on = models.DateField()
    one_says = models.CharField(max_length=3, choices=ANSWERS, blank=True)
    other_says = models.CharField(max_length=3, choices=ANSWERS, blank=True)
    answered_on = models.DateField(null=True)
    stands_on = models.DateField(null=True)

    personal: ClassVar = {
        "one": "who would ring, or who is introduced",
        "other": "whom they would ring, or to whom",
        "said_by": "who asked",
        "one_says": "what the one said to it; a no is read by nobody",
        "other_says": "what the other said to it; a no is read by nobody",
        "answered_on": "so that nobody is asked again too soon",
        "owner": ("one", "other"),
        "keep": "member",
        "withheld": ("one_says", "other_says", "answered_on"),
        "is_alone": True,
    }

    class Meta:
        constraints = (models.UniqueConstraint(fields=["one", "other", "kind"], name="trust_tie_once"),)
        indexes = (models.Index(fields=["community", "stands_on"], name="trust_tie_stands"),)


class Rhythm(models.Model):
    """That somebody wants it noticed when nobody has heard from them in more than so many days.

    `heard_on` is the last day somebody noted that they had: it is said by a person, never read from a screen.
    """

    RANG, VISITED, MET, SAID_SO = "rang", "visited", "met", "said so"
    HOW: ClassVar = [(how, how) for how in (RANG, VISITED, MET, SAID_SO)]

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    community = models.ForeignKey(Community, models.PROTECT, related_name="rhythms")
    agent = models.OneToOneField(Agent, models.CASCADE, related_name="rhythm")
    days = models.PositiveSmallIntegerField()
    since_on = models.DateField()
    written_by = models.ForeignKey(Agent, models.PROTECT, related_name="+")
    heard_on = models.DateField(null=True)
    heard_how = models.CharField(max_length=8, choices=HOW, blank=True)
    heard_by = models.ForeignKey(Agent, models.SET_NULL, null=True, related_name="+")

    personal: ClassVar = {
        "agent": "who wants it noticed",
        "written_by": "who wrote it down",
        "heard_by": "who heard from them last",
        "log_reads": ("agent",),
        "owner": "agent",
        "keep": "member",
    }


class Silence(models.Model):
    """That nobody had heard from somebody for as long as they had said: who was asked, how often they were tried, and
    whether they were glad of it. It goes a year later, and with the rhythm it belongs to."""

    GLAD, FINE = "glad", "fine"
    CAME: ClassVar = [(came, came) for came in (GLAD, FINE)]

    rhythm = models.ForeignKey(Rhythm, models.CASCADE, related_name="silences")
    made_at = models.DateTimeField()
    circle_on = models.DateField()
    desk_on = models.DateField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    tried_at = models.DateTimeField(null=True)
    over_on = models.DateField(null=True)
    came = models.CharField(max_length=4, choices=CAME, blank=True)

    personal: ClassVar = {
        "rhythm": "of whom nobody had heard",
        "log_reads": ("rhythm",),
        "owner": "rhythm__agent",
        "keep": ("made_at", SILENCE_KEPT),
    }

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["rhythm"], condition=models.Q(over_on=None), name="trust_silence_one_at_a_time"
            ),
        )
