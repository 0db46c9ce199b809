"""Every page in a language nobody speaks: an English word on it was never marked for translation.

Words ask no database, so one leg reads them.
"""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.apps import apps
from django.test import Client

import coproduce.community.people.consent as consent
import coproduce.economy as economy
from coproduce.community.evidence.outcomes.measures import SHIPPED
from coproduce.community.evidence.outcomes.pages import EXAMPLE
from coproduce.community.evidence.rules import money
from coproduce.community.privacy.registry import registry
from coproduce.web import pseudo_locale
from coproduce.web.lab.pages import SAMPLE
from tests.fixtures.towns import Town
from tests.journeys.mouths import signed_in
from tests.security.crawl import pages

#: Read aloud to people or shown, but not as text of the page.
SPOKEN = {"title", "alt", "aria-label", "placeholder"}

#: Names and marks that are the same in every language.
#: Pages that say what is kept of whom and what for, which models declare in one language as yet.
IN_ONE_LANGUAGE = re.compile("/privacy/|/people/says/")

WORDS = Path(consent.__file__).parent / "words"
SOURCES = Path(economy.__file__).parent / "sources.toml"

EVERYWHERE = {"coproduce", "csv"}


class Words(HTMLParser):
    """What a page says, by eye and by ear."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.said: list[str] = []
        self.is_silent = 0
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.is_silent += tag in ("script", "style", "code")
        self.said += [value for name, value in attrs if name in SPOKEN and value]

    def handle_endtag(self, tag: str) -> None:
        self.is_silent -= tag in ("script", "style", "code")

    def handle_data(self, data: str) -> None:
        if not self.is_silent:
            self.said.append(data)


def written_by_people() -> set[str]:
    """Every word that stands in the database: what people wrote is theirs."""
    words: set[str] = set()
    for model in apps.get_models():
        for row in model._default_manager.values():
            for value in row.values():
                words |= set(re.findall(r"[A-Za-z]{3,}", str(value).lower()))
    return words


def shipped() -> set[str]:
    """What is shipped in one language: a community's own words, what is kept of whom what for, the numbers of the model
    and of evidence with their sources, and tables and files as a program reads them."""
    said = [file.read_text(encoding="utf-8") for file in WORDS.glob("*.txt")]
    said += [f"{kept}" for kept in registry()]
    said += [rules.read_text(encoding="utf-8") for rules in WORDS.parent.parent.rglob("check_sets.toml")]
    said += [
        SOURCES.read_text(encoding="utf-8"),
        SAMPLE,
        EXAMPLE,
        money.SHIPPED,
        *money.KINDS,
        *money.COLUMNS,
        "decile",
    ]
    said += [f"{one.slug} {one.source}" for one in SHIPPED]
    return set(re.findall(r"[A-Za-z]{3,}", " ".join(said).lower()))


def unmarked(client: Client, theirs: set[str]) -> Iterator[str]:
    known = theirs | EVERYWHERE | shipped()
    for address, _, body in pages(client, "/", "/design/", "/nowhere/"):
        if b"<html" in body and not IN_ONE_LANGUAGE.search(address):
            for words in Words(body.decode()).said:
                for word in re.findall(r"[A-Za-z]{3,}", words):
                    if word.lower() not in known:
                        yield f"{address}: {word!r} in {words.strip()[:80]!r}"


@pytest.fixture
def speaking() -> Iterator[None]:
    pseudo_locale.speak()
    yield
    pseudo_locale.stop()


@pytest.mark.parametrize("who", ["Ana", "Cleo", "Dee", None])
def test_every_word_is_marked(town: Town, speaking: None, who: str | None) -> None:
    client = signed_in(town, who) if who else Client()
    assert list(unmarked(client, written_by_people())) == []


def test_it_is_written_from_the_right(town: Town, speaking: None) -> None:
    page = signed_in(town, "Ana").get("/alder/").content.decode()
    assert 'dir="rtl"' in page


def test_an_unmarked_word_is_seen(town: Town, speaking: None) -> None:
    """The planted fault: a community whose telephone says something nobody wrote."""
    theirs = written_by_people()
    town.community.__class__.objects.update(phone="unmarked")
    assert any("'unmarked'" in found for found in unmarked(signed_in(town, "Ana"), theirs))
