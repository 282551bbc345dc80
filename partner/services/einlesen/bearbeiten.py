"""Works at a run in the background until it is a preview, taken over, or taken back."""

import logging

from django.db import transaction
from django.utils import timezone

from konten.models import Benutzer, handelnd
from konten.rules import Geltungsbereich, Raum, Rolle
from partner.models import Importlauf
from partner.services.einlesen.hintergrund import Anspruch, Verloren, beanspruche
from partner.services.einlesen.lauf import beurteile, lies_zeilen, schreibe_urteile
from partner.services.einlesen.uebernehmen import uebernimm_weiter
from partner.services.einlesen.zuruecknehmen import nimm_weiter_zurueck

protokoll = logging.getLogger(__name__)
Zustand = Importlauf.Zustand
GESCHEITERT = "Beim Übernehmen ist ein Fehler aufgetreten. Alles Geschriebene wurde zurückgenommen."
UNGEPRUEFT = "Beim Prüfen ist ein Fehler aufgetreten. Bitte laden Sie die Liste noch einmal hoch."
HALB = "Bei der Rücknahme ist ein Fehler aufgetreten. Ein Teil ist zurückgenommen. Bitte versuchen Sie es noch einmal."
ABGEBROCHEN = "Die Übernahme wurde abgebrochen. Alles Geschriebene wurde zurückgenommen."


def bearbeite(lauf_id: int) -> None:
    """Brings the run to its end, or nothing when somebody else is at it. May be called any number of times."""
    anspruch = beanspruche(lauf_id)
    if anspruch is None:
        return
    bereich = systembereich(anspruch.lauf.auftrag_von_id)
    with handelnd(bereich.benutzer_id):
        try:
            while anspruch.lauf.ist_laufend:
                _naechster_schritt(anspruch, bereich)
        except Verloren:
            protokoll.info("import %s: taken over by another process", lauf_id)


def systembereich(benutzer_id: int | None) -> Geltungsbereich:
    """Scope of the account that ordered the work; without one the reach of the Leitstelle, acting as the system."""
    if benutzer_id is None:
        return Geltungsbereich(None, timezone.localdate(), {Rolle.LEITSTELLE: Raum()})
    return Benutzer.objects.get(pk=benutzer_id).bereich


def _naechster_schritt(anspruch: Anspruch, bereich: Geltungsbereich) -> None:
    zustand = anspruch.lauf.zustand
    try:
        if zustand == Zustand.PRUEFUNG:
            _pruefe(anspruch, bereich)
        elif zustand == Zustand.UEBERNAHME:
            if not uebernimm_weiter(anspruch, bereich):
                anspruch.wechsle(Zustand.RUECKNAHME, abbruch=True, meldung=ABGEBROCHEN)
        else:
            _nimm_zurueck(anspruch, bereich)
    except Verloren:
        raise
    except Exception:
        protokoll.exception("import %s: %s failed", anspruch.lauf.pk, zustand)
        _fange_auf(anspruch, zustand)


def _fange_auf(anspruch: Anspruch, zustand: str) -> None:
    if zustand == Zustand.UEBERNAHME:
        anspruch.wechsle(Zustand.RUECKNAHME, abbruch=True, meldung=GESCHEITERT)
    elif zustand == Zustand.PRUEFUNG:
        anspruch.lauf.zeilen.all().delete()
        anspruch.beende(Zustand.VERWORFEN, meldung=UNGEPRUEFT)
    else:
        wann = anspruch.lauf.uebernommen_am or timezone.now()
        anspruch.beende(Zustand.UEBERNOMMEN, uebernommen_am=wann, meldung=HALB)


def _pruefe(anspruch: Anspruch, bereich: Geltungsbereich) -> None:
    lauf = anspruch.lauf
    zeilen = lies_zeilen(lauf)
    urteile = list(beurteile(lauf, zeilen, bereich, anspruch.begleite))
    with transaction.atomic():
        anspruch.melde(len(zeilen))
        schreibe_urteile(lauf, zeilen, urteile)
        anspruch.beende(Zustand.VORSCHAU, fortschritt=0)


def _nimm_zurueck(anspruch: Anspruch, bereich: Geltungsbereich) -> None:
    """What was stopped or failed is judged anew afterwards and is a preview again."""
    nimm_weiter_zurueck(anspruch, bereich.benutzer_id)
    lauf = Importlauf.objects.get(pk=anspruch.lauf.pk)
    if lauf.abbruch:
        anspruch.wechsle(Zustand.PRUEFUNG, abbruch=False)
    else:
        anspruch.beende(Zustand.ZURUECK, zurueckgenommen_am=timezone.now())
