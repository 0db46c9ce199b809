"""Who a command acts as: `--as EMAIL|PUBLIC-ID --community SLUG`, and `--for PUBLIC-ID` whom they help."""

from typing import TYPE_CHECKING
from uuid import UUID

from coproduce.cli.saying import fail

if TYPE_CHECKING:
    from coproduce.community.base.actor import Actor, Via


def actor(who: str, community: str, via: "Via" = "cli", for_: str = "") -> "Actor":
    """The actor a command runs as, for the member `for_` whom they help; ends with a sentence when there is none.

    No password is asked: whoever can type this can read the database anyway.
    """
    from coproduce.community.base import restored
    from coproduce.community.people.helping.queries import acting_for
    from coproduce.community.people.models import Account, Membership
    from coproduce.community.people.queries import actor_for
    from coproduce.community.people.rules import is_public_id

    if restored.is_due():
        fail(restored.STILL_DUE)
    if is_public_id(who):
        member = Membership.objects.filter(agent__public_id=who, community__slug=community).first()
        account = member.person.account if member else None
    else:
        account = Account.objects.filter(email=who.strip().lower()).first()
    found = actor_for(account, community, via)
    if found is None:
        fail(f"{who} is not a member of a community called {community}. `coproduce community list` shows what is here.")
    if not for_:
        return found
    acting = acting_for(found, UUID(for_)) if is_public_id(for_) else None
    if acting is None:
        fail(f"{who} helps nobody with the id {for_} in {community}, or does so no more.")
    return acting.actor
