"""Which Träger works where; at most one of them steers a Sozialraum on any day."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction

from konten.services.zeitraum import dauer, pruefe_frei
from sozialraum.models import Sozialraum, Traegerschaft

_TAG = timedelta(days=1)


@transaction.atomic
def trage_traegerschaft_ein(*, neu: Traegerschaft) -> Traegerschaft:
    """Enters that a Träger works in a Sozialraum, and whether it steers there.

    Where the same Träger was entered with the other answer, the new row replaces it for these days. Where another
    Träger steered, it goes on working there without steering; before and after these days nothing changes. Raises
    ValidationError when the very same is entered for one of these days. Locks the Sozialraum.
    """
    neu.full_clean()
    Sozialraum.objects.select_for_update().get(pk=neu.sozialraum_id)
    zeilen = list(Traegerschaft.objects.filter(sozialraum=neu.sozialraum_id).ueberschneidend(neu.von, neu.bis))
    eigene = [zeile for zeile in zeilen if zeile.traeger_id == neu.traeger_id]
    _pruefe_neues(neu, eigene)
    for zeile in eigene:
        _schneide_aus(zeile, neu.von, neu.bis)
    if neu.ist_steuerungsverantwortlich:
        _gib_steuerung_ab([zeile for zeile in zeilen if zeile not in eigene], neu)
    neu.save()
    return neu


@transaction.atomic
def aendere_ende(*, zeile: Traegerschaft) -> Traegerschaft:
    """Saves another last day. Raises ValidationError when the row then shares a day with another one of the same
    Träger, or, while it steers, with another steering one. Locks the Sozialraum.
    """
    zeile.full_clean()
    im_raum = Traegerschaft.objects.filter(sozialraum=zeile.sozialraum_id)
    Sozialraum.objects.select_for_update().get(pk=zeile.sozialraum_id)
    pruefe_frei(gleiche=im_raum.filter(traeger=zeile.traeger_id), zeile=zeile)
    if zeile.ist_steuerungsverantwortlich:
        pruefe_frei(gleiche=im_raum.filter(ist_steuerungsverantwortlich=True), zeile=zeile)
    zeile.save()
    return zeile


def _pruefe_neues(neu: Traegerschaft, eigene: list[Traegerschaft]) -> None:
    for zeile in eigene:
        if zeile.ist_steuerungsverantwortlich == neu.ist_steuerungsverantwortlich:
            raise ValidationError(
                f"Der Zeitraum überschneidet sich mit einem anderen Eintrag: {zeile} ({dauer(zeile)})."
            )


def _gib_steuerung_ab(andere: list[Traegerschaft], neu: Traegerschaft) -> None:
    for zeile in andere:
        if not zeile.ist_steuerungsverantwortlich:
            continue
        ohne = _kopie(zeile, max(zeile.von, neu.von), _frueher(zeile.bis, neu.bis))
        ohne.ist_steuerungsverantwortlich = False
        _schneide_aus(zeile, neu.von, neu.bis)
        ohne.save()


def _schneide_aus(zeile: Traegerschaft, von: date, bis: date | None) -> None:
    """Takes the days [von, bis] out of the row; what lies before and after stays."""
    if bis is not None and (zeile.bis is None or zeile.bis > bis):
        _kopie(zeile, bis + _TAG, zeile.bis).save()
    if zeile.von < von:
        zeile.bis = von - _TAG
        zeile.save()
    else:
        zeile.delete()


def _kopie(zeile: Traegerschaft, von: date, bis: date | None) -> Traegerschaft:
    return Traegerschaft(
        traeger_id=zeile.traeger_id,
        sozialraum_id=zeile.sozialraum_id,
        ist_steuerungsverantwortlich=zeile.ist_steuerungsverantwortlich,
        von=von,
        bis=bis,
    )


def _frueher(eins: date | None, anderes: date | None) -> date | None:
    return min((tag for tag in (eins, anderes) if tag is not None), default=None)
