"""Pages of offers: filters, form with times, both versions, acts, anonymous use, export."""

from uuid import uuid4

import pytest
from django.utils import timezone

from netzwerk.models import Thema
from partner.models import Angebot, Sammlung
from tests.partner.angebote import neues_angebot
from tests.welt import Welt, neuer_partner

pytestmark = pytest.mark.django_db


def titel(antwort) -> list[str]:
    return [zeile.angebot.titel for zeile in antwort.context["zeilen"]]


def test_die_filter_finden_was_gemeint_ist(welt: Welt, als):
    heute, sprache = timezone.localdate(), Thema.objects.create(name="Sprache")
    baby = neues_angebot(welt, "Babytreff", alter_bis=3, lebensphasen=("baby",), geprueft_am=heute, plaetze_frei=2)
    jugend = neues_angebot(welt, "Jugendcafé", raum="saarburg", alter_von=12, sprachen=("uk",), art="raum")
    jugend.themen.add(sprache)
    neues_angebot(welt, "Ruhendes", stufe="ruhend")
    client = als("netzwerk_konz")
    erwartet = {
        "": ["Babytreff", "Jugendcafé"],
        "q=jugendcafe": ["Jugendcafé"],
        f"q={baby.anbieter.name}": ["Babytreff"],
        "alter=2": ["Babytreff"],
        "alter=12": ["Jugendcafé"],
        "lebensphase=baby": ["Babytreff"],
        "sprache=uk": ["Jugendcafé"],
        f"thema={sprache.pk}": ["Jugendcafé"],
        "art=raum": ["Jugendcafé"],
        "sozialraum=konz": ["Babytreff"],
        "meine=on": ["Babytreff"],
        "frei=on": ["Babytreff"],
        "frische=faellig": ["Jugendcafé"],
        "frische=aktuell": ["Babytreff"],
        "stufe=ruhend": ["Ruhendes"],
        "stufe=alle&sortierung=-titel": ["Ruhendes", "Jugendcafé", "Babytreff"],
        "sortierung=geprueft": ["Jugendcafé", "Babytreff"],
        "art=gibtesnicht&alter=viele&page=abc": ["Babytreff", "Jugendcafé"],
    }
    assert {frage: titel(client.get(f"/angebote/?{frage}")) for frage in erwartet} == erwartet
    assert "Kein Angebot passt zu diesen Filtern" in client.get("/angebote/?q=xyz").text


def test_der_export_nennt_schluessel_und_entschaerft_formeln(welt: Welt, als):
    angebot = neues_angebot(welt, "=SUMME(A1)", sprachen=("de", "uk"), ist_oeffentlich=True)
    zeilen = als("team_konz").get("/angebote/?format=csv").content.decode("utf-8-sig").splitlines()
    kopf, werte = (zeile.split(";") for zeile in zeilen)
    eintrag = dict(zip(kopf, werte, strict=True))
    assert eintrag["ID"] == str(angebot.uuid)
    assert eintrag["Titel"] == "'=SUMME(A1)"
    assert eintrag["Sprachen"] == "Deutsch, Ukrainisch"
    assert eintrag["Veröffentlicht"] == "ja"


def felder(welt: Welt, **anders) -> dict:
    return {
        "titel": "Elterncafé",
        "art": "angebot",
        "ortsart": "anbieter",
        "sozialraeume": [welt.konz.pk],
        "uuid": str(uuid4()),
    } | anders


def test_anlegen_mit_zeiten_und_themen(welt: Welt, als):
    partner, thema = neuer_partner(welt, "Haus der Familie"), Thema.objects.create(name="Elternbildung")
    client = als("netzwerk_konz")
    assert "Haus der Familie" in client.get("/angebote/neu/?q=familie").text
    url = f"/angebote/neu/?partner={partner.uuid}"
    zeit = {"zeit1_rhythmus": "monatlich", "zeit1_wochentag": "1", "zeit1_von_uhr": "09:30"}
    halb = client.post(url, felder(welt, **zeit))
    assert "der wievielte Wochentag" in halb.text
    daten = felder(welt, **zeit, zeit1_monatswoche="2", themen=[thema.pk], sprachen=["uk", "de"], alter_bis="3")
    for _ in range(2):
        antwort = client.post(url, daten, follow=True)
    angebot = Angebot.objects.get()
    assert (str(angebot.zeiten.get()), angebot.sprachen) == ("am zweiten Dienstag im Monat 9:30 Uhr", ("de", "uk"))
    assert list(angebot.themen.all()) == [thema]
    assert "noch nie geprüft" in antwort.text
    assert "Elterncafé" in client.get(f"/partner/{partner.uuid}/angebote/", headers={"HX-Request": "true"}).text


@pytest.mark.parametrize(
    ("anders", "satz"),
    [
        ({"sozialraeume": []}, "Dieses Feld ist zwingend erforderlich"),
        ({"alter_von": "9", "alter_bis": "3"}, "Das Alter „von“ liegt über dem Alter „bis“."),
        ({"plaetze": "3", "plaetze_frei": "4"}, "Es können nicht mehr Plätze frei sein"),
        ({"kostenart": "kostenlos", "kosten_betrag": "5"}, "bitte keinen Betrag"),
        ({"ortsart": "eigen"}, "Bitte nennen Sie den Ort"),
        ({"sprachen": ["klingonisch"]}, "klingonisch"),
        ({"geeignet_fuer": "Für den Sohn von Frau Müller, geboren am 12.03.2017"}, "Angaben über ein Kind"),
    ],
)
def test_was_nicht_stimmt_wird_gesagt_und_nichts_geht_verloren(welt: Welt, als, anders, satz):
    partner = neuer_partner(welt, "Haus der Familie")
    antwort = als("netzwerk_konz").post(f"/angebote/neu/?partner={partner.uuid}", felder(welt, **anders))
    assert satz in antwort.text
    assert 'value="Elterncafé"' in antwort.text
    assert not Angebot.objects.exists()


def test_zwei_aendern_zugleich_und_sehen_beide_fassungen(welt: Welt, als):
    angebot = neues_angebot(welt, "Elterncafé")
    url = f"{angebot.get_absolute_url()}bearbeiten/"
    als("leitstelle").post(url, felder(welt, titel="Elterncafé am Bach", version="1"))
    antwort = als("netzwerk_konz").post(url, felder(welt, titel="Café für Eltern", version="1"))
    assert "Zwei Fassungen" in antwort.text
    assert "am Bach" in antwort.text
    als("netzwerk_konz").post(url, felder(welt, titel="Café für Eltern", version="2"))
    angebot.refresh_from_db()
    assert (angebot.titel, angebot.version) == ("Café für Eltern", 3)


def test_fremde_sozialraeume_bleiben_und_lassen_sich_nicht_nehmen(welt: Welt, als):
    angebot = neues_angebot(welt)
    angebot.sozialraeume.add(welt.saarburg)
    url = f"{angebot.get_absolute_url()}bearbeiten/"
    als("netzwerk_konz").post(url, felder(welt, version="1"))
    assert set(angebot.sozialraeume.all()) == {welt.konz, welt.saarburg}
    antwort = als("netzwerk_konz").post(url, felder(welt, version="2", sozialraeume=[welt.saarburg.pk]))
    assert "mindestens einen eigenen Sozialraum" in antwort.text


def test_das_team_zaehlt_eine_nutzung_und_nimmt_sie_zurueck(welt: Welt, als):
    angebot, client, schluessel = neues_angebot(welt), als("team_konz"), str(uuid4())
    url = f"{angebot.get_absolute_url()}nutzung/"
    for _ in range(2):
        antwort = client.post(url, {"schluessel": schluessel, "jahr": str(timezone.localdate().year)}, follow=True)
    assert angebot.nutzungen.count() == 1
    assert "Das war schon gezählt" in antwort.text
    assert "Zurücknehmen" in antwort.text
    client.post(url, {"schluessel": schluessel, "zurueck": "1"})
    assert angebot.nutzungen.count() == 0
    client.post(url, {"schluessel": "kaputt"})
    assert angebot.nutzungen.count() == 0


def test_eine_sammlung_entsteht_und_ordnet_sich(welt: Welt, als):
    eines, anderes, client = neues_angebot(welt, "Eins"), neues_angebot(welt, "Zwei"), als("netzwerk_konz")
    client.post("/angebote/sammlungen/neu/", {"titel": "Rund um die Geburt", "uuid": str(uuid4())})
    sammlung = Sammlung.objects.get()
    for angebot in (eines, anderes):
        client.post(f"{angebot.get_absolute_url()}sammeln/", {"sammlung": str(sammlung.uuid)})
    url = f"{sammlung.get_absolute_url()}platz/"
    client.post(url, {"angebot": str(anderes.uuid), "handlung": "hinauf"})
    assert titel(client.get(sammlung.get_absolute_url())) == ["Zwei", "Eins"]
    client.post(url, {"angebot": str(anderes.uuid), "handlung": "heraus"})
    assert titel(als("team_konz").get(sammlung.get_absolute_url())) == ["Eins"]
    assert als("netzwerk_saarburg").post(url, {"angebot": str(eines.uuid), "handlung": "heraus"}).status_code == 403
