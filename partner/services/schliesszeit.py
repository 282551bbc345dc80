"""Acts on closed days of a partner and on the school holidays of a year; both move due days (K06)."""

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from konten.services.zeitraum import pruefe_frei, sichere_zeitraum, sperre
from partner.models import Netzwerkpartner, Schliesszeit
from partner.rules.ferien import Ferienzeile


def trage_schliesszeit_ein(
    *, partner: Netzwerkpartner, bezeichnung: str, von: date, bis: date, quelle: str = ""
) -> Schliesszeit:
    """Closed days of the partner. Raises ValidationError when they overlap others of it or end before they begin."""
    zeile = Schliesszeit(partner=partner, bezeichnung=bezeichnung, von=von, bis=bis, quelle=quelle)
    return sichere_zeitraum(gleiche=Schliesszeit.objects.filter(partner=partner), zeile=zeile)


@transaction.atomic
def beende_schliesszeit(*, schliesszeit: Schliesszeit, bis: date) -> Schliesszeit:
    """Another last day. Raises ValidationError when it lies before the first or meets other closed days."""
    schliesszeit.bis = bis
    gleiche = Schliesszeit.objects.filter(partner=schliesszeit.partner_id)
    return sichere_zeitraum(gleiche=gleiche, zeile=schliesszeit)


@transaction.atomic
def loesche_schliesszeit(*, schliesszeit: Schliesszeit) -> None:
    """Removes closed days that were entered by mistake; due days are computed anew from the rest."""
    schliesszeit.delete()


@transaction.atomic
def trage_ferien_ein(*, zeilen: Iterable[Ferienzeile], quelle: str) -> tuple[int, int]:
    """School holidays of a year: how many are new, and how many were there already with the same days.

    All or none: raises ValidationError naming the line that overlaps other holidays.
    """
    sperre(Schliesszeit)
    ferien = Schliesszeit.objects.filter(partner__isnull=True)
    neu = bekannt = 0
    for zeile in zeilen:
        if ferien.filter(von=zeile.von, bis=zeile.bis).exists():
            bekannt += 1
            continue
        eintrag = Schliesszeit(bezeichnung=zeile.bezeichnung, von=zeile.von, bis=zeile.bis, quelle=quelle)
        try:
            eintrag.full_clean()
            pruefe_frei(gleiche=ferien, zeile=eintrag)
        except ValidationError as fehler:
            raise ValidationError(f"Zeile {zeile.nummer}: {' '.join(fehler.messages)}") from fehler
        eintrag.save()
        neu += 1
    return neu, bekannt
