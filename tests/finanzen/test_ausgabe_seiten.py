"""Pages of bookings as browsers see them."""

import io
from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from finanzen.models import Ausgabe
from finanzen.services.ausgabe import pruefe_belege, storniere
from konten.models import Zwischendatei
from tests.finanzen.ausgaben import antrag, einzeltermin, gebucht
from tests.finanzen.projekte import bewilligt
from tests.konten.dateien import datei
from tests.welt import Welt

NEU, LISTE, PRUEFEN = "/finanzen/ausgaben/neu/", "/finanzen/ausgaben/", "/finanzen/ausgaben/pruefen/"
pytestmark = pytest.mark.django_db


def eingaben(welt: Welt, **felder) -> dict:
    return {
        "uuid": str(uuid4()),
        "traeger": str(welt.traeger["beispieltal"].uuid),
        "sozialraum": "konz",
        "am": "2026-03-05",
        "betrag": "1.234,56",
        "art": "sachkosten",
        "text": "Moderationskoffer",
        "belegnummer": "R-17",
        **felder,
    }


def text(antwort) -> str:
    assert antwort.status_code == 200
    return antwort.content.decode()


def storno(welt: Welt, ausgabe: Ausgabe) -> Ausgabe:
    return storniere(ausgabe_id=ausgabe.pk, grund="Doppelt erfasst", benutzer=welt.person("leitung_konz"))[0]


def test_buchen_mit_beleg_und_herunterladen(als, welt):
    client = als("leitung_konz")
    antwort = client.post(NEU, eingaben(welt, beleg=datei("rechnung.pdf")))
    ausgabe = Ausgabe.objects.get()
    assert antwort.url == ausgabe.get_absolute_url()
    assert (ausgabe.betrag, ausgabe.jahr, ausgabe.beleg_name) == (Decimal("1234.56"), 2026, "rechnung.pdf")
    beleg = client.get(f"{ausgabe.get_absolute_url()}beleg/")
    assert beleg["Content-Disposition"] == 'attachment; filename="rechnung.pdf"'
    assert beleg["X-Content-Type-Options"] == "nosniff"
    assert als("jugendamt").get(f"{ausgabe.get_absolute_url()}beleg/").status_code == 200
    for fremd, status in (("leitung_fremd", 404), ("netzwerk_konz", 403), ("leitstelle", 403)):
        assert als(fremd).get(f"{ausgabe.get_absolute_url()}beleg/").status_code == status


def test_ohne_datei_gibt_es_keinen_beleg(als, welt):
    assert als("leitung_konz").get(f"{gebucht(welt).get_absolute_url()}beleg/").status_code == 404


def test_bei_einem_fehler_bleibt_alles_auch_die_datei(als, welt):
    client, daten = als("leitung_konz"), eingaben(welt, betrag="viel", beleg=datei("rechnung.pdf"))
    seite = text(client.post(NEU, daten))
    assert "Bitte einen Betrag eingeben, zum Beispiel 1.234,56." in seite
    assert 'value="viel"' in seite
    assert "rechnung.pdf" in seite
    client.post(NEU, {**daten, "betrag": "12,50", "beleg": ""})
    assert Ausgabe.objects.get().beleg_name == "rechnung.pdf"
    assert not Zwischendatei.objects.exists()


def test_eine_verbotene_datei_wird_genannt_und_nichts_gebucht(als, welt):
    boese = datei("rechnung.pdf", b"MZ\x90\x00 programm")
    seite = text(als("leitung_konz").post(NEU, eingaben(welt, beleg=boese)))
    assert "Diese Art von Datei ist nicht möglich" in seite
    assert not Ausgabe.objects.exists()


def test_derselbe_beleg_wird_nur_mit_bestaetigung_noch_einmal_gebucht(als, welt):
    client = als("leitung_konz")
    client.post(NEU, eingaben(welt))
    daten = eingaben(welt)
    antwort = client.post(NEU, daten)
    seite = text(antwort)
    assert "Beleg R-17 über 1.234,56 € vom 05.03.2026 ist schon gebucht (Konz)." in seite
    assert Ausgabe.objects.count() == 1
    marke = antwort.context["form"].marke
    anders = client.post(NEU, {**daten, "trotzdem": marke, "jahr": "2025"})
    assert "liegt nicht im Haushaltsjahr 2025" in text(anders)
    assert client.post(NEU, {**daten, "trotzdem": marke}).status_code == 302
    assert Ausgabe.objects.count() == 2


def test_mehr_als_bewilligt_wird_nur_mit_bestaetigung_auf_ein_projekt_gebucht(als, welt):
    projekt = bewilligt(welt, "1000.00")
    gebucht(welt, "900.00", art="projekt", projekt_id=projekt.pk)
    client, daten = als("leitung_konz"), eingaben(welt, projekt=str(projekt.uuid), betrag="100,01", belegnummer="R-18")
    assert "Bewegte Pause (Konz): noch 100,00 €" in text(client.get(NEU))
    antwort = client.post(NEU, daten)
    assert "bewilligt 1.000,00 €, mit dieser Ausgabe gebucht 1.000,01 €" in text(antwort)
    assert "mehr gebucht als bewilligt" not in text(client.get(projekt.get_absolute_url()))
    assert client.post(NEU, {**daten, "trotzdem": antwort.context["form"].marke}).status_code == 302
    assert "mehr gebucht als bewilligt" in text(client.get(projekt.get_absolute_url()))
    assert "mehr gebucht als bewilligt" in text(client.get("/projekte/?jahr=2026"))
    genau = eingaben(welt, projekt=str(projekt.uuid), betrag="-0,01", belegnummer="R-19")
    assert client.post(NEU, genau).status_code == 302
    assert "mehr gebucht als bewilligt" not in text(client.get(projekt.get_absolute_url()))


def test_ein_zweiter_klick_fuehrt_zur_selben_buchung(als, welt):
    client, daten = als("leitung_konz"), eingaben(welt)
    erste, zweite = client.post(NEU, daten), client.post(NEU, daten)
    assert erste.url == zweite.url
    assert Ausgabe.objects.count() == 1


def test_ein_kind_im_text_wird_nicht_gespeichert(als, welt):
    seite = text(als("leitung_konz").post(NEU, eingaben(welt, text="Fahrkarte für Leon Müller, geb. 03.04.2015")))
    assert "Steht hier etwas über ein Kind oder eine Familie?" in seite
    assert not Ausgabe.objects.exists()


def test_ein_einzeltermin_wird_auf_seinen_antrag_gebucht(als, welt):
    client, offen = als("leitung_konz"), antrag(welt, "100.00")
    assert f'<option value="{offen.uuid}" selected>' in text(client.get(f"{NEU}?antrag={offen.uuid}"))
    seite = text(client.post(NEU, eingaben(welt, art="einzeltermin")))
    assert "Ein Einzeltermin braucht einen genehmigten Ausnahmeantrag." in seite
    daten = eingaben(welt, art="einzeltermin", antrag=str(offen.uuid))
    assert "übrig 100,00 €" in text(client.post(NEU, {**daten, "betrag": "100,01"}))
    assert client.post(NEU, {**daten, "betrag": "100,00"}).status_code == 302
    fremd = antrag(welt, traeger=welt.traeger["musterhof"])
    seite = text(client.post(NEU, eingaben(welt, art="einzeltermin", antrag=str(fremd.uuid))))
    assert "Bitte eine gültige Auswahl treffen" in seite


def test_fremde_traeger_sind_nicht_waehlbar(als, welt):
    fremd = eingaben(welt, traeger=str(welt.traeger["musterhof"].uuid))
    assert "gültige Auswahl" in text(als("leitung_konz").post(NEU, fremd))
    assert not Ausgabe.objects.exists()


def test_die_liste_zeigt_summen_der_gefilterten_zeilen(als, welt):
    gebucht(welt, "100.00", text="Papier")
    gebucht(welt, "50.00", art="honorar", text="Referat")
    storno(welt, gebucht(welt, "70.00", text="Irrtum"))
    client = als("leitung_konz")
    seite = text(client.get(LISTE))
    assert "150,00 €" in seite
    assert "<s>Irrtum</s>" in seite
    assert "Summe aller 4 Zeilen" in seite
    seite = text(client.get(f"{LISTE}?art=honorar&jahr=2026&sozialraum=konz&beleg=nein&geprueft=nein"))
    assert "Summe aller 1 Zeilen" in seite
    assert "Papier" not in seite
    assert "Keine Ausgabe passt" in text(client.get(f"{LISTE}?jahr=2025"))


def test_filter_nach_pruefung_text_und_liste(als, welt):
    alt, neu = gebucht(welt, text="Papier"), gebucht(welt, text="Stifte", belegnummer="B-99")
    pruefe_belege(ausgabe_ids=[alt.pk], benutzer=welt.person("jugendamt"))
    client = als("jugendamt")
    for frage, treffer in (("geprueft=ja", [alt]), ("geprueft=nein", [neu]), ("q=b-99", [neu]), ("beleg=ja", [])):
        antwort = client.get(f"{LISTE}?{frage}")
        assert list(antwort.context["object_list"]) == treffer, frage


def test_die_ausfuhr_enthaelt_was_die_liste_zeigt(als, welt):
    gebucht(welt, "1234.50", text="=HYPERLINK()")
    antwort = als("jugendamt").get(f"{LISTE}?format=xlsx&jahr=2026")
    blatt = load_workbook(io.BytesIO(antwort.content)).active
    kopf = [zelle.value for zelle in blatt[1]]
    zeile = dict(zip(kopf, (zelle.value for zelle in blatt[2]), strict=True))
    assert (zeile["Betrag in Euro"], zeile["Wofür?"]) == (1234.5, "'=HYPERLINK()")
    csv = als("leitung_konz").get(f"{LISTE}?format=csv").content.decode("utf-8-sig")
    assert "1234,50" in csv


def test_fremde_sehen_keine_ausgaben(als, welt):
    ausgabe = gebucht(welt, text="Moderationskoffer")
    assert "Moderationskoffer" not in text(als("leitung_fremd").get(LISTE))
    assert als("leitung_fremd").get(ausgabe.get_absolute_url()).status_code == 404
    for person in ("netzwerk_konz", "leitstelle", "team_konz", "datenschutz", "admin"):
        assert als(person).get(LISTE).status_code == 403
    assert als("jugendamt").get(ausgabe.get_absolute_url()).status_code == 200
    assert als("jugendamt").post(NEU, eingaben(welt)).status_code == 403


def test_stornieren_fragt_nach_dem_grund_und_zeigt_beide(als, welt):
    client, ausgabe = als("leitung_konz"), gebucht(welt, "70.00")
    url = f"{ausgabe.get_absolute_url()}stornieren/"
    assert "Ein Storno lässt sich nicht zurücknehmen" in text(client.get(url))
    assert "Bitte nennen Sie den Grund" in text(client.post(url, {"grund": ""}))
    assert client.post(url, {"grund": "Doppelt erfasst"}).url == ausgabe.get_absolute_url()
    assert client.post(url, {"grund": "Doppelt erfasst"}).url == ausgabe.get_absolute_url()
    seite = text(client.get(ausgabe.get_absolute_url()))
    assert "Grund: Doppelt erfasst" in seite
    assert "Die Ausgabe war schon storniert." in seite
    gegen = Ausgabe.objects.get(storno_von=ausgabe)
    assert f'href="{ausgabe.get_absolute_url()}"' in text(client.get(gegen.get_absolute_url()))
    assert client.get(url).status_code == 302
    assert Ausgabe.objects.count() == 2


def test_nachreichen(als, welt):
    client, ausgabe = als("leitung_konz"), gebucht(welt)
    url = f"{ausgabe.get_absolute_url()}beleg/nachreichen/"
    client.post(url)
    client.post(url, {"beleg": datei("quittung.pdf")})
    ausgabe.refresh_from_db()
    assert ausgabe.beleg_name == "quittung.pdf"
    assert "Beleg nachreichen" not in text(client.get(ausgabe.get_absolute_url()))


def test_das_jugendamt_vermerkt_mehrere_als_geprueft(als, welt):
    erste, zweite = gebucht(welt, text="Papier"), gebucht(welt, text="Stifte")
    client = als("jugendamt")
    daten = {"ausgabe": [str(erste.uuid), str(zweite.uuid), "quatsch"], "zurueck": "//boese.example/"}
    assert client.post(PRUEFEN, daten).url == LISTE
    assert Ausgabe.objects.filter(geprueft_von=welt.personen["jugendamt"]).count() == 2
    assert "Bitte kreuzen Sie mindestens eine" in text(client.post(PRUEFEN, {}, follow=True))
    assert als("leitung_konz").post(PRUEFEN, daten).status_code == 403


def test_die_liste_fragt_die_datenbank_immer_gleich_oft(als, welt):
    client, zahlen = als("jugendamt"), []
    offen = antrag(welt, "500.00")
    for anzahl in (1, 3, 12):
        for nummer in range(Ausgabe.objects.count(), anzahl):
            (storno if nummer % 2 else lambda w, a: a)(welt, einzeltermin(welt, offen, "1.00", am=date(2026, 3, 1)))
        with CaptureQueriesContext(connection) as fragen:
            client.get(LISTE)
        zahlen.append(len(fragen))
    assert len(set(zahlen)) == 1


@pytest.mark.parametrize("null", ["0", "0,00", "-0"])
def test_null_euro_wird_am_feld_abgelehnt_und_nichts_geht_verloren(als, welt, null):
    client, daten = als("leitung_konz"), eingaben(welt, betrag=null, beleg=datei("rechnung.pdf"))
    antwort = client.post(NEU, daten)
    seite = text(antwort)
    assert antwort.context["form"].errors == {
        "betrag": ["Der Betrag muss größer als null sein. Nur eine Erstattung bekommt ein Minus."]
    }
    assert f'value="{null}"' in seite
    assert "rechnung.pdf" in seite
    client.post(NEU, {**daten, "betrag": "-0,01", "beleg": ""})
    ausgabe = Ausgabe.objects.get()
    assert (ausgabe.betrag, ausgabe.beleg_name) == (Decimal("-0.01"), "rechnung.pdf")


def test_die_art_projekt_braucht_ein_projekt(als, welt):
    client, projekt = als("leitung_konz"), bewilligt(welt, "1000.00")
    daten = eingaben(welt, art="projekt", betrag="10,00")
    antwort = client.post(NEU, daten)
    assert antwort.context["form"].errors == {"projekt": ["Eine Ausgabe der Art Projekt braucht ein Projekt."]}
    assert not Ausgabe.objects.exists()
    client.post(NEU, {**daten, "projekt": str(projekt.uuid)})
    assert Ausgabe.objects.get().projekt == projekt
