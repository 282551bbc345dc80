"""Starts the application on this machine: database, example data, server. Called by `make run`.

One process does it all, because every further start of Django would cost the waiting person a second.
"""

import os
import socket
import sys
from pathlib import Path

WURZEL = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(WURZEL))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("NETZWERK_DEBUG", "1")
os.environ.setdefault("DJANGO_RUNSERVER_HIDE_WARNING", "true")  # the address just printed is all that counts here

RECHNER = "127.0.0.1"
KENNWORT = "beispiel-2026"
KONTEN = [
    ("netzwerk-konz", "Netzwerkfachkraft im Sozialraum Konz"),
    ("netzwerk-saarburg", "Netzwerkfachkraft im Sozialraum Saarburg"),
    ("leitung-konz", "Leitung des Trägers in Konz"),
    ("leitung-fremd", "Leitung eines anderen Trägers, ebenfalls in Konz tätig"),
    ("jugendamt", "Planung im Jugendamt"),
    ("jugendamt-2", "zweite Person im Jugendamt"),
    ("leitstelle", "Leitstelle Familie"),
    ("team-konz", "Team des Sozialraumzentrums Konz"),
    ("datenschutz", "Datenschutzbeauftragte Person"),
    ("admin", "Verwaltung der Anwendung"),
]


def main() -> None:
    port = _port()
    if os.environ.get("PORT"):
        # Links in mails and calendars must lead to this server.
        os.environ.setdefault("NETZWERK_BASE_URL", f"http://{RECHNER}:{port}")
    import django
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import CommandError, call_command

    try:
        django.setup()
        _bereite_datenbank_vor()
    except (ImproperlyConfigured, CommandError) as fehler:
        sys.exit(f"Der Start ist nicht möglich: {fehler}")
    # Whoever tries the application sees the pages that users see, not the developer's error pages.
    settings.DEBUG = False
    _zeige_zugang(port)
    _starte_arbeiter()
    call_command("runserver", f"{RECHNER}:{port}", use_reloader=False, skip_checks=True)


def _starte_arbeiter() -> None:
    """Mails go out beside the server, from a copy of this process: it has everything loaded already.

    The copy ends with this process, also when that is killed.
    """
    from django.core.management import call_command
    from django.db import connections

    connections.close_all()
    if os.fork():
        return
    try:
        call_command("db_worker", mit_elternprozess=True, reload=False, interval=1, verbosity=0)
    except KeyboardInterrupt:
        pass
    finally:
        os._exit(0)


def _port() -> int:
    """The port to serve on; ends with a sentence if it is no number or taken."""
    wert = os.environ.get("PORT") or "8000"
    if not wert.isdigit() or not 0 < int(wert) < 65536:
        sys.exit(f"PORT={wert} ist keine Portnummer. Beispiel: make run PORT=8001")
    with socket.socket() as probe:
        # Without this a server that was just stopped would block its own successor for a minute.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((RECHNER, int(wert)))
        except OSError:
            sys.exit(f"Port {wert} ist belegt. Mit einem anderen Port starten: make run PORT={int(wert) + 1}")
    return int(wert)


def _bereite_datenbank_vor() -> None:
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    (WURZEL / "var").mkdir(exist_ok=True)
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        print("» Datenbank wird eingerichtet", flush=True)
        call_command("migrate", verbosity=0, interactive=False)
    call_command("beispieldaten", groesse="klein", falls_leer=True)


def _zeige_zugang(port: int) -> None:
    breite = max(len(name) for name, _ in KONTEN)
    zeilen = [f"  {name:<{breite}}  {aufgabe}" for name, aufgabe in KONTEN]
    print(
        f"\nNetzwerkarbeit läuft auf http://{RECHNER}:{port}/   (beenden mit Strg+C)\n\n"
        f"Beispielkonten, Passwort für alle: {KENNWORT}\n" + "\n".join(zeilen) + "\n",
        flush=True,
    )


if __name__ == "__main__":
    main()
