"""What pages of every room share: a place in the menu, a page of a list, a refusal in the reader's language."""

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext

from coproduce.community.base import policy, rooms
from coproduce.community.base.actor import Actor
from coproduce.community.base.policy import Relation
from coproduce.core.quantity import Unit
from coproduce.core.refusal import Refusal

#: A day as it stands in the values of a sentence.
ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")


class SeeOther(HttpResponseRedirect):
    """After something was done: look here, with a new request that does nothing (RFC 9110, 15.4.4)."""

    status_code = 303


class MemberRequest(HttpRequest):
    """The request every page under `/<community>/` is handed, with what the middleware found out."""

    actor: Actor
    community: Any


def public(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Mark a page of a community as one that anybody may open; all others are for its members."""
    view.is_public = True  # type: ignore[attr-defined]
    return view


def asks_again(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Mark a page that asks again who is there, when that was shown a while ago: the outermost of its marks."""
    view.asks_again = ("GET", "HEAD", "POST")  # type: ignore[attr-defined]
    return view


def asks_again_to_send(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Mark a page that anybody signed in may read, and that asks again who is there before something is sent."""
    view.asks_again = ("POST",)  # type: ignore[attr-defined]
    return view


def for_another(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Mark a page that a trusted helper may open for whom they help; all others are for oneself."""
    view.is_for_another = True  # type: ignore[attr-defined]
    return view


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the menu: shown to whoever may do `verb`; lit on its own page, or on all that `begins` so.

    Where there are more than a phone has room for, those with the lowest `tap` stay under the thumb.
    """

    title: str | Promise
    name: str
    icon: str
    verb: str
    relation: Relation = "own"
    begins: str = ""
    tap: int = 5

    def url(self, community: str) -> str:
        return reverse(self.name, kwargs={"community": community})

    def is_here(self, request: HttpRequest) -> bool:
        slug = request.community.slug  # type: ignore[attr-defined]
        return request.path.startswith(f"/{slug}/{self.begins}/" if self.begins else self.url(slug))

    def is_open_to(self, actor: Actor) -> bool:
        return policy.rule_on(actor, self.verb, self.relation) != "deny"


#: What a room below shows that a door can lead on from.
From = Literal["home", "need", "member", "newcomer", "ward", "settings", "rules", "books", "hours"]


@dataclass(frozen=True, slots=True)
class Door:
    """What a room lets someone do with a thing shown by a room below it: record help for this need.

    From home it leads anywhere in its room, on the settings to what else can be set, on the rules to what follows from
    them, on the books to what else is kept in them, on hours to why they are as they are, for those who may do `verb`.
    `own` is what it is called on one's own page, for those who may do it for themselves alone.
    """

    title: str | Promise
    name: str
    verb: str
    on: From
    as_query: bool = False
    own: str | Promise = ""

    def url(self, community: str, public_id: UUID | None) -> str:
        if public_id is None:
            return reverse(self.name, kwargs={"community": community})
        if self.as_query:
            return f"{reverse(self.name, kwargs={'community': community})}?{self.on}={public_id}"
        return reverse(self.name, kwargs={"community": community, self.on: public_id})


def doors(
    request: MemberRequest, on: From, public_id: UUID | None = None, is_own: bool = False
) -> list[dict[str, object]]:
    """Where this reader can go from here: links declared by the rooms above, by policy."""
    declared: list[Door] = [door for room in rooms.with_file("pages") for door in getattr(room, "DOORS", ())]
    return [
        {"title": (is_own and door.own) or door.title, "url": door.url(request.community.slug, public_id)}
        for door in declared
        if door.on == on
        and policy.rule_on(request.actor, door.verb, "own" if is_own and door.own else "same community") != "deny"
    ]


def in_words(template: str, values: Mapping[str, str]) -> str:
    """A sentence kept in English, in the language of whoever reads the page; a day in it as they write days."""
    return gettext(template) % {name: _day(value) for name, value in values.items()}


def _day(value: str) -> str:
    return date_format(date.fromisoformat(value)) if ISO_DAY.fullmatch(str(value)) else value


def refused(refusal: Refusal) -> str:
    """What a refusal says, in the language of whoever reads the page."""
    return in_words(refusal.template, refusal.values)


#: Seconds after which the page of something that goes on by itself looks again.
LOOKS_AGAIN = 5


def looks_again(answer: HttpResponse, request: HttpRequest) -> HttpResponse:
    """The page of something that goes on: it is asked for again by itself, unless it was told to stand still.

    `looks_again.html` says so on it.
    """
    if "still" not in request.GET:
        answer["Refresh"] = str(LOOKS_AGAIN)
    return answer


def page_of(rows: QuerySet[Any] | Sequence[Any], request: HttpRequest, size: int = 25) -> Page[Any]:
    """The page of a list that `?page=` asks for; the nearest there is, when it asks for another."""
    return Paginator(rows, size).get_page(request.GET.get("page"))


#: A cell that starts like this would be run as a formula by a spreadsheet (OWASP ASVS 1.2.10).
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\x00")


def csv_text(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table as a spreadsheet reads it: numbers stay numbers, nothing runs."""
    return "".join(_lines(heads, rows))


def headed(head: str, unit: Unit) -> str:
    """The heading of a column whose cells are numbers of a unit alone, so that a spreadsheet adds them up."""
    return gettext("%(what)s, %(unit)s") % {"what": head, "unit": unit.code}


def as_csv(name: str, heads: Sequence[str], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """The same as a file."""
    answer = HttpResponse(csv_text(heads, rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer


def stream_csv(name: str, heads: Sequence[str], rows: Iterable[Sequence[object]]) -> StreamingHttpResponse:
    """The same for a table too long to be kept whole."""
    answer = StreamingHttpResponse(_lines(heads, rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer


class _Line:
    """What a line of a table is written to, and handed back from."""

    def write(self, line: str) -> str:
        return line


def _lines(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    writer: Any = csv.writer(_Line())
    yield "\ufeff" + writer.writerow(heads)
    for row in rows:
        yield writer.writerow([_cell(value) for value in row])


def _cell(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
