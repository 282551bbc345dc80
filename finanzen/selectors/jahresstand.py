"""Reads the figures of a Sozialraum and year: from the bookings, or from the snapshot once the year is closed (K29)."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db.models import Max, Q

from finanzen.models import Ausgabe, Finanzvolumen, Jahresabschluss, Traegerabschluss, Verwendungsnachweis
from finanzen.rules.abschluss import Abschlusslage
from finanzen.rules.jahresstand import Buchungszeile, Jahresstand, Stellenstand, Traegerstand, aus_daten
from finanzen.rules.mittel import Haushalt, Stellenzeile
from finanzen.selectors.haushalt import (
    bewilligungen,
    geschlossene_jahre,
    haushalte,
    stellenzeilen,
    volumenstaende,
)
from finanzen.selectors.verteilung import minusgruende
from sozialraum.models import Sozialraum, Traeger

FUNKTION = "Netzwerkfachkraft"


def jahresstand(jahr: int, raum: Sozialraum) -> Jahresstand:
    """The figures as they are now, whether the year is closed or not. 21 queries, whatever the number of Träger."""
    ids = [raum.pk]
    staende = haushalte(jahr, ids)
    stellen, bewilligt = stellenzeilen(jahr, ids), bewilligungen(jahr, ids)
    gruende, entscheidungen = minusgruende(jahr, ids), _entscheidungen(jahr, raum)
    buchungen = _buchungen(jahr, raum)
    beteiligt = {traeger for _, traeger in staende} | set(entscheidungen)
    volumen = volumenstaende(jahr, ids).get(raum.pk)
    zeilen = []
    for traeger in Traeger.objects.filter(pk__in=beteiligt).order_by("name"):
        paar, entscheidung = (raum.pk, traeger.pk), entscheidungen.get(traeger.pk)
        grund = gruende.get(paar)
        zeilen.append(
            Traegerstand(
                str(traeger.uuid),
                traeger.name,
                staende.get(paar, Haushalt()),
                tuple(_stelle(zeile, jahr) for zeile in stellen.get(paar, ())),
                tuple(bewilligt.get(paar, ())),
                tuple(buchungen.get(traeger.pk, ())),
                grund.grund if grund else "",
                entscheidung.entscheidung if entscheidung else "",
                entscheidung.rest if entscheidung else None,
            )
        )
    return Jahresstand(jahr, raum.kuerzel, raum.name, volumen.mittel if volumen else None, tuple(zeilen))


def _stelle(zeile: Stellenzeile, jahr: int) -> Stellenstand:
    return Stellenstand(FUNKTION, zeile.vzae, zeile.kostensatz, zeile.von, zeile.bis, zeile.kosten(jahr))


def _entscheidungen(jahr: int, raum: Sozialraum) -> dict[int, Traegerabschluss]:
    return {zeile.traeger_id: zeile for zeile in Traegerabschluss.objects.filter(jahr=jahr, sozialraum=raum)}


def _buchungen(jahr: int, raum: Sozialraum) -> dict[int, list[Buchungszeile]]:
    menge = Ausgabe.objects.filter(jahr=jahr, sozialraum=raum).select_related("projekt", "antrag", "storno_von")
    je_traeger: dict[int, list[Buchungszeile]] = defaultdict(list)
    for ausgabe in menge.order_by("am", "pk"):
        je_traeger[ausgabe.traeger_id].append(buchungszeile(ausgabe))
    return je_traeger


def buchungszeile(ausgabe: Ausgabe) -> Buchungszeile:
    """The booking as a plain value. No query when its projekt, antrag and storno_von were read along."""
    return Buchungszeile(
        schluessel=str(ausgabe.uuid),
        am=ausgabe.am,
        betrag=ausgabe.betrag,
        art=ausgabe.art,
        text=ausgabe.text,
        belegnummer=ausgabe.belegnummer,
        projekt=ausgabe.projekt.titel if ausgabe.projekt else "",
        antrag=ausgabe.antrag.titel if ausgabe.antrag else "",
        storno_von=str(ausgabe.storno_von.uuid) if ausgabe.storno_von else "",
        hat_beleg=bool(ausgabe.beleg),
        ist_geprueft=ausgabe.geprueft_am is not None,
    )


# --- Closed years ---------------------------------------------------------------------------------------------------


def gueltiger_abschluss(jahr: int, sozialraum_id: int) -> Jahresabschluss | None:
    """The closing that holds; None while the year is open. One query."""
    menge = Jahresabschluss.objects.filter(jahr=jahr, sozialraum=sozialraum_id, geoeffnet_am__isnull=True)
    return menge.select_related("sozialraum", "geschlossen_von").first()


def stand_des_jahres(jahr: int, raum: Sozialraum) -> tuple[Jahresstand, Jahresabschluss | None]:
    """The figures that count: of the closing once there is one, otherwise of today. One query, or 22."""
    abschluss = gueltiger_abschluss(jahr, raum.pk)
    return (aus_daten(abschluss.daten), abschluss) if abschluss else (jahresstand(jahr, raum), None)


def abschlusslage(stand: Jahresstand, raum: Sozialraum, heute: date) -> Abschlusslage:
    """What the checklist looks at beside the figures. Five queries."""
    volumen = Finanzvolumen.objects.filter(jahr=stand.jahr, sozialraum=raum).first()
    nachweise = Verwendungsnachweis.objects.filter(jahr=stand.jahr, sozialraum=raum).select_related("traeger")
    return Abschlusslage(
        stand,
        heute,
        volumen.zustand if volumen else None,
        vorjahr_ist_offen(stand.jahr, raum),
        letztes_geschlossenes_jahr(raum.pk),
        {str(nachweis.traeger.uuid): nachweis.zustand for nachweis in nachweise},
    )


def vorjahr_ist_offen(jahr: int, raum: Sozialraum) -> bool:
    """The year before has money and is not closed: then its Übertrag is not known. Two queries."""
    if jahr - 1 in geschlossene_jahre([raum.pk]).get(raum.pk, ()):
        return False
    return Finanzvolumen.objects.filter(jahr=jahr - 1, sozialraum=raum).exists()


def letztes_geschlossenes_jahr(sozialraum_id: int) -> int | None:
    """The youngest year that is closed. One query."""
    menge = Jahresabschluss.objects.filter(sozialraum=sozialraum_id, geoeffnet_am__isnull=True)
    return menge.aggregate(Max("jahr"))["jahr__max"]


def abschluesse(jahr: int, raum: Sozialraum) -> list[Jahresabschluss]:
    """All closings of the year, reopened ones too, newest first. One query."""
    menge = Jahresabschluss.objects.filter(jahr=jahr, sozialraum=raum).defer("daten")
    return list(menge.select_related("geschlossen_von", "geoeffnet_von").order_by("-geschlossen_am"))


def beteiligte_konten(jahr: int, sozialraum_id: int) -> set[int]:
    """Accounts whose own acts a closing confirms: decisions, bookings, statements. Three queries."""
    bedingung = Q(jahr=jahr, sozialraum=sozialraum_id)
    spalten: Iterable = (
        Traegerabschluss.objects.filter(bedingung).values_list("entschieden_von", flat=True),
        Ausgabe.objects.filter(bedingung).order_by().values_list("erfasst_von", flat=True).distinct(),
        Verwendungsnachweis.objects.filter(bedingung).values_list("eingereicht_von", flat=True),
    )
    return {konto for spalte in spalten for konto in spalte if konto}
