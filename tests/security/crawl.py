"""Everything a reader can come to: from the first page along every link, and every list of the API.

Without `--long`, a few of each kind of page, and others tomorrow.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urljoin, urlsplit
from uuid import UUID

from django.test import Client
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve

from coproduce.web.api import api
from tests.fixtures.towns import Town
from tests.journeys.mouths import signed_in
from tests.sample import IS_LONG, some

#: So many pages of a kind: of one name, asked in one way.
FEW = 100 if IS_LONG else 2

#: More than this is a crawl that goes round in circles.
MOST_PAGES = 3000 if IS_LONG else 1100

#: What pages share that are alike.
Kind = tuple[str, ...]

#: The id of nothing: an operation that reads one thing is asked for this.
NOBODY = UUID(int=1)


class Links(HTMLParser):
    """The addresses a page leads to. A form that only asks for a list is followed; one that does something is not."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        if tag == "a" and said.get("href"):
            self.found.append(said["href"] or "")
        if tag == "form" and (said.get("method") or "get").lower() == "get":
            self.found.append((said.get("action") or "") + "?q=a")


def pages(
    client: Client, *first: str, few: int = FEW, kind: Callable[[str], Kind] | None = None
) -> Iterator[tuple[str, int, bytes]]:
    """(address, status, bytes) of every page that links lead to, each once, and of a kind no more than a `few`."""
    waiting = list(first) or ["/"]
    seen, of_a_kind = set(waiting), Counter[Kind]()
    while waiting:
        address = waiting.pop(0)
        answer = client.get(address)
        body = b"".join(answer) if answer.streaming else answer.content
        yield address, answer.status_code, body + answer.headers.get("Location", "").encode()
        found = [answer["Location"]] if "Location" in answer else []
        if answer.headers.get("Content-Type", "").startswith("text/html"):
            found += Links(body.decode()).found
        waiting += chosen(local(address, found), seen, of_a_kind, few, kind)
        assert sum(min(number, few) for number in of_a_kind.values()) < MOST_PAGES, of_a_kind


def local(address: str, links: Iterable[str]) -> Iterator[str]:
    """What of this leads to another page of the site."""
    for link in links:
        target = urlsplit(urljoin(address, link))
        if target.netloc in ("", "testserver") and target.path[:1] == "/" and "/static/" not in target.path:
            yield target.path + (f"?{target.query}" if target.query else "")


def chosen(
    links: Iterable[str], seen: set[str], of_a_kind: Counter[Kind], few: int, kind: Callable[[str], Kind] | None = None
) -> list[str]:
    """Of what a page leads to, what has not been seen: a few of each kind, and others of it tomorrow."""
    alike = defaultdict(list)
    for link in dict.fromkeys(links):
        if link not in seen:
            alike[(kind or kind_of)(link)].append(link)
    taken = [link for shared, new in alike.items() for link in some(new, max(0, few - of_a_kind[shared]))]
    for shared, new in alike.items():
        seen.update(new)
        of_a_kind[shared] += len(new)
    return taken


#: What a list has to be asked with, where an id will not do.
ASKED = {"whose": "everybody", "mode": "warn"}


def lists(town: Town, who: str, slug: str) -> Iterator[tuple[str, int, bytes]]:
    """Every list of the API, as one person, in the community of this address."""
    headers = {"Authorization": f"Bearer {town.key(who)}"}
    for path, item in api.get_openapi_schema()["paths"].items():
        if "get" in item:
            # What has to be said is said with something: whether it is understood is asked in a community of one's own.
            asked = {one["name"]: ASKED.get(one["name"], str(NOBODY)) for one in item["get"].get("parameters", ())
                     if one["in"] == "query" and one.get("required")}  # fmt: skip
            address = re.sub(r"\{\w+\}", str(NOBODY), path.replace("{community}", slug))
            answer = Client().get(address, asked, headers=headers)
            yield path, answer.status_code, b"".join(answer) if answer.streaming else answer.content


def everything(town: Town, who: str) -> Iterator[tuple[str, int, bytes]]:
    yield from pages(signed_in(town, who))
    yield from lists(town, who, town.slug)


def names(urls: Iterable[URLPattern | URLResolver] = ()) -> set[str]:
    """The name of every page there is; the API has its own list."""
    found: set[str] = set()
    for one in urls or get_resolver().url_patterns:
        if isinstance(one, URLResolver):
            found |= names(one.url_patterns) if str(one.pattern) != "api/" else set()
        elif one.name:
            found.add(one.name)
    return found


def name_of(address: str) -> str:
    """The name of the page at an address, or nothing where there is none."""
    try:
        return resolve(urlsplit(address).path).url_name or ""
    except Resolver404:
        return ""


def kind_of(address: str) -> Kind:
    """What two addresses share that show the same page of other things: its name, and what is asked of it."""
    target = urlsplit(address)
    return (
        name_of(address) or target.path,
        target.path.partition("/")[2].partition("/")[0],
        *(name for name, _ in parse_qsl(target.query)),
    )
