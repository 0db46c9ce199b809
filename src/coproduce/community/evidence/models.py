"""Plans that were sealed, rows without names, counts of other sites, what people answered, and a report in words."""

from datetime import date
from typing import ClassVar
from uuid import uuid4

from django.db import models

from coproduce.community.evidence.rules import Known, Sheet
from coproduce.community.people.models import Agent, Community
from coproduce.core.stats import SiteCounts

#: Days after which the rows of a study go; what they came to stands in reports.
ROWS_KEPT = 6 * 365


class Plan(models.Model):
    """A study as it was planned before anybody looked. Only added to: another may stand instead, and both are read.

    `seal` follows from every word of it, so that other sites know they hold the same. `a_year` is how many this site
    expects in a year on both sides: no part of the plan that sites share.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    community = models.ForeignKey(Community, models.PROTECT, related_name="+")
    question = models.CharField(max_length=200)
    who = models.CharField(max_length=200)
    offer = models.CharField(max_length=200)
    compared_with = models.CharField(max_length=200)
    time_zero = models.CharField(max_length=200)
    outcome = models.CharField(max_length=200)
    follow_up_days = models.PositiveIntegerField()
    kind = models.CharField(max_length=20)
    from_on = models.DateField()
    until_on = models.DateField()
    began_on = models.DateField(null=True)
    share_without = models.PositiveSmallIntegerField()
    share_with = models.PositiveSmallIntegerField()
    covariates = models.JSONField(default=list)
    a_year = models.PositiveIntegerField()
    seal = models.CharField(max_length=64)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    replaced_rows = models.PositiveIntegerField(default=0)
    written_by = models.ForeignKey(Agent, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    salt = models.BinaryField(max_length=16)
    words_commitment = models.BinaryField(max_length=32)

    personal: ClassVar = {
        "question": "what somebody wanted to know",
        "who": "which people are in it",
        "offer": "what was offered",
        "compared_with": "what the others had",
        "time_zero": "from when each is followed",
        "outcome": "what is counted",
        "covariates": "what is known beforehand",
        "seal": "so that sites know they hold the same plan",
        "written_by": "who wrote it",
        "salt": "so that what commits to the words tells nothing of them",
        "words_commitment": "so that nobody changes the words",
        "owner": (),
        "keep": "books",
        "stays": ("words_commitment", "seal", "covariates"),
        "is_sealed": True,
    }

    class Meta:
        constraints = (models.UniqueConstraint(fields=["community", "seal"], name="evidence_plan_once"),)

    @property
    def sheet(self) -> Sheet:
        """The plan as rules read it."""
        return Sheet(
            self.question, self.who, self.offer, self.compared_with, self.time_zero, self.outcome, self.follow_up_days,
            self.kind, self.from_on, self.until_on, self.share_without, self.share_with, tuple(self.covariates),
            self.began_on,
        )  # fmt: skip

    @property
    def written_on(self) -> date:
        return self.written_at.date()


class StudyRow(models.Model):
    """Somebody without a name in a comparison: whether they were offered, and what happened. Read by nobody: only sums
    go out."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="rows")
    key = models.CharField(max_length=120)
    offered = models.BooleanField()
    zero_on = models.DateField()
    last_seen_on = models.DateField()
    happened_on = models.DateField(null=True)
    died_on = models.DateField(null=True)
    visited_on = models.DateField(null=True)
    known_on = models.DateField(null=True)
    age = models.PositiveSmallIntegerField(null=True)
    sex = models.CharField(max_length=20, blank=True)
    lives_alone = models.BooleanField(null=True)
    admissions = models.PositiveSmallIntegerField(null=True)
    stay_days = models.PositiveSmallIntegerField(null=True)
    ward = models.CharField(max_length=80, blank=True)
    made_at = models.DateTimeField()

    personal: ClassVar = {
        "key": "which row of the list it is, by a number that only whoever keeps the list can read",
        "sex": "to compare like with like, if it was said",
        "ward": "to compare like with like",
        "owner": (),
        "keep": ("made_at", ROWS_KEPT),
    }

    class Meta:
        constraints = (models.UniqueConstraint(fields=["plan", "key"], name="evidence_row_once"),)

    @property
    def known(self) -> Known:
        """The row as rules read it."""
        return Known(
            self.key, self.offered, self.zero_on, self.last_seen_on, self.happened_on, self.died_on, self.visited_on,
            self.known_on, self.age, self.sex, self.lives_alone, self.admissions, self.stay_days, self.ward,
        )  # fmt: skip


class SiteCount(models.Model):
    """What another site counted by the same plan; its latest list stands."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="sites")
    site = models.CharField(max_length=80)
    events = models.PositiveIntegerField()
    people = models.PositiveIntegerField()
    compared_events = models.PositiveIntegerField()
    compared_people = models.PositiveIntegerField()
    made_at = models.DateTimeField()

    personal: ClassVar = {"site": "which place counted it", "owner": (), "keep": "books"}

    class Meta:
        constraints = (models.UniqueConstraint(fields=["plan", "site"], name="evidence_site_once"),)

    @property
    def counts(self) -> SiteCounts:
        """The counts as they are put together."""
        return SiteCounts(self.site, self.events, self.people, self.compared_events, self.compared_people)


class ReportPart(models.Model):
    """What a report says under one of its headings, in the words of whoever answers for it. The latest stands."""

    community = models.ForeignKey(Community, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    words = models.TextField(max_length=2000)
    said_by = models.ForeignKey(Agent, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    personal: ClassVar = {
        "words": "what was done, what went wrong, what will change; a story that somebody agreed to",
        "said_by": "who wrote it",
        "owner": (),
        "keep": "books",
    }

    class Meta:
        indexes = (models.Index(fields=["community", "kind", "-made_at"], name="evidence_report_latest"),)


class SiteMeasure(models.Model):
    """A scale that is somebody's, as a site supplied it with the number of its licence. The latest of a name stands."""

    community = models.ForeignKey(Community, models.PROTECT, related_name="+")
    slug = models.CharField(max_length=40)
    text = models.TextField(max_length=20_000)
    brought_by = models.ForeignKey(Agent, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    personal: ClassVar = {
        "text": "a scale, and on whose leave it is asked here",
        "brought_by": "who brought it",
        "owner": (),
        "keep": "books",
    }

    class Meta:
        indexes = (models.Index(fields=["community", "slug", "-made_at"], name="evidence_measure_latest"),)


class Outcome(models.Model):
    """What somebody answered on a day about how things are with them; or that they would rather not.

    `answers` holds a number for each question they answered: what is not there was skipped, and is never nought.
    """

    community = models.ForeignKey(Community, models.PROTECT, related_name="+")
    agent = models.ForeignKey(Agent, models.PROTECT, related_name="outcomes")
    measure = models.CharField(max_length=40)
    version = models.CharField(max_length=40)
    licence_ref = models.CharField(max_length=120, blank=True)
    asked_on = models.DateField()
    channel = models.CharField(max_length=8)
    is_refused = models.BooleanField(default=False)
    answers = models.JSONField(default=dict)
    goal = models.CharField(max_length=300, blank=True)
    taken_by = models.BigIntegerField(null=True)
    made_at = models.DateTimeField()

    personal: ClassVar = {
        "measure": "what they were asked",
        "version": "in which wording",
        "licence_ref": "on whose leave",
        "is_refused": "that they would rather not say",
        "answers": "how things were with them that day",
        "goal": "a goal, in their own words",
        "taken_by": "who wrote it down for them",
        "log_reads": ("answers", "goal"),
        "owner": "agent",
        "keep": "member",
    }

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["agent", "measure", "asked_on"], name="evidence_outcome_once_a_day"),
        )
        indexes = (models.Index(fields=["community", "measure", "asked_on"], name="evidence_outcome_when"),)


class OpenFigures(models.Model):
    """Whether anybody may read a community's sums, since when, and by which decision. The latest stands."""

    community = models.ForeignKey(Community, models.PROTECT, related_name="+")
    is_open = models.BooleanField()
    decision = models.UUIDField(null=True)
    set_by = models.ForeignKey(Agent, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    personal: ClassVar = {"set_by": "who set it", "owner": (), "keep": "books"}

    class Meta:
        verbose_name_plural = "open figures"
        indexes = (models.Index(fields=["community", "-made_at"], name="evidence_open_latest"),)
