"""A secret ballot: nothing that is stored leads from who voted to what, nor from what to who."""

import json
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from tests.fixtures.towns import Town, do
from tests.security.matrix import forget

from coproduce.community.base import wire
from coproduce.community.base.models import AuditRow, Outbox
from coproduce.community.base.wire import Untold
from coproduce.community.decisions.models import Box, Voter
from coproduce.community.decisions.tests.asking import asked, counted, row_of, typed, voted
from coproduce.community.people.models import Agent
from coproduce.community.privacy import registry
from coproduce.interop.result_files import read_result

pytestmark = pytest.mark.django_db

#: An order in which nobody would expect them, and ballots that all differ.
CAST_IN = [("Tom", "08"), ("Ana", "03"), ("Cleo", "05"), ("Ben", "01"), ("Dee", "07")]
OPTIONS = tuple(f"answer {number}" for number in range(1, 9))


def all_voted(town: Town, order: list[tuple[str, str]] = CAST_IN) -> Any:
    proposal = asked(town, options=OPTIONS)
    for name, mark in order:
        assert not hasattr(voted(town, proposal, name, mark), "code")
    return proposal


def stored(but: tuple[str, ...] = ()) -> list[dict[str, Any]]:
    """Every row of every table, as it is."""
    return [
        {"model": model._meta.label, **row}
        for model in apps.get_models()
        if model._meta.label not in but
        for row in model._default_manager.order_by("pk").values()
    ]


@pytest.mark.promise("A ballot leads to nobody")
def test_whoever_votes_first_or_last_the_box_is_the_same(town: Town) -> None:
    first, second = all_voted(town), all_voted(town, CAST_IN[::-1])
    one, other = (Box.objects.get(proposal__public_id=proposal).ballots for proposal in (first, second))
    assert one == other == [[[mark], 1] for mark in sorted(mark for _, mark in CAST_IN)]


@pytest.mark.promise("A ballot leads to nobody")
def test_two_who_swap_their_ballots_leave_everything_as_it_would_have_been(town: Town) -> None:
    """All that is stored, but for ids and moments, is the same whoever of the two cast which."""
    swapped = [(name, dict(zip(("Ana", "Ben"), ("01", "03"), strict=True)).get(name, mark)) for name, mark in CAST_IN]
    found = []
    for order in (CAST_IN, swapped):
        proposal = asked(town, options=OPTIONS)
        for name, mark in order:
            body = {"proposal": proposal, "marks": Untold((mark,))}
            hashed = wire.body_hash("decisions.vote", body)
            do("decisions.vote", town.actor(name), request_id=uuid4(), **body)
            assert bytes(AuditRow.objects.filter(verb="decisions.vote").latest("pk").body_hash) == hashed
            assert hashed == wire.body_hash("decisions.vote", {**body, "marks": Untold(("02",))}), "no mark to try out"
        roll = list(Voter.objects.filter(proposal__public_id=proposal).order_by("pk").values_list("agent_id", "how"))
        said = list(AuditRow.objects.filter(receipt__id=str(proposal)).order_by("pk").values_list("agent_id", "code"))
        told = list(
            Outbox.objects.filter(link__contains=str(proposal)).order_by("pk").values_list("to_agent", "values")
        )
        found.append((roll, said, told, Box.objects.get(proposal__public_id=proposal).ballots))
    assert found[0] == found[1]


@pytest.mark.promise("A ballot leads to nobody")
def test_no_row_that_knows_a_voter_knows_a_ballot(town: Town) -> None:
    """A mark that stands on one ballot alone is in the box and nowhere else."""
    proposal = asked(town, options=OPTIONS, question="Which zebra?")
    voted(town, proposal, "Ana", "01", "03", "06")
    marks = json.dumps(["01", "03", "06"])
    holding = {row["model"] for row in stored() if marks in json.dumps(row, default=str)}
    assert holding == {"decisions.Box"}
    assert not {field.name for field in Box._meta.concrete_fields} - {"id", "proposal", "ballots"}
    assert not {field.name for field in Voter._meta.concrete_fields} - {"id", "proposal", "agent", "how", "until_on"}


def test_the_file_has_no_name_and_stands_in_the_order_of_what_ballots_say(town: Town) -> None:
    proposal = all_voted(town)
    for name in ("Cleo", "Tom"):
        typed(town, proposal, name, 1, "02")
    do("decisions.give_paper", town.actor("Cleo"), proposal=proposal, member=town.agents["Kim"])
    counted(town, proposal)
    record = row_of(proposal).record
    assert [ballot[0] for ballot in read_result(record.encode()).ballots] == ["01", "02", "03", "05", "07", "08"]
    ids = {str(one) for pair in Agent.objects.values_list("pk", "public_id") for one in pair[1:]}
    names = set(Agent.objects.values_list("name", flat=True))
    assert not any(one in record for one in ids | names)


def test_an_archive_says_on_what_and_never_how(town: Town) -> None:
    all_voted(town)
    kept = registry.of(Voter)
    assert kept.owners == ("agent",) and set(kept.fields) == {"agent", "how"}
    assert not registry.of(Box).owners, "a box is nobody's"


def test_whoever_is_forgotten_leaves_their_ballot_behind(town: Town) -> None:
    proposal = all_voted(town)
    ben = Agent.objects.get(public_id=town.agents["Ben"])
    forget(town, "Ben")
    assert not Voter.objects.filter(agent=ben).exists()
    assert counted(town, proposal).value.ballots == len(CAST_IN)
