import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [("people", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Design",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("name", models.CharField(max_length=80)),
                ("version", models.CharField(max_length=40)),
                ("licence", models.CharField(blank=True, max_length=200)),
                ("words", models.TextField(blank=True)),
                ("parts", models.TextField(blank=True)),
                ("said_at", models.DateTimeField()),
                (
                    "community",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.community"
                    ),
                ),
                (
                    "keeper",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.agent"),
                ),
                (
                    "made_from",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="forks", to="making.design"
                    ),
                ),
            ],
            options={"verbose_name_plural": "what you designed"},
        ),
        migrations.CreateModel(
            name="Change",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("words", models.TextField()),
                ("why", models.CharField(max_length=200)),
                ("said_at", models.DateTimeField()),
                ("looked_by", models.JSONField(default=list)),
                ("stands_at", models.DateTimeField(null=True)),
                (
                    "agent",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.agent"),
                ),
                (
                    "design",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="changes", to="making.design"
                    ),
                ),
            ],
            options={"verbose_name_plural": "pages you mended"},
        ),
        migrations.CreateModel(
            name="Machine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("name", models.CharField(max_length=80)),
                ("process", models.CharField(max_length=40)),
                ("materials", models.CharField(blank=True, max_length=200)),
                ("size", models.CharField(blank=True, max_length=60)),
                (
                    "agent",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.agent"),
                ),
            ],
            options={"verbose_name_plural": "what you can make with"},
        ),
        migrations.AddIndex(
            model_name="design", index=models.Index(fields=["community", "name", "version"], name="making_design_name")
        ),
        migrations.AddConstraint(
            model_name="design",
            constraint=models.UniqueConstraint(
                fields=("community", "keeper", "name", "version"), name="making_design_once"
            ),
        ),
        migrations.AddIndex(
            model_name="change", index=models.Index(fields=["design", "-said_at"], name="making_change_when")
        ),
        migrations.AddConstraint(
            model_name="machine",
            constraint=models.UniqueConstraint(fields=("agent", "name"), name="making_machine_once"),
        ),
        migrations.CreateModel(
            name="Build",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("begun_at", models.DateTimeField()),
                ("built_at", models.DateTimeField(null=True)),
                ("words", models.CharField(blank=True, max_length=1000)),
            ],
            options={"verbose_name_plural": "what you built"},
        ),
        migrations.CreateModel(
            name="Defect",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("words", models.CharField(max_length=500)),
                ("said_at", models.DateTimeField()),
            ],
            options={"verbose_name_plural": "what you found to mend"},
        ),
        migrations.AddField(
            model_name="change", name="address_hash", field=models.CharField(blank=True, max_length=64)
        ),
        migrations.AddField(model_name="change", name="by_name", field=models.CharField(blank=True, max_length=200)),
        migrations.AddField(model_name="change", name="commit", field=models.CharField(blank=True, max_length=64)),
        migrations.AddField(model_name="design", name="is_toml", field=models.BooleanField(default=False)),
        migrations.AddField(model_name="design", name="manifest", field=models.TextField(blank=True)),
        migrations.AddField(model_name="design", name="named", field=models.JSONField(default=list)),
        migrations.AddField(model_name="machine", name="free_minutes", field=models.PositiveIntegerField(null=True)),
        migrations.AddField(
            model_name="machine",
            name="lays",
            field=models.CharField(
                choices=[("straight", "straight"), ("turned", "turned"), ("tilted", "tilted")],
                default="tilted",
                max_length=8,
            ),
        ),
        migrations.AddField(model_name="machine", name="tolerance", field=models.CharField(blank=True, max_length=20)),
        migrations.AlterField(
            model_name="change",
            name="agent",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.agent"
            ),
        ),
        migrations.AlterField(model_name="change", name="words", field=models.TextField(blank=True)),
        migrations.AddIndex(
            model_name="change", index=models.Index(fields=["address_hash"], name="making_change_address")
        ),
        migrations.AddConstraint(
            model_name="change",
            constraint=models.UniqueConstraint(
                condition=models.Q(("commit", ""), _negated=True),
                fields=("design", "commit", "address_hash"),
                name="making_change_once",
            ),
        ),
        migrations.AddField(
            model_name="build",
            name="agent",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.agent"),
        ),
        migrations.AddField(
            model_name="build",
            name="design",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="builds", to="making.design"
            ),
        ),
        migrations.AddField(
            model_name="build",
            name="picture",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="people.upload"
            ),
        ),
        migrations.AddField(
            model_name="defect",
            name="agent",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.agent"),
        ),
        migrations.AddField(
            model_name="defect",
            name="build",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="defects", to="making.build"
            ),
        ),
        migrations.AddField(
            model_name="defect",
            name="mended_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="mends", to="making.change"
            ),
        ),
        migrations.AddIndex(
            model_name="build", index=models.Index(fields=["design", "-begun_at"], name="making_build_when")
        ),
        migrations.AddIndex(
            model_name="defect", index=models.Index(fields=["build", "-said_at"], name="making_defect_when")
        ),
    ]
