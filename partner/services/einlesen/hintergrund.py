"""Long imports in the background: claimed, with a sign of life, to be stopped, and taken up again after a crash.

A process that works at a run writes its own key into it. Whoever finds the sign of life too old may take the run over;
the former process notices that its key is gone and stops. Every portion of rows is one transaction with its progress,
so a killed process leaves nothing half-done behind, and its successor goes on where it stopped.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypeVar
from uuid import UUID, uuid4

from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django.utils.module_loading import import_string

from konten.rules import Geltungsbereich
from partner.models import Importlauf

T = TypeVar("T")
#: without a sign of life for that long the process counts as dead
FRIST = timedelta(seconds=60)
#: how often progress is told while no portion is written
TAKT = timedelta(seconds=1)


class Verloren(Exception):
    """Another process has taken the run over, or a person has stopped it."""


def starte(lauf: Importlauf, zustand: str, bereich: Geltungsbereich) -> Importlauf:
    """Puts the run into a state that a worker ends, and queues the work with it. Two queries."""
    lauf.zustand, lauf.fortschritt, lauf.laeufer, lauf.abbruch, lauf.meldung = zustand, 0, None, False, ""
    lauf.herzschlag, lauf.auftrag_von_id = timezone.now(), bereich.benutzer_id
    lauf.save()
    reihe_ein(lauf)
    return lauf


def reihe_ein(lauf: Importlauf) -> None:
    """Queues the work at a run; queued twice it is done once. One query."""
    import_string(settings.NETZWERK_IMPORTAUFGABE).enqueue(lauf.pk)


def stosse_an(lauf: Importlauf) -> bool:
    """Queues the work again when whoever was at it has died. True when that was needed."""
    if not lauf.ist_laufend or lebt(lauf.herzschlag, timezone.now()):
        return False
    erneuert = Importlauf.objects.filter(pk=lauf.pk, herzschlag=lauf.herzschlag).update(herzschlag=timezone.now())
    if erneuert:
        Importlauf.objects.filter(pk=lauf.pk).update(laeufer=None)
        reihe_ein(lauf)
    return bool(erneuert)


def stosse_liegengebliebene_an() -> int:
    """Nightly and at the start of a worker: takes up what a killed one was at. Returns how many runs."""
    return sum(stosse_an(lauf) for lauf in Importlauf.objects.filter(zustand__in=Importlauf.LAUFEND))


def brich_ab(lauf: Importlauf) -> bool:
    """Asks whoever takes the run over to stop; False when nothing is being written any more. One query."""
    laufende = Importlauf.objects.filter(pk=lauf.pk, zustand="uebernahme", abbruch=False)
    return bool(laufende.update(abbruch=True))


def lebt(herzschlag: datetime | None, jetzt: datetime) -> bool:
    """Was there a sign of life lately?"""
    return herzschlag is not None and jetzt - herzschlag < FRIST


@dataclass
class Anspruch:
    """The claim of this process to a run; every word of it holds only as long as nobody else has claimed the run."""

    lauf: Importlauf
    schluessel: UUID
    gemeldet: datetime = field(default_factory=timezone.now)

    def melde(self, fortschritt: int) -> None:
        """Progress and sign of life. Raises Verloren when the run is no longer ours. One query."""
        self._schreibe(fortschritt=fortschritt)

    def melde_ab_und_zu(self, fortschritt: int) -> None:
        """The same, at most once a second."""
        if timezone.now() - self.gemeldet > TAKT:
            self.melde(fortschritt)

    def wechsle(self, zustand: str, **werte: object) -> None:
        """The run goes on in another state; the progress starts anew. One query."""
        self._schreibe(zustand=zustand, **{"fortschritt": 0} | werte)
        self.lauf.zustand = zustand

    def beende(self, zustand: str, **werte: object) -> None:
        """The work is done; the claim ends. One query."""
        self._schreibe(zustand=zustand, laeufer=None, abbruch=False, **werte)
        self.lauf.zustand = zustand

    def soll_abbrechen(self) -> bool:
        """Has a person asked to stop? One query."""
        return Importlauf.objects.filter(pk=self.lauf.pk, abbruch=True).exists()

    def begleite(self, dinge: Iterable[T], je: int = 200) -> Iterator[T]:
        """Passes things on and tells every now and then how many."""
        for nummer, ding in enumerate(dinge, start=1):
            if nummer % je == 0:
                self.melde_ab_und_zu(nummer)
            yield ding

    def _schreibe(self, **werte: object) -> None:
        self.gemeldet = timezone.now()
        eigener = Importlauf.objects.filter(pk=self.lauf.pk, laeufer=self.schluessel)
        if not eigener.update(herzschlag=self.gemeldet, geaendert_am=self.gemeldet, **werte):
            raise Verloren


def beanspruche(lauf_id: int) -> Anspruch | None:
    """Claims a run that waits for work; None when there is nothing to do or somebody is at it. Two queries."""
    schluessel, jetzt = uuid4(), timezone.now()
    frei = Q(laeufer__isnull=True) | Q(herzschlag__isnull=True) | Q(herzschlag__lt=jetzt - FRIST)
    wartende = Importlauf.objects.filter(frei, pk=lauf_id, zustand__in=Importlauf.LAUFEND)
    if not wartende.update(laeufer=schluessel, herzschlag=jetzt):
        return None
    return Anspruch(Importlauf.objects.get(pk=lauf_id), schluessel)
