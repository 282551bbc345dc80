"""Blanking a passage in the record and in every copy of its text."""

from collections.abc import Sequence

from django.db import models, transaction

from finanzen.services.schwaerzung import schwaerze_kopien, sperre_kopien
from konten.models import Benutzer
from konten.services.textschutz import Stelle, schwaerze


@transaction.atomic
def schwaerze_ueberall(*, benutzer: Benutzer, objekt: models.Model, stellen: Sequence[Stelle]) -> int:
    """Returns the number of blanked characters in the record. Raises TextGeaendert: then nothing is blanked at all."""
    sperre_kopien(objekt)
    zeichen = schwaerze(benutzer=benutzer, objekt=objekt, stellen=stellen)
    schwaerze_kopien(objekt=objekt, texte={stelle.text: _jetzt(stelle) for stelle in stellen})
    return zeichen


def _jetzt(stelle: Stelle) -> str:
    return type(stelle.objekt).objects.values_list(stelle.feld, flat=True).get(pk=stelle.objekt.pk)
