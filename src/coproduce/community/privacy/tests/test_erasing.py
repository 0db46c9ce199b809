"""Being forgotten: nothing personal is left anywhere, and the books are as they were."""

import json

import pytest
from django.db import connection
from tests.fixtures.towns import Town, do

from coproduce.community import ledger
from coproduce.community.people.models import SOMEBODY, Agent, Concern, Membership
from coproduce.core.refusal import Refusal

pytestmark = pytest.mark.django_db
VERB = "privacy.erase"


def code(outcome: object) -> str:
    return outcome.code if isinstance(outcome, Refusal) else outcome.value.state  # type: ignore[attr-defined]


def every_cell() -> dict[str, bytes]:
    """All that stands in every table of the database, as bytes."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            found[table] = b"\n".join(
                bytes(cell) if isinstance(cell, bytes | memoryview) else str(cell).encode()
                for row in cursor.fetchall()
                for cell in row
            )
    return found


def tables_with(*words: str) -> dict[str, str]:
    """The tables in which one of these words stands, however it is written."""
    return {
        table: word
        for table, cells in every_cell().items()
        for word in words
        if word.lower().encode() in cells.lower() or json.dumps(word)[1:-1].encode() in cells
    }


def forget(town: Town, who: str, whom: str) -> str:
    return code(do(VERB, town.actor(who), member=town.agents[whom]))


@pytest.mark.parametrize(
    ("who", "said"), [("Ben", "done"), ("Ana", "NOT_FOUND"), ("Tom", "NOT_FOUND"), ("Dee", "NOT_FOUND")]
)
def test_who_forgets(town: Town, who: str, said: str) -> None:
    assert forget(town, who, "Ben") == said
    assert (Agent.objects.get(public_id=town.agents["Ben"]).name == SOMEBODY) == (said == "done")


def test_the_walk_over_every_table_sees_somebody(town: Town) -> None:
    assert {"people_agent", "people_membership", "people_account"} <= set(
        tables_with(town.email("Ben"), f"Ben {town.canary}")
    )


def test_nothing_of_them_is_left_and_the_books_add_up(town: Town) -> None:
    assert forget(town, "Ben", "Ben") == "done"
    assert not tables_with(town.email("Ben"), f"Ben {town.canary}", "dripping tap")
    assert ledger.verify()


def test_at_the_desk_it_takes_two(town: Town) -> None:
    assert forget(town, "Cleo", "Ben") == "waits"
    assert forget(town, "Cleo", "Ben") == "TAKES_TWO"
    assert Membership.objects.get(agent__public_id=town.agents["Ben"]).state == Membership.ACTIVE
    assert forget(town, "Sal", "Ben") == "done"


def test_not_while_somebody_worries(town: Town) -> None:
    """The sentence tells nothing, and is the same for everybody."""
    ben = Agent.objects.get(public_id=town.agents["Ben"])
    concern = Concern.objects.create(
        community=town.community, about=ben, words="He looked hurt.", raised_at="2026-11-17T12:00Z"
    )
    for who in ("Ben", "Cleo", "Sal"):
        outcome = do(VERB, town.actor(who), member=town.agents["Ben"])
        assert isinstance(outcome, Refusal)
        assert outcome.sentence == "This cannot be done just now. Ask the desk."
    sal, cleo = (Agent.objects.get(public_id=town.agents[name]) for name in ("Sal", "Cleo"))
    Concern.objects.filter(pk=concern.pk).update(
        state=Concern.CLOSED, closing_by=sal, closed_by=cleo, closed_at="2026-11-17T12:00Z"
    )
    assert forget(town, "Ben", "Ben") == "done"
