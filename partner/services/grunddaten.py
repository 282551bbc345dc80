"""Base data of the partners: categories with duty and interval, school holidays, the two partners of the Landkreis."""

import uuid
from datetime import date
from typing import NamedTuple

from django.db import transaction
from django.db.models import Max

from partner.models import (
    Intervall,
    Kategoriepflicht,
    Kategoriezuordnung,
    Netzwerkpartner,
    Partnerkategorie,
    Partnerzustand,
    Schliesszeit,
    Wirkungsbereich,
)
from partner.rules import Ferienregel, Kreis, Sitz
from sozialraum.models import Sozialraum
from sozialraum.services.grunddaten import lies_tabelle

KONZEPT_SEIT = date(2017, 1, 1)


class Kategorievorgabe(NamedTuple):
    """One line of the category table: the days are the Landkreis' own default, the concept names none (K06)."""

    kuerzel: str
    name: str
    kurzname: str
    kreis: Kreis
    pflicht: bool
    tage: int
    arten: str
    ferienregel: Ferienregel = Ferienregel.KEINE


KATEGORIEN = [
    Kategorievorgabe(
        "kita",
        "Kindertagesstätte",
        "Kita",
        Kreis.NAH,
        True,
        180,
        "Kita, Krippe, Hort, Kindertagespflege",
        Ferienregel.SCHLIESSTAGE,
    ),
    Kategorievorgabe(
        "schule",
        "Schule und Schulsozialarbeit",
        "Schule",
        Kreis.NAH,
        True,
        180,
        "Grundschule, Realschule plus, IGS, Gymnasium, Förderschule, BBS, Schulsozialarbeit",
        Ferienregel.SCHULFERIEN,
    ),
    Kategorievorgabe(
        "jugendarbeit",
        "Kinder- und Jugendarbeit",
        "Jugendarbeit",
        Kreis.NAH,
        True,
        180,
        "Jugendzentrum, Jugendpflege, Jugendtreff, Jugendverband",
    ),
    Kategorievorgabe(
        "verein",
        "Vereine und Ehrenamt",
        "Verein",
        Kreis.NAH,
        False,
        365,
        "Sportverein, Musikverein, Feuerwehr, Kirchengemeinde, Initiative",
    ),
    Kategorievorgabe(
        "jugendhilfe",
        "Einrichtungen und Dienste der Jugendhilfe",
        "Jugendhilfe",
        Kreis.WEITERE,
        True,
        180,
        "Erziehungsberatung, Träger, Jugendhilfezentrum",
    ),
    Kategorievorgabe("polizei", "Polizei", "Polizei", Kreis.WEITERE, True, 365, "Polizeiinspektion, Polizeiwache"),
    Kategorievorgabe(
        "familienbildung",
        "Familienbildung",
        "Familienbildung",
        Kreis.WEITERE,
        True,
        180,
        "Mehrgenerationenhaus, Familienbildungsstätte",
    ),
    Kategorievorgabe(
        "fruehe-hilfen",
        "Frühe Hilfen",
        "Frühe Hilfen",
        Kreis.WEITERE,
        True,
        180,
        "Familienhebamme, Babybesuchsdienst, Beratungsstelle",
    ),
    Kategorievorgabe(
        "jugendamt",
        "Jugendamt und Leitstelle Familie",
        "Jugendamt",
        Kreis.LANDKREIS,
        True,
        90,
        "Jugendamt, Leitstelle Familie",
    ),
    Kategorievorgabe(
        "sonstige",
        "Sonstige",
        "Sonstige",
        Kreis.OERTLICH,
        False,
        365,
        "Gesundheit, Beratung, Verwaltung, Sonstiges",
    ),
]

#: fixed outside keys: a partner that was renamed is still recognised
LANDKREISPARTNER = [
    (
        uuid.UUID("5f0b7f0e-3c0d-5b0e-9d5e-07235a000001"),
        "Jugendamt des Landkreises Trier-Saarburg",
        "Jugendamt",
        "Jugendamt",
        "Hilfen zur Erziehung, Kinderschutz und Jugendhilfeplanung im ganzen Landkreis",
    ),
    (
        uuid.UUID("5f0b7f0e-3c0d-5b0e-9d5e-07235a000002"),
        "Leitstelle Familie des Landkreises Trier-Saarburg",
        "Leitstelle Familie",
        "Leitstelle Familie",
        "Übersicht über Angebote und Strukturen für Familien im ganzen Landkreis",
    ),
]


@transaction.atomic
def trage_partnergrundlagen_ein() -> int:
    """Enters what is missing (K06, K23, K24, K27) and returns the number of new rows. Idempotent.

    Needs the Sozialräume: `trage_gebiete_ein` comes first.
    """
    return _kategorien() + _schulferien() + _landkreispartner()


def _kategorien() -> int:
    neu = 0
    for reihenfolge, vorgabe in enumerate(KATEGORIEN, start=1):
        kategorie, angelegt = Partnerkategorie.objects.get_or_create(
            kuerzel=vorgabe.kuerzel,
            defaults={
                "name": vorgabe.name,
                "kurzname": vorgabe.kurzname,
                "kreis": vorgabe.kreis,
                "arten": vorgabe.arten,
                "ferienregel": vorgabe.ferienregel,
                "reihenfolge": reihenfolge,
            },
        )
        if angelegt:
            neu += 1 + _erwartungen(kategorie, vorgabe)
    return neu


def _erwartungen(kategorie: Partnerkategorie, vorgabe: Kategorievorgabe) -> int:
    Intervall.objects.create(kategorie=kategorie, tage=vorgabe.tage, von=KONZEPT_SEIT)
    if vorgabe.pflicht:
        Kategoriepflicht.objects.create(kategorie=kategorie, von=KONZEPT_SEIT)
    return 1 + vorgabe.pflicht


def _schulferien() -> int:
    """Only holidays after the last known ones: a corrected or removed row does not come back."""
    bekannt_bis = Schliesszeit.objects.filter(partner=None).aggregate(ende=Max("bis"))["ende"] or date.min
    neu = 0
    for zeile in lies_tabelle("schulferien"):
        von, bis = date.fromisoformat(zeile["von"]), date.fromisoformat(zeile["bis"])
        if von > bekannt_bis:
            name = f"{zeile['ferien']}ferien"
            Schliesszeit.objects.create(bezeichnung=name, von=von, bis=bis, quelle=zeile["quelle"])
            neu += 1
    return neu


def _landkreispartner() -> int:
    kategorie = Partnerkategorie.objects.get(kuerzel="jugendamt")
    neu = 0
    for schluessel, name, kurzname, art, zustaendigkeit in LANDKREISPARTNER:
        partner, angelegt = Netzwerkpartner.objects.get_or_create(
            uuid=schluessel,
            defaults={
                "name": name,
                "kurzname": kurzname,
                "traeger_name": "Landkreis Trier-Saarburg",
                "strasse": "Willy-Brandt-Platz 1",
                "plz": "54290",
                "ort": "Trier",
                "sitz": Sitz.AUSSERHALB,
                "zustaendigkeiten": zustaendigkeit,
            },
        )
        if angelegt:
            neu += 1 + _binde_ein(partner, kategorie, art)
    return neu


def _binde_ein(partner: Netzwerkpartner, kategorie: Partnerkategorie, art: str) -> int:
    Partnerzustand.objects.create(partner=partner, von=KONZEPT_SEIT)
    Kategoriezuordnung.objects.create(partner=partner, kategorie=kategorie, art=art, von=KONZEPT_SEIT)
    sozialraeume = Sozialraum.objects.all()
    for sozialraum in sozialraeume:
        Wirkungsbereich.objects.create(partner=partner, sozialraum=sozialraum, von=KONZEPT_SEIT)
    return 2 + len(sozialraeume)
