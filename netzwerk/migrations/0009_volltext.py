"""Index for the search in texts of contacts; only PostgreSQL knows it."""

from django.db import migrations

ANLEGEN = """
    CREATE INDEX netzwerk_kontakt_volltext ON netzwerk_kontakt USING gin (
        to_tsvector('german'::regconfig, COALESCE(inhalt, '') || ' ' || COALESCE(vereinbarung, ''))
    )
"""


def lege_an(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(ANLEGEN)


def entferne(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX netzwerk_kontakt_volltext")


class Migration(migrations.Migration):
    dependencies = [("netzwerk", "0008_bedarfssuche")]
    operations = [migrations.RunPython(lege_an, entferne)]
