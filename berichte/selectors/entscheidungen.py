"""What other people filed and this account decides: counted for the start page, all in one statement."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from django.db.models import Count, F, IntegerField, Q, QuerySet, Value

from finanzen.models import Ausnahmeantrag, Finanzvolumen, Projekt, Verwendungsnachweis
from finanzen.rules import Antragsstatus, Nachweisstatus, Projektstatus, Volumenstatus
from konten.models.abfrage import vorbereitet
from konten.rules import Geltungsbereich
from netzwerk.models import Qualifikationsnachweis
from netzwerk.rules import fachkraft
from partner.models import Kategorieausnahme
from sozialraum.models import Besonderheit

OHNE_JAHR = 0
BESONDERHEIT = "besonderheit.pflegen"
#: an exemption that ends within so many days is named
ENDET_BALD = timedelta(days=60)
Raeume = Collection[int] | None


@dataclass(frozen=True, slots=True)
class Entscheidung:
    """So many of a kind wait; `jahr` is the budget year where their list shows one year, otherwise 0."""

    art: str
    jahr: int
    zahl: int


def _nachweise(person: int, heute: date, raeume: Raeume) -> QuerySet:
    fremde = _ohne(Qualifikationsnachweis.objects.all(), person, "eingereicht_von", "fachkraft__benutzer")
    return fremde.filter(zustand=fachkraft.Nachweisstatus.EINGEREICHT)


def _antraege(person: int, heute: date, raeume: Raeume) -> QuerySet:
    fremde = _ohne(Ausnahmeantrag.objects.all(), person, "erfasst_von", "beantragt_von")
    return fremde.filter(zustand=Antragsstatus.BEANTRAGT)


def _projekte(person: int, heute: date, raeume: Raeume) -> QuerySet:
    fremde = _ohne(Projekt.objects.all(), person, "erfasst_von", "beantragt_von")
    return fremde.filter(zustand=Projektstatus.BEANTRAGT)


def _volumen(person: int, heute: date, raeume: Raeume) -> QuerySet:
    return _ohne(Finanzvolumen.objects.all(), person, "eingetragen_von").filter(zustand=Volumenstatus.EINGETRAGEN)


def _verwendung(person: int, heute: date, raeume: Raeume) -> QuerySet:
    fremde = _ohne(Verwendungsnachweis.objects.all(), person, "eingereicht_von")
    return fremde.filter(zustand=Nachweisstatus.EINGEREICHT)


def _ausnahmen(person: int, heute: date, raeume: Raeume) -> QuerySet:
    """Exemptions that end soon; whoever extended one has a row that begins later and so is not counted twice."""
    return Kategorieausnahme.objects.aktiv(heute).filter(bis__lte=heute + ENDET_BALD)


def _besonderheiten(person: int, heute: date, raeume: Raeume) -> QuerySet:
    """Particularities of own Sozialräume that somebody wanted to look at again by now."""
    faellige = Besonderheit.objects.aktiv(heute).filter(wieder_ansehen_am__lte=heute)
    return faellige if raeume is None else faellige.filter(sozialraum__in=raeume)


#: kind -> (right that decides, rows, does its list show one year); in the order of the page
ARTEN: Mapping[str, tuple[str, Callable[[int, date, Raeume], QuerySet], bool]] = MappingProxyType(
    {
        "nachweis": ("nachweis.bestaetigen", _nachweise, False),
        "antrag": ("antrag.entscheiden", _antraege, False),
        "volumen": ("volumen.pflegen", _volumen, True),
        "projekt": ("projekt.bewilligen", _projekte, False),
        "verwendung": ("verwendung.bestaetigen", _verwendung, True),
        "ausnahme": ("stammdaten.pflegen", _ausnahmen, False),
        "besonderheit": (BESONDERHEIT, _besonderheiten, False),
    }
)


def entscheidungen(bereich: Geltungsbereich) -> list[Entscheidung]:
    """What waits for this account, without what four eyes keep from it. One query, none without such a right."""
    arten = tuple(art for art, (recht, _, _) in ARTEN.items() if bereich.darf(recht))
    if not arten or bereich.benutzer_id is None:
        return []
    raeume = bereich.sozialraeume(BESONDERHEIT)
    zeilen = _gezaehlte(arten, bereich.benutzer_id, bereich.stichtag, raeume)
    gezaehlt = [Entscheidung(*zeile) for zeile in zeilen if zeile[2]]
    return sorted(gezaehlt, key=lambda eine: (arten.index(eine.art), eine.jahr))


@vorbereitet
def _gezaehlte(arten: tuple[str, ...], person: int, heute: date, raeume: Raeume) -> QuerySet:
    erste, *andere = [_zaehle(art, *ARTEN[art][1:], (person, heute, raeume)) for art in arten]
    return erste.union(*andere, all=True) if andere else erste


def _zaehle(
    art: str, baue: Callable[[int, date, Raeume], QuerySet], je_jahr: bool, frage: tuple[int, date, Raeume]
) -> QuerySet:
    jahr = F("jahr") if je_jahr else Value(OHNE_JAHR, output_field=IntegerField())
    zeilen = baue(*frage).order_by().values(was=Value(art), wann=jahr)
    return zeilen.annotate(zahl=Count("pk")).values_list("was", "wann", "zahl")


def _ohne(menge: QuerySet, person: int, *felder: str) -> QuerySet:
    """Without what this person had a hand in. Not by `exclude`: it would join and ask anew for every field."""
    for feld in felder:
        menge = menge.filter(Q(**{f"{feld}__isnull": True}) | ~Q(**{feld: person}))
    return menge
