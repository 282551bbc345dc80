"""Open data: every object keeps to the standard, nothing that is not public leaves, bad questions get clear answers."""

from datetime import date, time, timedelta
from itertools import pairwise
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from netzwerk.models import Thema
from partner.api.antwort import ANFRAGEN_JE_MINUTE
from partner.models import Angebot, Angebotszeit, Netzwerkpartner, Partnerzustand
from partner.reports.hsds import Begriff
from partner.rules.angebot import Angebotsstufe
from partner.rules.angebotszeit import Rhythmus, Zeitangabe
from partner.rules.hsds import Blatt, bundesland, erster_tag, status, zeitplan
from partner.rules.hsdsfrage import Fragefehler, lies_frage
from tests.partner.angebote import neues_angebot
from tests.partner.hsds_norm import NORM, maengel
from tests.welt import Welt, neuer_partner

WURZEL = "/api/hsds/"
EINE_STUNDE = timedelta(hours=1)
HEUTE = date(2026, 3, 2)


@pytest.fixture(autouse=True)
def frische_drossel():
    cache.clear()


def hole(weg: str = "", **frage):
    return Client().get(WURZEL + weg, frage)


def veroeffentlicht(welt: Welt, titel: str = "Offener Treff", **felder) -> Angebot:
    angaben = {"ist_oeffentlich": True, "geprueft_am": timezone.localdate(), "stufe": Angebotsstufe.GEPFLEGT} | felder
    return neues_angebot(welt, titel, **angaben)


def mit_allem(welt: Welt) -> Angebot:
    """An offer in which every field of the standard that we know is filled."""
    haus = neuer_partner(welt, "Haus am Bach", sozialraum="konz")
    Netzwerkpartner.objects.filter(pk=haus.pk).update(
        strasse="Bachweg 1", plz="54329", ort="Konz", breite="49.700123", laenge="6.576543",
        telefon="06501 1234", email="haus@example.org", web="https://bücher.example.org/über uns", kurzname="HaB",
        notiz="nur für uns", aufgaben="intern",
    )  # fmt: skip
    haus.refresh_from_db()
    angebot = veroeffentlicht(
        welt, "Krabbelgruppe", anbieter=haus, kurztext="Für die Kleinsten", text="Zusammen spielen.",
        alter_von=0, alter_bis=3, lebensphasen=("baby",), situationen=("geld",), geeignet_fuer="Neu Zugezogene",
        gegenleistung="nur für uns", kostenart="betrag", kosten_betrag="2.50", kosten_hinweis="je Treffen",
        zugang="anmeldung", zugang_hinweis="Anruf genügt", unterlagen="Impfpass", plaetze=10, plaetze_frei=0,
        warteliste="offen", kapazitaet_am=date(2026, 1, 5), sprachen=("de", "uk"), barrierefrei="teilweise",
        zugaenglichkeit=("wc",), zugaenglichkeit_hinweis="Klingel links", telefon="06501 99", web="https://example.org",
        email="gruppe@example.org",
    )  # fmt: skip
    thema = Thema.objects.create(name="Frühe Hilfen im Ort")
    angebot.themen.add(thema)
    Angebotszeit.objects.create(
        angebot=angebot, rhythmus="zweiwoechentlich", wochentag=3, von_uhr=time(9, 30), bis_uhr=time(11),
        ab=date(2026, 1, 5), nicht_in_ferien=True,
    )  # fmt: skip
    return angebot


# --- Rules ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stufe", "zustand", "gilt_bis", "wort"),
    [
        ("gepflegt", "aktiv", None, "active"),
        ("entdeckt", None, HEUTE, "active"),
        ("aktiviert", "ruhend", None, "temporarily closed"),
        ("ruhend", "aktiv", None, "inactive"),
        ("ruhend", "ruhend", None, "inactive"),
        ("gepflegt", "geschlossen", None, "defunct"),
        ("gepflegt", "aktiv", HEUTE - timedelta(days=1), "defunct"),
    ],
)
def test_vier_zustaende(stufe, zustand, gilt_bis, wort):
    assert status(stufe, zustand, gilt_bis, HEUTE) == wort


@pytest.mark.parametrize(
    ("plz", "land"),
    [("54329", "Rheinland-Pfalz"), ("66663", "Saarland"), ("66482", "Rheinland-Pfalz"), ("", "Rheinland-Pfalz")],
)
def test_bundesland(plz, land):
    assert bundesland(plz) == land


def test_zeit_alle_zwei_wochen():
    zeit = Zeitangabe(Rhythmus.ZWEIWOECHENTLICH, 1, von_uhr=time(14), bis_uhr=time(15, 30), ab=date(2026, 1, 8))
    # The 8th is a Thursday: that week's Tuesday is over, so the first one is twelve days later.
    assert erster_tag(zeit) == date(2026, 1, 20)
    assert zeitplan(zeit, date(2026, 6, 30), EINE_STUNDE) == {
        "valid_from": "2026-01-08",
        "valid_to": "2026-06-30",
        "dtstart": "2026-01-20",
        "timezone": 1.0,
        "opens_at": "14:00+01:00",
        "closes_at": "15:30+01:00",
        "description": "alle zwei Wochen dienstags 14:00–15:30 Uhr",
        "freq": "WEEKLY",
        "interval": 2,
        "byday": "TU",
        "until": "2026-06-30",
    }


@pytest.mark.parametrize(("woche", "byday"), [(2, "2SU"), (5, "-1SU")])
def test_zeit_im_monat(woche, byday):
    zeit = zeitplan(Zeitangabe(Rhythmus.MONATLICH, 6, woche), None, EINE_STUNDE)
    assert (zeit["freq"], zeit["byday"]) == ("MONTHLY", byday)
    assert "until" not in zeit


def test_einmalige_zeit():
    zeit = zeitplan(Zeitangabe(Rhythmus.EINMALIG, None, ab=HEUTE), None, EINE_STUNDE)
    assert (zeit["dtstart"], zeit["valid_to"], zeit["until"]) == ("2026-03-02",) * 3
    assert "freq" not in zeit


def test_blatt():
    rumpf = Blatt(2, 10, 11).rumpf([{"id": "x"}])
    assert rumpf | {"contents": None} == {
        "total_items": 11, "total_pages": 2, "page_number": 2, "size": 1,
        "first_page": False, "last_page": True, "empty": False, "contents": None,
    }  # fmt: skip
    assert Blatt(1, 10, 0).rumpf([])["total_pages"] == 0
    assert Blatt(10**8, 10, 11).spanne == (0, 0)


@pytest.mark.parametrize(
    "angaben",
    [
        {"page": "0"}, {"page": "-1"}, {"page": "1.5"}, {"page": "٣"}, {"page": "9" * 30}, {"per_page": "0"},
        {"per_page": "alle"}, {"full": "vielleicht"}, {"format": "xml"}, {"modified_after": "gestern"},
        {"modified_after": "2026-02-30"}, {"modified_after": "0001-01-01T00:00:00+14:00"},
        {"modified_after": "9999-12-31T23:59:59-14:00"}, {"modified_after": "\x00"},
    ],
)  # fmt: skip
def test_unsinn_wird_abgelehnt(angaben):
    with pytest.raises(Fragefehler, match=next(iter(angaben))):
        lies_frage(angaben)


def test_frage_mit_grenzen():
    assert lies_frage({"per_page": "5000"}).je_seite == 100
    assert lies_frage({"per_page": "5000", "minimal": "true"}).je_seite == 5000
    assert lies_frage({"minimal": "true"}).je_seite == 10_000
    assert lies_frage({"modified_after": "2026-01-01T00:00:00 01:00"}).geaendert_seit.utcoffset() == EINE_STUNDE
    assert lies_frage({"search": "a\x00" + "b" * 500}).suche == "a " + "b" * 198


# --- Objects --------------------------------------------------------------------------------------------------------


def test_angebot_mit_allem(welt):
    angebot = mit_allem(welt)
    antwort = hole(f"services/{angebot.uuid}")
    objekt = antwort.json()

    assert antwort["Content-Type"] == "application/json; charset=utf-8"
    assert maengel("service", objekt) == []
    # Every kind of object that we know was in it: otherwise the check above says little.
    listen = "phones schedules service_areas service_at_locations languages cost_options required_documents capacities"
    assert [name for name in [*listen.split(), "attributes"] if not objekt.get(name)] == []
    assert objekt["status"] == "active"
    assert objekt["description"] == "Für die Kleinsten\n\nZusammen spielen."
    assert objekt["assured_date"] == timezone.localdate().isoformat()
    assert (objekt["minimum_age"], objekt["maximum_age"]) == (0, 3)
    assert objekt["cost_options"][0]["amount"] == 2.5
    assert objekt["fees_description"] == "kostet etwas; 2,50 Euro; je Treffen"
    assert objekt["capacities"][0] | {"id": ""} == {
        "id": "",
        "unit": objekt["capacities"][0]["unit"],
        "available": 0,
        "maximum": 10,
        "description": "Warteliste",
        "updated": "2026-01-05T00:00:00.000+01:00",
    }
    assert {(s["code"], s["name"]) for s in objekt["languages"]} == {("de", "Deutsch"), ("uk", "Ukrainisch")}
    assert objekt["schedules"][0]["notes"] == "Nicht in den Schulferien von Rheinland-Pfalz."
    ort = objekt["service_at_locations"][0]["location"]
    assert (ort["latitude"], ort["longitude"]) == (49.700123, 6.576543)
    assert ort["addresses"][0]["state_province"] == "Rheinland-Pfalz"
    assert ort["addresses"][0]["country"] == "DE"
    assert objekt["organization"]["website"] == "https://b%C3%BCcher.example.org/%C3%BCber%20uns"
    assert {m["taxonomy_term"]["name"] for m in objekt["attributes"]} == {
        "Frühe Hilfen im Ort", "Angebot", "Schwangerschaft und Babyzeit", "wenig Geld",
    }  # fmt: skip
    assert "nur für uns" not in antwort.content.decode()
    assert "intern" not in antwort.content.decode()


def test_wenig_bekannt_heisst_wenige_felder(welt):
    angebot = veroeffentlicht(welt, "Nur ein Titel", geprueft_am=None)
    objekt = hole(f"services/{angebot.uuid}").json()
    assert maengel("service", objekt) == []
    assert {"assured_date", "minimum_age", "cost_options", "url", "phones"}.isdisjoint(objekt)


def test_jede_ortsart(welt):
    nah = veroeffentlicht(welt, "Im Saal", ortsart="eigen", ortsname="Saal", plz="66663", ort="Merzig")
    fern = veroeffentlicht(welt, "Am Telefon", ortsart="fern")
    heim = veroeffentlicht(welt, "Zu Hause", ortsart="aufsuchend")

    orte = {zeile["id"]: zeile for zeile in hole("service_at_locations", full="true").json()["contents"]}
    assert {art for zeile in orte.values() for art in maengel("service_at_location", zeile)} == set()
    assert orte[str(nah.uuid)]["location"]["addresses"][0]["address_1"] == "Saal"
    assert orte[str(nah.uuid)]["location"]["addresses"][0]["state_province"] == "Saarland"
    assert orte[str(fern.uuid)]["location"]["location_type"] == "virtual"
    assert str(heim.uuid) not in orte
    assert hole(f"service_at_locations/{heim.uuid}").status_code == 404
    assert hole(f"service_at_locations/{nah.uuid}").json()["service"]["name"] == "Im Saal"
    assert "service_at_locations" not in hole(f"services/{heim.uuid}").json()
    assert hole("service_at_locations", postcode="66663").json()["total_items"] == 1


def test_anbieter(welt):
    angebot = mit_allem(welt)
    veroeffentlicht(welt, "Zweites", anbieter=angebot.anbieter)
    neuer_partner(welt, "Ohne Angebot", sozialraum="konz")

    assert [zeile["name"] for zeile in hole("organizations").json()["contents"]] == ["Haus am Bach"]
    for frage in ({}, {"full_service": "true"}):
        objekt = hole(f"organizations/{angebot.anbieter.uuid}", **frage).json()
        assert maengel("organization", objekt) == []
        assert [dienst["name"] for dienst in objekt["services"]] == ["Krabbelgruppe", "Zweites"]
        assert objekt["locations"][0]["id"] == objekt["id"]
        assert ("schedules" in objekt["services"][0]) is bool(frage)
    assert maengel("organization", hole("organizations", full="true").json()["contents"][0]) == []


def test_taxonomien_und_begriffe(welt):
    taxonomien = hole("taxonomies").json()["contents"]
    assert [zeile["name"] for zeile in taxonomien] == ["Themen", "Arten", "Lebensphasen", "Besondere Lagen"]
    lebensphasen = taxonomien[2]["id"]
    begriffe = hole("taxonomy_terms", taxonomy_id=lebensphasen).json()
    assert begriffe["total_items"] == 7
    for zeile in [*taxonomien, hole(f"taxonomies/{lebensphasen}").json()]:
        assert maengel("taxonomy", zeile) == []
    for zeile in [*begriffe["contents"], hole(f"taxonomy_terms/{begriffe['contents'][0]['id']}").json()]:
        assert maengel("taxonomy_term", zeile) == []
    assert hole("taxonomy_terms", parent_id=lebensphasen).json()["empty"] is True


def test_die_pruefung_kann_scheitern():
    gut = {"id": str(uuid4()), "name": "Treff", "status": "active"}
    assert maengel("service", gut) == []
    uhr = {"schedules": [{"id": str(uuid4()), "opens_at": "9 Uhr"}]}
    texte = ({"id": "7"}, {"status": "aktiv"}, {"url": None}, {"email": "niemand"}, {"url": "www.ohne Schema"})
    for falsch in (*texte, {"last_modified": "gestern"}, uhr):
        assert maengel("service", gut | falsch) != [], falsch
    assert {"service", "organization", "taxonomy_term"} <= set(NORM)


# --- Lists ----------------------------------------------------------------------------------------------------------


def test_blaettern_trifft_jedes_einmal(welt):
    haus = neuer_partner(welt, "Haus", sozialraum="konz")
    for nummer in range(5):
        veroeffentlicht(welt, f"Treff {nummer}", anbieter=haus)
    seiten = [hole("services", page=nummer, per_page=2).json() for nummer in (1, 2, 3)]
    assert [zeile["name"] for seite in seiten for zeile in seite["contents"]] == [f"Treff {n}" for n in range(5)]
    assert [(s["size"], s["first_page"], s["last_page"]) for s in seiten] == [
        (2, True, False), (2, False, False), (1, False, True),
    ]  # fmt: skip
    dahinter = hole("services", page=4, per_page=2).json()
    assert (dahinter["empty"], dahinter["total_pages"], dahinter["contents"]) == (True, 3, [])
    assert all(set(eine) == set(andere) for eine, andere in pairwise(seiten))


def test_voll_und_kurz(welt):
    angebot = mit_allem(welt)
    einfach = hole("services").json()["contents"][0]
    assert "schedules" not in einfach
    assert einfach["organization"]["name"] == "Haus am Bach"
    assert hole("services", full="true").json()["contents"] == [hole(f"services/{angebot.uuid}").json()]
    assert list(hole("services", minimal="true").json()["contents"][0]) == ["id", "modified_date"]


def test_suchen_und_filtern(welt):
    krabbel, anderes = mit_allem(welt), veroeffentlicht(welt, "Schachclub", art="ehrenamt")

    def titel(**frage) -> list[str]:
        return [zeile["name"] for zeile in hole("services", **frage).json()["contents"]]

    assert titel(search="KRÄBBEL") == []
    assert titel(search="krabbel") == ["Krabbelgruppe"]
    assert titel(organization_id=anderes.anbieter.uuid) == ["Schachclub"]
    assert titel(taxonomy_term_id=Begriff("art", "ehrenamt", "").id) == ["Schachclub"]
    assert titel(taxonomy_term_id=Begriff("lebensphase", "baby", "").id) == ["Krabbelgruppe"]
    assert titel(taxonomy_term_id=Begriff("thema", str(krabbel.themen.get().pk), "").id) == ["Krabbelgruppe"]
    je_taxonomie = {z["name"]: titel(taxonomy_id=z["id"]) for z in hole("taxonomies").json()["contents"]}
    assert je_taxonomie == {
        "Themen": ["Krabbelgruppe"], "Arten": ["Krabbelgruppe", "Schachclub"], "Lebensphasen": ["Krabbelgruppe"],
        "Besondere Lagen": ["Krabbelgruppe"],
    }  # fmt: skip
    assert titel(taxonomy_term_id=uuid4()) == titel(taxonomy_id=uuid4()) == titel(organization_id=uuid4()) == []


def test_nur_geaendertes(welt):
    alt, neu, haus_neu = (veroeffentlicht(welt, titel) for titel in ("Alt", "Neu", "Haus neu"))
    frueher = timezone.now() - timedelta(days=30)
    Angebot.objects.exclude(pk=neu.pk).update(geaendert_am=frueher)
    Netzwerkpartner.objects.filter(pk__in=[alt.anbieter_id, neu.anbieter_id]).update(geaendert_am=frueher)
    seit = (timezone.now() - timedelta(days=1)).isoformat()
    assert [z["name"] for z in hole("services", modified_after=seit).json()["contents"]] == ["Neu", "Haus neu"]
    assert haus_neu.anbieter.name == "Haus Haus neu"


def test_nichts_unveroeffentlichtes(welt):
    heute = timezone.localdate()
    geheim = [
        neues_angebot(welt, "Geheim nie", geprueft_am=heute),
        veroeffentlicht(welt, "Geheim ruhend", stufe=Angebotsstufe.RUHEND),
        veroeffentlicht(welt, "Geheim alt", geprueft_am=heute - timedelta(days=1500)),
        veroeffentlicht(welt, "Geheim vorbei", gilt_bis=heute - timedelta(days=1)),
        veroeffentlicht(welt, "Geheim zu"),
    ]
    Partnerzustand.objects.filter(partner=geheim[-1].anbieter).update(zustand="geschlossen")
    for liste in ("services", "service_at_locations", "organizations"):
        for frage in ({}, {"full": "true"}, {"minimal": "true"}, {"search": "Geheim"}, {"full_service": "true"}):
            antwort = hole(liste, **frage)
            assert antwort.json()["total_items"] == 0
            assert "Geheim" not in antwort.content.decode()
    for angebot in geheim:
        assert hole(f"services/{angebot.uuid}").status_code == 404
        assert hole(f"organizations/{angebot.anbieter.uuid}").status_code == 404


def test_anbieter_in_pause(welt):
    angebot = veroeffentlicht(welt)
    Partnerzustand.objects.filter(partner=angebot.anbieter).update(zustand="ruhend")
    assert hole(f"services/{angebot.uuid}").json()["status"] == "temporarily closed"


@pytest.mark.parametrize(
    ("weg", "hoechstens"),
    [("services", 3), ("services?full=true", 7), ("service_at_locations?full=true", 7), ("organizations?full=true", 4),
     ("organizations?full_service=true", 8)],
)  # fmt: skip
def test_gleich_viele_abfragen(welt, weg, hoechstens, django_assert_max_num_queries):
    for nummer in range(3):
        veroeffentlicht(welt, f"Treff {nummer}", sprachen=("de",), lebensphasen=("baby",))
    with django_assert_max_num_queries(hoechstens):
        assert Client().get(WURZEL + weg).json()["total_items"] == 3


# --- Questions from everywhere --------------------------------------------------------------------------------------


def test_wurzel_und_beschreibung(db, settings):
    wurzel = hole().json()
    assert wurzel["version"] == "3.1"
    assert wurzel["openapi_url"] == f"{settings.BASIS_URL}/api/hsds/openapi.json"
    beschreibung = hole("openapi.json").json()
    for weg in beschreibung["paths"]:
        if "{id}" not in weg:
            assert hole(weg.strip("/")).status_code == 200, weg
    assert len(beschreibung["paths"]) == 11
    assert "HSDS 3.1" in hole("doku/").content.decode()


def test_etag(welt):
    angebot = veroeffentlicht(welt)
    erste = hole(f"services/{angebot.uuid}")
    assert erste["Cache-Control"] == "public, max-age=300"
    zweite = Client().get(f"{WURZEL}services/{angebot.uuid}", headers={"If-None-Match": f'W/"x", {erste["ETag"]}'})
    assert (zweite.status_code, zweite.content, zweite["Access-Control-Allow-Origin"]) == (304, b"", "*")
    Angebot.objects.filter(pk=angebot.pk).update(titel="Anders")
    dritte = Client().get(f"{WURZEL}services/{angebot.uuid}", headers={"If-None-Match": erste["ETag"]})
    assert dritte.json()["name"] == "Anders"


def test_kopf_und_vorfrage(welt):
    kopf = Client().head(WURZEL + "services")
    assert (kopf.status_code, kopf.content, kopf["ETag"] != "") == (200, b"", True)
    vorfrage = Client().options(WURZEL + "services", headers={"Origin": "https://example.org"})
    assert (vorfrage.status_code, vorfrage["Access-Control-Allow-Methods"]) == (204, "GET, HEAD, OPTIONS")
    falsch = Client().post(WURZEL + "services")
    assert (falsch.status_code, falsch["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert "Vary" not in kopf
    for antwort in (kopf, vorfrage, falsch):
        assert antwort["Access-Control-Allow-Origin"] == "*"
        assert not antwort.cookies


@pytest.mark.parametrize(
    ("weg", "code"),
    [
        ("services?page=0", 400), ("services?taxonomy_term_id=%00", 400), ("services?organization_id=1'--", 400),
        ("services?page=999999999", 200), ("services?search=%00%25%5F'%22", 200), ("services?postcode=%00", 200),
        ("services/1", 404), ("services/%00", 404), ("services/00000000-0000-0000-0000-000000000000", 404),
        ("taxonomies/7", 404), ("taxonomy_terms/7", 404), ("organizations/x/y", 404), ("gibtsnicht", 404),
        ("services/", 200), ("taxonomies?search=lage", 200),
    ],
)  # fmt: skip
def test_boeswilliges(db, weg, code):
    antwort = Client().get(WURZEL + weg)
    assert antwort.status_code == code
    assert antwort["Access-Control-Allow-Origin"] == "*"
    if code != 200:
        assert antwort["Content-Type"].startswith("application/problem+json")
        assert antwort.json()["status"] == code
        assert antwort.json()["detail"]


def test_drossel(db):
    for _ in range(ANFRAGEN_JE_MINUTE):
        assert hole("taxonomies").status_code == 200
    antwort = hole("taxonomies")
    assert (antwort.status_code, antwort["Retry-After"], antwort.json()["status"]) == (429, "60", 429)
    assert antwort["Access-Control-Allow-Origin"] == "*"
