"""Accounts and entries for the ledger's own tests."""

import threading
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.db import connection
from tests.fixtures.towns import TODAY

from coproduce.community import ledger
from coproduce.community.base import clock
from coproduce.community.people.models import Agent, Community
from coproduce.core.journal import Entry, Limit, Posting
from coproduce.core.quantity import HOURS, Quantity, Unit


class Books:
    """A community with three members' accounts in one unit, and entries between them."""

    def __init__(self, slug: str = "books", unit: Unit = HOURS) -> None:
        self.unit = unit
        self.community = Community.objects.create(
            slug=slug, name=slug, time_zone="Europe/London", language="en-gb", currency="GBP", since_on=TODAY
        )
        agents = [
            Agent.objects.create(community=self.community, name=f"{name} of {slug}") for name in ("Ana", "Ben", "Cy")
        ]
        self.accounts = [ledger.member_account(self.community.pk, agent.pk, unit) for agent in agents]

    def entry(self, *amounts: int, **more: Any) -> Entry:
        """An entry that gives each account its amount; the first two get an hour when none are named."""
        postings = tuple(
            Posting(account, Quantity(amount, self.unit))
            for account, amount in zip(self.accounts, amounts or (60, -60), strict=False)
            if amount
        )
        return Entry(
            **{
                "client_id": uuid4(),
                "community": self.community.pk,
                "kind": "exchange",
                "category": "company",
                "effective_on": TODAY,
                "postings": postings,
                **more,
            }
        )

    def limit(self, place: int, **limit: Any) -> None:
        ledger.change_limit(self.accounts[place], Limit(**limit), actor=None, why="a test")

    def balances(self) -> list[int]:
        return [ledger.balance(account).minor for account in self.accounts]


def at_once(*work: Callable[[], object]) -> list[object]:
    """What each answers, all begun together, each with a connection of its own and the clock of whoever began them."""
    answers: list[object] = [None] * len(work)
    gate, moment = threading.Barrier(len(work)), clock.now()

    def run(place: int) -> None:
        gate.wait()
        try:
            with clock.at(moment):
                answers[place] = work[place]()
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(work))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers
