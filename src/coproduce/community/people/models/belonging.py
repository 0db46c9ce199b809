"""A community, who is in it, and everything a person is to one.

Community data point at Agent or Membership, never at Person: what Ben is in Wenbrook says nothing in Hexley."""

from datetime import date
from typing import ClassVar
from uuid import uuid4

from django.db import models

from coproduce.community.people.counting.rules import NOT_SAID
from coproduce.community.people.models.signing_in import SOMEBODY, Person


class Community(models.Model):
    """The boundary nothing crosses: a neighbourhood, a bank, a ward."""

    slug = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=80)
    time_zone = models.CharField(max_length=40)
    language = models.CharField(max_length=12)
    currency = models.CharField(max_length=3)
    phone = models.CharField(max_length=30, blank=True)
    arenas = models.JSONField(default=list)
    shows_balances = models.BooleanField(default=False)
    benefits_safe = models.BooleanField(default=True)
    welcome_words = models.CharField(max_length=600, blank=True)
    #: Days after which hours that one side wrote down stand by themselves.
    confirm_days = models.PositiveSmallIntegerField(default=14)
    #: Days after what two agreed on is planned for, for which the hours for it are kept aside; 0 keeps nothing aside.
    kept_days = models.PositiveSmallIntegerField(default=0)
    #: Goes up with each change of the settings, so that of two brokers at once the second is told.
    version = models.PositiveIntegerField(default=1)
    #: How often a newcomer helps in company or where the desk introduced them, before they are settled; 0 for no trial.
    trial_times = models.PositiveSmallIntegerField(default=0)
    #: Whose rules say which check an activity takes, like `england`.
    checks = models.CharField(max_length=40, blank=True)
    #: From which day whoever sees what is others' needs a second step to sign in; no day, and they are only asked.
    second_step_from = models.DateField(null=True)
    #: Whether settings, rules and keys change only by a decision that is cited.
    by_decision = models.BooleanField(default=False)
    is_demo = models.BooleanField(default=False)
    since_on = models.DateField()

    personal: ClassVar = {
        "name": "the community's own",
        "phone": "the desk's",
        "welcome_words": "said to everybody",
        "owner": (),
        "keep": "books",
    }

    class Meta:
        verbose_name_plural = "communities"

    def __str__(self) -> str:
        return self.name


class Neighbourhood(models.Model):
    """A part of a community, with the middle of it: nobody's door."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="neighbourhoods")
    name = models.CharField(max_length=80)
    latitude = models.DecimalField(max_digits=8, decimal_places=5)
    longitude = models.DecimalField(max_digits=8, decimal_places=5)

    personal: ClassVar = {"name": "a part of town, nobody's door", "owner": (), "keep": "books"}

    class Meta:
        constraints = (models.UniqueConstraint(fields=["community", "name"], name="people_neighbourhood_name"),)


class Agent(models.Model):
    """Who offers, needs and contributes in one community: a member, a household, an organisation."""

    PERSON, HOUSEHOLD, ORGANISATION = "person", "household", "organisation"

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    community = models.ForeignKey(Community, models.PROTECT, related_name="agents")
    kind = models.CharField(max_length=12, default=PERSON)
    name = models.CharField(max_length=120)
    source_ref = models.CharField(max_length=120, null=True)
    #: The record that was kept when two of one person were made one.
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged")

    personal: ClassVar = {
        "name": "shown to members of the community",
        "source_ref": "which row of a list they came from",
        "merged_into": "which record of theirs was kept",
        "owner": "pk",
        "keep": "books",
        "afterwards": {"name": SOMEBODY},
    }

    class Meta:
        constraints = (models.UniqueConstraint(fields=["community", "source_ref"], name="people_agent_source"),)
        indexes = (models.Index(fields=["community", "name"], name="people_agent_name"),)

    def __str__(self) -> str:
        return self.name

    @property
    def is_forgotten(self) -> bool:
        """Whether nothing is left of them here but their number."""
        return self.name == SOMEBODY


class Membership(models.Model):
    """A person in a community: their roles, their state, and the contact they share there."""

    APPLIED, ACTIVE, PAUSED, LEFT = "applied", "active", "paused", "left"
    STATES: ClassVar = [(state, state) for state in (APPLIED, ACTIVE, PAUSED, LEFT)]
    #: How a membership ended, beside the ways a member says: left, moved, died.
    DECLINED, MERGED = "declined", "merged"

    community = models.ForeignKey(Community, models.PROTECT, related_name="memberships")
    agent = models.OneToOneField(Agent, models.PROTECT, related_name="membership")
    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships")
    roles = models.JSONField(default=list)
    state = models.CharField(max_length=8, choices=STATES, default=ACTIVE)
    phone = models.CharField(max_length=30, blank=True)
    shared_email = models.EmailField(blank=True)
    #: The address letters came back from: while it is the one they share, none is sent there.
    lost_email = models.EmailField(blank=True)
    neighbourhood = models.ForeignKey(Neighbourhood, models.SET_NULL, null=True)
    joined_on = models.DateField()
    applied_on = models.DateField(null=True)
    applied_words = models.CharField(max_length=300, blank=True)
    left_on = models.DateField(null=True)
    ended = models.CharField(max_length=8, blank=True)
    declined_because = models.CharField(max_length=300, blank=True)
    #: The day they come of age, for a member who is not; nothing for everybody else, and no day of birth.
    adult_on = models.DateField(null=True)
    #: The day somebody who rests comes back by themselves.
    rests_until = models.DateField(null=True)
    #: Since when they are no newcomer any more; nothing while they are one.
    settled_on = models.DateField(null=True)
    #: Why the desk said so before the trial was over.
    settled_because = models.CharField(max_length=300, blank=True)
    #: Goes up with each change, so that of two brokers at once the second is told.
    version = models.PositiveIntegerField(default=1)

    personal: ClassVar = {
        "adult_on": "so that a guardian says yes for whoever is not of age",
        "rests_until": "to leave them in peace until then",
        "settled_on": "so that newcomers are introduced",
        "settled_because": "why the desk settled them sooner",
        "phone": "shared with the community's desk",
        "shared_email": "shared with the community's desk",
        "lost_email": "so that no letter goes where none arrives",
        "neighbourhood": "who is near",
        "applied_words": "what they would enjoy doing",
        "ended": "why they are not here any more",
        "declined_because": "for the desk, should they ask again",
        "person": "whose membership it is",
        "agent": "who they are here",
        "roles": "what they do for the community",
        "log_reads": ("phone", "shared_email"),
        "owner": "agent",
        "keep": "books",
    }

    class Meta:
        constraints = (models.UniqueConstraint(fields=["community", "person"], name="people_membership_once"),)
        indexes = (models.Index(fields=["community", "state", "joined_on", "agent"], name="people_membership_since"),)

    @property
    def is_email_lost(self) -> bool:
        """Whether letters came back from the address they share."""
        return bool(self.shared_email) and self.lost_email == self.shared_email

    def is_minor(self, on: date) -> bool:
        """Whether they are not of age yet on this day."""
        return self.adult_on is not None and self.adult_on > on


class Reference(models.Model):
    """Someone who knows an applicant, and what they said when the desk rang."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    membership = models.ForeignKey(Membership, models.CASCADE, related_name="references")
    name = models.CharField(max_length=120)
    reach = models.CharField(max_length=254)
    heard_on = models.DateField(null=True)
    heard_by = models.ForeignKey(Agent, models.PROTECT, null=True, related_name="+")
    words = models.CharField(max_length=300, blank=True)

    personal: ClassVar = {
        "name": "who says a good word",
        "reach": "for the desk to ring",
        "words": "what they said",
        "heard_by": "who rang",
        "log_reads": ("reach", "words"),
        "owner": "membership__agent",
        "keep": "member",
        "withheld": ("words",),
    }


class Household(models.Model):
    """A family: members who give and receive as one."""

    agent = models.OneToOneField(Agent, models.PROTECT, related_name="household")
    members = models.ManyToManyField(Membership, related_name="households")

    personal: ClassVar = {
        "members": "who lives together",
        "agent": "the family",
        "owner": ("agent", "members__agent"),
        "keep": "books",
    }


class Organisation(models.Model):
    """A group that is not a family: a library, a food bank, a shop."""

    agent = models.OneToOneField(Agent, models.PROTECT, related_name="organisation")
    contacts = models.ManyToManyField(Membership, related_name="organisations")

    personal: ClassVar = {
        "contacts": "who speaks for it",
        "agent": "the group",
        "owner": ("agent", "contacts__agent"),
        "keep": "books",
    }


class Strength(models.Model):
    """What someone can do, lend, host, or has been through."""

    SKILL, THING, PLACE, EXPERIENCE = "skill", "thing", "place", "experience"
    KINDS: ClassVar = [(kind, kind) for kind in (SKILL, THING, PLACE, EXPERIENCE)]

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    agent = models.ForeignKey(Agent, models.CASCADE, related_name="strengths")
    kind = models.CharField(max_length=10, choices=KINDS)
    words = models.CharField(max_length=200)
    since_on = models.DateField()

    personal: ClassVar = {
        "words": "what a person says they can do",
        "agent": "whose it is",
        "owner": "agent",
        "keep": "member",
    }

    class Meta:
        verbose_name_plural = "strengths"
        constraints = (models.UniqueConstraint(fields=["agent", "kind", "words"], name="people_strength_once"),)


class AboutMe(models.Model):
    """What a member says of themselves so that it can be counted who takes part. No row: nothing said.

    Read by the member alone: everybody else reads counts. Taken back, or when they go, it is gone.
    """

    membership = models.OneToOneField(Membership, models.CASCADE, related_name="about_me")
    sex = models.CharField(max_length=12, default=NOT_SAID)
    age_band = models.CharField(max_length=12, default=NOT_SAID)
    disability = models.CharField(max_length=12, default=NOT_SAID)
    language = models.CharField(max_length=12, default=NOT_SAID)

    personal: ClassVar = {
        "sex": "to count who carries the work",
        "age_band": "to count whether young and old take part",
        "disability": "to count whether everybody can take part",
        "language": "to count whose language is spoken here",
        "membership": "whose word it is",
        "owner": "membership__agent",
        "keep": "member",
        "is_alone": True,
    }
