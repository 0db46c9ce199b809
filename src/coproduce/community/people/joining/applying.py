"""The verbs of the door: someone asks to join, those who know them are heard, the desk says yes or, kindly, no."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from coproduce.community.base import clock
from coproduce.community.base.action import action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done, Notice
from coproduce.community.people.changing.actions import NOBODY, Changed
from coproduce.community.people.consent.actions import write_down
from coproduce.community.people.consent.queries import end_all, move as move_consents
from coproduce.community.people.consent.rules import AGREEMENT, PAGE, SPOKEN
from coproduce.community.people.consent.scopes import every_scope
from coproduce.community.people.consent.wordings import in_force
from coproduce.community.people.guarding.actions import make_guarding_one
from coproduce.community.people.guarding.rules import may_come_of_age
from coproduce.community.people.joining import questions
from coproduce.community.people.joining.questions import may_answer_all
from coproduce.community.people.joining.rules import Answer
from coproduce.community.people.models import (
    Account,
    Agent,
    Attestation,
    AttestationDecision,
    Community,
    Membership,
    Person,
    Reference,
)
from coproduce.community.people.queries import brokers
from coproduce.community.people.rules import NewMember, Referee, digits, may_apply, may_live_in
from coproduce.community.people.safeguarding.actions import note
from coproduce.core.refusal import Refusal
from coproduce.core.words import may_say

NO_GUARDIAN_YET = Refusal(
    "NO_GUARDIAN",
    "They are not of age yet. Talk to whoever looks after them, and write down first who says yes for them.",
    "member",
)

#: Two who know them, and two more should they ask a second time.
MOST_REFERENCES = 4


@dataclass(frozen=True, slots=True)
class Applied:
    """That it arrived, and when: the same for someone new and someone known, so that it tells nobody who is here."""

    received_on: date


@action("people.apply", receipt=Applied)
def apply(
    actor: Actor,
    *,
    name: str,
    words: str,
    references: tuple[Referee, ...],
    email: str = "",
    phone: str = "",
    neighbourhood: str = "",
    agrees: bool = False,
    answers: tuple[Answer, ...] = (),
    adult_on: date | None = None,
    request_id: UUID,
) -> Done[Applied] | Refusal:
    """Ask to join. A second time, by the same address or the same name and telephone, joins the first.

    `agrees` says that they read the member agreement and say yes to it; for who rings, that it was read to them.
    `answers` are to the community's own questions; `adult_on` is the day to come on which they will be of age.
    """
    community = Community.objects.get(pk=actor.community_id)
    applicant = NewMember(name, email.strip().lower(), phone, neighbourhood)
    places = dict(community.neighbourhoods.values_list("name", "pk"))
    if fault := may_apply(applicant, words, references) or may_live_in(applicant, places):
        return fault
    today = clock.today(community.time_zone)
    if fault := may_answer_all(community.pk, answers) or may_come_of_age(adult_on, today):
        return fault
    if _is_member(community, applicant.email):
        return Done(Applied(today))
    membership = _waiting(community, applicant)
    is_new = membership is None
    if membership is None:
        membership = Membership.objects.create(
            community=community,
            agent=Agent.objects.create(community=community, name=name.strip()),
            person=Person.objects.create(name=name.strip()),
            roles=["member"],
            state=Membership.APPLIED,
            phone=phone.strip(),
            shared_email=applicant.email,
            neighbourhood_id=places.get(neighbourhood),
            joined_on=today,
            applied_on=today,
            applied_words=words.strip(),
            adult_on=adult_on,
        )
    _note(membership, references)
    questions.keep(membership, answers)
    if agrees and is_new:
        _agree(actor, membership, today)
    told = brokers(community.pk) if is_new else []
    link = f"/{community.slug}/people/applicants/"
    return Done(Applied(today), tuple(Notice(broker, "Someone would like to join.", link=link) for broker in told))


@action("people.hear_reference", receipt=Changed)
def hear_reference(actor: Actor, *, reference: UUID, words: str, request_id: UUID) -> Done[Changed] | Refusal:
    """Note that someone who knows an applicant was heard, and what they said; that a good word stands is looked at."""
    found = (
        Reference.objects.filter(
            public_id=reference, membership__community_id=actor.community_id, membership__state=Membership.APPLIED
        )
        .select_related("membership__agent", "membership__community")
        .first()
    )
    if found is None:
        return Refusal("NOT_FOUND", "There is nobody of that name here.", "reference")
    if fault := may_say(words, "words", 300, "Write in a sentence what they said."):
        return fault
    membership = found.membership
    found.heard_on, found.heard_by_id = clock.today(membership.community.time_zone), actor.agent_id
    found.words = words.strip()
    found.save()
    heard = Attestation.objects.create(
        community_id=actor.community_id, agent=membership.agent, kind=Attestation.REFERENCE, what=found.name[:80],
        issuer=found.name, seen_by_id=actor.agent_id or 0, seen_on=found.heard_on,
    )  # fmt: skip
    note(actor, heard, AttestationDecision.RECORDED)
    return Done(Changed(membership.agent.public_id, membership.version))


@action("people.accept", receipt=Changed)
def accept(actor: Actor, *, member: UUID, request_id: UUID) -> Done[Changed] | Refusal:
    """Make an applicant a member. Who was a member before comes back to what they put in."""
    membership = _applied(actor, member)
    if membership is None:
        return NOBODY
    today = clock.today(membership.community.time_zone)
    if membership.is_minor(today) and not membership.agent.guardians.filter(ended_on=None).exists():
        return NO_GUARDIAN_YET
    email = membership.shared_email
    account = Account.objects.filter(email=email).first() if email else None
    person = Person.objects.filter(account=account).first() if account else None
    here = Membership.objects.filter(community_id=actor.community_id).select_related("agent", "community")
    before = here.filter(person=person).first() if person else None
    if before is not None and (before.state != Membership.LEFT or before.agent.merged_into_id):
        return Refusal("ALREADY_A_MEMBER", "Someone with this e-mail address is a member here already.", "member")
    if before is not None:
        membership = _come_back(membership, before)
    elif person is not None:
        placeholder, membership.person = membership.person, person
        membership.save(update_fields=["person"])
        placeholder.delete()
    elif email:
        membership.person.account = account or Account.objects.create_user(email)
        membership.person.save(update_fields=["account"])
    membership.state, membership.joined_on = Membership.ACTIVE, today
    membership.version += 1
    membership.save()
    hello = Notice(
        membership.agent_id,
        "Welcome to %(community)s. You can say what would help, and what you would enjoy doing.",
        {"community": membership.community.name},
        link=f"/{membership.community.slug}/",
    )
    return Done(Changed(membership.agent.public_id, membership.version), (hello,))


@action("people.decline", receipt=Changed)
def decline(
    actor: Actor, *, member: UUID, sentence: str, because: str = "", request_id: UUID
) -> Done[Changed] | Refusal:
    """Say no to an applicant with a kind sentence, which is sent. The reason stays with the desk."""
    membership = _applied(actor, member)
    if membership is None:
        return NOBODY
    fault = may_say(sentence, "sentence", 300, "Write a kind sentence to send.") or may_say(because, "because", 300)
    if fault:
        return fault
    membership.state, membership.ended = Membership.LEFT, Membership.DECLINED
    membership.left_on = clock.today(membership.community.time_zone)
    membership.declined_because = because.strip()
    membership.version += 1
    membership.save()
    end_all([membership.agent_id])
    notice = Notice(membership.agent_id, "The desk writes: %(words)s", {"words": sentence.strip()})
    return Done(Changed(member, membership.version), (notice,))


def _is_member(community: Community, email: str) -> bool:
    here = Membership.objects.filter(community=community, state__in=(Membership.ACTIVE, Membership.PAUSED))
    return bool(email) and here.filter(person__account__email=email).exists()


def _waiting(community: Community, applicant: NewMember) -> Membership | None:
    """The application of theirs that is here already. One telephone may serve a whole family: the name must agree."""
    waiting = Membership.objects.filter(community=community, state=Membership.APPLIED).select_related("agent")
    name, phone = applicant.name.strip().casefold(), digits(applicant.phone)
    return next(
        (
            one
            for one in waiting.order_by("id")
            if (applicant.email and one.shared_email == applicant.email)
            or (phone and digits(one.phone) == phone and one.agent.name.casefold() == name)
        ),
        None,
    )


def _agree(actor: Actor, membership: Membership, today: date) -> None:
    """Their yes to the agreement as it stands, from the page of the door or taken down by the desk."""
    agreement, community = every_scope()[AGREEMENT], membership.community
    channel = SPOKEN if actor.agent_id else PAGE
    write_down(
        membership.agent, agreement, in_force(community, AGREEMENT, today), channel,
        today=today, taken_down_by=actor.agent_id,
    )  # fmt: skip


def _note(membership: Membership, references: tuple[Referee, ...]) -> None:
    known = {name.casefold() for name in membership.references.values_list("name", flat=True)}
    fresh = [one for one in references if one.name.strip().casefold() not in known][: MOST_REFERENCES - len(known)]
    Reference.objects.bulk_create(
        Reference(membership=membership, name=one.name.strip(), reach=one.reach.strip()) for one in fresh
    )


def _applied(actor: Actor, member: UUID) -> Membership | None:
    return (
        Membership.objects.select_for_update(of=("self",))
        .filter(community_id=actor.community_id, agent__public_id=member, state=Membership.APPLIED)
        .select_related("agent", "person", "community")
        .first()
    )


def _come_back(application: Membership, before: Membership) -> Membership:
    """The application under the record of somebody who was here before; their history is theirs again."""
    application.references.update(membership=before)
    Attestation.objects.filter(agent=application.agent).update(agent=before.agent)
    move_consents(application.agent, before.agent)
    questions.move(application, before)
    make_guarding_one(before.agent, application.agent, clock.today(before.community.time_zone))
    before.adult_on = application.adult_on
    before.phone, before.shared_email = application.phone, application.shared_email
    before.neighbourhood_id, before.applied_words = application.neighbourhood_id, application.applied_words
    before.applied_on, before.left_on = application.applied_on, None
    before.ended, before.declined_because = "", ""
    before.roles = ["member"]  # a role at the desk is given anew
    Agent.objects.filter(pk=application.agent_id).update(merged_into=before.agent_id)
    application.state, application.ended = Membership.LEFT, Membership.MERGED
    application.phone = application.shared_email = ""
    application.save()
    return before
