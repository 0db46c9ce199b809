"""Everything a reader can come to: from the first page along every link, and every list of the API."""

from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit
from uuid import UUID

from django.test import Client
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve

from coproduce.web.api import api
from tests.fixtures.towns import Town
from tests.journeys.mouths import signed_in

#: A form that only asks for a list is followed; one that does something is not.
MOST_PAGES = 300

#: The id of nothing: an operation that reads one thing is asked for this.
NOBODY = UUID(int=1)


class Links(HTMLParser):
    """The addresses a page leads to."""

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


def pages(client: Client, first: str = "/") -> Iterator[tuple[str, int, bytes]]:
    """(address, status, bytes) of every page that links lead to, each once."""
    waiting, seen = [first], {first}
    while waiting:
        address = waiting.pop(0)
        answer = client.get(address)
        body = b"".join(answer) if answer.streaming else answer.content
        yield address, answer.status_code, body + answer.headers.get("Location", "").encode()
        found = [answer["Location"]] if "Location" in answer else []
        if answer.headers.get("Content-Type", "").startswith("text/html"):
            found += Links(body.decode()).found
        for link in found:
            target = urlsplit(urljoin(address, link))
            local = target.path + (f"?{target.query}" if target.query else "")
            if target.netloc in ("", "testserver") and target.path and local not in seen and "/static/" not in local:
                seen.add(local)
                waiting.append(local)
        assert len(seen) < MOST_PAGES, sorted(seen)


def lists(town: Town, who: str, slug: str) -> Iterator[tuple[str, int, bytes]]:
    """Every list of the API, as one person, in the community of this address."""
    headers = {"Authorization": f"Bearer {town.key(who)}"}
    for path, item in api.get_openapi_schema()["paths"].items():
        if "get" in item:
            answer = Client().get(path.replace("{community}", slug).replace("{id}", str(NOBODY)), headers=headers)
            yield path, answer.status_code, answer.content


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
