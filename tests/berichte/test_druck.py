"""The PDF engine: own process, only own files, survives what goes wrong in it."""

import io
import multiprocessing
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from pypdf import PdfReader

from berichte.services import druck
from berichte.services.druck import DruckNichtMoeglich, Druckwerk, als_pdf
from config.umgebung import BASIS

KOPF = '<!doctype html><html lang="de"><head><meta charset="utf-8"><title>Probe</title></head><body>'


def seite(inhalt: str) -> str:
    return f"{KOPF}<h1>Überschrift</h1>{inhalt}</body></html>"


def text(pdf: bytes) -> str:
    return "\n".join(blatt.extract_text() for blatt in PdfReader(io.BytesIO(pdf)).pages)


@pytest.fixture(scope="module")
def werk() -> Iterator[Druckwerk]:
    werk = Druckwerk(ruhig=False)
    yield werk
    werk.beende()


class Lauscher(BaseHTTPRequestHandler):
    """A foreign host that notes who asks."""

    aufrufe: list[str] = []

    def do_GET(self) -> None:
        self.aufrufe.append(self.path)
        self.send_response(200)
        self.end_headers()

    def log_message(self, *args) -> None:
        pass


@pytest.fixture
def fremder_host() -> Iterator[str]:
    Lauscher.aufrufe.clear()
    server = HTTPServer(("127.0.0.1", 0), Lauscher)
    faden = threading.Thread(target=server.serve_forever, daemon=True)
    faden.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    faden.join()


def test_pdf_hat_titel_sprache_und_umlaute(werk):
    pdf, klagen = werk.drucke(seite("<p>Größe ✓</p>"), 60)
    leser = PdfReader(io.BytesIO(pdf))
    assert klagen == []
    assert leser.metadata.title == "Probe"
    assert leser.trailer["/Root"]["/Lang"] == "de"
    assert leser.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert "Größe ✓" in text(pdf)


def test_fremder_host_wird_nicht_gefragt(werk, fremder_host):
    inhalt = (
        f'<img alt="" src="{fremder_host}/bild.png"><link rel="stylesheet" href="{fremder_host}/blatt.css">'
        f'<style>@import "{fremder_host}/regel.css"; p {{ background: url({fremder_host}/grund.png) }}</style>'
        "<p>Text</p>"
    )
    pdf, klagen = werk.drucke(seite(inhalt), 60)
    assert Lauscher.aufrufe == []
    assert len([klage for klage in klagen if "Wird nicht geladen" in klage]) == 4
    assert "Text" in text(pdf)


@pytest.mark.parametrize(
    "adresse",
    [
        "file:///etc/hostname",
        f"file://{BASIS}/static/../manage.py",
        f"file://{BASIS}/static/%2e%2e/manage.py",
        f"file://fremd{BASIS}/static/favicon.svg",
        "data:image/svg+xml,%3Csvg/%3E",
        "bild/wortzeichen.svg",
    ],
)
def test_dateien_ausserhalb_von_static_bleiben_zu(werk, adresse):
    pdf, klagen = werk.drucke(seite(f'<img alt="Bild" src="{adresse}"><p>Text</p>'), 60)
    assert len(klagen) == 1
    assert "Text" in text(pdf)


def test_eigene_statische_datei_wird_geladen(werk):
    _, klagen = werk.drucke(seite(f'<img alt="Zeichen" src="file://{BASIS}/static/favicon.svg">'), 60)
    assert klagen == []


def test_verweis_aus_static_heraus_wird_nicht_verfolgt(werk):
    verweis = BASIS / "static" / "verweis-test.svg"
    verweis.symlink_to("/etc/hostname")
    try:
        _, klagen = werk.drucke(seite(f'<img alt="" src="file://{verweis}">'), 60)
    finally:
        verweis.unlink()
    assert len(klagen) == 1


def kinder(werk: Druckwerk) -> set[int]:
    """Process ids of this print process: those that appear when it works."""
    vorher = {prozess.pid for prozess in multiprocessing.active_children()}
    werk.drucke(seite(""), 300)  # an idle process waits for the others' tests
    return {prozess.pid for prozess in multiprocessing.active_children()} - vorher


def test_prozess_laeuft_nur_wenn_sonst_niemand_rechnet():
    ruhig, dringend = Druckwerk(ruhig=True), Druckwerk(ruhig=False)
    try:
        (pid,) = kinder(ruhig)
        assert os.sched_getscheduler(pid) == os.SCHED_IDLE
        (pid,) = kinder(dringend)
        assert os.sched_getscheduler(pid) == os.SCHED_OTHER
    finally:
        ruhig.beende()
        dringend.beende()


def test_getoeteter_prozess_wird_ersetzt():
    werk = Druckwerk(ruhig=False)
    try:
        (pid,) = kinder(werk)
        os.kill(pid, signal.SIGKILL)
        pdf, _ = werk.drucke(seite("<p>wieder da</p>"), 60)
        assert "wieder da" in text(pdf)
    finally:
        werk.beende()


def test_ablauf_der_frist_ersetzt_den_prozess():
    werk = Druckwerk(ruhig=False)
    try:
        (pid,) = kinder(werk)
        with pytest.raises(TimeoutError):
            werk.drucke(seite("<p>lang</p>" * 20_000), 0.2)
        pdf, _ = werk.drucke(seite("<p>kurz</p>"), 60)
        assert "kurz" in text(pdf)
        assert pid not in {prozess.pid for prozess in multiprocessing.active_children()}
    finally:
        werk.beende()


def test_zwei_drucken_gleichzeitig(werk):
    ergebnisse: dict[int, str] = {}

    def drucke(nummer: int) -> None:
        ergebnisse[nummer] = text(werk.drucke(seite(f"<p>Blatt {nummer}</p>"), 60)[0])

    faeden = [threading.Thread(target=drucke, args=(nummer,)) for nummer in (1, 2)]
    for faden in faeden:
        faden.start()
    for faden in faeden:
        faden.join()
    assert "Blatt 1" in ergebnisse[1]
    assert "Blatt 2" in ergebnisse[2]


def test_auf_einer_nie_ruhenden_maschine_wird_doch_gedruckt(monkeypatch):
    monkeypatch.setattr(druck, "GEDULD_SEKUNDEN", 0.001)
    try:
        assert "Geduld" in text(als_pdf(seite("<p>Geduld</p>")))
    finally:
        druck.DRINGEND.beende()


def test_ohne_zeit_gibt_es_einen_deutschen_satz(monkeypatch):
    monkeypatch.setattr(druck, "GEDULD_SEKUNDEN", 0.001)
    monkeypatch.setattr(druck, "FRIST_SEKUNDEN", 0.002)
    with pytest.raises(DruckNichtMoeglich, match="Das PDF konnte gerade nicht erzeugt werden"):
        als_pdf(seite(""))


def test_prozess_endet_mit_dem_der_ihn_rief(tmp_path: Path):
    """A web process that is killed leaves no print process behind."""
    skript = tmp_path / "ruft.py"
    skript.write_text(
        "import multiprocessing, os, signal, django\n"
        "if __name__ == '__main__':\n"
        "    django.setup()\n"
        "    from berichte.services.druck import Druckwerk\n"
        "    Druckwerk(ruhig=False).drucke('<html lang=de><title>x</title><p>x</p>', 60)\n"
        "    print(multiprocessing.active_children()[0].pid, flush=True)\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    umgebung = {
        **os.environ,
        "PYTHONPATH": str(BASIS),
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "NETZWERK_DEBUG": "1",
    }
    # The child inherits the pipe: reading to its end waits until it is gone.
    lauf = subprocess.run([sys.executable, skript], env=umgebung, stdout=subprocess.PIPE, timeout=60)
    pid = int(lauf.stdout)
    assert not Path(f"/proc/{pid}").exists() or "zombie" in Path(f"/proc/{pid}/status").read_text()
