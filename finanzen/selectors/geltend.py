"""K29: the figures that count for many Sozialräume at once: of the closing where there is one, otherwise of today.

What is planned and approved goes on changing after a year is closed; pages that show a closed year read it here, so
that they show what the closing kept.
"""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet

from finanzen.models import Jahresabschluss
from finanzen.rules.jahresstand import Jahresstand, Traegerstand, aus_daten
from finanzen.rules.mittel import Haushalt, Stellenzeile
from finanzen.selectors.haushalt import Schluessel, ausgaben_je_art, haushalte, stellenzeilen
from konten.models.abfrage import vorbereitet
from sozialraum.models import Traeger


@dataclass(frozen=True, slots=True)
class Abgeschlossen:
    """A closing that holds, with its figures per id of the Träger."""

    abschluss: Jahresabschluss
    stand: Jahresstand
    traeger: dict[int, Traegerstand]


@dataclass(frozen=True, slots=True)
class Geltend:
    """Figures per Sozialraum and Träger; `geschlossen` names the Sozialräume whose figures are those of a closing."""

    haushalte: dict[Schluessel, Haushalt]
    arten: dict[Schluessel, dict[str, Decimal]]
    geschlossen: dict[int, Abgeschlossen]


def abgeschlossene(jahr: int, sozialraum_ids: Collection[int]) -> dict[int, Abgeschlossen]:
    """Closings that hold, per Sozialraum. Two queries, one when nothing is closed."""
    staende = {abschluss: aus_daten(abschluss.daten) for abschluss in _geltende(jahr, sozialraum_ids)}
    schluessel = {zeile.schluessel for stand in staende.values() for zeile in stand.traeger}
    ids = _ids(schluessel) if schluessel else {}
    return {
        abschluss.sozialraum_id: Abgeschlossen(
            abschluss,
            stand,
            {ids[zeile.schluessel]: zeile for zeile in stand.traeger if zeile.schluessel in ids},
        )
        for abschluss, stand in staende.items()
    }


@vorbereitet
def _geltende(jahr: int, sozialraum_ids: Collection[int]) -> QuerySet[Jahresabschluss]:
    menge = Jahresabschluss.objects.filter(jahr=jahr, sozialraum__in=sozialraum_ids, geoeffnet_am__isnull=True)
    return menge.order_by("pk")


def _ids(schluessel: Collection[str]) -> dict[str, int]:
    return {str(uuid): pk for uuid, pk in Traeger.objects.filter(uuid__in=schluessel).values_list("uuid", "pk")}


def geltende_zahlen(jahr: int, sozialraum_ids: Collection[int]) -> Geltend:
    """Haushalt and bookings by kind of every Träger in these Sozialräume. Twelve queries."""
    geschlossen = abgeschlossene(jahr, sozialraum_ids)
    heutige, arten = haushalte(jahr, sozialraum_ids), ausgaben_je_art(jahr, sozialraum_ids)
    for raum_id, abgeschlossen in geschlossen.items():
        for paar in [paar for paar in {*heutige, *arten} if paar[0] == raum_id]:
            heutige.pop(paar, None)
            arten.pop(paar, None)
        for traeger_id, stand in abgeschlossen.traeger.items():
            heutige[raum_id, traeger_id] = stand.haushalt
            arten[raum_id, traeger_id] = stand.summen
    return Geltend(heutige, arten, geschlossen)


def geltende_stellen(jahr: int, sozialraum_ids: Collection[int]) -> dict[Schluessel, list[Stellenzeile]]:
    """Personnel plan; of a closed year as it was, then without names. Five queries."""
    zeilen = stellenzeilen(jahr, sozialraum_ids)
    for raum_id, abgeschlossen in abgeschlossene(jahr, sozialraum_ids).items():
        offen = {paar: plan for paar, plan in zeilen.items() if paar[0] != raum_id}
        zeilen = offen | {(raum_id, pk): stellen_von(stand) for pk, stand in abgeschlossen.traeger.items()}
    return zeilen


def stellen_von(stand: Traegerstand) -> list[Stellenzeile]:
    """The personnel plan that the closing kept. No query."""
    return [Stellenzeile(s.bezeichnung, s.vzae, s.kostensatz, s.von, s.bis) for s in stand.stellen]
