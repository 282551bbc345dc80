"""Suspending an Einsatz, and exceptions from the minimum: what else decides whether a Sozialraum has enough (K31)."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from konten.models import Benutzer
from konten.rules import ueberschneidet
from konten.rules.zahl import tagesdatum
from netzwerk.models import Einsatz, Netzwerkfachkraft, Stellenausnahme, Unterbrechung
from netzwerk.rules import Einsatzstatus
from netzwerk.rules.stellenanteil import zeitraumtext
from netzwerk.services.zaehlung import zaehle_neu
from sozialraum.models import Sozialraum

RUECKWAERTS = "Der letzte Tag liegt vor dem ersten Tag."


@transaction.atomic
def unterbrich(*, unterbrechung: Unterbrechung) -> Unterbrechung:
    """Saves a new or changed suspension; no reason is asked, none is stored.

    Raises ValidationError: not confirmed, outside the Einsatz, overlapping another one, which it names.
    """
    einsatz = _gesperrt(unterbrechung.einsatz_id)
    if einsatz.zustand != Einsatzstatus.BESTAETIGT:
        raise ValidationError("Unterbrechen lässt sich nur ein bestätigter Einsatz.")
    _pruefe_zeitraum(unterbrechung.von, unterbrechung.bis)
    if not ueberschneidet(einsatz.von, einsatz.bis, unterbrechung.von, unterbrechung.von):
        text = f"Der Einsatz gilt {zeitraumtext(einsatz.von, einsatz.bis)}. Die Unterbrechung muss darin beginnen."
        raise ValidationError({"von": text})
    andere = einsatz.unterbrechungen.exclude(pk=unterbrechung.pk)
    if doppelt := andere.ueberschneidend(unterbrechung.von, unterbrechung.bis).first():
        text = f"Der Einsatz ist schon unterbrochen {zeitraumtext(doppelt.von, doppelt.bis)}."
        raise ValidationError({"von": text})
    unterbrechung.save()
    zaehle_neu(sozialraum_ids=[einsatz.sozialraum_id])
    return unterbrechung


@transaction.atomic
def nimm_zurueck(*, unterbrechung: Unterbrechung) -> None:
    """The Einsatz was never suspended; the audit keeps that somebody said so."""
    einsatz = _gesperrt(unterbrechung.einsatz_id)
    unterbrechung.delete()
    zaehle_neu(sozialraum_ids=[einsatz.sozialraum_id])


@transaction.atomic
def erlaube_ausnahme(*, ausnahme: Stellenausnahme, durch: Benutzer) -> Stellenausnahme:
    """The Jugendamt accepts less than the minimum until a day, with its reason.

    Raises ValidationError: no end, no reason, end before beginning, overlapping another one, which it names.
    """
    Sozialraum.objects.select_for_update().get(pk=ausnahme.sozialraum_id)
    if ausnahme.bis is None:
        raise ValidationError({"bis": "Eine Ausnahme gilt nur auf Zeit. Bitte nennen Sie den letzten Tag."})
    _pruefe_zeitraum(ausnahme.von, ausnahme.bis)
    if not ausnahme.begruendung.strip():
        raise ValidationError({"begruendung": "Bitte begründen Sie die Ausnahme."})
    andere = Stellenausnahme.objects.filter(sozialraum=ausnahme.sozialraum_id).exclude(pk=ausnahme.pk)
    if doppelt := andere.ueberschneidend(ausnahme.von, ausnahme.bis).first():
        text = f"Für {ausnahme.sozialraum} gilt schon eine Ausnahme {zeitraumtext(doppelt.von, doppelt.bis)}."
        raise ValidationError({"von": text})
    ausnahme.begruendung = ausnahme.begruendung.strip()
    ausnahme.erteilt_von = durch
    ausnahme.save()
    return ausnahme


@transaction.atomic
def beende_ausnahme(*, ausnahme: Stellenausnahme, bis: date) -> None:
    """Ends it earlier. Raises ValidationError: before its beginning, or later than allowed."""
    _pruefe_zeitraum(ausnahme.von, bis)
    if ausnahme.bis and bis > ausnahme.bis:
        raise ValidationError({"bis": f"Die Ausnahme gilt nur bis {tagesdatum(ausnahme.bis)}."})
    ausnahme.bis = bis
    ausnahme.save()


def _gesperrt(einsatz_id: int) -> Einsatz:
    einsatz = Einsatz.objects.get(pk=einsatz_id)
    Netzwerkfachkraft.objects.select_for_update().get(pk=einsatz.fachkraft_id)
    return Einsatz.objects.select_for_update().get(pk=einsatz_id)


def _pruefe_zeitraum(von: date, bis: date | None) -> None:
    if bis and bis < von:
        raise ValidationError({"bis": RUECKWAERTS})
