"""Somebody at a browser: presses and writes what they see by its words, with a mouse or with the keyboard alone.

Each thing done is counted as in the keystroke-level model (Card, Moran and Newell 1980), so that a tour measures.
"""

from collections import Counter
from typing import Any

#: Seconds for each operator: a key by an average typist, pointing, a button of the mouse down or up, a hand moved
#: between mouse and keyboard, making up one's mind; and a page that comes.
SECONDS = {"K": 0.28, "P": 1.10, "B": 0.10, "H": 0.40, "M": 1.35, "R": 0.30}

#: Nothing on a page is further away than so many Tabs.
MOST_TABS = 250

IS_FOCUSED = "one => one === document.activeElement"

#: Whether somebody sees where they are: a line or a shadow round what has the focus, or round its own box.
IS_LIT = """one => [one, one.closest('label'), one.nextElementSibling].filter(Boolean).some(each => {
    const style = getComputedStyle(each);
    return (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== 'none';
})"""


class Person:
    def __init__(self, page: Any, *, by_keyboard: bool = False) -> None:
        self.page = page
        self.by_keyboard = by_keyboard
        self.done: Counter[str] = Counter()
        self.hand_is_on_mouse = True

    def press(self, words: str, *, exact: bool = False) -> None:
        """A button or a link that says these words, and wait for what comes."""
        page = self.page
        said = {"name": words, "exact": exact}
        there = page.get_by_role("button", **said).or_(page.get_by_role("link", **said)).first
        self._count("M")
        with page.expect_navigation():
            self._do(there)
        self._count("R")

    def open(self, words: str) -> None:
        """What is folded away under these words."""
        self._count("M")
        self._do(self.page.locator("summary", has_text=words).first)

    def choose(self, words: str, *, exact: bool = False) -> None:
        """A box or a circle with these words beside it."""
        self._count("M")
        self._do(self.page.get_by_label(words, exact=exact).first, key="Space")

    def write(self, label: str, words: str) -> None:
        """In the field of this label; what stood there goes."""
        field = self._field(label)
        self._count("M")
        if not field.evaluate(IS_FOCUSED):
            self._go_to(field)
        self._hand_to("keyboard")
        field.press("ControlOrMeta+a")
        field.press_sequentially(words)
        self._count(K=len(words))

    def pick(self, label: str, words: str) -> None:
        """One of a list: gone to, its first letters typed."""
        field = self._field(label)
        self._count("M")
        self._go_to(field)
        self._hand_to("keyboard")
        field.select_option(field.locator("option", has_text=words).first.get_attribute("value"))
        self._count(K=3)

    def enter(self) -> None:
        """The key that sends what was written."""
        self._hand_to("keyboard")
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        self._count("M", "K", "R")

    def reads(self, *words: str) -> None:
        """Each of these stands on the page."""
        said = self.page.locator("body").inner_text()
        for one in words:
            assert one in said, f"{one!r} is not on {self.page.url}:\n{said}"

    def sees(self, words: str) -> bool:
        return words in self.page.locator("body").inner_text()

    @property
    def seconds(self) -> float:
        """How long all of it takes somebody who knows the way."""
        return sum(SECONDS[name] * number for name, number in self.done.items())

    def _do(self, there: Any, key: str = "Enter") -> None:
        if not self.by_keyboard:
            self._point(there)
            return
        self._tab_to(there)
        self.page.keyboard.press(key)
        self._count("K")

    def _field(self, label: str) -> Any:
        fields = self.page.locator("input, textarea, select")
        return self.page.get_by_label(label).and_(fields).locator("visible=true").first

    def _go_to(self, field: Any) -> None:
        if self.by_keyboard:
            self._tab_to(field)
        else:
            self._point(field)

    def _point(self, there: Any) -> None:
        self._hand_to("mouse")
        there.click()
        self._count("P", "B", "B")

    def _tab_to(self, there: Any) -> None:
        there.wait_for()
        element = there.element_handle()
        is_circle = element.get_attribute("type") == "radio"
        for _ in range(MOST_TABS):
            if element.evaluate(IS_FOCUSED):
                assert element.evaluate(IS_LIT), f"{element.evaluate('one => one.outerHTML')[:200]} is not lit"
                return
            same = is_circle and element.evaluate("one => one.name === document.activeElement?.name")
            self.page.keyboard.press("ArrowDown" if same else "Tab")
            self._count("K")
        raise AssertionError(f"{there} is not come to with the keyboard on {self.page.url}")

    def _hand_to(self, where: str) -> None:
        if self.hand_is_on_mouse != (where == "mouse"):
            self._count("H")
        self.hand_is_on_mouse = where == "mouse"

    def _count(self, *one_each: str, **several: int) -> None:
        self.done.update(one_each)
        self.done.update(several)
