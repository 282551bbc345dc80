"""Indexes of trigrams for the search with slips of the pen and within words; only PostgreSQL knows them."""

from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations

INDEXE = {
    "partner_name_trigramme": ("partner_netzwerkpartner", "name_norm"),
    "partner_suche_trigramme": ("partner_netzwerkpartner", "such_norm"),
    "person_name_trigramme": ("partner_person", "name_norm"),
}


def lege_an(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for name, (tabelle, spalte) in INDEXE.items():
            schema_editor.execute(f"CREATE INDEX {name} ON {tabelle} USING gin ({spalte} gin_trgm_ops)")


def entferne(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for name in INDEXE:
            schema_editor.execute(f"DROP INDEX {name}")


class Migration(migrations.Migration):
    dependencies = [("partner", "0004_dubletten")]
    operations = [TrigramExtension(), migrations.RunPython(lege_an, entferne)]
