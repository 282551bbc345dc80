"""Tells Leitung and Jugendamt once that an Einsatz ends and nobody takes it over (K31)."""

from datetime import date

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string

from konten.models import Benutzer
from konten.rules.zahl import tagesdatum
from konten.services.versand import stelle_ein
from netzwerk.selectors.nachweis import jugendamtskonten, leitungskonten
from netzwerk.selectors.stellenanteil import EndenderEinsatz, stellenanteile


@transaction.atomic
def warne_vor_einsatzende(stichtag: date) -> int:
    """Nightly: one mail per account and Einsatz with its last day; another last day makes a new occasion.

    Returns how many were written.
    """
    lagen = stellenanteile(stichtag, stichtag, stichtag)
    enden = [ende for lage in lagen.values() for ende in lage.endet_bald]
    if not enden:
        return 0
    leitungen = leitungskonten({ende.einsatz.traeger_id for ende in enden}, stichtag)
    amt = jugendamtskonten(stichtag)
    return sum(
        _schreibe(ende, konto, stichtag)
        for ende in enden
        for konto in dict.fromkeys([*leitungen[ende.einsatz.traeger_id], *amt])
    )


def _schreibe(ende: EndenderEinsatz, konto: Benutzer, stichtag: date) -> bool:
    angaben = {"ende": ende, "person": konto, "stichtag": stichtag, "basis": settings.BASIS_URL}
    auftrag = stelle_ein(
        anlass=f"einsatzende:{ende.einsatz.uuid}:{ende.einsatz.bis}:{konto.pk}",
        empfaenger=konto.email,
        betreff=f"Ein Einsatz in {ende.einsatz.sozialraum} endet am {tagesdatum(ende.einsatz.bis)} ohne Nachfolge",
        text=render_to_string("mail/einsatz_endet.txt", angaben).strip() + "\n",
        benutzer=konto,
    )
    return auftrag is not None
