"""Reads of the resource finder (K05): candidates for a constellation, ranked by `partner.rules.finden`."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from konten.models.abfrage import vorbereitet
from konten.models.felder import marke
from konten.rules import Geltungsbereich
from partner.models import Angebot, Angebotszeit
from partner.models.angebot import Angebotsmenge
from partner.rules.angebot import Barrierefreiheit, Frische, Ortsart, Warteliste
from partner.rules.angebotszeit import Zeitangabe
from partner.rules.finden import (
    GEWICHT,
    JA,
    UNBEKANNT,
    Fahrt,
    Kandidat,
    Konstellation,
    Kriterium,
    Punkt,
    engpaesse,
    reihe,
)
from partner.rules.fundworte import Gruende, Namen, begruende
from partner.selectors.angebot import grenzen
from sozialraum.models import Gebietszuordnung

#: columns of a candidate in its order, and the criterion that reads each; None: always
_SPALTEN: tuple[tuple[str, Kriterium | None], ...] = (
    *(("pk", None), ("frische_wort", None), ("geprueft_am", None), ("plaetze_frei", None), ("warteliste", None)),
    *(("alter_von", Kriterium.ALTER), ("alter_bis", Kriterium.ALTER), ("sprachen", Kriterium.SPRACHE)),
    *(("barrierefrei", Kriterium.BARRIERE), ("zugang", Kriterium.ZUGANG), ("kostenart", Kriterium.KOSTEN)),
    *(("ortsart", Kriterium.WEG), ("hier", Kriterium.WEG), ("breite_hier", Kriterium.WEG)),
    ("laenge_hier", Kriterium.WEG),
)


@dataclass(frozen=True, slots=True)
class Treffer:
    """An offer of the list with the reason of its rank."""

    angebot: Angebot
    gruende: Gruende
    frische: Frische


class Fund(Sequence[Treffer]):
    """All offers that fit, best first; only the slice that is shown is read whole. See `finde_angebote`."""

    def __init__(self, menge: Angebotsmenge, konstellation: Konstellation, namen: Namen, stichtag: date) -> None:
        self._menge, self._konstellation = menge, konstellation
        self._namen, self._stichtag = namen, stichtag
        fragt = bool(konstellation.fragt)
        self._gereiht = reihe(_kandidaten(menge, konstellation), konstellation) if fragt else None
        self._anzahl = len(self._gereiht) if self._gereiht is not None else menge.count()

    def __len__(self) -> int:
        return self._anzahl

    def __getitem__(self, stelle: int | slice) -> Treffer | list[Treffer]:
        """Three queries for a slice, whatever its length."""
        if isinstance(stelle, int):
            return self[stelle : stelle + 1][0]
        if self._gereiht is None:
            geordnet = self._menge.annotate(grundpunkte=grundpunkte()).order_by("-grundpunkte", "titel", "pk")
            return self._als_treffer(_kandidaten_von(geordnet[stelle], self._konstellation))
        return self._als_treffer(self._gereiht[stelle])

    def einzelne(self, uuids: Collection) -> list[Treffer]:
        """Those of these keys that are in the list, in its order. Up to four queries."""
        gewaehlte = set(self._menge.filter(uuid__in=uuids).values_list("pk", flat=True))
        gereiht = self._gereiht
        if gereiht is None:
            menge = self._menge.filter(pk__in=gewaehlte).order_by("titel", "pk")
            gereiht = _kandidaten_von(menge, self._konstellation)
        return self._als_treffer([kandidat for kandidat in gereiht if kandidat.pk in gewaehlte])

    def _als_treffer(self, kandidaten: Sequence[Kandidat]) -> list[Treffer]:
        voll = {angebot.pk: angebot for angebot in _angebote([k.pk for k in kandidaten])}
        return [
            Treffer(voll[k.pk], begruende(k, self._konstellation, self._namen, self._stichtag), Frische(k.frische))
            for k in kandidaten
            if k.pk in voll
        ]


@vorbereitet
def _angebote(schluessel: Sequence[int]) -> QuerySet[Angebot]:
    menge = Angebot.objects.filter(pk__in=schluessel).select_related("anbieter", "ansprechperson")
    return menge.prefetch_related("zeiten")


def finde_angebote(
    konstellation: Konstellation,
    bereich: Geltungsbereich,
    stichtag: date,
    namen: Namen | None = None,
    worte: str = "",
) -> Fund:
    """Offers for a constellation, best first, each with its reason (K05); without a constellation all of them.

    Dormant offers, those past their end and those of merged partners are left out. `worte` narrows by title,
    description and provider. Two to six queries, and three for the slice that is shown, whatever the number of offers.
    """
    return Fund(_menge(bereich, stichtag, worte), konstellation, namen or Namen(), stichtag)


def _menge(bereich: Geltungsbereich, stichtag: date, worte: str = "") -> Angebotsmenge:
    menge = Angebot.objects.waehlbar_fuer(bereich).mit_frische(grenzen(stichtag)).suche(worte)
    return menge.filter(anbieter__aufgegangen_in=None).exclude(gilt_bis__lt=stichtag)


def was_ausschliesst(
    konstellation: Konstellation, bereich: Geltungsbereich, stichtag: date
) -> list[tuple[Kriterium, int]]:
    """For an empty list: criteria that exclude, with how many offers each one alone keeps out. Up to six queries."""
    menge = _menge(bereich, stichtag).order_by("pk")
    return engpaesse(_mit_mengen(menge, konstellation), konstellation)


def grundpunkte() -> Case:
    """Points for places and freshness, which always count; as `partner.rules.finden`, a test compares the two."""
    platz = Case(
        When(plaetze_frei__gt=0, then=Value(JA)),
        When(warteliste=Warteliste.OFFEN, then=Value(25)),
        When(Q(plaetze_frei=0) | Q(warteliste=Warteliste.GESCHLOSSEN), then=Value(0)),
        default=Value(UNBEKANNT),
        output_field=IntegerField(),
    )
    frische = Case(
        When(frische_wort=Frische.AKTUELL, then=Value(JA)),
        When(frische_wort=Frische.UNGEPRUEFT, then=Value(UNBEKANNT)),
        default=Value(0),
        output_field=IntegerField(),
    )
    return platz * Value(GEWICHT[Kriterium.PLATZ]) + frische * Value(GEWICHT[Kriterium.FRISCHE])


# --- Candidates -------------------------------------------------------------------------------------------------------


def _kandidaten(menge: Angebotsmenge, f: Konstellation) -> list[Kandidat]:
    return _mit_mengen(_eingegrenzt(menge, f).order_by("titel", "pk"), f, im_raum=True)


def _eingegrenzt(menge: Angebotsmenge, f: Konstellation) -> Angebotsmenge:
    """Leaves out early what the rule excludes anyway; what is left is judged by the rule alone."""
    if f.sozialraum is not None:
        menge = menge.im_sozialraum(frozenset({f.sozialraum}))
    if f.themen:
        alle = Angebot.themen.through.objects.filter(angebot=OuterRef("pk"))
        menge = menge.filter(Exists(alle.filter(thema__in=f.themen)) | ~Exists(alle))
    if f.alter_bis is not None:
        menge = menge.filter(Q(alter_von=None) | Q(alter_von__lte=f.alter_bis))
    if f.alter_von is not None:
        menge = menge.filter(Q(alter_bis=None) | Q(alter_bis__gte=f.alter_von))
    if f.sprache:
        menge = menge.filter(Q(sprachen="") | Q(sprachen__contains=marke(f.sprache)))
    if f.rollstuhl:
        menge = menge.exclude(barrierefrei=Barrierefreiheit.NEIN)
    if f.fahrt == Fahrt.ZUHAUSE:
        menge = menge.filter(ortsart__in=[Ortsart.AUFSUCHEND, Ortsart.FERN])
    return menge


def _mit_mengen(menge: QuerySet[Angebot], f: Konstellation, *, im_raum: bool = False) -> list[Kandidat]:
    """Candidates with the sets that the constellation asks for. One query and one for each of these sets.

    `im_raum`: all are for the Sozialraum that is asked for, so nobody needs to read which others they are for.
    """
    fragt, schluessel = f.fragt, menge.order_by().values("pk")
    alle_raeume = Kriterium.GEBIET in fragt and not im_raum
    raeume = _verbundene(Angebot.sozialraeume.through, "sozialraum_id", schluessel, alle_raeume)
    gemeinden = _verbundene(Angebot.gemeinden.through, "gemeinde_id", schluessel, f.gemeinde is not None)
    themen = _verbundene(Angebot.themen.through, "thema_id", schluessel, Kriterium.THEMA in fragt)
    zeiten = _zeiten(schluessel) if Kriterium.ZEIT in fragt else {}
    leer: frozenset[int] = frozenset()
    hier = frozenset({f.sozialraum}) if im_raum and f.sozialraum is not None else leer
    return [
        Kandidat(
            *zeile[:-2],
            _punkt(*zeile[-2:]),
            raeume.get(zeile[0], hier),
            gemeinden.get(zeile[0], leer),
            themen.get(zeile[0], leer),
            zeiten.get(zeile[0], ()),
        )
        for zeile in _zeilen(menge, fragt)
    ]


def _verbundene(durch: type, spalte: str, schluessel: QuerySet, gefragt: bool) -> dict[int, frozenset[int]]:
    if not gefragt:
        return {}
    mengen: dict[int, set[int]] = defaultdict(set)
    for angebot, anderes in durch.objects.filter(angebot__in=schluessel).order_by().values_list("angebot_id", spalte):
        mengen[angebot].add(anderes)
    return {pk: frozenset(menge) for pk, menge in mengen.items()}


def _zeiten(schluessel: QuerySet) -> dict[int, tuple[Zeitangabe, ...]]:
    zeiten: dict[int, list[Zeitangabe]] = defaultdict(list)
    spalten = [feld.name for feld in fields(Zeitangabe)]
    for angebot, *werte in Angebotszeit.objects.filter(angebot__in=schluessel).values_list("angebot_id", *spalten):
        zeiten[angebot].append(Zeitangabe(*werte))
    return {pk: tuple(liste) for pk, liste in zeiten.items()}


def _kandidaten_von(menge: QuerySet[Angebot], f: Konstellation) -> list[Kandidat]:
    return [Kandidat(*zeile[:-2], _punkt(*zeile[-2:])) for zeile in _zeilen(menge, f.fragt)]


def _zeilen(menge: QuerySet[Angebot], fragt: Collection[Kriterium]) -> QuerySet:
    """Rows of `_SPALTEN`; what no criterion reads comes as NULL, which costs nothing.

    Where it takes place: its own coordinates or those of the provider, otherwise the Gemeinde's point.
    """
    orte = {"breite_hier": _ort("breite"), "laenge_hier": _ort("laenge")}
    orte["hier"] = Case(When(ortsart=Ortsart.EIGEN, then="gemeinde"), default="anbieter__gemeinde")
    nichts = Value(None, output_field=IntegerField())
    return menge.values_list(
        *(orte.get(name, name) if kriterium is None or kriterium in fragt else nichts for name, kriterium in _SPALTEN)
    )


def _ort(name: str) -> Case:
    eigen = Coalesce(name, f"gemeinde__{name}")
    anbieter = Coalesce(f"anbieter__{name}", f"anbieter__gemeinde__{name}")
    return Case(When(ortsart=Ortsart.EIGEN, then=eigen), default=anbieter)


def _punkt(breite: Decimal | None, laenge: Decimal | None) -> Punkt | None:
    return (float(breite), float(laenge)) if breite is not None and laenge is not None else None


# --- Places -----------------------------------------------------------------------------------------------------------


@vorbereitet
def gemeindeorte(stichtag: date) -> QuerySet:
    """(AGS, name, key, Sozialraum, latitude, longitude) of every Gemeinde of a Sozialraum that day. One query."""
    spalten = (
        "gemeinde__ags",
        "gemeinde__name",
        "gemeinde_id",
        "sozialraum_id",
        "gemeinde__breite",
        "gemeinde__laenge",
    )
    return Gebietszuordnung.objects.aktiv(stichtag).order_by("gemeinde__name_norm", "pk").values_list(*spalten)
