"""The map of the Landkreis or of one Sozialraum on a day: areas, Verbandsgemeinden, partners as points, rows."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db.models import FloatField, QuerySet
from django.db.models.functions import Cast

from konten.models import datensatzadresse
from konten.models.abfrage import vorbereitet
from konten.rules import Geltungsbereich
from konten.rules.zahl import mehrzahl
from netzwerk.rules.abdeckung import Anzeige, Lage, Partnerlage, Quote
from netzwerk.rules.landkarte import RANG, Ansicht, Deckung, aufzaehlung, deckung, schlimmste
from netzwerk.selectors.abdeckung import Kategoriespalte, abdeckung
from partner.models import Netzwerkpartner
from partner.rules import Partnerstatus
from sozialraum.models import Sozialraum
from sozialraum.rules import Punkt
from sozialraum.rules.ausschnitt import Kachel, Rahmen, ausschnitt, kacheln
from sozialraum.rules.buendel import Beschriftung, beschrifte, buendle
from sozialraum.selectors.karte import (
    Gemeindeangabe,
    Zentrum,
    aussengrenze,
    gebiete_am,
    gemeinden,
    grundkarte,
    namensort,
    zentren_am,
)
from sozialraum.selectors.portraet import sichtbare_raeume

#: sizes of signs and type when the frame is this many units wide
BREITE = 1000
ABSTAND, RAND, SCHRIFT = 56, 28, 20
TOENE = 4


@dataclass(frozen=True, slots=True)
class Kartenwunsch:
    """What somebody wants to see; the address of the page says all of it."""

    stichtag: date
    ansicht: Ansicht | None = None
    kategorie: str = ""
    zustand: str = ""
    mitte: Punkt | None = None
    stufe: float = 0.0
    mit_kacheln: bool = False


class Partnerpunkt(NamedTuple):
    """A partner on the map. `genau`: at its own address, otherwise somewhere in its Gemeinde.

    `lage` and `stand`: its state, in words too; that of the Sozialraum where it is worst.
    """

    uuid: UUID
    name: str
    ort: str
    ags: str | None
    laenge: float | None
    breite: float | None
    genau: bool
    lagen: tuple[Partnerlage, ...]
    lage: Lage | None = None
    stand: str = ""
    x: float = 0.0
    y: float = 0.0
    am_rand: bool = False

    @property
    def url(self) -> str:
        return datensatzadresse("partner:partner_detail", self.uuid)

    @property
    def lagehinweis(self) -> str:
        if self.am_rand:
            return "liegt außerhalb dieser Karte"
        return "" if self.genau else "Punkt der Gemeinde, Anschrift ohne Koordinate"


@dataclass(frozen=True, slots=True)
class Buendel:
    """One or several partners at one place of the map."""

    nummer: int
    partner: tuple[Partnerpunkt, ...]

    @property
    def x(self) -> float:
        return self.partner[0].x

    @property
    def y(self) -> float:
        return self.partner[0].y

    @property
    def lage(self) -> Lage | None:
        return schlimmste([partner.lage for partner in self.partner])

    @property
    def genau(self) -> bool:
        return any(partner.genau and not partner.am_rand for partner in self.partner)

    @property
    def ort(self) -> str:
        """The place most of them name."""
        return Counter(partner.ort for partner in self.partner).most_common(1)[0][0]

    @property
    def text(self) -> str:
        """What the sign says in words."""
        if len(self.partner) == 1:
            einer = self.partner[0]
            return ", ".join(teil for teil in (einer.name, einer.ort, einer.stand, einer.lagehinweis) if teil)
        anzahl = mehrzahl(len(self.partner), "Partner", "Partner")
        return f"{anzahl} um {self.ort}: {aufzaehlung([partner.lage for partner in self.partner])}"


@dataclass(frozen=True, slots=True)
class Raumflaeche:
    """A Sozialraum on the map."""

    sozialraum: Sozialraum
    ags: frozenset[str]
    ton: int
    pfad: str
    quote: Quote | None
    ist_eigen: bool

    @property
    def deckung(self) -> Deckung | None:
        return deckung(self.quote) if self.quote else None

    @property
    def anzeige(self) -> Anzeige:
        """ "! Konz 7 von 8"."""
        stufe, quote = self.deckung, self.quote
        return Anzeige(stufe.klasse, stufe.symbol, f"{self.sozialraum.name}: {quote.zaehler} von {quote.nenner}")

    @property
    def umriss(self) -> str:
        return aussengrenze(self.ags)

    @property
    def text(self) -> str:
        """ "Konz: 12 Gemeinden, 6 von 8 verlangten Kategorien gepflegt"."""
        teile = [mehrzahl(len(self.ags), "Gemeinde", "Gemeinden")]
        if self.quote:
            teile.append(f"{self.quote.zaehler} von {self.quote.nenner} verlangten Kategorien gepflegt")
        return f"{self.sozialraum.name}: {', '.join(teile)}"

    @property
    def ort(self) -> Punkt | None:
        return namensort(self.ags)


@dataclass(frozen=True, slots=True)
class Vgflaeche:
    """A Verbandsgemeinde over the Sozialräume, and how many of its Gemeinden belong to which."""

    name: str
    ags: frozenset[str]
    anteile: tuple[tuple[str, int], ...]

    @property
    def umriss(self) -> str:
        return aussengrenze(self.ags)

    @property
    def ort(self) -> Punkt | None:
        return namensort(self.ags)

    @property
    def ist_geteilt(self) -> bool:
        return len(self.anteile) > 1

    @property
    def text(self) -> str:
        teile = [f"{mehrzahl(anzahl, 'Gemeinde', 'Gemeinden')} zu {raum}" for raum, anzahl in self.anteile]
        return f"Verbandsgemeinde {self.name}: {', '.join(teile)}"


class Gemeindezeile(NamedTuple):
    """A row of the table: a Gemeinde, or what lies in none."""

    gemeinde: Gemeindeangabe | None
    name: str
    sozialraum: str
    zahlen: Mapping[Lage | None, int]

    @property
    def gesamt(self) -> int:
        return sum(self.zahlen.values())


@dataclass(frozen=True, slots=True)
class Landkarte:
    """Everything a map shows, and what its tables and exports are made of."""

    wunsch: Kartenwunsch
    ansicht: Ansicht
    raum: Sozialraum | None
    basis: Rahmen
    rahmen: Rahmen
    flaechen: tuple[Raumflaeche, ...]
    uebrige: str
    verbandsgemeinden: tuple[Vgflaeche, ...]
    gemeinden: tuple[Gemeindeangabe, ...]
    zentren: tuple[Zentrum, ...]
    kategorien: tuple[Kategoriespalte, ...]
    punkte: tuple[Partnerpunkt, ...]
    ohne_ort: tuple[Partnerpunkt, ...]
    buendel: tuple[Buendel, ...]
    kacheln: tuple[Kachel, ...]
    sieht_partner: bool
    sieht_lage: bool

    @property
    def fest(self) -> float:
        """Factor that keeps signs and type the same size in every frame."""
        return self.rahmen.breite / BREITE

    @property
    def titel(self) -> str:
        name = f"Sozialraum {self.raum.name}" if self.raum else "Landkreis"
        return f"Karte {name}: {self.ansicht.label}"

    @property
    def beschreibung(self) -> str:
        saetze = [f"Stand {self.wunsch.stichtag:%d.%m.%Y}."]
        saetze += [f"{flaeche.text}." for flaeche in self.flaechen if flaeche.ist_eigen]
        saetze += [f"{vg.text}." for vg in self.geteilte]
        if self.sieht_partner:
            saetze.append(f"{mehrzahl(len(self.punkte), 'Partner', 'Partner')} als Punkte.")
        return " ".join(saetze)

    @property
    def geteilte(self) -> list[Vgflaeche]:
        """Verbandsgemeinden that belong to several Sozialräume; on the map of one, those with a part in it."""
        eigene = frozenset().union(*(flaeche.ags for flaeche in self.flaechen if flaeche.ist_eigen))
        return [vg for vg in self.verbandsgemeinden if vg.ist_geteilt and vg.ags & eigene]

    @property
    def namen(self) -> list[Beschriftung]:
        """Names of Gemeinden that find room in this frame, the largest Gemeinden first."""
        gebiete = grundkarte().gebiete
        eigene = frozenset().union(*(flaeche.ags for flaeche in self.flaechen if flaeche.ist_eigen))
        namen = [
            Beschriftung(gemeinde.name, *gebiete[gemeinde.ags].mitte, gemeinde.einwohner)
            for gemeinde in self.gemeinden
            if gemeinde.ags in gebiete and gemeinde.ags in eigene
        ]
        sichtbare = [name for name in namen if self.rahmen.enthaelt(name.x, name.y)]
        fest = self.fest
        zeichen = [Rahmen(b.x - 26 * fest, b.y - 26 * fest, 52 * fest, 62 * fest) for b in self.buendel]
        return beschrifte(sichtbare, SCHRIFT * fest, zeichen)

    @property
    def je_lage(self) -> Mapping[Lage | None, int]:
        return Counter(punkt.lage for punkt in (*self.punkte, *self.ohne_ort))

    @property
    def zeilen(self) -> list[Gemeindezeile]:
        """Inhabitants and partners by state per Gemeinde; partners elsewhere in rows of their own."""
        raum = {ags: flaeche for flaeche in self.flaechen for ags in flaeche.ags}
        zahlen: dict[str | None, Counter] = defaultdict(Counter)
        for punkt in (*self.punkte, *self.ohne_ort):
            zahlen[punkt.ags][punkt.lage] += 1
        ausserhalb = zahlen.pop(None, Counter())
        zeilen = [
            Gemeindezeile(
                gemeinde,
                gemeinde.name,
                raum[gemeinde.ags].sozialraum.name if gemeinde.ags in raum else "",
                zahlen.pop(gemeinde.ags, Counter()),
            )
            for gemeinde in self.gemeinden
            if self.raum is None or (gemeinde.ags in raum and raum[gemeinde.ags].ist_eigen)
        ]
        anderswo = sum(zahlen.values(), Counter())
        zeilen += [Gemeindezeile(None, "andere Gemeinden des Landkreises", "", anderswo)] if anderswo else []
        ohne = "außerhalb des Landkreises oder ohne Gemeinde"
        return [*zeilen, *([Gemeindezeile(None, ohne, "", ausserhalb)] if ausserhalb else [])]


def landkarte(bereich: Geltungsbereich, wunsch: Kartenwunsch, raum: Sozialraum | None = None) -> Landkarte:
    """The map as this account may see it: partners by `partner.sehen`, their states by `abdeckung.sehen` (K33).

    Eleven queries at most, whatever the size: six of the coverage, one each for Sozialräume, their Gemeinden, all
    Gemeinden, Sozialraumzentren and partners.
    """
    stichtag, sieht_partner, sieht_lage = (
        wunsch.stichtag,
        bereich.darf("partner.sehen"),
        bereich.darf("abdeckung.sehen"),
    )
    gebiete, alle = gebiete_am(stichtag), gemeinden()
    raeume = [einer for einer in sichtbare_raeume(bereich) if einer.pk in gebiete or einer == raum]
    gefragte = [raum.pk] if raum else [einer.pk for einer in raeume]
    matrix = abdeckung(stichtag, gefragte) if sieht_lage and gefragte else None
    quoten = {zeile.sozialraum.pk: zeile.quote_kategorien for zeile in matrix.zeilen} if matrix else {}
    flaechen = _flaechen(raeume, gebiete, quoten, raum)
    basis = grundkarte().rahmen_von(gebiete.get(raum.pk, frozenset())) if raum else grundkarte().rahmen
    mitte = grundkarte().bild.punkt(*wunsch.mitte) if wunsch.mitte else None
    rahmen = ausschnitt(basis, mitte, wunsch.stufe)
    lagen = _lagen(matrix.zeilen) if matrix else {}
    partner = _partner(bereich, stichtag, gefragte, lagen) if sieht_partner and gefragte else []
    spalten = matrix.kategorien if matrix else ()
    gefiltert = _gefiltert(partner, wunsch, {spalte.kuerzel: spalte.id for spalte in spalten})
    punkte = tuple(_auf_karte(punkt, basis) for punkt in gefiltert if punkt.laenge is not None)
    return Landkarte(
        wunsch=wunsch,
        ansicht=wunsch.ansicht or (Ansicht.ABDECKUNG if sieht_lage else Ansicht.SOZIALRAEUME),
        raum=raum,
        basis=basis,
        rahmen=rahmen,
        flaechen=flaechen,
        uebrige=_uebrige(gebiete),
        verbandsgemeinden=_verbandsgemeinden(alle, flaechen),
        gemeinden=tuple(alle),
        zentren=tuple(z for z in zentren_am(stichtag, alle) if raum is None or z.sozialraum_id == raum.pk),
        kategorien=tuple(spalte for spalte in spalten if raum is None or spalte.nur_in in (None, raum.pk)),
        punkte=punkte,
        ohne_ort=tuple(punkt for punkt in gefiltert if punkt.laenge is None),
        buendel=_buendel(punkte, rahmen),
        kacheln=tuple(kacheln(grundkarte().bild, rahmen)) if wunsch.mit_kacheln else (),
        sieht_partner=sieht_partner,
        sieht_lage=sieht_lage,
    )


def _flaechen(
    raeume: list[Sozialraum],
    gebiete: Mapping[int, frozenset[str]],
    quoten: Mapping[int, Quote],
    eigener: Sozialraum | None,
) -> tuple[Raumflaeche, ...]:
    bekannt = grundkarte().gebiete
    return tuple(
        Raumflaeche(
            sozialraum=raum,
            ags=(ags := gebiete.get(raum.pk, frozenset())),
            ton=nummer % TOENE + 1,
            pfad="".join(bekannt[eine].pfad for eine in sorted(ags) if eine in bekannt),
            quote=quoten.get(raum.pk),
            ist_eigen=eigener is None or raum.pk == eigener.pk,
        )
        for nummer, raum in enumerate(raeume)
    )


def _uebrige(gebiete: Mapping[int, frozenset[str]]) -> str:
    vergebene = frozenset().union(*gebiete.values())
    return "".join(gebiet.pfad for ags, gebiet in grundkarte().gebiete.items() if ags not in vergebene)


def _verbandsgemeinden(alle: list[Gemeindeangabe], flaechen: tuple[Raumflaeche, ...]) -> tuple[Vgflaeche, ...]:
    je_vg: dict[str, list[Gemeindeangabe]] = defaultdict(list)
    for gemeinde in alle:
        je_vg[gemeinde.vg].append(gemeinde)
    return tuple(
        Vgflaeche(
            name=mitglieder[0].vg_name,
            ags=(ags := frozenset(gemeinde.ags for gemeinde in mitglieder)),
            anteile=tuple((f.sozialraum.name, len(f.ags & ags)) for f in flaechen if f.ags & ags),
        )
        for _, mitglieder in sorted(je_vg.items())
    )


# --- Partners as points -------------------------------------------------------------------------------------------


def _lagen(zeilen: Collection) -> Mapping[int, tuple[Partnerlage, ...]]:
    je_partner: dict[int, list[Partnerlage]] = defaultdict(list)
    for zeile in zeilen:
        for lage in zeile.lagen:
            je_partner[lage.partner_id].append(lage)
    return {partner: tuple(lagen) for partner, lagen in je_partner.items()}


def _partner(
    bereich: Geltungsbereich, stichtag: date, raeume: list[int], lagen: Mapping[int, tuple[Partnerlage, ...]]
) -> list[Partnerpunkt]:
    return [_punkt(zeile, lagen.get(zeile[0], ())) for zeile in _partnerzeilen(bereich, stichtag, raeume)]


@vorbereitet
def _partnerzeilen(bereich: Geltungsbereich, stichtag: date, raeume: Collection[int]) -> QuerySet:
    menge = Netzwerkpartner.objects.sichtbar_fuer(bereich).im_sozialraum(raeume, stichtag)
    eigene = ("pk", "uuid", "name", "ort", _grad("laenge"), _grad("breite"))
    gemeinde = ("gemeinde__ags", "gemeinde__name", _grad("gemeinde__laenge"), _grad("gemeinde__breite"))
    return menge.im_zustand(stichtag, Partnerstatus.AKTIV).order_by("name_norm").values_list(*eigene, *gemeinde)


def _grad(feld: str) -> Cast:
    """As a plain number: a Decimal of each costs more than the whole row."""
    return Cast(feld, FloatField())


def _punkt(zeile: tuple, lagen: tuple[Partnerlage, ...]) -> Partnerpunkt:
    _, schluessel, name, ort, laenge, breite, ags, gemeinde, g_laenge, g_breite = zeile
    genau = laenge is not None and breite is not None
    if not genau:
        laenge, breite = g_laenge, g_breite
    grad = (laenge, breite) if laenge is not None and breite is not None else (None, None)
    schlechteste = max(lagen, key=lambda lage: RANG[lage.lage]) if lagen else None
    zustand = (schlechteste.lage, schlechteste.text) if schlechteste else (None, "")
    return Partnerpunkt(schluessel, name, gemeinde or ort, ags, *grad, genau, lagen, *zustand)


def _gefiltert(partner: list[Partnerpunkt], wunsch: Kartenwunsch, kategorien: Mapping[str, int]) -> list[Partnerpunkt]:
    if wunsch.kategorie:
        gesucht = kategorien.get(wunsch.kategorie)
        partner = [punkt for punkt in partner if any(gesucht in lage.kategorien for lage in punkt.lagen)]
    if wunsch.zustand:
        partner = [punkt for punkt in partner if punkt.lage == wunsch.zustand]
    return partner


def _auf_karte(punkt: Partnerpunkt, basis: Rahmen) -> Partnerpunkt:
    """At its place, or at the edge of the map when that lies beyond."""
    x, y = grundkarte().bild.punkt(punkt.laenge, punkt.breite)
    rand = RAND * basis.breite / BREITE
    if basis.enthaelt(x, y):
        x, y = basis.an_den_rand(x, y, rand)
        return punkt._replace(x=x, y=y)
    x, y = basis.an_den_rand(x, y, rand)
    return punkt._replace(x=x, y=y, am_rand=True)


def _buendel(punkte: tuple[Partnerpunkt, ...], rahmen: Rahmen) -> tuple[Buendel, ...]:
    """Groups of what lies in the frame, from north to south: the order in which they are walked by keyboard."""
    sichtbare = [punkt for punkt in punkte if rahmen.enthaelt(punkt.x, punkt.y)]
    gruppen = buendle([(punkt.x, punkt.y) for punkt in sichtbare], ABSTAND * rahmen.breite / BREITE)
    gruppen.sort(key=lambda gruppe: (sichtbare[gruppe[0]].y, sichtbare[gruppe[0]].x))
    return tuple(
        Buendel(nummer, tuple(sichtbare[stelle] for stelle in gruppe)) for nummer, gruppe in enumerate(gruppen, start=1)
    )
