"""The words of a community as they are, were and will be. Until it writes its own, those that were shipped are shown;
they are kept as its first wording when somebody says yes to them, or before another follows them."""

import hashlib
from datetime import date

from coproduce.community.base import clock
from coproduce.community.people.consent.scopes import words_to_start_with
from coproduce.community.people.models import Community, Wording


def in_force(community: Community, scope: str, on: date | None = None) -> Wording:
    """The words that count on a day, today unless said. May be the shipped ones, which no row holds yet."""
    return in_force_of(community, (scope,), on)[scope]


def in_force_of(community: Community, scopes: tuple[str, ...], on: date | None = None) -> dict[str, Wording]:
    """The same of many scopes at once."""
    return {scope: words[0] for scope, words in so_far(community, scopes, on).items()}


def so_far(community: Community, scopes: tuple[str, ...], on: date | None = None) -> dict[str, list[Wording]]:
    """Those that count on a day and all before them, the newest first: there always is one."""
    day = on or clock.today(community.time_zone)
    kept: dict[str, list[Wording]] = {scope: [] for scope in scopes}
    for row in Wording.objects.filter(community=community, scope__in=scopes, from_on__lte=day).order_by("-version"):
        kept[row.scope].append(row)
    return {scope: words or [first(community, scope)] for scope, words in kept.items()}


def versions(community: Community, scope: str) -> list[Wording]:
    """Every wording, the newest first, those that wait for their day too."""
    return list(Wording.objects.filter(community=community, scope=scope).order_by("-version")) or [
        first(community, scope)
    ]


def version_of(community: Community, scope: str, version: int) -> Wording | None:
    return next((one for one in versions(community, scope) if one.version == version), None)


def first(community: Community, scope: str) -> Wording:
    """The shipped words, as the first a community has; not kept yet."""
    words = words_to_start_with(scope, community.name)
    return Wording(
        community=community, scope=scope, version=1, words=words, words_hash=hash_of(words),
        from_on=community.since_on, written_at=clock.now(),
    )  # fmt: skip


def keep(wording: Wording) -> Wording:
    """The row of a wording, which something is about to point at."""
    if wording.pk:
        return wording
    fields = ("words", "words_hash", "from_on", "written_at")
    row, _ = Wording.objects.get_or_create(
        community=wording.community, scope=wording.scope, version=wording.version,
        defaults={name: getattr(wording, name) for name in fields},
    )  # fmt: skip
    return row


def hash_of(words: str) -> str:
    """By which it can be proved later what was said."""
    return hashlib.sha256(words.encode()).hexdigest()
