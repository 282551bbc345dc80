"""Reads around Mitteilungen: who is meant, how far sending is, what a person or a partner was told (K07, K21)."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Value

from konten.models import Benutzer
from konten.models.abfrage import vorbereitet
from konten.rules import Geltungsbereich, Rolle
from netzwerk.models import (
    Abonnement,
    Einsatz,
    Mitteilung,
    Mitteilungsabmeldung,
    Mitteilungsempfaenger,
)
from netzwerk.models.mitteilung import KREISE, LANDKREISWEIT, SCHREIBEN
from netzwerk.rules.mitteilung import (
    HINAUSGEGANGEN,
    Empfaengerart,
    Empfaengerstatus,
    Empfang,
    Ziel,
    Zustellung,
    ordne,
    zustellung,
)
from partner.models import Funktion, Kategoriezuordnung, Netzwerkpartner
from partner.rules import Partnerstatus
from sozialraum.models import Traegerschaft, Zustaendigkeit

#: news on the start page, in a mail, on the page of a partner
GEZEIGT = 5


# --- Who is meant -----------------------------------------------------------------------------------------------------


def empfaenge(mitteilung: Mitteilung, stichtag: date) -> list[Empfang]:
    """Everybody the Mitteilung is meant for on that day, with the verdict on her mail (K21). Up to twelve queries.

    Partners come before subscribers: who is both gets the mail as a partner.
    """
    if not mitteilung.ist_nach_aussen:
        return ordne(kollegen(mitteilung, stichtag), ())
    ziele = sorted(_partnerziele(mitteilung, stichtag), key=lambda ziel: ziel.name.casefold())
    return ordne(chain(ziele, _abonnenten(mitteilung)), abgemeldete())


def abgemeldete() -> frozenset[str]:
    """Digests of the addresses that want no Mitteilungen. One query."""
    return frozenset(Mitteilungsabmeldung.objects.order_by().values_list("abdruck", flat=True))


def raum_ids(mitteilung: Mitteilung) -> frozenset[int]:
    """Its Sozialräume; an empty set is the whole Landkreis. One query unless prefetched."""
    return frozenset(raum.pk for raum in mitteilung.sozialraeume.all())


def kollegen(mitteilung: Mitteilung, stichtag: date) -> list[Ziel]:
    """Accounts of the chosen circles in its Sozialräume, deputies included, without the author. Up to five queries."""
    ids = _mit_vertretungen(_kreise(mitteilung, stichtag), stichtag) - {mitteilung.erfasst_von_id}
    konten = Benutzer.objects.filter(pk__in=ids, is_active=True).order_by("nachname", "vorname", "username")
    return [
        Ziel(Empfaengerart.KONTO, konto.pk, str(konto), konto.email, per_mail=mitteilung.per_mail) for konto in konten
    ]


def _kreise(mitteilung: Mitteilung, stichtag: date) -> dict[Rolle, set[int]]:
    raeume = raum_ids(mitteilung)
    gewaehlt = [rolle for rolle, feld in KREISE.items() if getattr(mitteilung, feld)]
    je_rolle: dict[Rolle, set[int]] = {rolle: set() for rolle in gewaehlt}
    if Rolle.NETZWERK in je_rolle:
        je_rolle[Rolle.NETZWERK] = _netzwerk(raeume, stichtag)
    eigene = Zustaendigkeit.objects.aktiv(stichtag).filter(rolle__in=gewaehlt, vertritt__isnull=True)
    if raeume:
        im_raum = Q(rolle=Rolle.TEAM, sozialraum__in=raeume)
        beim_traeger = Q(rolle=Rolle.LEITUNG, traeger__in=_traeger(raeume, stichtag))
        eigene = eigene.filter(im_raum | beim_traeger | Q(rolle__in=LANDKREISWEIT))
    for rolle, benutzer in eigene.order_by().values_list("rolle", "benutzer_id"):
        je_rolle[Rolle(rolle)].add(benutzer)
    return je_rolle


def _netzwerk(raeume: Collection[int], stichtag: date) -> set[int]:
    einsaetze = Einsatz.objects.bestaetigt().aktiv(stichtag).filter(fachkraft__benutzer__isnull=False)
    if raeume:
        einsaetze = einsaetze.filter(sozialraum__in=raeume)
    return set(einsaetze.order_by().values_list("fachkraft__benutzer_id", flat=True))


def _traeger(raeume: Collection[int], stichtag: date) -> QuerySet:
    return Traegerschaft.objects.aktiv(stichtag).filter(sozialraum__in=raeume).order_by().values("traeger")


def _mit_vertretungen(je_rolle: dict[Rolle, set[int]], stichtag: date) -> set[int]:
    alle = set().union(*je_rolle.values())
    zeilen = Zustaendigkeit.objects.aktiv(stichtag).filter(vertritt__in=alle).order_by()
    return alle | {
        benutzer
        for benutzer, rolle, vertretene in zeilen.values_list("benutzer_id", "rolle", "vertritt_id")
        if vertretene in je_rolle.get(Rolle(rolle), ())
    }


def waehlbare_partner(bereich: Geltungsbereich) -> QuerySet[Netzwerkpartner]:
    """Active partners that serve a Sozialraum in which the person may write; county-wide roles choose among all."""
    if not bereich.darf(SCHREIBEN):
        return Netzwerkpartner.objects.none()
    menge = Netzwerkpartner.objects.eigenstaendig().im_zustand(bereich.stichtag, Partnerstatus.AKTIV)
    raeume = bereich.sozialraeume(SCHREIBEN)
    return menge if raeume is None else menge.im_sozialraum(raeume, bereich.stichtag)


def _partnerziele(mitteilung: Mitteilung, stichtag: date) -> Iterator[Ziel]:
    einzelne = {zeile.partner_id: zeile for zeile in mitteilung.einzelne.select_related("funktion__person")}
    aktive = Netzwerkpartner.objects.eigenstaendig().im_zustand(stichtag, Partnerstatus.AKTIV)
    gewaehlte = aktive.filter(pk__in=einzelne)
    kategorien = [kategorie.pk for kategorie in mitteilung.kategorien.all()]
    if kategorien:
        gewaehlte = gewaehlte | aktive.filter(pk__in=_in_kategorien(kategorien, raum_ids(mitteilung), stichtag))
    partner = list(gewaehlte.order_by("name_norm").values_list("pk", "name", "email"))
    personen = _schluesselpersonen(stichtag) if mitteilung.an_schluesselpersonen else {}
    for pk, name, email in partner:
        funktion = einzelne[pk].funktion if pk in einzelne else None
        funktion = funktion if funktion and funktion.email else personen.get(pk)
        if funktion is None:
            yield Ziel(Empfaengerart.PARTNER, pk, name, email)
        else:
            yield Ziel(Empfaengerart.PARTNER, pk, f"{name} ({funktion.person})", funktion.email, funktion.pk)


def _in_kategorien(kategorien: Collection[int], raeume: frozenset[int], stichtag: date) -> QuerySet:
    zeilen = Kategoriezuordnung.objects.aktiv(stichtag).filter(partner=OuterRef("pk"), kategorie__in=kategorien)
    menge = Netzwerkpartner.objects.filter(Exists(zeilen))
    return (menge.im_sozialraum(raeume, stichtag) if raeume else menge).values("pk")


def _schluesselpersonen(stichtag: date) -> dict[int, Funktion]:
    zeilen = Funktion.objects.aktiv(stichtag).filter(ist_schluesselperson=True).exclude(email="")
    return {funktion.partner_id: funktion for funktion in zeilen.select_related("person").order_by("-pk")}


def _abonnenten(mitteilung: Mitteilung) -> Iterator[Ziel]:
    """Confirmed ones whose wish fits: a theme asked for must be named, a Sozialraum named or all meant."""
    if not mitteilung.an_abonnenten:
        return
    raeume, themen = raum_ids(mitteilung), {thema.pk for thema in mitteilung.themen.all()}
    abos = Abonnement.objects.bestaetigt().prefetch_related("sozialraeume", "themen").order_by("adresse")
    for abo in abos:
        orte, worte = {raum.pk for raum in abo.sozialraeume.all()}, {thema.pk for thema in abo.themen.all()}
        if (not orte or not raeume or orte & raeume) and (not worte or worte & themen):
            yield Ziel(Empfaengerart.ABONNENT, abo.pk, "Abonnement", abo.adresse)


# --- How far it is ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Versandstand:
    """Figures of the delivery; `gesamt` counts those who get a mail."""

    gesamt: int
    wartend: int
    eingestellt: int
    versandt: int
    gescheitert: int
    abgebrochen: int
    ohne_mail: int
    anwendung: int
    gelesen: int

    @property
    def erledigt(self) -> int:
        """Mails about which there is nothing left to do for the product."""
        return self.versandt + self.gescheitert + self.abgebrochen

    @property
    def ist_unterwegs(self) -> bool:
        return self.wartend + self.eingestellt > 0


def versandstand(mitteilung: Mitteilung) -> Versandstand:
    """Counts per outcome. One query, whatever the number of recipients."""
    zeilen = mitteilung.empfaenger.order_by().values_list("zustand", "grund", "auftrag__zustand", "auftrag__fehler")
    gezaehlt: Counter[str] = Counter()
    for zustand, grund, mail, fehler, anzahl, gelesene in zeilen.annotate(
        anzahl=Count("pk"), gelesene=Count("gelesen_am")
    ):
        gezaehlt[zustellung(zustand, grund, mail, fehler or "").wort] += anzahl
        gezaehlt["gelesen"] += gelesene
    return Versandstand(
        gesamt=gezaehlt.total() - gezaehlt["gelesen"] - gezaehlt["keine Mail"] - gezaehlt["in der Anwendung"],
        wartend=gezaehlt["wartet"],
        eingestellt=gezaehlt["eingestellt"],
        versandt=gezaehlt["versandt"],
        gescheitert=gezaehlt["gescheitert"],
        abgebrochen=gezaehlt["abgebrochen"],
        ohne_mail=gezaehlt["keine Mail"],
        anwendung=gezaehlt["in der Anwendung"],
        gelesen=gezaehlt["gelesen"],
    )


def zustellungen(mitteilung: Mitteilung) -> QuerySet[Mitteilungsempfaenger]:
    """The delivery log with what the outbox knows. One query."""
    return mitteilung.empfaenger.select_related("auftrag", "partner").order_by("art", "name", "pk")


def zustellung_von(zeile: Mitteilungsempfaenger) -> Zustellung:
    """Verdict of one line of `zustellungen`. No query."""
    auftrag = zeile.auftrag
    return zustellung(zeile.zustand, zeile.grund, auftrag and auftrag.zustand, auftrag.fehler if auftrag else "")


def mit_umfeld(menge: QuerySet[Mitteilung]) -> QuerySet[Mitteilung]:
    """With everything that the page of one Mitteilung shows. Six queries more."""
    berichtigungen = Mitteilung.objects.hinausgegangen().order_by("gesendet_am")
    return menge.select_related("erfasst_von", "berichtigt").prefetch_related(
        "sozialraeume",
        "themen",
        "kategorien",
        "anhaenge",
        "einzelne__partner",
        "einzelne__funktion__person",
        Prefetch("berichtigungen", berichtigungen, to_attr="gesendete_berichtigungen"),
    )


# --- What somebody was told ------------------------------------------------------------------------------------------


def ungelesene(bereich: Geltungsbereich) -> list[Mitteilung]:
    """News for the start page, the latest first; one more than is shown tells of more. One query."""
    return _ungelesene(bereich.benutzer_id) if bereich.darf("mitteilung.sehen") else []


@vorbereitet
def _ungelesene(benutzer_id: int) -> QuerySet[Mitteilung]:
    eingang = Mitteilungsempfaenger.objects.filter(
        mitteilung=OuterRef("pk"), benutzer=benutzer_id, gelesen_am__isnull=True
    )
    menge = Mitteilung.objects.filter(Exists(eingang), zustand__in=HINAUSGEGANGEN).order_by("-gesendet_am", "-id")
    return menge.only("uuid", "titel", "art", "gesendet_am")[: GEZEIGT + 1]


def zahl_ungelesener(bereich: Geltungsbereich) -> int:
    """How many Mitteilungen wait to be read. One query."""
    return sum(_zahl_ungelesener(bereich.benutzer_id)) if bereich.darf("mitteilung.sehen") else 0


@vorbereitet
def _zahl_ungelesener(benutzer_id: int) -> QuerySet:
    menge = Mitteilungsempfaenger.objects.filter(
        benutzer=benutzer_id, gelesen_am__isnull=True, mitteilung__zustand__in=HINAUSGEGANGEN
    ).order_by()
    return menge.values(eins=Value(1)).values_list(Count("pk"), flat=True)


def eingang_seit(benutzer_id: int, seit: datetime) -> list[Mitteilung]:
    """Unread Mitteilungen of the last days, for the mail of the week. One query."""
    eingang = Mitteilungsempfaenger.objects.filter(
        mitteilung=OuterRef("pk"), benutzer=benutzer_id, gelesen_am__isnull=True
    )
    menge = Mitteilung.objects.hinausgegangen().filter(Exists(eingang), gesendet_am__gte=seit)
    return list(menge.order_by("-gesendet_am", "-id"))


def erfahren_von(bereich: Geltungsbereich, partner_id: int) -> list[Mitteilungsempfaenger]:
    """What this partner was told, the latest first, with its Mitteilung (K21). One query.

    A Mitteilung is no exchange: it does not count as contact.
    """
    return _erfahren(bereich, partner_id) if bereich.darf("mitteilung.sehen") else []


@vorbereitet
def _erfahren(bereich: Geltungsbereich, partner_id: int) -> QuerySet[Mitteilungsempfaenger]:
    erreichte = [Empfaengerstatus.EINGESTELLT, Empfaengerstatus.AUSGELASSEN]
    menge = Mitteilungsempfaenger.objects.filter(
        partner=partner_id, zustand__in=erreichte, mitteilung__in=Mitteilung.objects.sichtbar_fuer(bereich)
    )
    menge = menge.filter(mitteilung__zustand__in=HINAUSGEGANGEN).select_related("mitteilung", "auftrag")
    return menge.order_by(F("mitteilung__gesendet_am").desc(), "-pk")[: GEZEIGT + 1]


def adressen_von(partner_ids: Iterable[int], stichtag: date) -> dict[int, list[Funktion]]:
    """Ansprechpersonen with a mail address of each partner, to choose from. One query."""
    je_partner: dict[int, list[Funktion]] = defaultdict(list)
    zeilen = Funktion.objects.aktiv(stichtag).filter(partner__in=list(partner_ids)).exclude(email="")
    for funktion in zeilen.select_related("person"):
        je_partner[funktion.partner_id].append(funktion)
    return je_partner
