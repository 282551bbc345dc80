"""Secret links: one purpose, an end, used up by exactly one, withdrawn."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone

from konten.models import Linkschluessel
from konten.rules.link import Linkstand, linkstand
from konten.services.link import finde, loesche_alte, stelle_aus, verbrauche, widerrufe


def test_zurueckziehen_geht_vor_benutzt_und_benutzt_vor_abgelaufen():
    jetzt = timezone.now()
    gestern = jetzt - timedelta(days=1)
    assert linkstand(jetzt, None, None, jetzt) == Linkstand.GUELTIG
    assert linkstand(gestern, None, None, jetzt) == Linkstand.ABGELAUFEN
    assert linkstand(gestern, gestern, None, jetzt) == Linkstand.VERBRAUCHT
    assert linkstand(jetzt, gestern, gestern, jetzt) == Linkstand.WIDERRUFEN


@pytest.mark.django_db
def test_link_gilt_fuer_einen_zweck_und_steht_nicht_in_der_datenbank():
    gegenstand = uuid4()
    geheimnis = stelle_aus(zweck="antwort", gegenstand=gegenstand, gueltig_bis=timezone.now() + timedelta(days=1))
    schluessel = finde("antwort", geheimnis)
    assert schluessel.gegenstand == gegenstand
    assert geheimnis not in schluessel.abdruck
    assert finde("anfrage", geheimnis) is None
    assert finde("antwort", geheimnis + "x") is None
    assert finde("antwort", "x" * 5000) is None


@pytest.mark.django_db
def test_zurueckgezogene_und_abgelaufene_links_verbraucht_niemand():
    eins, zwei = uuid4(), uuid4()
    morgen = timezone.now() + timedelta(days=1)
    bleibt = finde("antwort", stelle_aus(zweck="antwort", gegenstand=eins, gueltig_bis=morgen))
    geht = finde("antwort", stelle_aus(zweck="antwort", gegenstand=zwei, gueltig_bis=morgen))
    alt = finde("antwort", stelle_aus(zweck="antwort", gegenstand=eins, gueltig_bis=morgen - timedelta(days=9)))
    assert widerrufe(zweck="antwort", gegenstaende=[zwei]) == 1
    assert (verbrauche(schluessel=geht), verbrauche(schluessel=alt)) == (False, False)
    assert (verbrauche(schluessel=bleibt), verbrauche(schluessel=bleibt)) == (True, False)
    assert loesche_alte(timezone.now()) == 1
    assert set(Linkschluessel.objects.values_list("pk", flat=True)) == {bleibt.pk, geht.pk}


@pytest.mark.django_db(transaction=True)
def test_von_zweien_zugleich_verbraucht_ihn_einer():
    morgen = timezone.now() + timedelta(days=1)
    schluessel = finde("antwort", stelle_aus(zweck="antwort", gegenstand=uuid4(), gueltig_bis=morgen))

    def versuche(_: int) -> bool:
        try:
            return verbrauche(schluessel=schluessel)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as faeden:
        assert sorted(faeden.map(versuche, range(4))) == [False, False, False, True]
