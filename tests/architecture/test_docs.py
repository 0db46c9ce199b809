"""Docs that cannot rot: the reference is the program's own, links lead somewhere, one page is one page."""

import re
import subprocess
from pathlib import Path

import pytest
from tools import reference

from coproduce import __version__

ROOT = Path(__file__).resolve().parent.parent.parent
DOCS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "src").rglob("README.md")])


@pytest.mark.parametrize(
    "name", ["permissions.md", "api.md", "commands.md", "settings.md", "record-of-processing.md", "dpia.md"]
)
def test_the_reference_is_fresh(name: str) -> None:
    assert (reference.REFERENCE / name).read_text(encoding="utf-8") == reference.pages()[name], "run tools/reference.py"


@pytest.mark.parametrize("page", DOCS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    for link in re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8")):
        assert link.startswith("http") or (page.parent / link).exists(), link


def test_whoever_cites_it_cites_this_version() -> None:
    assert f"\nversion: {__version__}\n" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")


def test_the_architecture_is_one_page() -> None:
    assert len((ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8").splitlines()) <= 70


def test_the_readme_has_two_commands_first() -> None:
    blocks = re.findall(r"```\n(.*?)\n```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    assert blocks == ["./coproduce up", "./coproduce test"]


def test_every_way_of_doing_is_named_in_the_docs() -> None:
    """A how-to that types a command types one that is there."""
    words = {
        line.split("coproduce ")[1].split("`")[0]
        for line in (reference.REFERENCE / "commands.md").read_text().splitlines()
        if line.startswith("## ")
    }
    for page in (ROOT / "docs").rglob("*.md"):
        for said in re.findall(r"\./coproduce ([a-z-]+(?: [a-z-]+)?)", page.read_text(encoding="utf-8")):
            first = said.split()[0]
            assert first in ("test", "check", "run") or said in words or first in words, (page.name, said)


def test_no_file_names_a_machine_or_a_registry() -> None:
    files = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    for name in files:
        path = ROOT / name
        if path.suffix in (".py", ".md", ".toml", ".lock", ".html", ".css", "") and path.is_file():
            text = path.read_text(encoding="utf-8", errors="replace")
            assert not re.search(r"(?m)^\s*--(extra-)?index-url|/home/\w+/", text), name
