"""Agenda of the UAJHP: needs under discussion with suppressed figures; one dataclass for page, PDF and file."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import Max, Q

from konten.rules import Geltungsbereich
from netzwerk.models import Bedarfsmeldung, Thema
from netzwerk.rules.bedarf import Ausschnitt, Bedarfsstatus, Schwere, Spanne
from netzwerk.rules.kleinbild import Kleinbild, kleinbild
from netzwerk.selectors.bedarf import Radar, radar
from sozialraum.models import Sozialraum

GEWICHTE = [wert for wert, _ in reversed(Schwere.choices)]


@dataclass(frozen=True, slots=True)
class Vorlagenmeldung:
    """A report as the committee reads it: neither sources nor authors."""

    meldung: Bedarfsmeldung
    seit: date | None

    @property
    def sozialraum(self) -> Sozialraum:
        return self.meldung.sozialraum


@dataclass(frozen=True, slots=True)
class Vorlagenthema:
    """One item of the agenda with its line of the radar."""

    thema: Thema
    meldungen: tuple[Vorlagenmeldung, ...]
    raeume: tuple[tuple[Sozialraum, Spanne], ...]
    summe: Spanne
    bild: Kleinbild

    @property
    def dringende(self) -> int:
        return sum(eintrag.meldung.schwere == Schwere.DRINGEND for eintrag in self.meldungen)


@dataclass(frozen=True, slots=True)
class Vorlage:
    """The whole agenda."""

    erstellt: date
    radar: Radar
    themen: tuple[Vorlagenthema, ...]
    nur: tuple[Sozialraum, ...] = ()

    @property
    def ausschnitt(self) -> str:
        """ "nur Sozialraum Konz", where the reports are not those of the whole Landkreis; else empty."""
        if not self.nur:
            return ""
        return f"nur Sozialr{'äume' if len(self.nur) > 1 else 'aum'} {', '.join(raum.name for raum in self.nur)}"

    @property
    def dateiname(self) -> str:
        return "-".join(["vorlage-uajhp", *(raum.kuerzel for raum in self.nur), self.erstellt.isoformat()])

    @property
    def dringende(self) -> int:
        return sum(thema.dringende for thema in self.themen)

    @property
    def anzahl(self) -> int:
        return sum(len(thema.meldungen) for thema in self.themen)

    @property
    def zeilen(self) -> list[tuple[Vorlagenthema, Vorlagenmeldung]]:
        return [(thema, eintrag) for thema in self.themen for eintrag in thema.meldungen]


def vorlage(bereich: Geltungsbereich, stichtag: date) -> Vorlage:
    """Reports in Beratung within sight, urgent ones first; figures as in the radar (K08). Six queries."""
    themen = [
        (thema, tuple(_nach_gewicht(gruppe)))
        for thema, gruppe in groupby(_in_beratung(bereich), key=lambda meldung: meldung.thema)
    ]
    bild = radar(stichtag, Ausschnitt(), auch=[thema.pk for thema, _ in themen])
    zeilen = {thema.pk: bild.zeile(thema.pk) for thema, _ in themen}
    hoechster = max((wert.oben for zeile in zeilen.values() for wert in zeile.verlauf), default=0)
    return Vorlage(
        stichtag,
        bild,
        tuple(
            Vorlagenthema(
                thema,
                meldungen,
                tuple(zip(bild.raeume, zeilen[thema.pk].zellen, strict=True)),
                zeilen[thema.pk].summe,
                kleinbild(zeilen[thema.pk].verlauf, bild.quartale, hoechster),
            )
            for thema, meldungen in themen
        ),
        _nur(bereich, bild.raeume),
    )


def _nur(bereich: Geltungsbereich, raeume: Iterable[Sozialraum]) -> tuple[Sozialraum, ...]:
    erlaubt = bereich.sozialraeume("bedarf.sehen")
    return () if erlaubt is None else tuple(raum for raum in raeume if raum.pk in erlaubt)


def _in_beratung(bereich: Geltungsbereich) -> Iterable[Bedarfsmeldung]:
    seit = Max("schritte__am", filter=Q(schritte__zustand=Bedarfsstatus.IN_BERATUNG))
    menge = Bedarfsmeldung.objects.sichtbar_fuer(bereich).filter(zustand=Bedarfsstatus.IN_BERATUNG)
    menge = menge.select_related("thema", "sozialraum").annotate(seit=seit)
    return menge.order_by("thema__reihenfolge", "thema__name", "thema_id", "sozialraum__reihenfolge", "am")


def _nach_gewicht(meldungen: Iterable[Bedarfsmeldung]) -> list[Vorlagenmeldung]:
    sortiert = sorted(meldungen, key=lambda meldung: GEWICHTE.index(meldung.schwere))
    return [Vorlagenmeldung(meldung, meldung.seit) for meldung in sortiert]
