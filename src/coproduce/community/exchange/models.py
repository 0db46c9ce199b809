"""Intents, agreements and events: what would help, what people agreed, what was done, and being asked back."""

from typing import ClassVar
from uuid import uuid4

from django.db import models

from coproduce.community.people.models import Agent, Community, Neighbourhood


class Category(models.Model):
    """A kind of help, in a community's own words, at the top or under one that is. `code` is the kind it began as.

    `words` are what people say when they mean it. What was retired is offered no more, and what stands in it stays.
    """

    #: Where a kind stands that nobody has put anywhere: after those that were.
    LAST = 1000

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    community = models.ForeignKey(Community, models.CASCADE, related_name="categories")
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    code = models.CharField(max_length=40, blank=True)
    name = models.CharField(max_length=60)
    words = models.JSONField(default=list)
    #: What is done in it that the law of some place looks at: which check it takes follows from these.
    activities = models.JSONField(default=list)
    position = models.PositiveSmallIntegerField(default=LAST)
    is_retired = models.BooleanField(default=False)
    #: Goes up with each change, so that of two brokers at once the second is told.
    version = models.PositiveIntegerField(default=1)

    personal: ClassVar = {
        "name": "a kind of help",
        "words": "what people say when they mean it",
        "activities": "what is done in it",
        "owner": (),
        "keep": "books",
    }

    class Meta:
        verbose_name_plural = "categories"
        constraints = (models.UniqueConstraint(fields=["community", "name"], name="exchange_category_name"),)

    def __str__(self) -> str:
        return self.name


class Intent(models.Model):
    """What offers and needs have in common. `quantity` counts `pieces` where someone counted.

    `week` holds three parts of seven days (`core.week`), nothing is any time; `until_on` is the last day it stands,
    None is for good. `said_by` wrote it down, who may be the desk. Only the area is shown, until people agree. `arena`
    is where it was said, when that is where its thread belongs.
    """

    OPEN, PAUSED, MET, WITHDRAWN = "open", "paused", "met", "withdrawn"
    STATES: ClassVar = [(state, state) for state in (OPEN, PAUSED, MET, WITHDRAWN)]

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    community = models.ForeignKey(Community, models.CASCADE, related_name="%(class)ss")
    agent = models.ForeignKey(Agent, models.PROTECT, related_name="%(class)ss")
    said_by = models.BigIntegerField(null=True)
    category = models.ForeignKey(Category, models.PROTECT, related_name="%(class)ss")
    words = models.CharField(max_length=300)
    quantity = models.BigIntegerField(null=True)
    week = models.PositiveIntegerField(default=0)
    on_dates = models.JSONField(default=list)
    area = models.ForeignKey(Neighbourhood, models.SET_NULL, null=True, related_name="+")
    said_on = models.DateField()
    until_on = models.DateField(null=True)
    state = models.CharField(max_length=10, choices=STATES, default=OPEN)
    arena = models.CharField(max_length=20, blank=True)
    source_ref = models.CharField(max_length=120, null=True)

    personal: ClassVar = {
        "words": "what would help someone, or what they would do",
        "agent": "whose it is",
        "said_by": "who wrote it down",
        "on_dates": "when it suits them",
        "area": "about where",
        "source_ref": "which row of a list it came from",
        "owner": "agent",
        "keep": "books",
        "afterwards": {"words": "Taken away when somebody left."},
    }

    class Meta:
        abstract = True
        constraints = (models.UniqueConstraint(fields=["community", "source_ref"], name="exchange_%(class)s_source"),)
        indexes = (
            models.Index(fields=["community", "state", "-said_on", "-id"], name="exchange_%(class)s_list"),
            models.Index(fields=["community", "state", "until_on"], name="exchange_%(class)s_until"),
            models.Index(fields=["community", "said_on", "agent"], name="exchange_%(class)s_by"),
        )

    def __str__(self) -> str:
        return self.words


class Offer(Intent):
    """Something a member would do, lend or give."""


class Need(Intent):
    """Something a member would be helped by."""


class Agreement(models.Model):
    """A thread: the conversation, and what was agreed in it; `agreeing` says what may follow what.

    `is_by_desk` once a member of staff proposed or agreed for somebody. `planned_minutes` is about how long it will
    take, for each who helps. `stands_on` is the day its hours are taken as said, if nobody says otherwise.
    """

    PROPOSED, AGREED, DONE, DISPUTED = "proposed", "agreed", "done", "disputed"
    RECOGNISED, CALLED_OFF, MISSED = "recognised", "called off", "missed"
    STATES: ClassVar = [(state, state) for state in (PROPOSED, AGREED, DONE, DISPUTED, RECOGNISED, CALLED_OFF, MISSED)]

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    community = models.ForeignKey(Community, models.PROTECT, related_name="agreements")
    arena = models.CharField(max_length=20)
    category = models.ForeignKey(Category, models.PROTECT, related_name="agreements")
    need = models.ForeignKey(Need, models.PROTECT, null=True, related_name="agreements")
    offer = models.ForeignKey(Offer, models.PROTECT, null=True, related_name="agreements")
    words = models.CharField(max_length=300)
    starts_at = models.DateTimeField(null=True)
    planned_minutes = models.PositiveIntegerField(null=True)
    place = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=12, choices=STATES, default=PROPOSED)
    is_by_desk = models.BooleanField(default=False)
    proposed_at = models.DateTimeField()
    agreed_at = models.DateTimeField(null=True)
    done_on = models.DateField(null=True)
    stands_on = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)

    personal: ClassVar = {
        "words": "what was agreed",
        "place": "where they meet, read by those who agreed",
        "owner": "commitments__agent",
        "keep": "books",
        "afterwards": {"words": "Taken away when somebody left."},
    }

    class Meta:
        indexes = (
            models.Index(fields=["community", "state", "stands_on"], name="exchange_agreement_state"),
            models.Index(fields=["community", "state", "need"], name="exchange_agreement_need"),
            models.Index(fields=["community", "proposed_at"], name="exchange_agreement_when"),
        )


class Commitment(models.Model):
    """One person's part in an agreement: on which side, whether they agreed, and how many minutes they gave.

    `asked_at` is when its thread was proposed, and stands here too: who was asked when is read from an index alone.
    `helped_by` is the trusted helper who did something in it for them.
    """

    GIVES, RECEIVES = "gives", "receives"
    SIDES: ClassVar = [(side, side) for side in (GIVES, RECEIVES)]

    community = models.ForeignKey(Community, models.PROTECT, related_name="commitments", db_index=False)
    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="commitments", db_index=False)
    agent = models.ForeignKey(Agent, models.PROTECT, related_name="commitments", db_index=False)
    side = models.CharField(max_length=8, choices=SIDES)
    asked_at = models.DateTimeField()
    agreed_at = models.DateTimeField(null=True)
    minutes = models.PositiveIntegerField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    missed_on = models.DateField(null=True)
    helped_by = models.BigIntegerField(null=True)

    personal: ClassVar = {
        "agent": "who takes part",
        "helped_by": "who did something in it for them",
        "missed_on": "fades after half a year",
        "owner": "agent",
        "keep": "books",
    }

    class Meta:
        constraints = (models.UniqueConstraint(fields=["agreement", "agent"], name="exchange_commitment_once"),)
        indexes = (
            models.Index(fields=["agent", "agreement"], name="exchange_commitment_whose"),
            models.Index(fields=["community", "asked_at", "agent"], name="exchange_commitment_since"),
            models.Index(fields=["agent", "side", "asked_at"], name="exchange_commitment_last"),
            models.Index(
                fields=["community", "side", "agreement", "agent"],
                condition=models.Q(agreed_at=None),
                name="exchange_commitment_open",
            ),
        )


class Message(models.Model):
    """Something said in a thread. `taken_by` wrote it down for somebody who rang, or whom they help."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="messages")
    author = models.ForeignKey(Agent, models.PROTECT, related_name="messages")
    taken_by = models.BigIntegerField(null=True)
    words = models.TextField()
    said_at = models.DateTimeField()

    personal: ClassVar = {
        "words": "what they said to each other",
        "author": "who said it",
        "taken_by": "who wrote it down for them",
        "owner": "author",
        "keep": "member",
        "is_alone": True,
    }

    class Meta:
        indexes = (models.Index(fields=["agreement", "id"], name="exchange_message_when"),)


class Contribution(models.Model):
    """What was done: exists only once it is done. `entry` is the client id of what the ledger recognised.

    One row for each pair of giver and receiver. `corrected_by` is the entry that took its own back: it counts no more.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    community = models.ForeignKey(Community, models.PROTECT, related_name="contributions", db_index=False)
    arena = models.CharField(max_length=20)
    giver = models.ForeignKey(Agent, models.PROTECT, related_name="gave", db_index=False)
    receiver = models.ForeignKey(Agent, models.PROTECT, related_name="received", db_index=False)
    agreement = models.ForeignKey(Agreement, models.PROTECT, null=True, related_name="contributions", db_index=False)
    need = models.ForeignKey(Need, models.PROTECT, null=True, related_name="contributions", db_index=False)
    category = models.ForeignKey(Category, models.PROTECT, related_name="contributions")
    amount = models.BigIntegerField()
    unit = models.CharField(max_length=12)
    effective_on = models.DateField()
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.BigIntegerField()
    entry = models.UUIDField()
    is_by_desk = models.BooleanField(default=False)
    corrected_by = models.UUIDField(null=True)
    thanks = models.CharField(max_length=300, blank=True)
    thanked_at = models.DateTimeField(null=True)

    personal: ClassVar = {
        "giver": "who helped",
        "receiver": "who was helped",
        "thanks": "said to the giver",
        "recorded_by": "who wrote it down",
        "owner": ("giver", "receiver"),
        "keep": "books",
    }

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["community", "entry", "giver", "receiver"], name="exchange_contribution_once"
            ),
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="exchange_contribution_something"),
        )
        indexes = (
            models.Index(fields=["community", "-effective_on", "-id"], name="exchange_contribution_when"),
            # Who gave and was helped since a day is read from here alone, for those not heard from.
            models.Index(fields=["community", "effective_on", "giver", "receiver"], name="exchange_contribution_since"),
            # The first day somebody was helped, and helped, that stands: one look here, for whether the ring closes.
            models.Index(
                fields=["receiver", "effective_on", "corrected_by", "giver"], name="exchange_contribution_got"
            ),
            models.Index(
                fields=["giver", "effective_on", "corrected_by", "receiver"], name="exchange_contribution_gave"
            ),
            # A history of other years has no threads: left in, it would make SQLite read the whole table for one.
            models.Index(
                fields=["agreement"], condition=models.Q(agreement__isnull=False), name="exchange_contribution_thread"
            ),
            models.Index(fields=["need"], condition=models.Q(need__isnull=False), name="exchange_contribution_need"),
        )


class Ask(models.Model):
    """Being asked back: one for each person and arena, ever. A *later* is the same ask on another day."""

    WAITING, READY, ASKED, YES, LATER = "waiting", "ready", "asked", "yes", "later"
    OTHERWISE, NO, NEVER = "another way", "no", "don't ask"
    STATES: ClassVar = [(s, s) for s in (WAITING, READY, ASKED, YES, LATER, OTHERWISE, NO, NEVER)]

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    community = models.ForeignKey(Community, models.PROTECT, related_name="asks", db_index=False)
    arena = models.CharField(max_length=20)
    agent = models.ForeignKey(Agent, models.PROTECT, related_name="asks")
    helped_on = models.DateField()
    state = models.CharField(max_length=12, choices=STATES, default=WAITING)
    ready_on = models.DateField(null=True)
    due_on = models.DateField(null=True)
    asked_on = models.DateField(null=True)
    asked_by = models.BigIntegerField(null=True)
    answered_on = models.DateField(null=True)
    words = models.CharField(max_length=300, blank=True)
    #: What stood in the way of who said no; empty where they did not say.
    in_the_way = models.CharField(max_length=20, blank=True)

    personal: ClassVar = {
        "agent": "who is asked back",
        "words": "what they would like to do",
        "in_the_way": "what stood in the way, if they liked to say",
        "asked_by": "who asked them",
        "owner": "agent",
        "keep": "books",
    }

    class Meta:
        constraints = (models.UniqueConstraint(fields=["community", "arena", "agent"], name="exchange_ask_once"),)
        indexes = (
            models.Index(fields=["community", "state", "due_on"], name="exchange_ask_due"),
            models.Index(fields=["community", "answered_on"], name="exchange_ask_answered"),
        )


class Occasion(models.Model):
    """Something many come to: a repair café, a garden morning. Repeats share a `series`.

    The exact `place` is read by those who are signed up and the desk, everybody else reads the area. `version` goes up
    with each change, so that a calendar knows which is newer.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    community = models.ForeignKey(Community, models.PROTECT, related_name="occasions")
    arena = models.CharField(max_length=20)
    series = models.UUIDField()
    organiser = models.ForeignKey(Agent, models.PROTECT, related_name="occasions")
    category = models.ForeignKey(Category, models.PROTECT, related_name="occasions")
    words = models.CharField(max_length=300)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    area = models.ForeignKey(Neighbourhood, models.SET_NULL, null=True, related_name="+")
    place = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True)
    cancelled_because = models.CharField(max_length=300, blank=True)
    entry = models.UUIDField(null=True)

    personal: ClassVar = {
        "organiser": "who sees to it",
        "place": "where people meet, read by those who come",
        "words": "what it is",
        "cancelled_because": "why it is off",
        "owner": "organiser",
        "keep": "books",
        "stays": ("words", "cancelled_because"),
    }

    class Meta:
        indexes = (models.Index(fields=["community", "starts_at", "id"], name="exchange_occasion_when"),)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="exchange_occasion_lasts"
            ),
        )

    def __str__(self) -> str:
        return self.words


class Slot(models.Model):
    """What an occasion needs hands for, and how many; no `capacity` is as many as like to come.

    On the other dates of the occasion's series, the slot of the same `series` is the same thing.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    series = models.UUIDField(default=uuid4)
    occasion = models.ForeignKey(Occasion, models.PROTECT, related_name="slots")
    needs = models.CharField(max_length=120)
    capacity = models.PositiveSmallIntegerField(null=True)

    personal: ClassVar = {"needs": "what hands are needed for", "owner": (), "keep": "books"}

    def __str__(self) -> str:
        return self.needs


class SignUp(models.Model):
    """Somebody's place in a slot. `offered_at` while it is held out to `offered_to`, or to anyone who can.

    Where there came to be fewer places, `waits_since` marks who gave theirs up to that and has the next one free.
    `minutes` once the organiser wrote down that they came; of those who did not come, nothing is kept.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    slot = models.ForeignKey(Slot, models.PROTECT, related_name="sign_ups")
    agent = models.ForeignKey(Agent, models.PROTECT, related_name="sign_ups")
    signed_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    waits_since = models.DateTimeField(null=True)
    offered_at = models.DateTimeField(null=True)
    offered_to = models.ForeignKey(Agent, models.PROTECT, null=True, related_name="+")
    reminded_at = models.DateTimeField(null=True)
    minutes = models.PositiveIntegerField(null=True)

    personal: ClassVar = {
        "agent": "who comes",
        "minutes": "how long they were there",
        "offered_to": "to whom the place is held out",
        "owner": "agent",
        "keep": "books",
    }

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["slot", "agent"], condition=models.Q(withdrawn_at=None), name="exchange_sign_up_once"
            ),
        )
        indexes = (models.Index(fields=["agent", "slot"], name="exchange_sign_up_whose"),)


class CalendarAddress(models.Model):
    """The secret address of one person's or one group's calendar. Only its hash is kept, and it opens nothing else."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="calendars")
    agent = models.ForeignKey(Agent, models.CASCADE, related_name="calendars")
    request_id = models.UUIDField(unique=True)
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    personal: ClassVar = {"agent": "whose calendar it is", "owner": "agent", "keep": "member"}

    class Meta:
        verbose_name_plural = "calendar addresses"
        constraints = (
            models.UniqueConstraint(
                fields=["agent"], condition=models.Q(revoked_at=None), name="exchange_calendar_once"
            ),
        )


class Forecast(models.Model):
    """What was foretold on a day: how many members take part at the end of each week after it.

    `low` and `high` are where eight of ten draws lie. One that could be changed would say nothing.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    community = models.ForeignKey(Community, models.PROTECT, related_name="forecasts")
    made_on = models.DateField()
    low = models.JSONField()
    middle = models.JSONField()
    high = models.JSONField()
    how = models.CharField(max_length=300)

    personal: ClassVar = {
        "low": "how many people at least, of ten draws in nine",
        "middle": "how many people, in the middle draw",
        "high": "how many people at most, of ten draws in nine",
        "how": "by which method, so that it can be made again",
        "owner": (),
        "keep": "books",
    }
