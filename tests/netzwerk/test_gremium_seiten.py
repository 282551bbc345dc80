"""Pages of Gremien and meetings: rights, filters, rows without JavaScript, preview, minutes, conflict, export, PDF."""

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from pypdf import PdfReader

from berichte.services import druck
from konten.models import Textbestaetigung, Versandauftrag
from netzwerk.models import Beschluss, Gremium, Kontakt, Sitzung, Thema, Wiedervorlage
from tests.konten.test_fassung import texte as fassungen
from tests.netzwerk.gremien import fachkraftsitz, heute_vor, neue_sitzung, neues_gremium, sitz
from tests.welt import Welt, neuer_partner
from tests.werkzeug.pdfua import pruefe

pytestmark = pytest.mark.django_db
Als = Callable[[str], Client]


def adresse(name: str, objekt) -> str:
    return reverse(f"netzwerk:{name}", args=[objekt.uuid])


def gremiumsdaten(**felder) -> dict:
    return {"name": "AK Sprache", "ebene": "handlung", "sozialraum": "konz", "von": "2026-01-01", **felder}


# --- The Gremium ------------------------------------------------------------------------------------------------------


def test_anlegen_im_eigenen_sozialraum(welt: Welt, als: Als):
    thema = Thema.objects.create(name="Sprache")
    antwort = als("netzwerk_konz").post("/gremien/neu/", gremiumsdaten(themen=[thema.pk]))
    gremium = Gremium.objects.get()
    assert antwort.headers["Location"] == gremium.get_absolute_url()
    assert (gremium.sozialraum, list(gremium.themen.all())) == (welt.konz, [thema])


@pytest.mark.parametrize("raum", ["saarburg", "", "gibt-es-nicht"])
def test_gefaelschter_sozialraum_wird_abgelehnt(welt: Welt, als: Als, raum: str):
    antwort = als("netzwerk_konz").post("/gremien/neu/", gremiumsdaten(sozialraum=raum))
    assert antwort.status_code == 200
    assert "sozialraum" in antwort.context["form"].errors
    assert not Gremium.objects.exists()


def test_landkreisweit_legt_nur_an_wer_ueberall_zustaendig_ist(welt: Welt, als: Als):
    assert als("leitstelle").post("/gremien/neu/", gremiumsdaten(sozialraum="")).status_code == 302
    assert Gremium.objects.get().sozialraum is None
    gremium = Gremium.objects.get()
    assert als("netzwerk_konz").get(adresse("gremium_bearbeiten", gremium)).status_code == 403
    assert als("leitung_konz").post(adresse("sitzung_neu", gremium), {"am": "2026-12-01"}).status_code == 403


def test_fremde_sehen_und_aendern_nicht(welt: Welt, als: Als):
    gremium = neues_gremium(welt)
    sitzung = neue_sitzung(gremium)
    fremd = als("netzwerk_saarburg")
    assert fremd.get(gremium.get_absolute_url()).status_code == 200
    assert fremd.get(sitzung.get_absolute_url()).status_code == 200
    for name, objekt in [("gremium_bearbeiten", gremium), ("protokoll_bearbeiten", sitzung)]:
        assert fremd.post(adresse(name, objekt), gremiumsdaten(version=1)).status_code == 403
    assert "Sitzung planen" not in fremd.get(gremium.get_absolute_url()).text
    assert als("datenschutz").get(gremium.get_absolute_url()).status_code == 403


def test_sozialraum_bleibt_nach_gehaltener_sitzung(welt: Welt, als: Als):
    gremium = neues_gremium(welt)
    neue_sitzung(gremium, zustand="gehalten")
    antwort = als("leitstelle").post(
        adresse("gremium_bearbeiten", gremium), gremiumsdaten(sozialraum="saarburg", version=1)
    )
    assert antwort.status_code == 302
    gremium.refresh_from_db()
    assert (gremium.name, gremium.sozialraum, gremium.version) == ("AK Sprache", welt.konz, 2)


def test_gleichzeitige_aenderung_zeigt_beide_fassungen(welt: Welt, als: Als):
    gremium = neues_gremium(welt, name="Zuerst gespeichert")
    Gremium.objects.update(version=2)
    antwort = als("leitstelle").post(adresse("gremium_bearbeiten", gremium), gremiumsdaten(version=1))
    assert "Zwei Fassungen" in antwort.text
    assert "Zuerst gespeichert" in antwort.text
    assert 'value="AK Sprache"' in antwort.text
    gremium.refresh_from_db()
    assert gremium.name == "Zuerst gespeichert"


def test_liste_filtert_und_zaehlt(welt: Welt, als: Als):
    sprache = Thema.objects.create(name="Sprache")
    konz = neues_gremium(welt, name="Übergang Konz", ebene="struktur")
    konz.themen.add(sprache)
    neues_gremium(welt, raum="saarburg", name="Runde Saarburg")
    neues_gremium(welt, raum=None, name="Lenkungsgruppe", ebene="lenkung")
    neues_gremium(welt, name="Altes Gremium", bis=heute_vor(1))
    sitz(konz, neuer_partner(welt))
    neue_sitzung(konz, 9, zustand="gehalten")
    neue_sitzung(konz, -9)
    client = als("jugendamt")
    for frage, namen in [
        ("", ["Lenkungsgruppe", "Runde Saarburg", "Übergang Konz"]),
        ("?sozialraum=landkreis", ["Lenkungsgruppe"]),
        ("?sozialraum=konz", ["Übergang Konz"]),
        ("?sozialraum=konz&stand=alle", ["Altes Gremium", "Übergang Konz"]),
        ("?stand=beendet", ["Altes Gremium"]),
        ("?ebene=struktur", ["Übergang Konz"]),
        (f"?thema={sprache.pk}", ["Übergang Konz"]),
        ("?q=uebergang", ["Übergang Konz"]),
    ]:
        antwort = client.get(f"/gremien/{frage}")
        assert [gremium.name for gremium in antwort.context["page_obj"]] == namen, frage
    zeile = client.get("/gremien/?sozialraum=konz").context["page_obj"][0]
    assert (zeile.mitgliederzahl, zeile.letzte, zeile.naechste) == (1, heute_vor(9), heute_vor(-9))


def test_export_der_liste(welt: Welt, als: Als):
    neues_gremium(welt, name="=AK Formel")
    antwort = als("jugendamt").get("/gremien/?format=xlsx")
    zeilen = list(load_workbook(io.BytesIO(antwort.content)).active.iter_rows(values_only=True))
    assert zeilen[0][1] == "Gremium"
    assert zeilen[1][1:4] == ("'=AK Formel", "Handlung", "Konz")


def test_parallele_strukturen_nennen_partner_themen_und_zahl(welt: Welt, als: Als):
    sprache = Thema.objects.create(name="Sprache")
    partner = [neuer_partner(welt, f"Kita {nummer}") for nummer in range(3)]
    eins, zwei = neues_gremium(welt, name="Erster Kreis"), neues_gremium(welt, raum=None, name="Zweiter Kreis")
    for gremium in (eins, zwei):
        gremium.themen.add(sprache)
        sitz(gremium, partner[0])
        sitz(gremium, partner[1])
    sitz(zwei, partner[2])
    seite = als("jugendamt").get("/gremien/").text
    assert "100 %" in seite
    assert "67 % aller 3 Partner" in seite
    assert "Kita 0, Kita 1" in seite
    assert "Zweiter Kreis" in als("jugendamt").get(eins.get_absolute_url()).text


# --- Members ----------------------------------------------------------------------------------------------------------


def test_mitglied_suchen_waehlen_aufnehmen_beenden(welt: Welt, als: Als):
    gremium, partner = neues_gremium(welt), neuer_partner(welt, "Kita Beispielbach")
    client, url = als("netzwerk_konz"), adresse("mitglied_neu", gremium)
    assert f"{url}?partner={partner.uuid}" in client.get(f"{url}?q=beispiel").text
    stueck = client.get(f"{url}?q=beispiel", headers={"HX-Request": "true"}).text
    assert "<html" not in stueck
    assert "Kita Beispielbach" in stueck
    client.post(f"{url}?partner={partner.uuid}", {"von": "2026-01-01", "hat_vorsitz": "on"})
    mitglied = gremium.mitglieder.get()
    assert (mitglied.partner, mitglied.hat_vorsitz) == (partner, True)

    doppelt = client.post(f"{url}?partner={partner.uuid}", {"von": "2026-06-01"})
    assert "schon Mitglied" in doppelt.text
    client.post(adresse("mitglied_bearbeiten", mitglied), {"version": "1", "von": "2026-01-01", "bis": "2026-05-31"})
    mitglied.refresh_from_db()
    assert mitglied.bis.isoformat() == "2026-05-31"


def test_mitglied_mit_anwesenheit_laesst_sich_nicht_entfernen(welt: Welt, als: Als):
    gremium = neues_gremium(welt)
    mitglied = sitz(gremium, neuer_partner(welt))
    neue_sitzung(gremium).teilnahmen.create(mitglied=mitglied, anwesenheit="anwesend")
    antwort = als("netzwerk_konz").post(adresse("mitglied_entfernen", mitglied), follow=True)
    assert "schon eine Anwesenheit vermerkt" in antwort.text
    assert gremium.mitglieder.count() == 1


# --- Planning without JavaScript --------------------------------------------------------------------------------------


def test_tagesordnung_ohne_skript_umordnen_und_kuerzen(welt: Welt, als: Als):
    gremium = neues_gremium(welt)
    client, url = als("netzwerk_konz"), adresse("sitzung_neu", gremium)
    daten = {"am": heute_vor(-5).isoformat(), "punkt": "3", "punkt_0_titel": "Eins", "punkt_1_titel": "Zwei"}
    daten |= {"punkt_2_titel": "Drei", "ort": "Rathaus"}

    def titel(antwort) -> list[str]:
        return [zeile["titel"].value() for zeile in antwort.context["form"].tagesordnung]

    assert titel(client.post(url, daten | {"punkt_hoch": "2"})) == ["Eins", "Drei", "Zwei"]
    assert titel(client.post(url, daten | {"punkt_runter": "0"})) == ["Zwei", "Eins", "Drei"]
    assert titel(client.post(url, daten | {"punkt_weg": "1"})) == ["Eins", "Drei"]
    assert titel(client.post(url, daten | {"punkt_mehr": "1"})) == ["Eins", "Zwei", "Drei", ""]
    assert titel(client.post(url, daten | {"punkt_hoch": "99"})) == ["Eins", "Zwei", "Drei"]
    assert not Sitzung.objects.exists()

    client.post(url, daten | {"anzahl": "2", "wochen": "4"})
    assert [s.am for s in Sitzung.objects.order_by("am")] == [heute_vor(-5), heute_vor(-33)]
    assert list(Sitzung.objects.first().punkte.values_list("titel", flat=True)) == ["Eins", "Zwei", "Drei"]


def test_ende_vor_beginn(welt: Welt, als: Als):
    daten = {"am": heute_vor(-5).isoformat(), "beginn": "10:00", "ende": "09:00", "punkt": "0"}
    antwort = als("netzwerk_konz").post(adresse("sitzung_neu", neues_gremium(welt)), daten)
    assert antwort.context["form"].errors["ende"] == ["Das Ende liegt nicht nach dem Beginn."]


def test_vorschau_nennt_wer_keine_adresse_hat_und_schickt_nichts(welt: Welt, als: Als):
    gremium = neues_gremium(welt)
    sitz(gremium, neuer_partner(welt, "Kita Mit", email="mit@example.org"))
    sitz(gremium, neuer_partner(welt, "Kita Ohne"))
    sitzung = neue_sitzung(gremium, -5, ("Begrüßung",))
    client, url = als("netzwerk_konz"), adresse("sitzung_einladen", sitzung)
    seite = client.get(url).text
    assert "Geht an bis zu 1 Adresse<" in seite
    assert "keine E-Mail-Adresse" in seite
    assert "Kita Ohne" in seite
    assert "1. Begrüßung" in seite
    assert not Versandauftrag.objects.exists()
    assert "mindestens eine Person" in client.post(url, {"version": "1"}, follow=True).text
    gewaehlt = str(gremium.mitglieder.get(partner__name="Kita Mit").uuid)
    client.post(url, {"version": "1", "an": [gewaehlt]})
    assert Versandauftrag.objects.get().empfaenger == "mit@example.org"
    assert "Erneut einladen" in client.get(url).text


def test_termin_zum_mitnehmen(welt: Welt, als: Als):
    sitzung = neue_sitzung(neues_gremium(welt), -5)
    antwort = als("team_konz").get(adresse("sitzung_termin", sitzung))
    assert antwort.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert "METHOD:PUBLISH" in antwort.text
    assert "ATTENDEE" not in antwort.text


# --- Minutes ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def runde(welt: Welt) -> Sitzung:
    gremium = neues_gremium(welt, name="AK Kita")
    sitz(gremium, neuer_partner(welt, "Kita Beispielbach"))
    fachkraftsitz(welt, gremium)
    return neue_sitzung(gremium, 2, ("Begrüßung", "Ferien"))


def protokolldaten(sitzung: Sitzung, **felder) -> dict:
    stand = {f"anwesenheit-{mitglied.uuid}": "anwesend" for mitglied in sitzung.gremium.mitglieder.all()}
    return {"version": str(sitzung.version), "protokoll": "", "beschluss": "0", **stand, **felder}


def test_protokoll_schreiben_und_abschliessen(welt: Welt, als: Als, runde: Sitzung):
    client, url = als("netzwerk_konz"), adresse("protokoll_bearbeiten", runde)
    gast, ferien = neuer_partner(welt, "Verein Gast", kategorie="verein"), runde.punkte.get(titel="Ferien")
    daten = protokolldaten(runde, gast=str(gast.uuid), beschluss="1", protokoll="Nächstes Mal in der Kita.")
    daten |= {f"ergebnis-{ferien.uuid}": "Wir stimmen die Wochen ab.", "beschluss_0_text": "Plan schicken"}
    daten |= {"beschluss_0_konto": "team-konz", "beschluss_0_am": heute_vor(-10).isoformat(), "abschliessen": "1"}
    seite = client.post(url, daten, follow=True)
    runde.refresh_from_db()
    assert runde.zustand == "gehalten"
    namen = runde.kontakt.beteiligungen.values_list("partner__name", "zaehlt")
    assert set(namen) == {("Kita Beispielbach", True), ("Verein Gast", True)}
    assert Wiedervorlage.objects.get().benutzer == welt.personen["team_konz"]
    for text in (
        "Wir stimmen die Wochen ab.",
        "Plan schicken",
        "Verein Gast",
        "Nächstes Mal in der Kita.",
        "Anwesend: 3",
    ):
        assert text in seite.text
    kontaktseite = client.get(runde.kontakt.get_absolute_url()).text
    assert "Dieser Kontakt folgt der Anwesenheit" in kontaktseite
    assert client.get(adresse("kontakt_bearbeiten", runde.kontakt)).status_code == 403


def test_beschluss_braucht_text_und_konto_den_tag(welt: Welt, als: Als, runde: Sitzung):
    url = adresse("protokoll_bearbeiten", runde)
    daten = protokolldaten(runde, beschluss="3", beschluss_0_konto="team-konz", beschluss_1_text="Ohne Tag")
    daten |= {"beschluss_1_konto": "team-konz", "beschluss_2_text": "Ohne Konto", "beschluss_2_am": "2026-12-01"}
    fehler = als("netzwerk_konz").post(url, daten).context["form"].errors
    assert set(fehler) == {"beschluss_0_text", "beschluss_0_am", "beschluss_1_am", "beschluss_2_konto"}
    assert not Beschluss.objects.exists()


def test_fremdes_konto_und_fremder_gast_werden_nicht_angenommen(welt: Welt, als: Als, runde: Sitzung):
    url, client = adresse("protokoll_bearbeiten", runde), als("netzwerk_konz")
    daten = protokolldaten(runde, beschluss="1", beschluss_0_text="Text", beschluss_0_konto="admin")
    assert "beschluss_0_konto" in client.post(url, daten).context["form"].errors
    gefaelscht = protokolldaten(runde, gast="00000000-0000-0000-0000-000000000000")
    assert client.post(url, gefaelscht).status_code == 302
    assert set(runde.teilnahmen.values_list("gast", flat=True)) == {None}


def test_gaeste_und_beschluesse_ohne_skript(welt: Welt, als: Als, runde: Sitzung):
    url, client = adresse("protokoll_bearbeiten", runde), als("netzwerk_konz")
    gast = neuer_partner(welt, "Verein Gast", kategorie="verein")
    daten = protokolldaten(runde, beschluss="1", beschluss_0_text="Bleibt stehen")
    suche = client.post(url, daten | {"gast_suchen": "1", "gastsuche": "gast"})
    assert f'value="{gast.uuid}"' in suche.text
    mit = client.post(url, daten | {"gast_hinzu": str(gast.uuid)})
    assert mit.context["form"].gaeste == [gast]
    assert "Bleibt stehen" in mit.text
    ohne = client.post(url, daten | {"gast": str(gast.uuid), "gast_weg": str(gast.uuid)})
    assert ohne.context["form"].gaeste == []
    mehr = client.post(url, daten | {"beschluss_mehr": "1"}, headers={"HX-Request": "true", "HX-Target": "beschluesse"})
    assert "<html" not in mehr.text
    assert 'name="beschluss_1_text"' in mehr.text


def test_gleichzeitig_protokolliert_zeigt_beide_fassungen(welt: Welt, als: Als, runde: Sitzung):
    url = adresse("protokoll_bearbeiten", runde)
    als("leitstelle").post(url, protokolldaten(runde, protokoll="Von der Leitstelle"))
    antwort = als("netzwerk_konz").post(url, protokolldaten(runde, protokoll="Von mir"))
    assert fassungen(antwort) == {"protokoll": ("Von mir", "Von der Leitstelle")}
    runde.refresh_from_db()
    assert runde.protokoll == "Von der Leitstelle"
    neu = antwort.context["form"].data["version"]
    als("netzwerk_konz").post(url, protokolldaten(runde, protokoll="Von mir", version=neu))
    runde.refresh_from_db()
    assert runde.protokoll == "Von mir"


def test_angaben_ueber_kinder_brauchen_eine_bestaetigung(welt: Welt, als: Als, runde: Sitzung):
    url, client = adresse("protokoll_bearbeiten", runde), als("netzwerk_konz")
    daten = protokolldaten(runde, protokoll="Der Sohn Leon, geb. 03.04.2017, fehlt oft.")
    antwort = client.post(url, daten)
    assert antwort.context["form"].textwarnungen
    runde.refresh_from_db()
    assert runde.protokoll == ""
    form = antwort.context["form"]
    assert client.post(url, daten | {form.textschutz_feld: form.textschutz_marke}).status_code == 302
    assert Textbestaetigung.objects.get().objekt == runde.uuid


def test_loeschen_fragt_und_lehnt_gehaltene_ab(welt: Welt, als: Als, runde: Sitzung):
    client = als("netzwerk_konz")
    client.post(adresse("protokoll_bearbeiten", runde), protokolldaten(runde, abschliessen="1"))
    runde.refresh_from_db()
    antwort = client.post(adresse("sitzung_loeschen", runde), {"version": runde.version}, follow=True)
    assert "bleibt nachlesbar" in antwort.text
    assert Kontakt.objects.count() == 1
    antwort = client.post(adresse("gremium_loeschen", runde.gremium), follow=True)
    assert "gibt es Sitzungen" in antwort.text


def test_beschlussliste_zeigt_offene(welt: Welt, als: Als, runde: Sitzung):
    client, url = als("netzwerk_konz"), adresse("protokoll_bearbeiten", runde)
    daten = protokolldaten(runde, beschluss="2", beschluss_0_text="Offen", beschluss_1_text="Vermerkt")
    client.post(url, daten | {"beschluss_0_konto": "team-konz", "beschluss_0_am": heute_vor(1).isoformat()})
    for frage, texte in [("", ["Vermerkt", "Offen"]), ("?stand=offen", ["Offen"]), ("?stand=erledigt", [])]:
        gefunden = client.get(f"/gremien/beschluesse/{frage}").context["page_obj"]
        assert [beschluss.text for beschluss in gefunden] == texte
    assert "überfällig" in client.get("/gremien/beschluesse/?stand=ueberfaellig").text
    assert "Vermerkt" in client.get("/gremien/beschluesse/?format=csv").content.decode("utf-8-sig")


@pytest.fixture
def druckprozess(monkeypatch) -> Iterator[None]:
    monkeypatch.setattr(druck, "RUHIG", druck.DRINGEND)
    yield
    druck.DRINGEND.beende()


def test_protokoll_als_pdf(welt: Welt, als: Als, runde: Sitzung, druckprozess, tmp_path: Path):
    client = als("netzwerk_konz")
    client.post(
        adresse("protokoll_bearbeiten", runde),
        protokolldaten(runde, protokoll="Es war gut besucht.", abschliessen="1"),
    )
    antwort = als("team_konz").get(reverse("berichte:protokoll_pdf", args=[runde.uuid]))
    assert antwort.headers["Content-Type"] == "application/pdf"
    pdf = PdfReader(io.BytesIO(antwort.content))
    text = " ".join(seite.extract_text() for seite in pdf.pages)
    for stueck in ("AK Kita", "Kita Beispielbach", "Begrüßung", "Es war gut besucht.", "Anwesend: 2"):
        assert stueck in text
    datei = tmp_path / "protokoll.pdf"
    datei.write_bytes(antwort.content)
    assert pruefe([datei]) == []
    assert als("datenschutz").get(reverse("berichte:protokoll_pdf", args=[runde.uuid])).status_code == 403


@pytest.mark.parametrize("anzahl", [1, 6])
def test_seiten_fragen_gleich_oft(welt: Welt, als: Als, django_assert_max_num_queries, anzahl: int):
    gremium = neues_gremium(welt)
    for nummer in range(anzahl):
        sitz(gremium, neuer_partner(welt, f"Kita {nummer}"))
        sitzung = neue_sitzung(gremium, nummer, tuple(f"Punkt {n}" for n in range(anzahl)))
        Beschluss.objects.create(sitzung=sitzung, text="Beschluss")
    client = als("jugendamt")
    client.get("/gremien/")
    for url, grenze in [(gremium.get_absolute_url(), 14), (sitzung.get_absolute_url(), 9)]:
        with django_assert_max_num_queries(grenze):
            client.get(url)
