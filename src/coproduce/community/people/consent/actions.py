"""The verbs of saying yes: given, taken back, and the words it is said to.

A yes is never changed: a newer one follows it, and what is withdrawn keeps its row.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from coproduce.community.base import clock, policy
from coproduce.community.base.action import action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done
from coproduce.community.base.one import the_one
from coproduce.community.base.rooms import tell
from coproduce.community.people.consent.queries import may_for
from coproduce.community.people.consent.rules import AGREEMENT, PAGE, By, Scope, may_consent, may_write
from coproduce.community.people.consent.scopes import NOTICES, scopes_of
from coproduce.community.people.consent.wordings import hash_of, in_force, keep, version_of, versions
from coproduce.community.people.guarding.queries import is_guardian
from coproduce.community.people.models import Agent, Community, Consent, Guardian, Membership, Wording
from coproduce.core.refusal import Refusal

NOBODY = Refusal("NOT_FOUND", "There is nobody of that name here.", "member")
NO_SCOPE = Refusal("NOT_FOUND", "Nothing like that is asked here.", "scope")
NO_WORDS = Refusal("NOT_FOUND", "There are no such words here.", "version")
NEWER_WORDS = Refusal("NEWER_WORDS", "There are newer words by now. Read them, then say yes to those.", "version")
NOTHING_SAID = Refusal("NOTHING_SAID", "There is no yes that stands: nothing is shared.", "scope")
STANDS = Refusal("STANDS", "The agreement stands as long as somebody is a member. It ends when they leave.", "scope")


@dataclass(frozen=True, slots=True)
class Consented:
    """Which yes was written down or withdrawn, and to which version of the words."""

    consent: UUID
    version: int


@dataclass(frozen=True, slots=True)
class Written:
    """Which version of the words it is, and from when it counts."""

    version: int
    from_on: date


@action("people.consent", receipt=Consented)
def consent(
    actor: Actor,
    *,
    member: UUID,
    scope: str,
    channel: str = PAGE,
    version: int | None = None,
    given_by: UUID | None = None,
    note: str = "",
    request_id: UUID,
) -> Done[Consented] | Refusal:
    """Say yes to one thing, in the words of today, until it is withdrawn or runs out.

    The desk takes it down for somebody who said it (`spoken`) or signed it (`paper`): then `version` may be an older
    one, that they signed. `given_by` is who says yes for them: a guardian, or with a `note` whose power was seen.
    """
    whose = _theirs(actor, "people.consent", member)
    if whose is None:
        return NOBODY
    what = _scope(whose.community, scope)
    if what is None:
        return NO_SCOPE
    by = _by(actor, whose, channel)
    giver = actor.agent_id if by == "guardian" else None
    if given_by is not None and by == "desk":
        found = Agent.objects.filter(community_id=actor.community_id, public_id=given_by).values_list("pk", flat=True)
        giver = the_one(found)
        if giver is None:
            return Refusal("NOT_FOUND", "There is nobody of that name here.", "given_by")
    today = clock.today(whose.community.time_zone)
    fault = may_consent(
        by, channel, note,
        is_minor=whose.membership.is_minor(today),
        has_guardians_word=Guardian.objects.filter(ward=whose, guardian=giver, ended_on=None).exists(),
        is_for_another=giver is not None,
    )  # fmt: skip
    if fault:
        return fault
    wording = in_force(whose.community, scope, today)
    if version is not None and version != wording.version:
        read = version_of(whose.community, scope, version)
        if read is None or read.from_on > today:
            return NO_WORDS
        if by != "desk":
            return NEWER_WORDS
        wording = read
    said = write_down(
        whose, what, wording, channel,
        today=today, given_by=giver, taken_down_by=actor.agent_id if by == "desk" else None, note=note.strip(),
    )  # fmt: skip
    return Done(Consented(said.public_id, wording.version))


def write_down(
    whose: Agent,
    scope: Scope,
    wording: Wording,
    channel: str,
    *,
    today: date,
    given_by: int | None = None,
    taken_down_by: int | None = None,
    note: str = "",
) -> Consent:
    """A yes to these words from now on, in the place of the one before. The moment is the same for both."""
    now = clock.now()
    Consent.objects.filter(agent=whose, scope=scope.code, withdrawn_at=None).update(withdrawn_at=now)
    return Consent.objects.create(
        agent=whose, wording=keep(wording), scope=scope.code, channel=channel, given_by_id=given_by,
        taken_down_by_id=taken_down_by, note=note, given_at=now,
        expires_on=today + timedelta(days=scope.lasts_days) if scope.lasts_days else None,
    )  # fmt: skip


@action("people.withdraw_consent", receipt=Consented)
def withdraw_consent(actor: Actor, *, member: UUID, scope: str, request_id: UUID) -> Done[Consented] | Refusal:
    """Take a yes back. From this moment nothing is shared on it; that it was said, and when, stays written."""
    whose = _theirs(actor, "people.withdraw_consent", member)
    if whose is None:
        return NOBODY
    if scope == AGREEMENT:
        return STANDS
    said = the_one(
        Consent.objects.select_for_update(of=("self",))
        .select_related("wording")
        .filter(agent=whose, scope=scope, withdrawn_at=None)
    )
    if said is None:
        return NOTHING_SAID
    said.withdrawn_at = clock.now()
    said.save(update_fields=["withdrawn_at"])
    tell("yes_taken_back", actor, whose, scope)
    return Done(Consented(said.public_id, said.wording.version))


@action("people.write_wording", receipt=Written)
def write_wording(
    actor: Actor, *, scope: str, words: str, from_on: date | None = None, asks_anew: bool = True, request_id: UUID
) -> Done[Written] | Refusal:
    """Write new words from a day on, today unless said. The old ones stay to be read, and are never edited.

    `scope` is privacy, terms, contact, accessibility, agreement, or what a yes is said to. For the agreement
    `asks_anew` says whether those who said yes to the old words are asked again.
    """
    community = Community.objects.select_for_update().get(pk=actor.community_id)
    if scope not in NOTICES and _scope(community, scope) is None:
        return NO_SCOPE
    before = versions(community, scope)[0]
    today = clock.today(community.time_zone)
    day = from_on or max(today, before.from_on)
    if fault := may_write(words, day, today, before.from_on):
        return fault
    keep(before)
    made = Wording.objects.create(
        community=community, scope=scope, version=before.version + 1, words=words.strip(),
        words_hash=hash_of(words.strip()), from_on=day, asks_anew=asks_anew, written_by_id=actor.agent_id,
        written_at=clock.now(),
    )  # fmt: skip
    return Done(Written(made.version, made.from_on))


def _by(actor: Actor, whose: Agent, channel: str) -> By:
    """As whom the actor says it; whoever is at the desk and their guardian too is the guardian on the page."""
    if whose.pk == actor.agent_id:
        return "oneself"
    is_desk = policy.may(actor, "people.consent")
    return "desk" if is_desk and (channel != PAGE or not is_guardian(actor, whose.pk)) else "guardian"


def _scope(community: Community, code: str) -> Scope | None:
    return next((one for one in scopes_of(community.arenas) if one.code == code), None)


def _theirs(actor: Actor, verb: str, member: UUID) -> Agent | None:
    """Somebody of the actor's community who has not left, if the actor may do this about them."""
    found = the_one(
        Agent.objects.select_related("membership", "community")
        .filter(community_id=actor.community_id, public_id=member, merged_into=None, membership__isnull=False)
        .exclude(membership__state=Membership.LEFT)
    )
    return found if found is not None and may_for(actor, verb, found.pk) else None
