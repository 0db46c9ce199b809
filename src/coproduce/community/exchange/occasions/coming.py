"""Whether somebody may come to an occasion: they are free then, may meet whoever comes, and there is a place."""

from coproduce.community.base.rooms import tell
from coproduce.community.exchange.models import Occasion, SignUp, Slot
from coproduce.community.exchange.occasions.held import places_left
from coproduce.community.exchange.occasions.queries import others_of_series
from coproduce.community.exchange.occasions.rules import free_places
from coproduce.community.exchange.occasions.words import said_of
from coproduce.community.exchange.queries import doing
from coproduce.community.people.meet import may_all_meet
from coproduce.community.people.models import Agent, Membership
from coproduce.core.refusal import Refusal

#: The same sentence whatever the reason, so that it tells nothing about anybody.
MAY_NOT_COME = Refusal("MAY_NOT_MEET", "This cannot be arranged. Ask the desk.", "slot")


def may_come(row: Occasion, slot: Slot, who: Agent, without: SignUp | None = None) -> Refusal | None:
    """None when they are free then, may meet whoever organises it and whoever comes, and no arena's rule is against."""
    theirs = SignUp.objects.filter(
        agent=who, withdrawn_at=None, slot__occasion__cancelled_at=None,
        slot__occasion__starts_at__lt=row.ends_at, slot__occasion__ends_at__gt=row.starts_at,
    ).select_related("slot__occasion").order_by("pk").first()  # fmt: skip
    if theirs:
        said = {"needs": theirs.slot.needs, "what": theirs.slot.occasion.words}
        return Refusal(
            "OVERLAPS",
            "At that time there is “%(needs)s” at “%(what)s” already. Give that place up first.",
            "slot",
            said,
        )
    return may_be_there(row, who, without) or tell("would_come", row, slot, who)


def may_be_there(row: Occasion, who: Agent, without: SignUp | None = None) -> Refusal | None:
    """None when they may meet whoever organises it and whoever comes."""
    there = SignUp.objects.filter(slot__occasion=row, withdrawn_at=None).exclude(pk=without.pk if without else 0)
    ids = {who.pk, row.organiser_id, *there.values_list("agent_id", flat=True)}
    at_rest = set(
        Membership.objects.filter(agent__in=ids).exclude(state=Membership.ACTIVE).values_list("agent_id", flat=True)
    )
    # Somebody who rests or has left does not come: that keeps nobody else away.
    if who.pk in at_rest or may_all_meet((who.pk,), ids - at_rest - {who.pk}, "come", doing(row.category)):
        return MAY_NOT_COME
    return None


def has_place(row: Occasion, slot: Slot) -> Refusal | None:
    """None when one more may come, else what is free instead: another slot, or another day of the series."""
    if free_places(slot.capacity, SignUp.objects.filter(slot=slot, withdrawn_at=None).count()) != 0:
        return None
    if other := next((one for one, free in places_left(row) if free != 0), None):
        return Refusal(
            "FULL", "Every place here is taken. There is room in “%(needs)s”.", "slot", {"needs": other.needs}
        )
    if later := others_of_series(row).select_related("community").first():
        return Refusal(
            "FULL", "Every place is taken. The next with room is on %(when)s.", "slot", {"when": said_of(later)["when"]}
        )
    return Refusal("FULL", "Every place is taken. Ask the desk, or look for another one in the list.", "slot")
