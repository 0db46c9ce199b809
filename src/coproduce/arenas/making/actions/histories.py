"""The verbs of a history: brought with a design, said to be one's own, and a name taken off it."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.crypto import salted_hmac

from coproduce.arenas.making.actions.designs import NO_DESIGN
from coproduce.arenas.making.models import Change, Design
from coproduce.arenas.making.queries.here import speaker
from coproduce.community.base import policy
from coproduce.community.base.action import action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done
from coproduce.community.base.one import the_one
from coproduce.community.people.models import Membership
from coproduce.core.refusal import Refusal
from coproduce.interop.making.faults import ManifestError
from coproduce.interop.making.history import read_history

#: Changes of one history, each once for everybody who worked on it.
MOST = 20_000


@dataclass(frozen=True, slots=True)
class HistoryBrought:
    """How many changes are new, how many were known, and how many of the new ones are a member's of here."""

    added: int
    known: int
    of_members: int


@dataclass(frozen=True, slots=True)
class Claimed:
    """How many changes count for them from now on."""

    changes: int


@dataclass(frozen=True, slots=True)
class NameTakenOff:
    """How many changes name nobody from now on."""

    changes: int


@action("making.bring_history", receipt=HistoryBrought)
def bring_history(actor: Actor, *, design: UUID, text: str, request_id: UUID) -> Done[HistoryBrought] | Refusal:
    """Bring who worked on a design, as `git log --numstat` prints it. The same again changes nothing.

    Each change counts for a member who said of that address that it is theirs; everybody else is named with the design
    and is no person of here. Addresses are not kept, but for a mark by which somebody can say that it was them.
    """
    row = the_one(Design.objects.select_for_update().filter(community_id=actor.community_id, public_id=design))
    if row is None or not policy.may(actor, "making.bring_history", policy.towards(actor, row.keeper_id)):
        return NO_DESIGN
    try:
        found = read_history(text)
    except ManifestError as wrong:
        return Refusal("NOT_A_HISTORY", str(wrong).replace("%", "%%"), "text")
    told = {(one.id, mark(person.email)): (one, person) for one in found for person in one.people}
    if len(told) > MOST:
        return Refusal("TOO_MANY", "There are more than %(most)s changes in it: bring it year by year.", "text",
                       {"most": str(MOST)})  # fmt: skip
    before = set(Change.objects.filter(design=row).exclude(commit="").values_list("commit", "address_hash"))
    ours, unnamed = _said_to_be_theirs(actor.community_id), _unnamed(actor.community_id)
    new = [
        Change(design=row, agent_id=ours.get(address), by_name="" if address in unnamed else person.name[:200],
               why=one.words[:200], said_at=one.at, stands_at=one.at, commit=commit, address_hash=address)
        for (commit, address), (one, person) in told.items() if (commit, address) not in before
    ]  # fmt: skip
    Change.objects.bulk_create(new, batch_size=1000)
    return Done(HistoryBrought(len(new), len(told) - len(new), sum(one.agent_id is not None for one in new)))


@action("making.claim_changes", receipt=Claimed)
def claim_changes(actor: Actor, *, for_: UUID | None = None, request_id: UUID) -> Done[Claimed] | Refusal:
    """Say that the changes of histories under the address one signs in with are one's own: they count for one, now and
    whenever more come. Nobody is said to be somebody of a history but by themselves."""
    who = speaker(actor, "making.claim_changes", for_)
    if isinstance(who, Refusal):
        return who
    email = the_one(Membership.objects.filter(agent=who).values_list("person__account__email", flat=True))
    if not email:
        return Refusal("NO_ADDRESS", "You sign in without an address, so that none in a history can be yours.", "for_")
    here = Change.objects.filter(design__community_id=actor.community_id, address_hash=mark(email), agent=None)
    if not (number := here.update(agent=who, by_name="")):
        return Refusal("NOTHING_THERE", "No change under the address you sign in with waits for somebody here.", "for_")
    return Done(Claimed(number))


@action("making.take_name_off", receipt=NameTakenOff)
def take_name_off(actor: Actor, *, design: UUID, name: str, request_id: UUID) -> Done[NameTakenOff] | Refusal:
    """Name somebody of elsewhere no more with a design, because they asked. Their changes stand, and name nobody.

    Brought again, the history names them no more. A name out of a manifest is gone from the page and stays in the file.
    """
    row = the_one(Design.objects.select_for_update().filter(community_id=actor.community_id, public_id=design))
    if row is None or not policy.may(actor, "making.take_name_off", policy.towards(actor, row.keeper_id)):
        return NO_DESIGN
    said = name.strip()
    number = Change.objects.filter(design=row, by_name=said).exclude(by_name="").update(by_name="")
    if said in row.named:
        row.named = [one for one in row.named if one != said]
        row.save(update_fields=["named"])
        number += 1
    if not number:
        return Refusal("NOT_FOUND", "Nobody of that name is named with it.", "name")
    return Done(NameTakenOff(number))


def mark(email: str) -> str:
    """What is kept of an address: the same for the same one, and never read back without the key of this house."""
    return salted_hmac("making.address", email.strip().lower(), algorithm="sha256").hexdigest()


def _said_to_be_theirs(community_id: int) -> dict[str, int]:
    """Which member said of which address that it is theirs; once they are forgotten, they count without a name."""
    here = Change.objects.filter(design__community_id=community_id, agent__isnull=False).exclude(address_hash="")
    return dict(here.values_list("address_hash", "agent").distinct())


def _unnamed(community_id: int) -> set[str]:
    """The addresses whose people are named no more, or by their name here."""
    here = Change.objects.filter(design__community_id=community_id, by_name="").exclude(address_hash="")
    return set(here.values_list("address_hash", flat=True))
