"""Decides field by field about what a provider proposed; only then the entry changes (K20)."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone

from konten.models import Benutzer
from partner.models import Aenderungsvorschlag, Angebot
from partner.rules.angebot import Angebotsstufe, Pruefweg
from partner.rules.bestaetigung import ZEITEN, Antwort, Entscheidung
from partner.services.angebot import KAPAZITAET, pruefe, veroeffentliche, wechsle_stufe

SCHON_ERLEDIGT = "Dieser Vorschlag ist schon erledigt."


def als_text(angebot: Angebot, name: str) -> str:
    """The stored value of a column as a proposal keeps it; empty for nothing."""
    feld = angebot._meta.get_field(name)
    wert = getattr(angebot, name)
    return "" if wert in (None, "", ()) else feld.value_to_string(angebot).strip(",")


def aus_text(name: str, text: str) -> Any:
    """The value that a proposal means. Raises ValidationError for one that the column cannot hold."""
    feld: models.Field = Angebot._meta.get_field(name)
    if text == "" and not feld.blank:
        raise ValidationError(f"„{feld.verbose_name}“ darf nicht leer sein.")
    if text == "":
        return None if feld.null else feld.get_default() if feld.has_default() else ""
    return feld.clean(feld.to_python(text), None)


@transaction.atomic
def entscheide(
    *, vorschlag: Aenderungsvorschlag, wahl: Mapping[str, str], stimmt_jetzt: bool, durch: Benutzer
) -> list[str]:
    """Takes over the fields whose `wahl` is "uebernommen" and closes the proposal; returns their names.

    `stimmt_jetzt` says that the entry is true now: then it counts as verified by the provider on the day of its
    proposal; after a hint from the public, by whoever decides, today. Raises ValidationError when it is closed
    already, a field has no decision, or a value cannot be kept.
    """
    vorschlag = _offener(vorschlag)
    felder = list(vorschlag.felder.all())
    if any(wahl.get(zeile.feld) not in Entscheidung.values for zeile in felder):
        raise ValidationError("Bitte entscheiden Sie bei jedem Feld.")
    angebot = Angebot.objects.select_for_update().get(pk=vorschlag.angebot_id)
    uebernommen = [zeile for zeile in felder if wahl[zeile.feld] == Entscheidung.UEBERNOMMEN]
    _uebernimm(angebot, {zeile.feld: zeile.neu for zeile in uebernommen if zeile.feld != ZEITEN})
    for zeile in felder:
        zeile.entscheidung = wahl[zeile.feld]
        zeile.save(update_fields=["entscheidung"])
    _schliesse(vorschlag, durch)
    if stimmt_jetzt and vorschlag.ist_meldung:
        pruefe(angebot=angebot, weg=Pruefweg.FACHKRAFT, durch=durch)
    elif stimmt_jetzt:
        am = timezone.localdate(vorschlag.eingegangen_am)
        pruefe(angebot=angebot, weg=Pruefweg.ANBIETER, durch=durch, wer=vorschlag.von_name, am=am)
    return [zeile.feld for zeile in uebernommen]


def _uebernimm(angebot: Angebot, neu: Mapping[str, str]) -> None:
    fehler = {}
    for name, text in neu.items():
        try:
            setattr(angebot, name, aus_text(name, text))
        except ValidationError as grund:
            fehler[name] = grund.messages
    if fehler:
        raise ValidationError(fehler)
    if not neu:
        return
    if set(KAPAZITAET) & neu.keys():
        angebot.kapazitaet_am = timezone.localdate()
    angebot.validate_constraints()
    angebot.version += 1
    angebot.save()


@transaction.atomic
def entscheide_ueber_ende(*, vorschlag: Aenderungsvorschlag, endet: bool, durch: Benutzer) -> None:
    """Agrees that the offer is gone (it rests and is not published), or keeps it. Raises ValidationError if closed."""
    vorschlag = _offener(vorschlag)
    angebot = vorschlag.angebot
    if endet:
        veroeffentliche(angebot=angebot, oeffentlich=False)
        if not Angebot.objects.get(pk=angebot.pk).ist_ruhend:
            wechsle_stufe(angebot=angebot, stufe=Angebotsstufe.RUHEND, durch=durch, grund="laut Anbieter beendet")
    _schliesse(vorschlag, durch)


def _offener(vorschlag: Aenderungsvorschlag) -> Aenderungsvorschlag:
    gesperrt = Aenderungsvorschlag.objects.select_for_update().get(pk=vorschlag.pk)
    if gesperrt.erledigt_am:
        raise ValidationError(SCHON_ERLEDIGT)
    return gesperrt


def _schliesse(vorschlag: Aenderungsvorschlag, durch: Benutzer) -> None:
    vorschlag.erledigt_am, vorschlag.erledigt_von = timezone.now(), durch
    vorschlag.save(update_fields=["erledigt_am", "erledigt_von", "geaendert_am"])


def ist_ende(vorschlag: Aenderungsvorschlag) -> bool:
    """Whether the provider says that the offer is gone."""
    return vorschlag.antwort == Antwort.ENTFALLEN
