"""The outbox: a mail is a row written with what it tells about; whoever claims the row sends it.

One row goes out once. The only gap: the process dies after the mail server took the mail and before the row says so.
Then it goes out again when the claim has lapsed, with the same Message-ID, by which mail programs know it.
"""

import re
from datetime import datetime, timedelta
from email.mime.text import MIMEText
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string

from konten.models import Benutzer, Versandauftrag
from konten.models.versand import Versandmenge
from konten.rules import Versandstatus
from konten.rules.versand import FRIST, UNGUELTIGE_ADRESSE, Zustellfehler, deute, wartezeit
from konten.services.abmeldung import ABBESTELLBAR, fremde_abmeldeadresse

#: what sending may raise: conversation with the server (smtplib's errors are OSErrors), headers that cannot be
_ZUSTELLUNG = (OSError, ValueError)


# --- Into the outbox ----------------------------------------------------------------------------------------------


@transaction.atomic
def stelle_ein(
    *,
    anlass: str,
    empfaenger: str,
    betreff: str,
    text: str,
    html: str = "",
    beilage_name: str = "",
    beilage_typ: str = "",
    beilage: str = "",
    benutzer: Benutzer | None = None,
) -> Versandauftrag | None:
    """Writes a mail into the outbox within the caller's transaction and has it sent afterwards.

    `anlass` names what the mail is about ("sitzung:<uuid>:einladung:1:<partner>"); a second call with the same one
    does nothing. None when nothing new was written: the occasion already has its mail, or there is no address. An
    address that cannot be one is written as undeliverable, so that somebody sees it. `beilage` is the text of an
    attachment of the type `beilage_typ` ("text/calendar; method=REQUEST"). Four queries.
    """
    adresse = empfaenger.strip()
    if not adresse:
        return None
    fehler = _adressfehler(adresse)
    auftrag, ist_neu = Versandauftrag.objects.get_or_create(
        anlass=anlass,
        defaults={
            "benutzer": benutzer,
            "empfaenger": _einzeilig(adresse, 254),
            "betreff": _einzeilig(betreff, 200),
            "text": text,
            "html": html,
            "beilage_name": _einzeilig(beilage_name, 100),
            "beilage_typ": _einzeilig(beilage_typ, 100),
            "beilage": beilage,
            "zustand": Versandstatus.UNZUSTELLBAR if fehler else Versandstatus.OFFEN,
            "fehler": fehler,
        },
    )
    if not ist_neu:
        return None
    if not fehler:
        beauftrage(auftrag.pk)
    return auftrag


def _adressfehler(adresse: str) -> str:
    try:
        validate_email(adresse)
    except ValidationError:
        return UNGUELTIGE_ADRESSE
    return ""


def _einzeilig(text: str, hoechstens: int) -> str:
    """One line without control characters: a header can neither be broken nor added."""
    return " ".join(re.sub(r"[\x00-\x1f\x7f\u2028\u2029]", " ", text).split())[:hoechstens]


def beauftrage(auftrag_id: int, wann: datetime | None = None) -> None:
    """Writes the task that sends the mail; a worker sees both once the caller commits. One query."""
    aufgabe = import_string(settings.NETZWERK_VERSANDAUFGABE)
    (aufgabe.using(run_after=wann) if wann else aufgabe).enqueue(auftrag_id)


# --- Out of the outbox --------------------------------------------------------------------------------------------


def versende(auftrag_id: int) -> Zustellfehler | None:
    """Sends one mail if nobody else is at it; idempotent. Answers with what went wrong, None otherwise.

    The claim is committed before the conversation with the mail server begins, so no transaction waits for it. Two
    queries and one mail; five with the record of the outcome.
    """
    seit = timezone.now()
    if not _beanspruche(auftrag_id, seit):
        return None
    auftrag = Versandauftrag.objects.get(pk=auftrag_id)
    try:
        _nachricht(auftrag).send()
    except _ZUSTELLUNG as ausnahme:
        fehler = deute(ausnahme)
        _verbuche_fehler(auftrag_id, seit, fehler)
        return fehler
    _verbuche(auftrag_id)
    return None


def versende_faellige(hoechstens: int = 500) -> int:
    """Sends what is due, oldest first; ends early when the mail server does not answer. Returns how many."""
    gesendet = 0
    for auftrag_id in list(faellige().order_by("erstellt_am").values_list("pk", flat=True)[:hoechstens]):
        fehler = versende(auftrag_id)
        if fehler and fehler.liegt_am_server:
            break
        gesendet += fehler is None
    return gesendet


def faellige() -> Versandmenge:
    """Mails whose time has come and that nobody is sending."""
    jetzt = timezone.now()
    return Versandauftrag.objects.filter(_frei(jetzt), zustand=Versandstatus.OFFEN)


def _frei(jetzt: datetime) -> Q:
    unberuehrt = Q(in_arbeit_seit__isnull=True) | Q(in_arbeit_seit__lt=jetzt - FRIST)
    return unberuehrt & (Q(naechster_am__isnull=True) | Q(naechster_am__lte=jetzt))


def _beanspruche(auftrag_id: int, seit: datetime) -> bool:
    """One statement, so of several processes exactly one gets the row."""
    freie = Versandauftrag.objects.filter(_frei(seit), pk=auftrag_id, zustand=Versandstatus.OFFEN)
    return freie.update(in_arbeit_seit=seit, versuche=F("versuche") + 1) == 1


@transaction.atomic
def _verbuche(auftrag_id: int) -> None:
    auftrag = Versandauftrag.objects.select_for_update().get(pk=auftrag_id)
    _setze(auftrag, Versandstatus.GESENDET, gesendet_am=timezone.now())


@transaction.atomic
def _verbuche_fehler(auftrag_id: int, seit: datetime, fehler: Zustellfehler) -> None:
    """Unless the claim lapsed meanwhile: then the outcome is up to whoever took the row."""
    auftrag = Versandauftrag.objects.select_for_update().filter(pk=auftrag_id, in_arbeit_seit=seit).first()
    if auftrag is None:
        return
    pause = None if fehler.ist_endgueltig else wartezeit(auftrag.versuche)
    if pause is None:
        _setze(auftrag, Versandstatus.UNZUSTELLBAR, fehler=fehler.grund)
        return
    wann = seit + pause
    _setze(auftrag, Versandstatus.OFFEN, fehler=fehler.grund, naechster_am=wann)
    beauftrage(auftrag_id, wann)


def _setze(auftrag: Versandauftrag, zustand: str, **felder: Any) -> None:
    werte = {"zustand": zustand, "in_arbeit_seit": None, "naechster_am": None, "fehler": "", **felder}
    for name, wert in werte.items():
        setattr(auftrag, name, wert)
    auftrag.save(update_fields=[*werte, "geaendert_am"])


# --- What people decide -------------------------------------------------------------------------------------------


@transaction.atomic
def versuche_erneut(*, auftrag: Versandauftrag) -> bool:
    """Puts a waiting or undeliverable mail in front again, from the first attempt on. False when it is gone."""
    offener = _unerledigter(auftrag)
    if offener is None:
        return False
    offener.versuche = 0
    offener.save(update_fields=["versuche"])
    _setze(offener, Versandstatus.OFFEN)
    beauftrage(offener.pk)
    return True


@transaction.atomic
def verwirf(*, auftrag: Versandauftrag) -> bool:
    """Takes a mail out of the outbox for good. False when it is gone."""
    offener = _unerledigter(auftrag)
    if offener is None:
        return False
    _setze(offener, Versandstatus.VERWORFEN, fehler=offener.fehler)
    return True


def _unerledigter(auftrag: Versandauftrag) -> Versandauftrag | None:
    """The row, locked; None once it was sent or discarded, or while somebody is sending it."""
    zustaende = [Versandstatus.OFFEN, Versandstatus.UNZUSTELLBAR]
    niemand = Q(in_arbeit_seit__isnull=True) | Q(in_arbeit_seit__lt=timezone.now() - FRIST)
    menge = Versandauftrag.objects.select_for_update()
    return menge.filter(niemand, pk=auftrag.pk, zustand__in=zustaende).first()


def kuerze_alte(*, tage: int) -> int:
    """Empties mails that are done for so many days: kind, subject and day stay, address and text go.

    One that could not be delivered and that nobody decided about for so long is discarded with it.
    """
    grenze = timezone.now() - timedelta(days=tage)
    fertige = [Versandstatus.GESENDET, Versandstatus.VERWORFEN, Versandstatus.UNZUSTELLBAR]
    alte = Versandauftrag.objects.filter(zustand__in=fertige, geaendert_am__lt=grenze).exclude(text="")
    anzahl = 0
    for auftrag in alte.iterator(chunk_size=200):
        if auftrag.zustand == Versandstatus.UNZUSTELLBAR:
            auftrag.zustand = Versandstatus.VERWORFEN
        auftrag.empfaenger = auftrag.text = auftrag.html = auftrag.fehler = ""
        auftrag.beilage_name = auftrag.beilage_typ = auftrag.beilage = ""
        auftrag.save()
        anzahl += 1
    return anzahl


# --- The message --------------------------------------------------------------------------------------------------


def _nachricht(auftrag: Versandauftrag) -> EmailMultiAlternatives:
    rechner = urlsplit(settings.BASIS_URL).hostname or "localhost"
    nachricht = EmailMultiAlternatives(
        auftrag.betreff,
        auftrag.text,
        to=[auftrag.empfaenger],
        reply_to=_antwort_an(auftrag),
        headers={
            # Stable, so that a mail that had to be sent again is known as the same one.
            "Message-ID": f"<{auftrag.uuid}@{rechner}>",
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "OOF, AutoReply",
            **_abbestellen(auftrag),
        },
    )
    if auftrag.html:
        nachricht.attach_alternative(auftrag.html, "text/html")
    if auftrag.beilage:
        nachricht.attach(_beilage(auftrag))
    return nachricht


def _antwort_an(auftrag: Versandauftrag) -> list[str] | None:
    """Who answers a mail that a person sent to others reaches that person; any other mail, the office."""
    absender = auftrag.benutzer.email if auftrag.benutzer else ""
    if absender and absender.casefold() != auftrag.empfaenger.casefold():
        return [absender]
    return [settings.NETZWERK_ANTWORT_AN] if settings.NETZWERK_ANTWORT_AN else None


def _abbestellen(auftrag: Versandauftrag) -> dict[str, str]:
    """Mail programs offer to unsubscribe from digests and reminders: where that is done, and nothing secret.

    Who has no account unsubscribes with one click of the mail program itself (RFC 8058).
    """
    if adresse := fremde_abmeldeadresse(auftrag.anlass):
        return {"List-Unsubscribe": f"<{adresse}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    if auftrag.anlass.partition(":")[0] not in ABBESTELLBAR:
        return {}
    return {"List-Unsubscribe": f"<{settings.BASIS_URL}{reverse('konten:benachrichtigungen')}>"}


def _beilage(auftrag: Versandauftrag) -> MIMEText:
    typ, *angaben = (teil.strip() for teil in (auftrag.beilage_typ or "text/plain").split(";"))
    teil = MIMEText(auftrag.beilage, typ.partition("/")[2] or "plain", "utf-8")
    for angabe in angaben:
        name, _, wert = angabe.partition("=")
        if name.lower() != "charset":
            teil.set_param(name, wert.strip('"'))
    teil.add_header("Content-Disposition", "attachment", filename=auftrag.beilage_name or "beilage.txt")
    return teil
