"""One browser window of one person, and everything in it that must not happen."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.test import Client
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Response, StorageState

from konten.models import Benutzer
from tests.waechter.anfragen import ANMELDUNG

PASSWORT = "beispiel-2026"
BREIT, SCHMAL, ENG = (1280, 900), (390, 844), (320, 640)
#: the browser's own note about an answer of 4xx; whether that answer was right is the test's business
ANTWORTNOTIZ = "Failed to load resource"
#: htmx reports a search that a later key press replaced; one that truly failed it reports as `htmx:sendError`
ABGELOEST = ("htmx:afterRequest", "htmx:sendAbort")
LOKAL = {"data", "blob", "about"}


@dataclass  # no slots: Playwright hangs its wrappers on the object
class Aufsicht:
    """Collects console errors, breaches of the Content-Security-Policy, foreign hosts, server errors, missing files."""

    rechner: str
    funde: list[str] = field(default_factory=list)

    def beobachte(self, seite: Page) -> None:
        seite.on("console", self._konsole)
        seite.on("pageerror", lambda fehler: self.funde.append(f"Skriptfehler: {fehler}"))
        seite.on("request", self._anfrage)
        seite.on("response", self._antwort)

    def _konsole(self, meldung: ConsoleMessage) -> None:
        if meldung.type in {"error", "warning"} and not meldung.text.startswith((ANTWORTNOTIZ, *ABGELOEST)):
            self.funde.append(f"Konsole: {meldung.text}")

    def _anfrage(self, anfrage: Request) -> None:
        teile = urlsplit(anfrage.url)
        if teile.scheme not in LOKAL and teile.netloc != self.rechner:
            self.funde.append(f"fremder Rechner: {anfrage.url}")

    def _antwort(self, antwort: Response) -> None:
        fehlt = antwort.status == 404 and urlsplit(antwort.url).path.startswith("/static/")
        if antwort.status >= 500 or fehlt:
            self.funde.append(f"{antwort.status}: {antwort.url}")


class Fensterputz:
    """Opens windows, those of a person already signed in, and closes everything at the end."""

    def __init__(self, chromium: Browser, adresse: str) -> None:
        self.chromium, self.adresse = chromium, adresse
        self.aufsicht = Aufsicht(urlsplit(adresse).netloc)
        self._kontexte: list[BrowserContext] = []
        self._zustaende: dict[str, StorageState] = {}

    def oeffne(
        self,
        konto: str | None = None,
        *,
        groesse: tuple[int, int] = BREIT,
        dunkel: bool = False,
        mit_skript: bool = True,
        beruehrung: bool = False,
        schaerfe: int = 1,
    ) -> Page:
        kontext = self.chromium.new_context(
            base_url=self.adresse,
            locale="de-DE",
            timezone_id="Europe/Berlin",
            viewport={"width": groesse[0], "height": groesse[1]},
            color_scheme="dark" if dunkel else "light",
            java_script_enabled=mit_skript,
            has_touch=beruehrung,
            device_scale_factor=schaerfe,
            is_mobile=beruehrung,
            reduced_motion="reduce",
            storage_state=self._zustand(konto) if konto else None,
        )
        kontext.set_default_timeout(20_000)
        self._kontexte.append(kontext)
        seite = kontext.new_page()
        self.aufsicht.beobachte(seite)
        return seite

    def _zustand(self, konto: str) -> StorageState:
        """The cookies of someone who has signed in; the form itself is tried by the test of the main path."""
        if konto not in self._zustaende:
            client = Client()
            client.force_login(Benutzer.objects.get(username=konto), backend=ANMELDUNG)
            rechner = urlsplit(self.adresse).hostname
            kekse = [{"name": k.key, "value": k.value, "domain": rechner, "path": "/"} for k in client.cookies.values()]
            self._zustaende[konto] = {"cookies": kekse, "origins": []}
        return self._zustaende[konto]

    def schliesse(self) -> None:
        for kontext in self._kontexte:
            kontext.close()


def melde_an(seite: Page, konto: str) -> None:
    """Signs in by the form of the page that is open, or of the sign-in page."""
    if not urlsplit(seite.url).path.startswith("/anmelden/"):
        seite.goto("/anmelden/")
    seite.get_by_label("Benutzername").fill(konto)
    seite.get_by_label("Passwort", exact=True).fill(PASSWORT)
    seite.get_by_role("button", name="Anmelden", exact=True).click()
    seite.wait_for_url(lambda url: "/anmelden/" not in url)
