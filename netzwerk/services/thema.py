"""Merges themes: everything that named the old one names the other from then on."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F

from konten.models import Benutzer
from konten.services.protokoll import protokolliere_geaenderte, protokolliere_verknuepfungen
from netzwerk.models import Bedarfsmeldung, Gremium, Kontakt, Thema

#: records that carry several themes
VERKNUEPFTE: tuple[type[models.Model], ...] = (Kontakt, Gremium)


@dataclass(frozen=True, slots=True)
class Umzug:
    """How many records the merge moves; `schon_dort` of them carry both themes already."""

    kontakte: int
    gremien: int
    bedarfsmeldungen: int
    schon_dort: int


def vorschau(thema: Thema, ziel: Thema) -> Umzug:
    """What a merge would move. Five queries."""
    zahlen = [modell.objects.filter(themen=thema).count() for modell in VERKNUEPFTE]
    doppelt = sum(modell.objects.filter(themen=thema).filter(themen=ziel).count() for modell in VERKNUEPFTE)
    return Umzug(*zahlen, Bedarfsmeldung.objects.filter(thema=thema).count(), doppelt)


@transaction.atomic
def fuehre_zusammen(*, thema_id: int, ziel_id: int, durch: Benutzer) -> Umzug:
    """Moves contacts, Gremien and needs to the other theme and retires the old one, which keeps its name.

    Raises ValidationError when one of them was merged meanwhile or both are the same.
    """
    gesperrt = {thema.pk: thema for thema in Thema.objects.select_for_update().filter(pk__in=[thema_id, ziel_id])}
    if len(gesperrt) < 2:
        raise ValidationError("Bitte wählen Sie ein anderes Thema.")
    thema, ziel = gesperrt[thema_id], gesperrt[ziel_id]
    if thema.aufgegangen_in_id or ziel.aufgegangen_in_id:
        raise ValidationError("Eines der Themen ist inzwischen in einem anderen aufgegangen.")
    umzug = vorschau(thema, ziel)
    for modell in VERKNUEPFTE:
        _verknuepfe_um(modell, thema, ziel, durch)
    _ordne_meldungen_um(thema, ziel, durch)
    for frueheres in thema.aufgenommene.all():
        frueheres.aufgegangen_in = ziel
        frueheres.save()
    thema.ist_aktiv, thema.aufgegangen_in = False, ziel
    thema.save()
    return umzug


def _verknuepfe_um(modell: type[models.Model], thema: Thema, ziel: Thema, durch: Benutzer) -> None:
    """Rows of the link table, without loading the records. Whoever carries both loses only the old one."""
    verbindung = modell._meta.get_field("themen").remote_field.through
    spalte = f"{modell._meta.model_name}_id"
    alte = verbindung.objects.filter(thema=thema)
    schon_dort = set(verbindung.objects.filter(thema=ziel).values_list(spalte, flat=True))
    betroffene = list(alte.values_list(spalte, flat=True))
    umgezogen = [pk for pk in betroffene if pk not in schon_dort]
    alte.filter(**{f"{spalte}__in": verbindung.objects.filter(thema=ziel).values(spalte)}).delete()
    alte.update(thema=ziel)
    entfernt = [(pk, "delete", [thema.pk]) for pk in betroffene]
    ergaenzt = [(pk, "add", [ziel.pk]) for pk in umgezogen]
    protokolliere_verknuepfungen(modell, "themen", [*entfernt, *ergaenzt], benutzer_id=durch.pk)


def _ordne_meldungen_um(thema: Thema, ziel: Thema, durch: Benutzer) -> None:
    """The version goes up as well, so that a form opened before does not bring the old theme back."""
    meldungen = list(Bedarfsmeldung.objects.select_for_update().filter(thema=thema))
    Bedarfsmeldung.objects.filter(thema=thema).update(thema=ziel, version=F("version") + 1)
    for meldung in meldungen:
        meldung.thema = ziel
    protokolliere_geaenderte([(meldung, {"thema_id": thema.pk}) for meldung in meldungen], benutzer_id=durch.pk)
