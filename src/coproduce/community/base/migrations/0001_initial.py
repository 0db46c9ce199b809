from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Installation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("is_demo", models.BooleanField(default=False)),
                ("since", models.DateTimeField(auto_now_add=True)),
                ("town_seed", models.BigIntegerField(null=True)),
                ("town_size", models.PositiveIntegerField(null=True)),
                ("town_from_on", models.DateField(null=True)),
                ("town_next_on", models.DateField(null=True)),
                ("town_until_on", models.DateField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Schedule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("job", models.CharField(max_length=80, unique=True)),
                ("due_at", models.DateTimeField()),
                ("started_at", models.DateTimeField(null=True)),
                ("finished_at", models.DateTimeField(null=True)),
                ("attempts", models.PositiveIntegerField(default=0)),
                ("trouble", models.TextField(default="")),
            ],
        ),
        migrations.CreateModel(
            name="SqlObject",
            fields=[
                ("name", models.CharField(max_length=120, primary_key=True, serialize=False)),
                ("checksum", models.CharField(max_length=64)),
            ],
            options={"db_table": "base_sql_object"},
        ),
        migrations.CreateModel(
            name="Outbox",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("community_id", models.BigIntegerField()),
                ("to_agent", models.BigIntegerField()),
                ("template", models.CharField(max_length=300)),
                ("values", models.JSONField(default=dict)),
                ("is_urgent", models.BooleanField(default=False)),
                ("link", models.CharField(default="", max_length=300)),
                ("written_at", models.DateTimeField()),
            ],
            options={"indexes": [models.Index(fields=["community_id", "to_agent", "-id"], name="base_outbox_whose")]},
        ),
        migrations.CreateModel(
            name="AuditRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("community_id", models.BigIntegerField(default=0)),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
                ("kind", models.CharField(max_length=8)),
                ("verb", models.CharField(max_length=80)),
                ("agent_id", models.BigIntegerField(null=True)),
                ("person_id", models.BigIntegerField(null=True)),
                ("helped_by", models.BigIntegerField(null=True)),
                ("via", models.CharField(max_length=8)),
                ("request_id", models.UUIDField(null=True)),
                ("body_hash", models.BinaryField(max_length=32, null=True)),
                ("receipt", models.JSONField(null=True)),
                ("code", models.CharField(default="", max_length=40)),
                ("subjects", models.JSONField(default=list)),
                ("why", models.CharField(default="", max_length=200)),
                ("about", models.UUIDField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["community_id", "recorded_at"], name="base_audit_when"),
                    models.Index(
                        condition=models.Q(("about__isnull", False)), fields=["about"], name="base_audit_about"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "done")),
                        fields=("community_id", "request_id"),
                        name="base_audit_once",
                    )
                ],
            },
        ),
    ]
