from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("netzwerk", "0005_abweichungen"),
    ]

    operations = [
        migrations.AddField(
            model_name="uebergabepunkt",
            name="hinweis",
            field=models.CharField(blank=True, max_length=300, verbose_name="Hinweis für die Nachfolge"),
        ),
        migrations.AlterField(
            model_name="uebergabepunkt",
            name="art",
            field=models.CharField(
                choices=[
                    ("wiedervorlage", "Offene Wiedervorlage"),
                    ("faellig", "Fälliger Kontakt"),
                    ("getragen", "Partner, den nur diese Person kennt"),
                    ("vereinbarung", "Vereinbarung"),
                    ("sitz", "Sitz in einem Gremium"),
                    ("sitzung", "Geplante Sitzung"),
                    ("vertretung", "Vertretung"),
                    ("entwurf", "Angefangener Eintrag"),
                ],
                max_length=14,
                verbose_name="Art",
            ),
        ),
    ]
