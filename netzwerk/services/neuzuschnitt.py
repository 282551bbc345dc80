"""Takes a re-cut over with the contacts that follow from it, and takes it back as long as nothing was built on it."""

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from konten.models import Benutzer
from konten.rules.zahl import mehrzahl
from konten.services.zeitraum import sperre
from netzwerk.models import Kontaktbeteiligung
from netzwerk.services.zaehlung import zaehle_neu
from partner.models import Neuzuschnitt
from partner.rules.zuschnitt import Zuschnittstatus
from partner.services.zuschnitt import Vollzug, ZuschnittGeaendert, stelle_wieder_her, vollziehe, was_daran_haengt


def vollziehe_mit_kontakten(neuzuschnitt: Neuzuschnitt) -> Vollzug:
    """What taking over does to territory, partners and contacts; preview and act are this one function (K06, K35).

    Raises ValidationError, see `partner.services.zuschnitt.vollziehe`.
    """
    vollzug = vollziehe(neuzuschnitt)
    zaehle_neu(partner_ids=vollzug.partner_ids)
    return vollzug


@transaction.atomic
def uebernimm(
    *, neuzuschnitt: Neuzuschnitt, version: int, durch: Benutzer, pruefe: Callable[[Neuzuschnitt], None] | None = None
) -> Neuzuschnitt:
    """The draft becomes the territory. `pruefe` may refuse under the lock, when the preview no longer holds.

    Raises ZuschnittGeaendert when somebody changed the draft, ValidationError when it is none any more or a move
    cannot be.
    """
    sperre(Neuzuschnitt)
    akte = Neuzuschnitt.objects.select_for_update().get(pk=neuzuschnitt.pk)
    if not akte.ist_entwurf:
        raise ValidationError(f"Der Neuzuschnitt ist inzwischen {akte.get_zustand_display()}.")
    if akte.version != version:
        raise ZuschnittGeaendert(akte.version)
    if pruefe:
        pruefe(akte)
    vollzug = vollziehe_mit_kontakten(akte)
    akte.journal, akte.gegruendet = vollzug.journal, vollzug.gegruendet
    akte.zustand, akte.version = Zuschnittstatus.UEBERNOMMEN, version + 1
    akte.uebernommen_am, akte.uebernommen_von = timezone.now(), durch
    akte.save()
    return akte


def hindernisse(neuzuschnitt: Neuzuschnitt) -> list[str]:
    """Why a re-cut that was taken over can no longer be taken back; empty when it can (K35)."""
    return [*was_daran_haengt(neuzuschnitt), *_kontakte_seitdem(neuzuschnitt)]


def _kontakte_seitdem(neuzuschnitt: Neuzuschnitt) -> list[str]:
    """Contacts that name a moved partner in its new Sozialraum would count for nobody afterwards."""
    neue = Kontaktbeteiligung.objects.filter(
        partner__in=neuzuschnitt.journal["partner"],
        sozialraum__in=neuzuschnitt.journal["ziele"],
        am__gte=neuzuschnitt.von,
        kontakt__erstellt_am__gt=neuzuschnitt.uebernommen_am,
        zaehlt=True,
    )
    anzahl = neue.values("kontakt").distinct().count()
    if not anzahl:
        return []
    return [f"{mehrzahl(anzahl, 'Kontakt wurde', 'Kontakte wurden')} seitdem im neuen Sozialraum erfasst."]


@transaction.atomic
def nimm_zurueck(*, neuzuschnitt: Neuzuschnitt, version: int) -> Neuzuschnitt:
    """Everything stands as before, and the re-cut is a draft again. Raises ValidationError with the reasons otherwise,
    ZuschnittGeaendert when somebody was faster.
    """
    sperre(Neuzuschnitt)
    akte = Neuzuschnitt.objects.select_for_update().get(pk=neuzuschnitt.pk)
    if akte.version != version:
        raise ZuschnittGeaendert(akte.version)
    if akte.zustand != Zuschnittstatus.UEBERNOMMEN:
        raise ValidationError("Dieser Neuzuschnitt ist nicht übernommen.")
    if gruende := hindernisse(akte):
        raise ValidationError(gruende)
    stelle_wieder_her(akte)
    zaehle_neu(partner_ids=akte.journal["partner"])
    akte.zustand, akte.journal, akte.gegruendet = Zuschnittstatus.ENTWURF, {}, None
    akte.uebernommen_am = akte.uebernommen_von = None
    akte.zurueckgenommen_am = timezone.now()
    akte.version = version + 1
    akte.save()
    return akte
