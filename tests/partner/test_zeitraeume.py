"""Validity rows of a partner never overlap and never say what nobody meant, whatever day is entered."""

from datetime import date, timedelta

from django.utils import timezone

from netzwerk.selectors.pruefung import befunde
from partner.models import Netzwerkpartner, Wirkungsbereich
from partner.services.partner import aendere, setze_zustand
from tests.partner.test_partner_pflege import angaben
from tests.welt import ANFANG, Welt, neuer_partner

HEUTE = timezone.localdate()
VON, DAVOR = date(2026, 1, 1), date(2025, 6, 1)


def kategorien(partner: Netzwerkpartner) -> list[tuple]:
    return list(partner.kategoriezuordnungen.order_by("von").values_list("kategorie__kuerzel", "von", "bis"))


def test_rueckwirkend_ersetzte_kategorie_gilt_auch_heute_nicht_mehr(welt: Welt):
    partner = neuer_partner(welt, von=VON)
    aendere(partner=partner, version=1, kategorien=[(welt.kategorien["schule"], "")], ab=DAVOR)
    assert kategorien(partner) == [("schule", DAVOR, None)]


def test_unveraenderte_kategorie_wird_nicht_zurueckdatiert(welt: Welt):
    partner = neuer_partner(welt, von=VON)
    gewuenscht = [(welt.kategorien["kita"], ""), (welt.kategorien["verein"], "")]
    aendere(partner=partner, version=1, kategorien=gewuenscht, ab=DAVOR)
    assert kategorien(partner) == [("verein", DAVOR, None), ("kita", VON, None)]


def test_verlaengerte_zustaendigkeit_reicht_nicht_in_die_naechste(als, welt: Welt):
    partner = neuer_partner(welt)
    erste = partner.wirkungsbereiche.get()
    Wirkungsbereich.objects.update(bis=date(2024, 12, 31))
    Wirkungsbereich.objects.create(partner=partner, sozialraum=welt.konz, von=date(2025, 6, 1))
    client = als("leitstelle")
    antwort = client.post(f"/wirkungsbereiche/{erste.uuid}/beenden/", {"bis": "2026-01-31"})
    assert "überschneidet sich mit einem anderen Eintrag" in antwort.content.decode()
    assert client.post(f"/wirkungsbereiche/{erste.uuid}/beenden/", {"bis": "2025-05-31"}).status_code == 302
    assert list(befunde()) == []


def test_partner_mit_kuenftiger_zustaendigkeit_ist_heute_schon_aktiv(als, welt: Welt):
    ab = HEUTE + timedelta(days=10)
    client = als("netzwerk_konz")
    client.post("/partner/neu/", angaben(welt, ab=ab.isoformat()))
    partner = Netzwerkpartner.objects.get()
    assert partner.zustaende.get().von == HEUTE
    assert kategorien(partner) == [("kita", HEUTE, None)]
    assert partner.wirkungsbereiche.get().von == ab
    assert "Kita Neubach" in client.get("/partner/").content.decode()
    assert client.get(f"{partner.get_absolute_url()}bearbeiten/").status_code == 200
    assert als("netzwerk_saarburg").get(f"{partner.get_absolute_url()}bearbeiten/").status_code == 403


def test_ein_schon_eingetragener_zustand_wird_genannt(als, welt: Welt):
    partner = neuer_partner(welt)
    morgen = HEUTE + timedelta(days=1)
    setze_zustand(partner=partner, zustand="ruhend", ab=morgen)
    antwort = als("netzwerk_konz").post(
        f"/partner/{partner.uuid}/zustand/", {"zustand": "aktiv", "ab": HEUTE.isoformat()}, follow=True
    )
    text = antwort.content.decode()
    assert f"ist ab dem {ANFANG:%d.%m.%Y} aktiv. Ab dem {morgen:%d.%m.%Y} ist er ruhend" in text
