"""Uploaded files: the content tells the kind, names are tamed, limits hold, nothing stays behind."""

import io
import os
import zipfile
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import OperationalError, transaction
from django.db.models import signals
from django.utils import timezone

from konten.models import Protokolleintrag, Zwischendatei
from konten.rules.datei import (
    ARTEN,
    BYTES_HOECHSTENS,
    JPEG,
    PDF,
    Archiv,
    Dateifehler,
    Glied,
    anzeigename,
    erkenne,
    groesse_in_worten,
)
from konten.selectors import dateibefunde
from konten.services.datei import (
    HOCHLADEN_HOECHSTENS,
    Groessengrenze,
    pruefe,
    raeume_auf,
    stelle_bereit,
    uebergib,
    verwirf,
    wartende,
)
from tests.konten.dateien import ECHTE, archiv, datei, office
from tests.welt import Welt


def im_ordner(medien: Path) -> list[str]:
    return sorted(str(pfad.relative_to(medien)) for pfad in medien.rglob("*") if pfad.is_file())


# --- What it is -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("endung", sorted(ECHTE))
def test_die_art_kommt_aus_dem_inhalt(endung: str):
    geprueft = pruefe(datei("brief.exe", ECHTE[endung]))
    assert geprueft.art.endung == endung
    assert geprueft.art.typ in ARTEN
    assert geprueft.name == f"brief.{endung}"
    assert geprueft.groesse == len(ECHTE[endung])


@pytest.mark.parametrize(
    ("inhalt", "satz"),
    [
        (b"", "Die Datei ist leer."),
        (b"MZ\x90\x00 a program", "Der Inhalt ist kein PDF."),
        (b"<html><script>alert(1)</script>", "Der Inhalt ist kein PDF."),
        (b"<svg xmlns='x'><script/></svg>", "Der Inhalt ist kein PDF."),
        (b"GIF89a" + b"\x00" * 20, "Der Inhalt ist kein PDF."),
        (b"\n\n%PDF-1.7", "Der Inhalt ist kein PDF."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "altes Office-Format oder ein Kennwort"),
        (archiv({"lies.txt": b"x"}), "Zip-Archive und andere gepackte Dateien sind nicht möglich."),
        (archiv({"[Content_Types].xml": b"<T/>", "AndroidManifest.xml": b"x"}), "Zip-Archive"),
        (archiv({"mimetype": b"application/epub+zip", "content.xml": b"x"}), "Zip-Archive"),
        (office("docx", **{"word/vbaProject.bin": b"x"}), "Die Datei enthält Makros."),
        (office("ods", **{"Basic/Standard/Modul1.xml": b"x"}), "Die Datei enthält Makros."),
        (office("xlsx", **{"../../etc/passwd": b"x"}), "ungültige Pfade"),
        (office("xlsx", **{"/etc/passwd": b"x"}), "ungültige Pfade"),
        (office("docx")[:-30], "Die Datei ist beschädigt und lässt sich nicht lesen."),
        (b"PK\x03\x04" + b"\x00" * 100, "Die Datei ist beschädigt und lässt sich nicht lesen."),
        (office("docx", **{"word/leer.xml": b"\x00" * (12 * 1024 * 1024)}), "ungewöhnlich stark gepackt"),
        (b"%PDF-" + b"x" * BYTES_HOECHSTENS, "Die Datei ist größer als 10 MB."),
    ],
)
def test_anderes_wird_mit_einem_satz_abgelehnt(inhalt: bytes, satz: str):
    with pytest.raises(Dateifehler, match=satz):
        pruefe(datei("bericht.pdf", inhalt))


def test_genau_zehn_megabyte_gehen():
    assert pruefe(datei("gross.pdf", b"%PDF-".ljust(BYTES_HOECHSTENS, b"x"))).groesse == BYTES_HOECHSTENS


def test_zu_viele_glieder_und_luegende_groessen():
    viele = [Glied(f"word/{nummer}.xml", 1, 1) for nummer in range(5_001)]
    riesig = [Glied("word/document.xml", 500 * 1024 * 1024, 9 * 1024 * 1024)]
    for glieder in (viele, riesig):
        with pytest.raises(Dateifehler, match="stark gepackt"):
            erkenne(b"PK\x03\x04", Archiv(glieder))


def test_vorangestelltes_bild_bleibt_ein_bild():
    """A picture with an archive behind it is handed out as a picture, whatever else could read it."""
    assert pruefe(datei("doppelt.docx", ECHTE["jpg"] + office("docx"))).art is JPEG


def test_verschluesseltes_opendocument_wird_erklaert():
    roh = bytearray(office("odt"))
    with zipfile.ZipFile(io.BytesIO(roh)) as offen:
        stelle = offen.start_dir
    roh[stelle + 8] |= 1
    with pytest.raises(Dateifehler, match="ohne Kennwort"):
        pruefe(datei("geheim.odt", bytes(roh)))


# --- What it is called ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "erwartet"),
    [
        ("Protokoll.pdf", "Protokoll.pdf"),
        ("Übergabe Müller-Straße.PDF", "Übergabe Müller-Straße.pdf"),
        ("U\u0308bersicht.pdf", "Übersicht.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\ada\\Brief.docx", "Brief.pdf"),
        ("rechnung\u202efdp.exe", "rechnungfdp.pdf"),
        ("zeile\r\nX-Boese: 1.pdf", "zeileX-Boese 1.pdf"),
        ("viele   Leerzeichen .pdf", "viele Leerzeichen.pdf"),
        ("....", "Datei.pdf"),
        (".pdf", "Datei.pdf"),
        ("", "Datei.pdf"),
        ("Stand 2026.11", "Stand 2026.pdf"),
        ("a" * 300 + ".pdf", "a" * 146 + ".pdf"),
        ('an"führung<b>.pdf', "an führung b.pdf"),
    ],
)
def test_namen_werden_gezaehmt(name: str, erwartet: str):
    assert anzeigename(name, PDF) == erwartet


def test_jpeg_darf_jpeg_heissen():
    assert anzeigename("Foto.JPEG", JPEG) == "Foto.jpeg"


@pytest.mark.parametrize(
    ("byte", "text"),
    [(512, "512 Byte"), (2048, "2 KB"), (1024 * 1024 * 10, "10 MB"), (1_500_000, "1,4 MB")],
)
def test_groesse_in_worten(byte: int, text: str):
    assert groesse_in_worten(byte) == text


# --- Waiting for the form to be saved -------------------------------------------------------------------------------


@pytest.mark.django_db
def test_wartende_datei_liegt_unter_zufaelligem_namen(welt: Welt, medien: Path):
    person, formular = welt.personen["netzwerk_konz"], uuid4()
    zeile = stelle_bereit(benutzer=person, formular=formular, datei=datei("../Protokoll.pdf"))
    (abgelegt,) = im_ordner(medien)
    assert abgelegt == zeile.datei.name
    assert abgelegt.startswith("dateien/")
    assert "Protokoll" not in abgelegt
    assert (zeile.name, zeile.typ) == ("Protokoll.pdf", "application/pdf")
    assert list(wartende(person, formular)) == [zeile]
    assert list(wartende(welt.personen["leitung_konz"], formular)) == []
    assert list(wartende(person, uuid4())) == []


@pytest.mark.django_db
def test_hoechstens_zehn_dateien_mit_den_vorhandenen(welt: Welt, medien: Path):
    person, formular = welt.personen["netzwerk_konz"], uuid4()
    for nummer in range(8):
        stelle_bereit(benutzer=person, formular=formular, datei=datei(f"{nummer}.pdf"), vorhanden=2)
    with pytest.raises(Dateifehler, match="Mehr als 10 Dateien"):
        stelle_bereit(benutzer=person, formular=formular, datei=datei("elf.pdf"), vorhanden=2)
    assert len(im_ordner(medien)) == 8


@pytest.mark.django_db
def test_ein_konto_fuellt_den_speicher_nicht(welt: Welt, medien: Path):
    person = welt.personen["netzwerk_konz"]
    Zwischendatei.objects.create(
        benutzer=person, formular=uuid4(), datei="dateien/x", name="x.pdf", typ="application/pdf",
        groesse=20 * BYTES_HOECHSTENS,
    )  # fmt: skip
    with pytest.raises(Dateifehler, match="Bitte speichern Sie zuerst"):
        stelle_bereit(benutzer=person, formular=uuid4(), datei=datei())
    assert im_ordner(medien) == []


@pytest.mark.django_db(transaction=True)
def test_entfernen_loescht_die_datei_erst_nach_dem_commit(welt: Welt, medien: Path):
    person, formular = welt.personen["netzwerk_konz"], uuid4()
    zeile = stelle_bereit(benutzer=person, formular=formular, datei=datei())
    with transaction.atomic():
        verwirf([zeile])
        assert len(im_ordner(medien)) == 1
        transaction.set_rollback(True)
    assert len(im_ordner(medien)) == 1
    verwirf(wartende(person, formular))
    assert im_ordner(medien) == []
    assert not Zwischendatei.objects.exists()


@pytest.mark.django_db
def test_datei_geht_wenn_die_zeile_nicht_bleibt(welt: Welt, medien: Path):
    def voll(**_: object) -> None:
        raise OperationalError("disk full")

    signals.post_save.connect(voll, sender=Zwischendatei)
    try:
        with pytest.raises(OperationalError):
            stelle_bereit(benutzer=welt.personen["netzwerk_konz"], formular=uuid4(), datei=datei())
    finally:
        signals.post_save.disconnect(voll, sender=Zwischendatei)
    assert im_ordner(medien) == []
    assert not Zwischendatei.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_aufgegebenes_verschwindet_und_uebergebenes_bleibt(welt: Welt, medien: Path):
    person = welt.personen["netzwerk_konz"]
    alt = stelle_bereit(benutzer=person, formular=uuid4(), datei=datei("alt.pdf"))
    frisch = stelle_bereit(benutzer=person, formular=uuid4(), datei=datei("frisch.pdf"))
    Zwischendatei.objects.filter(pk=alt.pk).update(erstellt_am=timezone.now() - timedelta(days=8))
    raeume_auf()
    assert im_ordner(medien) == [frisch.datei.name]
    uebergib([frisch])
    assert im_ordner(medien) == [frisch.datei.name]
    assert not Zwischendatei.objects.exists()


@pytest.mark.django_db
def test_protokoll_kennt_den_namen_der_datei_nicht(welt: Welt, medien: Path):
    stelle_bereit(benutzer=welt.personen["netzwerk_konz"], formular=uuid4(), datei=datei("Geheimes Thema.pdf"))
    eintrag = Protokolleintrag.objects.get(content_type__model="zwischendatei")
    assert eintrag.changes["name"][1] == "geändert"
    assert "Geheim" not in str(eintrag.changes)


def test_was_zu_gross_ist_wird_beim_hochladen_nicht_aufgehoben():
    waechter = Groessengrenze()
    waechter.new_file("anhang", "x.pdf", "application/pdf", None)
    portion = b"x" * (1024 * 1024)
    behalten = [waechter.receive_data_chunk(portion, 0) is not None for _ in range(80)]
    assert behalten == [True] * (HOCHLADEN_HOECHSTENS // len(portion) + 1) + [False] * 15


def test_speicher_haelt_zufaellige_namen_auseinander(medien: Path):
    erster, zweiter = (default_storage.save("dateien/gleich.pdf", ContentFile(b"x")) for _ in range(2))
    assert erster != zweiter


# --- `manage.py pruefen` ----------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_pruefen_findet_fehlende_und_verwaiste_dateien(welt: Welt, medien: Path):
    assert list(dateibefunde()) == []
    person = welt.personen["netzwerk_konz"]
    da, weg = (stelle_bereit(benutzer=person, formular=uuid4(), datei=datei()) for _ in range(2))
    assert list(dateibefunde()) == []
    (medien / weg.datei.name).unlink()
    frisch, alt = medien / "dateien" / "frisch.pdf", medien / "unter" / "ordner" / "alt.pdf"
    alt.parent.mkdir(parents=True)
    for pfad in (frisch, alt):
        pfad.write_bytes(b"x")
    vorhin = (timezone.now() - timedelta(hours=2)).timestamp()
    os.utime(alt, (vorhin, vorhin))
    os.utime(medien / da.datei.name, (vorhin, vorhin))
    assert list(dateibefunde()) == [
        f"hochgeladene Datei {weg.pk}: die Datei {weg.datei.name} fehlt",
        "zu unter/ordner/alt.pdf gibt es keinen Eintrag",
    ]
