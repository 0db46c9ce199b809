"""The seals over it all: what is witnessed, the blocks and their leaves, heads that stand outside, and proofs."""

from typing import ClassVar

from django.db import models

from coproduce.community.ledger.models.entries import Entry
from coproduce.community.people.models import Community


class Witness(models.Model):
    """What is sealed beside the entries: a change of a limit, a decision, the plan of a study; its digest alone."""

    community = models.ForeignKey(Community, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    digest = models.BinaryField(max_length=32)
    witnessed_at = models.DateTimeField()

    personal: ClassVar = {"owner": (), "keep": "books"}

    class Meta:
        verbose_name_plural = "witnesses"


class Block(models.Model):
    """A sealed run of entries and witnesses: the root of their tree, and the head that chains it to those before."""

    community = models.ForeignKey(Community, models.PROTECT, related_name="+", db_index=False)
    height = models.PositiveIntegerField()
    size = models.PositiveIntegerField()
    root = models.BinaryField(max_length=32)
    previous = models.BinaryField(max_length=32)
    head = models.BinaryField(max_length=32)
    sealed_at = models.DateTimeField()

    personal: ClassVar = {"owner": (), "keep": "books"}

    class Meta:
        constraints = (models.UniqueConstraint(fields=["community", "height"], name="ledger_block_height"),)


class Leaf(models.Model):
    """The place of an entry, or of a witness, in its block: entries cannot be updated, so it stands here."""

    block = models.ForeignKey(Block, models.PROTECT, related_name="leaves", db_index=False)
    position = models.PositiveIntegerField()
    entry = models.OneToOneField(Entry, models.PROTECT, null=True, related_name="leaf")
    witness = models.OneToOneField(Witness, models.PROTECT, null=True, related_name="leaf")

    personal: ClassVar = {"owner": (), "keep": "books"}

    class Meta:
        verbose_name_plural = "leaves"
        constraints = (
            models.UniqueConstraint(fields=["block", "position"], name="ledger_leaf_place"),
            models.CheckConstraint(
                condition=models.Q(entry__isnull=True, witness__isnull=False)
                | models.Q(entry__isnull=False, witness__isnull=True),
                name="ledger_leaf_is_one_thing",
            ),
        )


class Anchor(models.Model):
    """A head that went out of this house: to whom, or in what, and when."""

    block = models.ForeignKey(Block, models.PROTECT, related_name="anchors")
    place = models.CharField(max_length=120)
    anchored_at = models.DateTimeField()

    personal: ClassVar = {"place": "in what it went out: a statement, a letter, a file", "owner": (), "keep": "books"}


class Proof(models.Model):
    """What adding everything up again found: the line the desk sees. Of one community, as of one moment."""

    community = models.ForeignKey(Community, models.PROTECT, related_name="+")
    proved_at = models.DateTimeField()
    entries = models.PositiveBigIntegerField()
    postings = models.PositiveBigIntegerField()
    accounts = models.PositiveIntegerField()
    head = models.BinaryField(max_length=32)
    faults = models.JSONField(default=list)

    personal: ClassVar = {"faults": "what did not add up", "owner": (), "keep": "books"}

    class Meta:
        indexes = (models.Index(fields=["community", "-proved_at"], name="ledger_proof_when"),)
