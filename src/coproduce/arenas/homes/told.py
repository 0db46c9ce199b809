"""What follows when two records become one, an entry is put right in the books, or somebody would come to a day."""

from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

from coproduce.arenas.homes import ARENA
from coproduce.arenas.homes.models import Adult, Family, GatePassed, HomeHour, HomeTerms
from coproduce.arenas.homes.rules import SAFETY_TALK, may_take
from coproduce.community.base.actor import Actor
from coproduce.community.exchange.models import Occasion, SignUp, Slot
from coproduce.community.exchange.occasions.rules import local
from coproduce.community.people.models import Agent, Attestation, Membership
from coproduce.community.people.rule_sets.queries import rules_of
from coproduce.community.people.safeguarding.queries import in_date
from coproduce.core.refusal import Refusal


def members_merged(actor: Actor, keep: Agent, gone: Agent, request_id: UUID) -> None:
    """Their hours come together; where both spoke for a family, each family stays as it was accepted."""
    if not Family.objects.filter(agent=keep).exists():
        Family.objects.filter(agent=gone).update(agent=keep)
    if not Adult.objects.filter(agent=keep).exists():
        Adult.objects.filter(agent=gone).update(agent=keep)
    HomeHour.objects.filter(agent=gone).update(agent=keep)
    HomeHour.objects.filter(written_by=gone).update(written_by=keep)
    # Two records that each signed stay two: one of them alone did not sign for both.
    HomeHour.objects.filter(signed_by=gone).exclude(lead_signed_by=keep).update(signed_by=keep)
    HomeHour.objects.filter(lead_signed_by=gone).exclude(signed_by=keep).update(lead_signed_by=keep)
    GatePassed.objects.filter(decided_by=gone).update(decided_by=keep)
    HomeTerms.objects.filter(agreed_by=gone).update(agreed_by=keep)


def entry_taken_back(actor: Actor, entry: UUID, reversal: UUID) -> None:
    """The hours are as if nobody had led them: whoever did signs again, or not. A gate once passed stays passed."""
    was = HomeHour.objects.filter(family__community_id=actor.community_id, entry=entry)
    was.update(entry=None, lead_signed_by=None)


def entry_put_right(actor: Actor, entry: UUID, instead: UUID, minutes: int) -> None:
    """The hours end so many minutes after they began, as the books say now."""
    for row in HomeHour.objects.filter(family__community_id=actor.community_id, entry=entry):
        row.entry, row.ends = instead, row.begins + minutes
        row.save(update_fields=["entry", "ends"])


def would_come(row: Occasion, slot: Slot, who: Agent) -> Refusal | None:
    """Somebody would take a place on a build day: whether they are old enough for it, and had the safety talk."""
    if row.arena != ARENA.slug:
        return None
    on = local(row.starts_at, ZoneInfo(row.community.time_zone)).date()
    rules = rules_of(row.community_id, ARENA.slug, on)
    adult_on = Membership.objects.filter(agent=who).values_list("adult_on", flat=True).first()
    return may_take(rules, slot.needs, on, adult_on=adult_on, talked_on=_talked_on(who, on))


def _talked_on(who: Agent, on: date) -> date | None:
    """The last day they had the safety talk: they came to one, or the desk looked at a paper that says so."""
    papers = Attestation.objects.filter(
        in_date(on), agent=who, kind=Attestation.TRAINING, what__iexact=SAFETY_TALK, seen_on__lte=on
    )
    came = SignUp.objects.filter(
        agent=who, minutes__gt=0, slot__needs__iexact=SAFETY_TALK, slot__occasion__arena=ARENA.slug,
        slot__occasion__starts_at__date__lte=on,
    )  # fmt: skip
    last = came.order_by("-slot__occasion__starts_at").values_list("slot__occasion__starts_at", flat=True).first()
    days = [*papers.values_list("seen_on", flat=True), *([last.date()] if last else [])]
    return max(days, default=None)
