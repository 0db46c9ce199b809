"""The verbs that gather: members who give and receive as one group, and two records of one person made one."""

from uuid import UUID

from coproduce.community.base import clock
from coproduce.community.base.action import action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done
from coproduce.community.base.rooms import tell
from coproduce.community.people.actions import Recorded
from coproduce.community.people.apart.desk import make_decisions_one
from coproduce.community.people.changing.actions import NOBODY, Changed
from coproduce.community.people.concerns.actions import make_concerns_one
from coproduce.community.people.consent.queries import move as move_consents
from coproduce.community.people.counting.about_me import put_together
from coproduce.community.people.guarding.actions import make_guarding_one
from coproduce.community.people.helping.actions import make_helping_one
from coproduce.community.people.keys.actions import end_keys
from coproduce.community.people.meet import may_all_meet
from coproduce.community.people.models import (
    Agent,
    Attestation,
    BarredPair,
    Card,
    Household,
    Membership,
    Organisation,
    Person,
    Strength,
    Upload,
)
from coproduce.community.people.rules import KINDS_OF_GROUP
from coproduce.community.people.uploads import files as uploads
from coproduce.community.people.vouching.following import make_vouching_one
from coproduce.core.refusal import Refusal
from coproduce.core.words import may_say


@action("people.form_group", receipt=Recorded)
def form_group(
    actor: Actor, *, kind: str, name: str, members: tuple[UUID, ...], request_id: UUID
) -> Done[Recorded] | Refusal:
    """Write down a household or an organisation, and the members who are it or speak for it."""
    if kind not in KINDS_OF_GROUP:
        return Refusal("UNKNOWN_KIND", "Choose one of: %(kinds)s.", "kind", {"kinds": ", ".join(KINDS_OF_GROUP)})
    if fault := may_say(name, "name", 120, "Write what it is called."):
        return fault
    wanted = set(members)
    found = list(
        Membership.objects.filter(
            community_id=actor.community_id,
            agent__public_id__in=wanted,
            state__in=(Membership.ACTIVE, Membership.PAUSED),
        )
    )
    if not wanted:
        return Refusal("MISSING", "Choose at least one member.", "members")
    if len(found) != len(wanted):
        return Refusal("NOT_FOUND", "There is nobody of that name here.", "members")
    together = [one.agent_id for one in found]
    if fault := may_all_meet(together, together, "group"):
        return Refusal(fault.code, fault.template, "members")
    agent = Agent.objects.create(community_id=actor.community_id, kind=kind, name=name.strip())
    if kind == Agent.HOUSEHOLD:
        Household.objects.create(agent=agent).members.set(found)
    else:
        Organisation.objects.create(agent=agent).contacts.set(found)
    return Done(Recorded(agent.public_id))


@action("people.merge", receipt=Changed)
def merge(actor: Actor, *, keep: UUID, gone: UUID, request_id: UUID) -> Done[Changed] | Refusal:
    """Make two records of one person one: everything of `gone` stands under `keep` from now on."""
    if keep == gone:
        return Refusal("SAME_RECORD", "This is one record already. Choose the other one.", "gone")
    found = {
        membership.agent.public_id: membership
        for membership in Membership.objects.select_for_update(of=("self",))
        .filter(community_id=actor.community_id, agent__public_id__in=(keep, gone))
        .select_related("agent", "person__account", "community")
        .order_by("pk")
    }
    if len(found) < 2 or Membership.APPLIED in {one.state for one in found.values()}:
        return NOBODY
    kept, lost = found[keep], found[gone]
    if kept.agent.merged_into_id or lost.agent.merged_into_id:
        return Refusal("ALREADY_MERGED", "One of these was put together with another record before.", "gone")
    if kept.state == Membership.LEFT:
        return Refusal("HAS_LEFT", "Keep the record of somebody who is here.", "keep")
    one, other = sorted((kept.agent_id, lost.agent_id))
    if BarredPair.objects.filter(community_id=actor.community_id, one_id=one, other_id=other).exists():
        return Refusal("TWO_PEOPLE", "These records cannot be put together.", "gone")
    if _has_signed_in(kept) and _has_signed_in(lost):
        return Refusal(
            "BOTH_SIGN_IN",
            "Both records sign in, each with its own address. Ask the person which address to keep, "
            "and let the other record leave instead.",
            "gone",
        )
    _move_person(kept, lost)
    _move_belongings(kept, lost)
    put_together(kept, lost)
    kept.phone, kept.shared_email = kept.phone or lost.phone, kept.shared_email or lost.shared_email
    kept.lost_email = kept.lost_email or lost.lost_email
    kept.neighbourhood_id = kept.neighbourhood_id or lost.neighbourhood_id
    kept.adult_on = kept.adult_on or lost.adult_on
    kept.joined_on = min(kept.joined_on, lost.joined_on)
    kept.roles = sorted({*kept.roles, *lost.roles}) if lost.state != Membership.LEFT else kept.roles
    kept.version += 1
    kept.save()
    lost.state, lost.ended, lost.left_on = Membership.LEFT, Membership.MERGED, clock.today(lost.community.time_zone)
    lost.phone = lost.shared_email = lost.lost_email = ""
    lost.version += 1
    lost.save()
    end_keys(lost)
    Agent.objects.filter(merged_into=lost.agent).update(merged_into=kept.agent)
    lost.agent.merged_into = kept.agent
    lost.agent.save(update_fields=["merged_into"])
    fault = tell("members_merged", actor, kept.agent, lost.agent, request_id)
    return fault or Done(Changed(keep, kept.version))


def _has_signed_in(membership: Membership) -> bool:
    account = membership.person.account
    return account is not None and account.last_login is not None


def _move_person(kept: Membership, lost: Membership) -> None:
    """Who signs in goes on signing in; a card of the record that went opens no door."""
    is_needed = _has_signed_in(lost) or (kept.person.account is None and lost.person.account is not None)
    if is_needed:
        signing_in = lost.person
        lost.person = Person.objects.create(name=lost.agent.name)
        lost.save(update_fields=["person"])
        kept.person = signing_in
    elif lost.person.account is not None:
        elsewhere = lost.person.memberships.exclude(pk=lost.pk).exclude(state=Membership.LEFT)
        if not elsewhere.exists():
            Card.objects.filter(account=lost.person.account, spent_at=None).update(spent_at=clock.now())


def _move_belongings(kept: Membership, lost: Membership) -> None:
    """What they can do and said yes to, what was checked, whom they live with, speak for, and must not meet."""
    keep, gone = kept.agent, lost.agent
    known = set(keep.strengths.values_list("kind", "words"))
    for strength in Strength.objects.filter(agent=gone):
        if (strength.kind, strength.words) in known:
            strength.delete()
        else:
            strength.agent = keep
            strength.save(update_fields=["agent"])
    Attestation.objects.filter(agent=gone).update(agent=keep)
    move_consents(gone, keep)
    if Upload.objects.filter(agent=keep, kind=Upload.PHOTO).exists():
        uploads.remove(Upload.objects.filter(agent=gone, kind=Upload.PHOTO))
    Upload.objects.filter(agent=gone).update(agent=keep)
    make_guarding_one(keep, gone, clock.today(kept.community.time_zone))
    make_helping_one(keep, gone, clock.today(kept.community.time_zone))
    make_vouching_one(keep, gone)
    for household in lost.households.all():
        household.members.add(kept)
        household.members.remove(lost)
    for organisation in lost.organisations.all():
        organisation.contacts.add(kept)
        organisation.contacts.remove(lost)
    make_concerns_one(keep, gone)
    make_decisions_one(keep, gone)
    for pair in [*BarredPair.objects.filter(one=gone), *BarredPair.objects.filter(other=gone)]:
        stranger = pair.other_id if pair.one_id == gone.pk else pair.one_id
        one, other = sorted((keep.pk, stranger))
        BarredPair.objects.get_or_create(
            community_id=pair.community_id,
            one_id=one,
            other_id=other,
            asked_by_id=keep.pk if pair.asked_by_id == gone.pk else pair.asked_by_id,
            defaults={"since_on": pair.since_on},
        )
        pair.delete()
