"""K29: the one place that reads what a Träger has, has bound and has spent in a Sozialraum and year.

Pages, exports, checks and statements ask here and nowhere else, so that they show the same cents.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import DecimalField, Exists, OuterRef, QuerySet, Sum, Value
from django.db.models.functions import Coalesce

from finanzen.models import (
    Ausgabe,
    Ausnahmeantrag,
    Budgetregel,
    Finanzvolumen,
    Jahresabschluss,
    Kostensatz,
    Mittelverteilung,
    Projekt,
    Traegerabschluss,
)
from finanzen.rules import Antragsstatus, Ausgabenart, Projektstatus, Restentscheidung, Volumenstatus
from finanzen.rules.jahr import erstes_offenes_jahr
from finanzen.rules.mittel import (
    NULL,
    Bewilligung,
    Haushalt,
    Netzwerkmittel,
    Regelsatz,
    Stellenzeile,
    haushalt,
    personalkosten,
    runde,
    satz_im_jahr,
)
from finanzen.rules.personal import ohne_pausen
from konten.models.abfrage import vorbereitet
from netzwerk.models import Einsatz, Unterbrechung

#: (id of the Sozialraum, id of the Träger)
Schluessel = tuple[int, int]
Ids = Collection[int] | None
_LAUFEND = (Projektstatus.BEWILLIGT, Projektstatus.LAEUFT)


@dataclass(frozen=True, slots=True)
class Volumenstand:
    """Volume of a Sozialraum in a year; `mittel` only once it is confirmed and a rate holds."""

    volumen: Finanzvolumen
    mittel: Netzwerkmittel | None

    @property
    def wartet(self) -> bool:
        """Entered or corrected, not confirmed yet."""
        return self.volumen.zustand != Volumenstatus.BESTAETIGT


def haushalte(jahr: int, sozialraum_ids: Ids = None, traeger_ids: Ids = None) -> dict[Schluessel, Haushalt]:
    """Haushalt of every Träger that has, plans or spends money there that year (None: all). Nine queries.

    Money distributed from a volume that is not confirmed does not count. Who may see what is the caller's business.
    """
    wo = sozialraum_ids, traeger_ids
    verteilt = {(s, t): betrag for s, t, betrag in _verteilt(jahr, *wo)}
    uebertrag = {(s, t): rest for s, t, rest in _uebertraege(jahr - 1, *wo)}
    ausgaben, stellen = ausgaben_je_art(jahr, *wo), stellenzeilen(jahr, *wo)
    offen = bewilligungen(jahr, *wo)
    schluessel = {*verteilt, *uebertrag, *ausgaben, *stellen, *offen}
    return {
        paar: haushalt(
            verteilt=verteilt.get(paar, NULL),
            uebertrag=uebertrag.get(paar, NULL),
            verausgabt=sum(ausgaben.get(paar, {}).values(), NULL),
            personal_geplant=personalkosten(stellen.get(paar, ()), jahr),
            personal_gebucht=ausgaben.get(paar, {}).get(Ausgabenart.PERSONAL, NULL),
            bewilligungen=offen.get(paar, ()),
        )
        for paar in sorted(schluessel)
    }


def haushalt_von(jahr: int, sozialraum_id: int, traeger_id: int) -> Haushalt:
    """The one Haushalt, empty when nothing is known. Nine queries."""
    return haushalte(jahr, [sozialraum_id], [traeger_id]).get((sozialraum_id, traeger_id), Haushalt())


def summe(staende: Mapping[Schluessel, Haushalt], sozialraum_id: int) -> Haushalt:
    """All Träger of a Sozialraum together."""
    return sum((stand for (raum, _), stand in staende.items() if raum == sozialraum_id), Haushalt())


def netzwerkmittel(jahr: int, sozialraum_ids: Ids = None) -> dict[int, Netzwerkmittel]:
    """Money for network work per Sozialraum, from confirmed volumes only. Two queries."""
    return {pk: stand.mittel for pk, stand in volumenstaende(jahr, sozialraum_ids).items() if stand.mittel}


def volumenstaende(jahr: int, sozialraum_ids: Ids = None) -> dict[int, Volumenstand]:
    """Volumes per Sozialraum, confirmed or not. Two queries."""
    regel = satz_im_jahr(regelsaetze(), jahr)
    menge = _volumen(jahr, sozialraum_ids)
    return {volumen.sozialraum_id: Volumenstand(volumen, _mittel(volumen, regel)) for volumen in menge}


@vorbereitet
def _volumen(jahr: int, sozialraum_ids: Ids) -> QuerySet[Finanzvolumen]:
    return _eingrenzen(Finanzvolumen.objects.filter(jahr=jahr), sozialraum_ids, None)


def regelsaetze() -> list[Regelsatz]:
    """All rules of the rate. One query."""
    return [Regelsatz(*zeile) for zeile in _regelzeilen()]


@vorbereitet
def _regelzeilen() -> QuerySet:
    return Budgetregel.objects.values_list("jahr_ab", "satz", "quelle")


def _mittel(volumen: Finanzvolumen, regel: Regelsatz | None) -> Netzwerkmittel | None:
    if regel is None or volumen.zustand != Volumenstatus.BESTAETIGT:
        return None
    return Netzwerkmittel(volumen.gesamt, volumen.davon_asd, regel.satz, regel.quelle)


# --- Personnel ------------------------------------------------------------------------------------------------------


def stellenzeilen(
    jahr: int, sozialraum_ids: Ids = None, traeger_ids: Ids = None
) -> dict[Schluessel, list[Stellenzeile]]:
    """Confirmed Einsätze of the year without their suspensions, with the cost of a full post (K31). Three queries.

    One line per uninterrupted period; its `kosten(jahr)` is the planned cost.
    """
    saetze = dict(_kostensaetze(jahr, traeger_ids))
    pausen: dict[int, list[tuple[date, date | None]]] = defaultdict(list)
    for einsatz_id, von, bis in _pausen(sozialraum_ids, traeger_ids):
        pausen[einsatz_id].append((von, bis))
    je_paar: dict[Schluessel, list[Stellenzeile]] = defaultdict(list)
    for einsatz in _einsaetze(date(jahr, 1, 1), date(jahr, 12, 31), sozialraum_ids, traeger_ids):
        zeilen = _zeilen(einsatz, saetze.get(einsatz.traeger_id), pausen[einsatz.pk])
        je_paar[einsatz.sozialraum_id, einsatz.traeger_id] += [zeile for zeile in zeilen if zeile.tage(jahr)]
    return {paar: zeilen for paar, zeilen in je_paar.items() if zeilen}


def _zeilen(einsatz: Einsatz, kostensatz: Decimal | None, pausen: list[tuple[date, date | None]]) -> list[Stellenzeile]:
    return [
        Stellenzeile(str(einsatz.fachkraft), einsatz.vzae, kostensatz, von, bis)
        for von, bis in ohne_pausen(einsatz.von, einsatz.bis, pausen)
    ]


@vorbereitet
def _einsaetze(von: date, bis: date, sozialraum_ids: Ids, traeger_ids: Ids) -> QuerySet[Einsatz]:
    menge = _eingrenzen(Einsatz.objects.bestaetigt().ueberschneidend(von, bis), sozialraum_ids, traeger_ids)
    return menge.select_related("fachkraft").order_by("von", "fachkraft__name_norm", "pk")


@vorbereitet
def _pausen(sozialraum_ids: Ids, traeger_ids: Ids) -> QuerySet:
    menge = _eingrenzen(Unterbrechung.objects.all(), sozialraum_ids, traeger_ids, "einsatz__")
    return menge.order_by("von", "pk").values_list("einsatz", "von", "bis")


@vorbereitet
def _kostensaetze(jahr: int, traeger_ids: Ids) -> QuerySet:
    menge = _eingrenzen(Kostensatz.objects.filter(jahr=jahr), None, traeger_ids)
    return menge.values_list("traeger", "betrag")


# --- Bookings and approvals -----------------------------------------------------------------------------------------


def ausgaben_je_art(
    jahr: int, sozialraum_ids: Ids = None, traeger_ids: Ids = None
) -> dict[Schluessel, dict[str, Decimal]]:
    """Bookings of the year by kind; a reversal is a negative booking and takes back what it reverses. One query."""
    je_paar: dict[Schluessel, dict[str, Decimal]] = defaultdict(dict)
    for sozialraum, traeger, art, betrag in _ausgabensummen(jahr, sozialraum_ids, traeger_ids):
        je_paar[sozialraum, traeger][art] = runde(betrag)
    return dict(je_paar)


@vorbereitet
def _ausgabensummen(jahr: int, sozialraum_ids: Ids, traeger_ids: Ids) -> QuerySet:
    menge = _eingrenzen(Ausgabe.objects.filter(jahr=jahr), sozialraum_ids, traeger_ids)
    return menge.order_by().values_list("sozialraum", "traeger", "art").annotate(Sum("betrag"))


def bewilligungen(
    jahr: int, sozialraum_ids: Ids = None, traeger_ids: Ids = None
) -> dict[Schluessel, list[Bewilligung]]:
    """What the Jugendamt has approved and what of it is booked: applications, then projects. Three queries.

    A project's rest is bound once: in the year it begins, and after that year is closed in the first one that is open.
    """
    geschlossen = geschlossene_jahre(sozialraum_ids)
    je_paar: dict[Schluessel, list[Bewilligung]] = defaultdict(list)
    for sozialraum, traeger, titel, betrag, gebucht, _ in _antraege(jahr, sozialraum_ids, traeger_ids):
        je_paar[sozialraum, traeger].append(Bewilligung(titel, betrag, runde(gebucht)))
    for sozialraum, traeger, titel, betrag, gebucht, von in _projekte(date(jahr, 12, 31), sozialraum_ids, traeger_ids):
        if erstes_offenes_jahr(von.year, geschlossen.get(sozialraum, ())) == jahr:
            je_paar[sozialraum, traeger].append(Bewilligung(titel, betrag, runde(gebucht)))
    return dict(je_paar)


@vorbereitet
def _antraege(jahr: int, sozialraum_ids: Ids, traeger_ids: Ids) -> QuerySet:
    menge = Ausnahmeantrag.objects.filter(jahr=jahr, zustand=Antragsstatus.GENEHMIGT, genehmigt__isnull=False)
    return _mit_gebuchtem(_eingrenzen(menge, sozialraum_ids, traeger_ids), "genehmigt", "jahr")


@vorbereitet
def _projekte(bis: date, sozialraum_ids: Ids, traeger_ids: Ids) -> QuerySet:
    menge = Projekt.objects.filter(zustand__in=_LAUFEND, bewilligt__isnull=False, von__lte=bis)
    return _mit_gebuchtem(_eingrenzen(menge, sozialraum_ids, traeger_ids), "bewilligt", "von")


def _mit_gebuchtem(menge: QuerySet, bewilligt: str, beginn: str) -> QuerySet:
    """Sozialraum, Träger, title, approved amount, sum of all bookings whatever their year, and when it begins."""
    null = Value(NULL, output_field=DecimalField(max_digits=12, decimal_places=2))
    menge = menge.annotate(gebucht=Coalesce(Sum("ausgaben__betrag"), null)).order_by("pk")
    return menge.values_list("sozialraum", "traeger", "titel", bewilligt, "gebucht", beginn)


def geschlossene_jahre(sozialraum_ids: Ids = None) -> dict[int, frozenset[int]]:
    """Years that are closed and not reopened, per Sozialraum. One query."""
    je_raum: dict[int, set[int]] = defaultdict(set)
    for sozialraum, jahr in _geschlossene(sozialraum_ids):
        je_raum[sozialraum].add(jahr)
    return {sozialraum: frozenset(jahre) for sozialraum, jahre in je_raum.items()}


@vorbereitet
def _geschlossene(sozialraum_ids: Ids) -> QuerySet:
    menge = _eingrenzen(Jahresabschluss.objects.filter(geoeffnet_am__isnull=True), sozialraum_ids, None)
    return menge.order_by().values_list("sozialraum", "jahr")


# --- Money ----------------------------------------------------------------------------------------------------------


@vorbereitet
def _verteilt(jahr: int, sozialraum_ids: Ids, traeger_ids: Ids) -> QuerySet:
    bestaetigt = Finanzvolumen.objects.filter(
        sozialraum=OuterRef("sozialraum"), jahr=OuterRef("jahr"), zustand=Volumenstatus.BESTAETIGT
    )
    menge = _eingrenzen(Mittelverteilung.objects.filter(Exists(bestaetigt), jahr=jahr), sozialraum_ids, traeger_ids)
    return menge.order_by().values_list("sozialraum", "traeger", "betrag")


@vorbereitet
def _uebertraege(vorjahr: int, sozialraum_ids: Ids, traeger_ids: Ids) -> QuerySet:
    """Rests of the year before, where that year is closed and the rest stays with the Träger."""
    geschlossen = Jahresabschluss.objects.filter(
        sozialraum=OuterRef("sozialraum"), jahr=OuterRef("jahr"), geoeffnet_am__isnull=True
    )
    menge = Traegerabschluss.objects.filter(Exists(geschlossen), jahr=vorjahr, entscheidung=Restentscheidung.UEBERTRAG)
    menge = _eingrenzen(menge, sozialraum_ids, traeger_ids)
    return menge.order_by().values_list("sozialraum", "traeger", "rest")


# --- Narrowing ------------------------------------------------------------------------------------------------------


def _eingrenzen(menge: QuerySet, sozialraum_ids: Ids, traeger_ids: Ids, pfad: str = "") -> QuerySet:
    """Rows of these Sozialräume and Träger (None: of all); `pfad` leads to the row that names them."""
    if sozialraum_ids is not None:
        menge = menge.filter(**{f"{pfad}sozialraum__in": sozialraum_ids})
    return menge if traeger_ids is None else menge.filter(**{f"{pfad}traeger__in": traeger_ids})
