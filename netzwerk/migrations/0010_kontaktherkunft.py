"""Which contacts came from a list."""

import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("netzwerk", "0009_volltext"),
        ("partner", "0004_dubletten"),
    ]

    operations = [
        migrations.CreateModel(
            name="Kontaktherkunft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("erstellt_am", models.DateTimeField(auto_now_add=True, verbose_name="erfasst am")),
                ("geaendert_am", models.DateTimeField(auto_now=True, verbose_name="geändert am")),
                ("zeile", models.PositiveIntegerField(verbose_name="Zeile")),
                (
                    "kontakt",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="herkunft", to="netzwerk.kontakt"
                    ),
                ),
                (
                    "lauf",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="kontaktherkuenfte",
                        to="partner.importlauf",
                    ),
                ),
            ],
            options={
                "verbose_name": "Herkunft eines Kontakts",
                "verbose_name_plural": "Herkünfte von Kontakten",
                "ordering": ["lauf", "zeile"],
            },
        ),
    ]
