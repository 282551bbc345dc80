"""Real concurrency: the same form sent several times at once, two edits at once."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client

from konten.services.datei import stelle_bereit
from netzwerk.models import Kontakt, Wiedervorlage
from netzwerk.services.kontakt import (
    Beteiligter,
    Kontaktangaben,
    ZwischenzeitlichGeaendert,
    aendere,
    erfasse,
)
from partner.models import Netzwerkpartner
from tests.konten.dateien import datei
from tests.netzwerk.test_kontakt_formular import NEU, eingaben
from tests.netzwerk.test_kontakt_neuer_partner import neu
from tests.welt import baue_welt, neuer_partner

ANZAHL = 6


def gleichzeitig(aufgabe) -> list:
    """Runs the task in several threads that start together, each with its own database connection."""
    schranke = Barrier(ANZAHL)

    def lauf(nummer: int):
        schranke.wait()
        try:
            return aufgabe(nummer)
        except ZwischenzeitlichGeaendert as fehler:
            return fehler
        finally:
            connection.close()

    with ThreadPoolExecutor(ANZAHL) as becken:
        return list(becken.map(lauf, range(ANZAHL)))


@pytest.fixture
def angaben(transactional_db) -> tuple:
    welt = baue_welt()
    partner = neuer_partner(welt)
    beteiligter = Beteiligter(partner.pk, welt.konz.pk, "erreicht")
    return welt, Kontaktangaben(
        "telefonat",
        date(2026, 11, 20),
        "uebergreifend",
        (beteiligter,),
        schritt="Nachfassen",
        schritt_am=date(2026, 12, 1),
    )


@pytest.mark.django_db(transaction=True)
def test_dasselbe_formular_sechsmal_zugleich_ist_ein_kontakt(angaben: tuple):
    welt, werte = angaben
    schluessel, person = uuid.uuid4(), welt.personen["netzwerk_konz"]
    ergebnisse = gleichzeitig(lambda _: erfasse(benutzer=person, uuid=schluessel, angaben=werte))
    assert sorted(ist_neu for _, ist_neu in ergebnisse) == [False] * (ANZAHL - 1) + [True]
    assert Kontakt.objects.get().beteiligungen.get().zaehlt
    assert Wiedervorlage.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_sechs_gleiche_posts_zugleich_sind_ein_kontakt_mit_einem_partner_und_einer_datei(angaben: tuple):
    """The whole way: six browsers of one person send the same form with a new partner and a waiting file at once."""
    welt, _ = angaben
    person = welt.personen["netzwerk_konz"]
    daten = eingaben() | neu()
    stelle_bereit(benutzer=person, formular=UUID(daten["uuid"]), datei=datei())
    clients = [Client() for _ in range(ANZAHL)]
    for client in clients:
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    antworten = gleichzeitig(lambda nummer: clients[nummer].post(NEU, daten))
    kontakt = Kontakt.objects.get()
    assert {(antwort.status_code, antwort.url) for antwort in antworten} == {(302, kontakt.get_absolute_url())}
    assert kontakt.beteiligungen.get().partner.name == "Hort Sonnenwiese"
    assert kontakt.anhaenge.get().name == "protokoll.pdf"
    assert Netzwerkpartner.objects.filter(name="Hort Sonnenwiese").count() == 1


@pytest.mark.django_db(transaction=True)
def test_von_sechs_aenderungen_derselben_fassung_gilt_genau_eine(angaben: tuple):
    welt, werte = angaben
    person = welt.personen["netzwerk_konz"]
    kontakt, _ = erfasse(benutzer=person, uuid=uuid.uuid4(), angaben=werte)
    ergebnisse = gleichzeitig(lambda _: aendere(kontakt_id=kontakt.pk, version=1, benutzer=person, angaben=werte))
    assert sum(isinstance(ergebnis, Kontakt) for ergebnis in ergebnisse) == 1
    kontakt.refresh_from_db()
    assert kontakt.version == 2
