import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [("people", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Plan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("question", models.CharField(max_length=200)),
                ("who", models.CharField(max_length=200)),
                ("offer", models.CharField(max_length=200)),
                ("compared_with", models.CharField(max_length=200)),
                ("time_zero", models.CharField(max_length=200)),
                ("outcome", models.CharField(max_length=200)),
                ("follow_up_days", models.PositiveIntegerField()),
                ("kind", models.CharField(max_length=20)),
                ("from_on", models.DateField()),
                ("until_on", models.DateField()),
                ("began_on", models.DateField(null=True)),
                ("share_without", models.PositiveSmallIntegerField()),
                ("share_with", models.PositiveSmallIntegerField()),
                ("covariates", models.JSONField(default=list)),
                ("a_year", models.PositiveIntegerField()),
                ("seal", models.CharField(max_length=64)),
                ("replaced_rows", models.PositiveIntegerField(default=0)),
                ("written_at", models.DateTimeField()),
                ("salt", models.BinaryField(max_length=16)),
                ("words_commitment", models.BinaryField(max_length=32)),
                (
                    "community",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.community"
                    ),
                ),
                (
                    "replaces",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="evidence.plan",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.agent"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ReportPart",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=20)),
                ("words", models.TextField(max_length=2000)),
                ("made_at", models.DateTimeField()),
                (
                    "community",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.community"
                    ),
                ),
                (
                    "said_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.agent"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SiteCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("site", models.CharField(max_length=80)),
                ("events", models.PositiveIntegerField()),
                ("people", models.PositiveIntegerField()),
                ("compared_events", models.PositiveIntegerField()),
                ("compared_people", models.PositiveIntegerField()),
                ("made_at", models.DateTimeField()),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sites", to="evidence.plan"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="StudyRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=120)),
                ("offered", models.BooleanField()),
                ("zero_on", models.DateField()),
                ("last_seen_on", models.DateField()),
                ("happened_on", models.DateField(null=True)),
                ("died_on", models.DateField(null=True)),
                ("visited_on", models.DateField(null=True)),
                ("known_on", models.DateField(null=True)),
                ("age", models.PositiveSmallIntegerField(null=True)),
                ("sex", models.CharField(blank=True, max_length=20)),
                ("lives_alone", models.BooleanField(null=True)),
                ("admissions", models.PositiveSmallIntegerField(null=True)),
                ("stay_days", models.PositiveSmallIntegerField(null=True)),
                ("ward", models.CharField(blank=True, max_length=80)),
                ("made_at", models.DateTimeField()),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="rows", to="evidence.plan"
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.UniqueConstraint(fields=("community", "seal"), name="evidence_plan_once"),
        ),
        migrations.AddIndex(
            model_name="reportpart",
            index=models.Index(fields=["community", "kind", "-made_at"], name="evidence_report_latest"),
        ),
        migrations.AddConstraint(
            model_name="sitecount",
            constraint=models.UniqueConstraint(fields=("plan", "site"), name="evidence_site_once"),
        ),
        migrations.AddConstraint(
            model_name="studyrow", constraint=models.UniqueConstraint(fields=("plan", "key"), name="evidence_row_once")
        ),
        migrations.CreateModel(
            name="Outcome",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("measure", models.CharField(max_length=40)),
                ("version", models.CharField(max_length=40)),
                ("licence_ref", models.CharField(blank=True, max_length=120)),
                ("asked_on", models.DateField()),
                ("channel", models.CharField(max_length=8)),
                ("is_refused", models.BooleanField(default=False)),
                ("answers", models.JSONField(default=dict)),
                ("goal", models.CharField(blank=True, max_length=300)),
                ("taken_by", models.BigIntegerField(null=True)),
                ("made_at", models.DateTimeField()),
                (
                    "agent",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="outcomes", to="people.agent"
                    ),
                ),
                (
                    "community",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.community"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["community", "measure", "asked_on"], name="evidence_outcome_when")],
                "constraints": [
                    models.UniqueConstraint(fields=("agent", "measure", "asked_on"), name="evidence_outcome_once_a_day")
                ],
            },
        ),
        migrations.CreateModel(
            name="SiteMeasure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.CharField(max_length=40)),
                ("text", models.TextField(max_length=20000)),
                ("made_at", models.DateTimeField()),
                (
                    "brought_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.agent"),
                ),
                (
                    "community",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.community"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["community", "slug", "-made_at"], name="evidence_measure_latest")]
            },
        ),
        migrations.CreateModel(
            name="OpenFigures",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("is_open", models.BooleanField()),
                ("decision", models.UUIDField(null=True)),
                ("made_at", models.DateTimeField()),
                (
                    "community",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.community"
                    ),
                ),
                (
                    "set_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.agent"),
                ),
            ],
            options={
                "verbose_name_plural": "open figures",
                "indexes": [models.Index(fields=["community", "-made_at"], name="evidence_open_latest")],
            },
        ),
    ]
