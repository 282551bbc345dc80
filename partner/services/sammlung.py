"""Acts on collections of offers: store, put in, take out, order (K04)."""

from django.db import IntegrityError, transaction
from django.db.models import Max, Model

from konten.models import Benutzer
from partner.models import Angebot, Sammlung, Sammlungsplatz
from partner.services.angebot import AngebotGeaendert


@transaction.atomic
def speichere(*, sammlung: Sammlung, version: int, themen: list[Model], durch: Benutzer) -> tuple[Sammlung, bool]:
    """Stores a new or changed collection; True when something was written. Raises AngebotGeaendert."""
    if sammlung.pk:
        gespeichert = Sammlung.objects.select_for_update().get(pk=sammlung.pk)
        if gespeichert.version != version:
            raise AngebotGeaendert(gespeichert.version)
        sammlung.version = version + 1
        sammlung.save()
    else:
        sammlung.erstellt_von = durch
        try:
            with transaction.atomic():
                sammlung.save()
        except IntegrityError:
            return Sammlung.objects.get(uuid=sammlung.uuid), False
    sammlung.themen.set(themen)
    return sammlung, True


@transaction.atomic
def nimm_auf(*, sammlung: Sammlung, angebot: Angebot) -> bool:
    """Puts an offer at the end; False when it is in already."""
    sammlung = Sammlung.objects.select_for_update().get(pk=sammlung.pk)
    if sammlung.plaetze.filter(angebot=angebot).exists():
        return False
    letzter = sammlung.plaetze.aggregate(platz=Max("reihenfolge"))["platz"] or 0
    Sammlungsplatz.objects.create(sammlung=sammlung, angebot=angebot, reihenfolge=letzter + 1)
    return True


@transaction.atomic
def nimm_heraus(*, sammlung: Sammlung, angebot: Angebot) -> bool:
    """Takes an offer out; False when it is not in."""
    sammlung = Sammlung.objects.select_for_update().get(pk=sammlung.pk)
    platz = sammlung.plaetze.filter(angebot=angebot).first()
    if platz is None:
        return False
    platz.delete()
    return True


@transaction.atomic
def verschiebe(*, sammlung: Sammlung, angebot: Angebot, hinauf: bool) -> bool:
    """Moves an offer one place up or down; False at the end of the list. Numbers are closed up on the way."""
    sammlung = Sammlung.objects.select_for_update().get(pk=sammlung.pk)
    plaetze = list(sammlung.plaetze.all())
    stelle = next((i for i, platz in enumerate(plaetze) if platz.angebot_id == angebot.pk), None)
    ziel = None if stelle is None else stelle + (-1 if hinauf else 1)
    if ziel is None or not 0 <= ziel < len(plaetze):
        return False
    plaetze[stelle], plaetze[ziel] = plaetze[ziel], plaetze[stelle]
    for nummer, platz in enumerate(plaetze, start=1):
        if platz.reihenfolge != nummer:
            platz.reihenfolge = nummer
            platz.save(update_fields=["reihenfolge"])
    return True
