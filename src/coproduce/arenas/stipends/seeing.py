"""What made-up people know of families and school on an evening."""

from uuid import UUID

from coproduce.arenas.stipends.behaviour.seen import Month, Pupil, Schooling, Spell
from coproduce.arenas.stipends.models import Child, Family, Payment, Payroll
from coproduce.arenas.stipends.queries.records import here, record_of, standing, standing_rows
from coproduce.community.people.models import Community, Membership


def seen(place: Community) -> Schooling:
    """All of it, in the order it came about."""
    at = here(place.pk)
    still = Membership.objects.filter(community=place, state=Membership.ACTIVE)
    mothers = Family.objects.filter(community=place).order_by("pk").values_list("agent__public_id", flat=True)
    children = list(
        Child.objects.filter(community=place, family__agent__in=still.values("agent"))
        .order_by("pk")
        .select_related("family__agent")
    )
    rows = standing_rows(child.pk for child in children)
    pupils = []
    for child in children:
        own = rows.get(child.pk, [])
        spells = tuple(
            Spell(row.public_id, row.until_on, row.outcome, row.told_on, row.appealed_on is not None,
                  row.answered_on is not None, row.is_upheld) for row in own
        )  # fmt: skip
        is_proposed = bool(own and own[-1].told_on) and standing(record_of(child, own), at).is_proposed
        pupils.append(Pupil(child.number, child.family.agent.public_id, spells, is_proposed))
    roles = dict(
        still.filter(agent__source_ref__startswith="town-").order_by("pk").values_list("agent__public_id", "roles")
    )
    second = next((who for who, has in roles.items() if "link worker" in has), None)
    return Schooling(
        tuple(mothers), tuple(pupils), _last(place), second,
        second is not None and "treasurer" in roles[second], place.currency, at.rules.appeal_days,
    )  # fmt: skip


def _last(place: Community) -> Month | None:
    row = Payroll.objects.filter(community=place).order_by("-month_on").first()
    if row is None:
        return None
    waits: list[UUID] = list(
        row.payments.filter(state=Payment.PENDING).order_by("pk").values_list("public_id", flat=True)
    )
    return Month(row.public_id, row.month_on, row.state, tuple(waits))
