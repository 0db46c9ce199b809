"""What goes onto which machine, straight, turned or tilted; who makes what, and why not."""

import math
from collections import Counter
from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from coproduce.arenas.making.rules import MakingError
from coproduce.arenas.making.rules.fitting import Machine, Part, fits, laid, laid_in, rectangle_goes_in
from coproduce.arenas.making.rules.kernels.matching import Machines
from coproduce.arenas.making.rules.planning import Maker, plan
from coproduce.arenas.making.rules.processes import PROCESSES, is_a, kinds, process
from coproduce.arenas.making.rules.sets import STANDARD
from coproduce.arenas.making.rules.tilting import goes_in_tilted
from coproduce.core.arena import told_as
from coproduce.core.refusal import Refusal

SIDE = st.integers(1, 40)
BOX = st.tuples(SIDE, SIDE, SIDE)


@pytest.mark.parametrize(
    ("box", "inside", "how"),
    [
        ((200, 200, 200), (200, 200, 200), "straight"),
        ((10, 200, 30), (200, 30, 10), "straight"),
        ((250, 10, 10), (200, 200, 50), "turned"),
        ((282, "0.8", 10), (200, 200, 50), "turned"),
        ((284, 4, 1), (200, 200, 2), None),
        ((250, 10, 10), (200, 50, 200), "tilted"),
        ((250, 10, 60), (200, 200, 50), None),
        ((300, 10, 10), (200, 200, 200), "tilted"),
        ((330, 2, 2), (200, 200, 200), "tilted"),
        ((347, 1, 1), (200, 200, 200), None),
        ((201, 201, 1), (200, 200, 200), "tilted"),
        ((210, 210, "0.1"), (200, 200, 200), "tilted"),  # Prince Rupert's square, 3√2/4 of the edge at most
        ((213, 213, "0.1"), (200, 200, 200), None),
        ((201, 200, 200), (200, 200, 200), None),
        (("1/3", "0.5", 1), (1, 1, 1), "straight"),
        ((0.1, 0.2, 12.1), ("0.1", "0.2", "12.1"), "straight"),
    ],
)
def test_how_a_box_is_laid(box: Any, inside: Any, how: str | None) -> None:
    assert laid_in(box, inside) == how
    part, machine = Part("it", "FDM", "", box), Machine("printer", "FDM", (), inside)
    assert laid(part, machine) == how
    assert (fits(part, machine) is True) == (how is not None)


@pytest.mark.parametrize(
    ("box", "inside", "more", "code"),
    [
        ((1, 2), (3, 3, 3), {}, "NOT_A_BOX"),
        ("123", (3, 3, 3), {}, "NOT_A_BOX"),
        (("12 in", 1, 1), (3, 3, 3), {}, "NOT_IN_MM"),
        (('12"', 1, 1), (3, 3, 3), {}, "NOT_IN_MM"),
        ((0, 1, 1), (3, 3, 3), {}, "NOT_POSITIVE"),
        ((1, 1, 1), (3, "wide", 3), {}, "NOT_A_NUMBER"),
        ((1, 1, 1), (3, float("inf"), 3), {}, "NOT_A_NUMBER"),
        ((1, 1, 1), (3, 3, 3), {"clearance_mm": -1}, "NEGATIVE"),
        ((1, 1, 1), (3, 3, 3), {"boldest": "thrown"}, "NOT_A_WAY"),
    ],
)
def test_what_is_no_box(box: Any, inside: Any, more: Any, code: str) -> None:
    with pytest.raises(MakingError) as refused:
        laid_in(box, inside, **more)
    assert refused.value.code == code


def test_borders_of_going_in() -> None:
    assert laid_in((250, 10, 50), (200, 200, 50)) == "turned", "as high as the room"
    assert rectangle_goes_in(Fraction(10), Fraction(1), Fraction(10), Fraction(3))
    assert rectangle_goes_in(Fraction(5), Fraction(5), Fraction(5), Fraction(5))
    assert rectangle_goes_in(Fraction(20), Fraction(5), Fraction(19), Fraction(16)), "at its corners, exactly"
    assert not rectangle_goes_in(Fraction(6), Fraction(5), Fraction(5), Fraction(5))
    cube = (Fraction(100),) * 3
    assert goes_in_tilted(cube, cube), "none of its measures is larger"
    assert goes_in_tilted((Fraction(160), Fraction(5), Fraction(5)), cube)
    assert not goes_in_tilted((Fraction(140), Fraction(140), Fraction(1)), cube)
    spell, wand = (
        fits(Part("spell", "telepathy"), Machine("printer", "FDM")),
        fits(Part("knob", "FDM"), Machine("wand", "magic")),
    )
    assert isinstance(spell, Refusal) and spell.sentence.startswith("We have no name for “telepathy”")
    assert isinstance(wand, Refusal) and "“magic”" in wand.sentence


@pytest.mark.parametrize(
    ("part", "maker"),
    [
        (Part("a", "sawing", minutes=-5), Maker("Ana", (), 1, 60)),
        (Part("a", "sawing", minutes=5), Maker("Ana", (), 1, -60)),
        (Part("a", "sawing", minutes=5), Maker("Ana", (), -1, 60)),
    ],
)
def test_nobody_is_planned_for_less_than_nothing(part: Part, maker: Maker) -> None:
    with pytest.raises(MakingError) as refused:
        plan([part], [replace(maker, machines=[Machine("saw", "sawing")])])
    assert refused.value.code == "NEGATIVE"


def test_time_is_spent_once_and_the_plainest_machine_is_taken() -> None:
    saw = Machine("saw", "sawing")
    found = plan([Part("a", "sawing", minutes=30), Part("b", "sawing", minutes=30)], [Maker("Ana", [saw], 1, 40)])
    assert ([job.part for job in found.jobs], [one.part for one in found.missing]) == (["a"], ["b"])
    two = [Machine("a", "FDM", (), (200, 50, 200)), Machine("b", "FDM", (), (300, 300, 300))]
    assert [
        (job.machine, job.laid) for job in plan([Part("rod", "FDM", "", (250, 10, 10))], [Maker("Ana", two)]).jobs
    ] == [("b", "straight")]


def test_clearance_is_kept_on_every_side() -> None:
    assert laid_in((98, 98, 98), (100, 100, 100), clearance_mm=1) == "straight"
    assert laid_in((98, 98, 98), (100, 100, 100), clearance_mm="1.1") is None
    assert laid_in((1, 1, 1), (10, 10, 10), clearance_mm=5) is None, "nothing is left"


def test_how_boldly_a_machine_takes_it() -> None:
    long, flat = (250, 10, 10), (200, 200, 50)
    assert [laid_in(long, flat, bold) for bold in ("straight", "turned", "tilted")] == [None, "turned", "turned"]
    assert [laid_in(long, (200, 50, 200), bold) for bold in ("straight", "turned", "tilted")] == [None, None, "tilted"]


@pytest.mark.parametrize(
    ("part", "machine", "code"),
    [
        ({"process": "3D printing"}, {"process": "FDM"}, None),
        ({"process": "FDM"}, {"process": "3D printing"}, "OTHER_PROCESS"),
        ({"process": "telepathy"}, {"process": "FDM"}, "UNKNOWN_PROCESS"),
        ({"process": "FDM"}, {"process": ""}, "UNKNOWN_PROCESS"),
        ({"material": "PLA"}, {"materials": ("pla ", "PETG")}, None),
        ({"material": "PLA"}, {"materials": ()}, None),
        ({"material": "oak"}, {"materials": ("PLA",)}, "OTHER_MATERIAL"),
        ({"tolerance_mm": "0.2"}, {"tolerance_mm": "0.2"}, None),
        ({"tolerance_mm": "0.1"}, {"tolerance_mm": "0.2"}, "TOO_FINE"),
        ({"tolerance_mm": "0.1"}, {}, "TOLERANCE_NOT_SAID"),
        ({}, {"tolerance_mm": "0.2"}, None),
        ({}, {"envelope_mm": (9, 9, 9)}, "SIZE_NOT_SAID"),
        ({"box_mm": (9, 9, 9)}, {}, None),
        ({"box_mm": (9, 9, 10)}, {"envelope_mm": (9, 9, 9)}, "TOO_LARGE"),
    ],
)
def test_what_a_machine_can_and_why_not(part: Any, machine: Any, code: str | None) -> None:
    said = fits({"name": "knob", "process": "FDM", **part}, {"name": "printer", "process": "FDM", **machine})
    assert (said is True) if code is None else (isinstance(said, Refusal) and said.code == code and said.sentence)


def test_every_way_of_making_has_one_name() -> None:
    called: dict[str, str] = {}
    for name, one in PROCESSES.items():
        assert not one.parent or one.parent in PROCESSES
        assert kinds(name)[0] == name
        assert process(name) == process(one.says) == name
        for alias in (*one.aliases, *((one.tsdc,) if one.tsdc else ())):
            assert process(alias.upper()) == name, alias
            assert called.setdefault(alias, name) == name, alias
    assert len(PROCESSES) > 50
    assert {PROCESSES[process(code)].tsdc for code in ("3DP", "CNC", "LAS", "PCB", "ASM", "WEL")} == {
        "3DP", "CNC", "LAS", "PCB", "ASM", "WEL"
    }  # fmt: skip
    assert (is_a("MIG", "welding"), is_a("unknown", "unknown")) == (True, False)


@given(BOX, BOX)
@settings(max_examples=60)
def test_laying_is_sound_and_grows_with_room(box: tuple[int, int, int], inside: tuple[int, int, int]) -> None:
    how, (long, wide, high) = laid_in(box, inside), inside
    assert laid_in(box, (long, wide, high + 5)) is not None or how is None
    if how == "straight":
        assert laid_in((box[2], box[1], box[0]), inside) == how
    if how is not None:
        assert min(box) <= min(inside)
        assert math.prod(box) <= math.prod(inside)


@given(SIDE, SIDE, SIDE, SIDE)
def test_a_rectangle_goes_in_where_some_angle_says_so(long: int, short: int, one: int, other: int) -> None:
    long, short = max(long, short), min(long, short)
    angles = (number * math.pi / 40_000 for number in range(20_001))
    room = max(
        min(one - long * math.cos(a) - short * math.sin(a), other - long * math.sin(a) - short * math.cos(a))
        for a in angles
    )  # fmt: skip
    said = rectangle_goes_in(*map(Fraction, (long, short, one, other)))
    if abs(room) > 1e-3 * long:
        assert said == (room > 0) or (said and one >= long and other >= short)


@settings(max_examples=60)
@given(
    st.tuples(*[st.integers(20, 3000)] * 3),
    st.tuples(*[st.floats(-1, 1)] * 4).filter(lambda turn: sum(part * part for part in turn) > 0.01),
)
def test_a_box_goes_into_whatever_is_as_large_as_it_turned(box: tuple[int, int, int], turn: tuple[float, ...]) -> None:
    """By brute force: whatever the turn, the room it takes then takes it, with a thousandth more on every side."""
    unit = np.array(turn) / math.sqrt(sum(part * part for part in turn))
    room = np.abs(turned(unit)) @ np.array(box, float)
    inside = tuple(Fraction(math.ceil(side * 1.001 * 1000), 1000) for side in room)
    assert laid_in(box, inside) is not None, (box, inside)


def turned(turn: Any) -> Any:
    """The matrix of a unit quaternion, out of the textbook: the axes of the box once it is turned."""
    w, *axis = turn
    x, y, z = axis
    cross = np.array([[0, -z, y], [z, 0, -x], [-y, x, 0]])
    return np.eye(3) + 2 * w * cross + 2 * cross @ cross


def test_what_fits_turned_is_sure_at_once() -> None:
    shelf = Part("shelf", "CNC", "plywood", (900, 200, 18))
    for lays, is_sure in (("turned", True), ("straight", False)):
        router = Machine("router", "milling", (), (800, 800, 60), lays=lays)  # type: ignore[arg-type]
        found = Machines([(0, router)]).of(shelf)
        assert (found.sure.tolist(), found.bold.tolist()) == ([is_sure], [False])


def test_what_is_thinner_nowhere_is_not_searched() -> None:
    cube = (Fraction(100),) * 3
    assert not goes_in_tilted((Fraction(101), Fraction(101), Fraction(101)), cube)
    assert not goes_in_tilted((Fraction(140), Fraction(140), Fraction(1)), cube)


@st.composite
def shops(draw: st.DrawFn) -> tuple[list[Part], list[Maker]]:
    ways, stuff = ("FDM", "3D printing", "laser cutting", "sawing", "telepathy"), ("", "PLA", "oak")
    fine = st.sampled_from((None, "0.1", "0.2"))
    parts = [
        Part(f"part {n}", draw(st.sampled_from(ways)), draw(st.sampled_from(stuff)), draw(st.none() | BOX),
             draw(fine), draw(st.integers(1, 9)), draw(st.integers(0, 60)))
        for n in range(draw(st.integers(0, 5)))
    ]  # fmt: skip
    makers = [
        Maker(
            f"maker {n}",
            [
                Machine(f"machine {m}", draw(st.sampled_from(ways)), draw(st.sampled_from(((), ("PLA",)))),
                        draw(st.none() | BOX), draw(fine), draw(st.sampled_from(("straight", "turned", "tilted"))))
                for m in range(draw(st.integers(0, 3)))
            ],
            draw(st.none() | st.integers(0, 5000)),
            draw(st.none() | st.integers(0, 300)),
        )
        for n in range(draw(st.integers(0, 4)))
    ]  # fmt: skip
    return parts, makers


@given(shops(), st.integers(0, 2))
@settings(max_examples=80, deadline=None)
def test_a_plan_keeps_what_it_promises(shop: tuple[list[Part], list[Maker]], free: int) -> None:
    parts, makers = shop
    found = plan(parts, makers, free)
    of = {maker.name: maker for maker in makers}
    used: dict[str, Fraction] = {}
    for part in parts:
        made = [job for job in found.jobs if job.part == part.name]
        missing = sum((one.quantity for one in found.missing if one.part == part.name), Fraction(0))
        assert sum(job.quantity for job in made) + missing == part.quantity, "nothing is lost"
        for job in made:
            machine = next(
                one for one in of[job.maker].machines if isinstance(one, Machine) and one.name == job.machine
            )
            assert fits(part, machine, free) is True
            assert laid(part, machine, free) == job.laid
            assert job.quantity.denominator == 1
            used[job.maker] = used.get(job.maker, Fraction(0)) + job.minutes
    for name, minutes in used.items():
        most = of[name].free_minutes
        assert most is None or minutes <= Fraction(most)
    for one in found.missing:
        part = next(part for part in parts if part.name == one.part)
        for maker in makers:
            for machine in maker.machines:
                if fits(part, machine, free) is True:
                    assert maker.free_minutes is not None, "somebody could, and has time"
                    left = Fraction(maker.free_minutes) - used.get(maker.name, Fraction(0))
                    assert left < part.minutes or (left == 0 and part.minutes), "somebody could, and has time"
        assert one.why_not


@given(shops(), st.integers(0, 2))
@settings(max_examples=60, deadline=None)
def test_all_at_once_agrees_with_one_by_one(shop: tuple[list[Part], list[Maker]], free: int) -> None:
    parts, makers = shop
    owned = [(place, told_as(Machine, machine)) for place, maker in enumerate(makers) for machine in maker.machines]
    machines = Machines(owned, free)
    for part in parts:
        able = machines.of(part)
        for kind, machine in enumerate(machines.kinds):
            said = fits(part, machine, free) is True
            assert said == bool(able.sure[kind]) or (said and able.bold[kind]) or (not said and able.bold[kind])
            assert not (able.sure[kind] and able.bold[kind])


def test_a_batch_goes_to_several_and_the_nearest_first() -> None:
    printer = Machine("printer", "FDM", (), (200, 200, 200))
    makers = [Maker("far", [printer], 900), Maker("near", [printer], 100, 45), Maker("somewhere", [printer])]
    found = plan([Part("knob", "FDM", "", (30, 30, 30), quantity=5, minutes=20)], makers)
    assert [(job.maker, job.quantity, job.minutes) for job in found.jobs] == [("near", 2, 40), ("far", 3, 60)]
    assert (found.makers, found.missing) == (2, ())
    shared = plan([Part("rope", "FDM", "", (30, 30, 30), quantity="2.5", minutes=20)], [makers[1]])
    assert [(job.quantity, one.quantity) for job in shared.jobs for one in shared.missing] == [
        (Fraction(9, 4), Fraction(1, 4))
    ]
    assert shared.missing[0].why_not[0][0].code == "NO_TIME"


def test_why_nobody_makes_it() -> None:
    printer = Machine("printer", "FDM", ("PLA",), (200, 200, 200))
    makers = [Maker("Ana", [printer, Machine("saw", "sawing")], 5), Maker("Ben", [printer], 9)]
    missing = plan([Part("seat", "FDM", "PLA", (300, 300, 300)), Part("sock", "knitting")], makers).missing
    assert [[(why.code, number) for why, number in one.why_not] for one in missing] == [
        [("OTHER_PROCESS", 1), ("TOO_LARGE", 2)],
        [("OTHER_PROCESS", 3)],
    ]
    assert missing[0].why_not[1][0].sentence.startswith("seat is 300 × 300 × 300 mm and does not go into")
    assert plan([Part("seat", "FDM")], []).missing[0].why_not[0][0].code == "NOBODY"
    with pytest.raises(MakingError) as refused:
        plan([], [makers[0], makers[0]])
    assert refused.value.code == "TWICE"


def test_who_is_on_the_plan_already_is_asked_again() -> None:
    both = Maker("both", [Machine("saw", "sawing"), Machine("printer", "FDM")], 900)
    near = Maker("near", [Machine("printer", "FDM")], 10)
    found = plan([Part("knob", "FDM"), Part("leg", "sawing")], [near, both])
    assert [(job.part, job.maker) for job in found.jobs] == [("knob", "both"), ("leg", "both")]


def test_a_rod_only_several_angles_put_in_is_planned() -> None:
    cube = Maker("Ana", [Machine("printer", "FDM", (), (200, 200, 200))])
    job = plan([Part("rod", "FDM", "", (320, 3, 3))], [cube]).jobs[0]
    assert (job.laid, job.machine) == ("tilted", "printer")


def test_what_is_too_near_to_say_is_looked_at_exactly() -> None:
    least = Fraction(1, 10**9)
    boxes = [(100, 100, 100), (100 + least, 100, 100), (Fraction(5), Fraction(1, 7), 1)]
    machines = Machines([(0, Machine("cube", "FDM", (), (100, 100, 100))), (1, Machine("flat", "FDM", (), (5, 1, 1)))])
    for box in boxes:
        part = Part("it", "FDM", "", box)
        able = machines.of(part)
        assert [bool(one) for one in able.sure] == [fits(part, one) is True for one in machines.kinds]
    assert machines.laid(Part("it", "FDM"), 0) is None


def test_who_has_no_word_for_it_is_counted_apart() -> None:
    makers = [Maker("Ana", [Machine("wand", "telepathy"), Machine("saw", "sawing"), Machine("drill", "drilling")])]
    found = plan([Part("knob", "FDM"), Part("spell", "telepathy")], makers).missing
    assert [[(why.code, number) for why, number in one.why_not] for one in found] == [
        [("UNKNOWN_PROCESS", 1), ("OTHER_PROCESS", 2)],
        [("UNKNOWN_PROCESS", 3)],
    ]


def test_who_has_no_time_for_one_is_passed_over() -> None:
    saw = Machine("saw", "sawing")
    found = plan([Part("leg", "sawing", quantity=1, minutes=30)], [Maker("near", [saw], 1, 10), Maker("far", [saw], 9)])
    assert [job.maker for job in found.jobs] == ["far"]


def test_the_standard_rules_keep_no_room() -> None:
    assert STANDARD.clearance_tenths_mm == 0


def test_every_machine_is_counted_by_its_own_reason() -> None:
    part = Part("lid", "FDM", "PLA", (100, 100, 100), "0.1")
    machines = [
        machine
        for more in (0, 1)
        for machine in (
            Machine("small", "FDM", (), (50, 50, 50 + more), "0.1"),
            Machine("saw", "sawing", (), (200, 200, 200 + more), "0.1"),
            Machine("steel", "FDM", ("steel",), (200, 200, 200 + more), "0.1"),
            Machine("coarse", "FDM", (), (200, 200, 200 + more), "0.5"),
        )
    ]
    (missing,) = plan([part], [Maker("Ana", machines)]).missing
    each = [one for one in (fits(part, machine) for machine in machines) if isinstance(one, Refusal)]
    assert {refused.code: number for refused, number in missing.why_not} == Counter(one.code for one in each)
    assert len({one.code for one in each}) == 4
    assert {refused.sentence for refused, _ in missing.why_not} == {one.sentence for one in each[:4]}
