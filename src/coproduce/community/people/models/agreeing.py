"""What a community says to its members, in the words of each day, and what they agreed to.

A wording is never edited: a newer one follows it, so that what was said to somebody can be proved later.
Why: docs/explanation/saying-yes.md.
"""

from typing import ClassVar
from uuid import uuid4

from django.db import models

from coproduce.community.people.models.belonging import Agent, Community


class Wording(models.Model):
    """The words of one notice, agreement or consent of a community, as they are from a day on."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    community = models.ForeignKey(Community, models.PROTECT, related_name="wordings")
    #: `privacy`, `terms`, `contact`, `accessibility`, `agreement`, or the scope of a consent.
    scope = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    words = models.TextField(max_length=20000)
    words_hash = models.CharField(max_length=64)
    from_on = models.DateField()
    #: Whether those who agreed to an older version of the agreement are asked again.
    asks_anew = models.BooleanField(default=True)
    written_by = models.ForeignKey(Agent, models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField()

    personal: ClassVar = {"words": "said to everybody", "written_by": "who wrote it", "owner": (), "keep": "books"}

    class Meta:
        constraints = (models.UniqueConstraint(fields=["community", "scope", "version"], name="people_wording_once"),)


class Consent(models.Model):
    """A yes of one member to one wording, spoken, on paper or on a page; it ends when it is withdrawn or expires."""

    PAGE, SPOKEN, PAPER = "page", "spoken", "paper"
    CHANNELS: ClassVar = [(channel, channel) for channel in (PAGE, SPOKEN, PAPER)]

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    agent = models.ForeignKey(Agent, models.CASCADE, related_name="consents")
    wording = models.ForeignKey(Wording, models.PROTECT, related_name="+")
    #: The wording's, so that what somebody consents to now is found in one look.
    scope = models.CharField(max_length=40)
    channel = models.CharField(max_length=6, choices=CHANNELS)
    #: A guardian or an attorney where it was not they themselves.
    given_by = models.ForeignKey(Agent, models.PROTECT, null=True, related_name="+")
    taken_down_by = models.ForeignKey(Agent, models.PROTECT, null=True, related_name="+")
    #: On somebody's capacity, or whose power of attorney was seen.
    note = models.CharField(max_length=300, blank=True)
    given_at = models.DateTimeField()
    expires_on = models.DateField(null=True)
    #: When it was taken back; or said anew, where another was given in the same moment.
    withdrawn_at = models.DateTimeField(null=True)

    personal: ClassVar = {
        "scope": "what they said yes to",
        "given_by": "who said yes for them",
        "taken_down_by": "who wrote it down",
        "note": "why somebody said yes for them",
        "log_reads": ("note",),
        "owner": "agent",
        "keep": "member",
    }

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["agent", "scope"], condition=models.Q(withdrawn_at=None), name="people_consent_once"
            ),
        )
