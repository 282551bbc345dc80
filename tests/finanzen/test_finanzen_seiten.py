"""Pages of the money: what each role sees, the calculation, the drill-down, forms that keep what was typed."""

import io
from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from finanzen.models import Finanzvolumen, Minusbegruendung, Mittelverteilung
from netzwerk.models import Einsatz
from sozialraum.models import Sozialraum, Traegerschaft
from tests.finanzen.geld import neue_ausgabe, neue_regel, neuer_anteil, neuer_kostensatz, neues_volumen
from tests.welt import ANFANG, Welt, neue_fachkraft


@pytest.fixture
def geld(welt: Welt) -> Welt:
    """Konz 2026: 66,234.56; Beispieltal has 40,000 and spent 1,500, Musterhof has 20,000 and spent 777.77."""
    Einsatz.objects.filter(sozialraum=welt.konz).update(vzae=Decimal("0.25"))
    neue_regel()
    neues_volumen(welt)
    beispieltal, musterhof = welt.traeger["beispieltal"], welt.traeger["musterhof"]
    neuer_anteil(welt.konz, beispieltal, "40000.00")
    neuer_anteil(welt.konz, musterhof, "20000.00")
    neuer_kostensatz(beispieltal)
    neue_ausgabe(welt.konz, beispieltal, "1500.00", art="personal")
    neue_ausgabe(welt.konz, musterhof, "777.77")
    return welt


def text(antwort) -> str:
    assert antwort.status_code == 200
    return antwort.content.decode().replace("\u00a0", " ")


# --- Who sees what ---------------------------------------------------------------------------------------------------


def test_jugendamt_sieht_alles(als, geld: Welt):
    seite = text(als("jugendamt").get("/finanzen/?jahr=2026"))
    for zahl in (
        "912.345,67 €",
        "66.234,56 €",
        "662.345,62 €",
        "60.000,00 €",
        "2.277,77 €",
        "777.77".replace(".", ","),
    ):
        assert zahl in seite
    assert "nicht verteilt 6.234,56 €" in seite


def test_netzwerkfachkraft_sieht_summen_der_eigenen_raeume(als, geld: Welt):
    seite = text(als("netzwerk_konz").get("/finanzen/?jahr=2026"))
    assert "2.277,77 €" in seite
    for fremd in ("Musterhof", "40.000,00 €", "/saarburg/"):
        assert fremd not in seite
    assert "Personalplan" not in text(als("netzwerk_konz").get("/finanzen/2026/konz/"))
    assert "/finanzen/ausgaben/" not in seite
    assert als("netzwerk_konz").get("/finanzen/2026/saarburg/").status_code == 404


def test_steuernder_traeger_sieht_summen_der_anderen_aber_keine_buchungen(als, geld: Welt):
    seite = text(als("leitung_konz").get("/finanzen/?jahr=2026"))
    assert "777,77 €" in seite
    assert f'traeger={geld.traeger["beispieltal"].uuid}">1.500,00 €' in seite
    assert f'traeger={geld.traeger["musterhof"].uuid}">777,77 €' not in seite
    detail = text(als("leitung_konz").get("/finanzen/2026/konz/"))
    assert "Personalplan 2026" in detail
    assert detail.count("Alle Buchungen") == 1


def test_anderer_traeger_sieht_nur_sich(als, geld: Welt):
    for adresse in ("/finanzen/?jahr=2026", "/finanzen/2026/konz/"):
        seite = text(als("leitung_fremd").get(adresse))
        assert "777,77 €" in seite
        assert "66.234,56 €" in seite
        for fremd in (
            "1.500,00 €",
            "2.277,77 €",
            "40.000,00 €",
            "60.000,00 €",
            "6.234,56 € sind",
            "Jugendhilfe Beispieltal",
        ):
            assert fremd not in seite, (adresse, fremd)
    fremder = geld.traeger["beispieltal"].uuid
    assert "1.500,00 €" not in text(als("leitung_fremd").get(f"/finanzen/2026/konz/?traeger={fremder}"))


@pytest.mark.parametrize("wer", ["leitstelle", "team_konz", "datenschutz", "admin", "ohne_rolle"])
def test_andere_sehen_kein_geld(als, geld: Welt, wer: str):
    for adresse in ("/finanzen/", "/finanzen/2026/konz/", "/finanzen/vergleich/", "/finanzen/volumen/"):
        assert als(wer).get(adresse).status_code == 403
    assert "Finanzen" not in als(wer).get("/").content.decode()


def test_datei_zeigt_dieselben_zeilen_wie_die_seite(als, geld: Welt):
    antwort = als("leitung_fremd").get("/finanzen/?jahr=2026&format=xlsx")
    blatt = load_workbook(io.BytesIO(antwort.content)).active
    zeilen = [[zelle.value for zelle in zeile] for zeile in blatt.iter_rows(min_row=2)]
    konz = next(zeile for zeile in zeilen if zeile[0] == "Konz")
    assert (konz[1], konz[7], konz[8], konz[12]) == ("Musterhof gGmbH", 66234.56, 20000, 777.77)
    assert "Jugendhilfe Beispieltal" not in str(zeilen)
    csv = als("jugendamt").get("/finanzen/?jahr=2026&format=csv").content.decode("utf-8-sig")
    assert "Konz;alle;912345,67;250000,05;bestätigt;662345,62;10,00;66234,56" in csv


# --- One Sozialraum --------------------------------------------------------------------------------------------------


def test_rechnung_steht_ausgeschrieben_da(als, geld: Welt):
    """0.25 × 74,000 = 18,500 planned, 1,500 booked: 17,000 bound, 21,500 free."""
    seite = text(als("leitung_konz").get("/finanzen/2026/konz/"))
    assert "Finanzvolumen 912.345,67 € − davon ASD 250.000,05 € = Basis 662.345,62 €" in seite
    assert "Basis 662.345,62 € × 10 % = Netzwerkmittel 66.234,56 €" in seite
    assert "Quelle: Konzept, K29" in seite
    assert "Gebunden: Personal 17.000,00 € + Bewilligungen 0,00 € = 17.000,00 €" in seite
    assert "= 21.500,00 €" in seite
    assert "365 von 365" in seite
    assert "<svg" in seite
    assert "Der Verlauf als Tabelle" in seite


def test_halbes_jahr_kostet_nach_tagen(als, geld: Welt):
    """The second worked example: 0.25 VZÄ from 1 April of 2026 are 13,938.36."""
    Einsatz.objects.filter(sozialraum=geld.konz).update(von=date(2026, 4, 1))
    seite = text(als("leitung_konz").get("/finanzen/2026/konz/"))
    assert "13.938,36 €" in seite
    assert "275 von 365" in seite


def test_unbestaetigtes_volumen_gibt_kein_geld(als, geld: Welt):
    Finanzvolumen.objects.update(zustand="eingetragen")
    seite = text(als("jugendamt").get("/finanzen/2026/konz/"))
    assert "wartet auf Bestätigung" in seite
    assert "66.234,56 €" not in seite


@pytest.mark.parametrize("jahr", [2016, 2101, 99999999999999999999])
def test_jahr_ausserhalb_gibt_es_nicht(als, geld: Welt, jahr: int):
    assert als("jugendamt").get(f"/finanzen/{jahr}/konz/").status_code == 404


@pytest.mark.parametrize("jahr", [2017, 2100])
def test_erstes_und_letztes_jahr_gehen(als, geld: Welt, jahr: int):
    assert als("jugendamt").get(f"/finanzen/{jahr}/konz/").status_code == 200


@pytest.mark.parametrize("jahr", ["x", "1999", "-1", "20260", "²026"])
def test_unsinniges_jahr_zeigt_dieses_jahr(als, geld: Welt, jahr: str):
    assert "ist kein Haushaltsjahr" in text(als("jugendamt").get("/finanzen/", {"jahr": jahr}))


# --- Negative balance ------------------------------------------------------------------------------------------------


def test_minus_ist_ueberall_markiert_und_wird_begruendet(als, geld: Welt):
    neue_ausgabe(geld.konz, geld.traeger["musterhof"], "30000.00")
    for wer in ("jugendamt", "leitung_fremd", "leitung_konz"):
        for adresse in ("/finanzen/?jahr=2026", "/finanzen/2026/konz/"):
            assert "im Minus, Begründung fehlt" in text(als(wer).get(adresse)), (wer, adresse)
    ziel = f"/finanzen/2026/konz/{geld.traeger['musterhof'].uuid}/begruendung/"
    assert als("leitung_konz").get(ziel).status_code == 404
    assert als("jugendamt").get(ziel).status_code == 403
    assert als("leitung_fremd").post(ziel, {"grund": " "}).status_code == 200
    assert als("leitung_fremd").post(ziel, {"grund": "Nachzahlung für das Vorjahr"}).status_code == 302
    assert Minusbegruendung.objects.get().durch == geld.personen["leitung_fremd"]
    seite = text(als("jugendamt").get("/finanzen/2026/konz/"))
    assert "Nachzahlung für das Vorjahr" in seite
    assert "Begründung fehlt" not in seite


def test_grund_mit_angaben_ueber_ein_kind_wird_nicht_still_gespeichert(als, geld: Welt):
    neue_ausgabe(geld.konz, geld.traeger["musterhof"], "30000.00")
    ziel = f"/finanzen/2026/konz/{geld.traeger['musterhof'].uuid}/begruendung/"
    antwort = als("leitung_fremd").post(ziel, {"grund": "Der Sohn von Frau Beispiel, geb. 03.04.2015, brauchte Hilfe."})
    assert antwort.status_code == 200
    assert not Minusbegruendung.objects.exists()


# --- Volumes ---------------------------------------------------------------------------------------------------------


def test_eintragen_bestaetigen_verteilen_in_drei_schritten(als, welt: Welt):
    neue_regel()
    eine, andere = als("jugendamt"), als("jugendamt_2")
    felder = {"sozialraum": "konz", "jahr": "2026", "gesamt": "912.345,67", "davon_asd": "250.000,05"}
    eine.post("/finanzen/volumen/neu/", felder)
    volumen = Finanzvolumen.objects.get()
    seite = f"/finanzen/volumen/{volumen.uuid}/"
    assert "bestätigt eine andere Person" in text(eine.get(seite))
    eine.post(f"{seite}bestaetigen/", {"version": "1"})
    volumen.refresh_from_db()
    assert volumen.zustand == "eingetragen"
    andere.post(f"{seite}bestaetigen/", {"version": "1"})
    volumen.refresh_from_db()
    assert (volumen.zustand, volumen.bestaetigt_von) == ("bestaetigt", welt.personen["jugendamt_2"])
    ziel = "/finanzen/2026/konz/verteilung/"
    form = eine.get(f"{ziel}?vorschlag=vzae").context["form"]
    daten = {feld.html_name: feld.value() for feld in form}
    assert daten[f"t-{welt.traeger['beispieltal'].uuid}"] == "66.234,56"
    daten |= {f"t-{welt.traeger['beispieltal'].uuid}": "40.000", f"t-{welt.traeger['musterhof'].uuid}": "26.234,57"}
    zu_viel = text(eine.post(ziel, daten))
    assert "0,01 € mehr als die Netzwerkmittel" in zu_viel
    assert 'value="26.234,57"' in zu_viel
    assert eine.post(ziel, daten | {f"t-{welt.traeger['musterhof'].uuid}": "26.234,56"}).status_code == 302
    assert sorted(Mittelverteilung.objects.values_list("betrag", flat=True)) == [Decimal("26234.56"), Decimal(40000)]


def test_falsche_betraege_bleiben_stehen(als, welt: Welt):
    felder = {"sozialraum": "konz", "jahr": "2026", "gesamt": "neunhundert", "davon_asd": "1,2,3"}
    seite = text(als("jugendamt").post("/finanzen/volumen/neu/", felder))
    assert 'value="neunhundert"' in seite
    assert 'value="1,2,3"' in seite
    assert "zum Beispiel 1.234,56" in seite
    mehr = text(als("jugendamt").post("/finanzen/volumen/neu/", felder | {"gesamt": "1", "davon_asd": "2"}))
    assert "kann nicht größer sein als das Finanzvolumen" in mehr
    assert not Finanzvolumen.objects.exists()


def test_ein_volumen_von_null_wird_abgelehnt(als, welt: Welt):
    felder = {"sozialraum": "konz", "jahr": "2026", "gesamt": "0,00", "davon_asd": "0"}
    antwort = als("jugendamt").post("/finanzen/volumen/neu/", felder)
    assert antwort.context["form"].errors == {"gesamt": ["Der Betrag muss größer als null sein."]}
    assert not Finanzvolumen.objects.exists()


def test_schon_eingetragen_fuehrt_zum_eingetragenen(als, geld: Welt):
    volumen = Finanzvolumen.objects.get()
    felder = {"sozialraum": "konz", "jahr": "2026", "gesamt": "5,00", "davon_asd": "0"}
    seite = text(als("jugendamt").post("/finanzen/volumen/neu/", felder))
    assert "Für diesen Sozialraum ist das Jahr schon eingetragen." in seite
    assert f'<a href="/finanzen/volumen/{volumen.uuid}/">Zum eingetragenen Finanzvolumen Konz 2026</a>' in seite
    assert "Zum eingetragenen" not in text(als("jugendamt").get("/finanzen/volumen/neu/"))


def test_ein_jahr_das_es_nicht_gibt_wird_genannt(als, geld: Welt):
    antwort = als("jugendamt").get("/finanzen/?jahr=99999")
    satz = f"„99999“ ist kein Haushaltsjahr. Gezeigt wird {timezone.localdate().year}."
    assert text(antwort).count(satz) == 1


def test_korrektur_verlangt_grund_und_zeigt_den_weg(als, geld: Welt):
    volumen = Finanzvolumen.objects.get()
    ziel = f"/finanzen/volumen/{volumen.uuid}/bearbeiten/"
    browser = als("jugendamt")
    assert 'value="912.345,67"' in text(browser.get(ziel))
    felder = {"version": "1", "gesamt": "900.000", "davon_asd": "250.000,05", "grund": ""}
    assert 'value="900.000"' in text(browser.post(ziel, felder))
    assert browser.post(ziel, felder | {"grund": "Zahlendreher im Bescheid"}).status_code == 302
    seite = text(browser.get("/finanzen/2026/konz/"))
    assert "912.345,67 € → 900.000,00 €" in seite
    assert "Zahlendreher im Bescheid" in seite
    veraltet = browser.post(ziel, felder | {"gesamt": "800.000", "grund": "Noch einmal"})
    assert "wurde inzwischen geändert" in text(veraltet)
    volumen.refresh_from_db()
    assert volumen.version == 2


# --- Import ----------------------------------------------------------------------------------------------------------


def liste(inhalt: str, name: str = "volumen.csv", kodierung: str = "utf-8") -> dict:
    return {"datei": SimpleUploadedFile(name, inhalt.encode(kodierung))}


KOPF = "Sozialraum;Jahr;Finanzvolumen;davon ASD\n"


def test_import_zeigt_zuerst_und_uebernimmt_dann_alles(als, welt: Welt):
    browser = als("jugendamt")
    datei = liste(
        "Haushalt 2026\n" + KOPF + "Konz;2026;912.345,67;250.000,05\nsaarburg;2026;500.000;0\n", kodierung="cp1252"
    )
    vorschau = browser.post("/finanzen/volumen/import/", datei)
    assert not Finanzvolumen.objects.exists()
    assert [zeile.ergebnis for zeile in vorschau.context["urteil"]] == ["neu", "neu"]
    marke = vorschau.context["liste"]
    assert als("jugendamt_2").post("/finanzen/volumen/import/", {"liste": marke}).status_code == 302
    assert not Finanzvolumen.objects.exists()
    browser.post("/finanzen/volumen/import/", {"liste": marke})
    konz = Finanzvolumen.objects.get(sozialraum=welt.konz)
    assert (konz.gesamt, konz.zustand, konz.herkunft) == (Decimal("912345.67"), "eingetragen", "aus volumen.csv")
    assert konz.eingetragen_von == welt.personen["jugendamt"]
    assert Finanzvolumen.objects.count() == 2
    noch_einmal = browser.post("/finanzen/volumen/import/", liste(KOPF + "Konz;2026;912345,67;250000,05\n"))
    assert [zeile.ergebnis for zeile in noch_einmal.context["urteil"]] == ["unverändert"]


def test_eine_falsche_zeile_haelt_alle_auf(als, geld: Welt):
    zeilen = [
        "Saarburg;2026;1;0", "Nirgendwo;2026;1;0", "Saarburg;2016;1;0", "Hermeskeil;2026;eins;0", "Hermeskeil;2026;1;2",
        "Saarburg;2026;3;0", "Konz;2026;1;0", "Hermeskeil;2027;-1;0",
    ]  # fmt: skip
    antwort = als("jugendamt").post("/finanzen/volumen/import/", liste(KOPF + "\n".join(zeilen)))
    gruende = [zeile.grund for zeile in antwort.context["urteil"]]
    assert gruende[0] == ""
    worte = ["kein Sozialraum", "kein Haushaltsjahr", "Betrag", "größer", "weiter oben", "mit Grund", "kleiner"]
    for grund, wort in zip(gruende[1:], worte, strict=True):
        assert wort in grund
    assert antwort.context["liste"] is None
    assert Finanzvolumen.objects.count() == 1


@pytest.mark.parametrize("inhalt", ["", "Name;Ort\nKita;Konz\n", "%PDF-1.7"])
def test_was_keine_liste_ist_wird_erklaert(als, welt: Welt, inhalt: str):
    antwort = als("jugendamt").post("/finanzen/volumen/import/", liste(inhalt))
    assert antwort.status_code == 200
    assert list(antwort.context["form"].errors) == ["datei"]


def test_eigene_datei_laesst_sich_wieder_einlesen(als, geld: Welt):
    datei = als("jugendamt").get("/finanzen/volumen/?jahr=2026&format=xlsx").content
    blatt = load_workbook(io.BytesIO(datei))
    blatt.active.delete_rows(2)  # Hermeskeil has no volume yet
    blatt.active.delete_rows(3, 2)
    puffer = io.BytesIO()
    blatt.save(puffer)
    antwort = als("jugendamt").post(
        "/finanzen/volumen/import/", {"datei": SimpleUploadedFile("v.xlsx", puffer.getvalue())}
    )
    assert [zeile.ergebnis for zeile in antwort.context["urteil"]] == ["unverändert"]


# --- Comparison ------------------------------------------------------------------------------------------------------


def test_vergleich_fuer_jugendamt_zeigt_alle(als, geld: Welt):
    """66,234.56 by 2,000 inhabitants and by 0.25 posts."""
    seite = text(als("jugendamt").get("/finanzen/vergleich/?jahr=2026"))
    assert "33,12 €" in seite
    assert "264.938,24 €" in seite
    assert "Hermeskeil" in seite


def test_leitung_sieht_eigene_und_durchschnitt_von_mindestens_drei(als, geld: Welt):
    for kuerzel, gesamt in (("hermeskeil", "100000"), ("rst", "200000"), ("saarburg", "300000")):
        neues_volumen(geld, gesamt, "0", sozialraum=geld.sozialraeume[kuerzel])
    seite = text(als("leitung_konz").get("/finanzen/vergleich/?jahr=2026"))
    assert "Hermeskeil" not in seite
    assert "20,00 €" in seite  # mean of 10, 20 and 30 euro by inhabitant
    assert "10,00 €" not in seite
    zwei_andere = text(als("leitung_fremd").get("/finanzen/vergleich/?jahr=2026"))
    assert "nicht gezeigt" in zwei_andere
    assert "mindestens 3" in zwei_andere
    fuenfter = Sozialraum.objects.create(kuerzel="fuenfter", name="Fünfter")
    neues_volumen(geld, "400000", "0", sozialraum=fuenfter)
    geld.sozialraeume["fuenfter"] = fuenfter
    for kuerzel in ("hermeskeil", "rst", "fuenfter"):
        neue_fachkraft(geld, f"neu-{kuerzel}", kuerzel, "beispieltal", "0.25")
    drei_andere = dict(als("leitung_fremd").get("/finanzen/vergleich/?jahr=2026").context["durchschnitt"])
    # The fifth has no inhabitants: of these only two are known. The rule holds for every figure by itself.
    assert drei_andere["je Einwohnerin oder Einwohner"] is None
    assert drei_andere["je VZÄ"] is not None
    datei = als("leitung_konz").get("/finanzen/vergleich/?jahr=2026&format=csv").content.decode("utf-8-sig")
    assert "Konz" in datei
    assert "Saarburg" not in datei
    assert als("netzwerk_konz").get("/finanzen/vergleich/").status_code == 403


# --- Queries ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "adresse",
    ["/finanzen/?jahr=2026", "/finanzen/2026/konz/", "/finanzen/vergleich/?jahr=2026", "/finanzen/volumen/?jahr=2026"],
)
def test_gleich_viele_abfragen(als, geld: Welt, adresse: str):
    browser, zahlen = als("jugendamt"), set()
    browser.get(adresse)
    for bis in (1, 3, 12):
        for nummer in range(Sozialraum.objects.count() - 4, bis):
            raum = Sozialraum.objects.create(kuerzel=f"raum-{nummer}", name=f"Raum {nummer}")
            geld.sozialraeume[raum.kuerzel] = raum
            neues_volumen(geld, sozialraum=raum)
            Traegerschaft.objects.create(traeger=geld.traeger["musterhof"], sozialraum=raum, von=ANFANG)
            for ort in (raum, geld.konz):
                neue_fachkraft(geld, f"nr{nummer}{ort.kuerzel}", ort.kuerzel, "musterhof", "0.1")
                neue_ausgabe(ort, geld.traeger["musterhof"], "5.00")
        with CaptureQueriesContext(connection) as abfragen:
            assert browser.get(adresse).status_code == 200
        zahlen.add(len(abfragen))
    assert len(zahlen) == 1, zahlen
