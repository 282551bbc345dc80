"""Builds the example data on top of the base data."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from berichte.services.beispieldaten.angebote import lege_angebote_an
from berichte.services.beispieldaten.anhaenge import haenge_dateien_an
from berichte.services.beispieldaten.ansprechpersonen import richte_ansprechpersonen_ein
from berichte.services.beispieldaten.ausgaben import buche_ausgaben
from berichte.services.beispieldaten.bedarfslagen import melde_bedarfe
from berichte.services.beispieldaten.bekannt import mache_bekannt
from berichte.services.beispieldaten.besonderheiten import richte_besonderheiten_ein
from berichte.services.beispieldaten.datierung import datiere_zurueck
from berichte.services.beispieldaten.dubletten import lege_dubletten_an
from berichte.services.beispieldaten.eingaben import lege_eingaben_an
from berichte.services.beispieldaten.einrichtungen import richte_einrichtungen_ein
from berichte.services.beispieldaten.gremien import richte_gremien_ein
from berichte.services.beispieldaten.jahresende import schliesse_jahre, ueberziehe_mittel
from berichte.services.beispieldaten.kontakte import fuehre_gespraeche
from berichte.services.beispieldaten.listen import lade_liste_hoch
from berichte.services.beispieldaten.lotsen import stelle_lotsenanfragen
from berichte.services.beispieldaten.mails import lege_mails_an
from berichte.services.beispieldaten.menschen import richte_menschen_ein
from berichte.services.beispieldaten.mitteilungen import verschicke_mitteilungen
from berichte.services.beispieldaten.mittel import richte_mittel_ein
from berichte.services.beispieldaten.projekte import lege_projekte_an
from berichte.services.beispieldaten.qualifikation import weise_qualifikation_nach
from berichte.services.beispieldaten.rahmen import GROESSEN, SAAT, Beziehung, Rahmen, Wuerfel, feiertage_um
from berichte.services.beispieldaten.stellen import richte_stellen_ein
from berichte.services.beispieldaten.uebergaben import richte_uebergaben_ein
from berichte.services.beispieldaten.verzeichnis import ergaenze_verzeichnis
from berichte.services.beispieldaten.vormerkungen import merke_vor
from berichte.services.beispieldaten.zuschnitte import richte_zuschnitte_ein
from partner.models import Funktion, Netzwerkpartner, Partnerkategorie, Wirkungsbereich
from partner.services.grunddaten import KONZEPT_SEIT, LANDKREISPARTNER
from sozialraum.models import Gemeinde, Sozialraum
from sozialraum.services.grunddaten import SOZIALRAEUME

#: before, Träger and Einsätze would begin later than the contacts
FRUEHESTER_STICHTAG = date(2021, 1, 1)


@dataclass(frozen=True, slots=True)
class Ergebnis:
    """What has been built."""

    sozialraeume: int
    partner: int
    kontakte: int


def baue_auf(*, groesse: str, stichtag: date, melde: Callable[[str], None] = lambda zeile: None) -> Ergebnis:
    """Writes example data of that size as of the Stichtag; needs base data and an otherwise empty database.

    Bulk rows, so no audit entries: nobody has done anything yet. The Stichtag is FRUEHESTER_STICHTAG or later.
    """
    rahmen, beziehungen, funktionen = _baue_stammdaten(groesse, stichtag)
    kontakte = fuehre_gespraeche(rahmen, beziehungen, funktionen, melde)
    richte_gremien_ein(rahmen)
    richte_mittel_ein(rahmen)
    melde(f"{buche_ausgaben(rahmen)} Ausgaben")
    melde(f"{melde_bedarfe(rahmen)} Bedarfsmeldungen")
    melde(f"{lege_projekte_an(rahmen)} Projekte")
    melde(f"{schliesse_jahre(rahmen)} Jahresabschlüsse")
    mache_bekannt(rahmen)
    merke_vor(rahmen)
    richte_stellen_ein(rahmen)
    lege_mails_an(rahmen)
    lade_liste_hoch(rahmen)
    lege_dubletten_an(rahmen)
    lege_eingaben_an(rahmen)
    ueberziehe_mittel(rahmen)
    haenge_dateien_an(rahmen)
    melde(f"{weise_qualifikation_nach(rahmen)} Nachweise")
    melde(f"{richte_uebergaben_ein(rahmen)} Übergaben")
    ergaenze_verzeichnis(rahmen)
    melde(f"{lege_angebote_an(rahmen)} Angebote")
    melde(f"{verschicke_mitteilungen(rahmen)} Mitteilungen")
    datiere_zurueck(stichtag)
    richte_zuschnitte_ein(rahmen)
    melde(f"{stelle_lotsenanfragen(rahmen)} Lotsenanfragen")
    return Ergebnis(len(rahmen.sozialraeume), Netzwerkpartner.objects.count(), kontakte)


@transaction.atomic
def _baue_stammdaten(groesse: str, stichtag: date) -> tuple[Rahmen, list[Beziehung], dict[int, list[Funktion]]]:
    rahmen = _rahmen(groesse, stichtag)
    richte_menschen_ein(rahmen)
    vorhaben, beziehungen = richte_einrichtungen_ein(rahmen)
    funktionen = richte_ansprechpersonen_ein(rahmen, vorhaben)
    richte_besonderheiten_ein(rahmen, vorhaben)
    return rahmen, beziehungen, funktionen


def _rahmen(groesse: str, stichtag: date) -> Rahmen:
    wuerfel = Wuerfel(SAAT)
    kuerzel = [eintrag[0] for eintrag in SOZIALRAEUME]
    rahmen = Rahmen(
        groesse=GROESSEN[groesse],
        stichtag=stichtag,
        wuerfel=wuerfel,
        sozialraeume={
            raum.kuerzel: raum for raum in Sozialraum.objects.filter(kuerzel__in=kuerzel).order_by("reihenfolge")
        },
        gemeinden={eintrag: _gemeinden(eintrag, stichtag) for eintrag in kuerzel},
        kategorien={kategorie.kuerzel: kategorie for kategorie in Partnerkategorie.objects.all()},
        feiertage=feiertage_um(stichtag),
    )
    rahmen.sozialraeume.update(_erdachte_sozialraeume(rahmen))
    return rahmen


def _gemeinden(kuerzel: str, stichtag: date) -> list[Gemeinde]:
    zugeordnet = Gemeinde.objects.filter(
        gebietszuordnungen__sozialraum__kuerzel=kuerzel, gebietszuordnungen__von__lte=stichtag
    )
    return list(zugeordnet.order_by("ags"))


def _erdachte_sozialraeume(rahmen: Rahmen) -> dict[str, Sozialraum]:
    """Only for the size "land": as many as a whole Land would have, and the two partners of the Landkreis in each."""
    fehlende = rahmen.groesse.sozialraeume - len(rahmen.sozialraeume)
    raeume = Sozialraum.objects.bulk_create(
        Sozialraum(kuerzel=f"beispielraum-{nummer:03d}", name=f"Beispielraum {nummer:03d}", reihenfolge=100 + nummer)
        for nummer in range(1, fehlende + 1)
    )
    partner = Netzwerkpartner.objects.filter(uuid__in=[zeile[0] for zeile in LANDKREISPARTNER]).order_by("id")
    Wirkungsbereich.objects.bulk_create(
        Wirkungsbereich(uuid=rahmen.wuerfel.schluessel(), partner=eintrag, sozialraum=raum, von=KONZEPT_SEIT)
        for raum in raeume
        for eintrag in partner
    )
    return {raum.kuerzel: raum for raum in raeume}
