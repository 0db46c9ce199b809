"""What a restored copy of an earlier day must not bring back: people who were forgotten since."""

from datetime import datetime

from coproduce.community.base.actor import clockwork
from coproduce.community.people.models import Membership
from coproduce.community.privacy import erasure_log
from coproduce.community.privacy.actions import is_forgotten
from coproduce.community.privacy.erasing import forget


def restored(made_at: datetime) -> None:
    """Whoever was forgotten since the copy was made is forgotten again, before anybody is served."""
    for line in erasure_log.since(made_at):
        found = Membership.objects.filter(community=line.community, agent__public_id=line.agent)
        membership = found.select_related("agent", "person", "community").first()
        if membership is None or is_forgotten(membership):
            continue
        forget(clockwork(line.community), membership)
