"""What is kept about people, read from the models themselves: whose, what for, how long, and whose reading is noted.

Each model says so in `personal`; nothing here names one of ours. Tables that came with others' packages cannot say
it themselves, and stand in `OTHERS`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Any

from django.apps import apps
from django.db import models

from coproduce.community.people.models import Account, Agent, Membership, Person

#: Ids of people that are kept without a foreign key, because a record outlives them.
IDS = frozenset(
    {"actor", "agent_id", "person_id", "helped_by", "on_behalf_of", "to_agent", "made_by", "subjects", "said_by",
     "taken_by", "recorded_by", "asked_by", "decided_by"}
)  # fmt: skip

#: Fields of these names hold a word of the program, or a sum of something: never what a person wrote or is.
CODES = frozenset(
    {"kind", "state", "arena", "unit", "scope", "via", "verb", "code", "slug", "time_zone", "language", "currency",
     "checks", "arenas", "limit_mode", "job", "checksum", "body_hash", "note_commitment", "why_commitment", "digest",
     "root", "previous", "head", "code_hash", "token_hash", "words_hash", "session_hash", "sha256", "rule_set",
     "dates", "sent_by", "step", "channel", "role", "time", "template", "link"}
)  # fmt: skip

#: What a declaration says beside its fields.
BESIDE = frozenset(
    {"owner", "keep", "log_reads", "shown_to", "withheld", "stays", "afterwards", "is_sealed", "is_alone", "unfolded"}
)

#: Days after which somebody who left is forgotten by the clock, as if they had asked for it.
AFTER_LEAVING = 3 * 365
#: Days a concern is kept once it is closed.
CONCERN = 6 * 365
#: Days it is kept who looked at whose.
READINGS = 3 * 365

#: How long, in words; a pair is a moment and the days after it.
KEEPS: Mapping[str, str] = {
    "member": "until whoever it is about asks to be forgotten, or three years after they left",
    "books": "for as long as the books are kept; it names nobody who was forgotten",
    "concern": "six years after it was closed",
    "audit": "as long as the books are kept, and who looked at whose for three years",
}

#: What the moment is called from which the days of a pair are counted.
MOMENTS: Mapping[str, str] = {
    "written_at": "it was written",
    "made_at": "it was made",
    "created": "it was made",
    "asked_at": "it was asked for",
    "seen_on": "it was last used",
    "until": "its last day",
    "until_on": "its last day",
    "expire_date": "its last day",
}

#: Tables that came with packages of others and know somebody.
OTHERS: Mapping[str, dict[str, Any]] = {
    "sessions.Session": {
        "session_key": "which of their browsers it is",
        "session_data": "so that somebody stays signed in, and what they began is not lost",
        "owner": (),  # whose it is stands inside: `erasing.sessions` opens each
        "keep": ("expire_date", 0),
    },
    "account.EmailAddress": {"email": "to sign in", "user": "whose it is", "owner": "user", "keep": "member"},
    "account.EmailConfirmation": {
        "key": "so that an address is proved once",
        "email_address": "which address",
        "owner": "email_address__user",
        "keep": ("created", 3),
    },
    "mfa.Authenticator": {
        "data": "so that a code or a passkey can be told to be theirs",
        "user": "whose it is",
        "owner": "user",
        "keep": "member",
    },
}

#: Tables of packages that know nobody.
NOBODY = frozenset(("contenttypes.ContentType", "auth.Permission", "auth.Group"))

PEOPLE = (Account, Agent, Membership, Person)


@dataclass(frozen=True, slots=True)
class Kept:
    """What one model keeps about people.

    `owners` are paths from a row to whose it is; `shown_to` are those of them whose archive has it, all unless said.
    `log_reads` are fields nobody else reads without its being written down, `withheld` those told to the desk in
    confidence. Once its owner is forgotten a row goes, or, where the books need it, is `emptied`; `stays` are fields
    that are then left, `afterwards` what stands in others from then on. `is_sealed` where what stands can be taken
    away, and never be changed; `is_alone` where nobody but they themselves is to read it, not even in their archive.
    `unfolded` are the heads of what a row packs many of in one place: its `unfolded(time_zone)` says them line by line.
    """

    model: type[models.Model]
    owners: tuple[str, ...]
    fields: Mapping[str, str]
    keep: str | tuple[str, int]
    log_reads: tuple[str, ...] = ()
    shown_to: tuple[str, ...] = ()
    withheld: tuple[str, ...] = ()
    stays: tuple[str, ...] = ()
    afterwards: Mapping[str, Any] | None = None
    is_sealed: bool = False
    is_alone: bool = False
    unfolded: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        return self.model._meta.label

    @property
    def goes(self) -> bool:
        """Whether a row of somebody who is forgotten goes as a whole."""
        return self.keep == "member" or isinstance(self.keep, tuple)

    def how_long(self) -> str:
        """How long, as somebody reads it."""
        if isinstance(self.keep, str):
            return KEEPS[self.keep]
        field, days = self.keep
        return f"{_so_long(days)} after {MOMENTS[field]}" if days else f"until {MOMENTS[field]}"

    def emptied(self) -> dict[str, Any]:
        """What stands in the fields of a row that stays, once its owner is forgotten."""
        found = {}
        for name in set(self.fields) - set(self.stays) - CODES:
            field = self.model._meta.get_field(name)
            if (empty := _empty(field)) is not KEPT:
                found[name] = (self.afterwards or {}).get(name, empty)
        return found


def _so_long(days: int) -> str:
    """Days as somebody says them.

    >>> _so_long(1), _so_long(400), _so_long(1095)
    ('1 day', '400 days', '3 years')
    """
    number, what = (days // 365, "year") if days % 365 == 0 else (days, "day")
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def by_how_long() -> dict[str, list[Kept]]:
    """What is kept about somebody, by how long."""
    found: dict[str, list[Kept]] = {}
    for kept in registry():
        if kept.owners:
            found.setdefault(kept.how_long(), []).append(kept)
    return found


KEPT = object()


def _empty(field: Any) -> Any:
    """What a field holds when it holds nothing of anybody; KEPT for numbers and for who it was."""
    if field.name in IDS or field.many_to_many or field.related_model in PEOPLE:
        return KEPT
    if isinstance(field, models.BooleanField):
        return field.get_default()
    if field.null and not isinstance(field, models.IntegerField):
        return None
    return field.get_default() if holds_words(field) else KEPT


def holds_words(field: Any) -> bool:
    """Whether a field could hold what somebody wrote or is."""
    kinds = (models.CharField, models.TextField, models.JSONField, models.BinaryField)
    return isinstance(field, kinds) and not field.choices


def knows_somebody(field: Any) -> bool:
    """Whether a field must say what it is for: it leads to a person, or could hold their words."""
    if field.auto_created or field.name in ("community", "community_id"):
        return False
    if field.name in IDS or field.related_model in PEOPLE:
        return True
    return holds_words(field) and field.name not in CODES


def _tuple(said: Any) -> tuple[str, ...]:
    return (said,) if isinstance(said, str) else tuple(said)


def read(model: type[models.Model], said: Mapping[str, Any]) -> Kept:
    """A declaration as a value."""
    owners = _tuple(said["owner"])
    return Kept(
        model=model,
        owners=owners,
        fields={name: why for name, why in said.items() if name not in BESIDE},
        keep=said["keep"],
        log_reads=_tuple(said.get("log_reads", ())),
        shown_to=_tuple(said.get("shown_to", owners)),
        withheld=_tuple(said.get("withheld", ())),
        stays=_tuple(said.get("stays", ())),
        afterwards=said.get("afterwards"),
        is_sealed=said.get("is_sealed", False),
        is_alone=said.get("is_alone", False),
        unfolded=_tuple(said.get("unfolded", ())),
    )


@cache
def registry() -> tuple[Kept, ...]:
    """What every table keeps about people, from the ground up."""
    return tuple(_declared())


def _declared() -> Iterator[Kept]:
    for model in apps.get_models():
        said = getattr(model, "personal", None) or OTHERS.get(model._meta.label)
        if said:
            yield read(model, said)


def of(model: type[models.Model]) -> Kept:
    """What this model keeps."""
    return next(kept for kept in registry() if kept.model is model)


def end_of(model: type[models.Model], path: str) -> type[models.Model] | None:
    """Whom a path of fields leads to from a model: agent, membership, account or person; None when to nobody."""
    here: Any = model
    for name in path.split("__"):
        if here is None:
            return None
        if name == "pk":
            return here if here in PEOPLE else None
        field = next((one for one in here._meta.get_fields() if one.name == name), None)
        if field is None:
            return None
        if field.name in IDS and not field.is_relation:
            return Person if name == "person_id" else Agent
        here = field.related_model
    return here if here in PEOPLE else None


def span(kept: Kept) -> timedelta | None:
    """How long after its moment a row goes; nothing where it is not a moment that decides."""
    return timedelta(days=kept.keep[1]) if isinstance(kept.keep, tuple) else None
