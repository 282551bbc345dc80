"""Tells those in charge once that an agreement is to be looked at again (K09, K10)."""

from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string

from konten.models import Benutzer
from konten.models.basis import zeitraum_gilt
from konten.rules import Rolle
from konten.services.versand import stelle_ein
from netzwerk.models import Einsatz
from netzwerk.models.wirksam import arbeitet_am
from partner.models import Vereinbarung
from partner.rules.vereinbarung import AUSLAUF, wort
from sozialraum.models import Traegerschaft, Zustaendigkeit


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
    raeume = [raum.pk for raum in vereinbarung.sozialraeume.all()]
    dort = Einsatz.objects.bestaetigt().filter(zeitraum_gilt(stichtag), sozialraum__in=raeume)
    arbeitend = dort.filter(arbeitet_am(stichtag)).values_list("fachkraft__benutzer", flat=True)
    rollen = Zustaendigkeit.objects.aktiv(stichtag)
    vertretung = rollen.filter(rolle=Rolle.NETZWERK, vertritt__in=dort.values("fachkraft__benutzer"))
    dortige = {*arbeitend, *vertretung.values_list("benutzer", flat=True)} - {None}
    traeger = Traegerschaft.objects.aktiv(stichtag).filter(sozialraum__in=raeume).values("traeger")
    eigene = rollen.filter(vertritt__isnull=True)
    return (
        _aktive(dortige)
        or _aktive(eigene.filter(rolle=Rolle.LEITUNG, traeger__in=traeger).values_list("benutzer", flat=True))
        or _aktive(eigene.filter(rolle=Rolle.LEITSTELLE).values_list("benutzer", flat=True))
    )


def _aktive(konten: Iterable[int]) -> list[Benutzer]:
    return list(Benutzer.objects.filter(pk__in=set(konten), is_active=True).order_by("pk"))


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
