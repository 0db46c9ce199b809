"""The same random life on paper and in the database: equal answers, equal books, step by step. On both databases.

Both legs of the suite are given the same seed, so both databases live the same lives.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from coproduce.community import ledger
from coproduce.community.ledger.models import Closing, Entry as EntryRow, Hold, LedgerAccount
from coproduce.community.ledger.posting import engine
from coproduce.community.ledger.seals.witnessing import CLOSING, HOLD, HOLD_ENDED, witness_rows
from coproduce.community.people.models import Agent, Community
from coproduce.core.refusal import Refusal
from tests.fixtures.towns import TODAY
from tests.promises.living import ACCOUNTS, Town
from tests.promises.paper import Answer, Receipt
from tests.sample import IS_LONG

pytestmark = pytest.mark.django_db

LIVES = 300 if IS_LONG else 15


class Twin(Town):
    """A town whose every step is asked of the database too; it is undone when the life is over."""

    def __init__(self) -> None:
        self.around = transaction.atomic()
        self.around.__enter__()
        super().__init__()

    def opened(self) -> list[int]:
        self.place = Community.objects.create(
            slug="twin", name="Twin", time_zone="Europe/London", language="en-gb", currency="GBP", since_on=TODAY
        )
        people = {name: Agent.objects.create(community=self.place, name=name).pk for name in ("Ana", "Ben", "Cy")}
        return [
            ledger.member_account(self.place.pk, people[name], unit)
            if name in people
            else ledger.issuing_account(self.place.pk, unit, name)
            for name, unit in ACCOUNTS
        ]

    def community(self) -> int:
        return self.place.pk

    def told(self, verb: str, answers: Sequence[Answer], *given: Any) -> None:
        said: Any = getattr(self, f"does_{verb.replace(' ', '_')}")(*given)
        if answers:
            said = said if isinstance(said, tuple) else (said,)
            assert [as_answered(one) for one in said] == [as_answered(one) for one in answers]
        accounts = self.paper.accounts
        rows = LedgerAccount.objects.filter(pk__in=accounts)
        assert {row.pk: row.standing for row in rows} == accounts

    def does_post(self, entry: Any) -> Any:
        return ledger.post(entry)

    def does_post_many(self, entries: Any) -> Any:
        return ledger.post_many(entries)

    def does_reverse(self, client_id: Any, of: Any, on: Any) -> Any:
        return ledger.reverse(client_id, community=self.place.pk, of=of, effective_on=on, reason="wrong day")

    def does_correct(self, entry: Any, of: Any, reversal_id: Any) -> Any:
        return ledger.correct(entry, of=of, reversal_id=reversal_id, reason="wrong day")

    def does_change_limit(self, number: int, limit: Any) -> None:
        ledger.change_limit(number, limit, actor=None, why="a test")

    def does_holds(self, number: int) -> None:
        more = self.paper.accounts[number].held - LedgerAccount.objects.get(pk=number).held
        moment = timezone.now()
        row = Hold.objects.create(
            community=self.place,
            client_id=uuid4(),
            account_id=number,
            to_id=self.numbers[3],
            amount=more,
            held_at=moment,
            expires_at=moment + timedelta(days=9),
        )
        witness_rows(HOLD, [row])
        LedgerAccount.objects.filter(pk=number).update(held=self.paper.accounts[number].held)

    def does_releases(self, number: int) -> None:
        rows = list(Hold.objects.filter(account=number, state=Hold.HELD))
        for row in rows:
            row.state, row.ended_at = Hold.RELEASED, timezone.now()
            row.save(update_fields=["state", "ended_at"])
        witness_rows(HOLD_ENDED, rows)
        LedgerAccount.objects.filter(pk=number).update(held=0)

    def does_closes_the_books(self, number: int) -> None:
        through = self.paper.books.closed_through
        witness_rows(CLOSING, [Closing.objects.create(community=self.place, through=through, why="a test")])

    does_opens_them = does_closes_the_books

    def does_decides(self, number: int) -> None:
        Community.objects.filter(pk=self.place.pk).update(benefits_safe=self.paper.books.benefits_safe)

    def does_leaves(self, number: int) -> None:
        closed_on = TODAY if self.paper.accounts[number].is_closed else None
        LedgerAccount.objects.filter(pk=number).update(closed_on=closed_on)

    def teardown(self) -> None:
        try:
            assert list(EntryRow.objects.order_by("pk").values_list("client_id", flat=True)) == list(self.paper.stands)
            assert ledger.verify(self.place.pk)
        finally:
            transaction.set_rollback(True)
            self.around.__exit__(None, None, None)


def as_answered(answer: Any) -> Any:
    """What both must say. Of a repeat, whether the accounts are outside a limit is not said again."""
    if isinstance(answer, Refusal):
        return answer
    entry = answer.entry.client_id if isinstance(answer, Receipt) else answer.entry
    return entry, answer.balances, answer.outside, answer.is_repeat


def live(lives: int) -> None:
    """A life that goes wrong is shown as it was: to make it shorter would take many more."""
    run_state_machine_as_test(
        Twin,
        settings=settings(
            max_examples=lives,
            stateful_step_count=50,
            phases=[Phase.generate],
            report_multiple_bugs=False,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.promise("Both databases decide as the rule does")
def test_the_database_lives_as_the_books_on_paper() -> None:
    Twin.steps = 0
    live(LIVES)
    assert Twin.steps > 30 * LIVES


def deaf(write: Callable[..., Any]) -> Callable[..., Any]:
    """An engine that tells nobody when an account is outside a limit."""

    def written(draft: Any) -> Any:
        applied = write(draft)
        return replace(applied, outside=()) if hasattr(applied, "outside") else applied

    return written


def forgetful(write: Callable[..., Any]) -> Callable[..., Any]:
    """An engine that does not keep what was given."""

    def written(draft: Any) -> Any:
        applied = write(draft)
        LedgerAccount.objects.filter(pk__in=[p.account for p in draft.entry.postings]).update(given=0)
        return applied

    return written


@pytest.mark.parametrize("faulty", [deaf, forgetful])
def test_an_engine_that_decides_otherwise_is_seen(faulty: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine(), "write", faulty(engine().write))
    with pytest.raises(AssertionError):
        live(50)
