"""Accounts and responsibilities; the last account that keeps them can neither end nor lock itself out."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from konten.models import Benutzer
from konten.rules import Rolle
from konten.services.zeitraum import pruefe_frei, sperre
from sozialraum.models import Zustaendigkeit

LETZTE = (
    "Danach gäbe es keine aktive Systemverwaltung mehr. Bitte tragen Sie zuerst eine andere Person dafür ein, "
    "deren Aufgabe ohne Ende gilt."
)


@transaction.atomic
def uebertrage_aufgabe(*, neu: Zustaendigkeit) -> Zustaendigkeit:
    """Gives an account a role. Raises ValidationError for the same role at the same time."""
    sperre(Zustaendigkeit)
    neu.full_clean()
    gleiche = Zustaendigkeit.objects.filter(
        benutzer=neu.benutzer_id,
        rolle=neu.rolle,
        sozialraum=neu.sozialraum_id,
        traeger=neu.traeger_id,
        vertritt=neu.vertritt_id,
    )
    pruefe_frei(gleiche=gleiche, zeile=neu)
    neu.save()
    return neu


@transaction.atomic
def beende_aufgabe(*, aufgabe: Zustaendigkeit, bis: date) -> Zustaendigkeit:
    """Sets the last day. Raises ValidationError: before the beginning, later than ended, or the last admin."""
    sperre(Zustaendigkeit)
    if aufgabe.bis and bis > aufgabe.bis:
        raise ValidationError({"bis": "Die Aufgabe endet schon früher. Für länger tragen Sie sie neu ein."})
    aufgabe.bis = bis
    aufgabe.full_clean()
    if aufgabe.rolle == Rolle.ADMIN:
        _pruefe_verwaltung(~Q(pk=aufgabe.pk), ab=bis + timedelta(days=1))
    aufgabe.save()
    return aufgabe


@transaction.atomic
def lege_konto_still(*, konto: Benutzer) -> None:
    """No sign-in any more; what was entered stays. Raises ValidationError for the last admin."""
    sperre(Zustaendigkeit)
    _pruefe_verwaltung(~Q(benutzer=konto.pk), ab=timezone.localdate())
    konto.is_active = False
    konto.save(update_fields=["is_active"])


@transaction.atomic
def gib_konto_frei(*, konto: Benutzer) -> None:
    """The account may sign in again; its responsibilities hold as entered."""
    konto.is_active = True
    konto.save(update_fields=["is_active"])


def _pruefe_verwaltung(uebrige: Q, *, ab: date) -> None:
    """Somebody active must keep the accounts from that day on, without an end in sight."""
    zeilen = Zustaendigkeit.objects.filter(
        uebrige, rolle=Rolle.ADMIN, benutzer__is_active=True, vertritt__isnull=True, von__lte=ab, bis__isnull=True
    )
    if not zeilen.exists():
        raise ValidationError(LETZTE)
