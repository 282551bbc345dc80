"""Bookings: written once, never changed. A mistake is reversed by a second booking with the negative amount (K29).

Locks are taken in one order: Sozialraum, Träger, Ausgabe, Ausnahmeantrag.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from finanzen.models import Ausgabe, Ausnahmeantrag, Projekt
from finanzen.rules import Antragsstatus
from finanzen.rules.antrag import buchungsfehler
from finanzen.rules.ausgabe import (
    BUCHBARE_PROJEKTE,
    NULLBETRAG,
    OHNE_PROJEKT,
    braucht_antrag,
    braucht_projekt,
    ist_pruefbar,
    jahresfehler,
    stornotext,
)
from finanzen.selectors.ausgabe import bewilligung_von
from finanzen.services.sperre import pruefe_offen
from konten.models import Benutzer
from konten.services.datei import uebergib, verwirf, wartende
from sozialraum.models import Traegerschaft

FREMDES_FORMULAR = "Dieses Formular ist nicht mehr gültig. Bitte öffnen Sie es neu."
VIER_AUGEN = "Das muss eine andere Person prüfen: Sie haben die Ausgabe selbst erfasst."


@dataclass(frozen=True, slots=True)
class Buchung:
    """What a form or a row of a list says about a booking; ids are checked against the scope before."""

    sozialraum_id: int
    traeger_id: int
    jahr: int
    am: date
    betrag: Decimal
    art: str
    text: str
    belegnummer: str = ""
    projekt_id: int | None = None
    antrag_id: int | None = None


# --- Booking --------------------------------------------------------------------------------------------------------


@transaction.atomic
def buche(*, benutzer: Benutzer, uuid: UUID, angaben: Buchung) -> tuple[Ausgabe, bool]:
    """Writes one booking with the receipt that waits for it; True when it is new (a known uuid never books again).

    Raises PermissionDenied for a Träger that the person does not lead; ValidationError for a closed year, a Träger
    that does not work there, a foreign project, and for an Einzeltermin without or beyond its application (K30).
    """
    pruefe_leitung(benutzer, angaben.traeger_id)
    pruefe_offen(angaben.jahr, angaben.sozialraum_id)
    if bekannt := Ausgabe.objects.filter(uuid=uuid).first():
        if bekannt.erfasst_von_id != benutzer.pk:
            raise ValidationError(FREMDES_FORMULAR)
        return bekannt, False
    pruefe_angaben(angaben)
    ausgabe = neue_ausgabe(angaben, benutzer, uuid=uuid)
    _nimm_beleg(ausgabe, benutzer)
    ausgabe.save()
    return ausgabe, True


def neue_ausgabe(angaben: Buchung, benutzer: Benutzer, **weiteres: object) -> Ausgabe:
    """The unsaved record of a booking."""
    felder = {name: getattr(angaben, name) for name in Buchung.__dataclass_fields__}
    return Ausgabe(erfasst_von=benutzer, **felder, **weiteres)


def pruefe_leitung(benutzer: Benutzer, traeger_id: int) -> None:
    """Raises PermissionDenied unless the person leads this Träger. No query when the scope is known."""
    if traeger_id not in benutzer.bereich.geleitete_traeger("ausgabe.erfassen"):
        raise PermissionDenied


def pruefe_angaben(angaben: Buchung) -> None:
    """Everything about one booking that needs no other booking of the same run. Raises ValidationError.

    An Ausnahmeantrag is locked to the end of the transaction. Up to four queries.
    """
    if not angaben.betrag:
        raise ValidationError({"betrag": NULLBETRAG})
    if fehler := jahresfehler(angaben.jahr, angaben.am):
        raise ValidationError({"jahr": fehler})
    if angaben.am > timezone.localdate():
        raise ValidationError({"am": "Das Datum liegt in der Zukunft."})
    pruefe_traegerschaft(angaben.traeger_id, angaben.sozialraum_id, angaben.jahr)
    _pruefe_projekt(angaben)
    _pruefe_antrag(angaben)


def pruefe_traegerschaft(traeger_id: int, sozialraum_id: int, jahr: int) -> None:
    """Raises ValidationError unless the Träger works in the Sozialraum on some day of the year. One query."""
    zeitraeume = Traegerschaft.objects.filter(traeger=traeger_id, sozialraum=sozialraum_id)
    if not zeitraeume.ueberschneidend(date(jahr, 1, 1), date(jahr, 12, 31)).exists():
        raise ValidationError({"sozialraum": f"Der Träger arbeitet {jahr} nicht in diesem Sozialraum."})


def _pruefe_projekt(angaben: Buchung) -> None:
    if angaben.projekt_id is None:
        if braucht_projekt(angaben.art):
            raise ValidationError({"projekt": OHNE_PROJEKT})
        return
    passend = Projekt.objects.filter(
        pk=angaben.projekt_id,
        traeger=angaben.traeger_id,
        sozialraum=angaben.sozialraum_id,
        zustand__in=BUCHBARE_PROJEKTE,
    )
    if not passend.exists():
        raise ValidationError({"projekt": "Das Projekt gehört zu einem anderen Träger oder Sozialraum."})


def _pruefe_antrag(angaben: Buchung) -> None:
    if not braucht_antrag(angaben.art):
        if angaben.antrag_id:
            raise ValidationError({"antrag": "Einen Ausnahmeantrag brauchen nur Einzeltermine."})
        return
    if angaben.antrag_id is None:
        raise ValidationError({"antrag": "Ein Einzeltermin braucht einen genehmigten Ausnahmeantrag."})
    antrag = sperre_antrag(angaben.antrag_id)
    gleich = (antrag.traeger_id, antrag.sozialraum_id, antrag.jahr)
    if gleich != (angaben.traeger_id, angaben.sozialraum_id, angaben.jahr):
        raise ValidationError({"antrag": "Der Antrag gilt für einen anderen Träger, Sozialraum oder ein anderes Jahr."})
    if antrag.zustand != Antragsstatus.GENEHMIGT:
        raise ValidationError({"antrag": f"Der Antrag ist {antrag.get_zustand_display()}, nicht genehmigt."})
    if fehler := buchungsfehler(bewilligung_von(antrag), angaben.betrag):
        raise ValidationError({"betrag": fehler})


def sperre_antrag(antrag_id: int) -> Ausnahmeantrag:
    """The application, locked to the end of the transaction: nobody else books on it meanwhile. One query."""
    return Ausnahmeantrag.objects.order_by().select_for_update(no_key=True).get(pk=antrag_id)


# --- Reversal -------------------------------------------------------------------------------------------------------


@transaction.atomic
def storniere(*, ausgabe_id: int, grund: str, benutzer: Benutzer) -> tuple[Ausgabe, bool]:
    """Books the negative amount in the same budget year and links both; True when it is new.

    What it takes back is free again on an approved application; one that has ended stays ended (K30). A second call
    answers with the reversal that is there. Raises PermissionDenied for a foreign Träger, ValidationError
    for a closed year, a missing reason, and for a reversal: what was wrong about it is booked anew.
    """
    ausgabe = Ausgabe.objects.get(pk=ausgabe_id)
    pruefe_leitung(benutzer, ausgabe.traeger_id)
    pruefe_offen(ausgabe.jahr, ausgabe.sozialraum_id)
    if schon := Ausgabe.objects.filter(storno_von=ausgabe_id).first():
        return schon, False
    if ausgabe.storno_von_id:
        raise ValidationError("Ein Storno lässt sich nicht stornieren. Buchen Sie die Ausgabe neu.")
    gegen = gegenbuchung(ausgabe, pruefe_grund(grund), benutzer)
    gegen.save()
    return gegen, True


def pruefe_grund(grund: str) -> str:
    """The reason without blanks around it; ValidationError when there is none."""
    if not grund.strip():
        raise ValidationError({"grund": "Bitte nennen Sie den Grund der Stornierung."})
    return grund.strip()


def gegenbuchung(ausgabe: Ausgabe, grund: str, benutzer: Benutzer) -> Ausgabe:
    """The unsaved booking that takes this one back, dated today, in the same budget year."""
    return Ausgabe(
        uuid=uuid4(),
        sozialraum_id=ausgabe.sozialraum_id,
        traeger_id=ausgabe.traeger_id,
        jahr=ausgabe.jahr,
        am=timezone.localdate(),
        betrag=-ausgabe.betrag,
        art=ausgabe.art,
        text=stornotext(ausgabe.text),
        belegnummer=ausgabe.belegnummer,
        projekt_id=ausgabe.projekt_id,
        antrag_id=ausgabe.antrag_id,
        storno_von=ausgabe,
        storno_grund=grund,
        erfasst_von=benutzer,
    )


# --- Receipts -------------------------------------------------------------------------------------------------------


@transaction.atomic
def reiche_beleg_nach(*, ausgabe_id: int, benutzer: Benutzer) -> bool:
    """Puts the file that waits under the booking's own uuid to it; False when none waits.

    Whoever had checked the booking did not see this file: the mark goes. Raises PermissionDenied for a foreign Träger,
    ValidationError for a closed year, a reversal and where a receipt is already.
    """
    ausgabe = Ausgabe.objects.get(pk=ausgabe_id)
    pruefe_leitung(benutzer, ausgabe.traeger_id)
    pruefe_offen(ausgabe.jahr, ausgabe.sozialraum_id)
    ausgabe = Ausgabe.objects.order_by().select_for_update(no_key=True).get(pk=ausgabe_id)
    if ausgabe.beleg:
        raise ValidationError("Zu dieser Ausgabe gibt es schon einen Beleg. Er bleibt, wie er ist.")
    if ausgabe.storno_von_id:
        raise ValidationError("Ein Storno hat keinen eigenen Beleg.")
    if not _nimm_beleg(ausgabe, benutzer):
        return False
    ausgabe.geprueft_von, ausgabe.geprueft_am = None, None
    ausgabe.save()
    return True


def _nimm_beleg(ausgabe: Ausgabe, benutzer: Benutzer) -> bool:
    """Takes over the newest waiting file; earlier ones were replaced by it."""
    zeilen = list(wartende(benutzer, ausgabe.uuid).select_for_update())
    if not zeilen:
        return False
    *alte, letzte = zeilen
    ausgabe.beleg, ausgabe.beleg_name, ausgabe.beleg_typ = letzte.datei.name, letzte.name, letzte.typ
    verwirf(alte)
    uebergib([letzte])
    return True


@transaction.atomic
def pruefe_belege(*, ausgabe_ids: Sequence[int], benutzer: Benutzer) -> int:
    """Marks bookings as checked; returns how many. Those checked before, reversed ones and reversals stay as they are.

    Raises ValidationError and marks nothing: four eyes, no receipt at all, closed year. Two queries per budget year
    and Sozialraum, two per booking.
    """
    orte = Ausgabe.objects.filter(pk__in=ausgabe_ids).order_by("sozialraum", "jahr").values_list("jahr", "sozialraum")
    for jahr, sozialraum_id in orte.distinct():
        pruefe_offen(jahr, sozialraum_id)
    offene = Ausgabe.objects.filter(pk__in=ausgabe_ids, geprueft_am__isnull=True, storno_von__isnull=True)
    offene = offene.exclude(pk__in=Ausgabe.objects.filter(storno_von__in=ausgabe_ids).values("storno_von"))
    zeilen = list(offene.order_by("pk").select_for_update(no_key=True))
    for ausgabe in zeilen:
        _pruefe_beleg(ausgabe, benutzer)
    return len(zeilen)


def _pruefe_beleg(ausgabe: Ausgabe, benutzer: Benutzer) -> None:
    if ausgabe.erfasst_von_id == benutzer.pk:
        raise ValidationError(VIER_AUGEN)
    if not ist_pruefbar(ausgabe.art, ausgabe.belegnummer, bool(ausgabe.beleg)):
        raise ValidationError(f"Zu „{ausgabe.text}“ gibt es weder einen Beleg noch eine Belegnummer.")
    ausgabe.geprueft_von, ausgabe.geprueft_am = benutzer, timezone.localdate()
    ausgabe.save()
