"""Keeps the particularities of a Sozialraum: store with version, look at one again (K25)."""

from datetime import date, timedelta

from django.db import IntegrityError, transaction

from konten.models import Benutzer
from sozialraum.models import Besonderheit

#: after a look that found nothing new, the next one is due
FRIST = timedelta(days=365)


class BesonderheitGeaendert(Exception):
    """Somebody else has changed the entry since the form was opened; `version` is the stored one."""

    def __init__(self, version: int) -> None:
        super().__init__(f"version {version}")
        self.version = version


@transaction.atomic
def speichere(*, besonderheit: Besonderheit, version: int, durch: Benutzer, heute: date) -> tuple[Besonderheit, bool]:
    """Stores a new or changed entry; who writes has looked. False when the form of a new one came twice.

    Raises BesonderheitGeaendert.
    """
    besonderheit.angesehen_am, besonderheit.angesehen_von = heute, durch
    if besonderheit.pk is None:
        return _lege_an(besonderheit, durch)
    gespeichert = Besonderheit.objects.select_for_update().get(pk=besonderheit.pk)
    if gespeichert.version != version:
        raise BesonderheitGeaendert(gespeichert.version)
    besonderheit.version = version + 1
    besonderheit.save()
    return besonderheit, True


def _lege_an(besonderheit: Besonderheit, durch: Benutzer) -> tuple[Besonderheit, bool]:
    besonderheit.erfasst_von = durch
    try:
        with transaction.atomic():
            besonderheit.save()
    except IntegrityError:
        return Besonderheit.objects.get(uuid=besonderheit.uuid), False
    return besonderheit, True


@transaction.atomic
def bestaetige(*, besonderheit: Besonderheit, durch: Benutzer, heute: date) -> Besonderheit:
    """Looked at again and still true: the next look is due in a year."""
    eintrag = Besonderheit.objects.select_for_update().get(pk=besonderheit.pk)
    eintrag.angesehen_am, eintrag.angesehen_von = heute, durch
    eintrag.wieder_ansehen_am = heute + FRIST
    eintrag.version += 1
    eintrag.save()
    return eintrag
