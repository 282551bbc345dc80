"""The public directory (K11): what it shows, what it hides, how it is searched, what reaches the queue."""

import json
import re
from datetime import date, time, timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from konten.models import Parameter, Textbestaetigung
from netzwerk.models import Thema
from netzwerk.rules.schemaorg import als_skript
from netzwerk.rules.verzeichnis import Auswahl, Kontaktweg, kontaktweg, termine, verbessert, worte_aus
from netzwerk.selectors.verzeichniszeile import pfad
from partner.models import Aenderungsvorschlag, Angebot, Angebotszeit, Funktionsadresse, Partnerzustand
from partner.rules.angebotszeit import Zeitangabe
from partner.rules.sprachen import EIGENNAMEN, SPRACHEN
from tests.netzwerk.schemaorg import maengel
from tests.partner.angebote import neues_angebot
from tests.welt import ANFANG, Welt, neue_ansprechperson, neuer_partner

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def ohne_gedaechtnis() -> None:
    cache.clear()


def oeffentlich(welt: Welt, titel: str, **felder) -> Angebot:
    """A published offer, verified today."""
    return neues_angebot(welt, titel, **{"ist_oeffentlich": True, "geprueft_am": timezone.localdate()} | felder)


def titel(frage: str = "") -> list[str]:
    cache.clear()
    seite = Client().get(f"/verzeichnis/{frage}")
    assert seite.status_code == 200
    return re.findall(r'<h3><a href="[^"]+">([^<]+)</a>', seite.text)


def seite_von(angebot: Angebot):
    return Client().get(pfad(angebot.uuid, angebot.titel))


def auffindbar(wert: str) -> None:
    Parameter.objects.create(schluessel="verzeichnis_suchmaschinen", wert=wert, von=ANFANG)


# --- What is shown --------------------------------------------------------------------------------------------------


def test_nur_veroeffentlichtes_und_geltendes_steht_darin(welt: Welt):
    heute, alt = timezone.localdate(), timezone.localdate() - timedelta(days=420)
    oeffentlich(welt, "Elterncafé")
    ungeprueft = oeffentlich(welt, "Ungeprüftes", geprueft_am=alt)
    zu = oeffentlich(welt, "Geschlossenes")
    Partnerzustand.objects.filter(partner=zu.anbieter).delete()
    Partnerzustand.objects.create(partner=zu.anbieter, zustand="geschlossen", von=heute)
    verborgen = [
        zu,
        oeffentlich(welt, "Internes", ist_oeffentlich=False),
        oeffentlich(welt, "Ruhendes", stufe="ruhend"),
        oeffentlich(welt, "Vorbei", gilt_bis=heute - timedelta(days=1)),
        oeffentlich(welt, "Verjährtes", geprueft_am=heute - timedelta(days=800)),
    ]
    assert titel() == ["Elterncafé", "Ungeprüftes"]
    assert "bitte vorher anrufen" in seite_von(ungeprueft).text
    teile = ("termine.ics", "kontakt.vcf", "fehler/")
    for angebot in verborgen:
        assert seite_von(angebot).status_code == 404
        assert {Client().get(f"/verzeichnis/{angebot.uuid}/{teil}").status_code for teil in teile} == {404}


def test_die_filter_finden_was_gemeint_ist(welt: Welt):
    sprache = Thema.objects.create(name="Sprachförderung")
    baby = oeffentlich(welt, "Krabbelgruppe", alter_bis=3, kostenart="kostenlos", barrierefrei="ja")
    jugend = oeffentlich(welt, "Jugendcafé", raum="saarburg", alter_von=12, sprachen=("uk",), art="raum")
    Angebotszeit.objects.create(angebot=baby, wochentag=1, von_uhr=time(9, 30))
    jugend.themen.add(sprache)
    beide = ["Jugendcafé", "Krabbelgruppe"]
    erwartet = {
        "": beide,
        "?q=jugendcafe": ["Jugendcafé"],
        "?q=JUGENDCAF%C3%89": ["Jugendcafé"],
        "?q=sprachfoerderung": ["Jugendcafé"],
        "?q=krabelgrupe": ["Krabbelgruppe"],
        "?q=zzzzqqq": [],
        "?alter=0": ["Krabbelgruppe"],
        "?alter=3": ["Krabbelgruppe"],
        "?alter=12": ["Jugendcafé"],
        "?alter=viele": beide,
        f"?thema={sprache.pk}": ["Jugendcafé"],
        "?thema=99999": beide,
        "?art=raum": ["Jugendcafé"],
        "?tag=1": ["Krabbelgruppe"],
        "?tag=2": [],
        "?sprache=uk": ["Jugendcafé"],
        "?kostenlos=on": ["Krabbelgruppe"],
        "?rollstuhl=on": ["Krabbelgruppe"],
        "?raum=konz": ["Krabbelgruppe"],
        "?ort=Konz": ["Krabbelgruppe"],
        "?ort=Konz&alter=14": [],
        "?ort=gibtesnicht": beide,
        "?q=%00&page=abc&hier=x%27": beide,
        "?q=%3Cscript%3E": [],
    }
    assert {frage: titel(frage) for frage in erwartet} == erwartet
    assert "Das hier passt zu „<strong>krabbelgruppe</strong>“" in Client().get("/verzeichnis/?q=krabelgrupe").text


def test_die_karte_zaehlt_dieselben_angebote(welt: Welt):
    from sozialraum.models import Gemeinde

    konz = Gemeinde.objects.get(name="Konz")
    partner = neuer_partner(welt, "Haus der Familie", gemeinde=konz)
    for nummer in range(3):
        oeffentlich(welt, f"Treff {nummer}", anbieter=partner)
    oeffentlich(welt, "Besuch", anbieter=partner, ortsart="aufsuchend")
    seite = Client().get("/verzeichnis/karte/").text
    assert 'aria-label="Konz: 3 Angebote"' in seite
    assert f"/verzeichnis/?hier={konz.ags}" in seite
    assert "1 Angebot ohne festen Ort im Landkreis" in seite
    assert titel(f"?hier={konz.ags}") == ["Treff 0", "Treff 1", "Treff 2"]


def test_die_seite_nennt_funktionsadressen_und_nie_eine_person(welt: Welt):
    partner = neuer_partner(welt, "Beratung", telefon="06501 1", email="haus@example.org")
    person = neue_ansprechperson(partner, nachname="Geheim", telefon="06501 999", email="geheim@example.org")
    stelle = Funktionsadresse.objects.create(partner=partner, bezeichnung="Sekretariat", telefon="06501 7", von=ANFANG)
    person.adresse = stelle
    person.save()
    angebot = oeffentlich(welt, "Sprechstunde", anbieter=partner, ansprechperson=person, gegenleistung="Kuchen")
    karte = Client().get(f"/verzeichnis/{angebot.uuid}/kontakt.vcf").text
    for text in (seite_von(angebot).text, karte):
        assert "06501 7" in text
        assert "haus@example.org" in text
        assert not {wort for wort in ("Geheim", "geheim@", "06501 999", "Kuchen") if wort in text}
    assert "TITLE:Sekretariat\r\n" in karte


def test_linked_data_sind_gueltig_und_kommen_nicht_aus_ihrem_element_heraus(welt: Welt):
    angebot = oeffentlich(welt, "</script><script>alert(1)</script>", alter_von=0, sprachen=("de", "uk"))
    Angebotszeit.objects.create(angebot=angebot, wochentag=0, von_uhr=time(9), bis_uhr=time(11))
    seite = seite_von(angebot).text
    assert "<script>alert" not in seite
    bloecke = re.findall(r'<script type="application/ld\+json">(.*?)</script>', seite, re.DOTALL)
    assert len(bloecke) == 1
    daten = json.loads(bloecke[0])
    assert maengel(daten) == []
    dienst = daten["mainEntity"]
    assert dienst["name"] == angebot.titel
    assert dienst["audience"] == {"@type": "PeopleAudience", "suggestedMinAge": 0}
    assert dienst["hoursAvailable"][0]["opens"] == "09:00"
    assert daten["lastReviewed"] == timezone.localdate().isoformat()
    assert als_skript({"a": "<&>\u2028"}) == '{"a":"\\u003C\\u0026\\u003E\\u2028"}'


def test_termine_als_kalender_lassen_vergangenes_weg(welt: Welt):
    heute = timezone.localdate()
    angebot = oeffentlich(welt, "Treff", gilt_bis=heute + timedelta(days=13))
    Angebotszeit.objects.create(angebot=angebot, wochentag=heute.weekday(), von_uhr=time(9), bis_uhr=time(11))
    antwort = Client().get(f"/verzeichnis/{angebot.uuid}/termine.ics")
    assert antwort["Content-Disposition"] == 'attachment; filename="treff.ics"'
    ereignisse = Calendar.from_ical(antwort.content).walk("VEVENT")
    assert [e.decoded("dtstart").date() for e in ereignisse] == [heute, heute + timedelta(days=7)]


# --- How it is served -----------------------------------------------------------------------------------------------


def test_ohne_cookie_mit_kopie_und_ohne_zweite_uebertragung(welt: Welt):
    angebot = oeffentlich(welt, "Elterncafé")
    for url in ("/verzeichnis/", "/verzeichnis/karte/", pfad(angebot.uuid, angebot.titel)):
        antwort = Client().get(url)
        assert antwort.cookies == {}
        assert "Cookie" not in antwort.headers.get("Vary", "")
        assert antwort["Cache-Control"] == "public, max-age=300"
        assert Client().get(url, headers={"If-None-Match": antwort["ETag"]}).status_code == 304
    stand = antwort["Last-Modified"]
    assert Client().get(url, headers={"If-Modified-Since": stand}).status_code == 304
    Angebot.objects.filter(pk=angebot.pk).update(kurztext="Neu", geaendert_am=timezone.now() + timedelta(seconds=5))
    assert Client().get(url, headers={"If-None-Match": antwort["ETag"]}).status_code == 200
    assert Client().get(url, headers={"If-Modified-Since": stand}).status_code == 200


def test_suchmaschinen_duerfen_erst_wenn_es_gesagt_ist(welt: Welt):
    angebot = oeffentlich(welt, "Elterncafé")
    seite = seite_von(angebot)
    assert seite["X-Robots-Tag"] == "noindex"
    assert '<meta name="robots" content="noindex">' in seite.text
    assert Client().get("/robots.txt").text == "User-agent: *\nDisallow: /\n"
    assert Client().get("/sitemap.xml").status_code == 404
    auffindbar("ja")
    seite = seite_von(angebot)
    assert "X-Robots-Tag" not in seite
    assert "noindex" not in seite.text
    assert "Allow: /verzeichnis/" in Client().get("/robots.txt").text
    assert f"{pfad(angebot.uuid, angebot.titel)}</loc>" in Client().get("/sitemap.xml").text


def test_zu_viele_anfragen_werden_freundlich_abgewiesen_und_niemand_gemerkt(welt: Welt, monkeypatch):
    monkeypatch.setattr("netzwerk.views.verzeichnis.ANFRAGEN_JE_MINUTE", 3)
    antworten = [Client().get("/verzeichnis/?q=a") for _ in range(5)]
    assert [antwort.status_code for antwort in antworten] == [200, 200, 200, 429, 429]
    assert antworten[-1]["Retry-After"] == "60"
    assert antworten[-1]["Cache-Control"] == "no-store"
    assert "Bitte warten Sie eine Minute" in antworten[-1].text
    assert Client(REMOTE_ADDR="192.0.2.7").get("/verzeichnis/?q=a").status_code == 200
    assert not [name for name in getattr(cache, "_cache", {}) if "127.0.0.1" in name or "192.0.2.7" in name]


def test_die_liste_fragt_immer_gleich_oft(welt: Welt, django_assert_num_queries):
    for nummer in range(25):
        oeffentlich(welt, f"Treff {nummer:02}")
    Client().get("/verzeichnis/?q=treff")
    with django_assert_num_queries(9):
        seite = Client().get("/verzeichnis/?q=treff")
    assert seite.text.count("<article>") == 20
    assert len(titel("?q=treff&page=2")) == 5


# --- Reporting an error ---------------------------------------------------------------------------------------------


def test_ein_hinweis_wartet_auf_entscheidung_und_aendert_nichts(welt: Welt, als):
    angebot = oeffentlich(welt, "Elterncafé")
    url = f"/verzeichnis/{angebot.uuid}/fehler/"
    for _ in range(2):
        antwort = Client().post(url, {"text": "Die Nummer ist falsch."})
        assert (antwort.status_code, antwort["Location"]) == (303, f"{url}?danke=1")
    assert "Vielen Dank!" in Client().get(f"{url}?danke=1").text
    vorschlag = Aenderungsvorschlag.objects.get()
    assert (vorschlag.antwort, vorschlag.bemerkung, vorschlag.von_name) == ("meldung", "Die Nummer ist falsch.", "")
    kraft = als("netzwerk_konz")
    assert "Hinweis aus dem öffentlichen Verzeichnis" in kraft.get("/angebote/vorschlaege/").text
    assert "Die Nummer ist falsch." in kraft.get(vorschlag.get_absolute_url()).text
    kraft.post(f"{vorschlag.get_absolute_url()}entscheiden/", {"stimmt_jetzt": "on"})
    angebot.refresh_from_db()
    assert (angebot.geprueft_am, angebot.geprueft_weg) == (timezone.localdate(), "fachkraft")


def test_der_hinweis_wird_geprueft_gedrosselt_und_verraet_nichts(welt: Welt):
    angebot = oeffentlich(welt, "Elterncafé")
    url = f"/verzeichnis/{angebot.uuid}/fehler/"
    assert "Bitte beschreiben Sie, was nicht stimmt." in Client().post(url, {"text": " "}).text
    kind = Client().post(url, {"text": "Lena Muster, geb. 03.04.2019, wurde abgewiesen."})
    assert "Angaben über ein Kind" in kind.text
    assert Client().post(url, {"text": "Kauft!", "webseite": "http://spam.example"}).status_code == 303
    assert not Aenderungsvorschlag.objects.exists()
    assert not Textbestaetigung.objects.exists()
    letzte = [Client().post(url, {"text": f"Falsch {nummer}"}) for nummer in range(7)][-1]
    assert letzte.status_code == 429
    assert Aenderungsvorschlag.objects.count() == 5


# --- Rules ----------------------------------------------------------------------------------------------------------


def test_woerter_werden_verbessert_wenn_eines_nahe_ist():
    worte = worte_aus(["Krabbelgruppe für Babys", "Beratung"])
    assert verbessert("Krabelgrupe", worte) == "krabbelgruppe"
    assert verbessert("Beratunk babys", worte) == "beratung babys"
    assert verbessert("Beratung", worte) == ""
    assert verbessert("xylophon", worte) == ""
    assert verbessert("", worte) == ""


def test_jeder_weg_hat_seine_rangfolge():
    haus = Kontaktweg("", "1", "haus@example.org", "https://haus.example")
    stelle = Kontaktweg("Sekretariat", "2", "")
    assert kontaktweg(Kontaktweg("", "3"), stelle, haus) == Kontaktweg("", "3", "haus@example.org", haus.web)
    assert kontaktweg(Kontaktweg(""), stelle, haus) == Kontaktweg("Sekretariat", "2", "haus@example.org", haus.web)
    assert kontaktweg(Kontaktweg(""), None, haus) == haus


def test_termine_pausieren_in_den_ferien():
    zeit = Zeitangabe("woechentlich", 0, von_uhr=time(9), nicht_in_ferien=True)
    montag = date(2026, 11, 23)
    tage = termine([zeit], montag, montag + timedelta(days=21), lambda tag: tag == date(2026, 11, 30))
    assert [termin.am for termin in tage] == [montag, date(2026, 12, 7), date(2026, 12, 14)]


def test_die_adresse_sagt_nur_was_gefragt_ist():
    assert Auswahl().ist_leer
    assert Auswahl(q="Müll & Co", alter=0, kostenlos=True).frage == "q=M%C3%BCll+%26+Co&alter=0&kostenlos=on"


def test_jede_sprache_hat_ihren_eigenen_namen():
    assert EIGENNAMEN.keys() == SPRACHEN.keys()
