"""Files that people upload: checked by content, stored under random names, removed only after the commit.

An upload first waits as a Zwischendatei, bound to its account and the key of the open form. Whoever saves the form
takes the waiting files over (`wartende` and `uebergib`), in the same transaction; the file itself never moves.
"""

import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import BinaryIO
from uuid import UUID, uuid4

from django.core.files import File
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.db import models, transaction
from django.db.models import QuerySet, Sum
from django.utils import timezone

from konten.models import Benutzer, Zwischendatei
from konten.rules.datei import (
    ALLE,
    ANHAENGE_HOECHSTENS,
    BYTES_HOECHSTENS,
    KOPF_BYTES,
    Archiv,
    Dateiart,
    Dateifehler,
    Glied,
    anzeigename,
    erkenne,
    groesse_in_worten,
    ist_archiv,
    pruefe_groesse,
)

#: uploads that nobody saved are removed after so many days
AUFBEWAHRUNG_TAGE = 7
#: what one account may have waiting in all its open forms
WARTEND_HOECHSTENS = 20 * BYTES_HOECHSTENS
#: no upload of any form is kept beyond this; smaller ones are refused with their true size
HOCHLADEN_HOECHSTENS = 64 * 1024 * 1024
BESCHAEDIGT = "Die Datei ist beschädigt und lässt sich nicht lesen."


class Groessengrenze(FileUploadHandler):
    """First upload handler: what lies beyond the limit is read and thrown away, so that no upload fills the disk.

    What is kept is more than any form allows: the file arrives too big and is refused with a sentence.
    """

    def new_file(self, *args, **kwargs) -> None:
        super().new_file(*args, **kwargs)
        self.gelesen = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        schon, self.gelesen = self.gelesen, self.gelesen + len(raw_data)
        return raw_data if schon <= HOCHLADEN_HOECHSTENS else None

    def file_complete(self, file_size: int) -> None:
        return None


@dataclass(frozen=True, slots=True)
class GepruefteDatei:
    """A file that may be stored: its kind, its size, the name to show."""

    art: Dateiart
    groesse: int
    name: str


def pruefe(datei: File, arten: Sequence[Dateiart] = ALLE) -> GepruefteDatei:
    """Reads size and kind from the file itself; `arten` are the kinds that the field takes.

    Raises Dateifehler with a sentence for the person.
    """
    pruefe_groesse(datei.size)
    datei.seek(0)
    kopf = datei.read(KOPF_BYTES)
    art = erkenne(kopf, _archiv(datei) if ist_archiv(kopf) else None, arten, datei.name or "")
    datei.seek(0)
    return GepruefteDatei(art, datei.size, anzeigename(datei.name or "", art))


def _archiv(datei: BinaryIO) -> Archiv:
    try:
        with zipfile.ZipFile(datei) as archiv:
            glieder = [Glied(teil.filename, teil.file_size, teil.compress_size) for teil in archiv.infolist()]
            return Archiv(glieder, _mimetype(archiv))
    except Dateifehler:
        raise
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, ValueError, OSError, NotImplementedError) as fehler:
        raise Dateifehler(BESCHAEDIGT) from fehler


def _mimetype(archiv: zipfile.ZipFile) -> str:
    """OpenDocument puts its kind uncompressed into the first member."""
    erstes = next(iter(archiv.infolist()), None)
    if erstes is None or erstes.filename != "mimetype" or erstes.compress_type != zipfile.ZIP_STORED:
        return ""
    if erstes.flag_bits & 1:
        raise Dateifehler("Die Datei hat ein Kennwort. Bitte speichern Sie sie ohne Kennwort.")
    with archiv.open(erstes) as teil:
        return teil.read(100).decode("ascii", errors="replace")


def stelle_bereit(*, benutzer: Benutzer, formular: UUID, datei: UploadedFile, vorhanden: int = 0) -> Zwischendatei:
    """Checks and stores an upload for an open form; `vorhanden` files are at the record already.

    Raises Dateifehler when the file is refused or there are too many. Removes uploads that were given up. When the
    row cannot be written, the file goes as well.
    """
    geprueft = pruefe(datei)
    zeile = Zwischendatei(
        benutzer=benutzer, formular=formular, name=geprueft.name, typ=geprueft.art.typ, groesse=geprueft.groesse
    )
    with gemeinsam_mit_datei(zeile):
        _stelle_bereit(zeile, datei, geprueft, vorhanden)
    return zeile


def _stelle_bereit(zeile: Zwischendatei, datei: UploadedFile, geprueft: GepruefteDatei, vorhanden: int) -> None:
    # One upload of an account at a time: two at once must not both be the tenth.
    Benutzer.objects.select_for_update(no_key=True).get(pk=zeile.benutzer_id)
    _pruefe_anzahl(zeile.benutzer, zeile.formular, geprueft, vorhanden)
    raeume_auf()
    zeile.datei.save(f"{uuid4().hex}.{geprueft.art.endung}", datei, save=False)
    zeile.save()


def _pruefe_anzahl(benutzer: Benutzer, formular: UUID, neu: GepruefteDatei, vorhanden: int) -> None:
    eigene = Zwischendatei.objects.filter(benutzer=benutzer)
    if eigene.filter(formular=formular).count() + vorhanden >= ANHAENGE_HOECHSTENS:
        raise Dateifehler(f"Mehr als {ANHAENGE_HOECHSTENS} Dateien sind nicht möglich.")
    if (eigene.aggregate(summe=Sum("groesse"))["summe"] or 0) + neu.groesse > WARTEND_HOECHSTENS:
        raise Dateifehler(
            f"Ihre noch nicht gespeicherten Dateien sind zusammen größer als {groesse_in_worten(WARTEND_HOECHSTENS)}. "
            "Bitte speichern Sie zuerst."
        )


def wartende(benutzer: Benutzer, formular: UUID) -> QuerySet[Zwischendatei]:
    """Uploads of this account for this form, in their order. One query."""
    return Zwischendatei.objects.filter(benutzer=benutzer, formular=formular)


def uebergib(zeilen: Iterable[Zwischendatei]) -> None:
    """Forgets waiting uploads whose files now belong to another record; the files stay. One query per file."""
    for zeile in zeilen:
        zeile.delete()


@transaction.atomic
def verwirf(zeilen: Iterable[Zwischendatei]) -> int:
    """Removes waiting uploads together with their files. Returns how many."""
    zeilen = list(zeilen)
    entferne_nach_commit(zeile.datei.name for zeile in zeilen)
    uebergib(zeilen)
    return len(zeilen)


def raeume_auf() -> int:
    """Removes uploads that nobody saved within seven days; returns how many. One query, three more per file."""
    return verwirf(Zwischendatei.objects.filter(erstellt_am__lt=timezone.now() - timedelta(days=AUFBEWAHRUNG_TAGE)))


@contextmanager
def gemeinsam_mit_datei(zeile: models.Model, feld: str = "datei") -> Iterator[None]:
    """A transaction that stores a file at the record: when it is rolled back, the new file goes as well.

    The outermost block that may fail is the one to use it; inner ones do no harm.
    """
    vorher = getattr(zeile, feld).name
    try:
        with transaction.atomic():
            yield
    except BaseException:
        if (name := getattr(zeile, feld).name) and name != vorher:
            default_storage.delete(name)
        raise


def entferne_nach_commit(namen: Iterable[str]) -> None:
    """Deletes files once the transaction that forgets them has held; a rolled back one keeps them."""
    for name in list(namen):
        transaction.on_commit(lambda name=name: default_storage.delete(name), robust=True)
