"""A partner closes and another does its work from then on: people and Sozialräume go over."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import uuid4

from django.db import transaction

from konten.models import Benutzer
from partner.models import Funktion, Netzwerkpartner, Wirkungsbereich
from partner.services.partner import uebernimm_sozialraum
from partner.services.person import Wechsel, wechsle_stelle
from sozialraum.models import Sozialraum

UEBERNOMMEN = ("bezeichnung", "telefon", "email", "ist_schluesselperson")


@dataclass(frozen=True, slots=True)
class Uebernahme:
    """What went over."""

    personen: int
    sozialraeume: int


@transaction.atomic
def uebergib(
    *, von: Netzwerkpartner, an: Netzwerkpartner, ab: date, raeume: Collection[int] | None, durch: Benutzer
) -> Uebernahme:
    """People of `von` work at `an` from that day on, which serves the same Sozialräume (None: all, otherwise these).

    Every person's change is a Stellenwechsel of her own that can be taken back. Who is at `an` already stays there
    once. Whoever calls this also has the contacts of `an` counted anew. Queries: some per person and Sozialraum.
    """
    schon_dort = set(an.funktionen.aktiv(ab).values_list("person_id", flat=True))
    letzter = ab - timedelta(days=1)
    personen = 0
    for funktion in von.funktionen.aktiv(ab).filter(von__lte=letzter).select_related("person").order_by("pk"):
        neue = None
        if funktion.person_id not in schon_dort:
            neue = Funktion(partner=an, von=ab, bis=funktion.bis, **{n: getattr(funktion, n) for n in UEBERNOMMEN})
            schon_dort.add(funktion.person_id)
        wechsle_stelle(funktion=funktion, wechsel=Wechsel(uuid=uuid4(), bis=letzter, neue=neue), durch=durch)
        personen += 1
    fehlende = Sozialraum.objects.filter(
        pk__in=Wirkungsbereich.objects.aktiv(ab).filter(partner=von).values("sozialraum")
    ).exclude(pk__in=Wirkungsbereich.objects.filter(partner=an).ueberschneidend(ab, None).values("sozialraum"))
    if raeume is not None:
        fehlende = fehlende.filter(pk__in=raeume)
    neue_raeume = list(fehlende)
    for raum in neue_raeume:
        uebernimm_sozialraum(partner=an, sozialraum=raum, ab=ab)
    return Uebernahme(personen, len(neue_raeume))
