"""The throwaway PostgreSQL: reachable through the address it hands on, and gone afterwards."""

import subprocess
import sys
from pathlib import Path

WURZEL = Path(__file__).resolve().parents[2]
PGTMP = [sys.executable, str(WURZEL / "scripts" / "pgtmp.py")]
# Reads the address as the settings do and asks the server through it.
FRAGE = """
import environ, psycopg2
db = environ.Env().db("NETZWERK_DATABASE_URL")
with psycopg2.connect(host=db["HOST"], user=db["USER"], dbname=db["NAME"]) as verbindung, verbindung.cursor() as cursor:
    cursor.execute("select current_user, current_setting('server_encoding'), current_setting('listen_addresses')")
    print(db["HOST"], db["ENGINE"], *map(repr, cursor.fetchone()))
"""


def test_adresse_fuehrt_zum_server_und_nichts_bleibt_liegen() -> None:
    lauf = subprocess.run([*PGTMP, sys.executable, "-c", FRAGE], capture_output=True, text=True, check=True)
    ordner, *antwort = lauf.stdout.split()
    assert antwort == ["django.db.backends.postgresql", "'app'", "'UTF8'", "''"]
    assert not Path(ordner).exists()


def test_ergebnis_des_befehls_wird_weitergegeben() -> None:
    assert subprocess.run([*PGTMP, "sh", "-c", "exit 3"], check=False).returncode == 3
