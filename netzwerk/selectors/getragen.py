"""Bus factor read from the records: who holds which partner, on one day and over the last quarters (K10)."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q, QuerySet

from konten.models import Benutzer, datensatzadresse
from konten.models.abfrage import vorbereitet
from konten.rules import Rolle
from netzwerk.models import Einsatz, Kontaktbeteiligung, Netzwerkfachkraft, Teilnahme, Vorstellung
from netzwerk.models.wirksam import arbeitet_am
from netzwerk.rules.bedarf import Quartal, abgeschlossene_quartale
from netzwerk.rules.fachkraft import Vorstellungsart
from netzwerk.rules.getragen import Beleg, Getragenheit, Tragart, Tragende, Vertretung, fenster, getragenheit
from netzwerk.rules.gremium import Anwesenheit
from partner.models import Netzwerkpartner, Partnerzustand, Vereinbarung, Wirkungsbereich
from partner.rules import Partnerstatus
from sozialraum.models import Traeger, Zustaendigkeit

Schluessel = tuple[int, int]
UNBEKANNT = "eine Person, deren Konto es nicht mehr gibt"
FREMD = "eine Netzwerkfachkraft eines anderen Trägers"


class Spanne(NamedTuple):
    """A validity row: what it says, from when to when."""

    wert: int
    von: date
    bis: date | None

    def gilt(self, tag: date) -> bool:
        return self.von <= tag and (self.bis is None or tag <= self.bis)


@dataclass(frozen=True, slots=True)
class Getragen:
    """A partner in a Sozialraum that rests on one person or one Träger, with names for the page."""

    partner_id: int
    partner_uuid: UUID
    partner_name: str
    sozialraum_id: int
    lage: Getragenheit
    personen: tuple[str, ...]
    traeger: tuple[str, ...]

    def fuer_traeger(self, traeger: Collection[int] | None) -> "Getragen":
        """Without the names of people who work for other Träger than these (None: all may be named)."""
        if traeger is None or self.lage.traeger & set(traeger):
            return self
        return replace(self, personen=(FREMD,))

    @property
    def art(self) -> Tragart:
        return self.lage.art

    @property
    def fachkraft_id(self) -> int | None:
        """The one Netzwerkfachkraft; None when several hold the partner for one Träger."""
        return next(iter(self.lage.personen)).fachkraft if self.lage.nur_eine_person else None

    def ist_verwaist(self, taetige: Collection[int]) -> bool:
        """Rests on one Netzwerkfachkraft who is not among these; never where her name is withheld."""
        if self.fachkraft_id is None or self.personen == (FREMD,):
            return False
        return self.fachkraft_id not in taetige

    @property
    def satz(self) -> str:
        return self.lage.satz(", ".join(self.personen), ", ".join(self.traeger))

    @property
    def url(self) -> str:
        return datensatzadresse("partner:partner_detail", self.partner_uuid)


@dataclass(frozen=True, slots=True)
class Quartalsstand:
    """How many partners rested on one person, or on one Träger, at the end of a quarter."""

    quartal: Quartal
    getragen: int
    person: int

    @property
    def nur_traeger(self) -> int:
        return self.getragen - self.person


def getragene(
    stichtag: date, sozialraum_ids: Collection[int] | None = None, partner_ids: Collection[int] | None = None
) -> list[Getragen]:
    """Partners of all (or the given) Sozialräume that rest on one person or one Träger, by name (K10).

    At most twelve queries, whatever the size. Who may see which Sozialraum is the caller's business.
    """
    bestand = _Bestand([stichtag], sozialraum_ids, partner_ids)
    return sorted(bestand.benannt(bestand.am(stichtag)), key=lambda g: (g.partner_name.casefold(), g.sozialraum_id))


def im_einsatz(stichtag: date) -> frozenset[int]:
    """Ids of the Netzwerkfachkräfte who work on that day, interrupted ones left out. One query."""
    return frozenset(Einsatz.objects.filter(arbeitet_am(stichtag)).values_list("fachkraft", flat=True))


def nur_von(fachkraft_id: int, sozialraum_id: int, stichtag: date) -> list[Getragen]:
    """Partners of the Sozialraum that only this Netzwerkfachkraft knows: what a handover is about (K10).

    At most twelve queries.
    """
    return [g for g in getragene(stichtag, [sozialraum_id]) if g.fachkraft_id == fachkraft_id]


def quartalsverlauf(stichtag: date, sozialraum_ids: Collection[int] | None = None) -> list[Quartalsstand]:
    """The figure at the end of each of the last eight quarters, oldest first. At most nine queries."""
    quartale = abgeschlossene_quartale(stichtag)
    bestand = _Bestand([quartal.bis for quartal in quartale], sozialraum_ids, None)
    staende = []
    for quartal in quartale:
        arten = [lage.art for lage in bestand.am(quartal.bis).values()]
        staende.append(Quartalsstand(quartal, len(arten), arten.count(Tragart.PERSON)))
    return staende


# --- What the records say ---------------------------------------------------------------------------------------------


class _Kontakt(NamedTuple):
    am: date
    kontakt: int
    autor: int | None


class _Bestand:
    """All rows that the rule needs for these days, read once."""

    def __init__(self, tage: Sequence[date], raeume: Collection[int] | None, partner: Collection[int] | None) -> None:
        self._raeume = None if raeume is None else frozenset(raeume)
        von, bis = fenster(min(tage))[0], max(tage)
        self._wirkungen = {zeile.id: zeile for zeile in map(_Wirkung._make, _wirkungen(raeume, partner))}
        self._aktiv = _gruppiert(_aktive(partner))
        self._kontakte: dict[Schluessel, list[_Kontakt]] = defaultdict(list)
        for partner_id, raum, *rest in _kontakte(von, bis, raeume, partner):
            self._kontakte[partner_id, raum].append(_Kontakt(*rest))
        self._anwesend: dict[int, list[int]] = defaultdict(list)
        for kontakt, fachkraft in _anwesende(von, bis):
            self._anwesend[kontakt].append(fachkraft)
        self._leute = _Leute()
        self._vereinbarungen = _gruppiert(
            ((partner_id, raum), 0, *zeit) for partner_id, raum, *zeit in _vereinbarungen(partner)
        )

    def am(self, stichtag: date) -> dict[Schluessel, Getragenheit]:
        """Every pair that rests on one person or one Träger on that day."""
        vertretungen = self._leute.vertretungen(stichtag)
        ergebnis = {}
        for zeile in self._wirkungen.values():
            schluessel = zeile.partner, zeile.sozialraum
            if not self._zaehlt_mit(zeile, stichtag):
                continue
            lage = self._lage(schluessel, self._kette(zeile), stichtag, vertretungen.get(zeile.partner, ()))
            if lage is not None and lage.art is not None:
                ergebnis[schluessel] = lage
        return ergebnis

    def _zaehlt_mit(self, zeile: "_Wirkung", stichtag: date) -> bool:
        if self._raeume is not None and zeile.sozialraum not in self._raeume:
            return False
        if not Spanne(0, zeile.von, zeile.bis).gilt(stichtag):
            return False
        return any(spanne.gilt(stichtag) for spanne in self._aktiv[zeile.partner])

    def _kette(self, zeile: "_Wirkung") -> set[int]:
        """Sozialräume whose contacts belong to this row: the clock follows a partner through re-cut territories."""
        raeume, gesehen = {zeile.sozialraum}, {zeile.id}
        while (vorher := self._wirkungen.get(zeile.vorgaenger)) and vorher.id not in gesehen:
            raeume.add(vorher.sozialraum)
            gesehen.add(vorher.id)
            zeile = vorher
        return raeume

    def _lage(
        self, schluessel: Schluessel, kette: set[int], stichtag: date, vertretungen: Collection[Vertretung]
    ) -> Getragenheit | None:
        von, bis = fenster(stichtag)
        kontakte = {
            (kontakt, raum)
            for raum in kette
            for kontakt in self._kontakte.get((schluessel[0], raum), ())
            if von <= kontakt.am <= bis
        }
        belege = [beleg for kontakt, raum in kontakte for beleg in self._belege(kontakt, raum)]
        return getragenheit(
            belege,
            stichtag,
            kontakte=len({kontakt.kontakt for kontakt, _ in kontakte}),
            hat_vereinbarung=any(spanne.gilt(stichtag) for spanne in self._vereinbarungen.get(schluessel, ())),
            vertretungen=vertretungen,
        )

    def _belege(self, kontakt: _Kontakt, raum: int) -> list[Beleg]:
        """Who led the contact: of author and those present the Netzwerkfachkräfte on duty there, otherwise all of them.

        So a meeting kept by the Leitstelle is led by those who sat in it, and a deputy stands for herself.
        """
        leute = self._leute
        beteiligte = {leute.mit_konto(kontakt.autor)}
        beteiligte |= {leute.mit_fachkraft(pk) for pk in self._anwesend.get(kontakt.kontakt, ())}
        dienst = [(wer, leute.traeger_im_einsatz(wer, kontakt.am, raum)) for wer in beteiligte]
        if im_einsatz := [(wer, traeger) for wer, traeger in dienst if traeger]:
            return [Beleg(wer, eines, kontakt.am) for wer, traeger in im_einsatz for eines in traeger]
        return [Beleg(wer, leute.traeger(wer, kontakt.am), kontakt.am) for wer in beteiligte]

    def benannt(self, lagen: Mapping[Schluessel, Getragenheit]) -> Iterator[Getragen]:
        """With the names of partner, people and Träger. At most three queries."""
        if not lagen:
            return
        partner = dict(_partnernamen({partner_id for partner_id, _ in lagen}))
        traeger = {eines.pk: str(eines) for eines in _traeger()}
        self._leute.lade_konten(wer.konto for lage in lagen.values() for wer in lage.personen)
        for (partner_id, raum), lage in lagen.items():
            yield Getragen(
                partner_id,
                *partner[partner_id],
                raum,
                lage,
                tuple(sorted(self._leute.name(wer) for wer in lage.personen)),
                tuple(sorted(traeger[pk] for pk in lage.traeger if pk is not None)),
            )


class _Wirkung(NamedTuple):
    id: int
    partner: int
    sozialraum: int
    von: date
    bis: date | None
    vorgaenger: int | None


class _Leute:
    """Netzwerkfachkräfte, their Einsätze, deputies and personal introductions. Four queries."""

    def __init__(self) -> None:
        self._person: dict[int, Tragende] = {}
        self._nach_konto: dict[int, Tragende] = {}
        self._stamm: dict[int, int] = {}
        self._namen: dict[Tragende, str] = {}
        for fachkraft in _fachkraefte():
            wer = Tragende(fachkraft.pk, fachkraft.benutzer_id)
            self._person[fachkraft.pk] = wer
            self._stamm[fachkraft.pk] = fachkraft.traeger_id
            self._namen[wer] = str(fachkraft)
            if fachkraft.benutzer_id:
                self._nach_konto[fachkraft.benutzer_id] = wer
        self._einsaetze: dict[int, list[tuple[int, Spanne]]] = defaultdict(list)
        for fachkraft_id, raum, *spanne in _einsaetze():
            self._einsaetze[fachkraft_id].append((raum, Spanne(*spanne)))
        self._vertretungen = list(_vertretungen())
        self._vorgestellt = _gruppiert(
            (fachkraft_id, partner, am, None) for fachkraft_id, partner, am in _vorstellungen()
        )

    def mit_konto(self, konto: int | None) -> Tragende:
        return self._nach_konto.get(konto) or Tragende(None, konto)

    def mit_fachkraft(self, fachkraft_id: int) -> Tragende:
        return self._person[fachkraft_id]

    def traeger_im_einsatz(self, wer: Tragende, am: date, raum: int) -> set[int]:
        """Träger of her Einsätze in that Sozialraum on that day; empty when she had none."""
        return {s.wert for ort, s in self._einsaetze.get(wer.fachkraft, ()) if ort == raum and s.gilt(am)}

    def traeger(self, wer: Tragende, am: date) -> int | None:
        """Träger of a person without Einsatz there: that of another Einsatz that day, else her own."""
        anderswo = [spanne.wert for _, spanne in self._einsaetze.get(wer.fachkraft, ()) if spanne.gilt(am)]
        return anderswo[0] if anderswo else self._stamm.get(wer.fachkraft)

    def vertretungen(self, stichtag: date) -> dict[int, list[Vertretung]]:
        """Introduced deputies of the day by partner."""
        ergebnis: dict[int, list[Vertretung]] = defaultdict(list)
        for konto, vertritt, von, bis in self._vertretungen:
            wer = self.mit_konto(konto)
            if not Spanne(0, von, bis).gilt(stichtag) or wer.fachkraft is None:
                continue
            for vorstellung in self._vorgestellt.get(wer.fachkraft, ()):
                if vorstellung.gilt(stichtag):
                    ergebnis[vorstellung.wert].append(Vertretung(vertritt, self.traeger(wer, stichtag)))
        return ergebnis

    def lade_konten(self, konten: Iterable[int | None]) -> None:
        fehlende = {konto for konto in konten if konto is not None and konto not in self._nach_konto}
        for benutzer in Benutzer.objects.filter(pk__in=fehlende) if fehlende else ():
            self._namen[Tragende(None, benutzer.pk)] = str(benutzer)

    def name(self, wer: Tragende) -> str:
        return self._namen.get(wer, UNBEKANNT)


def _gruppiert(zeilen: Iterable[tuple]) -> dict[int | Schluessel, list[Spanne]]:
    """Rows (key, value, from, until) by key."""
    gruppen: dict[int | Schluessel, list[Spanne]] = defaultdict(list)
    for schluessel, *spanne in zeilen:
        gruppen[schluessel].append(Spanne(*spanne))
    return gruppen


# --- One query each ---------------------------------------------------------------------------------------------------


@vorbereitet
def _wirkungen(raeume: Collection[int] | None, partner: Collection[int] | None) -> QuerySet:
    """Rows of every partner that ever served one of these Sozialräume, with all its other rows for the chain."""
    menge = Wirkungsbereich.objects.order_by("id")
    if partner is not None:
        menge = menge.filter(partner__in=partner)
    if raeume is not None:
        menge = menge.filter(partner__in=Wirkungsbereich.objects.filter(sozialraum__in=raeume).values("partner"))
    return menge.values_list("id", "partner", "sozialraum", "von", "bis", "vorgaenger")


@vorbereitet
def _aktive(partner: Collection[int] | None) -> QuerySet:
    menge = Partnerzustand.objects.filter(zustand=Partnerstatus.AKTIV).order_by()
    if partner is not None:
        menge = menge.filter(partner__in=partner)
    return menge.values_list("partner", "id", "von", "bis")


@vorbereitet
def _kontakte(von: date, bis: date, raeume: Collection[int] | None, partner: Collection[int] | None) -> QuerySet:
    menge = Kontaktbeteiligung.objects.filter(zaehlt=True, am__range=(von, bis)).order_by()
    if raeume is not None:
        # Contacts of a predecessor lie in another Sozialraum: they are found by the partner.
        wechsler = Wirkungsbereich.objects.filter(vorgaenger__isnull=False).values("partner")
        menge = menge.filter(Q(sozialraum__in=raeume) | Q(partner__in=wechsler))
    if partner is not None:
        menge = menge.filter(partner__in=partner)
    return menge.values_list("partner", "sozialraum", "am", "kontakt", "kontakt__erfasst_von")


@vorbereitet
def _anwesende(von: date, bis: date) -> QuerySet:
    return (
        Teilnahme.objects.filter(
            anwesenheit=Anwesenheit.ANWESEND,
            mitglied__fachkraft__isnull=False,
            sitzung__kontakt__isnull=False,
            sitzung__am__range=(von, bis),
        )
        .order_by()
        .values_list("sitzung__kontakt", "mitglied__fachkraft")
    )


@vorbereitet
def _fachkraefte() -> QuerySet[Netzwerkfachkraft]:
    return Netzwerkfachkraft.objects.order_by()


@vorbereitet
def _traeger() -> QuerySet[Traeger]:
    return Traeger.objects.order_by()


@vorbereitet
def _einsaetze() -> QuerySet:
    return Einsatz.objects.bestaetigt().order_by("id").values_list("fachkraft", "sozialraum", "traeger", "von", "bis")


@vorbereitet
def _vereinbarungen(partner: Collection[int] | None) -> QuerySet:
    menge = Vereinbarung.objects.filter(partner__isnull=False, sozialraeume__isnull=False).order_by()
    if partner is not None:
        menge = menge.filter(partner__in=partner)
    return menge.values_list("partner", "sozialraeume", "von", "bis")


@vorbereitet
def _vertretungen() -> QuerySet:
    zeilen = Zustaendigkeit.objects.filter(rolle=Rolle.NETZWERK, vertritt__isnull=False, benutzer__is_active=True)
    return zeilen.order_by("id").values_list("benutzer", "vertritt", "von", "bis")


@vorbereitet
def _vorstellungen() -> QuerySet:
    vertreterinnen = Zustaendigkeit.objects.filter(rolle=Rolle.NETZWERK, vertritt__isnull=False).values("benutzer")
    zeilen = Vorstellung.objects.filter(art=Vorstellungsart.PERSOENLICH, fachkraft__benutzer__in=vertreterinnen)
    return zeilen.order_by().values_list("fachkraft", "partner", "am")


def _partnernamen(ids: Collection[int]) -> Iterator[tuple[int, tuple[UUID, str]]]:
    for pk, uuid, name in Netzwerkpartner.objects.filter(pk__in=ids).order_by().values_list("pk", "uuid", "name"):
        yield pk, (uuid, name)
