"""The money of one Sozialraum in one year: every line of the calculation, and how the money runs out (K29, K31)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from finanzen.models import Volumenkorrektur
from finanzen.reports.uebersicht import Geldzeile, Raumzeile, finanzuebersicht
from finanzen.rules.mittel import Bewilligung, Stellenzeile, Verteilungsbild, jahrestage, minus_urteil, verteilungsbild
from finanzen.rules.verlauf import Monatsstand, Verlaufsbild, je_monat, verlauf, verlaufsbild
from finanzen.selectors.geltend import stellen_von
from finanzen.selectors.haushalt import bewilligungen, stellenzeilen
from finanzen.selectors.sicht import Finanzsicht
from finanzen.selectors.verlauf import korrekturen, tagesbuchungen
from konten.rules import Urteil
from sozialraum.models import Sozialraum


@dataclass(frozen=True, slots=True)
class Planzeile:
    """A line of the personnel plan with its cost in the year."""

    zeile: Stellenzeile
    tage: int
    jahrestage: int
    kosten: Decimal


@dataclass(frozen=True, slots=True)
class Traegerbild:
    """A Träger with its verdict; plan and approvals only for those who may see them."""

    geld: Geldzeile
    urteil: Urteil
    plan: tuple[Planzeile, ...]
    bewilligungen: tuple[Bewilligung, ...]


@dataclass(frozen=True, slots=True)
class Verlaufsseite:
    """The course of the sum or of one Träger."""

    geld: Geldzeile
    staende: tuple[Monatsstand, ...]
    bild: Verlaufsbild

    @property
    def hat_prognose(self) -> bool:
        return any(stand.ist_prognose for stand in self.staende)


@dataclass(frozen=True, slots=True)
class Raumbild:
    zeile: Raumzeile
    verteilung: Verteilungsbild | None
    traeger: tuple[Traegerbild, ...]
    korrekturen: Sequence[Volumenkorrektur]
    verlauf: Verlaufsseite | None


def raumbild(sicht: Finanzsicht, raum: Sozialraum, jahr: int, stichtag: date, traeger: str = "") -> Raumbild:
    """Everything about the year within sight; `traeger` (uuid) chooses whose course is drawn. 37 queries at most."""
    zeile = finanzuebersicht(sicht, jahr, [raum.pk]).zeilen[0]
    volumen = zeile.volumen.volumen if zeile.volumen else None
    return Raumbild(
        zeile=zeile,
        verteilung=_verteilung(zeile),
        traeger=_traegerbilder(zeile, jahr),
        korrekturen=korrekturen([volumen.pk]) if volumen else [],
        verlauf=_verlauf(_gewaehlt(zeile, traeger), jahr, stichtag),
    )


def _verteilung(zeile: Raumzeile) -> Verteilungsbild | None:
    if zeile.mittel is None or zeile.summe is None:
        return None
    return verteilungsbild(zeile.mittel.mittel, zeile.summe.stand.verteilt)


def _traegerbilder(zeile: Raumzeile, jahr: int) -> tuple[Traegerbild, ...]:
    plan, bewilligt = _einzelnes(zeile, jahr, [geld.traeger.pk for geld in zeile.traeger if geld.einzeln])
    return tuple(
        Traegerbild(
            geld=geld,
            urteil=minus_urteil(geld.stand, geld.grund.grund if geld.grund else ""),
            plan=_plan(plan.get(geld.traeger.pk, ()), jahr),
            bewilligungen=tuple(bewilligt.get(geld.traeger.pk, ())),
        )
        for geld in zeile.traeger
    )


def _einzelnes(
    zeile: Raumzeile, jahr: int, traeger_ids: list[int]
) -> tuple[dict[int, Sequence[Stellenzeile]], dict[int, Sequence[Bewilligung]]]:
    """Plan and approvals per Träger: of the closing once there is one, otherwise of today."""
    if zeile.geschlossen:
        staende = {pk: stand for pk, stand in zeile.geschlossen.traeger.items() if pk in traeger_ids}
        plan = {pk: stellen_von(stand) for pk, stand in staende.items()}
        return plan, {pk: stand.bewilligungen for pk, stand in staende.items()}
    heute = stellenzeilen(jahr, [zeile.raum.pk], traeger_ids), bewilligungen(jahr, [zeile.raum.pk], traeger_ids)
    return tuple({traeger: zeilen for (_, traeger), zeilen in je_paar.items()} for je_paar in heute)


def _plan(stellen: Sequence[Stellenzeile], jahr: int) -> tuple[Planzeile, ...]:
    return tuple(Planzeile(stelle, stelle.tage(jahr), jahrestage(jahr), stelle.kosten(jahr)) for stelle in stellen)


def _gewaehlt(zeile: Raumzeile, traeger: str) -> Geldzeile | None:
    """The Träger asked for, else the sum, else the first Träger within sight."""
    gesucht = next((geld for geld in zeile.traeger if str(geld.traeger.uuid) == traeger), None)
    return gesucht or zeile.summe or next(iter(zeile.traeger), None)


def _verlauf(geld: Geldzeile | None, jahr: int, stichtag: date) -> Verlaufsseite | None:
    if geld is None:
        return None
    buchungen = tagesbuchungen(jahr, geld.raum.pk, None if geld.traeger is None else [geld.traeger.pk])
    staende = verlauf(geld.stand, je_monat(buchungen, jahr, stichtag), jahr, stichtag)
    return Verlaufsseite(geld, tuple(staende), verlaufsbild(geld.stand.mittel, staende))
