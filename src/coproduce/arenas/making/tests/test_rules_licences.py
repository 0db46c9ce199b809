"""Under which licence a whole may be shared, and whom it comes from."""

from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, strategies as st

from coproduce.arenas.making.rules import MakingError
from coproduce.arenas.making.rules.credit import Work, attribution, credited, people_of
from coproduce.arenas.making.rules.licences import _ASKS, _UNDER, _whole, compatible, named, reasons
from coproduce.core.refusal import Refusal

KNOWN = st.sampled_from(sorted(_ASKS))


@pytest.mark.parametrize(
    ("licences", "whole"),
    [
        (["CERN-OHL-S-2.0", "CERN-OHL-P-2.0"], "CERN-OHL-S-2.0"),
        (["CERN-OHL-W-2.0", "CERN-OHL-P-2.0"], "CERN-OHL-W-2.0"),
        (["CERN-OHL-W-2.0", "CERN-OHL-S-2.0"], "CERN-OHL-S-2.0"),
        (["CERN-OHL-1.2", "CERN-OHL-S-2.0"], "CERN-OHL-S-2.0"),
        (["MIT"], "MIT"),
        (["MIT", "Apache-2.0"], "Apache-2.0"),
        (["MIT", "BSD-3-Clause"], "BSD-3-Clause"),
        (["CC0-1.0", "CC-BY-4.0"], "CC-BY-4.0"),
        (["CC-BY-4.0", "CC-BY-SA-4.0"], "CC-BY-SA-4.0"),
        (["CC-BY-SA-3.0", "CC-BY-SA-4.0"], "CC-BY-SA-4.0"),
        (["CC-BY-SA-4.0", "GPL-3.0-or-later"], "GPL-3.0-only"),
        (["GPL-2.0-or-later", "Apache-2.0"], "GPL-3.0-or-later"),
        (["MPL-2.0", "Apache-2.0"], "MPL-2.0"),
        (["LGPL-3.0-only", "GPL-3.0+"], "GPL-3.0-only"),
        (["gpl-3.0", "AGPL-3.0-only"], "AGPL-3.0-only"),
        (["MIT OR GPL-2.0-only", "Apache-2.0"], "Apache-2.0"),
        (["(MIT AND CC-BY-4.0) OR GPL-3.0-only", "CERN-OHL-S-2.0"], "CERN-OHL-S-2.0"),
        (["MIT AND Apache-2.0"], "Apache-2.0"),
        (["CC-BY-NC-4.0", "MIT"], "CC-BY-NC-4.0"),
        (["CC-BY-ND-4.0"], "CC-BY-ND-4.0"),
        ({"frame": "MIT", "hub": "MIT"}, "MIT"),
        (["MIT OR MIT".ljust(400)], "MIT"),
        (
            [
                "MIT OR ISC",
                "0BSD OR Zlib",
                "MIT-0 OR Apache-2.0",
                "CC0-1.0 OR Unlicense",
                "MPL-2.0 OR ECL-2.0",
                "SHL-2.1 OR BSL-1.0",
            ],
            "Apache-2.0",
        ),
    ],
)
def test_what_the_whole_must_carry(licences: Any, whole: str) -> None:
    assert compatible(licences) == whole


@pytest.mark.parametrize(
    ("licences", "code", "says"),
    [
        ([], "NO_LICENCE", "all rights are reserved"),
        ({"frame": "MIT", "hub": ""}, "NO_LICENCE", "all rights are reserved"),
        (["NOASSERTION"], "NO_LICENCE", "all rights are reserved"),
        (["MIT", None], "NO_LICENCE", "all rights are reserved"),
        (["CERN-OHL-S-2.0", "GPL-3.0-only"], "LICENCES_CLASH", "CERN-OHL-S-2.0"),
        (["Apache-2.0", "GPL-2.0-only"], "LICENCES_CLASH", "Apache-2.0"),
        (["MPL-2.0", "Apache-2.0", "GPL-2.0-only"], "LICENCES_CLASH", "GPL-2.0-only"),
        (["CC-BY-NC-4.0", "CC-BY-SA-4.0"], "LICENCES_CLASH", "CC-BY-NC-4.0"),
        (["CC-BY-ND-4.0", "MIT"], "LICENCES_CLASH", "CC-BY-ND-4.0"),
        (["GPL-2.0-or-later", "CC-BY-SA-4.0", "AGPL-3.0-or-later", "MPL-2.0", "GPL-2.0-only"], "LICENCES_CLASH", ""),
        (["MTI"], "UNKNOWN_LICENCE", "Did you mean MIT?"),
        (["CERN-OHL-S-2"], "UNKNOWN_LICENCE", "CERN-OHL-S-2.0"),
        (["as you please"], "UNKNOWN_LICENCE", "spdx.org"),
        (["x" * 1000], "UNKNOWN_LICENCE", "spdx.org"),
        (["MIT OR"], "NOT_AN_EXPRESSION", "MIT OR"),
        (["MIT AND"], "NOT_AN_EXPRESSION", "MIT AND"),
        (["(MIT"], "NOT_AN_EXPRESSION", "(MIT"),
        (["(MIT OR)"], "NOT_AN_EXPRESSION", "(MIT OR)"),
        (["MIT) OR MIT"], "NOT_AN_EXPRESSION", "MIT)"),
        (["MIT OR MTI"], "UNKNOWN_LICENCE", "MIT"),
        (["MTI AND MIT"], "UNKNOWN_LICENCE", "MIT"),
        (["MIT AND MTI"], "UNKNOWN_LICENCE", "MIT"),
        (["MTI OR MIT"], "UNKNOWN_LICENCE", "MIT"),
        ([" OR ".join(["MIT"] * 150)], "UNKNOWN_LICENCE", "spdx.org"),
        (["MIT OR ISC", "0BSD OR Zlib", "MIT-0 OR Apache-2.0", "CC0-1.0 OR Unlicense", "MPL-2.0 OR ECL-2.0",
          "SHL-2.1 OR BSL-1.0", "CC-BY-4.0 OR CC-BY-3.0"], "TOO_MANY_CHOICES", "choose one"),
    ],
)  # fmt: skip
def test_why_a_whole_cannot_be_shared(licences: Any, code: str, says: str) -> None:
    refused = compatible(licences)
    assert isinstance(refused, Refusal)
    assert (refused.code, says in refused.sentence) == (code, True), refused.sentence


@given(st.lists(KNOWN, min_size=1, max_size=5))
def test_every_part_may_stand_under_what_the_whole_carries(licences: list[str]) -> None:
    whole = compatible(licences)
    assert whole == compatible(list(reversed(licences))), "in any order"
    if isinstance(whole, str):
        assert all(whole in _UNDER[one] for one in licences)
        assert compatible([*licences, whole]) == whole, "what it carries clashes with nothing in it"
        assert max(_ASKS[one] for one in licences) <= _ASKS[whole] or whole not in licences
    else:
        assert whole.code == "LICENCES_CLASH"
        assert isinstance(compatible([whole.values["one"], whole.values["other"]]), Refusal) or len(set(licences)) > 2


@given(st.lists(KNOWN, min_size=1, max_size=4), KNOWN)
def test_one_more_part_never_makes_a_whole_freer(licences: list[str], more: str) -> None:
    before, after = compatible(licences), compatible([*licences, more])
    if isinstance(before, Refusal):
        assert isinstance(after, Refusal)
    elif isinstance(after, str):
        assert all(after in _UNDER[one] for one in licences)


def test_where_three_have_no_whole_two_of_them_clash() -> None:
    for three in combinations(sorted(_ASKS), 3):
        if _whole(frozenset(three)) is None:
            assert any(_whole(frozenset(two)) is None for two in combinations(three, 2)), three


@pytest.mark.parametrize("known", sorted(_ASKS))
def test_a_licence_is_known_by_any_letters(known: str) -> None:
    assert named(known.lower()) == known == named(f" {known.upper()} ")


STOOL, CHAIR = Work("stool", ("Ana",), (), "MIT"), Work("chair", ("Ben", "Ana", "Ben"), ("stool",), "MIT")


def test_credit_is_kept_through_every_fork() -> None:
    works = [
        STOOL,
        CHAIR,
        *(Work(f"fork {n}", (f"person {n}",), (f"fork {n - 1}" if n else "chair",)) for n in range(200)),
    ]
    found = credited("fork 199", works)
    assert [one.generation for one in found] == list(range(202))
    assert found[-1].people == ("Ana",)
    assert set(people_of(found)) == {"Ana", "Ben", *(f"person {n}" for n in range(200))}


def test_two_ways_to_one_work_name_it_once() -> None:
    works = [STOOL, CHAIR, Work("bench", ("Cleo",), ("chair", "stool"), "")]
    assert [(one.generation, one.work) for one in credited("bench", works)] == [
        (0, "bench"),
        (1, "chair"),
        (1, "stool"),
    ]
    assert attribution("bench", works).splitlines() == [
        "bench, by Cleo. No licence: all rights reserved",
        "  made from chair, by Ben, Ana. MIT",
        "  made from stool, by Ana. MIT",
    ]
    assert attribution("box", [{"name": "box", "people": ()}]).startswith("box, by nobody named.")


@pytest.mark.parametrize(
    ("works", "code"),
    [
        ([Work("a", (), ("b",)), Work("b", (), ("a",))], "CIRCLE"),
        ([Work("a", (), ("b", "c")), Work("b", (), ("c",)), Work("c", (), ("b",))], "CIRCLE"),
        ([Work("a", ("Ana",)), Work("a", ("Ben",))], "TWICE"),
        ([Work("a", (), ("b",))], "NOT_THERE"),
        ([], "NOT_THERE"),
    ],
)
def test_what_cannot_come_from_itself(works: list[Work], code: str) -> None:
    with pytest.raises(MakingError) as refused:
        credited("a", works)
    assert refused.value.code == code


@given(st.lists(st.sets(st.integers(0, 19), max_size=4), min_size=1, max_size=20))
def test_nobody_drops_out(made_from: list[set[int]]) -> None:
    works = [
        Work(str(place), (f"person {place}",), tuple(str(one) for one in sorted(before) if one < place))
        for place, before in enumerate(made_from)
    ]
    last = works[-1].name
    reached, left = {last}, [last]
    while left:
        for before in works[int(left.pop())].made_from:
            if before not in reached:
                reached.add(before)
                left.append(before)
    found = credited(last, works)
    assert {one.work for one in found} == reached
    assert set(people_of(found)) == {f"person {name}" for name in reached}
    assert len(found) == len(reached)


def test_why_a_whole_carries_its_licence() -> None:
    of = {"frame": "mit", "hub": "CERN-OHL-S-2.0", "rim": "MIT", "nut": "", "plan": "own words", "lid": "CC-BY-ND-4.0"}
    assert [(one.licence, one.asks, one.parts) for one in reasons(of)] == [
        ("", "all rights are reserved", ("nut",)),
        ("CC-BY-ND-4.0", "asks that nobody changes it", ("lid",)),
        ("CERN-OHL-S-2.0", "asks that the whole is shared alike, with all that is needed to make it", ("hub",)),
        ("MIT", "asks to be named", ("frame", "rim")),
        ("own words", "is met as it says", ("plan",)),
    ]


#: What the texts and their keepers say of two together, and where. No licence is none that is known to take both.
CITED = [
    # CERN-OHL-S-2.0 and -W-2.0, 1.2: earlier versions of the CERN OHL, -W in -S, and what lets itself be treated so.
    ("CERN-OHL-1.2", "CERN-OHL-S-2.0", "CERN-OHL-S-2.0"), ("CERN-OHL-1.1", "CERN-OHL-W-2.0", "CERN-OHL-W-2.0"),
    ("CERN-OHL-W-2.0", "CERN-OHL-S-2.0", "CERN-OHL-S-2.0"), ("CERN-OHL-P-2.0", "CERN-OHL-S-2.0", "CERN-OHL-S-2.0"),
    ("GPL-3.0-only", "CERN-OHL-S-2.0", None), ("CERN-OHL-W-2.0", "GPL-3.0-or-later", None),
    # creativecommons.org, compatible licences: BY-SA 4.0 one way into GPLv3 (8 October 2015); BY-SA into no other GPL.
    ("CC-BY-SA-4.0", "GPL-3.0-only", "GPL-3.0-only"), ("CC-BY-SA-4.0", "GPL-2.0-only", None),
    ("CC-BY-4.0", "CC-BY-SA-4.0", "CC-BY-SA-4.0"), ("CC-BY-NC-4.0", "CC-BY-SA-4.0", None),
    ("CC-BY-NC-4.0", "CC-BY-NC-SA-4.0", "CC-BY-NC-SA-4.0"), ("CC-BY-ND-4.0", "CC-BY-4.0", None),
    ("CC-BY-SA-3.0", "CC-BY-SA-4.0", "CC-BY-SA-4.0"), ("CC-BY-SA-3.0", "GPL-3.0-only", None),
    ("CC-BY-SA-4.0", "GPL-3.0-or-later", "GPL-3.0-only"),
    # The list of licences of gnu.org: Apache 2.0 and ECL 2.0 with version 3 and not 2; MPL 2.0 with GPL 2, LGPL 2.1,
    # AGPL 3 and all later ones (its section 3.3); CC BY 4.0 with all.
    ("Apache-2.0", "GPL-3.0-only", "GPL-3.0-only"), ("Apache-2.0", "GPL-2.0-only", None),
    ("Apache-2.0", "GPL-2.0-or-later", "GPL-3.0-or-later"), ("Apache-2.0", "AGPL-3.0-only", "AGPL-3.0-only"),
    ("ECL-2.0", "GPL-3.0-or-later", "GPL-3.0-or-later"), ("ECL-2.0", "GPL-2.0-only", None),
    ("MPL-2.0", "GPL-2.0-only", "GPL-2.0-only"), ("MPL-2.0", "LGPL-2.1-only", "LGPL-2.1-only"),
    ("MPL-2.0", "AGPL-3.0-only", "AGPL-3.0-only"), ("MPL-2.0", "LGPL-3.0-or-later", "LGPL-3.0-or-later"),
    ("CC-BY-4.0", "GPL-2.0-only", "GPL-2.0-only"), ("CC-BY-4.0", "AGPL-3.0-or-later", "AGPL-3.0-or-later"),
    # "Only" of the newest: GPL 3 and AGPL 3 beside each other by section 13 of both; none of them with GPL 2 alone.
    ("GPL-3.0-only", "AGPL-3.0-only", "AGPL-3.0-only"), ("GPL-2.0-only", "GPL-3.0-only", None),
    ("LGPL-3.0-only", "GPL-2.0-only", None), ("AGPL-3.0-only", "GPL-2.0-only", None),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other", "whole"), CITED)
def test_what_the_texts_say_of_two_together(one: str, other: str, whole: str | None) -> None:
    found = compatible([one, other])
    assert (None if isinstance(found, Refusal) else found) == whole
    assert compatible([other, one]) == found


#: The table of gnu.org/licenses/gpl-faq.html#AllCompatibility (1 March 2023), as far as code is copied: under what the
#: whole stands that has both. Where it says GPLv3, AGPLv3 is meant too.
UNDER = (G2, G2P, G3P, L2, L2P, L3P) = (
    "GPL-2.0-only", "GPL-2.0-or-later", "GPL-3.0-or-later", "LGPL-2.1-only", "LGPL-2.1-or-later", "LGPL-3.0-or-later",
)  # fmt: skip
GNU = {
    G2: (G2, G2, None, G2, G2, None),
    G2P: (G2, G2P, G3P, G2P, G2P, G3P),
    G3P: (None, G3P, G3P, G3P, G3P, G3P),
    L2: (G2, G2P, G3P, L2, L2, G3P),
    L2P: (G2, G2P, G3P, L2, L2P, L3P),
    L3P: (None, G3P, G3P, G3P, L3P, L3P),
}


@pytest.mark.parametrize("one", UNDER)
@pytest.mark.parametrize("place", range(len(UNDER)))
def test_gnu_licences_stand_together_as_their_own_table_says(one: str, place: int) -> None:
    def read_as(name: str, other: str) -> str:
        return name.replace(G3P, other) if name == G3P else name

    for three in (G3P, "AGPL-3.0-or-later"):
        whole = GNU[one][place]
        of = [read_as(one, three), read_as(UNDER[place], three)]
        found = compatible(of)
        # Two that are no GPLv3 meet in the plain one.
        expected = None if whole is None else read_as(whole, three) if three in of else whole
        assert (None if isinstance(found, Refusal) else found) == expected, of
