"""The verbs of how somebody eats with the others: by which price, without what, brought or fetched, and their work."""

from dataclasses import asdict, dataclass
from datetime import date, time
from uuid import UUID

from coproduce.arenas.food.actions.products import are_allergens
from coproduce.arenas.food.models import Eater
from coproduce.arenas.food.queries.here import here, member, speaker
from coproduce.arenas.food.rules import Part
from coproduce.community.base import policy
from coproduce.community.base.action import NOT_ALLOWED, action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done, Notice
from coproduce.community.people.models import Agent
from coproduce.core.refusal import Refusal
from coproduce.core.words import may_say

MOST_PARTS, MOST_EXCUSED = 50, 200


@dataclass(frozen=True, slots=True)
class TermsChosen:
    """Whose they are, and what of a price as it is they pay."""

    member: UUID
    band_percent: int


@dataclass(frozen=True, slots=True)
class ShareTaken:
    """Whose it is, from when and until when, and the jobs a year, or a trial, it asks for."""

    member: UUID
    from_on: date
    until_on: date | None
    jobs: int


@dataclass(frozen=True, slots=True)
class WorkExcused:
    """Who was excused from how many jobs."""

    member: UUID
    jobs: int


@action("food.choose_terms", receipt=TermsChosen)
def choose_terms(
    actor: Actor,
    *,
    band: str = "",
    avoids: tuple[str, ...] = (),
    is_brought: bool = False,
    begins: time = time(0),
    ends: time = time(23, 59),
    for_: UUID | None = None,
    request_id: UUID,
) -> Done[TermsChosen] | Refusal:
    """Choose freely by which price one pays, say what one avoids, and whether food is brought, from when to when.

    Nobody is asked why. What somebody avoids is read by nobody else; it stops what would be given instead.
    """
    who = speaker(actor, "food.choose_terms", for_)
    if isinstance(who, Refusal):
        return who
    rules = here(actor.community_id).rules
    if band and band not in rules.bands_percent:
        said = {"bands": ", ".join(rules.bands_percent)}
        return Refusal("UNKNOWN_BAND", "Choose one of these prices: %(bands)s.", "band", said)
    if fault := are_allergens(avoids, "avoids"):
        return fault
    if ends <= begins:
        return Refusal("WRONG_TIME", "The end comes after the beginning.", "ends")
    row = _held(who)
    row.band, row.avoids, row.is_brought = band, sorted(set(avoids)), is_brought
    row.from_minute, row.until_minute = begins.hour * 60 + begins.minute, ends.hour * 60 + ends.minute
    row.save()
    return Done(TermsChosen(who.public_id, rules.bands_percent.get(band, 100)))


@action("food.take_share", receipt=ShareTaken)
def take_share(
    actor: Actor, *, kind: str, from_on: date, for_: UUID | None = None, request_id: UUID
) -> Done[ShareTaken] | Refusal:
    """Take a share of the harvest from a day on: it asks for jobs, by the days one has it. Work is never a price."""
    who = speaker(actor, "food.take_share", for_)
    if isinstance(who, Refusal):
        return who
    rules = here(actor.community_id).rules
    if kind not in rules.job_times_by_share:
        said = {"kinds": ", ".join(rules.job_times_by_share)}
        return Refusal("UNKNOWN_WORD", "Choose one of these shares: %(kinds)s.", "kind", said)
    row = _held(who)
    if len(row.parts) >= MOST_PARTS:
        return Refusal("TOO_MANY", "That is more shares than can be kept.", "kind")
    part = Part(
        rules.job_times_by_share[kind], rules.core_times_by_share.get(kind, 0), from_on,
        trial_days=rules.trial_days_by_share.get(kind),
    )  # fmt: skip
    row.parts = [*row.parts, {"kind": kind, **_plain(part)}]
    row.save()
    words = "You have a share of the harvest from %(day)s on. It asks for some work on the field: see how much."
    return Done(ShareTaken(who.public_id, from_on, None, part.required),
                (Notice(who.pk, words, {"day": from_on.isoformat()}),))  # fmt: skip


@action("food.end_share", receipt=ShareTaken)
def end_share(
    actor: Actor, *, kind: str, until_on: date, for_: UUID | None = None, request_id: UUID
) -> Done[ShareTaken] | Refusal:
    """End a share with a last day: less work is asked for, by the days."""
    who = speaker(actor, "food.end_share", for_)
    if isinstance(who, Refusal):
        return who
    row = _held(who)
    parts = list(row.parts)
    at = next((n for n, one in enumerate(parts) if one["kind"] == kind and one["until_on"] is None), None)
    if at is None:
        return Refusal("NOT_FOUND", "There is no such share that goes on.", "kind")
    began = date.fromisoformat(parts[at]["from_on"])
    if until_on < began:
        return Refusal("WRONG_DAY", "The last day is not before the first.", "until_on")
    parts[at] = {**parts[at], "until_on": until_on.isoformat()}
    row.parts = parts
    row.save(update_fields=["parts"])
    return Done(ShareTaken(who.public_id, began, until_on, parts[at]["required"]))


@action("food.excuse_work", receipt=WorkExcused)
def excuse_work(
    actor: Actor, *, who: UUID, on: date, why: str, jobs: int = 1, is_core: bool = False, request_id: UUID
) -> Done[WorkExcused] | Refusal:
    """Excuse somebody from jobs of a day, with a word on why: they count as done."""
    if not policy.may(actor, "food.excuse_work"):
        return NOT_ALLOWED
    whose = member(actor, who)
    if whose is None:
        return Refusal("NOT_FOUND", "Choose somebody who is a member here.", "who")
    if fault := may_say(why, "why", 120, "Say in a few words why: they read it."):
        return fault
    if not 0 < jobs <= 100:
        return Refusal("NOT_POSITIVE", "Write how many jobs: one or more.", "jobs")
    row = _held(whose.agent)
    if len(row.excused) >= MOST_EXCUSED:
        return Refusal("TOO_MANY", "That is more than can be kept.", "jobs")
    row.excused = [*row.excused, {"on": on.isoformat(), "jobs": jobs, "is_core": is_core, "why": why.strip()}]
    row.save()
    words = "You are excused from work on the field on %(day)s: it counts as done."
    return Done(WorkExcused(who, jobs), (Notice(whose.agent_id, words, {"day": on.isoformat()}),))


def _held(who: Agent) -> Eater:
    """Their row, held; made where they have none yet."""
    row, _ = Eater.objects.select_for_update().get_or_create(agent=who, defaults={"community_id": who.community_id})
    return row


def _plain(part: Part) -> dict[str, object]:
    """A part as JSON keeps it."""
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in asdict(part).items()}
