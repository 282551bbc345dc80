"""Lotsenanfragen: what the page of one shows, what waits, what the figures count (K22)."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import add

from django.db.models import Prefetch, Q, QuerySet

from konten.models.abfrage import vorbereitet
from konten.models.schluessel import lies_uuid
from konten.rules import Geltungsbereich
from konten.selectors import parameter_am
from netzwerk.models import Lotsenanfrage, Lotsenschritt, Lotsenweiterleitung, Thema
from netzwerk.rules.bedarf import Quartal, Spanne, abgeschlossene_quartale, spanne
from netzwerk.rules.lotsen import OFFENE, Akt, Anfragestatus, Antwort, Ergebnis, moegliche_akte
from netzwerk.rules.lotsenzahlen import Einzelanfrage, Lotsenzahlen, luecken, zahlen
from sozialraum.models import Sozialraum

#: requests on the page of a partner
GEZEIGT = 6


# --- One request ------------------------------------------------------------------------------------------------------


def mit_verlauf(menge: QuerySet[Lotsenanfrage]) -> QuerySet[Lotsenanfrage]:
    """With everything that the page of one request shows. Four queries more."""
    fragen = Lotsenweiterleitung.objects.select_related("partner", "angebot", "durch", "eingetragen_von")
    schritte = Lotsenschritt.objects.select_related("durch", "weiterleitung__partner", "weiterleitung__angebot")
    verbunden = ("sozialraum", "gemeinde", "zustaendig", "gestellt_von", "partner", "bedarfsmeldung")
    return menge.select_related(*verbunden).prefetch_related(
        "themen", Prefetch("weiterleitungen", fragen), Prefetch("schritte", schritte)
    )


def akte_fuer(anfrage: Lotsenanfrage, bereich: Geltungsbereich) -> frozenset[str]:
    """What this person may do with the request now. No query."""
    raum = anfrage.sozialraum_id
    eskaliert = anfrage.eskaliert_am is not None and bereich.gilt_in("lotsen.eskaliert", raum)
    fuehrt = bereich.gilt_in("lotsen.fuehren", raum) or eskaliert
    akte = moegliche_akte(
        anfrage.zustand,
        anfrage.ergebnis,
        bearbeitet=fuehrt,
        oeffnet=fuehrt or bereich.gilt_in("lotsen.stellen", raum),
        hat_text=anfrage.hat_text,
    )
    if anfrage.bedarfsmeldung_id or not bereich.gilt_in("bedarf.melden", raum):
        return akte - {Akt.BEDARF}
    return akte


def anfrage_fuer_bedarf(bereich: Geltungsbereich, schluessel: str) -> Lotsenanfrage | None:
    """The request that a new Bedarfsmeldung comes from, if that may become one. At most two queries."""
    if (uuid := lies_uuid(schluessel)) is None:
        return None
    anfrage = Lotsenanfrage.objects.sichtbar_fuer(bereich).filter(uuid=uuid).prefetch_related("themen").first()
    return anfrage if anfrage and Akt.BEDARF in akte_fuer(anfrage, bereich) else None


# --- What waits -------------------------------------------------------------------------------------------------------


def zahl_wartender(bereich: Geltungsbereich) -> int:
    """Open requests that this account works on: of the own Sozialräume, for the Leitung the escalated ones.

    County-wide roles are told of those whose deadline has passed. One query, none without the right.
    """
    if not bereich.darf("lotsen.bearbeiten"):
        return 0
    eigene = frozenset() if bereich.sozialraeume("lotsen.fuehren") is None else bereich.sozialraeume("lotsen.fuehren")
    alle = bereich.sozialraeume("lotsen.fuehren") is None
    return len(_wartende(eigene, bereich.sozialraeume("lotsen.eskaliert"), alle))


@vorbereitet
def _wartende(eigene: frozenset[int], geleitete: frozenset[int], alle: bool) -> QuerySet:
    eskaliert = Q(eskaliert_am__isnull=False) & (Q() if alle else Q(sozialraum__in=geleitete))
    menge = Lotsenanfrage.objects.offen().filter(Q(sozialraum__in=eigene) | eskaliert)
    return menge.order_by().values_list("pk")


def lotsenanfragen_von(bereich: Geltungsbereich, partner_id: int) -> list[Lotsenanfrage]:
    """Requests that this partner made or was asked about, the latest first, for its page (K22). Two queries."""
    return _mit_partner(bereich, partner_id) if bereich.darf("lotsen.sehen") else []


@vorbereitet
def _mit_partner(bereich: Geltungsbereich, partner_id: int) -> QuerySet[Lotsenanfrage]:
    gefragt = Lotsenweiterleitung.objects.filter(partner=partner_id).values("anfrage")
    menge = Lotsenanfrage.objects.sichtbar_fuer(bereich).filter(Q(partner=partner_id) | Q(pk__in=gefragt))
    return menge.prefetch_related("themen").order_by("-eingegangen_am", "-id")[:GEZEIGT]


def offene_von(konto_id: int) -> QuerySet[Lotsenanfrage]:
    """Open requests that this account has taken on."""
    return Lotsenanfrage.objects.offen().filter(zustaendig=konto_id).order_by("frist_am", "pk")


def ueberfaellige(heute: date) -> QuerySet[Lotsenanfrage]:
    """Open requests past their deadline that nobody has escalated."""
    return Lotsenanfrage.objects.offen().filter(frist_am__lt=heute, eskaliert_am__isnull=True).order_by("pk")


def gewaehrende(anfrage: Lotsenanfrage) -> QuerySet[Lotsenweiterleitung]:
    """Providers that may have given the place: all but those who said that it does not fit."""
    menge = anfrage.weiterleitungen.exclude(antwort=Antwort.PASST_NICHT)
    return menge.select_related("partner", "angebot")


# --- Figures ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Lotsenlage:
    """Figures of one quarter: a line per Sozialraum, and themes that found nothing; nothing but ranges."""

    quartal: Quartal
    quartale: tuple[Quartal, ...]
    laufendes: Quartal | None
    minimum: int
    werktage: int
    zeilen: tuple[tuple[Sozialraum, Lotsenzahlen], ...]
    luecken: tuple[tuple[Thema, tuple[Spanne, ...], Spanne], ...]

    @property
    def raeume(self) -> list[Sozialraum]:
        return [raum for raum, _ in self.zeilen]

    @property
    def ist_leer(self) -> bool:
        return all(stand.eingegangen.ist_null and stand.beantwortet.ist_null for _, stand in self.zeilen)

    @property
    def ist_laufend(self) -> bool:
        return self.quartal == self.laufendes


def lotsenquartale(bereich: Geltungsbereich) -> tuple[tuple[Quartal, ...], Quartal | None]:
    """Quarters that may be looked at, oldest first, and the running one where that is among them. No query."""
    laufendes = Quartal.mit(bereich.stichtag) if bereich.darf("lotsen.stellen") else None
    return abgeschlossene_quartale(bereich.stichtag) + ((laufendes,) if laufendes else ()), laufendes


def lotsenlage(bereich: Geltungsbereich, quartal: Quartal | None = None) -> Lotsenlage:
    """Figures of the Sozialräume within reach (K22). Five queries.

    The running quarter is counted only for those who may read the requests themselves: whoever watched it day by day
    would otherwise see single ones come in.
    """
    heute = bereich.stichtag
    quartale, laufendes = lotsenquartale(bereich)
    gewaehlt = quartal if quartal in quartale else quartale[-1]
    parameter = parameter_am(heute)
    minimum, werktage = parameter["bedarf_mindestquellen"], parameter["lotsen_frist_werktage"]
    raeume = list(Sozialraum.objects.in_sozialraeumen(bereich, "lotsen.zahlen", "pk"))
    je_raum = _einzelanfragen([raum.pk for raum in raeume], gewaehlt.von, gewaehlt.bis)
    return Lotsenlage(
        quartal=gewaehlt,
        quartale=quartale,
        laufendes=laufendes,
        minimum=minimum,
        werktage=werktage,
        zeilen=tuple((raum, zahlen(je_raum[raum.pk], gewaehlt, werktage, minimum)) for raum in raeume),
        luecken=_lueckenzeilen(je_raum, raeume, gewaehlt, minimum),
    )


def _lueckenzeilen(
    je_raum: dict[int, list[Einzelanfrage]], raeume: Sequence[Sozialraum], quartal: Quartal, minimum: int
) -> tuple[tuple[Thema, tuple[Spanne, ...], Spanne], ...]:
    zellen = luecken((eine for liste in je_raum.values() for eine in liste), quartal, minimum)
    null = spanne(0, minimum)
    zeilen = []
    for thema in Thema.objects.filter(pk__in={thema for thema, _ in zellen}):
        werte = tuple(zellen.get((thema.pk, raum.pk), null) for raum in raeume)
        zeilen.append((thema, werte, reduce(add, werte, null)))
    return tuple(zeilen)


def _einzelanfragen(raeume: Sequence[int], von: date, bis: date) -> dict[int, list[Einzelanfrage]]:
    """Requests that came or were answered in these days, per Sozialraum. Two queries."""
    menge = Lotsenanfrage.objects.exclude(zustand=Anfragestatus.UNBESTAETIGT).filter(sozialraum__in=raeume)
    menge = menge.filter(Q(eingegangen_am__range=(von, bis)) | Q(erstmals_beantwortet_am__range=(von, bis)))
    je_raum: dict[int, list[Einzelanfrage]] = defaultdict(list)
    for anfrage in menge.prefetch_related("themen").order_by():
        themen = frozenset(thema.pk for thema in anfrage.themen.all())
        je_raum[anfrage.sozialraum_id].append(
            Einzelanfrage(
                anfrage.sozialraum_id,
                themen,
                anfrage.eingegangen_am,
                anfrage.erstmals_beantwortet_am,
                anfrage.ergebnis,
            )
        )
    return je_raum


def nach_stand(stand: str, heute: date) -> Q:
    """Rows of the list by a word that people use: what is open, overdue, answered, closed."""
    offen = Q(zustand__in=OFFENE)
    return {
        "offen": offen,
        "ueberfaellig": offen & Q(frist_am__lt=heute),
        "heute": offen & Q(frist_am=heute),
        "antwort": offen & Q(pk__in=Lotsenweiterleitung.objects.exclude(antwort="").values("anfrage")),
        "eskaliert": offen & Q(eskaliert_am__isnull=False),
        "abgeschlossen": Q(zustand=Anfragestatus.ABGESCHLOSSEN),
        **{ergebnis: Q(zustand=Anfragestatus.ABGESCHLOSSEN, ergebnis=ergebnis) for ergebnis in Ergebnis.values},
    }[stand]
