"""K16: how complete an entry is, on page, list and figures alike, and how old its confirmation."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from partner.models import Angabenpruefung, Aussenstelle, Funktionsadresse, Kategoriezuordnung, Netzwerkpartner
from partner.rules.vollstaendigkeit import FAKTEN, HOECHSTENS, pruefgrenze, pruefstand, vollstaendigkeit
from partner.selectors.vollstaendigkeit import angabenstaende, bedingungen, raumstaende
from tests.welt import ANFANG, Welt, neue_ansprechperson, neuer_partner

VOLL = {
    "strasse": "Weg 1",
    "telefon": "06501 1",
    "zustaendigkeiten": "Konz",
    "aufgaben": "Betreuung",
    "zielgruppen": "0_3",
    "oeffnungszeiten": {"mo": ["08:00-12:00"]},
}


def voller_partner(welt: Welt, name: str = "Kita Voll", **felder) -> Netzwerkpartner:
    partner = neuer_partner(welt, name, **VOLL | felder)
    neue_ansprechperson(partner)
    Funktionsadresse.objects.create(partner=partner, bezeichnung="Büro", telefon="06501 2", von=ANFANG)
    return partner


def test_gewichte_und_bedingungen_gehoeren_zusammen():
    assert HOECHSTENS == 15
    assert set(bedingungen(ANFANG)) == {fakt.schluessel for fakt in FAKTEN}


def test_ergebnis_nennt_was_fehlt():
    stand = vollstaendigkeit({"zustaendigkeit", "aufgaben", "erreichbar", "unbekannt"})
    assert (stand.punkte, stand.prozent, stand.ist_vollstaendig) == (6, 40, False)
    assert [fakt.schluessel for fakt in stand.fehlende][:2] == ["ansprechperson", "sozialraum"]
    assert stand.rechnung[-1].startswith("6 von 15 Punkten sind 40 %. Es fehlt: Ansprechperson mit Funktion, ")


def test_alter_der_pruefung():
    heute = date(2026, 11, 23)
    assert pruefgrenze(date(2024, 2, 29), 12) == date(2023, 2, 28)
    assert pruefstand(None, heute, 12).wort == "noch nie geprüft"
    assert pruefstand(date(2025, 11, 23), heute, 12).ist_veraltet is False
    assert pruefstand(date(2025, 11, 22), heute, 12).ist_veraltet is True


@pytest.mark.parametrize(
    ("feld", "wert", "fehlt"),
    [
        ("strasse", "", "anschrift"),
        ("telefon", "", "erreichbar"),
        ("zustaendigkeiten", "", "zustaendigkeit"),
        ("aufgaben", "", "aufgaben"),
        ("zielgruppen", "", "zielgruppen"),
        ("oeffnungszeiten", {}, "oeffnung"),
    ],
)
def test_jedes_leere_feld_fehlt(welt: Welt, feld, wert, fehlt):
    partner = voller_partner(welt)
    Netzwerkpartner.objects.filter(pk=partner.pk).update(**{feld: wert})
    stand = angabenstaende([partner.pk], timezone.localdate())[partner.pk].vollstaendigkeit
    assert [fakt.schluessel for fakt in stand.fehlende] == [fehlt]


def test_was_nicht_mehr_gilt_fehlt(welt: Welt):
    partner, gestern = voller_partner(welt), timezone.localdate() - timedelta(days=1)
    for menge in ("funktionen", "funktionsadressen", "wirkungsbereiche", "kategoriezuordnungen"):
        getattr(partner, menge).update(bis=gestern)
    je_tag = [angabenstaende([partner.pk], tag)[partner.pk].vollstaendigkeit for tag in (gestern, timezone.localdate())]
    assert [stand.prozent for stand in je_tag] == [100, 60]


def test_seite_liste_und_zahl_sagen_dasselbe(welt: Welt, als):
    voll, leer = voller_partner(welt), neuer_partner(welt, "Kita Leer", ort="")
    client = als("netzwerk_konz")
    assert "100 % vollständig" in client.get(f"{voll.get_absolute_url()}angaben/").content.decode()
    assert "20 % vollständig" in client.get(f"{leer.get_absolute_url()}angaben/").content.decode()
    namen = [zeile.name for zeile in client.get("/partner/?sortierung=angaben").context["zeilen"]]
    assert namen == ["Kita Leer", "Kita Voll"]
    for filter_, erwartet in [
        ("angaben=vollstaendig", ["Kita Voll"]),
        ("angaben=unvollstaendig", ["Kita Leer"]),
        ("angaben=halb", ["Kita Leer"]),
        ("angaben=ungeprueft", ["Kita Leer", "Kita Voll"]),
        ("fehlt=zielgruppen", ["Kita Leer"]),
    ]:
        assert [zeile.name for zeile in client.get(f"/partner/?{filter_}").context["zeilen"]] == erwartet, filter_
    bild = raumstaende(timezone.localdate(), ANFANG)[welt.konz.pk]
    assert (bild.stand.partner, bild.stand.prozent, bild.stand.vollstaendige) == (2, 60, 1)
    assert bild.fehlende["zielgruppen"] == 1
    seite = client.get("/partner/vollstaendigkeit/").content.decode()
    assert "?sozialraum=konz&amp;fehlt=zielgruppen" in seite


def test_export_der_zahlen(welt: Welt, als):
    voller_partner(welt)
    text = als("jugendamt").get("/partner/vollstaendigkeit/?format=csv").content.decode("utf-8-sig")
    assert text.splitlines()[1].startswith("Konz;1;100;1;1;")


def test_angaben_stimmen_einmal_am_tag_und_zurueck(welt: Welt, als):
    partner = neuer_partner(welt)
    Angabenpruefung.objects.create(partner=partner, am=date(2024, 1, 5))
    client, seite = als("netzwerk_konz"), partner.get_absolute_url()
    for _ in range(2):
        client.post(f"{seite}angaben/stimmen/")
    assert partner.pruefungen.filter(am=timezone.localdate()).count() == 1
    assert f"geprüft am {timezone.localdate():%d.%m.%Y}" in client.get(f"{seite}angaben/").content.decode()
    assert "Kita Beispielbach" not in [z.name for z in client.get("/partner/?angaben=ungeprueft").context["zeilen"]]
    client.post(f"{seite}angaben/zuruecknehmen/")
    assert [pruefung.am for pruefung in partner.pruefungen.all()] == [date(2024, 1, 5)]


def test_speichern_ist_keine_pruefung_und_felder_kommen_an(welt: Welt, als):
    partner, client = neuer_partner(welt), als("netzwerk_konz")
    daten = {
        "version": partner.version,
        "name": partner.name,
        "sitz": "landkreis",
        "gemeinde": welt.gemeinden["Konz"].pk,
        "kategorie_1": "kita",
        "ab": "2026-01-01",
        "zielgruppen": ["eltern", "0_3"],
        "zielgruppen_frei": "Großeltern",
        "oeffnung_mo": "8-12 und 14-16",
        "oeffnung_di": "geschlossen",
        "oeffnung_mi": "irgendwann",
    }
    adresse = f"{partner.get_absolute_url()}bearbeiten/"
    antwort = client.post(adresse, daten)
    assert "Bitte so eingeben" in antwort.content.decode()
    assert 'value="8-12 und 14-16"' in antwort.content.decode()
    client.post(adresse, daten | {"oeffnung_mi": ""})
    partner.refresh_from_db()
    assert partner.zielgruppen == "0_3 eltern"
    assert partner.oeffnungszeiten == {"mo": ["08:00-12:00", "14:00-16:00"], "di": []}
    assert not partner.pruefungen.exists()
    seite = client.get(adresse).content.decode()
    assert 'value="08:00–12:00, 14:00–16:00"' in seite


def test_aussenstelle_und_funktionsadresse_anlegen_aendern_und_zweimal_senden(welt: Welt, als):
    partner, client = neuer_partner(welt), als("netzwerk_konz")
    schluessel = "6c7f2f5e-0000-4000-8000-000000000001"
    ort = {"uuid": schluessel, "bezeichnung": "Tawern", "ort": "Tawern", "von": "2026-01-01", "oeffnung_mi": "9-12"}
    for _ in range(2):
        antwort = client.post(f"{partner.get_absolute_url()}aussenstellen/neu/", ort)
        assert antwort.url == partner.get_absolute_url()
    stelle = Aussenstelle.objects.get()
    assert stelle.oeffnungszeiten == {"mi": ["09:00-12:00"]}
    client.post(f"/aussenstellen/{stelle.uuid}/bearbeiten/", ort | {"bis": "2025-12-31"})
    assert Aussenstelle.objects.get().bis is None
    client.post(f"/aussenstellen/{stelle.uuid}/bearbeiten/", ort | {"bis": "2026-02-01"})
    assert "Früher: Tawern (bis 01.02.2026)" in client.get(f"{partner.get_absolute_url()}angaben/").content.decode()
    adresse = {"bezeichnung": "Sekretariat", "von": "2026-01-01"}
    neu = f"{partner.get_absolute_url()}funktionsadressen/neu/"
    assert "Telefonnummer oder eine E-Mail-Adresse" in client.post(neu, adresse).content.decode()
    client.post(neu, adresse | {"email": "sekretariat@example.org"})
    assert "sekretariat@example.org" in client.get(partner.get_absolute_url()).content.decode()


def test_mehrere_kategorien_mit_zeitraeumen(welt: Welt, als):
    partner, client = neuer_partner(welt, kategorie="schule"), als("netzwerk_konz")
    adresse = f"{partner.get_absolute_url()}kategorien/"
    client.post(adresse, {"kategorie": "verein", "art": "Förderverein", "von": "2026-02-01", "bis": "2026-07-31"})
    zeile = Kategoriezuordnung.objects.get(kategorie__kuerzel="verein")
    assert (zeile.von, zeile.bis) == (date(2026, 2, 1), date(2026, 7, 31))
    doppelt = client.post(adresse, {"kategorie": "verein", "von": "2026-07-01"})
    assert "überschneidet sich" in doppelt.content.decode()
    client.post(f"/partner/kategorien/{zeile.uuid}/beenden/", {"bis": "2026-05-31"})
    zeile.refresh_from_db()
    assert zeile.bis == date(2026, 5, 31)
