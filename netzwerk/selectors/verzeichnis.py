"""What everybody may read of offers (K11): search, page of one offer, places on the map."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.core.cache import cache
from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    Func,
    IntegerField,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
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
JE_SEITE = 20
#: what the list shows; the long texts stay where they are
LISTENFELDER = (
    *("uuid", "titel", "kurztext", "art", "alter_von", "alter_bis", "ortsart", "ortsname", "ort", "kostenart"),
    *("geprueft_am", "gilt_bis"),
)


@dataclass(frozen=True, slots=True)
class _Frage:
    """The arguments of the compiled statements, in their order."""

    stichtag: date
    grenztage: tuple
    worte: tuple[tuple[str, tuple[int, ...]], ...]
    ort: Ortsfilter
    auswahl: Auswahl

    @property
    def werte(self) -> tuple:
        a = self.auswahl
        merkmale = (a.art, a.sprache, a.hier, a.kostenlos, a.rollstuhl)
        return (self.worte, merkmale, self.ort.raeume, self.ort.gemeinden, a.alter, a.thema, a.tag, self.stichtag)


@dataclass(frozen=True, slots=True)
class Ergebnis:
    """How many offers fit, and how the question was understood."""

    anzahl: int
    fund: Fund
    grenzen: Frischegrenzen
    frage: _Frage
    #: what was searched instead, when nothing was found for the words as they were typed
    statt: str = ""


def suche(auswahl: Auswahl, stichtag: date) -> Ergebnis:
    """How many published offers fit everything asked for (K11). Three queries; up to six more for what is not known.

    Words that lead to nothing are looked for once more as the nearest words of the directory.
    """
    fund, raum = suche_ort(auswahl.ort, stichtag), _raum(auswahl.raum)
    themen, tagesgrenzen = aktive_themen(), grenzen(stichtag)
    ort = Ortsfilter(
        tuple(sorted({g.sozialraum for g in fund.gemeinden if g.sozialraum})) or ((raum,) if raum else ()),
        tuple(sorted(g.pk for g in fund.gemeinden)),
    )

    def frage_nach(text: str) -> _Frage:
        return _Frage(stichtag, _grenztage(tagesgrenzen), _als_muster(suchwoerter(text, themen)), ort, auswahl)

    frage = frage_nach(auswahl.q)
    anzahl = _zaehle(frage)
    if anzahl or not frage.worte or not (statt := verbessert(auswahl.q, woerter(stichtag))):
        return Ergebnis(anzahl, fund, tagesgrenzen, frage)
    frage = frage_nach(statt)
    return Ergebnis(_zaehle(frage), fund, tagesgrenzen, frage, statt)


def _zaehle(frage: _Frage) -> int:
    return _anzahl(*frage.werte, *frage.grenztage)[0]


def _als_muster(worte: tuple[Suchwort, ...]) -> tuple[tuple[str, tuple[int, ...]], ...]:
    return tuple((eines.wort, eines.themen) for eines in worte)


def _grenztage(g: Frischegrenzen) -> tuple:
    """The limits as arguments of a compiled statement: which of the days counts for which kind, then each day once."""
    tage = [seite[art] for seite in (g.aktuell_seit, g.abgelaufen_vor) for art in Angebotsart.values]
    einmal = list(dict.fromkeys(tage))
    return (tuple(str(einmal.index(tag)) for tag in tage), *einmal)


def _raum(kuerzel: str) -> int | None:
    return Sozialraum.objects.filter(kuerzel=kuerzel).values_list("pk", flat=True).first() if kuerzel else None


def _oeffentliche(stichtag: date, stellen: Collection[str], *tage: date) -> QuerySet[Angebot]:
    """Published offers by the limits of `_grenztage`."""
    arten, je_art = Angebotsart.values, [tage[int(stelle)] for stelle in stellen]
    aktuell, abgelaufen = je_art[: len(arten)], je_art[len(arten) :]
    grenze = Frischegrenzen(stichtag, dict(zip(arten, aktuell, strict=True)), dict(zip(arten, abgelaufen, strict=True)))
    return Angebot.objects.oeffentlich(grenze)


def _menge(worte, merkmale, raeume, gemeinden, alter, thema, tag, stichtag, *grenztage) -> QuerySet[Angebot]:
    """Everything that restricts the list; values that differ from call to call go through as they are."""
    menge = _mit_merkmalen(_oeffentliche(stichtag, *grenztage), *merkmale)
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
    return menge


def _mit_merkmalen(
    menge: QuerySet[Angebot], art: str, sprache: str, hier: str, kostenlos: bool, rollstuhl: bool
) -> QuerySet[Angebot]:
    if hier:
        menge = menge.annotate(ort_ags=_ORT)
    gleich = {
        "art": art,
        "sprachen__contains": sprache and marke(sprache),
        "ort_ags": hier,
        "kostenart": Kostenart.KOSTENLOS if kostenlos else "",
        "barrierefrei": Barrierefreiheit.JA if rollstuhl else "",
    }
    return menge.filter(**{name: wert for name, wert in gleich.items() if wert})


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
def _anzahl(*werte) -> QuerySet:
    """One row. COUNT as a plain function: as an aggregate it would be one group per offer."""
    zahl = Func(F("pk"), function="COUNT", output_field=IntegerField())
    return _menge(*werte).order_by().annotate(zahl=zahl).values_list("zahl", flat=True)


@vorbereitet
def _orte(*werte) -> QuerySet:
    return _menge(*werte).annotate(ort_ags=_ORT).order_by().values_list("ort_ags").annotate(zahl=Count("pk"))


def angebote_je_ort(ergebnis: Ergebnis) -> Mapping[str | None, int]:
    """Key of the Gemeinde → number of offers of the search that take place there; None has no place. One query."""
    return dict(_orte(*ergebnis.frage.werte, *ergebnis.frage.grenztage))


@vorbereitet
def _schluessel(ab: str, *werte) -> QuerySet:
    """Verified ones first, then by title. `ab` is text: where a page begins is part of the statement."""
    menge = _menge(*werte).order_by("frische_wort", "titel", "pk").values_list("pk", flat=True)
    return menge[int(ab) : int(ab) + JE_SEITE]


@vorbereitet
def _zeilen(schluessel: Collection[int]) -> QuerySet:
    """Read by key: sorting whole offers takes three times as long."""
    menge = Angebot.objects.filter(pk__in=schluessel).order_by().select_related("anbieter").prefetch_related("zeiten")
    return menge.only(*LISTENFELDER, "anbieter__name", "anbieter__ort")


def zeilen(ergebnis: Ergebnis, seite: int) -> list[Angebot]:
    """Offers of one page of the list (from 1) with provider and times. Three queries."""
    if not ergebnis.anzahl:
        return []
    frage = ergebnis.frage
    schluessel = _schluessel(str((seite - 1) * JE_SEITE), *frage.werte, *frage.grenztage)
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


def oeffentliches_angebot(schluessel: UUID, stichtag: date) -> Angebot | None:
    """A published offer with what its pages show; None for any other. Two queries, five more when there is one."""
    return next(iter(_eines(schluessel, stichtag, *_grenztage(grenzen(stichtag)))), None)


@vorbereitet
def _eines(schluessel: UUID, stichtag: date, *grenztage) -> QuerySet:
    menge = _oeffentliche(stichtag, *grenztage).filter(uuid=schluessel).fuer_liste().order_by()
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
