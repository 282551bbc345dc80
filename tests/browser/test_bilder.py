"""Takes the pictures of the handbook and of the README. Run by `make shots`."""

import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.utils import timezone
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.fenster import BREIT, SCHMAL
from tests.browser.test_hauptweg import ECHTE_LISTE, konzer_partner, waehle

pytestmark = pytest.mark.bilder
WURZEL = Path(__file__).resolve().parents[2]
LISTE = Path(__file__).parent / "liste_konz.csv"
HOECHSTENS_BYTES = 150_000


def _nichts(seite: Page) -> None:
    """The page as it opens."""


def _anmeldung(seite: Page) -> None:
    seite.get_by_label("Benutzername").fill("netzwerk-konz")


def _kontakt(seite: Page) -> None:
    waehle(seite, konzer_partner(1)[0])
    seite.get_by_role("radio", name="Besuch").check()
    seite.get_by_role("checkbox", name="einzelfallübergreifend").check()
    seite.get_by_label("Ergebnis").fill("Elterncafé ab Januar, wir helfen beim Einladen.")
    seite.evaluate("window.scrollTo(0, 0)")


def _import(seite: Page) -> None:
    seite.get_by_label("Datei mit der Liste").set_input_files(LISTE)
    seite.get_by_role("button", name="Hochladen und prüfen").click()
    expect(seite.get_by_text(re.compile("werden? angelegt|nichts zu übernehmen"))).to_be_visible()


def _kontaktliste(seite: Page) -> None:
    partner = konzer_partner(2)
    zeilen = [
        "Datum;Wie;Einrichtung;Bezug;Ergebnis",
        f"03.02.2025;Tel.;{partner[0]};übergreifend;Sprechstunde verabredet",
        f"17.02.2025;vor Ort;{partner[1]};übergreifend;Elterncafé besprochen",
        f"24.02.2025;Mail;{partner[1]};übergreifend;Lena, 4 Jahre, braucht einen Platz",
        "03.03.2025;Tel.;Feuerwehr Nirgendwo;übergreifend;Besichtigung geplant",
    ]
    seite.get_by_role("link", name="Liste einlesen").click()
    datei = {"name": "Meine Kontakte.csv", "mimeType": "text/csv", "buffer": "\n".join(zeilen).encode()}
    seite.get_by_label("Datei mit der Liste").set_input_files(datei)
    seite.get_by_role("button", name="Hochladen und prüfen").click()
    expect(seite.get_by_text(re.compile("werden? angelegt|nichts zu übernehmen"))).to_be_visible()


def _dublette(seite: Page) -> None:
    seite.get_by_role("main").get_by_role("link", name=re.compile("Büro")).first.click()


def _neuzuschnitt(seite: Page) -> None:
    seite.get_by_role("link", name="Saargau zu Saarburg").click()
    seite.get_by_role("link", name="Folgen ansehen").click()


def _gremium(seite: Page) -> None:
    seite.get_by_role("link", name="Arbeitskreis Kita Konz").first.click()


def _verlauf(seite: Page) -> None:
    seite.get_by_role("link", name="Jugendamt des Landkreises Trier-Saarburg").first.click()
    seite.get_by_role("link", name="Nach Jahr und Person filtern").click()
    expect(seite.get_by_role("heading", name="Verlauf", exact=True)).to_be_visible()


def _kalender(seite: Page) -> None:
    seite.get_by_role("button", name="Adresse erzeugen").click()
    expect(seite.get_by_role("button", name="Adresse kopieren")).to_be_visible()


def _abschluss(seite: Page) -> None:
    seite.goto(f"/finanzen/{timezone.localdate().year - 1}/konz/abschluss/")


def _uebergabe(seite: Page) -> None:
    seite.get_by_role("row").filter(has_text="Hermeskeil").get_by_role("link").first.click()


def _mitteilung(seite: Page) -> None:
    seite.get_by_role("link", name="Fachtag Übergang Kita–Schule").click()
    seite.get_by_role("link", name="Vorschau und senden").click()


def _qualifikation(seite: Page) -> None:
    seite.get_by_role("link", name="Mira Probewein").click()
    seite.get_by_role("link", name="Anderer Stichtag").click()


def _steckbrief(seite: Page) -> None:
    seite.get_by_role("link", name="Ada Beispiel").first.click()
    seite.get_by_role("link", name="Steckbrief", exact=True).click()


@dataclass(frozen=True, slots=True)
class Bild:
    """One picture: where it goes, who opens what, how much of the page it shows."""

    ziel: str
    konto: str | None
    url: str
    groesse: tuple[int, int] = (BREIT[0], 800)
    schaerfe: int = 1
    vorher: Callable[[Page], None] = _nichts


def _abfrage(seite: Page) -> None:
    seite.get_by_role("link", name="Angebote ohne Prüfung").click()
    seite.wait_for_load_state("networkidle")


def _finden(seite: Page) -> None:
    seite.get_by_label("Wo wird etwas gesucht?").select_option("07235068")
    seite.get_by_role("button", name="Suchen", exact=True).click()
    seite.wait_for_load_state("networkidle")
    seite.evaluate("window.scrollTo(0, 0)")


BILDER = [
    Bild("static/hilfe/anmelden.png", None, "/anmelden/", (900, 560), vorher=_anmeldung),
    Bild("static/hilfe/kontakt-erfassen.png", "netzwerk-konz", "/kontakte/neu/", (SCHMAL[0], 1120), 2, _kontakt),
    Bild("static/hilfe/wiedervorlagen.png", "netzwerk-konz", "/wiedervorlagen/", (1280, 900)),
    Bild("static/hilfe/faellige-kontakte.png", "netzwerk-konz", "/kontakte/faellig/", (1280, 900)),
    Bild("static/hilfe/auswertung.png", "netzwerk-konz", "/kontakte/auswertung/", (1280, 1000)),
    Bild("static/hilfe/gremien-und-sitzungen.png", "netzwerk-konz", "/gremien/", (1280, 860), vorher=_gremium),
    Bild("static/hilfe/partner-finden.png", "netzwerk-konz", "/partner/?sozialraum=konz", (1280, 760)),
    Bild("static/hilfe/beziehung.png", "netzwerk-konz", "/partner/?q=jugendamt", (1280, 760), vorher=_verlauf),
    Bild("static/hilfe/angaben-vollstaendig-halten.png", "leitstelle", "/partner/vollstaendigkeit/", (1280, 860)),
    Bild("static/hilfe/ansprechpersonen.png", "netzwerk-konz", "/personen/", (1280, 760)),
    Bild("static/hilfe/partner-importieren.png", "leitstelle", "/partner/import/", (1280, 820), vorher=_import),
    Bild("static/hilfe/listen-einlesen.png", "netzwerk-konz", "/kontakte/", (1280, 1000), vorher=_kontaktliste),
    Bild("static/hilfe/dubletten.png", "leitstelle", "/partner/dubletten/", (1280, 900), vorher=_dublette),
    Bild("static/hilfe/abdeckung-lesen.png", "jugendamt", "/abdeckung/", (1280, 640)),
    Bild("static/hilfe/karte.png", "netzwerk-konz", "/sozialraeume/konz/karte/", (1280, 1000)),
    Bild("static/hilfe/bericht-drucken.png", "leitung-konz", "/sozialraeume/konz/bericht/", (1280, 820)),
    Bild("static/hilfe/neuzuschnitt.png", "jugendamt", "/verwaltung/gebiete/", (1280, 1000), vorher=_neuzuschnitt),
    Bild("static/hilfe/besonderheiten.png", "netzwerk-konz", "/sozialraeume/konz/besonderheiten/", (1280, 900)),
    Bild("static/hilfe/sozialraeume-pflegen.png", "jugendamt", "/verwaltung/", (1280, 760)),
    Bild("static/hilfe/stellenanteile.png", "jugendamt", "/stellenanteile/", (1280, 760)),
    Bild("static/hilfe/mitteilungen.png", "netzwerk-konz", "/mitteilungen/", (1280, 900), vorher=_mitteilung),
    Bild("static/hilfe/uebergabe.png", "netzwerk-hermeskeil", "/uebergaben/", (1280, 900), vorher=_uebergabe),
    Bild("static/hilfe/broschuere.png", "netzwerk-konz", "/berichte/broschuere/?raum=konz", (1280, 900)),
    Bild("static/hilfe/angebote.png", "netzwerk-konz", "/angebote/", (1280, 900)),
    Bild("static/hilfe/angebote-finden.png", "netzwerk-konz", "/angebote/finden/", (1280, 900), vorher=_finden),
    Bild("static/hilfe/oeffentliches-verzeichnis.png", None, "/verzeichnis/?alter=5", (SCHMAL[0], 1100), 2),
    Bild("static/hilfe/angebote-pruefen.png", "leitstelle", "/angebote/kampagnen/", (1280, 800), vorher=_abfrage),
    Bild("static/hilfe/vereinbarungen.png", "netzwerk-konz", "/vereinbarungen/", (1280, 700)),
    Bild("static/hilfe/lotsenanfragen.png", "netzwerk-konz", "/lotsenanfragen/", (1280, 1000)),
    Bild("static/hilfe/vertretung.png", "netzwerk-hermeskeil", "/vertretungen/", (1280, 520)),
    Bild("static/hilfe/nur-eine-person.png", "jugendamt", "/sozialraeume/konz/getragen/", (1280, 860)),
    Bild("static/hilfe/qualifikation.png", "jugendamt", "/fachkraefte/", (1280, 900), vorher=_qualifikation),
    Bild("static/hilfe/nachweise.png", "jugendamt", "/fachkraefte/nachweise/", (1280, 720)),
    Bild("static/hilfe/bekannt-machen.png", "netzwerk-konz", "/fachkraefte/", (1280, 800), vorher=_steckbrief),
    Bild("static/hilfe/zustaendig.png", None, "/zustaendig/?q=Konz", (900, 700)),
    Bild("static/hilfe/finanzen.png", "jugendamt", "/finanzen/", (1280, 900)),
    Bild("static/hilfe/ausgaben.png", "leitung-konz", "/finanzen/ausgaben/", (1280, 900)),
    Bild("static/hilfe/ausnahmeantraege.png", "jugendamt", "/ausnahmeantraege/", (1280, 860)),
    Bild("static/hilfe/projekte.png", "leitung-konz", "/projekte/", (1280, 760)),
    Bild("static/hilfe/jahresabschluss.png", "jugendamt", "/", (1280, 1300), vorher=_abschluss),
    Bild("static/hilfe/kalender-und-mails.png", "netzwerk-konz", "/konto/kalender/", (1000, 760), vorher=_kalender),
    Bild("docs/bilder/uebersicht.png", "netzwerk-konz", "/", (1280, 860)),
    Bild("docs/bilder/abdeckung.png", "jugendamt", "/abdeckung/", (1280, 640)),
    Bild("docs/bilder/kontakt.png", "netzwerk-konz", "/kontakte/neu/", (SCHMAL[0], 1120), 2, _kontakt),
    Bild("docs/bilder/bericht.png", "leitung-konz", "/sozialraeume/konz/bericht/", (1280, 860)),
]


@pytest.mark.parametrize("bild", BILDER, ids=[bild.ziel for bild in BILDER])
def test_bild(seite_als: Callable[..., Page], bild: Bild):
    assert LISTE != ECHTE_LISTE  # pictures show invented institutions only
    # The page of the handbook itself may still miss this very picture; here only the shown page counts.
    seite = seite_als(bild.konto, groesse=bild.groesse, schaerfe=bild.schaerfe)
    seite.goto(bild.url)
    bild.vorher(seite)
    seite.evaluate("document.activeElement.blur()")
    seite.evaluate("document.fonts.ready")
    _speichere(seite.screenshot(animations="disabled"), WURZEL / bild.ziel)
    assert (WURZEL / bild.ziel).stat().st_size <= HOECHSTENS_BYTES


def _speichere(png: bytes, ziel: Path) -> None:
    """With a palette: calm areas and text need no more."""
    ziel.parent.mkdir(parents=True, exist_ok=True)
    bild = Image.open(io.BytesIO(png)).convert("RGB").quantize(96, dither=Image.Dither.NONE)
    bild.save(ziel, optimize=True)
