import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [("people", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Again",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("months", models.PositiveSmallIntegerField()),
                ("n", models.PositiveIntegerField()),
                ("k", models.PositiveIntegerField()),
                (
                    "alternative",
                    models.CharField(
                        choices=[
                            ("nothing", "nothing"),
                            ("a warning", "a warning"),
                            ("a fine", "a fine"),
                            ("leaving school for a while", "leaving school for a while"),
                            ("a court", "a court"),
                            ("not known", "not known"),
                        ],
                        max_length=30,
                    ),
                ),
                ("n_compared", models.PositiveIntegerField()),
                ("k_compared", models.PositiveIntegerField()),
                ("source", models.CharField(max_length=120)),
                ("counted_on", models.DateField()),
                (
                    "community",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.community"
                    ),
                ),
            ],
            options={"ordering": ("-counted_on", "-pk")},
        ),
        migrations.CreateModel(
            name="Matter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "open"), ("agreed", "agreed"), ("closed", "closed")],
                        default="open",
                        max_length=6,
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("damage", "damage"),
                            ("taking", "taking"),
                            ("insult", "insult"),
                            ("noise", "noise"),
                            ("litter", "litter"),
                            ("trespass", "trespass"),
                            ("quarrel", "quarrel"),
                        ],
                        max_length=10,
                    ),
                ),
                ("words", models.TextField(max_length=2000)),
                ("happened_on", models.DateField()),
                (
                    "referred_by",
                    models.CharField(
                        choices=[
                            ("member", "member"),
                            ("school", "school"),
                            ("police", "police"),
                            ("council", "council"),
                            ("other", "other"),
                        ],
                        max_length=8,
                    ),
                ),
                ("reference", models.CharField(blank=True, max_length=60)),
                (
                    "alternative",
                    models.CharField(
                        choices=[
                            ("nothing", "nothing"),
                            ("a warning", "a warning"),
                            ("a fine", "a fine"),
                            ("leaving school for a while", "leaving school for a while"),
                            ("a court", "a court"),
                            ("not known", "not known"),
                        ],
                        max_length=30,
                    ),
                ),
                ("reported_on", models.DateField()),
                (
                    "harmed_way",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("in person", "in person"),
                            ("by letter", "by letter"),
                            ("through someone", "through someone"),
                            ("not at all", "not at all"),
                            ("stopped", "stopped"),
                        ],
                        max_length=16,
                    ),
                ),
                ("harmed_guardian_yes", models.BooleanField(null=True)),
                ("accepted", models.BooleanField(null=True)),
                ("respondent_guardian_yes", models.BooleanField(null=True)),
                ("seed", models.CharField(blank=True, max_length=36)),
                ("size", models.PositiveSmallIntegerField(default=0)),
                ("meets_at", models.DateTimeField(null=True)),
                ("place", models.CharField(blank=True, max_length=200)),
                ("heard_on", models.DateField(null=True)),
                ("harmed_agreed_on", models.DateField(null=True)),
                ("respondent_agreed_on", models.DateField(null=True)),
                ("is_extended", models.BooleanField(default=False)),
                ("told_on", models.DateField(null=True)),
                ("told_words", models.CharField(blank=True, max_length=600)),
                ("closed_on", models.DateField(null=True)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("kept", "kept"),
                            ("not kept", "not kept"),
                            ("not accepted", "not accepted"),
                            ("harmed stopped", "harmed stopped"),
                            ("left", "left"),
                        ],
                        max_length=16,
                    ),
                ),
                ("seal_on", models.DateField(null=True)),
                (
                    "was_heard",
                    models.CharField(
                        blank=True, choices=[("yes", "yes"), ("partly", "partly"), ("no", "no")], max_length=6
                    ),
                ),
                ("heard_words", models.CharField(blank=True, max_length=600)),
                (
                    "community",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.community"
                    ),
                ),
                (
                    "facilitator",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.agent"
                    ),
                ),
                (
                    "harmed",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.agent"
                    ),
                ),
                (
                    "reported_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.agent"),
                ),
                (
                    "respondent",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.agent"),
                ),
            ],
            options={"verbose_name_plural": "what went wrong, until it is sealed"},
        ),
        migrations.CreateModel(
            name="AgreedPart",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.PositiveSmallIntegerField()),
                ("words", models.CharField(max_length=300)),
                ("until_on", models.DateField()),
                ("minutes", models.PositiveIntegerField(default=0)),
                ("helper", models.CharField(blank=True, max_length=120)),
                ("paid_to", models.CharField(blank=True, max_length=6)),
                (
                    "state",
                    models.CharField(
                        blank=True,
                        choices=[("kept", "kept"), ("partly", "partly"), ("not yet", "not yet")],
                        max_length=7,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=300)),
                (
                    "matter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="parts", to="justice.matter"
                    ),
                ),
            ],
            options={"verbose_name_plural": "what you agreed on", "ordering": ("place",)},
        ),
        migrations.CreateModel(
            name="Seat",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[("drawn", "drawn"), ("out", "out"), ("near", "near"), ("sat", "sat")], max_length=5
                    ),
                ),
                (
                    "agent",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.agent"),
                ),
                (
                    "matter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="seats", to="justice.matter"
                    ),
                ),
            ],
            options={"verbose_name_plural": "circles you were drawn for", "ordering": ("pk",)},
        ),
        migrations.CreateModel(
            name="Tally",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("what", models.CharField(max_length=40)),
                ("number", models.PositiveIntegerField(default=0)),
                (
                    "community",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.community"
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="matter", index=models.Index(fields=["community", "state"], name="justice_matter_open")
        ),
        migrations.AddConstraint(
            model_name="agreedpart",
            constraint=models.UniqueConstraint(fields=("matter", "place"), name="justice_part_once"),
        ),
        migrations.AddConstraint(
            model_name="seat", constraint=models.UniqueConstraint(fields=("matter", "agent"), name="justice_seat_once")
        ),
        migrations.AddConstraint(
            model_name="tally",
            constraint=models.UniqueConstraint(fields=("community", "what"), name="justice_tally_once"),
        ),
        migrations.AddField(model_name="matter", name="neighbours_may_hear", field=models.BooleanField(default=False)),
    ]
