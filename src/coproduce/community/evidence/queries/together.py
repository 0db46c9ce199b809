"""Co-production counted from the books: six features an arena, who did what in it, paid hours beside unpaid; and
whether help comes round: how soon, over how many hands, how giving and receiving lie. Sums, of which no few are shown.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, F, Min, QuerySet, Sum

from coproduce.community.base import rooms
from coproduce.community.decisions.models import Proposal, Voice, Voter
from coproduce.community.evidence.models import Outcome
from coproduce.community.evidence.queries.figures import DAYS
from coproduce.community.evidence.rules.features import Deed, Moved, balances, features_of, work_moved
from coproduce.community.exchange.figures import followed_here
from coproduce.community.exchange.models import Ask, Contribution, Occasion
from coproduce.community.exchange.ring import HELPED_SOMEONE, RETURN_DAYS, Followed
from coproduce.community.people.counting.rules import NOT_SAID, SEXES
from coproduce.community.people.models import Agent, Community, Membership, StaffHours
from coproduce.community.people.signing_in.rules import STAFF
from coproduce.core.quantity import HOURS
from coproduce.core.stats import Cell, Rounding, Suppression, aalen_johansen
from coproduce.core.stats.figure import Figure, share_of

#: After how many days it is asked how many have given.
AFTER = (30, 90, 180, 365)
#: Generations that stand by themselves; those after are put together.
GENERATIONS = 3


@dataclass(frozen=True, slots=True)
class InArena:
    """One arena: each feature by its code."""

    slug: str
    name: str
    features: Mapping[str, Figure]


@dataclass(frozen=True, slots=True)
class Stage:
    """How many members did one part of the work, and of those how many hold no desk role."""

    code: str
    did: Figure
    no_desk: Figure


@dataclass(frozen=True, slots=True)
class Half:
    """Hours of half a year: paid, and given where enough gave to be shown."""

    from_on: date
    until_on: date
    paid_minutes: int
    unpaid_minutes: int | None


@dataclass(frozen=True, slots=True)
class Together:
    """Everything about how help is made here."""

    from_on: date
    until_on: date
    arenas: tuple[InArena, ...]
    stages: tuple[Stage, ...]
    halves: tuple[Half, Half]
    moved: Moved
    by_sex: tuple[tuple[tuple[str, ...], int | None, int], ...]


@dataclass(frozen=True, slots=True)
class Round:
    """Whether help comes round."""

    from_on: date
    until_on: date
    steps: tuple[tuple[str, int | None], ...]
    after: tuple[tuple[int, Figure], ...]
    generations: tuple[tuple[str, Figure], ...]
    curve: tuple[tuple[int, float], ...]
    balance: tuple[Cell, ...]
    n: int | None


def members_here(community_id: int) -> set[int]:
    """People who are members now."""
    rows = Membership.objects.filter(
        community_id=community_id, state=Membership.ACTIVE, agent__kind=Agent.PERSON
    ).values_list("agent", flat=True)
    return set(rows)


def made_together(community_id: int, today: date) -> Together:
    """The year up to a day."""
    from_on = today - timedelta(days=DAYS)
    people, rows = members_here(community_id), _standing(community_id, from_on, today)
    deeds = [
        Deed(giver, receiver, arena, kind, str(entry), by_desk)
        for giver, receiver, arena, kind, entry, by_desk in rows.values_list(
            "giver", "receiver", "arena", "category", "entry", "is_by_desk"
        )
    ]
    kinds = Contribution.objects.filter(community_id=community_id, corrected_by=None).values("giver", "category")
    began = {
        (giver, kind): first
        for giver, kind, first in kinds.annotate(first=Min("effective_on")).values_list("giver", "category", "first")
    }
    names = {arena.slug: str(arena.name) for arena in rooms.arenas()}
    found = []
    for slug in Community.objects.get(pk=community_id).arenas:
        counted = features_of(slug, deeds, people, began, from_on)
        figures = {name: _share(k, n, OF_FEATURE[name], from_on, today) for name, (k, n) in counted.items()}
        if counted["facilitation"][1]:
            found.append(InArena(slug, names.get(slug, slug), figures))
    halves = _halves(community_id, today)
    return Together(
        from_on, today, tuple(found), _stages(community_id, people, deeds, from_on, today), halves,
        _moved(halves), _by_sex(community_id, people, from_on, today),
    )  # fmt: skip


#: Whom each feature counts.
OF_FEATURE = {
    "assets": "members who were helped",
    "capacities": "members who gave",
    "mutuality": "ties from one who gave to one who received",
    "networks": "members who took part",
    "roles": "members who took part",
    "facilitation": "exchanges",
}


def _share(k: int, n: int, of: str, from_on: date, today: date) -> Figure:
    return share_of(k, n, of=of, from_on=from_on, until_on=today, is_live=True)


def _standing(community_id: int, from_on: date, today: date) -> QuerySet[Contribution]:
    return Contribution.objects.filter(
        community_id=community_id, corrected_by=None, effective_on__range=(from_on, today)
    )


def _stages(community_id: int, people: set[int], deeds: list[Deed], from_on: date, today: date) -> tuple[Stage, ...]:
    """Who commissioned, designed, delivered and assessed: decided, drew up, helped, and said how it was."""
    asked = Proposal.objects.filter(community_id=community_id, opens_on__range=(from_on, today))
    decided = set(Voter.objects.filter(proposal__in=asked).exclude(how="").values_list("agent", flat=True))
    decided |= set(Voice.objects.filter(proposal__in=asked).values_list("agent", flat=True))
    drew_up = set(asked.values_list("proposed_by", flat=True))
    occasions = Occasion.objects.filter(community_id=community_id, starts_at__date__range=(from_on, today))
    drew_up |= set(occasions.values_list("organiser", flat=True))
    thanked = _standing(community_id, from_on, today).filter(thanked_at__isnull=False)
    assessed = set(thanked.values_list("receiver", flat=True))
    answered = Outcome.objects.filter(community_id=community_id, asked_on__range=(from_on, today), is_refused=False)
    assessed |= set(answered.values_list("agent", flat=True))
    desk = {
        agent
        for agent, roles in Membership.objects.filter(agent__in=people).values_list("agent", "roles")
        if STAFF & set(roles)
    }
    did = {
        "commissioned": decided, "designed": drew_up, "delivered": {one.giver for one in deeds}, "assessed": assessed,
    }  # fmt: skip
    return tuple(
        Stage(
            code,
            _share(len(who & people), len(people), "members", from_on, today),
            _share(len(who & people - desk), len(who & people), "members who did", from_on, today),
        )
        for code, who in did.items()
    )


def _halves(community_id: int, today: date) -> tuple[Half, Half]:
    """The year in two halves of whole months, the earlier first."""
    this = today.replace(day=1)
    starts = [_months_before(this, number) for number in (12, 6, 0)]

    def half(first: date, after: date) -> Half:
        last = after - timedelta(days=1)
        paid = StaffHours.objects.filter(community_id=community_id, month_on__range=(first, last), replaced_by=None)
        minutes = paid.aggregate(
            sum=Sum("women_minutes") + Sum("men_minutes") + Sum("other_minutes") + Sum("not_said_minutes")
        )["sum"]
        gave = _standing(community_id, first, last).filter(unit=HOURS.code)
        said = gave.aggregate(sum=Sum("amount"), people=Count("giver", distinct=True))
        shown = None if Suppression().hide(said["people"]) is None else said["sum"] or 0
        return Half(first, last, minutes or 0, shown)

    return half(starts[0], starts[1]), half(starts[1], starts[2])


def _months_before(first: date, number: int) -> date:
    months = first.year * 12 + first.month - 1 - number
    return date(months // 12, months % 12 + 1, 1)


def _moved(halves: tuple[Half, Half]) -> Moved:
    before, after = halves
    if before.unpaid_minutes is None or after.unpaid_minutes is None:
        return "cannot tell"
    return work_moved((before.paid_minutes, after.paid_minutes), (before.unpaid_minutes, after.unpaid_minutes))


def _by_sex(
    community_id: int, people: set[int], from_on: date, today: date
) -> tuple[tuple[tuple[str, ...], int | None, int], ...]:
    """Minutes given in a year by sex, and how many people gave them; those of few are put together."""
    gave = _standing(community_id, from_on, today).filter(unit=HOURS.code, giver__in=people)
    rows = gave.values_list("giver__membership__about_me__sex", "giver").annotate(sum=Sum("amount"))
    minutes: defaultdict[str, int] = defaultdict(int)
    givers: defaultdict[str, int] = defaultdict(int)
    for sex, _, amount in rows:
        minutes[sex or NOT_SAID] += amount
        givers[sex or NOT_SAID] += 1
    table = Suppression().table([(sex, givers[sex]) for sex in SEXES])
    return tuple(
        (cell.labels, None if cell.count is None else sum(minutes[sex] for sex in cell.labels), cell.count or 0)
        for cell in table.cells
    )


def coming_round(community_id: int, today: date) -> Round:
    """Of those helped before they had given anything: who was asked, who gave, how soon, in which generation."""
    followed = followed_here(community_id, today)
    served = {one.person for one in followed}
    first = Contribution.objects.filter(community_id=community_id, corrected_by=None).exclude(giver=F("receiver"))
    helped_on = dict(first.values("receiver").annotate(on=Min("effective_on")).values_list("receiver", "on"))
    from_on = min((helped_on[one] for one in served), default=today)
    people = members_here(community_id)
    asked = set(
        Ask.objects.filter(community_id=community_id)
        .exclude(asked_on=None, answered_on=None)
        .values_list("agent", flat=True)
    )
    gave = {one.person for one in followed if one.code == HELPED_SOMEONE}
    steps = (
        ("served", len(served)), ("asked", len(served & asked)), ("gave", len(served & asked & gave)),
        ("gave unasked", len((served - asked) & gave)),
    )  # fmt: skip
    rule = Suppression()
    incidence = aalen_johansen([one.days for one in followed], [one.code for one in followed])
    curve = tuple((step.time, step.share) for step in incidence.steps if step.time <= AFTER[-1])
    gave_minutes, got_minutes = _minutes_of(community_id, today)
    return Round(
        from_on,
        today,
        tuple((name, Rounding(rule).of(count)) for name, count in steps),
        tuple((days, _within(followed, helped_on, days, today)) for days in AFTER),
        _by_generation(followed, helped_on, today),
        curve if rule.hide(len(gave)) and rule.hide(len(served - gave)) else (),
        rule.table(balances(gave_minutes, got_minutes, people)).cells,
        rule.hide(len(served)),
    )


def _within(followed: Sequence[Followed], helped_on: Mapping[int, date], days: int, today: date) -> Figure:
    """Of those first helped so many days ago or longer, who gave within them; who left before did not.

    Each was followed to the end of the days, so that this is a plain share, and its range holds at every look.
    """
    last = today - timedelta(days=days)
    since = [one for one in followed if helped_on[one.person] <= last]
    k = sum(one.code == HELPED_SOMEONE and one.days <= days for one in since)
    first = min((helped_on[one.person] for one in since), default=last)
    return _share(k, len(since), "members first helped before they had given", first, last)


def _by_generation(
    followed: Sequence[Followed], helped_on: Mapping[int, date], today: date
) -> tuple[tuple[str, Figure], ...]:  # fmt: skip
    """The same within half a year, by how many hands the help had come through; the last group takes in all after."""
    found = []
    for number in range(1, GENERATIONS + 1):
        theirs = [one for one in followed if one.generation == number or number == GENERATIONS < one.generation]
        name = f"{number}" if number < GENERATIONS else f"{number}+"
        found.append((name, _within(theirs, helped_on, RETURN_DAYS, today)))
    return tuple(found)


def _minutes_of(community_id: int, today: date) -> tuple[Counter[int], Counter[int]]:
    """Minutes everybody gave in the year, and those they received."""
    rows = _standing(community_id, today - timedelta(days=DAYS), today).filter(unit=HOURS.code)
    gave: Counter[int] = Counter()
    got: Counter[int] = Counter()
    for giver, receiver, minutes in rows.values_list("giver", "receiver").annotate(sum=Sum("amount")):
        gave[giver] += minutes
        got[receiver] += minutes
    return gave, got
