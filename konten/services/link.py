"""Secret links in mails: issued, found, used up, withdrawn. GET shows, only POST acts and uses up."""

import secrets
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from konten.models import Linkschluessel
from konten.services.kalenderadresse import abdruck

#: longer than any secret of ours; what is longer is not even looked up
HOECHSTENS_ZEICHEN = 100


def stelle_aus(*, zweck: str, gegenstand: UUID, gueltig_bis: datetime) -> str:
    """A new secret for one record and one purpose; it goes into the mail and cannot be read again. One query."""
    geheimnis = secrets.token_urlsafe(32)
    Linkschluessel.objects.create(
        zweck=zweck, gegenstand=gegenstand, abdruck=abdruck(geheimnis), gueltig_bis=gueltig_bis
    )
    return geheimnis


def linkadresse(url_name: str, geheimnis: str) -> str:
    """Full address of the page behind the link."""
    return settings.BASIS_URL + reverse(url_name, args=[geheimnis])


def finde(zweck: str, geheimnis: str) -> Linkschluessel | None:
    """What the secret opens; None for an unknown or forged one, or one of another purpose. One query."""
    if len(geheimnis) > HOECHSTENS_ZEICHEN:
        return None
    return Linkschluessel.objects.filter(zweck=zweck, abdruck=abdruck(geheimnis)).first()


def verbrauche(*, schluessel: Linkschluessel) -> bool:
    """Uses the link up; of two at once exactly one is told True. One statement, so it needs no lock."""
    jetzt = timezone.now()
    offene = Linkschluessel.objects.offen(jetzt).filter(pk=schluessel.pk)
    return bool(offene.update(verbraucht_am=jetzt, geaendert_am=jetzt))


def widerrufe(*, zweck: str, gegenstaende: Collection[UUID]) -> int:
    """Withdraws all links to these records, used or not; returns how many. One statement."""
    jetzt = timezone.now()
    geltende = Linkschluessel.objects.filter(zweck=zweck, gegenstand__in=list(gegenstaende), widerrufen_am__isnull=True)
    return geltende.update(widerrufen_am=jetzt, geaendert_am=jetzt)


def loesche_alte(vor: datetime) -> int:
    """Removes links that ended before that moment; returns how many."""
    return Linkschluessel.objects.filter(gueltig_bis__lt=vor).delete()[0]
