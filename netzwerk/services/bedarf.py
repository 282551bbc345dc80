"""Writes reports of needs and the steps that they take (K08)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from konten.models import Benutzer
from netzwerk.models import Bedarfsmeldung, Bedarfsschritt
from netzwerk.rules.bedarf import ABSCHLUSS, braucht_grund, moegliche_folgen
from netzwerk.services.kontakt import ZwischenzeitlichGeaendert

ABGESCHLOSSEN = "Diese Meldung ist abgeschlossen. Ändern lässt sie sich erst, wenn sie wieder in Beratung ist."
UEBERHOLT = "Die Meldung wurde inzwischen geändert. Bitte lesen Sie den neuen Stand und entscheiden Sie dann."


@dataclass(frozen=True, slots=True)
class Bedarfsangaben:
    """What the form says about a need; ids are checked against the scope before."""

    sozialraum_id: int
    thema_id: int
    altersgruppe: str
    schwere: str
    titel: str
    text: str
    am: date
    quellen: Collection[int] = ()


FELDER = ("sozialraum_id", "thema_id", "altersgruppe", "schwere", "titel", "text", "am")


@transaction.atomic
def melde(
    *, benutzer: Benutzer, uuid: UUID, angaben: Bedarfsangaben, kontakt_id: int | None = None
) -> tuple[Bedarfsmeldung, bool]:
    """Creates the report in the state "neu" (K08); True when it is new.

    The uuid is the idempotency key: a known one never updates. Raises ValidationError when it is somebody else's.
    """
    felder = {feld: getattr(angaben, feld) for feld in FELDER}
    meldung, ist_neu = Bedarfsmeldung.objects.get_or_create(
        uuid=uuid, defaults={"gemeldet_von": benutzer, "kontakt_id": kontakt_id, **felder}
    )
    if not ist_neu:
        if meldung.gemeldet_von_id != benutzer.pk:
            raise ValidationError("Dieses Formular ist nicht mehr gültig. Bitte öffnen Sie es neu.")
        return meldung, False
    meldung.quellen.set(angaben.quellen)
    return meldung, True


@transaction.atomic
def aendere(*, meldung_id: int, version: int, angaben: Bedarfsangaben) -> Bedarfsmeldung:
    """Replaces the content of an open report. Raises ZwischenzeitlichGeaendert; ValidationError once concluded."""
    meldung = Bedarfsmeldung.objects.select_for_update().get(pk=meldung_id)
    if meldung.zustand in ABSCHLUSS:
        raise ValidationError(ABGESCHLOSSEN)
    if meldung.version != version:
        raise ZwischenzeitlichGeaendert(meldung.version)
    for feld in FELDER:
        setattr(meldung, feld, getattr(angaben, feld))
    meldung.version += 1
    meldung.save()
    meldung.quellen.set(angaben.quellen)
    return meldung


@transaction.atomic
def setze_stand(*, meldung_id: int, version: int, zustand: str, grund: str, durch: Benutzer) -> Bedarfsmeldung:
    """Takes the report one step further and keeps the step with its reason (K08).

    Raises ValidationError for a meanwhile changed report or a missing reason, PermissionDenied for a step that the
    rule does not give to this person.
    """
    meldung = Bedarfsmeldung.objects.select_for_update().get(pk=meldung_id)
    if meldung.version != version:
        raise ValidationError(UEBERHOLT)
    if zustand not in folgen_fuer(meldung, durch):
        raise PermissionDenied
    if braucht_grund(meldung.zustand, zustand) and not grund.strip():
        raise ValidationError({"grund": "Bitte nennen Sie den Grund. Wer gemeldet hat, liest ihn."})
    meldung.zustand = zustand
    meldung.version += 1
    meldung.save()
    Bedarfsschritt.objects.create(
        meldung=meldung, zustand=zustand, am=timezone.localdate(), grund=grund.strip(), durch=durch
    )
    return meldung


def folgen_fuer(meldung: Bedarfsmeldung, benutzer: Benutzer) -> tuple[str, ...]:
    """States that this person may set for this report next. No query when the scope is known."""
    bereich = benutzer.bereich
    return moegliche_folgen(
        meldung.zustand,
        bearbeitet=bereich.gilt_in("bedarf.bearbeiten", meldung.sozialraum_id),
        schliesst_ab=bereich.gilt_in("bedarf.abschliessen", meldung.sozialraum_id),
    )
