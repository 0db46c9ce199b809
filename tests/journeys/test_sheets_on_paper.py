"""Sheets for noticeboard and kitchen table, printed: a page each, on the paper of either side of the sea."""

import re
from typing import Any

import pytest

from tests.journeys.walk import looking

pytestmark = pytest.mark.browser


def pages(printed: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", printed))


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_a_sheet_is_one_page(chrome: Any, live: str, paper: str) -> None:
    with looking(chrome, live, 2) as page:
        for sheet in ("sign-up", "hours"):
            page.goto(f"/wenbrook/timebank/paper/{sheet}/")
            assert pages(page.pdf(format=paper)) == 1, sheet
            page.locator(".paper").evaluate("one => one.after(one.cloneNode(true))")
            assert pages(page.pdf(format=paper)) == 2, "a second sheet begins a page of its own"
