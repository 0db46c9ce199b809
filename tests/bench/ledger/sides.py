"""The sides that run inside the program, on either database: what is promised, and what it is measured by."""

from collections.abc import Iterable
from typing import Any

from django.db import connection, models, transaction

from coproduce.community import ledger
from coproduce.community.ledger.draft import drafts
from coproduce.community.ledger.posting import engine
from coproduce.core.journal import Applied, Entry, Standing, gives
from tests.bench.ledger.world import DAY, Side, World

BATCH = 10_000


class NaiveAccount(models.Model):
    """An account as it is often written: a balance, no limit."""

    balance = models.BigIntegerField(default=0)

    class Meta:
        app_label = "bench"


class NaiveEntry(models.Model):
    """What was moved."""

    on = models.DateField()
    words = models.CharField(max_length=120)

    class Meta:
        app_label = "bench"


class NaivePosting(models.Model):
    """A side of it."""

    entry = models.ForeignKey(NaiveEntry, models.PROTECT)
    account = models.ForeignKey(NaiveAccount, models.PROTECT)
    amount = models.BigIntegerField()

    class Meta:
        app_label = "bench"


def sides(world: World) -> dict[str, Side]:
    """By name."""
    naive_accounts: list[int] = []

    def post(count: int) -> Any:
        entries = world.history(count)
        return lambda: _all_posted(ledger.post(entry) for entry in entries)

    def post_in_action(count: int) -> Any:
        entries = world.history(count)

        def run() -> None:
            for entry in entries:
                with transaction.atomic():
                    _all_posted([ledger.post(entry)])

        return run

    def loop(count: int) -> Any:
        entries = world.history(count)

        def run() -> None:
            with transaction.atomic():
                _all_posted(ledger.post(entry) for entry in entries)

        return run

    def post_many(count: int) -> Any:
        entries = world.history(count)

        def run() -> None:
            for start in range(0, count, BATCH):
                _all_posted(ledger.post_many(entries[start : start + BATCH]))

        return run

    def bare(count: int) -> Any:
        batches = [_finished(world.history(min(BATCH, count - start))) for start in range(0, count, BATCH)]

        def run() -> None:
            for written, moved in batches:
                with transaction.atomic():
                    engine().write_many(written, moved)

        return run

    def naive(count: int) -> Any:
        if not naive_accounts:
            with connection.schema_editor() as editor:
                for model in (NaiveAccount, NaiveEntry, NaivePosting):
                    editor.create_model(model)
            naive_accounts.extend(
                each.pk for each in NaiveAccount.objects.bulk_create(NaiveAccount() for _ in world.accounts)
            )
        pairs = [world.chance.sample(naive_accounts, 2) for _ in range(count)]

        def run() -> None:
            for giver, receiver in pairs:
                with transaction.atomic():
                    sides = NaiveAccount.objects.get(pk=giver), NaiveAccount.objects.get(pk=receiver)
                    entry = NaiveEntry.objects.create(on=DAY, words="company")
                    for account, amount in zip(sides, (60, -60), strict=True):
                        account.balance += amount
                        account.save()
                        NaivePosting.objects.create(entry=entry, account=account, amount=amount)

        return run

    raw = raw_postgresql if connection.vendor == "postgresql" else raw_sqlite
    return {
        "post": post, "post in an action": post_in_action, "raw": raw(world), "loop": loop, "post_many": post_many,
        "bare": bare, "naive": naive,
    }  # fmt: skip


def _all_posted(answers: Iterable[object]) -> None:
    assert all(isinstance(answer, ledger.Posted) for answer in answers)


def _finished(entries: list[Entry]) -> tuple[list[Any], dict[int, Standing]]:
    """Rows with nothing left to decide."""
    from coproduce.community.ledger.models import LedgerAccount

    named = {posting.account for entry in entries for posting in entry.postings}
    held = {row.pk: row.standing for row in LedgerAccount.objects.filter(pk__among=named)}
    written = []
    for draft in drafts(entries):
        for posting in draft.entry.postings:
            before, minor = held[posting.account], posting.amount.minor
            held[posting.account] = before.after(before.balance + minor, gives(draft.entry, minor))
        written.append((draft, Applied(tuple(held[posting.account].balance for posting in draft.entry.postings))))
    return written, held


def raw_postgresql(world: World) -> Side:
    """The same function, called prepared on a bare connection, with everything it is handed ready before."""
    import psycopg

    from coproduce.community.ledger.engine_postgresql import ONE, one

    said = connection.settings_dict
    bare = psycopg.connect(
        dbname=said["NAME"], user=said["USER"], host=said["HOST"], port=said["PORT"] or None, autocommit=True,
        prepare_threshold=0,
    )  # fmt: skip

    def raw(count: int) -> Any:
        calls = [one(draft) for draft in drafts(world.history(count))]
        with connection.cursor() as asked:
            asked.execute("SHOW synchronous_commit")
            bare.execute(f"SET synchronous_commit = {asked.fetchone()[0]}")

        def run() -> None:
            with bare.cursor() as cursor:
                for call in calls:
                    row = cursor.execute(ONE, call).fetchone()
                    assert row and row[0], row

        return run

    return raw


def raw_sqlite(world: World) -> Side:
    """One transaction by hand on a bare connection: the same rows, no rule, no look at what is there already."""
    import sqlite3

    from coproduce.community.ledger.engine_sqlite import ENTRIES, POSTINGS, stored

    bare = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None, timeout=60)
    for pragma in ("synchronous = FULL", "foreign_keys = ON"):
        bare.execute(f"PRAGMA {pragma}")
    move = "UPDATE ledger_ledgeraccount SET balance = balance + ?, given = given + ? WHERE id = ? RETURNING balance"
    posting_row, entry_row = (statement.replace("%s", "?") for statement in (POSTINGS, ENTRIES))

    def raw(count: int) -> Any:
        ready = drafts(world.history(count))

        def run() -> None:
            for draft in ready:
                bare.execute("BEGIN IMMEDIATE")
                [number] = bare.execute("SELECT max(id) + 1 FROM ledger_entry").fetchone()
                for posting in draft.entry.postings:
                    minutes = posting.amount.minor
                    [balance] = bare.execute(move, (minutes, max(minutes, 0), posting.account)).fetchone()
                    bare.execute(posting_row, (number, posting.account, posting.amount.unit.code, minutes, balance))
                bare.execute(entry_row, stored(draft.header(number)))
                bare.execute("COMMIT")

        return run

    return raw
