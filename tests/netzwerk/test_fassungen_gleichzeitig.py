"""Real concurrency around steps, seats, meetings and mail settings: one form many times, several changes at once."""

import uuid
from datetime import date, timedelta

import pytest
from django.utils import timezone

from konten.models import Mailwunsch
from konten.services.abmeldung import speichere_mailwunsch
from netzwerk.models import Gremienmitglied, Gremium, Sitzung, Tagesordnungspunkt, Wiedervorlage
from netzwerk.services.fassung import ZwischenzeitlichGeaendert
from netzwerk.services.gremium import besetze, lege_an
from netzwerk.services.sitzung import Punkt, Sitzungsangaben, plane
from netzwerk.services.wiedervorlage import aendere
from tests.netzwerk.gremien import neues_gremium, sitz
from tests.netzwerk.test_kontakt_gleichzeitig import ANZAHL, gleichzeitig
from tests.welt import Welt, baue_welt, neuer_partner

pytestmark = pytest.mark.django_db(transaction=True)
EINMAL_NEU = [False] * (ANZAHL - 1) + [True]


@pytest.fixture
def stadt(transactional_db) -> Welt:
    return baue_welt()


def abgelehnte(ergebnisse: list) -> int:
    return sum(isinstance(eines, ZwischenzeitlichGeaendert) for eines in ergebnisse)


def test_dasselbe_gremium_sechsmal_zugleich_ist_eines(stadt: Welt):
    schluessel, von = uuid.uuid4(), date(2026, 1, 1)

    def anlegen(_: int) -> bool:
        gremium = Gremium(name="AK Sprache", ebene="handlung", sozialraum=stadt.konz, von=von)
        return lege_an(gremium=gremium, uuid=schluessel)[1]

    assert sorted(gleichzeitig(anlegen)) == EINMAL_NEU
    assert Gremium.objects.get().uuid == schluessel


def test_dieselbe_reihe_sechsmal_zugleich_ist_eine(stadt: Welt):
    gremium, wer, schluessel = neues_gremium(stadt), stadt.personen["leitstelle"], uuid.uuid4()
    angaben = Sitzungsangaben(am=date(2026, 12, 1), punkte=(Punkt("Ferien"),))

    def planen(_: int) -> bool:
        return plane(gremium=gremium, angaben=angaben, benutzer=wer, wochen=2, anzahl=2, uuid=schluessel)[1]

    assert sorted(gleichzeitig(planen)) == EINMAL_NEU
    assert (Sitzung.objects.count(), Tagesordnungspunkt.objects.count()) == (2, 2)


def test_von_sechs_aenderungen_an_einem_schritt_gilt_eine(stadt: Welt):
    konz = stadt.personen["netzwerk_konz"]
    heute = timezone.localdate()
    schritt = Wiedervorlage.objects.create(benutzer=konz, sozialraum=stadt.konz, was="Anrufen", am=heute)

    def aendern(nummer: int) -> Wiedervorlage:
        return aendere(wiedervorlage=schritt, version=1, was=f"Text {nummer}", zusage="wir", an=konz, heute=heute)

    ergebnisse = gleichzeitig(aendern)
    schritt.refresh_from_db()
    assert (abgelehnte(ergebnisse), schritt.version) == (ANZAHL - 1, 2)
    assert schritt.was == next(eines.was for eines in ergebnisse if isinstance(eines, Wiedervorlage))


def test_von_sechs_aenderungen_an_einem_sitz_gilt_eine(stadt: Welt):
    mitglied = sitz(neues_gremium(stadt), neuer_partner(stadt))

    def beenden(nummer: int) -> Gremienmitglied:
        zeile = Gremienmitglied.objects.get(pk=mitglied.pk)
        zeile.bis = date(2026, 12, 1) + timedelta(days=nummer)
        return besetze(sitz=zeile, version=1)

    ergebnisse = gleichzeitig(beenden)
    mitglied.refresh_from_db()
    assert (abgelehnte(ergebnisse), mitglied.version) == (ANZAHL - 1, 2)
    assert mitglied.bis == next(eines.bis for eines in ergebnisse if isinstance(eines, Gremienmitglied))


def test_sechs_erste_mailwuensche_zugleich_sind_einer(stadt: Welt):
    wer = stadt.personen["leitung_konz"]
    gleichzeitig(lambda nummer: speichere_mailwunsch(wunsch=Mailwunsch(benutzer=wer, tageserinnerung=True)))
    assert Mailwunsch.objects.get().tageserinnerung
