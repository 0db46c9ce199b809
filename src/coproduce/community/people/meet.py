"""Whether people may be brought together: asked by every path that does it.

The rule stands in `safeguarding/meeting.py`; here its facts are looked up, in few questions however many people there
are. Members are told one sentence whatever the reason, the desk is told which (`safeguarding/why.py`).
"""

from collections.abc import Collection, Iterable
from datetime import date

from django.db.models import Case, Exists, IntegerField, Max, OuterRef, Q, QuerySet, Subquery, Value, When

from coproduce.community.base import clock
from coproduce.community.people.models import Agent, Attestation, BarredPair, Consent, Guardian, Membership
from coproduce.community.people.safeguarding.checks import Needed, check_level, checks_of
from coproduce.community.people.safeguarding.meeting import MEET_ALONE, PURPOSES, Party, Purpose, Reason, reasons
from coproduce.community.people.safeguarding.queries import in_date
from coproduce.community.people.safeguarding.rules import LEVELS
from coproduce.core.refusal import Refusal

__all__ = ("Purpose", "may_all_meet", "may_meet", "those_to_meet")

REFUSAL = Refusal("MAY_NOT_MEET", "This cannot be arranged between these two. Ask the desk.", "receiver")


def may_meet(
    a: int, b: int, purpose: Purpose, doing: Iterable[str] = (), *, introduced: bool = False
) -> Refusal | None:
    """None when agents `a`, who would help, and `b` may be brought together for this purpose, else the refusal to give.

    `doing` are the activities of what `a` would do for `b` (the check follows from them), `introduced` is by the desk.
    The sentence is the same whatever the reason, so that it tells neither of them anything about the other.
    """
    return may_all_meet((a,), (b,), purpose, doing, introduced=introduced)


def may_all_meet(
    giving: Collection[int],
    receiving: Collection[int],
    purpose: Purpose,
    doing: Iterable[str] = (),
    *,
    introduced: bool = False,
) -> Refusal | None:
    """None when those who would help and those who would be helped may be brought together, else the same refusal.

    With nobody to be helped yet, it is asked of those who would help alone.
    """
    found = why_not_all(giving, receiving, purpose, doing, introduced=introduced)
    return REFUSAL if next(iter(found), None) else None


def why_not_all(
    giving: Collection[int],
    receiving: Collection[int],
    purpose: Purpose,
    doing: Iterable[str] = (),
    *,
    introduced: bool = False,
) -> list[Reason]:
    """Every reason why not. For `may_all_meet` and the desk; never for members."""
    asks, everybody = PURPOSES[purpose], {*giving, *receiving}
    rows = list(_rows(everybody))
    needed = _needed(rows, doing) if asks.checked else Needed(LEVELS[0])
    parties = _parties(rows, asks.guarded, asks.checked and needed.level != LEVELS[0])
    apart = _apart(everybody) if giving and receiving else []
    gives, gets = ([parties[one] for one in side if one in parties] for side in (giving, receiving))
    return list(reasons(gives, gets, apart, asks, needed, introduced=introduced))


def those_to_meet(a: int, others: Collection[int], purpose: Purpose) -> list[Membership]:
    """The memberships of those others with whom agent `a` may be in this, all of them in company, with their names."""
    everybody = {a, *others}
    asks = PURPOSES[purpose]
    rows = list(_rows(everybody))
    parties = _parties(rows, asks.guarded, False)
    apart = _apart(everybody)
    wrong = {who for one in reasons(parties.values(), (), apart, asks, Needed(LEVELS[0])) for who in one.about}
    if a in wrong:
        return []
    barred = {who for pair in apart if a in pair for who in pair}
    found = [row.membership for row in rows if row.pk not in {a} | wrong | barred and row.pk in parties]
    return sorted((one for one in found if one is not None), key=lambda one: one.pk)


def may_be_suggested(whose: Collection[int], community_id: int, today: date) -> Q:
    """Of rows about an `agent`, those whom the desk may suggest to each of `whose`, with the right check for it."""
    here = {"community_id": community_id}
    away = Membership.objects.filter(state__in=("paused", "left", "applied"), **here)
    minors = Membership.objects.filter(~Exists(_yes(OuterRef("agent"), today)), adult_on__gt=today, **here)
    return ~(
        Q(agent__in=away.values("agent"))
        | Q(agent__in=minors.values("agent"))
        | Q(agent__in=BarredPair.objects.filter(other__in=whose, **here).values("one"))
        | Q(agent__in=BarredPair.objects.filter(one__in=whose, **here).values("other"))
    )


def level_held(today: date) -> Subquery:
    """Of rows about an `agent`, how high their check in date is: a place in LEVELS."""
    rank = Case(*(When(what=level, then=Value(place)) for place, level in enumerate(LEVELS)), default=Value(0))
    checks = Attestation.objects.filter(in_date(today), agent=OuterRef("agent"), kind=Attestation.CHECK)
    highest = checks.order_by().values("agent").annotate(rank=Max(rank, output_field=IntegerField()))
    return Subquery(highest.values("rank"))


def _yes(ward: OuterRef, today: date) -> QuerySet[Consent]:
    """Rows of a guardian's yes to meeting one adult alone, that stands today."""
    return Consent.objects.filter(
        _stands(today), agent=ward, scope=MEET_ALONE, given_by__wards__ward=ward, given_by__wards__ended_on=None
    )


def _stands(today: date) -> Q:
    """Of rows of Consent, those that count on this day."""
    return Q(withdrawn_at=None) & (Q(expires_on=None) | Q(expires_on__gte=today))


def _rows(ids: Collection[int]) -> Iterable[Agent]:
    return Agent.objects.filter(pk__in=ids).select_related("membership", "community")


def _needed(rows: Collection[Agent], doing: Iterable[str]) -> Needed:
    """Which check it takes by the rules these people's community chose."""
    done = tuple(doing)
    community = next((row.community for row in rows), None)
    if not done or community is None:
        return Needed(LEVELS[0])
    return check_level(done, checks_of(community.checks, clock.today(community.time_zone)))


def _parties(rows: Collection[Agent], with_guardians: bool, with_checks: bool) -> dict[int, Party]:
    """What is known of each. Guardians are looked up only where somebody is not of age, checks where one is needed."""
    if not rows:
        return {}
    today = clock.today(next(iter(rows)).community.time_zone)
    members = {row.pk: getattr(row, "membership", None) for row in rows}
    minors = {pk for pk, one in members.items() if one and one.is_minor(today)}
    guardians, yes = _guarded(minors, today) if minors and with_guardians else ({}, {})
    levels: dict[int, set[str]] = {}
    if with_checks:
        held = Attestation.objects.filter(in_date(today), agent__in=members, kind=Attestation.CHECK)
        for agent, what in held.values_list("agent_id", "what"):
            levels.setdefault(agent, set()).add(what)
    return {
        row.pk: Party(
            row.pk,
            one.state if (one := members[row.pk]) else "",
            row.pk in minors,
            frozenset(guardians.get(row.pk, ())),
            frozenset(yes.get(row.pk, ())),
            frozenset(levels.get(row.pk, ())),
            one is not None and row.community.trial_times > 0 and one.settled_on is None,
        )
        for row in rows
    }


def _guarded(minors: Collection[int], today: date) -> tuple[dict[int, set[int]], dict[int, set[str]]]:
    """The guardians of each, and what one of those said yes to."""
    guardians: dict[int, set[int]] = {}
    yes: dict[int, set[str]] = {}
    said = ("ward__consents__" + name for name in ("scope", "given_by_id", "withdrawn_at", "expires_on"))
    rows = Guardian.objects.filter(ward__in=minors, ended_on=None).values_list("ward_id", "guardian_id", *said)
    for ward, guardian, scope, given_by, withdrawn_at, expires_on in rows:
        guardians.setdefault(ward, set()).add(guardian)
        if given_by == guardian and withdrawn_at is None and (expires_on is None or expires_on >= today):
            yes.setdefault(ward, set()).add(scope)
    return guardians, yes


def _apart(ids: Collection[int]) -> list[frozenset[int]]:
    pairs = BarredPair.objects.filter(one__in=ids, other__in=ids).values_list("one_id", "other_id")
    return [frozenset(pair) for pair in pairs]
