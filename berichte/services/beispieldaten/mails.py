"""A mail that arrived and one that did not: what the pages around mails show. None of them waits to be sent."""

from datetime import UTC, datetime, time

from berichte.services.beispieldaten.rahmen import Rahmen
from konten.models import Benutzer, Versandauftrag
from konten.rules import Versandstatus

#: account -> subject, state, reason
MAILS = {
    "netzwerk-konz": ("Ihre Woche", Versandstatus.GESENDET, ""),
    "team-konz": (
        "Einladung: Runder Tisch Familie",
        Versandstatus.UNZUSTELLBAR,
        "Das Postfach ist voll (Code 552).",
    ),
}


def lege_mails_an(rahmen: Rahmen) -> None:
    """Two mails of the Stichtag. Two queries."""
    konten = Benutzer.objects.in_bulk(MAILS, field_name="username")
    am = datetime.combine(rahmen.stichtag, time(6), UTC)
    Versandauftrag.objects.bulk_create(
        Versandauftrag(
            uuid=rahmen.wuerfel.schluessel(),
            anlass=f"beispiel:{name}",
            benutzer=konten[name],
            empfaenger=konten[name].email,
            betreff=betreff,
            text="Guten Tag!",
            zustand=zustand,
            versuche=1,
            fehler=fehler,
            gesendet_am=am if zustand == Versandstatus.GESENDET else None,
        )
        for name, (betreff, zustand, fehler) in MAILS.items()
    )
