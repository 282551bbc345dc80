"""Steckbriefe: saved with a clean photo; sent to partners; introductions and "I know her" (K19)."""

from collections.abc import Iterable
from datetime import date
from io import BytesIO
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from PIL import Image, ImageOps, UnidentifiedImageError

from konten.models import Benutzer
from konten.rules.datei import JPEG, KOPF_BYTES, PNG, WEBP, Dateifehler, erkenne
from konten.services.datei import entferne_nach_commit, gemeinsam_mit_datei
from konten.services.versand import stelle_ein
from netzwerk.models import Bekanntbestaetigung, Einsatz, Netzwerkfachkraft, Steckbrief, Vorstellung
from netzwerk.rules.fachkraft import Vorstellungsart
from netzwerk.services.fachkraft import sperre_fachkraft
from partner.models import Netzwerkpartner

FOTO_BYTES = 5 * 1024 * 1024
FOTO_PUNKTE = 40_000_000
FOTO_KANTE = 900
GEAENDERT = "Der Steckbrief wurde inzwischen geändert. Bitte laden Sie die Seite neu."


def reines_foto(datei: UploadedFile) -> bytes:
    """The picture as a new JPEG of at most 900 points: no place, no camera, nothing hidden is taken over.

    Raises Dateifehler for other kinds of files (by content), broken ones and those above 5 MB.
    """
    if datei.size > FOTO_BYTES:
        raise Dateifehler("Das Foto ist größer als 5 MB. Bitte verkleinern Sie es.")
    datei.seek(0)
    erkenne(datei.read(KOPF_BYTES), arten=(JPEG, PNG, WEBP), name=datei.name or "")
    datei.seek(0)
    try:
        with Image.open(datei, formats=("JPEG", "PNG", "WEBP")) as bild:
            if bild.width * bild.height > FOTO_PUNKTE:
                raise Dateifehler("Das Foto hat zu viele Bildpunkte. Bitte verkleinern Sie es.")
            rein = ImageOps.exif_transpose(bild).convert("RGB")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as fehler:
        if isinstance(fehler, Dateifehler):
            raise
        raise Dateifehler("Das Bild ist beschädigt und lässt sich nicht lesen.") from fehler
    rein.thumbnail((FOTO_KANTE, FOTO_KANTE))
    ziel = BytesIO()
    rein.save(ziel, "JPEG", quality=85, exif=b"")
    return ziel.getvalue()


@transaction.atomic
def speichere_steckbrief(
    *, steckbrief: Steckbrief, version: int, foto: bytes | None = None, foto_weg: bool = False
) -> Steckbrief:
    """Saves what the form filled in. Raises ValidationError when somebody else saved meanwhile."""
    alt = ""
    sperre_fachkraft(steckbrief.fachkraft_id)
    if steckbrief.pk:
        gespeichert = Steckbrief.objects.select_for_update().get(pk=steckbrief.pk)
        if gespeichert.version != version:
            raise ValidationError(GEAENDERT)
        alt = gespeichert.foto.name
        steckbrief.version = version + 1
    elif Steckbrief.objects.filter(fachkraft=steckbrief.fachkraft_id).exists():
        raise ValidationError(GEAENDERT)
    with gemeinsam_mit_datei(steckbrief, "foto"):
        _setze_foto(steckbrief, foto, foto_weg)
        steckbrief.save()
    if alt and (foto or foto_weg):
        entferne_nach_commit([alt])
    return steckbrief


def _setze_foto(steckbrief: Steckbrief, foto: bytes | None, foto_weg: bool) -> None:
    if foto:
        steckbrief.foto_name, steckbrief.foto_typ = "foto.jpg", JPEG.typ
        steckbrief.foto.save(f"{uuid4().hex}.jpg", ContentFile(foto), save=False)
    elif foto_weg:
        steckbrief.foto, steckbrief.foto_name, steckbrief.foto_typ = "", "", ""


@transaction.atomic
def stelle_vor(
    *, fachkraft: Netzwerkfachkraft, partner: Netzwerkpartner, am: date, heute: date, durch: Benutzer
) -> Vorstellung:
    """Records a personal introduction; the same one twice is one. Raises ValidationError for a day to come."""
    if am > heute:
        raise ValidationError({"am": "Dieser Tag liegt in der Zukunft."})
    vorstellung, _ = Vorstellung.objects.get_or_create(
        fachkraft=fachkraft,
        partner=partner,
        art=Vorstellungsart.PERSOENLICH,
        am=am,
        defaults={"eingetragen_von": durch},
    )
    return vorstellung


def mailtext(steckbrief: Steckbrief, empfaenger: str) -> str:
    """What the mail says to the partner of that name. No query when person and Träger are loaded."""
    url = f"{settings.BASIS_URL}{reverse('netzwerk:steckbrief_oeffentlich', args=[steckbrief.uuid])}"
    werte = {"s": steckbrief, "empfaenger": empfaenger, "url": url}
    return render_to_string("mail/steckbrief.txt", werte).strip() + "\n"


@transaction.atomic
def sende_steckbrief(
    *, steckbrief: Steckbrief, partner: Iterable[Netzwerkpartner], heute: date, durch: Benutzer
) -> tuple[int, list[Netzwerkpartner]]:
    """Mails the public address to the partners, once a day each; how many went out, and who has no mail address.

    Answers go to the person herself, or to who sent it while she has no account.
    Raises ValidationError when the Steckbrief is not published: the address would lead nowhere.
    """
    if not steckbrief.ist_veroeffentlicht:
        raise ValidationError("Bitte veröffentlichen Sie den Steckbrief, bevor Sie ihn versenden.")
    gesendet, ohne = 0, []
    for einer in partner:
        if not einer.email:
            ohne.append(einer)
            continue
        auftrag = stelle_ein(
            anlass=f"steckbrief:{steckbrief.uuid}:{einer.uuid}:{heute.isoformat()}",
            empfaenger=einer.email,
            betreff=f"Ihre Ansprechperson der Netzwerkarbeit: {steckbrief.fachkraft}",
            text=mailtext(steckbrief, einer.name),
            benutzer=steckbrief.fachkraft.benutzer or durch,
        )
        gesendet += auftrag is not None
        Vorstellung.objects.get_or_create(
            fachkraft=steckbrief.fachkraft,
            partner=einer,
            art=Vorstellungsart.STECKBRIEF,
            am=heute,
            defaults={"eingetragen_von": durch},
        )
    return gesendet, ohne


@transaction.atomic
def bestaetige_bekannt(
    *, fachkraft: Netzwerkfachkraft, benutzer: Benutzer, sozialraum_ids: Iterable[int], heute: date
) -> int:
    """A member of the Sozialraumteam knows her, in every own Sozialraum where she works today. Returns in how many."""
    einsaetze = Einsatz.objects.bestaetigt().aktiv(heute).filter(fachkraft=fachkraft, sozialraum__in=sozialraum_ids)
    raeume = set(einsaetze.values_list("sozialraum_id", flat=True))
    for raum in raeume:
        Bekanntbestaetigung.objects.get_or_create(
            fachkraft=fachkraft, benutzer=benutzer, sozialraum_id=raum, defaults={"am": heute}
        )
    return len(raeume)


@transaction.atomic
def nimm_bekannt_zurueck(*, fachkraft: Netzwerkfachkraft, benutzer: Benutzer) -> int:
    """Takes back what this account confirmed about her, in every Sozialraum. Returns in how many."""
    zeilen = list(Bekanntbestaetigung.objects.filter(fachkraft=fachkraft, benutzer=benutzer))
    for zeile in zeilen:
        zeile.delete()
    return len(zeilen)
