"""What a community and a member must have before they can be opened or welcomed."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import TypeVar
from uuid import UUID
from zoneinfo import available_timezones

from coproduce.core.refusal import Refusal
from coproduce.core.words import may_say

Id = TypeVar("Id")

SLUG = re.compile(r"[a-z][a-z0-9-]{1,38}[a-z0-9]")
EMAIL = re.compile(r"[^@\s\0<>\"(),;:\\]+@[^@\s\0<>\"(),;:\\]+\.[^@\s\0.<>\"(),;:\\]+")
PHONE = re.compile(r"\+?[\d ().\-/]{5,29}")

#: Words that stand first in an address of the installation itself.
TAKEN_SLUGS = {"api", "design", "static", "sign-in", "sign-out", "account", "communities", "health", "operations"}

KINDS_OF_STRENGTH = ("skill", "thing", "place", "experience")
KINDS_OF_GROUP = ("household", "organisation")
WAYS_TO_END = ("left", "moved", "died")

#: People who know an applicant: as many as the desk rings.
REFERENCES = 2

#: Days hours may wait for the other side's word.
LONGEST_CONFIRM_DAYS = 90


#: Days hours agreed on may be kept aside after the day it is planned for.
MOST_KEPT_DAYS = 90

#: Times somebody new helps in company or introduced, at most.
MOST_TRIAL_TIMES = 20


@dataclass(frozen=True, slots=True)
class Area:
    """A neighbourhood and the middle of it, in degrees."""

    name: str
    latitude: Decimal
    longitude: Decimal


@dataclass(frozen=True, slots=True)
class NewMember:
    """Someone to be welcomed. `neighbourhood` and `roles` by name; `source_ref` is where the row came from."""

    name: str
    email: str = ""
    phone: str = ""
    neighbourhood: str = ""
    roles: tuple[str, ...] = ("member",)
    strengths: tuple[str, ...] = ()
    source_ref: str = ""


@dataclass(frozen=True, slots=True)
class Referee:
    """Someone who knows an applicant, and how the desk can reach them."""

    name: str
    reach: str


@cache
def _time_zones() -> frozenset[str]:
    """Read once: each zone is a file in a folder."""
    return frozenset(available_timezones())


def may_open(slug: str, name: str, time_zone: str, language: str, currency: str) -> Refusal | None:
    """None when a community can be born with these, else what to mend.

    >>> may_open("wenbrook", "Wenbrook", "Europe/London", "en-gb", "GBP") is None
    True
    >>> may_open("wenbrook", "Wenbrook", "London", "en-gb", "GBP").field
    'time_zone'
    """
    if not SLUG.fullmatch(slug) or slug in TAKEN_SLUGS:
        return Refusal(
            "BAD_SLUG",
            "Choose a short name of small letters, figures and dashes: %(given)s cannot stand in an address.",
            "slug",
            {"given": slug or "nothing"},
        )
    if fault := may_say(name, "name", 80, "Write the community's name."):
        return fault
    if time_zone not in _time_zones():
        return Refusal(
            "UNKNOWN_TIME_ZONE",
            "%(given)s is not a time zone. Write it like Europe/London.",
            "time_zone",
            {"given": time_zone or "Nothing"},
        )
    if not re.fullmatch(r"[a-z]{2,3}(-[a-z0-9]{2,8})?", language):
        return Refusal("UNKNOWN_LANGUAGE", "Write the language like en-gb or da.", "language")
    if not re.fullmatch(r"[A-Z]{3}", currency):
        return Refusal("UNKNOWN_CURRENCY", "Write the currency as three letters, like GBP.", "currency")
    return None


def may_draw(area: Area) -> Refusal | None:
    """None when a neighbourhood has a name and a middle on this earth."""
    if fault := may_say(area.name, "neighbourhoods", 80, "Give the neighbourhood a name."):
        return fault
    if not (abs(area.latitude) <= 90 and abs(area.longitude) <= 180):
        return Refusal(
            "NOT_ON_EARTH",
            "The middle of %(name)s is not a place: latitude first, then longitude, in degrees.",
            "neighbourhoods",
            {"name": area.name},
        )
    return None


def may_welcome(member: NewMember, roles: Iterable[str]) -> Refusal | None:
    """None when this person can be welcomed, else what to mend. `roles` are those the community knows.

    >>> may_welcome(NewMember("Ana", "ana@example.org"), ["member"]) is None
    True
    >>> may_welcome(NewMember("Ana", "ana at example"), ["member"]).field
    'email'
    """
    fault = may_say(member.name, "name", 120, "Write the person's name.") or may_say(
        member.source_ref, "source_ref", 120
    )
    if fault:
        return fault
    if member.email and (len(member.email) > 254 or not EMAIL.fullmatch(member.email.strip())):
        return Refusal(
            "BAD_EMAIL",
            "%(given)s is not an e-mail address. Mend it, or leave it out.",
            "email",
            {"given": member.email},
        )
    if member.phone and not PHONE.fullmatch(member.phone.strip()):
        return Refusal(
            "BAD_PHONE", "%(given)s is not a phone number. Mend it, or leave it out.", "phone", {"given": member.phone}
        )
    if unknown := sorted(set(member.roles) - set(roles)):
        return Refusal("UNKNOWN_ROLE", "There is no role called %(given)s here.", "roles", {"given": unknown[0]})
    faults = (may_say(words, "strengths", 200, "Say what the strength is.") for words in member.strengths)
    return next(filter(None, faults), None)


def may_live_in(member: NewMember, places: Iterable[str]) -> Refusal | None:
    """None when the neighbourhood named is one of this community's, or none is named."""
    here = sorted(places)
    if member.neighbourhood.strip() and member.neighbourhood.strip() not in here:
        return Refusal(
            "UNKNOWN_NEIGHBOURHOOD",
            "%(given)s is not a neighbourhood here. Choose one of: %(here)s.",
            "neighbourhood",
            {"given": member.neighbourhood, "here": ", ".join(here) or "none yet"},
        )
    return None


def may_apply(applicant: NewMember, words: str, references: tuple[Referee, ...]) -> Refusal | None:
    """None when someone who would like to join said enough to be rung, else what to mend.

    >>> two = (Referee("Flo", "01632 960 111"), Referee("Guy", "at the library"))
    >>> may_apply(NewMember("Ana", phone="01632 960 101"), "walking dogs", two) is None
    True
    >>> may_apply(NewMember("Ana"), "walking dogs", two).field
    'email'
    """
    if fault := may_welcome(applicant, applicant.roles):
        return fault
    if not applicant.email.strip() and not applicant.phone.strip():
        return Refusal("MISSING", "Give an e-mail address or a telephone number, so that we can answer.", "email")
    if fault := may_say(words, "words", 300, "Say in a sentence what you would enjoy doing."):
        return fault
    if len(references) != REFERENCES:
        return Refusal("MISSING", "Name two people who know you, and how we can reach them.", "references")
    for one in references:
        fault = may_say(one.name, "references", 120, "Write the name of someone who knows you.") or may_say(
            one.reach, "references", 254, "Say how we can reach the person who knows you."
        )
        if fault:
            return fault
    return None


def may_set(name: str, phone: str, welcome_words: str, confirm_days: int) -> Refusal | None:
    """None when a community can be set like this, else what to mend.

    >>> may_set("Wenbrook", "", "", 14) is None
    True
    >>> may_set("Wenbrook", "", "", 0).field
    'confirm_days'
    """
    fault = may_say(name, "name", 80, "Write the community's name.") or may_say(welcome_words, "welcome_words", 600)
    if fault:
        return fault
    if phone and not PHONE.fullmatch(phone.strip()):
        return Refusal(
            "BAD_PHONE", "%(given)s is not a phone number. Mend it, or leave it out.", "phone", {"given": phone}
        )
    if not 1 <= confirm_days <= LONGEST_CONFIRM_DAYS:
        return Refusal(
            "OUT_OF_RANGE", "Choose from 1 to %(most)s days.", "confirm_days", {"most": str(LONGEST_CONFIRM_DAYS)}
        )
    return None


def may_try(times: int) -> Refusal | None:
    """None when newcomers may have so many times to be tried; 0 is no trial.

    >>> may_try(0) is None, may_try(MOST_TRIAL_TIMES + 1).field
    (True, 'trial_times')
    """
    if not 0 <= times <= MOST_TRIAL_TIMES:
        return Refusal("OUT_OF_RANGE", "Choose from 0 to %(most)s.", "trial_times", {"most": str(MOST_TRIAL_TIMES)})
    return None


def may_keep_aside(days: int) -> Refusal | None:
    """None when hours agreed on may be kept aside for so many days; 0 keeps nothing aside.

    >>> may_keep_aside(0) is None, may_keep_aside(MOST_KEPT_DAYS + 1).field
    (True, 'kept_days')
    """
    if not 0 <= days <= MOST_KEPT_DAYS:
        return Refusal("OUT_OF_RANGE", "Choose from 0 to %(most)s days.", "kept_days", {"most": str(MOST_KEPT_DAYS)})
    return None


def digits(phone: str) -> str:
    """The figures of a telephone number, however it is typed.

    >>> digits("01632 960-101")
    '01632960101'
    """
    return "".join(letter for letter in phone if letter.isdigit())


def called(people: Iterable[tuple[Id, str]], words: str) -> list[Id]:
    """Whom these words may name: the whole name; else where each word begins a part of it; else where it holds each.

    >>> called([(1, "Ann Lee"), (2, "Joanna Lee"), (3, "Ann Leeson")], "ann lee")
    [1]
    >>> called([(1, "Ann Lee"), (2, "Joanna Lee")], "ann"), called([(2, "Joanna Lee")], "ann")
    ([1], [2])
    """
    said = words.casefold().split()
    parts = [(who, name.casefold().split()) for who, name in people]
    return (
        [who for who, name in parts if name == said]
        or [who for who, name in parts if all(any(part.startswith(word) for part in name) for word in said)]
        or [who for who, name in parts if all(word in " ".join(name) for word in said)]
    )


def is_public_id(text: str) -> bool:
    """Whether a text is the id a community's members are known by outside the database."""
    try:
        UUID(text)
    except ValueError:
        return False
    return True
