"""Runs inside the print process: HTML to a tagged PDF. No Django here, the process starts in half a second."""

import logging
import os
from multiprocessing import parent_process
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher, URLFetcherResponse

BLATT = "css/druck.css"


class Werkstatt:
    """Fonts and style sheet, read once per process."""

    wurzel: Path
    schriften: "FontConfiguration"
    blatt: "CSS"


def bereite_vor(wurzel: str, ruhig: bool) -> None:
    """Start of the process: idle priority, so that pages stay fast, and everything loaded that every PDF needs."""
    Thread(target=_gehe_mit_dem_elternprozess, daemon=True).start()
    if ruhig and hasattr(os, "SCHED_IDLE"):
        os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))
    lade(wurzel)


def lade(wurzel: str) -> None:
    """Fonts and style sheet below `wurzel` (the folder static/)."""
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration

    Werkstatt.wurzel = Path(wurzel).resolve()
    Werkstatt.schriften = FontConfiguration()
    Werkstatt.blatt = CSS(
        filename=Werkstatt.wurzel / BLATT, font_config=Werkstatt.schriften, url_fetcher=hole_aus(Werkstatt.wurzel)
    )


def _gehe_mit_dem_elternprozess() -> None:
    """A killed web process cannot tell its child; without this the child would wait for work for ever."""
    eltern = parent_process()
    if eltern is not None:
        eltern.join()
        os._exit(0)


def drucke(html: str) -> tuple[bytes, list[str]]:
    """The PDF (PDF/UA-1) and what the engine complained about."""
    from weasyprint import HTML

    klagen = _Klagen()
    protokoll = logging.getLogger("weasyprint")
    protokoll.addHandler(klagen)
    try:
        pdf = HTML(string=html, url_fetcher=hole_aus(Werkstatt.wurzel)).write_pdf(
            stylesheets=[Werkstatt.blatt], font_config=Werkstatt.schriften, pdf_variant="pdf/ua-1"
        )
    finally:
        protokoll.removeHandler(klagen)
    return pdf, klagen.texte


class _Klagen(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.texte: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.texte.append(record.getMessage())


def hole_aus(wurzel: Path) -> "URLFetcher":
    """Fetcher that knows files below `wurzel` and pictures inside the document: no network, no other file."""
    from weasyprint.urls import URLFetcher

    class NurStatisches(URLFetcher):
        def fetch(self, url: str, headers: dict | None = None) -> "URLFetcherResponse":
            if url.startswith("data:image/jpeg;base64,"):
                return super().fetch(url, headers)
            teile = urlsplit(url)
            datei = Path(unquote(teile.path)).resolve()
            if teile.scheme != "file" or teile.netloc or not datei.is_relative_to(wurzel):
                raise ValueError(f"Wird nicht geladen: {url[:200]}")
            return super().fetch(url, headers)

    return NurStatisches(allowed_protocols={"file", "data"})
