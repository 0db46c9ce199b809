"""The verbs with which members change what is known of them, rest, or go; and brokers how their community is set."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import F

from coproduce.community.base import clock
from coproduce.community.base.action import action
from coproduce.community.base.actor import Actor
from coproduce.community.base.citing import may_change
from coproduce.community.base.done import Done, Notice
from coproduce.community.base.rooms import tell
from coproduce.community.people.consent.queries import end_all
from coproduce.community.people.keys.actions import end_keys
from coproduce.community.people.models import AboutMe, Agent, Card, Community, Membership, Upload
from coproduce.community.people.queries import HERE, brokers, member_for
from coproduce.community.people.rules import (
    WAYS_TO_END,
    NewMember,
    may_keep_aside,
    may_live_in,
    may_set,
    may_try,
    may_welcome,
)
from coproduce.community.people.safeguarding.checks import may_check_by
from coproduce.community.people.signing_in import devices
from coproduce.community.people.signing_in.rules import may_need_from
from coproduce.community.people.uploads import files as uploads
from coproduce.core.refusal import Refusal

NOBODY = Refusal("NOT_FOUND", "There is nobody of that name here.", "member")
CHANGED_MEANWHILE = Refusal(
    "CHANGED_MEANWHILE",
    "Somebody else changed this while you were writing. Look at what it says now, then change it again.",
    "version",
)
LAST_BROKER = Refusal(
    "LAST_BROKER", "They are the only broker here. Make somebody else a broker first, so that the desk stays open."
)


@dataclass(frozen=True, slots=True)
class Changed:
    """Whose record it is, and which version of it stands now."""

    member: UUID
    version: int


@dataclass(frozen=True, slots=True)
class Set:
    """Which version of the settings stands now, and by which decision."""

    version: int
    decision: UUID | None = None


@action("people.pause", receipt=Changed)
def pause(actor: Actor, *, member: UUID, until_on: date | None = None, request_id: UUID) -> Done[Changed] | Refusal:
    """Rest for a while: nothing is lost, and nobody suggests or writes anything until they come back.

    With a day to come back on, `until_on`, they are woken by themselves on it.
    """
    membership = member_for(actor, "people.pause", member, (Membership.ACTIVE,), held=True)
    if membership is None:
        return NOBODY
    if until_on is not None and until_on <= clock.today(membership.community.time_zone):
        return Refusal("WRONG_DAYS", "Choose a day to come for coming back.", "until_on")
    if is_last_broker(membership):
        return LAST_BROKER
    membership.rests_until = until_on
    return _now_comes_or_not(membership, Membership.PAUSED)


@action("people.resume", receipt=Changed)
def resume(actor: Actor, *, member: UUID, request_id: UUID) -> Done[Changed] | Refusal:
    """Come back from resting."""
    membership = member_for(actor, "people.resume", member, (Membership.PAUSED,), held=True)
    if membership is None:
        return NOBODY
    membership.rests_until = None
    return _now_comes_or_not(membership, Membership.ACTIVE)


def wake(community: Community) -> tuple[Notice, ...]:
    """Those whose day to come back has come are back, and are told."""
    due = Membership.objects.select_for_update(of=("self",)).filter(
        community=community, state=Membership.PAUSED, rests_until__lte=clock.today(community.time_zone)
    )
    told = []
    for member in due.order_by("pk"):
        member.rests_until = None
        _now_comes_or_not(member, Membership.ACTIVE)
        words = "Your rest is over, as you said: you can be asked again. If it is too soon, rest a little longer."
        told.append(Notice(member.agent_id, words, link=f"/{community.slug}/people/{member.agent.public_id}/"))
    return tuple(told)


@action("people.leave", receipt=Changed)
def leave(actor: Actor, *, member: UUID, ended: str = "left", request_id: UUID) -> Done[Changed] | Refusal:
    """Go. Telephone and e-mail are shared no more from this moment; what was given and received stays written."""
    membership = member_for(actor, "people.leave", member, held=True)
    if membership is None:
        return NOBODY
    if ended not in WAYS_TO_END:
        return Refusal("UNKNOWN_END", "Choose one of: %(ways)s.", "ended", {"ways": ", ".join(WAYS_TO_END)})
    if is_last_broker(membership):
        return LAST_BROKER
    return go(actor, membership, ended)


def go(actor: Actor, membership: Membership, ended: str) -> Done[Changed]:
    """What leaving is: contacts shared no more, cards and keys ended, and every room above hears of it."""
    tell("member_leaving", actor, membership)
    membership.phone = membership.shared_email = membership.lost_email = ""
    membership.ended, membership.left_on = ended, clock.today(membership.community.time_zone)
    done = _now(membership, Membership.LEFT)
    if not membership.person.memberships.exclude(state=Membership.LEFT).exists():
        Card.objects.filter(account__person=membership.person, spent_at=None).update(spent_at=clock.now())
        if membership.person.account:
            devices.end_all(membership.person.account)
    end_keys(membership)
    AboutMe.objects.filter(membership=membership).delete()
    end_all([membership.agent_id])
    uploads.remove(Upload.objects.filter(agent=membership.agent_id, kind=Upload.PHOTO))
    tell("member_left", actor, membership)
    return done


@action("people.change_details", receipt=Changed)
def change_details(
    actor: Actor,
    *,
    member: UUID,
    version: int,
    name: str,
    phone: str = "",
    email: str = "",
    neighbourhood: str = "",
    request_id: UUID,
) -> Done[Changed] | Refusal:
    """Change the name shown, the telephone and e-mail shared with the desk, and the neighbourhood.

    `version` is the one that was read; when another stands by now, nothing is changed.
    """
    membership = member_for(actor, "people.change_details", member, held=True)
    if membership is None:
        return NOBODY
    said = NewMember(name, email.strip().lower(), phone, neighbourhood, roles=())
    places = dict(membership.community.neighbourhoods.values_list("name", "pk"))
    if fault := may_welcome(said, ()) or may_live_in(said, places):
        return fault
    changed = Membership.objects.filter(pk=membership.pk, version=version).update(
        phone=phone.strip(),
        shared_email=said.email,
        neighbourhood_id=places.get(neighbourhood),
        version=F("version") + 1,
    )
    if not changed:
        return CHANGED_MEANWHILE
    Agent.objects.filter(pk=membership.agent_id).update(name=name.strip())
    return Done(Changed(member, version + 1))


@action("people.change_settings", receipt=Set, asks_again=True)
def change_settings(
    actor: Actor,
    *,
    version: int,
    name: str,
    phone: str = "",
    welcome_words: str = "",
    confirm_days: int = 14,
    shows_balances: bool = False,
    benefits_safe: bool = True,
    checks: str | None = None,
    second_step_from: str | None = None,
    trial_times: int | None = None,
    kept_days: int | None = None,
    by_decision: bool | None = None,
    decision: UUID | None = None,
    request_id: UUID,
) -> Done[Set] | Refusal:
    """Set how the community runs: its name, telephone and welcome, and the days after which hours stand.

    `checks` are the rules by which follows which check something takes, "" for none; left out, they stay. So it is with
    `second_step_from`, the day from which roles that see what is others' need a second step to sign in, and with
    `trial_times`, how often somebody new helps in company, or where the desk introduced them, before they are settled.
    Where there was no trial before, whoever is here already is settled. `kept_days` is for how many days after the day
    two agreed on the hours for it are kept aside, 0 for nothing; left out, it stays. `by_decision` says
    whether from now on all that is set here changes only by a `decision` that is cited, this too.
    """
    if fault := may_change(actor, decision):
        return fault
    if fault := may_set(name, phone, welcome_words, confirm_days) or may_check_by(checks or ""):
        return fault
    if fault := may_need_from(second_step_from or "") or may_try(trial_times or 0) or may_keep_aside(kept_days or 0):
        return fault
    if trial_times:
        _settle_who_is_here(actor.community_id)
    changed = Community.objects.filter(pk=actor.community_id, version=version).update(
        name=name.strip(),
        phone=phone.strip(),
        welcome_words=welcome_words.strip(),
        confirm_days=confirm_days,
        shows_balances=shows_balances,
        benefits_safe=benefits_safe,
        checks=F("checks") if checks is None else checks,
        second_step_from=F("second_step_from") if second_step_from is None else second_step_from or None,
        trial_times=F("trial_times") if trial_times is None else trial_times,
        kept_days=F("kept_days") if kept_days is None else kept_days,
        by_decision=F("by_decision") if by_decision is None else by_decision,
        version=F("version") + 1,
    )
    return Done(Set(version + 1, decision)) if changed else CHANGED_MEANWHILE


def _settle_who_is_here(community_id: int) -> None:
    """Where newcomers had no trial, whoever is here is none."""
    community = Community.objects.select_for_update().get(pk=community_id)
    if community.trial_times == 0:
        here = Membership.objects.filter(community=community, settled_on=None, state__in=HERE)
        here.update(settled_on=clock.today(community.time_zone))


def is_last_broker(membership: Membership) -> bool:
    """Whether nobody would be at the desk without them. The desk is held, so that two cannot go at one moment."""
    Community.objects.select_for_update().get(pk=membership.community_id)
    return "broker" in membership.roles and not set(brokers(membership.community_id)) - {membership.agent_id}


def _now_comes_or_not(membership: Membership, state: str) -> Done[Changed]:
    """Who rests or is back changes in whose company others are."""
    done = _now(membership, state)
    tell("company_changed", membership.community_id, membership.agent_id)
    return done


def _now(membership: Membership, state: str) -> Done[Changed]:
    membership.state = state
    membership.version += 1
    membership.save()
    return Done(Changed(membership.agent.public_id, membership.version))
