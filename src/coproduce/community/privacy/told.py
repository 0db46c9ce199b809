"""What a restored copy of an earlier day must not bring back: people who were forgotten since."""

from collections.abc import Iterator
from datetime import UTC, datetime

from coproduce.community.base.actor import clockwork
from coproduce.community.people.models import Membership
from coproduce.community.privacy import erasure_log
from coproduce.community.privacy.actions import is_forgotten
from coproduce.community.privacy.erasing import forget


def restored(made_at: datetime) -> None:
    """Whoever was forgotten since the copy was made is forgotten again, before anybody is served."""
    for membership in _there_again(made_at):
        forget(clockwork(membership.community_id), membership)


def remembered() -> int:
    """How many people are here whom the log says were forgotten: nobody, once a copy has caught up."""
    return sum(1 for _ in _there_again(datetime.min.replace(tzinfo=UTC)))


def _there_again(moment: datetime) -> Iterator[Membership]:
    for line in erasure_log.since(moment):
        found = Membership.objects.filter(community=line.community, agent__public_id=line.agent)
        membership = found.select_related("agent", "person", "community").first()
        if membership and not is_forgotten(membership):
            yield membership
