"""A value that was to come and is withdrawn: the one before goes on as if nothing had been entered."""

from datetime import date, timedelta

from django.utils import timezone

from konten.models import Parameter
from partner.models import Intervall, Kategorieausnahme
from tests.welt import ANFANG, Welt

BALD = timezone.localdate() + timedelta(days=10)


def test_der_parameter_davor_gilt_weiter(als, welt: Welt):
    Parameter.objects.create(schluessel="mindestumfang_vzae", wert="0.5", von=ANFANG)
    client = als("jugendamt")
    client.post("/verwaltung/parameter/neu/", {"schluessel": "mindestumfang_vzae", "wert": "0,75", "von": BALD})
    neu = Parameter.objects.get(wert="0.75")
    assert Parameter.objects.get(wert="0.5").bis == BALD - timedelta(days=1)
    client.post(f"/verwaltung/parameter/{neu.uuid}/zuruecknehmen/")
    assert list(Parameter.objects.values_list("wert", "von", "bis")) == [("0.5", ANFANG, None)]


def test_der_kontaktabstand_davor_gilt_bis_zum_naechsten(als, welt: Welt):
    spaeter = date(2090, 1, 1)
    client = als("jugendamt")
    for tage, von in ((300, spaeter), (100, BALD)):
        client.post("/verwaltung/kontaktabstaende/neu/", {"kategorie": "kita", "tage": tage, "von": von})
    client.post(f"/verwaltung/kontaktabstaende/{Intervall.objects.get(tage=100).uuid}/zuruecknehmen/")
    zeilen = Intervall.objects.filter(kategorie=welt.kategorien["kita"]).order_by("von")
    assert list(zeilen.values_list("tage", "von", "bis")) == [
        (180, ANFANG, spaeter - timedelta(days=1)),
        (300, spaeter, None),
    ]


def test_was_nichts_abloest_verlaengert_auch_nichts(als, welt: Welt):
    angaben = {"sozialraum": welt.konz, "kategorie": welt.kategorien["verein"], "begruendung": "x"}
    Kategorieausnahme.objects.create(**angaben, von=ANFANG, bis=BALD - timedelta(days=1))
    neu = Kategorieausnahme.objects.create(**angaben, von=BALD)
    als("jugendamt").post(f"/verwaltung/ausnahmen/{neu.uuid}/zuruecknehmen/")
    assert list(Kategorieausnahme.objects.values_list("von", "bis")) == [(ANFANG, BALD - timedelta(days=1))]
