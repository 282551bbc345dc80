"""Tells those in charge once that an agreement is to be looked at again (K09, K10)."""

from datetime import date

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string

from konten.models import Benutzer
from konten.services.versand import stelle_ein
from netzwerk.selectors.empfaenger import zustaendige_in
from partner.models import Vereinbarung
from partner.rules.vereinbarung import AUSLAUF, wort


@transaction.atomic
def erinnere_an_vereinbarungen(stichtag: date) -> int:
    """Nightly: one mail per account, agreement and day; another day to look again makes a new occasion.

    Returns how many were written.
    """
    anzusehende = Vereinbarung.objects.wieder_anzusehen(stichtag, stichtag + AUSLAUF).order_by("pk")
    return sum(
        _schreibe(vereinbarung, konto, stichtag)
        for vereinbarung in anzusehende.prefetch_related("partner", "sozialraeume")
        for konto in zustaendige(vereinbarung, stichtag)
    )


def zustaendige(vereinbarung: Vereinbarung, stichtag: date) -> list[Benutzer]:
    """Who works in its Sozialräume that day, and who deputises there; otherwise the Leitung, otherwise the Leitstelle.

    Up to five queries.
    """
    return zustaendige_in([raum.pk for raum in vereinbarung.sozialraeume.all()], stichtag)


def _schreibe(vereinbarung: Vereinbarung, konto: Benutzer, stichtag: date) -> bool:
    stand = wort(stichtag, vereinbarung.von, vereinbarung.bis, vereinbarung.pruefen_am)
    angaben = {"vereinbarung": vereinbarung, "stand": stand, "person": konto, "basis": settings.BASIS_URL}
    auftrag = stelle_ein(
        anlass=f"vereinbarung:{vereinbarung.uuid}:{stand.rpartition(' ')[2]}:{konto.pk}",
        empfaenger=konto.email,
        betreff=f"Bitte wieder ansehen: {vereinbarung.titel}",
        text=render_to_string("mail/vereinbarung_ansehen.txt", angaben).strip() + "\n",
        benutzer=konto,
    )
    return auftrag is not None
