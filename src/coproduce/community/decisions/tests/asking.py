"""A question put in a town, and a ballot put in its box."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from tests.fixtures.towns import TODAY, Town, do, told

from coproduce.community.base.wire import Untold
from coproduce.community.decisions.models import Proposal

LAST_DAY = TODAY + timedelta(days=7)


def asked(town: Town, who: str = "Ana", **more: Any) -> UUID:
    """A question that is open from today on: may we meet on Sundays?"""
    said = {"question": "Which day do we meet?", "way": "approval", "options": ("Sundays", "Mondays"),
            "opens_on": TODAY, "closes_on": LAST_DAY, **more}  # fmt: skip
    id: UUID = told("decisions.propose", town.actor(who), **said).id
    return id


def voted(town: Town, proposal: UUID, who: str, *marks: str) -> Any:
    return do("decisions.vote", town.actor(who), proposal=proposal, marks=Untold(marks))


def typed(town: Town, proposal: UUID, who: str, sheet: int, *marks: str, **more: Any) -> Any:
    return do("decisions.type_ballot", town.actor(who), proposal=proposal, sheet=sheet, marks=marks, **more)


def counted(town: Town, proposal: UUID, who: str = "Cleo", on: date = LAST_DAY, **more: Any) -> Any:
    """What counting answers on its last day."""
    from datetime import UTC, datetime

    from coproduce.community.base import clock

    with clock.at(datetime(on.year, on.month, on.day, 12, tzinfo=UTC)):
        said = {"proposal": proposal, "minutes": "In the hall.", **more}
        return do("decisions.count", town.actor(who), **said)


def row_of(proposal: UUID) -> Proposal:
    return Proposal.objects.get(public_id=proposal)
