"""What is posted: members with limits that refuse, and entries between any two of them."""

from collections.abc import Callable
from datetime import date
from random import Random
from uuid import UUID

from coproduce.core.journal import Entry, Posting
from coproduce.core.quantity import HOURS

DAY = date(2026, 4, 1)


class World:
    """A community on the database the environment names."""

    def __init__(self, slug: str, members: int) -> None:
        from coproduce.community import ledger
        from coproduce.community.ledger.models import LedgerAccount
        from coproduce.community.people.models import Agent, Community

        self.community = Community.objects.create(
            slug=slug, name=slug, time_zone="Europe/London", language="en-gb", currency="GBP", since_on=DAY
        ).pk
        agents = [Agent(community_id=self.community, name=f"Member {number}") for number in range(members)]
        Agent.objects.bulk_create(agents)
        opened = ledger.member_accounts(self.community, [agent.pk for agent in agents], HOURS)
        self.accounts = sorted(opened.values())
        LedgerAccount.objects.filter(pk__in=self.accounts).update(floor=-(10**9), ceiling=10**9, limit_mode="enforce")
        self.chance = Random(7)

    def entry(self, giver: int, receiver: int, minutes: int, client_id: UUID | None = None) -> Entry:
        """So many minutes from one to another."""
        time = HOURS(minutes)
        return Entry(
            client_id or UUID(int=self.chance.getrandbits(128)), self.community, "exchange", "company", DAY,
            (Posting(giver, time), Posting(receiver, -time)), actor=1, arena="timebank", source_ref="bench",
        )  # fmt: skip

    def history(self, entries: int) -> list[Entry]:
        """So many between any two."""
        sample, minutes = self.chance.sample, self.chance.randint
        return [self.entry(*sample(self.accounts, 2), 15 * minutes(1, 12)) for _ in range(entries)]


#: A side of the bench: makes ready for so many, and answers what is to be timed.
Side = Callable[[int], Callable[[], object]]
