from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("netzwerk", "0006_uebergabehinweise"),
    ]

    operations = [
        migrations.AddField(
            model_name="gremienmitglied",
            name="version",
            field=models.PositiveIntegerField(default=1, editable=False),
        ),
        migrations.AddField(
            model_name="wiedervorlage",
            name="version",
            field=models.PositiveIntegerField(default=1, editable=False),
        ),
    ]
