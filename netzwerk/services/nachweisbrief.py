"""Tells people once that evidence runs out: the person herself and the Leitung of her Träger."""

from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string

from konten.models import Benutzer
from konten.rules.zahl import tagesdatum
from konten.services.versand import stelle_ein
from netzwerk.models import Qualifikationsnachweis
from netzwerk.selectors.nachweis import bald_ablaufende, leitungskonten


@transaction.atomic
def erinnere_an_ablauf(stichtag: date) -> int:
    """Nightly: one mail per person and piece of evidence with its day of expiry; an extension makes a new occasion.

    Returns how many were written.
    """
    nachweise = list(bald_ablaufende(stichtag))
    leitungen = leitungskonten({nachweis.fachkraft.traeger_id for nachweis in nachweise}, stichtag)
    return sum(
        _schreibe(nachweis, konto, stichtag)
        for nachweis in nachweise
        for konto in _empfaenger(nachweis, leitungen[nachweis.fachkraft.traeger_id])
    )


def _empfaenger(nachweis: Qualifikationsnachweis, leitungen: Iterable[Benutzer]) -> list[Benutzer]:
    selbst = nachweis.fachkraft.benutzer
    eigenes = [selbst] if selbst and selbst.is_active else []
    return list(dict.fromkeys([*eigenes, *leitungen]))


def _schreibe(nachweis: Qualifikationsnachweis, konto: Benutzer, stichtag: date) -> bool:
    angaben = {"nachweis": nachweis, "person": konto, "stichtag": stichtag, "basis": settings.BASIS_URL}
    auftrag = stelle_ein(
        anlass=f"nachweis:{nachweis.uuid}:{nachweis.gueltig_bis}:{konto.pk}",
        empfaenger=konto.email,
        betreff=f"Ein Nachweis läuft am {tagesdatum(nachweis.gueltig_bis)} ab",
        text=render_to_string("mail/nachweis_laeuft_ab.txt", angaben).strip() + "\n",
        benutzer=konto,
    )
    return auftrag is not None
