"""Works off "Zuständigkeit offen": many partners get their Sozialräume at once, and lose them again on "Rückgängig"."""

import uuid
from collections.abc import Collection
from datetime import date

from django.db import transaction

from konten.rules import Geltungsbereich
from konten.services.protokoll import protokolliere_angelegte
from partner.models import Netzwerkpartner, Wirkungsbereich
from sozialraum.models import Sozialraum


@transaction.atomic
def ordne_zu(
    *, partner: Collection[uuid.UUID], sozialraeume: Collection[Sozialraum], ab: date, bereich: Geltungsbereich
) -> list[Wirkungsbereich]:
    """Lets these partners serve these Sozialräume from that day on; who has got one meanwhile is left out.

    Sozialräume out of reach are left out as well. Five queries.
    """
    menge = Netzwerkpartner.objects.sichtbar_fuer(bereich).filter(uuid__in=partner)
    # Locked first, judged after: who waited here sees what the other one assigned.
    gesperrt = list(menge.select_for_update().order_by("pk").values_list("pk", flat=True))
    offene = Netzwerkpartner.objects.filter(pk__in=gesperrt).ohne_zustaendigkeit(bereich.stichtag)
    ziele = [raum for raum in sozialraeume if bereich.gilt_in("partner.bearbeiten", raum.pk)]
    zeilen = [Wirkungsbereich(partner=eintrag, sozialraum=raum, von=ab) for eintrag in offene for raum in ziele]
    Wirkungsbereich.objects.bulk_create(zeilen)
    protokolliere_angelegte(zeilen, benutzer_id=bereich.benutzer_id)
    return zeilen


@transaction.atomic
def nimm_zurueck(*, zeilen: Collection[uuid.UUID], bereich: Geltungsbereich) -> set[int]:
    """Takes an assignment back as if it had never been; ids of the partners concerned.

    Only rows that are still open-ended and within reach. Two queries and two per row (they are audited one by one).
    """
    menge = Wirkungsbereich.objects.in_sozialraeumen(bereich, "partner.bearbeiten", "sozialraum")
    menge = menge.filter(uuid__in=zeilen, bis__isnull=True)
    partner = set(menge.values_list("partner_id", flat=True))
    menge.delete()
    return partner
