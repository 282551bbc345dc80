"""Files at a contact: taken over from the open form in its transaction, removed with the contact."""

from django.core.exceptions import ValidationError
from django.db import transaction

from konten.models import Benutzer
from konten.rules.datei import ANHAENGE_HOECHSTENS
from konten.services.datei import entferne_nach_commit, uebergib, wartende
from netzwerk.models import Kontakt, Kontaktanhang


def uebernimm_anhaenge(*, kontakt: Kontakt, benutzer: Benutzer) -> int:
    """Makes what the person uploaded in the form of this contact its Anhänge; returns how many. Two queries a file.

    Raises ValidationError when there would be more than ten. Runs inside the caller's transaction.
    """
    zeilen = list(wartende(benutzer, kontakt.uuid).select_for_update())
    if not zeilen:
        return 0
    if kontakt.anhaenge.count() + len(zeilen) > ANHAENGE_HOECHSTENS:
        raise ValidationError(f"Mehr als {ANHAENGE_HOECHSTENS} Dateien an einem Kontakt sind nicht möglich.")
    for zeile in zeilen:
        Kontaktanhang.objects.create(
            kontakt=kontakt,
            datei=zeile.datei.name,
            name=zeile.name,
            typ=zeile.typ,
            groesse=zeile.groesse,
            hochgeladen_von=benutzer,
        )
    uebergib(zeilen)
    return len(zeilen)


@transaction.atomic
def loesche_anhang(*, anhang: Kontaktanhang) -> None:
    """Removes one file of a contact; who may is asked before."""
    entferne_nach_commit([anhang.datei.name])
    anhang.delete()


def entferne_dateien(*, kontakt: Kontakt) -> None:
    """Removes the files of a contact once the transaction that erases it has held. One query."""
    entferne_nach_commit(kontakt.anhaenge.values_list("datei", flat=True))
