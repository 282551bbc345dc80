"""Needs: the radar over closed quarters, the sources of a form, one report with its history (K08)."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from konten.models.abfrage import vorbereitet
from konten.models.schluessel import lies_uuids
from konten.rules import Geltungsbereich
from konten.selectors import parameter_am
from netzwerk.models import Bedarfsmeldung, Bedarfsschritt, Kontakt, Thema
from netzwerk.rules.bedarf import (
    ABSCHLUSS,
    Ausschnitt,
    Einzelmeldung,
    Quartal,
    Spanne,
    Zellort,
    abgeschlossene_quartale,
    quellen_von,
    spanne,
    summe,
    zaehle_quellen,
)
from partner.models import Netzwerkpartner
from partner.selectors.dubletten import nach_schluesseln
from sozialraum.models import Sozialraum

VORSCHLAEGE = 8
#: needs on the page of a Sozialraum or a partner
GEZEIGT = 6


# --- Radar ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Radarzeile:
    """One theme: a cell per Sozialraum in the quarter, their total, and the development over the quarters."""

    thema: Thema
    zellen: tuple[Spanne, ...]
    summe: Spanne
    verlauf: tuple[Spanne, ...]

    @property
    def ist_leer(self) -> bool:
        return self.summe.ist_null and all(wert.ist_null for wert in self.verlauf)


@dataclass(frozen=True, slots=True)
class Radar:
    """All that page and files show about needs; nothing but suppressed ranges. `raum` narrows the development only."""

    quartal: Quartal
    quartale: tuple[Quartal, ...]
    ausschnitt: Ausschnitt
    minimum: int
    raeume: tuple[Sozialraum, ...]
    raum: Sozialraum | None
    zeilen: tuple[Radarzeile, ...]
    spaltensummen: tuple[Spanne, ...]
    verlaufssummen: tuple[Spanne, ...]

    @property
    def gesamt(self) -> Spanne:
        return summe(self.spaltensummen, self.minimum)

    @property
    def belegte(self) -> tuple[Radarzeile, ...]:
        """Themes with at least one report in the quarters shown."""
        return tuple(zeile for zeile in self.zeilen if not zeile.ist_leer)

    @property
    def ohne_meldung(self) -> tuple[Thema, ...]:
        return tuple(zeile.thema for zeile in self.zeilen if zeile.ist_leer)

    def zeile(self, thema_id: int) -> Radarzeile | None:
        return next((zeile for zeile in self.zeilen if zeile.thema.pk == thema_id), None)


def radar(
    stichtag: date,
    ausschnitt: Ausschnitt,
    quartal: Quartal | None = None,
    raum: Sozialraum | None = None,
    *,
    auch: Collection[int] = (),
) -> Radar:
    """Independent sources per theme and Sozialraum in a closed quarter (default: the last), suppressed (K08).

    The same for everybody who may see it: figures do not depend on who asks. `auch` are themes that have a line even
    when they are no longer offered and nothing was reported. Five queries.
    """
    quartale = abgeschlossene_quartale(stichtag)
    gewaehlt = quartal if quartal in quartale else quartale[-1]
    minimum = parameter_am(stichtag)["bedarf_mindestquellen"]
    zellen = zaehle_quellen(_einzelmeldungen(quartale[0].von, quartale[-1].bis), ausschnitt, minimum)
    raeume = tuple(_raeume())
    zeilen = tuple(
        _radarzeile(thema, zellen, raeume, gewaehlt, quartale, [raum] if raum else raeume, minimum)
        for thema in _radarthemen({ort[0] for ort in zellen} | set(auch))
    )
    return Radar(
        quartal=gewaehlt,
        quartale=quartale,
        ausschnitt=ausschnitt,
        minimum=minimum,
        raeume=raeume,
        raum=raum,
        zeilen=zeilen,
        spaltensummen=tuple(
            summe((zeile.zellen[stelle] for zeile in zeilen), minimum) for stelle in range(len(raeume))
        ),
        verlaufssummen=tuple(
            summe((zeile.verlauf[stelle] for zeile in zeilen), minimum) for stelle in range(len(quartale))
        ),
    )


@vorbereitet
def _raeume() -> QuerySet[Sozialraum]:
    return Sozialraum.objects.all()


@vorbereitet
def _radarthemen(belegte: Collection[int]) -> QuerySet[Thema]:
    return Thema.objects.filter(Q(ist_aktiv=True) | Q(pk__in=belegte))


def _radarzeile(
    thema: Thema,
    zellen: Mapping[Zellort, Spanne],
    raeume: Sequence[Sozialraum],
    quartal: Quartal,
    quartale: Sequence[Quartal],
    verlaufsraeume: Sequence[Sozialraum],
    minimum: int,
) -> Radarzeile:
    null = spanne(0, minimum)
    werte = tuple(zellen.get((thema.pk, raum.pk, quartal), null) for raum in raeume)
    verlauf = tuple(
        summe((zellen.get((thema.pk, raum.pk, eines), null) for raum in verlaufsraeume), minimum) for eines in quartale
    )
    return Radarzeile(thema, werte, summe(werte, minimum), verlauf)


def _einzelmeldungen(von: date, bis: date) -> list[Einzelmeldung]:
    """Reports of these days with their sources. Two queries."""
    quellen: dict[int, list[int]] = defaultdict(list)
    for meldung, partner in _quellen(von, bis):
        quellen[meldung].append(partner)
    return [
        Einzelmeldung(*rest, quellen_von(quellen.get(pk, ()), melder)) for pk, melder, *rest in _meldezeilen(von, bis)
    ]


@vorbereitet
def _meldezeilen(von: date, bis: date) -> QuerySet:
    spalten = ("pk", "gemeldet_von_id", "sozialraum_id", "thema_id", "am", "altersgruppe", "schwere")
    return Bedarfsmeldung.objects.filter(am__range=(von, bis)).order_by().values_list(*spalten)


@vorbereitet
def _quellen(von: date, bis: date) -> QuerySet:
    verbindungen = Bedarfsmeldung.quellen.through.objects.filter(bedarfsmeldung__am__range=(von, bis))
    return verbindungen.values_list("bedarfsmeldung_id", "netzwerkpartner_id")


# --- Reports ----------------------------------------------------------------------------------------------------------


def meldung_mit_verlauf(menge: QuerySet[Bedarfsmeldung]) -> QuerySet[Bedarfsmeldung]:
    """With everything that the page of one report shows. Two queries more."""
    schritte = Bedarfsschritt.objects.select_related("durch")
    return menge.select_related("sozialraum", "thema", "gemeldet_von", "kontakt").prefetch_related(
        Prefetch("schritte", schritte), "quellen"
    )


@dataclass(frozen=True, slots=True)
class Bedarfslage:
    """The open needs of a Sozialraum, and how many of them each theme has, most first."""

    meldungen: tuple[Bedarfsmeldung, ...]
    themen: tuple[tuple[Thema, int], ...]
    anzahl: int


def bedarfslage(bereich: Geltungsbereich, sozialraum_id: int) -> Bedarfslage | None:
    """What people reported in the Sozialraum and nobody concluded yet (K08); None without the right. One query."""
    if not bereich.gilt_in("bedarf.sehen", sozialraum_id):
        return None
    offene = _offene_in(sozialraum_id)
    je_thema = Counter(meldung.thema for meldung in offene)
    return Bedarfslage(tuple(offene[:GEZEIGT]), tuple(je_thema.most_common()), len(offene))


def bedarf_von(bereich: Geltungsbereich, partner_id: int) -> list[Bedarfsmeldung]:
    """Needs that this partner named, as far as the person may read them, the latest first (K08). One query."""
    return _genannt_von(bereich, partner_id) if bereich.darf("bedarf.sehen") else []


@vorbereitet
def _offene_in(sozialraum_id: int) -> QuerySet[Bedarfsmeldung]:
    menge = Bedarfsmeldung.objects.filter(sozialraum=sozialraum_id).exclude(zustand__in=ABSCHLUSS)
    return _als_zeilen(menge)


@vorbereitet
def _genannt_von(bereich: Geltungsbereich, partner_id: int) -> QuerySet[Bedarfsmeldung]:
    return _als_zeilen(Bedarfsmeldung.objects.sichtbar_fuer(bereich).filter(quellen=partner_id))[:GEZEIGT]


def _als_zeilen(menge: QuerySet[Bedarfsmeldung]) -> QuerySet[Bedarfsmeldung]:
    spalten = ("uuid", "titel", "am", "schwere", "zustand", "thema__name")
    return menge.select_related("thema").only(*spalten).order_by("-am", "-id")


def herkunftskontakt(bereich: Geltungsbereich, schluessel: str) -> Kontakt | None:
    """The contact that a new report comes from, if its page may be opened. Up to three queries."""
    try:
        uuid = UUID(schluessel)
    except ValueError:
        return None
    menge = Kontakt.objects.sichtbar_fuer(bereich).filter(uuid=uuid)
    return menge.prefetch_related("themen", "beteiligungen__partner", "beteiligungen__sozialraum").first()


def quellenvorschlaege(bereich: Geltungsbereich, suche: str, ohne: Iterable[str]) -> list[Netzwerkpartner]:
    """Partners by name, address or Träger; one more than is shown tells of more. One query."""
    menge = Netzwerkpartner.objects.sichtbar_fuer(bereich).suche(suche).exclude(uuid__in=list(ohne))
    return list(menge.order_by("name_norm")[: VORSCHLAEGE + 1])


def quellen_aus(bereich: Geltungsbereich, schluessel: Iterable[str]) -> list[Netzwerkpartner]:
    """Partners by outside key, in the order of the keys; unknown ones are left out. One query, see below."""
    return nach_schluesseln(Netzwerkpartner.objects.sichtbar_fuer(bereich), lies_uuids(schluessel))
