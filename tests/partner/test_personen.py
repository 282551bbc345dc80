"""People of the directory: list and page, change of post, doubles, information, private numbers."""

import uuid
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from konten.models import Protokolleintrag, Versandauftrag
from netzwerk.models import Kontakt, Kontaktbeteiligung
from partner.models import Einwilligung, Funktion, Funktionsadresse, Person, Stellenwechsel
from partner.rules.erreichbarkeit import Stelle, Visitenkarte, vcard
from partner.rules.personen import informationslage, sind_aehnlich
from partner.services.einwilligung import halte_fest, widerrufe
from partner.services.person import nimm_wechsel_zurueck
from tests.welt import ANFANG, Welt, neue_ansprechperson, neuer_partner


def wechseldaten(**felder) -> dict:
    return {"uuid": str(uuid.uuid4()), "bis": "2026-03-31", **felder}


def wechsel(client, funktion: Funktion, ziel=None, **felder):
    adresse = f"/ansprechpersonen/{funktion.uuid}/wechsel/" + (f"?partner={ziel.uuid}" if ziel else "")
    return client.post(adresse, wechseldaten(**felder))


# --- Change of post -------------------------------------------------------------------------------------------------


def test_wechsel_beendet_beginnt_und_traegt_die_nachfolge_ein(welt: Welt, als):
    alt, neu = neuer_partner(welt, "Kita Alt"), neuer_partner(welt, "Hort Neu")
    funktion, client = neue_ansprechperson(alt), als("netzwerk_konz")
    suche = client.get(f"/ansprechpersonen/{funktion.uuid}/wechsel/?q=hort").content.decode()
    assert f"?partner={neu.uuid}" in suche
    antwort = wechsel(
        client, funktion, neu, neue_bezeichnung="Koordination", neue_telefon="06501 7", nachfolge_nachname="Folge"
    )
    assert antwort.url == funktion.person.get_absolute_url()
    funktion.refresh_from_db()
    assert funktion.bis == date(2026, 3, 31)
    dort = neu.funktionen.get()
    assert (dort.person, dort.bezeichnung, dort.von, dort.telefon) == (
        funktion.person, "Koordination", date(2026, 4, 1), "06501 7",
    )  # fmt: skip
    nachfolge = alt.funktionen.exclude(pk=funktion.pk).get()
    assert (nachfolge.person.nachname, nachfolge.bezeichnung, nachfolge.von) == ("Folge", "Leitung", date(2026, 4, 1))
    seite = client.get(antwort.url).content.decode()
    assert "Leitung, Kita Alt → Koordination, Hort Neu" in " ".join(seite.split())


def test_zweimal_gesendet_ist_ein_wechsel(welt: Welt, als):
    funktion, client = neue_ansprechperson(neuer_partner(welt)), als("netzwerk_konz")
    daten = wechseldaten(neue_bezeichnung="Stellvertretung")
    for _ in range(2):
        assert client.post(f"/ansprechpersonen/{funktion.uuid}/wechsel/", daten).status_code == 302
    assert (Funktion.objects.count(), Stellenwechsel.objects.count()) == (2, 1)


def test_wechsel_zurueck_ist_wie_nie_gewesen(welt: Welt, als):
    funktion, client = neue_ansprechperson(neuer_partner(welt)), als("netzwerk_konz")
    vorher = list(Funktion.objects.values_list("pk", "von", "bis")), Person.objects.count()
    wechsel(client, funktion, neue_bezeichnung="Fachberatung", nachfolge_nachname="Folge")
    akte = Stellenwechsel.objects.get()
    for _ in range(2):
        client.post(f"/stellenwechsel/{akte.uuid}/zuruecknehmen/")
    assert (list(Funktion.objects.values_list("pk", "von", "bis")), Person.objects.count()) == vorher
    with pytest.raises(ValidationError, match="schon zurückgenommen"):
        nimm_wechsel_zurueck(wechsel=akte)


@pytest.mark.parametrize("fall", ["im Kontakt genannt", "seitdem geändert", "zu lange her"])
def test_worauf_sich_etwas_stuetzt_bleibt(welt: Welt, als, fall: str):
    funktion = neue_ansprechperson(neuer_partner(welt))
    wechsel(als("netzwerk_konz"), funktion, neue_bezeichnung="Fachberatung")
    akte = Stellenwechsel.objects.get()
    if fall == "im Kontakt genannt":
        kontakt(welt, akte.neue)
    elif fall == "seitdem geändert":
        akte.neue.telefon = "06501 3"
        akte.neue.save()
    else:
        Stellenwechsel.objects.update(erstellt_am=timezone.now() - timedelta(days=31))
    with pytest.raises(ValidationError), transaction.atomic():
        nimm_wechsel_zurueck(wechsel=akte)
    assert Funktion.objects.count() == 2


@pytest.mark.parametrize(
    ("felder", "satz"),
    [
        ({"bis": "2019-01-01"}, "liegt vor dem Beginn"),
        ({"neue_telefon": "1"}, "Bitte nennen Sie die neue Funktion"),
        ({"neue_bezeichnung": "X", "neue_von": "2026-03-31"}, "beginnt die neue Funktion nach der alten"),
        ({"nachfolge_vorname": "Kim"}, "Nachnamen der Nachfolge"),
    ],
)
def test_was_beim_wechsel_nicht_passt(welt: Welt, als, felder, satz):
    funktion = neue_ansprechperson(neuer_partner(welt))
    antwort = wechsel(als("netzwerk_konz"), funktion, **felder)
    assert satz in antwort.content.decode()
    assert Stellenwechsel.objects.count() == 0


def test_in_fremde_einrichtungen_traegt_niemand_jemanden_ein(welt: Welt, als):
    funktion, fremd = neue_ansprechperson(neuer_partner(welt)), neuer_partner(welt, "Kita Fern", sozialraum="saarburg")
    assert wechsel(als("netzwerk_konz"), funktion, fremd, neue_bezeichnung="X").status_code == 404


# --- Doubles --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("anderer", "aehnlich"),
    [
        (("mueller", "alexandra"), True),
        (("mueller", ""), True),
        (("mueller", "a."), True),
        (("muelller", "alex"), True),
        (("alex", "mueller"), True),
        (("mueller", "kim"), False),
        (("maier", "alex"), False),
    ],
)
def test_aehnliche_namen(anderer, aehnlich):
    assert sind_aehnlich("mueller", "alex", *anderer) is aehnlich


def test_neue_person_wird_mit_vorhandenen_verglichen(welt: Welt, als):
    vorhanden = neue_ansprechperson(neuer_partner(welt, "Kita Fern"), "Müller")
    partner, client = neuer_partner(welt), als("netzwerk_konz")
    stueck = client.get("/personen/aehnliche/?vorname=Alexandra&nachname=Mueller").content.decode()
    assert f"?person={vorhanden.person.uuid}" in stueck
    assert "Leitung, Kita Fern" in stueck
    daten = {"uuid": str(uuid.uuid4()), "vorname": "A.", "nachname": "Müller", "bezeichnung": "X", "von": "2026-01-01"}
    adresse = f"{partner.get_absolute_url()}ansprechpersonen/neu/"
    antwort = client.post(adresse, daten).content.decode()
    assert "Meinten Sie" in antwort
    assert not partner.funktionen.exists()
    for _ in range(2):
        assert client.post(adresse, daten | {"trotzdem": "on"}).status_code == 302
    assert Person.objects.count() == 2


# --- List and page --------------------------------------------------------------------------------------------------


def test_liste_filtert_und_zeigt_ehemalige(welt: Welt, als):
    kita, schule = neuer_partner(welt), neuer_partner(welt, "Grundschule Tal", "schule", "saarburg")
    neue_ansprechperson(kita, "Äpfel", ist_schluesselperson=True)
    neue_ansprechperson(schule, "Birne")
    neue_ansprechperson(kita, "Ehemals", bis=date(2025, 12, 31))
    Person.objects.filter(nachname="Birne").update(informiert_am=date(2026, 1, 1), informiert_wie="brief")
    Person.objects.filter(nachname="Äpfel").update(erstellt_am=timezone.now() - timedelta(days=40))
    client = als("jugendamt")
    for filter_, erwartet in [
        ("", ["Äpfel", "Birne"]),
        ("q=aepf", ["Äpfel"]),
        ("einrichtung=tal", ["Birne"]),
        ("kategorie=schule", ["Birne"]),
        ("sozialraum=konz", ["Äpfel"]),
        ("schluessel=ja", ["Äpfel"]),
        ("stand=ehemalig", ["Ehemals"]),
        ("stand=alle&einrichtung=beispielbach", ["Äpfel", "Ehemals"]),
        ("information=ueberfaellig", ["Äpfel"]),
        ("information=ja", ["Birne"]),
        ("sortierung=-name", ["Birne", "Äpfel"]),
        ("kategorie=unbekannt", ["Äpfel", "Birne"]),
    ]:
        zeilen = client.get(f"/personen/?{filter_}").context["zeilen"]
        assert [person.nachname for person, _, _ in zeilen] == erwartet, filter_


@pytest.mark.parametrize("anzahl", [1, 3, 12])
def test_liste_fragt_immer_gleich_oft(welt: Welt, als, django_assert_num_queries, anzahl):
    partner, client = neuer_partner(welt), als("jugendamt")
    for nummer in range(anzahl):
        neue_ansprechperson(partner, f"Muster{nummer}")
    client.get("/personen/")
    with django_assert_num_queries(9):
        client.get("/personen/")


def test_export_hat_je_funktion_eine_zeile_und_nichts_privates(welt: Welt, als):
    funktion = neue_ansprechperson(neuer_partner(welt), "Beispiel", telefon="06501 1")
    Funktion.objects.create(
        person=funktion.person, partner=neuer_partner(welt, "Verein"), bezeichnung="Kasse", von=ANFANG
    )
    Einwilligung.objects.create(person=funktion.person, erteilt_am=ANFANG, zweck="Fest", telefon="0171 99")
    text = als("netzwerk_konz").get("/personen/?format=csv").content.decode("utf-8-sig")
    kopf, *zeilen = [zeile.split(";") for zeile in text.splitlines()]
    assert [zeile[kopf.index("Funktion")] for zeile in zeilen] == ["Kasse", "Leitung"]
    assert "0171 99" not in text


def kontakt(welt: Welt, funktion: Funktion, bezug: str = "uebergreifend") -> Kontakt:
    eintrag = Kontakt.objects.create(
        art="telefonat", bezug=bezug, am=ANFANG, inhalt="Absprache", erfasst_von=welt.personen["netzwerk_konz"]
    )
    Kontaktbeteiligung.objects.create(
        kontakt=eintrag, partner=funktion.partner, sozialraum=welt.konz, am=ANFANG, ergebnis="erreicht"
    )
    eintrag.personen.add(funktion)
    return eintrag


def test_kontakte_der_person_so_weit_man_sie_lesen_darf(welt: Welt, als):
    funktion = neue_ansprechperson(neuer_partner(welt))
    offen, fall = kontakt(welt, funktion), kontakt(welt, funktion, "fallbezogen")
    adresse = f"/personen/{funktion.person.uuid}/kontakte/"
    eigene = als("netzwerk_konz").get(adresse).content.decode()
    assert offen.get_absolute_url() in eigene
    assert fall.get_absolute_url() in eigene
    amt = als("jugendamt").get(adresse).content.decode()
    assert offen.get_absolute_url() in amt
    assert fall.get_absolute_url() not in amt
    assert "Kein Kontakt, den Sie lesen dürfen" in als("team_konz").get(adresse).content.decode()


def test_vertretung_und_funktionsadresse_nur_vom_selben_partner(welt: Welt, als):
    partner, anderer = neuer_partner(welt), neuer_partner(welt, "Hort")
    leitung, zweite = neue_ansprechperson(partner, "Eins"), neue_ansprechperson(partner, "Zwei")
    fremde = neue_ansprechperson(anderer, "Fremd")
    sekretariat = Funktionsadresse.objects.create(
        partner=partner, bezeichnung="Sekretariat", email="s@example.org", von=ANFANG
    )
    client, adresse = als("netzwerk_konz"), f"/ansprechpersonen/{leitung.uuid}/bearbeiten/"
    daten = {"nachname": "Eins", "bezeichnung": "Leitung", "von": "2020-01-01", "adresse": sekretariat.uuid}
    assert "kern-error" in client.post(adresse, daten | {"vertreten_durch": fremde.uuid}).content.decode()
    client.post(adresse, daten | {"vertreten_durch": zweite.uuid})
    leitung.refresh_from_db()
    assert (leitung.adresse, leitung.vertreten_durch) == (sekretariat, zweite)
    seite = client.get(partner.get_absolute_url()).content.decode()
    assert "auch über Sekretariat, vertreten durch Alex Zwei" in seite


# --- Business card --------------------------------------------------------------------------------------------------


def test_karte_mit_zwei_stellen_und_funktionsadresse(welt: Welt, als):
    funktion = neue_ansprechperson(neuer_partner(welt, "Kita Süd"), "Größe", telefon="06501 1")
    funktion.adresse = Funktionsadresse.objects.create(
        partner=funktion.partner, bezeichnung="Büro", email="buero@example.org", von=ANFANG
    )
    funktion.save()
    Funktion.objects.create(
        person=funktion.person, partner=neuer_partner(welt, "Verein"), bezeichnung="Kasse", von=ANFANG
    )
    Einwilligung.objects.create(person=funktion.person, erteilt_am=ANFANG, zweck="Fest", telefon="0171 99")
    text = als("team_konz").get(f"/personen/{funktion.person.uuid}/vcard/").content.decode()
    zeilen = text.split("\r\n")
    assert zeilen[:3] == ["BEGIN:VCARD", "VERSION:4.0", f"UID:urn:uuid:{funktion.person.uuid}"]
    assert "N:Größe;Alex;;;" in zeilen
    gruppe = next(zeile.split(".")[0] for zeile in zeilen if zeile.endswith("ORG:Kita Süd"))
    assert f"{gruppe}.TEL;TYPE=work;PREF=1:06501 1" in zeilen
    assert f"{gruppe}.EMAIL;TYPE=work;PREF=2:buero@example.org" in zeilen
    assert "0171 99" not in text


def test_karte_ohne_stelle_nennt_nur_den_namen():
    karte = Visitenkarte(uid="1", name="Kim Muster", vorname="Kim", nachname="Muster", titel="", stellen=())
    assert vcard(karte).count("\r\n") == 6
    eine = Visitenkarte("1", "K", "", "K", "", (Stelle(einrichtung="A; B", funktion="Leitung"),))
    assert "ORG:A\\; B\r\nTITLE:Leitung\r\n" in vcard(eine)


# --- Information (Art. 14) ------------------------------------------------------------------------------------------


def test_frist_der_information():
    heute = date(2026, 3, 31)
    assert informationslage(date(2026, 3, 1), None, heute, 30).ist_ueberfaellig is False
    assert (
        informationslage(date(2026, 2, 28), None, heute, 30).satz == "noch nicht informiert, Frist war der 30.03.2026"
    )
    assert informationslage(date(2026, 1, 1), date(2026, 2, 3), heute, 30).satz == "informiert am 03.02.2026"


def test_information_als_mail_einmal_am_tag(welt: Welt, als):
    funktion = neue_ansprechperson(neuer_partner(welt), email="alex@example.org")
    client, seite = als("netzwerk_konz"), funktion.person.get_absolute_url()
    assert "Artikel 14" in client.get(f"{seite}information/").content.decode()
    for _ in range(2):
        client.post(f"{seite}information/senden/")
    mail = Versandauftrag.objects.get(anlass__startswith="personeninformation:")
    assert mail.empfaenger == "alex@example.org"
    assert "- Leitung, Kita Beispielbach, alex@example.org" in mail.text
    person = Person.objects.get()
    assert (person.informiert_am, person.informiert_wie) == (timezone.localdate(), "mail")
    assert person.informiert_von == welt.personen["netzwerk_konz"]
    client.post(f"{seite}information/zuruecknehmen/")
    assert Person.objects.get().informiert_am is None


def test_information_auf_anderem_weg_und_ohne_adresse(welt: Welt, als):
    person, client = neue_ansprechperson(neuer_partner(welt)).person, als("netzwerk_konz")
    client.post(f"{person.get_absolute_url()}information/senden/")
    assert not Versandauftrag.objects.exists()
    morgen = timezone.localdate() + timedelta(days=1)
    antwort = client.post(f"{person.get_absolute_url()}information/", {"am": f"{morgen}", "wie": "brief"})
    assert "liegt in der Zukunft" in antwort.content.decode()
    client.post(f"{person.get_absolute_url()}information/", {"am": "2026-02-03", "wie": "brief"})
    person.refresh_from_db()
    assert (person.informiert_am, person.informiert_wie) == (date(2026, 2, 3), "brief")


# --- Private numbers ------------------------------------------------------------------------------------------------


def test_private_nummer_nur_mit_einwilligung_und_nach_widerruf_weg(welt: Welt, als):
    person, client = neue_ansprechperson(neuer_partner(welt)).person, als("netzwerk_konz")
    neu = f"{person.get_absolute_url()}einwilligung/neu/"
    for fehlt in ({"erteilt_am": ""}, {"zweck": ""}, {"telefon": ""}):
        client.post(neu, {"erteilt_am": "2026-01-05", "zweck": "Fest", "telefon": "0171 99"} | fehlt)
    assert not Einwilligung.objects.exists()
    client.post(neu, {"erteilt_am": "2026-01-05", "zweck": "Fest", "telefon": "0171 99"})
    zweite = client.post(neu, {"erteilt_am": "2026-01-06", "zweck": "Fest", "telefon": "0171 98"})
    assert "Es gilt schon die Einwilligung" in zweite.content.decode()
    einwilligung = Einwilligung.objects.get()
    assert "0171 99" in client.get(person.get_absolute_url()).content.decode()
    for name in ("jugendamt", "team_konz", "netzwerk_saarburg"):
        assert "0171 99" not in als(name).get(person.get_absolute_url()).content.decode()
    client.post(f"/einwilligungen/{einwilligung.uuid}/widerrufen/")
    einwilligung.refresh_from_db()
    assert (einwilligung.telefon, einwilligung.widerrufen_am) == ("", timezone.localdate())
    assert client.get(f"/einwilligungen/{einwilligung.uuid}/bearbeiten/").status_code == 404


def test_offenes_formular_holt_nach_dem_widerruf_nichts_zurueck(welt: Welt):
    person, heute = neue_ansprechperson(neuer_partner(welt)).person, timezone.localdate()
    neu = Einwilligung(person=person, erteilt_am=ANFANG, zweck="Fest", telefon="0171 99")
    gelesen = Einwilligung.objects.get(pk=halte_fest(einwilligung=neu, heute=heute).pk)
    widerrufe(einwilligung=neu, am=heute)
    gelesen.zweck = "Sommerfest"
    with pytest.raises(ValidationError, match="inzwischen widerrufen"):
        halte_fest(einwilligung=gelesen, heute=heute)
    gespeichert = Einwilligung.objects.get()
    assert (gespeichert.telefon, gespeichert.zweck, gespeichert.widerrufen_am) == ("", "Fest", heute)


def test_datenbank_haelt_nach_dem_widerruf_nichts_privates(welt: Welt):
    person = neue_ansprechperson(neuer_partner(welt)).person
    with pytest.raises(IntegrityError), transaction.atomic():
        Einwilligung.objects.create(
            person=person, erteilt_am=ANFANG, zweck="Fest", telefon="0171 99", widerrufen_am=ANFANG
        )


def test_protokoll_und_suche_kennen_keine_private_nummer(welt: Welt, als):
    person, client = neue_ansprechperson(neuer_partner(welt)).person, als("netzwerk_konz")
    daten = {"erteilt_am": "2026-01-05", "zweck": "Fest", "telefon": "0171 99"}
    client.post(f"{person.get_absolute_url()}einwilligung/neu/", daten)
    assert Einwilligung.objects.get().telefon == "0171 99"
    assert not [e for e in Protokolleintrag.objects.all() if "0171 99" in str(e.changes)]
    assert person.get_absolute_url() not in client.get("/suche/?q=0171+99").content.decode()
