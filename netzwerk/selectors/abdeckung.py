"""Coverage read from the records: state of every partner, matrix Sozialraum × category, on any day."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import CharField, Exists, F, FilteredRelation, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Cast

from konten.models.abfrage import vorbereitet
from konten.models.basis import zeitraum_gilt
from konten.selectors import parameter_am
from netzwerk.models import Kontaktbeteiligung
from netzwerk.rules.abdeckung import (
    Abstaende,
    Ausnahme,
    Fristen,
    Kalender,
    Lage,
    Partnerlage,
    Quote,
    Schliesszeiten,
    Zelle,
    faellig_am,
    kategorienquote,
    lage_am,
    partnerquote,
    zelle,
)
from partner.models import Intervall, Kategoriepflicht, Partnerkategorie, Schliesszeit, Wirkungsbereich
from partner.rules import Partnerstatus
from sozialraum.models import Sozialraum

Schluessel = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Raumabdeckung:
    """One row of the matrix: a Sozialraum with its cells and both shares."""

    sozialraum: Sozialraum
    zellen: tuple[Zelle, ...]
    lagen: tuple[Partnerlage, ...]
    quote_kategorien: Quote
    quote_partner: Quote

    @property
    def rechnung(self) -> list[str]:
        """Both shares in sentences."""
        a, b = self.quote_kategorien, self.quote_partner
        return [
            f"{self.sozialraum}: {a.zaehler} von {a.nenner} verlangten Kategorien sind gepflegt ({a.text}).",
            f"{b.zaehler} von {b.nenner} aktiven Partnern sind aktuell, neu oder fällig ({b.text}).",
        ]


@dataclass(frozen=True, slots=True)
class Kategoriespalte:
    """A column of the matrix."""

    id: int
    kuerzel: str
    name: str
    kurzname: str
    nur_in: int | None
    ist_pflicht: bool


@dataclass(frozen=True, slots=True)
class Abdeckung:
    """The matrix on a Stichtag."""

    stichtag: date
    kategorien: tuple[Kategoriespalte, ...]
    zeilen: tuple[Raumabdeckung, ...]

    def zeile(self, sozialraum_id: int) -> Raumabdeckung | None:
        return next((zeile for zeile in self.zeilen if zeile.sozialraum.pk == sozialraum_id), None)


def abdeckung(stichtag: date, sozialraum_ids: Collection[int] | None = None) -> Abdeckung:
    """Matrix of all or the given Sozialräume on the Stichtag (K06, K23-K25, K35). Six queries, whatever the size."""
    spalten, ausnahmen = _kategorien(stichtag)
    lagen: dict[int, list[Partnerlage]] = defaultdict(list)
    for lage in partnerzustaende(stichtag, sozialraum_ids).values():
        lagen[lage.sozialraum_id].append(lage)
    zeilen = tuple(_zeile(raum, spalten, ausnahmen, lagen[raum.pk]) for raum in _raeume(sozialraum_ids))
    return Abdeckung(stichtag, spalten, zeilen)


@vorbereitet
def _raeume(ids: Collection[int] | None) -> QuerySet[Sozialraum]:
    return Sozialraum.objects.all() if ids is None else Sozialraum.objects.filter(pk__in=ids)


def partnerzustaende(
    stichtag: date,
    sozialraum_ids: Collection[int] | None = None,
    partner_ids: Collection[int] | None = None,
) -> dict[Schluessel, Partnerlage]:
    """State of every active partner in every Sozialraum that it serves, by (partner id, Sozialraum id) (K06).

    Four queries. The clock follows a partner through re-cut territories by its chain of Wirkungsbereiche.
    """
    abstaende, kalender, fristen = _abstaende(stichtag), _kalender(), _fristen(stichtag)
    uhr = _Uhr(stichtag, _wirkungen(stichtag, sozialraum_ids, partner_ids))
    ergebnis = {}
    for schluessel, zeilen in uhr.gueltige():
        erste = zeilen[0]
        kategorien = (erste.kategorie,)
        if len(zeilen) > 1:
            kategorien = tuple(dict.fromkeys([zeile.kategorie for zeile in zeilen]))
        letzter = uhr.letzter(erste)
        tage = abstaende.fuer(*schluessel, kategorien)
        geschlossen = kalender.fuer(erste.partner, [zeile.ferienregel for zeile in zeilen])
        faellig = faellig_am(letzter, tage, geschlossen) if letzter and tage else None
        seit = uhr.seit(erste)
        lage = lage_am(stichtag, seit=seit, letzter=letzter, faellig=faellig, tage=tage, fristen=fristen)
        bald = lage is Lage.AKTUELL and faellig is not None and (faellig - stichtag).days <= fristen.bald_tage
        ergebnis[schluessel] = Partnerlage(*schluessel, kategorien, lage, stichtag, seit, letzter, faellig, tage, bald)
    return ergebnis


# --- One query: who serves which Sozialraum, in which categories, and the last contact that counts ------------------


class _Wirkung(NamedTuple):
    id: int
    partner: int
    sozialraum: int
    von: date
    letzter: date | None
    vorgaenger: int | None
    kategorie: int
    ferienregel: str


class _Uhr:
    """Rows by record, and the walk along predecessors."""

    def __init__(self, stichtag: date, zeilen: Iterable[tuple]) -> None:
        self._stichtag = stichtag
        self._nach_id: dict[int, _Wirkung] = {}
        self._gueltig: dict[Schluessel, list[_Wirkung]] = defaultdict(list)
        tag, heute = date.fromisoformat, stichtag.isoformat()
        for pk, partner, raum, von, bis, letzter, *rest in zeilen:
            zeile = _Wirkung(pk, partner, raum, tag(von), tag(letzter) if letzter else None, *rest)
            self._nach_id[pk] = zeile
            if bis is None or bis >= heute:
                self._gueltig[partner, raum].append(zeile)

    def gueltige(self) -> Collection[tuple[Schluessel, list[_Wirkung]]]:
        return self._gueltig.items()

    def _kette(self, zeile: _Wirkung) -> list[_Wirkung]:
        kette = [zeile]
        while (vorher := self._nach_id.get(kette[-1].vorgaenger)) and vorher not in kette:
            kette.append(vorher)
        return kette

    def letzter(self, zeile: _Wirkung) -> date | None:
        if zeile.vorgaenger is None:
            return zeile.letzter
        return max((glied.letzter for glied in self._kette(zeile) if glied.letzter), default=None)

    def seit(self, zeile: _Wirkung) -> date:
        return zeile.von if zeile.vorgaenger is None else min(glied.von for glied in self._kette(zeile))


@vorbereitet
def _wirkungen(stichtag: date, sozialraum_ids: Collection[int] | None, partner_ids: Collection[int] | None) -> QuerySet:
    gueltig = zeitraum_gilt(stichtag)
    if sozialraum_ids is not None:
        gueltig &= Q(sozialraum__in=sozialraum_ids)
    frueher = Q(bis__lt=stichtag) & Q(Exists(Wirkungsbereich.objects.filter(vorgaenger=OuterRef("pk"))))
    menge = Wirkungsbereich.objects.filter(
        gueltig | frueher,
        zeitraum_gilt(stichtag, "partner__zustaende__")
        & Q(partner__zustaende__zustand=Partnerstatus.AKTIV)
        & zeitraum_gilt(stichtag, "partner__kategoriezuordnungen__"),
    )
    if partner_ids is not None:
        menge = menge.filter(partner__in=partner_ids)
    letzter = Kontaktbeteiligung.objects.filter(
        partner=OuterRef("partner"), sozialraum=OuterRef("sozialraum"), zaehlt=True, am__lte=stichtag
    ).order_by("-am")
    return menge.order_by().values_list(
        "id",
        "partner_id",
        "sozialraum_id",
        _als_text("von"),
        _als_text("bis"),
        Subquery(letzter.values(tag=_als_text("am"))[:1]),
        "vorgaenger_id",
        "partner__kategoriezuordnungen__kategorie_id",
        "partner__kategoriezuordnungen__kategorie__ferienregel",
    )


def _als_text(feld: str) -> Cast:
    """The day as 2026-11-22 on both databases: reading thousands of them as dates takes Django five times as long."""
    return Cast(feld, CharField())


# --- Intervals, calendar, deadlines, columns: one query each ------------------------------------------------------


def _abstaende(stichtag: date) -> Abstaende:
    kategorie: dict[int, int] = {}
    im_raum: dict[Schluessel, int] = {}
    partner: dict[Schluessel, int] = {}
    for kategorie_id, partner_id, raum_id, tage in _intervalle(stichtag):
        if partner_id:
            partner[partner_id, raum_id] = tage
        elif raum_id:
            im_raum[kategorie_id, raum_id] = tage
        else:
            kategorie[kategorie_id] = tage
    return Abstaende(kategorie, im_raum, partner)


@vorbereitet
def _intervalle(stichtag: date) -> QuerySet:
    zeilen = Intervall.objects.aktiv(stichtag).order_by("-tage")
    return zeilen.values_list("kategorie", "partner", "sozialraum", "tage")


def _kalender() -> Kalender:
    zeiten: dict[int | None, list[tuple[date, date | None]]] = defaultdict(list)
    for partner_id, von, bis in _schliesszeiten():
        zeiten[partner_id].append((von, bis))
    ferien = Schliesszeiten(zeiten.pop(None, ()))
    return Kalender(ferien, {partner_id: Schliesszeiten(eigene) for partner_id, eigene in zeiten.items()})


@vorbereitet
def _schliesszeiten() -> QuerySet:
    return Schliesszeit.objects.order_by().values_list("partner", "von", "bis")


def _fristen(stichtag: date) -> Fristen:
    parameter = parameter_am(stichtag)
    return Fristen(parameter["neu_tage"], parameter["bald_tage"])


def _kategorien(stichtag: date) -> tuple[tuple[Kategoriespalte, ...], Mapping[Schluessel, Ausnahme]]:
    spalten: dict[int, Kategoriespalte] = {}
    ausnahmen: dict[Schluessel, Ausnahme] = {}
    for *spalte, raum, begruendung, bis in _kategoriezeilen(stichtag):
        spalten[spalte[0]] = Kategoriespalte(*spalte)
        if raum:
            ausnahmen[raum, spalte[0]] = Ausnahme(begruendung, bis)
    return tuple(spalten.values()), ausnahmen


@vorbereitet
def _kategoriezeilen(stichtag: date) -> QuerySet:
    pflicht = Kategoriepflicht.objects.aktiv(stichtag).filter(kategorie=OuterRef("pk"))
    return (
        Partnerkategorie.objects.annotate(
            ist_pflicht=Exists(pflicht),
            gilt=FilteredRelation("ausnahmen", condition=zeitraum_gilt(stichtag, "ausnahmen__")),
        )
        .annotate(raum=F("gilt__sozialraum"), begruendung=F("gilt__begruendung"), bis=F("gilt__bis"))
        .order_by("reihenfolge", "name")
        .values_list("id", "kuerzel", "name", "kurzname", "sozialraum", "ist_pflicht", "raum", "begruendung", "bis")
    )


def _zeile(
    raum: Sozialraum,
    spalten: tuple[Kategoriespalte, ...],
    ausnahmen: Mapping[Schluessel, Ausnahme],
    lagen: list[Partnerlage],
) -> Raumabdeckung:
    nach_kategorie: dict[int, list[Lage]] = defaultdict(list)
    for lage in lagen:
        for kategorie in lage.kategorien:
            nach_kategorie[kategorie].append(lage.lage)
    zellen = tuple(
        zelle(
            spalte.id,
            nach_kategorie.get(spalte.id, ()),
            ist_pflicht=spalte.ist_pflicht and spalte.nur_in in (None, raum.pk),
            ausnahme=ausnahmen.get((raum.pk, spalte.id)),
        )
        for spalte in spalten
    )
    return Raumabdeckung(raum, zellen, tuple(lagen), kategorienquote(zellen), partnerquote(lage.lage for lage in lagen))
