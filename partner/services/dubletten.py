"""Finding probable duplicates and ruling pairs out."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from konten.models import Benutzer
from konten.services.zeitraum import sperre
from partner.models import Dublettenpaar, Netzwerkpartner
from partner.rules.dubletten import finde_paare, vergleiche
from partner.selectors.dubletten import steckdaten

#: what stands as the reason of a pair that a person put together
VON_HAND = "von Hand gewählt"
STAPEL = 500


@transaction.atomic
def suche_dubletten(jetzt: datetime | None = None) -> int:
    """Compares all entries and keeps the pairs; returns how many are open. Five queries and one per 500 pairs.

    Pairs ruled out stay so; open ones that are no longer alike go, unless a person put them together.
    """
    sperre(Dublettenpaar)
    vorhandene = {(paar.a_id, paar.b_id): paar for paar in Dublettenpaar.objects.all()}
    verworfen = {schluessel for schluessel, paar in vorhandene.items() if paar.entschieden_am}
    gefunden = {(paar.a, paar.b): paar for paar in finde_paare(steckdaten(), verworfen)}
    neue = [
        Dublettenpaar(a_id=a, b_id=b, prozent=paar.prozent, gruende=list(paar.gruende))
        for (a, b), paar in gefunden.items()
        if (a, b) not in vorhandene
    ]
    Dublettenpaar.objects.bulk_create(neue, batch_size=STAPEL)
    geaenderte, veraltete = [], []
    for schluessel, paar in vorhandene.items():
        fund = gefunden.get(schluessel)
        if fund is None and not paar.entschieden_am and paar.gruende != [VON_HAND]:
            veraltete.append(paar.pk)
        elif fund is not None and (paar.prozent, paar.gruende) != (fund.prozent, list(fund.gruende)):
            paar.prozent, paar.gruende = fund.prozent, list(fund.gruende)
            geaenderte.append(paar)
    Dublettenpaar.objects.bulk_update(geaenderte, ["prozent", "gruende"], batch_size=STAPEL)
    Dublettenpaar.objects.filter(pk__in=veraltete).delete()
    return Dublettenpaar.objects.offen().count()


@transaction.atomic
def stelle_gegenueber(*, eines: Netzwerkpartner, anderes: Netzwerkpartner) -> Dublettenpaar:
    """The pair of these two, made when it is not there yet; one that was ruled out is open again.

    Raises ValidationError for one and the same entry.
    """
    if eines.pk == anderes.pk:
        raise ValidationError("Bitte wählen Sie einen anderen Eintrag zum Vergleich.")
    a, b = sorted((eines, anderes), key=lambda partner: partner.pk)
    sperre(Dublettenpaar)
    paar = Dublettenpaar.objects.filter(a=a, b=b).first()
    if paar is None:
        daten = {eintrag.id: eintrag for eintrag in steckdaten([a.pk, b.pk])}
        fund = vergleiche(daten[a.pk], daten[b.pk])
        prozent, gruende = (fund.prozent, list(fund.gruende)) if fund else (0, [VON_HAND])
        return Dublettenpaar.objects.create(a=a, b=b, prozent=prozent, gruende=gruende)
    if paar.entschieden_am:
        entscheide(paar=paar, kein_duplikat=False, durch=None)
    return paar


def entscheide(*, paar: Dublettenpaar, kein_duplikat: bool, durch: Benutzer | None) -> None:
    """Rules the pair out for good, or takes that back. One query."""
    paar.entschieden_am = timezone.now() if kein_duplikat else None
    paar.entschieden_von = durch if kein_duplikat else None
    paar.save()
