"""What other people filed and this account decides: counted for the start page, all in one statement."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import NamedTuple

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


class Frage(NamedTuple):
    """Who asks on which day, until when something ends soon, where she keeps particularities."""

    person: int | None
    heute: date | None
    bald: date | None
    raeume: Raeume


@dataclass(frozen=True, slots=True)
class Entscheidung:
    """So many of a kind wait; `jahr` is the budget year where their list shows one year, otherwise 0."""

    art: str
    jahr: int
    zahl: int


def _nachweise(frage: Frage) -> QuerySet:
    fremde = _ohne(Qualifikationsnachweis.objects.all(), frage.person, "eingereicht_von", "fachkraft__benutzer")
    return fremde.filter(zustand=fachkraft.Nachweisstatus.EINGEREICHT)


def _antraege(frage: Frage) -> QuerySet:
    fremde = _ohne(Ausnahmeantrag.objects.all(), frage.person, "erfasst_von", "beantragt_von")
    return fremde.filter(zustand=Antragsstatus.BEANTRAGT)


def _projekte(frage: Frage) -> QuerySet:
    fremde = _ohne(Projekt.objects.all(), frage.person, "erfasst_von", "beantragt_von")
    return fremde.filter(zustand=Projektstatus.BEANTRAGT)


def _volumen(frage: Frage) -> QuerySet:
    return _ohne(Finanzvolumen.objects.all(), frage.person, "eingetragen_von").filter(zustand=Volumenstatus.EINGETRAGEN)


def _verwendung(frage: Frage) -> QuerySet:
    fremde = _ohne(Verwendungsnachweis.objects.all(), frage.person, "eingereicht_von")
    return fremde.filter(zustand=Nachweisstatus.EINGEREICHT)


def _ausnahmen(frage: Frage) -> QuerySet:
    """Exemptions that end soon: to be extended, or left to end."""
    return Kategorieausnahme.objects.aktiv(frage.heute).filter(bis__lte=frage.bald)


def _besonderheiten(frage: Frage) -> QuerySet:
    """Particularities of own Sozialräume that somebody wanted to look at again by now."""
    faellige = Besonderheit.objects.aktiv(frage.heute).filter(wieder_ansehen_am__lte=frage.heute)
    return faellige if frage.raeume is None else faellige.filter(sozialraum__in=frage.raeume)


#: kind -> (right that decides, rows, does its list show one year); in the order of the page
ARTEN: Mapping[str, tuple[str, Callable[[Frage], QuerySet], bool]] = MappingProxyType(
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
#: kinds that depend on the day and not on who filed them
TAGESARTEN = frozenset({"ausnahme", "besonderheit"})


def entscheidungen(bereich: Geltungsbereich) -> list[Entscheidung]:
    """What waits for this account, without what four eyes keep from it. One query, none without such a right."""
    arten = tuple(art for art, (recht, _, _) in ARTEN.items() if bereich.darf(recht))
    if not arten or bereich.benutzer_id is None:
        return []
    gezaehlt = [Entscheidung(*zeile) for zeile in _gezaehlte(arten, *_frage(bereich, arten)) if zeile[2]]
    return sorted(gezaehlt, key=lambda eine: (arten.index(eine.art), eine.jahr))


def _frage(bereich: Geltungsbereich, arten: Collection[str]) -> Frage:
    """A prepared statement must use every value that it gets: what no kind asks for is left out."""
    heute = bereich.stichtag
    return Frage(
        person=bereich.benutzer_id if set(arten) - TAGESARTEN else None,
        heute=heute if TAGESARTEN.intersection(arten) else None,
        bald=heute + ENDET_BALD if "ausnahme" in arten else None,
        raeume=bereich.sozialraeume(BESONDERHEIT),
    )


@vorbereitet
def _gezaehlte(
    arten: tuple[str, ...], person: int | None, heute: date | None, bald: date | None, raeume: Raeume
) -> QuerySet:
    frage = Frage(person, heute, bald, raeume)
    erste, *andere = [_zaehle(art, *ARTEN[art][1:], frage) for art in arten]
    return erste.union(*andere, all=True) if andere else erste


def _zaehle(art: str, baue: Callable[[Frage], QuerySet], je_jahr: bool, frage: Frage) -> QuerySet:
    jahr = F("jahr") if je_jahr else Value(OHNE_JAHR, output_field=IntegerField())
    zeilen = baue(frage).order_by().values(was=Value(art), wann=jahr)
    return zeilen.annotate(zahl=Count("pk")).values_list("was", "wann", "zahl")


def _ohne(menge: QuerySet, person: int, *felder: str) -> QuerySet:
    """Without what this person had a hand in. Not by `exclude`: it would join and ask anew for every field."""
    for feld in felder:
        menge = menge.filter(Q(**{f"{feld}__isnull": True}) | ~Q(**{feld: person}))
    return menge
