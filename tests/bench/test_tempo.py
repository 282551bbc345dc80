"""The budgets of speed, measured with the data of a whole Landkreis on SQLite. Run by `make bench`."""

import json
import os
import platform
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.bench.seiten import GRENZEN, LEER, NACKT

pytestmark = pytest.mark.bench
WURZEL = Path(__file__).resolve().parents[2]
BERICHT = WURZEL / "var" / "messungen.md"
PRODUKTION = {
    "NETZWERK_SECRET_KEY": "nur-fuer-diese-messung-" + "0123456789" * 5,
    "NETZWERK_ALLOWED_HOSTS": "127.0.0.1",
}


def _umgebung(datei: Path, **werte: str) -> dict[str, str]:
    eigene = {name: wert for name, wert in os.environ.items() if not name.startswith("NETZWERK_")}
    return eigene | {"NETZWERK_DATABASE_URL": f"sqlite:///{datei}"} | werte


@pytest.fixture(scope="session")
def messung(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    datei = tmp_path_factory.mktemp("bench") / "kreis.sqlite3"
    for befehl in (["migrate", "-v0"], ["beispieldaten", "--groesse", "kreis", "-v0"]):
        ruf = [sys.executable, "manage.py", *befehl]
        subprocess.run(ruf, cwd=WURZEL, env=_umgebung(datei, NETZWERK_DEBUG="1"), check=True)
    ruf = [sys.executable, "-m", "tests.bench.messung"]
    umgebung = _umgebung(datei, **PRODUKTION)
    ausgabe = subprocess.run(ruf, cwd=WURZEL, env=umgebung, check=True, stdout=subprocess.PIPE).stdout
    ergebnis = json.loads(ausgabe)
    tabelle = als_tabelle(ergebnis)
    print(f"\n\n{tabelle}")
    BERICHT.parent.mkdir(exist_ok=True)
    BERICHT.write_text(tabelle, encoding="utf-8")
    return ergebnis


def verhaeltnis(ergebnis: dict[str, Any], seite: dict[str, Any]) -> float:
    """To the yardstick: the empty page to the bare view, everything else to the empty page."""
    mass = NACKT if seite["art"] == "Maßstab" else LEER
    return seite["median"] / next(zeile["median"] for zeile in ergebnis["seiten"] if zeile["name"] == mass)


def als_tabelle(ergebnis: dict[str, Any]) -> str:
    daten = ", ".join(f"{zahl} {was}" for was, zahl in ergebnis["daten"].items())
    zeilen = [
        f"SQLite, {daten}; Python {platform.python_version()}, {os.cpu_count()} cores, {platform.machine()}",
        "",
        "| Page | Kind | KiB | Queries | Median ms | 95 % ms | Ratio | Budget |",
        "|---|---|--:|--:|--:|--:|--:|--:|",
    ]
    for seite in ergebnis["seiten"]:
        grenze, ist = GRENZEN[seite["art"]], verhaeltnis(ergebnis, seite)
        fett = "**" if ist > grenze else ""
        zeilen.append(
            f"| {seite['name']} | {seite['art']} | {seite['kib']} | {seite['abfragen']} | {seite['median']:.1f} "
            f"| {seite['p95']:.1f} | {fett}{ist:.1f} ×{fett} | {grenze} × |"
        )
    return "\n".join([*zeilen, "", f"Coverage of 4 Sozialräume: {ergebnis['abdeckung']} queries.", ""])


@pytest.mark.parametrize("art", GRENZEN)
def test_seiten_bleiben_im_rahmen(messung: dict[str, Any], art: str):
    zu_langsam = {
        seite["name"]: f"{verhaeltnis(messung, seite):.1f} × statt {GRENZEN[art]} ×"
        for seite in messung["seiten"]
        if seite["art"] == art and verhaeltnis(messung, seite) > GRENZEN[art]
    }
    assert not zu_langsam, "\n".join(f"{name}: {wert}" for name, wert in zu_langsam.items())


def test_abdeckung_braucht_hoechstens_sechs_abfragen(messung: dict[str, Any]):
    assert messung["abdeckung"] <= 6
