"""Contacts for tests of statistics and reports."""

from datetime import date, datetime

from django.utils import timezone

from konten.models import Benutzer
from netzwerk.models import Kontakt, Kontaktbeteiligung
from netzwerk.rules import Bezug, Ergebnis, Kontaktart
from partner.models import Netzwerkpartner
from sozialraum.models import Sozialraum


def neuer_kontakt(
    partner: list[Netzwerkpartner],
    sozialraum: Sozialraum,
    am: date,
    person: Benutzer,
    *,
    bezug: str = Bezug.UEBERGREIFEND,
    art: str = Kontaktart.TELEFONAT,
    ergebnis: str = Ergebnis.ERREICHT,
    zaehlt: bool = True,
    erfasst_am: date | None = None,
) -> Kontakt:
    """A contact with these partners; `erfasst_am` is the day on which it was entered (default: the same day)."""
    kontakt = Kontakt.objects.create(art=art, am=am, bezug=bezug, erfasst_von=person)
    mittag = timezone.make_aware(datetime.combine(erfasst_am or am, datetime.min.time()).replace(hour=12))
    Kontakt.objects.filter(pk=kontakt.pk).update(erstellt_am=mittag)
    Kontaktbeteiligung.objects.bulk_create(
        Kontaktbeteiligung(
            kontakt=kontakt, partner=einer, sozialraum=sozialraum, am=am, ergebnis=ergebnis, zaehlt=zaehlt
        )
        for einer in partner
    )
    return kontakt
