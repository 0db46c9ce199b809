import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [("people", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Study",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("people", models.PositiveIntegerField()),
                ("years", models.PositiveSmallIntegerField()),
                ("draws", models.PositiveSmallIntegerField()),
                ("seed", models.PositiveIntegerField()),
                ("numbers", models.JSONField(default=dict)),
                ("age_sex", models.JSONField(default=list)),
                ("own_ties", models.PositiveIntegerField(null=True)),
                ("pairs", models.JSONField(default=list)),
                ("version", models.CharField(max_length=40)),
                ("asked_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(null=True)),
                (
                    "asked_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.agent"),
                ),
                (
                    "community",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.community"
                    ),
                ),
            ],
            options={"verbose_name_plural": "what you asked the economic model"},
        ),
        migrations.CreateModel(
            name="Draw",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("draw", "draw"), ("depends", "depends"), ("even", "even")], max_length=10
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("result", models.JSONField()),
                ("milliseconds", models.PositiveIntegerField()),
                (
                    "study",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="finished", to="lab.study"
                    ),
                ),
            ],
            options={"verbose_name_plural": "what the model answered you, about nobody real"},
        ),
        migrations.AddIndex(
            model_name="study", index=models.Index(fields=["community", "-asked_at"], name="lab_latest")
        ),
        migrations.AddConstraint(
            model_name="draw",
            constraint=models.UniqueConstraint(fields=("study", "kind", "number"), name="lab_each_draw_once"),
        ),
        migrations.CreateModel(
            name="Wanted",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("asked_at", models.DateTimeField()),
                ("request", models.UUIDField()),
                ("why", models.CharField(max_length=300)),
                (
                    "asked_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.agent"),
                ),
                (
                    "community",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.community"
                    ),
                ),
            ],
            options={"verbose_name_plural": "forecasts you wanted"},
        ),
        migrations.AddField(model_name="study", name="why", field=models.CharField(blank=True, max_length=300)),
    ]
