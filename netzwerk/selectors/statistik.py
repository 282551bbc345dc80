"""Contact statistics of one Sozialraum: by month, kind, category and Bezug; others' contacts counted apart."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from django.db.models import Case, CharField, Count, Exists, F, OuterRef, QuerySet, Value, When
from django.db.models.functions import Cast
from django.utils.timezone import make_aware

from konten.models.abfrage import vorbereitet
from konten.models.basis import zeitraum_gilt
from konten.rules import Rolle
from netzwerk.models import Kontaktbeteiligung
from netzwerk.rules import ZAEHLT_ALS_AUSTAUSCH, Bezug, Ergebnis, Kontaktart, Zweck
from partner.models import Kategoriezuordnung, Partnerzustand, Wirkungsbereich
from partner.rules import Partnerstatus
from sozialraum.models import Sozialraum, Zustaendigkeit

#: whose contacts are counted apart, in this order when somebody has several roles (K33)
ANDERE_ROLLEN = (Rolle.LEITUNG, Rolle.LEITSTELLE, Rolle.TEAM, Rolle.JUGENDAMT)


@dataclass(frozen=True, slots=True)
class Bezugszahlen:
    """Number of contacts in the three columns of every statistic (K02)."""

    uebergreifend: int = 0
    fallbezogen: int = 0
    beides: int = 0

    @property
    def summe(self) -> int:
        return self.uebergreifend + self.fallbezogen + self.beides

    def __add__(self, andere: "Bezugszahlen") -> "Bezugszahlen":
        return Bezugszahlen(
            self.uebergreifend + andere.uebergreifend,
            self.fallbezogen + andere.fallbezogen,
            self.beides + andere.beides,
        )


NULL = Bezugszahlen()


@dataclass(frozen=True, slots=True)
class Kontaktstatistik:
    """All figures of one or more Sozialräume and a period; what does not count stands beside it."""

    von: date
    bis: date
    gesamt: Bezugszahlen
    je_monat: Mapping[date, Bezugszahlen]
    je_art: Mapping[str, Bezugszahlen]
    je_zweck: Mapping[str, Bezugszahlen]
    je_kategorie: Mapping[int, Bezugszahlen]
    vergleich: int
    nachtraeglich: int
    von_anderen: Mapping[str, int] = field(default_factory=dict)
    versuche: int = 0
    kein_austausch: int = 0
    ohne_zustaendigkeit: int = 0

    @property
    def summe_anderer(self) -> int:
        return sum(self.von_anderen.values())


def aktive_partner(stichtag: date, sozialraum_ids: Collection[int]) -> dict[int, int]:
    """Number of active partners on the Stichtag by Sozialraum; the same ones that the coverage looks at. One query."""
    return dict.fromkeys(sozialraum_ids, 0) | dict(_aktive_partner(stichtag, sozialraum_ids))


@vorbereitet
def _aktive_partner(stichtag: date, sozialraum_ids: Collection[int]) -> QuerySet:
    dasselbe = {"partner": OuterRef("partner")}
    return (
        Wirkungsbereich.objects.aktiv(stichtag)
        .filter(
            Exists(Partnerzustand.objects.aktiv(stichtag).filter(zustand=Partnerstatus.AKTIV, **dasselbe)),
            Exists(Kategoriezuordnung.objects.aktiv(stichtag).filter(**dasselbe)),
            sozialraum__in=sozialraum_ids,
        )
        .order_by()
        .values_list("sozialraum")
        .annotate(Count("partner", distinct=True))
    )


def kontaktstatistik(
    wo: Sozialraum | Collection[int], von: date, bis: date, vergleich: tuple[date, date]
) -> Kontaktstatistik:
    """Contacts of the period that count, and how many counted in the period of comparison (K02, K06, K33, K35).

    In one Sozialraum or in several together. A contact counts once in totals, months, kinds and purposes, and once in
    every category that it touches. Four queries.
    """
    raeume = [wo.pk] if isinstance(wo, Sozialraum) else list(wo)
    kontakte = _kontakte(raeume, von, bis)
    monate, arten, zwecke = _je_monat_art_und_zweck(kontakte)
    danach = make_aware(datetime.combine(bis + timedelta(days=1), time.min))
    return Kontaktstatistik(
        von=von,
        bis=bis,
        gesamt=sum(monate.values(), NULL),
        je_monat=monate,
        je_art=arten,
        je_zweck=zwecke,
        je_kategorie=_je_kategorie(raeume, von, bis),
        **{"vergleich": 0, "nachtraeglich": 0} | dict(_summen(raeume, von, bis, danach, *vergleich)),
        **_ungezaehlte(kontakte),
    )


def _im_zeitraum(raeume: Collection[int], von: date, bis: date) -> QuerySet[Kontaktbeteiligung]:
    return Kontaktbeteiligung.objects.filter(sozialraum__in=raeume, am__range=(von, bis)).order_by()


@vorbereitet
def _summen(
    raeume: Collection[int], von: date, bis: date, danach: datetime, vergleich_von: date, vergleich_bis: date
) -> QuerySet:
    """What counted in the period of comparison, what was entered after the period: (name, number) unless none."""
    frueher = _anzahl("vergleich", _im_zeitraum(raeume, vergleich_von, vergleich_bis).filter(zaehlt=True))
    spaeter = _anzahl("nachtraeglich", _im_zeitraum(raeume, von, bis).filter(kontakt__erstellt_am__gte=danach))
    return frueher.union(spaeter, all=True)


def _anzahl(name: str, menge: QuerySet) -> QuerySet:
    benannt = menge.values(was=Value(name, CharField()))
    return benannt.annotate(anzahl=Count("kontakt", distinct=True)).values_list("was", "anzahl")


_ZAEHLT = "zaehlt"


class _Kontakt(NamedTuple):
    """A contact as the statistic sees it: whether one of its participations here counts, or at least was reached."""

    am: str
    art: str
    zweck: str
    bezug: str
    person: int | None
    gezaehlt: bool
    erreicht: bool


@vorbereitet
def _kontaktzeilen(raeume: Collection[int], von: date, bis: date) -> QuerySet:
    """Day and mark as text: Django would turn each of thousands into an object. What counts was reached as well."""
    tag = Cast("am", CharField())
    stand = Case(When(zaehlt=True, then=Value(_ZAEHLT)), default="ergebnis", output_field=CharField())
    angaben = ("kontakt__art", "kontakt__zweck", "kontakt__bezug", "kontakt__erfasst_von")
    return _im_zeitraum(raeume, von, bis).values_list("kontakt", tag, *angaben, stand)


def _kontakte(raeume: Collection[int], von: date, bis: date) -> list[_Kontakt]:
    """Every contact of the period once. One query: grouping thousands of rows takes SQLite longer than Python."""
    angaben: dict[int, list] = {}
    gezaehlte, erreichte = set(), set()
    for pk, *eine, stand in _kontaktzeilen(raeume, von, bis):
        angaben[pk] = eine
        if stand == _ZAEHLT:
            gezaehlte.add(pk)
        elif stand == Ergebnis.ERREICHT:
            erreichte.add(pk)
    return [_Kontakt(*eine, pk in gezaehlte, pk in erreichte) for pk, eine in angaben.items()]


def _je_monat_art_und_zweck(
    kontakte: Iterable[_Kontakt],
) -> tuple[dict[date, Bezugszahlen], dict[str, Bezugszahlen], dict[str, Bezugszahlen]]:
    monate: dict[str, Counter] = defaultdict(Counter)
    arten: dict[str, Counter] = defaultdict(Counter)
    zwecke: dict[str, Counter] = defaultdict(Counter)
    gleiche = Counter((eins.am[:7], eins.art, eins.zweck, eins.bezug) for eins in kontakte if eins.gezaehlt)
    for (monat, art, zweck, bezug), anzahl in gleiche.items():
        monate[monat][bezug] += anzahl
        arten[art][bezug] += anzahl
        zwecke[zweck][bezug] += anzahl
    je_monat = {date.fromisoformat(f"{monat}-01"): _zahlen(zaehler) for monat, zaehler in sorted(monate.items())}
    je_art = {art: _zahlen(arten[art]) for art in Kontaktart if art in arten}
    return je_monat, je_art, {zweck: _zahlen(zwecke[zweck]) for zweck in [*Zweck, ""] if zweck in zwecke}


@vorbereitet
def _kategoriezeilen(raeume: Collection[int], von: date, bis: date) -> QuerySet:
    zaehlende = _im_zeitraum(raeume, von, bis).filter(zaehlt=True)
    return (
        zaehlende.filter(zeitraum_gilt(F("am"), "partner__kategoriezuordnungen__"))
        .values_list("partner__kategoriezuordnungen__kategorie", "kontakt__bezug")
        .annotate(anzahl=Count("kontakt", distinct=True))
    )


def _je_kategorie(raeume: Collection[int], von: date, bis: date) -> dict[int, Bezugszahlen]:
    zaehler: dict[int, Counter] = defaultdict(Counter)
    for kategorie, bezug, anzahl in _kategoriezeilen(raeume, von, bis):
        zaehler[kategorie][bezug] += anzahl
    return {kategorie: _zahlen(werte) for kategorie, werte in zaehler.items()}


def _zahlen(zaehler: Counter) -> Bezugszahlen:
    return Bezugszahlen(*(zaehler[bezug] for bezug in (Bezug.UEBERGREIFEND, Bezug.FALLBEZOGEN, Bezug.BEIDES)))


def _ungezaehlte(kontakte: Iterable[_Kontakt]) -> dict[str, object]:
    """Contacts without any participation that counts here, by the reason."""
    ohne = [eins for eins in kontakte if not eins.gezaehlt]
    erreicht = [eins for eins in ohne if eins.erreicht]
    austausch = [(eins.person, date.fromisoformat(eins.am)) for eins in erreicht if eins.art in ZAEHLT_ALS_AUSTAUSCH]
    rollen = _rollen(austausch)
    anzahl = Counter(rollen)
    return {
        "versuche": len(ohne) - len(erreicht),
        "kein_austausch": len(erreicht) - len(austausch),
        "von_anderen": {rolle.label: anzahl[rolle] for rolle in ANDERE_ROLLEN if anzahl[rolle]},
        "ohne_zustaendigkeit": anzahl[None],
    }


def _rollen(eintraege: Iterable[tuple[int | None, date]]) -> list[Rolle | None]:
    """The role of each author on the day of the contact; None for a Netzwerkfachkraft who had no Einsatz here."""
    eintraege = list(eintraege)
    personen = {person for person, _ in eintraege}
    zeilen: dict[int, list[tuple[str, date, date | None]]] = defaultdict(list)
    for person, rolle, von, bis in _zustaendigkeiten(personen - {None}):
        zeilen[person].append((rolle, von, bis))
    return [_rolle(zeilen[person], am) for person, am in eintraege]


@vorbereitet
def _zustaendigkeiten(personen: Collection[int]) -> QuerySet:
    zeilen = Zustaendigkeit.objects.filter(benutzer__in=personen, rolle__in=ANDERE_ROLLEN).order_by()
    return zeilen.values_list("benutzer", "rolle", "von", "bis")


def _rolle(zeilen: list[tuple[str, date, date | None]], am: date) -> Rolle | None:
    gueltig = {rolle for rolle, von, bis in zeilen if von <= am and (bis is None or am <= bis)}
    return next((rolle for rolle in ANDERE_ROLLEN if rolle in gueltig), None)
