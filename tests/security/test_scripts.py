"""What members write is read, never run: in every page, letter and list."""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from django.test import Client

from coproduce.community.base import clock
from coproduce.community.base.models import Outbox
from coproduce.community.notices.delivering import deliver
from coproduce.community.people.models import Agent
from tests.fixtures.towns import CAST, NOON, Town, build, do
from tests.journeys.mouths import signed_in
from tests.sample import IS_LONG, later, some
from tests.security.crawl import lists, pages
from tests.security.full_town import with_a_thread, with_every_arena, with_lists

pytestmark = pytest.mark.django_db

#: Ways to break out of where words stand: of text, of a quoted and an unquoted attribute, of an address, of a script or
#: style, of a comment; and names that a careless page would make an element of. All say `kanari`.
WAYS = [
    "<script>kanari(1)</script>",
    '"><img src=x onerror=kanari(1)>',
    "'><svg onerror=kanari(1)>",
    '" onerror=kanari(1) x="',
    "' onerror=kanari(1) x='",
    " onerror=kanari(1) ",
    "javascript:kanari(1)",
    "</title><script>kanari(1)</script>",
    "</textarea><kanari>",
    "</script><script>kanari(1)</script>",
    "--><kanari onerror=kanari(1)>",
    "<kanari/onerror=kanari(1)>",
    "&lt;kanari&gt;<kanari>",
    "<<kanari>>",
    "<a href=javascript:kanari(1)>x</a>",
    "{{7*7}}<kanari>{% kanari %}",
    "<iframe srcdoc='<kanari>'>",
    "\u2028<kanari>\u202e",
    "<math><kanari></math>",
    "`${kanari(1)}`<kanari>",
]


class Elements(HTMLParser):
    """What of a page was made by words: an element or attribute of that name, a script that stands in the page, an
    address that runs.
    """

    def __init__(self, text: str) -> None:
        super().__init__()
        self.made: list[str] = []
        self.in_script = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.in_script = tag == "script"
        if "kanari" in tag:
            self.made.append(tag)
        for name, value in attrs:
            runs = re.sub(r"\s", "", value or "").casefold().startswith(("javascript:", "data:text"))
            if runs or name == "srcdoc" or "kanari" in name or (name.startswith("on") and "kanari" in (value or "")):
                self.made.append(f"{tag} {name}={value}")

    def handle_endtag(self, tag: str) -> None:
        self.in_script = False

    def handle_data(self, data: str) -> None:
        if self.in_script and "kanari" in data:
            self.made.append(data)


def full(canary: str) -> Town:
    """A town whose every word ends with this."""
    return with_every_arena(with_lists(with_a_thread(build("alder", canary))))


def made_by_words(visited: Iterable[tuple[str, int, bytes]]) -> tuple[int, list[str]]:
    """On how many pages the words stand, and what they became where they should not."""
    pages_with, made = 0, []
    for address, status, body in visited:
        assert status < 500, address
        text = body.decode(errors="replace")
        pages_with += "kanari" in text
        if text.lstrip().startswith("<"):
            made += [f"{address}: {one}" for one in Elements(text).made]
    return pages_with, made


@pytest.mark.parametrize("words", [pytest.param(words, marks=later(words, some(WAYS, 1))) for words in WAYS])
@pytest.mark.promise("What members write is read, never run")
def test_words_stay_words_on_every_page(words: str) -> None:
    with clock.at(NOON):
        town = full(words)
        for who in CAST if IS_LONG else ("Cleo", *some(["Ana", "Ben", "Tom", "Sal"], 1)):
            read = (*pages(signed_in(town, who), few=100 if IS_LONG else 1), *lists(town, who, town.slug))
            stand, made = made_by_words(read)
            assert stand > 5, who
            assert not made, made[:5]


#: Where a careless page may put words.
CARELESS = ("<p>{}</p>", '<p title="{}">', "<p title='{}'>", "<p title=x{}>", '<a href="{}">', "<title>{}</title>",
            "<textarea>{}</textarea>", "<script>x = '{}'</script>", "<!-- {} -->")  # fmt: skip


def test_a_planted_hole_is_seen() -> None:
    """Each of these words is more than words somewhere on a page that forgot to write them as text."""
    for words in WAYS:
        assert any(Elements(place.format(words)).made for place in CARELESS), words
    assert not any(Elements(place.format("kanari")).made for place in CARELESS if "script" not in place)


@pytest.mark.promise("What members write is read, never run")
def test_words_stay_words_in_letters(mailoutbox: list) -> None:  # type: ignore[type-arg]
    """A letter by e-mail has one part of text; nobody's words make a second, or a heading of their own."""
    with clock.at(NOON):
        town = full(WAYS[0])
        ben = Agent.objects.get(public_id=town.agents["Ben"])
        for words in ("Ana\r\nBcc: kanari@there.example", *WAYS):
            Outbox.objects.create(
                community_id=ben.community_id, to_agent=ben.pk, template="%(name)s says hello.", values={"name": words},
                is_urgent=True, written_at=NOON,
            )  # fmt: skip
        deliver(NOON)
    assert mailoutbox
    for letter in mailoutbox:
        said = letter.message()
        assert "\n" not in letter.subject
        assert said["Bcc"] is None
        assert {part.get_content_type() for part in said.walk()} <= {"text/plain", "multipart/mixed"}


#: What a spreadsheet would run.
FORMULAS = ["=1+1", "+1+1", "-1+cmd", "@SUM(1)", "\t=1", "=HYPERLINK(1)"]

#: What is only a number, and stays one.
NUMBER = re.compile(r"[+−-]?[\d.,:]+( h [\d]+)?")


def cells(town: Town, who: str) -> Iterator[tuple[str, str]]:
    """Every cell of every list that can be taken away, by its address."""
    client = signed_in(town, who)
    for address, status, body in pages(client):
        if status == 200 and "as=csv" in address:
            for row in csv.reader(io.StringIO(body.decode("utf-8-sig"))):
                yield from ((address, cell) for cell in row)


def runs(cell: str) -> bool:
    """Whether a spreadsheet would take it for a formula."""
    return cell[:1] in "=+-@\t\r\x00" and bool(cell) and not NUMBER.fullmatch(cell)


@pytest.mark.parametrize("formula", [pytest.param(words, marks=later(words, some(FORMULAS, 1))) for words in FORMULAS])
@pytest.mark.promise("What members write is read, never run")
def test_no_list_carries_a_formula(formula: str) -> None:
    with clock.at(NOON):
        town = full("kanari")
        Agent.objects.filter(community=town.community).exclude(public_id=town.agents["Cleo"]).update(name=formula)
        for need in town.needs:
            done = do("exchange.pause", town.actor("Cleo"), id=need)
            assert done
        found = list(cells(town, "Cleo"))
    assert any(formula.strip() in cell for _, cell in found), "the name stands in some list"
    assert len({urlsplit(address).path for address, _ in found}) > 3
    assert not [one for one in found if runs(one[1])]


def test_a_formula_would_be_seen() -> None:
    assert all(runs(formula) for formula in FORMULAS)
    assert not any(runs(number) for number in ("-1.5", "+30", "−2 h 10", "12", "", "Ana"))


def test_a_stranger_reads_them_no_more(client: Client) -> None:
    """The pages anybody may open say words of the community, and only as words."""
    with clock.at(NOON):
        full(WAYS[1])
        _, made = made_by_words(pages(client, "/", "/alder/", "/alder/join/"))
    assert not made
