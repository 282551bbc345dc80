"""Reads and checks the environment: every `NETZWERK_…` variable is known, well formed, and safe in production."""

import re
from pathlib import Path
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

BASIS = Path(__file__).resolve().parent.parent
ENTWICKLUNGSSCHLUESSEL = "nur-fuer-entwicklung-und-tests-kein-geheimnis-0123456789abcdefghijklmnopq"

#: https, or http on this very machine; the placeholders only behind the host
KACHELMUSTER = re.compile(
    r"(https://[a-z0-9]([a-z0-9.-]*[a-z0-9])?|http://(127\.0\.0\.1|localhost))(:\d{1,5})?/([\w./@?=&%+-]|\{[xyz]\})+"
)

BEKANNT = {
    "NETZWERK_DATABASE_URL",
    "NETZWERK_SECRET_KEY",
    "NETZWERK_DEBUG",
    "NETZWERK_ALLOWED_HOSTS",
    "NETZWERK_EMAIL_URL",
    "NETZWERK_BASE_URL",
    "NETZWERK_MEDIA_ROOT",
    "NETZWERK_CACHE_URL",
    "NETZWERK_PROXY_ANZAHL",
    "NETZWERK_MAP_TILES_URL",
    "NETZWERK_MAP_TILES_QUELLE",
}


class Umgebung:
    """The checked values. Any breach stops the start with one German sentence."""

    def __init__(self, werte: dict[str, str]) -> None:
        self._pruefe_namen(werte)
        self._env = environ.Env()
        self._env.ENVIRON = werte
        self.debug = self._lies(self._env.bool, "NETZWERK_DEBUG", False)
        self.schluessel = self._lies(self._env.str, "NETZWERK_SECRET_KEY", ENTWICKLUNGSSCHLUESSEL)
        self.hosts = self._lies(self._env.list, "NETZWERK_ALLOWED_HOSTS", [])
        self.datenbank = self._lies(
            self._env.db, "NETZWERK_DATABASE_URL", f"sqlite:///{BASIS / 'var' / 'netzwerk.sqlite3'}"
        )
        # A real installation never writes mails (links to reset a password) to its disk, and counts sign-in attempts
        # over all its processes.
        post, zwischenspeicher = (
            (f"filemail:///{BASIS / 'var' / 'mail'}", "locmemcache://")
            if self.debug
            else ("smtp://localhost:25", f"filecache://{BASIS / 'var' / 'cache'}")
        )
        self.email = self._lies(self._env.email_url, "NETZWERK_EMAIL_URL", post)
        angaben = self.email.get("OPTIONS", {})
        self.absender = self._mailadresse(angaben.get("ABSENDER", "netzwerkarbeit@localhost"))
        self.antwort_an = self._mailadresse(angaben.get("ANTWORT", ""))
        self.cache = self._lies(self._env.cache, "NETZWERK_CACHE_URL", zwischenspeicher)
        self.basis_url = self._adresse("NETZWERK_BASE_URL", "http://127.0.0.1:8000")
        self.medien = Path(self._lies(self._env.str, "NETZWERK_MEDIA_ROOT", str(BASIS / "var" / "dateien")))
        self.proxys = self._lies(self._env.int, "NETZWERK_PROXY_ANZAHL", 0)
        self.kacheln = self._kachelmuster("NETZWERK_MAP_TILES_URL")
        self.kachelquelle = self._lies(self._env.str, "NETZWERK_MAP_TILES_QUELLE", "")
        self._pruefe_produktion()

    @property
    def kachelherkunft(self) -> list[str]:
        """Where tiles come from, as the Content-Security-Policy wants it: scheme and host; empty without tiles."""
        teile = urlsplit(self.kacheln)
        return [f"{teile.scheme}://{teile.netloc}"] if self.kacheln else []

    @staticmethod
    def _pruefe_namen(werte: dict[str, str]) -> None:
        unbekannt = sorted(name for name in werte if name.startswith("NETZWERK_") and name not in BEKANNT)
        if unbekannt:
            raise ImproperlyConfigured(
                f"Unbekannte Umgebungsvariable {', '.join(unbekannt)}. Bekannt sind: {', '.join(sorted(BEKANNT))}."
            )

    @staticmethod
    def _lies(leser, name: str, vorgabe):
        try:
            return leser(name, default=vorgabe)
        except (ValueError, ImproperlyConfigured, environ.ImproperlyConfigured) as fehler:
            raise ImproperlyConfigured(f"Die Umgebungsvariable {name} ist nicht lesbar: {fehler}") from fehler

    @staticmethod
    def _mailadresse(wert: str) -> str:
        """From the part behind the question mark: ?absender=netzwerk@kreis.example&antwort=leitstelle@kreis.example"""
        if wert and not re.fullmatch(r"[^@\s<>,;]+@[^@\s<>,;]+", str(wert)):
            raise ImproperlyConfigured(f"NETZWERK_EMAIL_URL nennt eine Adresse, die keine ist: {wert}")
        return str(wert)

    def _adresse(self, name: str, vorgabe: str) -> str:
        wert = self._lies(self._env.str, name, vorgabe).rstrip("/")
        teile = urlsplit(wert)
        if teile.scheme not in {"http", "https"} or not teile.netloc or teile.path:
            raise ImproperlyConfigured(
                f"{name} muss eine Adresse ohne Pfad sein, zum Beispiel https://netzwerk.example."
            )
        return wert

    def _kachelmuster(self, name: str) -> str:
        """Strict, because host and path stand in the policy and in every map: no wildcard, no sign-in, no quotes."""
        wert = self._lies(self._env.str, name, "")
        if wert and not (KACHELMUSTER.fullmatch(wert) and all(wert.count(teil) == 1 for teil in ("{z}", "{x}", "{y}"))):
            raise ImproperlyConfigured(
                f"{name} muss eine Adresse mit {{z}}, {{x}} und {{y}} sein, zum Beispiel"
                " https://kacheln.example/{z}/{x}/{y}.png; http geht nur auf dem eigenen Rechner."
            )
        return wert

    def _pruefe_produktion(self) -> None:
        if self.proxys < 0:
            raise ImproperlyConfigured("NETZWERK_PROXY_ANZAHL muss 0 oder größer sein.")
        if self.debug:
            return
        if self.schluessel == ENTWICKLUNGSSCHLUESSEL or len(self.schluessel) < 50:
            raise ImproperlyConfigured("NETZWERK_SECRET_KEY fehlt oder ist kürzer als 50 Zeichen.")
        if not self.hosts:
            raise ImproperlyConfigured("NETZWERK_ALLOWED_HOSTS fehlt: Rechnernamen, durch Komma getrennt.")
