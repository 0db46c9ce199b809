"""Write the table of docs/explanation/keystrokes.md again, from the pages as they are: python tools/keystrokes.py"""

import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

PAGE = ROOT / "docs" / "explanation" / "keystrokes.md"

#: The table stands between these lines; everything else of the page is written by hand.
BEGIN, END = "<!-- made by tools/keystrokes.py -->", "<!-- to here -->"


def table(rows: list[str]) -> str:
    heads = "| task | who | K | P | B | H | M | R | in all |\n|---|---|--:|--:|--:|--:|--:|--:|--:|"
    return "\n".join([BEGIN, heads, *rows, END])


def with_table(page: str, rows: list[str]) -> str:
    """The page with these rows in the place of the old ones."""
    before, _, rest = page.partition(BEGIN)
    return before + table(rows) + rest.partition(END)[2]


def main() -> None:
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django

    django.setup()
    from playwright.sync_api import sync_playwright
    from tests.chromium import FLAGS, chromium
    from tests.fixtures.browser import Serving
    from tests.journeys.keystrokes import measure

    with tempfile.TemporaryDirectory() as folder, Serving(Path(folder)) as live, sync_playwright() as play:
        chrome = play.chromium.launch(executable_path=chromium(), args=list(FLAGS))
        rows = [one.row() for one in measure(chrome, live, Path(folder))]
        chrome.close()
    PAGE.write_text(with_table(PAGE.read_text(), rows))


if __name__ == "__main__":
    main()
