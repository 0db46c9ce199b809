"""The verb of a hospital's list: one person who goes home, with their yes; the same one twice changes nothing."""

import json
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from uuid import UUID

from coproduce.arenas.care import VISITED
from coproduce.arenas.care.actions.opening import MAY_BE_SAME, begin
from coproduce.arenas.care.consents import CONTACT, SCOPES
from coproduce.arenas.care.models import Case
from coproduce.arenas.care.queries.here import here, rota
from coproduce.arenas.care.queries.links import to_case
from coproduce.arenas.care.queries.same import seems_known
from coproduce.community.base.action import action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done, Notice
from coproduce.community.base.one import the_one
from coproduce.community.people.consent.actions import write_down
from coproduce.community.people.consent.rules import SPOKEN
from coproduce.community.people.consent.wordings import in_force
from coproduce.community.people.joining.becoming import known_roles, take_in
from coproduce.community.people.models import Community
from coproduce.community.people.rules import NewMember, may_welcome
from coproduce.core.refusal import Refusal
from coproduce.core.words import may_say
from coproduce.interop.health.said import AskedTask

NO_YES = Refusal("NO_YES", "Without a yes to being rung nothing is kept of anybody.", "says")
OLDEST = timedelta(days=366)
NO_TASK = Refusal("NOT_A_TASK", "Send the Task as JSON: id, focus, for_, authored_on.", "task")
TOLD_THE_WARD = "They told the ward, before they went home."


@dataclass(frozen=True, slots=True)
class Taken:
    """Which visits begin, and whether they were known already: then nothing was changed."""

    case: UUID
    is_known: bool


@action("care.take_discharge", receipt=Taken)
def take_discharge(
    actor: Actor,
    *,
    external_id: str,
    name: str,
    home_at: datetime,
    says: tuple[str, ...],
    phone: str = "",
    address: str = "",
    wish: str = "",
    next_of_kin: str = "",
    risk_note: str = "",
    red_flags: str = "",
    task: str = "",
    request_id: UUID,
) -> Done[Taken] | Refusal:
    """Take one person of a hospital's list who said that they may be rung. No diagnosis is asked, and none is kept.

    `task` is the Task the hospital asked with, as JSON, to be answered; `external_id` is how it knows them.
    """
    community = Community.objects.select_for_update(of=("self",)).get(pk=actor.community_id)
    place, source = here(community), f"discharge {external_id.strip()}"
    if not external_id.strip():
        return Refusal("MISSING", "Say how the hospital knows them.", "external_id")
    if CONTACT not in says or set(says) - {one.code for one in SCOPES}:
        return NO_YES
    new = NewMember(name, "", phone, roles=(VISITED,), source_ref=source)
    fault = (
        may_say(external_id, "external_id", 100) or may_welcome(new, known_roles(community))
        or may_say(address, "address", 200) or may_say(wish, "wish", 80) or may_say(next_of_kin, "next_of_kin", 120)
        or may_say(risk_note, "risk_note", 300) or may_say(red_flags, "red_flags", 600) or may_say(task, "task", 2000)
    )  # fmt: skip
    if fault:
        return fault
    home = place.moment(home_at)
    if home is None or home < place.now - OLDEST:
        return Refusal("TOO_LONG_AGO", "That is too long ago for a visit after hospital.", "home_at")
    asked_with = _task(task)
    if isinstance(asked_with, Refusal):
        return asked_with
    if home > place.now:
        return Refusal("IN_THE_FUTURE", "They go home on a day that is still to come. Send them then.", "home_at")
    known = the_one(Case.objects.filter(community=community, source_ref=source).values_list("public_id", flat=True))
    if known:
        return Done(Taken(known, True))
    [whose] = take_in(community, [new])
    row = Case(channel=Case.FILE, source_ref=source, home_on=home.astimezone(place.zone).date(), address=address,
               wish=wish, opened_by_words=next_of_kin, risk_note=risk_note, red_flags=red_flags,
               task=asked_with)  # fmt: skip
    begin(place, whose, row, is_asked=True)
    for scope in (one for one in SCOPES if one.code in says):
        write_down(
            whose, scope, in_force(community, scope.code, place.today), SPOKEN,
            today=place.today, taken_down_by=actor.agent_id, note=TOLD_THE_WARD,
        )  # fmt: skip
    if not seems_known(row):
        return Done(Taken(row.public_id, False))
    link = to_case(row)
    return Done(Taken(row.public_id, False), tuple(Notice(one, MAY_BE_SAME, link=link) for one in rota(community.pk)))


def _task(said: str) -> dict[str, str] | Refusal | None:
    """What a hospital asked with, in its own references, or nothing."""
    if not said.strip():
        return None
    try:
        found = json.loads(said)
    except ValueError:
        return NO_TASK
    names = {one.name for one in fields(AskedTask)}
    is_one = isinstance(found, dict) and set(found) == names and all(isinstance(one, str) for one in found.values())
    return found if is_one else NO_TASK
