"""Fills the outbox with the mails of a Mitteilung, batch by batch; killed at any point it goes on without doubling.

A batch is one transaction: the mails and the note that they are written stand or fall together. Then the next batch
is a task behind the mails of this one, so a worker that sends is never far ahead of who pauses.
"""

from collections.abc import Collection
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, prefetch_related_objects
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from konten.models import Versandauftrag
from konten.rules import Versandstatus
from konten.services.abmeldung import zeichen_fuer
from konten.services.versand import stelle_ein, versuche_erneut
from konten.services.versand import verwirf as verwirf_mail
from netzwerk.models import Abonnement, Mitteilung, Mitteilungsabmeldung, Mitteilungsempfaenger
from netzwerk.rules.mitteilung import (
    STAPEL,
    Auslassung,
    Empfaengerart,
    Empfaengerstatus,
    Mitteilungsart,
    Mitteilungsstatus,
    abdruck,
    gleiche_adresse,
    ist_moeglich,
)
from netzwerk.services.mitteilung import SCHON_WEITER, beauftrage

#: beginning of the outbox's key; settings name who reads the unsubscribe link that belongs to it
NACH_AUSSEN, NACH_INNEN = "mitteilung", "mitteilung-intern"
_SALZ = "netzwerk.mitteilung.lesen"


@transaction.atomic
def stelle_stapel_ein(*, mitteilung_id: int) -> int:
    """Writes the next mails into the outbox and asks for the next batch; returns how many. Idempotent (K21).

    Two queries, five more per mail. Does nothing for a Mitteilung that is paused, over or not due yet.
    """
    mitteilung = Mitteilung.objects.select_for_update().filter(pk=mitteilung_id).first()
    if mitteilung is None or not _beginne(mitteilung):
        return 0
    wartende = mitteilung.empfaenger.filter(zustand=Empfaengerstatus.WARTET).order_by("pk")
    zeilen = list(wartende[:STAPEL])
    prefetch_related_objects([mitteilung], "anhaenge", "erfasst_von", "berichtigt")  # once, not for every mail
    geschrieben = sum([_stelle_ein(mitteilung, zeile) for zeile in _angemeldete(zeilen)])
    if len(zeilen) == STAPEL:
        beauftrage(mitteilung.pk)
    else:
        mitteilung.zustand, mitteilung.fertig_am = Mitteilungsstatus.GESENDET, timezone.now()
        mitteilung.save()
    return geschrieben


def _beginne(mitteilung: Mitteilung) -> bool:
    """Whether it is its turn; one whose planned time has come begins to run."""
    if mitteilung.zustand == Mitteilungsstatus.GEPLANT and mitteilung.geplant_am <= timezone.now():
        mitteilung.zustand, mitteilung.gesendet_am = Mitteilungsstatus.LAEUFT, timezone.now()
        mitteilung.save()
    return mitteilung.zustand == Mitteilungsstatus.LAEUFT


def _angemeldete(zeilen: Collection[Mitteilungsempfaenger]) -> list[Mitteilungsempfaenger]:
    """Without those who unsubscribed since the preview; they are noted as such. Two queries."""
    abdrucke = [zeile.abdruck for zeile in zeilen if zeile.art != Empfaengerart.KONTO]
    weg = set(Mitteilungsabmeldung.objects.filter(abdruck__in=abdrucke).values_list("abdruck", flat=True))
    adressen = [gleiche_adresse(zeile.adresse) for zeile in zeilen if zeile.art == Empfaengerart.ABONNENT]
    abonniert = Abonnement.objects.bestaetigt().filter(adresse__in=adressen).values_list("adresse", flat=True)
    dabei = {abdruck(adresse) for adresse in abonniert}
    bleibende = []
    for zeile in zeilen:
        if zeile.abdruck in weg or (zeile.art == Empfaengerart.ABONNENT and zeile.abdruck not in dabei):
            zeile.zustand, zeile.grund = Empfaengerstatus.AUSGELASSEN, Auslassung.ABGEMELDET
            zeile.save(update_fields=["zustand", "grund"])
        else:
            bleibende.append(zeile)
    return bleibende


def _stelle_ein(mitteilung: Mitteilung, zeile: Mitteilungsempfaenger) -> bool:
    art = NACH_AUSSEN if mitteilung.ist_nach_aussen else NACH_INNEN
    anlass = f"{art}:{zeile.uuid}:{zeile.versuch}"
    auftrag = stelle_ein(
        anlass=anlass,
        empfaenger=zeile.adresse,
        betreff=mitteilung.titel,
        text=mailtext(mitteilung, zeile),
        benutzer=mitteilung.erfasst_von,
    )
    zeile.auftrag = auftrag or Versandauftrag.objects.filter(anlass=anlass).first()
    zeile.zustand, zeile.eingestellt_am = Empfaengerstatus.EINGESTELLT, timezone.now()
    zeile.save(update_fields=["auftrag", "zustand", "eingestellt_am"])
    return auftrag is not None


def mailtext(mitteilung: Mitteilung, zeile: Mitteilungsempfaenger | None = None) -> str:
    """What the mail says; without a recipient, as the preview shows it. At most two queries per Mitteilung."""
    nach_aussen = mitteilung.ist_nach_aussen
    angaben = {
        "m": mitteilung,
        "ist_mitteilung": mitteilung.art == Mitteilungsart.MITTEILUNG,
        "anhaenge": list(mitteilung.anhaenge.all()),
        "url": leseadresse(mitteilung) if nach_aussen else settings.BASIS_URL + mitteilung.get_absolute_url(),
        "abmelden": abmeldeadresse(zeile) if nach_aussen else "",
        "abonniert": zeile is not None and zeile.art == Empfaengerart.ABONNENT,
    }
    return render_to_string("mail/mitteilung.txt", angaben).strip() + "\n"


def abmeldeadresse(zeile: Mitteilungsempfaenger | None) -> str:
    """Page that unsubscribes this recipient; the preview has none."""
    pfad = reverse("konten:abmelden", args=[zeichen_fuer(str(zeile.uuid), NACH_AUSSEN) if zeile else "vorschau"])
    return settings.BASIS_URL + pfad


def leseadresse(mitteilung: Mitteilung) -> str:
    """Public page of a Mitteilung outwards: the same for all who got it, guessed by nobody."""
    zeichen = signing.Signer(salt=_SALZ).sign(str(mitteilung.uuid))
    return settings.BASIS_URL + reverse("netzwerk:mitteilung_oeffentlich", args=[zeichen])


def lies_leseadresse(zeichen: str) -> str | None:
    """Key of the Mitteilung that the address means; None when it is forged. No query."""
    try:
        return signing.Signer(salt=_SALZ).unsign(zeichen)
    except signing.BadSignature:
        return None


@transaction.atomic
def wiederhole_gescheiterte(*, mitteilung_id: int) -> int:
    """Tries once more where the mail could not be delivered, at the address of today; returns how many.

    Raises ValidationError while nothing has gone out. Up to eight queries per mail.
    """
    mitteilung = Mitteilung.objects.select_for_update().get(pk=mitteilung_id)
    if not ist_moeglich("wiederholen", mitteilung.zustand):
        raise ValidationError(SCHON_WEITER)
    gescheiterte = mitteilung.empfaenger.filter(
        zustand=Empfaengerstatus.EINGESTELLT, auftrag__zustand=Versandstatus.UNZUSTELLBAR
    )
    return sum(
        [_wiederhole(mitteilung, zeile) for zeile in gescheiterte.select_related("partner", "funktion", "auftrag")]
    )


def _wiederhole(mitteilung: Mitteilung, zeile: Mitteilungsempfaenger) -> bool:
    neue = heutige_adresse(zeile)
    if gleiche_adresse(neue) == gleiche_adresse(zeile.adresse) or not neue:
        return versuche_erneut(auftrag=zeile.auftrag)
    if mitteilung.empfaenger.filter(~Q(pk=zeile.pk), abdruck=abdruck(neue)).exists():
        return False
    verwirf_mail(auftrag=zeile.auftrag)
    zeile.adresse, zeile.abdruck, zeile.versuch = neue, abdruck(neue), zeile.versuch + 1
    zeile.save(update_fields=["adresse", "abdruck", "versuch"])
    return _stelle_ein(mitteilung, zeile)


def heutige_adresse(zeile: Mitteilungsempfaenger) -> str:
    """Where the recipient is reached now. Up to two queries unless loaded."""
    if zeile.benutzer_id:
        return zeile.benutzer.email
    if zeile.funktion_id and zeile.funktion.email:
        return zeile.funktion.email
    return zeile.partner.email if zeile.partner_id else zeile.adresse


# --- At night ---------------------------------------------------------------------------------------------------------


def nimm_liegengebliebene_auf() -> int:
    """Asks again for batches whose task was lost; returns for how many Mitteilungen. One query and one per each."""
    faellig = Q(zustand=Mitteilungsstatus.GEPLANT, geplant_am__lte=timezone.now())
    offene = list(Mitteilung.objects.filter(Q(zustand=Mitteilungsstatus.LAEUFT) | faellig).values_list("pk", flat=True))
    for pk in offene:
        beauftrage(pk)
    return len(offene)


def kuerze_empfaenger(*, tage: int) -> int:
    """Forgets addresses in delivery logs older than that, and all that is known of subscribers. One query each."""
    grenze = timezone.now() - timedelta(days=tage)
    alte = Mitteilungsempfaenger.objects.filter(mitteilung__fertig_am__lt=grenze).exclude(adresse="")
    return alte.update(adresse="")
