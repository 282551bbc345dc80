"""A history from somebody's own table becomes contacts: once, counted, marked, and gone again without a trace."""

import io
import threading
from datetime import timedelta
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connections
from django.test.utils import CaptureQueriesContext

from konten.models import Protokolleintrag
from konten.tables import als_csv as tabelle_als_csv
from konten.tables import als_xlsx
from netzwerk.models import Kontakt, Kontaktbeteiligung, Kontaktherkunft, Thema
from netzwerk.selectors.pruefung import kontakte_gegen_regel
from netzwerk.services.kontakt import Beteiligter, Kontaktangaben, aendere, erfasse, loesche
from netzwerk.tables import exportiere_kontakte
from partner.models import Importlauf, Netzwerkpartner
from partner.rules.einlesen import Zuordnung
from partner.selectors.einlesen import ergebnisse
from partner.services.einlesen.art import art
from partner.services.einlesen.lauf import entscheide, lege_an, ordne_neu_zu
from partner.services.einlesen.lesen import lies_datei
from partner.services.einlesen.uebernehmen import uebernimm
from partner.services.einlesen.zuruecknehmen import nimm_zurueck
from tests.partner.einlesehilfe import als_csv
from tests.welt import Welt, baue_welt, neuer_partner

KOPF = ["Datum", "Uhrzeit", "Art", "Partner", "Bezug", "Thema", "Ergebnis", "Ansprechpartner"]
ANRUF = ["01.03.2025", "", "Tel.", "Kita Beispielbach", "übergreifend", "Sprache", "Sprechstunde verabredet", "Fr. X"]
BESUCH = ["2025-03-05", "9:00", "Besuch", "Kita Beispielbach", "fallbezogen", "", "Hilfe besprochen", ""]


def vorschau(bereich, *zeilen, kopf=KOPF, inhalt=None) -> Importlauf:
    daten = io.BytesIO(inhalt or als_csv(kopf, *zeilen, trennzeichen=";"))
    tabelle = lies_datei(daten, art("kontakte").kopf)
    return lege_an(tabelle=tabelle, dateiname="kontakte.csv", bereich=bereich, was="kontakte")


def importiere(bereich, *zeilen, **wie) -> Importlauf:
    return uebernimm(lauf=vorschau(bereich, *zeilen, **wie), bereich=bereich)


def gezaehlt(lauf) -> dict[str, int]:
    return {name: zahl for name, zahl in ergebnisse(lauf).items() if zahl}


@pytest.fixture
def konz(welt: Welt):
    neuer_partner(welt)
    Thema.objects.create(name="Sprache")
    return welt.person("netzwerk_konz").bereich


def test_aus_zeilen_werden_kontakte_die_zaehlen(welt: Welt, konz):
    lauf = importiere(konz, ANRUF, BESUCH)
    assert gezaehlt(lauf) == {"neu": 2}
    anruf = Kontakt.objects.get(art="telefonat")
    assert (str(anruf.am), anruf.bezug, anruf.inhalt, anruf.erfasst_von) == (
        "2025-03-01", "uebergreifend", "Sprechstunde verabredet", welt.personen["netzwerk_konz"],
    )  # fmt: skip
    assert [thema.name for thema in anruf.themen.all()] == ["Sprache"]
    beteiligung = anruf.beteiligungen.get()
    assert (beteiligung.sozialraum, beteiligung.am, beteiligung.ergebnis) == (welt.konz, anruf.am, "erreicht")
    assert beteiligung.zaehlt
    assert Kontakt.objects.get(art="besuch").bezug == "fallbezogen"


def test_eingelesene_kontakte_sind_gekennzeichnet(konz):
    lauf = importiere(konz, ANRUF)
    herkunft = Kontaktherkunft.objects.get()
    assert (herkunft.kontakt, herkunft.lauf, herkunft.zeile) == (Kontakt.objects.get(), lauf, 2)


def test_namen_von_menschen_werden_nicht_gelesen(konz):
    lauf = importiere(konz, ANRUF)
    assert "Fr. X" not in str(list(lauf.zeilen.values_list("rohdaten", "journal")))


def test_dieselbe_liste_zweimal_aendert_nichts_auch_nach_einer_aenderung(welt: Welt, konz):
    importiere(konz, ANRUF, BESUCH)
    Kontakt.objects.filter(art="telefonat").update(inhalt="geschwärzt")
    protokoll = Protokolleintrag.objects.filter(content_type__model="kontakt").count()
    assert gezaehlt(importiere(konz, ANRUF, BESUCH)) == {"unveraendert": 2}
    assert (Kontakt.objects.count(), Kontaktbeteiligung.objects.count()) == (2, 2)
    assert Protokolleintrag.objects.filter(content_type__model="kontakt").count() == protokoll


def test_alles_wird_protokolliert_texte_nur_als_geaendert(welt: Welt, konz):
    importiere(konz, ANRUF)
    eintraege = Protokolleintrag.objects.filter(actor=welt.personen["netzwerk_konz"], object_pk__isnull=False)
    anlage, themen = eintraege.filter(content_type__model="kontakt").order_by("pk")
    assert anlage.changes["inhalt"] == ["", "geändert"]
    assert anlage.changes["art"] == ["None", "telefonat"]
    assert themen.changes["themen"]["operation"] == "add"
    assert {"kontaktbeteiligung", "kontaktherkunft"} <= set(eintraege.values_list("content_type__model", flat=True))


def test_text_ueber_ein_kind_kommt_nicht_hinein(konz):
    lauf = vorschau(konz, [*ANRUF[:6], "Lena, geb. 3.4.2019, braucht Hilfe", ""])
    zeile = lauf.zeilen.get()
    assert (zeile.ergebnis, "Geburtsdatum" in zeile.grund) == ("zweifelhaft", True)
    entscheide(lauf=lauf, entscheidungen={2: "text:ohne"}, bereich=konz)
    uebernimm(lauf=lauf, bereich=konz)
    assert Kontakt.objects.get().inhalt == ""


def test_fremder_sozialraum_und_zukunft_werden_abgelehnt(welt: Welt, konz):
    neuer_partner(welt, "Hort Fernwiese", sozialraum="saarburg")
    morgen = f"{konz.stichtag + timedelta(days=1):%d.%m.%Y}"
    lauf = vorschau(konz, [*ANRUF[:3], "Hort Fernwiese", *ANRUF[4:]], [morgen, *ANRUF[1:]])
    assert gezaehlt(lauf) == {"zweifelhaft": 1, "abgelehnt": 1}
    zweifel = lauf.zeilen.get(ergebnis="zweifelhaft")
    assert "in keinem Ihrer Sozialräume" in zweifel.grund or "für Konz nicht" in zweifel.grund
    assert [wert for wert, _ in zweifel.rohdaten["anzeige"]["optionen"]] == ["raum:konz"]


def test_ohne_bezug_gilt_was_in_der_zuordnung_gewaehlt_ist(konz):
    lauf = vorschau(konz, [*ANRUF[:4], "", *ANRUF[5:]])
    assert gezaehlt(lauf) == {"abgelehnt": 1}
    zuordnung = Zuordnung.aus_json(lauf.zuordnung | {"vorgabe": "uebergreifend"})
    lauf = ordne_neu_zu(lauf=lauf, zuordnung=zuordnung, bereich=konz)
    assert gezaehlt(lauf) == {"neu": 1}


def test_leitstelle_traegt_eigene_kontakte_ein_die_nicht_zaehlen(welt: Welt, konz):
    bereich = welt.person("leitstelle").bereich
    importiere(bereich, ANRUF)
    kontakt = Kontakt.objects.get()
    assert (kontakt.erfasst_von, kontakt.beteiligungen.get().zaehlt) == (welt.personen["leitstelle"], False)


def test_niemand_sonst_sieht_die_liste(welt: Welt, konz):
    lauf = vorschau(konz, ANRUF)
    assert lauf.ist_persoenlich
    for name in ("leitstelle", "jugendamt", "netzwerk_saarburg"):
        assert not Importlauf.objects.sichtbar_fuer(welt.person(name).bereich).filter(pk=lauf.pk).exists()
    assert Importlauf.objects.sichtbar_fuer(konz).filter(pk=lauf.pk).exists()


def test_zahl_der_abfragen_haengt_nicht_an_der_zahl_der_zeilen(konz):
    def abfragen(anzahl: int, monat: str) -> int:
        zeilen = [[f"{tag:02}.{monat}.2025", *ANRUF[1:]] for tag in range(1, anzahl + 1)]
        with CaptureQueriesContext(connections["default"]) as gezaehlt:
            importiere(konz, *zeilen)
        return len(gezaehlt)

    importiere(konz, ANRUF)
    assert abfragen(3, "04") == abfragen(12, "05")


def test_gespeicherte_zaehlung_stimmt_nach_einlesen_und_ruecknahme(konz):
    lauf = importiere(konz, ANRUF, BESUCH)
    assert list(kontakte_gegen_regel()) == []
    nimm_zurueck(lauf=lauf, bereich=konz)
    assert list(kontakte_gegen_regel()) == []


# --- undo ------------------------------------------------------------------------------------------------------------


def test_ruecknahme_entfernt_alles_spurlos_aber_protokolliert(konz):
    lauf = importiere(konz, ANRUF, BESUCH)
    nimm_zurueck(lauf=lauf, bereich=konz)
    assert [m.objects.count() for m in (Kontakt, Kontaktbeteiligung, Kontaktherkunft)] == [0, 0, 0]
    weg = Protokolleintrag.objects.filter(action=Protokolleintrag.Action.DELETE)
    assert weg.filter(content_type__model="kontakt").count() == 2
    assert weg.filter(content_type__model="kontaktbeteiligung").count() == 2


def test_ruecknahme_laesst_was_seitdem_bearbeitet_wurde(welt: Welt, konz):
    lauf = importiere(konz, ANRUF, BESUCH)
    kontakt = Kontakt.objects.get(art="telefonat")
    beteiligter = Beteiligter(Netzwerkpartner.objects.get().pk, welt.konz.pk, "erreicht")
    angaben = Kontaktangaben("telefonat", kontakt.am, "uebergreifend", (beteiligter,), inhalt=kontakt.inhalt)
    aendere(kontakt_id=kontakt.pk, version=1, benutzer=welt.personen["netzwerk_konz"], angaben=angaben)
    nimm_zurueck(lauf=lauf, bereich=konz)
    assert list(Kontakt.objects.values_list("art", flat=True)) == ["telefonat"]
    assert "seitdem geändert" in lauf.zeilen.exclude(rueckstand="").get().rueckstand


def test_geloeschter_kontakt_stoert_die_ruecknahme_nicht(konz):
    lauf = importiere(konz, ANRUF, BESUCH)
    loesche(kontakt=Kontakt.objects.get(art="telefonat"))
    nimm_zurueck(lauf=lauf, bereich=konz)
    assert not Kontakt.objects.exists()


# --- round trip ------------------------------------------------------------------------------------------------------


def export(bereich, ersetze: dict[str, str] | None = None) -> bytes:
    _, spalten, zeilen = exportiere_kontakte(bereich)
    text = tabelle_als_csv(spalten, zeilen).decode("utf-8-sig")
    for alt, neu in (ersetze or {}).items():
        assert alt in text
        text = text.replace(alt, neu)
    return text.encode()


def test_export_kommt_unveraendert_zurueck_falltexte_bleiben_draussen(konz):
    importiere(konz, ANRUF, BESUCH, ["06.03.2025", "", "Mail", "Kita Beispielbach", "beides", "", "=1+1", ""])
    assert b"Hilfe besprochen" not in export(konz)
    assert gezaehlt(importiere(konz, inhalt=export(konz))) == {"unveraendert": 3}
    _, spalten, zeilen = exportiere_kontakte(konz)
    assert gezaehlt(importiere(konz, inhalt=als_xlsx(spalten, zeilen, "Kontakte"))) == {"unveraendert": 3}
    assert Kontakt.objects.get(art="besuch").inhalt == "Hilfe besprochen"


def test_korrigierter_export_aendert_tag_und_text_und_wird_zurueckgenommen(konz):
    importiere(konz, ANRUF)
    lauf = importiere(konz, inhalt=export(konz, {"01.03.2025": "02.03.2025", "verabredet": "am Montag"}))
    assert lauf.zeilen.get().aenderungen == [
        ["Tag", "01.03.2025", "02.03.2025"],
        ["Ergebnis", "Sprechstunde verabredet", "Sprechstunde am Montag"],
    ]
    kontakt = Kontakt.objects.get()
    assert (str(kontakt.am), str(kontakt.beteiligungen.get().am), kontakt.version) == ("2025-03-02", "2025-03-02", 2)
    nimm_zurueck(lauf=lauf, bereich=konz)
    kontakt.refresh_from_db()
    assert (str(kontakt.am), str(kontakt.beteiligungen.get().am)) == ("2025-03-01", "2025-03-01")
    assert kontakt.inhalt == "Sprechstunde verabredet"
    assert list(kontakte_gegen_regel()) == []


def test_zwischenzeitlich_geaendert_wird_abgelehnt(konz):
    importiere(konz, ANRUF)
    inhalt = export(konz, {"01.03.2025": "02.03.2025"})
    Kontakt.objects.update(version=2)
    lauf = importiere(konz, inhalt=inhalt)
    assert (gezaehlt(lauf), str(Kontakt.objects.get().am)) == ({"abgelehnt": 1}, "2025-03-01")
    assert "Inzwischen geändert" in lauf.zeilen.get().grund


def test_fremde_kontakte_aendert_eine_liste_nicht(welt: Welt, konz):
    importiere(konz, ANRUF)
    inhalt = export(konz, {"01.03.2025": "02.03.2025"})
    saarburg = importiere(welt.person("netzwerk_saarburg").bereich, inhalt=inhalt)
    assert "gibt es nicht" in saarburg.zeilen.get().grund
    leitstelle = importiere(welt.person("leitstelle").bereich, inhalt=inhalt)
    assert leitstelle.zeilen.get().grund == "Diesen Kontakt dürfen Sie nicht ändern."


def test_von_hand_erfasst_wird_nicht_verdoppelt(welt: Welt, konz):
    beteiligter = Beteiligter(Netzwerkpartner.objects.get().pk, welt.konz.pk, "erreicht")
    angaben = Kontaktangaben("telefonat", konz.stichtag, "uebergreifend", (beteiligter,))
    erfasse(benutzer=welt.personen["netzwerk_konz"], uuid=UUID(int=1), angaben=angaben)
    lauf = vorschau(konz, [f"{konz.stichtag:%d.%m.%Y}", *ANRUF[1:]])
    assert gezaehlt(lauf) == {"zweifelhaft": 1}
    assert "schon einen Kontakt (Telefonat)" in lauf.zeilen.get().grund


@pytest.mark.django_db(transaction=True)
def test_zwei_uebernehmen_dieselbe_liste_zur_gleichen_zeit():
    """Once as one run sent twice, once as two runs of the same file."""
    welt = baue_welt()
    neuer_partner(welt)
    bereich = welt.person("netzwerk_konz").bereich
    laeufe = [vorschau(bereich, ANRUF, BESUCH), vorschau(bereich, ANRUF, BESUCH)]
    start, fehler = threading.Barrier(4), []

    def uebernehme(lauf: Importlauf) -> None:
        try:
            start.wait(timeout=10)
            uebernimm(lauf=lauf, bereich=bereich)
        except Exception as grund:
            fehler.append(grund)
        finally:
            connections.close_all()

    faeden = [threading.Thread(target=uebernehme, args=[lauf]) for lauf in laeufe * 2]
    for faden in faeden:
        faden.start()
    for faden in faeden:
        faden.join(timeout=60)
    assert fehler == []
    assert (Kontakt.objects.count(), Kontaktbeteiligung.objects.count(), Kontaktherkunft.objects.count()) == (2, 2, 2)


def test_befehle_mit_den_rechten_eines_kontos(konz, tmp_path, capsys):
    liste, ausgabe = tmp_path / "kontakte.csv", tmp_path / "kontakte.csv.xlsx"
    liste.write_bytes(als_csv(KOPF, ANRUF, BESUCH, trennzeichen=";", kodierung="cp1252"))
    call_command("importieren", "kontakte", str(liste), "--als", "netzwerk-konz")
    assert Kontakt.objects.count() == 2
    call_command("exportieren", "kontakte", str(ausgabe), "--als", "netzwerk-konz")
    assert "2 Zeilen geschrieben" in capsys.readouterr().out
    with pytest.raises(CommandError):
        call_command("importieren", "kontakte", str(liste), "--als", "team-konz")


def test_system_liest_die_liste_mehrerer_netzwerkfachkraefte(welt: Welt, konz, tmp_path):
    liste = tmp_path / "kontakte.csv"
    zeilen = [[*ANRUF, "Netzwerk Muster"], [*BESUCH, "netzwerk-konz"], [*BESUCH, ""], [*BESUCH, "leitstelle"]]
    liste.write_bytes(als_csv([*KOPF, "Netzwerkfachkraft"], *zeilen, trennzeichen=";"))
    call_command("importieren", "kontakte", str(liste))
    assert [str(k.erfasst_von.username) for k in Kontakt.objects.all()] == ["netzwerk-konz"]


# --- pages -----------------------------------------------------------------------------------------------------------


def lade_hoch(client, *zeilen, kopf=KOPF):
    datei = SimpleUploadedFile("kontakte.csv", als_csv(kopf, *zeilen, trennzeichen=";"))
    return client.post("/partner/import/?art=kontakte", {"datei": datei, "blatt": ""}, follow=True)


def test_auf_den_seiten_von_der_liste_zum_kontakt(konz, als):
    client = als("netzwerk_konz")
    assert "?art=kontakte" in client.get("/kontakte/").content.decode()
    seite = lade_hoch(client, ANRUF, [*BESUCH[:6], "Lena, geb. 3.4.2019", ""])
    lauf = Importlauf.objects.get()
    html = seite.content.decode()
    assert "Angaben über Kinder, Familien" in html
    assert "ohne Text eintragen" in html
    client.post(f"/partner/import/{lauf.uuid}/sitze/", {"zeile-3": "text:ohne"})
    danach = client.post(f"/partner/import/{lauf.uuid}/uebernehmen/", follow=True)
    assert "2 Kontakte angelegt" in danach.content.decode()
    kontakt = Kontakt.objects.get(art="besuch")
    assert kontakt.get_absolute_url() in danach.content.decode()
    assert "eingelesen aus einer Liste, Zeile 3" in client.get(kontakt.get_absolute_url()).content.decode()


def test_doppelt_abgeschickt_wird_einmal_uebernommen(konz, als):
    client = als("netzwerk_konz")
    lade_hoch(client, ANRUF)
    lauf = Importlauf.objects.get()
    for _ in range(2):
        client.post(f"/partner/import/{lauf.uuid}/uebernehmen/")
    assert Kontakt.objects.count() == 1


def test_wer_keine_kontakte_einlesen_darf_findet_den_weg_nicht(konz, als):
    for name, stand in (("leitung_konz", 403), ("team_konz", 403), ("jugendamt", 403)):
        assert "?art=kontakte" not in als(name).get("/kontakte/").content.decode()
        antwort = als(name).post("/partner/import/?art=kontakte", {})
        assert antwort.status_code == stand


def test_liste_anderer_ist_nicht_zu_finden(konz, als):
    lade_hoch(als("netzwerk_konz"), ANRUF)
    adresse = Importlauf.objects.get().get_absolute_url()
    for name in ("leitstelle", "jugendamt", "netzwerk_saarburg"):
        assert als(name).get(adresse).status_code == 404
