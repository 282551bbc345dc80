"""Subscriptions from outside: asked for, confirmed by mail, ended by one click; only the address is kept (K21)."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import ClassVar

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from konten.models.schluessel import lies_uuid
from konten.services.drossel import erlaubt
from konten.services.versand import stelle_ein
from netzwerk.models import Abonnement, Mitteilungsabmeldung, Mitteilungsempfaenger
from netzwerk.rules.mitteilung import BESTAETIGUNG, Empfaengerart, abdruck, gleiche_adresse

_SALZ = "netzwerk.abonnement"
#: so many requests for one address a day; more would only fill somebody's mailbox
JE_ADRESSE = 3
TAG = 24 * 60 * 60


@transaction.atomic
def beantrage(*, adresse: str, sozialraeume: Collection[int], themen: Collection[int]) -> bool:
    """Writes down the wish and mails the link that confirms it; True when a mail was written.

    The answer to the person is the same in any case: nobody learns who has subscribed.
    """
    gleich = gleiche_adresse(adresse)
    if not erlaubt(f"abonnement:{abdruck(gleich)}", hoechstens=JE_ADRESSE, sekunden=TAG):
        return False
    abo = Abonnement.objects.create(adresse=gleich)
    abo.sozialraeume.set(sozialraeume)
    abo.themen.set(themen)
    auftrag = stelle_ein(
        anlass=f"abonnement:{abo.uuid}",
        empfaenger=gleich,
        betreff="Bitte bestätigen Sie: Mitteilungen der Netzwerkarbeit",
        text=render_to_string("mail/abonnement.txt", {"url": bestaetigungsadresse(abo), "abo": abo}).strip() + "\n",
    )
    return auftrag is not None


def bestaetigungsadresse(abo: Abonnement) -> str:
    """Full address of the page that confirms this wish. It ends with the wish: after seven days, or once confirmed."""
    zeichen = signing.dumps(str(abo.uuid), salt=_SALZ)
    return settings.BASIS_URL + reverse("netzwerk:abonnement_bestaetigen", args=[zeichen])


def lies_bestaetigung(zeichen: str) -> Abonnement | None:
    """The wish that the link means; None when it is too old or no longer there. One query.

    Raises BadSignature for a forged one.
    """
    try:
        schluessel = lies_uuid(signing.loads(zeichen, salt=_SALZ, max_age=BESTAETIGUNG))
    except signing.SignatureExpired:
        return None
    return Abonnement.objects.filter(uuid=schluessel).first()


@transaction.atomic
def bestaetige(*, abo: Abonnement) -> bool:
    """The wish becomes the subscription of its address, in place of an earlier one. False when it was confirmed."""
    # All rows of the address are locked in one order: of two confirmations at once the second finds the first done.
    zeilen = list(Abonnement.objects.select_for_update().filter(adresse=abo.adresse).order_by("pk"))
    eigene = next((zeile for zeile in zeilen if zeile.pk == abo.pk), None)
    if eigene is None or eigene.bestaetigt_am is not None:
        return False
    for zeile in zeilen:
        if zeile.pk != eigene.pk and zeile.bestaetigt_am is not None:
            zeile.delete()
    eigene.bestaetigt_am = timezone.now()
    eigene.save()
    for abmeldung in Mitteilungsabmeldung.objects.filter(abdruck=abdruck(eigene.adresse)):
        abmeldung.delete()
    return True


@dataclass(frozen=True, slots=True)
class Mitteilungsende:
    """What the unsubscribe link of one mail switches off."""

    schluessel: str
    partner: bool
    name: ClassVar[str] = "Mitteilungen der Netzwerkarbeit"
    wieder: ClassVar[str] = "Möchten Sie wieder Mitteilungen bekommen, abonnieren Sie sie bitte neu."

    def fuehre_aus(self) -> None:
        """Once and for all Mitteilungen outwards; a second time changes nothing."""
        melde_ab(eigener=self.schluessel)


def abmeldung(schluessel: str) -> Mitteilungsende | None:
    """What the link of a mail means, by the key of its recipient; None when nothing of it is left. One query."""
    zeile = Mitteilungsempfaenger.objects.filter(uuid=lies_uuid(schluessel)).exclude(abdruck="").first()
    return Mitteilungsende(zeile.abdruck, zeile.art == Empfaengerart.PARTNER) if zeile else None


@transaction.atomic
def melde_ab(*, eigener: str) -> None:
    """Ends the subscription of the address with this digest and keeps the digest, so that no list reaches it again."""
    Mitteilungsabmeldung.objects.get_or_create(abdruck=eigener, defaults={"am": timezone.localdate()})
    for abo in Abonnement.objects.iterator(chunk_size=500):
        if abdruck(abo.adresse) == eigener:
            abo.delete()


@transaction.atomic
def loesche(*, abo: Abonnement) -> None:
    """Removes a subscription by hand, for instance because somebody asked for it on the telephone."""
    melde_ab(eigener=abdruck(abo.adresse))


def loesche_unbestaetigte() -> int:
    """Forgets wishes that nobody confirmed within seven days; returns how many. One query and one per row."""
    alte = Abonnement.objects.filter(bestaetigt_am__isnull=True, erstellt_am__lt=timezone.now() - BESTAETIGUNG)
    anzahl = 0
    for abo in alte:
        abo.delete()
        anzahl += 1
    return anzahl
