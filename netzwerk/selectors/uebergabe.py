"""What points to a person who leaves a Sozialraum, who may follow, and what is left of a handover (K10)."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from django.db.models import Exists, OuterRef, Q, QuerySet

from konten.models import Benutzer, Entwurf
from konten.models.abfrage import vorbereitet
from konten.rules import Geltungsbereich
from konten.rules.zahl import mehrzahl, tagesdatum
from netzwerk.models import (
    Einsatz,
    Gremienmitglied,
    Netzwerkfachkraft,
    Sitzung,
    Uebergabe,
    Uebergabepunkt,
    Wiedervorlage,
)
from netzwerk.models.wiedervorlage import VERBORGEN
from netzwerk.rules import Bezug
from netzwerk.rules.abdeckung import Partnerlage
from netzwerk.rules.fachkraft import Punktart, Punktentscheidung, Uebergabestatus
from netzwerk.rules.faellig import BALD, dringlichkeit, stand, steht_an
from netzwerk.rules.gremium import Sitzungsstatus
from netzwerk.rules.uebergabe import MEHRERE, PERSOENLICH, VORAUS_TAGE, Fortschritt, Fund, fortschritt
from netzwerk.selectors.abdeckung import partnerzustaende
from netzwerk.selectors.getragen import nur_von
from netzwerk.selectors.lotsen import offene_von
from partner.models import Netzwerkpartner, Vereinbarung
from sozialraum.models import Zustaendigkeit

#: ends of an Einsatz so many days ahead, and so many days ago, ask for a handover
ENDET_TAGE, GEENDET_TAGE = 90, 180


@dataclass(frozen=True)
class Abgang:
    """Whose Einsatz ends, on which day, and where she goes on working."""

    einsatz: Einsatz
    am: date

    @property
    def konto_id(self) -> int | None:
        return self.einsatz.fachkraft.benutzer_id

    @cached_property
    def bleibt_in(self) -> frozenset[int]:
        """Sozialräume of her other confirmed Einsätze beyond that day. One query."""
        andere = Einsatz.objects.bestaetigt().filter(fachkraft=self.einsatz.fachkraft_id).exclude(pk=self.einsatz.pk)
        return frozenset(andere.filter(_laenger_als(self.am)).values_list("sozialraum_id", flat=True))

    def hier(self, pfad: str = "sozialraum") -> Q:
        """Rows of this Sozialraum; who works nowhere else afterwards leaves everything behind."""
        if self.einsatz.sozialraum_id in self.bleibt_in:
            return Q(pk__in=[])
        return Q(**{pfad: self.einsatz.sozialraum_id}) if self.bleibt_in else Q()


def _laenger_als(tag: date) -> Q:
    return Q(bis__isnull=True) | Q(bis__gt=tag)


def sammle(abgang: Abgang, heute: date) -> list[Fund]:
    """Everything that points to the person, kind by kind. At most 27 queries, whatever the size.

    Nothing when she goes on in the same Sozialraum with another confirmed Einsatz.
    """
    if abgang.einsatz.sozialraum_id in abgang.bleibt_in:
        return []
    return [
        *_wiedervorlagen(abgang),
        *_lotsenanfragen(abgang),
        *_faellige(abgang, heute),
        *_getragene(abgang, heute),
        *_vereinbarungen(abgang),
        *_sitze(abgang),
        *_sitzungen(abgang),
        *_vertretungen(abgang),
        *_entwuerfe(abgang),
    ]


def _wiedervorlagen(abgang: Abgang) -> Iterator[Fund]:
    """The text of a case-related one stays hidden: the Leitung reads this list."""
    for schritt in _offene_wiedervorlagen(abgang).select_related("kontakt"):
        verdeckt = schritt.kontakt is not None and schritt.kontakt.bezug != Bezug.UEBERGREIFEND
        titel = f"{VERBORGEN if verdeckt else schritt.was} (bis {tagesdatum(schritt.am)})"
        yield Fund(Punktart.WIEDERVORLAGE, str(schritt.uuid), titel, schritt.get_absolute_url(), schritt.am)


def _offene_wiedervorlagen(abgang: Abgang) -> QuerySet[Wiedervorlage]:
    if abgang.konto_id is None:
        return Wiedervorlage.objects.none()
    return Wiedervorlage.objects.offen().filter(abgang.hier(), benutzer=abgang.konto_id).order_by("am", "id")


def _lotsenanfragen(abgang: Abgang) -> Iterator[Fund]:
    """Requests that she has taken on; those that nobody has are the Sozialraum's, not hers."""
    if abgang.konto_id is None:
        return
    for anfrage in offene_von(abgang.konto_id).filter(abgang.hier()).prefetch_related("themen"):
        titel = f"{anfrage.nummer}: {anfrage.name} (Antwort bis {tagesdatum(anfrage.frist_am)})"
        yield Fund(Punktart.LOTSENANFRAGE, str(anfrage.uuid), titel, anfrage.get_absolute_url(), anfrage.frist_am)


def _faellige(abgang: Abgang, heute: date) -> Iterator[Fund]:
    lagen = partnerzustaende(heute, [abgang.einsatz.sozialraum_id]).values()
    faellige = sorted((lage for lage in lagen if steht_an(lage) and stand(lage) != BALD), key=dringlichkeit)
    partner = Netzwerkpartner.objects.in_bulk([lage.partner_id for lage in faellige])
    for lage in faellige:
        einer = partner[lage.partner_id]
        titel = f"{einer.name}: {lage.text}"
        yield Fund(Punktart.FAELLIG, str(einer.uuid), titel, einer.get_absolute_url(), _frist(lage, abgang.am))


def _frist(lage: Partnerlage, am: date) -> date:
    return max(lage.faellig_am or am, am + timedelta(days=14))


def _getragene(abgang: Abgang, heute: date) -> Iterator[Fund]:
    for einer in nur_von(abgang.einsatz.fachkraft_id, abgang.einsatz.sozialraum_id, heute):
        yield Fund(Punktart.GETRAGEN, str(einer.partner_uuid), einer.partner_name, einer.url, abgang.am)


def _vereinbarungen(abgang: Abgang) -> Iterator[Fund]:
    """Those that are looked at again, or end, until half a year after the last day."""
    grenze = abgang.am + timedelta(days=VORAUS_TAGE)
    orte = Vereinbarung.sozialraeume.through.objects.filter(
        vereinbarung=OuterRef("pk"), sozialraum=abgang.einsatz.sozialraum_id
    )
    menge = Vereinbarung.objects.aktiv(abgang.am).filter(Exists(orte))
    for einer in menge.filter(Q(pruefen_am__lte=grenze) | Q(bis__lte=grenze)).order_by("titel"):
        tag = min(tag for tag in (einer.pruefen_am, einer.bis) if tag)
        titel = f"{einer.titel} (wieder ansehen bis {tagesdatum(tag)})"
        yield Fund(Punktart.VEREINBARUNG, str(einer.uuid), titel, einer.get_absolute_url(), tag)


def _sitze(abgang: Abgang) -> Iterator[Fund]:
    sitze = Gremienmitglied.objects.filter(_laenger_als(abgang.am), fachkraft=abgang.einsatz.fachkraft_id)
    sitze = sitze.filter(abgang.hier("gremium__sozialraum")).filter(
        Q(gremium__bis__isnull=True) | Q(gremium__bis__gt=abgang.am)
    )
    for sitz in sitze.select_related("gremium").order_by("gremium__name", "von"):
        titel = f"{sitz.gremium}{', Vorsitz' if sitz.hat_vorsitz else ''}"
        yield Fund(Punktart.SITZ, str(sitz.uuid), titel, sitz.gremium.get_absolute_url())


def _sitzungen(abgang: Abgang) -> Iterator[Fund]:
    if abgang.konto_id is None:
        return
    offene = Sitzung.objects.filter(zustand__in=[Sitzungsstatus.GEPLANT, Sitzungsstatus.EINGELADEN])
    offene = offene.filter(abgang.hier("gremium__sozialraum"), erfasst_von=abgang.konto_id)
    for sitzung in offene.select_related("gremium").order_by("am"):
        yield Fund(Punktart.SITZUNG, str(sitzung.uuid), str(sitzung), sitzung.get_absolute_url(), sitzung.am)


def _vertretungen(abgang: Abgang) -> Iterator[Fund]:
    """Deputies are named for a person, not for a Sozialraum: they end with the last Einsatz."""
    if abgang.konto_id is None or abgang.bleibt_in:
        return
    zeilen = Zustaendigkeit.objects.filter(_laenger_als(abgang.am), vertritt__isnull=False)
    zeilen = zeilen.filter(Q(benutzer=abgang.konto_id) | Q(vertritt=abgang.konto_id))
    for zeile in zeilen.select_related("benutzer", "vertritt").order_by("von"):
        titel = f"{zeile.benutzer} vertritt {zeile.vertritt} ab {tagesdatum(zeile.von)}"
        yield Fund(Punktart.VERTRETUNG, str(zeile.uuid), titel)


def _entwuerfe(abgang: Abgang) -> Iterator[Fund]:
    """Only that there are some: what they say belongs to the writer alone."""
    if abgang.konto_id is None or abgang.bleibt_in:
        return
    if anzahl := Entwurf.objects.filter(benutzer=abgang.konto_id).count():
        titel = mehrzahl(anzahl, "angefangener Eintrag", "angefangene Einträge")
        yield Fund(Punktart.ENTWURF, str(abgang.einsatz.uuid), titel)


# --- Who may follow ---------------------------------------------------------------------------------------------------


def nachfolgende(einsatz: Einsatz, am: date) -> QuerySet[Netzwerkfachkraft]:
    """Netzwerkfachkräfte with a confirmed Einsatz in the Sozialraum beyond that day, of whatever Träger. One query."""
    dort = Einsatz.objects.bestaetigt().filter(_laenger_als(am), sozialraum=einsatz.sozialraum_id)
    menge = Netzwerkfachkraft.objects.filter(pk__in=dort.values("fachkraft")).exclude(pk=einsatz.fachkraft_id)
    return menge.select_related("traeger", "benutzer")


# --- The handover as it stands now --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Punktzeile:
    """A point as the page shows it: stored, or found just now."""

    kennung: str
    art: str
    titel: str
    url: str = ""
    punkt: Uebergabepunkt | None = None
    ist_neu: bool = False
    ist_weg: bool = False

    @property
    def entscheidung(self) -> str:
        if self.punkt is None:
            return Punktentscheidung.OFFEN
        if self.ist_weg and self.punkt.entscheidung == Punktentscheidung.OFFEN:
            return Punktentscheidung.ERLEDIGT
        return self.punkt.entscheidung

    @property
    def ist_offen(self) -> bool:
        return self.entscheidung == Punktentscheidung.OFFEN

    @property
    def ist_aenderbar(self) -> bool:
        return self.entscheidung in (Punktentscheidung.OFFEN, Punktentscheidung.GEPARKT)


@dataclass(frozen=True, slots=True)
class Punktgruppe:
    """The points of one kind."""

    art: Punktart
    zeilen: tuple[Punktzeile, ...]

    @property
    def titel(self) -> str:
        return self.art.label if len(self.zeilen) == 1 else MEHRERE[self.art]

    @property
    def offen(self) -> int:
        return sum(zeile.ist_offen for zeile in self.zeilen)

    @property
    def neu(self) -> int:
        return sum(zeile.ist_neu for zeile in self.zeilen)


@dataclass(frozen=True, slots=True)
class Uebergabelage:
    """All points of a handover, the stored ones and what has come up since."""

    gruppen: tuple[Punktgruppe, ...]

    @property
    def zeilen(self) -> list[Punktzeile]:
        return [zeile for gruppe in self.gruppen for zeile in gruppe.zeilen]

    @property
    def fortschritt(self) -> Fortschritt:
        return fortschritt(zeile.entscheidung for zeile in self.zeilen)

    @property
    def zurueckgestellte(self) -> list[Punktzeile]:
        """Those put aside that somebody has to take over when the handover is finished."""
        geparkte = [zeile for zeile in self.zeilen if zeile.entscheidung == Punktentscheidung.GEPARKT]
        return [zeile for zeile in geparkte if zeile.art in PERSOENLICH]

    @property
    def neu(self) -> int:
        return sum(gruppe.neu for gruppe in self.gruppen)


def abgang(uebergabe: Uebergabe) -> Abgang:
    """Whose Einsatz the handover is about, and its last day. No query."""
    return Abgang(uebergabe.einsatz, uebergabe.am)


def uebergabelage(uebergabe: Uebergabe, heute: date) -> Uebergabelage:
    """Stored points and, while it runs, what was found today. A few queries more than `sammle`."""
    punkte = list(uebergabe.punkte.select_related("an"))
    funde = sammle(abgang(uebergabe), heute) if uebergabe.zustand == Uebergabestatus.OFFEN else None
    return Uebergabelage(tuple(_gruppen(_zeilen(punkte, funde))))


def _zeilen(punkte: list[Uebergabepunkt], funde: list[Fund] | None) -> Iterator[Punktzeile]:
    da = {fund.kennung: fund for fund in funde or ()}
    for punkt in punkte:
        fund = da.pop(punkt.kennung, None)
        titel, url = (fund.titel, fund.url) if fund else (punkt.titel, "")
        yield Punktzeile(punkt.kennung, punkt.art, titel, url, punkt, ist_weg=funde is not None and fund is None)
    for fund in da.values():
        yield Punktzeile(fund.kennung, fund.art, fund.titel, fund.url, ist_neu=True)


def _gruppen(zeilen: Iterator[Punktzeile]) -> Iterator[Punktgruppe]:
    nach_art: dict[str, list[Punktzeile]] = defaultdict(list)
    for zeile in zeilen:
        nach_art[zeile.art].append(zeile)
    for art in Punktart:
        if nach_art[art]:
            yield Punktgruppe(art, tuple(sorted(nach_art[art], key=lambda zeile: not zeile.ist_offen)))


def offene_titel(einsatz: Einsatz, bis: date, heute: date) -> list[str]:
    """What would be left lying if the Einsatz ended on that day: open points of its handover, or all that is found."""
    laufende = Uebergabe.objects.filter(einsatz=einsatz).exclude(zustand=Uebergabestatus.ABGEBROCHEN).first()
    if laufende is None:
        return [fund.titel for fund in sammle(Abgang(einsatz, bis), heute)]
    return [zeile.titel for zeile in uebergabelage(laufende, heute).zeilen if zeile.ist_offen]


# --- Where a handover is wanted -----------------------------------------------------------------------------------


def endende_einsaetze(bereich: Geltungsbereich, heute: date) -> QuerySet[Einsatz]:
    """Confirmed Einsätze that end soon, or ended lately, without a finished handover; within reach. One query.

    A person who goes on in the same Sozialraum hands nothing over.
    """
    menge = einsaetze_zum_uebergeben(bereich, "uebergabe.sehen").filter(_endet_ohne_uebergabe(*_frist_um(heute)))
    return menge.select_related("uebergabe").order_by("bis")


def _frist_um(heute: date) -> tuple[date, date]:
    return heute - timedelta(days=GEENDET_TAGE), heute + timedelta(days=ENDET_TAGE)


def _endet_ohne_uebergabe(von: date, bis: date) -> Q:
    fertig = Uebergabe.objects.filter(einsatz=OuterRef("pk"), zustand=Uebergabestatus.ABGESCHLOSSEN)
    weiter = Einsatz.objects.bestaetigt().filter(fachkraft=OuterRef("fachkraft"), sozialraum=OuterRef("sozialraum"))
    weiter = weiter.filter(Q(bis__isnull=True) | Q(bis__gt=OuterRef("bis")))
    return Q(bis__range=(von, bis)) & ~Q(Exists(fertig)) & ~Q(Exists(weiter))


def zahl_offener_uebergaben(bereich: Geltungsbereich) -> int:
    """How many handovers run, or are wanted and not begun, of one's own Einsätze and those of the Träger one leads.

    One query, none without the right.
    """
    if not bereich.darf("uebergabe.fuehren") or bereich.benutzer_id is None:
        return 0
    traeger = bereich.geleitete_traeger("uebergabe.fuehren")
    return len(_offene_uebergaben(bereich.benutzer_id, traeger, *_frist_um(bereich.stichtag)))


@vorbereitet
def _offene_uebergaben(benutzer_id: int, traeger: Collection[int], von: date, bis: date) -> QuerySet:
    menge = Einsatz.objects.bestaetigt().filter(Q(fachkraft__benutzer=benutzer_id) | Q(traeger__in=traeger))
    laeuft = Q(uebergabe__zustand=Uebergabestatus.OFFEN)
    return menge.filter(laeuft | _endet_ohne_uebergabe(von, bis)).order_by().values_list("pk")


def einsaetze_zum_uebergeben(bereich: Geltungsbereich, recht: str = "uebergabe.fuehren") -> QuerySet[Einsatz]:
    """Confirmed Einsätze of one's own, of the Träger one leads, or all, as the right says."""
    menge = Einsatz.objects.bestaetigt().fuer_liste()
    if not bereich.darf(recht):
        return menge.none()
    if bereich.traeger(recht) is None:
        return menge
    eigene = Q(fachkraft__benutzer=bereich.benutzer_id) & Q(fachkraft__benutzer__isnull=False)
    return menge.filter(eigene | Q(traeger__in=bereich.geleitete_traeger(recht)))


def verwaiste(heute: date) -> Iterator[str]:
    """What points to an account or a Netzwerkfachkraft without any task today or later, as sentences. Three queries."""
    arbeitet = Einsatz.objects.bestaetigt().filter(Q(bis__isnull=True) | Q(bis__gte=heute))
    rolle = Zustaendigkeit.objects.filter(Q(bis__isnull=True) | Q(bis__gte=heute), vertritt__isnull=True)
    taetig = Q(pk__in=arbeitet.exclude(fachkraft__benutzer=None).values("fachkraft__benutzer")) | Q(
        pk__in=rolle.values("benutzer")
    )
    ohne_aufgabe = Benutzer.objects.exclude(taetig)
    for pk in Wiedervorlage.objects.offen().filter(benutzer__in=ohne_aufgabe).values_list("pk", flat=True):
        yield f"Wiedervorlage {pk} gehört einem Konto ohne Aufgabe"
    kuenftig = Q(bis__isnull=True) | Q(bis__gte=heute)
    sitze = Gremienmitglied.objects.filter(kuenftig, fachkraft__isnull=False)
    for pk in sitze.exclude(fachkraft__in=arbeitet.values("fachkraft")).values_list("pk", flat=True):
        yield f"Gremiensitz {pk} gehört einer Netzwerkfachkraft ohne Einsatz"
    vertretungen = Zustaendigkeit.objects.filter(kuenftig, vertritt__isnull=False)
    vertretungen = vertretungen.filter(Q(vertritt__in=ohne_aufgabe))
    for pk in vertretungen.values_list("pk", flat=True):
        yield f"Vertretung {pk} gilt für ein Konto ohne Aufgabe"
