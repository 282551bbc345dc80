"""Acts on agreements: store with version, add and remove files (K09, K10)."""

from collections.abc import Collection
from uuid import uuid4

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction

from konten.models import Benutzer
from konten.rules.datei import ANHAENGE_HOECHSTENS, Dateifehler
from konten.services.datei import entferne_nach_commit, gemeinsam_mit_datei, pruefe
from partner.models import Netzwerkpartner, Vereinbarung, Vereinbarungsdatei
from sozialraum.models import Sozialraum, Traeger


class VereinbarungGeaendert(Exception):
    """Somebody else has changed the agreement since the form was opened; `version` is the stored one."""

    def __init__(self, version: int) -> None:
        super().__init__(f"version {version}")
        self.version = version


@transaction.atomic
def speichere(
    *,
    vereinbarung: Vereinbarung,
    version: int,
    partner: Collection[Netzwerkpartner],
    sozialraeume: Collection[Sozialraum],
    traeger: Collection[Traeger],
) -> Vereinbarung:
    """Stores a new or changed agreement with whom and where it binds. Raises VereinbarungGeaendert, see `version`.

    The uuid of a new one is the key of its form: sent twice it is one agreement, unchanged.
    """
    if not vereinbarung.pk:
        if schon := _angelegt(vereinbarung):
            return schon
    else:
        gespeichert = Vereinbarung.objects.select_for_update().get(pk=vereinbarung.pk)
        if gespeichert.version != version:
            raise VereinbarungGeaendert(gespeichert.version)
        vereinbarung.version = version + 1
        vereinbarung.save()
    vereinbarung.partner.set(partner)
    vereinbarung.sozialraeume.set(sozialraeume)
    vereinbarung.traeger.set(traeger)
    return vereinbarung


def _angelegt(neu: Vereinbarung) -> Vereinbarung | None:
    """Stores the new one; the stored one when another request with the same key was faster."""
    try:
        with transaction.atomic():
            neu.save()
    except IntegrityError:
        return Vereinbarung.objects.get(uuid=neu.uuid)
    return None


@transaction.atomic
def haenge_an(*, vereinbarung: Vereinbarung, datei: UploadedFile, benutzer: Benutzer) -> Vereinbarungsdatei:
    """Checks a file by its content and stores it. Raises Dateifehler with a sentence for the person."""
    Vereinbarung.objects.select_for_update().get(pk=vereinbarung.pk)
    if vereinbarung.dateien.count() >= ANHAENGE_HOECHSTENS:
        raise Dateifehler(f"Mehr als {ANHAENGE_HOECHSTENS} Dateien sind nicht möglich.")
    geprueft = pruefe(datei)
    zeile = Vereinbarungsdatei(
        vereinbarung=vereinbarung,
        name=geprueft.name,
        typ=geprueft.art.typ,
        groesse=geprueft.groesse,
        hochgeladen_von=benutzer,
    )
    with gemeinsam_mit_datei(zeile):
        zeile.datei.save(f"{uuid4().hex}.{geprueft.art.endung}", datei, save=False)
        zeile.save()
    return zeile


@transaction.atomic
def entferne(*, datei: Vereinbarungsdatei) -> None:
    """Removes one file; who may is asked before."""
    entferne_nach_commit([datei.datei.name])
    datei.delete()
