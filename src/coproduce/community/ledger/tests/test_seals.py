"""Blocks over what was written down: nothing is missed, and whoever rewrites them is found by what stands outside."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone
from tests.fixtures.towns import TODAY

from coproduce.community import ledger
from coproduce.community.base import sql_objects
from coproduce.community.ledger.digest import hashes, moment_number
from coproduce.community.ledger.models import Anchor, Block, Entry, EntryNote, Leaf, LimitChange, Posting, Witness
from coproduce.community.ledger.seals.queries import last_head, oldest_unsealed, to_seal
from coproduce.community.ledger.seals.sealing import Sealed, content_of
from coproduce.community.ledger.stored import as_entry
from coproduce.community.ledger.tests.books import Books, at_once
from coproduce.community.people.models import Community
from coproduce.core import seal as tree


@pytest.fixture
def books(db: None) -> Books:
    """Three blocks: of two entries and whose three accounts are, of an entry, and of a witness and an entry."""
    books = Books()
    here = books.community.pk
    for entry in (books.entry(60, -60, note="We talked"), books.entry(0, 30, -30)):
        ledger.post(entry)
    ledger.seal(here)
    ledger.post(books.entry(-15, 15))
    ledger.seal(here)
    ledger.witness(here, "study", bytes(32))
    ledger.post(books.entry(0, -15, 15))
    ledger.seal(here)
    return books


def take_triggers_off() -> None:
    """Somebody with the file and a tool."""
    sql_objects.step_aside_before_migrate(app_config=apps.get_app_config("ledger"), using="default", plan=["tampering"])


def test_what_was_written_is_in_one_block_each(books: Books) -> None:
    here = books.community.pk
    assert list(Block.objects.order_by("height").values_list("height", "size")) == [(1, 5), (2, 1), (3, 2)]
    assert Leaf.objects.count() == 8
    assert ledger.seal(here) == Sealed(0, str(last_head(here)))
    assert oldest_unsealed(here) is None
    assert to_seal() == []
    ledger.post(books.entry())
    assert oldest_unsealed(here) == Entry.objects.latest("pk").recorded_at
    assert to_seal() == [here]
    assert ledger.verify(here)


def test_each_community_has_a_chain_of_its_own(books: Books) -> None:
    empty = Community.objects.create(
        slug="empty", name="empty", time_zone="Europe/London", language="en-gb", currency="GBP", since_on=TODAY
    )
    assert ledger.seal(empty.pk).head == ""
    assert ledger.anchor(empty.pk, "nowhere") is None
    other = Books("other")
    ledger.post(other.entry())
    assert ledger.seal(other.community.pk).size == 4
    assert Block.objects.get(community=other.community).height == 1
    assert ledger.verify()


def test_an_anchor_is_written_down_once_for_each_place(books: Books) -> None:
    here = books.community.pk
    head = ledger.anchor(here, "the minutes")
    assert head == ledger.anchor(here, "the minutes") == last_head(here)
    assert ledger.anchor(here, "a letter") == head
    assert Anchor.objects.count() == 2
    assert head
    assert ledger.verify(here, head)


@pytest.mark.parametrize(("kind", "digest"), [("", bytes(32)), ("k" * 21, bytes(32)), ("study", b"short")])
def test_a_witness_has_a_kind_and_a_digest(books: Books, kind: str, digest: bytes) -> None:
    with pytest.raises(ValueError, match="A witness has"):
        ledger.witness(books.community.pk, kind, digest)


def test_the_change_of_a_limit_is_witnessed(books: Books) -> None:
    books.limit(0, floor=-600, mode="warn")
    assert Witness.objects.filter(kind="limit").count() == LimitChange.objects.count() == 1
    assert ledger.seal(books.community.pk).size == 1


@pytest.mark.promise("Erasing what somebody wrote leaves the chain as it was")
def test_erased_words_leave_the_chain_valid(books: Books) -> None:
    head = last_head(books.community.pk)
    assert EntryNote.objects.all().delete()[0] == 1
    assert ledger.verify(books.community.pk, head)
    ledger.post(books.entry(note="Later"))
    ledger.seal(books.community.pk)
    assert ledger.verify(books.community.pk, head)


def rewrite(entry: Entry, **columns: Any) -> None:
    """Change an entry, reckon its digests anew, and every block after it: all that a forger with the file can do."""
    Entry.objects.filter(pk=entry.pk).update(**columns)
    changed = Entry.objects.get(pk=entry.pk)
    body, digest = hashes(as_entry(changed), changed.recorded_at, bytes(changed.note_commitment))
    Entry.objects.filter(pk=entry.pk).update(body_hash=body, digest=digest)
    previous = tree.NOTHING
    for block in Block.objects.filter(community=entry.community).order_by("height"):
        leaves = block.leaves.order_by("position").select_related("entry", "witness")
        root = tree.root(bytes(one.entry.digest) if one.entry else content_of(one.witness) for one in leaves)
        head = tree.head(previous, block.community_id, block.height, block.size, moment_number(block.sealed_at), root)
        Block.objects.filter(pk=block.pk).update(root=root, previous=previous, head=head)
        previous = head


@pytest.mark.promise("Books rewritten from some day on pass by themselves, and are found by a seal kept outside")
def test_a_rewritten_tail_is_caught_by_an_anchor_alone(books: Books) -> None:
    here = books.community.pk
    head = ledger.anchor(here, "a letter")
    take_triggers_off()
    rewrite(Entry.objects.earliest("pk"), category="garden")
    assert ledger.verify(here), "everything was reckoned anew, so that nothing inside differs"
    found = ledger.verify(here, head).faults
    assert [(fault.place, fault.sentence) for fault in found] == [
        ("block 3", "has another head than the one that was given out of the house")
    ]


def test_a_digest_reckoned_anew_is_found_in_its_block(books: Books) -> None:
    take_triggers_off()
    entry = Entry.objects.latest("pk")
    Entry.objects.filter(pk=entry.pk).update(category="garden")
    changed = Entry.objects.get(pk=entry.pk)
    body, digest = hashes(as_entry(changed), changed.recorded_at, bytes(changed.note_commitment))
    Entry.objects.filter(pk=entry.pk).update(body_hash=body, digest=digest)
    [fault] = ledger.verify(books.community.pk).faults
    assert fault.place == "block 3"
    assert f"entries {entry.pk} to {entry.pk}" in fault.sentence


def test_a_tail_cut_off_is_caught_by_an_anchor(books: Books) -> None:
    here = books.community.pk
    head = ledger.anchor(here, "a letter")
    take_triggers_off()
    last = Block.objects.latest("height")
    Anchor.objects.all().delete()
    Leaf.objects.filter(block=last).delete()
    last.delete()
    assert ledger.verify(here)
    assert [fault.place for fault in ledger.verify(here, head).faults] == ["block 3"]


def test_an_entry_that_is_gone_is_named(books: Books) -> None:
    take_triggers_off()
    gone = Entry.objects.latest("pk")
    Leaf.objects.filter(entry=gone).update(entry=None, witness=Witness.objects.create(
        community=books.community, kind="study", digest=bytes(32), witnessed_at=timezone.now()
    ))  # fmt: skip
    assert [fault.place for fault in ledger.verify(books.community.pk).faults] == ["block 3"]


def test_an_entry_slipped_in_as_if_it_were_old_is_found(books: Books) -> None:
    """Under a day before the last seal nothing may be without one."""
    take_triggers_off()
    ledger.post(books.entry())
    entry = Entry.objects.latest("pk")
    moment = entry.recorded_at - timedelta(days=3)
    _, digest = hashes(as_entry(entry), moment, b"")
    Entry.objects.filter(pk=entry.pk).update(recorded_at=moment, digest=digest)
    [fault] = ledger.verify(books.community.pk).faults
    assert fault == ledger.Fault(f"entry {entry.pk}", "is in no block, though it is older than block 3")


# Many at once


@pytest.fixture
def kept(committed: str) -> Books:
    return Books()


@pytest.mark.django_db(databases=[])
@pytest.mark.promise("What commits late is sealed all the same")
@pytest.mark.only("postgresql", because="SQLite has one writer: what is written later has a higher number, always")
def test_no_late_commit_is_missed(kept: Books) -> None:
    """Another session writes first and commits last: whoever sealed all numbers up to the highest would miss it."""
    here, others = kept.community.pk, Books("others")
    for each in (here, others.community.pk):
        assert ledger.seal(each).size == 3, "whose the accounts are"
    ledger.post(kept.entry(0, 60, -60))
    written, go_on = threading.Event(), threading.Event()

    def late() -> None:
        from django.db import transaction

        with transaction.atomic():
            ledger.post(kept.entry(30, -30))
            written.set()
            go_on.wait(30)
        connection.close()

    slow = threading.Thread(target=late)
    slow.start()
    assert written.wait(30)
    ledger.post(others.entry())
    assert ledger.seal(here).size == 1, "what stood before is sealed"
    assert ledger.seal(others.community.pk).size == 1, "and what came later, though another is still being written"
    go_on.set()
    slow.join()
    assert Entry.objects.filter(community=here).latest("pk").pk < Entry.objects.get(community=others.community).pk
    assert (ledger.seal(here).size, ledger.seal(others.community.pk).size) == (1, 0)
    assert not Entry.objects.filter(leaf=None).exists()
    assert ledger.verify()


@pytest.mark.django_db(databases=[])
def test_two_who_seal_at_once_seal_once(kept: Books) -> None:
    for _ in range(6):
        ledger.post(kept.entry())
    seals = at_once(*(lambda: ledger.seal(kept.community.pk).size for _ in range(2)))
    assert sorted(seals, key=str) == [0, 9]
    assert ledger.verify()


@pytest.mark.django_db(databases=[])
@pytest.mark.only("postgresql", because="only PostgreSQL's rows carry the number of their transaction")
def test_what_was_brought_from_another_server_is_sealed(kept: Books) -> None:
    """Its rows carry the numbers of transactions this server will reach in a thousand years."""
    ledger.post(kept.entry())
    take_triggers_off()
    with connection.cursor() as cursor:
        cursor.execute("BEGIN; UPDATE ledger_entry SET txid = '900000000000'")
        cursor.execute("UPDATE ledger_posting SET txid = '900000000000'; COMMIT")
    assert Posting.objects.count() == 2
    assert ledger.seal(kept.community.pk).size == 4
