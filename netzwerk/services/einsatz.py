"""Einsätze: the Träger proposes, the Jugendamt confirms; nobody decides on what she filed or what concerns her.

Every act locks the Netzwerkfachkraft first, so that two of them cannot both see room for one more share.
"""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from konten.models import Benutzer
from konten.rules.zahl import tagesdatum
from konten.selectors import parameter_am
from netzwerk.models import Einsatz, Netzwerkfachkraft
from netzwerk.models.einsatz import Einsatzmenge
from netzwerk.rules import Einsatzstatus
from netzwerk.rules.stellenanteil import ueber_minimum, ueberlast, zeige, zeitraumtext
from netzwerk.selectors.stellenanteil import als_anteil, tag_ohne_traegerschaft
from sozialraum.models import Traegerschaft

UEBERHOLT = "Der Einsatz wurde inzwischen geändert. Bitte prüfen Sie den neuen Stand und entscheiden Sie dann."
ENTSCHIEDEN = "Über diesen Einsatz ist schon entschieden."
VIER_AUGEN = (
    "Das muss eine andere Person entscheiden: Sie haben den Einsatz vorgeschlagen, oder er betrifft Sie selbst."
)


@transaction.atomic
def schlage_vor(*, einsatz: Einsatz, durch: Benutzer) -> Einsatz:
    """Saves a new proposal (K31). The Träger is the Netzwerkfachkraft's.

    Raises ValidationError: the same proposal waits already (a form sent twice), and what `_pruefe` names.
    """
    einsatz.traeger_id = _sperre(einsatz.fachkraft_id).traeger_id
    _pruefe_doppelt(einsatz)
    einsatz.zustand = Einsatzstatus.VORGESCHLAGEN
    einsatz.vorgeschlagen_von = durch
    _pruefe(einsatz)
    einsatz.save()
    return einsatz


@transaction.atomic
def aendere(*, einsatz: Einsatz, durch: Benutzer) -> Einsatz:
    """Changes a proposal that is still undecided; `einsatz.version` is the one the form was opened with.

    Who changes it has proposed it from then on. Raises ValidationError, see `_pruefe`.
    """
    _offener_vorschlag(einsatz, einsatz.version)
    einsatz.vorgeschlagen_von = durch
    _pruefe(einsatz)
    einsatz.version += 1
    einsatz.save()
    return einsatz


@transaction.atomic
def bestaetige(*, einsatz: Einsatz, version: int, durch: Benutzer) -> Einsatz:
    """Confirms the proposal as seen in `version`. From its first day it counts and carries the role netzwerk.

    Raises ValidationError: decided or changed meanwhile, four eyes, no longer possible (see `_pruefe`).
    """
    einsatz = _offener_vorschlag(einsatz, version)
    _pruefe_vier_augen(einsatz, durch)
    _pruefe(einsatz, _andere(einsatz).bestaetigt())
    return _entscheide(einsatz, Einsatzstatus.BESTAETIGT, durch)


@transaction.atomic
def lehne_ab(*, einsatz: Einsatz, version: int, grund: str, durch: Benutzer) -> Einsatz:
    """Refuses the proposal. Raises ValidationError: decided or changed meanwhile, four eyes, no reason given."""
    einsatz = _offener_vorschlag(einsatz, version)
    _pruefe_vier_augen(einsatz, durch)
    if not grund.strip():
        raise ValidationError({"ablehnungsgrund": "Bitte nennen Sie den Grund der Ablehnung."})
    einsatz.ablehnungsgrund = grund.strip()
    return _entscheide(einsatz, Einsatzstatus.ABGELEHNT, durch)


@transaction.atomic
def beende(*, einsatz: Einsatz, bis: date) -> Einsatz:
    """Sets the last day of a confirmed Einsatz, earlier than what was confirmed; longer needs a new proposal.

    Raises ValidationError for a day outside the confirmed period.
    """
    _sperre(einsatz.fachkraft_id)
    einsatz = Einsatz.objects.select_for_update().get(pk=einsatz.pk)
    if einsatz.zustand != Einsatzstatus.BESTAETIGT:
        raise ValidationError("Beenden lässt sich nur ein bestätigter Einsatz.")
    if bis < einsatz.von:
        raise ValidationError({"bis": f"Der Einsatz beginnt erst am {tagesdatum(einsatz.von)}."})
    if einsatz.bis and bis > einsatz.bis:
        text = f"Bestätigt ist der Einsatz bis {tagesdatum(einsatz.bis)}. Für länger schlagen Sie einen neuen vor."
        raise ValidationError({"bis": text})
    einsatz.bis = bis
    einsatz.version += 1
    einsatz.save()
    return einsatz


def darf_entscheiden(einsatz: Einsatz, benutzer_id: int) -> bool:
    """Four eyes compare persons: neither who proposed it nor whom it concerns. No query when fachkraft is loaded."""
    return benutzer_id not in {einsatz.vorgeschlagen_von_id, einsatz.fachkraft.benutzer_id}


def _sperre(fachkraft_id: int) -> Netzwerkfachkraft:
    return Netzwerkfachkraft.objects.select_for_update().get(pk=fachkraft_id)


def _offener_vorschlag(einsatz: Einsatz, version: int) -> Einsatz:
    _sperre(einsatz.fachkraft_id)
    gespeichert = Einsatz.objects.select_for_update(of=("self",)).select_related("fachkraft").get(pk=einsatz.pk)
    if gespeichert.zustand != Einsatzstatus.VORGESCHLAGEN:
        raise ValidationError(ENTSCHIEDEN)
    if gespeichert.version != version:
        raise ValidationError(UEBERHOLT)
    return gespeichert


def _entscheide(einsatz: Einsatz, zustand: str, durch: Benutzer) -> Einsatz:
    einsatz.zustand = zustand
    einsatz.entschieden_von = durch
    einsatz.entschieden_am = timezone.localdate()
    einsatz.version += 1
    einsatz.save()
    return einsatz


def _pruefe_vier_augen(einsatz: Einsatz, durch: Benutzer) -> None:
    if not darf_entscheiden(einsatz, durch.pk):
        raise ValidationError(VIER_AUGEN)


def _pruefe(einsatz: Einsatz, nachbarn: Einsatzmenge | None = None) -> None:
    """Raises ValidationError: the Träger does not work there then, more than a full post, no reason for more (K32).

    `nachbarn` count for the reason: on proposing all others, on confirming the confirmed ones only (what comes later
    brings its own reason).
    """
    einsatz.full_clean()
    _pruefe_traegerschaft(einsatz)
    _pruefe_ueberlast(einsatz)
    _pruefe_mehranteil(einsatz, _andere(einsatz) if nachbarn is None else nachbarn)


def _pruefe_doppelt(einsatz: Einsatz) -> None:
    gleiche = Einsatz.objects.filter(
        zustand=Einsatzstatus.VORGESCHLAGEN,
        fachkraft=einsatz.fachkraft_id,
        sozialraum=einsatz.sozialraum_id,
        vzae=einsatz.vzae,
        von=einsatz.von,
        bis=einsatz.bis,
    )
    if gleiche.exists():
        zeit = zeitraumtext(einsatz.von, einsatz.bis)
        text = f"Genau so ist er schon vorgeschlagen: {einsatz}, {zeige(einsatz.vzae)} VZÄ {zeit}."
        raise ValidationError(text)


def _pruefe_traegerschaft(einsatz: Einsatz) -> None:
    offen = tag_ohne_traegerschaft(einsatz)
    if offen:
        text = f"{einsatz.traeger} ist am {tagesdatum(offen)} nicht Träger im Sozialraum {einsatz.sozialraum}"
        raise ValidationError({"sozialraum": f"{text}, eingetragen ist {_traegerzeiten(einsatz)}."})


def _traegerzeiten(einsatz: Einsatz) -> str:
    zeiten = Traegerschaft.objects.filter(traeger=einsatz.traeger_id, sozialraum=einsatz.sozialraum_id)
    texte = [zeitraumtext(*zeit) for zeit in zeiten.order_by("von").values_list("von", "bis")]
    return " und ".join(texte) or "dort keine Zeit"


def _pruefe_ueberlast(einsatz: Einsatz) -> None:
    andere = _andere(einsatz).filter(fachkraft=einsatz.fachkraft_id).select_related("sozialraum")
    fehler = ueberlast(als_anteil(einsatz), [als_anteil(anderer, str(anderer.sozialraum)) for anderer in andere])
    if fehler:
        raise ValidationError({"vzae": fehler.satz})


def _pruefe_mehranteil(einsatz: Einsatz, nachbarn: Einsatzmenge) -> None:
    if einsatz.mehranteil_grund:
        return
    minimum = parameter_am(einsatz.von)["mindestumfang_vzae"]
    andere = [als_anteil(nachbar) for nachbar in nachbarn.filter(sozialraum=einsatz.sozialraum_id)]
    ab = ueber_minimum(als_anteil(einsatz), andere, minimum)
    if ab:
        text = (
            f"Ab {tagesdatum(ab)} hätte der Sozialraum mehr als den Mindestumfang von {zeige(minimum)} VZÄ. "
            "Bitte wählen Sie den Grund dafür."
        )
        raise ValidationError({"mehranteil_grund": text})


def _andere(einsatz: Einsatz) -> Einsatzmenge:
    """Confirmed and proposed ones alike: two proposals must not add up to more than was thought."""
    return Einsatz.objects.exclude(pk=einsatz.pk).exclude(zustand=Einsatzstatus.ABGELEHNT)
