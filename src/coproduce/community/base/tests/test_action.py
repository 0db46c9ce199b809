"""What every verb does by being one: policy first, once only, all or nothing, written down."""

from uuid import uuid4

import pytest
from tests.fixtures.towns import Town, do

from coproduce.community.base import audit
from coproduce.community.base.action import action
from coproduce.community.base.actor import Actor, clockwork, operator
from coproduce.community.base.done import Done, Notice
from coproduce.community.base.models import AuditRow, Outbox
from coproduce.community.people.actions import Recorded, record_strength
from coproduce.community.people.models import Strength
from coproduce.core.refusal import Refusal

pytestmark = pytest.mark.django_db


@action("people.record_strength", receipt=Recorded)
def write_then_refuse(actor: Actor, *, member: object, request_id: object) -> Done[Recorded] | Refusal:
    """A verb that changes its mind after it wrote."""
    Strength.objects.create(agent_id=actor.agent_id, kind="skill", words="juggling", since_on="2026-11-17")
    inner = record_strength(actor, member=member, kind="no such kind", words="x", request_id=uuid4())
    assert isinstance(inner, Refusal)
    return Refusal("CHANGED_MIND", "No.")


def bread(town: Town, **more: object) -> dict:
    return {"member": town.agents["Ana"], "kind": "skill", "words": "bread and jam", **more}


def test_done_is_written_down_with_its_receipt(town: Town) -> None:
    ana, request_id = town.actor("Ana"), uuid4()
    done = do("people.record_strength", ana, **bread(town, request_id=request_id))
    assert isinstance(done, Done)
    row = AuditRow.objects.get(request_id=request_id)
    assert (row.kind, row.verb, row.agent_id, row.via) == ("done", "people.record_strength", ana.agent_id, "web")
    assert row.receipt == {"id": str(done.value.id)}


def test_the_same_request_again_is_the_same_answer(town: Town) -> None:
    ana, request_id = town.actor("Ana"), uuid4()
    first, again = (do("people.record_strength", ana, **bread(town, request_id=request_id)) for _ in range(2))
    assert isinstance(again, Done)
    assert (again.value, again.is_repeat) == (first.value, True)  # type: ignore[union-attr]
    assert AuditRow.objects.filter(request_id=request_id).count() == 1


def test_the_same_request_id_with_other_words_is_refused(town: Town) -> None:
    ana, request_id = town.actor("Ana"), uuid4()
    do("people.record_strength", ana, **bread(town, request_id=request_id))
    for actor, changed in ((ana, {"words": "cake"}), (town.actor("Cleo"), {})):
        outcome = do("people.record_strength", actor, **bread(town, request_id=request_id, **changed))
        assert isinstance(outcome, Refusal)
        assert outcome.code == "CONFLICTS_WITH_EARLIER"


@pytest.mark.promise("A refusal changes nothing, and says what to do")
def test_a_refusal_leaves_nothing_but_its_record(town: Town) -> None:
    request_id = uuid4()
    outcome = write_then_refuse(town.actor("Ana"), member=town.agents["Ana"], request_id=request_id)
    assert isinstance(outcome, Refusal)
    assert not Strength.objects.filter(words="juggling").exists()
    refused = AuditRow.objects.filter(kind=AuditRow.REFUSED)
    assert [(row.request_id, row.code) for row in refused] == [(request_id, "CHANGED_MIND")]  # the outermost alone


def test_a_refused_request_may_be_sent_again_once_it_is_mended(town: Town) -> None:
    ana, request_id = town.actor("Ana"), uuid4()
    assert isinstance(do("people.record_strength", ana, **bread(town, kind="song", request_id=request_id)), Refusal)
    assert isinstance(do("people.record_strength", ana, **bread(town, request_id=request_id)), Done)


def test_what_no_row_allows_is_refused_before_it_runs(town: Town) -> None:
    outcome = do("people.welcome", town.actor("Ana"), members=())
    assert isinstance(outcome, Refusal)
    assert outcome.code == "NOT_ALLOWED"
    for nobody in (operator(town.community.pk), clockwork(town.community.pk)):
        assert do("people.welcome", nobody, members=()) == outcome


def test_notices_go_out_with_what_they_tell_of(town: Town) -> None:
    before = Outbox.objects.count()
    do("timebank.record_for", town.actor("Cleo"), **town.help())
    do("timebank.record_for", town.actor("Cleo"), **town.help(receiver="Ana"))  # refused
    told = Outbox.objects.order_by("-id")[: Outbox.objects.count() - before]
    assert len(told) == 2
    assert Notice(1, "%(name)s").values == {}


def test_a_verb_that_is_called_wrongly_is_a_fault_of_ours(town: Town) -> None:
    with pytest.raises(TypeError):
        do("people.record_strength", town.actor("Ana"), mimber=1)


@pytest.mark.promise("Each reading of someone's contacts or hours is written down")
def test_reading_someone_elses_is_written_down_and_ones_own_is_not(town: Town) -> None:
    cleo = town.actor("Cleo")
    ana = town.actor("Ana").agent_id or 0
    audit.reading(cleo, "people.read_members", [ana, cleo.agent_id or 0], "a call")
    audit.reading(cleo, "people.read_members", [cleo.agent_id or 0])
    rows = AuditRow.objects.filter(kind=AuditRow.READ)
    assert [(row.subjects, row.why) for row in rows] == [([ana], "a call")]
