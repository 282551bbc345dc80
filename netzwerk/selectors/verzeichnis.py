"""What everybody may read of offers (K11): search, page of one offer, places on the map."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.core.cache import cache
from django.db.models import Case, CharField, Count, Exists, F, Max, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Greatest

from konten.models.abfrage import vorbereitet
from konten.models.felder import marke
from netzwerk.models import Thema
from netzwerk.rules.finder import Fund
from netzwerk.rules.verzeichnis import (
    Auswahl,
    Kontaktweg,
    Ortsfilter,
    Suchwort,
    kontaktweg,
    suchwoerter,
    verbessert,
    worte_aus,
)
from netzwerk.selectors.zustaendig import suche_ort
from partner.models import Angebot, Angebotszeit
from partner.rules.angebot import Angebotsart, Barrierefreiheit, Frischegrenzen, Kostenart, Ortsart
from partner.selectors.angebot import grenzen
from sozialraum.models import Gemeinde, Sozialraum

WOERTER_SEKUNDEN = 300


@dataclass(frozen=True, slots=True)
class Ergebnis:
    """Keys of all offers that fit, in the order of the list, and how the question was understood."""

    schluessel: list[int]
    fund: Fund
    grenzen: Frischegrenzen
    #: what was searched instead, when nothing was found for the words as they were typed
    statt: str = ""
    frage: "_Frage | None" = None


@dataclass(frozen=True, slots=True)
class _Frage:
    """The arguments of the compiled statements, in their order."""

    stichtag: date
    grenztage: tuple[date, ...]
    worte: tuple[tuple[str, tuple[int, ...]], ...]
    ort: Ortsfilter
    auswahl: Auswahl

    @property
    def werte(self) -> tuple:
        a = self.auswahl
        merkmale = (a.art, a.sprache, a.hier, a.kostenlos, a.rollstuhl)
        return (self.worte, merkmale, self.ort.raeume, self.ort.gemeinden, a.alter, a.thema, a.tag, self.stichtag)


def suche(auswahl: Auswahl, stichtag: date) -> Ergebnis:
    """Published offers that fit everything asked for (K11). Three queries; up to three more for words not found."""
    fund, raum = suche_ort(auswahl.ort, stichtag), _raum(auswahl.raum)
    themen = aktive_themen()
    ort = Ortsfilter(
        tuple(sorted({g.sozialraum for g in fund.gemeinden if g.sozialraum})) or ((raum,) if raum else ()),
        tuple(sorted(g.pk for g in fund.gemeinden)),
    )
    tagesgrenzen = grenzen(stichtag)
    grenze = _grenztage(tagesgrenzen)
    frage = _Frage(stichtag, grenze, _als_muster(suchwoerter(auswahl.q, themen)), ort, auswahl)
    gefunden = _schluessel(*frage.werte, *grenze)
    if gefunden or not frage.worte:
        return Ergebnis(gefunden, fund, tagesgrenzen, frage=frage)
    statt = verbessert(auswahl.q, woerter(stichtag))
    if not statt:
        return Ergebnis([], fund, tagesgrenzen, frage=frage)
    andere = _Frage(stichtag, grenze, _als_muster(suchwoerter(statt, themen)), ort, auswahl)
    return Ergebnis(_schluessel(*andere.werte, *grenze), fund, tagesgrenzen, statt, andere)


def _als_muster(worte: tuple[Suchwort, ...]) -> tuple[tuple[str, tuple[int, ...]], ...]:
    return tuple((eines.wort, eines.themen) for eines in worte)


def _grenztage(g: Frischegrenzen) -> tuple[date, ...]:
    return tuple(g.aktuell_seit[art] for art in Angebotsart.values) + tuple(
        g.abgelaufen_vor[art] for art in Angebotsart.values
    )


def _raum(kuerzel: str) -> int | None:
    return Sozialraum.objects.filter(kuerzel=kuerzel).values_list("pk", flat=True).first() if kuerzel else None


def _oeffentliche(stichtag: date, grenztage: Collection[date]) -> QuerySet[Angebot]:
    tage, arten = list(grenztage), Angebotsart.values
    haelfte = len(arten)
    aktuell, abgelaufen = (dict(zip(arten, teil, strict=True)) for teil in (tage[:haelfte], tage[haelfte:]))
    return Angebot.objects.oeffentlich(Frischegrenzen(stichtag, aktuell, abgelaufen))


def _menge(worte, merkmale, raeume, gemeinden, alter, thema, tag, stichtag, *grenztage) -> QuerySet[Angebot]:
    """Everything that restricts the list; values that differ from call to call go through as they are."""
    art, sprache, hier, kostenlos, rollstuhl = merkmale
    menge = _oeffentliche(stichtag, grenztage).annotate(ort_ags=_ORT)
    for wort, themen in worte:
        genannt = Q(such_norm__contains=wort) | Q(anbieter__such_norm__contains=wort)
        menge = menge.filter(genannt | Exists(_mit_thema(themen)) if themen else genannt)
    if raeume:
        menge = menge.filter(Exists(_je_angebot(Angebot.sozialraeume).filter(sozialraum__in=raeume)))
    if gemeinden:
        nur = _je_angebot(Angebot.gemeinden)
        menge = menge.filter(~Exists(nur) | Exists(nur.filter(gemeinde__in=gemeinden)))
    if alter is not None:
        menge = menge.filter(Q(alter_von=None) | Q(alter_von__lte=alter), Q(alter_bis=None) | Q(alter_bis__gte=alter))
    if thema is not None:
        menge = menge.filter(Exists(_je_angebot(Thema.angebote).filter(thema=thema)))
    if tag is not None:
        menge = menge.filter(Exists(Angebotszeit.objects.filter(angebot=OuterRef("pk"), wochentag=tag)))
    if kostenlos:
        menge = menge.filter(kostenart=Kostenart.KOSTENLOS)
    if rollstuhl:
        menge = menge.filter(barrierefrei=Barrierefreiheit.JA)
    if sprache:
        menge = menge.filter(sprachen__contains=marke(sprache))
    gleich = {name: wert for name, wert in (("art", art), ("ort_ags", hier)) if wert}
    return menge.filter(**gleich)


#: where it takes place: its own Gemeinde or that of the provider; none for what comes to people
_ORT = Case(
    When(ortsart=Ortsart.EIGEN, then=F("gemeinde__ags")),
    When(ortsart=Ortsart.ANBIETER, then=F("anbieter__gemeinde__ags")),
    default=Value(None),
    output_field=CharField(),
)


def _je_angebot(verbindung) -> QuerySet:
    return verbindung.through.objects.filter(angebot=OuterRef("pk"))


def _mit_thema(themen: Collection[int]) -> QuerySet:
    return _je_angebot(Thema.angebote).filter(thema__in=themen)


@vorbereitet
def _schluessel(*werte) -> QuerySet:
    """Verified ones first, then by title."""
    return _menge(*werte).order_by("frische_wort", "titel", "pk").values_list("pk", flat=True)


@vorbereitet
def _orte(*werte) -> QuerySet:
    return _menge(*werte).order_by().values_list("ort_ags").annotate(zahl=Count("pk"))


def angebote_je_ort(ergebnis: Ergebnis) -> Mapping[str | None, int]:
    """Key of the Gemeinde → number of offers of the search that take place there; None has no place. One query."""
    frage = ergebnis.frage
    return dict(_orte(*frage.werte, *frage.grenztage)) if frage else {}


@vorbereitet
def _zeilen(schluessel: Collection[int]) -> QuerySet:
    return Angebot.objects.filter(pk__in=schluessel).select_related("anbieter").prefetch_related("zeiten").order_by()


def zeilen(schluessel: list[int]) -> list[Angebot]:
    """Offers of one page of the list, in this order, with provider and times. Two queries."""
    je_schluessel = {angebot.pk: angebot for angebot in _zeilen(schluessel)}
    return [je_schluessel[pk] for pk in schluessel if pk in je_schluessel]


def aktive_themen() -> Mapping[int, str]:
    """Themes to choose from, in their order. One query."""
    return dict(_themen())


@vorbereitet
def _themen() -> QuerySet:
    return Thema.objects.filter(ist_aktiv=True).order_by("reihenfolge", "name").values_list("pk", "name")


@vorbereitet
def _raeume() -> QuerySet:
    return Sozialraum.objects.order_by("reihenfolge").values_list("kuerzel", "name")


def raumnamen() -> Mapping[str, str]:
    """Kürzel and name of every Sozialraum. One query."""
    return dict(_raeume())


def gemeindename(ags: str) -> str:
    """Name of a Gemeinde; empty for none. One query, none without a key."""
    namen = Gemeinde.objects.filter(ags=ags).values_list("name", flat=True) if ags else []
    return next(iter(namen), "")


def woerter(stichtag: date) -> frozenset[str]:
    """Words of the titles and themes of the directory, kept for five minutes. Three queries when they are read."""
    name = f"verzeichnis:woerter:{stichtag}"
    if (gemerkt := cache.get(name)) is None:
        titel = Angebot.objects.oeffentlich(grenzen(stichtag)).order_by().values_list("titel", flat=True)
        gemerkt = worte_aus([*titel, *aktive_themen().values()])
        cache.set(name, gemerkt, WOERTER_SEKUNDEN)
    return gemerkt


# --- One offer ------------------------------------------------------------------------------------------------------


def oeffentliche(stichtag: date) -> QuerySet[Angebot]:
    """Published offers of the day with what their pages show. One query, five more for what belongs to an offer."""
    menge = Angebot.objects.oeffentlich(grenzen(stichtag)).fuer_liste()
    return menge.select_related("anbieter__gemeinde", "ansprechperson__adresse").prefetch_related("gemeinden")


def kontakt_von(angebot: Angebot, stichtag: date) -> Kontaktweg:
    """Published ways to the offer: never a person's own number or name (K11). No query."""
    funktion = angebot.ansprechperson
    adresse = funktion.adresse if funktion else None
    if adresse is not None and not (adresse.gilt_am(stichtag) and adresse.partner_id == angebot.anbieter_id):
        adresse = None
    anbieter = angebot.anbieter
    return kontaktweg(
        Kontaktweg("", angebot.telefon, angebot.email, angebot.web),
        Kontaktweg(adresse.bezeichnung, adresse.telefon, adresse.email) if adresse else None,
        Kontaktweg("", anbieter.telefon, anbieter.email, anbieter.web),
    )


def landkartenstand(stichtag: date) -> list[tuple]:
    """(uuid, title, last change) of all published offers, for search engines. Two queries."""
    zeit = Greatest(F("geaendert_am"), F("anbieter__geaendert_am"))
    menge = Angebot.objects.oeffentlich(grenzen(stichtag)).order_by("pk")
    return list(menge.annotate(stand=zeit).values_list("uuid", "titel", "stand"))


def zuletzt_geaendert(angebot: Angebot) -> datetime:
    """When anything on the page of the offer last changed. One query."""
    zeiten = angebot.zeiten.aggregate(letzte=Max("geaendert_am"))["letzte"]
    return max(filter(None, (angebot.geaendert_am, angebot.anbieter.geaendert_am, zeiten)))
