"""What the mails of the week and the day tell; the numbers come from the selectors of the pages."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count
from django.utils import timezone

from konten.rules import Geltungsbereich, Rolle
from konten.rules.zahl import mehrzahl
from netzwerk.models import Kontaktbeteiligung, Mitteilung, Sitzung, Wiedervorlage
from netzwerk.rules.abdeckung import Lage
from netzwerk.selectors.abdeckung import Raumabdeckung, abdeckung
from netzwerk.selectors.anstehend import (
    Faelliger,
    eigene_sitzungen,
    mit_namen,
    offene_schritte,
    stattfindende,
    zustaende,
)
from netzwerk.selectors.mitteilung import eingang_seit
from sozialraum.models import Traeger

#: a mail is an overview; the rest stands on the page it links to
HOECHSTENS = 12
#: unread Mitteilungen of so many days before the Monday
MITTEILUNGEN = timedelta(days=14)
_OFFEN = (Lage.UEBERFAELLIG, Lage.NIE, Lage.FAELLIG, Lage.NEU)


@dataclass(frozen=True, slots=True)
class Wochenbrief:
    """What one person's week holds."""

    montag: date
    stichtag: date
    schritte: tuple[Wiedervorlage, ...]
    faellige: tuple[Faelliger, ...]
    zahlen: dict[Lage, int]
    sitzungen: tuple[Sitzung, ...]
    mitteilungen: tuple[Mitteilung, ...] = ()

    @property
    def ist_leer(self) -> bool:
        return not (self.schritte or self.zahlen or self.sitzungen or self.mitteilungen)

    @property
    def wartende(self) -> int:
        """Partners that want contact: everything but aktuell, as on the start page."""
        return sum(self.zahlen.values())

    @property
    def zahlentext(self) -> str:
        """ "3 überfällig, 1 nie erreicht"."""
        return ", ".join(f"{self.zahlen[lage]} {lage.label}" for lage in _OFFEN if self.zahlen.get(lage))

    @property
    def weitere_faellige(self) -> int:
        return self.wartende - len(self.faellige)

    @property
    def gezeigte_schritte(self) -> tuple[Wiedervorlage, ...]:
        return self.schritte[:HOECHSTENS]

    @property
    def weitere_schritte(self) -> int:
        return len(self.schritte) - len(self.gezeigte_schritte)


@dataclass(frozen=True, slots=True)
class Raumzeile:
    """Counts of one Sozialraum; never of a person."""

    name: str
    lagen: dict[Lage, int]
    quote: str
    kontakte: int
    sitzungen: int

    @property
    def text(self) -> str:
        """ "42 Partner: 30 aktuell, 5 fällig, 7 überfällig"."""
        teile = [f"{self.lagen[lage]} {lage.label}" for lage in Lage if self.lagen.get(lage)]
        gesamt = f"{sum(self.lagen.values())} Partner"
        return f"{gesamt}: {', '.join(teile)}" if teile else "noch keine Partner"


@dataclass(frozen=True, slots=True)
class Leitungsbrief:
    """The Sozialräume of a Träger in counts."""

    montag: date
    traeger: str
    zeilen: tuple[Raumzeile, ...]


def woche(stichtag: date) -> tuple[date, date]:
    """Monday and Sunday of the week."""
    montag = stichtag - timedelta(days=stichtag.weekday())
    return montag, montag + timedelta(days=6)


def wochenbrief(bereich: Geltungsbereich) -> Wochenbrief:
    """The person's week around the day of her scope (K06, K09). Up to nine queries."""
    montag, sonntag = woche(bereich.stichtag)
    offene = [lage for lage in zustaende(bereich) if lage.lage != Lage.AKTUELL]
    return Wochenbrief(
        montag=montag,
        stichtag=bereich.stichtag,
        schritte=tuple(offene_schritte(bereich, sonntag)),
        faellige=tuple(mit_namen(offene)[:HOECHSTENS]) if offene else (),
        zahlen=dict(Counter(lage.lage for lage in offene)),
        sitzungen=tuple(stattfindende(eigene_sitzungen(bereich, montag, sonntag))),
        mitteilungen=_mitteilungen(bereich, montag - MITTEILUNGEN),
    )


def _mitteilungen(bereich: Geltungsbereich, seit: date) -> tuple[Mitteilung, ...]:
    if bereich.benutzer_id is None:
        return ()
    beginn = timezone.make_aware(datetime.combine(seit, time()))
    return tuple(eingang_seit(bereich.benutzer_id, beginn)[:HOECHSTENS])


def leitungsbrief(bereich: Geltungsbereich) -> Leitungsbrief | None:
    """The week for the Leitung: per Sozialraum of her Träger how contact stands. None without such a Sozialraum.

    Nine queries, whatever the number of Sozialräume.
    """
    raum = bereich.raeume.get(Rolle.LEITUNG)
    if raum is None or not raum.sozialraeume:
        return None
    montag, sonntag = woche(bereich.stichtag)
    kontakte = _kontakte(montag - timedelta(days=7), montag - timedelta(days=1), raum.sozialraeume)
    termine = Counter(
        sitzung.gremium.sozialraum_id for sitzung in stattfindende(eigene_sitzungen(bereich, montag, sonntag))
    )
    traeger = Traeger.objects.filter(pk__in=raum.traeger).order_by("name").values_list("name", flat=True)
    zeilen = abdeckung(bereich.stichtag, raum.sozialraeume).zeilen
    return Leitungsbrief(montag, ", ".join(traeger), tuple(_zeile(zeile, kontakte, termine) for zeile in zeilen))


def _zeile(zeile: Raumabdeckung, kontakte: dict[int, int], termine: Counter[int | None]) -> Raumzeile:
    return Raumzeile(
        name=str(zeile.sozialraum),
        lagen=dict(Counter(lage.lage for lage in zeile.lagen)),
        quote=zeile.quote_partner.text,
        kontakte=kontakte.get(zeile.sozialraum.pk, 0),
        sitzungen=termine[zeile.sozialraum.pk],
    )


def _kontakte(von: date, bis: date, raeume: frozenset[int]) -> dict[int, int]:
    menge = Kontaktbeteiligung.objects.filter(am__range=(von, bis), sozialraum__in=raeume).order_by()
    return dict(menge.values_list("sozialraum").annotate(Count("kontakt", distinct=True)))


def anzahltext(schritte: tuple[Wiedervorlage, ...] | list[Wiedervorlage]) -> str:
    """ "1 Wiedervorlage", "3 Wiedervorlagen"."""
    return mehrzahl(len(schritte), "Wiedervorlage", "Wiedervorlagen")
