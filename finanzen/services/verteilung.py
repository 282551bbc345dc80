"""Distribution of a Sozialraum's money to its Träger, and reasons for a negative balance (K29)."""

from collections.abc import Mapping
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction

from finanzen.models import Minusbegruendung, Mittelverteilung
from finanzen.rules.mittel import NULL, verteilung_passt
from finanzen.selectors.haushalt import haushalt_von, netzwerkmittel
from finanzen.selectors.verteilung import stand_der_verteilung, verteilte_betraege, waehlbare_traeger
from finanzen.services.sperre import pruefe_offen
from konten.models import Benutzer
from konten.rules import Stand

OHNE_VOLUMEN = "Verteilen lässt sich erst, wenn das Finanzvolumen bestätigt ist und ein Satz für das Jahr gilt."
UEBERHOLT = "Die Verteilung wurde inzwischen geändert. Bitte prüfen Sie den neuen Stand und speichern Sie dann erneut."
FREMD = "Ein Träger dieser Liste war in dem Jahr nicht in diesem Sozialraum tätig."
KEIN_MINUS = "Der Träger ist nicht im Minus. Eine Begründung ist nicht nötig."
LEER = "Bitte begründen Sie das Minus."


@transaction.atomic
def verteile_mittel(*, jahr: int, sozialraum_id: int, betraege: Mapping[int, Decimal], stand: str) -> None:
    """Saves the whole distribution of a year: id of the Träger to amount; `stand` is what the form was opened with.

    The Sozialraum is locked while sum and money are compared, so two at the same time cannot give away more than there
    is. Raises ValidationError: closed year, no confirmed volume, changed meanwhile, more than the Netzwerkmittel.
    """
    pruefe_offen(jahr, sozialraum_id)
    mittel = netzwerkmittel(jahr, [sozialraum_id]).get(sozialraum_id)
    if mittel is None:
        raise ValidationError(OHNE_VOLUMEN)
    if stand != stand_der_verteilung(jahr, sozialraum_id):
        raise ValidationError(UEBERHOLT)
    if not betraege.keys() <= {traeger.pk for traeger in waehlbare_traeger(jahr, sozialraum_id)}:
        raise ValidationError(FREMD)
    alle = verteilte_betraege(jahr, sozialraum_id) | dict(betraege)
    urteil = verteilung_passt(mittel.mittel, alle.values())
    if urteil.stand != Stand.ERFUELLT:
        raise ValidationError(urteil.satz)
    for traeger_id, betrag in betraege.items():
        _setze(jahr, sozialraum_id, traeger_id, betrag)


def _setze(jahr: int, sozialraum_id: int, traeger_id: int, betrag: Decimal) -> None:
    schluessel = {"jahr": jahr, "sozialraum_id": sozialraum_id, "traeger_id": traeger_id}
    zeile = Mittelverteilung.objects.filter(**schluessel).first()
    if zeile is None and betrag == NULL:
        return
    zeile = zeile or Mittelverteilung(**schluessel, version=0)
    if zeile.pk and zeile.betrag == betrag:
        return
    zeile.betrag = betrag
    zeile.version += 1
    zeile.full_clean()
    zeile.save()


@transaction.atomic
def begruende_minus(*, jahr: int, sozialraum_id: int, traeger_id: int, grund: str, durch: Benutzer) -> Minusbegruendung:
    """Keeps why a Träger bound or spent more than it has; the newest reason counts, older ones stay as history.

    Raises ValidationError: closed year, no text, nothing to give reasons for.
    """
    pruefe_offen(jahr, sozialraum_id)
    if not grund.strip():
        raise ValidationError({"grund": LEER})
    if not haushalt_von(jahr, sozialraum_id, traeger_id).ist_im_minus:
        raise ValidationError(KEIN_MINUS)
    return Minusbegruendung.objects.create(
        jahr=jahr, sozialraum_id=sozialraum_id, traeger_id=traeger_id, grund=grund.strip(), durch=durch
    )
