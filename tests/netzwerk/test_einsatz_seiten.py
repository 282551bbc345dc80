"""Pages of staffing: who sees whom, what a forged form reaches, how shares are typed."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from konten.models import Benutzer
from netzwerk.models import Einsatz, Kontakt, Kontaktbeteiligung, Netzwerkfachkraft
from tests.welt import ANFANG, Welt, neue_fachkraft, neuer_partner

Als = Callable[[str], Client]
NEU = "/stellenanteile/neu/"


def fachkraft(welt: Welt, traeger: str = "beispieltal") -> Netzwerkfachkraft:
    return Netzwerkfachkraft.objects.create(traeger=welt.traeger[traeger], vorname="Robin", nachname="Probe")


def eingaben(person: Netzwerkfachkraft, **felder) -> dict:
    return {
        "fachkraft": person.uuid,
        "sozialraum": "konz",
        "anteil": "0,25",
        "von": "2026-01-01",
        "mehranteil_grund": "groesse",
        **felder,
    }


def offener(welt: Welt) -> Einsatz:
    return Einsatz.objects.create(
        fachkraft=fachkraft(welt),
        sozialraum=welt.konz,
        traeger=welt.traeger["beispieltal"],
        vzae=Decimal("0.25"),
        von=date(2026, 1, 1),
        mehranteil_grund="groesse",
        vorgeschlagen_von=welt.personen["leitung_konz"],
    )


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("netzwerk_konz", 200),
        ("leitung_konz", 200),
        ("jugendamt", 200),
        ("leitstelle", 200),
        ("team_konz", 403),
        ("datenschutz", 403),
        ("admin", 403),
        ("ohne_rolle", 403),
    ],
)
def test_wer_stellenanteile_sieht(als: Als, name: str, status: int):
    assert als(name).get(reverse("netzwerk:einsatz_liste")).status_code == status


def test_leitung_sieht_summe_aber_nur_personen_ihres_traegers(welt: Welt, als: Als):
    neue_fachkraft(welt, "fremd_konz", "konz", "musterhof", vzae="0.1")
    seite = als("leitung_konz").get("/stellenanteile/").content.decode()
    assert "Netzwerk Muster" in seite
    assert "Fremd Muster" not in seite
    assert "0,40" in seite
    assert "In der Summe ist 1 Einsatz anderer Träger enthalten." in " ".join(seite.split())
    assert 'id="raum-konz"' in seite
    assert 'id="raum-saarburg"' not in seite
    assert "Fremd Muster" in als("jugendamt").get("/stellenanteile/").content.decode()


def test_fremder_einsatz_ist_fuer_die_leitung_nicht_da(welt: Welt, als: Als):
    einsatz = Einsatz.objects.get(sozialraum=welt.saarburg)
    assert als("leitung_konz").get(einsatz.get_absolute_url()).status_code == 404
    assert als("leitung_konz").post(f"{einsatz.get_absolute_url()}beenden/", {"bis": "2026-12-31"}).status_code == 404
    assert als("leitung_fremd").get(einsatz.get_absolute_url()).status_code == 200


def test_ausfuhr_enthaelt_nur_sichtbare(welt: Welt, als: Als):
    datei = als("leitung_konz").get("/stellenanteile/?format=csv").content.decode("utf-8-sig").splitlines()
    assert len(datei) == 2
    assert "Konz;Netzwerk Muster;Jugendhilfe Beispieltal e. V.;0,3000;01.01.2020" in datei[1]
    assert als("jugendamt").get("/stellenanteile/?format=xlsx")["Content-Type"].endswith("sheet")


@pytest.mark.parametrize("anzahl", [1, 3, 12])
def test_liste_hat_gleich_viele_abfragen(welt: Welt, als: Als, anzahl: int, django_assert_max_num_queries):
    for nummer in range(anzahl):
        neue_fachkraft(welt, f"nummer_{nummer}", "konz", "musterhof", vzae="0.01")
    client = als("jugendamt")
    with django_assert_max_num_queries(14):
        client.get("/stellenanteile/")


# --- Proposing ----------------------------------------------------------------------------------------------------


def test_vorschlag_mit_komma(welt: Welt, als: Als):
    person = fachkraft(welt)
    antwort = als("leitung_konz").post(NEU, eingaben(person))
    einsatz = Einsatz.objects.get(fachkraft=person)
    assert antwort.url == einsatz.get_absolute_url()
    assert (einsatz.vzae, einsatz.traeger, einsatz.zustand) == (
        Decimal("0.25"),
        welt.traeger["beispieltal"],
        "vorgeschlagen",
    )
    assert einsatz.vorgeschlagen_von == welt.personen["leitung_konz"]


def test_vorschlag_in_wochenstunden(welt: Welt, als: Als):
    person = fachkraft(welt)
    als("leitung_konz").post(NEU, eingaben(person, anteil="", wochenstunden="9,75"))
    assert Einsatz.objects.get(fachkraft=person).vzae == Decimal("0.25")


@pytest.mark.parametrize(
    ("felder", "meldung"),
    [
        ({"wochenstunden": "10"}, "entweder den Stellenanteil oder die Wochenstunden"),
        ({"anteil": ""}, "entweder den Stellenanteil oder die Wochenstunden"),
        ({"anteil": "", "wochenstunden": "40"}, "Eine Vollzeitstelle hat bei Beispieltal 39,00 Stunden."),
        ({"anteil": "viel"}, "Bitte geben Sie eine Zahl ein"),
        ({"anteil": "0"}, "Der Stellenanteil muss größer als null sein."),
        ({"anteil": "1,5"}, "Mehr als eine volle Stelle geht nicht."),
        ({"bis": "2025-12-31"}, "Das Ende liegt vor dem Beginn."),
        ({"von": "0001-01-01"}, "Bitte einen Tag zwischen"),
        ({"von": "gestern"}, "Bitte geben Sie den Tag als TT.MM.JJJJ ein."),
        ({"mehranteil_grund": ""}, "Bitte wählen Sie den Grund dafür."),
    ],
)
def test_was_nicht_geht_steht_auf_deutsch_im_formular(welt: Welt, als: Als, felder: dict, meldung: str):
    antwort = als("leitung_konz").post(NEU, eingaben(fachkraft(welt), **felder))
    assert antwort.status_code == 200
    assert meldung in antwort.content.decode()
    assert not Einsatz.objects.filter(zustand="vorgeschlagen").exists()


def test_gefaelschte_auswahl_wird_abgewiesen(welt: Welt, als: Als):
    leitung = als("leitung_konz")
    fremde = fachkraft(welt, "musterhof")
    for gefaelscht in (eingaben(fremde), eingaben(fachkraft(welt), sozialraum="saarburg")):
        antwort = leitung.post(NEU, gefaelscht | {"traeger": welt.traeger["musterhof"].uuid})
        assert antwort.status_code == 200
        assert "gültige Auswahl" in antwort.content.decode()
    assert not Einsatz.objects.filter(zustand="vorgeschlagen").exists()


def test_aendern_mit_alter_fassung_wird_abgewiesen(welt: Welt, als: Als):
    einsatz = offener(welt)
    adresse = f"{einsatz.get_absolute_url()}bearbeiten/"
    felder = eingaben(einsatz.fachkraft, anteil="0,3", version="1")
    assert als("leitung_konz").post(adresse, felder).status_code == 302
    antwort = als("leitung_konz").post(adresse, felder | {"anteil": "0,4"})
    assert "inzwischen geändert" in antwort.content.decode()
    assert Einsatz.objects.get(pk=einsatz.pk).vzae == Decimal("0.3")


# --- Deciding -----------------------------------------------------------------------------------------------------


def test_jugendamt_bestaetigt_und_die_person_darf_arbeiten(welt: Welt, als: Als):
    einsatz = offener(welt)
    einsatz.fachkraft.benutzer = welt.personen["ohne_rolle"]
    einsatz.fachkraft.save()
    assert not welt.person("ohne_rolle").bereich.darf("kontakt.bearbeiten")
    als("jugendamt").post(f"{einsatz.get_absolute_url()}bestaetigen/", {"version": 1})
    assert welt.person("ohne_rolle").bereich.sozialraeume("kontakt.bearbeiten") == {welt.konz.pk}


@pytest.mark.parametrize("handlung", ["bestaetigen", "ablehnen"])
@pytest.mark.parametrize("name", ["leitung_konz", "netzwerk_konz", "leitstelle"])
def test_nur_das_jugendamt_entscheidet(welt: Welt, als: Als, name: str, handlung: str):
    einsatz = offener(welt)
    daten = {"version": 1, "ablehnungsgrund": "x"}
    assert als(name).post(f"{einsatz.get_absolute_url()}{handlung}/", daten).status_code == 403
    assert Einsatz.objects.get(pk=einsatz.pk).zustand == "vorgeschlagen"


def test_vor_dem_bestaetigen_stehen_summen_qualifikation_und_doppeltes(welt: Welt, als: Als):
    einsatz = offener(welt)
    anderswo = Einsatz.objects.create(
        fachkraft=einsatz.fachkraft, sozialraum=welt.saarburg, traeger=einsatz.traeger, vzae=Decimal("0.4"),
        von=ANFANG, zustand="bestaetigt",
    )  # fmt: skip
    Einsatz.objects.create(
        fachkraft=einsatz.fachkraft, sozialraum=welt.konz, traeger=einsatz.traeger, vzae=Decimal("0.1"), von=einsatz.von
    )
    seite = als("jugendamt").get(einsatz.get_absolute_url()).text
    assert f"{einsatz.fachkraft} hätte am 01.01.2026 zusammen 0,65 VZÄ." in seite
    assert "Konz hätte am 01.01.2026" in seite
    assert "denselben Tag ist noch ein Einsatz vorgeschlagen: 0,10 VZÄ." in seite
    assert "Qualifikation:" in seite
    assert "zusammen 0,65" not in als("leitung_konz").get(anderswo.get_absolute_url()).text


def test_niemand_bestaetigt_den_eigenen_einsatz(welt: Welt, als: Als):
    einsatz = offener(welt)
    einsatz.fachkraft.benutzer = welt.personen["jugendamt"]
    einsatz.fachkraft.save()
    client = als("jugendamt")
    assert "Einsatz bestätigen" not in client.get(einsatz.get_absolute_url()).content.decode()
    antwort = client.post(f"{einsatz.get_absolute_url()}bestaetigen/", {"version": 1}, follow=True)
    assert "Das muss eine andere Person entscheiden" in antwort.content.decode()
    assert Einsatz.objects.get(pk=einsatz.pk).zustand == "vorgeschlagen"


def test_ablehnen_ohne_grund_bleibt_auf_der_seite(welt: Welt, als: Als):
    einsatz = offener(welt)
    antwort = als("jugendamt").post(f"{einsatz.get_absolute_url()}ablehnen/", {"version": 1})
    assert "Bitte nennen Sie den Grund der Ablehnung." in antwort.content.decode()
    assert Einsatz.objects.get(pk=einsatz.pk).zustand == "vorgeschlagen"


def test_nach_dem_beenden_zaehlen_spaetere_kontakte_nicht_mehr(welt: Welt, als: Als):
    partner = neuer_partner(welt)
    heute = timezone.localdate()
    kontakt = Kontakt.objects.create(
        art="besuch", am=heute, bezug="uebergreifend", erfasst_von=welt.personen["netzwerk_konz"]
    )
    zeile = Kontaktbeteiligung.objects.create(
        kontakt=kontakt, partner=partner, sozialraum=welt.konz, am=heute, zaehlt=True
    )
    einsatz = Einsatz.objects.get(sozialraum=welt.konz)
    als("leitung_konz").post(f"{einsatz.get_absolute_url()}beenden/", {"bis": "2025-12-31", "trotz_offener": "on"})
    zeile.refresh_from_db()
    assert Einsatz.objects.get(pk=einsatz.pk).bis == date(2025, 12, 31)
    assert zeile.zaehlt is False


@pytest.mark.parametrize("name", ["bestaetigen", "ablehnen", "beenden"])
def test_handlungen_gehen_nur_per_post(welt: Welt, als: Als, name: str):
    einsatz = offener(welt)
    wer = "leitung_konz" if name == "beenden" else "jugendamt"
    assert als(wer).get(f"{einsatz.get_absolute_url()}{name}/").status_code == 405


# --- Netzwerkfachkräfte -------------------------------------------------------------------------------------------


def person_eingaben(welt: Welt, **felder) -> dict:
    return {"vorname": "Alex", "nachname": "Neu", "traeger": welt.traeger["beispieltal"].uuid, **felder}


def test_netzwerkfachkraft_mit_konto(welt: Welt, als: Als):
    als("leitung_konz").post("/fachkraefte/neu/", person_eingaben(welt, benutzername="Ohne-Rolle"))
    assert Netzwerkfachkraft.objects.get(nachname="Neu").benutzer == welt.personen["ohne_rolle"]


@pytest.mark.parametrize("konto", ["gibt-es-nicht", "netzwerk-konz"])
def test_vergebenes_oder_unbekanntes_konto_wird_nicht_verknuepft(welt: Welt, als: Als, konto: str):
    antwort = als("leitung_konz").post("/fachkraefte/neu/", person_eingaben(welt, benutzername=konto))
    assert "kein aktives Konto" in antwort.content.decode()
    assert not Netzwerkfachkraft.objects.filter(nachname="Neu").exists()


def test_fremder_traeger_ist_nicht_waehlbar(welt: Welt, als: Als):
    felder = person_eingaben(welt, traeger=welt.traeger["musterhof"].uuid)
    als("leitung_konz").post("/fachkraefte/neu/", felder)
    assert not Netzwerkfachkraft.objects.filter(nachname="Neu").exists()


def test_verknuepftes_konto_laesst_sich_nicht_austauschen(welt: Welt, als: Als):
    person = Netzwerkfachkraft.objects.get(benutzer=welt.personen["netzwerk_konz"])
    adresse = f"/fachkraefte/{person.uuid}/bearbeiten/"
    als("leitung_konz").post(adresse, person_eingaben(welt, benutzername="leitung-konz", telefon="0651 1234"))
    person.refresh_from_db()
    assert person.benutzer == welt.personen["netzwerk_konz"]
    assert person.telefon == "0651 1234"


def test_eigenes_konto_nicht_an_bestaetigten_einsatz(welt: Welt, als: Als):
    """Otherwise the Leitung would give herself the role netzwerk without the Jugendamt."""
    person = Netzwerkfachkraft.objects.get(benutzer=welt.personen["netzwerk_konz"])
    Netzwerkfachkraft.objects.filter(pk=person.pk).update(benutzer=None)
    adresse = f"/fachkraefte/{person.uuid}/bearbeiten/"
    als("leitung_konz").post(adresse, person_eingaben(welt, benutzername="leitung-konz"))
    person.refresh_from_db()
    assert person.benutzer is None
    assert Benutzer.objects.get(username="leitung-konz").bereich.darf("einsatz.vorschlagen")


def test_fachkraft_eines_anderen_traegers_ist_nicht_da(welt: Welt, als: Als):
    person = Netzwerkfachkraft.objects.get(benutzer=welt.personen["netzwerk_saarburg"])
    assert als("leitung_konz").get(f"/fachkraefte/{person.uuid}/bearbeiten/").status_code == 404
    assert person.erstellt_am.date() > ANFANG


def test_vorschau_rechnet_um_und_speichert_nicht(welt: Welt, als: Als):
    """39 hours are a full post of the Träger; the world's colleague in Konz has 0.30."""
    leitung, person = als("leitung_konz"), fachkraft(welt)
    angaben = eingaben(person, anteil="", wochenstunden="9,75", mehranteil_grund="", vorschau="1")
    seite = leitung.post(NEU, angaben).text
    assert "0,25 VZÄ sind 9,75 von 39,00 Stunden je Woche." in seite
    assert "Konz hätte am 01.01.2026 0,55 VZÄ statt 0,30 VZÄ; Mindestumfang 0,25 VZÄ." in seite
    assert "Ab 01.01.2026 mehr als der Mindestumfang: Bitte wählen Sie den Grund dafür." in seite
    assert 'value="9,75"' in seite
    assert not person.einsaetze.exists()


def test_vorschau_als_stueck_der_seite(welt: Welt, als: Als):
    angaben = eingaben(fachkraft(welt), vorschau="1")
    antwort = als("leitung_konz").post(NEU, angaben, headers={"HX-Request": "true"})
    assert "<html" not in antwort.text
    assert "0,25 VZÄ sind 9,75 von 39,00 Stunden je Woche." in antwort.text
    assert "Bitte wählen Sie den Grund" not in antwort.text


def test_vorschau_nennt_die_volle_stelle_und_schweigt_ohne_angaben(welt: Welt, als: Als):
    leitung, person = als("leitung_konz"), welt.person("netzwerk_konz").netzwerkfachkraft
    seite = leitung.post(NEU, eingaben(person, anteil="0,8", vorschau="1")).text
    assert "Am 01.01.2026 wären es zusammen 1,10 VZÄ, mehr als eine volle Stelle." in seite
    for leer in ({"vorschau": "1"}, eingaben(person, anteil="viel", vorschau="1"), {"vorschau": "1", "anteil": "0,3"}):
        assert "Sobald Netzwerkfachkraft und Umfang feststehen" in leitung.post(NEU, leer).text


def test_vorschau_beim_aendern_zaehlt_den_vorschlag_nicht_doppelt(welt: Welt, als: Als):
    einsatz = offener(welt)
    url = f"{einsatz.get_absolute_url()}bearbeiten/"
    angaben = {"sozialraum": "konz", "anteil": "0,5", "von": "2026-01-01", "version": "1", "vorschau": "1"}
    seite = als("leitung_konz").post(url, angaben).text
    assert "Konz hätte am 01.01.2026 0,80 VZÄ statt 0,30 VZÄ" in seite
    einsatz.refresh_from_db()
    assert einsatz.vzae == Decimal("0.25")
