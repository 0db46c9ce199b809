"""What the privacy notice of every community says of each kind of thing that is kept, from the models themselves."""

from collections.abc import Iterator

from coproduce.community.privacy.registry import registry
from coproduce.community.privacy.words import called


def along(scope: str) -> Iterator[tuple[str, str, str]]:
    """(what is kept, what for, for how long) of everything that is kept of somebody, below the privacy notice."""
    if scope == "privacy":
        for kept in registry():
            if kept.owners:
                yield called(kept), "; ".join(dict.fromkeys(map(str, kept.fields.values()))), kept.how_long()
