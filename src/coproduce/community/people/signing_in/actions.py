"""The verbs about signing in: a word is chosen, a card printed, a lost telephone shut out."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from allauth.mfa.models import Authenticator

from coproduce.community.base import clock
from coproduce.community.base.action import action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done, Notice
from coproduce.community.base.wire import Secret
from coproduce.community.people import cards
from coproduce.community.people.keys.actions import end_keys
from coproduce.community.people.models import Account, Card, Membership
from coproduce.community.people.queries import member_for
from coproduce.community.people.roles.queries import opens_nothing
from coproduce.community.people.signing_in import devices
from coproduce.community.people.signing_in.rules import may_choose_word
from coproduce.core.refusal import Refusal

NOBODY = Refusal("NOT_FOUND", "There is nobody of that name here.", "member")
NO_WORD = Refusal(
    "NO_WORD", "They have not chosen a word yet, and a card opens nothing without. Let them choose one first.", "member"
)

CHOSEN = "A word was chosen for your card, on %(day)s. If that was not you, ring the desk."
LOST = (
    "You were signed out everywhere, on %(day)s, because your telephone was lost. If that was not you, ring the desk."
)


@dataclass(frozen=True, slots=True)
class WordChosen:
    """Whose word it is; never the word."""

    member: UUID


@dataclass(frozen=True, slots=True)
class CardMade:
    """Whose card it is, until when, and the page to print it from; never the code."""

    member: UUID
    until: date
    page: str


@dataclass(frozen=True, slots=True)
class ShutOut:
    """Whose it was, on how many devices they were signed in, and the page of a new card, for who may have one."""

    member: UUID
    devices: int
    page: str


@action("people.choose_word", receipt=WordChosen, asks_again=True)
def choose_word(actor: Actor, *, member: UUID, word: Secret, request_id: UUID) -> Done[WordChosen] | Refusal:
    """Choose the word that opens somebody's card. They type it, or tell it, at the desk; only its hash is kept.

    Whoever it belongs to is told that it was chosen, so that nobody else can do it unseen.
    """
    membership = member_for(actor, "people.choose_word", member, held=True)
    if membership is None:
        return NOBODY
    if fault := _by_card_only(membership) or may_choose_word(word, membership.agent.name):
        return fault
    account = _account_of(membership)
    account.word_hash = cards.hash_of_word(word)
    account.save(update_fields=["word_hash"])
    return Done(WordChosen(member), (_tell(membership, CHOSEN),))


@action("people.print_card", receipt=CardMade)
def print_card(actor: Actor, *, member: UUID, request_id: UUID) -> Done[CardMade] | Refusal:
    """Make a card that signs a member in once, with their word. An earlier card of theirs stops working."""
    membership = member_for(actor, "people.print_card", member, held=True)
    if membership is None:
        return NOBODY
    if fault := _by_card_only(membership):
        return fault
    account = _account_of(membership)
    if not account.word_hash:
        return NO_WORD
    _new_card(actor, account, request_id)
    until = clock.today(membership.community.time_zone) + cards.LASTS
    return Done(CardMade(member, until, _page(membership, request_id)))


@action("people.lost_phone", receipt=ShutOut, asks_again=True)
def lost_phone(actor: Actor, *, member: UUID, request_id: UUID) -> Done[ShutOut] | Refusal:
    """Shut out whoever has somebody's telephone: every sign-in, card, passkey and app of theirs ends, and keys here.

    Whoever signs in by card gets a new one. What only they themselves may change stays as it is: their address and
    word, and, for a member of a second community, their second step.
    """
    membership = member_for(actor, "people.lost_phone", member, held=True)
    if membership is None:
        return NOBODY
    account = _account_of(membership)
    ended = devices.end_all(account)
    Card.objects.filter(account=account, spent_at=None).update(spent_at=clock.now())
    end_keys(membership)
    if not _is_elsewhere(membership):
        Authenticator.objects.filter(user=account).delete()
    page = ""
    if account.word_hash and _by_card_only(membership) is None:
        _new_card(actor, account, request_id)
        page = _page(membership, request_id)
    return Done(ShutOut(member, ended, page), (_tell(membership, LOST),))


def _by_card_only(membership: Membership) -> Refusal | None:
    """None for whoever may sign in by card: not where a found one would open what is others'."""
    if set(membership.roles) - opens_nothing():
        return Refusal("NOT_BY_CARD", "People with a role sign in by e-mail: a card could be found.", "member")
    if _is_elsewhere(membership):
        return Refusal("NOT_BY_CARD", "This person signs in by e-mail: ask them to use their own address.", "member")
    return None


def _is_elsewhere(membership: Membership) -> bool:
    others = Membership.objects.filter(person=membership.person).exclude(community_id=membership.community_id)
    return others.exists()


def _account_of(membership: Membership) -> Account:
    """Their account; one without an address where they had none."""
    person = membership.person
    if person.account is None:
        person.account = Account.objects.create_user()
        person.save(update_fields=["account"])
    return person.account


def _new_card(actor: Actor, account: Account, request_id: UUID) -> None:
    now = clock.now()
    Card.objects.filter(account=account, spent_at=None).update(spent_at=now)
    Card.objects.create(
        account=account,
        request_id=request_id,
        code_hash=cards.hash_of(cards.code_of(request_id)),
        made_by=actor.agent_id or 0,
        made_at=now,
        until=now + cards.LASTS,
    )


def _page(membership: Membership, request_id: UUID) -> str:
    return f"/{membership.community.slug}/people/cards/{request_id}/"


def _tell(membership: Membership, sentence: str) -> Notice:
    day = clock.today(membership.community.time_zone).isoformat()
    return Notice(membership.agent_id, sentence, {"day": day}, urgent=True)
