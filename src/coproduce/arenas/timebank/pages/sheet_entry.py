"""Typing in a sheet of hours, by keyboard: good lines are written down, the others stay and say why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID, uuid4, uuid5

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _, ngettext

from coproduce.arenas.timebank.actions import record_for
from coproduce.community.base import policy
from coproduce.community.base.done import Done
from coproduce.community.base.page import MemberRequest, refused
from coproduce.community.exchange.contributions import thank
from coproduce.community.exchange.naming import Kinds
from coproduce.community.exchange.queries import categories
from coproduce.community.people.queries import agents
from coproduce.community.people.rules import called, is_public_id
from coproduce.core.quantity import HOURS, QuantityError
from coproduce.core.refusal import Refusal

#: Lines of a page: as many as a sheet has, less those nobody filled.
LINES = 10

#: Names offered while typing; in a larger community one types them, and is told who is not found.
MOST_NAMES = 500

FIELDS = ("day", "giver", "receiver", "what", "time", "thanks")

#: Where a refusal of the verb stands on the line.
COLUMNS = {"done_on": "day", "category": "what", "words": "what"}

People = Sequence[tuple[UUID, str]]


class SayError(Exception):
    """What is wrong with one line, and in which column."""

    def __init__(self, column: str, sentence: str) -> None:
        super().__init__(sentence)
        self.column = column


@dataclass
class Line:
    """One line of the sheet as it was typed; `why` says what to put right, in `column`."""

    number: int
    said: Mapping[str, str] = field(default_factory=dict)
    why: str = ""
    column: str = ""

    def cells(self) -> list[dict[str, Any]]:
        return [
            {"name": f"{name}_{self.number}", "column": name, "value": self.said.get(name, ""),
             "is_wrong": name == self.column}
            for name in FIELDS
        ]  # fmt: skip


def page(request: MemberRequest) -> HttpResponse:
    """Ten lines to fill; what was good is written down, what was not comes back with its sentence."""
    if not policy.may(request.actor, "timebank.record_for"):
        raise Http404
    people: People = list(agents(request.actor).values_list("public_id", "name"))
    lines, taken = [Line(number) for number in range(LINES)], 0
    left: list[Line] = []
    if request.method == "POST":
        taken, left = _take(request, people)
        if taken and not left:
            messages.success(request, _said(taken))
            return redirect("enter_sheet", community=request.community.slug)
        lines = [Line(number, line.said, line.why, line.column) for number, line in enumerate(left)]
        lines += [Line(number) for number in range(len(lines), LINES)]
    return render(
        request,
        "timebank/sheet_entry.html",
        {
            "lines": lines,
            "left": [line for line in lines if line.why],
            "taken": _said(taken) if taken else "",
            "names": sorted({name for _, name in people}) if len(people) <= MOST_NAMES else [],
            "kinds": [kind.name for kind in categories(request.actor)],
            "request_id": uuid4(),
        },
        status=422 if left else 200,
    )


def _said(taken: int) -> str:
    return ngettext("One line is written down, and both are told.", "%(number)s lines are written down.", taken) % {
        "number": taken
    }


def _take(request: MemberRequest, people: People) -> tuple[int, list[Line]]:
    """How many lines were written down, and those that were not."""
    if not is_public_id(request.POST.get("request_id", "")):
        raise Http404
    page_id = UUID(request.POST["request_id"])
    kinds = Kinds.of(request.actor.community_id)
    taken, left, day = 0, [], ""
    for number in range(LINES):
        said = {name: request.POST.get(f"{name}_{number}", "").strip() for name in FIELDS}
        if not any(said.values()):
            continue
        day = said["day"] = said["day"] or day  # a line without a day is of the same day as the one above
        try:
            _record(request, said, people, kinds, uuid5(page_id, f"line {number}"))
            taken += 1
        except SayError as fault:
            left.append(Line(number, said, str(fault), fault.column))
    return taken, left


def _record(request: MemberRequest, said: Mapping[str, str], people: People, kinds: Kinds, line_id: UUID) -> None:
    """One line through the verb, and its thanks. Raises SayError with what to put right."""
    outcome: Done[Any] | Refusal = record_for(
        request.actor,
        giver=_who(people, "giver", said["giver"]),
        receiver=_who(people, "receiver", said["receiver"]),
        time=_time(said["time"]),
        done_on=_day(said["day"]),
        category=_kind(kinds, said["what"]),
        words=said["what"],
        request_id=line_id,
    )
    if isinstance(outcome, Refusal):
        raise SayError(COLUMNS.get(outcome.field, outcome.field), refused(outcome))
    if said["thanks"]:
        thanked = thank(
            request.actor,
            contribution=outcome.value.contribution,
            words=said["thanks"],
            request_id=uuid5(line_id, "thanks"),
        )
        if isinstance(thanked, Refusal):  # the help stands: left on the page, the line would be written down again
            messages.warning(request, refused(thanked))


def _who(people: People, column: str, said: str) -> UUID:
    """The one member these words name: the whole name, or as much of it as only one has."""
    if not said.strip():
        raise SayError(column, _("Write who gave the help.") if column == "giver" else _("Write who was helped."))
    found = called(people, said)
    if not found:
        raise SayError(column, _("Nobody here is called “%(said)s”. Welcome them first.") % {"said": said[:60]})
    if len(found) > 1:
        names = dict(people)
        some = ", ".join(names[who] for who in found[:4])
        raise SayError(
            column, _("“%(said)s” could be %(some)s. Write the whole name.") % {"said": said[:60], "some": some}
        )
    return found[0]


def _time(said: str) -> Any:
    try:
        return HOURS.parse(said)
    except QuantityError as fault:
        raise SayError("time", _("Write how long it took, like 1 h 30.")) from fault


def _day(said: str) -> date:
    try:
        found = forms.DateField().clean(said)
    except forms.ValidationError as fault:
        raise SayError("day", _("Write day, month and year, on this line or the one above.")) from fault
    assert isinstance(found, date)
    return found


def _kind(kinds: Kinds, said: str) -> str:
    """The community's kind of help that these words name or mean."""
    found = kinds.called(said) if said else ""
    if found not in {kind.name for kind in kinds.kinds}:
        raise SayError("what", _("We do not know what kind of help this is. Begin with a word of the list."))
    return found
