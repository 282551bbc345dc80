"""PDF engine: renders in a separate, warm process, so that people who print do not slow down those who read."""

import logging
import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from threading import Lock
from time import monotonic

from django.conf import settings

from berichte.services.druckprozess import bereite_vor, drucke

FRIST_SEKUNDEN = 60
#: So long a print waits at idle priority; on a machine that never idles it then gets its turn like everybody else.
GEDULD_SEKUNDEN = 10
protokoll = logging.getLogger(__name__)


class DruckNichtMoeglich(Exception):
    """The PDF could not be made in time; the message is for the person who asked for it."""


class Druckwerk:
    """One print process and its replacement when it hangs or dies."""

    def __init__(self, *, ruhig: bool) -> None:
        self._ruhig = ruhig
        self._schloss = Lock()
        self._pool: ProcessPoolExecutor | None = None

    def drucke(self, html: str, frist: float) -> tuple[bytes, list[str]]:
        """The PDF and the engine's complaints. A dead process is replaced once. Raises TimeoutError when time is up."""
        ende = monotonic() + frist
        for versuch in (1, 2):
            pool = self._bereit()
            try:
                return pool.submit(drucke, html).result(timeout=max(0.0, ende - monotonic()))
            except BrokenProcessPool:
                self._ersetze(pool)
                if versuch == 2:
                    raise
            except TimeoutError:
                self._ersetze(pool)
                raise
        raise AssertionError("unreachable")

    def _bereit(self) -> ProcessPoolExecutor:
        with self._schloss:
            if self._pool is None:
                self._pool = ProcessPoolExecutor(
                    max_workers=1,
                    mp_context=multiprocessing.get_context("spawn"),
                    initializer=bereite_vor,
                    initargs=(str(settings.STATICFILES_DIRS[0]), self._ruhig),
                )
            return self._pool

    def _ersetze(self, pool: ProcessPoolExecutor) -> None:
        with self._schloss:
            if self._pool is pool:
                self._pool = None
        # From Python 3.14 on this is kill_workers(). Whoever else waits on the pool sees it broken and tries again.
        for prozess in list((pool._processes or {}).values()):
            prozess.kill()

    def beende(self) -> None:
        """Ends the process; the next print starts a new one."""
        if (pool := self._pool) is not None:
            self._ersetze(pool)


RUHIG = Druckwerk(ruhig=True)
DRINGEND = Druckwerk(ruhig=False)


def als_pdf(html: str) -> bytes:
    """Tagged PDF (PDF/UA-1) of a complete page. Raises DruckNichtMoeglich with a German sentence. No query."""
    try:
        pdf, klagen = _drucke(html)
    except (TimeoutError, BrokenProcessPool) as fehler:
        protokoll.error("PDF nicht erzeugt: %r", fehler)
        raise DruckNichtMoeglich(
            "Das PDF konnte gerade nicht erzeugt werden. Bitte versuchen Sie es in einigen Minuten erneut. "
            "Die Seite selbst zeigt dieselben Zahlen."
        ) from fehler
    for klage in klagen:
        protokoll.warning("PDF: %s", klage)
    return pdf


def _drucke(html: str) -> tuple[bytes, list[str]]:
    try:
        return RUHIG.drucke(html, GEDULD_SEKUNDEN)
    except TimeoutError:
        return DRINGEND.drucke(html, FRIST_SEKUNDEN - GEDULD_SEKUNDEN)
