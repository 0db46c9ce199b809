import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [("people", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Rhythm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("days", models.PositiveSmallIntegerField()),
                ("since_on", models.DateField()),
                ("heard_on", models.DateField(null=True)),
                (
                    "heard_how",
                    models.CharField(
                        blank=True,
                        choices=[("rang", "rang"), ("visited", "visited"), ("met", "met"), ("said so", "said so")],
                        max_length=8,
                    ),
                ),
                (
                    "agent",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="rhythm", to="people.agent"
                    ),
                ),
                (
                    "community",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="rhythms", to="people.community"
                    ),
                ),
                (
                    "heard_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="people.agent"
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.agent"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Tie",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("kind", models.CharField(choices=[("rings", "rings"), ("introduced", "introduced")], max_length=10)),
                ("said_on", models.DateField()),
                ("one_says", models.CharField(blank=True, choices=[("yes", "yes"), ("no", "no")], max_length=3)),
                ("other_says", models.CharField(blank=True, choices=[("yes", "yes"), ("no", "no")], max_length=3)),
                ("answered_on", models.DateField(null=True)),
                ("stands_on", models.DateField(null=True)),
                (
                    "community",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.community"
                    ),
                ),
                (
                    "one",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.agent"),
                ),
                (
                    "other",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.agent"),
                ),
                (
                    "said_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.agent"),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["community", "stands_on"], name="trust_tie_stands")],
                "constraints": [models.UniqueConstraint(fields=("one", "other", "kind"), name="trust_tie_once")],
            },
        ),
        migrations.CreateModel(
            name="Silence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("made_at", models.DateTimeField()),
                ("circle_on", models.DateField()),
                ("desk_on", models.DateField(null=True)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("tried_at", models.DateTimeField(null=True)),
                ("over_on", models.DateField(null=True)),
                ("came", models.CharField(blank=True, choices=[("glad", "glad"), ("fine", "fine")], max_length=4)),
                (
                    "rhythm",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="silences", to="trust.rhythm"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("over_on", None)), fields=("rhythm",), name="trust_silence_one_at_a_time"
                    )
                ]
            },
        ),
    ]
