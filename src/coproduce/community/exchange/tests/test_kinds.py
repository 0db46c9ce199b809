"""Kinds of help: the list as it is shipped, and how everyday words find their place in it."""

import doctest
import subprocess
import sys

import pytest

from coproduce.community.exchange.categories import kinds
from coproduce.community.exchange.categories.kinds import SHIPPED, Kind, found_in, match, ranked
from coproduce.community.exchange.rules import LONGEST_CATEGORY


def test_the_tree_hangs_together() -> None:
    codes = [kind.code for kind in SHIPPED]
    tops = {kind.code for kind in SHIPPED if not kind.parent}
    assert len(codes) == len(set(codes))
    assert 12 <= len(tops) <= 18
    for kind in SHIPPED:
        assert kind.words and 0 < len(kind.name) <= LONGEST_CATEGORY
        assert not kind.parent or (kind.parent in tops and kind.code.startswith(f"{kind.parent}."))
    for top in tops:
        assert 3 <= sum(kind.parent == top for kind in SHIPPED) <= 8, top


def test_names_of_children_and_tops_are_told_apart() -> None:
    names = [kind.name for kind in SHIPPED]
    assert len(names) == len(set(names))


def test_no_words_of_two_kinds_are_the_same() -> None:
    said: dict[str, str] = {}
    for kind in SHIPPED:
        for words in kind.words:
            assert said.setdefault(words, kind.code) == kind.code, words


@pytest.mark.parametrize("kind", SHIPPED, ids=lambda kind: kind.code)
def test_every_kind_is_found_by_its_own_name(kind: Kind) -> None:
    assert match(kind.name, SHIPPED) == kind
    assert match(kind.name.upper() + " ", SHIPPED) == kind


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("Car share", "transport.lift"),
        ("Hospital runs", "transport.lift"),
        ("Pet Care", "animals"),
        ("Babysitting", "children.minding"),
        ("IT support", "it"),
        ("Computing / laptops", "it.computer"),
        ("DIY & odd jobs", "repair.diy"),
        ("bike repairs", "repair.bicycle"),
        ("Befriending", "company"),
        ("hedge-cutting", "garden.hedges"),
        ("mending my daughter’s bikes", "repair.bicycle"),
        ("Form filling", "money.forms"),
        ("a walk with my old dog", "animals.dogs"),
    ],
)
def test_other_peoples_names_find_their_kind(said: str, code: str) -> None:
    found = match(said, SHIPPED)
    assert found is not None and found.code == code


@pytest.mark.parametrize("said", ["", " ", "Various", "Jardinage", "🙂", "…", "12345"])
def test_words_that_mean_no_kind_find_none(said: str) -> None:
    assert match(said, SHIPPED) is None


def test_a_child_goes_before_its_parent_and_ties_go_by_code() -> None:
    top = Kind("b", "B", "", ("wool",))
    child = Kind("b.x", "X", "b", ("needle",))
    other = Kind("a.y", "Y", "a", ("thread",))
    assert ranked("wool, thread and needle", (top, child, other)) == (other, child, top)
    assert ranked("wool, thread and needle", (other, top, child)) == (other, child, top)


def test_a_community_may_have_its_own_kinds() -> None:
    own = (*SHIPPED, Kind("sauna", "Sauna", "", ("sauna", "steam bath")))
    assert match("a steam bath on Friday", own) == own[-1]
    assert match("a steam bath on Friday", SHIPPED) is None


def test_a_long_text_is_read_to_its_end() -> None:
    assert len(found_in("could someone walk the dog. " * 2000, SHIPPED)) == 2000 * len(
        found_in("walk the dog.", SHIPPED)
    )
    assert not found_in("a" * 200_000, SHIPPED)


def test_the_list_is_plain_python() -> None:
    """Read where there is no Django: by commands that need only the library."""
    program = "import sys; import coproduce.community.exchange.pasting.drafts; print('django' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_examples() -> None:
    assert doctest.testmod(kinds).failed == 0
