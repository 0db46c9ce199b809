"""Designs in designs: taken apart in versions that will do, summed, with the licence of all; who near makes it."""

from fractions import Fraction

import pytest
from tests.fixtures.towns import Town

from coproduce.arenas.making.models import Design
from coproduce.arenas.making.queries.makers import machines, who_makes
from coproduce.arenas.making.queries.tree import Parts, parts_of, used_in
from coproduce.arenas.making.rules import Plan
from coproduce.arenas.making.tests.shed import done, refused, stool
from coproduce.community.people.models import Membership, Neighbourhood
from coproduce.core.quantity import HOURS
from coproduce.core.refusal import Refusal

pytestmark = pytest.mark.django_db

#: A trailer out of three designs.
HUB = {"name": "Hub", "parts": "bearing; 2; ; ; ; ; 50 g; cost 1.20\nbolt; 6; ; ; ; ; 4 g; cost 0.10"}
WHEEL = {"name": "Wheel", "parts": "Hub; 1\nspoke; 36\nrim; 1; bending; steel; ; 30"}
TRAILER = {
    "name": "Trailer",
    "parts": "wheel; 2\nframe; 1; welding; ; 1500 x 700 x 200; 120\nbolt; 24; ; ; ; ; 4 g; cost 0.10",
}


def row(town: Town, said: dict[str, str], by: str = "Ben", **change: str) -> Design:
    public_id = stool(town, by=by, **{**said, **change})
    return Design.objects.select_related("community").get(public_id=public_id)


def trailer(town: Town) -> Design:
    row(town, HUB)
    row(town, WHEEL)
    return row(town, TRAILER)


def test_a_trailer_is_taken_apart_through_three_designs(town: Town) -> None:
    found = parts_of(trailer(town), 5)
    assert isinstance(found, Parts)
    assert {line.name: int(line.quantity) for line in found.lines} == {
        "Wheel": 10, "Hub": 10, "frame": 5, "spoke": 360, "rim": 10, "bearing": 20, "bolt": 180,
    }  # fmt: skip
    bolt = next(line for line in found.lines if line.name == "bolt")
    assert dict(bolt.used_in) == {"Trailer": 24, "Hub": 6}
    assert found.totals.cost_minor == 20 * 120 + 180 * 10
    assert found.totals.mass_g == 20 * 50 + 180 * 4
    assert found.totals.minutes == 5 * 120 + 10 * 30
    assert found.totals.unknown["cost_minor"] == ("frame", "rim", "spoke")
    assert [one.name for one in used_in(Design.objects.get(name="Hub"))] == ["Wheel"]


def test_a_version_that_will_do_is_taken_and_none_is_said(town: Town) -> None:
    row(town, HUB, version="1.2.0")
    row(town, HUB, version="2.0.0", parts="bearing; 1")
    one = row(town, {"name": "Cart", "parts": "hub; 2; ; ; ; ; version ^1"})
    found = parts_of(one)
    assert isinstance(found, Parts)
    assert [(line.name, line.version) for line in found.lines if line.row] == [("Hub", "1.2.0")]
    none = parts_of(row(town, {"name": "Sledge", "parts": "hub; 2; ; ; ; ; version ^3"}))
    assert isinstance(none, Refusal)
    assert (none.code, "there is 1.2.0, 2.0.0" in none.sentence) == ("NO_VERSION", True)


def test_a_design_is_no_part_of_itself(town: Town) -> None:
    row(town, {"name": "A", "parts": "B"})
    said = {"name": "B", "version": "1.0.0", "licence": "MIT", "parts": "a; 1"}
    assert refused("making.keep_design", town, "Ana", **said) == ("CIRCLE", "parts")
    assert refused("making.keep_design", town, "Ana", **{**said, "name": "C", "parts": "c"}) == ("CIRCLE", "parts")
    done("making.keep_design", town, "Ana", **{**said, "parts": "a; 1; sawing"})


def test_a_name_that_several_use_is_whose_it_is_first(town: Town) -> None:
    row(town, HUB, by="Ana", parts="bearing; 7")
    row(town, HUB, by="Ben", parts="bearing; 3")
    mine, other = row(town, WHEEL, by="Ben"), row(town, WHEEL, by="Dee")
    for design, bearings in ((mine, 3), (other, 7)):
        found = parts_of(design)
        assert isinstance(found, Parts)
        assert next(line.quantity for line in found.lines if line.name == "bearing") == Fraction(bearings)


def test_two_things_of_one_name_are_two_things(town: Town) -> None:
    row(town, {"name": "Table", "parts": "leg; 4; turning; ash; 700 x 60 x 60"})
    found = parts_of(row(town, {"name": "Set", "parts": "Table\nleg; 3; turning; ash; 400 x 40 x 40"}))
    assert isinstance(found, Parts)
    assert {line.name for line in found.lines} == {"Table", "leg (Table 1.0.0)", "leg (Set 1.0.0)"}


@pytest.mark.parametrize(
    ("hub", "whole"), [("CERN-OHL-S-2.0", "CERN-OHL-S-2.0"), ("MIT", "CERN-OHL-P-2.0"), ("", "NO_LICENCE"),
                       ("GPL-2.0-only", "LICENCES_CLASH")],
)  # fmt: skip
def test_the_licence_of_the_whole_tree_and_why(town: Town, hub: str, whole: str) -> None:
    row(town, HUB, licence=hub)
    found = parts_of(row(town, WHEEL))
    assert isinstance(found, Parts)
    assert (found.licence.code if isinstance(found.licence, Refusal) else found.licence) == whole
    assert {one.licence: one.parts for one in found.reasons} == {"CERN-OHL-P-2.0": ("Wheel",), hub: ("Hub",)}


def test_who_near_makes_it_in_the_time_they_have(town: Town) -> None:
    """Ana is near and has an hour; Dee is far and has any time: two of three legs an hour are Ana's."""
    for place, (who, latitude) in enumerate((("Ana", "51.70"), ("Dee", "51.90"), ("Ben", "51.71"))):
        part = Neighbourhood.objects.create(
            community=town.community, name=f"Part {place}", latitude=latitude, longitude="-2.20"
        )
        Membership.objects.filter(agent__public_id=town.agents[who]).update(neighbourhood=part)
    lathe = {"name": "Lathe", "does": "turning", "materials": "ash", "size": "900 x 300 x 300"}
    done("making.keep_machine", town, "Dee", **lathe)
    done("making.keep_machine", town, "Ana", **lathe, free=HOURS(45), tolerance="0.2", lays="straight")
    plan = who_makes(town.actor("Ben"), row(town, {"name": "Stool"}), 1)
    assert isinstance(plan, Plan)
    ana, dee = (Membership.objects.get(agent__public_id=town.agents[who]).agent.name for who in ("Ana", "Dee"))
    assert [(job.maker, int(job.quantity)) for job in plan.jobs] == [(ana, 2), (dee, 1)]
    assert [one.why_not[0][0].code for one in plan.missing] == ["OTHER_PROCESS"]
    fine = who_makes(
        town.actor("Ben"), row(town, {"name": "Fine", "parts": "leg; 1; turning; ash; 400 x 40 x 40; 20; within 0.1"})
    )
    assert isinstance(fine, Plan)
    assert {why.code for why, _ in fine.missing[0].why_not} == {"TOO_FINE", "TOLERANCE_NOT_SAID"}


@pytest.mark.parametrize(
    ("change", "field"),
    [({"lays": "flying"}, "lays"), ({"tolerance": "fine"}, "tolerance"), ({"tolerance": "0"}, "tolerance"),
     ({"free": HOURS(-1)}, "free"), ({"free": HOURS(10081)}, "free")],
)  # fmt: skip
def test_what_is_no_machine(town: Town, change: dict[str, object], field: str) -> None:
    assert refused("making.keep_machine", town, "Ana", name="Lathe", does="turning", **change)[1] == field
    done("making.keep_machine", town, "Ana", name="Lathe", does="turning", free=HOURS(10080), lays="turned")


def test_machines_are_found_by_what_they_do_and_what_it_is_a_kind_of(town: Town) -> None:
    done("making.keep_machine", town, "Ana", name="Lathe", does="turning")
    done("making.keep_machine", town, "Ben", name="Singer", does="sewing")
    here = town.actor("Dee")
    assert [one.name for one in machines(here, does="cutting")] == ["Lathe"]
    assert [one.name for one in machines(here, "sing")] == ["Singer"]
    assert machines(here, "sing", "cutting").count() == 0
