"""Every list and matrix asks the database equally often for 1, 3 and 12 objects."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from netzwerk.models import (
    Beschluss,
    Einsatz,
    Gremienmitglied,
    Gremium,
    Netzwerkfachkraft,
    Sitzung,
    Thema,
    Wiedervorlage,
)
from netzwerk.rules import Einsatzstatus
from netzwerk.services.kontakt import Beteiligter, Kontaktangaben, erfasse
from partner.models import Importlauf, Kategorieausnahme, Netzwerkpartner
from sozialraum.models import Sozialraumzentrum
from tests.waechter.anfragen import Frager
from tests.waechter.angebote import angebot_mit_allem
from tests.waechter.objekte import Objekte
from tests.welt import ANFANG, Welt, neue_ansprechperson, neuer_partner

ANZAHLEN = (1, 3, 12)
#: who opens the page, address; `{partner}` is the partner with most around it
SEITEN = [
    ("netzwerk_konz", "/"),
    ("leitung_konz", "/"),
    ("jugendamt", "/"),
    ("leitstelle", "/"),
    ("netzwerk_konz", "/partner/"),
    ("jugendamt", "/partner/?sozialraum=konz&sortierung=-kontakt"),
    ("jugendamt", "/partner/?format=csv"),
    ("jugendamt", "/partner/?angaben=halb&sortierung=-angaben"),
    ("jugendamt", "/partner/vollstaendigkeit/"),
    ("netzwerk_konz", "/personen/?stand=alle"),
    ("netzwerk_konz", "{partner}angaben/"),
    ("netzwerk_konz", "{partner}"),
    ("jugendamt", "{partner}"),
    ("netzwerk_konz", "/angebote/"),
    ("leitstelle", "/angebote/?format=csv"),
    ("netzwerk_konz", "/angebote/vorschlaege/"),
    ("leitstelle", "/angebote/kampagnen/neu/"),
    ("team_konz", "{partner}angebote/"),
    ("netzwerk_konz", "/kontakte/"),
    ("jugendamt", "/kontakte/"),
    ("jugendamt", "/kontakte/?format=xlsx"),
    ("netzwerk_konz", "/kontakte/neu/"),
    ("datenschutz", "/verwaltung/textschutz/"),
    ("leitung_konz", "/verwaltung/textschutz/"),
    ("netzwerk_konz", "/konto/entwuerfe/"),
    ("netzwerk_konz", "/wiedervorlagen/"),
    ("netzwerk_konz", "/wiedervorlagen/?wer=alle&format=csv"),
    ("netzwerk_konz", "/kontakte/faellig/"),
    ("jugendamt", "/kontakte/faellig/?ansicht=plan"),
    ("jugendamt", "/kontakte/auswertung/"),
    ("leitung_konz", "/kontakte/auswertung/"),
    ("jugendamt", "/gremien/"),
    ("leitstelle", "/gremien/beschluesse/"),
    ("jugendamt", "/gremien/?format=csv"),
    ("jugendamt", "/abdeckung/"),
    ("jugendamt", "/abdeckung/getragen/"),
    ("leitung_konz", "/sozialraeume/konz/getragen/?format=csv"),
    ("jugendamt", "/partner/?getragen=person"),
    ("jugendamt", "/sozialraeume/"),
    ("jugendamt", "/sozialraeume/konz/"),
    ("jugendamt", "/sozialraeume/karte/"),
    ("team_konz", "/sozialraeume/konz/karte/"),
    ("jugendamt", "/sozialraeume/karte/?format=partner.geojson"),
    ("leitung_konz", "/sozialraeume/konz/bericht/"),
    ("jugendamt", "/stellenanteile/"),
    ("leitung_konz", "/stellenanteile/"),
    ("jugendamt", "/fachkraefte/"),
    ("leitstelle", "/partner/import/"),
    ("leitstelle", "/partner/zustaendigkeit-offen/"),
    ("netzwerk_konz", "/suche/?q=kita"),
    ("jugendamt", "/verwaltung/"),
    ("jugendamt", "/verwaltung/zentren/"),
    ("jugendamt", "/verwaltung/ausnahmen/"),
    ("jugendamt", "/verwaltung/gemeinden/"),
    ("admin", "/verwaltung/konten/"),
]


@pytest.fixture
def zaehle(welt: Welt) -> Callable[[int], dict[tuple[str, str], int]]:
    """Fills the world up to so many objects of every kind and counts the queries of every page."""
    frager, stand = Frager(Objekte(welt)), {"anzahl": 0}
    for persona in {persona for persona, _ in SEITEN}:
        frager.client(persona)

    def fuelle_und_zaehle(anzahl: int) -> dict[tuple[str, str], int]:
        for nummer in range(stand["anzahl"], anzahl):
            _fuege_hinzu(welt, nummer)
        stand["anzahl"] = anzahl
        erster = Netzwerkpartner.objects.get(name="Kita Nummer 0")
        return {(p, url): _abfragen(frager, p, url.format(partner=erster.get_absolute_url())) for p, url in SEITEN}

    return fuelle_und_zaehle


def test_listen_fragen_gleich_oft(zaehle):
    zaehle(ANZAHLEN[0])  # what is read once per process (content types) is read here
    je_anzahl = {anzahl: zaehle(anzahl) for anzahl in ANZAHLEN}
    wachsend = [
        f"{persona} {url}: {[je_anzahl[anzahl][persona, url] for anzahl in ANZAHLEN]}"
        for persona, url in SEITEN
        if len({je_anzahl[anzahl][persona, url] for anzahl in ANZAHLEN}) > 1
    ]
    assert not wachsend, "\n".join(wachsend)


def _abfragen(frager: Frager, persona: str, url: str) -> int:
    with CaptureQueriesContext(connection) as abfragen:
        antwort = frager.client(persona).get(url)
    assert antwort.status_code == 200, url
    return len(abfragen)


def _fuege_hinzu(welt: Welt, nummer: int) -> None:
    """One more of everything, and one more of everything at the first partner."""
    heute = timezone.localdate()
    partner = neuer_partner(welt, f"Kita Nummer {nummer}", kategorie=["kita", "schule", "verein"][nummer % 3])
    erster = Netzwerkpartner.objects.get(name="Kita Nummer 0")
    neue_ansprechperson(erster, f"Muster{nummer}", telefon="06501 1", email=f"m{nummer}@example.org")
    neuer_partner(welt, f"Ohne Raum {nummer}", sozialraum=None)
    for ziel in {partner, erster}:
        erfasse(
            benutzer=welt.personen["netzwerk_konz"],
            uuid=uuid.uuid4(),
            angaben=Kontaktangaben(
                art="besuch",
                am=heute - timedelta(days=nummer),
                bezug="uebergreifend",
                beteiligte=(Beteiligter(ziel.pk, welt.konz.pk, "erreicht"),),
                schritt="Rückruf",
                schritt_am=heute + timedelta(days=nummer),
            ),
        )
    _stelle(welt, nummer)
    _gremium(welt, nummer)
    for ziel in {partner, erster}:
        angebot_mit_allem(ziel, welt.konz, welt.personen["netzwerk_konz"])
    Sozialraumzentrum.objects.create(sozialraum=welt.konz, name=f"Haus {nummer}", ort="Konz", von=ANFANG)
    Importlauf.objects.create(
        benutzer=welt.personen["leitstelle"], dateiname="l.csv", pruefsumme="0", kodierung="utf-8", trennzeichen=";"
    )
    Kategorieausnahme.objects.create(
        sozialraum=list(welt.sozialraeume.values())[nummer % 4],
        kategorie=list(welt.kategorien.values())[nummer // 4],
        begruendung="Liegt im Nachbarraum.",
        von=ANFANG,
        bis=ANFANG + timedelta(days=30),
    )


def _gremium(welt: Welt, nummer: int) -> None:
    """Two with the same people and theme, so that there is always something parallel to show."""
    thema = Thema.objects.get_or_create(name="Sprache")[0]
    partner = Netzwerkpartner.objects.filter(name__in=["Kita Nummer 0", "Ohne Raum 0", f"Kita Nummer {nummer}"])
    for name in ("Runde", "Kreis"):
        gremium = Gremium.objects.create(name=f"{name} {nummer}", ebene="handlung", sozialraum=welt.konz, von=ANFANG)
        gremium.themen.add(thema, Thema.objects.create(name=f"Thema {name} {nummer}"))
        for mitglied in partner:
            Gremienmitglied.objects.create(gremium=gremium, partner=mitglied, von=ANFANG)
    sitzung = Sitzung.objects.create(gremium=gremium, am=timezone.localdate(), erfasst_von=welt.personen["leitstelle"])
    beschluss = Beschluss.objects.create(sitzung=sitzung, text=f"Faltblatt {nummer}")
    Wiedervorlage.objects.create(
        beschluss=beschluss, benutzer=welt.personen["leitstelle"], was="Faltblatt", am=timezone.localdate()
    )


def _stelle(welt: Welt, nummer: int) -> None:
    traeger = welt.traeger["beispieltal"]
    fachkraft = Netzwerkfachkraft.objects.create(traeger=traeger, vorname="Alex", nachname=f"Muster{nummer}")
    for zustand in (Einsatzstatus.BESTAETIGT, Einsatzstatus.VORGESCHLAGEN):
        Einsatz.objects.create(
            fachkraft=fachkraft,
            sozialraum=welt.konz,
            traeger=traeger,
            vzae=Decimal("0.05"),
            von=ANFANG,
            zustand=zustand,
        )
