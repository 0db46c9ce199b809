from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("ledger", "0001_initial"),)
    operations = (
        migrations.AlterField("entry", "category", models.CharField(max_length=70)),
        migrations.AlterField("posting", "unit", models.CharField(max_length=13)),
        migrations.AlterField("ledgeraccount", "unit", models.CharField(max_length=13)),
        migrations.AlterField("limitchange", "why", models.CharField(max_length=210)),
        migrations.AlterField("hold", "category", models.CharField(max_length=70, blank=True)),
        migrations.AlterField("closing", "why", models.CharField(max_length=210)),
        migrations.AlterField("witness", "kind", models.CharField(max_length=30)),
        migrations.AlterField("block", "size", models.PositiveBigIntegerField()),
        migrations.AlterField("leaf", "position", models.PositiveBigIntegerField()),
        migrations.AlterField("anchor", "place", models.CharField(max_length=130)),
        migrations.AlterField("proof", "accounts", models.PositiveBigIntegerField()),
    )
