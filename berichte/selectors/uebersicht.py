"""What the start page shows: how the own Sozialräume stand, who is due, what comes next, what waits for a decision."""

from collections.abc import Collection
from dataclasses import astuple, dataclass, field
from datetime import date, timedelta

from django.db.models import Count, QuerySet, Value

from berichte.selectors.textschutz import sichtbare_bestaetigungen
from konten.models.abfrage import vorbereitet
from konten.rules import Geltungsbereich
from netzwerk.models import Bedarfsmeldung, Einsatz, Kontaktbeteiligung, Sitzung, Wiedervorlage
from netzwerk.rules import Bezug, Einsatzstatus
from netzwerk.rules.abdeckung import Lage, Partnerlage, Quote, partnerquote
from netzwerk.rules.bedarf import Bedarfsstatus
from netzwerk.selectors.abdeckung import Abdeckung, abdeckung
from netzwerk.selectors.anstehend import eigene_sitzungen, stattfindende
from netzwerk.selectors.kontakt import vorschlaege_ohne_suche
from netzwerk.selectors.lotsen import zahl_wartender
from netzwerk.selectors.stellenanteil import Stellenlage, stellenanteile
from netzwerk.selectors.textschutz import RECHT as SCHWAERZEN
from netzwerk.selectors.uebergabe import zahl_offener_uebergaben
from netzwerk.selectors.wiedervorlage import ZEILE, mit_beteiligten
from partner.models import Netzwerkpartner
from partner.selectors.vereinbarung import zahl_wieder_anzusehender
from sozialraum.models import Sozialraum

ANZAHL_FAELLIG = 8
ANZAHL_SCHRITTE = 6
ANZAHL_SITZUNGEN = 4
#: how far ahead the start page looks for meetings
VORSCHAU = timedelta(weeks=12)
SITZUNG = ("uuid", "am", "beginn", "ort", "zustand", "gremium__name")
_DRINGLICHKEIT = {Lage.UEBERFAELLIG: 0, Lage.NIE: 1, Lage.FAELLIG: 2, Lage.NEU: 3, Lage.AKTUELL: 4}


@dataclass(frozen=True, slots=True)
class Faellig:
    """A partner that wants contact."""

    partner: Netzwerkpartner
    lage: Partnerlage
    sozialraum: str


@dataclass(frozen=True, slots=True)
class Aufgaben:
    """What waits for this account."""

    einsaetze_vorgeschlagen: int = 0
    zustaendigkeit_offen: int = 0
    vereinbarungen: int = 0
    uebergaben: int = 0
    bedarfe: int = 0
    hinweise: int = 0
    lotsenanfragen: int = 0

    @property
    def gibt_es(self) -> bool:
        return any(astuple(self))


@dataclass(frozen=True, slots=True)
class Lagebild:
    """How the own Sozialräume stand; empty for whom may not see that."""

    matrix: Abdeckung | None = None
    stellen: dict[int, Stellenlage] = field(default_factory=dict)
    kontakte: dict[str, int] = field(default_factory=dict)

    @property
    def quote_kategorien(self) -> Quote:
        """Over all shown Sozialräume."""
        quoten = [zeile.quote_kategorien for zeile in self.matrix.zeilen] if self.matrix else []
        return Quote(sum(q.zaehler for q in quoten), sum(q.nenner for q in quoten))

    @property
    def quote_partner(self) -> Quote:
        zeilen = self.matrix.zeilen if self.matrix else ()
        return partnerquote(lage.lage for zeile in zeilen for lage in zeile.lagen)

    @property
    def wartend(self) -> int:
        """Partners that want contact: everything but aktuell."""
        zeilen = self.matrix.zeilen if self.matrix else ()
        return sum(lage.lage != Lage.AKTUELL for zeile in zeilen for lage in zeile.lagen)

    @property
    def kontakte_gesamt(self) -> int:
        return sum(self.kontakte.values())


@dataclass(frozen=True, slots=True)
class Uebersicht:
    """Everything on the start page; parts that the account may not see are None or empty."""

    raeume: list[Sozialraum]
    faellige: list[Faellig]
    schritte: list[Wiedervorlage]
    letzte_partner: list[Netzwerkpartner]
    aufgaben: Aufgaben
    sitzungen: list[Sitzung] | None


def quartal(stichtag: date) -> tuple[date, date]:
    """First and last day of the quarter."""
    monat = 3 * ((stichtag.month - 1) // 3) + 1
    naechstes = date(stichtag.year + (monat == 10), (monat + 3) % 12, 1)
    return date(stichtag.year, monat, 1), naechstes - timedelta(days=1)


def lagebild(bereich: Geltungsbereich) -> Lagebild:
    """Coverage, staffing and contacts of the quarter (K06, K31, K33). Up to twelve queries."""
    tag, raeume = bereich.stichtag, bereich.eigene_sozialraeume or None
    sieht_abdeckung = bereich.darf("abdeckung.sehen")
    return Lagebild(
        matrix=abdeckung(tag, raeume) if sieht_abdeckung else None,
        stellen=_stellen(bereich, raeume),
        kontakte=_kontakte(tag, raeume) if sieht_abdeckung else {},
    )


def uebersicht(bereich: Geltungsbereich) -> Uebersicht:
    """Start page of the account (K33), without what `lagebild` says. Up to seventeen queries, none without content."""
    eigene, erfasst = bereich.eigene_sozialraeume, bereich.darf("kontakt.anlegen")
    matrix = abdeckung(bereich.stichtag, eigene or None) if erfasst and bereich.darf("abdeckung.sehen") else None
    raeume = [zeile.sozialraum for zeile in matrix.zeilen] if matrix else _raeume(eigene)
    return Uebersicht(
        raeume=raeume if eigene else [],
        faellige=_faellige(matrix) if matrix else [],
        schritte=mit_beteiligten(_erste_schritte(bereich)),
        letzte_partner=vorschlaege_ohne_suche(bereich) if erfasst else [],
        aufgaben=_aufgaben(bereich),
        sitzungen=_sitzungen(bereich),
    )


@vorbereitet
def _raeume(ids: Collection[int]) -> QuerySet[Sozialraum]:
    return Sozialraum.objects.filter(pk__in=ids)


def _stellen(bereich: Geltungsbereich, raeume: Collection[int] | None) -> dict[int, Stellenlage]:
    """Staffing within reach: a Leitung without Sozialraum sees none, and never people of another Träger."""
    if not bereich.darf("einsatz.sehen"):
        return {}
    erlaubt, tag = bereich.sozialraeume("einsatz.sehen"), bereich.stichtag
    ids = raeume if erlaubt is None else erlaubt.intersection(erlaubt if raeume is None else raeume)
    traeger = bereich.traeger("einsatz.sehen")
    return {pk: lage.fuer_traeger(traeger) for pk, lage in stellenanteile(tag, tag, tag, ids).items()}


def _faellige(matrix: Abdeckung) -> list[Faellig]:
    namen = {zeile.sozialraum.pk: str(zeile.sozialraum) for zeile in matrix.zeilen}
    lagen = [lage for zeile in matrix.zeilen for lage in zeile.lagen]
    offen = sorted((lage for lage in lagen if lage.lage != Lage.AKTUELL or lage.ist_bald), key=_rang)
    erste = offen[:ANZAHL_FAELLIG]
    partner = {einer.pk: einer for einer in _partner([lage.partner_id for lage in erste])}
    return [Faellig(partner[lage.partner_id], lage, namen[lage.sozialraum_id]) for lage in erste]


@vorbereitet
def _partner(ids: Collection[int]) -> QuerySet[Netzwerkpartner]:
    return Netzwerkpartner.objects.filter(pk__in=ids).only("uuid", "name").order_by()


@vorbereitet
def _erste_schritte(bereich: Geltungsbereich) -> QuerySet[Wiedervorlage]:
    eigene = Wiedervorlage.objects.eigene_fuer(bereich).offen()
    return eigene.mit_lesbarkeit(bereich).fuer_liste().only(*ZEILE).prefetch_related(None)[:ANZAHL_SCHRITTE]


def _sitzungen(bereich: Geltungsbereich) -> list[Sitzung] | None:
    """The next meetings of one's own, as calendar and mails know them; None where there can be none. One query."""
    if not (bereich.eigene_sozialraeume or bereich.darf("gremium.bearbeiten")) or not bereich.darf("gremium.sehen"):
        return None
    return _naechste_sitzungen(bereich, bereich.stichtag, bereich.stichtag + VORSCHAU)


@vorbereitet
def _naechste_sitzungen(bereich: Geltungsbereich, von: date, bis: date) -> QuerySet[Sitzung]:
    return stattfindende(eigene_sitzungen(bereich, von, bis)).only(*SITZUNG)[:ANZAHL_SITZUNGEN]


def _rang(lage: Partnerlage) -> tuple[int, date]:
    return _DRINGLICHKEIT[lage.lage], lage.faellig_am or lage.seit


def _kontakte(tag: date, raeume: Collection[int] | None) -> dict[str, int]:
    zeilen = _kontakte_je_bezug(*quartal(tag)) if raeume is None else _kontakte_in(*quartal(tag), raeume)
    return dict.fromkeys(Bezug.values, 0) | dict(zeilen)


@vorbereitet
def _kontakte_je_bezug(von: date, bis: date) -> QuerySet:
    return _gezaehlte(Kontaktbeteiligung.objects.filter(am__range=(von, bis)))


@vorbereitet
def _kontakte_in(von: date, bis: date, raeume: Collection[int]) -> QuerySet:
    return _gezaehlte(Kontaktbeteiligung.objects.filter(am__range=(von, bis), sozialraum__in=raeume))


def _gezaehlte(menge: QuerySet) -> QuerySet:
    """The same contacts that the Auswertung counts: without attempts and what is no exchange (K06)."""
    zaehlende = menge.filter(zaehlt=True).order_by()
    return zaehlende.values_list("kontakt__bezug").annotate(Count("kontakt", distinct=True))


def _aufgaben(bereich: Geltungsbereich) -> Aufgaben:
    vorgeschlagen = len(_vorgeschlagene()) if bereich.darf("einsatz.bestaetigen") else 0
    offen = sum(_ohne_zustaendigkeit(bereich.stichtag)) if bereich.darf("partner.anlegen") else 0
    bedarfe = sum(_in_beratung()) if bereich.darf("bedarf.abschliessen") else 0
    hinweise = len(_offene_hinweise(bereich)) if bereich.darf(SCHWAERZEN) else 0
    erneut, uebergaben = zahl_wieder_anzusehender(bereich), zahl_offener_uebergaben(bereich)
    return Aufgaben(vorgeschlagen, offen, erneut, uebergaben, bedarfe, hinweise, zahl_wartender(bereich))


@vorbereitet
def _in_beratung() -> QuerySet:
    offene = Bedarfsmeldung.objects.filter(zustand=Bedarfsstatus.IN_BERATUNG).order_by()
    return offene.values(eins=Value(1)).values_list(Count("pk"), flat=True)


@vorbereitet
def _offene_hinweise(bereich: Geltungsbereich) -> QuerySet:
    alle = sichtbare_bestaetigungen(bereich, nur_vorhandene=True)
    return alle.filter(geprueft_am__isnull=True).order_by().values_list("pk")


@vorbereitet
def _vorgeschlagene() -> QuerySet:
    return Einsatz.objects.filter(zustand=Einsatzstatus.VORGESCHLAGEN).order_by().values_list("pk")


@vorbereitet
def _ohne_zustaendigkeit(stichtag: date) -> QuerySet:
    alle = Netzwerkpartner.objects.ohne_zustaendigkeit(stichtag).order_by()
    return alle.values(eins=Value(1)).values_list(Count("pk"), flat=True)
