"""How somebody comes in: by a code sent to them, or printed on a card; and a script by its key."""

from typing import Any, ClassVar
from uuid import uuid4

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

#: What stands for the name of whoever was forgotten.
SOMEBODY = "Somebody who left"


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
    #: What somebody chose to say beside the code of their card; only its salted hash.
    word_hash = models.CharField(max_length=128, blank=True)
    since = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    objects: ClassVar[AccountManager] = AccountManager()
    personal: ClassVar = {
        "email": "to sign in",
        "word_hash": "so that a found card opens nothing",
        "password": "not used: there are no passwords here",
        "owner": "pk",
        "keep": "member",
    }

    def save(self, *args: Any, **more: Any) -> None:
        self.email = (self.email or "").strip().lower() or None  # one address, one account, however it is typed
        super().save(*args, **more)


class Person(models.Model):
    """A human being, whatever communities they are in."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    name = models.CharField(max_length=120)
    account = models.OneToOneField(Account, models.SET_NULL, null=True, related_name="person")

    personal: ClassVar = {
        "name": "to be called by",
        "account": "how they sign in",
        "owner": "pk",
        "keep": "member",
        "afterwards": {"name": SOMEBODY},
    }


class Card(models.Model):
    """A one-time code printed for someone without e-mail. Only its hash is kept."""

    request_id = models.UUIDField(unique=True)
    account = models.ForeignKey(Account, models.CASCADE, related_name="cards")
    code_hash = models.CharField(max_length=64, unique=True)
    made_by = models.BigIntegerField()
    made_at = models.DateTimeField()
    until = models.DateTimeField()
    #: Since when it opens nothing: it was used, a newer one was made, or too many wrong words were said.
    spent_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)
    wrong_words = models.PositiveSmallIntegerField(default=0)

    personal: ClassVar = {
        "account": "whom it signs in",
        "made_by": "who printed it",
        "owner": "account",
        "keep": ("until", 30),
    }


class ScriptKey(models.Model):
    """A key with which a script acts for a member of one community. Only the hash of its code is kept."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    membership = models.ForeignKey("people.Membership", models.CASCADE, related_name="keys")
    name = models.CharField(max_length=80)
    may = models.JSONField(default=list)
    code_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    until_on = models.DateField()
    last_used_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)

    personal: ClassVar = {
        "name": "what the key is for",
        "last_used_on": "so that an unused key is seen",
        "may": "what the script may do",
        "owner": "membership__agent",
        "keep": ("until_on", 90),
    }


class Device(models.Model):
    """A telephone or computer somebody is signed in on; ended by them, or by the desk when it was lost."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    account = models.ForeignKey(Account, models.CASCADE, related_name="devices")
    session_hash = models.CharField(max_length=64, unique=True)
    #: Like "Firefox on Android": as its owner would know it again.
    words = models.CharField(max_length=80)
    #: How they came in: a code by letter, a card, a passkey.
    by = models.CharField(max_length=10)
    since_at = models.DateTimeField()
    seen_on = models.DateField()

    personal: ClassVar = {
        "words": "so that somebody knows their own devices",
        "by": "so that a stranger is noticed",
        "owner": "account",
        "keep": ("seen_on", 60),
    }
