"""What is written down about every verb, and what waits to be told or done.

Ids stand here without foreign keys: the record of who did what outlives an
erasure, when the ids point at nobody.
"""

from typing import ClassVar

from django.db import models


class AuditRow(models.Model):
    """One verb done, one try refused, or one reading of personal data. Never edited; readings go after three years.

    A done row is also the receipt book: the same request id with the same body
    is answered from here. What is `about` something that is sealed one day goes when it is (`audit.let_go`).
    """

    DONE, REFUSED, READ = "done", "refused", "read"

    community_id = models.BigIntegerField(default=0)
    recorded_at = models.DateTimeField(auto_now_add=True)
    kind = models.CharField(max_length=8)
    verb = models.CharField(max_length=80)
    agent_id = models.BigIntegerField(null=True)
    person_id = models.BigIntegerField(null=True)
    helped_by = models.BigIntegerField(null=True)
    via = models.CharField(max_length=8)
    request_id = models.UUIDField(null=True)
    body_hash = models.BinaryField(max_length=32, null=True)
    receipt = models.JSONField(null=True)
    code = models.CharField(max_length=40, default="")
    subjects = models.JSONField(default=list)
    why = models.CharField(max_length=200, default="")
    about = models.UUIDField(null=True)

    personal: ClassVar = {
        "agent_id": "whose deed it was",
        "person_id": "whose deed it was",
        "helped_by": "who did it for them",
        "subjects": "whose was read",
        "why": "a word that says for what it was read",
        "receipt": "ids and numbers, so that a repeated request gets the same answer",
        "owner": ("agent_id", "helped_by"),
        "keep": "audit",
        "stays": ("subjects", "receipt", "why"),
    }

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["community_id", "request_id"], condition=models.Q(kind="done"), name="base_audit_once"
            ),
        )
        indexes = (
            models.Index(fields=["community_id", "recorded_at"], name="base_audit_when"),
            models.Index(fields=["about"], condition=models.Q(about__isnull=False), name="base_audit_about"),
        )


class Outbox(models.Model):
    """A notice written in the same transaction as what it tells of."""

    community_id = models.BigIntegerField()
    to_agent = models.BigIntegerField()
    template = models.CharField(max_length=300)
    values = models.JSONField(default=dict)
    is_urgent = models.BooleanField(default=False)
    link = models.CharField(max_length=300, default="")
    written_at = models.DateTimeField()

    personal: ClassVar = {
        "to_agent": "whom it tells",
        "values": "what it tells them",
        "template": "the sentence, without anybody's name",
        "link": "the page it is about",
        "owner": "to_agent",
        "keep": ("written_at", 30),
    }

    class Meta:
        indexes = (models.Index(fields=["community_id", "to_agent", "-id"], name="base_outbox_whose"),)


class Schedule(models.Model):
    """When each job of the house is next due, and how its last run went."""

    job = models.CharField(max_length=80, unique=True)
    due_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    trouble = models.TextField(default="")

    personal: ClassVar = {"trouble": "what went wrong, for whoever keeps it running", "owner": (), "keep": "books"}


class Installation(models.Model):
    """One row about this database itself. A demo's town grows a day at a time: the next one, and the last."""

    is_demo = models.BooleanField(default=False)
    since = models.DateTimeField(auto_now_add=True)
    town_seed = models.BigIntegerField(null=True)
    town_size = models.PositiveIntegerField(null=True)
    town_from_on = models.DateField(null=True)
    town_next_on = models.DateField(null=True)
    town_until_on = models.DateField(null=True)

    personal: ClassVar = {"owner": (), "keep": "books"}


class SqlObject(models.Model):
    """A file of triggers and functions that stands in this database, and the checksum of what was applied."""

    name = models.CharField(max_length=120, primary_key=True)
    checksum = models.CharField(max_length=64)

    personal: ClassVar = {"name": "which file", "owner": (), "keep": "books"}

    class Meta:
        db_table = "base_sql_object"
