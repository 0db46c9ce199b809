import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [("people", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Decision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("question", models.CharField(max_length=200)),
                ("options", models.JSONField(default=list)),
                ("result", models.CharField(max_length=100)),
                ("who_decided", models.CharField(max_length=200)),
                ("minutes", models.CharField(max_length=200)),
                ("decided_on", models.DateField()),
                ("effective_on", models.DateField()),
                ("recorded_at", models.DateTimeField()),
                ("salt", models.BinaryField(max_length=16)),
                ("words_commitment", models.BinaryField(max_length=32)),
                (
                    "community",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="decisions", to="people.community"
                    ),
                ),
                (
                    "corrects",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrected_by",
                        to="decisions.decision",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.agent"),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["community", "-decided_on"], name="decisions_latest")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("effective_on__gte", models.F("decided_on"))),
                        name="decisions_hold_once_decided",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Proposal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("question", models.CharField(max_length=200)),
                ("text", models.CharField(blank=True, max_length=2000)),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("consent", "consent"),
                            ("approval", "approval"),
                            ("score", "score"),
                            ("budget", "budget"),
                        ],
                        max_length=8,
                    ),
                ),
                ("options", models.JSONField(default=list)),
                ("highest", models.PositiveSmallIntegerField(null=True)),
                ("budget_minor", models.PositiveBigIntegerField(null=True)),
                ("unit", models.CharField(blank=True, max_length=12)),
                ("quorum", models.PositiveSmallIntegerField(default=0)),
                ("role", models.CharField(default="member", max_length=40)),
                ("opens_on", models.DateField()),
                ("closes_on", models.DateField()),
                ("review_on", models.DateField(null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("coming", "coming"),
                            ("open", "open"),
                            ("closed", "closed"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="coming",
                        max_length=9,
                    ),
                ),
                ("voters", models.PositiveIntegerField(null=True)),
                ("round", models.PositiveSmallIntegerField(default=1)),
                ("earlier", models.JSONField(default=list)),
                ("closed_on", models.DateField(null=True)),
                ("why_not", models.CharField(blank=True, max_length=9)),
                ("record", models.TextField(blank=True)),
                ("review_told_on", models.DateField(null=True)),
                (
                    "closed_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.agent"
                    ),
                ),
                (
                    "community",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="proposals", to="people.community"
                    ),
                ),
                (
                    "decision",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proposal",
                        to="decisions.decision",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.agent"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Box",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ballots", models.JSONField(default=list)),
                (
                    "proposal",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="box", to="decisions.proposal"
                    ),
                ),
            ],
            options={"verbose_name_plural": "boxes"},
        ),
        migrations.CreateModel(
            name="Sheet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("first", models.JSONField(null=True)),
                ("second", models.JSONField(null=True)),
                (
                    "proposal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sheets", to="decisions.proposal"
                    ),
                ),
                (
                    "typed_again_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.agent"
                    ),
                ),
                (
                    "typed_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.agent"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Voice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("round", models.PositiveSmallIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[("word", "word"), ("consent", "consent"), ("aside", "aside"), ("object", "object")],
                        max_length=7,
                    ),
                ),
                ("words", models.CharField(blank=True, max_length=1000)),
                ("said_at", models.DateTimeField()),
                (
                    "agent",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.agent"),
                ),
                (
                    "proposal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="voices", to="decisions.proposal"
                    ),
                ),
            ],
            options={"verbose_name_plural": "what you said about what was asked"},
        ),
        migrations.CreateModel(
            name="Voter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("how", models.CharField(blank=True, choices=[("page", "page"), ("paper", "paper")], max_length=5)),
                ("until_on", models.DateField()),
                (
                    "agent",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.agent"),
                ),
                (
                    "proposal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="roll", to="decisions.proposal"
                    ),
                ),
            ],
            options={"verbose_name_plural": "what you may vote on, and whether you have"},
        ),
        migrations.AddIndex(
            model_name="proposal",
            index=models.Index(fields=["community", "state", "closes_on"], name="decisions_what_is_asked"),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(("closes_on__gte", models.F("opens_on"))), name="decisions_close_once_open"
            ),
        ),
        migrations.AddConstraint(
            model_name="sheet",
            constraint=models.UniqueConstraint(fields=("proposal", "number"), name="decisions_sheet_once"),
        ),
        migrations.AddConstraint(
            model_name="sheet",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("typed_again_by", None),
                    models.Q(("typed_again_by", models.F("typed_by")), _negated=True),
                    _connector="OR",
                ),
                name="decisions_two_hands",
            ),
        ),
        migrations.AddIndex(
            model_name="voice", index=models.Index(fields=["proposal", "round", "said_at"], name="decisions_voices")
        ),
        migrations.AddConstraint(
            model_name="voice",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "word"), _negated=True),
                fields=("proposal", "round", "agent"),
                name="decisions_answer_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="voter",
            constraint=models.UniqueConstraint(fields=("proposal", "agent"), name="decisions_voter_once"),
        ),
        migrations.AddField(
            model_name="proposal",
            name="follows",
            field=models.OneToOneField(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="vote", to="decisions.proposal"
            ),
        ),
        migrations.AddField(model_name="proposal", name="papers", field=models.PositiveIntegerField(default=0)),
        migrations.AddField(model_name="proposal", name="rounds", field=models.PositiveSmallIntegerField(null=True)),
        migrations.AddField(
            model_name="proposal", name="shown_from", field=models.PositiveSmallIntegerField(default=8)
        ),
        migrations.AddField(model_name="proposal", name="voted", field=models.PositiveIntegerField(default=0)),
    ]
