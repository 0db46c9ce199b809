"""One spelling of an entry: the golden ones of Python, which PostgreSQL has to reckon too."""

from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import product
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection

from coproduce.community.ledger.digest import body_hash, commitment, hashes, written_down
from coproduce.community.ledger.seals import engine_postgresql
from coproduce.core.journal import Entry, Posting
from coproduce.core.quantity import HOURS, KWH

#: A plain one, and one with everything: each with when it was written, what commits to its words, and its two hashes.
PLAIN = Entry(
    UUID(int=1), 1, "exchange", "company", date(2026, 11, 17), (Posting(7, HOURS(60)), Posting(8, HOURS(-60)))
)
FULL = Entry(
    UUID("12345678-1234-5678-1234-567812345678"),
    2**40,
    "reversal",
    "gärtnern | 園芸",
    date(1999, 12, 31),
    (Posting(9, KWH(-5)), Posting(2**50, HOURS(-90)), Posting(8, HOURS(90)), Posting(3, KWH(5))),
    actor=3,
    on_behalf_of=4,
    arena="timebank",
    source_ref="row 1|2",
    reverses=UUID(int=2**128 - 1),
)
GOLDEN = (
    (
        PLAIN,
        datetime(2026, 11, 17, 12, 30, 0, 123456, tzinfo=UTC),
        b"",
        "3f0a78da7122f6ef8d5c1712de9cfec4056df75a62b368c985f7066b10eb62d1",
        "58f8e4a5f6c431bb8d16fbd099e5fcc21ede73961e6384150816b80b5697f0f0",
    ),
    (
        FULL,
        datetime(1999, 12, 31, 23, 59, 59, tzinfo=UTC),
        commitment(b"salt", "words"),
        "293b2c82841a5e4609648089c63e507ae57afcd0ee2dbd158d24219e2c753a89",
        "7e743e308863a1b7b0523e523d33e1129dde8ef367ef8bd89ce7df725ea2e544",
    ),
)


@pytest.mark.parametrize(("entry", "moment", "committed", "body", "digest"), GOLDEN)
def test_golden(entry: Entry, moment: datetime, committed: bytes, body: str, digest: str) -> None:
    assert [each.hex() for each in hashes(entry, moment, committed)] == [body, digest]


#: A row that was never written, as the database would read it.
ROW = """WITH e (community_id, client_id, kind, category, actor, on_behalf_of, effective_on, recorded_at, reverses,
    arena, source_ref, body_hash, note_commitment) AS (VALUES (%s::bigint, %s::uuid, %s::text, %s::text, %s::bigint,
    %s::bigint, %s::date, %s::timestamptz, %s::uuid, %s::text, %s::text, %s::bytea, %s::bytea)),
  s AS (SELECT {sides} AS sides FROM unnest(%s::bigint[], %s::text[], %s::bigint[]) AS p (account_id, unit, amount))
SELECT {body}, {digest} FROM e, s"""


def by_the_database(entry: Entry, moment: datetime, committed: bytes) -> list[str]:
    sides = f"string_agg({engine_postgresql.SIDE}, '' ORDER BY p.account_id)"
    sql = ROW.format(sides=sides, body=engine_postgresql.BODY, digest=engine_postgresql.DIGEST)
    values: list[Any] = [
        entry.community, entry.client_id, entry.kind, entry.category, entry.actor, entry.on_behalf_of,
        entry.effective_on, moment, entry.reverses, entry.arena, entry.source_ref, body_hash(entry), committed,
        [p.account for p in entry.postings],
        [p.amount.unit.code for p in entry.postings],
        [p.amount.minor for p in entry.postings],
    ]  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [bytes(each).hex() for each in cursor.fetchone()]


@pytest.mark.django_db
@pytest.mark.promise("PostgreSQL reckons the digest of an entry as the program does")
@pytest.mark.only("postgresql", because="SQLite has no digest of its own: the program hashes for it")
def test_the_database_spells_it_alike() -> None:
    for entry, moment, committed, body, digest in GOLDEN:
        assert by_the_database(entry, moment, committed) == [body, digest]
    for number in range(40):
        entry = replace(FULL, client_id=uuid4(), actor=number or None, category="é" * number, source_ref="x" * number)
        moment = datetime(2000 + number, 2, 28, 23, 59, 59, 10**5 * (number % 10) + number, tzinfo=UTC)
        assert by_the_database(entry, moment, b"") == [each.hex() for each in hashes(entry, moment, b"")]


def test_one_spelling_of_what_was_said() -> None:
    """A mark inside a text cannot move a boundary, and the order of postings says nothing."""
    assert body_hash(FULL) == body_hash(replace(FULL, postings=FULL.postings[::-1]))
    assert body_hash(FULL) == body_hash(replace(FULL, note="words"))


def test_no_two_have_one_spelling() -> None:
    """Letters that move from one text into the next make another entry."""
    texts = list(product(("", "a", "aa", "é", "é|"), repeat=4))
    spelt = {
        body_hash(replace(PLAIN, kind=kind, category=category, arena=arena, source_ref=source))
        for kind, category, arena, source in texts
    }
    assert len(spelt) == len(texts)


OTHERS: dict[str, Any] = {
    "client_id": UUID(int=9),
    "community": 9,
    "kind": "gift",
    "category": "home",
    "effective_on": date(2026, 11, 18),
    "actor": 0,
    "on_behalf_of": 0,
    "arena": "food",
    "source_ref": "elsewhere",
    "reverses": UUID(int=0),
    "postings": (Posting(7, HOURS(61)), Posting(8, HOURS(-61))),
}


def test_every_part_is_inside() -> None:
    """Nothing said is another thing than nought."""
    assert set(OTHERS) == set(Entry.__dataclass_fields__) - {"note"}
    spelt = {body_hash(PLAIN), *(body_hash(replace(PLAIN, **{name: other})) for name, other in OTHERS.items())}
    assert len(spelt) == len(OTHERS) + 1


def test_a_commitment_tells_nothing() -> None:
    assert commitment(b"salt", "words") != commitment(b"other", "words")
    assert commitment(b"salt", "") == b""


def test_what_is_witnessed_has_its_parts_apart() -> None:
    assert written_down("a", "b") != written_down("ab", "")
    assert len({written_down(each) for each in (1, "1", b"1", None, True, {"a": 1})}) == 6
