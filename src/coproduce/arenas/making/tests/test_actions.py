"""Designs, forks, pages and machines: what each verb does, and what it refuses with the same set-up."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from tests.fixtures.towns import Town

from coproduce.arenas.making.models import Change, Design, Machine
from coproduce.arenas.making.queries.designs import credit, designs
from coproduce.arenas.making.queries.makers import machines, who_makes
from coproduce.arenas.making.rules import Plan
from coproduce.arenas.making.tests.shed import STOOL, done, refused, stool
from coproduce.community.base import rooms
from coproduce.community.base.models import Outbox
from coproduce.community.people.models import Agent, Membership

pytestmark = pytest.mark.django_db


def test_a_design_is_kept_and_put_right(town: Town) -> None:
    first = done("making.keep_design", town, "Ben", **STOOL)
    again = done("making.keep_design", town, "Ben", **{**STOOL, "licence": "MIT", "words": "other"})
    assert (first.is_new, again.is_new, first.design) == (True, False, again.design)
    row = Design.objects.get()
    assert (row.licence, row.words) == ("MIT", "Turn three legs."), "its page is mended by another verb"
    assert done("making.keep_design", town, "Ana", **STOOL).is_new, "Ana's own stool is another"


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"name": " "}, "MISSING", "name"), ({"version": "v1"}, "NOT_A_VERSION", "version"),
        ({"licence": "MTI"}, "UNKNOWN_LICENCE", "licence"), ({"parts": "leg; 2 pcs"}, "UNREADABLE", "parts"),
        ({"parts": "leg\nLeg"}, "TWICE", "parts"), ({"parts": "leg; 1; a; b; c"}, "UNREADABLE", "parts"),
        ({"parts": "leg\n" * 501}, "TOO_MANY", "parts"), ({"for_": uuid4()}, "NOT_FOUND", "for_"),
    ],
)  # fmt: skip
def test_what_is_no_design(town: Town, change: dict[str, Any], code: str, field: str) -> None:
    assert refused("making.keep_design", town, "Ben", **{**STOOL, **change}) in ((code, field), ("EMPTY", field))


def test_a_fork_keeps_licence_and_credit_through_generations(town: Town) -> None:
    first = stool(town)
    change = done("making.mend_page", town, "Dee", design=first, words="Dry the ash first.", why="It split").change
    done("making.look_through", town, "Ben", change=change)
    second = done("making.fork_design", town, "Ana", design=first, name="Milking stool").design
    third = done("making.fork_design", town, "Tom", design=second, name="Bar stool").design
    row = Design.objects.get(public_id=third)
    assert (row.licence, row.words) == ("CERN-OHL-P-2.0", "Dry the ash first.")
    lines = credit(row)
    assert [(line.generation, line.design.name) for line in lines] == [
        (0, "Bar stool"),
        (1, "Milking stool"),
        (2, "Stool"),
    ]
    ben, dee = (Agent.objects.get(public_id=town.agents[who]).name for who in ("Ben", "Dee"))
    assert lines[2].names == (ben, dee)
    told = Outbox.objects.filter(to_agent=Design.objects.get(public_id=first).keeper_id)
    assert told.filter(template__contains="of their own").exists()
    assert refused("making.fork_design", town, "Ana", design=first, name="Milking stool") == ("TWICE", "name")
    assert refused("making.fork_design", town, "Ana", design=uuid4(), name="Other") == ("NOT_FOUND", "design")
    assert refused("making.fork_design", town, "Ana", design=first, name=" ")[1] == "name"


def test_without_a_licence_nobody_makes_their_own_of_it(town: Town) -> None:
    design = stool(town, licence="")
    assert refused("making.fork_design", town, "Ana", design=design, name="Mine") == ("NO_LICENCE", "licence")


def test_a_page_stands_once_somebody_else_looked_it_through(town: Town) -> None:
    design = stool(town)
    change = done("making.mend_page", town, "Ana", design=design, words="Dry the ash first.", why="It split").change
    assert refused("making.look_through", town, "Ana", change=change) == ("YOURS", "change")
    assert Design.objects.get().words == "Turn three legs."
    assert done("making.look_through", town, "Dee", change=change).stands
    assert Design.objects.get().words == "Dry the ash first."
    assert refused("making.look_through", town, "Ben", change=change) == ("NOT_FOUND", "change")
    assert refused("making.mend_page", town, "Ana", design=design, words="Dry the ash first.", why="x")[0] == "THE_SAME"
    assert refused("making.mend_page", town, "Ana", design=uuid4(), words="x", why="x") == ("NOT_FOUND", "design")
    assert refused("making.mend_page", town, "Ana", design=design, words=" ", why="x")[1] == "words"


def test_what_one_can_make_with(town: Town) -> None:
    lathe = {"name": "Lathe", "does": "lathe", "materials": "ash, oak", "size": "900 x 300 x 300"}
    kept = done("making.keep_machine", town, "Ana", **lathe)
    assert (kept.process, Machine.objects.get().process) == ("turning", "turning")
    assert done("making.keep_machine", town, "Ana", **{**lathe, "materials": ""}).machine == kept.machine
    assert refused("making.keep_machine", town, "Ana", **{**lathe, "does": "telepathy"})[1] == "does"
    assert refused("making.keep_machine", town, "Ana", **{**lathe, "size": "12 in"})[1] == "size"
    assert refused("making.keep_machine", town, "Ana", **{**lathe, "name": ""})[1] == "name"
    assert refused("making.keep_machine", town, "Ana", **lathe, for_=town.agents["Ben"])[0] == "NOT_ALLOWED"
    assert done("making.keep_machine", town, "Ana", **lathe, is_here=False).machine is None
    assert not Machine.objects.exists()


def test_who_near_could_make_it_and_why_not(town: Town) -> None:
    design = stool(town)
    done("making.keep_machine", town, "Ana", name="Lathe", does="turning", materials="ash", size="900 x 300 x 300")
    found = who_makes(town.actor("Dee"), Design.objects.get(public_id=design))
    assert isinstance(found, Plan)
    assert [(job.part, job.machine) for job in found.jobs] == [("leg", "Lathe")]
    assert [(one.part, one.why_not[0][0].code) for one in found.missing] == [("seat", "OTHER_PROCESS")]


def test_nothing_is_read_without_a_role(town: Town) -> None:
    design = stool(town)
    stranger = replace(town.actor("Ana"), roles=frozenset())
    assert not machines(stranger).exists()
    assert not designs(stranger).filter(public_id=design).exists()


def test_who_leaves_stays_named_and_makes_nothing_more_near(town: Town) -> None:
    stool(town, by="Ana")
    done("making.keep_machine", town, "Ana", name="Lathe", does="turning")
    left = Membership.objects.get(agent__public_id=town.agents["Ana"])
    rooms.tell("member_left", town.actor("Cleo"), left)
    assert (Machine.objects.count(), Design.objects.count()) == (0, 1)


def test_two_records_of_one_person_come_together(town: Town) -> None:
    first = stool(town)
    stool(town, by="Ana")
    change = done("making.mend_page", town, "Dee", design=first, words="Dry it.", why="It split").change
    Change.objects.filter(public_id=change).update(looked_by=[Agent.objects.get(public_id=town.agents["Ana"]).pk])
    for who in ("Ana", "Ben"):
        done("making.keep_machine", town, who, name="Lathe", does="turning")
    keep, gone = (Agent.objects.get(public_id=town.agents[who]) for who in ("Ben", "Ana"))
    rooms.tell("members_merged", town.actor("Cleo"), keep, gone, uuid4())
    assert sorted(Design.objects.filter(keeper=keep).values_list("name", flat=True)) == ["Stool", "Stool (2)"]
    assert Machine.objects.get().agent == keep
    assert Change.objects.get().looked_by == [keep.pk]
