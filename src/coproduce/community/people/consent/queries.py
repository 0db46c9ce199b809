"""Whether somebody said yes, asked of one or of many, and what one member said yes to, with the words of each."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from coproduce.community.base import audit, clock, policy
from coproduce.community.base.actor import Actor
from coproduce.community.people.consent.rules import AGREEMENT, Scope
from coproduce.community.people.consent.scopes import scopes_of
from coproduce.community.people.consent.wordings import so_far
from coproduce.community.people.guarding.queries import is_guardian
from coproduce.community.people.models import Agent, Consent, Membership, Wording

READ = "people.read_consents"


def standing(on: date) -> Q:
    """Of rows of Consent, those that count on this day."""
    return Q(withdrawn_at=None) & (Q(expires_on=None) | Q(expires_on__gte=on))


def consenting(scope: str, on: date) -> QuerySet[Consent, int]:
    """The agents who say yes to this on a day: for `agent__in=…` of any rows."""
    return Consent.objects.filter(standing(on), scope=scope).values_list("agent_id", flat=True)


def consents_to(agent: int, scope: str, on: date | None = None) -> bool:
    """Whether an agent says yes to this on a day, today where they live unless said. Withdrawn, it counts at once."""
    if on is None:
        on = clock.today(Agent.objects.values_list("community__time_zone", flat=True).get(pk=agent))
    return consenting(scope, on).filter(agent=agent).exists()


def may_for(actor: Actor, verb: str, whose: int) -> bool:
    """Whether the actor may do this about an agent: of themselves, of whom they are guardian, or as the rows say."""
    if policy.may(actor, verb, policy.towards(actor, whose)):
        return True
    return policy.may(actor, verb, "own") and is_guardian(actor, whose)


@dataclass(frozen=True, slots=True)
class Said:
    """Where one member stands with one scope: the words so far, and each yes, the latest first."""

    scope: Scope
    wordings: tuple[Wording, ...]
    rows: tuple[Consent, ...]
    today: date

    @property
    def wording(self) -> Wording:
        """The words of today."""
        return self.wordings[0]

    @property
    def now(self) -> Consent | None:
        """The yes that stands."""
        return next((one for one in self.rows if one.withdrawn_at is None and not self.is_over(one)), None)

    def is_over(self, row: Consent) -> bool:
        return row.expires_on is not None and row.expires_on < self.today

    def is_older(self, row: Consent) -> bool:
        """Whether it was said to words that others stand in the place of by now."""
        return row.wording.version < self.wording.version

    def is_followed(self, row: Consent) -> bool:
        """Whether it ended because it was said anew, in that moment, and not because it was taken back."""
        return any(other.given_at == row.withdrawn_at for other in self.rows)


def said_by(actor: Actor, whose: Agent, why: str) -> list[Said]:
    """Everything one member may say yes to here and what they said; nothing for who may not read it."""
    if whose.community_id != actor.community_id or not may_for(actor, READ, whose.pk):
        return []
    audit.reading(actor, READ, [whose.pk], why)
    community = whose.community
    today = clock.today(community.time_zone)
    rows = list(
        Consent.objects.filter(agent=whose).select_related("wording", "given_by", "taken_down_by").order_by("-pk")
    )
    known = list(scopes_of(community.arenas))
    words = so_far(community, tuple(one.code for one in known), today)
    return [
        Said(one, tuple(words[one.code]), tuple(row for row in rows if row.scope == one.code), today) for one in known
    ]


def agreeing(on: date) -> QuerySet[Consent]:
    """The yeses to an agreement as it is asked for on a day: to its words, or to older ones that are not asked anew."""
    newer = Wording.objects.filter(
        community=OuterRef("wording__community"), scope=AGREEMENT, from_on__lte=on, asks_anew=True,
        version__gt=OuterRef("wording__version"),
    )  # fmt: skip
    return Consent.objects.filter(standing(on), ~Exists(newer), scope=AGREEMENT)


def has_agreed(on: date) -> Exists:
    """Of rows about an `agent`, whether they have said yes to the agreement as it is asked for on a day."""
    return Exists(agreeing(on).filter(agent=OuterRef("agent")))


def not_agreed(actor: Actor, on: date) -> QuerySet[Membership]:
    """Members who have not said yes to the agreement as it is asked for, by name, with the version they said yes to, if
    any: for the desk."""
    if not policy.may(actor, READ):
        return Membership.objects.none()
    older = Consent.objects.filter(standing(on), agent=OuterRef("agent"), scope=AGREEMENT)
    here = Membership.objects.filter(
        ~has_agreed(on),
        community_id=actor.community_id, state__in=(Membership.ACTIVE, Membership.PAUSED),
    )  # fmt: skip
    found = here.annotate(said_to=older.values("wording__version")[:1])
    return found.select_related("agent").order_by("agent__name", "pk")


def end_all(agents: Collection[int]) -> None:
    """From this moment they say yes to nothing: they left."""
    Consent.objects.filter(agent__in=agents, withdrawn_at=None).update(withdrawn_at=clock.now())


def move(gone: Agent, keep: Agent) -> None:
    """What one record said stands under the other. Of what both said something to, the last word counts."""
    last: dict[str, Consent] = {}
    rows = list(Consent.objects.filter(agent__in=(gone, keep)).order_by("pk"))
    said = {row.pk: row.withdrawn_at or row.given_at for row in rows}
    for row in sorted(rows, key=lambda row: said[row.pk]):
        last[row.scope] = row
    ended = [row.pk for row in rows if row.withdrawn_at is None and row is not last[row.scope]]
    Consent.objects.filter(pk__in=ended).update(withdrawn_at=clock.now())
    Consent.objects.filter(agent=gone).update(agent=keep)
    Consent.objects.filter(given_by=gone).update(given_by=keep)
