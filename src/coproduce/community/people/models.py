"""Person, community, and everything a person is to one: the nouns all arenas point at.

Community data point at Agent or Membership, never at Person: what Ben is in
Wenbrook says nothing in Hexley.
"""

from typing import Any, ClassVar
from uuid import uuid4

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from coproduce.community.people.counting.rules import NOT_SAID


class AccountManager(BaseUserManager["Account"]):
    def create_user(self, email: str | None = None, **more: Any) -> "Account":
        account = self.model(email=self.normalize_email(email).lower() if email else None, **more)
        account.set_unusable_password()
        account.save(using=self._db)
        return account

    def get_by_natural_key(self, username: str | None) -> "Account":
        return self.get(email__iexact=username)


class Account(AbstractBaseUser):
    """A way to sign in: by a code sent to an e-mail address, or printed on a card. There are no passwords."""

    email = models.EmailField(unique=True, null=True, blank=True)
    is_active = models.BooleanField(default=True)
    is_operator = models.BooleanField(default=False)
    since = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    objects: ClassVar[AccountManager] = AccountManager()
    personal: ClassVar = {"email": "to sign in"}

    def save(self, *args: Any, **more: Any) -> None:
        self.email = (self.email or "").strip().lower() or None  # one address, one account, however it is typed
        super().save(*args, **more)


class Person(models.Model):
    """A human being, whatever communities they are in."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    name = models.CharField(max_length=120)
    account = models.OneToOneField(Account, models.SET_NULL, null=True, related_name="person")

    personal: ClassVar = {"name": "to be called by"}


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
    #: Goes up with each change of the settings, so that of two brokers at once the second is told.
    version = models.PositiveIntegerField(default=1)
    is_demo = models.BooleanField(default=False)
    since_on = models.DateField()

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

    personal: ClassVar = {"name": "shown to members of the community"}

    class Meta:
        constraints = (models.UniqueConstraint(fields=["community", "source_ref"], name="people_agent_source"),)
        indexes = (models.Index(fields=["community", "name"], name="people_agent_name"),)

    def __str__(self) -> str:
        return self.name


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
    neighbourhood = models.ForeignKey(Neighbourhood, models.SET_NULL, null=True)
    joined_on = models.DateField()
    applied_on = models.DateField(null=True)
    applied_words = models.CharField(max_length=300, blank=True)
    left_on = models.DateField(null=True)
    ended = models.CharField(max_length=8, blank=True)
    declined_because = models.CharField(max_length=300, blank=True)
    #: Whether first name, part of town, offers and needs may stand in the printed directory: only who said yes.
    in_directory = models.BooleanField(default=False)
    #: Goes up with each change, so that of two brokers at once the second is told.
    version = models.PositiveIntegerField(default=1)

    personal: ClassVar = {
        "phone": "shared with the community's desk",
        "shared_email": "shared with the community's desk",
        "neighbourhood": "who is near",
        "applied_words": "what they would enjoy doing",
        "ended": "why they are not here any more",
        "declined_because": "for the desk, should they ask again",
        "in_directory": "whether they said yes to paper that others read",
        "log_reads": ("phone", "shared_email"),
    }

    class Meta:
        constraints = (models.UniqueConstraint(fields=["community", "person"], name="people_membership_once"),)
        indexes = (models.Index(fields=["community", "state", "joined_on", "agent"], name="people_membership_since"),)


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
        "log_reads": ("reach", "words"),
    }


class Household(models.Model):
    """A family: members who give and receive as one."""

    agent = models.OneToOneField(Agent, models.PROTECT, related_name="household")
    members = models.ManyToManyField(Membership, related_name="households")

    personal: ClassVar = {"members": "who lives together"}


class Organisation(models.Model):
    """A group that is not a family: a library, a food bank, a shop."""

    agent = models.OneToOneField(Agent, models.PROTECT, related_name="organisation")
    contacts = models.ManyToManyField(Membership, related_name="organisations")

    personal: ClassVar = {"contacts": "who speaks for it"}


class Strength(models.Model):
    """What someone can do, lend, host, or has been through."""

    SKILL, THING, PLACE, EXPERIENCE = "skill", "thing", "place", "experience"
    KINDS: ClassVar = [(kind, kind) for kind in (SKILL, THING, PLACE, EXPERIENCE)]

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    agent = models.ForeignKey(Agent, models.CASCADE, related_name="strengths")
    kind = models.CharField(max_length=10, choices=KINDS)
    words = models.CharField(max_length=200)
    since_on = models.DateField()

    personal: ClassVar = {"words": "what a person says they can do"}

    class Meta:
        verbose_name_plural = "strengths"
        constraints = (models.UniqueConstraint(fields=["agent", "kind", "words"], name="people_strength_once"),)


class Attestation(models.Model):
    """That something about a member was looked at by someone: a check, a course, a vouching for."""

    agent = models.ForeignKey(Agent, models.CASCADE, related_name="attestations")
    what = models.CharField(max_length=80)
    seen_by = models.ForeignKey(Agent, models.PROTECT, related_name="attested")
    seen_on = models.DateField()
    until_on = models.DateField(null=True)

    personal: ClassVar = {"what": "what was checked"}


class BarredPair(models.Model):
    """Two members who must not be brought together. Nobody but the desk reads it, and neither is told why."""

    community = models.ForeignKey(Community, models.CASCADE)
    one = models.ForeignKey(Agent, models.CASCADE, related_name="+")
    other = models.ForeignKey(Agent, models.CASCADE, related_name="+")
    since_on = models.DateField()

    personal: ClassVar = {"one": "safeguarding", "other": "safeguarding", "log_reads": ("one", "other")}

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["community", "one", "other"], name="people_barred_once"),
            models.CheckConstraint(condition=models.Q(one__lt=models.F("other")), name="people_barred_in_order"),
        )


class Card(models.Model):
    """A one-time code printed for someone without e-mail. Only its hash is kept."""

    request_id = models.UUIDField(unique=True)
    account = models.ForeignKey(Account, models.CASCADE, related_name="cards")
    code_hash = models.CharField(max_length=64, unique=True)
    made_by = models.BigIntegerField()
    made_at = models.DateTimeField()
    until = models.DateTimeField()
    spent_at = models.DateTimeField(null=True)

    personal: ClassVar = {"account": "whom it signs in", "made_by": "who printed it"}


class ScriptKey(models.Model):
    """A key with which a script acts for a member of one community. Only the hash of its code is kept."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    membership = models.ForeignKey(Membership, models.CASCADE, related_name="keys")
    name = models.CharField(max_length=80)
    may = models.JSONField(default=list)
    code_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    until_on = models.DateField()
    last_used_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)

    personal: ClassVar = {"name": "what the key is for", "last_used_on": "so that an unused key is seen"}


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
    }


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

    personal: ClassVar = {"note": "what the desk noted of the hours"}

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
    }

    class Meta:
        indexes = (models.Index(fields=["state", "made_at"], name="people_brought_waiting"),)


class ChosenRules(models.Model):
    """By which rule set a community counts from a day on, and by which decision. Only ever added to.

    `values` are all of them as they stood when chosen, so that a file that changes changes no community's rules;
    `changed` are those the community says otherwise than the set it copied.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    community = models.ForeignKey(Community, models.PROTECT, related_name="chosen_rules")
    arena = models.CharField(max_length=20)
    rule_set = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    values = models.JSONField()
    changed = models.JSONField(default=dict)
    from_on = models.DateField()
    decision = models.CharField(max_length=300)
    chosen_by = models.ForeignKey(Agent, models.PROTECT, related_name="+")
    chosen_at = models.DateTimeField(auto_now_add=True)

    personal: ClassVar = {"decision": "who decided, when, and where that is written"}

    class Meta:
        verbose_name_plural = "chosen rules"
        indexes = (models.Index(fields=["community", "from_on"], name="people_rules_from"),)
