"""Applications for single appointments: the Träger files, the Jugendamt decides, what is booked settles them (K30)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from finanzen.models import Ausnahmeantrag
from finanzen.rules import Antragsstatus
from finanzen.rules.antrag import bewilligungsfehler, buchbar_bis, moegliche_folgen, zeitraumfehler
from finanzen.selectors.ausgabe import bewilligung_von
from finanzen.services.ausgabe import FREMDES_FORMULAR, pruefe_traegerschaft, sperre_antrag
from finanzen.services.nachricht import melde_eingang, melde_entscheidung
from finanzen.services.sperre import pruefe_offen
from konten.models import Benutzer
from konten.selectors import parameter_am

UEBERHOLT = "Der Antrag wurde inzwischen geändert. Bitte lesen Sie den neuen Stand und entscheiden Sie dann."
VIER_AUGEN = "Das muss eine andere Person entscheiden: Sie haben den Antrag selbst erfasst oder gestellt."


class ZwischenzeitlichGeaendert(Exception):
    """The application was changed since the form was opened."""


@dataclass(frozen=True, slots=True)
class Antragsangaben:
    """What the form says; ids are checked against the scope before."""

    titel: str
    sozialraum_id: int
    traeger_id: int
    jahr: int
    begruendung: str
    termine: int
    von: date
    bis: date
    betrag: Decimal


FELDER = tuple(Antragsangaben.__dataclass_fields__)


# --- The Träger -----------------------------------------------------------------------------------------------------


@transaction.atomic
def entwirf(*, benutzer: Benutzer, uuid: UUID, angaben: Antragsangaben) -> tuple[Ausnahmeantrag, bool]:
    """A new draft; True when it is new (a known uuid never updates).

    Raises PermissionDenied for a foreign Träger; ValidationError as `_pruefe_angaben`.
    """
    _pruefe_leitung(benutzer, angaben.traeger_id)
    _pruefe_angaben(angaben)
    felder = {feld: getattr(angaben, feld) for feld in FELDER}
    antrag, ist_neu = Ausnahmeantrag.objects.get_or_create(uuid=uuid, defaults={"erfasst_von": benutzer, **felder})
    if not ist_neu and antrag.erfasst_von_id != benutzer.pk:
        raise ValidationError(FREMDES_FORMULAR)
    return antrag, ist_neu


@transaction.atomic
def aendere(*, antrag_id: int, version: int, angaben: Antragsangaben, benutzer: Benutzer) -> Ausnahmeantrag:
    """Replaces the content of a draft. Raises ZwischenzeitlichGeaendert, PermissionDenied, ValidationError."""
    _pruefe_leitung(benutzer, angaben.traeger_id)
    # The Sozialraum is locked before the application, here as for a booking.
    _pruefe_angaben(angaben)
    antrag = sperre_antrag(antrag_id)
    _pruefe_leitung(benutzer, antrag.traeger_id)
    if antrag.zustand != Antragsstatus.ENTWURF:
        raise ValidationError("Der Antrag ist gestellt und lässt sich nicht mehr ändern.")
    if antrag.version != version:
        raise ZwischenzeitlichGeaendert
    for feld in FELDER:
        setattr(antrag, feld, getattr(angaben, feld))
    # Who changes it has filed it, too: nobody decides on her own words.
    antrag.erfasst_von = benutzer
    return _speichere(antrag)


@transaction.atomic
def stelle(*, antrag_id: int, version: int, benutzer: Benutzer) -> Ausnahmeantrag:
    """Files the draft and tells the Jugendamt by mail. Raises as `_naechster`, ValidationError for a closed year."""
    antrag = _naechster(antrag_id, version, Antragsstatus.BEANTRAGT, benutzer, in_offenem_jahr=True)
    antrag.beantragt_von, antrag.beantragt_am = benutzer, timezone.localdate()
    _speichere(antrag)
    melde_eingang(antrag)
    return antrag


@transaction.atomic
def ziehe_zurueck(*, antrag_id: int, version: int, benutzer: Benutzer) -> Ausnahmeantrag:
    """Takes back a draft or what is not decided yet. Raises as `_naechster`."""
    return _speichere(_naechster(antrag_id, version, Antragsstatus.ZURUECKGEZOGEN, benutzer))


@transaction.atomic
def rechne_ab(*, antrag_id: int, version: int, benutzer: Benutzer) -> Ausnahmeantrag:
    """Nothing more will be booked: what is left is free again. Raises as `_naechster`."""
    return _speichere(_naechster(antrag_id, version, Antragsstatus.ABGERECHNET, benutzer))


# --- The Jugendamt --------------------------------------------------------------------------------------------------


@transaction.atomic
def genehmige(*, antrag_id: int, version: int, betrag: Decimal, grund: str, benutzer: Benutzer) -> Ausnahmeantrag:
    """Approves all or part of what was applied for and tells who filed by mail.

    Raises as `_naechster`; ValidationError for four eyes, an amount out of bounds and a closed year.
    """
    antrag = _naechster(antrag_id, version, Antragsstatus.GENEHMIGT, benutzer, in_offenem_jahr=True)
    if fehler := bewilligungsfehler(antrag.betrag, betrag):
        raise ValidationError({"genehmigt": fehler})
    antrag.genehmigt = betrag
    return _entscheide(antrag, grund, benutzer)


@transaction.atomic
def lehne_ab(*, antrag_id: int, version: int, grund: str, benutzer: Benutzer) -> Ausnahmeantrag:
    """Refuses with a reason and tells who filed by mail. Raises as `_naechster`; ValidationError without reason."""
    antrag = _naechster(antrag_id, version, Antragsstatus.ABGELEHNT, benutzer)
    if not grund.strip():
        raise ValidationError({"grund": "Bitte nennen Sie den Grund der Ablehnung. Der Träger liest ihn."})
    return _entscheide(antrag, grund, benutzer)


def darf_entscheiden(antrag: Ausnahmeantrag, benutzer_id: int) -> bool:
    """Four eyes compare persons: neither who wrote the application nor who filed it. No query."""
    return benutzer_id not in {antrag.erfasst_von_id, antrag.beantragt_von_id}


def _entscheide(antrag: Ausnahmeantrag, grund: str, benutzer: Benutzer) -> Ausnahmeantrag:
    if not darf_entscheiden(antrag, benutzer.pk):
        raise ValidationError(VIER_AUGEN)
    antrag.entscheidungsgrund = grund.strip()
    antrag.entschieden_von, antrag.entschieden_am = benutzer, timezone.localdate()
    _speichere(antrag)
    melde_entscheidung(antrag)
    return antrag


# --- The nightly job ------------------------------------------------------------------------------------------------


def lasse_verfallen(stichtag: date) -> int:
    """Approvals whose time to book is over lapse, so that what is left of them is free again; returns how many.

    One transaction each: a locked one does not hold up the others. One query, three more per lapsed application.
    """
    tage = parameter_am(stichtag)["antrag_buchungsfrist_tage"]
    offene = Ausnahmeantrag.objects.filter(zustand=Antragsstatus.GENEHMIGT, bis__lt=stichtag).order_by("pk")
    return sum(_verfaellt(pk, stichtag, tage) for pk in list(offene.values_list("pk", flat=True)))


@transaction.atomic
def _verfaellt(antrag_id: int, stichtag: date, tage: int) -> bool:
    antrag = sperre_antrag(antrag_id)
    zuletzt = timezone.localdate(antrag.geaendert_am)
    if antrag.zustand != Antragsstatus.GENEHMIGT or stichtag <= buchbar_bis(antrag.bis, zuletzt, tage):
        return False
    antrag.zustand = Antragsstatus.VERFALLEN if bewilligung_von(antrag).offen else Antragsstatus.ABGERECHNET
    _speichere(antrag)
    return True


# --- Checks ---------------------------------------------------------------------------------------------------------


def folgen_fuer(antrag: Ausnahmeantrag, benutzer: Benutzer) -> tuple[str, ...]:
    """States that this person may set next. No query when the scope is known."""
    bereich = benutzer.bereich
    return moegliche_folgen(
        antrag.zustand,
        stellt=antrag.traeger_id in bereich.geleitete_traeger("antrag.stellen"),
        entscheidet=bereich.darf("antrag.entscheiden"),
    )


def _naechster(
    antrag_id: int, version: int, zustand: str, benutzer: Benutzer, *, in_offenem_jahr: bool = False
) -> Ausnahmeantrag:
    """The locked application in its next state, unsaved.

    Raises PermissionDenied for a step of somebody else, ValidationError for one that does not follow or an old version.
    """
    if in_offenem_jahr:
        # The Sozialraum is locked before the application, here as for a booking.
        pruefe_offen(*Ausnahmeantrag.objects.values_list("jahr", "sozialraum").get(pk=antrag_id))
    antrag = sperre_antrag(antrag_id)
    bereich = benutzer.bereich
    stellt = antrag.traeger_id in bereich.geleitete_traeger("antrag.stellen")
    if zustand not in moegliche_folgen(antrag.zustand, stellt=True, entscheidet=True):
        raise ValidationError(f"Der Antrag ist {antrag.get_zustand_display()}. Das ist nicht mehr möglich.")
    if zustand not in moegliche_folgen(antrag.zustand, stellt=stellt, entscheidet=bereich.darf("antrag.entscheiden")):
        raise PermissionDenied
    if antrag.version != version:
        raise ValidationError(UEBERHOLT)
    antrag.zustand = zustand
    return antrag


def _speichere(antrag: Ausnahmeantrag) -> Ausnahmeantrag:
    antrag.version += 1
    antrag.save()
    return antrag


def _pruefe_leitung(benutzer: Benutzer, traeger_id: int) -> None:
    if traeger_id not in benutzer.bereich.geleitete_traeger("antrag.stellen"):
        raise PermissionDenied


def _pruefe_angaben(angaben: Antragsangaben) -> None:
    """Raises ValidationError: closed year, appointments outside the year, a Träger that does not work there."""
    pruefe_offen(angaben.jahr, angaben.sozialraum_id)
    if fehler := zeitraumfehler(angaben.jahr, angaben.von, angaben.bis):
        raise ValidationError({"bis": fehler})
    pruefe_traegerschaft(angaben.traeger_id, angaben.sozialraum_id, angaben.jahr)
