"""Validity rows that may not overlap: opened, ended, withdrawn, under one lock per kind of record."""

from datetime import date, timedelta
from typing import TypeVar

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models, transaction

from konten.models import Zeitraum, Zeitraummenge
from konten.rules.zahl import tagesdatum
from konten.services import loese_ab

Z = TypeVar("Z", bound=Zeitraum)


def sperre(modell: type[models.Model]) -> None:
    """Lets one writer at a time check and write rows of this model; held to the end of the transaction. One query.

    A database constraint cannot say "no overlap" on SQLite. Audit entries that point to the row are not held up.
    """
    meta = modell._meta
    ContentType.objects.select_for_update(no_key=True).get(app_label=meta.app_label, model=meta.model_name)


def dauer(zeile: Zeitraum) -> str:
    """ "01.01.2026 bis 31.12.2026", "ab 01.01.2026"."""
    if zeile.bis is None:
        return f"ab {tagesdatum(zeile.von)}"
    return f"{tagesdatum(zeile.von)} bis {tagesdatum(zeile.bis)}"


def pruefe_frei(*, gleiche: Zeitraummenge, zeile: Zeitraum) -> None:
    """Raises ValidationError naming the first row of the same fact that shares a day. One query."""
    anderes = gleiche.exclude(pk=zeile.pk).ueberschneidend(zeile.von, zeile.bis).order_by("von").first()
    if anderes is not None:
        raise ValidationError(
            f"Der Zeitraum überschneidet sich mit einem anderen Eintrag: {anderes} ({dauer(anderes)})."
        )


@transaction.atomic
def sichere_zeitraum(*, gleiche: Zeitraummenge, zeile: Z) -> Z:
    """Saves a new or changed row unless another row of the same fact shares a day with it (ValidationError)."""
    sperre(type(zeile))
    zeile.full_clean()
    pruefe_frei(gleiche=gleiche, zeile=zeile)
    zeile.save()
    return zeile


@transaction.atomic
def loese_wert_ab(*, gleiche: Zeitraummenge, zeile: Z) -> Z:
    """A new value from a day on: the one before ends the day before, a later one stays. See `loese_ab`.

    A stored row given again is corrected in place.
    """
    sperre(type(zeile))
    zeile.full_clean()
    return loese_ab(bisherige=gleiche.exclude(pk=zeile.pk), neu=zeile)


@transaction.atomic
def nimm_zurueck(*, zeile: Zeitraum, heute: date, abgeloeste: Zeitraummenge | None = None) -> None:
    """Removes a row that has not begun yet. Raises ValidationError when it has: then it can only end.

    Of `abgeloeste` (rows of the same value) the one that was to end the day before goes on in its place.
    """
    sperre(type(zeile))
    if zeile.von <= heute:
        raise ValidationError("Der Eintrag gilt schon. Er lässt sich beenden, aber nicht zurücknehmen.")
    vorige = abgeloeste and abgeloeste.filter(bis=zeile.von - timedelta(days=1)).first()
    zeile.delete()
    if vorige:
        vorige.bis = zeile.bis
        vorige.save()
