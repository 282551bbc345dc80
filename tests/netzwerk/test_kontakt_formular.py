"""Logging a contact: what is stored, what is refused, and that nothing typed is lost."""

import uuid
from datetime import date, timedelta

import pytest
from django.db.models.signals import pre_save
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from konten.models import Protokolleintrag, Textbestaetigung
from konten.services.rueckgabe import absender
from netzwerk.models import Kontakt, Thema, Wiedervorlage
from partner.models import Netzwerkpartner
from partner.rules.zusammenfuehren import FELDER, Wahl
from partner.services.zusammenfuehren import fuehre_zusammen
from tests.welt import Welt, neue_ansprechperson, neuer_partner

NEU = "/kontakte/neu/"


@pytest.fixture
def kita(welt: Welt) -> Netzwerkpartner:
    return neuer_partner(welt)


def eingaben(*partner: Netzwerkpartner, raum: str = "konz", **felder) -> dict:
    daten = {
        "uuid": str(uuid.uuid4()),
        "partner": [str(p.uuid) for p in partner],
        "art": "telefonat",
        "wann": "heute",
        "bezug": ["uebergreifend"],
        "inhalt": "Elternabend im März vereinbart.",
    }
    for p in partner:
        daten |= {f"raum-{p.uuid}": raum, f"ergebnis-{p.uuid}": "erreicht"}
    return daten | felder


def fehler(antwort) -> str:
    assert antwort.status_code == 200
    return antwort.content.decode()


def test_das_offene_formular_nennt_noch_den_aufgegangenen_partner(als, welt: Welt, kita: Netzwerkpartner):
    doppelt = neuer_partner(welt, "Kita Musterhausen e. V.")
    daten = eingaben(doppelt, **{f"ergebnis-{doppelt.uuid}": "nicht_erreicht"})
    wahl = {feld.name: Wahl.BLEIBT for feld in FELDER}
    fuehre_zusammen(bleibt=kita, weicht=doppelt, wahl=wahl, versionen=(1, 1), durch=welt.person("leitstelle"))
    assert als("netzwerk_konz").post(NEU, daten).status_code == 302
    zeile = Kontakt.objects.get().beteiligungen.get()
    assert (zeile.partner, zeile.sozialraum, zeile.ergebnis) == (kita, welt.konz, "nicht_erreicht")


def test_ein_kontakt_mit_allem(als, welt: Welt, kita: Netzwerkpartner):
    schule = neuer_partner(welt, "Grundschule Musterberg", "schule")
    leitung = neue_ansprechperson(kita)
    thema = Thema.objects.create(name="Übergang Kita–Schule")
    heute = timezone.localdate()
    daten = eingaben(
        kita,
        schule,
        bezug=["uebergreifend", "fallbezogen"],
        zweck="pflegen",
        themen=[thema.pk],
        vereinbarung="Schule lädt ein.",
        schritt="Einladung nachfassen",
        schritt_am=(heute + timedelta(days=7)).isoformat(),
        dauer_minuten="20",
    )
    daten |= {f"person-{kita.uuid}": [str(leitung.uuid)], f"ergebnis-{schule.uuid}": "nicht_erreicht"}
    antwort = als("netzwerk_konz").post(NEU, daten)
    kontakt = Kontakt.objects.get()
    assert antwort.url == kontakt.get_absolute_url()
    assert (kontakt.bezug, kontakt.am, kontakt.zweck, kontakt.dauer_minuten) == ("beides", heute, "pflegen", 20)
    assert list(kontakt.personen.all()) == [leitung]
    assert list(kontakt.themen.all()) == [thema]
    assert set(kontakt.beteiligungen.values_list("partner__name", "sozialraum__kuerzel", "ergebnis", "zaehlt")) == {
        ("Kita Beispielbach", "konz", "erreicht", True),
        ("Grundschule Musterberg", "konz", "nicht_erreicht", False),
    }
    schritt = Wiedervorlage.objects.get()
    assert (schritt.was, schritt.benutzer) == ("Einladung nachfassen", welt.personen["netzwerk_konz"])


def test_bezug_ist_nicht_vorbelegt_und_wird_verlangt(als, kita: Netzwerkpartner):
    client = als("netzwerk_konz")
    seite = client.get(NEU).content.decode()
    assert 'name="bezug" value="uebergreifend" checked' not in seite
    text = fehler(client.post(NEU, eingaben(kita, bezug=[])))
    assert "Bitte wählen Sie mindestens einen Bezug." in text
    assert "Elternabend im März vereinbart." in text


def test_der_sozialraum_ist_vorbelegt(als, kita: Netzwerkpartner):
    seite = als("netzwerk_konz").get(f"{NEU}?partner={kita.uuid}").content.decode()
    assert f'name="raum-{kita.uuid}" value="konz" checked' in seite


@pytest.mark.parametrize(
    ("felder", "satz"),
    [
        ({"wann": "anderer", "am": "2999-01-01"}, "Der Tag liegt in der Zukunft."),
        ({"wann": "anderer", "am": "1026-01-01"}, "Der Tag liegt zu weit zurück."),
        ({"wann": "anderer", "am": "31.02.2026"}, "Bitte geben Sie den Tag als TT.MM.JJJJ ein."),
        ({"wann": "anderer", "am": ""}, "Bitte geben Sie den Tag des Kontakts ein."),
        ({"art": ""}, "Bitte wählen Sie, wie der Kontakt stattfand."),
        ({"art": "rauchzeichen"}, "rauchzeichen"),
        ({"partner": []}, "Bitte wählen Sie mindestens einen Partner."),
        ({"partner": ["keine-uuid"]}, "Ein gewählter Partner gehört nicht zu Ihrem Bereich"),
        ({"dauer_minuten": "0"}, "Bitte eine Dauer ab 1 Minute eingeben."),
        ({"schritt": "Nachfassen"}, "bis wann der Schritt getan sein soll"),
        ({"schritt_am": "2026-12-24"}, "Bitte beschreiben Sie den nächsten Schritt."),
        ({"inhalt": "x" * 8001}, "8000"),
    ],
)
def test_schlechte_eingaben_werden_erklaert_und_nichts_gespeichert(als, kita, felder: dict, satz: str):
    text = fehler(als("netzwerk_konz").post(NEU, eingaben(kita, **felder)))
    assert satz in text
    assert not Kontakt.objects.exists()


def test_gestern_ist_gestern(als, kita: Netzwerkpartner):
    als("netzwerk_konz").post(NEU, eingaben(kita, wann="gestern"))
    assert Kontakt.objects.get().am == timezone.localdate() - timedelta(days=1)


def test_fremder_partner_in_gefaelschtem_formular(als, welt: Welt):
    fremd = neuer_partner(welt, "Kita Fremdental", sozialraum="saarburg")
    text = fehler(als("netzwerk_konz").post(NEU, eingaben(fremd, raum="saarburg")))
    assert "Ein gewählter Partner gehört nicht zu Ihrem Bereich und wurde entfernt." in text
    assert "Kita Fremdental" not in text
    assert not Kontakt.objects.exists()


def test_fremder_sozialraum_in_gefaelschtem_formular(als, welt: Welt, kita: Netzwerkpartner):
    text = fehler(als("netzwerk_konz").post(NEU, eingaben(kita, raum="saarburg")))
    assert "Kita Beispielbach: Bitte wählen Sie, für welchen Sozialraum der Kontakt war." in text
    assert not Kontakt.objects.exists()


def test_person_eines_anderen_partners_wird_nicht_uebernommen(als, welt: Welt, kita: Netzwerkpartner):
    andere = neue_ansprechperson(neuer_partner(welt, "Kita Fremdental", sozialraum="saarburg"))
    als("netzwerk_konz").post(NEU, eingaben(kita) | {f"person-{kita.uuid}": [str(andere.uuid)]})
    assert list(Kontakt.objects.get().personen.all()) == []


def test_zweimal_abgeschickt_ist_ein_kontakt(als, kita: Netzwerkpartner):
    client, daten = als("netzwerk_konz"), eingaben(kita, schritt="Nachfassen", schritt_am="2099-01-01")
    erste, zweite = client.post(NEU, daten), client.post(NEU, daten | {"inhalt": "anderer Text"})
    assert erste.url == zweite.url
    assert Kontakt.objects.get().inhalt == "Elternabend im März vereinbart."
    assert Wiedervorlage.objects.count() == 1


def test_fremde_uuid_wird_nicht_angenommen(als, kita: Netzwerkpartner):
    daten = eingaben(kita)
    als("netzwerk_konz").post(NEU, daten)
    text = fehler(als("leitung_konz").post(NEU, daten))
    assert "Bitte öffnen Sie es neu." in text
    assert Kontakt.objects.count() == 1


def test_speichern_und_naechster_behaelt_art_und_tag(als, kita: Netzwerkpartner):
    client = als("netzwerk_konz")
    daten = eingaben(kita, art="besuch", wann="anderer", am="2026-11-02", naechster="1")
    antwort = client.post(NEU, daten, follow=True)
    seite = antwort.content.decode()
    assert antwort.redirect_chain[-1][0] == f"{NEU}?art=besuch&am=2026-11-02"
    assert 'value="2026-11-02"' in seite
    assert 'name="art" value="besuch" required id="id_art_2" checked' in seite or 'value="besuch"' in seite
    assert "Gespeichert: Besuch am 02.11.2026 mit Kita Beispielbach." in seite


def test_umlaute_kommen_zusammengesetzt_an(als, kita: Netzwerkpartner):
    als("netzwerk_konz").post(NEU, eingaben(kita, inhalt="Mu\u0308ller\r\nGespra\u0308ch"))
    assert Kontakt.objects.get().inhalt == "Müller\nGespräch"


def test_ohne_javascript_suchen_hinzufuegen_entfernen(als, welt: Welt, kita: Netzwerkpartner):
    schule = neuer_partner(welt, "Schule am Mühlenweg", "schule")
    client = als("netzwerk_konz")
    text = fehler(client.post(NEU, eingaben(kita, suchen="1", partnersuche="MUEHLENWEG")))
    assert "Schule am Mühlenweg" in text
    assert "Bitte" not in text.split('class="netz-beteiligte"')[1].split("Ergebnis")[0]
    text = fehler(client.post(NEU, eingaben(kita, hinzu=str(schule.uuid))))
    assert text.count('name="partner"') == 2
    assert "Elternabend im März vereinbart." in text
    text = fehler(client.post(NEU, eingaben(kita, schule, weg=str(kita.uuid))))
    assert f'name="partner" value="{schule.uuid}"' in text
    assert f'name="partner" value="{kita.uuid}"' not in text
    assert not Kontakt.objects.exists()


def test_vorschlaege_nur_aus_dem_eigenen_bereich(als, welt: Welt, kita: Netzwerkpartner):
    neuer_partner(welt, "Kita Beispielfremd", sozialraum="saarburg")
    neuer_partner(welt, "Kita Beispielruh", zustand="ruhend")
    adresse = reverse("netzwerk:kontakt_partnersuche")
    text = als("netzwerk_konz").get(adresse, {"partnersuche": "kita beispiel"}).content.decode()
    assert "Kita Beispielbach" in text
    assert "Beispielfremd" not in text
    assert "Beispielruh" not in text
    schon_da = als("netzwerk_konz").get(adresse, {"partnersuche": "kita", "partner": [str(kita.uuid), "x"]})
    assert "Kein Partner gefunden" in schon_da.content.decode()


# --- Nothing typed is lost ----------------------------------------------------------------------------------------


def test_text_ueberlebt_das_ende_der_sitzung(welt: Welt, kita: Netzwerkpartner):
    person, client = welt.personen["netzwerk_konz"], Client()
    daten = eingaben(kita) | {"absender": absender(person.pk)}
    antwort = client.post(NEU, daten)
    assert antwort.status_code == 302
    assert antwort.url.startswith("/anmelden/")
    antwort = client.post(antwort.url, {"login": person.username, "password": "beispiel-2026"})
    assert antwort.url == NEU
    seite = client.get(NEU).content.decode()
    assert "Elternabend im März vereinbart." in seite
    assert f'name="partner" value="{kita.uuid}"' in seite
    assert daten["uuid"] in seite
    assert "Ihre Eingaben sind noch da." in seite
    assert "Sie sind angemeldet" not in seite, "one notice is enough"
    assert "Elternabend" not in client.get(NEU).content.decode()


def test_zurueckgegebener_text_wird_noch_nicht_geruegt(welt: Welt):
    person, client = welt.personen["netzwerk_konz"], Client()
    anmeldung = client.post(NEU, eingaben(bezug=[]) | {"absender": absender(person.pk)}).url
    client.post(anmeldung, {"login": person.username, "password": "beispiel-2026"})
    seite = client.get(NEU).content.decode()
    assert "Elternabend im März vereinbart." in seite
    assert "Bitte prüfen Sie Ihre Angaben" not in seite


def test_text_geht_nicht_an_die_naechste_person_am_geraet(welt: Welt, kita: Netzwerkpartner):
    client = Client()
    client.post(NEU, eingaben(kita) | {"absender": absender(welt.personen["netzwerk_konz"].pk)})
    client.post(f"/anmelden/?next={NEU}", {"login": "leitung-konz", "password": "beispiel-2026"})
    assert "Elternabend" not in client.get(NEU).content.decode()


def test_gefaelschter_absender_wird_nicht_gemerkt(welt: Welt, kita: Netzwerkpartner):
    client = Client()
    client.post(NEU, eingaben(kita) | {"absender": f"{welt.personen['netzwerk_konz'].pk}:falsch"})
    assert "unterbrochene_eingaben" not in client.session


def test_abgelehntes_formular_kommt_gefuellt_zurueck(welt: Welt, kita: Netzwerkpartner):
    person, client = welt.personen["netzwerk_konz"], Client(enforce_csrf_checks=True)
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    antwort = client.post(NEU, eingaben(kita) | {"absender": absender(person.pk)})
    assert (antwort.status_code, antwort.url) == (303, NEU)
    assert "Elternabend im März vereinbart." in client.get(NEU).content.decode()
    assert client.post(NEU, eingaben(kita)).status_code == 403
    assert not Kontakt.objects.exists()


# --- Changing and deleting ----------------------------------------------------------------------------------------


@pytest.fixture
def kontakt(als, kita: Netzwerkpartner) -> Kontakt:
    als("netzwerk_konz").post(NEU, eingaben(kita))
    return Kontakt.objects.get()


def bearbeiten(kontakt: Kontakt) -> str:
    return f"{kontakt.get_absolute_url()}bearbeiten/"


def test_aendern_stellt_auch_die_uhr_neu(als, kita: Netzwerkpartner, kontakt: Kontakt):
    daten = eingaben(kita, wann="anderer", am="2026-10-01", version="1", inhalt="Korrigiert.")
    antwort = als("netzwerk_konz").post(bearbeiten(kontakt), daten | {f"ergebnis-{kita.uuid}": "nicht_erreicht"})
    kontakt.refresh_from_db()
    assert antwort.url == kontakt.get_absolute_url()
    assert (kontakt.am, kontakt.inhalt, kontakt.version) == (date(2026, 10, 1), "Korrigiert.", 2)
    assert list(kontakt.beteiligungen.values_list("am", "zaehlt")) == [(date(2026, 10, 1), False)]


def test_zwei_aendern_dasselbe_und_die_zweite_entscheidet(als, kita: Netzwerkpartner, kontakt: Kontakt):
    client = als("netzwerk_konz")
    client.post(bearbeiten(kontakt), eingaben(kita, version="1", inhalt="Fassung eins"))
    text = fehler(client.post(bearbeiten(kontakt), eingaben(kita, version="1", inhalt="Fassung zwei")))
    assert "Jemand hat diesen Kontakt inzwischen geändert." in text
    assert "Fassung <ins>eins</ins>" in text
    assert "Fassung zwei" in text
    assert 'name="version" value="2"' in text
    client.post(bearbeiten(kontakt), eingaben(kita, version="2", inhalt="Fassung zwei"))
    kontakt.refresh_from_db()
    assert (kontakt.inhalt, kontakt.version) == ("Fassung zwei", 3)


def test_eigener_frischer_kontakt_kann_geloescht_werden(als, kontakt: Kontakt):
    client, adresse = als("netzwerk_konz"), f"{kontakt.get_absolute_url()}loeschen/"
    assert client.get(adresse).status_code == 200
    assert client.post(adresse).url == "/kontakte/"
    assert not Kontakt.objects.exists()


def test_nach_dreissig_tagen_bleibt_der_kontakt(als, kontakt: Kontakt):
    Kontakt.objects.update(erstellt_am=timezone.now() - timedelta(days=32))
    assert als("netzwerk_konz").post(f"{kontakt.get_absolute_url()}loeschen/").status_code == 403
    assert Kontakt.objects.exists()


# --- Who reads what -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "status", "liest"),
    [
        ("netzwerk_konz", 200, True),
        ("leitung_konz", 200, False),
        ("jugendamt", 200, False),
        ("leitstelle", 200, False),
        ("netzwerk_saarburg", 404, False),
        ("team_konz", 404, False),
        ("admin", 403, False),
        ("datenschutz", 403, False),
    ],
)
def test_text_fallbezogener_kontakte(als, kita: Netzwerkpartner, name: str, status: int, liest: bool):
    als("netzwerk_konz").post(NEU, eingaben(kita, bezug=["fallbezogen"], inhalt="Vertraulich besprochen"))
    antwort = als(name).get(Kontakt.objects.get().get_absolute_url())
    assert antwort.status_code == status
    assert ("Vertraulich besprochen" in antwort.content.decode()) == liest


@pytest.mark.parametrize("format_", ["csv", "xlsx"])
def test_ausgabe_ohne_text_fallbezogener_kontakte(als, kita: Netzwerkpartner, format_: str):
    client = als("netzwerk_konz")
    client.post(NEU, eingaben(kita, bezug=["fallbezogen"], inhalt="Vertraulich besprochen"))
    client.post(NEU, eingaben(kita, inhalt="=HYPERLINK(1)"))
    inhalt = client.get("/kontakte/", {"format": format_}).content
    assert b"Vertraulich" not in inhalt
    if format_ == "csv":
        text = inhalt.decode("utf-8-sig")
        assert "'=HYPERLINK(1)" in text
        assert text.count("Kita Beispielbach") == 2


def test_protokoll_nennt_den_text_nicht(als, kontakt: Kontakt, welt: Welt):
    eintraege = Protokolleintrag.objects.filter(actor=welt.personen["netzwerk_konz"])
    felder = eintraege.get(content_type__model="kontakt").changes
    assert felder["inhalt"] == ["", "geändert"]
    assert eintraege.get(content_type__model="kontaktbeteiligung").object_repr == ""
    assert not [e for e in Protokolleintrag.objects.all() if "Elternabend" in str(e.changes)]


@pytest.mark.parametrize("name", ["jugendamt", "datenschutz", "admin", "ohne_rolle"])
def test_wer_nicht_darf_bekommt_kein_formular(als, name: str):
    assert als(name).get(NEU).status_code == 403
    assert als(name).post(NEU, {}).status_code == 403


def test_filter_gelten_fuer_denselben_partner(als, welt: Welt, kita: Netzwerkpartner):
    """A meeting with a Kita that was reached and a school that was not: only the Kita's side counts."""
    schule = neuer_partner(welt, "Grundschule Musterberg", "schule")
    daten = eingaben(kita, schule, art="treffen") | {f"ergebnis-{schule.uuid}": "nicht_erreicht"}
    client = als("netzwerk_konz")
    client.post(NEU, daten)

    def anzahl(**filter_) -> int:
        return client.get("/kontakte/", filter_).context["page_obj"].paginator.count

    assert anzahl(kategorie="kita", zaehlende="on") == 1
    assert anzahl(kategorie="schule") == 1
    assert anzahl(kategorie="schule", zaehlende="on") == 0
    assert anzahl(sozialraum="konz", q="musterberg") == 1
    assert anzahl(sozialraum="saarburg", q="musterberg") == 0


def bestaetigt(client: Client, kita: Netzwerkpartner) -> dict:
    daten = eingaben(kita, inhalt="Die Mutter von Tim war da.")
    return daten | {"textschutz_bestaetigt": client.post(NEU, daten).context["form"].textschutz_marke}


def test_zweimal_gesendet_wird_einmal_vermerkt(als, kita: Netzwerkpartner):
    client = als("netzwerk_konz")
    daten = bestaetigt(client, kita)
    for _ in range(2):
        assert client.post(NEU, daten).status_code == 302
    assert Kontakt.objects.count() == 1
    assert Textbestaetigung.objects.get().objekt == Kontakt.objects.get().uuid


def test_ohne_vermerk_kein_kontakt(als, kita: Netzwerkpartner):
    client = als("netzwerk_konz")
    daten = bestaetigt(client, kita)

    def scheitere(**angaben) -> None:
        raise RuntimeError("Platte voll")

    pre_save.connect(scheitere, sender=Textbestaetigung)
    try:
        with pytest.raises(RuntimeError, match="Platte voll"):
            client.post(NEU, daten)
    finally:
        pre_save.disconnect(scheitere, sender=Textbestaetigung)
    assert not Kontakt.objects.exists()
