"""Entries, their sides and their words. Written by `post` alone; entries and postings never change."""

from typing import ClassVar

from django.db import models

from coproduce.community.ledger.models.accounts import LedgerAccount
from coproduce.community.people.models import Community


class Entry(models.Model):
    """One thing recognised. Every column is filled when it is written, for it cannot be completed later."""

    community = models.ForeignKey(Community, models.PROTECT, related_name="+", db_index=False)
    client_id = models.UUIDField()
    body_hash = models.BinaryField(max_length=32)
    kind = models.CharField(max_length=20)
    category = models.CharField(max_length=60)
    actor = models.BigIntegerField(null=True)
    on_behalf_of = models.BigIntegerField(null=True)
    effective_on = models.DateField()
    recorded_at = models.DateTimeField()
    reverses = models.UUIDField(null=True)
    arena = models.CharField(max_length=20, blank=True)
    source_ref = models.CharField(max_length=120, blank=True)
    note_commitment = models.BinaryField(max_length=32)
    digest = models.BinaryField(max_length=32)

    personal: ClassVar = {
        "actor": "who wrote it down",
        "on_behalf_of": "whose help it was",
        "category": "the kind of help",
        "source_ref": "which row of a list it came from",
        "owner": ("actor", "on_behalf_of", "postings__account__agent"),
        "shown_to": "postings__account__agent",
        "keep": "books",
        "stays": ("category", "source_ref"),
    }

    class Meta:
        verbose_name_plural = "entries"
        constraints = (
            models.UniqueConstraint(fields=["community", "client_id"], name="ledger_entry_once"),
            # Few take another back: those that do not are nowhere looked for.
            models.UniqueConstraint(
                fields=["community", "reverses"],
                condition=models.Q(reverses__isnull=False),
                name="ledger_reversed_once",
            ),
        )
        indexes = (models.Index(fields=["community", "effective_on"], name="ledger_entry_when"),)


class Posting(models.Model):
    """A signed amount on one account, and what the account held after it."""

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="postings", db_index=False)
    account = models.ForeignKey(LedgerAccount, models.PROTECT, related_name="postings", db_index=False)
    unit = models.CharField(max_length=12)
    amount = models.BigIntegerField()
    balance_after = models.BigIntegerField()

    personal: ClassVar = {
        "amount": "what was given or received",
        "balance_after": "what it came to",
        "owner": "account__agent",
        "keep": "books",
    }

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["entry", "account"], name="ledger_posting_once"),
            models.CheckConstraint(condition=~models.Q(amount=0), name="ledger_posting_not_zero"),
        )
        indexes = (models.Index(fields=["account", "entry"], name="ledger_posting_account"),)


class EntryNote(models.Model):
    """Personal words about an entry, beside the journal. Erased, they leave a commitment that tells nothing."""

    entry = models.OneToOneField(Entry, models.CASCADE, primary_key=True, related_name="note")
    salt = models.BinaryField(max_length=16)
    words = models.TextField()

    personal: ClassVar = {
        "words": "what was done, in their words",
        "salt": "so that what commits to the words tells nothing of them",
        "owner": "entry__postings__account__agent",
        "keep": "member",
        "is_sealed": True,
    }
