"""Who might visit somebody: hard filters first, then the score with its terms, and a turn for everybody."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from coproduce.arenas.care import VISITOR
from coproduce.arenas.care.models import Case, VisitorProfile
from coproduce.arenas.care.queries.checked import as_checked
from coproduce.arenas.care.queries.visitors import known_of, load_of
from coproduce.arenas.care.rules import Score, missing, score
from coproduce.community.people.meet import may_be_suggested, may_meet
from coproduce.community.people.models import Membership
from coproduce.core.places import metres_between
from coproduce.core.week import overlap

#: As many as somebody chooses from.
HELD_OUT = 3


@dataclass(frozen=True, slots=True)
class Suited:
    """Somebody who may visit, and how well they would suit."""

    profile: VisitorProfile
    score: Score

    @property
    def order(self) -> tuple[float, datetime, int]:
        """The best first; of two alike whoever was asked longest ago."""
        return -self.score.total, self.profile.last_asked_at or datetime.min.replace(tzinfo=UTC), self.profile.pk


def suited(row: Case, today: date, *, but: frozenset[int] = frozenset()) -> list[Suited]:
    """All who may visit this person and were not held out before (`but`), the best first.

    Nobody is here without a check that counts today, the training, a place left, and a house's word that the two may
    meet; nor beyond the distance they said.
    """
    membership = Membership.objects.select_related("neighbourhood").get(agent=row.agent_id)
    profiles = list(
        VisitorProfile.objects.filter(may_be_suggested([row.agent_id], row.community_id, today))
        .filter(community=row.community_id, agent__membership__roles__icontains=VISITOR)
        .exclude(agent__in={row.agent_id, *but})
        .select_related("agent__membership__neighbourhood")
    )
    known, load = known_of(profiles, today), load_of([one.agent_id for one in profiles])
    found = []
    for one in profiles:
        near = _km(one.agent.membership, membership)
        busy = min(load[one.agent_id], one.cap)
        if missing(known[one.agent_id]) or busy >= one.cap or near > one.radius_km:
            continue
        found.append(Suited(one, score(near, _times(one.week, row.week), *_shared(one, row), busy, one.cap)))
    found.sort(key=lambda one: one.order)
    return [one for one in found if _may_meet(one.profile, row)]


def _may_meet(one: VisitorProfile, row: Case) -> bool:
    """The house's own question, of this pair."""
    return may_meet(one.agent_id, row.agent_id, "visit", as_checked(one.activities), introduced=True) is None


def _km(one: Membership, other: Membership) -> float:
    """Between the middles of their parts of town; where one of them is not known, as if it were the next."""
    if one.neighbourhood is None or other.neighbourhood is None:
        return 1.0
    middles = [(area.latitude, area.longitude) for area in (one.neighbourhood, other.neighbourhood)]
    return metres_between(*middles) / 1000


def _times(week: int, wished: int) -> float:
    """The share of the wished times the visitor can do; nothing said is any time."""
    return overlap(week, wished).bit_count() / wished.bit_count() if wished else 1.0


def _shared(one: VisitorProfile, row: Case) -> tuple[float, float]:
    """What both said they went through, and how far a wish is met; never from a hospital's record."""
    theirs, said = _folded(row.experience), _folded(one.experience)
    experience = len(theirs & said) / len(theirs) if theirs else 0.0
    return experience, float(not row.wish or bool(_folded([row.wish]) & _folded(one.languages)))


def _folded(words: list[str]) -> set[str]:
    return {" ".join(word.casefold().split()) for word in words}


def kept(found: Suited) -> Mapping[str, Any]:
    """What is kept of it in the case: who, and each term in numbers."""
    return {"who": str(found.profile.agent.public_id), "terms": dict(found.score.terms), "said": ""}
