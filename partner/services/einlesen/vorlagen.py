"""Remembered mappings: the next list with the same headings is read in the same way."""

import hashlib
import json
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Case, F, QuerySet, When
from django.utils import timezone

from konten.rules import Geltungsbereich
from partner.models import Importlauf, Importvorlage
from partner.rules.einlesen import Zuordnung
from partner.rules.spalten import ueberschrift


def spaltenabdruck(spalten: Sequence[str]) -> str:
    """Digest of a set of headings; their order, case and umlauts do not matter."""
    worte = sorted(ueberschrift(name) or name for name in spalten)
    return hashlib.sha256(json.dumps(worte).encode()).hexdigest()


def passende_vorlage(was: str, spalten: Sequence[str], benutzer_id: int | None) -> Importvorlage | None:
    """The mapping for these headings: one's own first, then the one used last. One query."""
    menge = Importvorlage.objects.filter(art=was, fingerabdruck=spaltenabdruck(spalten))
    fremd = Case(When(benutzer=benutzer_id, then=0), default=1)
    return menge.order_by(fremd, F("benutzt_am").desc(nulls_last=True), "-pk").first()


def vorlagen_fuer(lauf: Importlauf, bereich: Geltungsbereich) -> QuerySet[Importvorlage]:
    """Mappings that fit the headings of a run."""
    menge = Importvorlage.objects.sichtbar_fuer(bereich)
    return menge.filter(art=lauf.art, fingerabdruck=spaltenabdruck(lauf.spalten)).order_by("name")


@transaction.atomic
def merke_vorlage(*, lauf: Importlauf, name: str, bereich: Geltungsbereich) -> Importvorlage:
    """Keeps the mapping of the run under that name; the same name for the same headings is replaced.

    Raises ValidationError without a name, or when the one of that name belongs to somebody else.
    """
    name = " ".join(name.split())[:100]
    if not name:
        raise ValidationError("Bitte geben Sie der Zuordnung einen Namen.")
    abdruck = spaltenabdruck(lauf.spalten)
    vorlage = Importvorlage.objects.filter(art=lauf.art, fingerabdruck=abdruck, name=name).first()
    if vorlage and not Importvorlage.objects.bearbeitbar_fuer(bereich).filter(pk=vorlage.pk).exists():
        raise ValidationError(
            f"Eine Zuordnung „{name}“ hat schon jemand anderes. Bitte wählen Sie einen anderen Namen."
        )
    vorlage = vorlage or Importvorlage(
        art=lauf.art, name=name, fingerabdruck=abdruck, benutzer_id=bereich.benutzer_id, spalten=lauf.spalten
    )
    vorlage.zuordnung = Zuordnung.aus_json(lauf.zuordnung).als_json()
    vorlage.benutzt_am = timezone.now()
    vorlage.save()
    Importlauf.objects.filter(pk=lauf.pk).update(vorlage=vorlage)
    return vorlage
