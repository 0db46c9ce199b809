"""The whole tour in a browser, at the size of a telephone: from the card to the former patient's own first visit."""

import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.wsgi import get_wsgi_application
from tests.fixtures.towns import NOON, TODAY, Town, build
from tests.journeys.mouths import signed_in

from coproduce.arenas.care.models import Case, Visit
from coproduce.arenas.care.tests.town import Ward, ward_of
from coproduce.community.base import clock
from coproduce.community.exchange.models import Ask

pytestmark = pytest.mark.browser


class Threads(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Quiet(WSGIRequestHandler):
    def log_message(self, *said: Any) -> None:
        """Nothing."""


@contextmanager
def served() -> Iterator[str]:
    """The site on this database, where it is noon on the day of the tests."""
    site = StaticFilesHandler(get_wsgi_application())

    def at_noon(environ: dict[str, Any], start: Callable[..., Any]) -> list[bytes]:
        with clock.at(NOON):
            answer = site(environ, start)
            try:
                return list(answer)
            finally:
                answer.close()

    server = make_server("127.0.0.1", 0, at_noon, server_class=Threads, handler_class=Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


class Telephones:
    """Each one's own telephone: a browser of 360 by 740, signed in as them, or as nobody."""

    def __init__(self, chrome: Any, address: str, town: Town) -> None:
        self.chrome, self.address, self.town, self.pages = chrome, address, town, {}

    def of(self, who: str) -> Any:
        if who not in self.pages:
            context = self.chrome.new_context(viewport={"width": 360, "height": 740}, base_url=self.address)
            for name, cookie in signed_in(self.town, who).cookies.items():
                context.add_cookies([{"name": name, "value": cookie.value, "url": self.address}])
            self.pages[who] = context.new_page()
        return self.pages[who]

    def at(self, who: str, path: str) -> Any:
        page = self.of(who)
        page.goto(f"/{self.town.slug}/care/{path}")
        return page


@pytest.fixture(scope="module", autouse=True)
def beside_a_browser() -> Iterator[None]:
    """The browser's loop runs in this thread; what we ask the database in between waits for nobody."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        yield


def test_from_the_card_to_ones_own_first_visit(committed: str, chrome: Any) -> None:
    with clock.at(NOON), served() as address:
        ward = ward_of(build("alder", "kanari", ("timebank", "care")))
        walked(ward, Telephones(chrome, address, ward.town))


def walked(ward: Ward, phones: Telephones) -> None:
    def press(page: Any, name: str) -> None:
        page.get_by_role("button", name=name).first.click()

    cleo = phones.at("Cleo", "cards/")
    press(cleo, "Make cards")
    number = cleo.locator("article section p b").last.inner_text()

    tom = phones.at("Tom", "card/")
    tom.get_by_label("The number on the card").fill(number.lower())
    press(tom, "Next")
    tom.get_by_label("On which day did they come home?").fill(str(TODAY - timedelta(days=30)))
    press(tom, "Next")
    for said in ("You may ring me", "Whoever visits me", "Once I am well"):
        tom.get_by_label(said).check()
    press(tom, "Next")
    press(tom, "Open the card")
    assert "We ring you" in tom.inner_text("main")

    dee = phones.at("Dee", "list/")
    dee.get_by_role("link", name="Tom kanari").first.click()
    dee.get_by_role("link", name="Take them on").click()
    press(dee, "Take them on")
    dee.get_by_role("link", name="Find who could come").click()
    press(dee, "Find who could come")

    tom = phones.at("Tom", "")
    tom.get_by_role("radio", name="Ana kanari").check()
    press(tom, "Ask them")

    ana = phones.at("Ana", "")
    press(ana, "Yes, I would like to")
    visits(ana, "Tom kanari", "Ben kanari", press)
    ana.get_by_role("group", name="Is there food for two days").get_by_label("Fine").check()
    press(ana, "Finish and keep")
    press(ana, "I have left")

    tom = phones.at("Tom", "")
    tom.get_by_text("What was written down").click()
    assert "Fine" in tom.inner_text("main")
    press(tom, "I am well again")

    case = Case.objects.get()
    dee = phones.at("Dee", f"person/{case.public_id}/close/")
    dee.get_by_label("How did it end").fill("He argues about roses again")
    press(dee, "Write down the last talk")

    ask = Ask.objects.get(arena="care").public_id
    ward.done("Cleo", "exchange.ask_back", ask=ask)
    tom.goto(f"/{ward.town.slug}/exchange/asked/{ask}/")
    assert "could you do the same for someone else?" in tom.inner_text("main")
    tom.get_by_label("Yes").first.check()
    press(tom, "Say this")

    tom = phones.at("Tom", f"visitors/{ward.town.agents['Tom']}/")
    tom.get_by_label("A chat at home").check()
    press(tom, "Keep this")
    ward.ready("Tom", activities=("welfare chat",))
    press(phones.at("Cleo", "visitors/"), "Take Tom kanari on")

    ward.matched(ward.home(name="Ivo"), "Tom")
    tom = phones.at("Tom", "")
    visits(tom, "Ivo kanari", "Ana kanari", press)
    assert Case.objects.get(agent__name="Ivo kanari").generation == 1
    assert Visit.objects.exclude(checked_in_at=None).count() == 2
    assert "Step by step" in phones.at("Cleo", "chain/").inner_text("main")
    paper = phones.at("Cleo", f"visit/{Visit.objects.latest('pk').public_id}/paper/").pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1, "the list stands on one side of a sheet"


def visits(page: Any, whom: str, along: str, press: Callable[[Any, str], None]) -> None:
    """Plan it, go there, and say so."""
    page.get_by_role("link", name=f"Plan a visit {whom}").click()
    page.get_by_label("When?").fill(f"{TODAY}T12:00")
    page.get_by_label("Who goes along?").select_option(label=along)
    press(page, "Plan a visit")
    page.get_by_role("link", name=whom, exact=True).first.click()
    assert "3 Mill Lane" in page.inner_text("main") or "First visit" in page.inner_text("main")
    press(page, "I am here")
    assert "You arrived at" in page.inner_text("main")
