"""A year of money in the browser by three roles: from the volume to the closing, with the same cents everywhere."""

import re
import subprocess
from collections.abc import Callable
from decimal import Decimal

from django.utils import timezone
from playwright.sync_api import Page, expect

from finanzen.models import Ausgabe, Ausnahmeantrag, Finanzvolumen, Jahresabschluss, Verwendungsnachweis
from tests.finanzen.betraege import betraege, mappenbetraege

#: in milliseconds: on a busy machine a print waits its turn
DRUCKZEIT = 120_000
SeiteAls = Callable[..., Page]
#: keys that the example data have taught; the last row stands there twice
LISTE = """Datum;Belegnummer;Konto;Buchungstext;Betrag
05.06.{jahr};R-17;4120;Gehalt Juni;2.000,00
06.06.{jahr};R-18;4930;Moderationskoffer;99,90
07.06.{jahr};R-19;4930;Gutschrift Papier;34,56-
06.06.{jahr};R-18;4930;Moderationskoffer;99,90
"""


def test_vom_volumen_bis_zum_abschluss(seite_als: SeiteAls):
    jahr = timezone.localdate().year - 3
    # No year is closed before a later one; the example data close the year after this one.
    Jahresabschluss.objects.filter(sozialraum__kuerzel="konz").delete()
    amt, zweite, leitung = seite_als("jugendamt"), seite_als("jugendamt-2"), seite_als("leitung-konz")
    _gib_geld(amt, zweite, jahr)
    _buche(leitung, jahr, "1.234,56", "sachkosten")
    _uebernimm_liste(leitung, jahr)
    _beantrage_und_buche(leitung, amt, jahr)
    nachweis = _weise_nach(leitung, amt, jahr)
    _schliesse_ab(amt, zweite, jahr)
    _vergleiche(leitung, nachweis)
    _lies_uebersicht(leitung, jahr)
    _wird_abgewiesen(leitung, jahr)


def _gib_geld(amt: Page, zweite: Page, jahr: int) -> None:
    amt.goto("/finanzen/volumen/neu/")
    amt.locator("#id_sozialraum").select_option("konz")
    amt.locator("#id_jahr").fill(str(jahr))
    amt.get_by_label("Finanzvolumen in Euro").fill("912.345,67")
    amt.get_by_label("davon ASD in Euro").fill("250.000,05")
    amt.get_by_role("button", name=re.compile("speichern|eintragen", re.IGNORECASE)).click()
    expect(amt.get_by_role("button", name="Finanzvolumen bestätigen")).to_have_count(0)
    volumen = Finanzvolumen.objects.get(sozialraum__kuerzel="konz", jahr=jahr)
    zweite.goto(f"/finanzen/volumen/{volumen.uuid}/")
    zweite.get_by_role("button", name="Finanzvolumen bestätigen").click()
    amt.goto(f"/finanzen/{jahr}/konz/verteilung/")
    expect(amt.get_by_text("66.234,56")).to_be_visible()
    amt.get_by_label("Jugendhilfe Beispieltal e. V.").fill("40.000,00")
    amt.get_by_role("button", name="Speichern").click()
    expect(amt.get_by_text("40.000,00").first).to_be_visible()


def _buche(leitung: Page, jahr: int, betrag: str, art: str, adresse: str = "/finanzen/ausgaben/neu/") -> None:
    _fuelle_buchung(leitung, jahr, betrag, art, adresse)
    expect(leitung.get_by_text(betrag).first).to_be_visible()


def _fuelle_buchung(leitung: Page, jahr: int, betrag: str, art: str, adresse: str) -> None:
    leitung.goto(adresse)
    if leitung.locator("#id_sozialraum").input_value() == "":
        leitung.locator("#id_sozialraum").select_option("konz")
    leitung.locator("#id_am").fill(f"{jahr}-05-04")
    leitung.locator("#id_betrag").fill(betrag)
    leitung.locator("#id_art").select_option(art)
    leitung.locator("#id_text").fill("Moderationsmaterial")
    leitung.locator("#id_belegnummer").fill(f"R-{betrag}")
    leitung.get_by_role("button", name="Buchen", exact=True).click()


def _uebernimm_liste(leitung: Page, jahr: int) -> None:
    """The list of the accounting: read, previewed, booked; the same list again has nothing to book."""
    liste = LISTE.format(jahr=jahr).encode("cp1252")
    for neue, doppelte in ((3, 1), (0, 4)):
        leitung.goto("/finanzen/ausgaben/buchungslisten/")
        leitung.locator("#id_sozialraum").select_option("konz")
        leitung.locator("#id_jahr").fill(str(jahr))
        datei = {"name": "juni.csv", "mimeType": "text/csv", "buffer": liste}
        leitung.locator("input[type=file]").set_input_files([datei])
        leitung.get_by_role("button", name="Hochladen und prüfen").click()
        expect(leitung.get_by_role("row").filter(has_text="schon vorhanden")).to_have_count(doppelte)
        if neue:
            expect(leitung.get_by_text("3 Ausgaben werden gebucht, zusammen 2.065,34 €.")).to_be_visible()
            leitung.get_by_role("button", name="3 Ausgaben buchen").click()
            expect(leitung.get_by_role("link", name="Ausgaben zeigen")).to_be_visible()
    expect(leitung.get_by_text("Es gibt nichts zu buchen.")).to_be_visible()
    leitung.get_by_role("button", name="Vorschau verwerfen").click()


def _beantrage_und_buche(leitung: Page, amt: Page, jahr: int) -> None:
    leitung.goto("/ausnahmeantraege/neu/")
    leitung.get_by_label("Worum geht es?").fill("Elternabend mit Fachreferat")
    leitung.locator("#id_sozialraum").select_option("konz")
    leitung.locator("#id_jahr").fill(str(jahr))
    leitung.get_by_label("Warum geht es nicht anders?").fill("Das Thema kann im Team niemand vertreten.")
    leitung.get_by_label("Zahl der Termine").fill("2")
    leitung.get_by_label("erster Termin").fill(f"{jahr}-05-01")
    leitung.get_by_label("letzter Termin").fill(f"{jahr}-06-30")
    leitung.get_by_label("Kosten in Euro").fill("500,00")
    leitung.get_by_role("button", name="Entwurf speichern").click()
    leitung.get_by_role("button", name="Antrag stellen").click()
    antrag = Ausnahmeantrag.objects.get(jahr=jahr)
    amt.goto(antrag.get_absolute_url())
    amt.get_by_label("Genehmigter Betrag in Euro").fill("300,00")
    amt.get_by_role("button", name="Genehmigen").click()
    leitung.goto(antrag.get_absolute_url())
    ziel = leitung.get_by_role("link", name="Einzeltermin buchen").get_attribute("href")
    _buche(leitung, jahr, "300,00", "einzeltermin", ziel)


def _weise_nach(leitung: Page, amt: Page, jahr: int) -> Verwendungsnachweis:
    leitung.goto(f"/verwendungsnachweise/?jahr={jahr}")
    leitung.get_by_role("button", name="Beginnen").click()
    leitung.get_by_role("link", name="Text schreiben").click()
    for name in ("Ausgangslage", "Was wurde getan?", "Was hat es bewirkt?", "Ausblick"):
        leitung.get_by_label(name).fill(f"{name} In einem Satz.")
    leitung.get_by_role("button", name="Speichern").click()
    leitung.get_by_role("button", name="Einreichen").click()
    expect(leitung.locator(".netz-titel .netz-zustand").first).to_contain_text("eingereicht")
    nachweis = Verwendungsnachweis.objects.get(jahr=jahr)
    amt.goto(nachweis.get_absolute_url())
    amt.get_by_role("radio", name="Bestätigen").check()
    amt.get_by_role("button", name="Stand eintragen").click()
    expect(amt.locator(".netz-titel .netz-zustand").first).to_contain_text("bestätigt")
    return nachweis


def _schliesse_ab(amt: Page, zweite: Page, jahr: int) -> None:
    seite = f"/finanzen/{jahr}/konz/abschluss/"
    amt.goto(seite)
    expect(amt.get_by_text("Noch nicht möglich:")).to_be_visible()
    amt.get_by_label("Entscheidung über den Rest: Jugendhilfe Beispieltal e. V.").select_option("uebertrag")
    amt.get_by_role("row").filter(has_text="Beispieltal").get_by_role("button", name="Eintragen").click()
    expect(amt.get_by_text("Die Entscheidung ist eingetragen.")).to_be_visible()
    zweite.goto(seite)
    zweite.get_by_label("Ich habe die offenen Punkte gesehen.").check()
    zweite.get_by_role("button", name=f"Jahr {jahr} abschließen").click()
    expect(zweite.get_by_role("heading", level=1)).to_have_text(f"Abschluss Konz {jahr}")
    abschluss = Jahresabschluss.objects.get(jahr=jahr, sozialraum__kuerzel="konz")
    expect(zweite.get_by_text(abschluss.pruefsumme)).to_be_visible()


def _vergleiche(leitung: Page, nachweis: Verwendungsnachweis) -> None:
    """40,000.00 minus 1,234.56, 2,065.34 and 300.00: the same amounts on page, print and workbook."""
    adresse = nachweis.get_absolute_url()
    leitung.goto(adresse)
    expect(leitung.get_by_text("Zahlen aus dem Jahresabschluss")).to_be_visible()
    auf_der_seite = betraege(leitung.locator(".bericht").inner_text())
    for betrag in ("40000.00", "3599.90", "36400.10", "-34.56"):
        assert auf_der_seite[Decimal(betrag)], betrag
    assert betraege(_gedruckt(leitung.request.get(f"{adresse}nachweis.pdf", timeout=DRUCKZEIT).body())) == auf_der_seite
    assert mappenbetraege(leitung.request.get(f"{adresse}?format=xlsx").body()) == auf_der_seite


def _gedruckt(pdf: bytes) -> str:
    """What poppler reads: another program than the one that wrote it."""
    befehl = ["pdftotext", "-layout", "-", "-"]
    return subprocess.run(befehl, input=pdf, capture_output=True, check=True, timeout=60).stdout.decode()


def _lies_uebersicht(leitung: Page, jahr: int) -> None:
    """The pages of the closed year show what the closing kept."""
    leitung.goto(f"/finanzen/?jahr={jahr}")
    zeile = leitung.get_by_role("table", name="Träger").get_by_role("row").filter(has_text="Beispieltal").first
    expect(zeile).to_contain_text("36.400,10\u00a0€")
    leitung.goto(f"/finanzen/{jahr}/konz/")
    expect(leitung.get_by_text("abgeschlossen am").first).to_be_visible()
    expect(leitung.get_by_text("36.400,10\u00a0€").first).to_be_visible()
    leitung.goto(f"/finanzen/{jahr + 1}/konz/")
    expect(leitung.get_by_text("Übertrag 36.400,10").first).to_be_visible()


def _wird_abgewiesen(leitung: Page, jahr: int) -> None:
    """The closed year takes no booking and says so in the form."""
    _fuelle_buchung(leitung, jahr, "10,00", "sachkosten", "/finanzen/ausgaben/neu/")
    expect(leitung.get_by_text(f"Das Jahr {jahr} ist für Konz abgeschlossen").first).to_be_visible()
    assert not Ausgabe.objects.filter(jahr=jahr, betrag=Decimal("10.00")).exists()
