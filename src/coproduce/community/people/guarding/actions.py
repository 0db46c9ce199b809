"""The verbs of guardians: who is not of age, who says yes for them and to what. It all ends when they come of age."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import F, Q, QuerySet

from coproduce.community.base import clock, policy
from coproduce.community.base.action import action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done, Notice
from coproduce.community.base.one import the_one
from coproduce.community.base.rooms import tell
from coproduce.community.people.changing.actions import NOBODY, Changed
from coproduce.community.people.guarding.rules import LONGEST_WORDS, WORDS, may_come_of_age, may_say_yes_to
from coproduce.community.people.models import Agent, Community, Consent, Guardian, Membership, Wording
from coproduce.core.refusal import Refusal
from coproduce.core.words import may_say

NO_GUARDIAN = Refusal("NOT_FOUND", "There is no such guardian here.", "guardian")
OF_AGE = Refusal("OF_AGE", "They are of age: nobody says yes for them.", "member")


@dataclass(frozen=True, slots=True)
class Guarded:
    """Which guardian of whom it is."""

    id: UUID
    ward: UUID


@action("people.say_age_band", receipt=Changed)
def say_age_band(
    actor: Actor, *, member: UUID, adult_on: date | None = None, request_id: UUID
) -> Done[Changed] | Refusal:
    """Say that a member is not of age yet, and the day from which they are; or, with no day, that they are.

    Only that day is kept, and only until it comes: no birthday of anybody.
    """
    whose = _here(actor, member)
    if whose is None:
        return NOBODY
    if fault := may_come_of_age(adult_on, clock.today(whose.community.time_zone)):
        return fault
    whose.adult_on = adult_on
    whose.version += 1
    whose.save(update_fields=["adult_on", "version"])
    if adult_on is None:
        end_guarding([whose.agent_id], clock.today(whose.community.time_zone))
    tell("company_changed", whose.community_id, whose.agent_id)
    return Done(Changed(member, whose.version))


@action("people.name_guardian", receipt=Guarded)
def name_guardian(
    actor: Actor, *, member: UUID, guardian: UUID, words: str = "", request_id: UUID
) -> Done[Guarded] | Refusal:
    """Write down who says yes for a member who is not of age. Both are told."""
    ward, other = _here(actor, member), _here(actor, guardian)
    if ward is None:
        return NOBODY
    today = clock.today(ward.community.time_zone)
    if not ward.is_minor(today):
        return OF_AGE
    if other is None or other.pk == ward.pk or other.is_minor(today):
        return Refusal("NOT_FOUND", "Choose a member who is of age.", "guardian")
    if fault := may_say(words, "words", LONGEST_WORDS):
        return fault
    row, is_new = Guardian.objects.get_or_create(
        ward=ward.agent, guardian=other.agent, ended_on=None,
        defaults={
            "community": ward.community, "words": words.strip(), "written_by_id": actor.agent_id or 0,
            "since_on": today,
        },
    )  # fmt: skip
    names = {"ward": ward.agent.name, "guardian": other.agent.name}
    link = f"/{ward.community.slug}/people/{member}/guardians/"
    told = (
        Notice(ward.agent_id, "%(guardian)s says yes for you here until you are of age.", names, link=link),
        Notice(
            other.agent_id, "You are asked to say what %(ward)s may do here, until they are of age.", names, link=link
        ),
    )
    return Done(Guarded(row.public_id, member), told if is_new else ())


@action("people.end_guardian", receipt=Guarded)
def end_guardian(actor: Actor, *, guardian: UUID, request_id: UUID) -> Done[Guarded] | Refusal:
    """Somebody says yes for a member no more; what they said yes to ends at once. A guardian may stop by themselves."""
    row = the_one(
        Guardian.objects.select_for_update(of=("self",))
        .select_related("ward", "community")
        .filter(community_id=actor.community_id, public_id=guardian, ended_on=None)
    )
    if row is None or not policy.may(actor, "people.end_guardian", policy.towards(actor, row.guardian_id)):
        return NO_GUARDIAN
    stop(row, clock.today(row.community.time_zone))
    return Done(Guarded(row.public_id, row.ward.public_id))


@action("people.say_yes_for", receipt=Guarded)
def say_yes_for(
    actor: Actor,
    *,
    guardian: UUID,
    what: str,
    channel: str = Consent.PAGE,
    until_on: date | None = None,
    request_id: UUID,
) -> Done[Guarded] | Refusal:
    """A guardian says yes: to `meet` in company, or to `meet alone`. The desk takes it down, spoken or on paper."""
    row = _guardian(actor, "people.say_yes_for", guardian)
    if isinstance(row, Refusal):
        return row
    if fault := may_say_yes_to(what):
        return fault
    if channel not in dict(Consent.CHANNELS) or (channel == Consent.PAGE) is not (row.guardian_id == actor.agent_id):
        return Refusal("WRONG_CHANNEL", "Say whether they said it or wrote it: spoken, or paper.", "channel")
    today = clock.today(row.community.time_zone)
    if until_on is not None and until_on < today:
        return Refusal("WRONG_DAYS", "Its last day is still to come.", "until_on")
    _take_back(Consent.objects.filter(agent=row.ward, scope=what))
    Consent.objects.create(
        agent=row.ward, wording=_wording(row.community, what, today), scope=what, channel=channel,
        given_by_id=row.guardian_id, taken_down_by_id=None if channel == Consent.PAGE else actor.agent_id,
        given_at=clock.now(), expires_on=until_on,
    )  # fmt: skip
    tell("company_changed", row.community_id, row.ward_id)
    return Done(Guarded(row.public_id, row.ward.public_id))


@action("people.take_back_yes", receipt=Guarded)
def take_back_yes(actor: Actor, *, guardian: UUID, what: str, request_id: UUID) -> Done[Guarded] | Refusal:
    """A guardian takes a yes back: from this moment it counts no more."""
    row = _guardian(actor, "people.take_back_yes", guardian)
    if isinstance(row, Refusal):
        return row
    if fault := may_say_yes_to(what):
        return fault
    _take_back(Consent.objects.filter(agent=row.ward, scope=what))
    tell("company_changed", row.community_id, row.ward_id)
    return Done(Guarded(row.public_id, row.ward.public_id))


def stop(row: Guardian, today: date) -> None:
    """This guardian says yes no more, and what they said yes to ends."""
    row.ended_on = today
    row.save(update_fields=["ended_on"])
    _take_back(Consent.objects.filter(agent=row.ward_id, given_by=row.guardian_id, scope__in=WORDS))
    tell("company_changed", row.community_id, row.ward_id)


def end_guarding(wards: Iterable[int], today: date) -> None:
    """Nobody says yes for these any more, and what was said yes to ends."""
    wards = list(wards)
    Guardian.objects.filter(ward__in=wards, ended_on=None).update(ended_on=today)
    _take_back(Consent.objects.filter(agent__in=wards, scope__in=WORDS))


def come_of_age(community: Community) -> tuple[Notice, ...]:
    """Those whose day has come: what was for the young ends by itself, and they and their guardians are told kindly."""
    today = clock.today(community.time_zone)
    grown = list(
        Membership.objects.filter(community=community, adult_on__lte=today).select_related("agent").order_by("pk")
    )
    told = []
    for member in grown:
        name = {"name": member.agent.name}
        told.append(Notice(member.agent_id, "From today you say yes for yourself here. Welcome, as ever.", name))
        told += [
            Notice(one, "%(name)s is of age now and says yes for themselves. Thank you for looking out for them.", name)
            for one in Guardian.objects.filter(ward=member.agent, ended_on=None).values_list("guardian_id", flat=True)
        ]
    end_guarding([member.agent_id for member in grown], today)
    Membership.objects.filter(pk__in=[member.pk for member in grown]).update(adult_on=None, version=F("version") + 1)
    for member in grown:
        tell("company_changed", community.pk, member.agent_id)
    return tuple(told)


def make_guarding_one(keep: Agent, gone: Agent, today: date) -> None:
    """Two records of one person became one: who says yes for whom stands under the one that is kept."""
    for row in Guardian.objects.filter(Q(ward=gone) | Q(guardian=gone), ended_on=None):
        ward, guardian = (keep.pk if one == gone.pk else one for one in (row.ward_id, row.guardian_id))
        is_known = Guardian.objects.filter(ward=ward, guardian=guardian, ended_on=None).exists()
        row.ward_id, row.guardian_id = ward, guardian
        row.ended_on = today if is_known or ward == guardian else None
        row.save(update_fields=["ward", "guardian", "ended_on"])


def _take_back(said: QuerySet[Consent]) -> None:
    said.filter(withdrawn_at=None).update(withdrawn_at=clock.now())


def _here(actor: Actor, member: UUID) -> Membership | None:
    return the_one(
        Membership.objects.select_for_update(of=("self",))
        .select_related("agent", "community")
        .filter(community_id=actor.community_id, agent__public_id=member, agent__merged_into=None)
        .exclude(state=Membership.LEFT)
    )


def _guardian(actor: Actor, verb: str, guardian: UUID) -> Guardian | Refusal:
    """The guardian who speaks, or for whom the desk writes down what they said; the ward is still not of age."""
    row = the_one(
        Guardian.objects.select_for_update(of=("self",))
        .select_related("ward__membership", "community")
        .filter(community_id=actor.community_id, public_id=guardian, ended_on=None)
    )
    if row is None or not policy.may(actor, verb, policy.towards(actor, row.guardian_id)):
        return NO_GUARDIAN
    return row if row.ward.membership.is_minor(clock.today(row.community.time_zone)) else OF_AGE


def _wording(community: Community, scope: str, today: date) -> Wording:
    """The words that are said yes to: the community's newest, else those of the house, kept as its first."""
    found = Wording.objects.filter(community=community, scope=scope, from_on__lte=today).order_by("-version").first()
    return found or Wording.objects.create(
        community=community, scope=scope, version=1, words=WORDS[scope], from_on=today, written_at=clock.now(),
        words_hash=hashlib.sha256(WORDS[scope].encode()).hexdigest(),
    )  # fmt: skip
