from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("ledger", "0001_initial"),)
    operations = (
        migrations.AlterField("entry", "category", models.CharField(max_length=70)),
        migrations.AlterField("posting", "unit", models.CharField(max_length=13)),
        migrations.AlterField("ledgeraccount", "unit", models.CharField(max_length=13)),
        migrations.AlterField("limitchange", "why", models.CharField(max_length=210)),
    )
