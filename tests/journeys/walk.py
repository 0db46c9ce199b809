"""A walk through the site in a browser: every kind of page somebody comes to by links, and every question of a flow.

A sixth of the kinds of pages is looked at each day, half of their forms in turn; the others are only read for where
they lead. Each form that asks something is first sent as it stands, to see how the page says what is missing, then
filled in. With `--long` everything is.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from tests.sample import IS_LONG, turn
from tests.security.crawl import Links, chosen, kind_of, local, name_of

#: So many pages of a kind are looked at.
FEW = 5 if IS_LONG else 1

#: So many pages one reader walks to at most.
MOST = 400

#: A kind of page is looked at one day in so many.
DAYS = 1 if IS_LONG else 6

#: Its form is answered one day in so many.
FORM_DAYS = 1 if IS_LONG else 2 * DAYS

#: No flow asks more.
MOST_QUESTIONS = 12

#: Forms that take somebody off the list or out of the site: opened, and never sent.
NOT_SENT = {"leave", "merge_member", "decline_applicant", "account_logout"}

LINKS = """() => [...document.links].filter(one => one.host === location.host && one.pathname !== location.pathname
    || one.search).map(one => one.pathname + one.search)"""

#: The first form of a page that asks something, as a function of the browser.
FORM = """() => [...document.querySelectorAll('main form[method=post]')].find(one =>
    one.querySelector('input:not([type=hidden]), select, textarea'))"""

#: What somebody would write in each of its empty fields.
FILL = """form => {
    const words = {date: new Date().toISOString().slice(0, 10), email: 'zoe@zoe.example', tel: '01632 960 999',
                   number: '1', time: '14:30'};
    const names = {time: '45 min', email: words.email, phone: words.tel, words: 'A few words', reach: '01632 960 111'};
    for (const field of form.querySelectorAll('input:not([type=hidden]), textarea')) {
        if (field.type === 'radio') {
            if (!form.querySelector(`input[name="${field.name}"]:checked`)) field.checked = true;
        } else if (!['checkbox', 'file'].includes(field.type) && !field.value)
            field.value = names[field.name] || words[field.type] || `Zoe Hall ${field.name.slice(-1)}`;
    }
    for (const field of form.querySelectorAll('select'))
        if (!field.value && field.options.length > 1) field.selectedIndex = 1;
}"""

SEND = "form => { form.noValidate = true; form.querySelector('button').click(); }"


@contextmanager
def looking(
    chrome: Any, live: str, who: int | None, width: int = 360, light: str = "light", **more: Any
) -> Iterator[Any]:
    """A page of a browser of this width, signed in by one tap."""
    context = chrome.new_context(viewport={"width": width, "height": 800}, color_scheme=light, base_url=live, **more)
    context.set_default_timeout(30_000)
    page = context.new_page()
    if who is not None:
        page.goto("/")
        page.locator(f"form[action='/sign-in/demo/{who}/'] button").click()
    yield page
    context.close()


def walk(page: Any, first: str = "/") -> Iterator[str]:
    """What the page shows now, each kind of page of today's once: its name, and how it was come to."""
    waiting, seen, of_a_kind = [first], {first}, Counter[tuple[str, ...]]()
    while waiting:
        address = waiting.pop(0)
        is_todays = not turn(kind(address), DAYS)
        links = _links(page, address) if is_todays else _links_unseen(page, address)
        waiting += chosen((link for link in links if not _is_a_file(link)), seen, of_a_kind, FEW)
        assert len(seen) < MOST * 10
        if is_todays and links:
            here = urlsplit(page.url).path
            yield address if here == urlsplit(address).path else f"{address} → {here}"
            if not turn(kind(page.url), FORM_DAYS):
                yield from _answers(page)


def kind(address: str) -> str:
    """What its turn goes by: the name of a page, and of whom."""
    return " ".join(kind_of(address)[:2])


def _links(page: Any, address: str) -> list[str]:
    """Go there, and where it leads; nowhere when it is no page."""
    answer = _goes_to(page, address)
    if answer is None or "text/html" not in answer.headers.get("content-type", ""):
        return []
    assert answer.status < 500, address
    return list(page.evaluate(LINKS))


def _links_unseen(page: Any, address: str) -> list[str]:
    """Where it leads, without going there."""
    answer = page.request.get(address)
    assert answer.status < 500, address
    is_page = "text/html" in answer.headers.get("content-type", "")
    return list(local(address, Links(answer.text()).found)) if is_page else []


def _goes_to(page: Any, address: str) -> Any:
    """What comes, or nothing where it is saved instead of shown."""
    from playwright.sync_api import Error

    try:
        return page.goto(address)
    except Error as fault:
        if "Download is starting" not in str(fault):
            raise
        return None


def _is_a_file(address: str) -> bool:
    return "as=csv" in address or address.endswith((".csv", ".xlsx", ".ics"))


def _answers(page: Any) -> Iterator[str]:
    """The same page saying what is missing, and every page that follows once it is answered."""
    for _ in range(MOST_QUESTIONS):
        name, is_flow = name_of(page.url), name_of(page.url).endswith("_step")
        if name in NOT_SENT:
            return
        if page.evaluate(f"!({FORM})()"):
            if is_flow and page.url.endswith("/check/"):
                _send(page, "() => document.querySelector('main form[method=post]')")
                yield f"{name}, done"
            return
        _send(page, FORM)
        if page.locator(".summary-of-errors").count():
            yield f"{name}, with what is missing"
            page.evaluate(f"({FILL})(({FORM})())")
            _send(page, FORM)
            yield f"{name}, answered"
        if not is_flow:
            return


def _send(page: Any, form: str) -> None:
    with page.expect_navigation():
        page.evaluate(f"({SEND})(({form})())")
