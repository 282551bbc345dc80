"""K29: the one place that reads what a Träger has, has bound and has spent in a Sozialraum and year.

Pages, exports, checks and statements ask here and nowhere else, so that they show the same cents.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import DecimalField, Exists, F, OuterRef, QuerySet, Sum, Value
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
from netzwerk.models import Einsatz

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
    raum = _Auswahl(jahr, sozialraum_ids, traeger_ids)
    verteilt, uebertrag = _verteilt(raum), _uebertraege(raum)
    ausgaben, stellen = ausgaben_je_art(jahr, sozialraum_ids, traeger_ids), _stellen(raum)
    offen = bewilligungen(jahr, sozialraum_ids, traeger_ids)
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
    menge = _eingrenzen(Finanzvolumen.objects.filter(jahr=jahr), sozialraum_ids, None)
    regel = satz_im_jahr(regelsaetze(), jahr)
    return {volumen.sozialraum_id: Volumenstand(volumen, _mittel(volumen, regel)) for volumen in menge}


def regelsaetze() -> list[Regelsatz]:
    """All rules of the rate. One query."""
    return [Regelsatz(*zeile) for zeile in Budgetregel.objects.values_list("jahr_ab", "satz", "quelle")]


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
    return _stellen(_Auswahl(jahr, sozialraum_ids, traeger_ids))


def _stellen(raum: "_Auswahl") -> dict[Schluessel, list[Stellenzeile]]:
    saetze = _kostensaetze(raum)
    menge = Einsatz.objects.bestaetigt().ueberschneidend(*raum.zeitraum)
    menge = raum.grenze_ein(menge).select_related("fachkraft").prefetch_related("unterbrechungen")
    je_paar: dict[Schluessel, list[Stellenzeile]] = defaultdict(list)
    for einsatz in menge.order_by("von", "fachkraft__name_norm", "pk"):
        je_paar[einsatz.sozialraum_id, einsatz.traeger_id] += [
            zeile for zeile in _zeilen(einsatz, saetze.get(einsatz.traeger_id)) if zeile.tage(raum.jahr)
        ]
    return {paar: zeilen for paar, zeilen in je_paar.items() if zeilen}


def _zeilen(einsatz: Einsatz, kostensatz: Decimal | None) -> list[Stellenzeile]:
    pausen = [(pause.von, pause.bis) for pause in einsatz.unterbrechungen.all()]
    return [
        Stellenzeile(str(einsatz.fachkraft), einsatz.vzae, kostensatz, von, bis)
        for von, bis in ohne_pausen(einsatz.von, einsatz.bis, pausen)
    ]


def _kostensaetze(raum: "_Auswahl") -> dict[int, Decimal]:
    menge = Kostensatz.objects.filter(jahr=raum.jahr)
    if raum.traeger is not None:
        menge = menge.filter(traeger__in=raum.traeger)
    return dict(menge.values_list("traeger", "betrag"))


# --- Bookings and approvals -----------------------------------------------------------------------------------------


def ausgaben_je_art(
    jahr: int, sozialraum_ids: Ids = None, traeger_ids: Ids = None
) -> dict[Schluessel, dict[str, Decimal]]:
    """Bookings of the year by kind; a reversal is a negative booking and takes back what it reverses. One query."""
    menge = _eingrenzen(Ausgabe.objects.filter(jahr=jahr), sozialraum_ids, traeger_ids)
    zeilen = menge.order_by().values_list("sozialraum", "traeger", "art").annotate(Sum("betrag"))
    je_paar: dict[Schluessel, dict[str, Decimal]] = defaultdict(dict)
    for sozialraum, traeger, art, betrag in zeilen:
        je_paar[sozialraum, traeger][art] = runde(betrag)
    return dict(je_paar)


def bewilligungen(
    jahr: int, sozialraum_ids: Ids = None, traeger_ids: Ids = None
) -> dict[Schluessel, list[Bewilligung]]:
    """What the Jugendamt has approved and what of it is booked: applications, then projects. Three queries.

    A project's rest is bound once: in the year it begins, and after that year is closed in the first one that is open.
    """
    raum = _Auswahl(jahr, sozialraum_ids, traeger_ids)
    je_paar: dict[Schluessel, list[Bewilligung]] = defaultdict(list)
    for zeile in (*_antraege(raum), *_projekte(raum)):
        je_paar[zeile.sozialraum_id, zeile.traeger_id].append(
            Bewilligung(zeile.titel, zeile.bewilligter_betrag, runde(zeile.gebucht))
        )
    return dict(je_paar)


def _antraege(raum: "_Auswahl") -> QuerySet[Ausnahmeantrag]:
    menge = Ausnahmeantrag.objects.filter(jahr=raum.jahr, zustand=Antragsstatus.GENEHMIGT, genehmigt__isnull=False)
    return _mit_gebuchtem(raum.grenze_ein(menge).annotate(bewilligter_betrag=F("genehmigt")))


def _projekte(raum: "_Auswahl") -> list[Projekt]:
    geschlossen = geschlossene_jahre(raum.sozialraeume)
    menge = Projekt.objects.filter(zustand__in=_LAUFEND, bewilligt__isnull=False, von__lte=date(raum.jahr, 12, 31))
    menge = raum.grenze_ein(menge).annotate(bewilligter_betrag=F("bewilligt"))
    return [
        projekt
        for projekt in _mit_gebuchtem(menge)
        if erstes_offenes_jahr(projekt.von.year, geschlossen.get(projekt.sozialraum_id, ())) == raum.jahr
    ]


def _mit_gebuchtem(menge: QuerySet) -> QuerySet:
    """With the sum of all bookings, whatever their year."""
    null = Value(NULL, output_field=DecimalField(max_digits=12, decimal_places=2))
    return menge.annotate(gebucht=Coalesce(Sum("ausgaben__betrag"), null)).order_by("pk")


def geschlossene_jahre(sozialraum_ids: Ids = None) -> dict[int, frozenset[int]]:
    """Years that are closed and not reopened, per Sozialraum. One query."""
    je_raum: dict[int, set[int]] = defaultdict(set)
    menge = _eingrenzen(Jahresabschluss.objects.filter(geoeffnet_am__isnull=True), sozialraum_ids, None)
    for sozialraum, jahr in menge.order_by().values_list("sozialraum", "jahr"):
        je_raum[sozialraum].add(jahr)
    return {sozialraum: frozenset(jahre) for sozialraum, jahre in je_raum.items()}


# --- Money ----------------------------------------------------------------------------------------------------------


def _verteilt(raum: "_Auswahl") -> dict[Schluessel, Decimal]:
    bestaetigt = Finanzvolumen.objects.filter(
        sozialraum=OuterRef("sozialraum"), jahr=raum.jahr, zustand=Volumenstatus.BESTAETIGT
    )
    menge = raum.grenze_ein(Mittelverteilung.objects.filter(Exists(bestaetigt), jahr=raum.jahr))
    return {(s, t): betrag for s, t, betrag in menge.order_by().values_list("sozialraum", "traeger", "betrag")}


def _uebertraege(raum: "_Auswahl") -> dict[Schluessel, Decimal]:
    """Rests of the year before, where that year is closed and the rest stays with the Träger."""
    geschlossen = Jahresabschluss.objects.filter(
        sozialraum=OuterRef("sozialraum"), jahr=raum.jahr - 1, geoeffnet_am__isnull=True
    )
    menge = Traegerabschluss.objects.filter(
        Exists(geschlossen), jahr=raum.jahr - 1, entscheidung=Restentscheidung.UEBERTRAG
    )
    zeilen = raum.grenze_ein(menge).order_by().values_list("sozialraum", "traeger", "rest")
    return {(s, t): rest for s, t, rest in zeilen}


# --- Narrowing ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Auswahl:
    """What was asked for."""

    jahr: int
    sozialraeume: Ids
    traeger: Ids

    @property
    def zeitraum(self) -> tuple[date, date]:
        return date(self.jahr, 1, 1), date(self.jahr, 12, 31)

    def grenze_ein(self, menge: QuerySet) -> QuerySet:
        return _eingrenzen(menge, self.sozialraeume, self.traeger)


def _eingrenzen(menge: QuerySet, sozialraum_ids: Ids, traeger_ids: Ids) -> QuerySet:
    if sozialraum_ids is not None:
        menge = menge.filter(sozialraum__in=sozialraum_ids)
    return menge if traeger_ids is None else menge.filter(traeger__in=traeger_ids)
