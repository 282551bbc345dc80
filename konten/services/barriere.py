"""Barriers that the public reports: mailed to whom the parameter names, kept nowhere else."""

import hashlib
from datetime import date

from django.conf import settings
from django.db import transaction

from konten.selectors import parameter_am
from konten.services.versand import stelle_ein


def meldestelle(heute: date) -> str:
    """Address that barriers are reported to; empty when none is known. One query."""
    return parameter_am(heute)["barrierefreiheit_mail"] or settings.NETZWERK_ANTWORT_AN


@transaction.atomic
def melde_barriere(*, text: str, seite: str, adresse: str, heute: date) -> bool:
    """Mails the report; the same one twice a day is one. False when nobody is named to get it."""
    if not (stelle := meldestelle(heute)):
        return False
    inhalt = f"{text.strip()}\n\nSeite: {seite or 'nicht genannt'}\nAntwort an: {adresse or 'nicht gewünscht'}\n"
    kennung = hashlib.sha256(inhalt.encode()).hexdigest()[:32]
    stelle_ein(
        anlass=f"barriere:{heute.isoformat()}:{kennung}",
        empfaenger=stelle,
        betreff="Barriere gemeldet: öffentliche Seiten der Netzwerkarbeit",
        text=inhalt,
    )
    return True
