"""The parts of docs/care that the program says of itself: what is kept, who reads it, what is asked, what stops whom.

`./coproduce run -- python -m coproduce.arenas.care.queries.papers` writes them again; a test says when they are stale.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields
from pathlib import Path
from typing import get_args, get_type_hints

from coproduce.arenas.care.rules import ACTIVITIES, QUESTIONS, STANDARD, Rules
from coproduce.core.rule_sets import Says

FOLDER = Path(__file__).resolve().parents[5] / "docs" / "care"
PART = re.compile(r"(<!-- made: (\w+) -->\n)(.*?)(<!-- until here -->)", re.DOTALL)


def kept() -> Iterator[str]:
    """What is kept of somebody, what for, how long, and what nobody reads without a note."""
    from django.apps import apps

    from coproduce.community.privacy.registry import of

    yield "| what | what for | how long | each reading is noted |"
    yield "|---|---|---|---|"
    for model in apps.get_app_config("care").get_models():
        said = of(model)
        for name, why in said.fields.items():
            noted = "yes" if name in said.log_reads else ""
            yield f"| {model._meta.object_name}.{name} | {why} | {said.how_long()} | {noted} |"


def readers() -> Iterator[str]:
    """Who may do what."""
    from coproduce.arenas.care.policy import ROWS

    yield "| verb | who | about whom | why |"
    yield "|---|---|---|---|"
    for row in ROWS:
        yield f"| `{row.verb}` | {row.role} | {row.relation} | {row.why} |"


def asked() -> Iterator[str]:
    """The questions of a visit."""
    yield "| | asked or looked at | needs a hand | urgent | who acts |"
    yield "|---|---|---|---|---|"
    for one in QUESTIONS:
        yield f"| {one.code} | {one.ask} | {one.amber} | {one.red or 'never'} | {one.to if one.red else 'the desk'} |"


def checks() -> Iterator[str]:
    """What visitors do, and which check it takes."""
    yield "| activity | takes |"
    yield "|---|---|"
    words = {"none": "at most a basic check", "regulated": "the highest check", "prohibited": "not done here"}
    for activity, level in ACTIVITIES.items():
        yield f"| {activity} | {words[level]} |"


def clocks() -> Iterator[str]:
    """What the first rule set says; each is changed by a decision."""
    hints = get_type_hints(Rules, include_extras=True)
    yield "| clock | as it begins |"
    yield "|---|---|"
    for one in fields(Rules):
        says = next(part for part in get_args(hints[one.name]) if isinstance(part, Says))
        value = getattr(STANDARD, one.name)
        many = isinstance(value, tuple)
        shown = ", ".join(map(str, value)) if many else "not decided yet" if value is None else value
        yield f"| {says.label} | {shown} |"


PARTS: Mapping[str, Callable[[], Iterator[str]]] = {
    "kept": kept,
    "readers": readers,
    "asked": asked,
    "checks": checks,
    "clocks": clocks,
}


def fresh(text: str) -> str:
    """A paper with its made parts as they are today."""
    return PART.sub(lambda found: found[1] + "\n".join(PARTS[found[2]]()) + "\n" + found[4], text)


if __name__ == "__main__":
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coproduce.web.settings")
    django.setup()
    for paper in sorted(FOLDER.glob("*.md")):
        paper.write_text(fresh(paper.read_text(encoding="utf-8")), encoding="utf-8")
